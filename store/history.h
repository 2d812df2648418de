/* SPDX-License-Identifier: Apache-2.0
 * history.h - how the queue was, for the charts of the last hour, day and month.
 *
 * A sample is kept in three steps at once: of 10 s for an hour, of 2 minutes for a day, of 30
 * minutes for 31 days. Within a step the last sample stays, but for the oldest age, whose
 * greatest stays; counters count for ever, so their differences are the rates. */
#ifndef SITREP_HISTORY_H
#define SITREP_HISTORY_H

#include "base/err.h"
#include "db/db.h"
#include "wire/message.h"

#define HISTORY_STEP_S 10

struct history;

struct sample {
	int64_t at_s; /* Unix time */
	struct queue_status queue;
	size_t workers;
	struct latency age; /* accepted to stored */
};

struct history *history_new(struct db *db, struct err *err);
void history_free(struct history **history);
/* Inside the open transaction; forgets what is too old. */
bool history_add(struct history *history, const struct sample *sample, struct err *err) MUST_CHECK;

#endif
