/* SPDX-License-Identifier: Apache-2.0
 * feature_table.h - from feature hashes to rows of weights: one that every corpus shares and one of
 * the target's own, as in Daumé, "Frustratingly easy domain adaptation" (2007). */
#ifndef SITREP_FEATURE_TABLE_H
#define SITREP_FEATURE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct feature_rows {
	uint64_t key;
	uint32_t uses, target_uses;
	uint32_t general, target; /* CRF_NO_ROW: too rare for one */
	bool used;
};

struct feature_table {
	struct feature_rows *v; /* [mask + 1] owned, open addressing */
	size_t mask, n;
};

void feature_table_init(struct feature_table *table);
void feature_table_release(struct feature_table *table);
void feature_table_count(struct feature_table *table, uint64_t key, bool target);
/* Numbers the rows once everything is counted; how many there are. */
size_t feature_table_number(struct feature_table *table);
/* key must have been counted. */
const struct feature_rows *feature_table_get(const struct feature_table *table, uint64_t key);

#endif
