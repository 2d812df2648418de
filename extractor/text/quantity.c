/* SPDX-License-Identifier: Apache-2.0
 *
 * A number with what stands around it, from the inside out: the number, a range, its unit on
 * either side, then the words that bound it. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/phrase.h"
#include "text/quantity.h"
#include "text/quantity_number.h"

struct bound {
	const char *phrase;
	enum modifier modifier; /* MODIFIER_NONE: says nothing, but belongs to the number */
};

static const struct bound bounds_before[] = {
	{"at least", MODIFIER_AT_LEAST},
	{"no fewer than", MODIFIER_AT_LEAST},
	{"no less than", MODIFIER_AT_LEAST},
	{"not fewer than", MODIFIER_AT_LEAST},
	{"not less than", MODIFIER_AT_LEAST},
	{"a minimum of", MODIFIER_AT_LEAST},
	{"no more than", MODIFIER_AT_MOST},
	{"not more than", MODIFIER_AT_MOST},
	{"more than", MODIFIER_MORE_THAN},
	{"greater than", MODIFIER_MORE_THAN},
	{"over", MODIFIER_MORE_THAN},
	{"above", MODIFIER_MORE_THAN},
	{"upwards of", MODIFIER_MORE_THAN},
	{"upward of", MODIFIER_MORE_THAN},
	{"well over", MODIFIER_MORE_THAN},
	{"in excess of", MODIFIER_MORE_THAN},
	{"exceeding", MODIFIER_MORE_THAN},
	{"as many as", MODIFIER_AT_MOST},
	{"as much as", MODIFIER_AT_MOST},
	{"up to", MODIFIER_AT_MOST},
	{"at most", MODIFIER_AT_MOST},
	{"a maximum of", MODIFIER_AT_MOST},
	{"anything up to", MODIFIER_AT_MOST},
	{"fewer than", MODIFIER_LESS_THAN},
	{"less than", MODIFIER_LESS_THAN},
	{"under", MODIFIER_LESS_THAN},
	{"below", MODIFIER_LESS_THAN},
	{"just under", MODIFIER_LESS_THAN},
	{"nearly", MODIFIER_ABOUT},
	{"almost", MODIFIER_ABOUT},
	{"some", MODIFIER_ABOUT},
	{"about", MODIFIER_ABOUT},
	{"around", MODIFIER_ABOUT},
	{"roughly", MODIFIER_ABOUT},
	{"approximately", MODIFIER_ABOUT},
	{"approx.", MODIFIER_ABOUT},
	{"an estimated", MODIFIER_ABOUT},
	{"estimated", MODIFIER_ABOUT},
	{"circa", MODIFIER_ABOUT},
	{"close to", MODIFIER_ABOUT},
	{"something like", MODIFIER_ABOUT},
	{"in the region of", MODIFIER_ABOUT},
	{"in the order of", MODIFIER_ABOUT},
	{"perhaps", MODIFIER_ABOUT},
	{"virtually", MODIFIER_ABOUT},
	{"~", MODIFIER_ABOUT},
	{"a total of", MODIFIER_NONE},
	{"an additional", MODIFIER_NONE},
	{"just", MODIFIER_NONE},
	{"only", MODIFIER_NONE},
	{"exactly", MODIFIER_NONE},
	{"another", MODIFIER_NONE},
	{"a further", MODIFIER_NONE},
	{"a combined", MODIFIER_NONE},
	{"further", MODIFIER_NONE},
	{"additional", MODIFIER_NONE},
	{"all", MODIFIER_NONE},
	{"as few as", MODIFIER_NONE},
	{"the first", MODIFIER_NONE},
	{"the last", MODIFIER_NONE},
	{"the other", MODIFIER_NONE},
	{"the remaining", MODIFIER_NONE},
	{"the", MODIFIER_NONE},
	{"these", MODIFIER_NONE},
	{"those", MODIFIER_NONE},
	{"its", MODIFIER_NONE},
	{"their", MODIFIER_NONE},
	{"his", MODIFIER_NONE},
	{"a record", MODIFIER_NONE},
	{"\"", MODIFIER_NONE},
	{"“", MODIFIER_NONE},
	{"each of", MODIFIER_NONE},
	{"both", MODIFIER_NONE},
	{"a mere", MODIFIER_NONE},
	{"fully", MODIFIER_NONE},
};

