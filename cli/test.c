/* SPDX-License-Identifier: Apache-2.0
 * test: the analyst's own sentences against the lexicons and patterns as they are now. */
#include <dirent.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/limits.h"
#include "cli/cli.h"
#include "cli/expect.h"
#include "service/daemon.h"
#include "text/reader.h"

struct tally {
	const struct reader *reader;
	size_t passed, failed;
};

static void tell_failure(
	const struct wordfile *file, const struct expectation *e, const struct extraction *x)
{
	AUTO(buf_release) struct buf found = {0}, clean = {0};
	struct str rest, line;

	buf_init(&found, MAX_TEXT_BYTES);
	buf_init(&clean, MAX_TEXT_BYTES);
	printf("%s:%u: expected %.*s\n", file->path, e->line, STR_ARGS(e->text));
	expectation_found(e, x, &found);
	rest = buf_view(&found);
	if (!rest.n)
		puts("  there is nothing of the kind");
	while (str_next_line(&rest, &line)) {
		buf_reset(&clean);
		output_text(&clean, line);
		printf("  there is %.*s\n", STR_ARGS(buf_view(&clean)));
	}
}

static bool test_text(struct tally *tally, const struct wordfile *file,
	const struct expected *expected, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct extraction x;
	size_t i;

	arena_init(&arena, 0);
	if (!reader_read(tally->reader, &expected->report, &arena, &x, err))
		return false;
	for (i = 0; i < expected->n; i++) {
		if (expectation_met(&expected->v[i], &x)) {
			tally->passed++;
			continue;
		}
		tally->failed++;
		tell_failure(file, &expected->v[i], &x);
	}
	return true;
}

static bool test_file(struct tally *tally, const char *dir, const char *name, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct expected expected = {0};
	struct wordfile file;

	arena_init(&arena, 0);
	if (!wordfile_open(&file, dir, name, &arena, err))
		return false;
	while (expected_next(&file, &arena, &expected, err))
		if (!test_text(tally, &file, &expected, err))
			return false;
	return err->kind == ERR_NONE;
}

static int is_test(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && str_ends(str_from(entry->d_name), STR(".txt"));
}

/* Everything in lexicon_dir/tests. */
static bool test_own(struct tally *tally, const struct cli *cli, struct err *err)
{
	char dir[PATH_MAX];
	struct dirent **files;
	bool ok = true;
	int i, n;

	snprintf(dir, sizeof(dir), "%s/tests", daemon_lexicon_dir(cli->settings));
	n = scandir(dir, &files, is_test, alphasort);
	if (n < 0)
		return err_set(err, ERR_REJECT,
			"no file was named, and there is no folder tests in lexicon_dir (\"%s\"): "
			"%m",
			daemon_lexicon_dir(cli->settings));
	for (i = 0; i < n; i++) {
		ok = ok && test_file(tally, dir, files[i]->d_name, err);
		free(files[i]);
	}
	free(files);
	return ok;
}

int cli_test(struct cli *cli)
{
	AUTO(reader_close) struct reader *reader = NULL;
	struct tally tally = {0};
	struct err err = {0};
	bool ok;
	int i;

	for (i = 0; i < cli->nargs; i++)
		if (cli_missing(cli->args[i]))
			return EX_NOINPUT;
	reader = reader_open(
		daemon_data_dir(cli->settings), daemon_lexicon_dir(cli->settings), &err);
	if (!reader) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	tally.reader = reader;
	ok = cli->nargs > 0 || test_own(&tally, cli, &err);
	for (i = 0; ok && i < cli->nargs; i++)
		ok = test_file(&tally, NULL, cli->args[i], &err);
	if (!ok) {
		cli_fail(&err);
		return EX_DATAERR;
	}
	printf("%zu passed, %zu failed\n", tally.passed, tally.failed);
	return tally.failed ? EX_DATAERR : EX_OK;
}
