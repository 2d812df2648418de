/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "db/handle.h"

#define BUSY_MS 10000

static enum err_kind kind_of(int code)
{
	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PROTOCOL:
	case SQLITE_INTERRUPT:
		return ERR_RETRY;
	case SQLITE_CONSTRAINT:
	case SQLITE_TOOBIG:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
	case SQLITE_ERROR:
		return ERR_REJECT;
	default:
		return ERR_FATAL;
	}
}

static bool db_failed(const struct db *db, const char *what, struct err *err)
{
	int code = sqlite3_extended_errcode(db->handle);

	if (code == SQLITE_INTERRUPT)
		return err_set(err, ERR_RETRY,
			"the question took too long and was stopped: narrow it, or "
			"ask sitrep on the command line, which waits");
	return err_set(
		err, kind_of(code), "cannot %s %s: %s", what, db->path, sqlite3_errmsg(db->handle));
}

/* SQLite would make the file readable by everybody. */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

/* Nobody asks SQLite how much memory it has; counting it takes a lock around each allocation. */
static void set_up_once(void)
{
	static bool done;

	if (!done)
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	done = true;
}

struct db *db_open(const char *path, enum db_mode mode, struct err *err)
{
	int flags =
		mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	AUTO(db_close) struct db *db = xcalloc(1, sizeof(*db));
	struct db *opened;

	set_up_once();
	db->path = xstrdup(path);
	if (mode == DB_WRITE)
		make_private(path);
	if (sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		db_failed(db, "open", err);
		return NULL;
	}
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	sqlite3_extended_result_codes(db->handle, 1);
	if (mode == DB_WRITE &&
		!db_exec(db, /* auto_vacuum must be chosen before the first page is written */
			"PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;"
			"PRAGMA journal_size_limit=67108864; PRAGMA synchronous=FULL;"
			"PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
			"PRAGMA cache_size=-65536",
			err))
		return NULL;
	/* What another process writes empties a reader's cache with each commit; the file that
	 * it has mapped costs no call to the system for a page. */
	if (mode == DB_READ && (!db_exec(db,
					"PRAGMA mmap_size=68719476736; PRAGMA temp_store=MEMORY; "
					"PRAGMA cache_size=-16384",
					err) ||
				       !db_add_rank(db, err)))
		return NULL;
	opened = db;
	db = NULL;
	return opened;
}

void db_close(struct db **db)
{
	if (!*db)
		return;
	sqlite3_close_v2((*db)->handle);
	free((*db)->path);
	free(*db);
	*db = NULL;
}

static int is_late(void *arg)
{
	const struct db *db = arg;

	return db->deadline_ms && clock_mono_ms() > db->deadline_ms;
}

void db_deadline(struct db *db, int64_t ms)
{
	db->deadline_ms = ms ? clock_mono_ms() + ms : 0;
	sqlite3_progress_handler(db->handle, ms ? 10000 : 0, is_late, db);
}

bool db_exec(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_failed(db, "change", err);
	return true;
}

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->handle);
}

bool db_begin(struct db *db, struct err *err)
{
	return db_in_transaction(db) || db_exec(db, "BEGIN IMMEDIATE", err);
}

void db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool db_commit(struct db *db, struct err *err)
{
	if (!db_in_transaction(db))
		return true;
	if (db_exec(db, "COMMIT", err))
		return true;
	db_rollback(db);
	return false;
}

bool db_number(struct db *db, const char *sql, int64_t fallback, int64_t *ret, struct err *err)
{
	AUTO(query_free) struct query *query = query_new(db, sql, err);

	return query_first(query, fallback, ret, err);
}

static bool db_versions(
	struct db *db, const struct db_schema *schema, int64_t *ret_version, struct err *err)
{
	int64_t application, version;

	if (!db_number(db, "PRAGMA application_id", 0, &application, err) ||
		!db_number(db, "PRAGMA user_version", 0, &version, err)) {
		/* no restart will mend it */
		if (err && err->kind == ERR_FATAL)
			err_set(err, ERR_REJECT,
				"%s is damaged or no database: restore a backup (sitrep "
				"backup makes them)",
				db->path);
		return false;
	}
	if ((application || version) && application != schema->application_id)
		return err_set(err, ERR_FATAL, "%s is a database of another program", db->path);
	if (version > schema->nsteps)
		return err_set(err, ERR_FATAL,
			"%s was made by a newer version (schema %" PRId64
			"; this program knows %d): upgrade this program",
			db->path, version, schema->nsteps);
	*ret_version = version;
	return true;
}

bool db_migrate(struct db *db, const struct db_schema *schema, struct err *err)
{
	char pragmas[96];
	int64_t version = 0;

	if (!db_versions(db, schema, &version, err))
		return false;
	for (; version < schema->nsteps; version++) {
		snprintf(pragmas, sizeof(pragmas),
			"PRAGMA application_id=%d; PRAGMA user_version=%d", schema->application_id,
			(int)version + 1);
		if (!db_begin(db, err))
			return false;
		if (!db_exec(db, schema->steps[version], err) || !db_exec(db, pragmas, err)) {
			db_rollback(db);
			return err_prefix(err, "schema step %d", (int)version + 1);
		}
		if (!db_commit(db, err))
			return false;
	}
	return true;
}