static const struct bound bounds_after[] = {
	{"or more", MODIFIER_AT_LEAST},
	{"or so", MODIFIER_ABOUT},
	{"at least", MODIFIER_AT_LEAST},
	{"or fewer", MODIFIER_AT_MOST},
	{"or less", MODIFIER_AT_MOST},
	{"at most", MODIFIER_AT_MOST},
	{"plus", MODIFIER_MORE_THAN},
	{"+", MODIFIER_MORE_THAN},
	{"more", MODIFIER_NONE},
	{"other", MODIFIER_NONE},
};

static const char *const vague_phrases[] = {"dozens of", "scores of", "hundreds of", "thousands of",
	"tens of thousands of", "hundreds of thousands of", "millions of", "several hundred",
	"several thousand", "several dozen", "several", "a number of", "a large number of",
	"large numbers of", "a handful of", "a few hundred", "a few thousand", "a few dozen",
	"a few", "numerous", "countless", "multiple", "a large quantity of", "large quantities of",
	"a quantity of", "quantities of", "an unknown number of", "an unspecified number of",
	"an undisclosed number of", "\" number of \"", "dozens", "scores", "hundreds", "thousands",
	"tens of thousands", "hundreds of thousands", "millions", "tons of", "a score of",
	"a growing number of", "a small number of", "a large amount of", "large amounts of",
	"many of the", "most of the", "some of the", "a \" number of \"", "a majority of",
	"the majority of", "many", "most", "some", "various", "many more", "millions of", "untold"};

static const struct {
	const char *words;
	const char *unit;
	enum quantity_sort sort;
	double factor;
} unit_words[] = {
	{"% percent pct pct. percentage", "percent", QUANTITY_PERCENT, 1},
	{"kilogram kilograms kilogramme kilogrammes kg kilo kilos kgs", "kilogram",
		QUANTITY_MEASURE, 1},
	{"ton tons tonne tonnes", "ton", QUANTITY_MEASURE, 1},
	{"gram grams gramme grammes g", "gram", QUANTITY_MEASURE, 1},
	{"liter liters litre litres", "liter", QUANTITY_MEASURE, 1},
	{"meter meters metre metres", "meter", QUANTITY_MEASURE, 1},
	{"kilometer kilometers kilometre kilometres km", "kilometer", QUANTITY_MEASURE, 1},
	{"mile miles", "mile", QUANTITY_MEASURE, 1},
	{"ounce ounces", "ounce", QUANTITY_MEASURE, 1},
	{"acre acres", "acre", QUANTITY_MEASURE, 1},
	{"hectare hectares", "hectare", QUANTITY_MEASURE, 1},
	{"year years -year -years", "year", QUANTITY_DURATION, 1},
	{"month months -month -months", "month", QUANTITY_DURATION, 1},
	{"week weeks -week -weeks", "week", QUANTITY_DURATION, 1},
	{"day days -day -days", "day", QUANTITY_DURATION, 1},
	{"hour hours -hour -hours", "hour", QUANTITY_DURATION, 1},
	{"minute minutes -minute", "minute", QUANTITY_DURATION, 1},
	{"decade decades", "year", QUANTITY_DURATION, 10},
};

struct search {
	const struct tokens *tokens;
	const struct timexes *times;
	size_t begin, end; /* of the sentence */
};

static bool apply_unit(struct quantity *q, struct str word)
{
	size_t k;

	for (k = 0; k < ARRAY_SIZE(unit_words); k++)
		if (word_in(word, unit_words[k].words)) {
			q->sort = unit_words[k].sort;
			q->unit = str_from(unit_words[k].unit);
			q->value *= unit_words[k].factor;
			q->upper *= unit_words[k].factor;
			return true;
		}
	return false;
}

