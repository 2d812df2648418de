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
	static const char *const columns[] = {
		"source", "kind", "accepted", "last", "interval", "address", "state"};
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
		output_row(out, (struct cell[]){cell_str(s->name), cell_str(s->kind),
					cell_int(&arena, (int64_t)s->accepted),
					cell_time(&arena, s->last_ms),
					cell_str(arena_str(&arena, str_from(interval))),
					cell_str(s->address), cell_str(state_of(s))});
	}
	return EX_OK;
}

int cli_source_pause(struct cli *cli)
{
	struct request request = {
		.verb = VERB_SOURCE_CHANGE, .slot = STR("paused"), .value = STR("yes")};

	return cli_tell_each(
		cli, &request, true, "which source? sitrep source pause FOLDER|URL...");
}

int cli_source_resume(struct cli *cli)
{
	struct request request = {
		.verb = VERB_SOURCE_CHANGE, .slot = STR("paused"), .value = STR("no")};

	return cli_tell_each(
		cli, &request, true, "which source? sitrep source resume FOLDER|URL...");
}

int cli_source_set(struct cli *cli)
{
	static const char usage[] = "sitrep source set FOLDER|URL interval=10m|address=URL";
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {.verb = VERB_SOURCE_CHANGE};
	int i, code = EX_OK;

	if (cli->nargs < 2)
		return cli_usage(usage);
	arena_init(&arena, 0);
	request.text = cli_source_name(&arena, cli->args[0]);
	for (i = 1; i < cli->nargs && code == EX_OK; i++) {
		struct str given = str_from(cli->args[i]);
		size_t eq = str_find(given, STR("="), 0);

		if (eq == given.n)
			return cli_usage(usage);
		request.slot = str_slice(given, 0, eq);
		request.value = str_slice(given, eq + 1, given.n);
		if (str_eq(request.slot, STR("address")) && request.value.n)
			request.value = cli_source_name(&arena, request.value.p);
		code = cli_tell(cli, &request);
	}
	return code;
}

static void print_change(struct output *out, struct arena *arena, const struct item *change)
{
	output_row(out, (struct cell[]){cell_time(arena, change->changed_ms),
				cell_str(change->source), cell_str(change->reason),
				cell_str(change->sentence), cell_str(change->worker)});
}

int cli_source_changes(struct cli *cli)
{
	static const char *const columns[] = {"when", "source", "what", "value", "by"};

	return cli_list(cli, VERB_SOURCE_CHANGES, columns, ARRAY_SIZE(columns), print_change);
}
