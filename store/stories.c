/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/url.h"
#include "db/bulk.h"
#include "model/sketch.h"
#include "store/compared.h"
#include "store/stories.h"

#define CANDIDATES 8 /* that share most of the sketch are compared */
#define RESEMBLANCE 0.5
#define CONTAINMENT 0.8
#define BAND_COLUMNS 2
#define EDGE_BYTES 240 /* where a text names its agency */

enum statement {
	Q_FORGET,
	Q_FORGET_BANDS,
	Q_KIN,
	Q_SAME,
	Q_VERSION,
	Q_CANDIDATES,
	Q_STORY,
	Q_ELSEWHERE,
	Q_JOIN,
	Q_FORWARD,
	Q_JOINED,
	Q_COUNT
};

/* Of each of its bands the reports that had it first: a text that comes a million times must not be
 * looked at a million times by each. */
#define BAND_REPORTS "200"
/* clang-format off */
#define IN_BAND(n) \
	"SELECT * FROM (SELECT report FROM band WHERE hash=?" n " AND report<>?13" \
	" ORDER BY report LIMIT " BAND_REPORTS ")"
#define IN_ITS_BANDS \
	IN_BAND("1") " UNION ALL " IN_BAND("2") " UNION ALL " IN_BAND("3") " UNION ALL " \
	IN_BAND("4") " UNION ALL " IN_BAND("5") " UNION ALL " IN_BAND("6") " UNION ALL " \
	IN_BAND("7") " UNION ALL " IN_BAND("8") " UNION ALL " IN_BAND("9") " UNION ALL " \
	IN_BAND("10") " UNION ALL " IN_BAND("11") " UNION ALL " IN_BAND("12")
/* clang-format on */

static const char *const statements[Q_COUNT] = {
	[Q_FORGET] = "DELETE FROM kin WHERE report=?1",
	[Q_FORGET_BANDS] = "DELETE FROM band WHERE report=?1",
	[Q_KIN] = "INSERT INTO kin(report, story, how, of, resemblance, containment, same, url, "
		  "origin)"
		  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[Q_SAME] = "SELECT report FROM kin WHERE same=?1 AND report<>?2 ORDER BY report LIMIT 1",
	[Q_VERSION] =
		"SELECT report FROM kin WHERE url=?1 AND report<?2 ORDER BY report DESC LIMIT 1",
	/* a report as often as it has a band in common */
	[Q_CANDIDATES] = IN_ITS_BANDS,
	[Q_STORY] = "SELECT story, origin FROM kin WHERE report=?1",
	[Q_ELSEWHERE] = "SELECT report FROM (" IN_ITS_BANDS
			") CROSS JOIN kin USING(report) WHERE story<>?14",
	[Q_JOIN] = "UPDATE kin SET story=?1 WHERE story=?2",
	[Q_FORWARD] = "UPDATE joined SET into_story=?1 WHERE into_story=?2",
	[Q_JOINED] = "INSERT OR REPLACE INTO joined(story, into_story, report) VALUES(?2, ?1, ?3)",
};

struct stories {
	struct db *db;                   /* borrowed */
	double resemblance, containment; /* of a near copy, at least */
	struct query *q[Q_COUNT];        /* owned */
	struct bulk *bands;              /* owned */
	struct compared *compared;       /* owned */
	struct arena arena;              /* of the report at hand */
};

/* What the report at hand is to one that is there. */
struct relation {
	const char *how;
	int64_t of; /* 0: none */
	struct likeness likeness;
	bool joins; /* what is said of one holds of the other: two stories that it is near to are
		       one */
};

struct stories *stories_new(struct db *db, struct err *err)
{
	struct stories *s = xcalloc(1, sizeof(*s));

	s->db = db;
	s->resemblance = RESEMBLANCE;
	s->containment = CONTAINMENT;
	arena_init(&s->arena, 0);
	s->bands = bulk_new(db, "INSERT OR IGNORE INTO band(hash, report)", BAND_COLUMNS, err);
	s->compared = s->bands ? compared_new(db, err) : NULL;
	if (!s->compared || !queries_new(db, statements, s->q, Q_COUNT, err))
		stories_free(&s);
	return s;
}

