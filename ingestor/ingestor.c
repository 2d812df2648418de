/* SPDX-License-Identifier: Apache-2.0
 * ingestor.c - what the core does with what it is told: by submitters, and by workers. What it
 * does by itself, as time goes by, is in ingestor_tick.c. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/parse.h"
#include "ingestor/control.h"
#include "ingestor/core.h"
#include "ingestor/tries.h"

#define BUSY_RETRY_MS 200
#define OURS_PAUSE_MS 30000 /* longest pause while store or system fail */

struct ingestor *ingestor_new(
	struct spool *spool, const struct ingestor_policy *policy, uint64_t seed)
{
	struct ingestor *in = xcalloc(1, sizeof(*in));

	in->spool = spool;
	in->policy = *policy;
	in->random = seed;
	workers_init(&in->workers);
	return in;
}

bool ingestor_restore(struct ingestor *in, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str paused, closed;

	if (!spool_noted(in->spool, STR("paused"), &arena, &paused, err) ||
		!spool_noted(in->spool, STR("closed"), &arena, &closed, err))
		return false;
	in->paused = !str_absent(paused);
	in->closed = !str_absent(closed);
	return true;
}

void ingestor_free(struct ingestor **ingestor)
{
	if (!*ingestor)
		return;
	workers_release(&(*ingestor)->workers);
	free(*ingestor);
	*ingestor = NULL;
}

void ingestor_on_watch(struct ingestor *in, ingestor_watch_fn *fn, void *arg)
{
	in->watch = fn;
	in->watch_arg = arg;
}

void ingestor_on_read(struct ingestor *in, ingestor_read_fn *fn, void *arg)
{
	in->read = fn;
	in->read_arg = arg;
}

void ingestor_unreachable(struct ingestor *in, struct str peer)
{
	struct worker *w = workers_find(&in->workers, peer);

	if (w)
		w->unreachable = true;
}

void ingestor_drain(struct ingestor *in)
{
	in->draining = true;
}

void ingestor_forget_workers(struct ingestor *in)
{
	workers_forget(&in->workers, INT64_MAX);
}

/* Back-off that doubles, with jitter over its upper half, so that what failed together does not
 * come back together ("Exponential Backoff And Jitter", M. Brooker, 2015: equal jitter). */
static int64_t backoff_ms(struct ingestor *in, uint32_t failed)
{
	int64_t pause = in->policy.retry_min_ms;

	while (failed-- > 0 && pause < in->policy.retry_max_ms)
		pause *= 2;
	if (pause > in->policy.retry_max_ms)
		pause = in->policy.retry_max_ms;
	in->random += 0x9E3779B97F4A7C15u;
	return pause / 2 + (int64_t)(hash_mix(in->random) % ((uint64_t)pause / 2 + 1));
}

void ingestor_log_item(
	const char *event, const struct spool_item *item, const struct spool_why *why)
{
	char id[17];

	format_hex(item->id.bytes, 8, id);
	log_warn(event, "report=%s attempt=%u reason=%.*s error=%s", id, item->attempt,
		STR_ARGS(why->reason), log_quote(why->sentence));
}

/* The one switch that turns a failure into a deed. */
static bool settle_failure(struct ingestor *in, const struct spool_item *item, struct str worker,
	bool permanent, const struct spool_why *why, int64_t now_ms, struct err *err)
{
	int64_t pause = backoff_ms(in, item->failed);

	if (permanent || (!why->ours && item->failed + 1 >= in->policy.max_attempts)) {
		ingestor_log_item("buried", item, why);
		return tries_add(in->spool, item, "buried", worker, why, now_ms, err) &&
		       spool_bury(in->spool, item, why, now_ms, err);
	}
	if (why->ours) {
		pause = backoff_ms(in, item->attempt);
		pause = pause < OURS_PAUSE_MS ? pause : OURS_PAUSE_MS;
	}
	ingestor_log_item("delayed", item, why);
	return tries_add(in->spool, item, "delayed", worker, why, now_ms, err) &&
	       spool_delay(in->spool, item, why, now_ms + pause, now_ms, err);
}

static void unlease(struct ingestor *in, struct str peer)
{
	struct worker *w = workers_find(&in->workers, peer);

	if (w && w->leased > 0)
		w->leased--;
}

static bool on_heartbeat(struct ingestor *in, struct str peer, const struct heartbeat *h,
	int64_t now_ms, struct err *err)
{
	struct worker *w = workers_heard(&in->workers, peer, h, now_ms);
	size_t i;

	for (i = 0; i < h->held.n; i++) {
		bool found;

		if (!spool_renew(
			    in->spool, h->held.v[i], now_ms + in->policy.lease_ms, &found, err))
			return false;
	}
	/* our count follows what we sent and heard of; a message lost on the way makes it drift, so
	 * when nothing was on the way the worker's own list is the truth */
	if (!w->sent_since_heard)
		w->leased = (uint32_t)h->held.n;
	w->sent_since_heard = false;
	return true;
}

static bool on_done(struct ingestor *in, struct str peer, const struct done *done, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	size_t i;

	arena_init(&arena, 0);
	for (i = 0; i < done->leases.n; i++) {
		struct spool_item item;

		arena_reset(&arena);
		if (!spool_done(in->spool, done->leases.v[i], &arena, &item, err))
			return false;
		unlease(in, peer);
		if (item.seq && done->text_bytes && in->read)
			in->read(in->read_arg, item.source, done->text_bytes[i]);
	}
	return true;
}

