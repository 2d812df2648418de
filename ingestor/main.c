/* SPDX-License-Identifier: Apache-2.0
 * sitrep-ingestor: takes reports in, makes them durable, lends them to extractors. */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/paths.h"
#include "db/repair.h"
#include "ingestor/feeds.h"
#include "ingestor/ingestor.h"
#include "ingestor/intake_http.h"
#include "ingestor/sources.h"
#include "service/daemon.h"
#include "service/notify.h"
#include "service/outbox.h"
#include "service/service.h"
#include "wire/wire.h"

struct program {
	struct daemon daemon;
	struct service *service;
	struct spool *spool;
	struct ingestor *ingestor;
	struct watch *watch;
	struct feeds *feeds;
	struct sources sources;
	char unpacker[PATH_MAX]; /* path of sitrep-extractor, which takes feeds apart */
	struct intake_http *intake;
	struct http *http;
	struct link *work, *intake_link, *status;
	struct outbox out;
	struct arena arena; /* of the message at hand */
	uint64_t unreadable;
	char path[PATH_MAX + 16]; /* of the spool */
	bool broken;              /* the spool is damaged: end, be started again, repair */
	int64_t batch_us;         /* when the first message of this batch came */
	struct err failure;       /* what went wrong in this batch */
	int64_t complained_ms;    /* when a failure was last logged */
};

static bool on_intake(struct program *p, struct str peer, const struct message *m, struct err *err)
{
	struct message no = {.type = MESSAGE_REPLY};

	if (m->type != MESSAGE_REQUEST ||
		daemon_may_ask(&p->daemon, p->intake_link, &m->u.request, &no.u.reply))
		return ingestor_on_intake(p->ingestor, peer, m, clock_wall_ms(), &p->out, err);
	outbox_add(&p->out, INGESTOR_INTAKE, peer, &no);
	return true;
}

static void on_frame(void *arg, struct link *link, struct str peer, struct str frame)
{
	struct program *p = arg;
	struct message m;
	struct err err = {0};
	bool ok;

	if (!p->batch_us)
		p->batch_us = clock_mono_us();
	arena_reset(&p->arena);
	if (!wire_unpack(frame, &p->arena, &m, &err)) {
		if (p->unreadable++ == 0)
			log_warn("unreadable", "error=%s", log_quote(str_from(err.text)));
		return;
	}
	if (p->failure.kind != ERR_NONE)
		return; /* this batch is lost anyway; the sender will repeat */
	ok = link == p->work
		     ? ingestor_on_work(p->ingestor, peer, &m, clock_wall_ms(), &p->out, &err)
		     : on_intake(p, peer, &m, &err);
	if (!ok)
		p->failure = err;
}

/* A worker that hung up gets nothing more, and what could not be sent to it is as if it had
 * handed it back unread: ready again with the next batch, instead of when its lease runs out. */
static void take_back(struct program *p, const struct outgoing *o)
{
	struct message sent, back = {.type = MESSAGE_RELEASED};
	struct err err = {0};

	ingestor_unreachable(p->ingestor, o->peer);
	arena_reset(&p->arena);
	if (!wire_unpack(buf_view(&o->frame), &p->arena, &sent, &err) ||
		sent.type != MESSAGE_ASSIGNMENT)
		return;
	back.u.released = (struct leases){&sent.u.assignment.lease, 1};
	if (!ingestor_on_work(p->ingestor, o->peer, &back, clock_wall_ms(), &p->out, &err))
		p->failure = err;
}

static void flush_outbox(struct program *p)
{
	size_t i;

	if (p->out.n)
		fault_here("ingestor-flush");
	for (i = 0; i < p->out.n; i++) {
		const struct outgoing *o = &p->out.v[i];
		bool work = o->link == INGESTOR_WORK;

		if (!link_send(work ? p->work : p->intake_link, o->peer, buf_view(&o->frame)) &&
			work)
			take_back(p, o);
	}
	outbox_clear(&p->out);
}

static void complain(struct program *p, const struct err *err)
{
	int64_t now = clock_mono_ms();

	if (now - p->complained_ms < 1000)
		return;
	p->complained_ms = now;
	daemon_trouble(&p->daemon, err);
	log_error("spool-failed", "error=%s", log_quote(str_from(err->text)));
}

