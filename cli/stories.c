/* SPDX-License-Identifier: Apache-2.0
 * stories: what was seen before, and what changed. */
#include "cli/cli.h"
#include "store/diff.h"

#include <sysexits.h>

#define TABLE_LIMIT 50

int cli_stories(struct cli *cli)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	AUTO(query_free) struct query *query = NULL;
	int64_t limit = cli->limit ? cli->filter.limit
				   : cli->format == OUTPUT_TABLE ? TABLE_LIMIT : 0;
	size_t rows = 0;

	query = db ? facts_stories(db, cli->all ? 1 : 2, limit, &err) : NULL;
	if (!query || !cli_print_rows(query, cli->format, &rows, &err))
		return cli_fail(&err);
	if (!rows)
		fprintf(stderr, "nothing found\n");
	return EX_OK;
}

static bool print_changes(struct db *db, int64_t former, int64_t row, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str before, after;
	struct diff diff;
	size_t i;

	arena_init(&arena, 0);
	if (!facts_text(db, former, &arena, &before, err) || !facts_text(db, row, &arena, &after, err))
		return false;
	diff_find(before, after, &arena, &diff);
	puts("\nChanged since the former version:");
	for (i = 0; i < diff.n; i++)
		if (diff.v[i].kind != DIFF_SAME)
			printf("%c %.*s\n", diff.v[i].kind == DIFF_ADDED ? '+' : '-',
				STR_ARGS(diff.v[i].text));
	return true;
}

bool cli_print_story(struct db *db, int64_t row, struct err *err)
{
	AUTO(query_free) struct query *query = facts_story_of(db, row, err);
	int64_t former = 0;
	size_t rows;

	if (!query)
		return false;
	puts("\nIts story:");
	if (!cli_print_rows(query, OUTPUT_TABLE, &rows, err) || !facts_former(db, row, &former, err))
		return false;
	return !former || print_changes(db, former, row, err);
}
