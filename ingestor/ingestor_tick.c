/* SPDX-License-Identifier: Apache-2.0
 * ingestor_tick.c - what the core does as time goes by: it takes back what was lent to those who
 * are gone, and lends what is ready. */
#include <string.h>

#include "base/log.h"
#include "ingestor/core.h"
#include "ingestor/tries.h"

#define TICK_ASSIGN 512 /* reports handed out in one turn */
#define COPY_MS 60000   /* longest pause between two pieces of a backup */
#define SILENT_MS 2500  /* two heartbeats were missed: ask whether the worker is there */
#define ASK_MS 1000
#define QUICK_LOSSES 3 /* of a report; what was lost more often waits for the end of its lease */

static struct str holder_of(const struct ingestor *in, const struct spool_item *item)
{
	const struct worker *w =
		workers_holder(&in->workers, (struct lease){item->seq, item->attempt});

	return w ? w->name : (struct str){0};
}

/* Leases that ran out: ready again, or dead if that has happened too often. */
static bool expire(struct ingestor *in, int64_t now_ms, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct spool_why why = {
		STR("lost"), STR("its worker vanished each time it was given this report"), false};
	const struct spool_why once = {
		STR("lost"), STR("its worker fell silent while it had this report"), false};
	struct spool_item item;
	bool found;

	arena_init(&arena, 0);
	for (;;) {
		arena_reset(&arena);
		if (!spool_expired(in->spool, now_ms, &arena, &item, &found, err))
			return false;
		if (!found)
			return true;
		if (!tries_add(in->spool, &item, "lost", holder_of(in, &item), &once, now_ms, err))
			return false;
		if (item.lost + 1 >= in->policy.max_lost) {
			ingestor_log_item("buried", &item, &why);
			if (!spool_bury(in->spool, &item, &why, now_ms, err))
				return false;
		} else if (!spool_requeue(in->spool, &item, true, now_ms, err)) {
			return false;
		}
	}
}

static bool give_back(struct ingestor *in, const struct worker *w, struct lease_list *list,
	int64_t now_ms, struct err *err)
{
	const struct spool_why why = {STR("lost"),
		STR("its worker's connection was closed while it had this report"), false};
	AUTO(arena_release) struct arena arena = {0};
	struct spool_item item;
	bool found;
	size_t i;

	arena_init(&arena, 0);
	for (i = 0; i < list->n; i++) {
		arena_reset(&arena);
		if (!spool_find(in->spool, list->v[i], &arena, &item, &found, err))
			return false;
		if (found && item.lost < QUICK_LOSSES &&
			(!tries_add(in->spool, &item, "lost", w->name, &why, now_ms, err) ||
				!spool_requeue(in->spool, &item, true, now_ms, err)))
			return false;
	}
	list->n = 0;
	return true;
}

/* A process that was killed has closed its connection: what it held need not wait for the end of
 * the lease. One that is silent is sent an empty Released, which says nothing; that it cannot be
 * sent does (ingestor_unreachable). A worker that merely lost its connection comes back within
 * that time, or its results are welcome all the same. */
static bool look_for_silent(
	struct ingestor *in, int64_t now_ms, struct outbox *out, struct err *err)
{
	const struct message nothing = {.type = MESSAGE_RELEASED};
	struct worker *w;

	for (w = in->workers.first; w; w = w->next) {
		if (now_ms - w->seen_ms < SILENT_MS)
			continue;
		if (w->unreachable) {
			if (w->held.n + w->sent.n + w->sent_before.n)
				log_warn("worker-gone", "worker=%.*s", STR_ARGS(w->name));
			if (!give_back(in, w, &w->held, now_ms, err) ||
				!give_back(in, w, &w->sent, now_ms, err) ||
				!give_back(in, w, &w->sent_before, now_ms, err))
				return false;
			w->leased = 0;
			w->sent_since_heard = false;
			w->gone = true;
		} else if (now_ms - w->asked_ms >= ASK_MS) {
			w->asked_ms = now_ms;
			outbox_add(out, INGESTOR_WORK, w->peer, &nothing);
		}
	}
	return true;
}

/* The id is the hash of the bytes: what the disk gave back is what was handed in, or it is not
 * read. */
static bool is_whole(const struct report *report)
{
	struct report again = *report;

	report_identify(&again);
	return memcmp(again.id.bytes, report->id.bytes, REPORT_ID_BYTES) == 0;
}

static bool assign_one(struct ingestor *in, struct worker *w, int64_t now_ms, struct arena *arena,
	struct outbox *out, bool *ret_found, struct err *err)
{
	struct message m = {.type = MESSAGE_ASSIGNMENT};
	const struct spool_why damaged = {STR("damaged"),
		STR("its bytes on the disk are not those that were handed in: drop it and submit "
		    "it --again"),
		false};
	struct spool_item item;

	arena_reset(arena);
	if (!spool_lease(in->spool, now_ms, now_ms + in->policy.lease_ms, arena, &item,
		    &m.u.assignment.report, ret_found, err))
		return false;
	if (!*ret_found)
		return true;
	if (!is_whole(&m.u.assignment.report)) {
		ingestor_log_item("buried", &item, &damaged);
		return spool_bury(in->spool, &item, &damaged, now_ms, err);
	}
	m.u.assignment.lease = (struct lease){item.seq, item.attempt};
	m.u.assignment.lease_ms = (uint32_t)in->policy.lease_ms;
	w->leased++;
	worker_sent(w, m.u.assignment.lease);
	outbox_add(out, INGESTOR_WORK, w->peer, &m);
	return true;
}

static bool assign(struct ingestor *in, int64_t now_ms, struct outbox *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	bool found = true;
	int i;

	arena_init(&arena, 0);
	for (i = 0; i < TICK_ASSIGN && found && !in->paused && !in->draining; i++) {
		/* three missed heartbeats: it may be dead, give it nothing new */
		struct worker *w = workers_choose(&in->workers, now_ms - 3500);

		if (!w)
			return true;
		if (!assign_one(in, w, now_ms, &arena, out, &found, err))
			return false;
	}
	return true;
}

bool ingestor_tick(struct ingestor *in, int64_t now_ms, struct outbox *out, struct err *err)
{
	if (now_ms - in->expired_ms >= 100 || now_ms < in->expired_ms) {
		in->expired_ms = now_ms;
		if (now_ms - in->copied_ms > COPY_MS)
			spool_copy_end(in->spool); /* who asked for it has gone */
		if (!expire(in, now_ms, err) || !look_for_silent(in, now_ms, out, err) ||
			!spool_promote(in->spool, now_ms, err))
			return false;
		workers_forget(
			&in->workers, now_ms - in->policy.lease_ms); /* it holds nothing any more */
	}
	return assign(in, now_ms, out, err);
}
