/* SPDX-License-Identifier: Apache-2.0
 * validate, config show: the settings as the daemons would read them. */
#include <sysexits.h>

#include "cli/cli.h"
#include "service/daemon.h"
#include "text/reader.h"

/* The settings were loaded on the way here: a mistake in them has been told already. */
int cli_validate(struct cli *cli)
{
	struct err err = {0};
	AUTO(reader_close) struct reader *reader = NULL;
	char dir[PATH_MAX];

	if (cli->nargs > 1)
		return cli_usage("validate at most one file");
	if (cli->nargs == 1) {
		AUTO(settings_free) struct settings *settings = settings_new();

		if (!settings_load_file(settings, cli->args[0], &err)) {
			cli_fail(&err);
			return EX_CONFIG;
		}
	}
	reader = reader_open(
		daemon_data_dir(cli->settings), daemon_lexicon_dir(cli->settings), &err);
	if (!reader || !daemon_state_dir(cli->settings, dir, &err) ||
		!daemon_run_dir(cli->settings, dir, &err)) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	printf("valid (extractor %.*s)\n", STR_ARGS(reader_version(reader)));
	return EX_OK;
}

int cli_config_show(struct cli *cli)
{
	static const char *const columns[] = {"setting", "value", "from", "meaning"};
	AUTO(output_end) struct output *out =
		output_begin(cli->format, columns, ARRAY_SIZE(columns));
	size_t i;

	for (i = 0; i < nsettings; i++) {
		const char *where, *value = settings_raw(cli->settings, i, &where);

		output_row(out, (struct cell[]){cell_str(str_from(setting_table[i].name)),
			cell_str(str_from(value)), cell_str(str_from(where)),
			cell_str(str_from(setting_table[i].help))});
	}
	return EX_OK;
}
