/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "service/link.h"
#include "service/notify.h"
#include "service/service.h"

#define BATCH 256      /* frames read from one link in one turn */
#define TURN_MS 250    /* then timers and signals have their turn, however much waits */
#define MAX_SOURCES 64 /* links, descriptors, timers */

struct watched_fd {
	int fd;
	short events;
	service_fd_fn *fn;
	void *arg;
};

struct timer {
	int64_t every, due;
	service_fn *fn;
	void *arg;
};

struct callback {
	service_fn *fn;
	void *arg;
};

struct service {
	struct zap zap;    /* .sock NULL: nothing listens beyond this host */
	struct keys *keys; /* owned */
	service_refused_fn *on_refused;
	void *refused_arg;
	service_link_fn *on_connected;
	void *connected_arg;
	uint64_t refused_frames;
	struct link *links[MAX_SOURCES]; /* [nlinks] owned */
	size_t nlinks;
	struct watched_fd fds[MAX_SOURCES];
	size_t nfds;
	struct timer timers[MAX_SOURCES];
	size_t ntimers;
	struct callback on_batch, on_stop, on_reload, on_dump;
	int signal_fd;
	uint64_t drain_ms;
	int64_t drain_until; /* 0: not stopping */
	int64_t wake;        /* monotonic ms, INT64_MAX: none */
	bool stop, forced;
};

static void call(struct callback callback)
{
	if (callback.fn)
		callback.fn(callback.arg);
}

struct service *service_new(uint64_t drain_ms)
{
	struct service *service = xcalloc(1, sizeof(*service));
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	/* before ZeroMQ's threads are made, so that they inherit the mask */
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file at its limit is a full disk */
	zsys_init();
	zsys_handler_set(NULL);
	zsys_set_linger(200);
	service->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	service->drain_ms = drain_ms;
	service->wake = INT64_MAX;
	return service;
}

void service_free(struct service **service)
{
	size_t i;

	if (!*service)
		return;
	for (i = 0; i < (*service)->nlinks; i++)
		link_free(&(*service)->links[i]);
	zap_close(&(*service)->zap); /* after everything that listens */
	keys_close(&(*service)->keys);
	close((*service)->signal_fd);
	free(*service);
	*service = NULL;
}

/* Revoked keys lose their connections within a second, also when nobody knocks. */
static void look_at_links(void *arg)
{
	struct service *service = arg;
	bool lost = false;
	size_t i;

	if (service->keys) {
		(void)!keys_refresh(service->keys, false, NULL);
		lost = keys_take_lost(service->keys);
	}
	for (i = 0; i < service->nlinks; i++) {
		struct link *link = service->links[i];
		struct link_news news = link_revive(link, clock_mono_ms());

		link_rebind(link);
		if (news.shut_out && service->on_refused)
			service->on_refused(service->refused_arg, link->endpoints[0], NULL);
		if (news.connected && service->on_connected)
			service->on_connected(service->connected_arg, link);
		if (lost)
			link_distrust(link);
	}
}

void service_on_connected(struct service *service, service_link_fn *fn, void *arg)
{
	service->on_connected = fn;
	service->connected_arg = arg;
}

bool service_use_keys(struct service *service, struct keys **keys, service_refused_fn *fn,
	void *arg, struct err *err)
{
	service->keys = *keys;
	*keys = NULL;
	service->on_refused = fn;
	service->refused_arg = arg;
	return zap_open(&service->zap, service->keys, err);
}

uint64_t service_refused(const struct service *service)
{
	return service->zap.refused + service->refused_frames;
}

static struct link *add_link(
	struct service *service, enum link_kind kind, service_frame_fn *fn, void *arg)
{
	struct link *link;

	if (service->nlinks == MAX_SOURCES)
		abort(); /* our own tables are longer than we thought */
	link = link_new(kind, fn, arg);
	link->keys = service->keys;
	link->refused = &service->refused_frames;
	service->links[service->nlinks++] = link;
	return link;
}

