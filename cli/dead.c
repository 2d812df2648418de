/* SPDX-License-Identifier: Apache-2.0
 * dead list|show|retry|drop, where, pause, drain, resume: the queue's own verbs. */
#include <inttypes.h>
#include <sysexits.h>

#include "base/mem.h"
#include "cli/cli.h"

#define DRAIN_STATUS_MS 3500

static const char *const columns[] = {
	"id", "reason", "attempt", "bytes", "type", "when", "source", "sentence"};

static void print_item(
	struct output *out, enum output_format format, const struct item *item, struct arena *arena)
{
	char id[REPORT_ID_HEX];

	report_id_hex(&item->id, id);
	output_row(
		out, (struct cell[]){cell_str(arena_str(arena,
					     (struct str){id, format == OUTPUT_TABLE ? 12 : 64})),
			     cell_str(item->reason), cell_int(arena, item->attempt),
			     cell_bytes(arena, format, item->bytes), cell_str(item->media_type),
			     cell_time(arena, item->changed_ms), cell_str(item->source),
			     cell_str(item->sentence)});
}

int cli_dead_list(struct cli *cli)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct request request = {.verb = VERB_DEAD_LIST};
	struct reply reply;
	uint64_t most = cli->limit ? cli->limit : UINT64_MAX, shown = 0;
	int code = EX_OK;
	size_t i;

	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	do {
		arena_reset(&arena);
		if (!cli_ask(cli, &request, &arena, &reply, &code))
			return code;
		for (i = 0; i < reply.nitems && shown < most; i++, shown++)
			print_item(out, cli->format, &reply.items[i], &arena);
		request.after = reply.next;
	} while (reply.next && shown < most);
	if (!shown)
		fprintf(stderr, "no dead reports\n");
	return EX_OK;
}

/* The ids that begin with what the user typed, among the dead. */
static bool find_dead(
	struct cli *cli, const char *hex, const char *among, struct report_id *ret, int *ret_code)
{
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {.verb = VERB_DEAD_LIST};
	char id[REPORT_ID_HEX];
	struct reply reply;
	size_t found = 0, i;

	do {
		arena_reset(&arena);
		if (!cli_ask(cli, &request, &arena, &reply, ret_code))
			return false;
		for (i = 0; i < reply.nitems; i++) {
			report_id_hex(&reply.items[i].id, id);
			if (!str_starts(str_from(id), str_from(hex)))
				continue;
			*ret = reply.items[i].id;
			found++;
		}
		request.after = reply.next;
	} while (reply.next);
	if (found == 1)
		return true;
	fprintf(stderr, "sitrep: %s %s report's id begins with %s\n",
		found ? "more than one" : "no", among, hex);
	*ret_code = EX_DATAERR;
	return false;
}

static void print_head(struct str head)
{
	size_t i;

	for (i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f) || c >= 0xA0)
			putchar(c);
		else
			printf("\\x%02x", c);
	}
	putchar('\n');
}

int cli_dead_show(struct cli *cli)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct request request = {.verb = VERB_DEAD_SHOW, .nids = 1};
	struct report_id id;
	struct reply reply;
	int code = EX_OK;

	if (cli->nargs != 1)
		return cli_usage("which report? sitrep dead show ID");
	if (!find_dead(cli, cli->args[0], "dead", &id, &code))
		return code;
	request.ids = &id;
	if (!cli_ask(cli, &request, &arena, &reply, &code))
		return code;
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	print_item(out, cli->format, &reply.items[0], &arena);
	output_end(&out);
	if (cli->format == OUTPUT_TABLE) {
		printf("\nThe first %zu bytes:\n", reply.items[0].head.n);
		print_head(reply.items[0].head);
	}
	return EX_OK;
}

static int act(struct cli *cli, enum verb verb, const char *past)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(mem_free) struct report_id *ids = NULL;
	struct request request = {.verb = verb, .all = cli->all};
	struct reply reply;
	int code = EX_OK, i;

	if (cli->reason)
		request.text = str_from(cli->reason);
	if (!cli->nargs && !cli->all && !cli->reason)
		return cli_usage("which reports? name ids, or --reason WORD, or --all");
	ids = xcalloc((size_t)cli->nargs + 1, sizeof(*ids));
	for (i = 0; i < cli->nargs; i++)
		if (!find_dead(cli, cli->args[i], "dead", &ids[i], &code))
			return code;
	request.ids = ids;
	request.nids = (size_t)cli->nargs;
	if (!cli_ask(cli, &request, &arena, &reply, &code))
		return code;
	printf("%" PRIu64 " %s\n", reply.count, past);
	return EX_OK;
}

int cli_dead_retry(struct cli *cli)
{
	return act(cli, VERB_DEAD_RETRY, "ready again");
}

int cli_dead_drop(struct cli *cli)
{
	return act(cli, VERB_DEAD_DROP, "dropped");
}

