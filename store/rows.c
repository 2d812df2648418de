/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/emit.h"
#include "base/limits.h"
#include "base/mem.h"
#include "db/bulk.h"
#include "store/rows.h"

enum statement {
	Q_REPORT,
	Q_REPORT_OF,
	Q_KNOWN,
	Q_ORIGINAL,
	Q_OLD,
	Q_UNINDEX,
	Q_RETIRE,
	Q_EXTRACTION,
	Q_EXTRACTION_OF,
	Q_TO_INDEX,
	Q_INDEX,
	Q_INDEXED,
	Q_CLEAR_ENTITIES,
	Q_CLEAR_CLAIMS,
	Q_CLEAR_INCIDENTS,
	Q_CLEAR_WARNINGS,
	Q_INCIDENT,
	Q_WARNING,
	Q_COUNT
};

static const char *const statements[Q_COUNT] = {
	[Q_REPORT] =
		"INSERT INTO report(id, source, url, media_type, received_ms, stored_ms, bytes,"
		" given_title, given_published, verbatim, given_dated)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT(id) DO NOTHING",
	[Q_REPORT_OF] = "SELECT report FROM report WHERE id=?1",
	[Q_KNOWN] = "SELECT 1 FROM extraction WHERE report=?1 AND version=?2 AND worker=?3 AND "
		    "read_ms=?4"
		    " AND current=1",
	[Q_ORIGINAL] = "INSERT OR IGNORE INTO original(report, zstd) VALUES(?1, ?2)",
	[Q_OLD] = "SELECT title, text, extraction FROM extraction WHERE report=?1 AND current=1",
	[Q_UNINDEX] = "INSERT INTO text_index(text_index, rowid, title, text)"
		      " VALUES('delete', ?1, ?2, ?3)",
	[Q_RETIRE] = "UPDATE extraction SET current=0 WHERE report=?1 AND current=1",
	[Q_EXTRACTION] =
		"INSERT INTO extraction(report, version, current, title, published, modified,"
		" language, author, publisher, url, media_type, text, links, worker, read_ms, "
		"stored_ms,"
		" published_from, published_precision, modified_from, modified_precision)"
		" VALUES(?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
		"?17,"
		" ?18, ?19)"
		" ON CONFLICT(report, version) DO UPDATE SET current=1, title=excluded.title,"
		" published=excluded.published, modified=excluded.modified, "
		"language=excluded.language,"
		" author=excluded.author, publisher=excluded.publisher, url=excluded.url,"
		" media_type=excluded.media_type, text=excluded.text, links=excluded.links,"
		" worker=excluded.worker, read_ms=excluded.read_ms,"
		" published_from=excluded.published_from,"
		" published_precision=excluded.published_precision,"
		" modified_from=excluded.modified_from, "
		"modified_precision=excluded.modified_precision",
	[Q_EXTRACTION_OF] = "SELECT extraction FROM extraction WHERE report=?1 AND version=?2",
	[Q_TO_INDEX] = "INSERT OR IGNORE INTO temp.to_index(report) VALUES(?1)",
	[Q_INDEX] = "INSERT INTO text_index(rowid, title, text) SELECT report, title, text"
		    " FROM temp.to_index CROSS JOIN extraction USING(report) WHERE current=1",
	[Q_INDEXED] = "DELETE FROM temp.to_index",
	[Q_CLEAR_ENTITIES] = "DELETE FROM entity WHERE extraction=?1",
	[Q_CLEAR_CLAIMS] = "DELETE FROM claim WHERE extraction=?1",
	[Q_CLEAR_INCIDENTS] = "DELETE FROM incident WHERE extraction=?1",
	[Q_CLEAR_WARNINGS] = "DELETE FROM warning WHERE extraction=?1",
	[Q_INCIDENT] =
		"INSERT INTO incident(extraction, type, stage, start, end, date_start, date_end,"
		" has_date, locations, perpetrator_individuals, perpetrator_organisations,"
		" physical_targets, victims, weapons, maker, confidence,"
		" perpetrator_confidence, casualties, identity, live, day, country, event, about)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
		"?17, ?18,"
		" ?19, ?20, ?21, ?22, ?23, ?24)",
	[Q_WARNING] = "INSERT INTO warning(extraction, sentence) VALUES(?1, ?2)",
};

