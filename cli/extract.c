/* SPDX-License-Identifier: Apache-2.0
 * extract: the whole chain without any daemon. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/cli.h"
#include "extractor/warden.h"
#include "model/extraction_json.h"
#include "service/daemon.h"
#include "text/reader.h"
#include "wire/wire.h"

/* Reads in a confined child, as the daemons do, so that a report that kills its reader costs one
 * line of the output and not the rest. Where no child can be had (the system forbids the
 * confinement), it reads here, and says so. */
struct extraction_run {
	struct warden warden;
	struct reader *reader; /* ours; tells at once if the data files are wrong */
	bool here;             /* the child cannot be used */
	struct arena arena;
	struct buf frame, out;
	double min_confidence;
	size_t failed;
};

static void write_failure(struct extraction_run *run, struct str id, const char *sentence)
{
	run->failed++;
	extraction_error_to_json(id, sentence, &run->out);
}

static void write_extraction(struct extraction_run *run, struct extraction *x, struct str id)
{
	extraction_keep_sure(x, run->min_confidence);
	extraction_to_json(x, id, &run->out);
}

static void read_here(struct extraction_run *run, const struct report *report, struct str id)
{
	struct extraction extraction;
	struct err err = {0};

	if (reader_read(run->reader, report, &run->arena, &extraction, &err))
		write_extraction(run, &extraction, id);
	else
		write_failure(run, id, err.text);
}

static void write_answer(struct extraction_run *run, struct str id)
{
	struct message m;
	struct err err = {0};
	char sentence[512];

	if (!wire_unpack(warden_answer(&run->warden), &run->arena, &m, &err)) {
		write_failure(run, id, err.text);
	} else if (m.type == MESSAGE_RESULT) {
		write_extraction(run, &m.u.result.extraction, id);
	} else {
		snprintf(sentence, sizeof(sentence), "%.*s", STR_ARGS(m.u.failed.sentence));
		write_failure(run, id, sentence);
	}
	warden_take_answer(&run->warden);
}

/* False if the child died; *ret_death tells of what. */
static bool await_answer(struct extraction_run *run, struct death *ret_death)
{
	for (;;) {
		struct pollfd fd = {.fd = run->warden.fd, .events = POLLIN};
		int ready = poll(&fd, 1, 100);

		if (ready > 0) {
			enum warden_event event = warden_poll(&run->warden, ret_death);

			if (event != WARDEN_NOTHING)
				return event == WARDEN_ANSWER;
		}
		if (warden_overdue(&run->warden, clock_mono_ms(), ret_death))
			return false;
	}
}

/* False if the child cannot work on this machine at all. */
static bool read_confined(struct extraction_run *run, struct report *report, struct str id)
{
	struct message m = {.type = MESSAGE_ASSIGNMENT};
	struct death death;
	struct err err = {0};

	report_identify(report);
	m.u.assignment = (struct assignment){.lease = {1, 1}, .report = *report};
	buf_reset(&run->frame);
	if (!wire_pack(&m, &run->frame, &err) ||
		!warden_give(&run->warden, buf_view(&run->frame), clock_mono_ms(), &err))
		write_failure(run, id, err.text);
	else if (await_answer(run, &death))
		write_answer(run, id);
	else if (strcmp(death.reason, "config") == 0)
		return false;
	else
		write_failure(run, id, death.sentence);
	return true;
}

static void extract_report(struct extraction_run *run, struct report *report, struct str id)
{
	if (!run->here && read_confined(run, report, id))
		return;
	if (!run->here)
		fprintf(stderr, "sitrep: no confined reader to be had: reading in this process\n");
	run->here = true;
	read_here(run, report, id);
}

static void extract_line(struct extraction_run *run, const struct buf *line)
{
	struct report report;
	struct err err = {0};
	struct str id;

	if (line->full)
		err_set(&err, ERR_REJECT, "the line has more than %zu bytes",
			(size_t)MAX_LINE_BYTES);
	else if (report_from_json(buf_view(line), &run->arena, &report, &id, &err)) {
		extract_report(run, &report, id);
		return;
	}
	run->failed++;
	extraction_error_to_json(line->full ? (struct str){0} : id, err.text, &run->out);
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
	AUTO(buf_release) struct buf line = {0};

	buf_init(&line, MAX_LINE_BYTES);
	while (lines_next(in, &line)) {
		if (line.full || str_trim(buf_view(&line)).n)
			extract_line(run, &line);
		if (!print_and_reset(run))
			return false;
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
	struct extraction_run run = {.min_confidence = cli->filter.min_confidence};
	char program[PATH_MAX] = "";
	struct warden_options options = {
		.program = program,
		.data_dir = daemon_data_dir(cli->settings),
		.lexicon_dir = daemon_lexicon_dir(cli->settings),
		.name = "extract",
		.memory_bytes = settings_number(cli->settings, "report_memory"),
		.report_ms = (int64_t)settings_number(cli->settings, "report_time"),
	};
	struct err err = {0};
	int code;

	run.reader = reader_open(options.data_dir, options.lexicon_dir, &err);
	if (!run.reader) {
		cli_fail(&err);
		return EX_CONFIG;
	}
	run.here = !paths_find_program("extractor", program, sizeof(program));
	warden_init(&run.warden, &options);
	buf_init(&run.frame, MAX_FRAME_BYTES);
	buf_init(&run.out, MAX_FRAME_BYTES);
	code = extract_all(cli, &run);
	if (fflush(stdout) != 0)
		code = EX_IOERR;
	/* a file that could not be read is the answer; in a stream each line has its own */
	if (code == EX_OK && run.failed && !cli->jsonl)
		code = EX_DATAERR;
	warden_release(&run.warden);
	reader_close(&run.reader);
	arena_release(&run.arena);
	buf_release(&run.frame);
	buf_release(&run.out);
	return code;
}
