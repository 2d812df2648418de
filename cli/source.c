/* SPDX-License-Identifier: Apache-2.0
 * source: what is done to folders and feeds that are there; watch and feed add and remove them. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/mem.h"
#include "base/parse.h"
#include "cli/cli.h"

#define STATUS_MS 3500

static struct str state_of(const struct source_status *s)
{
	return s->paused ? STR("paused") : s->warning.n ? s->warning : STR("");
}

/* As it is written in settings: 15m */
static void format_interval(int64_t ms, char out[24])
{
	static const struct {
		int64_t ms;
		char unit;
	} units[] = {{86400000, 'd'}, {3600000, 'h'}, {60000, 'm'}, {1000, 's'}};
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(units) && ms % units[i].ms)
		i++;
	snprintf(out, 24, "%" PRId64 "%c", ms / units[i].ms, units[i].unit);
}

int cli_source_list(struct cli *cli)
{
	static const char *const columns[] = {"source", "kind", "accepted", "last", "interval", "address", "state"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct status ingestor, store;
	struct err err = {0};
	size_t i;

	arena_init(&arena, 0);
	if (!cli_statuses(cli, STATUS_MS, &arena, &ingestor, &store, &err))
		return cli_fail(&err);
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	for (i = 0; i < ingestor.nsources; i++) {
		const struct source_status *s = &ingestor.sources[i];
		char interval[24] = "";

		if (s->interval_ms)
			format_interval(s->interval_ms, interval);
		output_row(out, (struct cell[]){cell_str(s->name), cell_str(s->kind), cell_int(&arena, (int64_t)s->accepted),
			cell_time(&arena, s->last_ms), cell_str(arena_str(&arena, str_from(interval))), cell_str(s->address),
			cell_str(state_of(s))});
	}
	return EX_OK;
}

/* An address is its own name; of a folder it is the real path, as long as it is there. */
static struct str name_of(struct arena *arena, const char *given)
{
	AUTO(mem_free) char *path = strstr(given, "://") ? NULL : realpath(given, NULL);

	return arena_str(arena, str_from(path ? path : given));
}

static int change(struct cli *cli, const char *name, struct str slot, struct str value)
{
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {.verb = VERB_SOURCE_CHANGE, .slot = slot, .value = value};
	struct reply reply;
	int code = EX_OK;

	arena_init(&arena, 0);
	request.text = name_of(&arena, name);
	if (str_eq(slot, STR("address")) && value.n)
		request.value = name_of(&arena, value.p);
	cli_ask(cli, &request, &arena, &reply, &code);
	return code;
}

static int pause_each(struct cli *cli, struct str value, const char *usage)
{
	int i, code = EX_OK;

	if (!cli->nargs)
		return cli_usage(usage);
	for (i = 0; i < cli->nargs; i++) {
		int one = change(cli, cli->args[i], STR("paused"), value);

		code = one ? one : code;
	}
	return code;
}

int cli_source_pause(struct cli *cli)
{
	return pause_each(cli, STR("yes"), "which source? sitrep source pause FOLDER|URL...");
}

int cli_source_resume(struct cli *cli)
{
	return pause_each(cli, STR("no"), "which source? sitrep source resume FOLDER|URL...");
}

int cli_source_set(struct cli *cli)
{
	int i, code = EX_OK;

	if (cli->nargs < 2)
		return cli_usage("sitrep source set FOLDER|URL interval=10m|address=URL");
	for (i = 1; i < cli->nargs && code == EX_OK; i++) {
		struct str given = str_from(cli->args[i]);
		size_t eq = str_find(given, STR("="), 0);

		if (eq == given.n)
			return cli_usage("sitrep source set FOLDER|URL interval=10m|address=URL");
		code = change(cli, cli->args[0], str_slice(given, 0, eq), str_slice(given, eq + 1, given.n));
	}
	return code;
}

int cli_source_changes(struct cli *cli)
{
	static const char *const columns[] = {"when", "source", "what", "value", "by"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct request request = {.verb = VERB_SOURCE_CHANGES};
	struct reply reply;
	int code = EX_OK;
	size_t i;

	arena_init(&arena, 0);
	if (!cli_ask(cli, &request, &arena, &reply, &code))
		return code;
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	for (i = 0; i < reply.nitems; i++)
		output_row(out, (struct cell[]){cell_time(&arena, reply.items[i].changed_ms), cell_str(reply.items[i].source),
			cell_str(reply.items[i].reason), cell_str(reply.items[i].sentence), cell_str(reply.items[i].worker)});
	return EX_OK;
}