/* The attempts that went wrong. */
static void print_attempts(struct cli *cli, const struct item *item)
{
	static const char *const heads[] = {
		"at", "attempt", "what", "worker", "reason", "sentence"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	size_t i;

	if (!item->nmishaps)
		return;
	puts("");
	out = output_begin(cli->format, heads, ARRAY_SIZE(heads));
	for (i = 0; i < item->nmishaps; i++) {
		const struct mishap *a = &item->mishaps[i];

		output_row(out,
			(struct cell[]){cell_time(&arena, a->at_ms), cell_int(&arena, a->number),
				cell_str(a->what), cell_str(a->worker), cell_str(a->reason),
				cell_str(a->sentence)});
	}
}

/* What happened to it once it was read; silent where there is no database. */
static void print_way(struct cli *cli, const struct report_id *id)
{
	AUTO(db_close) struct db *db = cli_database(cli, NULL);
	AUTO(query_free) struct query *q = db ? facts_way(db, id, NULL) : NULL;
	size_t rows;

	puts("");
	if (q && !cli_print_rows(q, OUTPUT_TABLE, &rows, NULL))
		fprintf(stderr, "sitrep: the store cannot be asked now\n");
}

/* A whole id, or the first digits of one that is stored or dead. */
static bool find_any(struct cli *cli, const char *hex, struct report_id *ret, int *ret_code)
{
	AUTO(db_close) struct db *db = NULL;
	struct err err = {0};
	int64_t row;

	if (report_id_parse(str_from(hex), ret))
		return true;
	if (strspn(hex, "0123456789abcdef") != strlen(hex) || !hex[0] || strlen(hex) > 64) {
		*ret_code = cli_usage("a report id has up to 64 hex digits");
		return false;
	}
	db = cli_database(cli, &err);
	if (db && facts_find_report(db, str_from(hex), ret, &row, &err))
		return true;
	if (strncmp(err.text, "more", 4) != 0)
		return find_dead(cli, hex, "stored or dead", ret, ret_code);
	*ret_code = cli_fail(&err);
	return false;
}

int cli_where(struct cli *cli)
{
	static const char *const where_columns[] = {"id", "state", "attempt", "received", "changed",
		"source", "reason", "sentence", "worker"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct report_id id;
	struct request request = {.verb = VERB_WHERE, .ids = &id, .nids = 1};
	struct reply reply;
	int code = EX_OK, i;

	if (!cli->nargs)
		return cli_usage("which report? sitrep where ID");
	out = output_begin(cli->format, where_columns, ARRAY_SIZE(where_columns));
	for (i = 0; i < cli->nargs; i++) {
		const struct item *item;

		if (!find_any(cli, cli->args[i], &id, &code))
			return code;
		if (!cli_ask(cli, &request, &arena, &reply, &code))
			return code;
		item = &reply.items[0];
		output_row(out, (struct cell[]){cell_str(str_from(cli->args[i])),
					cell_str(item->state), cell_int(&arena, item->attempt),
					cell_time(&arena, item->received_ms),
					cell_time(&arena, item->changed_ms), cell_str(item->source),
					cell_str(item->reason), cell_str(item->sentence),
					cell_str(item->worker)});
		if (cli->format == OUTPUT_TABLE && cli->nargs == 1) {
			output_end(&out);
			print_attempts(cli, item);
			print_way(cli, &id);
		}
	}
	return EX_OK;
}

/* ingest, extract or, where that makes sense, store; extract unless said otherwise. NULL: there
 * is no such stage. */
static const char *stage_of(const struct cli *cli, bool with_store)
{
	static const char *const stages[] = {"extract", "ingest", "store"};
	size_t i;

	for (i = 0; i < (with_store ? 3 : 2) && cli->nargs == 1; i++)
		if (strcmp(cli->args[0], stages[i]) == 0)
			return stages[i];
	return cli->nargs ? NULL : stages[0];
}

static int tell_stage(struct cli *cli, enum verb verb, const char *stage)
{
	struct request request = {.verb = verb, .text = str_from(stage ? stage : "")};

	if (!stage)
		return cli_usage("which stage? ingest (no report is taken in) or extract (no work "
				 "is handed out)");
	return cli_tell(cli, &request);
}

int cli_pause(struct cli *cli)
{
	return tell_stage(cli, VERB_PAUSE, stage_of(cli, false));
}

int cli_resume(struct cli *cli)
{
	return tell_stage(cli, VERB_RESUME, stage_of(cli, false));
}

/* What a drain of the stage waits for. */
static uint64_t left_in(const struct queue_status *q, bool ingest)
{
	return q->leased + (ingest ? q->ready + q->delayed : 0);
}

/* A pause, until the stage has nothing any more. What the store has not committed is still
 * leased, so its drain is that of the extractors. */
int cli_drain(struct cli *cli)
{
	const char *stage = stage_of(cli, true), *what;
	bool ingest = stage && strcmp(stage, "ingest") == 0;
	int code = tell_stage(cli, VERB_PAUSE, stage && !ingest ? "extract" : stage);
	uint64_t left = UINT64_MAX, now;

	what = ingest ? "in the queue" : "with the extractors";
	cli_catch_signals();
	while (code == EX_OK) {
		AUTO(arena_release) struct arena arena = {0};
		struct status ingestor, store;
		struct err err = {0};

		if (!cli_statuses(cli, DRAIN_STATUS_MS, &arena, &ingestor, &store, &err) ||
			!ingestor.has_queue) {
			fprintf(stderr, "sitrep: the ingestor is silent; it stays paused\n");
			return EX_UNAVAILABLE;
		}
		now = left_in(&ingestor.queue, ingest);
		if ((ingest ? ingestor.queue.closed : ingestor.queue.paused) && !now) {
			printf("drained: nothing is %s%s; sitrep resume%s goes on\n", what,
				strcmp(stage, "store") == 0 ? ", and all that was read is stored"
							    : "",
				ingest ? " ingest" : "");
			return EX_OK;
		}
		if (cli_interrupted()) {
			fprintf(stderr, "sitrep: %" PRIu64 " are still %s; it stays paused\n", now,
				what);
			return EX_TEMPFAIL;
		}
		if (ingest && ingestor.queue.paused && left == UINT64_MAX)
			fprintf(stderr, "sitrep: no work is handed out either, so this waits for "
					"sitrep resume\n");
		if (now != left)
			fprintf(stderr, "%" PRIu64 " are still %s\n", now, what);
		left = now;
	}
	return code;
}
