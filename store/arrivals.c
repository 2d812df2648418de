/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "service/readahead.h"
#include "store/arrivals.h"
#include "wire/wire.h"

#define AHEAD_BYTES ((size_t)4 << 20) /* of frames, at the most, but for a single one */
#define KEPT_BYTES ((size_t)1 << 18)  /* of each arena, for the next one */

struct arrivals {
	struct readahead *readahead;
	struct arrival v[READAHEAD_JOBS]; /* number n is in v[n % READAHEAD_JOBS] */
	size_t nadded, nhandled;          /* since the start */
	size_t bytes;                     /* of the frames between the two */
	struct arrival *at_hand;          /* was handed out last; NULL: none */
};

/* On either thread: it touches the arrival and nothing else. */
static void read_ahead(void *job)
{
	struct arrival *a = job;

	a->ok = wire_unpack(a->frame, &a->arena, &a->message, &a->err);
	if (a->ok && a->message.type == MESSAGE_RESULT)
		store_prepare(&a->message.u.result.extraction, &a->more, &a->prepared);
}

struct arrivals *arrivals_new(void)
{
	struct arrivals *arrivals = xcalloc(1, sizeof(*arrivals));
	size_t i;

	for (i = 0; i < READAHEAD_JOBS; i++) {
		arena_init(&arrivals->v[i].arena, MAX_UNPACK_BYTES);
		arena_init(&arrivals->v[i].more, 0);
	}
	arrivals->readahead = readahead_new(read_ahead);
	return arrivals;
}

/* One large result must not fatten all of them for good. */
static void tidy(struct arena *arena)
{
	if (arena->used > KEPT_BYTES)
		arena_release(arena);
	else
		arena_reset(arena);
}

static void clear(struct arrival *a)
{
	free((char *)a->peer.p);
	free((char *)a->frame.p);
	a->peer = a->frame = (struct str){0};
	err_clear(&a->err);
	tidy(&a->arena);
	tidy(&a->more);
}

void arrivals_free(struct arrivals **arrivals)
{
	size_t i;

	if (!*arrivals)
		return;
	readahead_free(&(*arrivals)->readahead);
	for (i = 0; i < READAHEAD_JOBS; i++) {
		clear(&(*arrivals)->v[i]);
		arena_release(&(*arrivals)->v[i].arena);
		arena_release(&(*arrivals)->v[i].more);
	}
	free(*arrivals);
	*arrivals = NULL;
}

static void let_go(struct arrivals *arrivals)
{
	if (arrivals->at_hand)
		clear(arrivals->at_hand);
	arrivals->at_hand = NULL;
}

bool arrivals_add(struct arrivals *arrivals, struct str peer, struct str frame)
{
	struct arrival *a = &arrivals->v[arrivals->nadded % READAHEAD_JOBS];
	size_t waiting = arrivals->nadded - arrivals->nhandled;

	if (waiting == READAHEAD_JOBS || (waiting && arrivals->bytes + frame.n > AHEAD_BYTES))
		return false;
	let_go(arrivals);
	a->peer = (struct str){xstrndup(peer.p, peer.n), peer.n};
	a->frame = (struct str){xstrndup(frame.p, frame.n), frame.n};
	arrivals->bytes += frame.n;
	arrivals->nadded++;
	return readahead_give(arrivals->readahead, a);
}

struct arrival *arrivals_next(struct arrivals *arrivals)
{
	let_go(arrivals);
	arrivals->at_hand = readahead_take(arrivals->readahead);
	if (arrivals->at_hand) {
		arrivals->nhandled++;
		arrivals->bytes -= arrivals->at_hand->frame.n;
	}
	return arrivals->at_hand;
}