void stories_free(struct stories **stories)
{
	if (!*stories)
		return;
	queries_free((*stories)->q, Q_COUNT);
	bulk_free(&(*stories)->bands);
	compared_free(&(*stories)->compared);
	arena_release(&(*stories)->arena);
	free(*stories);
	*stories = NULL;
}

void stories_drop(struct stories *s)
{
	compared_forget_all(s->compared);
}

void stories_judge(struct stories *s, double resemblance, double containment)
{
	s->resemblance = resemblance;
	s->containment = containment;
}

static const struct {
	struct str sign, agency;
} wires[] = {{STR("(Reuters)"), STR("reuters")}, {STR("REUTERS"), STR("reuters")},
	{STR("(AP)"), STR("ap")}, {STR("Associated Press"), STR("ap")}, {STR("(AFP)"), STR("afp")},
	{STR("AFP)"), STR("afp")}, {STR("Agence France-Presse"), STR("afp")},
	{STR("(dpa)"), STR("dpa")}, {STR("(Xinhua)"), STR("xinhua")}, {STR("/TASS/"), STR("tass")},
	{STR("(TASS)"), STR("tass")}, {STR("(Interfax)"), STR("interfax")},
	{STR("(EFE)"), STR("efe")}, {STR("(ANSA)"), STR("ansa")}, {STR("(UPI)"), STR("upi")},
	{STR("(PTI)"), STR("pti")}, {STR("(ANI)"), STR("ani")}, {STR("(IANS)"), STR("ians")},
	{STR("(APP)"), STR("app")}, {STR("Anadolu Agency"), STR("anadolu")},
	{STR("(AA)"), STR("anadolu")}, {STR("(Yonhap)"), STR("yonhap")},
	{STR("(Kyodo)"), STR("kyodo")}, {STR("(RIA Novosti)"), STR("ria")},
	{STR("Kazinform"), STR("kazinform")}, {STR("(KUNA)"), STR("kuna")},
	{STR("(SANA)"), STR("sana")}, {STR("(WAM)"), STR("wam")}, {STR("(ANP)"), STR("anp")},
	{STR("(Bernama)"), STR("bernama")}, {STR("(ANTARA)"), STR("antara")}};

static struct str wire_in(struct str part)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wires); i++)
		if (str_find(part, wires[i].sign, 0) < part.n)
			return wires[i].agency;
	return STR("");
}

struct str stories_wire(struct str text)
{
	struct str found = wire_in(str_slice(text, 0, text.n < EDGE_BYTES ? text.n : EDGE_BYTES));

	return found.n ? found
		       : wire_in(str_slice(
				 text, text.n < EDGE_BYTES ? 0 : text.n - EDGE_BYTES, text.n));
}

/* Folders and feeds are not publishers, but better than nothing. */
static struct str own_origin(
	struct stories *s, const struct report *given, const struct extraction *x, struct str url)
{
	struct str origin = x->publisher.n ? x->publisher : url_host(url);
	size_t i;
	char *out;

	origin = arena_str(&s->arena, origin.n ? origin : given->source);
	for (out = (char *)origin.p, i = 0; i < origin.n; i++)
		out[i] = ascii_lower(out[i]);
	return origin;
}

/* Fills the likeness of a relation, of a near one only if it is: a revision wants it in any case. A
 * page that holds all of another one, and more, is near to it but joins nothing: a digest would
 * make one story of all its items. */
static bool compare_with(struct stories *s, int64_t report, const struct shingles *shingles,
	bool in_any_case, struct relation *ret, struct err *err)
{
	const struct shingles *other;

	if (!compared_shingles(s->compared, report, &other, err))
		return false;
	ret->likeness = in_any_case ? shingles_compare(shingles, other)
				    : shingles_compare_near(shingles, other,
					      (struct likeness){s->resemblance, s->containment});
	ret->joins = ret->likeness.resemblance >= s->resemblance ||
		     (ret->likeness.containment >= s->containment && shingles->n <= other->n);
	return true;
}

