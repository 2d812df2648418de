/* SPDX-License-Identifier: Apache-2.0
 *
 * A number with what stands around it, from the inside out: the number, a range, its unit on
 * either side, then the words that bound it. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/quantity_parts.h"
#include "text/tag.h"

static const char *const vague_phrases[] = {"dozens of", "scores of", "hundreds of", "thousands of",
	"tens of thousands of", "hundreds of thousands of", "millions of", "several hundred",
	"several thousand", "several dozen", "several", "a number of", "a large number of",
	"large numbers of", "a handful of", "a few hundred", "a few thousand", "a few dozen",
	"a few", "numerous", "countless", "multiple", "a large quantity of", "large quantities of",
	"a quantity of", "quantities of", "an unknown number of", "an unspecified number of",
	"an undisclosed number of", "\" number of \"", "dozens", "scores", "hundreds", "thousands",
	"tens of thousands", "hundreds of thousands", "millions", "tons of", "a score of",
	"a growing number of", "an increasing number of", "a significant number of",
	"a considerable number of", "a substantial number of", "a rising number of",
	"a limited number of", "a record number of", "a small number of", "a large amount of",
	"large amounts of", "many of the", "most of the", "some of the", "a \" number of \"",
	"a majority of", "the majority of", "many", "most", "some", "various", "many more",
	"millions of", "untold"};

/* Words before a number that make it a name or a place in a list. */
static bool is_identifier(const struct search *s, size_t i)
{
	static const char *const nouns =
		"resolution order act article section no no. number law decree "
		"chapter phase level directive room flight highway route bill "
		"page paragraph annex operation unit sector zone camp district "
		"brigade battalion division regiment fiscal sig. sergeant grade "
		"stage tier category type apollo channel point phase ak rpg pkm glock";

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
	if (i > s->begin + 1 && token_in(s->tokens, i - 1, "than") &&
		token_in(s->tokens, i - 2, "younger older"))
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
	if (q->first > s->begin + 1 && token_in(s->tokens, q->first - 1, "from") &&
		token_in(s->tokens, q->first - 2,
			"rose increased climbed grew jumped went rising up increase rise"))
		return; /* a change, no range */
	q->upper = upper.value;
	if (upper.value >= 1000 * q->value && upper.n > 1)
		q->value *= 1000; /* "2 to 3 million": the scale is shared */
	q->last = (uint32_t)(at + 1 + upper.n);
	q->first -= between;
}

/* A tagged finite verb stands here: "a quarter came from ...". */
static bool before_verb(const struct search *s, size_t i)
{
	int pos = i < s->end ? s->tokens->v[i].pos : POS_NONE;

	return pos == POS_VBD || pos == POS_VBZ || pos == POS_VBP;
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
		{"nine-tenths", 90}, {"a half of", 50}, {"one-half", 50}, {"a third", 33.3},
		{"a quarter", 25}, {"a fifth", 20}, {"a tenth", 10}, {"a third were", 33.3},
		{"a third are", 33.3}, {"a quarter were", 25}};
	struct number a, b;
	size_t k, n;

	for (k = 0; k < ARRAY_SIZE(fractions); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(fractions[k].phrase));
		if (!n)
			continue;
		if (n == 2 && token_in(s->tokens, i, "a") &&
			!(i > s->begin && token_in(s->tokens, i - 1, "to by than")) &&
			(!before_verb(s, i + n) || token_in(s->tokens, i + n, "was is has had")))
			return false; /* "a third attack", "a third was injured" */
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
		if (token_in(s->tokens, i + a.n, "out") && b.value > 20 && b.value != 100)
			return false; /* "203 out of 221 cases": both are counted */
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

/* "half a ton", "half a million", "a quarter of a million". */
static bool part_at(const struct search *s, size_t i, struct quantity *ret)
{
	static const struct {
		const char *phrase;
		double factor;
	} parts[] = {{"half a", 0.5}, {"a quarter of a", 0.25}, {"three quarters of a", 0.75},
		{"three-quarters of a", 0.75}, {"a third of a", 1.0 / 3}};
	struct number whole;
	struct quantity q;
	size_t k, n = 0;

	for (k = 0; k < ARRAY_SIZE(parts) && n == 0; k++)
		n = phrase_at(s->tokens, i, s->end, str_from(parts[k].phrase));
	if (n == 0 || i + n >= s->end)
		return false;
	q = quantity_make(i, &(struct number){.value = parts[k - 1].factor, .n = n});
	if (apply_unit(&q, s->tokens->v[i + n].lower)) {
		q.last++;
		find_bounds(s, &q);
		*ret = q;
		return true;
	}
	whole = number_at(s->tokens, i + n - 1, s->end);
	if (!whole.n)
		return false;
	q = quantity_make(i,
		&(struct number){.value = whole.value * parts[k - 1].factor, .n = n - 1 + whole.n});
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
		if (token_in(s->tokens, i + n,
			    "longer more less fewer matter doubt single . , than"))
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
	if (!n || token_in(s->tokens, i, "two") ||
		(token_in(s->tokens, i, "both") &&
			token_in(s->tokens, i + 1, "the its their in by with")))
		return false; /* "both the Forum and the League" */
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
		part_at, share_at, vague_at, zero_at, twin_at, number_quantity};
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
