/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/tally.h"

#define COLUMNS 6
#define YEAR_BYTES 4

struct count {
	struct str of[COLUMNS]; /* listing, kind, country, year, theme, modality */
	int64_t facts;
};

struct tally {
	struct db *db;     /* borrowed */
	struct query *put; /* owned */
	struct arena arena;
	struct map at;
	struct count **counts; /* [ncounts] in the arena */
	size_t ncounts, cap;
};

struct tally *tally_new(struct db *db, struct err *err)
{
	struct tally *tally = xcalloc(1, sizeof(*tally));

	tally->db = db;
	arena_init(&tally->arena, 0);
	tally->put = query_new(db,
		"INSERT INTO tally(listing, kind, country, year, theme, modality, facts)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET "
		"facts=facts+excluded.facts",
		err);
	if (!tally->put)
		tally_free(&tally);
	return tally;
}

void tally_free(struct tally **tally)
{
	if (!*tally)
		return;
	query_free(&(*tally)->put);
	map_release(&(*tally)->at);
	arena_release(&(*tally)->arena);
	free(*tally);
	*tally = NULL;
}

void tally_drop(struct tally *tally)
{
	map_release(&tally->at);
	tally->counts = NULL;
	tally->ncounts = tally->cap = 0;
	arena_reset(&tally->arena);
}

/* All columns as one, each after its length: no two rows have the same. */
static struct str key_of(const struct str of[COLUMNS], struct arena *arena)
{
	size_t n = 0, i;
	char *key;

	for (i = 0; i < COLUMNS; i++)
		n += sizeof(size_t) + of[i].n;
	key = arena_alloc(arena, n);
	for (n = 0, i = 0; i < COLUMNS; i++) {
		memcpy(key + n, &of[i].n, sizeof(size_t));
		n += sizeof(size_t);
		if (of[i].n)
			memcpy(key + n, of[i].p, of[i].n);
		n += of[i].n;
	}
	return (struct str){key, n};
}

static void add(struct tally *tally, const struct told *t, int sign)
{
	const struct str of[COLUMNS] = {t->is_incident ? STR("incidents") : STR("claims"), t->kind,
		str_absent(t->country) ? STR("") : t->country,
		str_slice(t->day, 0, t->day.n < YEAR_BYTES ? t->day.n : YEAR_BYTES), t->theme,
		t->state};
	bool is_new;
	struct map_slot *slot = map_put(&tally->at, key_of(of, &tally->arena), &is_new);
	struct count *count;
	size_t i;

	if (is_new) {
		slot->value.ptr = count = arena_zalloc(&tally->arena, 1, sizeof(*count));
		for (i = 0; i < COLUMNS; i++)
			count->of[i] = arena_str(&tally->arena, of[i]);
		*ARENA_PUSH(&tally->arena, tally->counts, tally->ncounts, tally->cap) = count;
	}
	count = slot->value.ptr;
	count->facts += sign;
}

void tally_add(struct tally *tally, const struct told_facts *facts, int sign)
{
	size_t i;

	for (i = 0; i < facts->nclaims + facts->nincidents; i++)
		if (facts->v[i].live)
			add(tally, &facts->v[i], sign);
}

bool tally_flush(struct tally *tally, struct err *err)
{
	size_t i;
	int column;

	for (i = 0; i < tally->ncounts; i++) {
		const struct count *count = tally->counts[i];

		if (!count->facts)
			continue;
		for (column = 0; column < COLUMNS; column++)
			query_str(tally->put, column + 1, count->of[column]);
		query_int(tally->put, COLUMNS + 1, count->facts);
		if (!query_run(tally->put, err))
			return false;
	}
	tally_drop(tally);
	return true;
}

bool tally_clear(struct tally *tally, struct err *err)
{
	tally_drop(tally);
	return db_exec(tally->db, "DELETE FROM tally", err);
}
