/* SPDX-License-Identifier: Apache-2.0
 * watch, unwatch, watched: folders that the ingestor keeps feeding from. */
#include <sysexits.h>

#include "cli/cli.h"

static int folder_request(struct cli *cli, enum verb verb)
{
	struct request request = {.verb = verb};

	return cli_tell_each(cli, &request, true, "which folder? sitrep watch DIR");
}

int cli_watch(struct cli *cli)
{
	int i;

	for (i = 0; i < cli->nargs; i++)
		if (cli_missing(cli->args[i]))
			return EX_NOINPUT;
	return cli->nargs ? folder_request(cli, VERB_WATCH) : cli_watched(cli);
}

int cli_unwatch(struct cli *cli)
{
	return folder_request(cli, VERB_UNWATCH);
}

static void print_folder(struct output *out, struct arena *arena, const struct item *folder)
{
	output_row(out,
		(struct cell[]){cell_str(folder->source), cell_int(arena, (int64_t)folder->bytes),
			cell_time(arena, folder->changed_ms), cell_str(folder->sentence)});
}

int cli_watched(struct cli *cli)
{
	static const char *const columns[] = {"folder", "accepted", "last", "warning"};

	return cli_list(cli, VERB_WATCHED, columns, ARRAY_SIZE(columns), print_folder);
}
