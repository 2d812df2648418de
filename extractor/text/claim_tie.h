/* SPDX-License-Identifier: Apache-2.0
 * claim_tie.h - how closely a time or place of the sentence belongs to a trigger; private to
 * claim_*.c. */
#ifndef SITREP_CLAIM_TIE_H
#define SITREP_CLAIM_TIE_H

#include "text/claim_parts.h"

/* The greater, the closer: before a semicolon, in a clause before, in one coordinated after it,
 * inside the trigger's own phrase, leading the sentence, right in its clause. */
enum tie {
	TIE_NONE = 0,
	TIE_SEGMENT = 2, /* before a semicolon */
	TIE_EARLIER = 4,
	TIE_LATER = 5,
	TIE_INSIDE = 6,
	TIE_LEAD = 8,
	TIE_CLAUSE = 10
};

/* How the group at is tied to the trigger, by what stands between. */
enum tie tie_of(const struct finder *f, size_t trigger, size_t at);
/* A finite verb stands here. */
bool tie_finite(const struct clause *c, size_t at);
/* Another clause begins here. */
bool tie_barrier(const struct clause *c, size_t at);

/* What stands there tells of the deed that somebody is tried for, not of the trial. */
bool tie_gives_reason(const struct finder *f, const struct draft *draft, size_t at);

#endif
