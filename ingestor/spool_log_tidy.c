/* SPDX-License-Identifier: Apache-2.0
 * spool_log_tidy.c - keeps the log as short as spool_log.h promises. */
#include "ingestor/spool_log.h"

#include <stdlib.h>

#include "base/mem.h"

#define MOVE_BYTES ((uint64_t)1 << 20) /* with one batch */
#define IDLE_BYTES ((uint64_t)1 << 20) /* of a segment that holds nothing any more: begun anew when nothing happens */

static uint64_t live_bytes(const struct spool_log *self)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < self->files.n; i++)
		n += self->files.v[i].live;
	return n;
}

static bool wants_move(const struct spool_log *self)
{
	uint64_t live = live_bytes(self);

	return self->files.n > 1 && self->files.v[0].live > 0 &&
	       files_bytes(&self->files) - live > live / 2 + self->files.segment_bytes;
}

struct by_place {
	uint64_t seq;
	uint32_t at;
};

static int compare_places(const void *a, const void *b)
{
	const struct by_place *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* All entries are looked through once for a segment, which is some milliseconds for a million. */
static void list_survivors(struct spool_log *self)
{
	AUTO(mem_free) struct by_place *v = NULL;
	struct log_move *move = &self->move;
	size_t i, n = 0, cap = 0;

	move->segment = self->files.v[0].number;
	for (i = 0; i < self->index.n; i++) {
		const struct seg_entry *e = &self->index.v[i];

		if (!e->seq || !e->state || e->item.segment != move->segment)
			continue;
		if (n == cap) {
			cap = cap ? 2 * cap : 256;
			v = xrealloc(v, cap, sizeof(*v));
		}
		v[n++] = (struct by_place){e->seq, e->item.at};
	}
	if (n)
		qsort(v, n, sizeof(*v), compare_places);
	move->seqs = xrealloc(move->seqs, n + 1, sizeof(*move->seqs));
	move->n = n;
	move->next = 0;
	for (i = 0; i < n; i++)
		move->seqs[i] = v[i].seq;
}

/* What the disk has lost of its bytes, it has lost for good then. */
static bool move_one(struct spool_log *self, uint64_t seq, struct arena *arena, struct err *err)
{
	const struct seg_entry *e = index_get(&self->index, seq);
	uint64_t bytes = e->body;
	struct spool_item item;
	struct report report;

	arena_reset(arena);
	if (!log_read(self, e, true, arena, &item, &report, err) ||
		!log_append_item(self, &item, &report, RECORD_MOVED, err))
		return false;
	self->base.counts.bytes -= bytes - report.body.n;
	return true;
}

bool log_move_some(struct spool_log *self, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct log_move *move = &self->move;
	uint64_t moved = 0;

	if (!wants_move(self))
		return true;
	if (move->segment != self->files.v[0].number || move->next == move->n)
		list_survivors(self);
	arena_init(&arena, 0);
	while (moved < MOVE_BYTES && move->next < move->n) {
		const struct seg_entry *e = index_get(&self->index, move->seqs[move->next++]);

		if (!e || !e->state || e->item.segment != move->segment)
			continue;
		moved += e->head + e->body;
		if (!move_one(self, e->seq, &arena, err))
			return false;
	}
	return true;
}

/* Where the log ends, and what it begins with once so many of its segments are gone. */
static struct ledger_place end_of(const struct spool_log *self, size_t removed)
{
	const struct seg_files *f = &self->files;
	struct ledger_place place = {.checked = {f->next_number, 0}, .first = f->next_number, .salt = f->salt};

	if (removed < f->n) {
		place.checked = (struct seg_place){f->v[f->n - 1].number, (uint32_t)f->v[f->n - 1].end};
		place.first = f->v[removed].number;
	}
	return place;
}

static bool checkpoint(struct spool_log *self, size_t removed, struct err *err)
{
	const struct ledger_place place = end_of(self, removed);
	size_t n = self->ledger.nfresh, i;

	if (!ledger_checkpoint(&self->ledger, &place, &self->committed, err))
		return false;
	/* the rows stand there until the next comes */
	for (i = 0; i < n; i++) {
		const struct seg_entry *e = index_get(&self->index, self->ledger.fresh[i].seq);

		if (e && !e->state)
			index_remove(&self->index, e->seq);
	}
	return true;
}

bool log_checkpoint(struct spool_log *self, struct err *err)
{
	return checkpoint(self, 0, err);
}

static size_t removable(const struct spool_log *self, bool idle, bool closing)
{
	const struct seg_files *f = &self->files;
	size_t n = 0;

	while (n < f->n && f->v[n].live == 0)
		n++;
	/* the last one is written to; but what was long may begin anew when nothing is in it */
	if (n && n == f->n && !closing && !(idle && f->v[n - 1].end > IDLE_BYTES))
		n--;
	return n;
}

void log_tidy(struct spool_log *self, bool idle, bool closing)
{
	size_t n = removable(self, idle, closing);

	if (!n && !closing && !ledger_wants_checkpoint(&self->ledger))
		return;
	err_clear(&self->trouble);
	if (!checkpoint(self, n, &self->trouble))
		return;
	while (n-- > 0 && files_remove_first(&self->files, &self->trouble))
		;
}