/* "US$", "A$": letters right before a dollar sign say whose it is. */
static void take_country(const struct search *s, struct quantity *q)
{
	static const struct {
		const char *letters, *code;
	} table[] = {{"us u.s.", "USD"}, {"a au", "AUD"}, {"c ca", "CAD"}, {"nz", "NZD"},
		{"s", "SGD"}, {"hk", "HKD"}};
	size_t k;

	if (q->first == s->begin || s->tokens->v[q->first].space_before ||
		!token_in(s->tokens, q->first, "$"))
		return;
	for (k = 0; k < ARRAY_SIZE(table); k++)
		if (token_in(s->tokens, q->first - 1, table[k].letters)) {
			q->unit = str_from(table[k].code);
			q->first--;
			return;
		}
}

/* The unit that follows the number, or the currency on either side. */
static void find_unit(const struct search *s, struct quantity *q, struct str suffix)
{
	struct str code;
	size_t n;

	q->sort = QUANTITY_COUNT;
	if (suffix.n && apply_unit(q, suffix))
		return;
	if (q->first > s->begin) {
		code = currency_symbol(s->tokens, q->first - 1);
		if (!str_absent(code)) {
			q->sort = QUANTITY_MONEY;
			q->unit = code;
			q->first--;
			take_country(s, q);
			return;
		}
	}
	if (q->last >= s->end || suffix.n)
		return;
	code = currency_name(s->tokens, q->last, s->end, &n);
	if (str_absent(code)) {
		code = currency_symbol(s->tokens, q->last);
		n = 1;
	}
	if (!str_absent(code)) {
		q->sort = QUANTITY_MONEY;
		q->unit = code;
		q->last += (uint32_t)n;
		return;
	}
	n = phrase_at(s->tokens, q->last, s->end, STR("per cent"));
	if (n || apply_unit(q, s->tokens->v[q->last].lower)) {
		if (n)
			apply_unit(q, STR("percent"));
		q->last += n ? (uint32_t)n : 1;
	} else if (token_in(s->tokens, q->last, "metric square cubic") && q->last + 1 < s->end &&
		   apply_unit(q, s->tokens->v[q->last + 1].lower)) {
		q->last += 2;
	}
}

static void find_bounds(const struct search *s, struct quantity *q)
{
	size_t k, n, best, rounds;
	enum modifier modifier;

	q->modifier = MODIFIER_EXACT;
	for (k = 0; k < ARRAY_SIZE(bounds_after); k++) {
		n = phrase_at(s->tokens, q->last, s->end, str_from(bounds_after[k].phrase));
		if (n) {
			q->last += (uint32_t)n;
			if (bounds_after[k].modifier)
				q->modifier = bounds_after[k].modifier;
			break;
		}
	}
	for (rounds = 0; rounds < 3; rounds++) {
		best = 0;
		modifier = MODIFIER_NONE;
		for (k = 0; k < ARRAY_SIZE(bounds_before); k++) {
			n = phrase_before(
				s->tokens, s->begin, q->first, str_from(bounds_before[k].phrase));
			if (n > best) {
				best = n;
				modifier = bounds_before[k].modifier;
			}
		}
		if (!best)
			return;
		q->first -= (uint32_t)best;
		if (modifier != MODIFIER_NONE && q->modifier == MODIFIER_EXACT)
			q->modifier = modifier;
	}
}

/* Words before a number that make it a name or a place in a list. */
static bool is_identifier(const struct search *s, size_t i)
{
	static const char *const nouns =
		"resolution order act article section no no. number law decree "
		"chapter phase level directive room flight highway route bill "
		"page paragraph annex operation unit sector zone camp district "
		"brigade battalion division regiment fiscal sig. sergeant grade "
		"stage tier category type apollo channel point phase";

	if (i == s->begin)
		return i + 1 < s->end && token_in(s->tokens, i + 1, ". )") && i + 2 < s->end;
	if (token_in(s->tokens, i - 1, "scale ratio aged age nos. # №"))
		return true;
	if (token_in(s->tokens, i - 1, "(") && i + 1 < s->end && token_in(s->tokens, i + 1, ")"))
		return true;
	if (token_in(s->tokens, i - 1, "from to") &&
		phrase_at(s->tokens, i + 1, s->end, STR("on a scale")))
		return true;
	return token_in(s->tokens, i - 1, nouns) &&
	       (token_capitalised(s->tokens, i - 1) ||
		       !token_in(s->tokens, i - 1,
			       "order act number law bill operation unit point "
			       "sector zone camp district type channel stage"));
}

