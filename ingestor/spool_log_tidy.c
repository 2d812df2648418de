/* SPDX-License-Identifier: Apache-2.0
 * spool_log_tidy.c - keeps the log as short as spool_log.h promises. */
#include "ingestor/spool_log.h"

#include <stdlib.h>

#include "base/mem.h"

#define MOVE_BYTES ((uint64_t)1 << 20) /* with one batch */
#define MANY_SEGMENTS 4                /* that could be removed make a checkpoint worth while */
#define PIECES 16                      /* of a checkpoint, one with each batch: some 20 ms each */
#define IDLE_BYTES \
	((uint64_t)1 \
		<< 20) /* of a segment that holds nothing any more: begun anew when nothing happens */

/* The oldest segment that still holds a report, if it is to be emptied; NULL: none. Those before
 * it will be removed. */
static const struct segment *to_be_emptied(const struct spool_log *self)
{
	const struct seg_files *f = &self->files;
	uint64_t live = 0, all = 0;
	size_t i, first = 0;

	while (first < f->n && !f->v[first].live)
		first++;
	for (i = first; i < f->n; i++) {
		live += f->v[i].live;
		all += f->v[i].end;
	}
	return first + 1 < f->n && all - live > live / 2 + f->segment_bytes ? &f->v[first] : NULL;
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
static void list_survivors(struct spool_log *self, uint32_t segment)
{
	AUTO(mem_free) struct by_place *v = NULL;
	struct log_move *move = &self->move;
	size_t i, n = 0, cap = 0;

	move->segment = segment;
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
	const struct segment *from = to_be_emptied(self);
	uint64_t moved = 0;

	if (!from)
		return true;
	if (move->segment != from->number || move->next == move->n)
		list_survivors(self, from->number);
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
	struct ledger_place place = {
		.checked = {f->next_number, 0}, .first = f->next_number, .salt = f->salt};

	if (removed < f->n) {
		place.checked =
			(struct seg_place){f->v[f->n - 1].number, (uint32_t)f->v[f->n - 1].end};
		place.first = f->v[removed].number;
	}
	return place;
}

static bool checkpoint(
	struct spool_log *self, size_t removed, size_t rows, bool *ret_done, struct err *err)
{
	const struct ledger_place place = end_of(self, removed);
	size_t n = self->ledger.nfresh, i;

	if (!ledger_checkpoint(&self->ledger, &place, &self->committed, rows, ret_done, err))
		return false;
	/* the rows stand there until the next comes */
	for (i = 0; *ret_done && i < n; i++) {
		const struct seg_entry *e = index_get(&self->index, self->ledger.fresh[i].seq);

		if (e && !e->state)
			index_remove(&self->index, e->seq);
	}
	return true;
}

bool log_checkpoint(struct spool_log *self, struct err *err)
{
	bool done;

	return checkpoint(self, 0, LEDGER_ALL, &done, err);
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
	/* SQLite copies nothing while a transaction is open */
	size_t rows = closing || self->base.copy ? LEDGER_ALL : self->ledger.most_rows / PIECES + 1;
	bool done;

	if (!closing && !(idle && n) && n < MANY_SEGMENTS &&
		!ledger_wants_checkpoint(&self->ledger))
		return;
	err_clear(&self->trouble);
	if (!checkpoint(self, n, rows, &done, &self->trouble) || !done)
		return;
	while (n-- > 0 && files_remove_first(&self->files, &self->trouble))
		;
}
