/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/emit.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/decide.h"
#include "store/derive.h"
#include "store/history.h"
#include "store/schema.h"
#include "store/searches.h"
#include "store/store.h"
#include "store/stories.h"

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
	Q_INDEX,
	Q_CLEAR_ENTITIES,
	Q_CLEAR_CLAIMS,
	Q_CLEAR_INCIDENTS,
	Q_CLEAR_WARNINGS,
	Q_ENTITY,
	Q_CLAIM,
	Q_INCIDENT,
	Q_WARNING,
	Q_COUNT
};

static const char *const statements[Q_COUNT] = {
	[Q_REPORT] = "INSERT INTO report(id, source, url, media_type, received_ms, stored_ms, bytes,"
		     " given_title, given_published, verbatim, given_dated)"
		     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT(id) DO NOTHING",
	[Q_REPORT_OF] = "SELECT report FROM report WHERE id=?1",
	[Q_KNOWN] = "SELECT 1 FROM extraction WHERE report=?1 AND version=?2 AND worker=?3 AND read_ms=?4"
		    " AND current=1",
	[Q_ORIGINAL] = "INSERT OR IGNORE INTO original(report, zstd) VALUES(?1, ?2)",
	[Q_OLD] = "SELECT title, text, extraction FROM extraction WHERE report=?1 AND current=1",
	[Q_UNINDEX] = "INSERT INTO text_index(text_index, rowid, title, text)"
		      " VALUES('delete', ?1, ?2, ?3)",
	[Q_RETIRE] = "UPDATE extraction SET current=0 WHERE report=?1 AND current=1",
	[Q_EXTRACTION] =
		"INSERT INTO extraction(report, version, current, title, published, modified,"
		" language, author, publisher, url, media_type, text, links, worker, read_ms, stored_ms,"
		" published_from, published_precision, modified_from, modified_precision)"
		" VALUES(?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
		" ?18, ?19)"
		" ON CONFLICT(report, version) DO UPDATE SET current=1, title=excluded.title,"
		" published=excluded.published, modified=excluded.modified, language=excluded.language,"
		" author=excluded.author, publisher=excluded.publisher, url=excluded.url,"
		" media_type=excluded.media_type, text=excluded.text, links=excluded.links,"
		" worker=excluded.worker, read_ms=excluded.read_ms,"
		" published_from=excluded.published_from,"
		" published_precision=excluded.published_precision,"
		" modified_from=excluded.modified_from, modified_precision=excluded.modified_precision",
	[Q_EXTRACTION_OF] = "SELECT extraction FROM extraction WHERE report=?1 AND version=?2",
	[Q_INDEX] = "INSERT INTO text_index(rowid, title, text) VALUES(?1, ?2, ?3)",
	[Q_CLEAR_ENTITIES] = "DELETE FROM entity WHERE extraction=?1",
	[Q_CLEAR_CLAIMS] = "DELETE FROM claim WHERE extraction=?1",
	[Q_CLEAR_INCIDENTS] = "DELETE FROM incident WHERE extraction=?1",
	[Q_CLEAR_WARNINGS] = "DELETE FROM warning WHERE extraction=?1",
	[Q_ENTITY] = "INSERT INTO entity(extraction, type, start, end, text, canonical, maker,"
		     " confidence) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[Q_CLAIM] = "INSERT INTO claim(extraction, kind, start, end, subject, subject_start, object,"
		    " object_start, value, modifier, unit, time_start, time_end, has_time, places,"
		    " attributed_to, modality, theme, maker, confidence) VALUES(?1, ?2, ?3, ?4, ?5, ?6,"
		    " ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
	[Q_INCIDENT] = "INSERT INTO incident(extraction, type, stage, start, end, date_start, date_end,"
		       " has_date, locations, perpetrator_individuals, perpetrator_organisations,"
		       " physical_targets, victims, weapons, maker, confidence,"
		       " perpetrator_confidence) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
		       " ?12, ?13, ?14, ?15, ?16, ?17)",
	[Q_WARNING] = "INSERT INTO warning(extraction, sentence) VALUES(?1, ?2)",
};

struct store {
	struct db *db;
	struct query *q[Q_COUNT]; /* owned */
	struct derive *derive;
	struct decide *decide;
	struct history *history;
	struct stories *stories;
	struct buf json[1 + ROLE_COUNT];
	struct store_counts now, committed;
};

static bool open_parts(struct store *store, struct err *err)
{
	store->derive = derive_new(store->db, err);
	store->decide = store->derive ? decide_new(store->db, err) : NULL;
	store->history = store->decide ? history_new(store->db, err) : NULL;
	store->stories = store->history ? stories_new(store->db, err) : NULL;
	return store->stories != NULL;
}

void store_judge_copies(struct store *store, double resemblance, double containment)
{
	stories_judge(store->stories, resemblance, containment);
}

bool store_know_places(struct store *store, const char *data_dir, struct err *err)
{
	return derive_places(store->derive, data_dir, err) && derive_all(store->derive, err);
}

struct store *store_open(const char *path, uint64_t checkpoint_pages, struct err *err)
{
	AUTO(store_close) struct store *store = xcalloc(1, sizeof(*store));
	struct store *opened;
	char pragma[64];
	int64_t reports = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(store->json); i++)
		buf_init(&store->json[i], MAX_FRAME_BYTES);
	snprintf(pragma, sizeof(pragma), "PRAGMA wal_autocheckpoint=%llu",
		(unsigned long long)checkpoint_pages);
	store->db = db_open(path, DB_WRITE, err);
	if (!store->db || !db_exec(store->db, pragma, err) ||
		!db_migrate(store->db, &store_schema, err) || !queries_new(store->db, statements, store->q, Q_COUNT, err) ||
		!open_parts(store, err) ||
		!db_number(store->db, "SELECT count(*) FROM report", 0, &reports, err))
		return NULL;
	store->now.reports = (uint64_t)reports;
	store->committed = store->now;
	opened = store;
	store = NULL;
	return opened;
}

