/* SPDX-License-Identifier: Apache-2.0 */
#include <czmq.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "service/service.h"

#define BATCH 256      /* frames read from one link in one turn */
#define TURN_MS 250    /* then timers and signals have their turn, however much waits */
#define MAX_SOURCES 64 /* links, descriptors, timers */

enum link_kind { LINK_ROUTER, LINK_DEALER, LINK_PUBLISHER, LINK_SUBSCRIBER };

struct link {
	enum link_kind kind;
	zsock_t *sock;
	service_frame_fn *on_frame;
	void *arg;
};

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
	for (i = 0; i < (*service)->nlinks; i++) {
		zsock_destroy(&(*service)->links[i]->sock);
		free((*service)->links[i]);
	}
	close((*service)->signal_fd);
	free(*service);
	*service = NULL;
}

static struct link *add_link(struct service *service, enum link_kind kind, service_frame_fn *fn,
	void *arg)
{
	static const int types[] = {ZMQ_ROUTER, ZMQ_DEALER, ZMQ_PUB, ZMQ_SUB};
	struct link *link;

	if (service->nlinks == MAX_SOURCES)
		abort(); /* our own tables are longer than we thought */
	link = xcalloc(1, sizeof(*link));
	link->kind = kind;
	link->on_frame = fn;
	link->arg = arg;
	link->sock = zsock_new(types[kind]);
	if (!link->sock)
		abort(); /* no sockets left: nothing can be done without one */
	zsock_set_maxmsgsize(link->sock, (int)MAX_FRAME_BYTES);
	zsock_set_reconnect_ivl(link->sock, 50);
	zsock_set_reconnect_ivl_max(link->sock, 2000);
	service->links[service->nlinks++] = link;
	return link;
}

static bool endpoint_allowed(const char *endpoint, struct err *err)
{
	if (strncmp(endpoint, "ipc://", 6) == 0 || strncmp(endpoint, "inproc://", 9) == 0)
		return true;
	return err_set(err, ERR_REJECT,
		"%s: only ipc:// endpoints are supported, tcp needs keys that do not exist yet",
		endpoint);
}

static bool link_bind(struct link *link, const char *endpoint, struct err *err)
{
	mode_t old;
	int rc;

	if (!endpoint_allowed(endpoint, err))
		return false;
	old = umask(0177);
	rc = zsock_bind(link->sock, "%s", endpoint);
	umask(old);
	return rc >= 0 || err_set(err, ERR_FATAL, "cannot bind %s: %s", endpoint,
				  zmq_strerror(zmq_errno()));
}

static bool link_connect(struct link *link, const char *endpoint, struct err *err)
{
	if (!endpoint_allowed(endpoint, err))
		return false;
	return zsock_connect(link->sock, "%s", endpoint) == 0 ||
	       err_set(err, ERR_FATAL, "cannot connect to %s: %s", endpoint,
		       zmq_strerror(zmq_errno()));
}

struct link *service_bind_router(struct service *service, const char *endpoint,
	service_frame_fn *on_frame, void *arg, struct err *err)
{
	struct link *link = add_link(service, LINK_ROUTER, on_frame, arg);

	zsock_set_router_mandatory(link->sock, 1);
	/* a worker that comes back under its old name takes over from its dead connection */
	zsock_set_router_handover(link->sock, 1);
	zsock_set_sndhwm(link->sock, 20000);
	return link_bind(link, endpoint, err) ? link : NULL;
}

struct link *service_connect_dealer(struct service *service, const char *endpoint,
	const char *identity, service_frame_fn *on_frame, void *arg, struct err *err)
{
	struct link *link = add_link(service, LINK_DEALER, on_frame, arg);

	if (identity)
		zsock_set_identity(link->sock, identity);
	zsock_set_sndhwm(link->sock, 20000);
	return link_connect(link, endpoint, err) ? link : NULL;
}

struct link *service_bind_publisher(struct service *service, const char *endpoint, struct err *err)
{
	struct link *link = add_link(service, LINK_PUBLISHER, NULL, NULL);

	zsock_set_sndhwm(link->sock, 4);
	return link_bind(link, endpoint, err) ? link : NULL;
}

struct link *service_connect_subscriber(struct service *service, const char *endpoint,
	service_frame_fn *on_frame, void *arg, struct err *err)
{
	struct link *link = add_link(service, LINK_SUBSCRIBER, on_frame, arg);

	zsock_set_subscribe(link->sock, "");
	return link_connect(link, endpoint, err) ? link : NULL;
}

bool link_send(struct link *link, struct str peer, struct str frame)
{
	void *sock = zsock_resolve(link->sock);

	if (link->kind == LINK_ROUTER &&
		zmq_send(sock, peer.p, peer.n, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
		return false;
	return zmq_send(sock, frame.p, frame.n, ZMQ_DONTWAIT) >= 0;
}

static void drop_rest(void *sock)
{
	int more = 1;
	size_t size = sizeof(more);

	while (zmq_getsockopt(sock, ZMQ_RCVMORE, &more, &size) == 0 && more) {
		zmq_msg_t part;

		zmq_msg_init(&part);
		if (zmq_msg_recv(&part, sock, ZMQ_DONTWAIT) < 0)
			more = 0;
		zmq_msg_close(&part);
	}
}

static struct str msg_str(zmq_msg_t *msg)
{
	return (struct str){zmq_msg_data(msg), zmq_msg_size(msg)};
}

/* One message, if there is one. Frames beyond the expected are not ours: dropped. */
static bool link_receive(struct link *link)
{
	void *sock = zsock_resolve(link->sock);
	zmq_msg_t peer, frame;
	bool got = false;

	zmq_msg_init(&peer);
	zmq_msg_init(&frame);
	if (link->kind != LINK_ROUTER || zmq_msg_recv(&peer, sock, ZMQ_DONTWAIT) >= 0)
		got = zmq_msg_recv(&frame, sock, ZMQ_DONTWAIT) >= 0;
	if (got) {
		drop_rest(sock);
		link->on_frame(link->arg, link, msg_str(&peer), msg_str(&frame));
	}
	zmq_msg_close(&peer);
	zmq_msg_close(&frame);
	return got;
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
	service->timers[service->ntimers++] =
		(struct timer){ms, clock_mono_ms() + ms, fn, arg};
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
	service->drain_until = clock_mono_ms() + (int64_t)service->drain_ms + 1;
	if (service->on_stop.fn)
		call(service->on_stop);
	else
		service->stop = true;
}

static void on_signals(struct service *service)
{
	struct signalfd_siginfo info;

	while (read(service->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			call(service->on_reload);
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

bool service_run(struct service *service)
{
	zmq_pollitem_t items[1 + 2 * MAX_SOURCES];

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
		serve_fds(service, items + 1 + nlinks);
		run_timers(service, clock_mono_ms());
		call(service->on_batch);
		if (service->drain_until && clock_mono_ms() >= service->drain_until)
			service->stop = true;
	}
	return !service->forced;
}

uint64_t service_rss(void)
{
	unsigned long size = 0, resident = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (!f)
		return 0;
	if (fscanf(f, "%lu %lu", &size, &resident) != 2)
		resident = 0;
	fclose(f);
	return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
}
