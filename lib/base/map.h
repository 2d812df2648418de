/* SPDX-License-Identifier: Apache-2.0
 * map.h - a hash table from strings to pointers or numbers: open addressing, linear probing,
 * insert and look up only. Keys are borrowed and must outlive the map. */
#ifndef SITREP_MAP_H
#define SITREP_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

struct map_slot {
	struct str key; /* absent: the slot is free */
	union {
		void *ptr;
		int64_t num;
	} value;
};

struct map {
	struct map_slot *slots; /* [mask + 1] owned; NULL: empty */
	size_t mask;
	size_t n;
};

void map_init(struct map *map);
void map_release(struct map *map); /* for AUTO */
/* The slot of the key, made with a zero value if it was not there; *ret_new tells (may be NULL).
 * Valid until the next map_put. */
struct map_slot *map_put(struct map *map, struct str key, bool *ret_new);
/* NULL if absent. */
struct map_slot *map_get(const struct map *map, struct str key);

#endif