void store_close(struct store **store)
{
	size_t i;

	if (!*store)
		return;
	if ((*store)->db)
		db_rollback((*store)->db);
	queries_free((*store)->q, Q_COUNT);
	derive_free(&(*store)->derive);
	stories_free(&(*store)->stories);
	decide_free(&(*store)->decide);
	history_free(&(*store)->history);
	for (i = 0; i < ARRAY_SIZE((*store)->json); i++)
		buf_release(&(*store)->json[i]);
	db_close(&(*store)->db);
	free(*store);
	*store = NULL;
}

/* Strings as a JSON array in one of the store's scratch buffers. */
static struct str json_list(struct store *store, int slot, const struct str *v, size_t n)
{
	struct emitter e = {.out = &store->json[slot]};
	size_t i;

	buf_reset(e.out);
	emit_open(&e, '[');
	for (i = 0; i < n; i++)
		emit_string(&e, v[i]);
	emit_close(&e, ']');
	return buf_view(e.out);
}

static struct str json_fillers(struct store *store, int slot, const struct filler *v, size_t n)
{
	struct emitter e = {.out = &store->json[slot]};
	size_t i, j;

	buf_reset(e.out);
	emit_open(&e, '[');
	for (i = 0; i < n; i++) {
		emit_open(&e, '{');
		emit_member(&e, "text", v[i].text);
		emit_member(&e, "type", v[i].type);
		emit_key(&e, "aliases");
		emit_open(&e, '[');
		for (j = 0; j < v[i].naliases; j++)
			emit_string(&e, v[i].aliases[j]);
		emit_close(&e, ']');
		emit_close(&e, '}');
	}
	emit_close(&e, ']');
	return buf_view(e.out);
}

static struct str present(struct str s)
{
	return str_absent(s) ? STR("") : s;
}

