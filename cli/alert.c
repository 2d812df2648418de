/* SPDX-License-Identifier: Apache-2.0
 * alert add, list, remove: saved searches, whose news the dashboard posts to a webhook. */
#include <inttypes.h>
#include <sysexits.h>

#include "base/ascii.h"
#include "base/emit.h"
#include "base/parse.h"
#include "cli/cli.h"

/* The filters under the names that a page's address has (dashboard/filter.c). */
static const struct {
	const char *name;
	size_t at; /* in struct filter */
} fields[] = {{"q", offsetof(struct filter, words)}, {"report", offsetof(struct filter, report)},
	{"kind", offsetof(struct filter, kind)}, {"theme", offsetof(struct filter, theme)},
	{"place", offsetof(struct filter, place)}, {"country", offsetof(struct filter, country)},
	{"who", offsetof(struct filter, who)}, {"source", offsetof(struct filter, source)},
	{"modality", offsetof(struct filter, modality)}, {"figure", offsetof(struct filter, group)},
	{"since", offsetof(struct filter, since)}, {"until", offsetof(struct filter, until)}};

/* As the query of an address (RFC 3986). */
static void write_query(const struct filter *f, struct buf *out)
{
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		const struct str *value = (const struct str *)((const char *)f + fields[i].at);

		if (!value->n)
			continue;
		buf_printf(out, "%s%s=", out->n ? "&" : "", fields[i].name);
		for (j = 0; j < value->n; j++)
			if (ascii_is_alnum(value->p[j]))
				buf_putc(out, value->p[j]);
			else
				buf_printf(out, "%%%02X", (unsigned char)value->p[j]);
	}
}

int cli_alert_add(struct cli *cli)
{
	AUTO(buf_release) struct buf json = {0}, query = {0};
	struct emitter e = {.out = &json};
	struct request request = {.verb = VERB_SEARCH_SAVE};

	if (cli->nargs < 2 || cli->nargs > 3)
		return cli_usage("sitrep alert add NAME WEBHOOK [claims|incidents], with filters "
				 "such as --kind killed");
	buf_init(&json, 65536);
	buf_init(&query, 16384);
	write_query(&cli->filter, &query);
	emit_open(&e, '{');
	emit_member(&e, "name", str_from(cli->args[0]));
	emit_member(&e, "webhook", str_from(cli->args[1]));
	emit_member(&e, "listing", str_from(cli->nargs > 2 ? cli->args[2] : "claims"));
	emit_member(&e, "query", buf_view(&query));
	emit_close(&e, '}');
	request.text = buf_view(&json);
	return cli_ask_store(cli, &request, "alert", "what is stored from now on is posted there");
}

int cli_alert_list(struct cli *cli)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	AUTO(query_free)
	struct query *q = db ? query_new(db,
				       "SELECT search AS alert, name, listing, query, webhook,"
				       " told FROM search ORDER BY search",
				       &err)
			     : NULL;
	size_t rows = 0;

	if (!q || !cli_print_rows(q, cli->format, &rows, &err))
		return cli_fail(&err);
	if (!rows)
		fprintf(stderr, "there are no alerts\n");
	return EX_OK;
}

int cli_alert_remove(struct cli *cli)
{
	struct request request = {.verb = VERB_SEARCH_FORGET};
	int i, code = EX_OK;

	if (!cli->nargs)
		return cli_usage("which alerts? their numbers are in sitrep alert list");
	for (i = 0; i < cli->nargs && code == EX_OK; i++) {
		if (!parse_u64(str_from(cli->args[i]), 1, INT64_MAX, &request.after))
			return cli_usage("an alert is a number of sitrep alert list");
		code = cli_ask_store(cli, &request, "alert", "removed");
	}
	return code;
}
