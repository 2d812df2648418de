/* SPDX-License-Identifier: Apache-2.0
 * keys: who we are and whom we trust, for daemons on several hosts. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/file.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "service/daemon.h"
#include "service/keys.h"

static int fail(const struct err *err)
{
	int code = cli_fail(err);

	return code == EX_DATAERR ? EX_CONFIG : code;
}

/* Prints the public key: data, to be piped to the other host. */
int cli_keys_new(struct cli *cli)
{
	AUTO(keys_close) struct keys *keys = NULL;
	char dir[PATH_MAX];
	struct err err = {0};

	if (!daemon_key_dir(cli->settings, dir, &err) || !keys_make(dir, cli->again, &err)) {
		if (err.kind == ERR_REJECT)
			err_set(&err, ERR_REJECT,
				"there is a key in %s: --again replaces it, and everybody "
				"who trusts it must be told",
				dir);
		return fail(&err);
	}
	keys = keys_open(dir, &err);
	if (!keys)
		return fail(&err);
	fprintf(stderr,
		"sitrep: made %s/own.key; on the other host: sitrep keys allow NAME own.key\n",
		dir);
	printf("%s\n", keys_public(keys));
	return EX_OK;
}

int cli_keys_list(struct cli *cli)
{
	static const char *const columns[] = {"name", "key", "roles"};
	AUTO(keys_close) struct keys *keys = NULL;
	AUTO(output_end) struct output *out = NULL;
	const struct key *key;
	char dir[PATH_MAX], roles[48];
	struct err err = {0};
	size_t i;

	if (!daemon_key_dir(cli->settings, dir, &err) || !(keys = keys_open(dir, &err)))
		return fail(&err);
	out = output_begin(cli->format, columns, ARRAY_SIZE(columns));
	output_row(out, (struct cell[]){cell_str(STR("(own)")),
				cell_str(str_from(keys_public(keys))), cell_str(STR(""))});
	for (i = 0; (key = keys_at(keys, i)); i++)
		output_row(out, (struct cell[]){cell_str(str_from(key->name)),
					cell_str(str_from(key->text)),
					cell_str(str_from(key_roles_name(key->roles, roles)))});
	return EX_OK;
}

/* A key as it is, the file that holds it, or "-" for either on standard input. */
static bool read_key(const char *given, char ret[KEY_TEXT], struct err *err)
{
	AUTO(buf_release) struct buf file = {0};

	buf_init(&file, 65536);
	if (strcmp(given, "-") == 0)
		return file_read_fd(0, "standard input", &file, err) &&
		       key_parse(buf_view(&file), ret, err);
	if (key_parse(str_from(given), ret, NULL))
		return true;
	return file_read(given, &file, err) && key_parse(buf_view(&file), ret, err);
}

int cli_keys_allow(struct cli *cli)
{
	char dir[PATH_MAX], text[KEY_TEXT];
	unsigned roles = KEY_ALL;
	struct err err = {0};

	if (cli->nargs != 2 && cli->nargs != 3)
		return cli_usage("whom? sitrep keys allow NAME FILE|KEY|- [ROLE,...]");
	if ((cli->nargs == 3 && !key_roles_parse(str_from(cli->args[2]), &roles, &err)) ||
		!read_key(cli->args[1], text, &err) || !daemon_key_dir(cli->settings, dir, &err) ||
		!keys_allow(dir, str_from(cli->args[0]), text, roles, &err))
		return cli_fail(&err);
	return EX_OK;
}

int cli_keys_revoke(struct cli *cli)
{
	char dir[PATH_MAX];
	struct err err = {0};
	int i;

	if (cli->nargs == 0)
		return cli_usage("whose? sitrep keys revoke NAME...");
	for (i = 0; i < cli->nargs; i++)
		if (!daemon_key_dir(cli->settings, dir, &err) ||
			!keys_revoke(dir, str_from(cli->args[i]), &err))
			return cli_fail(&err);
	return EX_OK;
}
