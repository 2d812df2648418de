/* SPDX-License-Identifier: Apache-2.0
 * reprocess: read kept originals again with this version; --dry-run shows what would change. */
#include <inttypes.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "service/daemon.h"
#include "text/reader.h"

#define WINDOW 64

struct change {
	uint64_t reports, changed, gained, lost;
};

/* One line that says all that a person compares of a claim. */
static struct str claim_line(const struct claim *c, struct arena *arena)
{
	char out[1024];
	char value[32] = "";

	if (c->has_value)
		snprintf(value, sizeof(value), "%g", c->value);
	snprintf(out, sizeof(out), "%s | %s | %.*s | %.*s | %u-%u", claim_kind_name(c->kind), value,
		(int)(c->object.n < 200 ? c->object.n : 200), c->object.p ? c->object.p : "",
		(int)(c->subject.n < 200 ? c->subject.n : 200), c->subject.p ? c->subject.p : "",
		c->span.start, c->span.end);
	return arena_str(arena, str_from(out));
}

static struct str stored_line(const struct query *q, struct arena *arena)
{
	struct str object = query_get_str(q, 2), subject = query_get_str(q, 3);
	char out[1024], value[32] = "";

	if (!query_get_null(q, 1))
		snprintf(value, sizeof(value), "%g", query_get_real(q, 1));
	snprintf(out, sizeof(out), "%.*s | %s | %.*s | %.*s | %" PRId64 "-%" PRId64,
		STR_ARGS(query_get_str(q, 0)), value, (int)(object.n < 200 ? object.n : 200),
		object.p ? object.p : "", (int)(subject.n < 200 ? subject.n : 200),
		subject.p ? subject.p : "", query_get_int(q, 4), query_get_int(q, 5));
	return arena_str(arena, str_from(out));
}

struct lines {
	struct str *v; /* [n] in the arena */
	size_t n, cap;
};

static bool stored_claims(
	struct db *db, int64_t row, struct arena *arena, struct lines *ret, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT c.kind, c.value, c.object, c.subject, c.start, c.end FROM claim c"
		" JOIN extraction x USING(extraction) WHERE x.report=?1 AND x.current=1",
		err);
	bool ok;

	query_int(q, 1, row);
	while (query_next(q, &ok, err))
		*ARENA_PUSH(arena, ret->v, ret->n, ret->cap) = stored_line(q, arena);
	return ok;
}

static bool contains(const struct lines *lines, struct str line)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		if (str_eq(lines->v[i], line))
			return true;
	return false;
}

static size_t print_missing(const struct lines *from, const struct lines *in, char sign)
{
	size_t i, n = 0;

	for (i = 0; i < from->n; i++)
		if (!contains(in, from->v[i])) {
			printf("  %c %.*s\n", sign, STR_ARGS(from->v[i]));
			n++;
		}
	return n;
}

/* What reading the report again would change in its claims. */
static bool preview(struct db *db, const struct reader *reader, int64_t row, struct change *change,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct lines before = {0}, after = {0};
	struct extraction x;
	struct report report;
	char hex[REPORT_ID_HEX];
	size_t i, gained, lost;
	struct err why = {0};

	if (!facts_original(db, row, &arena, &report, err) ||
		!stored_claims(db, row, &arena, &before, err))
		return false;
	report_id_hex(&report.id, hex);
	change->reports++;
	if (!reader_read(reader, &report, &arena, &x, &why)) {
		printf("%.12s  would fail: %s\n", hex, why.text);
		change->changed++;
		return true;
	}
	for (i = 0; i < x.nclaims; i++)
		*ARENA_PUSH(&arena, after.v, after.n, after.cap) = claim_line(&x.claims[i], &arena);
	gained = lost = 0;
	for (i = 0; i < after.n; i++)
		gained += !contains(&before, after.v[i]);
	for (i = 0; i < before.n; i++)
		lost += !contains(&after, before.v[i]);
	change->gained += gained;
	change->lost += lost;
	if (!gained && !lost)
		return true;
	change->changed++;
	printf("%.12s  %.*s\n", hex, STR_ARGS(report.source));
	print_missing(&before, &after, '-');
	print_missing(&after, &before, '+');
	return true;
}

struct sender {
	struct client *client;
	size_t inflight;
	uint64_t sent, busy;
};

static bool take_answer(struct sender *s, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct message m;

	if (!client_receive(s->client, 10000, &arena, &m, err))
		return client_unanswered(s->client, err);
	s->inflight -= s->inflight > 0;
	s->busy += m.type == MESSAGE_SUBMITTED && m.u.submitted.outcome == OUTCOME_BUSY;
	return true;
}

static bool send_again(struct sender *s, struct db *db, int64_t row, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct message m = {.type = MESSAGE_SUBMIT, .u.submit = {.again = true}};

	while (s->inflight >= WINDOW)
		if (!take_answer(s, err))
			return false;
	m.u.submit.token = ++s->sent;
	if (!facts_original(db, row, &arena, &m.u.submit.report, err))
		return false;
	s->inflight++;
	return client_send(s->client, &m, err);
}

/* Calls one of the two for every report that the filter lets through. */
static bool for_each(struct cli *cli, struct db *db, const struct reader *reader, struct sender *s,
	struct change *change, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *q = NULL;
	bool ok = true;
	int column = 0;

	q = facts_list(db, LISTING_REPORTS, &cli->filter, &arena, err);
	if (!q)
		return false;
	while (strcmp(query_column_name(q, column), "report") != 0)
		column++;
	while (!cli_interrupted() && query_next(q, &ok, err)) {
		int64_t row = query_get_int(q, column);

		if (reader ? !preview(db, reader, row, change, err) : !send_again(s, db, row, err))
			return false;
	}
	if (!ok)
		return false;
	while (s->inflight)
		if (!take_answer(s, err))
			return false;
	return true;
}

int cli_reprocess(struct cli *cli)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = cli_database(cli, &err);
	AUTO(reader_close) struct reader *reader = NULL;
	struct sender sender = {0};
	struct change change = {0};
	bool ok;

	if (cli->nargs)
		return cli_usage(
			"reprocess takes filters only, such as --report ID or --source WORD");
	cli->filter.limit = cli->limit;
	if (db && cli->dry_run)
		reader = reader_open(
			daemon_data_dir(cli->settings), daemon_lexicon_dir(cli->settings), &err);
	else if (db)
		sender.client = cli_connect(cli, &err);
	if (!reader && !sender.client)
		return cli_fail(&err);
	cli_catch_signals();
	ok = for_each(cli, db, reader, &sender, &change, &err);
	client_close(&sender.client);
	if (!ok)
		return cli_fail(&err);
	if (cli->dry_run)
		printf("%" PRIu64 " reports read, %" PRIu64 " would change: %" PRIu64
		       " claims gained, %" PRIu64 " lost\n",
			change.reports, change.changed, change.gained, change.lost);
	else
		printf("%" PRIu64 " reports queued to be read again%s\n", sender.sent - sender.busy,
			sender.busy ? "; the spool was full for the others: try again later" : "");
	return sender.busy ? EX_TEMPFAIL : EX_OK;
}
