/* SPDX-License-Identifier: Apache-2.0
 * watch, unwatch, watched: folders that the ingestor keeps feeding from. */
#include <stdlib.h>
#include <sysexits.h>

#include "base/mem.h"
#include "cli/cli.h"

static int folder_request(struct cli *cli, enum verb verb)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(mem_free) char *path = NULL;
	struct request request = {.verb = verb};
	struct reply reply;
	int code = EX_OK;

	arena_init(&arena, 0);
	if (cli->nargs != 1)
		return cli_usage("which folder? sitrep watch DIR");
	path = realpath(cli->args[0], NULL);
	request.text = str_from(path ? path : cli->args[0]);
	cli_ask(cli, &request, &arena, &reply, &code);
	return code;
}

int cli_watch(struct cli *cli)
{
	return cli->nargs ? folder_request(cli, VERB_WATCH) : cli_watched(cli);
}

int cli_unwatch(struct cli *cli)
{
	return folder_request(cli, VERB_UNWATCH);
}

int cli_watched(struct cli *cli)
{
	static const char *const columns[] = {"folder", "accepted", "last", "warning"};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct request request = {.verb = VERB_WATCHED};
	struct reply reply;
	int code = EX_OK;
	size_t i;

	arena_init(&arena, 0);
	if (!cli_ask(cli, &request, &arena, &reply, &code))
		return code;
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	for (i = 0; i < reply.nitems; i++)
		output_row(out, (struct cell[]){cell_str(reply.items[i].source),
			cell_int(&arena, (int64_t)reply.items[i].bytes),
			cell_time(&arena, reply.items[i].changed_ms), cell_str(reply.items[i].sentence)});
	return EX_OK;
}
