/* SPDX-License-Identifier: Apache-2.0
 * search, claims, incidents, entities, reports, report: what the database holds. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/parse.h"
#include "cli/cli.h"
#include "model/extraction.h"

#define TABLE_LIMIT 50 /* rows for a person who named no limit */
#define MAX_COLUMNS 40

static struct cell cell_of(const struct query *query, int i, struct arena *arena)
{
	struct str s = query_get_str(query, i);
	bool whole;

	if (query_get_null(query, i))
		return cell_str((struct str){0});
	if (query_get_is_number(query, i, &whole)) {
		char text[40];
		double v = query_get_real(query, i);

		if (whole || (v == floor(v) && fabs(v) < 1e15))
			snprintf(text, sizeof(text), "%.0f", v);
		else
			snprintf(text, sizeof(text), "%.4g", v);
		return (struct cell){arena_str(arena, str_from(text)), CELL_NUMBER};
	}
	s = arena_str(arena, s);
	return (struct cell){
		s, facts_column_is_json(query_column_name(query, i)) ? CELL_JSON : CELL_TEXT};
}

/* All columns of every row, as they are: for JSON, CSV and plain tables. */
bool cli_print_rows(
	struct query *query, enum output_format format, size_t *ret_rows, struct err *err)
{
	const char *columns[MAX_COLUMNS]; /* before out, which uses them when the scope ends */
	struct cell cells[MAX_COLUMNS];
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	int i, n = query_columns(query);
	bool ok;

	arena_init(&arena, 0);
	for (i = 0; i < n; i++)
		columns[i] = query_column_name(query, i);
	out = output_begin(format, columns, (size_t)n);
	while (query_next(query, &ok, err)) {
		arena_reset(&arena);
		for (i = 0; i < n; i++)
			cells[i] = cell_of(query, i, &arena);
		output_row(out, cells);
	}
	if (!ok)
		return false;
	*ret_rows = output_rows(out);
	return true;
}

static int column(const struct query *query, const char *name)
{
	int i, n = query_columns(query);

	for (i = 0; i < n; i++)
		if (strcmp(query_column_name(query, i), name) == 0)
			return i;
	return -1;
}

static struct str text_of(const struct query *query, const char *name, struct arena *arena)
{
	return arena_str(arena, cell_of(query, column(query, name), arena).text);
}

/* "more than 600", "2019-01-01..2021-12-31", "Iraq, Syria": what a person reads. */
static struct str human_value(const struct query *query, struct arena *arena)
{
	static const struct {
		const char *name, *sign;
	} signs[] = {{"at_least", "≥ "}, {"more_than", "> "}, {"at_most", "≤ "},
		{"less_than", "< "}, {"about", "~ "}};
	struct str modifier = text_of(query, "modifier", arena);
	struct str value = text_of(query, "value", arena), unit = text_of(query, "unit", arena);
	char out[128];
	const char *sign = "";
	size_t i;

	if (!value.n)
		unit = (struct str){0};
	for (i = 0; i < ARRAY_SIZE(signs); i++)
		if (str_eq(modifier, str_from(signs[i].name)))
			sign = signs[i].sign;
	snprintf(out, sizeof(out), "%s%.*s%s%.*s",
		value.n      ? sign
		: modifier.n ? "some"
			     : "",
		STR_ARGS(value), value.n && unit.n ? " " : "", STR_ARGS(unit));
	return arena_str(arena, str_from(out));
}

static struct str human_time(
	const struct query *query, const char *from, const char *to, struct arena *arena)
{
	struct str start = text_of(query, from, arena), end = text_of(query, to, arena);
	char out[64];

	if (!start.n && !end.n)
		return STR("");
	if (str_eq(start, end))
		return start;
	snprintf(out, sizeof(out), "%.*s..%.*s", STR_ARGS(start), STR_ARGS(end));
	return arena_str(arena, str_from(out));
}

/* "sentence" [source, bytes 10-90] */
static struct str human_evidence(const struct query *query, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	struct str source = text_of(query, "source", arena), id = text_of(query, "id", arena);

	buf_init(&out, 1 << 20);
	buf_printf(&out, "“%.*s”  [%.*s, report %.*s, bytes %" PRId64 "-%" PRId64 "]",
		STR_ARGS(text_of(query, "sentence", arena)), STR_ARGS(source),
		(int)(id.n < 12 ? id.n : 12), id.p, query_get_int(query, column(query, "start")),
		query_get_int(query, column(query, "end")));
	return arena_str(arena, buf_view(&out));
}

