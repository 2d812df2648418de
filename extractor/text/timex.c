/* SPDX-License-Identifier: Apache-2.0
 *
 * A grammar by hand. Around the plain expressions of timex_rules.c stand those that take a part of
 * them ("the end of" X, one level deep), ranges, and the prepositions that open an end. */
#include <stdio.h>

#include "base/compiler.h"
#include "text/phrase.h"
#include "text/timex_rules.h"
#include "text/timex_words.h"

static const struct {
	const char *phrase;
	enum calendar_part part;
} parts[] = {
	{"early", PART_EARLY},
	{"early in", PART_EARLY},
	{"mid", PART_MIDDLE},
	{"mid -", PART_MIDDLE},
	{"late", PART_LATE},
	{"late in", PART_LATE},
	{"the end of", PART_END},
	{"end of", PART_END},
	{"the beginning of", PART_EARLY},
	{"the start of", PART_EARLY},
	{"beginning of", PART_EARLY},
	{"the middle of", PART_MIDDLE},
	{"the first half of", PART_FIRST_HALF},
	{"the second half of", PART_SECOND_HALF},
	{"first half of", PART_FIRST_HALF},
	{"second half of", PART_SECOND_HALF},
	{"the latter half of", PART_SECOND_HALF},
	{"the close of", PART_END},
	{"the first quarter of", PART_FIRST_QUARTER},
	{"the second quarter of", PART_SECOND_QUARTER},
	{"the third quarter of", PART_THIRD_QUARTER},
	{"the fourth quarter of", PART_LAST_QUARTER},
	{"the final quarter of", PART_LAST_QUARTER},
	{"the last quarter of", PART_LAST_QUARTER},
};

/* "the second half of 2019", "early January 2022", "the end of the month" */
static size_t part_at(const struct scan *s, size_t i, struct moment *ret)
{
	size_t k, n, m, best = 0;
	struct moment whole = {0};

	for (k = 0; k < ARRAY_SIZE(parts); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(parts[k].phrase));
		if (!n || n <= best)
			continue;
		m = scan_core(s, i + n, &whole);
		if (!m)
			m = scan_the_unit(s, i + n, &whole);
		if (!m)
			continue;
		best = n + m;
		*ret = moment_part(whole, parts[k].part);
	}
	return best;
}

/* "mid-2019", "mid-June": one token */
static size_t mid_at(const struct scan *s, size_t i, struct moment *ret)
{
	struct str word = s->tokens->v[i].lower;
	struct tokens one = *s->tokens;
	struct token token = s->tokens->v[i];
	struct scan inner = *s;
	size_t cut, n;

	if (str_starts(word, STR("mid-")))
		cut = 4;
	else if (str_starts(word, STR("early-")))
		cut = 6;
	else
		return 0;
	token.lower = str_slice(word, cut, word.n);
	token.span.start += (uint32_t)cut;
	one.v = &token;
	one.n = 1;
	inner.tokens = &one;
	inner.begin = 0;
	inner.end = 1;
	n = scan_core(&inner, 0, ret);
	if (n) {
		*ret = moment_part(*ret, cut == 4 ? PART_MIDDLE : PART_EARLY);
		if (ret->precision == TIMEX_MONTH && i + 1 < s->end &&
			year_number(s->tokens, i + 1))
			n = 0; /* left to the plain rules */
	}
	return n;
}

/* "at year's end", "year-end" */
static size_t years_end_at(const struct scan *s, size_t i, struct moment *ret)
{
	static const char *const phrases[] = {
		"year 's end", "the year 's end", "year end", "years end", "year-end"};
	size_t k, n;

	for (k = 0; k < ARRAY_SIZE(phrases); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(phrases[k]));
		if (n) {
			struct moment year = {0};

			scan_the_unit(&(struct scan){.tokens = s->tokens,
					      .anchor = s->anchor,
					      .begin = s->begin,
					      .end = s->end},
				i + token_in(s->tokens, i, "the"), &year);
			if (token_in(s->tokens, i, "year-end"))
				year = moment_unit(s->anchor, TIMEX_YEAR, 0);
			*ret = moment_part(year, PART_END);
			return n;
		}
	}
	return 0;
}

/* "during the year", "in the course of the year", "throughout the twelve months" */
static size_t whole_year_at(const struct scan *s, size_t i, struct moment *ret)
{
	static const char *const leads[] = {"during", "in the course of", "over the course of",
		"throughout", "through", "over", "in", "within", "for", "across"};
	static const char *const wholes[] = {"the year", "the reporting period",
		"the twelve months", "the 12 months", "the period", "the period under review",
		"the year under review", "the reporting year", "the whole year", "the full year"};
	size_t k, j, n, m;

	if (!s->anchor->reporting_year)
		return 0;
	for (k = 0; k < ARRAY_SIZE(leads); k++) {
		n = phrase_at(s->tokens, i, s->end, str_from(leads[k]));
		for (j = 0; n && j < ARRAY_SIZE(wholes); j++) {
			m = phrase_at(s->tokens, i + n, s->end, str_from(wholes[j]));
			if (m) {
				*ret = moment_at(
					period_year(s->anchor->reporting_year), TIMEX_YEAR);
				return n + m;
			}
		}
	}
	return 0;
}

