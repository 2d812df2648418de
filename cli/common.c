/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/cli.h"
#include "service/daemon.h"

#define ASK_MS 5000
#define ASK_STORE_MS 10000

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	(void)number;
	interrupted = 1;
}

void cli_catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

bool cli_interrupted(void)
{
	return interrupted != 0;
}

int cli_fail(const struct err *err)
{
	fprintf(stderr, "sitrep: %s\n", err->text);
	if (err->silence)
		return EX_UNAVAILABLE;
	switch (err->kind) {
	case ERR_REJECT:
		return EX_DATAERR;
	case ERR_RETRY:
		return EX_TEMPFAIL;
	default:
		return EX_SOFTWARE;
	}
}

int cli_usage(const char *sentence)
{
	fprintf(stderr, "sitrep: %s\n", sentence);
	return EX_USAGE;
}

bool cli_missing(const char *path)
{
	if (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR))
		return false;
	fprintf(stderr, "sitrep: %s: %s\n", path, strerror(errno));
	return true;
}

struct client *cli_connect(struct cli *cli, struct err *err)
{
	const char *given = settings_string(cli->settings, "intake");
	char endpoint[PATH_MAX + 8];
	AUTO(keys_close) struct keys *keys = NULL;

	if (given[0])
		snprintf(endpoint, sizeof(endpoint), "%s", given);
	else if (!daemon_endpoint(cli->settings, "ingestor.intake", endpoint, err))
		return NULL;
	keys = daemon_keys(cli->settings, (const char *const[]){"intake"}, 1, err);
	return client_connect(endpoint, keys, err);
}

bool cli_ask(struct cli *cli, struct request *request, struct arena *arena, struct reply *ret_reply,
	int *ret_code)
{
	struct err err = {0};
	AUTO(client_close) struct client *client = cli_connect(cli, &err);
	const char *user = getenv("USER");

	request->by = str_from(cli->by ? cli->by : user ? user : "");
	if (!client || !client_ask(client, request, ASK_MS, arena, ret_reply, &err)) {
		*ret_code = cli_fail(&err);
		return false;
	}
	if (!ret_reply->ok) {
		fprintf(stderr, "sitrep: %.*s\n", STR_ARGS(ret_reply->sentence));
		*ret_code = EX_DATAERR;
		return false;
	}
	return true;
}

int cli_tell(struct cli *cli, struct request *request)
{
	AUTO(arena_release) struct arena arena = {0};
	struct reply reply;
	int code = EX_OK;

	arena_init(&arena, 0);
	cli_ask(cli, request, &arena, &reply, &code);
	return code;
}

struct str cli_source_name(struct arena *arena, const char *given)
{
	AUTO(mem_free) char *path = strstr(given, "://") ? NULL : realpath(given, NULL);

	return arena_str(arena, str_from(path ? path : given));
}

int cli_tell_each(struct cli *cli, struct request *request, bool folders, const char *usage)
{
	AUTO(arena_release) struct arena arena = {0};
	int i, code = EX_OK;

	if (!cli->nargs)
		return cli_usage(usage);
	arena_init(&arena, 0);
	for (i = 0; i < cli->nargs; i++) {
		int one;

		request->text =
			folders ? cli_source_name(&arena, cli->args[i]) : str_from(cli->args[i]);
		one = cli_tell(cli, request);
		code = one ? one : code;
	}
	return code;
}

int cli_list(
	struct cli *cli, enum verb verb, const char *const *columns, size_t ncolumns, cli_row *row)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(output_end) struct output *out = NULL;
	struct request request = {.verb = verb};
	struct reply reply;
	int code = EX_OK;
	size_t i;

	arena_init(&arena, 0);
	if (!cli_ask(cli, &request, &arena, &reply, &code))
		return code;
	out = output_begin(cli->format, columns, ncolumns);
	for (i = 0; i < reply.nitems; i++)
		row(out, &arena, &reply.items[i]);
	return EX_OK;
}

int cli_ask_store(struct cli *cli, struct request *request, const char *what, const char *past)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(client_close) struct client *client = NULL;
	char endpoint[PATH_MAX + 8];
	struct err err = {0};
	struct reply reply;

	if (!daemon_endpoint(cli->settings, "store.results", endpoint, &err))
		return cli_fail(&err);
	client = client_connect(endpoint, NULL, &err);
	if (!client || !client_ask(client, request, ASK_STORE_MS, &arena, &reply, &err))
		return cli_fail(&err);
	if (!reply.ok) {
		fprintf(stderr, "sitrep: %.*s\n", STR_ARGS(reply.sentence));
		return EX_DATAERR;
	}
	if (reply.count)
		printf("%s %" PRIu64 ": %s\n", what, reply.count, past);
	else
		printf("%s\n", past);
	return EX_OK;
}

struct client *cli_subscribe(struct cli *cli, struct err *err)
{
	AUTO(keys_close) struct keys *keys = NULL;
	struct endpoints list;

	if (!daemon_statuses(cli->settings, &list, err))
		return NULL;
	keys = daemon_keys(cli->settings, (const char *const[]){"statuses"}, 1, err);
	return client_subscribe(list.v, list.n, keys, err);
}

bool cli_statuses(struct cli *cli, int timeout_ms, struct arena *arena, struct status *ret_ingestor,
	struct status *ret_store, struct err *err)
{
	AUTO(client_close) struct client *client = cli_subscribe(cli, err);
	const char *own_dir = settings_string(cli->settings, "run_dir");
	int64_t until = clock_mono_ms() + timeout_ms;

	*ret_ingestor = *ret_store = (struct status){0};
	if (!client)
		return false;
	while (!ret_ingestor->has_queue || !ret_store->has_store) {
		int64_t left = until - clock_mono_ms();
		struct message m;

		if (left <= 0 || !client_receive(client, (int)left, arena, &m, err))
			break;
		if (m.type == MESSAGE_STATUS && m.u.status.has_queue)
			*ret_ingestor = m.u.status;
		if (m.type == MESSAGE_STATUS && m.u.status.has_store)
			*ret_store = m.u.status;
	}
	if (ret_ingestor->has_queue || ret_store->has_store)
		return true;
	err_set(err, ERR_RETRY,
		"neither ingestor nor store is running in %s (start them: sitrep up; or set "
		"SITREP_RUN_DIR)",
		own_dir[0] ? own_dir : paths_run_dir());
	return err_mark_silence(err);
}

struct db *cli_database(struct cli *cli, struct err *err)
{
	const char *dir = daemon_state_path(cli->settings);
	struct db *db = facts_open(dir, err);
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/sitrep.db", dir);
	if (!db && access(path, F_OK) < 0)
		err_prefix(err, "there is no database to read yet (feed a report first)");
	return db;
}
