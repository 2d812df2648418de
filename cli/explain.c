/* SPDX-License-Identifier: Apache-2.0
 * explain: the steps between a text and its facts, and why patterns did not fire.
 *
 * Reading is for the confined, so a child of ours with no files, no network and little memory does
 * it, and its pages come back through a pipe. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/explain_print.h"
#include "extractor/confine.h"
#include "service/daemon.h"

#define EXPLAIN_MAX_BYTES ((size_t)1 << 30)

static bool write_all(int fd, struct str s)
{
	ssize_t n;

	for (; s.n > 0; s = str_slice(s, (size_t)n, s.n)) {
		n = write(fd, s.p, s.n);
		if (n <= 0)
			return false;
	}
	return true;
}

/* The child: writes its pages, or the sentence that says why there are none. Never returns. */
static void explain_confined(
	const struct cli *cli, const struct reader *reader, const struct report *report, int fd)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf out = {0};
	struct explanation explanation;
	struct extraction x;
	struct err err = {0};

	arena_init(&arena, 0);
	buf_init(&out, EXPLAIN_MAX_BYTES);
	alarm((unsigned)(settings_number(cli->settings, "report_time") / 1000) + 1);
	if (!confine(settings_number(cli->settings, "report_memory"), &err) ||
		!reader_explain(reader, report, &arena, &x, &explanation, &err)) {
		write_all(fd, str_from(err.text));
		_exit(err.kind == ERR_REJECT ? EX_DATAERR : EX_CONFIG);
	}
	if (cli->format == OUTPUT_JSON)
		explain_print_json(&x, &explanation, &out);
	else
		explain_print(&x, &explanation, &arena, &out);
	_exit(write_all(fd, buf_view(&out)) ? EX_OK : EX_IOERR);
}

static int print_answer(int status, struct str answer)
{
	if (WIFSIGNALED(status)) {
		fprintf(stderr, "sitrep: reading was ended by signal %d (%s)\n", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
		return EX_DATAERR;
	}
	if (WEXITSTATUS(status) != EX_OK) {
		fprintf(stderr, "sitrep: %.*s\n", STR_ARGS(answer));
		return WEXITSTATUS(status);
	}
	return fwrite(answer.p, 1, answer.n, stdout) == answer.n ? EX_OK : EX_IOERR;
}

static int explain(const struct cli *cli, const struct reader *reader, const struct report *report)
{
	AUTO(buf_release) struct buf answer = {0};
	struct err err = {0};
	int fds[2], status = 0;
	pid_t child;

	if (pipe(fds) < 0 || (child = fork()) < 0) {
		fprintf(stderr, "sitrep: cannot start a process: %m\n");
		return EX_OSERR;
	}
	if (child == 0) {
		close(fds[0]);
		explain_confined(cli, reader, report, fds[1]);
	}
	close(fds[1]);
	buf_init(&answer, EXPLAIN_MAX_BYTES);
	if (!file_read_fd(fds[0], "the explanation", &answer, &err))
		kill(child, SIGKILL);
	close(fds[0]);
	waitpid(child, &status, 0);
	return print_answer(status, buf_view(&answer));
}

/* A file, "-", or a report that is stored. */
static bool find_report(struct cli *cli, struct arena *arena, struct report *ret, struct err *err)
{
	AUTO(buf_release) struct buf body = {0};
	AUTO(db_close) struct db *db = NULL;
	const char *name = cli->args[0];
	struct report_id id;
	int64_t row;

	buf_init(&body, MAX_REPORT_BYTES);
	*ret = (struct report){.source = str_from(name)};
	if (strcmp(name, "-") == 0 || access(name, F_OK) == 0) {
		if (name[0] == '-' ? !file_read_fd(STDIN_FILENO, "standard input", &body, err)
				   : !file_read(name, &body, err))
			return false;
		ret->body = arena_str(arena, buf_view(&body));
		return true;
	}
	if (strspn(name, "0123456789abcdef") != strlen(name))
		return err_set(
			err, ERR_REJECT, "there is no file %s, and it is no report's id", name);
	return (db = cli_database(cli, err)) &&
	       facts_find_report(db, str_from(name), &id, &row, err) &&
	       facts_original(db, row, arena, ret, err);
}

int cli_explain(struct cli *cli)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(reader_close) struct reader *reader = NULL;
	struct report report;
	struct err err = {0};

	if (cli->nargs != 1)
		return cli_usage(
			"explain what? sitrep explain FILE, - or the id of a stored report");
	arena_init(&arena, 0);
	if (!find_report(cli, &arena, &report, &err))
		return cli_fail(&err) == EX_DATAERR ? EX_NOINPUT : EX_TEMPFAIL;
	reader = reader_open(
		daemon_data_dir(cli->settings), daemon_lexicon_dir(cli->settings), &err);
	if (!reader) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	return explain(cli, reader, &report);
}
