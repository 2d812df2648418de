/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/history.h"

static const struct {
	int64_t step_s, keep_s;
} steps[] = {{HISTORY_STEP_S, 3600 + 300}, {120, 24 * 3600 + 3600}, {1800, 31 * 24 * 3600}};

struct history {
	struct query *put, *forget;
};

struct history *history_new(struct db *db, struct err *err)
{
	AUTO(history_free) struct history *h = xcalloc(1, sizeof(*h));
	struct history *made;

	h->put = query_new(db,
		"INSERT INTO history(step_s, at_s, ready, leased, delayed, dead, oldest_ms,"
		" bytes, accepted, done, retried, died, workers, p50_ms, p99_ms) VALUES(?1, ?2, "
		"?3, ?4,"
		" ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT DO UPDATE SET"
		" ready=excluded.ready, leased=excluded.leased, delayed=excluded.delayed,"
		" dead=excluded.dead, oldest_ms=max(oldest_ms, excluded.oldest_ms),"
		" bytes=excluded.bytes, accepted=excluded.accepted, done=excluded.done,"
		" retried=excluded.retried, died=excluded.died, workers=excluded.workers,"
		" p50_ms=excluded.p50_ms, p99_ms=excluded.p99_ms",
		err);
	h->forget = h->put ? query_new(db, "DELETE FROM history WHERE step_s=?1 AND at_s<?2", err)
			   : NULL;
	if (!h->forget)
		return NULL;
	made = h;
	h = NULL;
	return made;
}

void history_free(struct history **history)
{
	if (!*history)
		return;
	query_free(&(*history)->put);
	query_free(&(*history)->forget);
	free(*history);
	*history = NULL;
}

bool history_add(struct history *h, const struct sample *s, struct err *err)
{
	const int64_t numbers[] = {(int64_t)s->queue.ready, (int64_t)s->queue.leased,
		(int64_t)s->queue.delayed, (int64_t)s->queue.dead, s->queue.oldest_ms,
		(int64_t)s->queue.bytes, (int64_t)s->queue.accepted, (int64_t)s->queue.done,
		(int64_t)s->queue.retried, (int64_t)s->queue.died, (int64_t)s->workers};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		query_int(h->put, 1, steps[i].step_s);
		query_int(h->put, 2, s->at_s - s->at_s % steps[i].step_s);
		for (j = 0; j < ARRAY_SIZE(numbers); j++)
			query_int(h->put, 3 + (int)j, numbers[j]);
		query_real(h->put, 14, s->age.p50);
		query_real(h->put, 15, s->age.p99);
		if (!query_run(h->put, err))
			return false;
		query_int(h->forget, 1, steps[i].step_s);
		query_int(h->forget, 2, s->at_s - steps[i].keep_s);
		if (!query_run(h->forget, err))
			return false;
	}
	return true;
}
