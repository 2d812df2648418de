/* SPDX-License-Identifier: Apache-2.0
 * cli.h - what the commands of sitrep share. One file for each group of commands; main.c holds
 * the phrase table. Commands return an exit code of sysexits.h. 69 (EX_UNAVAILABLE): whom we
 * asked does not answer; 75 (EX_TEMPFAIL): it is there, but cannot do that now: try later. */
#ifndef SITREP_CLI_H
#define SITREP_CLI_H

#include <limits.h>
#include <stdio.h>
#include "base/err.h"
#include "base/settings.h"
#include "cli/output.h"
#include "service/client.h"
#include "store/facts.h"

/* Everything that a command may have been told. */
struct cli {
	struct settings *settings;
	const char *program; /* argv[0] */
	char **args;         /* [nargs] what follows the phrase */
	int nargs;
	enum output_format format;
	struct filter filter;
	bool wait, dry_run, all, jsonl, urls, again;
	const char *reason;
	const char *to;                 /* --format */
	const char *by, *comment;       /* of a correction */
	const char *warning, *critical; /* ages, for check */
	uint64_t limit;                 /* as given; 0: not given */
};

typedef int cli_fn(struct cli *cli);

cli_fn cli_up, cli_submit, cli_watch, cli_unwatch, cli_watched, cli_feed_add, cli_feed_remove,
	cli_feed_list, cli_feed_import, cli_source_list, cli_source_pause, cli_source_resume,
	cli_source_set, cli_source_changes, cli_status, cli_top, cli_tap, cli_dead_list,
	cli_dead_show, cli_dead_retry, cli_dead_drop, cli_search, cli_stories, cli_claims,
	cli_incidents, cli_entities, cli_report, cli_reports, cli_explain, cli_extract,
	cli_reprocess, cli_audit, cli_backup, cli_validate, cli_test, cli_config_show, cli_keys_new,
	cli_keys_list, cli_keys_allow, cli_keys_revoke, cli_pause, cli_drain, cli_resume, cli_where,
	cli_check, cli_export, cli_alert_add, cli_alert_list, cli_alert_remove, cli_correct_accept,
	cli_correct_reject, cli_correct_edit, cli_correct_merge, cli_correct_split,
	cli_correct_undo, cli_correct_list, cli_correct_export;

/* Prints "sitrep: sentence" to stderr and returns the exit code for its kind. */
int cli_fail(const struct err *err);
/* A usage mistake: the sentence, and EX_USAGE. */
int cli_usage(const char *sentence);
/* Whether there is no such file or folder, which is told: then the exit code is EX_NOINPUT. */
bool cli_missing(const char *path);
/* The two letters of a country that is given by three (ISO 3166-1); else it is left alone. */
void cli_country(struct str *country);
/* A client of the ingestor's intake. */
struct client *cli_connect(struct cli *cli, struct err *err);
/* Asks and fails the command's way: false after printing, *ret_code set. */
bool cli_ask(struct cli *cli, struct request *request, struct arena *arena, struct reply *ret_reply,
	int *ret_code);
/* Asks for what is done without an answer. The exit code. */
int cli_tell(struct cli *cli, struct request *request);
/* The same once for each argument, as the request's text; the code of the last that failed. */
int cli_tell_each(struct cli *cli, struct request *request, bool folders, const char *usage);
/* An address is its own name; of a folder it is the real path, as long as it is there. */
struct str cli_source_name(struct arena *arena, const char *given);
/* Lists the items of the answer, a row each. */
typedef void cli_row(struct output *out, struct arena *arena, const struct item *item);
int cli_list(
	struct cli *cli, enum verb verb, const char *const *columns, size_t ncolumns, cli_row *row);
/* The last statuses of ingestor and store within timeout_ms; has_queue and has_store tell which
 * answered. Strings live in the arena. */
bool cli_statuses(struct cli *cli, int timeout_ms, struct arena *arena, struct status *ret_ingestor,
	struct status *ret_store, struct err *err);
/* The same of the store, which commits before it answers; prints what was done, with its number. */
int cli_ask_store(struct cli *cli, struct request *request, const char *what, const char *past);
struct client *cli_subscribe(struct cli *cli, struct err *err);
struct db *cli_database(struct cli *cli, struct err *err);
/* Every row and column of a query, in the format that was asked for. */
bool cli_print_rows(
	struct query *query, enum output_format format, size_t *ret_rows, struct err *err);
/* The story of a report and what changed since its former version. */
bool cli_print_story(struct db *db, int64_t row, struct err *err);
/* Set by SIGINT and SIGTERM once cli_catch_signals() was called. */
void cli_catch_signals(void);
bool cli_interrupted(void);

#endif