bool db_schema_current(struct db *db, const struct db_schema *schema, struct err *err)
{
	int64_t version = 0;

	if (!db_versions(db, schema, &version, err))
		return false;
	if (version < schema->nsteps)
		return err_set(err, ERR_RETRY,
			"%s has the older schema %" PRId64
			": start sitrep-store once to bring it forward",
			db->path, version);
	return true;
}

bool db_backup(struct db *db, const char *path, struct err *err)
{
	AUTO(query_free) struct query *query = query_new(db, "VACUUM INTO ?1", err);

	query_str(query, 1, str_from(path));
	return query_run(query, err);
}

bool db_check(struct db *db, struct err *err)
{
	AUTO(query_free) struct query *query = query_new(db, "PRAGMA integrity_check(1)", err);
	bool row;

	if (!query_step(query, &row, err))
		return false;
	if (row && !str_eq(query_get_str(query, 0), STR("ok")))
		return err_set(err, ERR_FATAL, "%s is damaged: %.*s", db->path,
			STR_ARGS(query_get_str(query, 0)));
	return true;
}

int64_t db_last_rowid(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changes(const struct db *db)
{
	return sqlite3_changes(db->handle);
}

const char *db_path(const struct db *db)
{
	return db->path;
}

uint64_t db_bytes(struct db *db)
{
	int64_t pages = 0, size = 0;

	if (!db_number(db, "PRAGMA page_count", 0, &pages, NULL) ||
		!db_number(db, "PRAGMA page_size", 0, &size, NULL))
		return 0;
	return (uint64_t)(pages * size);
}

struct query *query_new(struct db *db, const char *sql, struct err *err)
{
	struct query *query;
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
		SQLITE_OK) {
		db_failed(db, "query", err);
		return NULL;
	}
	query = xcalloc(1, sizeof(*query));
	query->stmt = stmt;
	query->db = db;
	return query;
}

void query_free(struct query **query)
{
	if (!*query)
		return;
	sqlite3_finalize((*query)->stmt);
	free(*query);
	*query = NULL;
}

bool queries_new(struct db *db, const char *const *sql, struct query **q, size_t n, struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		q[i] = query_new(db, sql[i], err);
		if (!q[i])
			return false;
	}
	return true;
}

void queries_free(struct query **q, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		query_free(&q[i]);
}

void query_int(struct query *query, int at, int64_t value)
{
	if (query)
		sqlite3_bind_int64(query->stmt, at, value);
}

void query_real(struct query *query, int at, double value)
{
	if (query)
		sqlite3_bind_double(query->stmt, at, value);
}

void query_str(struct query *query, int at, struct str s)
{
	if (str_absent(s))
		query_null(query, at);
	else if (query)
		sqlite3_bind_text64(query->stmt, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
}

void query_blob(struct query *query, int at, struct str bytes)
{
	if (query)
		sqlite3_bind_blob64(
			query->stmt, at, bytes.p ? bytes.p : "", bytes.n, SQLITE_STATIC);
}

void query_null(struct query *query, int at)
{
	if (query)
		sqlite3_bind_null(query->stmt, at);
}

void query_reset(struct query *query)
{
	sqlite3_reset(query->stmt);
	sqlite3_clear_bindings(query->stmt);
}

bool query_step(struct query *query, bool *ret_row, struct err *err)
{
	int code;

	if (!query)
		return false;
	code = sqlite3_step(query->stmt);
	if (code == SQLITE_ROW) {
		*ret_row = true;
		return true;
	}
	if (code != SQLITE_DONE) {
		db_failed(query->db, "use", err);
		query_reset(query);
		return false;
	}
	query_reset(query);
	*ret_row = false;
	return true;
}

bool query_next(struct query *query, bool *ret_ok, struct err *err)
{
	bool row = false;

	*ret_ok = query_step(query, &row, err);
	return row;
}

bool query_first(struct query *query, int64_t fallback, int64_t *ret, struct err *err)
{
	bool row;

	if (!query_step(query, &row, err))
		return false;
	*ret = row ? query_get_int(query, 0) : fallback;
	if (row)
		query_reset(query);
	return true;
}

bool query_run(struct query *query, struct err *err)
{
	int64_t unasked;

	return query_first(query, 0, &unasked, err);
}

int query_columns(const struct query *query)
{
	return sqlite3_column_count(query->stmt);
}

const char *query_column_name(const struct query *query, int column)
{
	return sqlite3_column_name(query->stmt, column);
}

int64_t query_get_int(const struct query *query, int column)
{
	return sqlite3_column_int64(query->stmt, column);
}

double query_get_real(const struct query *query, int column)
{
	return sqlite3_column_double(query->stmt, column);
}

bool query_get_null(const struct query *query, int column)
{
	return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
}

struct str query_get_str(const struct query *query, int column)
{
	const char *p = (const char *)sqlite3_column_text(query->stmt, column);

	return (struct str){p, p ? (size_t)sqlite3_column_bytes(query->stmt, column) : 0};
}

struct str query_get_blob(const struct query *query, int column)
{
	const char *p = sqlite3_column_blob(query->stmt, column);

	return (struct str){p ? p : "", p ? (size_t)sqlite3_column_bytes(query->stmt, column) : 0};
}

bool query_get_is_number(const struct query *query, int column, bool *ret_whole)
{
	int type = sqlite3_column_type(query->stmt, column);

	*ret_whole = type == SQLITE_INTEGER;
	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}
