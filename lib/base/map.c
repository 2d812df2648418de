/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

void map_init(struct map *map)
{
	*map = (struct map){0};
}

void map_release(struct map *map)
{
	free(map->slots);
	map_init(map);
}

static struct map_slot *map_probe(const struct map *map, struct str key)
{
	size_t i = hash_str(key) & map->mask;

	while (!str_absent(map->slots[i].key) && !str_eq(map->slots[i].key, key))
		i = (i + 1) & map->mask;
	return &map->slots[i];
}

static void map_enlarge(struct map *map)
{
	struct map bigger = {.mask = map->slots ? map->mask * 2 + 1 : 15, .n = map->n};
	size_t i;

	bigger.slots = xcalloc(bigger.mask + 1, sizeof(*bigger.slots));
	for (i = 0; map->slots && i <= map->mask; i++)
		if (!str_absent(map->slots[i].key))
			*map_probe(&bigger, map->slots[i].key) = map->slots[i];
	free(map->slots);
	*map = bigger;
}

struct map_slot *map_put(struct map *map, struct str key, bool *ret_new)
{
	struct map_slot *slot;
	bool is_new;

	if (!map->slots || map->n * 4 >= (map->mask + 1) * 3)
		map_enlarge(map);
	if (str_absent(key))
		key.p = "";
	slot = map_probe(map, key);
	is_new = str_absent(slot->key);
	if (is_new) {
		slot->key = key;
		map->n++;
	}
	if (ret_new)
		*ret_new = is_new;
	return slot;
}

struct map_slot *map_get(const struct map *map, struct str key)
{
	struct map_slot *slot;

	if (!map->slots)
		return NULL;
	slot = map_probe(map, key);
	return str_absent(slot->key) ? NULL : slot;
}