/* "Jihad Hamad, 19, ": a number between commas after a name; "22-year-old"; "ten years of age". */
static bool is_age(const struct search *s, const struct number *number, size_t i)
{
	size_t after = i + number->n;

	if (str_find(number->suffix, STR("old"), 0) < number->suffix.n)
		return true;
	if (phrase_at(s->tokens, after, s->end, STR("years of age")) ||
		phrase_at(s->tokens, after, s->end, STR("years old")))
		return true;
	return i > s->begin + 1 && token_in(s->tokens, i - 1, ",") && after < s->end &&
	       token_in(s->tokens, after, ", .") && !number->words && number->value < 120 &&
	       token_capitalised(s->tokens, i - 2) && number->n == 1;
}

/* Hyphenated words whose number is a unit ("10-year") are kept, others ("three-judge") are not. */
static bool suffix_excludes(struct str suffix)
{
	struct quantity dummy = {0};

	if (suffix.n == 0)
		return false;
	if (str_eq(suffix, STR("-strong")))
		return false;
	return !apply_unit(&dummy, suffix) && suffix.p[0] == '-';
}

static bool is_clock(const struct search *s, size_t i)
{
	struct str word = s->tokens->v[i].lower;

	return str_find(word, STR(":"), 0) < word.n || str_find(word, STR("/"), 0) < word.n ||
	       (i + 1 < s->end && token_in(s->tokens, i + 1,
					  "a.m. p.m. am pm o'clock hours gmt th nd"
					  " st degrees"));
}

static struct quantity quantity_make(size_t i, const struct number *number)
{
	struct quantity q = {.first = (uint32_t)i,
		.last = (uint32_t)(i + number->n),
		.number = (uint32_t)i,
		.has_value = true,
		.value = number->value,
		.upper = number->value,
		.modifier = MODIFIER_EXACT};

	return q;
}

/* "between 10 and 15", "10-15", "five to 15": the lower end is the value. */
static void find_range(const struct search *s, struct quantity *q)
{
	bool between = q->first > s->begin && token_in(s->tokens, q->first - 1, "between from");
	struct number upper;
	size_t at = q->last;

	if (at + 1 >= s->end || !(token_in(s->tokens, at, "- – — to") ||
					(between && token_in(s->tokens, at, "and to"))))
		return;
	upper = number_at(s->tokens, at + 1, s->end);
	if (!upper.n || upper.value <= q->value || suffix_excludes(upper.suffix))
		return;
	if (!between && token_in(s->tokens, at, "to") && q->first > s->begin &&
		token_in(s->tokens, q->first - 1, "from"))
		return;
	q->upper = upper.value;
	if (upper.value >= 1000 * q->value && upper.n > 1)
		q->value *= 1000; /* "2 to 3 million": the scale is shared */
	q->last = (uint32_t)(at + 1 + upper.n);
	q->first -= between;
}

