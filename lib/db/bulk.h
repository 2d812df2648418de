/* SPDX-License-Identifier: Apache-2.0
 * bulk.h - many rows by few statements.
 *
 * Each run of an INSERT opens the table and all its indexes, which for a short row costs as much
 * as the row. So there are statements for 32, 8, 2 rows and for one; whoever has n rows asks for
 * the next statement until none is left, and binds in it what it says:
 *
 *	for (i = 0; i < n; i += rows) {
 *		q = bulk_next(bulk, n - i, &rows);
 *		for (k = 0; k < rows; k++)
 *			query_int(q, bulk_at(bulk, k) + 1, ...);   the first column of row i + k
 *		if (!query_run(q, err)) ...
 *	}
 *
 * Say OR FAIL or OR IGNORE, and have no foreign keys checked: SQLite would keep a copy of each
 * page that a statement of many rows touches, to take all of them back if one fails. So what is
 * there after a failure is not defined: roll back. */
#ifndef SITREP_BULK_H
#define SITREP_BULK_H

#include "db/db.h"

struct bulk;

/* insert is "INSERT OR FAIL INTO table(a, b, c)". */
struct bulk *bulk_new(struct db *db, const char *insert, int columns, struct err *err);
void bulk_free(struct bulk **bulk);
/* For the first *ret_rows of the rows that are left, of which there is at least one. */
struct query *bulk_next(struct bulk *bulk, size_t left, size_t *ret_rows);
/* Before the first parameter of the n-th row (from 0) of such a statement. */
int bulk_at(const struct bulk *bulk, size_t n);

#endif