static void publish_status(void *arg);

/* The batch either is on disk and answered, or has not happened. */
static void on_batch(void *arg)
{
	struct program *p = arg;
	struct err err = p->failure;
	int64_t now = clock_wall_ms(), next_ms = 1000, feeds_ms = 1000;
	bool ok = err.kind == ERR_NONE;

	p->failure = (struct err){0}; /* from here on it belongs to the next batch */
	ok = ok && watch_step(p->watch, now, &next_ms, &err);
	ok = ok && (!p->intake || intake_http_step(p->intake, now, &next_ms, &err));
	ok = ok && feeds_step(p->feeds, now, &feeds_ms, &err);
	ok = ok && ingestor_tick(p->ingestor, now, &p->out, &err);
	ok = ok && spool_commit(p->spool, &err);
	if (ok) {
		if (p->batch_us)
			ingestor_count_commit(p->ingestor, clock_mono_us() - p->batch_us, now);
		if (p->sources.changed)
			publish_status(p); /* who changed a source looks at it next */
		flush_outbox(p);
	} else {
		spool_rollback(p->spool);
		outbox_clear(&p->out);
		ingestor_forget_workers(p->ingestor);
		feeds_rolled_back(p->feeds);
		watch_rolled_back(p->watch);
		complain(p, &err);
		if (err.kind == ERR_FATAL) {
			db_suspect(p->path);
			p->broken = true;
			service_stop(p->service);
		}
		next_ms = 100;
	}
	if (p->intake)
		intake_http_flush(p->intake, ok);
	http_pump(p->http);
	next_ms = feeds_ms < next_ms ? feeds_ms : next_ms;
	service_wake_within(p->service, next_ms < 0 ? 0 : next_ms);
	p->batch_us = 0;
}

static void publish_status(void *arg)
{
	struct program *p = arg;
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf frame = {0};
	struct message m = {.type = MESSAGE_STATUS};
	struct err err = {0};
	int64_t now = clock_wall_ms();

	p->sources.changed = false;
	arena_init(&arena, 0);
	buf_init(&frame, MAX_FRAME_BYTES);
	m.u.status = daemon_status(&p->daemon, p->service, now, p->unreadable);
	watch_status(p->watch, now, &arena, &m.u.status);
	feeds_status(p->feeds, now, &arena, &m.u.status);
	if (p->intake)
		intake_http_status(p->intake, now, &arena, &m.u.status);
	if (ingestor_status(p->ingestor, now, &arena, &m.u.status, &err) &&
		wire_pack(&m, &frame, &err))
		link_send(p->status, (struct str){0}, buf_view(&frame));
	notify("STATUS=%llu ready, %llu leased, %llu dead, %zu workers",
		(unsigned long long)m.u.status.queue.ready,
		(unsigned long long)m.u.status.queue.leased,
		(unsigned long long)m.u.status.queue.dead, status_workers(&m.u.status));
}

/* The folders that the settings name. */
static bool watch_listed(struct program *p, const struct settings *s, struct err *err)
{
	struct str rest = str_from(settings_string(s, "watch")), dir;

	while (str_next_field(&rest, ':', &dir))
		if (dir.n && !watch_add(p->watch, dir, false, err))
			return false;
	return true;
}

static void dump(void *arg)
{
	struct program *p = arg;
	struct spool_counts c;

	spool_counts(p->spool, &c);
	log_info("state", "ready=%llu leased=%llu delayed=%llu dead=%llu bytes=%llu accepted=%llu",
		(unsigned long long)c.in_state[SPOOL_READY],
		(unsigned long long)c.in_state[SPOOL_LEASED],
		(unsigned long long)c.in_state[SPOOL_DELAYED],
		(unsigned long long)c.in_state[SPOOL_DEAD], (unsigned long long)c.bytes,
		(unsigned long long)c.accepted);
}

/* New settings for folders are taken up; folders that went are left to `sitrep unwatch`. */
static void on_reload(void *arg)
{
	struct program *p = arg;
	AUTO(settings_free) struct settings *fresh = daemon_reload(&p->daemon);
	struct err err = {0};

	if (fresh && !watch_listed(p, fresh, &err))
		log_warn("reload-failed", "error=%s", log_quote(str_from(err.text)));
	else if (fresh)
		log_info("reloaded", "%s", "");
}

