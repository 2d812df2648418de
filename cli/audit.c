/* SPDX-License-Identifier: Apache-2.0
 * audit: every report that was ever accepted is stored, or in flight, or dead, or was dropped by a
 * human. Goes through the ingestor's ledger id by id and looks each up in the database. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"

struct books {
	uint64_t accepted, stored, in_flight, dead, dropped, missing;
};

static bool book(struct cli *cli, struct db *db, const struct item *item, struct books *books,
	struct err *err)
{
	char hex[REPORT_ID_HEX];
	bool stored;

	(void)cli;
	books->accepted++;
	if (!facts_stored(db, &item->id, &stored, err))
		return false;
	if (stored) {
		books->stored++;
	} else if (str_eq(item->state, STR("dead"))) {
		books->dead++;
	} else if (str_eq(item->state, STR("dropped"))) {
		books->dropped++;
	} else if (!str_eq(item->state, STR("done"))) {
		books->in_flight++;
	} else {
		books->missing++;
		report_id_hex(&item->id, hex);
		fprintf(stderr, "missing: %s from %.*s\n", hex, STR_ARGS(item->source));
	}
	return true;
}

static bool audit_all(struct cli *cli, struct db *db, struct books *books, int *ret_code)
{
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {.verb = VERB_LEDGER};
	struct err err = {0};
	struct reply reply;
	size_t i;

	do {
		arena_reset(&arena);
		if (!cli_ask(cli, &request, &arena, &reply, ret_code))
			return false;
		for (i = 0; i < reply.nitems; i++)
			if (!book(cli, db, &reply.items[i], books, &err)) {
				*ret_code = cli_fail(&err);
				return false;
			}
		request.after = reply.next;
	} while (reply.next);
	return true;
}

int cli_audit(struct cli *cli)
{
	static const char *const columns[] = {
		"accepted", "stored", "in_flight", "dead", "dropped", "missing"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	struct books b = {0};
	int code = EX_OK;

	if (!db)
		return cli_fail(&err);
	if (!audit_all(cli, db, &b, &code))
		return code;
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	output_row(out,
		(struct cell[]){cell_int(&arena, (int64_t)b.accepted),
			cell_int(&arena, (int64_t)b.stored), cell_int(&arena, (int64_t)b.in_flight),
			cell_int(&arena, (int64_t)b.dead), cell_int(&arena, (int64_t)b.dropped),
			cell_int(&arena, (int64_t)b.missing)});
	output_end(&out);
	if (cli->format == OUTPUT_TABLE)
		printf("%s\n", b.missing ? "THE BOOKS DO NOT BALANCE" : "the books balance");
	return b.missing ? EX_SOFTWARE : EX_OK;
}
