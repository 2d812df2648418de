/* SPDX-License-Identifier: Apache-2.0
 * sitrep-store: commits extractions in groups, then says so. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/histogram.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/parse.h"
#include "service/daemon.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "service/service.h"
#include "store/arrivals.h"
#include "store/pace.h"
#include "store/schema.h"
#include "store/store.h"
#include "wire/wire.h"

#define COMMIT_BYTES ((size_t)16 << 20) /* of results in one transaction at the most */
#define COMMIT_MS 200                   /* that a transaction stays open at the most */

/* A result in the open transaction, to be confirmed when it is on disk. */
struct pending {
	struct str peer, frame; /* owned */
	struct report_id id;
	int64_t received_ms;
};

struct program {
	struct daemon daemon;
	struct service *service;
	struct store *store;
	struct link *results, *status;
	struct arrivals *arrivals;
	struct arena arena;
	struct pending *pending; /* [npending] owned */
	size_t npending, pending_cap;
	size_t pending_bytes; /* of their frames */
	int64_t began_ms;     /* when the open transaction got its first result */
	struct pace pace;
	struct outbox out;
	uint64_t commit_reports;
	char path[PATH_MAX + 16];          /* of the database */
	bool broken;                       /* it is damaged: end, be started again, repair */
	struct histogram commit_time, age; /* us */
	uint64_t commits, committed, refused, unreadable;
	int64_t next_sample_ms; /* monotonic */
};

/* Takes the peer and the frame of the arrival. */
static void remember(struct program *p, struct arrival *a)
{
	const struct report *report = &a->message.u.result.report;

	if (p->npending == p->pending_cap) {
		p->pending_cap = p->pending_cap ? p->pending_cap * 2 : 64;
		p->pending = xrealloc(p->pending, p->pending_cap, sizeof(*p->pending));
	}
	p->pending[p->npending++] = (struct pending){
		.peer = a->peer,
		.frame = a->frame,
		.id = report->id,
		.received_ms = report->received_ms,
	};
	p->pending_bytes += a->frame.n;
	a->peer = a->frame = (struct str){0};
}

static void tell_uncommitted(
	struct program *p, struct str peer, const struct report_id *id, const struct err *err)
{
	struct message m = {.type = MESSAGE_UNCOMMITTED,
		.u.uncommitted = {.id = *id,
			.permanent = err->kind == ERR_REJECT,
			.sentence = str_from(err->text)}};

	outbox_add(&p->out, 0, peer, &m);
}

/* Nothing of the open transaction happened; its senders may try again. */
static void fail_all(struct program *p, const struct err *err)
{
	struct err later = *err;
	size_t i;

	store_rollback(p->store);
	log_error("commit-failed", "reports=%zu error=%s", p->npending,
		log_quote(str_from(err->text)));
	later.kind = ERR_RETRY;
	for (i = 0; i < p->npending; i++)
		tell_uncommitted(p, p->pending[i].peer, &p->pending[i].id, &later);
	daemon_trouble(&p->daemon, err);
	if (err->kind == ERR_FATAL) {
		db_suspect(p->path);
		p->broken = true;
		service_stop(p->service);
	}
}

static void forget_one(struct pending *pending)
{
	free((char *)pending->peer.p);
	free((char *)pending->frame.p);
}

static void forget_pending(struct program *p)
{
	size_t i;

	for (i = 0; i < p->npending; i++)
		forget_one(&p->pending[i]);
	p->npending = 0;
	p->pending_bytes = 0;
}

/* One Committed for each peer, with all its ids. */
static void tell_committed(struct program *p)
{
	struct report_id *ids = xcalloc(p->npending, sizeof(*ids));
	bool *told = xcalloc(p->npending, sizeof(*told));
	size_t i, j;

	for (i = 0; i < p->npending; i++) {
		struct message m = {.type = MESSAGE_COMMITTED, .u.committed = {ids, 0}};

		for (j = i; j < p->npending; j++)
			if (!told[j] && str_eq(p->pending[j].peer, p->pending[i].peer)) {
				ids[m.u.committed.n++] = p->pending[j].id;
				told[j] = true;
			}
		if (m.u.committed.n)
			outbox_add(&p->out, 0, p->pending[i].peer, &m);
	}
	free(ids);
	free(told);
}

