/* SPDX-License-Identifier: Apache-2.0
 * correct ...: a human's decisions about facts and names, kept beside them and played over them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/emit.h"
#include "base/parse.h"
#include "cli/cli.h"

static void begin(struct cli *cli, struct emitter *e, const char *verb)
{
	const char *user = getenv("USER");

	emit_open(e, '{');
	emit_member(e, "verb", str_from(verb));
	emit_member(e, "by", str_from(cli->by ? cli->by : user ? user : ""));
	if (cli->comment)
		emit_member(e, "comment", str_from(cli->comment));
}

static int send(struct cli *cli, struct emitter *e, const char *past)
{
	struct request request = {.verb = VERB_DECIDE};

	emit_close(e, '}');
	request.text = buf_view(e->out);
	return cli_ask_store(cli, &request, "decision", past);
}

/* accept, reject, split: each of the facts that are named. */
static int each_fact(struct cli *cli, const char *verb, const char *past)
{
	int i, code = EX_OK;

	if (!cli->nargs)
		return cli_usage(
			"which facts? their names are in the column fact of sitrep claims --json");
	for (i = 0; i < cli->nargs && code == EX_OK; i++) {
		AUTO(buf_release) struct buf json = {0};
		struct emitter e = {.out = &json};

		buf_init(&json, 65536);
		begin(cli, &e, verb);
		emit_member(&e, "fact", str_from(cli->args[i]));
		code = send(cli, &e, past);
	}
	return code;
}

int cli_correct_accept(struct cli *cli)
{
	return each_fact(cli, "accept", "accepted");
}

int cli_correct_reject(struct cli *cli)
{
	return each_fact(cli, "reject", "rejected: it is in no listing any more");
}

/* value is a number, places and roles are lists with semicolons or, without any, with commas;
 * everything else text; empty: not known, or nobody. */
static void write_slot(struct emitter *e, struct str slot, struct str value)
{
	char *end = NULL;
	double number = strtod(value.p, &end);
	char comma = str_find(value, STR(";"), 0) < value.n ? ';' : ',';
	struct str one;

	emit_key(e, slot.p);
	if (facts_column_is_json(slot.p)) {
		emit_open(e, '[');
		while (str_next_field(&value, comma, &one))
			if (str_trim(one).n)
				emit_string(e, str_trim(one));
		emit_close(e, ']');
	} else if (!value.n) {
		emit_null(e);
	} else if (str_eq(slot, STR("value")) && *end == '\0') {
		emit_real(e, number);
	} else {
		emit_string(e, value);
	}
}

int cli_correct_edit(struct cli *cli)
{
	AUTO(buf_release) struct buf json = {0};
	struct emitter e = {.out = &json};
	int i;

	if (cli->nargs < 2)
		return cli_usage("sitrep correct edit FACT value=8 modifier=exact ...");
	buf_init(&json, 65536);
	begin(cli, &e, "edit");
	emit_member(&e, "fact", str_from(cli->args[0]));
	emit_key(&e, "change");
	emit_open(&e, '{');
	for (i = 1; i < cli->nargs; i++) {
		char *eq = strchr(cli->args[i], '=');

		if (!eq)
			return cli_usage("a change is slot=value, such as value=8");
		*eq = '\0';
		write_slot(&e, str_from(cli->args[i]), str_from(eq + 1));
	}
	emit_close(&e, '}');
	return send(cli, &e, "edited");
}

/* Of facts (merge FACT FIGURE, split FACT) or, with --type, of names (merge NAME NAME, split
 * NAME). */
static int regroup(struct cli *cli, const char *verb, int args, const char *past)
{
	AUTO(buf_release) struct buf json = {0};
	struct emitter e = {.out = &json};
	bool names = !str_absent(cli->filter.kind);

	if (!names && args == 1)
		return each_fact(cli, verb, past);
	if (cli->nargs != args)
		return cli_usage(
			"sitrep correct merge FACT FIGURE, or merge --type TYPE NAME NAME; "
			"split FACT, or split --type TYPE NAME");
	buf_init(&json, 65536);
	begin(cli, &e, verb);
	emit_member(&e, names ? "name" : "fact", str_from(cli->args[0]));
	if (names)
		emit_member(&e, "type", cli->filter.kind);
	if (args > 1)
		emit_member(&e, "into", str_from(cli->args[1]));
	return send(cli, &e, past);
}

int cli_correct_merge(struct cli *cli)
{
	return regroup(cli, "merge", 2, "merged");
}

int cli_correct_split(struct cli *cli)
{
	return regroup(cli, "split", 1, "split off");
}

int cli_correct_undo(struct cli *cli)
{
	struct request request = {.verb = VERB_UNDO};
	int i, code = EX_OK;

	if (!cli->nargs)
		return cli_usage("which decisions? their numbers are in sitrep correct list");
	for (i = 0; i < cli->nargs && code == EX_OK; i++) {
		if (!parse_u64(str_from(cli->args[i]), 1, INT64_MAX, &request.after))
			return cli_usage("a decision is a number of sitrep correct list");
		code = cli_ask_store(cli, &request, "decision", "undone");
	}
	return code;
}

int cli_correct_list(struct cli *cli)
{
	static const char *const columns[] = {"decision", "made", "verb", "kind", "quote", "change",
		"made_by", "comment", "undone"};
	AUTO(arena_release) struct arena arena = {0};
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	AUTO(query_free)
	struct query *q =
		db ? query_new(db,
			     "SELECT decision, made, verb, kind, quote,"
			     " change, made_by, comment, undone FROM decisions ORDER BY decision",
			     &err)
		   : NULL;
	AUTO(output_end) struct output *out = NULL;
	bool ok;
	int i;

	if (!q)
		return cli_fail(&err);
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	while (query_next(q, &ok, &err)) {
		struct cell cells[ARRAY_SIZE(columns)];

		cells[0] = cell_int(&arena, query_get_int(q, 0));
		for (i = 1; i < (int)ARRAY_SIZE(columns); i++)
			cells[i] = cell_str(query_get_null(q, i)
						    ? (struct str){0}
						    : arena_str(&arena, query_get_str(q, i)));
		output_row(out, cells);
	}
	if (!ok)
		return cli_fail(&err);
	if (!output_rows(out))
		fprintf(stderr, "nobody has corrected anything\n");
	return EX_OK;
}

int cli_correct_export(struct cli *cli)
{
	AUTO(buf_release) struct buf out = {0};
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);

	buf_init(&out, (size_t)1 << 30);
	if (!db || !facts_write_corrections(db, &out, &err))
		return cli_fail(&err);
	fwrite(out.n ? out.data : "", 1, out.n, stdout);
	return EX_OK;
}