/* The row of the report, made if it is not there. */
static bool put_report(struct store *store, const struct result *result, int64_t now_ms,
	int64_t *ret_row, struct err *err)
{
	const struct report *r = &result->report;
	struct str id = {(const char *)r->id.bytes, REPORT_ID_BYTES};
	struct query *q = store->q[Q_REPORT], *find = store->q[Q_REPORT_OF];
	bool row;

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
	store->now.reports += db_changes(store->db) > 0;
	query_blob(find, 1, id);
	if (!query_step(find, &row, err))
		return false;
	*ret_row = row ? query_get_int(find, 0) : 0;
	query_reset(find);
	query_int(store->q[Q_ORIGINAL], 1, *ret_row);
	query_blob(store->q[Q_ORIGINAL], 2, result->original_zstd);
	return query_run(store->q[Q_ORIGINAL], err);
}

/* Takes the extraction that was current, if there is one, out of the index: FTS5 wants the old words back
 * for it. */
static bool retire(struct store *store, int64_t report, bool *ret_again, struct err *err)
{
	struct query *old = store->q[Q_OLD], *unindex = store->q[Q_UNINDEX];
	int64_t extraction;
	bool row, ok;

	query_int(old, 1, report);
	if (!query_step(old, &row, err))
		return false;
	*ret_again = row;
	if (!row)
		return true;
	extraction = query_get_int(old, 2);
	query_int(unindex, 1, report);
	query_str(unindex, 2, query_get_str(old, 0));
	query_str(unindex, 3, query_get_str(old, 1));
	ok = query_run(unindex, err);
	query_reset(old);
	query_int(store->q[Q_RETIRE], 1, report);
	return ok && query_run(store->q[Q_RETIRE], err) && searches_keep_known(store->db, report, err) &&
	       derive_forget(store->derive, extraction, err);
}

static bool clear_facts(struct store *store, int64_t extraction, struct err *err)
{
	int i;

	for (i = Q_CLEAR_ENTITIES; i <= Q_CLEAR_WARNINGS; i++) {
		query_int(store->q[i], 1, extraction);
		if (!query_run(store->q[i], err))
			return false;
	}
	return true;
}

static void put_dating(struct query *q, int column, struct dating by)
{
	query_str(q, column, str_from(date_evidence_name(by.from)));
	query_str(q, column + 1, str_from(date_precision_name(by.precision)));
}

static bool put_extraction(struct store *store, int64_t report, const struct result *result,
	int64_t now_ms, int64_t *ret_row, struct err *err)
{
	const struct extraction *x = &result->extraction;
	struct query *q = store->q[Q_EXTRACTION], *find = store->q[Q_EXTRACTION_OF];
	struct query *index = store->q[Q_INDEX];
	bool row;

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
	query_str(q, 12, json_list(store, 0, x->links, x->nlinks));
	query_str(q, 13, present(result->worker));
	query_int(q, 14, (int64_t)result->read_ms);
	query_int(q, 15, now_ms);
	put_dating(q, 16, x->published_by);
	put_dating(q, 18, x->modified_by);
	if (!query_run(q, err))
		return false;
	query_int(find, 1, report);
	query_str(find, 2, x->version);
	if (!query_step(find, &row, err))
		return false;
	*ret_row = row ? query_get_int(find, 0) : 0;
	query_reset(find);
	query_int(index, 1, report);
	query_str(index, 2, x->title);
	query_str(index, 3, present(x->text));
	return query_run(index, err);
}

static bool put_entities(struct store *store, int64_t extraction, const struct extraction *x,
	struct err *err)
{
	struct query *q = store->q[Q_ENTITY];
	size_t i;

