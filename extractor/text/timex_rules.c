/* SPDX-License-Identifier: Apache-2.0
 *
 * The plain expressions: at each token the rules are asked in turn; the first that matches says how
 * many tokens it took and which moment they mean. */
#include "base/compiler.h"
#include "text/phrase.h"
#include "text/tag.h"
#include "text/timex_rules.h"
#include "text/timex_words.h"

size_t scan_word(const struct scan *s, size_t i, const char *words)
{
	return i < s->end && token_in(s->tokens, i, words);
}

static int year_at(const struct scan *s, size_t i)
{
	return i < s->end ? year_number(s->tokens, i) : 0;
}

static int month_at(const struct scan *s, size_t i)
{
	return i < s->end ? month_of(s->tokens, i) : 0;
}

static int day_at(const struct scan *s, size_t i)
{
	return i < s->end ? day_number(s->tokens, i) : 0;
}

static bool resolve_day(const struct scan *s, int year, int month, int day, struct moment *ret)
{
	if (day > days_in_month(2000, month))
		return false;
	if (year && !date_valid(year, month, day))
		return false;
	*ret = year ? moment_at(period_day(day_from_civil(year, month, day)), TIMEX_DAY)
		    : moment_month_day(s->anchor, month, day);
	return true;
}

/* "last year", "this year" behind a month or a day; 0: no such words, or nobody knows which it
 * is. */
static int told_year(const struct scan *s, size_t i)
{
	struct moment m;
	int year, month, day;

	if (!scan_word(s, i, "last this next") || !scan_word(s, i + 1, "year"))
		return 0;
	m = moment_unit(s->anchor, TIMEX_YEAR,
		token_in(s->tokens, i, "last")   ? -1
		: token_in(s->tokens, i, "next") ? 1
						 : 0);
	if (!m.resolved)
		return 0;
	day_to_civil(m.period.start, &year, &month, &day);
	return year;
}

/* "," or nothing, then a year, or "of last year": how many tokens. */
static size_t year_tail(const struct scan *s, size_t i, int *ret_year)
{
	size_t comma = scan_word(s, i, ","), of = scan_word(s, i, "of");

	*ret_year = year_at(s, i + comma);
	if (*ret_year)
		return comma + 1;
	*ret_year = told_year(s, i + of);
	return *ret_year ? of + 2 : 0;
}

static size_t rule_iso(const struct scan *s, size_t i, struct moment *ret)
{
	int32_t day;

	if (!day_parse(s->tokens->v[i].lower, &day) || s->tokens->v[i].lower.n != 10)
		return 0;
	*ret = moment_at(period_day(day), TIMEX_DAY);
	return 1;
}

/* "3 May [2021]", "25 to 28 May [2021]" */
static size_t rule_day_month(const struct scan *s, size_t i, struct moment *ret)
{
	int first = day_at(s, i), second = 0, month, year;
	size_t at = i + 1;
	struct moment from = {0}, to = {0};

	if (!first)
		return 0;
	if (scan_word(s, at, "to - – — and until") && day_at(s, at + 1)) {
		second = day_at(s, at + 1);
		at += 2;
	} else {
		at += scan_word(s, at, "of");
	}
	month = month_at(s, at);
	if (!month)
		return 0;
	at++;
	at += year_tail(s, at, &year);
	if (!resolve_day(s, year, month, first, &from))
		return 0;
	*ret = from;
	if (second && resolve_day(s, year, month, second, &to))
		*ret = moment_join(from, to);
	return at - i;
}

/* "May 3[, 2021]", "May 3-5", "May 3 to June 5" */
static size_t rule_month_day(const struct scan *s, size_t i, struct moment *ret)
{
	int month = month_at(s, i), first = day_at(s, i + 1), second, year, other;
	size_t at = i + 2, dash;
	struct moment from = {0}, to = {0};

	if (!month || !first)
		return 0;
	dash = scan_word(s, at, "- – — to");
	other = dash ? month_at(s, at + 1) : 0;
	second = dash ? day_at(s, at + 1 + (other != 0)) : 0;
	if (second)
		at += 2 + (other != 0);
	at += year_tail(s, at, &year);
	if (!resolve_day(s, year, month, first, &from))
		return 0;
	*ret = from;
	if (second && resolve_day(s, year, other ? other : month, second, &to))
		*ret = moment_join(from, to);
	return at - i;
}

