/* SPDX-License-Identifier: Apache-2.0 */
#include "text/timex_calendar.h"

static const struct moment unresolved = {
	.period = {DAY_NONE, DAY_NONE}, .ahead = {DAY_NONE, DAY_NONE}};

struct period period_day(int32_t day)
{
	return (struct period){day, day};
}

struct period period_month(int year, int month)
{
	return (struct period){day_from_civil(year, month, 1),
		day_from_civil(year, month, days_in_month(year, month))};
}

struct period period_year(int year)
{
	return (struct period){day_from_civil(year, 1, 1), day_from_civil(year, 12, 31)};
}

static struct period period_months(int year, int first, int last)
{
	return (struct period){period_month(year, first).start, period_month(year, last).end};
}

struct moment moment_at(struct period period, enum timex_precision precision)
{
	return (struct moment){true, period, period, precision};
}

static void published_civil(
	const struct time_anchor *anchor, int *ret_year, int *ret_month, int *ret_day)
{
	day_to_civil(anchor->published, ret_year, ret_month, ret_day);
}

struct moment moment_month(const struct time_anchor *anchor, int month, enum calendar_shift shift)
{
	int year, now, day, past, next;
	struct moment m = {0};

	if (anchor->reporting_year && shift != SHIFT_NEXT)
		return moment_at(
			period_month(anchor->reporting_year - (shift == SHIFT_LAST), month),
			TIMEX_MONTH);
	if (anchor->published == DAY_NONE)
		return unresolved;
	published_civil(anchor, &year, &now, &day);
	past = month < now || (month == now && shift != SHIFT_LAST) ? year : year - 1;
	next = month > now || (month == now && shift != SHIFT_NEXT) ? year : year + 1;
	m = moment_at(period_month(shift == SHIFT_NEXT ? next : past, month), TIMEX_MONTH);
	if (shift == SHIFT_NEAREST)
		m.ahead = period_month(next, month);
	return m;
}

static int32_t valid_day(int year, int month, int day)
{
	int most = days_in_month(year, month);

	return day_from_civil(year, month, day > most ? most : day);
}

struct moment moment_month_day(const struct time_anchor *anchor, int month, int day)
{
	int year, now, today;
	int32_t then;
	struct moment m = {0};

	if (anchor->reporting_year)
		return moment_at(
			period_day(valid_day(anchor->reporting_year, month, day)), TIMEX_DAY);
	if (anchor->published == DAY_NONE)
		return unresolved;
	published_civil(anchor, &year, &now, &today);
	then = valid_day(year, month, day);
	m = moment_at(period_day(then), TIMEX_DAY);
	if (then > anchor->published)
		m.period = period_day(valid_day(year - 1, month, day));
	else if (then < anchor->published)
		m.ahead = period_day(valid_day(year + 1, month, day));
	return m;
}

struct moment moment_weekday(
	const struct time_anchor *anchor, int weekday, enum calendar_shift shift)
{
	int32_t back, forth;
	struct moment m = {0};

	if (anchor->published == DAY_NONE)
		return unresolved;
	back = (day_of_week(anchor->published) - weekday + 7) % 7;
	forth = (7 - back) % 7;
	if (shift == SHIFT_LAST && back == 0)
		back = 7;
	if (shift == SHIFT_NEXT && forth == 0)
		forth = 7;
	m = moment_at(period_day(anchor->published - back), TIMEX_DAY);
	m.ahead = period_day(anchor->published + forth);
	if (shift == SHIFT_NEXT)
		m.period = m.ahead;
	if (shift == SHIFT_LAST)
		m.ahead = m.period;
	return m;
}

struct moment moment_season(
	const struct time_anchor *anchor, int season, int year, enum calendar_shift shift)
{
	struct period p;
	int now, month, day, first = 3 + 3 * season;

	if (!year && anchor->reporting_year) {
		year = anchor->reporting_year - (shift == SHIFT_LAST);
	} else if (!year) {
		if (anchor->published == DAY_NONE)
			return unresolved;
		published_civil(anchor, &now, &month, &day);
		year = first > month || (shift == SHIFT_LAST && first + 2 >= month) ? now - 1 : now;
	}
	if (season < 3)
		p = period_months(year, first, first + 2);
	else
		p = (struct period){period_month(year, 12).start, period_month(year + 1, 2).end};
	return moment_at(p, TIMEX_SEASON);
}

static struct period month_shifted(int year, int month, int shift)
{
	int months = year * 12 + (month - 1) + shift;

	return period_month(months / 12, months % 12 + 1);
}

static struct period week_of(int32_t day)
{
	int32_t monday = day - day_of_week(day);

	return (struct period){monday, monday + 6};
}