	for (i = 0; i < x->nentities; i++) {
		const struct entity *e = &x->entities[i];

		query_int(q, 1, extraction);
		query_str(q, 2, str_from(entity_type_name(e->type)));
		query_int(q, 3, e->span.start);
		query_int(q, 4, e->span.end);
		query_str(q, 5, str_slice(x->text, e->span.start, e->span.end));
		query_str(q, 6, e->canonical);
		query_str(q, 7, present(e->maker));
		query_real(q, 8, (double)e->confidence);
		if (!query_run(q, err))
			return false;
	}
	store->now.entities += x->nentities;
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

/* out must live until the query has run. */
static void bind_day(struct query *q, int at, bool has, int32_t day, char out[16])
{
	if (!has || day == DAY_NONE) {
		query_null(q, at);
		return;
	}
	day_format(day, out);
	query_str(q, at, str_from(out));
}

static bool put_claim(struct store *store, int64_t extraction, const struct extraction *x,
	const struct claim *c, struct err *err)
{
	struct query *q = store->q[Q_CLAIM];
	char start[16], end[16];

	query_int(q, 1, extraction);
	query_str(q, 2, str_from(claim_kind_name(c->kind)));
	query_int(q, 3, c->span.start);
	query_int(q, 4, c->span.end);
	bind_slot(q, 5, x, c->subject);
	bind_slot(q, 7, x, c->object);
	if (c->has_value)
		query_real(q, 9, c->value);
	query_str(q, 10, str_from(modifier_name(c->modifier)));
	query_str(q, 11, c->unit);
	bind_day(q, 12, c->has_time, c->time.start, start);
	bind_day(q, 13, c->has_time, c->time.end, end);
	query_int(q, 14, c->has_time);
	query_str(q, 15, json_list(store, 0, c->places, c->nplaces));
	query_str(q, 16, c->attributed_to);
	query_str(q, 17, str_from(modality_name(c->modality)));
	query_str(q, 18, str_from(theme_name(c->theme)));
	query_str(q, 19, present(c->maker));
	query_real(q, 20, (double)c->confidence);
	store->now.claims++;
	return query_run(q, err);
}

static bool put_incident(struct store *store, int64_t extraction, const struct incident *in,
	struct err *err)
{
	struct query *q = store->q[Q_INCIDENT];
	char start[16], end[16];
	int role;

	query_int(q, 1, extraction);
	query_str(q, 2, str_from(incident_type_name(in->type)));
	query_str(q, 3, str_from(incident_stage_name(in->stage)));
	query_int(q, 4, in->span.start);
	query_int(q, 5, in->span.end);
	bind_day(q, 6, in->has_date, in->date.start, start);
	bind_day(q, 7, in->has_date, in->date.end, end);
	query_int(q, 8, in->has_date);
	query_str(q, 9, json_list(store, 0, in->locations, in->nlocations));
	for (role = 0; role < ROLE_COUNT; role++)
		query_str(q, 10 + role,
			json_fillers(store, 1 + role, in->roles[role], in->nroles[role]));
	query_str(q, 15, present(in->maker));
	query_real(q, 16, (double)in->confidence);
	query_str(q, 17, str_from(blame_name(in->blame)));
	store->now.incidents++;
	return query_run(q, err);
}

static bool put_facts(struct store *store, int64_t extraction, const struct extraction *x,
	struct err *err)
{
	struct query *warning = store->q[Q_WARNING];
	size_t i;

	if (!put_entities(store, extraction, x, err))
		return false;
	for (i = 0; i < x->nclaims; i++)
		if (!put_claim(store, extraction, x, &x->claims[i], err))
			return false;
	for (i = 0; i < x->nincidents; i++)
		if (!put_incident(store, extraction, &x->incidents[i], err))
			return false;
	for (i = 0; i < x->nwarnings; i++) {
		query_int(warning, 1, extraction);
		query_str(warning, 2, x->warnings[i]);
		if (!query_run(warning, err))
			return false;
	}
	return true;
}

/* The very same result once more: its sender did not hear us the first time. */
static bool is_repeat(struct store *store, int64_t report, const struct result *result,
	bool *ret_repeat, struct err *err)
{
	struct query *q = store->q[Q_KNOWN];

	query_int(q, 1, report);
	query_str(q, 2, result->extraction.version);
	query_str(q, 3, present(result->worker));
	query_int(q, 4, (int64_t)result->read_ms);
	if (!query_step(q, ret_repeat, err))
		return false;
	if (*ret_repeat)
		query_reset(q);
	return true;
}

static bool put_all(struct store *store, const struct result *result, int64_t now_ms,
	struct err *err)
{
	int64_t report, extraction;
	bool repeat, again;

