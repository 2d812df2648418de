/* SPDX-License-Identifier: Apache-2.0 */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

#define ALIGN alignof(max_align_t)
#define FIRST_CHUNK ((size_t)16 << 10)
#define LARGEST_CHUNK ((size_t)4 << 20)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of data */
	size_t used;
	alignas(max_align_t) char data[];
};

void arena_init(struct arena *arena, size_t limit)
{
	*arena = (struct arena){.limit = limit};
}

void arena_release(struct arena *arena)
{
	while (arena->chunk) {
		struct arena_chunk *older = arena->chunk->older;

		free(arena->chunk);
		arena->chunk = older;
	}
	arena->used = 0;
}

void arena_reset(struct arena *arena)
{
	struct arena_chunk *keep = arena->chunk, *c;

	arena->used = 0;
	if (!keep)
		return;
	for (c = keep->older; c;) {
		struct arena_chunk *older = c->older;

		if (c->size > keep->size) {
			free(keep);
			keep = c;
		} else {
			free(c);
		}
		c = older;
	}
	/* one giant report must not fatten the process for good */
	if (keep->size > LARGEST_CHUNK) {
		free(keep);
		keep = NULL;
	} else {
		keep->older = NULL;
		keep->used = 0;
	}
	arena->chunk = keep;
}

static void arena_add_chunk(struct arena *arena, size_t n)
{
	size_t size = arena->chunk ? arena->chunk->size * 2 : FIRST_CHUNK;
	struct arena_chunk *c;

	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	if (size < n)
		size = n;
	c = xmalloc(sizeof(*c) + size);
	c->older = arena->chunk;
	c->size = size;
	c->used = 0;
	arena->chunk = c;
}

void *arena_try(struct arena *arena, size_t n)
{
	void *p;

	if (n > SIZE_MAX / 2)
		return NULL;
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (arena->limit && (n > arena->limit || arena->used > arena->limit - n))
		return NULL;
	if (!arena->chunk || arena->chunk->size - arena->chunk->used < n)
		arena_add_chunk(arena, n);
	p = arena->chunk->data + arena->chunk->used;
	arena->chunk->used += n;
	arena->used += n;
	return p;
}

void *arena_alloc(struct arena *arena, size_t n)
{
	void *p = arena_try(arena, n);

	if (!p) {
		fprintf(stderr, "arena limit of %zu bytes reached\n", arena->limit);
		abort();
	}
	return p;
}

void *arena_zalloc(struct arena *arena, size_t count, size_t size)
{
	size_t n;
	void *p;

	if (__builtin_mul_overflow(count, size, &n))
		n = SIZE_MAX;
	p = arena_alloc(arena, n);
	return memset(p, 0, n);
}

struct str arena_str(struct arena *arena, struct str s)
{
	char *p = arena_alloc(arena, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){p, s.n};
}

void *arena_grow(struct arena *arena, void *array, size_t count, size_t *cap, size_t size)
{
	char *bigger = array;

	if (count == *cap) {
		size_t room = *cap ? *cap * 2 : 8;

		bigger = arena_alloc(arena, room * size);
		if (count)
			memcpy(bigger, array, count * size);
		*cap = room;
	}
	memset(bigger + count * size, 0, size);
	return bigger;
}
