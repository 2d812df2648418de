/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/decide.h"
#include "store/derive.h"
#include "store/filing.h"
#include "store/tally.h"

#define DERIVE_VERSION "3"
#define BATCH 500 /* extractions in one transaction of derive_all() */

enum statement {
	D_WAKE_CLAIMS,
	D_WAKE_INCIDENTS,
	D_CLAIMS_OFF,
	D_INCIDENTS_OFF,
	D_BY_EXTRACTION_END,
	D_REPORT = D_BY_EXTRACTION_END,
	D_CLAIMS,
	D_INCIDENTS,
	D_STRINGS,
	D_TEXTS,
	D_SET_CLAIM,
	D_SET_INCIDENT,
	D_COUNT
};

/* ?1 is the extraction in those up to D_BY_EXTRACTION_END. */
static const char *const statements[D_COUNT] = {
	/* nothing to do for facts that were just written */
	[D_WAKE_CLAIMS] = "UPDATE claim SET live=0, figure=NULL WHERE extraction=?1"
			  " AND (live<>0 OR figure IS NOT NULL)",
	[D_WAKE_INCIDENTS] = "UPDATE incident SET live=0, event=NULL WHERE extraction=?1"
			     " AND (live<>0 OR event IS NOT NULL)",
	[D_CLAIMS_OFF] = "UPDATE claim SET live=0 WHERE extraction=?1",
	[D_INCIDENTS_OFF] = "UPDATE incident SET live=0 WHERE extraction=?1",
	[D_REPORT] = "SELECT x.published, r.source FROM extraction x JOIN report r USING(report)"
		     " WHERE x.extraction=?1",
	/* both in the order of load_fact(); live are those of at least ?2 */
	[D_CLAIMS] = "SELECT claim, live>=?2, kind, time_start, time_end, theme, modality, day, "
		     "country, figure, places,"
		     " subject, object, attributed_to, modifier, unit, value, about FROM claim "
		     "WHERE extraction=?1"
		     " ORDER BY claim",
	[D_INCIDENTS] =
		"SELECT incident, live>=?2, type, date_start, date_end, '', stage, day, country, "
		"event, locations,"
		" perpetrator_individuals, perpetrator_organisations, victims, physical_targets,"
		" about FROM incident WHERE extraction=?1 ORDER BY incident",
	[D_STRINGS] = "SELECT value FROM json_each(?1)",
	[D_TEXTS] = "SELECT value->>'text' FROM json_each(?1)",
	[D_SET_CLAIM] = "UPDATE claim SET live=?2, day=?3, country=?4, figure=?5, low=?6, high=?7 "
			"WHERE claim=?1",
	[D_SET_INCIDENT] =
		"UPDATE incident SET live=?2, day=?3, country=?4, event=?5 WHERE incident=?1",
};

struct derive {
	struct db *db; /* borrowed */
	struct query *q[D_COUNT];
	struct decide *decide;
	struct filing *filing;
	struct tally *tally;
	struct arena arena;   /* of the extraction at hand */
	struct arena places;  /* keys and values of countries */
	struct map countries; /* place in small letters -> code of its state */
};

/* An extraction that is in the database. */
struct stored {
	struct told_facts facts;
	size_t cap;
	struct str published, source;
};

static bool know_countries(struct derive *d, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(d->db, "SELECT lower(place), country FROM place_country", err);
	bool ok;

	map_release(&d->countries);
	arena_reset(&d->places);
	while (query_next(q, &ok, err))
		map_put(&d->countries, arena_str(&d->places, query_get_str(q, 0)), NULL)
			->value.ptr = (void *)arena_str(&d->places, query_get_str(q, 1)).p;
	return ok;
}

struct derive *derive_new(struct db *db, struct err *err)
{
	AUTO(derive_free) struct derive *d = xcalloc(1, sizeof(*d));
	struct derive *made;

	d->db = db;
	arena_init(&d->arena, 0);
	arena_init(&d->places, 0);
	if (!queries_new(db, statements, d->q, D_COUNT, err))
		return NULL;
	d->decide = decide_new(db, err);
	d->filing = d->decide ? filing_new(db, err) : NULL;
	d->tally = d->filing ? tally_new(db, err) : NULL;
	if (!d->tally || !know_countries(d, err))
		return NULL;
	made = d;
	d = NULL;
	return made;
}

