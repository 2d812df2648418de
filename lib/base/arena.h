/* SPDX-License-Identifier: Apache-2.0
 * arena.h - many small things that die together.
 *
 * Everything that is found in one report lives in one arena, so nothing in it is freed alone and
 * nothing can leak. Memory is handed out from chunks that double in size; arena_reset() keeps the
 * largest chunk for the next report. */
#ifndef SITREP_ARENA_H
#define SITREP_ARENA_H

#include <stddef.h>
#include "base/str.h"

struct arena {
	struct arena_chunk *chunk; /* newest first, owned */
	size_t used;               /* bytes handed out since init or reset */
	size_t limit;              /* arena_try() refuses beyond it; 0 = none */
};

void arena_init(struct arena *arena, size_t limit);
void arena_release(struct arena *arena); /* for AUTO */
void arena_reset(struct arena *arena);
/* n bytes, aligned for any type, not zeroed; NULL if that would pass the limit. */
void *arena_try(struct arena *arena, size_t n);
/* The same, but passing the limit ends the process: for sizes that our own code bounds. */
void *arena_alloc(struct arena *arena, size_t n);
void *arena_zalloc(struct arena *arena, size_t count, size_t size);
/* Copies; the result is NUL-terminated as well. */
struct str arena_str(struct arena *arena, struct str s);
/* An array that grows by doubling: returns a (possibly moved) array with room for one more than
 * count. The old copy is left in the arena. *cap is in elements, 0 at first. */
void *arena_grow(struct arena *arena, void *array, size_t count, size_t *cap, size_t size);

/* Appends a zeroed element to v[n], whose capacity is cap, and yields a pointer to it. */
#define ARENA_PUSH(arena, v, n, cap) \
	((v) = arena_grow((arena), (v), (n), &(cap), sizeof(*(v))), &(v)[(n)++])

#endif
