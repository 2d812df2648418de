/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/quantity_parts.h"

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
	{"a reported", MODIFIER_ABOUT},
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
	{"an average of", MODIFIER_NONE},
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
	{"-euro -euros", "EUR", QUANTITY_MONEY, 1}, /* "a 4.5-million-euro project" */
	{"-dollar -dollars", "USD", QUANTITY_MONEY, 1},
};

bool apply_unit(struct quantity *q, struct str word)
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

	if (q->first == s->begin || !token_in(s->tokens, q->first, "$") ||
		(s->tokens->v[q->first].space_before && !token_is(s->tokens, q->first - 1, "US")))
		return;
	for (k = 0; k < ARRAY_SIZE(table); k++)
		if (token_in(s->tokens, q->first - 1, table[k].letters)) {
			q->unit = str_from(table[k].code);
			q->first--;
			return;
		}
}

/* The unit that follows the number, or the currency on either side. */
void find_unit(const struct search *s, struct quantity *q, struct str suffix)
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

/* "handed over four men", "took over two posts": the verb's own word, no bound. */
static bool is_particle(const struct search *s, size_t over)
{
	return over > s->begin && token_in(s->tokens, over, "over under") &&
	       token_in(s->tokens, over - 1,
		       "hand handed hands handing turn turned turns turning take took taken takes "
		       "taking give gave given signed came come went knocked");
}

void find_bounds(const struct search *s, struct quantity *q)
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
		if (!best || (best == 1 && is_particle(s, q->first - 1)))
			return;
		q->first -= (uint32_t)best;
		if (modifier != MODIFIER_NONE && q->modifier == MODIFIER_EXACT)
			q->modifier = modifier;
	}
}
