/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "db/bulk.h"
#include "store/filing.h"

/* In the order of their names. A source has no rows in the table tag: reports say it. */
enum facet { C_COUNTRY, C_PLACE, C_WHO, I_COUNTRY, I_PLACE, I_WHO, R_SOURCE };

static const struct str facets[] = {STR("c.country"), STR("c.place"), STR("c.who"),
	STR("i.country"), STR("i.place"), STR("i.who"), STR("r.source")};

enum statement {
	F_COUNT_TAG,
	F_UNTAG,
	F_FIND_NAME,
	F_ADD_NAME,
	F_COUNT_NAME,
	F_NAMES_OF,
	F_UNCOUNT_NAMES,
	F_UNAPPEAR,
	F_COUNT
};

static const char *const statements[F_COUNT] = {
	[F_COUNT_TAG] = "INSERT INTO tag_value(facet, value, facts) VALUES(?1, ?2, ?3)"
			" ON CONFLICT DO UPDATE SET facts=facts+excluded.facts",
	[F_UNTAG] = "DELETE FROM tag WHERE facet=?1 AND value=?2 AND fact=?3",
	[F_FIND_NAME] = "SELECT name FROM name WHERE type=?1 AND text=?2",
	[F_ADD_NAME] = "INSERT INTO name(type, text, mentions, named, reports, example) VALUES(?1, "
		       "?2, ?3, ?4, ?5, ?6)",
	[F_COUNT_NAME] = "UPDATE name SET mentions=mentions+?2, named=named+?3, "
			 "reports=reports+?4, example=CASE"
			 " WHEN (length(CAST(?5 AS BLOB)), ?5)<(length(CAST(example AS BLOB)), "
			 "example) THEN ?5"
			 " ELSE example END WHERE name=?1",
	[F_NAMES_OF] = "SELECT type, coalesce(canonical, text), text, form='name' OR form IS NULL "
		       "FROM entity"
		       " WHERE extraction=?1 AND (canonical IS NOT NULL OR form IS NOT 'pronoun')",
	[F_UNCOUNT_NAMES] = "UPDATE name SET reports=reports-1, mentions=name.mentions-a.mentions, "
			    "named=name.named-a.named"
			    " FROM appearance a WHERE a.name=name.name AND a.extraction=?1",
	[F_UNAPPEAR] = "DELETE FROM appearance WHERE extraction=?1",
};

#define TAG_COLUMNS 5
#define APPEARANCE_COLUMNS 4

static const char insert_tag[] = "INSERT OR IGNORE INTO tag(facet, value, fact, kind, day)";
static const char insert_appearance[] =
	"INSERT OR IGNORE INTO appearance(name, extraction, mentions, named)";

/* The facts that are filed under one word. */
struct tag {
	enum facet facet;
	struct str value;
	struct filed {
		int64_t fact;
		struct str kind, day;
	} * v; /* [n] none twice */
	size_t n, cap;
};

/* The extractions that mention one name. */
struct name {
	struct str type, text, example;
	struct mentions {
		int64_t extraction, n, named;
	} * v; /* [n] */
	size_t n, cap;
	int64_t mentions, named;
};

struct filing {
	struct db *db;                           /* borrowed */
	struct query *q[F_COUNT];                /* owned */
	struct bulk *put_tags, *put_appearances; /* owned */
	struct buf key, lower;                   /* scratch */
	struct arena arena;                      /* of all that follows */
	struct map tag_at, name_at; /* facet and value, type and text: to where they are below */
	struct tag **tags;          /* [ntags] */
	struct name **names;        /* [nnames] */
	size_t ntags, tags_cap, nnames, names_cap;
	int64_t nsources; /* stands for a fact, where only their number counts */
};

struct filing *filing_new(struct db *db, struct err *err)
{
	struct filing *f = xcalloc(1, sizeof(*f));