	if (!put_report(store, result, now_ms, &report, err) ||
		!is_repeat(store, report, result, &repeat, err))
		return false;
	if (repeat)
		return true;
	return retire(store, report, &again, err) &&
	       put_extraction(store, report, result, now_ms, &extraction, err) &&
	       clear_facts(store, extraction, err) &&
	       put_facts(store, extraction, &result->extraction, err) &&
	       (!again || searches_mark_known(store->db, extraction, err)) &&
	       derive_extraction(store->derive, extraction, err) &&
	       stories_put(store->stories, report, &result->report, &result->extraction, err);
}

bool store_put(struct store *store, const struct result *result, int64_t now_ms, struct err *err)
{
	struct store_counts before = store->now;

	if (!db_begin(store->db, err) || !db_exec(store->db, "SAVEPOINT one", err))
		return false;
	fault_here("store-put");
	if (put_all(store, result, now_ms, err))
		return db_exec(store->db, "RELEASE one", err);
	store->now = before;
	/* one bad result must not take the others of its transaction with it */
	if (err->kind == ERR_REJECT && db_in_transaction(store->db) &&
		!db_exec(store->db, "ROLLBACK TO one; RELEASE one", NULL))
		err->kind = ERR_RETRY;
	return false;
}

/* The facts of the extraction as they are after a decision. */
static bool derive_again(struct store *store, int64_t extraction, struct err *err)
{
	return !extraction || (derive_forget(store->derive, extraction, err) &&
				      derive_extraction(store->derive, extraction, err));
}

static bool finish_decision(struct store *store, bool ok, struct err *err)
{
	if (ok)
		return store_commit(store, err);
	store_rollback(store);
	return false;
}

bool store_decide(struct store *store, struct str json, int64_t now_ms, int64_t *ret_decision,
	struct err *err)
{
	int64_t extraction = 0;

	return db_begin(store->db, err) &&
	       finish_decision(store, decide_record(store->decide, json, now_ms, ret_decision,
			&extraction, err) && derive_again(store, extraction, err), err);
}

bool store_undo(struct store *store, int64_t decision, int64_t now_ms, struct err *err)
{
	int64_t extraction = 0;

	return db_begin(store->db, err) &&
	       finish_decision(store, decide_undo(store->decide, decision, now_ms, &extraction, err) &&
			derive_again(store, extraction, err), err);
}

bool store_save_search(struct store *store, struct str json, int64_t now_ms, int64_t *ret_search,
	struct err *err)
{
	return db_begin(store->db, err) &&
	       finish_decision(store, search_save(store->db, json, now_ms, ret_search, err), err);
}

bool store_forget_search(struct store *store, int64_t search, struct err *err)
{
	return db_begin(store->db, err) &&
	       finish_decision(store, search_forget(store->db, search, err), err);
}

bool store_search_told(struct store *store, int64_t search, int64_t row, struct err *err)
{
	return db_begin(store->db, err) &&
	       finish_decision(store, search_told(store->db, search, row, err), err);
}

bool store_sample(struct store *store, const struct sample *sample, struct err *err)
{
	return db_begin(store->db, err) &&
	       finish_decision(store, history_add(store->history, sample, err), err);
}

bool store_commit(struct store *store, struct err *err)
{
	fault_here("store-before-commit");
	if (!db_commit(store->db, err)) {
		store->now = store->committed;
		return false;
	}
	fault_here("store-after-commit");
	store->committed = store->now;
	return true;
}

void store_rollback(struct store *store)
{
	db_rollback(store->db);
	store->now = store->committed;
}

void store_counts(const struct store *store, struct store_counts *ret)
{
	*ret = store->committed;
}

uint64_t store_bytes(struct store *store)
{
	return db_bytes(store->db);
}

bool store_backup(struct store *store, const char *path, struct err *err)
{
	return db_backup(store->db, path, err);
}