static void commit(struct program *p)
{
	int64_t began = clock_mono_us(), now = clock_wall_ms();
	struct err err = {0};
	size_t i;

	if (!p->npending)
		return;
	if (store_commit(p->store, &err)) {
		int64_t ended = clock_mono_us();

		tell_committed(p);
		p->commits++;
		p->committed += p->npending;
		pace_committed(&p->pace, began, ended);
		histogram_add(&p->commit_time, ended - began, now);
		now = clock_wall_ms();
		for (i = 0; i < p->npending; i++)
			histogram_add(&p->age, (now - p->pending[i].received_ms) * 1000, now);
	} else {
		fail_all(p, &err);
	}
	forget_pending(p);
}

static void flush_outbox(struct program *p)
{
	size_t i;

	if (p->out.n)
		fault_here("store-flush");
	for (i = 0; i < p->out.n; i++)
		link_send(p->results, p->out.v[i].peer, buf_view(&p->out.v[i].frame));
	outbox_clear(&p->out);
}

static void refuse(
	struct program *p, struct str peer, const struct report_id *id, const struct err *err)
{
	char hex[17];

	format_hex(id->bytes, 8, hex);
	log_warn("refused", "report=%s error=%s", hex, log_quote(str_from(err->text)));
	p->refused++;
	tell_uncommitted(p, peer, id, err);
}

/* One of the results cannot be stored and has spoilt the transaction: all of them once more,
 * each so that it can fail alone. */
static void put_again(struct program *p)
{
	size_t i, kept = 0;
	struct message m;

	store_rollback(p->store);
	store_careful(p->store);
	for (i = 0; i < p->npending; i++) {
		struct pending *one = &p->pending[i];
		struct err err = {0};

		arena_reset(&p->arena);
		if (wire_unpack(one->frame, &p->arena, &m, &err) &&
			store_put(p->store, &m.u.result, clock_wall_ms(), &err)) {
			p->pending[kept++] = *one;
		} else if (err.kind == ERR_REJECT) {
			refuse(p, one->peer, &one->id, &err);
			forget_one(one);
		} else {
			/* what was kept, and what is left from here on */
			memmove(&p->pending[kept], one, (p->npending - i) * sizeof(*one));
			p->npending = kept + p->npending - i;
			fail_all(p, &err);
			forget_pending(p);
			return;
		}
	}
	p->npending = kept;
}

static void on_result(struct program *p, struct arrival *a)
{
	struct err err = {0};

	remember(p, a);
	if (store_put_prepared(p->store, &a->message.u.result, &a->prepared, clock_wall_ms(), &err))
		return;
	if (err.kind == ERR_REJECT) {
		put_again(p);
		return;
	}
	p->refused++;
	fail_all(p, &err);
	forget_pending(p);
}

static bool do_request(
	struct program *p, const struct request *request, int64_t *ret_number, struct err *err)
{
	uint64_t row;

	switch (request->verb) {
	case VERB_DECIDE:
		return store_decide(p->store, request->text, clock_wall_ms(), ret_number, err);
	case VERB_UNDO:
		return store_undo(p->store, (int64_t)request->after, clock_wall_ms(), err);
	case VERB_SEARCH_SAVE:
		return store_save_search(p->store, request->text, clock_wall_ms(), ret_number, err);
	case VERB_SEARCH_FORGET:
		return store_forget_search(p->store, (int64_t)request->after, err);
	case VERB_SEARCH_TOLD:
		return parse_u64(request->text, 0, INT64_MAX, &row) &&
		       store_search_told(p->store, (int64_t)request->after, (int64_t)row, err);
	default:
		return false;
	}
}

/* Corrections and searches: each is on disk before it is answered. */
static void on_request(struct program *p, struct str peer, const struct request *request)
{
	struct message m = {.type = MESSAGE_REPLY, .u.reply = {.token = request->token}};
	struct reply *reply = &m.u.reply;
	struct err err = {0};
	int64_t number = 0;

	if (daemon_may_ask(&p->daemon, p->results, request, reply)) {
		commit(p);
		reply->ok = do_request(p, request, &number, &err);
		if (!reply->ok && !err.text[0])
			err_set(&err, ERR_REJECT, "the store cannot do that");
		reply->count = (uint64_t)number;
		reply->sentence = str_from(err.text);
	}
	if (reply->ok && request->verb <= VERB_UNDO)
		log_info("decided", "decision=%lld", (long long)number);
	outbox_add(&p->out, 0, peer, &m);
	flush_outbox(p);
}

