/* SPDX-License-Identifier: Apache-2.0 */
#include "store/searches.h"

#define MOST_SEARCHES 200

static bool check_search(struct db *db, struct str json, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT json_valid(?1) AND json_type(?1)='object',"
		" CASE WHEN json_valid(?1) THEN length(?1->>'name') BETWEEN 1 AND 200 END,"
		" CASE WHEN json_valid(?1) THEN ?1->>'listing' IN ('claims', 'incidents') END,"
		" CASE WHEN json_valid(?1) THEN (lower(?1->>'webhook') LIKE 'http://%'"
		" OR lower(?1->>'webhook') LIKE 'https://%') AND length(?1->>'webhook')<2000 END,"
		" (SELECT count(*) FROM search)",
		err);
	static const char *const sentences[] = {"a search is a JSON object",
		"a search needs a name, of 200 letters at most",
		"a search is in claims or incidents",
		"a webhook is an address that begins with http:// or https://"};
	bool row;
	int i;

	query_str(q, 1, json);
	if (!query_step(q, &row, err))
		return false;
	for (i = 0; i < (int)ARRAY_SIZE(sentences); i++)
		if (!query_get_int(q, i))
			return err_set(err, ERR_REJECT, "%s", sentences[i]);
	return query_get_int(q, 4) < MOST_SEARCHES ||
	       err_set(err, ERR_REJECT, "there are %d searches already: forget one", MOST_SEARCHES);
}

bool search_save(
	struct db *db, struct str json, int64_t now_ms, int64_t *ret_search, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"INSERT INTO search(name, listing, query, webhook, last, made_ms) SELECT "
		"?1->>'name',"
		" ?1->>'listing', coalesce(?1->>'query', ''), ?1->>'webhook',"
		" CASE ?1->>'listing' WHEN 'claims' THEN (SELECT ifnull(max(claim), 0) FROM claim)"
		" ELSE (SELECT ifnull(max(incident), 0) FROM incident) END, ?2",
		err);

	if (!q || !check_search(db, json, err))
		return false;
	query_str(q, 1, json);
	query_int(q, 2, now_ms);
	if (!query_run(q, err))
		return false;
	*ret_search = db_last_rowid(db);
	return true;
}

static bool change(struct db *db, const char *sql, int64_t search, int64_t row, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db, sql, err);

	query_int(q, 1, search);
	query_int(q, 2, row);
	if (!query_run(q, err))
		return false;
	return db_changes(db) > 0 ||
	       err_set(err, ERR_REJECT, "there is no search %lld", (long long)search);
}

bool search_forget(struct db *db, int64_t search, struct err *err)
{
	return change(db, "DELETE FROM search WHERE search=?1", search, 0, err);
}

bool search_told(struct db *db, int64_t search, int64_t row, struct err *err)
{
	return change(db, "UPDATE search SET last=max(last, ?2), told=told+1 WHERE search=?1",
		search, row, err);
}

/* Which fact of its kind in its sentence it is. */
#define NTH(row, kind) \
	"row_number() OVER (PARTITION BY extraction, start, end, " kind " ORDER BY " row ")"
/* An edited fact is known by what it was told as. */
#define KEEP(table, kind) \
	"INSERT INTO was SELECT start, end, ifnull(told->>'" kind "', " kind \
	"), " NTH(table, "ifnull(told->>'" kind "', " kind \
			 ")") ", ifnull(known, " table ")" \
			      " FROM " table " JOIN extraction USING(extraction) WHERE report=?1"
#define MARK(table, kind) \
	"UPDATE " table " SET known=f.first FROM (SELECT n.fact, min(w.first) AS first FROM" \
	" (SELECT " table " AS fact, start, end, " kind \
	" AS kind, " NTH(table, kind) " AS nth FROM " table \
				      " WHERE extraction=?1) n JOIN was w USING(start, end, " \
				      "kind, nth) GROUP BY n.fact) f" \
				      " WHERE " table "=f.fact"

static bool run_both(struct db *db, const char *const sql[2], int64_t number, struct err *err)
{
	int i;

	for (i = 0; i < 2; i++) {
		AUTO(query_free) struct query *q = query_new(db, sql[i], err);

		query_int(q, 1, number);
		if (!query_run(q, err))
			return false;
	}
	return true;
}

/* Kinds of claims and types of incidents do not overlap (fact_ref.h). */
bool searches_keep_known(struct db *db, int64_t report, struct err *err)
{
	static const char *const keep[2] = {KEEP("claim", "kind"), KEEP("incident", "type")};

	return db_exec(db,
		       "CREATE TEMP TABLE IF NOT EXISTS was(start INTEGER, end INTEGER, kind TEXT, "
		       "nth INTEGER,"
		       " first INTEGER); DELETE FROM was",
		       err) &&
	       run_both(db, keep, report, err);
}

bool searches_mark_known(struct db *db, int64_t extraction, struct err *err)
{
	static const char *const mark[2] = {MARK("claim", "kind"), MARK("incident", "type")};

	return run_both(db, mark, extraction, err);
}