/* "the first nine months [of the year, of 2019]" */
static size_t first_months_at(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i + scan_word(s, i, "the"), m;
	int n = at + 1 < s->end ? small_count(s->tokens, at + 1) : -1, year, month, day;
	struct moment whole = {0};

	if (!scan_word(s, at, "first") || n < 1 || n > 12 || !scan_word(s, at + 2, "months month"))
		return 0;
	at += 3;
	scan_the_unit(s, s->end, &whole);
	whole = moment_at(period_year(s->anchor->reporting_year), TIMEX_YEAR);
	whole.resolved = s->anchor->reporting_year != 0;
	if (scan_word(s, at, "of in")) {
		m = scan_core(s, at + 1, &whole);
		if (!m)
			m = scan_the_unit(s, at + 1, &whole);
		at += m ? m + 1 : 0;
	}
	*ret = whole;
	if (whole.resolved) {
		day_to_civil(whole.period.start, &year, &month, &day);
		*ret = moment_join(moment_at(period_month(year, 1), TIMEX_MONTH),
			moment_at(period_month(year, n), TIMEX_MONTH));
	}
	return at - i;
}

static const timex_rule outer_rules[] = {
	part_at, years_end_at, whole_year_at, first_months_at, mid_at, scan_core};

static size_t moment_here(const struct scan *s, size_t i, struct moment *ret)
{
	size_t k, n;

	if (i >= s->end)
		return 0;
	for (k = 0; k < ARRAY_SIZE(outer_rules); k++) {
		*ret = (struct moment){
			.period = {DAY_NONE, DAY_NONE}, .ahead = {DAY_NONE, DAY_NONE}};
		n = outer_rules[k](s, i, ret);
		if (n)
			return n;
	}
	return 0;
}

/* "[1 January] to 30 June 2017": the year that only the end names is the beginning's too. */
static void lend_year(const struct scan *s, size_t from, size_t n, size_t m, struct moment *begin,
	const struct moment *end)
{
	struct time_anchor anchor = *s->anchor;
	struct scan dated = *s;
	int month, day;
	size_t i;

	for (i = from; i < from + n; i++)
		if (year_number(s->tokens, i))
			return;
	for (i = from + n + 1; i < from + n + 1 + m && !year_number(s->tokens, i); i++)
		;
	if (i == from + n + 1 + m || !end->resolved || !begin->resolved)
		return;
	day_to_civil(end->period.end, &anchor.reporting_year, &month, &day);
	dated.anchor = &anchor;
	moment_here(&dated, from, begin);
	if (begin->period.start <= end->period.end)
		return;
	anchor.reporting_year--; /* "from December to March 2019" */
	moment_here(&dated, from, begin);
}

#define ABOUT "about around approximately roughly"

/* "from X to Y", "between [about] X and Y" */
static size_t range_at(const struct scan *s, size_t i, struct moment *ret)
{
	bool from = token_in(s->tokens, i, "from");
	struct moment a = {0}, b = {0};
	size_t at, n, m;

	if (!from && !token_in(s->tokens, i, "between"))
		return 0;
	at = i + 1 + scan_word(s, i + 1, ABOUT);
	n = moment_here(s, at, &a);
	if (!n || !scan_word(s, at + n, from ? "to until through till - –" : "and"))
		return 0;
	m = moment_here(s, at + n + 1, &b);
	if (!m)
		return 0;
	lend_year(s, at, n, m, &a, &b);
	*ret = moment_join(a, b);
	return at + n + 1 + m - i;
}

static struct timex timex_make(const struct scan *s, size_t i, size_t n, const struct moment *m)
{
	struct timex t = {.first = (uint32_t)i,
		.last = (uint32_t)(i + n),
		.resolved = m->resolved,
		.period = m->period,
		.ahead = m->ahead,
		.precision = m->precision};

	t.span = tokens_span(s->tokens, i, i + n);
	return t;
}

/* Opens an end for "since X", "by X" and "until X". */
static void timex_open(struct timex *t, const struct tokens *tokens)
{
	if (token_in(tokens, t->first, "since")) {
		t->since = true;
		t->period.end = t->ahead.end = DAY_NONE;
	} else if (token_in(tokens, t->first, "by until till through")) {
		t->until = true;
		t->period = t->ahead;
		t->period.start = t->ahead.start = DAY_NONE;
	}
}

