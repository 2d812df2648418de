/* SPDX-License-Identifier: Apache-2.0
 * seg_ledger_check.c - the ledger's checkpoint: what the batches since the last one said goes
 * into the tables, a piece with each batch, all of it in one transaction. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "ingestor/seg_ledger_parts.h"
#include "ingestor/spool_ops.h"

#define NOTES 8   /* of so many rows: notes are kept sorted by moving */
#define OVERDUE 4 /* times what calls for a checkpoint */

static bool waits(const struct ledger *l, size_t times)
{
	return l->fresh_kept + l->dropped_kept >= times * l->most_rows ||
	       l->kept.n > times * l->most_rows / NOTES ||
	       l->arena_kept >= times * LEDGER_CHECK_BYTES;
}

bool ledger_wants_checkpoint(const struct ledger *l)
{
	return l->under_way || waits(l, 1);
}

bool ledger_is_overdue(const struct ledger *l)
{
	return waits(l, OVERDUE);
}

static bool write_row(struct ledger *l, const struct ledger_row *row, struct err *err)
{
	struct query *q = l->q[L_ACCEPT];

	query_int(q, 1, (int64_t)row->seq);
	query_blob(q, 2, ledger_blob(&row->id));
	query_str(q, 3, row->source);
	query_int(q, 4, row->received_ms);
	return query_run(q, err);
}

/* Those that came since the checkpoint was begun, and what was dropped. */
static bool write_rest(struct ledger *l, struct err *err)
{
	size_t i;

	for (i = l->norder; i < l->nfresh; i++)
		if (!write_row(l, &l->fresh[i], err))
			return false;
	for (i = 0; i < l->ndropped; i++) {
		query_int(l->q[L_DROP], 1, (int64_t)l->dropped[i]);
		if (!query_run(l->q[L_DROP], err))
			return false;
	}
	return true;
}

static bool write_notes(struct ledger *l, struct err *err)
{
	size_t i;

	for (i = 0; i < l->kept.n; i++) {
		const struct ledger_note *note = &l->kept.v[i];
		struct query *q = l->q[str_absent(note->value) ? L_FORGET : L_NOTE];

		query_str(q, 1, note->key);
		if (!str_absent(note->value))
			query_str(q, 2, note->value);
		if (!query_run(q, err))
			return false;
	}
	return true;
}

static bool write_counter(
	struct ledger *l, const char *name, uint64_t now, uint64_t before, struct err *err)
{
	if (now == before)
		return true;
	query_str(l->q[L_COUNTER], 1, str_from(name));
	query_int(l->q[L_COUNTER], 2, (int64_t)now);
	return query_run(l->q[L_COUNTER], err);
}

static bool write_counters(struct ledger *l, const struct ledger_place *place,
	const struct spool_counts *counts, struct err *err)
{
	struct spool_counts now = *counts;
	const char *name;
	uint64_t *n;
	size_t i;

	for (i = 0; (n = spool_counter(&now, i, &name)); i++)
		if (!write_counter(l, name, *n, *spool_counter(&l->counts, i, &name), err))
			return false;
	return write_counter(
		       l, "log-segment", place->checked.segment, l->place.checked.segment, err) &&
	       write_counter(l, "log-at", place->checked.at, l->place.checked.at, err) &&
	       write_counter(l, "log-first", place->first, l->place.first, err) &&
	       write_counter(l, "log-salt", place->salt, l->place.salt, err);
}

static bool same_place(const struct ledger_place *a, const struct ledger_place *b)
{
	return a->checked.segment == b->checked.segment && a->checked.at == b->checked.at &&
	       a->first == b->first && a->salt == b->salt;
}

static int by_id(const void *a, const void *b, void *arg)
{
	const struct ledger_row *rows = arg;
	const uint32_t *x = a, *y = b;

	return memcmp(rows[*x].id.bytes, rows[*y].id.bytes, REPORT_ID_BYTES);
}

static bool begin_checkpoint(struct ledger *l, struct err *err)
{
	size_t i;

	if (!db_begin(l->db, err))
		return false;
	l->order = xrealloc(l->order, l->nfresh + 1, sizeof(*l->order));
	l->norder = l->nfresh;
	l->written = 0;
	for (i = 0; i < l->norder; i++)
		l->order[i] = (uint32_t)i;
	qsort_r(l->order, l->norder, sizeof(*l->order), by_id, l->fresh);
	l->under_way = true;
	return true;
}

static void end_checkpoint(struct ledger *l)
{
	db_rollback(l->db); /* if it is still open */
	free(l->order);
	l->order = NULL;
	l->norder = l->written = 0;
	l->under_way = false;
}

static bool finish_checkpoint(struct ledger *l, const struct ledger_place *place,
	const struct spool_counts *counts, struct err *err)
{
	if (!write_rest(l, err) || !write_notes(l, err) || !write_counters(l, place, counts, err) ||
		!db_commit(l->db, err))
		return false;
	fault_here("spool-log-checkpoint");
	if (l->nfresh && l->fresh[l->nfresh - 1].seq > l->last_seq)
		l->last_seq = l->fresh[l->nfresh - 1].seq;
	l->place = *place;
	l->counts = *counts;
	l->nfresh = l->fresh_kept = 0;
	l->ndropped = l->dropped_kept = 0;
	l->kept.n = 0;
	arena_reset(&l->arena);
	l->arena_kept = 0;
	return true;
}

/* A full disk may make SQLite give up the whole transaction on its own. */
static bool write_piece(struct ledger *l, size_t rows, struct err *err)
{
	for (; l->written < l->norder && rows > 0; l->written++, rows--)
		if (!write_row(l, &l->fresh[l->order[l->written]], err))
			return false;
	return db_in_transaction(l->db) ||
	       err_set(err, ERR_RETRY, "the spool's disk failed in the middle of a checkpoint");
}

bool ledger_checkpoint(struct ledger *l, const struct ledger_place *place,
	const struct spool_counts *counts, size_t rows, bool *ret_done, struct err *err)
{
	*ret_done = !l->under_way && l->nfresh + l->ndropped + l->kept.n == 0 &&
		    same_place(place, &l->place);
	if (*ret_done)
		return true;
	if (!l->under_way && !begin_checkpoint(l, err))
		return false;
	if (!write_piece(l, rows, err)) {
		end_checkpoint(l);
		return false;
	}
	if (l->written < l->norder)
		return true;
	*ret_done = finish_checkpoint(l, place, counts, err);
	end_checkpoint(l);
	return *ret_done;
}
