/* SPDX-License-Identifier: Apache-2.0
 * kin.c - the read side of stories. */
#include "store/facts.h"

struct query *facts_stories(struct db *db, int64_t min_reports, int64_t limit, struct err *err)
{
	struct query *query = query_new(db, "SELECT id, title, reports, origins, revisions, first, last"
		" FROM stories WHERE reports>=?1 ORDER BY last DESC, story DESC LIMIT ?2", err);

	if (query) {
		query_int(query, 1, min_reports);
		query_int(query, 2, limit ? limit : -1);
	}
	return query;
}

struct query *facts_story_of(struct db *db, int64_t row, struct err *err)
{
	struct query *query = query_new(db, "SELECT id, how, resemblance, containment, origin, title,"
		" published, source FROM copies WHERE report IN (SELECT report FROM kin WHERE story="
		"(SELECT story FROM kin WHERE report=?1)) ORDER BY report", err);

	if (query)
		query_int(query, 1, row);
	return query;
}

bool facts_former(struct db *db, int64_t row_number, int64_t *ret_row, struct err *err)
{
	AUTO(query_free) struct query *query = query_new(db,
		"SELECT of FROM kin WHERE report=?1 AND how='revision'", err);
	bool row;

	if (!query)
		return false;
	query_int(query, 1, row_number);
	if (!query_step(query, &row, err))
		return false;
	*ret_row = row ? query_get_int(query, 0) : 0;
	return true;
}
