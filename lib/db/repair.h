/* SPDX-License-Identifier: Apache-2.0
 * repair.h - a database with torn or flipped bytes must not keep a daemon from its work.
 *
 * Before it opens its database a daemon has it looked at. A small one is checked each time, a
 * large one only if it cannot be opened or was marked by db_suspect(). A damaged one is set aside
 * under PATH.damaged-TIME, for ever, with its log, and what can still be read goes into a new
 * one: each table row by row in the order of its key, from both ends up to what is broken. */
#ifndef SITREP_REPAIR_H
#define SITREP_REPAIR_H

#include <stdint.h>
#include "db/db.h"

struct db_rescue {
	const struct db_schema *schema;
	const char *const *tables; /* [ntables] in the order in which they refer to each other */
	size_t ntables;
	const char *tidy; /* SQL for what has lost its other half; NULL: nothing */
};

/* *ret_damage has the kind ERR_NONE if all is well (or there is no database yet), else a
 * sentence that says what was found, saved, and where the old file is. False: the disk does not
 * let us; a file that cannot be read is left as it is. */
bool db_repair(const char *path, const struct db_rescue *rescue, struct err *ret_damage,
	struct err *err) MUST_CHECK;
/* What went wrong looks like damage: let the next start check, whatever the size. */
void db_suspect(const char *path);

#endif