void derive_free(struct derive **derive)
{
	if (!*derive)
		return;
	queries_free((*derive)->q, D_COUNT);
	decide_free(&(*derive)->decide);
	filing_free(&(*derive)->filing);
	tally_free(&(*derive)->tally);
	map_release(&(*derive)->countries);
	arena_release(&(*derive)->arena);
	arena_release(&(*derive)->places);
	free(*derive);
	*derive = NULL;
}

static bool run(struct derive *d, enum statement from, enum statement to, int64_t extraction,
	struct err *err)
{
	enum statement i;

	for (i = from; i < to; i++) {
		query_int(d->q[i], 1, extraction);
		if (!query_run(d->q[i], err))
			return false;
	}
	return true;
}

static struct str column(struct derive *d, const struct query *q, int at)
{
	struct str s = query_get_str(q, at);

	return str_absent(s) ? s : arena_str(&d->arena, s);
}

/* Strings that grow in the arena; some may be absent. */
struct list {
	struct str *v;
	size_t n, cap;
};

static bool load_list(
	struct derive *d, enum statement how, struct str json, struct list *list, struct err *err)
{
	struct query *q = d->q[how];
	bool ok;

	query_str(q, 1, json);
	while (query_next(q, &ok, err))
		*ARENA_PUSH(&d->arena, list->v, list->n, list->cap) = column(d, q, 0);
	return ok;
}

/* What claims and incidents have in common, and their lists. */
static bool load_fact(struct derive *d, bool is_incident, struct told *ret, struct err *err)
{
	const struct query *q = d->q[is_incident ? D_INCIDENTS : D_CLAIMS];
	struct list places = {0}, who = {0};
	bool ok = load_list(d, D_STRINGS, query_get_str(q, 10), &places, err);
	int i;

	for (i = 11; ok && i < (is_incident ? 15 : 14); i++)
		if (is_incident)
			ok = load_list(d, D_TEXTS, query_get_str(q, i), &who, err);
		else
			*ARENA_PUSH(&d->arena, who.v, who.n, who.cap) = column(d, q, i);
	if (!ok)
		return false;
	*ret = (struct told){.is_incident = is_incident,
		.row = query_get_int(q, 0),
		.live = query_get_int(q, 1) != 0,
		.kind = column(d, q, 2),
		.from = column(d, q, 3),
		.to = column(d, q, 4),
		.theme = column(d, q, 5),
		.state = column(d, q, 6),
		.day = column(d, q, 7),
		.country = column(d, q, 8),
		.figure = column(d, q, 9),
		.places = places.v,
		.nplaces = places.n,
		.about = column(d, q, is_incident ? 15 : 17),
		.who = who.v,
		.nwho = who.n};
	if (!is_incident) {
		ret->object = who.v[1];
		ret->modifier = column(d, q, 14);
		ret->unit = column(d, q, 15);
		ret->has_value = !query_get_null(q, 16);
		ret->value = query_get_real(q, 16);
	}
	return true;
}

static bool load_facts(struct derive *d, int64_t extraction, int least, bool is_incident,
	struct stored *s, struct err *err)
{
	struct query *q = d->q[is_incident ? D_INCIDENTS : D_CLAIMS];
	size_t *n = is_incident ? &s->facts.nincidents : &s->facts.nclaims;
	bool ok;

	query_int(q, 1, extraction);
	query_int(q, 2, least);
	while (query_next(q, &ok, err)) {
		struct told told;

		if (!load_fact(d, is_incident, &told, err)) {
			query_reset(q);
			return false;
		}
		s->facts.v = arena_grow(&d->arena, s->facts.v,
			s->facts.nclaims + s->facts.nincidents, &s->cap, sizeof(*s->facts.v));
		s->facts.v[s->facts.nclaims + s->facts.nincidents] = told;
		++*n;
	}
	return ok;
}

/* Facts whose column live is at least so much count as live ones. */
static bool load(
	struct derive *d, int64_t extraction, int least, struct stored *ret, struct err *err)
{
	struct query *q = d->q[D_REPORT];
	bool row;