/* Is the month's name at i a month and not the verb, the name or the march? */
static bool is_month_word(const struct scan *s, size_t i)
{
	static const char *const sure =
		"in since by until of from during early mid late last next this "
		"that previous through and to between before after";

	if (!token_in(s->tokens, i, "may march"))
		return true;
	return (i > s->begin && token_in(s->tokens, i - 1, sure)) || year_at(s, i + 1);
}

static size_t rule_month(const struct scan *s, size_t i, struct moment *ret)
{
	static const char *const shifts[] = {"last", "this that", "next"};
	int month, year, k;
	size_t at = i, n;
	enum calendar_shift shift = SHIFT_NEAREST;

	for (k = 0; k < 3; k++)
		if (scan_word(s, i, shifts[k])) {
			shift = (enum calendar_shift)(k - 1);
			at = i + 1;
		}
	if (scan_word(s, at, "previous preceding")) {
		shift = SHIFT_LAST;
		at++;
	}
	month = month_at(s, at);
	if (!month || !is_month_word(s, at))
		return 0;
	at++;
	n = year_tail(s, at + scan_word(s, at, "of"), &year);
	if (n) {
		at += n + scan_word(s, at, "of");
		*ret = moment_at(period_month(year, month), TIMEX_MONTH);
	} else {
		*ret = moment_month(s->anchor, month, shift);
	}
	return at - i;
}

static size_t rule_weekday(const struct scan *s, size_t i, struct moment *ret)
{
	enum calendar_shift shift = SHIFT_NEAREST;
	size_t at = i;
	int weekday;

	if (scan_word(s, i, "last next")) {
		shift = token_in(s->tokens, i, "last") ? SHIFT_LAST : SHIFT_NEXT;
		at++;
	} else {
		at += scan_word(s, i, "early late this");
	}
	weekday = at < s->end ? weekday_of(s->tokens, at) : -1;
	if (weekday < 0)
		return 0;
	at++;
	at += scan_word(s, at, "morning afternoon evening night");
	*ret = moment_weekday(s->anchor, weekday, shift);
	return at - i;
}

/* "at the weekend", "last weekend" */
static size_t rule_weekend(const struct scan *s, size_t i, struct moment *ret)
{
	if (!scan_word(s, i, "the this last past next coming") || !scan_word(s, i + 1, "weekend"))
		return 0;
	*ret = moment_weekend(s->anchor, token_in(s->tokens, i, "last")          ? SHIFT_LAST
					 : token_in(s->tokens, i, "next coming") ? SHIFT_NEXT
										 : SHIFT_NEAREST);
	return 2;
}

static size_t rule_day_word(const struct scan *s, size_t i, struct moment *ret)
{
	static const struct {
		const char *words;
		int shift;
	} days[] = {{"today tonight", 0}, {"yesterday", -1}, {"tomorrow", 1}};
	size_t k;

	if ((scan_word(s, i, "this") && scan_word(s, i + 1, "morning afternoon evening")) ||
		(scan_word(s, i, "last") && scan_word(s, i + 1, "night evening"))) {
		*ret = moment_unit(s->anchor, TIMEX_DAY, token_in(s->tokens, i, "last") ? -1 : 0);
		return 2;
	}
	for (k = 0; k < ARRAY_SIZE(days); k++)
		if (scan_word(s, i, days[k].words)) {
			*ret = moment_unit(s->anchor, TIMEX_DAY, days[k].shift);
			return 1;
		}
	return 0;
}

/* The unit before the one that was told of last: "14 in August, against 20 in the previous
 * month". */