/* Handles the oldest arrival; false if there is none. */
static bool handle_next(struct program *p)
{
	struct arrival *a = arrivals_next(p->arrivals);

	if (!a)
		return false;
	if (!a->ok) {
		if (p->unreadable++ == 0)
			log_warn("unreadable", "error=%s", log_quote(str_from(a->err.text)));
		return true;
	}
	if (a->message.type == MESSAGE_REQUEST)
		on_request(p, a->peer, &a->message.u.request);
	if (a->message.type != MESSAGE_RESULT)
		return true;
	if (!p->npending)
		p->began_ms = clock_mono_ms();
	on_result(p, a);
	if (p->npending >= p->commit_reports || p->pending_bytes > COMMIT_BYTES ||
		clock_mono_ms() - p->began_ms > COMMIT_MS) {
		commit(p);
		flush_outbox(p);
	}
	return true;
}

static void on_frame(void *arg, struct link *link, struct str peer, struct str frame)
{
	struct program *p = arg;

	(void)link;
	while (!arrivals_add(p->arrivals, peer, frame))
		handle_next(p);
}

/* All that has come is in the transaction: ends it, or lets it wait for more. */
static void on_batch(void *arg)
{
	struct program *p = arg;
	int64_t wait_us;

	while (handle_next(p))
		;
	wait_us = p->npending && !service_stopping(p->service)
			  ? pace_wait_us(&p->pace, p->npending, clock_mono_us())
			  : 0;
	if (wait_us)
		service_wake_within(p->service, (wait_us + 999) / 1000);
	else
		commit(p);
	flush_outbox(p);
}

static struct latency latency_of(const struct histogram *h)
{
	return (struct latency){(double)histogram_at(h, 0.5) / 1000,
		(double)histogram_at(h, 0.99) / 1000, histogram_count(h)};
}

/* The ingestor's status tells how much is on its way; once in HISTORY_STEP_S it becomes a point
 * of the charts. */
static void on_ingestor_status(void *arg, struct link *link, struct str peer, struct str frame)
{
	struct program *p = arg;
	struct latency age = latency_of(&p->age);
	struct message m;
	struct err err = {0};
	struct sample sample;

	(void)link;
	(void)peer;
	arena_reset(&p->arena);
	if (!wire_unpack(frame, &p->arena, &m, &err) || m.type != MESSAGE_STATUS ||
		!m.u.status.has_queue)
		return;
	pace_told(&p->pace, m.u.status.queue.leased, status_workers(&m.u.status), clock_mono_us());
	if (clock_mono_ms() < p->next_sample_ms)
		return;
	p->next_sample_ms = clock_mono_ms() + HISTORY_STEP_S * 1000;
	sample = (struct sample){
		clock_wall_ms() / 1000, m.u.status.queue, status_workers(&m.u.status), age};
	commit(p);
	if (!store_sample(p->store, &sample, &err))
		log_warn("history-failed", "error=%s", log_quote(str_from(err.text)));
}

static void publish_status(void *arg)
{
	struct program *p = arg;
	AUTO(buf_release) struct buf frame = {0};
	struct message m = {.type = MESSAGE_STATUS};
	struct store_counts c;

	buf_init(&frame, MAX_FRAME_BYTES);
	store_counts(p->store, &c);
	m.u.status = daemon_status(&p->daemon, p->service, clock_wall_ms(), p->unreadable);
	m.u.status.has_store = true;
	m.u.status.store = (struct store_status){
		.reports = c.reports,
		.commits = p->commits,
		.committed = p->committed,
		.refused = p->refused,
		.database_bytes = store_bytes(p->store),
		.commit = latency_of(&p->commit_time),
		.age = latency_of(&p->age),
		.entities = c.entities,
		.claims = c.claims,
		.incidents = c.incidents,
	};
	if (wire_pack(&m, &frame, NULL))
		link_send(p->status, (struct str){0}, buf_view(&frame));
	notify("STATUS=%llu reports, %llu results committed since the start",
		(unsigned long long)c.reports, (unsigned long long)p->committed);
}

