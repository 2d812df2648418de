/* SPDX-License-Identifier: Apache-2.0
 * client.h - talking to the daemons from a program that has no loop: ask and wait, or listen. */
#ifndef SITREP_CLIENT_H
#define SITREP_CLIENT_H

#include "base/arena.h"
#include "base/err.h"
#include "service/keys.h"
#include "wire/message.h"

struct client;

/* A dealer to an ingestor's intake, or to the store. Connecting never fails for want of a peer:
 * asking does. keys may be NULL if no endpoint is NAME@tcp://HOST:PORT; they need not outlive
 * the call. */
struct client *client_connect(const char *endpoint, const struct keys *keys, struct err *err);
/* A subscriber to the statuses of one or more daemons. */
struct client *client_subscribe(
	const char *const *endpoints, size_t n, const struct keys *keys, struct err *err);
void client_close(struct client **client);
/* Queues it: true says nothing of its arrival. ERR_RETRY: a signal came. */
bool client_send(struct client *client, const struct message *message, struct err *err) MUST_CHECK;
/* The same of a message that is packed already. */
bool client_send_frame(struct client *client, struct str frame, struct err *err) MUST_CHECK;
/* The next message, into the arena. ERR_RETRY after timeout_ms, or at a signal ("interrupted"). */
bool client_receive(struct client *client, int timeout_ms, struct arena *arena,
	struct message *ret_message, struct err *err) MUST_CHECK;
/* Says that an ingestor, or the store, was asked and nothing came, and where it was asked:
 * ERR_RETRY, false. */
bool client_unanswered(const struct client *client, struct err *err);
/* Sends a request and waits for its reply. ERR_RETRY if nobody answers in time. */
bool client_ask(struct client *client, struct request *request, int timeout_ms, struct arena *arena,
	struct reply *ret_reply, struct err *err) MUST_CHECK;

#endif
