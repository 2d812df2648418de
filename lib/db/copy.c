/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "db/copy.h"
#include "db/handle.h"

struct db_copy {
	struct db *to; /* owned */
	sqlite3_backup *backup;
	bool complete;
};

void db_copy_remove(const char *path)
{
	static const char *const tails[] = {"", "-journal", "-wal", "-shm"};
	char name[4096];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tails); i++)
		if ((size_t)snprintf(name, sizeof(name), "%s%s", path, tails[i]) < sizeof(name))
			unlink(name);
}

struct db_copy *db_copy_new(struct db *db, const char *path, struct err *err)
{
	struct db_copy *copy = xcalloc(1, sizeof(*copy));

	db_copy_remove(path);
	copy->to = db_open(path, DB_WRITE, err);
	/* no log for a file that nobody reads yet: it would be written twice */
	if (copy->to &&
		db_exec(copy->to, "PRAGMA journal_mode=DELETE; PRAGMA cache_size=-8192", err)) {
		copy->backup = sqlite3_backup_init(copy->to->handle, "main", db->handle, "main");
		if (!copy->backup)
			err_set(err, ERR_RETRY, "cannot begin the copy %s: %s", path,
				sqlite3_errmsg(copy->to->handle));
	}
	if (!copy->backup)
		db_copy_free(&copy);
	return copy;
}

bool db_copy_step(struct db_copy *copy, int pages, uint32_t *ret_left, struct err *err)
{
	int code = sqlite3_backup_step(copy->backup, pages);

	if (code != SQLITE_OK && code != SQLITE_DONE)
		return err_set(err, ERR_RETRY, "cannot write the copy %s: %s", copy->to->path,
			sqlite3_errstr(code));
	copy->complete = code == SQLITE_DONE;
	*ret_left = copy->complete ? 0 : (uint32_t)sqlite3_backup_remaining(copy->backup);
	if (!copy->complete && *ret_left == 0)
		*ret_left = 1; /* the last step writes it down */
	return true;
}

void db_copy_free(struct db_copy **copy)
{
	struct db_copy *c = *copy;

	*copy = NULL;
	if (!c)
		return;
	if (c->backup)
		sqlite3_backup_finish(c->backup);
	if (c->to && !c->complete)
		db_copy_remove(c->to->path);
	db_close(&c->to);
	free(c);
}
