/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "service/outbox.h"
#include "wire/wire.h"

void outbox_clear(struct outbox *outbox)
{
	size_t i;

	for (i = 0; i < outbox->n; i++) {
		free((char *)outbox->v[i].peer.p);
		buf_release(&outbox->v[i].frame);
	}
	outbox->n = 0;
}

void outbox_release(struct outbox *outbox)
{
	outbox_clear(outbox);
	free(outbox->v);
	*outbox = (struct outbox){0};
}

static struct outgoing *outbox_grow(struct outbox *outbox, int link)
{
	struct outgoing *out;

	if (outbox->n == outbox->cap) {
		outbox->cap = outbox->cap ? outbox->cap * 2 : 64;
		outbox->v = xrealloc(outbox->v, outbox->cap, sizeof(*outbox->v));
	}
	out = &outbox->v[outbox->n];
	*out = (struct outgoing){.link = link};
	buf_init(&out->frame, MAX_FRAME_BYTES);
	return out;
}

void outbox_add(struct outbox *outbox, int link, struct str peer, const struct message *message)
{
	struct outgoing *out = outbox_grow(outbox, link);

	if (!wire_pack(message, &out->frame, NULL)) {
		buf_release(&out->frame);
		outbox->unsendable++;
		return;
	}
	out->peer = (struct str){xstrndup(peer.n ? peer.p : "", peer.n), peer.n};
	outbox->n++;
}

void outbox_add_frame(struct outbox *outbox, int link, struct str frame)
{
	buf_str(&outbox_grow(outbox, link)->frame, frame);
	outbox->v[outbox->n++].peer = (struct str){0};
}
