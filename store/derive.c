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

#define DERIVE_VERSION "2"
#define BATCH 500 /* extractions in one transaction of derive_all() */

/* ?1 is the extraction in all of them. Those up to D_LIVE_END run one after the other. */
enum statement {
	D_CLAIM,
	D_INCIDENT,
	D_LIVE_END,
	D_CLAIMS_OFF = D_LIVE_END,
	D_INCIDENTS_OFF,
	D_FORGET_END,
	D_WAKE_CLAIMS = D_FORGET_END,
	D_WAKE_INCIDENTS,
	D_COUNT
};

#define COUNTRY_OF(list)                                                                           \
	"(SELECT p.country FROM json_each(" list ") j JOIN place_country p ON p.place=j.value LIMIT 1)"
#define PUBLISHED "(SELECT x.published FROM extraction x WHERE x.extraction=?1)"
/* Of a claim or an incident that no decision has put into one. */
#define FIGURE                                                                                     \
	"CASE WHEN value IS NOT NULL AND json_array_length(places)>0"                              \
	" AND modality IN ('asserted', 'alleged', 'denied')"                                       \
	" AND julianday(time_end)-julianday(time_start) BETWEEN 0 AND 31 THEN kind || '|'"         \
	" || lower(json_extract(places, '$[0]')) || '|' || time_start"                             \
	" || CASE WHEN time_end=time_start THEN '' ELSE '..' || time_end END || '|'"               \
	" || ifnull(unit, '') || CASE WHEN unit='person' OR object IS NULL THEN ''"                \
	" ELSE '|' || lower(object) END END"
#define EVENT                                                                                      \
	"CASE WHEN json_array_length(locations)>0"                                                 \
	" AND julianday(date_end)-julianday(date_start) BETWEEN 0 AND 3 THEN type || '|'"          \
	" || lower(json_extract(locations, '$[0]')) || '|' || date_start END"
static const char *const statements[D_COUNT] = {
	[D_CLAIM] = "UPDATE claim SET live=(live>=0), day=coalesce(time_end, time_start, " PUBLISHED ", ''),"
		    " country=" COUNTRY_OF("places") ","
		    " low=CASE WHEN modifier IN ('at_most', 'less_than') THEN min(value, 0)"
		    " WHEN modifier='more_than' AND value=round(value) THEN value+1 ELSE value END,"
		    " high=CASE WHEN modifier IN ('at_least', 'more_than') THEN NULL"
		    " WHEN modifier='less_than' AND value=round(value) THEN value-1 ELSE value END,"
		    " figure=coalesce(figure, " FIGURE ") WHERE extraction=?1",
	[D_INCIDENT] = "UPDATE incident SET live=(live>=0), day=coalesce(date_end, date_start, " PUBLISHED ", ''),"
		       " country=" COUNTRY_OF("locations") ", event=coalesce(event, " EVENT ")"
		       " WHERE extraction=?1",
	[D_CLAIMS_OFF] = "UPDATE claim SET live=0 WHERE extraction=?1",
	[D_INCIDENTS_OFF] = "UPDATE incident SET live=0 WHERE extraction=?1",
	/* nothing to do for facts that were just written */
	[D_WAKE_CLAIMS] = "UPDATE claim SET live=0, figure=NULL WHERE extraction=?1"
			  " AND (live<>0 OR figure IS NOT NULL)",
	[D_WAKE_INCIDENTS] = "UPDATE incident SET live=0, event=NULL WHERE extraction=?1"
			     " AND (live<>0 OR event IS NOT NULL)",
};

struct derive {
	struct db *db; /* borrowed */
	struct query *q[D_COUNT];
	struct decide *decide;
	struct filing *filing;
	struct tally *tally;
};

struct derive *derive_new(struct db *db, struct err *err)
{
	AUTO(derive_free) struct derive *d = xcalloc(1, sizeof(*d));
	struct derive *made;

	d->db = db;
	if (!queries_new(db, statements, d->q, D_COUNT, err))
		return NULL;
	d->decide = decide_new(db, err);
	d->filing = d->decide ? filing_new(db, err) : NULL;
	d->tally = d->filing ? tally_new(db, err) : NULL;
	if (!d->tally)
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

/* Facts are woken once, by the statement that derives the rest of them: until then no index of live ones has them,
 * and each has to take them only once. What a decision rejects is below 0 meanwhile. */
bool derive_extraction(struct derive *d, int64_t extraction, struct err *err)
{
	return run(d, D_WAKE_CLAIMS, D_COUNT, extraction, err) &&
	       decide_replay(d->decide, extraction, err) &&
	       run(d, D_CLAIM, D_LIVE_END, extraction, err) && filing_add(d->filing, extraction, err) &&
	       tally_add(d->tally, extraction, err);
}

bool derive_forget(struct derive *d, int64_t extraction, struct err *err)
{
	return tally_take(d->tally, extraction, err) && filing_take(d->filing, extraction, err) &&
	       run(d, D_CLAIMS_OFF, D_FORGET_END, extraction, err);
}

bool derive_finish(struct derive *d, struct err *err)
{
	return filing_flush(d->filing, err) && tally_flush(d->tally, err);
}

static bool noted(struct db *db, const char *key, struct arena *arena, struct str *ret,
	struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db, "SELECT value FROM note WHERE key=?1", err);
	bool row;

	if (!q)
		return false;
	query_str(q, 1, str_from(key));
	if (!query_step(q, &row, err))
		return false;
	*ret = row ? arena_str(arena, query_get_str(q, 0)) : (struct str){0};
	return true;
}

static bool note(struct db *db, const char *key, struct str value, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db,
		"INSERT INTO note(key, value) VALUES(?1, ?2)"
		" ON CONFLICT DO UPDATE SET value=excluded.value", err);

	if (!q)
		return false;
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
	AUTO(query_free) struct query *put = query_new(d->db,
		"INSERT OR IGNORE INTO place_country(place, country) VALUES(?1, ?2)", err);
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
	       take_lexicon(put, buf_view(&text), err) && note(d->db, "places", str_from(hash), err) &&
	       note(d->db, "derived", STR("0"), err) && db_commit(d->db, err);
}

/* The current extractions above after, at most BATCH of them. */
static bool next_batch(struct db *db, int64_t after, int64_t *ids, size_t *ret_n, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db, "SELECT extraction FROM extraction"
		" WHERE extraction>?1 AND current=1 ORDER BY extraction LIMIT ?2", err);
	bool row;

	if (!q)
		return false;
	query_int(q, 1, after);
	query_int(q, 2, BATCH);
	for (*ret_n = 0;; ids[(*ret_n)++] = query_get_int(q, 0)) {
		if (!query_step(q, &row, err))
			return false;
		if (!row || *ret_n == BATCH)
			return true;
	}
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
	if (!db_begin(d->db, err) || !filing_clear(d->filing, err) ||
		!tally_clear(d->tally, err) || !db_commit(d->db, err) || !derive_each(d, err))
		return false;
	return db_begin(d->db, err) && note(d->db, "derived", STR(DERIVE_VERSION), err) &&
	       db_commit(d->db, err);
}
