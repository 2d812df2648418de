/* SPDX-License-Identifier: Apache-2.0
 * pace.h - when the open transaction is due.
 *
 * A commit of one result writes nearly the pages that one of fifty does. So after a commit the
 * next one waits until PACE_SHARE times as long has passed as that commit took: committing takes
 * a tenth of the time at most, however the results come, and what came meanwhile goes into one.
 * The first result after a pause is due at once.
 *
 * Waiting is for a backlog. Where the extractors hold no more than what has come and what they
 * are reading this moment, nothing follows soon enough to wait for, and one that may hold a
 * single report would wait for us. The ingestor's status says what they hold, once a second;
 * without it there may be any number.
 *
 *   committed            due                 now
 *   ----|== took ==|-----------------|          wait: due - now, 0 if that has passed
 *
 * Times are of clock_mono_us(); no clock in here. Zero is a pace that never waits. */
#ifndef SITREP_PACE_H
#define SITREP_PACE_H

#include <stddef.h>
#include <stdint.h>

#define PACE_SHARE 9             /* times as long as the last commit took */
#define PACE_MOST_US 100000      /* of waiting, whatever it took */
#define PACE_BELIEVED_US 3000000 /* that the ingestor's word holds */

struct pace {
	int64_t due_us;    /* not before, if there is something to wait for */
	int64_t told_us;   /* when the ingestor said the next; 0: never */
	uint64_t underway; /* reports that extractors hold, but for those being read */
};

/* A commit that began at began_us has ended well at now_us. */
void pace_committed(struct pace *pace, int64_t began_us, int64_t now_us);
/* The ingestor has lent so many reports, to so many extractors. */
void pace_told(struct pace *pace, uint64_t leased, uint64_t workers, int64_t now_us);
/* How long a transaction with so many results, 1 or more, waits for others; 0: commit. */
int64_t pace_wait_us(const struct pace *pace, size_t pending, int64_t now_us);

#endif
