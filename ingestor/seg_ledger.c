/* SPDX-License-Identifier: Apache-2.0
 * seg_ledger.c - the ledger's open batch, and what is found in the tables and in the batches
 * since. How these get into the tables is in seg_ledger_check.c. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ingestor/seg_ledger_parts.h"
#include "ingestor/spool_ops.h"
#include "ingestor/spool_sql.h"

#define MOST_ROWS 65536
#define ROW_BYTES 128 /* of a segment for each that may wait */

#define ROW \
	"SELECT a.seq, a.id, a.received_ms, a.source, d.seq FROM accepted a LEFT JOIN dropped d " \
	"USING(seq) "

static const char *const statements[L_COUNT] = {
	[L_ACCEPT] = "INSERT OR IGNORE INTO accepted(seq, id, source, received_ms) VALUES(?1, ?2, "
		     "?3, ?4)",
	[L_DROP] = "INSERT OR IGNORE INTO dropped(seq) VALUES(?1)",
	[L_BY_ID] = ROW "WHERE " SPOOL_ID_IS,
	[L_BY_SEQ] = ROW "WHERE a.seq=?1",
	[L_LIST] = ROW "WHERE a.seq>?1 AND a.seq<=?3 ORDER BY a.seq LIMIT ?2",
	[L_NOTE] = "INSERT OR REPLACE INTO note(key, value) VALUES(?1, ?2)",
	[L_FORGET] = "DELETE FROM note WHERE key=?1",
	[L_NOTED] = "SELECT value FROM note WHERE key=?1",
	[L_NOTES] = "SELECT key FROM note WHERE key>=?1 ORDER BY key",
	[L_COUNTER] = "INSERT OR REPLACE INTO counter(name, value) VALUES(?1, ?2)",
};

static bool read_counter(struct query *q, const char *name, uint64_t *ret, struct err *err)
{
	int64_t value;

	query_str(q, 1, str_from(name));
	if (!query_first(q, 0, &value, err))
		return false;
	*ret = (uint64_t)value;
	return true;
}

static bool read_counters(struct ledger *l, struct spool_counts *counts, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(l->db, "SELECT value FROM counter WHERE name=?1", err);
	uint64_t segment = 0, at = 0, first = 0, *n;
	int64_t last_seq = 0;
	const char *name;
	size_t i;

	for (i = 0; q && (n = spool_counter(counts, i, &name)); i++)
		if (!read_counter(q, name, n, err))
			return false;
	if (!q || !read_counter(q, "log-segment", &segment, err) ||
		!read_counter(q, "log-at", &at, err) ||
		!read_counter(q, "log-first", &first, err) ||
		!read_counter(q, "log-salt", &l->place.salt, err) ||
		!db_number(l->db, "SELECT max(seq) FROM accepted", 0, &last_seq, err))
		return false;
	l->place.checked = (struct seg_place){(uint32_t)segment, (uint32_t)at};
	l->place.first = (uint32_t)first;
	l->last_seq = (uint64_t)last_seq;
	l->counts = *counts;
	return true;
}

bool ledger_open(struct ledger *l, const char *path, uint64_t segment_bytes,
	struct spool_counts *counts, struct err *err)
{
	uint64_t rows = segment_bytes / ROW_BYTES;

	*l = (struct ledger){.most_rows = rows < MOST_ROWS ? (size_t)rows + 1 : MOST_ROWS};
	arena_init(&l->arena, 0);
	l->db = db_open(path, DB_WRITE, err);
	if (!l->db)
		return false;
	l->q = xcalloc(L_COUNT, sizeof(*l->q));
	return db_exec(l->db,
		       "PRAGMA wal_autocheckpoint=8000; PRAGMA locking_mode=EXCLUSIVE; PRAGMA "
		       "cache_size=-32768",
		       err) &&
	       db_migrate(l->db, &spool_schema, err) &&
	       queries_new(l->db, statements, l->q, L_COUNT, err) && read_counters(l, counts, err);
}

void ledger_close(struct ledger *l)
{
	if (l->q)
		queries_free(l->q, L_COUNT);
	free(l->q);
	db_close(&l->db);
	free(l->fresh);
	free(l->dropped);
	free(l->order);
	free(l->kept.v);
	free(l->open.v);
	arena_release(&l->arena);
	*l = (struct ledger){0};
}

/* --- the open batch --- */

