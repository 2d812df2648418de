/* SPDX-License-Identifier: Apache-2.0
 * The names of a few hundred extractions are a few hundred, of some thousands of appearances: so
 * appearances are counted by number, and each name is looked at once. */
#include <string.h>

#include "store/overview_reports.h"

struct lookup {
	struct arena *arena;
	struct query *source, *names, *name; /* owned */
	struct map facts; /* the number of a name -> facts in whose reports it appears */
};

static void lookup_release(struct lookup *l)
{
	query_free(&l->source);
	query_free(&l->names);
	query_free(&l->name);
	map_release(&l->facts);
}

/* "People" and "armed men" are bodies that act too, but no names of organisations to narrow a
 * list by; nor are states, which are countries. */
#define IS_NAME "length(n.text)>2 AND 2*n.named>=n.mentions"

static bool prepare(struct db *db, struct lookup *l, struct err *err)
{
	l->source = query_new(db,
		"SELECT r.source FROM extraction x CROSS JOIN report r ON r.report=x.report"
		" WHERE x.extraction=?1",
		err);
	l->names = l->source ? query_new(db, "SELECT name FROM appearance WHERE extraction=?1", err)
			     : NULL;
	l->name = l->names ? query_new(db,
				     "SELECT n.text FROM name b CROSS JOIN name n"
				     " ON n.name=coalesce(b.same_as, b.name) WHERE b.name=?1 AND "
				     "b.type='organisation' AND " IS_NAME,
				     err)
			   : NULL;
	return l->name != NULL;
}

static void add(struct arena *arena, struct map *map, struct str key, int64_t n)
{
	struct map_slot *s = map_get(map, key);

	if (!s)
		s = map_put(map, arena_str(arena, key), NULL);
	s->value.num += n;
}

/* Files of one folder are one source, which its path stands for: the filter takes a part of a
 * name. */
static struct str source_of(struct str source)
{
	size_t end = source.n;

	while (str_starts(source, STR("/")) && end > 1 && source.p[end - 1] != '/')
		end--;
	return str_slice(source, 0, end);
}

/* Adds n to what each row of the query names: a text, or the number of a name. */
static bool add_rows(
	struct lookup *l, struct query *q, int64_t id, int64_t n, struct map *to, struct err *err)
{
	bool ok;

	query_int(q, 1, id);
	while (query_next(q, &ok, err)) {
		int64_t number = query_get_int(q, 0);

		if (q == l->names)
			add(l->arena, to, (struct str){(const char *)&number, sizeof(number)}, n);
		else
			add(l->arena, to,
				q == l->source ? source_of(query_get_str(q, 0))
					       : query_get_str(q, 0),
				n);
	}
	return ok;
}

/* Calls add_rows() with each number of from and what belongs to it. */
static bool add_each(
	struct lookup *l, struct query *q, const struct map *from, struct map *to, struct err *err)
{
	size_t i;

	for (i = 0; from->slots && i <= from->mask; i++) {
		int64_t id;

		if (str_absent(from->slots[i].key))
			continue;
		memcpy(&id, from->slots[i].key.p, sizeof(id));
		if (!add_rows(l, q, id, from->slots[i].value.num, to, err))
			return false;
	}
	return true;
}

bool overview_reports(struct db *db, const struct map *readings, struct arena *arena,
	struct map *sources, struct map *organisations, struct err *err)
{
	AUTO(lookup_release) struct lookup l = {.arena = arena};

	return prepare(db, &l, err) && add_each(&l, l.source, readings, sources, err) &&
	       add_each(&l, l.names, readings, &l.facts, err) &&
	       add_each(&l, l.name, &l.facts, organisations, err);
}

bool overview_labels(
	struct db *db, struct overview_count *v, size_t n, struct arena *arena, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(
		db, "SELECT example FROM name WHERE type='organisation' AND text=?1", err);
	bool row = q != NULL;
	size_t i;

	for (i = 0; row && i < n; i++) {
		query_str(q, 1, v[i].value);
		if (!query_step(q, &row, err))
			return false;
		v[i].label = row ? arena_str(arena, query_get_str(q, 0)) : v[i].value;
		query_reset(q);
		row = true;
	}
	return q != NULL;
}