static bool is_near(const struct stories *s, struct likeness l)
{
	return l.resemblance >= s->resemblance || l.containment >= s->containment;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The CANDIDATES that are most often among the n sorted ones; of those that are equally often, the
 * first. */
static size_t most_frequent(const int64_t *v, size_t n, int64_t ret[CANDIDATES])
{
	size_t often[CANDIDATES], kept = 0, i, end, at;

	for (i = 0; i < n; i = end) {
		for (end = i; end < n && v[end] == v[i]; end++)
			;
		for (at = kept; at > 0 && often[at - 1] < end - i; at--)
			if (at < CANDIDATES) {
				often[at] = often[at - 1];
				ret[at] = ret[at - 1];
			}
		if (at == CANDIDATES)
			continue;
		often[at] = end - i;
		ret[at] = v[i];
		kept += kept < CANDIDATES;
	}
	return kept;
}

/* The reports that share most of the sketch: all, or those of other stories than one. */
static bool find_candidates(struct stories *s, struct query *q, int64_t report,
	const uint64_t bands[SKETCH_BANDS], int64_t ret[CANDIDATES], size_t *ret_n, struct err *err)
{
	int64_t *found = NULL;
	size_t i, n = 0, cap = 0;
	bool ok;

	for (i = 0; i < SKETCH_BANDS; i++)
		query_int(q, (int)i + 1, (int64_t)bands[i]);
	query_int(q, 13, report);
	while (query_next(q, &ok, err))
		*ARENA_PUSH(&s->arena, found, n, cap) = query_get_int(q, 0);
	if (!ok)
		return false;
	if (n)
		qsort(found, n, sizeof(*found), by_number);
	*ret_n = most_frequent(found, n, ret);
	return true;
}

static bool find_near(struct stories *s, int64_t report, const struct shingles *shingles,
	const uint64_t bands[SKETCH_BANDS], struct relation *ret, struct err *err)
{
	int64_t candidates[CANDIDATES];
	size_t i, n;

	if (!find_candidates(s, s->q[Q_CANDIDATES], report, bands, candidates, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		struct relation near = {.how = "near", .of = candidates[i]};

		if (!compare_with(s, candidates[i], shingles, false, &near, err))
			return false;
		if (is_near(s, near.likeness) &&
			near.likeness.resemblance > ret->likeness.resemblance)
			*ret = near;
	}
	return true;
}

static bool find_relation(struct stories *s, int64_t report, const struct shingles *shingles,
	struct str url, const uint64_t bands[SKETCH_BANDS], struct relation *ret, struct err *err)
{
	int64_t found = 0;

	*ret = (struct relation){.how = "first"};
	if (shingles->n) {
		query_int(s->q[Q_SAME], 1, (int64_t)shingles->same);
		query_int(s->q[Q_SAME], 2, report);
		if (!query_first(s->q[Q_SAME], 0, &found, err))
			return false;
		if (found) {
			*ret = (struct relation){.how = "same", .of = found, .likeness = {1, 1}};
			return true;
		}
	}
	if (url.n) {
		query_str(s->q[Q_VERSION], 1, url);
		query_int(s->q[Q_VERSION], 2, report);
		if (!query_first(s->q[Q_VERSION], 0, &found, err))
			return false;
		if (found) {
			*ret = (struct relation){.how = "revision", .of = found};
			return compare_with(s, found, shingles, true, ret, err);
		}
	}
	return shingles->n < SKETCH_MIN_SHINGLES || find_near(s, report, shingles, bands, ret, err);
}

static bool forget(struct stories *s, int64_t report, struct err *err)
{
	query_int(s->q[Q_FORGET], 1, report);
	query_int(s->q[Q_FORGET_BANDS], 1, report);
	return query_run(s->q[Q_FORGET], err) && query_run(s->q[Q_FORGET_BANDS], err);
}

static bool put_bands(
	struct stories *s, int64_t report, const uint64_t bands[SKETCH_BANDS], struct err *err)
{
	size_t i, k, n;

	for (i = 0; i < SKETCH_BANDS; i += n) {
		struct query *q = bulk_next(s->bands, SKETCH_BANDS - i, &n);

		for (k = 0; k < n; k++) {
			query_int(q, bulk_at(s->bands, k) + 1, (int64_t)bands[i + k]);
			query_int(q, bulk_at(s->bands, k) + 2, report);
		}
		if (!query_run(q, err))
			return false;
	}
	return true;
}

/* The story and the origin of a report that is there. */
static bool story_of(struct stories *s, int64_t report, int64_t *ret_story, struct str *ret_origin,
	struct err *err)
{
	struct query *q = s->q[Q_STORY];
	bool row;

	query_int(q, 1, report);
	if (!query_step(q, &row, err))
		return false;
	if (row) {
		*ret_story = query_get_int(q, 0);
		*ret_origin = arena_str(&s->arena, query_get_str(q, 1));
		query_reset(q);
	}
	return true;
}

/* Two stories become one. The older keeps its number; whoever asks for the other is sent on. */
static bool join(struct stories *s, int64_t *story, int64_t other, int64_t report, struct err *err)
{
	static const enum statement steps[] = {Q_JOIN, Q_FORWARD, Q_JOINED};
	int64_t keep = *story < other ? *story : other, gone = *story < other ? other : *story;
	size_t i;

	query_int(s->q[Q_JOINED], 3, report);
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		query_int(s->q[steps[i]], 1, keep);
		query_int(s->q[steps[i]], 2, gone);
		if (!query_run(s->q[steps[i]], err))
			return false;
	}
	*story = keep;
	return true;
}

/* The report at hand has members of other stories beside it: then all of them are one. */
static bool join_others(struct stories *s, int64_t report, const struct shingles *shingles,
	const uint64_t bands[SKETCH_BANDS], int64_t *story, struct err *err)
{
	int64_t candidates[CANDIDATES], other = 0;
	struct str origin;
	size_t i, n;

	do {
		struct relation near = {0};

		query_int(s->q[Q_ELSEWHERE], 14, *story);
		if (!find_candidates(s, s->q[Q_ELSEWHERE], report, bands, candidates, &n, err))
			return false;
		for (i = 0; i < n && !near.joins; i++)
			if (!compare_with(s, candidates[i], shingles, false, &near, err) ||
				!story_of(s, candidates[i], &other, &origin, err))
				return false;
		if (!near.joins)
			return true;
	} while (join(s, story, other, report, err));
	return false;
}

bool stories_put(struct stories *s, int64_t report, const struct report *given,
	const struct extraction *x, const struct prepared *prepared, struct err *err)
{
	const struct sketch *sketch = &prepared->sketch;
	const struct shingles *shingles = &sketch->shingles;
	struct str url = x->url.n ? x->url : given->url, copied = {0}, wire = prepared->wire;
	struct query *q = s->q[Q_KIN];
	int64_t story = report, held = 0;
	struct relation relation;

	arena_reset(&s->arena);
	compared_forget(s->compared, report);
	if (!story_of(s, report, &held, &copied, err) || (held && !forget(s, report, err)))
		return false;
	copied = (struct str){0};
	if (!find_relation(s, report, shingles, url, sketch->bands, &relation, err) ||
		(relation.of && !story_of(s, relation.of, &story, &copied, err)))
		return false;
	if (held == report) { /* others have joined its story: it stays the first */
		relation = (struct relation){.how = "first", .joins = relation.joins};
		story = report;
	}
	if (relation.joins && shingles->n >= SKETCH_MIN_SHINGLES &&
		!join_others(s, report, shingles, sketch->bands, &story, err))
		return false;
	compared_keep(s->compared, report, shingles);
	query_int(q, 1, report);
	query_int(q, 2, story);
	query_str(q, 3, str_from(relation.how));
	if (relation.of)
		query_int(q, 4, relation.of);
	query_real(q, 5, relation.likeness.resemblance);
	query_real(q, 6, relation.likeness.containment);
	query_int(q, 7, (int64_t)shingles->same);
	query_str(q, 8, url.n ? url : (struct str){0});
	query_str(q, 9, wire.n ? wire : copied.n ? copied : own_origin(s, given, x, url));
	return query_run(q, err) &&
	       (shingles->n < SKETCH_MIN_SHINGLES || put_bands(s, report, sketch->bands, err));
}