typedef void fill_fn(const struct query *query, struct cell *cells, struct arena *arena);

/* A table of what people ask for first, each row with the sentence that it rests on. */
struct evidence_table {
	const char *columns[8];
	fill_fn *fill;
};

static struct cell list_cell(const struct query *query, const char *name, struct arena *arena)
{
	return cell_str(facts_list_text(text_of(query, name, arena), arena));
}

static void fill_claim(const struct query *query, struct cell *cells, struct arena *arena)
{
	cells[0] = cell_str(text_of(query, "kind", arena));
	cells[1] = cell_str(human_value(query, arena));
	cells[2] = cell_str(text_of(query, "object", arena));
	cells[3] = cell_str(text_of(query, "subject", arena));
	cells[4] = cell_str(human_time(query, "time_start", "time_end", arena));
	cells[5] = list_cell(query, "places", arena);
	cells[6] = cell_str(text_of(query, "attributed_to", arena));
	cells[7] = cell_str(text_of(query, "modality", arena));
}

/* Bodies, then persons. */
static struct cell perpetrators(const struct query *query, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	struct str bodies =
		facts_list_text(text_of(query, "perpetrator_organisations", arena), arena);
	struct str persons =
		facts_list_text(text_of(query, "perpetrator_individuals", arena), arena);

	buf_init(&out, 1 << 20);
	buf_printf(&out, "%.*s%s%.*s", STR_ARGS(bodies), bodies.n && persons.n ? ", " : "",
		STR_ARGS(persons));
	return cell_str(arena_str(arena, buf_view(&out)));
}

/* "bombing", "bombing, attempted" */
static struct cell type_and_stage(const struct query *query, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {.max = 256};
	struct str stage = text_of(query, "stage", arena);

	buf_str(&out, text_of(query, "type", arena));
	if (!str_eq(stage, STR("accomplished")))
		buf_printf(&out, ", %.*s", STR_ARGS(stage));
	return cell_str(arena_str(arena, buf_view(&out)));
}

static void fill_incident(const struct query *query, struct cell *cells, struct arena *arena)
{
	cells[0] = type_and_stage(query, arena);
	cells[1] = cell_str(human_time(query, "date_start", "date_end", arena));
	cells[2] = list_cell(query, "locations", arena);
	cells[3] = perpetrators(query, arena);
	cells[4] = list_cell(query, "physical_targets", arena);
	cells[5] = list_cell(query, "victims", arena);
	cells[6] = list_cell(query, "weapons", arena);
	cells[7] = cell_str(text_of(query, "toll", arena));
}

static const struct evidence_table claim_table = {
	{"kind", "value", "object", "subject", "when", "where", "says", "modality"}, fill_claim};
static const struct evidence_table incident_table = {
	{"type", "when", "where", "perpetrators", "targets", "victims", "weapons", "toll"},
	fill_incident};

static bool print_evidence(
	struct query *query, const struct evidence_table *table, size_t *ret_rows, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end)
	struct output *out = output_begin(OUTPUT_TABLE, table->columns, ARRAY_SIZE(table->columns));
	struct cell cells[ARRAY_SIZE(table->columns)];
	bool ok;

	while (query_next(query, &ok, err)) {
		arena_reset(&arena);
		table->fill(query, cells, &arena);
		output_row(out, cells);
		output_note(out, human_evidence(query, &arena));
	}
	if (!ok)
		return false;
	*ret_rows = output_rows(out);
	return true;
}

static int list(struct cli *cli, enum listing listing)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *query = NULL;
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	size_t rows = 0;
	bool ok;

	arena_init(&arena, 0);
	if (cli->format == OUTPUT_TABLE && !cli->limit)
		cli->filter.limit = TABLE_LIMIT;
	query = db ? facts_list(db, listing, &cli->filter, &arena, &err) : NULL;
	if (!query)
		return cli_fail(&err);
	if (cli->format == OUTPUT_TABLE && listing == LISTING_CLAIMS)
		ok = print_evidence(query, &claim_table, &rows, &err);
	else if (cli->format == OUTPUT_TABLE && listing == LISTING_INCIDENTS)
		ok = print_evidence(query, &incident_table, &rows, &err);
	else
		ok = cli_print_rows(query, cli->format, &rows, &err);
	if (!ok)
		return cli_fail(&err);
	if (rows == 0)
		fprintf(stderr, "nothing found\n");
	else if (cli->format == OUTPUT_TABLE && !cli->limit && rows == TABLE_LIMIT)
		fprintf(stderr, "the first %d; --limit 0 shows all\n", TABLE_LIMIT);
	return EX_OK;
}