struct moment moment_unit(const struct time_anchor *anchor, enum timex_precision unit, int shift)
{
	int year, month, day;

	if (anchor->published == DAY_NONE) {
		if (unit == TIMEX_YEAR && anchor->reporting_year)
			return moment_at(period_year(anchor->reporting_year + shift), unit);
		return unresolved;
	}
	published_civil(anchor, &year, &month, &day);
	switch (unit) {
	case TIMEX_DAY:
		return moment_at(period_day(anchor->published + shift), unit);
	case TIMEX_WEEK:
		return moment_at(week_of(anchor->published + 7 * shift), unit);
	case TIMEX_MONTH:
		return moment_at(month_shifted(year, month, shift), unit);
	default:
		return moment_at(period_year(year + shift), unit);
	}
}

struct moment moment_weekend(const struct time_anchor *anchor, enum calendar_shift shift)
{
	struct moment saturday = moment_weekday(anchor, 5, SHIFT_NEAREST);
	int32_t first = saturday.period.start;

	if (!saturday.resolved)
		return saturday;
	if (shift == SHIFT_LAST && anchor->published <= first + 1)
		first -= 7;
	if (shift == SHIFT_NEXT)
		first += 7;
	saturday.period = (struct period){first, first + 1};
	saturday.ahead = anchor->published <= first + 1 ? saturday.period
							: (struct period){first + 7, first + 8};
	return saturday;
}

struct moment moment_ago(const struct time_anchor *anchor, enum timex_precision unit, int n)
{
	if (anchor->published == DAY_NONE || n < 0 || n > 1000)
		return unresolved;
	return moment_unit(anchor, unit, -n);
}

static int32_t months_before(int32_t day, int months)
{
	int y, m, d, all;

	day_to_civil(day, &y, &m, &d);
	all = y * 12 + m - 1 - months;
	return valid_day(all / 12, all % 12 + 1, d);
}

struct moment moment_stretch(const struct time_anchor *anchor, enum timex_precision unit, int n)
{
	int32_t other;

	if (anchor->published == DAY_NONE || n < -1000 || n > 1000)
		return unresolved;
	if (unit == TIMEX_DAY || unit == TIMEX_WEEK)
		other = anchor->published - n * (unit == TIMEX_WEEK ? 7 : 1);
	else
		other = months_before(anchor->published, n * (unit == TIMEX_YEAR ? 12 : 1));
	if (n < 0)
		return moment_at((struct period){anchor->published, other}, unit);
	return moment_at((struct period){other, anchor->published}, unit);
}

static struct period month_part(struct period p, enum calendar_part part)
{
	switch (part) {
	case PART_EARLY:
		return (struct period){p.start, p.start + 9};
	case PART_MIDDLE:
		return (struct period){p.start + 10, p.start + 19};
	case PART_LATE:
		return (struct period){p.start + 20, p.end};
	case PART_END:
		return period_day(p.end);
	case PART_FIRST_HALF:
		return (struct period){p.start, p.start + 14};
	default:
		return (struct period){p.start + 15, p.end};
	}
}

static struct period year_part(struct period p, enum calendar_part part)
{
	int year, month, day;

	day_to_civil(p.start, &year, &month, &day);
	switch (part) {
	case PART_EARLY:
		return period_months(year, 1, 4);
	case PART_MIDDLE:
		return period_months(year, 5, 8);
	case PART_LATE:
		return period_months(year, 9, 12);
	case PART_END:
		return period_day(p.end);
	case PART_FIRST_HALF:
		return period_months(year, 1, 6);
	case PART_FIRST_QUARTER:
		return period_months(year, 1, 3);
	case PART_SECOND_QUARTER:
		return period_months(year, 4, 6);
	case PART_THIRD_QUARTER:
		return period_months(year, 7, 9);
	case PART_LAST_QUARTER:
		return period_months(year, 10, 12);
	default:
		return period_months(year, 7, 12);
	}
}

struct moment moment_part(struct moment whole, enum calendar_part part)
{
	if (!whole.resolved)
		return whole;
	if (whole.precision == TIMEX_MONTH) {
		whole.period = month_part(whole.period, part);
		whole.ahead = month_part(whole.ahead, part);
	} else if (whole.precision == TIMEX_YEAR) {
		whole.period = year_part(whole.period, part);
		whole.ahead = year_part(whole.ahead, part);
	} else if (part == PART_END) {
		whole.period = period_day(whole.period.end);
		whole.ahead = period_day(whole.ahead.end);
	}
	return whole;
}

struct moment moment_join(struct moment a, struct moment b)
{
	struct moment m = b;

	if (!a.resolved || !b.resolved || a.period.start > b.period.end)
		return unresolved;
	m.period.start = a.period.start;
	m.ahead = m.period;
	return m;
}