	arena_reset(&d->arena);
	*ret = (struct stored){.source = STR("")};
	query_int(q, 1, extraction);
	if (!query_step(q, &row, err))
		return false;
	if (row) {
		ret->published = column(d, q, 0);
		ret->source = column(d, q, 1);
		query_reset(q);
	}
	return load_facts(d, extraction, least, false, ret, err) &&
	       load_facts(d, extraction, least, true, ret, err);
}

static bool save(struct derive *d, const struct told *t, struct err *err)
{
	struct query *q = d->q[t->is_incident ? D_SET_INCIDENT : D_SET_CLAIM];

	query_int(q, 1, t->row);
	query_int(q, 2, t->live);
	query_str(q, 3, t->day);
	query_str(q, 4, t->country);
	query_str(q, 5, t->figure);
	if (t->has_low)
		query_real(q, 6, t->low);
	if (t->has_high)
		query_real(q, 7, t->high);
	return query_run(q, err);
}

void derive_facts(
	struct derive *d, const struct told_facts *facts, struct str published, struct arena *arena)
{
	size_t i;

	for (i = 0; i < facts->nclaims + facts->nincidents; i++)
		told_derive(&facts->v[i], published, &d->countries, arena);
}

static void file_names(struct derive *d, int64_t extraction, const struct extraction *x)
{
	size_t i;

	for (i = 0; i < x->nentities; i++) {
		const struct entity *e = &x->entities[i];
		struct str mention = str_slice(x->text, e->span.start, e->span.end);

		if (e->form == FORM_PRONOUN && str_absent(e->canonical))
			continue;
		filing_name(d->filing, extraction,
			&(struct naming){.type = str_from(entity_type_name(e->type)),
				.name = str_absent(e->canonical) ? mention : e->canonical,
				.mention = mention,
				.named = e->form == FORM_NAME || e->form == FORM_UNKNOWN});
	}
}

void derive_file(struct derive *d, int64_t extraction, const struct told_facts *facts,
	const struct extraction *x, struct str source)
{
	filing_add(d->filing, facts, str_absent(source) ? STR("") : source);
	file_names(d, extraction, x);
	tally_add(d->tally, facts, 1);
}

bool derive_needed(struct derive *d, const struct report_id *report, bool *ret, struct err *err)
{
	return decide_any(d->decide, report, ret, err);
}

/* What a decision rejects is below 0 after the replay; all others are woken. */
bool derive_extraction(struct derive *d, int64_t extraction, struct err *err)
{
	struct stored s;
	size_t i;

	if (!run(d, D_WAKE_CLAIMS, D_CLAIMS_OFF, extraction, err) ||
		!decide_replay(d->decide, extraction, err) || !load(d, extraction, 0, &s, err))
		return false;
	derive_facts(d, &s.facts, s.published, &d->arena);
	for (i = 0; i < s.facts.nclaims + s.facts.nincidents; i++)
		if (!save(d, &s.facts.v[i], err))
			return false;
	filing_add(d->filing, &s.facts, s.source);
	tally_add(d->tally, &s.facts, 1);
	return filing_names_of(d->filing, extraction, err);
}

bool derive_forget(struct derive *d, int64_t extraction, struct err *err)
{
	struct stored s;

	if (!load(d, extraction, 1, &s, err))
		return false;
	tally_add(d->tally, &s.facts, -1);
	return filing_take(d->filing, extraction, &s.facts, s.source, err) &&
	       run(d, D_CLAIMS_OFF, D_BY_EXTRACTION_END, extraction, err);
}

bool derive_finish(struct derive *d, struct err *err)
{
	return filing_flush(d->filing, err) && tally_flush(d->tally, err);
}

void derive_drop(struct derive *d)
{
	filing_drop(d->filing);
	tally_drop(d->tally);
}

static bool noted(
	struct db *db, const char *key, struct arena *arena, struct str *ret, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db, "SELECT value FROM note WHERE key=?1", err);
	bool row;

	query_str(q, 1, str_from(key));
	if (!query_step(q, &row, err))
		return false;
	*ret = row ? arena_str(arena, query_get_str(q, 0)) : (struct str){0};
	return true;
}

