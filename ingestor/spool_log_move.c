/* SPDX-License-Identifier: Apache-2.0
 * spool_log_move.c - reports between SQLite's tables and the log.
 *
 * Into the log: the reports of a spool.db that was SQLite's spool before, or that comes from a
 * backup. Some megabytes at a time are committed in the log and then deleted in the tables; what
 * a crash leaves in both is in the log, and is only deleted at the next start. Nothing is served
 * before all is over.
 *
 * Out of it: the copy that `sitrep backup` makes. It is a spool.db as SQLite's spool has it, one
 * file, which either kind of spool can be started with: the ledger, to which the reports are
 * added as rows. The same rows are put into the live tables when SQLite's spool is to go on from
 * here. */
#include "ingestor/spool_log.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "ingestor/spool_sql.h"

#define PIECE_BYTES ((uint64_t)8 << 20)
#define PIECE_ROWS 4096

/* Appends and commits some; *ret_last: the seq of the last, 0 if there was none. */
static bool take_piece(struct spool_log *self, struct query *q, uint64_t *ret_last, struct err *err)
{
	uint64_t bytes = 0, last = 0;
	bool row = true;

	query_int(q, 1, PIECE_ROWS);
	while (bytes < PIECE_BYTES) {
		struct spool_item item;
		struct report report;

		if (!query_step(q, &row, err))
			return false;
		if (!row)
			break;
		item = item_from_row(q, NULL);
		report = report_from_row(q, &item, NULL);
		last = item.seq;
		bytes += report.body.n;
		if (!index_get(&self->index, last) &&
			!log_append_item(self, &item, &report, RECORD_MOVED, err)) {
			query_reset(q);
			return false;
		}
	}
	if (row)
		query_reset(q);
	*ret_last = last;
	return log_commit_batch(self, err);
}

static bool delete_up_to(struct ledger *l, uint64_t last, struct err *err)
{
	char sql[200];

	snprintf(sql, sizeof(sql),
		"DELETE FROM item WHERE seq<=%llu; DELETE FROM body WHERE seq<=%llu",
		(unsigned long long)last, (unsigned long long)last);
	if (!db_begin(l->db, err))
		return false;
	if (!db_exec(l->db, sql, err)) {
		db_rollback(l->db);
		return false;
	}
	fault_here("spool-log-taken");
	return db_commit(l->db, err) && db_exec(l->db, "PRAGMA incremental_vacuum(20000)", err);
}

bool log_take_over(struct spool_log *self, struct err *err)
{
	struct ledger *l = &self->ledger;
	AUTO(query_free) struct query *q = NULL;
	int64_t there = 0;
	uint64_t last = 0;

	if (!db_number(l->db, "SELECT EXISTS(SELECT 1 FROM item)", 0, &there, err))
		return false;
	if (!there)
		return true;
	q = query_new(l->db, spool_whole, err);
	do {
		if (!take_piece(self, q, &last, err) || (last && !delete_up_to(l, last, err)))
			return false;
	} while (last);
	log_count_items(self);
	return db_exec(
		l->db, "DELETE FROM item; DELETE FROM body", err); /* what is no whole report */
}

/* --- the copy --- */

enum { C_ACCEPT, C_ITEM, C_BODY, C_COUNT };

static const char *const copy_statements[C_COUNT] = {
	[C_ACCEPT] = "INSERT OR IGNORE INTO accepted(seq, id, source, received_ms) VALUES(?1, ?2, "
		     "?3, ?4)",
	[C_ITEM] = "INSERT OR REPLACE INTO item(seq, state, priority, attempt, failed, lost, "
		   "due_ms, bytes, changed_ms,"
		   " media_type, url, title, published, verbatim, reason, sentence, dated)"
		   " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
		   "?17)",
	[C_BODY] = "INSERT OR REPLACE INTO body(seq, bytes) VALUES(?1, ?2)",
};

