/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "db/handle.h"
#include "db/repair.h"

#define SMALLEST_BYTES 512     /* a page of a database */
#define SMALL_BYTES (64 << 20) /* checked within a fraction of a second */
#define MAX_NAMES_BYTES 1024

static void suspect_path(const char *path, char out[PATH_MAX])
{
	snprintf(out, PATH_MAX, "%s.suspect", path);
}

void db_suspect(const char *path)
{
	char mark[PATH_MAX];
	int fd;

	suspect_path(path, mark);
	fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}

static bool looks_damaged(const struct err *err)
{
	return err->kind == ERR_FATAL;
}

/* A database of another program, or of a newer version, is not damaged: opening it will say so. */
static bool is_foreign(struct db *db, const struct db_schema *schema)
{
	int64_t application = 0, version = 0;

	return db_number(db, "PRAGMA application_id", 0, &application, NULL) &&
	       db_number(db, "PRAGMA user_version", 0, &version, NULL) &&
	       ((version && application != schema->application_id) || version > schema->nsteps);
}

static bool is_sound(const char *path, const struct db_schema *schema, struct err *ret_found)
{
	AUTO(db_close) struct db *db = NULL;
	char mark[PATH_MAX];
	int64_t tables;
	struct stat st;

	/* SQLite takes so short a file for a new one */
	if (stat(path, &st) == 0 && st.st_size > 0 && st.st_size < SMALLEST_BYTES)
		return err_set(ret_found, ERR_FATAL, "%s is cut to %lld bytes", path,
			(long long)st.st_size);
	db = db_open(path, DB_WRITE, ret_found);
	if (!db || !db_number(db, "SELECT count(*) FROM sqlite_master", 0, &tables, ret_found))
		return !looks_damaged(ret_found);
	suspect_path(path, mark);
	if (is_foreign(db, schema) ||
		(stat(path, &st) == 0 && st.st_size > SMALL_BYTES && access(mark, F_OK) < 0))
		return true;
	if (!db_check(db, ret_found))
		return !looks_damaged(ret_found);
	unlink(mark);
	return true;
}

static bool set_aside(const char *path, char aside[PATH_MAX], struct err *err)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	char from[PATH_MAX], to[PATH_MAX];
	size_t i;

	if (snprintf(aside, PATH_MAX, "%s.damaged-%lld", path, (long long)time(NULL)) >
		PATH_MAX - 16)
		return err_set(err, ERR_REJECT, "%s: that path is too long", path);
	for (i = 0; i < ARRAY_SIZE(suffixes); i++) {
		snprintf(from, sizeof(from), "%s%s", path, suffixes[i]);
		snprintf(to, sizeof(to), "%.*s%s", PATH_MAX - 16, aside, suffixes[i]);
		if (rename(from, to) < 0 && errno != ENOENT)
			return err_set(err, ERR_RETRY, "cannot set %s aside: %m", from);
	}
	suspect_path(path, from);
	unlink(from);
	return true;
}

/* The first column of every table is its key. */
struct copy {
	sqlite3_stmt *first, *next, *write;
	sqlite3_value *at; /* owned: key of the last row that was read */
	int ncolumns;
};

static void copy_release(struct copy *c)
{
	sqlite3_finalize(c->first);
	sqlite3_finalize(c->next);
	sqlite3_finalize(c->write);
	sqlite3_value_free(c->at);
}

static bool copy_prepare(
	struct copy *c, struct db *from, struct db *to, const char *table, bool backward)
{
	const char *order = backward ? "DESC" : "";
	char sql[2048], key[64], names[MAX_NAMES_BYTES] = "", marks[MAX_NAMES_BYTES] = "";
	AUTO(query_free) struct query *probe = NULL;
	int i;

	/* one of an older version has fewer columns: the rest get what the new table gives them */
	snprintf(sql, sizeof(sql), "SELECT * FROM %s LIMIT 0", table);
	probe = query_new(from, sql, NULL);
	if (!probe)
		return false;
	c->ncolumns = query_columns(probe);
	snprintf(key, sizeof(key), "%s", query_column_name(probe, 0));
	for (i = 0; i < c->ncolumns; i++) {
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s\"%s\"",
			i ? "," : "", query_column_name(probe, i));
		snprintf(marks + strlen(marks), sizeof(marks) - strlen(marks), i ? ",?" : "?");
	}
	snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY %s %s LIMIT 1", table, key, order);
	if (sqlite3_prepare_v2(from->handle, sql, -1, &c->first, NULL) != SQLITE_OK)
		return false;
	snprintf(sql, sizeof(sql), "SELECT * FROM %s WHERE %s %s ?1 ORDER BY %s %s LIMIT 1", table,
		key, backward ? "<" : ">", key, order);
	if (sqlite3_prepare_v2(from->handle, sql, -1, &c->next, NULL) != SQLITE_OK)
		return false;
	snprintf(sql, sizeof(sql), "INSERT OR IGNORE INTO %s(%s) VALUES(%s)", table, names, marks);
	return sqlite3_prepare_v2(to->handle, sql, -1, &c->write, NULL) == SQLITE_OK;
}

