/* SPDX-License-Identifier: Apache-2.0
 * link.h - one socket of a service, for service.c and link.c: what it is bound or connected to,
 * and how a message is read from it. */
#ifndef SITREP_LINK_H
#define SITREP_LINK_H

#include <czmq.h>
#include "service/curve.h"
#include "service/service.h"

#define MAX_ENDPOINTS 4

enum link_kind { LINK_ROUTER, LINK_DEALER, LINK_PUBLISHER, LINK_SUBSCRIBER };

/* What happened to a connection of ours since it was last asked. */
struct link_news {
	bool shut_out;  /* the other end refused our key */
	bool connected; /* the connection stands, again or for the first time */
};

struct link {
	enum link_kind kind;
	zsock_t *sock;
	char *endpoints[MAX_ENDPOINTS]; /* [nendpoints] owned */
	size_t nendpoints, nbound;      /* those from nbound on are to be bound again */
	service_frame_fn *on_frame;
	void *arg;
	const struct keys *keys; /* borrowed; NULL: ipc only */
	enum key_role role;      /* of those who may connect over tcp */
	char *identity;          /* owned; NULL: none */
	zsock_t *monitor;        /* what happens to a connection of ours; NULL: not watched */
	unsigned watched;        /* times that a monitor was made */
	int64_t lost_ms; /* monotonic, when it ended and libzmq did not try again; 0: it lives */
	struct link_news news;
	bool check_users; /* a key was revoked: look whether who speaks still may */
	char speaker
		[KEY_TEXT]; /* of the frame at hand: the key that was let in; "": it came by ipc */
	uint64_t *refused;  /* counts frames of those who may not speak any more */
};

/* identity may be NULL. */
void link_identify(struct link *link, const char *identity);
struct link *link_new(enum link_kind kind, service_frame_fn *fn, void *arg);
void link_free(struct link **link);
bool link_bind(struct link *link, const char *endpoint, struct err *err) MUST_CHECK;
bool link_connect(struct link *link, const char *endpoint, struct err *err) MUST_CHECK;
/* One message to on_frame, if there is one. */
bool link_receive(struct link *link);
/* A key was revoked. A publisher's subscribers must all prove themselves again: its socket is
 * made anew (the statuses of a moment are lost). Elsewhere what the revoked one sends is
 * dropped. */
void link_distrust(struct link *link);
/* libzmq gives a connection up for good when the peer breaks the protocol or refuses our key (a
 * falsified byte is enough). Call once a second: a link that was given up is made anew. */
struct link_news link_revive(struct link *link, int64_t now_ms);
/* Binds what could not be bound again at once: the old socket may linger in libzmq for a moment. */
void link_rebind(struct link *link);

#endif