static bool note(struct db *db, const char *key, struct str value, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"INSERT INTO note(key, value) VALUES(?1, ?2)"
		" ON CONFLICT DO UPDATE SET value=excluded.value",
		err);

	query_str(q, 1, str_from(key));
	query_str(q, 2, value);
	return query_run(q, err);
}

/* "Mosul | Fallujah = IQ" in a class of countries or cities. */
static bool take_line(struct query *put, struct str line, struct err *err)
{
	size_t eq = str_find(line, STR(" = "), 0);
	struct str names = str_slice(line, 0, eq), name, code;

	if (eq == line.n)
		return true;
	code = str_trim(str_slice(line, eq + 3, line.n));
	if (code.n != 2)
		return true; /* a state that is no more has four letters */
	while (str_next_field(&names, '|', &name)) {
		query_str(put, 1, str_trim(name));
		query_str(put, 2, code);
		if (!query_run(put, err))
			return false;
	}
	return true;
}

static bool take_lexicon(struct query *put, struct str text, struct err *err)
{
	bool wanted = false;
	struct str line;

	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (str_starts(line, STR("@class")))
			wanted = str_ends(line, STR("country")) || str_ends(line, STR("city"));
		else if (wanted && line.n && line.p[0] != '#' && !take_line(put, line, err))
			return false;
	}
	return true;
}

bool derive_places(struct derive *d, const char *data_dir, struct err *err)
{
	static const char *const files[] = {"countries.txt", "places.txt"};
	AUTO(buf_release) struct buf text = {0};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free)
	struct query *put = query_new(
		d->db, "INSERT OR IGNORE INTO place_country(place, country) VALUES(?1, ?2)", err);
	char path[PATH_MAX], hash[24];
	struct str known;
	size_t i;

	buf_init(&text, MAX_CONFIG_BYTES);
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", data_dir, files[i]);
		if (!file_read(path, &text, NULL))
			return true; /* the extractor is the one to complain */
	}
	snprintf(hash, sizeof(hash), "%016llx", (unsigned long long)hash_str(buf_view(&text)));
	if (!put || !noted(d->db, "places", &arena, &known, err))
		return false;
	if (str_eq(known, str_from(hash)))
		return true;
	return db_begin(d->db, err) && db_exec(d->db, "DELETE FROM place_country", err) &&
	       take_lexicon(put, buf_view(&text), err) &&
	       note(d->db, "places", str_from(hash), err) &&
	       note(d->db, "derived", STR("0"), err) && db_commit(d->db, err) &&
	       know_countries(d, err);
}

/* The current extractions above after, at most BATCH of them. */
static bool next_batch(struct db *db, int64_t after, int64_t *ids, size_t *ret_n, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT extraction FROM extraction"
		" WHERE extraction>?1 AND current=1 ORDER BY extraction LIMIT ?2",
		err);
	bool ok;

	query_int(q, 1, after);
	query_int(q, 2, BATCH);
	*ret_n = 0;
	while (query_next(q, &ok, err))
		ids[(*ret_n)++] = query_get_int(q, 0);
	return ok;
}

static bool derive_each(struct derive *d, struct err *err)
{
	int64_t ids[BATCH], after = 0;
	size_t n, i;

	do {
		if (!next_batch(d->db, after, ids, &n, err) || !db_begin(d->db, err))
			return false;
		for (i = 0; i < n; i++)
			if (!derive_extraction(d, ids[i], err))
				return false;
		after = n ? ids[n - 1] : after;
		if (!derive_finish(d, err) || !db_commit(d->db, err))
			return false;
	} while (n == BATCH);
	return true;
}

bool derive_all(struct derive *d, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str known;

	if (!noted(d->db, "derived", &arena, &known, err))
		return false;
	if (str_eq(known, STR(DERIVE_VERSION)))
		return true;
	/* interrupted half way, the next start begins again */
	if (!db_begin(d->db, err) || !filing_clear(d->filing, err) || !tally_clear(d->tally, err) ||
		!db_commit(d->db, err) || !derive_each(d, err))
		return false;
	return db_begin(d->db, err) && note(d->db, "derived", STR(DERIVE_VERSION), err) &&
	       db_commit(d->db, err);
}
