/* SPDX-License-Identifier: Apache-2.0
 * validate, config show: the settings as the daemons would read them. */
#include <sys/stat.h>
#include <sysexits.h>

#include "cli/cli.h"
#include "service/daemon.h"
#include "text/reader.h"

static bool is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool settings_valid(const char *path, struct err *err)
{
	AUTO(settings_free) struct settings *settings = settings_new();

	return settings_load_file(settings, path, err);
}

/* The settings were loaded on the way here: a mistake in them has been told already. A folder is
 * one of lexicons, a file one of settings. */
int cli_validate(struct cli *cli)
{
	const char *lexicons = daemon_lexicon_dir(cli->settings);
	struct err err = {0};
	AUTO(reader_close) struct reader *reader = NULL;
	char dir[PATH_MAX];

	if (cli->nargs > 1)
		return cli_usage("validate at most one file or folder");
	if (cli->nargs == 1 && cli_missing(cli->args[0]))
		return EX_NOINPUT;
	if (cli->nargs == 1 && is_directory(cli->args[0])) {
		lexicons = cli->args[0];
	} else if (cli->nargs == 1 && !settings_valid(cli->args[0], &err)) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	reader = reader_open(daemon_data_dir(cli->settings), lexicons, &err);
	if (!reader || !daemon_state_dir(cli->settings, dir, &err) ||
		!daemon_run_dir(cli->settings, dir, &err)) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	printf("valid (extractor %.*s%s%s)\n", STR_ARGS(reader_version(reader)),
		lexicons[0] ? ", own lexicons in " : "", lexicons);
	return EX_OK;
}

int cli_config_show(struct cli *cli)
{
	static const char *const columns[] = {"setting", "value", "from", "meaning"};
	AUTO(output_end)
	struct output *out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	size_t i;

	for (i = 0; i < nsettings; i++) {
		const char *where, *value = settings_raw(cli->settings, i, &where);

		output_row(out, (struct cell[]){cell_str(str_from(setting_table[i].name)),
					cell_str(str_from(value)), cell_str(str_from(where)),
					cell_str(str_from(setting_table[i].help))});
	}
	return EX_OK;
}
