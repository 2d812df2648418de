/* SPDX-License-Identifier: Apache-2.0
 * extract: the whole chain in one process, without any daemon. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "model/extraction_json.h"
#include "service/daemon.h"
#include "text/reader.h"

struct extraction_run {
	const struct reader *reader;
	struct arena arena;
	struct buf out;
	size_t failed;
};

static void extract_report(struct extraction_run *run, const struct report *report, struct str id)
{
	struct extraction extraction;
	struct err err = {0};

	if (reader_read(run->reader, report, &run->arena, &extraction, &err)) {
		extraction_to_json(&extraction, id, &run->out);
		return;
	}
	run->failed++;
	extraction_error_to_json(id, err.text, &run->out);
}

static void extract_line(struct extraction_run *run, struct str line)
{
	struct report report;
	struct err err = {0};
	struct str id;

	if (line.n > MAX_LINE_BYTES)
		err_set(&err, ERR_REJECT, "the line has %zu bytes; %zu are the most", line.n,
			(size_t)MAX_LINE_BYTES);
	else if (report_from_json(line, &run->arena, &report, &id, &err)) {
		extract_report(run, &report, id);
		return;
	}
	run->failed++;
	extraction_error_to_json(line.n > MAX_LINE_BYTES ? (struct str){0} : id, err.text, &run->out);
}

static bool print_and_reset(struct extraction_run *run)
{
	size_t n = run->out.n;
	bool ok = fwrite(run->out.data, 1, n, stdout) == n;

	arena_reset(&run->arena);
	buf_reset(&run->out);
	return ok;
}

static bool extract_lines(struct extraction_run *run, FILE *in)
{
	AUTO(mem_free) char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, in)) > 0) {
		if (str_trim((struct str){line, (size_t)n}).n)
			extract_line(run, (struct str){line, (size_t)n});
		if (!print_and_reset(run))
			return false;
		if (cap > (size_t)1 << 22) { /* one giant line must not be remembered for ever */
			free(line);
			line = NULL;
			cap = 0;
		}
	}
	return !ferror(in);
}

static bool extract_file(struct extraction_run *run, const char *path, struct err *err)
{
	AUTO(buf_release) struct buf body = {0};
	struct report report = {.source = str_from(path)};

	buf_init(&body, MAX_REPORT_BYTES);
	if (strcmp(path, "-") == 0 ? !file_read_fd(STDIN_FILENO, "standard input", &body, err)
				   : !file_read(path, &body, err))
		return false;
	report.body = buf_view(&body);
	extract_report(run, &report, str_from(path));
	return print_and_reset(run) ||
	       err_set(err, ERR_FATAL, "cannot write to standard output: %m");
}

static int extract_all(struct cli *cli, struct extraction_run *run)
{
	struct err err = {0};
	int i, code = EX_OK;

	if (cli->jsonl && cli->nargs == 0)
		return extract_lines(run, stdin) ? EX_OK : EX_IOERR;
	if (!cli->nargs)
		return cli_usage("extract what? sitrep extract FILE..., or --jsonl < FILE");
	for (i = 0; i < cli->nargs; i++) {
		FILE *in = cli->jsonl ? fopen(cli->args[i], "re") : NULL;

		if (cli->jsonl && !in) {
			fprintf(stderr, "sitrep: cannot open %s: %m\n", cli->args[i]);
			code = EX_NOINPUT;
		} else if (in) {
			if (!extract_lines(run, in)) {
				fprintf(stderr, "sitrep: %s: %m\n", cli->args[i]);
				code = EX_IOERR;
			}
			fclose(in);
		} else if (!extract_file(run, cli->args[i], &err)) {
			cli_fail(&err);
			if (err.kind == ERR_FATAL)
				return EX_IOERR;
			code = EX_NOINPUT;
		}
	}
	return code;
}

int cli_extract(struct cli *cli)
{
	struct err err = {0};
	AUTO(reader_close) struct reader *reader = reader_open(daemon_data_dir(cli->settings), &err);
	struct extraction_run run = {.reader = reader};
	int code;

	if (!reader) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	buf_init(&run.out, MAX_FRAME_BYTES);
	code = extract_all(cli, &run);
	if (fflush(stdout) != 0)
		code = EX_IOERR;
	/* a file that could not be read is the answer; in a stream each line has its own */
	if (code == EX_OK && run.failed && !cli->jsonl)
		code = EX_DATAERR;
	arena_release(&run.arena);
	buf_release(&run.out);
	return code;
}
