/* SPDX-License-Identifier: Apache-2.0
 * The extractor of docs/examples, written from the .proto files alone: it does the work by
 * itself, and kills of it and of the daemons leave the database that an undisturbed run makes. */
#include "support/testing.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/line.h"

#define REPORTS 1000

static const char *const quiet[] = {"--http-listen=", "--lease=2s", NULL};

static bool PRINTF_LIKE(1, 2) shell(const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return system(text) == 0;
}

/* Python, its libraries, and protoc: in tools/setup --test. */
static bool equipped(void)
{
	return shell("/usr/bin/python3 -c 'import zmq, google.protobuf' 2>/dev/null && command -v "
		     "protoc "
		     ">/dev/null");
}

static pid_t start_python(struct line *line)
{
	const char *source = getenv("SITREP_SOURCE_DIR");
	char program[256], path[128], run[128];
	pid_t pid;

	snprintf(program, sizeof(program), "%s/docs/examples/extractor.py", source);
	snprintf(path, sizeof(path), "%s/py", line->dir);
	snprintf(run, sizeof(run), "%s/run", line->dir);
	pid = fork();
	if (pid == 0) {
		setenv("PYTHONPATH", path, 1);
		execl("/usr/bin/python3", "python3", program, run, NULL);
		_exit(127);
	}
	return pid;
}

static void begin(struct line *line)
{
	line_open(line, quiet);
	ck_assert(shell(
		"mkdir %s/py && protoc --proto_path=%s/proto --python_out=%s/py %s/proto/*.proto",
		line->dir, getenv("SITREP_SOURCE_DIR"), line->dir, getenv("SITREP_SOURCE_DIR")));
	line_start_part(line, PART_INGESTOR);
	line_start_part(line, PART_STORE);
}

static void run_line(bool disturbed, char ret[128])
{
	struct line line;
	pid_t worker;
	int i;

	begin(&line);
	worker = start_python(&line);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", REPORTS)), 0);
	for (i = 0; disturbed && i < 6; i++) {
		line_wait_for(&line, "SELECT count(*) FROM report",
			130 * (i + 1)); /* in the middle of it */
		if (i % 3 == 2)
			line_kill(&line, i == 2 ? PART_STORE : PART_INGESTOR, SIGKILL);
		kill(worker, SIGKILL);
		waitpid(worker, NULL, 0);
		if (i % 3 == 2)
			line_start_part(&line, i == 2 ? PART_STORE : PART_INGESTOR);
		worker = start_python(&line);
	}
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", REPORTS)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), REPORTS);
	ck_assert_int_eq(
		line_number(&line, "SELECT count(*) FROM entities WHERE text='2021'"), REPORTS);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	/* ours reads the originals that it kept */
	ck_assert_int_eq(SITREP(&line, out, "reprocess", "--dry-run", "--limit", "20"), 0);
	has("killed");
	line_digest(&line,
		"SELECT id, text, start, \"end\", maker, version FROM entities ORDER BY 1, 3", ret);
	ck_assert_int_ge(atoi(ret), REPORTS);
	kill(worker, SIGKILL);
	waitpid(worker, NULL, 0);
	line_stop(&line);
}

START_TEST(kills_change_nothing_of_what_the_python_extractor_does)
{
	char undisturbed[128], disturbed[128];

	if (!equipped()) {
		fprintf(stderr,
			"skipped: python3-zmq, python3-protobuf or protobuf-compiler is missing\n");
		return;
	}
	run_line(false, undisturbed);
	run_line(true, disturbed);
	ck_assert_str_eq(undisturbed, disturbed);
}
END_TEST

TEST_MAIN("python", kills_change_nothing_of_what_the_python_extractor_does)
