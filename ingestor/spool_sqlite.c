/* SPDX-License-Identifier: Apache-2.0
 * spool_sqlite.c - the spool that survives: SQLite in WAL mode, synchronous=FULL.
 *
 *   accepted  every report ever taken, for ever: the ledger and the memory for duplicates
 *   item      what is still to be delivered, and in which state; small rows that are rewritten
 *   body      their bytes, written once and deleted once, so that a change of state is cheap
 *   dropped   what a human threw away
 *   note      the memory of sources
 *   counter   the numbers "ever", written with each commit
 *
 * A batch is one transaction. The counts in memory follow the batch and are taken back to those of
 * the last commit when it fails. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "db/db.h"
#include "ingestor/spool_ops.h"
#include "ingestor/spool_sql.h"

struct spool_sqlite {
	struct spool base; /* first: a struct spool * is a struct spool_sqlite * */
	struct db *db;
	struct query *q[Q_COUNT]; /* owned */
	struct spool_counts committed;
	bool batch; /* something has been changed since the last commit */
};

static struct spool_sqlite *self_of(struct spool *spool)
{
	return (struct spool_sqlite *)spool;
}

static bool begin(struct spool_sqlite *self, struct err *err)
{
	self->batch = true;
	return db_begin(self->db, err);
}

static struct str blob_id(const struct report_id *id)
{
	return (struct str){(const char *)id->bytes, REPORT_ID_BYTES};
}

/* For statements that yield one item or none. */
static bool one_item(struct query *q, struct arena *arena, struct spool_item *ret, bool *ret_found,
	struct err *err)
{
	if (!query_step(q, ret_found, err))
		return false;
	if (*ret_found) {
		*ret = item_from_row(q, arena);
		query_reset(q);
	}
	return true;
}

static bool insert_item(
	struct spool_sqlite *self, uint64_t seq, const struct submit *submit, struct err *err)
{
	const struct report *r = &submit->report;
	struct query *q = self->q[Q_INSERT_ITEM];

	query_int(q, 1, (int64_t)seq);
	query_int(q, 2, submit->priority);
	query_int(q, 3, (int64_t)r->body.n);
	query_int(q, 4, r->received_ms);
	query_str(q, 5, r->media_type);
	query_str(q, 6, r->url);
	query_str(q, 7, r->title);
	query_str(q, 8, r->published);
	query_int(q, 9, r->verbatim);
	query_str(q, 10, r->dated);
	if (!query_run(q, err))
		return false;
	query_int(self->q[Q_INSERT_BODY], 1, (int64_t)seq);
	query_blob(self->q[Q_INSERT_BODY], 2, r->body);
	return query_run(self->q[Q_INSERT_BODY], err);
}

static bool sqlite_put(struct spool *spool, const struct submit *submit, struct arena *arena,
	enum spool_put *ret_put, struct spool_item *ret_first, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);
	struct query *accept = self->q[Q_ACCEPT], *seq_of = self->q[Q_SEQ_OF];
	const struct report *r = &submit->report;
	bool known;
	uint64_t seq;

	(void)arena;
	(void)ret_put;
	(void)ret_first;
	if (!begin(self, err))
		return false;
	query_blob(seq_of, 1, blob_id(&r->id));
	if (!query_step(seq_of, &known, err))
		return false;
	if (known) {
		seq = (uint64_t)query_get_int(seq_of, 0);
		query_reset(seq_of);
	} else {
		query_blob(accept, 1, blob_id(&r->id));
		query_str(accept, 2, str_absent(r->source) ? STR("") : r->source);
		query_int(accept, 3, r->received_ms);
		if (!query_run(accept, err))
			return false;
		seq = (uint64_t)db_last_rowid(self->db);
	}
	fault_here("spool-put");
	return insert_item(self, seq, submit, err);
}

static bool lend(struct spool_sqlite *self, struct spool_item *item, int64_t now_ms,
	int64_t until_ms, struct err *err)
{
	struct query *q = self->q[Q_LEND];

	item->state = SPOOL_LEASED;
	item->attempt++;
	item->due_ms = until_ms;
	query_int(q, 1, (int64_t)item->seq);
	query_int(q, 2, item->attempt);
	query_int(q, 3, until_ms);
	query_int(q, 4, now_ms);
	return query_run(q, err);
}

