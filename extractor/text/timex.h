/* SPDX-License-Identifier: Apache-2.0
 * timex.h - the days, months and years that a text speaks of, as periods of days.
 *
 * Relative expressions are resolved against the day of publication; in an annual report, days and
 * months without a year belong to the reporting year. What cannot be resolved stays unresolved: no
 * day is ever made up. Terms follow TIMEX3 (Pustejovsky et al., "TimeML", 2003), without its
 * types. Pure; everything belongs to the arena. */
#ifndef SITREP_TIMEX_H
#define SITREP_TIMEX_H

#include "base/date.h"
#include "text/token.h"

struct time_anchor {
	int32_t published;  /* DAY_NONE if unknown */
	int reporting_year; /* of an annual report, else 0 */
};

enum timex_precision { TIMEX_DAY = 1, TIMEX_WEEK, TIMEX_MONTH, TIMEX_SEASON, TIMEX_YEAR };

struct timex {
	struct span span;
	uint32_t first, last; /* tokens [first, last), prepositions such as "since" included */
	bool resolved;
	struct period period; /* what happened then */
	struct period ahead;  /* what is planned for then: differs for "Thursday" or "in June" */
	enum timex_precision precision;
	bool since; /* open at the end */
	bool until; /* open at the start */
};

struct timexes {
	struct timex *v; /* [n] by first, not overlapping */
	size_t n;
};

void timexes_find(const struct tokens *tokens, const struct time_anchor *anchor,
	struct arena *arena, struct timexes *ret);
/* The year that a report covers: the one in its title; for a report without a day of publication
 * also the year that its text names most often, if it does so at least twice. 0 if none. */
int reporting_year(struct str title, int32_t published, const struct tokens *tokens);
/* Index of the first timex that ends after token i; times->n if there is none. */
size_t timex_from(const struct timexes *times, size_t i);
/* The timex that covers token i, or NULL. */
const struct timex *timex_at(const struct timexes *times, size_t i);

#endif
