/* SPDX-License-Identifier: Apache-2.0
 * stories: what was seen before, and what changed. */
#include "cli/cli.h"
#include "store/diff.h"

#include <sysexits.h>

#define TABLE_LIMIT 50

/* One story by any of its reports; one that went into another leads there. */
static int print_one(struct cli *cli, struct db *db, struct str of)
{
	AUTO(query_free) struct query *q = NULL;
	struct err err = {0};
	struct report_id id, story;
	char hex[REPORT_ID_HEX], given[REPORT_ID_HEX];
	int64_t row;
	size_t rows;
	bool moved;

	if (!facts_find_report(db, of, &id, &row, &err) ||
		!facts_story(db, row, &story, &moved, &err))
		return cli_fail(&err);
	report_id_hex(&story, hex);
	report_id_hex(&id, given);
	if (moved)
		fprintf(stderr, "story %.12s became one with story %.12s\n", given, hex);
	q = facts_story_of(db, row, cli->limit ? cli->filter.limit : 0, &err);
	if (!q || !cli_print_rows(q, cli->format, &rows, &err))
		return cli_fail(&err);
	return EX_OK;
}

int cli_stories(struct cli *cli)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	AUTO(query_free) struct query *query = NULL;
	int64_t limit = cli->limit                    ? cli->filter.limit
			: cli->format == OUTPUT_TABLE ? TABLE_LIMIT
						      : 0;
	size_t rows = 0;

	if (db && cli->nargs)
		return cli->nargs == 1 ? print_one(cli, db, str_from(cli->args[0]))
				       : cli_usage("one story at a time: sitrep stories [ID]");
	if (db)
		query = facts_stories(db, cli->all, limit, 0, &err);
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
	if (!facts_text(db, former, &arena, &before, err) ||
		!facts_text(db, row, &arena, &after, err))
		return false;
	diff_find(before, after, &arena, &diff);
	puts("\nChanged since the former version:");
	for (i = 0; i < diff.n; i++)
		if (diff.v[i].kind != DIFF_SAME)
			printf("%c %.*s\n", diff.v[i].kind == DIFF_ADDED ? '+' : '-',
				STR_ARGS(diff.v[i].text));
	return true;
}

static void print_number(const struct query *q, int column)
{
	if (query_get_null(q, column))
		printf("(no number)");
	else
		printf("%.15g", query_get_real(q, column));
}

/* "killed people 5 → 8"; the columns are those of facts_changes(). */
static void print_fact(const struct query *q)
{
	printf("%s version %.12s: %.*s%s%.*s ", query_get_int(q, 0) ? "later" : "former",
		query_get_str(q, 1).p, STR_ARGS(query_get_str(q, 2)),
		query_get_str(q, 3).n ? " " : "", STR_ARGS(query_get_str(q, 3)));
	if (str_eq(query_get_str(q, 7), STR("changed"))) {
		print_number(q, 5);
		printf(" → ");
		print_number(q, 6);
		puts("");
		return;
	}
	if (!query_get_null(q, 5) || !query_get_null(q, 6))
		print_number(q, query_get_null(q, 5) ? 6 : 5);
	puts(str_eq(query_get_str(q, 7), STR("gone")) ? " is no longer told" : " is new");
}

static bool print_facts(struct db *db, int64_t row_number, struct err *err)
{
	AUTO(query_free) struct query *q = facts_changes(db, row_number, err);
	bool ok, any = false;

	for (; query_next(q, &ok, err); any = true) {
		if (!any)
			puts("\nFacts that differ between versions:");
		print_fact(q);
	}
	return ok;
}

bool cli_print_story(struct db *db, int64_t row, struct err *err)
{
	AUTO(query_free) struct query *query = facts_story_of(db, row, 0, err);
	int64_t former = 0;
	size_t rows;

	if (!query)
		return false;
	puts("\nIts story:");
	if (!cli_print_rows(query, OUTPUT_TABLE, &rows, err) ||
		!facts_former(db, row, &former, err))
		return false;
	return (!former || print_changes(db, former, row, err)) && print_facts(db, row, err);
}