static bool sqlite_lease(struct spool *spool, int64_t now_ms, int64_t until_ms, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, bool *ret_found, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);
	struct query *q = self->q[Q_NEXT];
	int priority;

	if (!begin(self, err))
		return false;
	for (priority = PRIORITY_WAITED; priority >= PRIORITY_BULK; priority--) {
		query_int(q, 1, priority);
		if (!query_step(q, ret_found, err))
			return false;
		if (!*ret_found)
			continue;
		*ret_item = item_from_row(q, arena);
		*ret_report = report_from_row(q, ret_item, arena);
		query_reset(q);
		return lend(self, ret_item, now_ms, until_ms, err);
	}
	return true;
}

static bool sqlite_get(struct spool *spool, uint64_t seq, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_GET];

	query_int(q, 1, (int64_t)seq);
	return one_item(q, arena, ret_item, ret_found, err);
}

static bool sqlite_update(struct spool *spool, const struct spool_item *item, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);
	struct query *q = self->q[Q_UPDATE];

	if (!begin(self, err))
		return false;
	query_int(q, 1, (int64_t)item->seq);
	query_int(q, 2, item->state);
	query_int(q, 3, item->attempt);
	query_int(q, 4, item->failed);
	query_int(q, 5, item->lost);
	query_int(q, 6, item->due_ms);
	query_int(q, 7, item->changed_ms);
	query_str(q, 8, item->reason);
	query_str(q, 9, item->sentence);
	return query_run(q, err);
}

static bool run_for(struct query *q, uint64_t seq, struct err *err)
{
	query_int(q, 1, (int64_t)seq);
	return query_run(q, err);
}

static bool sqlite_remove(
	struct spool *spool, const struct spool_item *item, bool dropped, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);

	return begin(self, err) && run_for(self->q[Q_DELETE_ITEM], item->seq, err) &&
	       run_for(self->q[Q_DELETE_BODY], item->seq, err) &&
	       (!dropped || run_for(self->q[Q_DROPPED], item->seq, err));
}

static bool sqlite_renew(
	struct spool *spool, struct lease lease, int64_t until_ms, bool *ret_found, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);
	struct query *q = self->q[Q_RENEW];

	if (!begin(self, err))
		return false;
	query_int(q, 1, (int64_t)lease.seq);
	query_int(q, 2, lease.attempt);
	query_int(q, 3, until_ms);
	if (!query_run(q, err))
		return false;
	*ret_found = db_changes(self->db) > 0;
	return true;
}

static bool sqlite_promote(struct spool *spool, int64_t now_ms, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);
	uint64_t moved;

	query_int(self->q[Q_PROMOTE], 1, now_ms);
	if (!begin(self, err) || !query_run(self->q[Q_PROMOTE], err))
		return false;
	moved = (uint64_t)db_changes(self->db);
	spool->counts.in_state[SPOOL_DELAYED] -= moved;
	spool->counts.in_state[SPOOL_READY] += moved;
	return true;
}

static bool sqlite_expired(struct spool *spool, int64_t now_ms, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_EXPIRED];

	query_int(q, 1, now_ms);
	return one_item(q, arena, ret_item, ret_found, err);
}

static bool sqlite_shorten_leases(struct spool *spool, int64_t until_ms, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);

	query_int(self->q[Q_SHORTEN], 1, until_ms);
	return begin(self, err) && query_run(self->q[Q_SHORTEN], err);
}

/* Collects the rows of q; gone marks rows whose report is no longer in the spool. */
static bool many_items(struct query *q, bool ledger, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct spool_item *items = NULL;
	size_t n = 0, cap = 0;
	bool ok;

	while (query_next(q, &ok, err)) {
		*ARENA_PUSH(arena, items, n, cap) = item_from_row(q, arena);
		if (ledger && query_get_null(q, 2) &&
			!query_get_null(q, 15)) /* it may have come again */
			items[n - 1].reason = STR("dropped");
	}
	if (!ok)
		return false;
	*ret_items = items;
	*ret_n = n;
	return true;
}

static bool sqlite_dead(struct spool *spool, uint64_t before, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_DEAD];

	query_int(q, 1, before ? (int64_t)before : INT64_MAX);
	query_int(q, 2, limit);
	return many_items(q, false, arena, ret_items, ret_n, err);
}

