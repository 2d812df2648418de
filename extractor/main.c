/* SPDX-License-Identifier: Apache-2.0
 * sitrep-extractor: borrows reports from ingestors, has its child read them, sends what was found
 * to the store, and tells the ingestor when it is committed. */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/parse.h"
#include "base/paths.h"
#include "extractor/child.h"
#include "extractor/extractor.h"
#include "extractor/unpack.h"
#include "extractor/warden.h"
#include "service/daemon.h"
#include "service/notify.h"
#include "service/service.h"
#include "service/unpacker.h"
#include "wire/wire.h"

#define MAX_LINKS 32
#define FAREWELL_MS 300 /* reports on their way to us when we stop are handed back, not lost */

struct program {
	struct daemon daemon;
	struct service *service;
	struct extractor *core;
	struct warden warden,
		next; /* next: reads the lexicons anew after a HUP, until it takes over */
	struct link *links[MAX_LINKS]; /* ingestors, then stores */
	int ningestors, nlinks;
	struct outbox out;
	struct arena arena;
	int watched_fd, next_fd; /* the children's sockets as the loop knows them, -1: none */
	char name[160], host[64], path[PATH_MAX];
	int64_t drain_ms; /* when draining began */
	bool complained, misconfigured;
};

static int link_number(const struct program *p, const struct link *link)
{
	int i = 0;

	while (i < p->nlinks && p->links[i] != link)
		i++;
	return i;
}

static void on_frame(void *arg, struct link *link, struct str peer, struct str frame)
{
	struct program *p = arg;
	struct message m;
	struct err err = {0};
	int i = link_number(p, link);

	(void)peer;
	arena_reset(&p->arena);
	if (!wire_unpack(frame, &p->arena, &m, &err)) {
		extractor_count_unreadable(p->core);
		if (!p->complained)
			log_warn("unreadable", "error=%s", log_quote(str_from(err.text)));
		p->complained = true;
		return;
	}
	if (i < p->ningestors)
		extractor_on_ingestor(p->core, i, &m, frame, clock_wall_ms());
	else
		extractor_on_store(p->core, &m, &p->out);
}

static void on_answer(struct program *p)
{
	struct str frame = warden_answer(&p->warden);
	struct message m;
	struct err err = {0};

	arena_reset(&p->arena);
	/* the child has read hostile bytes: what it says is checked like a stranger's word */
	if (!wire_unpack(frame, &p->arena, &m, &err))
		extractor_failed(p->core, true, STR("unreadable"), str_from(err.text), &p->out);
	else if (m.type == MESSAGE_RESULT)
		extractor_result(p->core, &m.u.result, frame, clock_wall_ms(), &p->out);
	else if (m.type == MESSAGE_FAILED)
		extractor_failed(p->core, m.u.failed.permanent, m.u.failed.reason,
			m.u.failed.sentence, &p->out);
	else
		extractor_failed(p->core, true, STR("unreadable"),
			STR("the reader gave a strange answer"), &p->out);
	warden_take_answer(&p->warden);
}

static void on_death(struct program *p, const struct death *death)
{
	log_warn("reader-died", "reason=%s error=%s", death->reason,
		log_quote(str_from(death->sentence)));
	if (strcmp(death->reason, "config") == 0) {
		/* our own data or system is wrong: no report is to blame, and none will fare
		 * better */
		extractor_hand_back(p->core, &p->out);
		extractor_drain(p->core, &p->out);
		p->misconfigured = true;
		service_stop(p->service);
		return;
	}
	extractor_failed(
		p->core, false, str_from(death->reason), str_from(death->sentence), &p->out);
}

static void on_child(void *arg, int fd)
{
	struct program *p = arg;
	struct death death;

	if (fd != p->warden.fd)
		return;
	switch (warden_poll(&p->warden, &death)) {
	case WARDEN_ANSWER:
		on_answer(p);
		break;
	case WARDEN_DIED:
		service_unwatch_fd(p->service, fd);
		p->watched_fd = -1;
		on_death(p, &death);
		break;
	case WARDEN_NOTHING:
		break;
	}
}

/* The child may have been started or lost since the loop last looked. */
static void sync_watched_fd(struct program *p)
{
	if (p->watched_fd == p->warden.fd)
		return;
	if (p->watched_fd >= 0)
		service_unwatch_fd(p->service, p->watched_fd);
	if (p->warden.fd >= 0)
		service_watch_fd(p->service, p->warden.fd, POLLIN, on_child, p);
	p->watched_fd = p->warden.fd;
}

static void forget_next(struct program *p)
{
	if (p->next_fd >= 0)
		service_unwatch_fd(p->service, p->next_fd);
	p->next_fd = -1;
}

