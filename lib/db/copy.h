/* SPDX-License-Identifier: Apache-2.0
 * copy.h - a copy of a database that its only process goes on writing, made a piece at a time.
 *
 * SQLite's online backup (sqlite.org/backup.html): what the database's own handle writes
 * meanwhile reaches the copy too, so that the finished copy is the database as of the last step.
 * Errors of the copy are the copy's alone; the database does not notice them. */
#ifndef SITREP_COPY_H
#define SITREP_COPY_H

#include "db/db.h"

struct db_copy;

/* A new file at path, mode 0600; what was there is removed. db must outlive the copy. */
struct db_copy *db_copy_new(struct db *db, const char *path, struct err *err);
/* Copies up to so many pages, outside of a transaction of db. *ret_left: pages to go; at 0 the copy
 * is complete and on disk. */
bool db_copy_step(struct db_copy *copy, int pages, uint32_t *ret_left, struct err *err) MUST_CHECK;
/* NULL is fine; leaves NULL. A copy that is not complete is removed. */
void db_copy_free(struct db_copy **copy);
/* Removes the file of a copy, and what SQLite may have beside it. */
void db_copy_remove(const char *path);

#endif
