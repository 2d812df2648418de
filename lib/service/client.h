/* SPDX-License-Identifier: Apache-2.0
 * client.h - talking to the daemons from a program that has no loop: ask and wait, or listen. */
#ifndef SITREP_CLIENT_H
#define SITREP_CLIENT_H

#include "base/arena.h"
#include "base/err.h"
#include "wire/message.h"

struct client;

/* A dealer to an ingestor's intake. Connecting never fails for want of a peer: asking does. */
struct client *client_connect(const char *endpoint, struct err *err);
/* A subscriber to the statuses of one or more daemons. */
struct client *client_subscribe(const char *const *endpoints, size_t n, struct err *err);
void client_close(struct client **client);
bool client_send(struct client *client, const struct message *message, struct err *err) MUST_CHECK;
/* The next message, into the arena. ERR_RETRY after timeout_ms, or at a signal ("interrupted"). */
bool client_receive(struct client *client, int timeout_ms, struct arena *arena,
	struct message *ret_message, struct err *err) MUST_CHECK;
/* Sends a request and waits for its reply. ERR_RETRY if nobody answers in time. */
bool client_ask(struct client *client, struct request *request, int timeout_ms, struct arena *arena,
	struct reply *ret_reply, struct err *err) MUST_CHECK;

#endif
