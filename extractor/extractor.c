/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "extractor/extractor.h"

#define HEARTBEAT_MS 1000
#define RESEND_MS 5000
#define RESEND_MAX_MS 60000

struct extractor {
	struct extractor_options options;
	struct task *first, **last; /* owned list, oldest first */
	size_t n;
	struct task *reading;
	struct done *done; /* [ningestors] committed, not yet reported */
	size_t *done_cap;
	uint64_t ndone, nfailed, unreadable;
	int64_t beat_ms, busy_since_ms;
	bool draining;
};

struct extractor *extractor_new(const struct extractor_options *options)
{
	struct extractor *ex = xcalloc(1, sizeof(*ex));

	ex->options = *options;
	ex->last = &ex->first;
	ex->done = xcalloc((size_t)options->ningestors, sizeof(*ex->done));
	ex->done_cap = xcalloc((size_t)options->ningestors, sizeof(*ex->done_cap));
	return ex;
}

static void task_free(struct task *task)
{
	buf_release(&task->frame);
	free(task);
}

void extractor_free(struct extractor **extractor)
{
	struct extractor *ex = *extractor;
	int i;

	if (!ex)
		return;
	while (ex->first) {
		struct task *next = ex->first->next;

		task_free(ex->first);
		ex->first = next;
	}
	for (i = 0; i < ex->options.ningestors; i++) {
		free(ex->done[i].leases.v);
		free(ex->done[i].text_bytes);
	}
	free(ex->done);
	free(ex->done_cap);
	free(ex);
	*extractor = NULL;
}

static void forget(struct extractor *ex, struct task *task)
{
	struct task **link = &ex->first;

	while (*link != task)
		link = &(*link)->next;
	*link = task->next;
	if (!task->next)
		ex->last = link;
	if (ex->reading == task)
		ex->reading = NULL;
	ex->n--;
	task_free(task);
}

static struct task *held_already(struct extractor *ex, int ingestor, uint64_t seq)
{
	struct task *t;

	for (t = ex->first; t; t = t->next)
		if (t->ingestor == ingestor && t->lease.seq == seq)
			return t;
	return NULL;
}

void extractor_on_ingestor(struct extractor *ex, int ingestor, const struct message *m,
	struct str frame, int64_t now_ms)
{
	struct task *task;

	if (m->type != MESSAGE_ASSIGNMENT)
		return;
	task = held_already(ex, ingestor, m->u.assignment.lease.seq);
	if (task) {
		/* lent to us again after the lease ran out: the work goes on under the new one */
		task->lease = m->u.assignment.lease;
		return;
	}
	task = xcalloc(1, sizeof(*task));
	task->lease = m->u.assignment.lease;
	task->id = m->u.assignment.report.id;
	task->ingestor = ingestor;
	task->received_ms = now_ms;
	buf_init(&task->frame, MAX_FRAME_BYTES);
	buf_str(&task->frame, frame);
	*ex->last = task;
	ex->last = &task->next;
	ex->n++;
}

static void note_done(struct extractor *ex, const struct task *task)
{
	struct done *done = &ex->done[task->ingestor];
	size_t *cap = &ex->done_cap[task->ingestor];

	if (done->leases.n == *cap) {
		*cap = *cap ? *cap * 2 : 32;
		done->leases.v = xrealloc(done->leases.v, *cap, sizeof(*done->leases.v));
		done->text_bytes = xrealloc(done->text_bytes, *cap, sizeof(*done->text_bytes));
	}
	done->text_bytes[done->leases.n] = task->text_bytes;
	done->leases.v[done->leases.n++] = task->lease;
}

static struct task *sent_task(struct extractor *ex, const struct report_id *id, struct task *from)
{
	struct task *t;

	for (t = from ? from : ex->first; t; t = t->next)
		if (t->state == TASK_SENT && memcmp(t->id.bytes, id->bytes, REPORT_ID_BYTES) == 0)
			return t;
	return NULL;
}