void ledger_accept(struct ledger *l, const struct ledger_row *row)
{
	const struct ledger_row *before = l->nfresh ? &l->fresh[l->nfresh - 1] : NULL;
	struct str source = str_absent(row->source) ? STR("") : row->source;

	if (l->nfresh == l->fresh_cap) {
		l->fresh_cap = l->fresh_cap ? 2 * l->fresh_cap : 256;
		l->fresh = xrealloc(l->fresh, l->fresh_cap, sizeof(*l->fresh));
		before = l->nfresh ? &l->fresh[l->nfresh - 1] : NULL;
	}
	l->fresh[l->nfresh] = *row;
	l->fresh[l->nfresh++].source = before && str_eq(before->source, source)
					       ? before->source
					       : arena_str(&l->arena, source);
}

void ledger_drop(struct ledger *l, uint64_t seq)
{
	if (l->ndropped == l->dropped_cap) {
		l->dropped_cap = l->dropped_cap ? 2 * l->dropped_cap : 64;
		l->dropped = xrealloc(l->dropped, l->dropped_cap, sizeof(*l->dropped));
	}
	l->dropped[l->ndropped++] = seq;
}

/* The first note whose key is not below key. */
static size_t note_at(const struct ledger_notes *notes, struct str key)
{
	size_t low = 0, high = notes->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (str_cmp(notes->v[mid].key, key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const struct ledger_note *find_note(const struct ledger_notes *notes, struct str key)
{
	size_t i = note_at(notes, key);

	return i < notes->n && str_eq(notes->v[i].key, key) ? &notes->v[i] : NULL;
}

static void set_note(struct ledger_notes *notes, const struct ledger_note *note)
{
	size_t i = note_at(notes, note->key);

	if (i == notes->n || !str_eq(notes->v[i].key, note->key)) {
		if (notes->n == notes->cap) {
			notes->cap = notes->cap ? 2 * notes->cap : 64;
			notes->v = xrealloc(notes->v, notes->cap, sizeof(*notes->v));
		}
		memmove(&notes->v[i + 1], &notes->v[i], (notes->n++ - i) * sizeof(*notes->v));
	}
	notes->v[i] = *note;
}

void ledger_note(struct ledger *l, struct str key, struct str value)
{
	const struct ledger_note note = {
		arena_str(&l->arena, key), str_absent(value) ? value : arena_str(&l->arena, value)};

	set_note(&l->open, &note);
}

void ledger_keep(struct ledger *l)
{
	size_t i;

	for (i = 0; i < l->open.n; i++)
		set_note(&l->kept, &l->open.v[i]);
	l->open.n = 0;
	l->fresh_kept = l->nfresh;
	l->dropped_kept = l->ndropped;
	l->arena_kept = l->arena.used;
}

/* Strings of batches that did not happen would pile up. */
static void renew_arena(struct ledger *l)
{
	struct arena fresh = {0};
	size_t i;

	arena_init(&fresh, 0);
	for (i = 0; i < l->nfresh; i++)
		l->fresh[i].source = i && l->fresh[i].source.p == l->fresh[i - 1].source.p
					     ? l->fresh[i - 1].source
					     : arena_str(&fresh, l->fresh[i].source);
	for (i = 0; i < l->kept.n; i++) {
		struct ledger_note *note = &l->kept.v[i];

		note->key = arena_str(&fresh, note->key);
		if (!str_absent(note->value))
			note->value = arena_str(&fresh, note->value);
	}
	arena_release(&l->arena);
	l->arena = fresh;
	l->arena_kept = fresh.used;
}

void ledger_rollback(struct ledger *l)
{
	l->open.n = 0;
	l->nfresh = l->fresh_kept;
	l->ndropped = l->dropped_kept;
	if (l->arena.used > l->arena_kept + LEDGER_CHECK_BYTES)
		renew_arena(l);
}

/* --- looking up --- */

const struct ledger_row *ledger_fresh(const struct ledger *l, uint64_t seq)
{
	size_t low = 0, high = l->nfresh;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->fresh[mid].seq < seq)
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->nfresh && l->fresh[low].seq == seq ? &l->fresh[low] : NULL;
}

static bool dropped_since(const struct ledger *l, uint64_t seq)
{
	size_t i;

	for (i = 0; i < l->ndropped; i++)
		if (l->dropped[i] == seq)
			return true;
	return false;
}

static struct ledger_row row_of(const struct ledger *l, const struct query *q, struct arena *arena)
{
	struct ledger_row row = {.seq = (uint64_t)query_get_int(q, 0),
		.received_ms = query_get_int(q, 2),
		.source = arena_str(arena, query_get_str(q, 3))};
	struct str id = query_get_blob(q, 1);

	if (id.n == REPORT_ID_BYTES)
		memcpy(row.id.bytes, id.p, REPORT_ID_BYTES);
	row.dropped = !query_get_null(q, 4) || dropped_since(l, row.seq);
	return row;
}

static struct ledger_row row_of_fresh(
	const struct ledger *l, const struct ledger_row *fresh, struct arena *arena)
{
	struct ledger_row row = *fresh;

	row.source = arena_str(arena, fresh->source);
	row.dropped = dropped_since(l, row.seq);
	return row;
}

static bool one_row(struct ledger *l, struct query *q, struct arena *arena, struct ledger_row *ret,
	bool *ret_found, struct err *err)
{
	if (!query_step(q, ret_found, err))
		return false;
	if (*ret_found) {
		*ret = row_of(l, q, arena);
		query_reset(q);
	}
	return true;
}

bool ledger_by_id(struct ledger *l, const struct report_id *id, struct arena *arena,
	struct ledger_row *ret, bool *ret_found, struct err *err)
{
	*ret_found = false;
	if (!l->last_seq)
		return true; /* the tables are empty */
	query_blob(l->q[L_BY_ID], 1, ledger_blob(id));
	return one_row(l, l->q[L_BY_ID], arena, ret, ret_found, err);
}

bool ledger_by_seq(struct ledger *l, uint64_t seq, struct arena *arena, struct ledger_row *ret,
	bool *ret_found, struct err *err)
{
	const struct ledger_row *fresh = ledger_fresh(l, seq);

	*ret_found = fresh != NULL;
	if (fresh) {
		*ret = row_of_fresh(l, fresh, arena);
		return true;
	}
	query_int(l->q[L_BY_SEQ], 1, (int64_t)seq);
	return one_row(l, l->q[L_BY_SEQ], arena, ret, ret_found, err);
}

bool ledger_list(struct ledger *l, uint64_t after, uint32_t limit, struct arena *arena,
	struct ledger_row **ret, size_t *ret_n, struct err *err)
{
	struct query *q = l->q[L_LIST];
	struct ledger_row *rows = NULL;
	size_t n = 0, cap = 0, i;
	bool ok;

	query_int(q, 1, (int64_t)after);
	query_int(q, 2, limit);
	query_int(q, 3, (int64_t)l->last_seq); /* without those of a checkpoint that is under way */
	while (query_next(q, &ok, err))
		*ARENA_PUSH(arena, rows, n, cap) = row_of(l, q, arena);
	if (!ok)
		return false;
	/* what is fresh comes after all that is in the tables; after damage a row may be in both */
	for (i = 0; i < l->nfresh && n < limit; i++)
		if (l->fresh[i].seq > after && (!n || l->fresh[i].seq > rows[n - 1].seq))
			*ARENA_PUSH(arena, rows, n, cap) = row_of_fresh(l, &l->fresh[i], arena);
	*ret = rows;
	*ret_n = n;
	return true;
}

bool ledger_noted(struct ledger *l, struct str key, struct arena *arena, struct str *ret_value,
	struct err *err)
{
	const struct ledger_note *note = find_note(&l->open, key);
	struct query *q = l->q[L_NOTED];
	bool row;

	*ret_value = (struct str){0};
	note = note ? note : find_note(&l->kept, key);
	if (note) {
		if (!str_absent(note->value))
			*ret_value = arena_str(arena, note->value);
		return true;
	}
	query_str(q, 1, key);
	if (!query_step(q, &row, err))
		return false;
	if (row) {
		*ret_value = arena_str(arena, query_get_str(q, 0));
		query_reset(q);
	}
	return true;
}

/* What is in the tables, with what was noted and forgotten since: gathered, sorted, each once. */
bool ledger_list_notes(struct ledger *l, struct str prefix, struct arena *arena,
	struct str **ret_keys, size_t *ret_n, struct err *err)
{
	struct query *q = l->q[L_NOTES];
	struct ledger_notes all = {0};
	const struct ledger_notes *since[] = {&l->kept, &l->open};
	bool row;
	size_t i, k;

	query_str(q, 1, prefix);
	for (;;) {
		if (!query_step(q, &row, err)) {
			free(all.v);
			return false;
		}
		if (row && str_starts(query_get_str(q, 0), prefix)) {
			set_note(&all, &(struct ledger_note){
					       arena_str(arena, query_get_str(q, 0)), STR("")});
			continue;
		}
		if (row)
			query_reset(q);
		break;
	}
	for (k = 0; k < ARRAY_SIZE(since); k++)
		for (i = note_at(since[k], prefix);
			i < since[k]->n && str_starts(since[k]->v[i].key, prefix); i++)
			set_note(&all, &since[k]->v[i]);
	*ret_keys = arena_zalloc(arena, all.n + 1, sizeof(**ret_keys));
	for (i = k = 0; i < all.n; i++)
		if (!str_absent(all.v[i].value))
			(*ret_keys)[k++] = arena_str(arena, all.v[i].key);
	*ret_n = k;
	free(all.v);
	return true;
}