static bool on_failed(struct ingestor *in, struct str peer, const struct failed *f, int64_t now_ms,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct spool_why why = {f->reason, f->sentence,
		!f->permanent &&
			(str_eq(f->reason, STR("store")) || str_eq(f->reason, STR("system")))};
	struct worker *w = workers_find(&in->workers, peer);
	struct spool_item item;
	bool found;

	arena_init(&arena, 0);
	unlease(in, peer);
	if (!spool_find(in->spool, f->lease, &arena, &item, &found, err))
		return false;
	/* an attempt that had been given up says nothing about the present one */
	return !found || settle_failure(in, &item, w ? w->name : (struct str){0}, f->permanent,
				 &why, now_ms, err);
}

static bool on_released(struct ingestor *in, struct str peer, const struct leases *leases,
	int64_t now_ms, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct spool_item item;
	size_t i;

	arena_init(&arena, 0);
	for (i = 0; i < leases->n; i++) {
		bool found;

		unlease(in, peer);
		if (!spool_find(in->spool, leases->v[i], &arena, &item, &found, err))
			return false;
		if (found && !spool_requeue(in->spool, &item, false, now_ms, err))
			return false;
	}
	return true;
}

bool ingestor_on_work(struct ingestor *in, struct str peer, const struct message *m, int64_t now_ms,
	struct outbox *out, struct err *err)
{
	(void)out;
	switch (m->type) {
	case MESSAGE_HEARTBEAT:
		return on_heartbeat(in, peer, &m->u.heartbeat, now_ms, err);
	case MESSAGE_DONE:
		return on_done(in, peer, &m->u.done, err);
	case MESSAGE_FAILED:
		return on_failed(in, peer, &m->u.failed, now_ms, err);
	case MESSAGE_RELEASED:
		return on_released(in, peer, &m->u.released, now_ms, err);
	default:
		return true; /* not for this socket: ignored */
	}
}

static struct submitted refuse(const struct submit *submit, struct str sentence)
{
	return (struct submitted){.token = submit->token,
		.outcome = OUTCOME_REFUSED,
		.id = submit->report.id,
		.sentence = sentence};
}

bool ingestor_take(struct ingestor *in, const struct submit *submit, int64_t now_ms,
	struct arena *arena, struct submitted *ret_submitted, struct err *err)
{
	struct submit s = *submit;
	struct spool_item first = {0};
	enum spool_put put;
	struct err why = {0};

	s.report.received_ms = now_ms;
	if (s.report.body.n == 0 || s.report.body.n > MAX_REPORT_BYTES) {
		in->refused++;
		*ret_submitted = refuse(&s, s.report.body.n ? STR("the report is larger than 32 MB")
							    : STR("the report is empty"));
		return true;
	}
	if (!report_check_published(&s.report.published, &why)) {
		in->refused++;
		*ret_submitted = refuse(&s, arena_str(arena, str_from(why.text)));
		return true;
	}
	if (str_absent(s.report.media_type) || s.report.media_type.n == 0)
		s.report.media_type = str_from(report_sniff(s.report.body));
	report_identify(&s.report); /* never the submitter's word for it */
	if (in->closed) {
		*ret_submitted = (struct submitted){.token = s.token,
			.id = s.report.id,
			.outcome = OUTCOME_BUSY,
			.retry_after_ms = BUSY_RETRY_MS,
			.source = s.report.source,
			.sentence = STR("the intake is closed for now: somebody drains it")};
		return true;
	}
	if (!spool_put(in->spool, &s, arena, &put, &first, err))
		return false;
	*ret_submitted = (struct submitted){.token = s.token,
		.id = s.report.id,
		.outcome = OUTCOME_ACCEPTED,
		.source = s.report.source,
		.received_ms = now_ms};
	if (put == SPOOL_DUPLICATE) {
		ret_submitted->outcome = OUTCOME_DUPLICATE;
		ret_submitted->source = first.source;
		ret_submitted->received_ms = first.received_ms;
	} else if (put == SPOOL_FULL) {
		in->refused++;
		ret_submitted->outcome = OUTCOME_BUSY;
		ret_submitted->retry_after_ms = BUSY_RETRY_MS;
		ret_submitted->sentence =
			STR("the spool is full: wait until reports have been read");
	}
	return true;
}

bool ingestor_on_intake(struct ingestor *in, struct str peer, const struct message *m,
	int64_t now_ms, struct outbox *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct message answer = {0};

	arena_init(&arena, 0);
	if (m->type == MESSAGE_SUBMIT) {
		answer.type = MESSAGE_SUBMITTED;
		if (!ingestor_take(in, &m->u.submit, now_ms, &arena, &answer.u.submitted, err))
			return false;
	} else if (m->type == MESSAGE_REQUEST) {
		answer.type = MESSAGE_REPLY;
		if (!control_answer(in, &m->u.request, now_ms, &arena, &answer.u.reply, err))
			return false;
	} else {
		return true;
	}
	outbox_add(out, INGESTOR_INTAKE, peer, &answer);
	return true;
}