	f->db = db;
	arena_init(&f->arena, 0);
	buf_init(&f->key, MAX_FRAME_BYTES);
	buf_init(&f->lower, MAX_FRAME_BYTES);
	f->put_tags = bulk_new(db, insert_tag, TAG_COLUMNS, err);
	f->put_appearances =
		f->put_tags ? bulk_new(db, insert_appearance, APPEARANCE_COLUMNS, err) : NULL;
	if (!f->put_appearances || !queries_new(db, statements, f->q, F_COUNT, err))
		filing_free(&f);
	return f;
}

void filing_free(struct filing **filing)
{
	if (!*filing)
		return;
	queries_free((*filing)->q, F_COUNT);
	bulk_free(&(*filing)->put_tags);
	bulk_free(&(*filing)->put_appearances);
	buf_release(&(*filing)->key);
	buf_release(&(*filing)->lower);
	map_release(&(*filing)->tag_at);
	map_release(&(*filing)->name_at);
	arena_release(&(*filing)->arena);
	free(*filing);
	*filing = NULL;
}

void filing_drop(struct filing *f)
{
	map_release(&f->tag_at);
	map_release(&f->name_at);
	f->tags = NULL;
	f->names = NULL;
	f->ntags = f->tags_cap = f->nnames = f->names_cap = 0;
	arena_reset(&f->arena);
}

/* Two strings as one key, in the scratch buffer: the first has no byte of 0. */
static struct str key_of(struct filing *f, struct str a, struct str b)
{
	buf_reset(&f->key);
	buf_str(&f->key, a);
	buf_putc(&f->key, '\0');
	buf_str(&f->key, b);
	return buf_view(&f->key);
}

/* The slot of a key, which goes to the arena only if it is new. */
static struct map_slot *slot_of(struct filing *f, struct map *map, struct str key, bool *ret_new)
{
	struct map_slot *slot = map_get(map, key);

	*ret_new = !slot;
	return slot ? slot : map_put(map, arena_str(&f->arena, key), NULL);
}

/* An absent value is not filed. A report may say a thing of a subject that is its object too. */
static void file_under(
	struct filing *f, enum facet facet, struct str value, int64_t fact, const struct told *t)
{
	struct map_slot *slot;
	struct tag *tag;
	bool is_new;

	if (str_absent(value))
		return;
	slot = slot_of(f, &f->tag_at, key_of(f, facets[facet], value), &is_new);
	if (is_new) {
		slot->value.ptr = tag = arena_zalloc(&f->arena, 1, sizeof(*tag));
		*tag = (struct tag){.facet = facet,
			.value = str_slice(slot->key, facets[facet].n + 1, slot->key.n)};
		*ARENA_PUSH(&f->arena, f->tags, f->ntags, f->tags_cap) = tag;
	}
	tag = slot->value.ptr;
	if (!tag->n || tag->v[tag->n - 1].fact != fact)
		*ARENA_PUSH(&f->arena, tag->v, tag->n, tag->cap) =
			t ? (struct filed){fact, arena_str(&f->arena, t->kind),
				    arena_str(&f->arena, t->day)}
			  : (struct filed){.fact = fact};
}

/* The same in small letters. */
static void file_lower(struct filing *f, enum facet facet, struct str value, const struct told *t)
{
	size_t i;
	char *p;

	buf_reset(&f->lower);
	buf_str(&f->lower, value);
	for (i = 0, p = f->lower.data; i < f->lower.n; i++)
		p[i] = ascii_lower(p[i]);
	file_under(f, facet, str_absent(value) ? value : buf_view(&f->lower), t->row, t);
}

static void file_fact(struct filing *f, const struct told *t)
{
	enum facet first = t->is_incident ? I_COUNTRY : C_COUNTRY;
	size_t i;

	file_under(f, first, t->country, t->row, t);
	for (i = 0; i < t->nplaces; i++)
		file_lower(f, first + C_PLACE, t->places[i], t);
	for (i = 0; i < t->nwho; i++)
		file_lower(f, first + C_WHO, t->who[i], t);
}

void filing_add(struct filing *f, const struct told_facts *facts, struct str source)
{
	size_t i;

	for (i = 0; i < facts->nclaims + facts->nincidents; i++)
		if (facts->v[i].live)
			file_fact(f, &facts->v[i]);
	file_under(f, R_SOURCE, source, ++f->nsources, NULL);
}