/* It has read the lexicons, or it says what is wrong with them: then all stays as it was. */
static void on_next(void *arg, int fd)
{
	struct program *p = arg;
	struct death death;

	if (fd != p->next.fd)
		return;
	if (warden_poll(&p->next, &death) == WARDEN_DIED) {
		forget_next(p);
		log_warn("reload-failed", "error=%s", log_quote(str_from(death.sentence)));
	} else if (p->next.begun) {
		forget_next(p);
		log_info("reloaded", "%s", "");
	}
}

/* Between two reports. */
static void take_over(struct program *p)
{
	if (!p->next.begun)
		return;
	if (p->watched_fd >= 0)
		service_unwatch_fd(p->service, p->watched_fd);
	p->watched_fd = -1;
	warden_succeed(&p->warden, &p->next);
}

static void feed_child(struct program *p)
{
	struct err err = {0};
	struct task *task;

	if (p->warden.busy)
		return;
	take_over(p);
	task = extractor_next(p->core, clock_wall_ms());
	if (task && !warden_give(&p->warden, buf_view(&task->frame), clock_mono_ms(), &err))
		extractor_failed(p->core, false, STR("system"), str_from(err.text), &p->out);
	sync_watched_fd(p);
}

static void flush_outbox(struct program *p)
{
	size_t i;

	if (p->out.n)
		fault_here("extractor-flush");
	for (i = 0; i < p->out.n; i++)
		link_send(
			p->links[p->out.v[i].link], (struct str){0}, buf_view(&p->out.v[i].frame));
	outbox_clear(&p->out);
}

static void on_batch(void *arg)
{
	struct program *p = arg;
	struct death death;

	if (warden_overdue(&p->warden, clock_mono_ms(), &death)) {
		sync_watched_fd(p);
		on_death(p, &death);
	}
	feed_child(p);
	extractor_tick(
		p->core, clock_wall_ms(), process_rss(getpid()) + warden_rss(&p->warden), &p->out);
	extractor_flush_done(p->core, &p->out);
	flush_outbox(p);
	if (service_stopping(p->service) && extractor_idle(p->core) &&
		clock_mono_ms() - p->drain_ms > FAREWELL_MS)
		service_stop(p->service);
}

static void on_connected(void *arg, struct link *link)
{
	struct program *p = arg;

	extractor_reconnected(p->core, link_number(p, link));
}

static void tell_systemd(void *arg)
{
	const struct program *p = arg;
	struct extractor_counts c = extractor_counts(p->core);

	notify("STATUS=%zu held, %llu done, %llu failed", c.held, (unsigned long long)c.done,
		(unsigned long long)c.failed);
}

static void on_tick(void *arg)
{
	(void)arg; /* on_batch does what is due */
}

/* The child reads lexicons and models when it starts: a new one does, and the old one works on
 * meanwhile. */
static void on_reload(void *arg)
{
	struct program *p = arg;
	AUTO(settings_free) struct settings *fresh = daemon_reload(&p->daemon);
	struct err err = {0};

	if (!fresh)
		return;
	forget_next(p);
	warden_dismiss(&p->next);
	if (!warden_start(&p->next, &err)) {
		log_warn("reload-failed", "error=%s", log_quote(str_from(err.text)));
		return;
	}
	p->next_fd = p->next.fd;
	service_watch_fd(p->service, p->next_fd, POLLIN, on_next, p);
}

static void dump(void *arg)
{
	struct program *p = arg;
	struct extractor_counts c = extractor_counts(p->core);

	log_info("state",
		"worker=%s held=%zu reading=%d unconfirmed=%zu done=%llu failed=%llu "
		"unreadable=%llu child=%d",
		p->name, c.held, c.reading, c.sent, (unsigned long long)c.done,
		(unsigned long long)c.failed, (unsigned long long)c.unreadable, (int)p->warden.pid);
}

static void on_stop(void *arg)
{
	struct program *p = arg;

	log_info("draining", "%s", "");
	p->drain_ms = clock_mono_ms();
	extractor_drain(p->core, &p->out);
}

static bool add_link(struct program *p, const char *endpoint, struct err *err)
{
	if (p->nlinks == MAX_LINKS)
		return err_set(err, ERR_REJECT, "more than %d endpoints", MAX_LINKS);
	p->links[p->nlinks] =
		service_connect_dealer(p->service, endpoint, p->name, on_frame, p, err);
	return p->links[p->nlinks++] != NULL;
}