/* "90 of 120", "one in four", "two-thirds of", "a quarter of", "half of". */
static bool share_at(const struct search *s, size_t i, struct quantity *ret)
{
	static const struct {
		const char *phrase;
		double percent;
	} fractions[] = {{"one third", 33.3}, {"one-third", 33.3}, {"a third of", 33.3},
		{"two thirds", 66.7}, {"two-thirds", 66.7}, {"one quarter", 25},
		{"one-quarter", 25}, {"a quarter of", 25}, {"three quarters", 75},
		{"three-quarters", 75}, {"half of", 50}, {"a tenth of", 10}, {"one tenth", 10},
		{"one-tenth", 10}, {"a fifth of", 20}, {"one fifth", 20}, {"one-fifth", 20},
		{"two fifths", 40}, {"two-fifths", 40}, {"three fifths", 60}, {"three-fifths", 60},
		{"four fifths", 80}, {"four-fifths", 80}, {"half the", 50}, {"half its", 50},
		{"half their", 50}, {"half were", 50}, {"half are", 50}, {"half those", 50},
		{"half that", 50}, {"a sixth of", 16.7}, {"an eighth of", 12.5},
		{"a fourth of", 25}, {"one-fourth", 25}, {"one fourth", 25}, {"nine tenths", 90},
		{"nine-tenths", 90}, {"a half of", 50}, {"one-half", 50}, {"a third were", 33.3},
		{"a third are", 33.3}, {"a quarter were", 25}};
	struct number a, b;
	size_t k, n;

	for (k = 0; k < ARRAY_SIZE(fractions); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(fractions[k].phrase));
		if (!n)
			continue;
		if (i > s->begin && token_in(s->tokens, i - 1, "first second latter former"))
			return false;
		n -= token_in(s->tokens, i + n - 1, "of were are the its their those that") &&
		     n > 1;
		*ret = quantity_make(i, &(struct number){.value = fractions[k].percent, .n = n});
		break;
	}
	if (k == ARRAY_SIZE(fractions)) {
		a = number_at(s->tokens, i, s->end);
		n = a.n ? phrase_at(s->tokens, i + a.n, s->end, STR("in every")) : 0;
		if (a.n && !n)
			n = token_in(s->tokens, i + a.n, "in")
				    ? 1
				    : phrase_at(s->tokens, i + a.n, s->end, STR("out of"));
		b = n ? number_at(s->tokens, i + a.n + n, s->end) : (struct number){0};
		if (!b.n || b.value <= a.value || b.value > 1000 || a.suffix.n || b.suffix.n ||
			timex_at(s->times, i + a.n + n))
			return false;
		*ret = quantity_make(
			i, &(struct number){.value = 100 * a.value / b.value, .n = a.n + n + b.n});
	}
	ret->sort = QUANTITY_PERCENT;
	ret->unit = STR("percent");
	find_bounds(s, ret);
	return true;
}

static bool half_at(const struct search *s, size_t i, struct quantity *ret)
{
	struct quantity q = quantity_make(i, &(struct number){.value = 0.5, .n = 2});
	double scale;
	struct number whole;

	if (!phrase_at(s->tokens, i, s->end, STR("half a")) || i + 2 >= s->end)
		return false;
	if (apply_unit(&q, s->tokens->v[i + 2].lower)) {
		q.last++;
		find_bounds(s, &q);
		*ret = q;
		return true;
	}
	whole = number_at(s->tokens, i + 1, s->end);
	if (!whole.n)
		return false;
	scale = whole.value / 2;
	q = quantity_make(i, &(struct number){.value = scale, .n = 1 + whole.n});
	find_unit(s, &q, (struct str){0});
	find_bounds(s, &q);
	*ret = q;
	return true;
}

static bool vague_at(const struct search *s, size_t i, struct quantity *ret)
{
	size_t k, n, best = 0;

	for (k = 0; k < ARRAY_SIZE(vague_phrases); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(vague_phrases[k]));
		best = n > best ? n : best;
	}
	if (!best || number_at(s->tokens, i + best, s->end).n)
		return false; /* "some 700" */
	if (token_in(s->tokens, i, "many") && i > s->begin &&
		token_in(s->tokens, i - 1, "as how so too"))
		return false;
	if (token_in(s->tokens, i, "most") && best == 1 && i > s->begin &&
		token_in(s->tokens, i - 1, "the 's at its their one"))
		return false;
	*ret = quantity_make(i, &(struct number){.n = best});
	ret->sort = QUANTITY_COUNT;
	ret->has_value = false;
	ret->vague_pronoun = token_in(s->tokens, i, "many most some various");
	find_bounds(s, ret);
	ret->modifier = MODIFIER_ABOUT;
	if (ret->last < s->end && token_in(s->tokens, ret->last - 1, "of") &&
		!str_absent(currency_symbol(s->tokens, ret->last)))
		ret->sort = QUANTITY_MONEY;
	if (token_in(s->tokens, ret->last, "dollars euros")) {
		ret->sort = QUANTITY_MONEY;
		ret->unit = token_in(s->tokens, ret->last, "euros") ? STR("EUR") : STR("USD");
		ret->last++;
	}
	return true;
}

