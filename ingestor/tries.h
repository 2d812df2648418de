/* SPDX-License-Identifier: Apache-2.0
 * tries.h - what went wrong with a report on its way: each attempt that failed, was lost, or was
 * allowed again by hand.
 *
 * Only that is written down: that a report was lent is in its item, to whom the workers tell each
 * second, and what is read is the store's to know. So a report that nothing happens to costs
 * nothing here. The logs are notes of the spool, as durable as the change that they speak of: of
 * a report the last MAX_TRIES lines, of the last MAX_TRIED reports. */
#ifndef SITREP_TRIES_H
#define SITREP_TRIES_H

#include "ingestor/spool.h"

#define MAX_TRIES 10
#define MAX_TRIED 10000

/* In the open batch. what: "delayed", "buried", "lost", "retried", "dropped"; worker may be
 * absent. */
bool tries_add(struct spool *spool, const struct spool_item *item, const char *what,
	struct str worker, const struct spool_why *why, int64_t now_ms, struct err *err) MUST_CHECK;
/* Of one report, the oldest first; in the arena. */
bool tries_of(struct spool *spool, uint64_t seq, struct arena *arena, struct mishap **ret,
	size_t *ret_n, struct err *err) MUST_CHECK;

#endif
