/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>

#include "db/copy.h"
#include "ingestor/spool_ops.h"

#define PAGES_AT_ONCE 2000 /* 8 MB: some tens of milliseconds in which nothing else is done */

static bool path_of_copy(struct db *db, char out[PATH_MAX], struct err *err)
{
	return (size_t)snprintf(out, PATH_MAX, "%s.backup", db_path(db)) < PATH_MAX ||
	       err_set(err, ERR_REJECT, "the spool's path is too long for a copy beside it");
}

static bool begin_copy(struct spool *spool, struct db *db, const char *path, struct err *err)
{
	uint32_t left;

	spool_copy_end(spool);
	if (spool->ops->copy_more && !spool->ops->copy_more(spool, path, true, &left, err))
		return false;
	spool->copy = db_copy_new(db, path, err);
	return spool->copy != NULL;
}

/* The database first, then what is to be added to it. */
static bool copy_step(struct spool *spool, const char *path, uint32_t *ret_left, struct err *err)
{
	if (spool->copy_more)
		return spool->ops->copy_more(spool, path, false, ret_left, err);
	if (!db_copy_step(spool->copy, PAGES_AT_ONCE, ret_left, err))
		return false;
	if (*ret_left == 0 && spool->ops->copy_more) {
		db_copy_free(&spool->copy);
		spool->copy_more = true;
		*ret_left = 1;
	}
	return true;
}

bool spool_copy(struct spool *spool, bool begin, uint32_t *ret_left, struct err *err)
{
	struct db *db = spool->ops->database(spool);
	char path[PATH_MAX];

	if (!db)
		return err_set(
			err, ERR_REJECT, "this spool is kept in memory and cannot be copied");
	if (!path_of_copy(db, path, err) || (begin && !begin_copy(spool, db, path, err)))
		return false;
	if (!spool->copy && !spool->copy_more)
		return err_set(err, ERR_REJECT, "no copy of the spool is being made: begin again");
	if (!copy_step(spool, path, ret_left, err)) {
		spool_copy_end(spool);
		return false;
	}
	if (*ret_left == 0) {
		spool->copy_more = false; /* it is complete, and stays */
		spool_copy_end(spool);
	}
	return true;
}

void spool_copy_end(struct spool *spool)
{
	char path[PATH_MAX];

	db_copy_free(&spool->copy);
	if (!spool->ops->copy_end)
		return;
	spool->ops->copy_end(spool);
	if (spool->copy_more && path_of_copy(spool->ops->database(spool), path, NULL))
		db_copy_remove(path);
	spool->copy_more = false;
}