static void on_stop(void *arg)
{
	struct program *p = arg;

	ingestor_drain(p->ingestor);
	log_info("draining", "%s", "");
	service_stop(p->service); /* everything is on disk already: workers find us again */
}

static bool open_spool(struct program *p, struct err *err)
{
	const struct settings *s = p->daemon.settings;
	struct spool_options options = {.kind = str_from(settings_string(s, "spool")),
		.path = p->path,
		.limits = {settings_number(s, "spool_max_reports"),
			settings_number(s, "spool_max_bytes")},
		.segment_bytes = settings_number(s, "spool_segment")};
	char dir[PATH_MAX];
	struct err damage = {0};

	if (!daemon_state_dir(s, dir, err))
		return false;
	snprintf(p->path, sizeof(p->path), "%s/spool.db", dir);
	p->spool = spool_open(&options, &damage, err);
	if (damage.kind != ERR_NONE) {
		log_error("spool-damaged", "error=%s", log_quote(str_from(damage.text)));
		daemon_trouble(&p->daemon, &damage);
	}
	/* a living worker renews within a second or two; a dead one need not be waited for */
	return p->spool && spool_shorten_leases(p->spool, clock_wall_ms() + 5000, err) &&
	       spool_commit(p->spool, err);
}

static void make_core(struct program *p)
{
	const struct settings *s = p->daemon.settings;
	struct ingestor_policy policy = {
		.lease_ms = (int64_t)settings_number(s, "lease"),
		.max_attempts = (uint32_t)settings_number(s, "max_attempts"),
		.max_lost = (uint32_t)settings_number(s, "max_lost"),
		.retry_min_ms = (int64_t)settings_number(s, "retry_min"),
		.retry_max_ms = (int64_t)settings_number(s, "retry_max"),
	};

	p->ingestor =
		ingestor_new(p->spool, &policy, (uint64_t)clock_wall_ms() ^ (uint64_t)getpid());
}

/* Requests about sources, which the core leaves to us. */
static bool on_source_request(
	void *arg, const struct request *request, struct arena *arena, struct reply *reply)
{
	struct program *p = arg;

	p->sources.feeds = p->feeds;
	return sources_request(&p->sources, request, clock_wall_ms(), arena, reply);
}

static void on_read(void *arg, struct str source, uint32_t text_bytes)
{
	struct program *p = arg;

	watch_read(p->watch, source, text_bytes);
	feeds_read(p->feeds, source, text_bytes);
}

static bool start_feeds(struct program *p, struct err *err)
{
	const struct settings *s = p->daemon.settings;
	struct feeds_options options = {
		.interval_ms = (int64_t)settings_number(s, "feed_interval"),
		.time_ms = (int64_t)settings_number(s, "fetch_time"),
		.silence_ms = (int64_t)settings_number(s, "source_silence"),
		.allow_private = settings_bool(s, "fetch_private"),
		.agent = settings_string(s, "fetch_agent"),
		.proxy = settings_string(s, "fetch_proxy"),
		.robots = settings_bool(s, "fetch_robots"),
		.unpacker = p->unpacker,
		.memory_bytes = settings_number(s, "report_memory"),
		.seed = (uint64_t)clock_wall_ms(),
	};

	paths_find_program("extractor", p->unpacker, sizeof(p->unpacker));
	p->feeds = feeds_new(p->spool, p->ingestor, &options, err);
	return p->feeds && feeds_restore(p->feeds, err);
}

static bool start_watching(struct program *p, struct err *err)
{
	const struct settings *s = p->daemon.settings;
	struct watch_options options = {
		.rescan_ms = (int64_t)settings_number(s, "watch_rescan"),
		.settle_ms = (int64_t)settings_number(s, "watch_settle"),
		.silence_ms = (int64_t)settings_number(s, "source_silence"),
		.unpacker = p->unpacker,
		.memory_bytes = settings_number(s, "report_memory"),
	};

	p->watch = watch_new(p->spool, p->ingestor, &options, err);
	if (!p->watch || !watch_restore(p->watch, err))
		return false;
	if (!watch_listed(p, s, err))
		return false;
	p->sources = (struct sources){.spool = p->spool, .watch = p->watch};
	ingestor_on_watch(p->ingestor, on_source_request, p);
	ingestor_on_read(p->ingestor, on_read, p);
	return spool_commit(p->spool, err);
}

