/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/fault.h"
#include "base/mem.h"
#include "store/decide.h"
#include "store/derive.h"
#include "store/history.h"
#include "store/prepared.h"
#include "store/rows.h"
#include "store/schema.h"
#include "store/searches.h"
#include "store/store.h"
#include "store/stories.h"

struct store {
	struct db *db;
	struct rows *rows;
	struct derive *derive;
	struct decide *decide;
	struct history *history;
	struct stories *stories;
	struct store_counts now, committed;
	struct arena arena; /* of the result at hand */
	bool careful;       /* each result under a savepoint */
	bool put;           /* something was, since the last commit */
};

static bool open_parts(struct store *store, struct err *err)
{
	store->rows = rows_new(store->db, err);
	store->derive = store->rows ? derive_new(store->db, err) : NULL;
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
	char pragma[96];
	int64_t reports = 0;

	/* bulk.h says why there are no foreign keys: every row is written after those it refers
	 * to */
	snprintf(pragma, sizeof(pragma), "PRAGMA foreign_keys=OFF; PRAGMA wal_autocheckpoint=%llu",
		(unsigned long long)checkpoint_pages);
	arena_init(&store->arena, 0);
	store->db = db_open(path, DB_WRITE, err);
	if (!store->db || !db_migrate(store->db, &store_schema, err) ||
		!db_exec(store->db, pragma, err) || !open_parts(store, err) ||
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
	if (!*store)
		return;
	if ((*store)->db)
		db_rollback((*store)->db);
	rows_free(&(*store)->rows);
	derive_free(&(*store)->derive);
	stories_free(&(*store)->stories);
	decide_free(&(*store)->decide);
	history_free(&(*store)->history);
	db_close(&(*store)->db);
	arena_release(&(*store)->arena);
	free(*store);
	*store = NULL;
}

/* What was current of the report stops being so. */
static bool retire(struct store *store, int64_t report, bool *ret_again, struct err *err)
{
	int64_t old;

	if (!rows_retire(store->rows, report, &old, err))
		return false;
	*ret_again = old != 0;
	return !old || (searches_keep_known(store->db, report, err) &&
			       derive_forget(store->derive, old, err));
}

/* The facts of a report that nobody has seen nor decided on need no second look: they are
 * derived before they are written. */
static bool put_facts(struct store *store, int64_t extraction, const struct result *result,
	struct told_facts *facts, bool made, struct err *err)
{
	const struct extraction *x = &result->extraction;
	bool again = !made;
	size_t i;

	arena_reset(&store->arena);
	if (made && !derive_needed(store->derive, &result->report.id, &again, err))
		return false;
	if (!again)
		derive_facts(store->derive, facts, x->published, &store->arena);
	for (i = 0; again && i < x->nclaims + x->nincidents; i++)
		facts->v[i].live = false;
	if ((!made && !rows_clear_facts(store->rows, extraction, err)) ||
		!rows_put_facts(store->rows, extraction, x, facts, err))
		return false;
	if (again)
		return derive_extraction(store->derive, extraction, err);
	derive_file(store->derive, extraction, facts, x, result->report.source);
	return true;
}

static bool put_all(struct store *store, const struct result *result, struct prepared *prepared,
	int64_t now_ms, struct err *err)
{
	const struct extraction *x = &result->extraction;
	int64_t report, extraction;
	bool made, repeat = false, again = false;

	if (!rows_put_report(store->rows, result, now_ms, &report, &made, err) ||
		(!made && !rows_known(store->rows, report, result, &repeat, err)))
		return false;
	store->now.reports += made;
	if (repeat)
		return true;
	store->put = true;
	store->now.entities += x->nentities;
	store->now.claims += x->nclaims;
	store->now.incidents += x->nincidents;
	return (made || retire(store, report, &again, err)) &&
	       rows_put_extraction(store->rows, report, result, now_ms, &extraction, err) &&
	       put_facts(store, extraction, result, &prepared->facts, made, err) &&
	       (!again || searches_mark_known(store->db, extraction, err)) &&
	       stories_put(store->stories, report, &result->report, x, prepared, err);
}

void store_prepare(const struct extraction *x, struct arena *arena, struct prepared *ret)
{
	sketch_of(x->text, arena, &ret->sketch);
	ret->facts = told_of(x, arena);
	ret->wire = stories_wire(x->text);
}

void store_careful(struct store *store)
{
	store->careful = true;
}

bool store_put(struct store *store, const struct result *result, int64_t now_ms, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct prepared prepared;

	store_prepare(&result->extraction, &arena, &prepared);
	return store_put_prepared(store, result, &prepared, now_ms, err);
}

bool store_put_prepared(struct store *store, const struct result *result, struct prepared *prepared,
	int64_t now_ms, struct err *err)
{
	struct store_counts before = store->now;

	if (!db_begin(store->db, err) ||
		(store->careful && (!derive_finish(store->derive, err) ||
					   !db_exec(store->db, "SAVEPOINT one", err))))
		return false;
	fault_here("store-put");
	if (put_all(store, result, prepared, now_ms, err))
		return !store->careful || db_exec(store->db, "RELEASE one", err);
	store->now = before;
	if (store->careful && err->kind == ERR_REJECT && db_in_transaction(store->db) &&
		!db_exec(store->db, "ROLLBACK TO one; RELEASE one", NULL))
		err->kind = ERR_RETRY;
	derive_drop(store->derive);
	stories_drop(store->stories);
	return false;
}

/* The facts of the extraction as they are after a decision. */
static bool derive_again(struct store *store, int64_t extraction, struct err *err)
{
	store->put = true;
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
	       finish_decision(store,
		       decide_record(store->decide, json, now_ms, ret_decision, &extraction, err) &&
			       derive_again(store, extraction, err),
		       err);
}

bool store_undo(struct store *store, int64_t decision, int64_t now_ms, struct err *err)
{
	int64_t extraction = 0;

	return db_begin(store->db, err) &&
	       finish_decision(store,
		       decide_undo(store->decide, decision, now_ms, &extraction, err) &&
			       derive_again(store, extraction, err),
		       err);
}

bool store_save_search(
	struct store *store, struct str json, int64_t now_ms, int64_t *ret_search, struct err *err)
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

static bool finish(struct store *store, struct err *err)
{
	return !store->put || (rows_index(store->rows, err) && derive_finish(store->derive, err));
}

bool store_commit(struct store *store, struct err *err)
{
	fault_here("store-before-commit");
	if (!finish(store, err) || !db_commit(store->db, err)) {
		store_rollback(store);
		return false;
	}
	fault_here("store-after-commit");
	store->committed = store->now;
	store->careful = store->put = false;
	return true;
}

void store_rollback(struct store *store)
{
	db_rollback(store->db);
	derive_drop(store->derive);
	stories_drop(store->stories);
	store->now = store->committed;
	store->careful = store->put = false;
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
