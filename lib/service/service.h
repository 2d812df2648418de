/* SPDX-License-Identifier: Apache-2.0
 * service.h - the skeleton that every daemon is built on, and the only place that knows ZeroMQ.
 *
 * A daemon is a table of links, timers and descriptors with one handler each. The loop reads
 * every link that has something, up to a batch, and then calls the batch handler: there the
 * daemon commits what the batch changed, and only then sends the answers. One fsync thus serves a
 * whole batch, and nothing is promised before it is on disk.
 *
 *   for (;;) { wait; for each readable link: on_frame(peer, frame)...; due timers; on_batch }
 *
 * TERM and INT begin to drain: service_stopping() turns true, on_stop runs once; the loop ends
 * when somebody calls service_stop() or the drain time is over. A second signal ends it at once.
 * HUP looks at the keys again and calls on_reload, USR1 on_dump. systemd hears of all this, and
 * of each turn of the loop if it waits for that (notify.h). No threads but ZeroMQ's own, and
 * helper.h's. */
#ifndef SITREP_SERVICE_H
#define SITREP_SERVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/err.h"
#include "service/keys.h"
#include "base/settings.h"
#include "base/str.h"

struct service;
struct link;

typedef void service_fn(void *arg);
typedef void service_fd_fn(void *arg, int fd);
/* peer is the sender's routing id (empty on a dealer); both are borrowed for the call. */
typedef void service_frame_fn(void *arg, struct link *link, struct str peer, struct str frame);

struct service *service_new(uint64_t drain_ms);
void service_free(struct service **service);

/* For tcp: takes the keys. fn (may be NULL) hears of each stranger that knocked: where from, and
 * the key ("" if it showed none; NULL: it was we who were refused, there). Before any tcp
 * endpoint. Revoked keys count within a second. */
struct keys;
typedef void service_refused_fn(void *arg, const char *address, const char *key);
bool service_use_keys(struct service *service, struct keys **keys, service_refused_fn *fn,
	void *arg, struct err *err) MUST_CHECK;
/* Connections and messages that were refused for their key, since the start. */
uint64_t service_refused(const struct service *service);

/* ipc:// sockets are made with mode 0600 in a private directory; tcp:// needs keys. */
struct link *service_bind_router(struct service *service, const char *endpoint,
	service_frame_fn *on_frame, void *arg, struct err *err);
/* endpoint: ipc://PATH or NAME@tcp://HOST:PORT. identity may be NULL. Connects in the background
 * and reconnects for ever. */
struct link *service_connect_dealer(struct service *service, const char *endpoint,
	const char *identity, service_frame_fn *on_frame, void *arg, struct err *err);
struct link *service_bind_publisher(struct service *service, const char *endpoint, struct err *err);
/* More endpoints for the same socket, separated by spaces, none is fine; over tcp for peers of
 * that role alone. */
bool link_bind_also(
	struct link *link, const char *endpoints, enum key_role role, struct err *err) MUST_CHECK;
/* Receives what a publisher sends; the newest frame matters, older ones may be lost. */
struct link *service_connect_subscriber(struct service *service, const char *endpoint,
	service_frame_fn *on_frame, void *arg, struct err *err);
/* Within on_frame: the key of whoever sent the frame over tcp; NULL: it came by ipc, from our
 * own user. */
const char *link_speaker(const struct link *link);
/* False (and nothing sent) if the peer is unknown or its queue is full: it will ask again. */
bool link_send(struct link *link, struct str peer, struct str frame);

/* A dealer's connection stands, for the first time or again: what was sent before may be lost. */
typedef void service_link_fn(void *arg, struct link *link);
void service_on_connected(struct service *service, service_link_fn *fn, void *arg);

/* events as in poll(2). The descriptor stays the caller's. */
void service_watch_fd(struct service *service, int fd, short events, service_fd_fn *fn, void *arg);
void service_unwatch_fd(struct service *service, int fd);
void service_every(struct service *service, int64_t ms, service_fn *fn, void *arg);
void service_on_batch(struct service *service, service_fn *fn, void *arg);
void service_on_stop(struct service *service, service_fn *fn, void *arg);
void service_on_reload(struct service *service, service_fn *fn, void *arg);
void service_on_dump(struct service *service, service_fn *fn, void *arg);
/* The next wait lasts at most this long: for libraries with timers of their own. */
void service_wake_within(struct service *service, int64_t ms);

bool service_stopping(const struct service *service);
void service_stop(struct service *service); /* leave the loop after this turn */
/* Until stopped. False if a signal forced the end before the drain was done. */
bool service_run(struct service *service);

/* Resident set size of a process in bytes (proc(5), statm); 0 if unknown. */
uint64_t process_rss(pid_t pid);

#endif