/* The endpoints of a setting, or the one in run_dir. */
static bool add_links(struct program *p, const char *setting, const char *standard, struct err *err)
{
	struct str rest = str_from(settings_string(p->daemon.settings, setting)), field;
	char endpoint[PATH_MAX + 8];

	if (!rest.n)
		return daemon_endpoint(p->daemon.settings, standard, endpoint, err) &&
		       add_link(p, endpoint, err);
	while (str_next_field(&rest, ' ', &field)) {
		snprintf(endpoint, sizeof(endpoint), "%.*s", STR_ARGS(field));
		if (field.n && !add_link(p, endpoint, err))
			return false;
	}
	return true;
}

static void make_name(struct program *p)
{
	gethostname(p->host, sizeof(p->host) - 1);
	/* unique among the living, also when a process id comes round again */
	snprintf(p->name, sizeof(p->name), "%s-%d-%llx", p->host, (int)getpid(),
		(unsigned long long)clock_wall_ms() & 0xFFFFFF);
}

static bool make_core(struct program *p, struct err *err)
{
	static const char *const tcp[] = {"ingestors", "stores"};
	const struct settings *s = p->daemon.settings;
	struct warden_options warden = {
		.program = p->path,
		.data_dir = daemon_data_dir(s),
		.lexicon_dir = daemon_lexicon_dir(s),
		.name = p->name,
		.memory_bytes = settings_number(s, "report_memory"),
		.report_ms = (int64_t)settings_number(s, "report_time"),
		.nice = (int)settings_number(s, "reading_nice"),
	};
	struct extractor_options options = {
		.name = str_from(p->name),
		.host = str_from(p->host),
		.version = str_from(SITREP_VERSION),
		.window = (uint32_t)settings_number(s, "window"),
	};

	make_name(p);
	snprintf(p->path, sizeof(p->path), "%s/sitrep-extractor", paths_program_dir());
	warden_init(&p->warden, &warden);
	warden_init(&p->next, &warden);
	p->watched_fd = p->next_fd = -1;
	if (!daemon_secure(&p->daemon, p->service, tcp, ARRAY_SIZE(tcp), err) ||
		!add_links(p, "ingestors", "ingestor.work", err))
		return false;
	p->ningestors = p->nlinks;
	if (!add_links(p, "stores", "store.results", err))
		return false;
	options.name = str_from(p->name);
	options.host = str_from(p->host);
	options.ningestors = p->ningestors;
	options.nstores = p->nlinks - p->ningestors;
	p->core = extractor_new(&options);
	return true;
}

static int run(struct program *p, int argc, char **argv)
{
	struct err err = {0};
	int code = EX_OK;

	daemon_init(&p->daemon, "extractor", argc, argv);
	p->service = service_new(settings_number(p->daemon.settings, "drain"));
	arena_init(&p->arena, MAX_UNPACK_BYTES);
	if (make_core(p, &err) && warden_start(&p->warden, &err)) {
		service_on_batch(p->service, on_batch, p);
		service_on_stop(p->service, on_stop, p);
		service_on_reload(p->service, on_reload, p);
		service_on_dump(p->service, dump, p);
		service_every(p->service, 1000, tell_systemd, p);
		service_on_connected(p->service, on_connected, p);
		service_every(p->service, 100, on_tick, p);
		log_info("started", "worker=%s version=%s", p->name, SITREP_VERSION);
		service_run(p->service);
		log_info("stopped", "worker=%s", p->name);
		code = p->misconfigured ? EX_CONFIG : EX_OK;
	} else {
		code = daemon_fail(&err);
	}
	warden_release(&p->warden);
	warden_release(&p->next);
	extractor_free(&p->core);
	outbox_release(&p->out);
	arena_release(&p->arena);
	service_free(&p->service);
	daemon_release(&p->daemon);
	return code;
}

static int run_child(char **argv)
{
	struct child_options options = {
		.data_dir = argv[2], .lexicon_dir = argv[3], .worker = argv[4]};
	uint64_t memory = 0;

	if (!parse_u64(str_from(argv[5]), 1, UINT64_MAX, &memory))
		return EX_USAGE;
	options.memory_bytes = memory;
	return child_run(&options);
}

static int run_unpacker(char **argv)
{
	uint64_t memory = 0;

	if (!parse_u64(str_from(argv[2]), 1, UINT64_MAX, &memory))
		return EX_USAGE;
	return unpack_child(memory, str_from(argv[3]));
}

int main(int argc, char **argv)
{
	struct program p = {0};

	if (argc == 4 && strcmp(argv[1], UNPACK_FLAG) == 0)
		return run_unpacker(argv);

	if (argc == 6 && strcmp(argv[1], CHILD_FLAG) == 0)
		return run_child(argv);
	return run(&p, argc, argv);
}
