/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>

#include "db/copy.h"
#include "ingestor/spool_ops.h"

#define PAGES_AT_ONCE 2000 /* 8 MB: some tens of milliseconds in which nothing else is done */

static struct db_copy *new_copy(struct db *db, struct err *err)
{
	char path[PATH_MAX];

	if ((size_t)snprintf(path, sizeof(path), "%s.backup", db_path(db)) < sizeof(path))
		return db_copy_new(db, path, err);
	err_set(err, ERR_REJECT, "the spool's path is too long for a copy beside it");
	return NULL;
}

bool spool_copy(struct spool *spool, bool begin, uint32_t *ret_left, struct err *err)
{
	struct db *db = spool->ops->database(spool);

	if (!db)
		return err_set(err, ERR_REJECT, "this spool is kept in memory and cannot be copied");
	if (begin) {
		spool_copy_end(spool);
		spool->copy = new_copy(db, err);
	} else if (!spool->copy) {
		return err_set(err, ERR_REJECT, "no copy of the spool is being made: begin again");
	}
	if (!spool->copy)
		return false;
	if (!db_copy_step(spool->copy, PAGES_AT_ONCE, ret_left, err)) {
		spool_copy_end(spool);
		return false;
	}
	if (*ret_left == 0)
		spool_copy_end(spool);
	return true;
}

void spool_copy_end(struct spool *spool)
{
	db_copy_free(&spool->copy);
}