static bool sqlite_where(struct spool *spool, const struct report_id *id, struct arena *arena,
	struct spool_item *ret_item, bool *ret_known, bool *ret_live, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_WHERE];

	*ret_live = false;
	query_blob(q, 1, blob_id(id));
	if (!query_step(q, ret_known, err))
		return false;
	if (!*ret_known)
		return true;
	*ret_item = item_from_row(q, arena);
	*ret_live = !query_get_null(q, 2);
	if (!*ret_live && !query_get_null(q, 15))
		ret_item->reason = STR("dropped");
	query_reset(q);
	return true;
}

static bool sqlite_ledger(struct spool *spool, uint64_t after, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_LEDGER];

	query_int(q, 1, (int64_t)after);
	query_int(q, 2, limit);
	return many_items(q, true, arena, ret_items, ret_n, err);
}

static bool sqlite_body(struct spool *spool, uint64_t seq, struct arena *arena,
	struct str *ret_body, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_BODY];
	bool row;

	query_int(q, 1, (int64_t)seq);
	if (!query_step(q, &row, err))
		return false;
	*ret_body = row ? arena_str(arena, query_get_blob(q, 0)) : (struct str){0};
	if (row)
		query_reset(q);
	return true;
}

static bool sqlite_note(struct spool *spool, struct str key, struct str value, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);
	struct query *q = self->q[str_absent(value) ? Q_FORGET : Q_NOTE];

	if (!begin(self, err))
		return false;
	query_str(q, 1, key);
	if (!str_absent(value))
		query_str(q, 2, value);
	return query_run(q, err);
}

static bool sqlite_noted(struct spool *spool, struct str key, struct arena *arena,
	struct str *ret_value, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_NOTED];
	bool row;

	query_str(q, 1, key);
	if (!query_step(q, &row, err))
		return false;
	*ret_value = row ? arena_str(arena, query_get_str(q, 0)) : (struct str){0};
	if (row)
		query_reset(q);
	return true;
}

static bool sqlite_notes(struct spool *spool, struct str prefix, struct arena *arena,
	struct str **ret_keys, size_t *ret_n, struct err *err)
{
	struct query *q = self_of(spool)->q[Q_NOTES];
	struct str *keys = NULL;
	size_t n = 0, cap = 0;
	bool ok;

	query_str(q, 1, prefix);
	while (query_next(q, &ok, err)) {
		if (!str_starts(query_get_str(q, 0), prefix)) {
			query_reset(q);
			break;
		}
		*ARENA_PUSH(arena, keys, n, cap) = arena_str(arena, query_get_str(q, 0));
	}
	if (!ok)
		return false;
	*ret_keys = keys;
	*ret_n = n;
	return true;
}

static bool sqlite_oldest(struct spool *spool, int64_t *ret_ms, struct err *err)
{
	return query_first(self_of(spool)->q[Q_OLDEST], 0, ret_ms, err);
}

/* Writes the counters that changed since the last commit. */
static bool save_counters(struct spool_sqlite *self, struct err *err)
{
	const char *name;
	uint64_t *now, *before;
	size_t i;

	for (i = 0; (now = spool_counter(&self->base.counts, i, &name)); i++) {
		before = spool_counter(&self->committed, i, &name);
		if (*now == *before)
			continue;
		query_str(self->q[Q_COUNTER], 1, str_from(name));
		query_int(self->q[Q_COUNTER], 2, (int64_t)*now);
		if (!query_run(self->q[Q_COUNTER], err))
			return false;
	}
	return true;
}

static void sqlite_rollback(struct spool *spool)
{
	struct spool_sqlite *self = self_of(spool);

	db_rollback(self->db);
	self->batch = false;
	spool->counts = self->committed;
}

static bool counters_changed(struct spool_sqlite *self)
{
	return memcmp(&self->base.counts, &self->committed, sizeof(self->committed)) != 0;
}

/* A backlog leaves a large file behind: give it back once all of it is delivered, a piece at a
 * time. */