/* What --kind may be in a listing; 0 for a number that names nothing. */
static const char *kind_name(enum listing listing, int i)
{
	switch (listing) {
	case LISTING_CLAIMS:
		return claim_kind_name(i);
	case LISTING_INCIDENTS:
		return incident_type_name(i);
	default:
		return entity_type_name(i);
	}
}

/* A word of a filter, which is told with those that there are if it is none of them. */
static bool word_known(const char *what, struct str word, const char *name_of(int))
{
	const char *name;
	int i;

	if (str_absent(word))
		return true;
	for (i = 1; (name = name_of(i)); i++)
		if (str_eq(word, str_from(name)))
			return true;
	fprintf(stderr, "sitrep: there is no %s \"%.*s\"; there are:", what, STR_ARGS(word));
	for (i = 1; (name = name_of(i)); i++)
		fprintf(stderr, " %s", name);
	fputs("\n", stderr);
	return false;
}

static bool kind_known(enum listing listing, struct str kind)
{
	const char *name;
	int i;

	for (i = 1; (name = kind_name(listing, i)); i++)
		if (str_eq(kind, str_from(name)))
			return true;
	fprintf(stderr, "sitrep: there is no kind \"%.*s\" here; there are:", STR_ARGS(kind));
	for (i = 1; (name = kind_name(listing, i)); i++)
		fprintf(stderr, " %s", name);
	fputs("\n", stderr);
	return false;
}

/* "claims killed" is "claims --kind killed". */
static int list_of_kind(struct cli *cli, enum listing listing)
{
	if (cli->nargs > 1)
		return cli_usage("one kind at most can be named");
	if (cli->nargs == 1)
		cli->filter.kind = str_from(cli->args[0]);
	if (!str_absent(cli->filter.kind) && !kind_known(listing, cli->filter.kind))
		return EX_USAGE;
	if (!word_known("modality", cli->filter.modality, modality_name) ||
		!word_known("theme", cli->filter.theme, theme_name))
		return EX_USAGE;
	return list(cli, listing);
}

int cli_claims(struct cli *cli)
{
	return list_of_kind(cli, LISTING_CLAIMS);
}

int cli_incidents(struct cli *cli)
{
	return list_of_kind(cli, LISTING_INCIDENTS);
}

int cli_entities(struct cli *cli)
{
	return list_of_kind(cli, cli->all ? LISTING_MENTIONS : LISTING_ENTITIES);
}

int cli_reports(struct cli *cli)
{
	if (cli->nargs)
		return cli_usage("reports takes filters only, such as --since 2024-01-01");
	return list(cli, LISTING_REPORTS);
}

int cli_search(struct cli *cli)
{
	AUTO(buf_release) struct buf words = {0};
	int i;

	if (!cli->nargs)
		return cli_usage("search for what? sitrep search WORDS");
	buf_init(&words, 65536);
	for (i = 0; i < cli->nargs; i++)
		buf_printf(&words, "%s%s", i ? " " : "", cli->args[i]);
	cli->filter.words = buf_view(&words);
	return list(cli, LISTING_SEARCH);
}

/* The report's head, its text, and its claims. */
int cli_report(struct cli *cli)
{
	AUTO(arena_release) struct arena arena = {0};
	struct err err = {0};
	AUTO(db_close) struct db *db = NULL;
	struct report_id id;
	char hex[REPORT_ID_HEX];
	struct str text;
	int64_t row;
	int code;

	arena_init(&arena, 0);
	if (cli->nargs != 1)
		return cli_usage("which report? sitrep report ID (its first digits are enough)");
	db = cli_database(cli, &err);
	if (!db || !facts_find_report(db, str_from(cli->args[0]), &id, &row, &err) ||
		!facts_text(db, row, &arena, &text, &err))
		return cli_fail(&err);
	report_id_hex(&id, hex);
	cli->filter = (struct filter){.report = str_from(hex)};
	cli->limit = 1000000;
	code = list(cli, LISTING_REPORTS);
	if (code == EX_OK && cli->format == OUTPUT_TABLE) {
		printf("\n%.*s\n\n", STR_ARGS(text));
		code = list(cli, LISTING_CLAIMS);
		if (code == EX_OK && !cli_print_story(db, row, &err))
			code = cli_fail(&err);
	}
	return code;
}