/* "UN" is a better example of org:un than "UN officials". */
static bool is_shorter(struct str a, struct str b)
{
	return a.n < b.n || (a.n == b.n && str_cmp(a, b) < 0);
}

void filing_name(struct filing *f, int64_t extraction, const struct naming *naming)
{
	bool is_new;
	struct map_slot *slot =
		slot_of(f, &f->name_at, key_of(f, naming->type, naming->name), &is_new);
	struct name *name;

	if (is_new) {
		slot->value.ptr = name = arena_zalloc(&f->arena, 1, sizeof(*name));
		*name = (struct name){.type = str_slice(slot->key, 0, naming->type.n),
			.text = str_slice(slot->key, naming->type.n + 1, slot->key.n)};
		*ARENA_PUSH(&f->arena, f->names, f->nnames, f->names_cap) = name;
	}
	name = slot->value.ptr;
	if (is_new || is_shorter(naming->mention, name->example))
		name->example = arena_str(&f->arena, naming->mention);
	if (!name->n || name->v[name->n - 1].extraction != extraction)
		*ARENA_PUSH(&f->arena, name->v, name->n, name->cap) =
			(struct mentions){.extraction = extraction};
	name->v[name->n - 1].n++;
	name->v[name->n - 1].named += naming->named;
	name->mentions++;
	name->named += naming->named;
}

bool filing_names_of(struct filing *f, int64_t extraction, struct err *err)
{
	struct query *q = f->q[F_NAMES_OF];
	bool ok;

	query_int(q, 1, extraction);
	while (query_next(q, &ok, err)) {
		filing_name(f, extraction,
			&(struct naming){query_get_str(q, 0), query_get_str(q, 1),
				query_get_str(q, 2), query_get_int(q, 3) != 0});
	}
	return ok;
}

static int by_word(const void *a, const void *b)
{
	const struct tag *x = *(struct tag *const *)a, *y = *(struct tag *const *)b;

	return x->facet != y->facet ? (x->facet > y->facet) - (x->facet < y->facet)
				    : str_cmp(x->value, y->value);
}

static int by_name(const void *a, const void *b)
{
	const struct name *x = *(struct name *const *)a, *y = *(struct name *const *)b;
	int order = str_cmp(x->type, y->type);

	return order ? order : str_cmp(x->text, y->text);
}

static bool count_tag(struct filing *f, const struct tag *tag, int64_t facts, struct err *err)
{
	struct query *q = f->q[F_COUNT_TAG];

	query_str(q, 1, facets[tag->facet]);
	query_str(q, 2, tag->value);
	query_int(q, 3, facts);
	return query_run(q, err);
}

/* The tags in the order of the table. */
static void sort_tags(struct filing *f)
{
	if (f->ntags)
		qsort(f->tags, f->ntags, sizeof(struct tag *), by_word);
}

static bool put_tag_rows(struct filing *f, const struct tag *tag, struct err *err)
{
	size_t i, k, n;

	for (i = 0; i < tag->n; i += n) {
		struct query *q = bulk_next(f->put_tags, tag->n - i, &n);

		for (k = 0; k < n; k++) {
			const struct filed *filed = &tag->v[i + k];
			int at = bulk_at(f->put_tags, k);

			query_str(q, at + 1, facets[tag->facet]);
			query_str(q, at + 2, tag->value);
			query_int(q, at + 3, filed->fact);
			query_str(q, at + 4, filed->kind);
			query_str(q, at + 5, filed->day);
		}
		if (!query_run(q, err))
			return false;
	}
	return true;
}

static bool put_tags(struct filing *f, struct err *err)
{
	size_t i;

	sort_tags(f);
	for (i = 0; i < f->ntags; i++)
		if ((f->tags[i]->facet != R_SOURCE && !put_tag_rows(f, f->tags[i], err)) ||
			!count_tag(f, f->tags[i], (int64_t)f->tags[i]->n, err))
			return false;
	return true;
}