/* False at the end, at what is broken, or (backward) where the way forward had come. */
static bool copy_row(struct copy *c, struct db *to, uint64_t *rows)
{
	sqlite3_stmt *read = c->at ? c->next : c->first;
	bool ok;
	int i;

	sqlite3_reset(c->next);
	if (c->at)
		sqlite3_bind_value(c->next, 1, c->at);
	if (sqlite3_step(read) != SQLITE_ROW || sqlite3_column_count(read) != c->ncolumns)
		return false;
	sqlite3_value_free(c->at);
	c->at = sqlite3_value_dup(sqlite3_column_value(read, 0));
	for (i = 0; i < c->ncolumns; i++)
		sqlite3_bind_value(c->write, i + 1, sqlite3_column_value(read, i));
	/* a row that refers to a lost one is lost too, the next may not be */
	ok = sqlite3_step(c->write) == SQLITE_DONE && sqlite3_changes(to->handle) > 0;
	sqlite3_reset(c->write);
	*rows += ok;
	return true;
}

static uint64_t rescue_table(struct db *from, struct db *to, const char *table)
{
	uint64_t rows = 0, before;
	int backward;

	for (backward = 0; backward < 2; backward++) {
		AUTO(copy_release) struct copy c = {0};

		if (!copy_prepare(&c, from, to, table, backward))
			break;
		do
			before = rows;
		while (copy_row(&c, to, &rows) && (!backward || rows > before));
	}
	return rows;
}

static bool rescue(const char *aside, const char *path, const struct db_rescue *plan,
	uint64_t *ret_rows, struct err *err)
{
	AUTO(db_close) struct db *from = NULL;
	AUTO(db_close) struct db *to = NULL;
	size_t i;

	*ret_rows = 0;
	to = db_open(path, DB_WRITE, err);
	if (!to || !db_migrate(to, plan->schema, err) || !db_begin(to, err))
		return false;
	from = db_open(aside, DB_WRITE, NULL);
	for (i = 0; from && i < plan->ntables; i++)
		*ret_rows += rescue_table(from, to, plan->tables[i]);
	return (!plan->tidy || db_exec(to, plan->tidy, err)) && db_commit(to, err);
}

/* SQLite takes some failures of the disk for damage. What cannot be read is no reason to give it
 * up. */
static bool can_be_read(const char *path, struct err *err)
{
	static const char *const suffixes[] = {"", "-wal"};
	char name[PATH_MAX], block[1 << 16];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(suffixes); i++) {
		ssize_t n = 1;
		int fd;

		snprintf(name, sizeof(name), "%.*s%s", PATH_MAX - 16, path, suffixes[i]);
		fd = open(name, O_RDONLY | O_CLOEXEC);
		if (fd < 0 && errno == ENOENT)
			continue;
		while (fd >= 0 && n > 0)
			n = read(fd, block, sizeof(block));
		if (fd < 0 || n < 0) {
			err_set(err, ERR_RETRY, "cannot read %s: %m", name);
			if (fd >= 0)
				close(fd);
			return false;
		}
		close(fd);
	}
	return true;
}

bool db_repair(
	const char *path, const struct db_rescue *plan, struct err *ret_damage, struct err *err)
{
	char aside[PATH_MAX];
	struct err found = {0};
	uint64_t rows = 0;

	err_clear(ret_damage);
	if (access(path, F_OK) < 0 || is_sound(path, plan->schema, &found))
		return true;
	/* what a second look does not find was the disk or memory, and has passed */
	if (!can_be_read(path, err))
		return false;
	err_clear(&found);
	if (is_sound(path, plan->schema, &found))
		return true;
	if (!set_aside(path, aside, err) || !rescue(aside, path, plan, &rows, err))
		return false;
	err_set(ret_damage, ERR_FATAL,
		"%s; %" PRIu64 " rows were saved from it, and it is kept as %s", found.text, rows,
		aside);
	return true;
}