static struct moment moment_previous(const struct scan *s, enum timex_precision unit)
{
	struct moment none = {.period = {DAY_NONE, DAY_NONE}, .ahead = {DAY_NONE, DAY_NONE}};
	int year, month, day;

	if (unit == TIMEX_YEAR && s->anchor->reporting_year)
		return moment_at(period_year(s->anchor->reporting_year - 1), unit);
	if (!s->last.resolved || s->last.precision != unit || s->last.period.start == DAY_NONE ||
		(unit != TIMEX_MONTH && unit != TIMEX_YEAR))
		return none;
	day_to_civil(s->last.period.start - 1, &year, &month, &day);
	return moment_at(unit == TIMEX_YEAR ? period_year(year) : period_month(year, month), unit);
}

/* "earlier this week", "last month", "next year", "that year" */
static size_t rule_unit(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i + scan_word(s, i, "earlier later early late"), same;
	enum timex_precision unit = at + 1 < s->end ? unit_of(s->tokens, at + 1) : 0;

	if (!unit || token_in(s->tokens, at + 1, "days weeks months years"))
		return 0;
	same = scan_word(s, at, "that same");
	if (same) {
		*ret = s->last;
		ret->resolved = ret->resolved && s->last.precision == unit;
		return at + 2 - i;
	}
	if (!scan_word(s, at, "this last next past coming previous") || unit == TIMEX_DAY)
		return 0;
	if (token_in(s->tokens, at, "previous")) {
		*ret = moment_previous(s, unit);
		return at + 2 - i;
	}
	*ret = moment_unit(s->anchor, unit,
		token_in(s->tokens, at, "this")          ? 0
		: token_in(s->tokens, at, "next coming") ? 1
							 : -1);
	if (token_in(s->tokens, at, "past")) /* "the past year": up to now */
		*ret = moment_stretch(s->anchor, unit, 1);
	return at + 2 - i;
}

/* "three days ago", "a year ago" */
static size_t rule_ago(const struct scan *s, size_t i, struct moment *ret)
{
	int n = small_count(s->tokens, i);
	enum timex_precision unit = i + 1 < s->end ? unit_of(s->tokens, i + 1) : 0;

	if (n < 0 || !unit || !scan_word(s, i + 2, "ago"))
		return 0;
	*ret = moment_ago(s->anchor, unit, n);
	ret->resolved = ret->resolved && n > 0;
	return 3;
}

/* "the year before", "a month earlier": in an annual report, the year before its own. */
static bool scan_unit_before(const struct scan *s, size_t i, struct moment *ret)
{
	if (!scan_word(s, i, "the a one") || !scan_word(s, i + 1, "year month") ||
		!scan_word(s, i + 2, "before earlier previously"))
		return false;
	if (!(s->anchor->reporting_year && token_in(s->tokens, i + 1, "year")) && i + 3 < s->end &&
		s->tokens->v[i + 3].pos != POS_STOP &&
		!token_in(s->tokens, i + 3, ", ) ; : - – — and but"))
		return false; /* "the month before the vote" */
	*ret = moment_previous(s, unit_of(s->tokens, i + 1));
	return true;
}

/* "weeks earlier", "two days later": after or before something else, so of no day. */
static size_t rule_offset(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i + (i < s->end && small_count(s->tokens, i) >= 0);

	if (scan_unit_before(s, i, ret))
		return 3;
	if (at + 1 >= s->end || !unit_of(s->tokens, at) ||
		!scan_word(s, at + 1, "earlier later before afterwards"))
		return 0;
	ret->resolved = false;
	return at + 2 - i;
}

/* "[the] past two days", "the next 18 months" */
static size_t rule_stretch(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i + scan_word(s, i, "the");
	int n = at + 1 < s->end ? small_count(s->tokens, at + 1) : -1;
	enum timex_precision unit = at + 2 < s->end ? unit_of(s->tokens, at + 2) : 0;

	if (!scan_word(s, at, "past last next coming previous") || n < 0 || !unit)
		return 0;
	*ret = moment_stretch(s->anchor, unit, token_in(s->tokens, at, "next coming") ? -n : n);
	ret->resolved = ret->resolved && n > 0;
	return at + 3 - i;
}