static bool drop_tag_rows(struct filing *f, const struct tag *tag, struct err *err)
{
	struct query *q = f->q[F_UNTAG];
	size_t i;

	for (i = 0; i < tag->n; i++) {
		query_str(q, 1, facets[tag->facet]);
		query_str(q, 2, tag->value);
		query_int(q, 3, tag->v[i].fact);
		if (!query_run(q, err))
			return false;
	}
	return true;
}

static bool drop_tags(struct filing *f, struct err *err)
{
	size_t i;

	sort_tags(f);
	for (i = 0; i < f->ntags; i++)
		if ((f->tags[i]->facet != R_SOURCE && !drop_tag_rows(f, f->tags[i], err)) ||
			!count_tag(f, f->tags[i], -(int64_t)f->tags[i]->n, err))
			return false;
	return true;
}

static bool add_name(struct filing *f, const struct name *name, int64_t *ret_row, struct err *err)
{
	struct query *q = f->q[F_ADD_NAME];

	query_str(q, 1, name->type);
	query_str(q, 2, name->text);
	query_int(q, 3, name->mentions);
	query_int(q, 4, name->named);
	query_int(q, 5, (int64_t)name->n);
	query_str(q, 6, name->example);
	if (!query_run(q, err))
		return false;
	*ret_row = db_last_rowid(f->db);
	return true;
}

static bool count_name(struct filing *f, int64_t row, const struct name *name, struct err *err)
{
	struct query *q = f->q[F_COUNT_NAME];

	query_int(q, 1, row);
	query_int(q, 2, name->mentions);
	query_int(q, 3, name->named);
	query_int(q, 4, (int64_t)name->n);
	query_str(q, 5, name->example);
	return query_run(q, err);
}

static bool put_name(struct filing *f, const struct name *name, int64_t *ret_row, struct err *err)
{
	struct query *find = f->q[F_FIND_NAME];

	query_str(find, 1, name->type);
	query_str(find, 2, name->text);
	if (!query_first(find, 0, ret_row, err))
		return false;
	return *ret_row ? count_name(f, *ret_row, name, err) : add_name(f, name, ret_row, err);
}

static bool put_appearances(struct filing *f, int64_t row, const struct name *name, struct err *err)
{
	size_t i, k, n;

	for (i = 0; i < name->n; i += n) {
		struct query *q = bulk_next(f->put_appearances, name->n - i, &n);

		for (k = 0; k < n; k++) {
			int at = bulk_at(f->put_appearances, k);

			query_int(q, at + 1, row);
			query_int(q, at + 2, name->v[i + k].extraction);
			query_int(q, at + 3, name->v[i + k].n);
			query_int(q, at + 4, name->v[i + k].named);
		}
		if (!query_run(q, err))
			return false;
	}
	return true;
}

bool filing_flush(struct filing *f, struct err *err)
{
	int64_t row;
	size_t i;

	if (!put_tags(f, err))
		return false;
	if (f->nnames)
		qsort(f->names, f->nnames, sizeof(struct name *), by_name);
	for (i = 0; i < f->nnames; i++)
		if (!put_name(f, f->names[i], &row, err) ||
			!put_appearances(f, row, f->names[i], err))
			return false;
	filing_drop(f);
	return true;
}

bool filing_take(struct filing *f, int64_t extraction, const struct told_facts *facts,
	struct str source, struct err *err)
{
	if (!filing_flush(f, err))
		return false;
	filing_add(f, facts, source);
	query_int(f->q[F_UNCOUNT_NAMES], 1, extraction);
	query_int(f->q[F_UNAPPEAR], 1, extraction);
	if (!drop_tags(f, err) || !query_run(f->q[F_UNCOUNT_NAMES], err) ||
		!query_run(f->q[F_UNAPPEAR], err))
		return false;
	filing_drop(f);
	return true;
}

bool filing_clear(struct filing *f, struct err *err)
{
	filing_drop(f);
	return db_exec(f->db,
		"DELETE FROM tag; DELETE FROM tag_value; DELETE FROM appearance;"
		"UPDATE name SET mentions=0, named=0, reports=0;",
		err);
}
