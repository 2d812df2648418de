/* SPDX-License-Identifier: Apache-2.0
 * curve.h - what makes a tcp socket safe: CURVE for secrecy and identity, ZAP (ZeroMQ RFC 27) for
 * who may come in, heartbeats for peers that vanished. For service.c and client.c.
 *
 * Options of a ZeroMQ socket hold for the endpoints that it binds or connects afterwards, so one
 * socket can serve ipc in the clear and tcp under CURVE. */
#ifndef SITREP_CURVE_H
#define SITREP_CURVE_H

#include <czmq.h>
#include "service/keys.h"

/* True for "tcp://..." and "NAME@tcp://...". */
bool curve_needed(const char *endpoint);
/* Before binding tcp, for peers of that role. keys may be NULL: refused with a sentence. */
bool curve_listen(zsock_t *sock, const char *endpoint, const struct keys *keys, enum key_role role,
	struct err *err) MUST_CHECK;
/* Before connecting to "NAME@tcp://HOST:PORT", whose key must be one that serves: *ret_address
 * points behind the "@". Endpoints that are not tcp pass as they are. */
bool curve_dial(zsock_t *sock, const char *endpoint, const struct keys *keys,
	const char **ret_address, struct err *err) MUST_CHECK;

/* Who answers libzmq's question whether a peer may come in. Must be there before the first tcp
 * bind, and until the last such socket is closed: without an answer libzmq lets everybody in. */
struct zap {
	zsock_t *sock;
	struct keys *keys; /* borrowed */
	uint64_t refused;
	char address[64];    /* of the last one that was refused */
	char text[KEY_TEXT]; /* and its key */
};

bool zap_open(struct zap *zap, struct keys *keys, struct err *err) MUST_CHECK;
void zap_close(struct zap *zap);
/* Answers one question, if there is one. *ret_refused tells how. */
bool zap_answer(struct zap *zap, bool *ret_refused);

#endif
