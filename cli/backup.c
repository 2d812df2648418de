/* SPDX-License-Identifier: Apache-2.0
 * backup: the database and the spool, while everything runs. The spool goes first: what moves
 * from the one to the other meanwhile is then in both copies, and a repeat is harmless. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "cli/cli.h"
#include "service/daemon.h"

/* A whole copy, which is checked before it gets its name. */
static int copy_database(struct db *db, const char *path)
{
	char part[PATH_MAX];
	struct err err = {0};
	AUTO(db_close) struct db *copy = NULL;

	if ((size_t)snprintf(part, sizeof(part), "%s.part", path) >= sizeof(part))
		return cli_usage("that path is too long");
	unlink(part);
	if (!db_backup(db, part, &err))
		return cli_fail(&err);
	copy = db_open(part, DB_READ, &err);
	if (!copy || !db_check(copy, &err))
		return cli_fail(&err);
	if (rename(part, path) < 0) {
		fprintf(stderr, "sitrep: cannot rename %s: %m\n", part);
		return EX_CANTCREAT;
	}
	return EX_OK;
}

/* The ingestor alone reads its spool: it is asked for one piece after the other. */
static bool have_spool_copied(struct cli *cli, int *ret_code)
{
	AUTO(arena_release) struct arena arena = {0};
	struct request request = {.verb = VERB_BACKUP, .all = true};
	struct reply reply;

	do {
		arena_reset(&arena);
		if (!cli_ask(cli, &request, &arena, &reply, ret_code))
			return false;
		request.all = false;
	} while (reply.next);
	return true;
}

static int backup_spool(struct cli *cli, const char *path)
{
	char beside[PATH_MAX];
	struct err err = {0};
	AUTO(db_close) struct db *db = NULL;
	int code = EX_OK;

	if ((size_t)snprintf(beside, sizeof(beside), "%s/spool.db.backup",
		    daemon_state_path(cli->settings)) >= sizeof(beside))
		return cli_usage("the path of the state directory is too long");
	if (!have_spool_copied(cli, &code))
		return code;
	db = db_open(beside, DB_READ, &err);
	code = db ? copy_database(db, path) : cli_fail(&err);
	unlink(beside);
	return code;
}

/* The folder that a copy is to stand in. */
static bool target_fits(const char *path)
{
	char dir[PATH_MAX];
	char *slash;

	snprintf(dir, sizeof(dir), "%s", path);
	slash = strrchr(dir, '/');
	if (!slash)
		return true;
	*(slash == dir ? slash + 1 : slash) = '\0';
	if (access(dir, W_OK) == 0)
		return true;
	fprintf(stderr, "sitrep: cannot write into %s: %m\n", dir);
	return false;
}

int cli_backup(struct cli *cli)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = NULL;
	int i, code = EX_OK;

	if (cli->nargs < 1 || cli->nargs > 2)
		return cli_usage("where to? sitrep backup FILE [SPOOL]");
	for (i = 0; i < cli->nargs; i++)
		if (access(cli->args[i], F_OK) == 0)
			return cli_usage("that file exists: a backup never overwrites");
		else if (!target_fits(cli->args[i]))
			return EX_CANTCREAT;
	umask(077); /* the copies are as private as the originals */
	if (cli->nargs == 2)
		code = backup_spool(cli, cli->args[1]);
	if (code != EX_OK)
		return code;
	db = cli_database(cli, &err);
	return db ? copy_database(db, cli->args[0]) : cli_fail(&err);
}