static size_t timex_at_token(struct scan *s, size_t i, struct timex *ret)
{
	struct moment m = {0};
	size_t n = range_at(s, i, &m), lead = 0;

	if (!n && token_in(s->tokens, i, "since by until till through")) {
		lead = 1;
		if (phrase_at(s->tokens, i, s->end, STR("since then"))) {
			m = s->last;
			n = 1;
		}
	}
	if (!n && i + lead < s->end)
		n = moment_here(s, i + lead, &m);
	if (!n && lead && token_in(s->tokens, i, "through"))
		n = 0;
	if (!n)
		return 0;
	*ret = timex_make(s, i, n + lead, &m);
	/* what is only compared, "the month before", is not what comes next is told of */
	if (m.resolved && !token_in(s->tokens, i, "previous preceding") &&
		!token_in(s->tokens, i + n + lead - 1, "before earlier"))
		s->last = m;
	if (lead && !(token_in(s->tokens, i, "through") && s->anchor->reporting_year &&
			    token_in(s->tokens, i + 1, "the")))
		timex_open(ret, s->tokens);
	return n + lead;
}

void timexes_find(const struct tokens *tokens, const struct time_anchor *anchor,
	struct arena *arena, struct timexes *ret)
{
	struct scan s = {.tokens = tokens, .anchor = anchor};
	struct timex t;
	size_t k, i, n, cap = 0;

	*ret = (struct timexes){0};
	for (k = 0; k < tokens->nsentences; k++) {
		s.begin = tokens->sentences[k].first;
		s.end = tokens->sentences[k].last;
		for (i = s.begin; i < s.end; i += n ? n : 1) {
			n = timex_at_token(&s, i, &t);
			if (n)
				*ARENA_PUSH(arena, ret->v, ret->n, cap) = t;
		}
	}
}

size_t timex_from(const struct timexes *times, size_t i)
{
	size_t low = 0, high = times->n, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (times->v[mid].last <= i)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct timex *timex_at(const struct timexes *times, size_t i)
{
	size_t at = timex_from(times, i);

	return at < times->n && times->v[at].first <= i ? &times->v[at] : NULL;
}

#define YEARS 200 /* 1900..2099 */

/* The year at i, "Trend Report 2021: terrorism in [2020]", is the one that the title says it is
 * about. */
static bool is_subject(struct str title, size_t i)
{
	return i > 3 && str_eq(str_slice(title, i - 4, i), STR(" in "));
}

static int year_in_title(struct str title)
{
	size_t i;
	int year, first = 0;

	for (i = 0; i + 4 <= title.n; i++) {
		if ((i > 0 && title.p[i - 1] >= '0' && title.p[i - 1] <= '9') ||
			(i + 4 < title.n && title.p[i + 4] >= '0' && title.p[i + 4] <= '9'))
			continue;
		if (i >= 4 && (str_eq(str_slice(title, i - 4, i), STR("Act ")) ||
				      str_eq(str_slice(title, i - 4, i), STR("Law "))))
			/* "powers under the Terrorism Act 2000: year ending September 2013" */
			continue;
		if (title.p[i] < '1' || title.p[i] > '2' || title.p[i + 1] < '0' ||
			title.p[i + 1] > '9' || title.p[i + 2] < '0' || title.p[i + 2] > '9' ||
			title.p[i + 3] < '0' || title.p[i + 3] > '9')
			continue;
		year = (title.p[i] - '0') * 1000 + (title.p[i + 1] - '0') * 100 +
		       (title.p[i + 2] - '0') * 10 + (title.p[i + 3] - '0');
		if (year >= 1970 && year <= 2099 && is_subject(title, i))
			return year;
		if (year >= 1970 && year <= 2099 && !first)
			first = year;
	}
	return first;
}

#define LATE_YEARS 2 /* after which no annual report appears */

/* "Three jailed over 2010 bombings", in the news of 2016: the year of what they did. */
static bool is_year_of_deed(struct str title, int year, int32_t published)
{
	char over[16], for_it[16];
	int now, month, day;

	snprintf(over, sizeof(over), "over %d ", year);
	snprintf(for_it, sizeof(for_it), "for %d ", year);
	if (published == DAY_NONE || (str_find(title, str_from(over), 0) >= title.n &&
					     str_find(title, str_from(for_it), 0) >= title.n))
		return false;
	day_to_civil(published, &now, &month, &day);
	return now > year + LATE_YEARS;
}

int reporting_year(struct str title, int32_t published, const struct tokens *tokens)
{
	unsigned count[YEARS] = {0};
	int year = year_in_title(title), best = 0;
	size_t i;

	if (year && is_year_of_deed(title, year, published))
		return 0;
	if (year || published != DAY_NONE)
		return year;
	for (i = 0; i < tokens->n; i++) {
		year = year_number(tokens, i);
		if (year)
			count[year - 1900]++;
	}
	for (year = 1; year < YEARS; year++)
		if (count[year] > count[best])
			best = year;
	return count[best] >= 2 ? best + 1900 : 0;
}
