/* SPDX-License-Identifier: Apache-2.0
 * helper.h - a second thread that does ahead what a daemon will need of its jobs.
 *
 * The daemon gives jobs and takes them back in the same order, each when it is done. The thread takes them up one
 * after the other; a job that it has not begun when the daemon wants it back is done by the daemon at once, so nobody
 * ever waits for more than the job that is under way, and a thread that cannot be made costs time and nothing else.
 *
 * What a job holds belongs to whoever works on it: to the daemon before helper_give() and after
 * helper_take(), to the function between them. That is all the two threads share, so the function must be a pure one:
 * no log, no database, no socket, no static variable. */
#ifndef SITREP_HELPER_H
#define SITREP_HELPER_H

#include <stdbool.h>

#define HELPER_JOBS 32 /* under way at the most */

typedef void helper_fn(void *job);

struct helper;

/* After service_new(), whose signals are none of the thread's business. */
struct helper *helper_new(helper_fn *fn);
/* Jobs that were not taken back are the daemon's again, done or not. */
void helper_free(struct helper **helper);
/* False if HELPER_JOBS are under way: take one back first. */
bool helper_give(struct helper *helper, void *job);
/* The oldest job, done; NULL if there is none. */
void *helper_take(struct helper *helper);

#endif