static bool shrink_when_empty(struct spool_sqlite *self, struct err *err)
{
	const uint64_t *n = self->base.counts.in_state;

	if (n[SPOOL_READY] || n[SPOOL_LEASED] || n[SPOOL_DELAYED])
		return true;
	return db_exec(self->db, "PRAGMA incremental_vacuum(20000)", err);
}

static bool sqlite_commit(struct spool *spool, struct err *err)
{
	struct spool_sqlite *self = self_of(spool);

	if (!db_in_transaction(self->db) && !counters_changed(self))
		return true;
	fault_here("spool-before-commit");
	/* a full disk may make SQLite give up the whole transaction on its own */
	if (self->batch && !db_in_transaction(self->db)) {
		sqlite_rollback(spool);
		return err_set(err, ERR_RETRY, "the spool's disk failed in the middle of a batch");
	}
	if (!begin(self, err) || !save_counters(self, err) || !shrink_when_empty(self, err) ||
		!db_commit(self->db, err)) {
		sqlite_rollback(spool);
		return false;
	}
	fault_here("spool-after-commit");
	self->committed = spool->counts;
	self->batch = false;
	return true;
}

static void sqlite_close(struct spool *spool)
{
	struct spool_sqlite *self = self_of(spool);

	db_rollback(self->db);
	queries_free(self->q, Q_COUNT);
	db_close(&self->db);
	free(self);
}

static struct db *sqlite_database(struct spool *spool)
{
	return self_of(spool)->db;
}

static bool load_counts(struct spool_sqlite *self, struct err *err)
{
	AUTO(query_free)
	struct query *states = query_new(
		self->db, "SELECT state, count(*), sum(bytes) FROM item GROUP BY state", err);
	AUTO(query_free)
	struct query *ever = query_new(self->db, "SELECT value FROM counter WHERE name=?1", err);
	struct spool_counts *c = &self->base.counts;
	const char *name;
	uint64_t *field;
	bool ok, row;
	size_t i;

	while (query_next(states, &ok, err)) {
		int64_t state = query_get_int(states, 0);

		if (state >= SPOOL_READY && state <= SPOOL_DEAD)
			c->in_state[state] = (uint64_t)query_get_int(states, 1);
		c->bytes += (uint64_t)query_get_int(states, 2);
	}
	for (i = 0; ok && (field = spool_counter(c, i, &name)); i++) {
		query_str(ever, 1, str_from(name));
		if (!query_step(ever, &row, err))
			return false;
		if (row) {
			*field = (uint64_t)query_get_int(ever, 0);
			query_reset(ever);
		}
	}
	self->committed = *c;
	return ok;
}

static const struct spool_ops sqlite_ops = {
	.close = sqlite_close,
	.put = sqlite_put,
	.lease = sqlite_lease,
	.get = sqlite_get,
	.update = sqlite_update,
	.remove = sqlite_remove,
	.renew = sqlite_renew,
	.promote = sqlite_promote,
	.expired = sqlite_expired,
	.shorten_leases = sqlite_shorten_leases,
	.dead = sqlite_dead,
	.where = sqlite_where,
	.ledger = sqlite_ledger,
	.body = sqlite_body,
	.note = sqlite_note,
	.noted = sqlite_noted,
	.notes = sqlite_notes,
	.oldest = sqlite_oldest,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.database = sqlite_database,
};

struct spool *spool_open_sqlite(
	const char *path, const struct spool_limits *limits, struct err *err)
{
	struct spool_sqlite *self = xcalloc(1, sizeof(*self));
	struct spool *spool = &self->base;
	struct err local = {0};

	self->base.ops = &sqlite_ops;
	self->base.limits = *limits;
	self->db = db_open(path, DB_WRITE, &local);
	if (!self->db) {
		free(self);
		err_set(err, local.kind, "%s", local.text);
		return NULL;
	}
	/* a checkpoint of deleted bodies is wasted work: let the log grow to 32 MB first; one
	 * spool, one process */
	if (db_exec(self->db, "PRAGMA wal_autocheckpoint=8000; PRAGMA locking_mode=EXCLUSIVE",
		    &local) &&
		db_migrate(self->db, &spool_schema, &local) &&
		queries_new(self->db, spool_statements, self->q, Q_COUNT, &local) &&
		load_counts(self, &local))
		return spool;
	spool_close(&spool);
	err_set(err, local.kind, "%s", local.text);
	return NULL;
}