static void on_committed(struct extractor *ex, const struct committed *committed)
{
	size_t i;

	for (i = 0; i < committed->n; i++) {
		struct task *task = sent_task(ex, &committed->ids[i], NULL);

		/* two ingestors may have lent us the same report */
		while (task) {
			struct task *next = task->next;

			note_done(ex, task);
			forget(ex, task);
			ex->ndone++;
			task = next ? sent_task(ex, &committed->ids[i], next) : NULL;
		}
	}
}

static void report_failure(
	struct extractor *ex, struct task *task, const struct failed *failed, struct outbox *out)
{
	struct message m = {.type = MESSAGE_FAILED, .u.failed = *failed};

	m.u.failed.lease = task->lease;
	outbox_add(out, task->ingestor, (struct str){0}, &m);
	forget(ex, task);
	ex->nfailed++;
}

void extractor_on_store(struct extractor *ex, const struct message *m, struct outbox *out)
{
	struct task *task;

	if (m->type == MESSAGE_COMMITTED) {
		on_committed(ex, &m->u.committed);
	} else if (m->type == MESSAGE_UNCOMMITTED) {
		const struct uncommitted *u = &m->u.uncommitted;
		struct failed failed = {
			.permanent = u->permanent, .reason = STR("store"), .sentence = u->sentence};

		task = sent_task(ex, &u->id, NULL);
		if (task)
			report_failure(ex, task, &failed, out);
	}
}

struct task *extractor_next(struct extractor *ex, int64_t now_ms)
{
	struct task *t;

	for (t = ex->first; t && !ex->reading && !ex->draining; t = t->next)
		if (t->state == TASK_WAITING) {
			t->state = TASK_READING;
			ex->reading = t;
			ex->busy_since_ms = now_ms;
			return t;
		}
	return NULL;
}

/* Every report belongs to one store, whatever extractor reads it. */
static int store_of(const struct extractor *ex, const struct report_id *id)
{
	return ex->options.ningestors +
	       (int)(hash_bytes(id->bytes, REPORT_ID_BYTES, 0) % (unsigned)ex->options.nstores);
}

/* Results travel as they came from the child. */
static void send_result(struct extractor *ex, struct task *task, int64_t now_ms, struct outbox *out)
{
	task->sent_ms = now_ms;
	task->resend_ms = task->resend_ms ? 2 * task->resend_ms : RESEND_MS;
	if (task->resend_ms > RESEND_MAX_MS)
		task->resend_ms = RESEND_MAX_MS;
	outbox_add_frame(out, store_of(ex, &task->id), buf_view(&task->frame));
}

void extractor_reconnected(struct extractor *ex, int link)
{
	struct task *t;

	for (t = ex->first; t; t = t->next)
		if (t->state == TASK_SENT && store_of(ex, &t->id) == link)
			t->resend_ms = 0;
}

/* A text that says no more than the title is none. */
static uint32_t text_bytes(const struct extraction *x)
{
	return str_eq(str_trim(x->text), x->title) ? 0 : (uint32_t)str_trim(x->text).n;
}

void extractor_result(struct extractor *ex, const struct result *result, struct str frame,
	int64_t now_ms, struct outbox *out)
{
	struct task *task = ex->reading;

	if (!task)
		return;
	/* a child that was taken over must not speak for other reports */
	if (memcmp(task->id.bytes, result->report.id.bytes, REPORT_ID_BYTES) != 0) {
		extractor_failed(ex, true, STR("unreadable"),
			STR("the reader answered for another report"), out);
		return;
	}
	ex->reading = NULL;
	task->state = TASK_SENT;
	task->text_bytes = text_bytes(&result->extraction);
	buf_release(&task->frame);
	buf_str(&task->frame, frame);
	send_result(ex, task, now_ms, out);
}

void extractor_failed(struct extractor *ex, bool permanent, struct str reason, struct str sentence,
	struct outbox *out)
{
	struct failed failed = {.permanent = permanent, .reason = reason, .sentence = sentence};