static void dump(void *arg)
{
	struct program *p = arg;
	struct store_counts c;

	store_counts(p->store, &c);
	log_info("state",
		"reports=%llu committed=%llu commits=%llu refused=%llu open=%zu bytes=%llu",
		(unsigned long long)c.reports, (unsigned long long)p->committed,
		(unsigned long long)p->commits, (unsigned long long)p->refused, p->npending,
		(unsigned long long)store_bytes(p->store));
}

static bool open_store(struct program *p, struct err *err)
{
	const struct settings *s = p->daemon.settings;
	char dir[PATH_MAX];
	struct err damage = {0};

	if (!daemon_state_dir(s, dir, err))
		return false;
	snprintf(p->path, sizeof(p->path), "%s/sitrep.db", dir);
	if (!db_repair(p->path, &store_rescue, &damage, err))
		return false;
	if (damage.kind != ERR_NONE) {
		log_error("database-damaged", "error=%s", log_quote(str_from(damage.text)));
		daemon_trouble(&p->daemon, &damage);
	}
	p->commit_reports = settings_number(s, "commit_reports");
	p->store = store_open(p->path, settings_number(s, "checkpoint_pages"), err);
	if (p->store)
		store_judge_copies(p->store, (double)settings_number(s, "copy_resemblance") / 100,
			(double)settings_number(s, "copy_containment") / 100);
	return p->store && store_know_places(p->store, daemon_data_dir(s), err);
}

static bool bind_links(struct program *p, struct err *err)
{
	static const char *const tcp[] = {"results_listen", "store_status_listen"};
	const struct settings *s = p->daemon.settings;
	char results[PATH_MAX + 8], status[PATH_MAX + 8], ingestor[PATH_MAX + 8];

	if (!daemon_secure(&p->daemon, p->service, tcp, ARRAY_SIZE(tcp), err) ||
		!daemon_endpoint(s, "store.results", results, err) ||
		!daemon_endpoint(s, "store.status", status, err) ||
		!daemon_endpoint(s, "ingestor.status", ingestor, err) ||
		!service_connect_subscriber(p->service, ingestor, on_ingestor_status, p, err))
		return false;
	p->results = service_bind_router(p->service, results, on_frame, p, err);
	p->status = p->results ? service_bind_publisher(p->service, status, err) : NULL;
	return p->status &&
	       link_bind_also(p->results, settings_string(s, "results_listen"), KEY_EXTRACT, err) &&
	       link_bind_also(p->status, settings_string(s, "store_status_listen"), KEY_WATCH, err);
}

static bool start(struct program *p, struct err *err)
{
	if (!daemon_lock(&p->daemon, err) || !open_store(p, err) || !bind_links(p, err))
		return false;
	service_on_batch(p->service, on_batch, p);
	service_every(p->service, 1000, publish_status, p);
	service_on_reload(p->service, daemon_on_reload, &p->daemon);
	service_on_dump(p->service, dump, p);
	log_info("started", "pid=%d version=%s", (int)getpid(), SITREP_VERSION);
	return true;
}

int main(int argc, char **argv)
{
	struct program p = {0};
	struct err err = {0};
	int code = EX_OK;

	daemon_init(&p.daemon, "store", argc, argv);
	p.service = service_new(settings_number(p.daemon.settings, "drain"));
	p.arrivals = arrivals_new();
	arena_init(&p.arena, MAX_UNPACK_BYTES);
	if (start(&p, &err)) {
		service_run(p.service);
		code = p.broken ? EX_SOFTWARE : EX_OK;
	} else {
		code = daemon_fail(&err);
	}
	log_info("stopped", "%s", "");
	arrivals_free(&p.arrivals);
	forget_pending(&p);
	free(p.pending);
	outbox_release(&p.out);
	store_close(&p.store);
	arena_release(&p.arena);
	service_free(&p.service);
	daemon_release(&p.daemon);
	return code;
}