#define ENTITY_COLUMNS 9
#define CLAIM_COLUMNS 27

static const char insert_entity[] =
	"INSERT OR FAIL INTO entity(extraction, type, start, end, text, canonical, maker,"
	" confidence, form)";
static const char insert_claim[] = "INSERT OR FAIL INTO claim(extraction, kind, start, end, "
				   "subject, subject_start, object, object_start, value,"
				   " modifier, unit, time_start, time_end, has_time, places, "
				   "attributed_to, modality, theme, maker, confidence,"
				   " live, day, country, figure, low, high, about)";

struct rows {
	struct db *db;                  /* borrowed */
	struct query *q[Q_COUNT];       /* owned */
	struct bulk *entities, *claims; /* owned */
	struct buf json;
	int64_t made; /* the report that was made last: it has no extraction of any version */
};

struct rows *rows_new(struct db *db, struct err *err)
{
	struct rows *rows = xcalloc(1, sizeof(*rows));

	rows->db = db;
	buf_init(&rows->json, MAX_FRAME_BYTES);
	rows->entities = bulk_new(db, insert_entity, ENTITY_COLUMNS, err);
	rows->claims = rows->entities ? bulk_new(db, insert_claim, CLAIM_COLUMNS, err) : NULL;
	/* what waits for the index; it rolls back with the transaction */
	if (!rows->claims ||
		!db_exec(db, "CREATE TEMP TABLE to_index(report INTEGER PRIMARY KEY)", err) ||
		!queries_new(db, statements, rows->q, Q_COUNT, err))
		rows_free(&rows);
	return rows;
}

void rows_free(struct rows **rows)
{
	if (!*rows)
		return;
	queries_free((*rows)->q, Q_COUNT);
	bulk_free(&(*rows)->entities);
	bulk_free(&(*rows)->claims);
	buf_release(&(*rows)->json);
	free(*rows);
	*rows = NULL;
}

static struct str json_links(struct rows *rows, const struct extraction *x)
{
	struct emitter e = {.out = &rows->json};
	size_t i;

	buf_reset(e.out);
	emit_open(&e, '[');
	for (i = 0; i < x->nlinks; i++)
		emit_string(&e, x->links[i]);
	emit_close(&e, ']');
	return buf_view(e.out);
}

static struct str present(struct str s)
{
	return str_absent(s) ? STR("") : s;
}

bool rows_put_report(struct rows *rows, const struct result *result, int64_t now_ms,
	int64_t *ret_row, bool *ret_made, struct err *err)
{
	const struct report *r = &result->report;
	struct str id = {(const char *)r->id.bytes, REPORT_ID_BYTES};
	struct query *q = rows->q[Q_REPORT], *find = rows->q[Q_REPORT_OF];

	query_blob(q, 1, id);
	query_str(q, 2, present(r->source));
	query_str(q, 3, present(r->url));
	query_str(q, 4, present(r->media_type));
	query_int(q, 5, r->received_ms);
	query_int(q, 6, now_ms);
	query_int(q, 7, (int64_t)result->original_bytes);
	query_str(q, 8, present(r->title));
	query_str(q, 9, present(r->published));
	query_int(q, 10, r->verbatim);
	query_str(q, 11, present(r->dated));
	if (!query_run(q, err))
		return false;
	*ret_made = db_changes(rows->db) > 0;
	*ret_row = db_last_rowid(rows->db);
	rows->made = *ret_made ? *ret_row : 0;
	query_blob(find, 1, id);
	if (!*ret_made && !query_first(find, 0, ret_row, err))
		return false;
	query_int(rows->q[Q_ORIGINAL], 1, *ret_row);
	query_blob(rows->q[Q_ORIGINAL], 2, result->original_zstd);
	return query_run(rows->q[Q_ORIGINAL], err);
}

bool rows_index(struct rows *rows, struct err *err)
{
	return query_run(rows->q[Q_INDEX], err) && query_run(rows->q[Q_INDEXED], err);
}

