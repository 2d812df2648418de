/* SPDX-License-Identifier: Apache-2.0
 * handle.h - what a struct db is, for the files of lib/db alone. */
#ifndef SITREP_HANDLE_H
#define SITREP_HANDLE_H

#include <sqlite3.h>
#include "db/db.h"

struct db {
	sqlite3 *handle;
	char *path;          /* for sentences */
	int64_t deadline_ms; /* monotonic; 0: none */
};

struct query {
	sqlite3_stmt *stmt;
	struct db *db;
};

/* rank.c: adds DB_WORDS_RANK to the handle. */
bool db_add_rank(struct db *db, struct err *err) MUST_CHECK;

#endif