void log_copy_end(struct spool *spool)
{
	struct log_copy *c = &log_of(spool)->copy;

	if (c->q)
		queries_free(c->q, C_COUNT);
	free(c->q);
	free(c->seqs);
	db_close(&c->db);
	*c = (struct log_copy){0};
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Those that are not in it yet. */
static void list_reports(struct spool_log *self)
{
	struct log_copy *c = &self->copy;
	size_t i, cap = self->index.used + 1;

	c->seqs = xrealloc(c->seqs, cap, sizeof(*c->seqs));
	c->n = c->next = 0;
	for (i = 0; i < self->index.n; i++)
		if (self->index.v[i].state && self->index.v[i].seq > c->last)
			c->seqs[c->n++] = self->index.v[i].seq;
	if (c->n)
		qsort(c->seqs, c->n, sizeof(*c->seqs), by_number);
}

static bool open_copy(struct spool_log *self, const char *path, struct err *err)
{
	struct log_copy *c = &self->copy;

	c->db = db_open(path, DB_WRITE, err);
	c->q = xcalloc(C_COUNT, sizeof(*c->q));
	return c->db &&
	       db_exec(c->db, "PRAGMA journal_mode=DELETE; PRAGMA cache_size=-8192", err) &&
	       queries_new(c->db, copy_statements, c->q, C_COUNT, err);
}

static bool copy_row(
	struct log_copy *c, const struct spool_item *item, const struct report *r, struct err *err)
{
	struct query *accept = c->q[C_ACCEPT], *q = c->q[C_ITEM], *body = c->q[C_BODY];

	query_int(accept, 1, (int64_t)item->seq);
	query_blob(accept, 2, (struct str){(const char *)item->id.bytes, REPORT_ID_BYTES});
	query_str(accept, 3, item->source);
	query_int(accept, 4, item->received_ms);
	query_int(q, 1, (int64_t)item->seq);
	query_int(q, 2, item->state);
	query_int(q, 3, item->priority);
	query_int(q, 4, item->attempt);
	query_int(q, 5, item->failed);
	query_int(q, 6, item->lost);
	query_int(q, 7, item->due_ms);
	query_int(q, 8, (int64_t)r->body.n);
	query_int(q, 9, item->changed_ms);
	query_str(q, 10, item->media_type);
	query_str(q, 11, r->url);
	query_str(q, 12, r->title);
	query_str(q, 13, r->published);
	query_int(q, 14, r->verbatim);
	query_str(q, 15, item->reason);
	query_str(q, 16, item->sentence);
	query_str(q, 17, r->dated);
	query_int(body, 1, (int64_t)item->seq);
	query_blob(body, 2, r->body);
	return query_run(accept, err) && query_run(q, err) && query_run(body, err);
}

static bool copy_piece(struct spool_log *self, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct log_copy *c = &self->copy;
	uint64_t bytes = 0;
	unsigned rows;

	arena_init(&arena, 0);
	for (rows = 0; c->next < c->n && bytes < PIECE_BYTES && rows < PIECE_ROWS; c->next++) {
		const struct seg_entry *e = index_get(&self->index, c->seqs[c->next]);
		struct spool_item item;
		struct report report;

		c->last = c->seqs[c->next];
		if (!e || !e->state)
			continue; /* it is finished meanwhile: the database has it */
		arena_reset(&arena);
		if (!log_read(self, e, true, &arena, &item, &report, err) ||
			!copy_row(c, &item, &report, err))
			return false;
		bytes += item.bytes;
		rows++;
	}
	return true;
}

static bool add_to_copy(struct spool_log *self, uint32_t *ret_left, struct err *err)
{
	struct log_copy *c = &self->copy;
	bool ok = db_begin(c->db, err) && copy_piece(self, err) && db_commit(c->db, err);

	if (!ok) {
		if (err)
			err->kind =
				/* whatever is wrong with the copy, the spool is none the worse */
				ERR_RETRY;
		return false;
	}
	if (c->next == c->n)
		list_reports(self);
	*ret_left = (uint32_t)(c->n - c->next < UINT32_MAX ? c->n - c->next : UINT32_MAX);
	/* what it says of our log is no business of whoever is restored from it */
	return *ret_left || db_exec(c->db, "DELETE FROM counter WHERE name GLOB 'log-*'", err);
}

bool log_copy_more(
	struct spool *spool, const char *path, bool begin, uint32_t *ret_left, struct err *err)
{
	struct spool_log *self = log_of(spool);

	*ret_left = 1;
	if (begin)
		return log_checkpoint(self, err);
	if (!self->copy.db) {
		if (!open_copy(self, path, err))
			return false;
		list_reports(self);
	}
	return add_to_copy(self, ret_left, err);
}

/* --- back --- */

static bool add_all(struct spool_log *self, struct err *err)
{
	struct log_copy *c = &self->copy;

	for (list_reports(self); c->next < c->n;) {
		if (!db_begin(c->db, err))
			return false;
		if (!copy_piece(self, err)) {
			db_rollback(c->db);
			return false;
		}
		fault_here("spool-log-left");
		if (!db_commit(c->db, err))
			return false;
	}
	return true;
}

/* A crash leaves rows of what is in the log as well: the log is the truth, for either kind of
 * spool. */
static bool leave(struct spool_log *self, struct err *err)
{
	struct log_copy *c = &self->copy;
	size_t i;
	bool ok;

	c->db = self->ledger.db;
	c->q = xcalloc(C_COUNT, sizeof(*c->q));
	ok = queries_new(c->db, copy_statements, c->q, C_COUNT, err) && add_all(self, err);
	c->db = NULL; /* it is the ledger's */
	log_copy_end(&self->base);
	if (!ok)
		return false;
	index_release(&self->index);
	for (i = 0; i < self->files.n; i++)
		self->files.v[i].live = 0;
	log_tidy(self, true, true);
	return self->trouble.kind == ERR_NONE ||
	       err_set(err, self->trouble.kind, "%s", self->trouble.text);
}

/* Not to be able to look is no reason to leave reports behind. */
static bool has_segments(const char *dir, bool *ret_any, struct err *err)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	bool ok;

	if (!d)
		return errno == ENOENT ||
		       err_set(err, ERR_RETRY, "cannot read the directory %s: %m", dir);
	errno = 0;
	while ((entry = readdir(d)))
		*ret_any = *ret_any || str_ends(str_from(entry->d_name), STR(".seg"));
	ok = errno == 0 || err_set(err, ERR_RETRY, "cannot read the directory %s: %m", dir);
	closedir(d);
	return ok;
}

bool spool_leave_log(
	const char *path, const struct spool_limits *limits, struct err *damage, struct err *err)
{
	AUTO(spool_close) struct spool *spool = NULL;
	char dir[PATH_MAX];
	bool any = false;

	log_directory(path, dir);
	if (!has_segments(dir, &any, err))
		return false;
	if (!any)
		return true;
	spool = spool_open_log(path, limits, (uint64_t)64 << 20, damage, err);
	if (!spool || !leave(log_of(spool), err))
		return false;
	return rmdir(dir) == 0 || errno == ENOTEMPTY ||
	       err_set(err, ERR_RETRY, "cannot remove %s: %m", dir);
}
