/* SPDX-License-Identifier: Apache-2.0
 * core.h - the fields of struct ingestor, for the files ingestor*.c and control.c only. */
#ifndef SITREP_CORE_H
#define SITREP_CORE_H

#include "ingestor/ingestor.h"
#include "ingestor/worker.h"

struct ingestor {
	struct spool *spool; /* borrowed */
	struct ingestor_policy policy;
	struct workers workers;
	struct histogram commit; /* us */
	uint64_t random;         /* state of the jitter */
	uint64_t refused;
	int64_t expired_ms;    /* when leases were last looked through */
	int64_t copied_ms;     /* when the spool's copy was last asked for; 0: never */
	bool paused, draining; /* no work is handed out */
	bool closed;           /* no report is taken in */
	ingestor_watch_fn *watch;
	void *watch_arg;
	ingestor_read_fn *read;
	void *read_arg;
};

/* One line of the log: what was done with an item, and why. */
void ingestor_log_item(
	const char *event, const struct spool_item *item, const struct spool_why *why);

#endif