bool link_bind_also(struct link *link, const char *endpoints, enum key_role role, struct err *err)
{
	struct str rest = str_from(endpoints), field;
	char endpoint[512];

	link->role = role;
	while (str_next_field(&rest, ' ', &field)) {
		if (!field.n)
			continue;
		if (field.n >= sizeof(endpoint))
			return err_set(
				err, ERR_REJECT, "%.60s... is too long for an endpoint", field.p);
		snprintf(endpoint, sizeof(endpoint), "%.*s", STR_ARGS(field));
		if (!link_bind(link, endpoint, err))
			return false;
	}
	return true;
}

struct link *service_bind_router(struct service *service, const char *endpoint,
	service_frame_fn *on_frame, void *arg, struct err *err)
{
	struct link *link = add_link(service, LINK_ROUTER, on_frame, arg);

	return link_bind(link, endpoint, err) ? link : NULL;
}

struct link *service_connect_dealer(struct service *service, const char *endpoint,
	const char *identity, service_frame_fn *on_frame, void *arg, struct err *err)
{
	struct link *link = add_link(service, LINK_DEALER, on_frame, arg);

	if (identity)
		link_identify(link, identity);
	return link_connect(link, endpoint, err) ? link : NULL;
}

struct link *service_bind_publisher(struct service *service, const char *endpoint, struct err *err)
{
	struct link *link = add_link(service, LINK_PUBLISHER, NULL, NULL);

	return link_bind(link, endpoint, err) ? link : NULL;
}

struct link *service_connect_subscriber(struct service *service, const char *endpoint,
	service_frame_fn *on_frame, void *arg, struct err *err)
{
	struct link *link = add_link(service, LINK_SUBSCRIBER, on_frame, arg);

	return link_connect(link, endpoint, err) ? link : NULL;
}

void service_watch_fd(struct service *service, int fd, short events, service_fd_fn *fn, void *arg)
{
	if (service->nfds == MAX_SOURCES)
		abort();
	service->fds[service->nfds++] = (struct watched_fd){fd, events, fn, arg};
}

void service_unwatch_fd(struct service *service, int fd)
{
	size_t i;

	for (i = 0; i < service->nfds; i++)
		if (service->fds[i].fd == fd) {
			service->fds[i] = service->fds[--service->nfds];
			return;
		}
}

void service_every(struct service *service, int64_t ms, service_fn *fn, void *arg)
{
	if (service->ntimers == MAX_SOURCES)
		abort();
	service->timers[service->ntimers++] = (struct timer){ms, clock_mono_ms() + ms, fn, arg};
}

void service_on_batch(struct service *service, service_fn *fn, void *arg)
{
	service->on_batch = (struct callback){fn, arg};
}

void service_on_stop(struct service *service, service_fn *fn, void *arg)
{
	service->on_stop = (struct callback){fn, arg};
}

void service_on_reload(struct service *service, service_fn *fn, void *arg)
{
	service->on_reload = (struct callback){fn, arg};
}

void service_on_dump(struct service *service, service_fn *fn, void *arg)
{
	service->on_dump = (struct callback){fn, arg};
}

void service_wake_within(struct service *service, int64_t ms)
{
	int64_t at = clock_mono_ms() + ms;

	if (at < service->wake)
		service->wake = at;
}

bool service_stopping(const struct service *service)
{
	return service->drain_until != 0;
}

void service_stop(struct service *service)
{
	service->stop = true;
}

static void on_term(struct service *service)
{
	if (service->drain_until) {
		service->forced = true;
		service->stop = true;
		return;
	}
	notify("STOPPING=1");
	service->drain_until = clock_mono_ms() + (int64_t)service->drain_ms + 1;
	if (service->on_stop.fn)
		call(service->on_stop);
	else
		service->stop = true;
}

static void on_hup(struct service *service)
{
	notify_reloading();
	if (service->keys)
		(void)!keys_refresh(service->keys, true, NULL);
	call(service->on_reload);
	notify("READY=1");
}