static bool year_fits(const struct scan *s, size_t i)
{
	static const char *const before =
		"in since by until during of from to through late early mid "
		"fiscal year and between or for before after the its ( | with";
	static const char *const counted = "people men women troops soldiers police children "
					   "fighters militants kilograms kg";
	static const char *const identifies = "resolution order act no. number article room";

	if (i > s->begin && token_in(s->tokens, i - 1, identifies))
		return false;
	if (i + 1 < s->end && token_in(s->tokens, i + 1, counted))
		return i > s->begin && token_in(s->tokens, i - 1, "in since during late early");
	return i == s->begin || token_in(s->tokens, i - 1, before) || month_at(s, i - 1) ||
	       (i + 1 < s->end && !unit_of(s->tokens, i + 1));
}

/* "2018", "fiscal [year] 2018", "2019-2021" */
static size_t rule_year(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i;
	int year, other;

	if (scan_word(s, at, "fiscal"))
		at += 1 + scan_word(s, at + 1, "year");
	year = year_at(s, at);
	if (!year || !year_fits(s, at))
		return 0;
	at++;
	*ret = moment_at(period_year(year), TIMEX_YEAR);
	other = scan_word(s, at, "- – — /") ? year_at(s, at + 1) : 0;
	if (other > year) {
		*ret = moment_join(*ret, moment_at(period_year(other), TIMEX_YEAR));
		at += 2;
	}
	return at - i;
}

static size_t rule_season(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i, n;
	enum calendar_shift shift = SHIFT_NEAREST;
	int season, year;
	bool marked = i > s->begin && token_in(s->tokens, i - 1, "the in since");

	if (scan_word(s, i, "last this")) {
		shift = token_in(s->tokens, i, "last") ? SHIFT_LAST : SHIFT_THIS;
		marked = true;
		at++;
	}
	season = at < s->end ? season_of(s->tokens, at) : -1;
	if (season < 0 || token_in(s->tokens, at, "fall"))
		return 0;
	at++;
	n = scan_word(s, at, "of");
	year = year_at(s, at + n);
	if (!year && !marked)
		return 0;
	if (year)
		at += n + 1;
	*ret = moment_season(s->anchor, season, year, shift);
	/* "summer attacks" names attacks, but "the summer" a time */
	return at - i;
}

/* "the year", "the month": only what stands before them makes them a time. */
size_t scan_the_unit(const struct scan *s, size_t i, struct moment *ret)
{
	size_t at = i + scan_word(s, i, "the this");
	enum timex_precision unit = at < s->end ? unit_of(s->tokens, at) : 0;
	struct time_anchor anchor = *s->anchor;

	if (unit != TIMEX_YEAR && unit != TIMEX_MONTH)
		return 0;
	if (token_in(s->tokens, at, "years months"))
		return 0;
	if (unit == TIMEX_YEAR && anchor.reporting_year)
		*ret = moment_at(period_year(anchor.reporting_year), TIMEX_YEAR);
	else
		*ret = moment_unit(&anchor, unit, 0);
	return at + 1 - i;
}

static const timex_rule core_rules[] = {rule_iso, rule_day_month, rule_month_day, rule_month,
	rule_weekday, rule_weekend, rule_day_word, rule_unit, rule_ago, rule_offset, rule_stretch,
	rule_year, rule_season};

size_t scan_core(const struct scan *s, size_t i, struct moment *ret)
{
	size_t k, n;

	*ret = (struct moment){.period = {DAY_NONE, DAY_NONE}, .ahead = {DAY_NONE, DAY_NONE}};
	if (i >= s->end)
		return 0;
	for (k = 0; k < ARRAY_SIZE(core_rules); k++) {
		n = core_rules[k](s, i, ret);
		if (n)
			return n;
	}
	return 0;
}