bool rows_retire(struct rows *rows, int64_t report, int64_t *ret_extraction, struct err *err)
{
	struct query *old = rows->q[Q_OLD], *unindex = rows->q[Q_UNINDEX];
	bool row, ok;

	query_int(old, 1, report);
	if (!query_step(old, &row, err))
		return false;
	*ret_extraction = row ? query_get_int(old, 2) : 0;
	if (!row)
		return true;
	query_int(unindex, 1, report);
	query_str(unindex, 2, query_get_str(old, 0));
	query_str(unindex, 3, query_get_str(old, 1));
	ok = rows_index(rows, err) && query_run(unindex, err);
	query_reset(old);
	query_int(rows->q[Q_RETIRE], 1, report);
	return ok && query_run(rows->q[Q_RETIRE], err);
}

bool rows_clear_facts(struct rows *rows, int64_t extraction, struct err *err)
{
	int i;

	for (i = Q_CLEAR_ENTITIES; i <= Q_CLEAR_WARNINGS; i++) {
		query_int(rows->q[i], 1, extraction);
		if (!query_run(rows->q[i], err))
			return false;
	}
	return true;
}

static void put_dating(struct query *q, int column, struct dating by)
{
	query_str(q, column, str_from(date_evidence_name(by.from)));
	query_str(q, column + 1, str_from(date_precision_name(by.precision)));
}

bool rows_put_extraction(struct rows *rows, int64_t report, const struct result *result,
	int64_t now_ms, int64_t *ret_row, struct err *err)
{
	const struct extraction *x = &result->extraction;
	struct query *q = rows->q[Q_EXTRACTION], *find = rows->q[Q_EXTRACTION_OF];

	query_int(q, 1, report);
	query_str(q, 2, x->version);
	query_str(q, 3, x->title);
	query_str(q, 4, x->published);
	query_str(q, 5, x->modified);
	query_str(q, 6, x->language);
	query_str(q, 7, x->author);
	query_str(q, 8, x->publisher);
	query_str(q, 9, x->url);
	query_str(q, 10, present(x->media_type));
	query_str(q, 11, present(x->text));
	query_str(q, 12, json_links(rows, x));
	query_str(q, 13, present(result->worker));
	query_int(q, 14, (int64_t)result->read_ms);
	query_int(q, 15, now_ms);
	put_dating(q, 16, x->published_by);
	put_dating(q, 18, x->modified_by);
	if (!query_run(q, err))
		return false;
	*ret_row = db_last_rowid(rows->db);
	query_int(find, 1, report);
	query_str(find, 2, x->version);
	if (report != rows->made && !query_first(find, 0, ret_row, err))
		return false;
	query_int(rows->q[Q_TO_INDEX], 1, report);
	return query_run(rows->q[Q_TO_INDEX], err);
}

static void bind_entity(struct query *q, int at, int64_t extraction, const struct extraction *x,
	const struct entity *e)
{
	query_int(q, at + 1, extraction);
	query_str(q, at + 2, str_from(entity_type_name(e->type)));
	query_int(q, at + 3, e->span.start);
	query_int(q, at + 4, e->span.end);
	query_str(q, at + 5, str_slice(x->text, e->span.start, e->span.end));
	query_str(q, at + 6, e->canonical);
	query_str(q, at + 7, present(e->maker));
	query_real(q, at + 8, (double)e->confidence);
	query_str(q, at + 9, str_from(entity_form_name(e->form)));
}

static bool put_entities(
	struct rows *rows, int64_t extraction, const struct extraction *x, struct err *err)
{
	size_t i, k, n;

	for (i = 0; i < x->nentities; i += n) {
		struct query *q = bulk_next(rows->entities, x->nentities - i, &n);

		for (k = 0; k < n; k++)
			bind_entity(
				q, bulk_at(rows->entities, k), extraction, x, &x->entities[i + k]);
		if (!query_run(q, err))
			return false;
	}
	return true;
}

static void bind_slot(struct query *q, int at, const struct extraction *x, struct str slot)
{
	int64_t offset = extraction_offset(x, slot);

	query_str(q, at, slot);
	if (offset >= 0)
		query_int(q, at + 1, offset);
	else
		query_null(q, at + 1);
}

static void bind_derived(struct query *q, int at, const struct told *told)
{
	query_int(q, at, told->live);
	query_str(q, at + 1, present(told->day));
	query_str(q, at + 2, told->country);
	query_str(q, at + 3, told->figure);
}

