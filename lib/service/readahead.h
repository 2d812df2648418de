/* SPDX-License-Identifier: Apache-2.0
 * readahead.h - a second thread that does ahead what a daemon will need of its jobs.
 *
 * The daemon gives jobs and takes them back in the same order, each when it is done. The thread
 * takes them up one after the other; a job that it has not begun when the daemon wants it back is
 * done by the daemon at once, so nobody ever waits for more than the job that is under way, and a
 * thread that cannot be made costs time and nothing else.
 *
 * What a job holds belongs to whoever works on it: to the daemon before readahead_give() and
 * after readahead_take(), to the function between them. That is all the two threads share, so the
 * function must be a pure one: no log, no database, no socket, no static variable. */
#ifndef SITREP_READAHEAD_H
#define SITREP_READAHEAD_H

#include <stdbool.h>

#define READAHEAD_JOBS 32 /* under way at the most */

typedef void readahead_fn(void *job);

struct readahead;

/* After service_new(), whose signals are none of the thread's business. */
struct readahead *readahead_new(readahead_fn *fn);
/* Jobs that were not taken back are the daemon's again, done or not. */
void readahead_free(struct readahead **readahead);
/* False if READAHEAD_JOBS are under way: take one back first. */
bool readahead_give(struct readahead *readahead, void *job);
/* The oldest job, done; NULL if there is none. */
void *readahead_take(struct readahead *readahead);

#endif
