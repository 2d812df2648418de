/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/tally.h"

enum statement { T_CLAIMS, T_INCIDENTS, T_FLUSH, T_EMPTY, T_CLEAR, T_COUNT };

/* ?1 is the extraction, ?2 is 1 or -1. */
static const char *const statements[T_COUNT] = {
	[T_CLAIMS] = "INSERT INTO temp.tally_change SELECT 'claims', kind, ifnull(country, ''), substr(day, 1, 4),"
		     " theme, modality, ?2 FROM claim WHERE extraction=?1 AND live=1",
	[T_INCIDENTS] = "INSERT INTO temp.tally_change SELECT 'incidents', type, ifnull(country, ''),"
			" substr(day, 1, 4), '', stage, ?2 FROM incident WHERE extraction=?1 AND live=1",
	[T_FLUSH] = "INSERT INTO tally(listing, kind, country, year, theme, modality, facts)"
		    " SELECT listing, kind, country, year, theme, modality, sum(facts) FROM temp.tally_change"
		    " WHERE 1 GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(facts)<>0"
		    " ON CONFLICT DO UPDATE SET facts=facts+excluded.facts",
	[T_EMPTY] = "DELETE FROM temp.tally_change",
	[T_CLEAR] = "DELETE FROM tally",
};

struct tally {
	struct query *q[T_COUNT]; /* owned */
	bool changed;
};

struct tally *tally_new(struct db *db, struct err *err)
{
	struct tally *tally = xcalloc(1, sizeof(*tally));

	if (!db_exec(db, "CREATE TEMP TABLE IF NOT EXISTS tally_change(listing TEXT, kind TEXT, country TEXT,"
			 " year TEXT, theme TEXT, modality TEXT, facts INTEGER)", err) ||
		!queries_new(db, statements, tally->q, T_COUNT, err))
		tally_free(&tally);
	return tally;
}

void tally_free(struct tally **tally)
{
	if (!*tally)
		return;
	queries_free((*tally)->q, T_COUNT);
	free(*tally);
	*tally = NULL;
}

static bool change(struct tally *tally, int64_t extraction, int sign, struct err *err)
{
	enum statement i;

	tally->changed = true;
	for (i = T_CLAIMS; i <= T_INCIDENTS; i++) {
		query_int(tally->q[i], 1, extraction);
		query_int(tally->q[i], 2, sign);
		if (!query_run(tally->q[i], err))
			return false;
	}
	return true;
}

bool tally_add(struct tally *tally, int64_t extraction, struct err *err)
{
	return change(tally, extraction, 1, err);
}

bool tally_take(struct tally *tally, int64_t extraction, struct err *err)
{
	return change(tally, extraction, -1, err);
}

bool tally_flush(struct tally *tally, struct err *err)
{
	if (!tally->changed)
		return true;
	if (!query_run(tally->q[T_FLUSH], err) || !query_run(tally->q[T_EMPTY], err))
		return false;
	tally->changed = false;
	return true;
}

bool tally_clear(struct tally *tally, struct err *err)
{
	return query_run(tally->q[T_EMPTY], err) && query_run(tally->q[T_CLEAR], err);
}