static void bind_claim(struct query *q, int at, const struct extraction *x, const struct claim *c,
	const struct told *told)
{
	query_str(q, at + 2, told->kind);
	query_int(q, at + 3, c->span.start);
	query_int(q, at + 4, c->span.end);
	bind_slot(q, at + 5, x, c->subject);
	bind_slot(q, at + 7, x, c->object);
	if (c->has_value)
		query_real(q, at + 9, c->value);
	query_str(q, at + 10, told->modifier);
	query_str(q, at + 11, c->unit);
	query_str(q, at + 12, told->from);
	query_str(q, at + 13, told->to);
	query_int(q, at + 14, c->has_time);
	query_str(q, at + 15, told->places_json);
	query_str(q, at + 16, c->attributed_to);
	query_str(q, at + 17, told->state);
	query_str(q, at + 18, told->theme);
	query_str(q, at + 19, present(c->maker));
	query_real(q, at + 20, (double)c->confidence);
	bind_derived(q, at + 21, told);
	if (told->has_low)
		query_real(q, at + 25, told->low);
	if (told->has_high)
		query_real(q, at + 26, told->high);
	query_str(q, at + 27, told->about);
}

/* SQLite numbers the rows of a statement one after the other. */
static bool put_claims(struct rows *rows, int64_t extraction, const struct extraction *x,
	struct told *told, struct err *err)
{
	size_t i, k, n;

	for (i = 0; i < x->nclaims; i += n) {
		struct query *q = bulk_next(rows->claims, x->nclaims - i, &n);

		for (k = 0; k < n; k++) {
			query_int(q, bulk_at(rows->claims, k) + 1, extraction);
			bind_claim(q, bulk_at(rows->claims, k), x, &x->claims[i + k], &told[i + k]);
		}
		if (!query_run(q, err))
			return false;
		for (k = 0; k < n; k++)
			told[i + k].row = db_last_rowid(rows->db) - (int64_t)(n - 1 - k);
	}
	return true;
}

static bool put_incident(struct rows *rows, int64_t extraction, const struct incident *in,
	struct told *told, struct err *err)
{
	struct query *q = rows->q[Q_INCIDENT];
	int role;

	query_int(q, 1, extraction);
	query_str(q, 2, told->kind);
	query_str(q, 3, told->state);
	query_int(q, 4, in->span.start);
	query_int(q, 5, in->span.end);
	query_str(q, 6, told->from);
	query_str(q, 7, told->to);
	query_int(q, 8, in->has_date);
	query_str(q, 9, told->places_json);
	for (role = 0; role < ROLE_COUNT; role++)
		query_str(q, 10 + role, told->incident->roles[role]);
	query_str(q, 15, present(in->maker));
	query_real(q, 16, (double)in->confidence);
	query_str(q, 17, str_from(blame_name(in->blame)));
	query_str(q, 18, told->incident->casualties);
	query_str(q, 19, told->incident->identity);
	bind_derived(q, 20, told);
	query_str(q, 24, told->about);
	told->row = query_run(q, err) ? db_last_rowid(rows->db) : 0;
	return told->row != 0;
}

bool rows_put_facts(struct rows *rows, int64_t extraction, const struct extraction *x,
	struct told_facts *facts, struct err *err)
{
	struct query *warning = rows->q[Q_WARNING];
	size_t i;

	if (!put_entities(rows, extraction, x, err) ||
		!put_claims(rows, extraction, x, facts->v, err))
		return false;
	for (i = 0; i < x->nincidents; i++)
		if (!put_incident(
			    rows, extraction, &x->incidents[i], &facts->v[x->nclaims + i], err))
			return false;
	for (i = 0; i < x->nwarnings; i++) {
		query_int(warning, 1, extraction);
		query_str(warning, 2, x->warnings[i]);
		if (!query_run(warning, err))
			return false;
	}
	return true;
}

bool rows_known(struct rows *rows, int64_t report, const struct result *result, bool *ret_known,
	struct err *err)
{
	struct query *q = rows->q[Q_KNOWN];

	query_int(q, 1, report);
	query_str(q, 2, result->extraction.version);
	query_str(q, 3, present(result->worker));
	query_int(q, 4, (int64_t)result->read_ms);
	if (!query_step(q, ret_known, err))
		return false;
	if (*ret_known)
		query_reset(q);
	return true;
}