static bool start_http(struct program *p, struct err *err)
{
	const struct settings *s = p->daemon.settings;
	struct http_options options = {
		.listen = settings_string(s, "http_listen"),
		.token_file = settings_string(s, "http_token_file"),
		.max_body = MAX_LINE_BYTES,
		.fn = intake_http_on_request,
	};
	struct delivery_options delivery = {p->unpacker, settings_number(s, "report_memory")};

	if (!options.listen[0])
		return true;
	p->intake = intake_http_new(p->ingestor, p->spool, &delivery,
		(int64_t)settings_number(s, "source_silence"), err);
	if (!p->intake)
		return false;
	options.arg = p->intake;
	p->http = http_start(p->service, &options, err);
	return p->http != NULL;
}

static void on_source(void *arg, int fd)
{
	(void)arg; /* watch_step() and feeds_step() in on_batch read it */
	(void)fd;
}

static bool bind_links(struct program *p, struct err *err)
{
	static const char *const tcp[] = {"work_listen", "intake_listen", "ingestor_status_listen"};
	const struct settings *s = p->daemon.settings;
	char work[PATH_MAX + 8], intake[PATH_MAX + 8], status[PATH_MAX + 8];

	if (!daemon_secure(&p->daemon, p->service, tcp, ARRAY_SIZE(tcp), err) ||
		!daemon_endpoint(s, "ingestor.work", work, err) ||
		!daemon_endpoint(s, "ingestor.intake", intake, err) ||
		!daemon_endpoint(s, "ingestor.status", status, err))
		return false;
	p->work = service_bind_router(p->service, work, on_frame, p, err);
	p->intake_link = p->work ? service_bind_router(p->service, intake, on_frame, p, err) : NULL;
	p->status = p->intake_link ? service_bind_publisher(p->service, status, err) : NULL;
	return p->status &&
	       link_bind_also(p->work, settings_string(s, "work_listen"), KEY_EXTRACT, err) &&
	       link_bind_also(
		       p->intake_link, settings_string(s, "intake_listen"), KEY_SUBMIT, err) &&
	       link_bind_also(
		       p->status, settings_string(s, "ingestor_status_listen"), KEY_WATCH, err);
}

static bool start(struct program *p, struct err *err)
{
	if (!daemon_lock(&p->daemon, err) || !open_spool(p, err))
		return false;
	make_core(p);
	if (!ingestor_restore(p->ingestor, err) || !start_feeds(p, err) ||
		!start_watching(p, err) || !start_http(p, err) || !bind_links(p, err))
		return false;
	service_watch_fd(p->service, watch_fd(p->watch), POLLIN, on_source, p);
	service_watch_fd(p->service, feeds_fd(p->feeds), POLLIN, on_source, p);
	service_on_batch(p->service, on_batch, p);
	service_every(p->service, 1000, publish_status, p);
	service_on_stop(p->service, on_stop, p);
	service_on_reload(p->service, on_reload, p);
	service_on_dump(p->service, dump, p);
	log_info("started", "pid=%d version=%s", (int)getpid(), SITREP_VERSION);
	return true;
}

static void finish(struct program *p)
{
	intake_http_free(&p->intake); /* answers what still waits */
	http_stop(&p->http);
	watch_free(&p->watch);
	feeds_free(&p->feeds);
	ingestor_free(&p->ingestor);
	spool_close(&p->spool);
	outbox_release(&p->out);
	arena_release(&p->arena);
	service_free(&p->service);
	daemon_release(&p->daemon);
}

int main(int argc, char **argv)
{
	struct program p = {0};
	struct err err = {0};
	int code = EX_OK;

	daemon_init(&p.daemon, "ingestor", argc, argv);
	p.service = service_new(settings_number(p.daemon.settings, "drain"));
	arena_init(&p.arena, MAX_UNPACK_BYTES);
	if (start(&p, &err)) {
		service_run(p.service);
		code = p.broken ? EX_SOFTWARE : EX_OK;
	} else {
		code = daemon_fail(&err);
	}
	log_info("stopped", "%s", "");
	finish(&p);
	return code;
}
