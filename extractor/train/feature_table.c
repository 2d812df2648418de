/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "train/crf.h"
#include "train/feature_table.h"

#define FIRST_SLOTS ((size_t)1 << 20)
#define MIN_USES 2

void feature_table_init(struct feature_table *table)
{
	*table = (struct feature_table){.mask = FIRST_SLOTS - 1};
	table->v = xcalloc(FIRST_SLOTS, sizeof(*table->v));
}

void feature_table_release(struct feature_table *table)
{
	free(table->v);
	*table = (struct feature_table){0};
}

static struct feature_rows *find(const struct feature_table *table, uint64_t key)
{
	size_t i = key & table->mask;

	while (table->v[i].used && table->v[i].key != key)
		i = (i + 1) & table->mask;
	return &table->v[i];
}

static void grow(struct feature_table *table)
{
	struct feature_rows *old = table->v;
	size_t i, n = table->mask + 1;

	table->mask = 2 * n - 1;
	table->v = xcalloc(2 * n, sizeof(*old));
	for (i = 0; i < n; i++)
		if (old[i].used)
			*find(table, old[i].key) = old[i];
	free(old);
}

void feature_table_count(struct feature_table *table, uint64_t key, bool target)
{
	struct feature_rows *rows = find(table, key);

	if (!rows->used) {
		if (++table->n * 2 > table->mask) {
			grow(table);
			rows = find(table, key);
		}
		rows->used = true;
		rows->key = key;
	}
	rows->uses++;
	rows->target_uses += target;
}

size_t feature_table_number(struct feature_table *table)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i <= table->mask; i++) {
		struct feature_rows *rows = &table->v[i];

		rows->general = rows->uses >= MIN_USES || rows->target_uses > 0 ? n++ : CRF_NO_ROW;
		rows->target =
			rows->target_uses > 0 && rows->target_uses < rows->uses ? n++ : CRF_NO_ROW;
	}
	return n;
}

const struct feature_rows *feature_table_get(const struct feature_table *table, uint64_t key)
{
	return find(table, key);
}
