/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "db/bulk.h"

#define MAX_SQL_BYTES 65536

static const size_t sizes[] = {32, 8, 2, 1};

struct bulk {
	int columns;
	struct query *q[ARRAY_SIZE(sizes)]; /* owned */
};

static struct query *prepare(
	struct db *db, const char *insert, int columns, size_t rows, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};
	size_t i;
	int column;

	buf_init(&sql, MAX_SQL_BYTES);
	buf_printf(&sql, "%s VALUES", insert);
	for (i = 0; i < rows; i++) {
		buf_puts(&sql, i ? ",(?" : "(?");
		for (column = 1; column < columns; column++)
			buf_puts(&sql, ",?");
		buf_puts(&sql, ")");
	}
	return query_new(db, sql.data, err);
}

struct bulk *bulk_new(struct db *db, const char *insert, int columns, struct err *err)
{
	struct bulk *bulk = xcalloc(1, sizeof(*bulk));
	size_t i;

	bulk->columns = columns;
	for (i = 0; bulk && i < ARRAY_SIZE(sizes); i++) {
		bulk->q[i] = prepare(db, insert, columns, sizes[i], err);
		if (!bulk->q[i])
			bulk_free(&bulk);
	}
	return bulk;
}

void bulk_free(struct bulk **bulk)
{
	if (!*bulk)
		return;
	queries_free((*bulk)->q, ARRAY_SIZE(sizes));
	free(*bulk);
	*bulk = NULL;
}

struct query *bulk_next(struct bulk *bulk, size_t left, size_t *ret_rows)
{
	size_t i = 0;

	while (sizes[i] > left)
		i++;
	*ret_rows = sizes[i];
	return bulk->q[i];
}

int bulk_at(const struct bulk *bulk, size_t n)
{
	return (int)n * bulk->columns;
}