static bool zero_at(const struct search *s, size_t i, struct quantity *ret)
{
	static const char *const phrases[] = {
		"no one", "not a single", "not one", "not any", "none of", "none", "nobody", "no"};
	size_t k, n;

	for (k = 0; k < ARRAY_SIZE(phrases); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(phrases[k]));
		if (!n)
			continue;
		if (token_in(s->tokens, i + n, "longer more less fewer matter doubt . , than"))
			return false;
		*ret = quantity_make(i, &(struct number){.n = n});
		ret->sort = QUANTITY_COUNT;
		return true;
	}
	return false;
}

static bool twin_at(const struct search *s, size_t i, struct quantity *ret)
{
	static const char *const phrases[] = {
		"a pair of", "a couple of", "both", "two of the", "the duo"};
	size_t k, n = 0;

	for (k = 0; k < ARRAY_SIZE(phrases) && !n; k++)
		n = phrase_at(s->tokens, i, s->end, str_from(phrases[k]));
	if (!n || token_in(s->tokens, i, "two"))
		return false;
	*ret = quantity_make(i, &(struct number){.value = 2, .n = n});
	ret->sort = QUANTITY_COUNT;
	return true;
}

static bool number_quantity(const struct search *s, size_t i, struct quantity *ret)
{
	struct number number = number_at(s->tokens, i, s->end);
	struct quantity q;

	if (!number.n || is_clock(s, i) || is_age(s, &number, i) || suffix_excludes(number.suffix))
		return false;
	if (!number.words && is_identifier(s, i))
		return false;
	if (timex_at(s->times, i))
		return false;
	q = quantity_make(i, &number);
	if (number.suffix.n == 0)
		find_range(s, &q);
	find_unit(s, &q, number.suffix);
	find_bounds(s, &q);
	if (q.upper > q.value && q.modifier == MODIFIER_EXACT)
		q.modifier = MODIFIER_AT_LEAST;
	if (q.sort == QUANTITY_COUNT && q.last < s->end && token_in(s->tokens, q.last, "-"))
		return false;
	*ret = q;
	return true;
}

void quantities_find(const struct tokens *tokens, const struct timexes *times, struct arena *arena,
	struct quantities *ret)
{
	typedef bool (*quantity_rule)(
		const struct search *s, size_t i, struct quantity *ret_quantity);
	static const quantity_rule rules[] = {
		share_at, half_at, vague_at, zero_at, twin_at, number_quantity};
	struct search s = {.tokens = tokens, .times = times};
	struct quantity q;
	size_t k, i, r, cap = 0;

	*ret = (struct quantities){0};
	for (k = 0; k < tokens->nsentences; k++) {
		s.begin = tokens->sentences[k].first;
		s.end = tokens->sentences[k].last;
		for (i = s.begin; i < s.end; i++) {
			const struct timex *t = timex_at(times, i);

			if (t) {
				s.begin = i = t->last - 1;
				s.begin++;
				continue;
			}
			for (r = 0; r < ARRAY_SIZE(rules) && !rules[r](&s, i, &q); r++)
				;
			if (r == ARRAY_SIZE(rules))
				continue;
			q.span = tokens_span(tokens, q.first, q.last);
			*ARENA_PUSH(arena, ret->v, ret->n, cap) = q;
			s.begin = i = q.last - 1;
			s.begin++;
		}
	}
}

size_t quantity_from(const struct quantities *quantities, size_t i)
{
	size_t low = 0, high = quantities->n, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (quantities->v[mid].last <= i)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct quantity *quantity_at(const struct quantities *quantities, size_t i)
{
	size_t at = quantity_from(quantities, i);

	return at < quantities->n && quantities->v[at].first <= i ? &quantities->v[at] : NULL;
}
