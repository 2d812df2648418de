/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/compared.h"

#define PLACES 2048        /* each report has one of them, by its number */
#define MOST_SHINGLES 2048 /* of a text that is kept: 16 KB, some 2,000 words */

struct place {
	int64_t report;           /* 0: nobody's */
	struct shingles shingles; /* v is owned */
};

struct compared {
	struct query *text;
	struct place places[PLACES];
	struct arena arena;
	struct shingles last; /* too long to be kept: in the arena */
};

struct compared *compared_new(struct db *db, struct err *err)
{
	struct compared *c = xcalloc(1, sizeof(*c));

	arena_init(&c->arena, 0);
	c->text = query_new(db, "SELECT text FROM extraction WHERE report=?1 AND current=1", err);
	if (!c->text)
		compared_free(&c);
	return c;
}

static void clear(struct place *place)
{
	free(place->shingles.v);
	*place = (struct place){0};
}

void compared_free(struct compared **compared)
{
	if (!*compared)
		return;
	compared_forget_all(*compared);
	query_free(&(*compared)->text);
	arena_release(&(*compared)->arena);
	free(*compared);
	*compared = NULL;
}

static struct place *place_of(struct compared *c, int64_t report)
{
	return &c->places[(uint64_t)report % PLACES];
}

void compared_forget(struct compared *c, int64_t report)
{
	if (place_of(c, report)->report == report)
		clear(place_of(c, report));
}

void compared_forget_all(struct compared *c)
{
	size_t i;

	for (i = 0; i < PLACES; i++)
		clear(&c->places[i]);
}

void compared_keep(struct compared *c, int64_t report, const struct shingles *shingles)
{
	struct place *place = place_of(c, report);

	if (shingles->n > MOST_SHINGLES)
		return;
	clear(place);
	*place = (struct place){report, *shingles};
	place->shingles.v = xcalloc(shingles->n, sizeof(*shingles->v));
	if (shingles->n)
		memcpy(place->shingles.v, shingles->v, shingles->n * sizeof(*shingles->v));
}

bool compared_shingles(
	struct compared *c, int64_t report, const struct shingles **ret, struct err *err)
{
	bool row;

	if (place_of(c, report)->report == report) {
		*ret = &place_of(c, report)->shingles;
		return true;
	}
	arena_reset(&c->arena);
	c->last = (struct shingles){0};
	query_int(c->text, 1, report);
	if (!query_step(c->text, &row, err))
		return false;
	if (row) {
		shingles_find(query_get_str(c->text, 0), &c->arena, &c->last);
		query_reset(c->text);
	}
	compared_keep(c, report, &c->last);
	*ret = place_of(c, report)->report == report ? &place_of(c, report)->shingles : &c->last;
	return true;
}