static void on_signals(struct service *service)
{
	struct signalfd_siginfo info;

	while (read(service->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			on_hup(service);
		else if (info.ssi_signo == SIGUSR1)
			call(service->on_dump);
		else
			on_term(service);
	}
}

static long wait_ms(const struct service *service, int64_t now)
{
	int64_t until = service->wake;
	size_t i;

	for (i = 0; i < service->ntimers; i++)
		if (service->timers[i].due < until)
			until = service->timers[i].due;
	if (service->drain_until && service->drain_until < until)
		until = service->drain_until;
	if (until <= now)
		return 0;
	return until - now > 1000 ? 1000 : (long)(until - now);
}

static void run_timers(struct service *service, int64_t now)
{
	size_t i;

	for (i = 0; i < service->ntimers; i++) {
		struct timer *t = &service->timers[i];

		if (t->due <= now) {
			t->due = now + t->every;
			t->fn(t->arg);
		}
	}
}

static size_t fill_poll(struct service *service, zmq_pollitem_t *items)
{
	size_t n = 0, i;

	items[n++] = (zmq_pollitem_t){.fd = service->signal_fd, .events = ZMQ_POLLIN};
	for (i = 0; i < service->nlinks; i++)
		items[n++] = (zmq_pollitem_t){.socket = zsock_resolve(service->links[i]->sock),
			.events = service->links[i]->on_frame ? ZMQ_POLLIN : 0};
	if (service->zap.sock)
		items[n++] = (zmq_pollitem_t){
			.socket = zsock_resolve(service->zap.sock), .events = ZMQ_POLLIN};
	for (i = 0; i < service->nfds; i++)
		items[n++] = (zmq_pollitem_t){.fd = service->fds[i].fd,
			.events = (short)((service->fds[i].events & POLLIN ? ZMQ_POLLIN : 0) |
					  (service->fds[i].events & POLLOUT ? ZMQ_POLLOUT : 0))};
	return n;
}

static void serve_links(struct service *service, const zmq_pollitem_t *items)
{
	int64_t until = clock_mono_ms() + TURN_MS;
	size_t i, n;

	for (i = 0; i < service->nlinks; i++)
		for (n = 0; items[i].revents && n < BATCH && link_receive(service->links[i]); n++)
			if (clock_mono_ms() > until)
				break;
}

/* A handler may unwatch any descriptor, so those that are ready are copied first. */
static void serve_fds(struct service *service, const zmq_pollitem_t *items)
{
	struct watched_fd ready[MAX_SOURCES];
	size_t n = 0, i;

	for (i = 0; i < service->nfds; i++)
		if (items[i].revents)
			ready[n++] = service->fds[i];
	for (i = 0; i < n; i++)
		ready[i].fn(ready[i].arg, ready[i].fd);
}

/* Strangers wait for their turn like all others: a flood of them costs at most a part of each. */
static void serve_zap(struct service *service)
{
	bool refused;
	size_t n;

	if (!service->zap.sock)
		return;
	for (n = 0; n < BATCH && zap_answer(&service->zap, &refused); n++)
		if (refused && service->on_refused)
			service->on_refused(
				service->refused_arg, service->zap.address, service->zap.text);
}

static void still_alive(void *arg)
{
	(void)arg;
	notify("WATCHDOG=1");
}

bool service_run(struct service *service)
{
	zmq_pollitem_t items[2 + 2 * MAX_SOURCES];

	service_every(service, 1000, look_at_links, service);
	if (notify_watchdog_ms())
		service_every(service, notify_watchdog_ms(), still_alive, NULL);
	notify("READY=1");

	while (!service->stop) {
		size_t nlinks = service->nlinks;
		size_t n = fill_poll(service, items);
		long ms = wait_ms(service, clock_mono_ms());

		service->wake = INT64_MAX;
		if (zmq_poll(items, (int)n, ms) < 0 && zmq_errno() != EINTR)
			break;
		if (items[0].revents)
			on_signals(service);
		serve_links(service, items + 1);
		serve_zap(service);
		serve_fds(service, items + 1 + nlinks + (service->zap.sock != NULL));
		run_timers(service, clock_mono_ms());
		call(service->on_batch);
		if (service->drain_until && clock_mono_ms() >= service->drain_until)
			service->stop = true;
	}
	return !service->forced;
}

uint64_t process_rss(pid_t pid)
{
	char path[64];
	unsigned long size = 0, resident = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (fscanf(f, "%lu %lu", &size, &resident) != 2)
		resident = 0;
	fclose(f);
	return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}
