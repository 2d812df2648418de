/* SPDX-License-Identifier: Apache-2.0
 * timex_calendar.h - periods of days and how names of months and weekdays are placed in time;
 * private to timex*.c. */
#ifndef SITREP_TIMEX_CALENDAR_H
#define SITREP_TIMEX_CALENDAR_H

#include "text/timex.h"

/* What an expression means: when it is over, and when it is still to come. */
struct moment {
	bool resolved;
	struct period period;
	struct period ahead;
	enum timex_precision precision;
};

enum calendar_part {
	PART_EARLY,
	PART_MIDDLE,
	PART_LATE,
	PART_END,
	PART_FIRST_HALF,
	PART_SECOND_HALF,
	PART_FIRST_QUARTER,
	PART_SECOND_QUARTER,
	PART_THIRD_QUARTER,
	PART_LAST_QUARTER
};
enum calendar_shift { SHIFT_LAST = -1, SHIFT_THIS = 0, SHIFT_NEXT = 1, SHIFT_NEAREST = 2 };

struct period period_day(int32_t day);
struct period period_month(int year, int month);
struct period period_year(int year);
struct moment moment_at(struct period period, enum timex_precision precision);
/* The latest and the next of its kind by the anchor; unresolved if the anchor does not say. */
struct moment moment_month(const struct time_anchor *anchor, int month, enum calendar_shift shift);
struct moment moment_month_day(const struct time_anchor *anchor, int month, int day);
struct moment moment_weekday(
	const struct time_anchor *anchor, int weekday, enum calendar_shift shift);
/* Saturday and Sunday. */
struct moment moment_weekend(const struct time_anchor *anchor, enum calendar_shift shift);
/* season: 0 spring, 1 summer, 2 autumn, 3 winter (December to February, named by its December). */
struct moment moment_season(
	const struct time_anchor *anchor, int season, int year, enum calendar_shift shift);
/* The week, month or year of the anchor, shifted. */
struct moment moment_unit(const struct time_anchor *anchor, enum timex_precision unit, int shift);
/* n units before publication: the whole day, week, month or year in which that was. */
struct moment moment_ago(const struct time_anchor *anchor, enum timex_precision unit, int n);
/* From n units before publication to it; for n < 0 from publication to then. */
struct moment moment_stretch(const struct time_anchor *anchor, enum timex_precision unit, int n);
/* Early, mid or late of a month or year, and so on; anything else stays whole. */
struct moment moment_part(struct moment whole, enum calendar_part part);
/* From the start of a to the end of b. */
struct moment moment_join(struct moment a, struct moment b);

#endif
