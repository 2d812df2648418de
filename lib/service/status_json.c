/* SPDX-License-Identifier: Apache-2.0 */
#include "base/emit.h"
#include "service/status_json.h"

static void write_latency(struct emitter *e, const char *key, const struct latency *l)
{
	emit_key(e, key);
	emit_open(e, '{');
	emit_member_real(e, "p50_ms", l->p50);
	emit_member_real(e, "p99_ms", l->p99);
	emit_member_int(e, "count", (int64_t)l->count);
	emit_close(e, '}');
}

/* A name and the place of a uint64_t in a struct. */
struct counter {
	const char *name;
	size_t at;
};

static void write_counters(struct emitter *e, const void *base, const struct counter *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		emit_member_int(
			e, v[i].name, (int64_t) * (const uint64_t *)((const char *)base + v[i].at));
}

/* clang-format off */
#define COUNTER(type, field) {#field, offsetof(struct type, field)}
/* clang-format on */

static void write_queue(struct emitter *e, const struct queue_status *q)
{
	static const struct counter counters[] = {COUNTER(queue_status, ready),
		COUNTER(queue_status, leased), COUNTER(queue_status, delayed),
		COUNTER(queue_status, dead), COUNTER(queue_status, bytes),
		COUNTER(queue_status, max_reports), COUNTER(queue_status, max_bytes),
		COUNTER(queue_status, accepted), COUNTER(queue_status, duplicate),
		COUNTER(queue_status, done), COUNTER(queue_status, died),
		COUNTER(queue_status, dropped), COUNTER(queue_status, retried),
		COUNTER(queue_status, expired), COUNTER(queue_status, again),
		COUNTER(queue_status, refused)};

	emit_key(e, "queue");
	emit_open(e, '{');
	write_counters(e, q, counters, sizeof(counters) / sizeof(counters[0]));
	emit_member_int(e, "oldest_ms", q->oldest_ms);
	emit_member_bool(e, "paused", q->paused);
	emit_member_bool(e, "closed", q->closed);
	write_latency(e, "commit", &q->commit);
	emit_close(e, '}');
}

static void write_store(struct emitter *e, const struct store_status *s)
{
	static const struct counter counters[] = {COUNTER(store_status, reports),
		COUNTER(store_status, commits), COUNTER(store_status, committed),
		COUNTER(store_status, refused), COUNTER(store_status, database_bytes),
		COUNTER(store_status, entities), COUNTER(store_status, claims),
		COUNTER(store_status, incidents)};

	emit_key(e, "store");
	emit_open(e, '{');
	write_counters(e, s, counters, sizeof(counters) / sizeof(counters[0]));
	write_latency(e, "commit", &s->commit);
	write_latency(e, "age", &s->age);
	emit_close(e, '}');
}

static void write_worker(struct emitter *e, const struct worker_status *w, int64_t now_ms)
{
	char id[REPORT_ID_HEX];

	emit_open(e, '{');
	emit_member(e, "worker", w->worker);
	emit_member(e, "host", w->host);
	emit_member_int(e, "pid", w->pid);
	emit_member(e, "version", w->version);
	emit_member_int(e, "window", w->window);
	emit_member_int(e, "leased", w->leased);
	emit_member_int(e, "done", (int64_t)w->done);
	emit_member_int(e, "failed", (int64_t)w->failed);
	report_id_hex(&w->busy_on, id);
	emit_member(e, "busy_on", w->busy ? str_from(id) : (struct str){0});
	emit_member_int(e, "busy_ms", w->busy ? now_ms - w->busy_since_ms : 0);
	emit_member_int(e, "seen_ms", now_ms - w->seen_ms);
	emit_member_int(e, "rss_bytes", (int64_t)w->rss_bytes);
	emit_member_bool(e, "gone", w->gone);
	emit_close(e, '}');
}

static void write_lists(struct emitter *e, const struct status *s)
{
	size_t i;

	emit_key(e, "workers");
	emit_open(e, '[');
	for (i = 0; i < s->nworkers; i++)
		write_worker(e, &s->workers[i], s->now_ms);
	emit_close(e, ']');
	emit_key(e, "sources");
	emit_open(e, '[');
	for (i = 0; i < s->nsources; i++) {
		emit_open(e, '{');
		emit_member(e, "name", s->sources[i].name);
		emit_member(e, "kind", s->sources[i].kind);
		emit_member_int(e, "accepted", (int64_t)s->sources[i].accepted);
		emit_member_int(e, "last_ms", s->sources[i].last_ms);
		emit_member(e, "warning", s->sources[i].warning);
		emit_member_int(e, "denied", (int64_t)s->sources[i].denied);
		emit_member_bool(e, "paused", s->sources[i].paused);
		emit_member_int(e, "interval_ms", s->sources[i].interval_ms);
		emit_member(e, "address", s->sources[i].address);
		emit_close(e, '}');
	}
	emit_close(e, ']');
}

void status_to_json(const struct status *s, struct buf *out)
{
	struct emitter e = {.out = out};

	emit_open(&e, '{');
	emit_member(&e, "stage", s->stage);
	emit_member_int(&e, "pid", s->pid);
	emit_member(&e, "version", s->version);
	emit_member_int(&e, "started_ms", s->started_ms);
	emit_member_int(&e, "now_ms", s->now_ms);
	emit_member_int(&e, "rss_bytes", (int64_t)s->rss_bytes);
	emit_member_int(&e, "unreadable", (int64_t)s->unreadable);
	emit_member_int(&e, "strangers", (int64_t)s->strangers);
	emit_member_int(&e, "forbidden", (int64_t)s->forbidden);
	emit_member(&e, "trouble", s->trouble.n ? s->trouble : (struct str){0});
	emit_member_int(&e, "trouble_ms", s->trouble_ms);
	emit_member_int(&e, "disk_free", (int64_t)s->disk_free);
	emit_member_bool(&e, "draining", s->draining);
	if (s->has_queue) {
		write_queue(&e, &s->queue);
		write_lists(&e, s);
	}
	if (s->has_store)
		write_store(&e, &s->store);
	emit_close(&e, '}');
	buf_putc(out, '\n');
}