	if (ex->reading)
		report_failure(ex, ex->reading, &failed, out);
}

void extractor_flush_done(struct extractor *ex, struct outbox *out)
{
	int i;

	for (i = 0; i < ex->options.ningestors; i++) {
		struct message m = {.type = MESSAGE_DONE, .u.done = ex->done[i]};

		if (!ex->done[i].leases.n)
			continue;
		outbox_add(out, i, (struct str){0}, &m);
		ex->done[i].leases.n = 0;
	}
}

static void send_heartbeat(
	struct extractor *ex, int ingestor, int64_t now_ms, uint64_t rss, struct outbox *out)
{
	struct message m = {.type = MESSAGE_HEARTBEAT};
	struct heartbeat *h = &m.u.heartbeat;
	struct task *t;

	(void)now_ms;
	*h = (struct heartbeat){.worker = ex->options.name,
		.host = ex->options.host,
		.version = ex->options.version,
		.pid = (uint32_t)getpid(),
		.window = ex->draining ? 0 : ex->options.window,
		.done = ex->ndone,
		.failed = ex->nfailed,
		.rss_bytes = rss,
		.received_unreadable = ex->unreadable,
		.busy = ex->reading != NULL,
		.busy_since_ms = ex->reading ? ex->busy_since_ms : 0};
	if (ex->reading)
		h->busy_on = ex->reading->id;
	h->held.v = xcalloc(ex->n, sizeof(*h->held.v));
	for (t = ex->first; t; t = t->next)
		if (t->ingestor == ingestor)
			h->held.v[h->held.n++] = t->lease;
	outbox_add(out, ingestor, (struct str){0}, &m);
	free(h->held.v);
}

static void release_task(struct extractor *ex, struct task *task, struct outbox *out)
{
	struct message m = {.type = MESSAGE_RELEASED, .u.released = {&task->lease, 1}};

	outbox_add(out, task->ingestor, (struct str){0}, &m);
	forget(ex, task);
}

/* Also what was on its way when we said farewell. */
static void release_waiting(struct extractor *ex, struct outbox *out)
{
	struct task *t, *next;

	for (t = ex->first; t; t = next) {
		next = t->next;
		if (t->state == TASK_WAITING)
			release_task(ex, t, out);
	}
}

void extractor_tick(struct extractor *ex, int64_t now_ms, uint64_t rss, struct outbox *out)
{
	struct task *t;
	int i;

	if (ex->draining)
		release_waiting(ex, out);
	if (now_ms - ex->beat_ms < HEARTBEAT_MS && now_ms >= ex->beat_ms)
		return;
	ex->beat_ms = now_ms;
	for (i = 0; i < ex->options.ningestors; i++)
		send_heartbeat(ex, i, now_ms, rss, out);
	for (t = ex->first; t; t = t->next)
		if (t->state == TASK_SENT && now_ms - t->sent_ms >= t->resend_ms)
			send_result(ex, t, now_ms, out);
}

void extractor_hand_back(struct extractor *ex, struct outbox *out)
{
	if (ex->reading)
		release_task(ex, ex->reading, out);
}

void extractor_drain(struct extractor *ex, struct outbox *out)
{
	ex->draining = true;
	ex->beat_ms = 0;
	release_waiting(ex, out);
}

bool extractor_idle(const struct extractor *ex)
{
	return ex->n == 0;
}

struct extractor_counts extractor_counts(const struct extractor *ex)
{
	struct extractor_counts c = {.held = ex->n,
		.reading = ex->reading != NULL,
		.done = ex->ndone,
		.failed = ex->nfailed,
		.unreadable = ex->unreadable};
	const struct task *t;

	for (t = ex->first; t; t = t->next)
		c.sent += t->state == TASK_SENT;
	return c;
}

void extractor_count_unreadable(struct extractor *ex)
{
	ex->unreadable++;
}
