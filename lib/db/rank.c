/* SPDX-License-Identifier: Apache-2.0
 * rank.c - how well a row of a full-text table fits its question, from that row alone.
 *
 * It is Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009)
 * without the weight of rare words: FTS5's own bm25() reads every row that holds each of the
 * words to learn how rare they are, which of frequent words takes longer than all the rest. As a
 * row must hold all the words, the weight only said which of them should count for more. A word
 * in the first column (the title) counts three times. */
#include "db/handle.h"

#define K1 1.2
#define B 0.75
#define TITLE 3
#define MOST_INSTANCES 64 /* of a word in one row; more of them say nothing new */

static int count_instances(
	const Fts5ExtensionApi *api, Fts5Context *context, int phrase, double *ret)
{
	Fts5PhraseIter at;
	int column, offset, n = 0, code;

	*ret = 0;
	code = api->xPhraseFirst(context, phrase, &at, &column, &offset);
	for (; code == SQLITE_OK && column >= 0 && n < MOST_INSTANCES; n++) {
		*ret += column == 0 ? TITLE : 1;
		api->xPhraseNext(context, &at, &column, &offset);
	}
	return code;
}

static void rank(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result,
	int nargs, sqlite3_value **args)
{
	sqlite3_int64 rows = 0, words = 0;
	double score = 0, length;
	int i, code, size = 0;

	(void)nargs;
	(void)args;
	code = api->xRowCount(context, &rows);
	code = code ? code : api->xColumnTotalSize(context, -1, &words);
	code = code ? code : api->xColumnSize(context, -1, &size);
	length = rows > 0 && words > 0 ? (double)size * (double)rows / (double)words : 1;
	for (i = 0; !code && i < api->xPhraseCount(context); i++) {
		double n;

		code = count_instances(api, context, i, &n);
		score += n * (K1 + 1) / (n + K1 * (1 - B + B * length));
	}
	if (code)
		sqlite3_result_error_code(result, code);
	else
		sqlite3_result_double(result, -score);
}

bool db_add_rank(struct db *db, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(db, "SELECT fts5(?1)", err);
	fts5_api *api = NULL;

	if (!q)
		return false;
	sqlite3_bind_pointer(q->stmt, 1, &api, "fts5_api_ptr", NULL);
	if (!query_run(q, err))
		return false;
	if (api && api->xCreateFunction(api, DB_WORDS_RANK, NULL, rank, NULL) == SQLITE_OK)
		return true;
	return err_set(err, ERR_FATAL, "this SQLite has no full-text search (FTS5)");
}
