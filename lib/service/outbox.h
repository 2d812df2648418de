/* SPDX-License-Identifier: Apache-2.0
 * outbox.h - what a core wants sent, held back until what it promises is on disk.
 *
 * A core adds messages; the daemon commits, then flushes. If the commit fails the outbox is emptied
 * instead: nobody is told what did not happen. */
#ifndef SITREP_OUTBOX_H
#define SITREP_OUTBOX_H

#include "base/buf.h"
#include "base/err.h"
#include "wire/message.h"

struct outgoing {
	int link;        /* the core's own number for a socket */
	struct str peer; /* owned */
	struct buf frame;
};

struct outbox {
	struct outgoing *v; /* [n] owned */
	size_t n, cap;
	uint64_t unsendable; /* messages that could not be packed */
};

void outbox_release(struct outbox *outbox);
void outbox_clear(struct outbox *outbox);
void outbox_add(struct outbox *outbox, int link, struct str peer, const struct message *message);
/* A frame that is packed already; copied. */
void outbox_add_frame(struct outbox *outbox, int link, struct str frame);

#endif
