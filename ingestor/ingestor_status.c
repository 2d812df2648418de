/* SPDX-License-Identifier: Apache-2.0
 * ingestor_status.c - what the core tells of itself: the queue, its workers, how long its commits
 * take. */
#include "ingestor/core.h"

void ingestor_count_commit(struct ingestor *in, int64_t us, int64_t now_ms)
{
	histogram_add(&in->commit, us, now_ms);
}

static void fill_queue(
	struct ingestor *in, int64_t oldest_ms, int64_t now_ms, struct queue_status *q)
{
	struct spool_counts c;

	spool_counts(in->spool, &c);
	*q = (struct queue_status){
		.ready = c.in_state[SPOOL_READY],
		.leased = c.in_state[SPOOL_LEASED],
		.delayed = c.in_state[SPOOL_DELAYED],
		.dead = c.in_state[SPOOL_DEAD],
		.bytes = c.bytes,
		.oldest_ms = oldest_ms ? now_ms - oldest_ms : 0,
		.accepted = c.accepted,
		.duplicate = c.duplicate,
		.done = c.done,
		.died = c.died,
		.dropped = c.dropped,
		.retried = c.retried,
		.expired = c.expired,
		.again = c.again,
		.refused = in->refused,
		.paused = in->paused,
		.closed = in->closed,
		.commit = {(double)histogram_at(&in->commit, 0.5) / 1000,
			(double)histogram_at(&in->commit, 0.99) / 1000,
			histogram_count(&in->commit)},
	};
	spool_limits(in->spool, &q->max_reports, &q->max_bytes);
}

static void fill_worker(const struct worker *w, struct worker_status *s)
{
	*s = (struct worker_status){
		.worker = w->name,
		.host = w->host,
		.version = w->version,
		.pid = w->last.pid,
		.window = w->last.window,
		.leased = w->leased,
		.done = w->last.done,
		.failed = w->last.failed,
		.busy = w->last.busy && w->leased > 0, /* what a killed one held is with others */
		.busy_on = w->last.busy_on,
		.busy_since_ms = w->last.busy_since_ms,
		.seen_ms = w->seen_ms,
		.rss_bytes = w->last.rss_bytes,
		.gone = w->gone,
	};
}

bool ingestor_status(struct ingestor *in, int64_t now_ms, struct arena *arena,
	struct status *ret_status, struct err *err)
{
	int64_t oldest_ms = 0;
	struct worker *w;
	size_t cap = 0;

	if (!spool_oldest(in->spool, &oldest_ms, err))
		return false;
	ret_status->has_queue = true;
	fill_queue(in, oldest_ms, now_ms, &ret_status->queue);
	ret_status->draining = in->draining;
	for (w = in->workers.first; w; w = w->next)
		if (!w->gone || !workers_has(&in->workers, w->name))
			fill_worker(w,
				ARENA_PUSH(arena, ret_status->workers, ret_status->nworkers, cap));
	return true;
}
