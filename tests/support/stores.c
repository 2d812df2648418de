/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/stores.h"

struct store *stores_fresh(const char *name)
{
	static bool inside;
	struct err err = {0};
	struct store *s;
	char dir[64];

	snprintf(dir, sizeof(dir), "%s.d", name);
	if (!inside) {
		ck_assert(mkdir(dir, 0700) == 0 || errno == EEXIST);
		ck_assert_int_eq(chdir(dir), 0);
	}
	inside = true;
	unlink("sitrep.db");
	unlink("sitrep.db-wal");
	unlink("sitrep.db-shm");
	s = store_open("sitrep.db", 8000, &err);
	ck_assert_msg(s != NULL, "%s", err.text);
	return s;
}

struct store *stores_with_places(const char *name)
{
	struct store *s = stores_fresh(name);
	struct err err = {0};

	ck_assert_msg(store_know_places(s, getenv("SITREP_DATA_DIR"), &err), "%s", err.text);
	return s;
}

void stores_put(struct store *s, const struct result *result)
{
	struct err err = {0};

	ck_assert_msg(store_put(s, result, 1700000000500, &err), "%s", err.text);
}

void stores_commit(struct store *s)
{
	struct err err = {0};

	ck_assert_msg(store_commit(s, &err), "%s", err.text);
}

int64_t stores_number(const char *sql)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = facts_open(".", &err);
	int64_t n = -1;

	ck_assert_msg(db != NULL && db_number(db, sql, -1, &n, &err), "%s: %s", sql, err.text);
	return n;
}

size_t stores_rows(enum listing listing, const struct filter *filter)
{
	AUTO(arena_release) struct arena arena = {0};
	struct err err = {0};
	AUTO(db_close) struct db *db = facts_open(".", &err);
	AUTO(query_free) struct query *q = NULL;
	size_t n;
	bool ok;

	arena_init(&arena, 0);
	q = facts_list(db, listing, filter, &arena, &err);
	for (n = 0; query_next(q, &ok, &err); n++)
		;
	ck_assert_msg(ok, "%s", err.text);
	return n;
}
