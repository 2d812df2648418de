/* SPDX-License-Identifier: Apache-2.0
 * db.h - SQLite, with our settings and our errors. The only place that includes sqlite3.h.
 *
 * One process writes a database; it holds it in WAL mode with synchronous=FULL, so that a commit is
 * on disk when db_commit() returns true. Readers open their own handle with DB_READ.
 *
 * SQLite's codes become err kinds: busy, full, I/O -> ERR_RETRY; constraint, too big -> ERR_REJECT;
 * corrupt, misuse and the rest -> ERR_FATAL. */
#ifndef SITREP_DB_H
#define SITREP_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct db;
struct query;

enum db_mode { DB_READ, DB_WRITE }; /* DB_WRITE makes the file, mode 0600 */

struct db *db_open(const char *path, enum db_mode mode, struct err *err);
/* For a question with MATCH to a full-text table, on a handle with DB_READ: words_rank(TABLE) is
 * the less the better the row fits. Other than FTS5's rank it looks at nothing but the row. */
#define DB_WORDS_RANK "words_rank"
void db_close(struct db **db); /* NULL is fine; leaves NULL */
/* Several statements, no results. */
bool db_exec(struct db *db, const char *sql, struct err *err) MUST_CHECK;
/* From now on a statement that still runs after ms fails with ERR_RETRY; 0: as long as it takes. */
void db_deadline(struct db *db, int64_t ms);
/* Begins a transaction unless one is open. */
bool db_begin(struct db *db, struct err *err) MUST_CHECK;
/* Ends it, if one is open. On failure the transaction is rolled back. */
bool db_commit(struct db *db, struct err *err) MUST_CHECK;
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* Brings the schema forward: steps[i] leads from user_version i to i + 1, each in its own
 * transaction. A database of another application_id, or newer than we know, is refused with a
 * sentence that says what to do. */
struct db_schema {
	int application_id;
	const char *const *steps; /* [nsteps] */
	int nsteps;
};
bool db_migrate(struct db *db, const struct db_schema *schema, struct err *err) MUST_CHECK;
/* For readers: refuses what db_migrate() would have to change. */
bool db_schema_current(struct db *db, const struct db_schema *schema, struct err *err) MUST_CHECK;
/* A consistent copy of a live database into a new file (SQLite's VACUUM INTO). */
bool db_backup(struct db *db, const char *path, struct err *err) MUST_CHECK;
/* SQLite's own check; false with the first finding. */
bool db_check(struct db *db, struct err *err) MUST_CHECK;
int64_t db_last_rowid(const struct db *db);
int64_t db_changes(const struct db *db);  /* rows that the last statement changed */
const char *db_path(const struct db *db); /* as it was opened */
uint64_t db_bytes(struct db *db);         /* pages times page size */

/* A prepared statement, made once and used often. Parameters count from 1, columns from 0. Bound
 * strings must live until the query is reset. NULL, if the statement is wrong or the database
 * fails; nothing is bound to it then, and a step of it fails too: one look at the result of that
 * is enough. */
struct query *query_new(struct db *db, const char *sql, struct err *err);
void query_free(struct query **query);
/* The n statements of a program at once; q[i] is NULL where one failed. Free them with
 * queries_free(). */
bool queries_new(struct db *db, const char *const *sql, struct query **q, size_t n,
	struct err *err) MUST_CHECK;
void queries_free(struct query **q, size_t n);
void query_int(struct query *query, int at, int64_t value);
void query_real(struct query *query, int at, double value);
void query_str(struct query *query, int at, struct str s); /* absent: NULL */
void query_blob(struct query *query, int at, struct str bytes);
void query_null(struct query *query, int at);
/* Runs to the next row; *ret_row tells whether there is one. At the end the query is reset and its
 * parameters are cleared. */
bool query_step(struct query *query, bool *ret_row, struct err *err) MUST_CHECK;
/* The same as the condition of a loop: whether there is a row. *ret_ok tells behind the loop
 * whether all went well. */
bool query_next(struct query *query, bool *ret_ok, struct err *err) MUST_CHECK;
/* For statements without rows: step and reset. */
bool query_run(struct query *query, struct err *err) MUST_CHECK;
void query_reset(struct query *query); /* for leaving before the last row */
/* The first number of the first row; fallback if there is none. The query is reset. */
bool query_first(struct query *query, int64_t fallback, int64_t *ret, struct err *err) MUST_CHECK;
int query_columns(const struct query *query);
const char *query_column_name(const struct query *query, int column);
int64_t query_get_int(const struct query *query, int column);
double query_get_real(const struct query *query, int column);
bool query_get_null(const struct query *query, int column);
/* Borrowed until the next step; absent for NULL. */
struct str query_get_str(const struct query *query, int column);
struct str query_get_blob(const struct query *query, int column);
bool query_get_is_number(const struct query *query, int column, bool *ret_whole);
/* The single number of a query without parameters; fallback if there is no row. */
bool db_number(
	struct db *db, const char *sql, int64_t fallback, int64_t *ret, struct err *err) MUST_CHECK;

#endif
