/* SPDX-License-Identifier: Apache-2.0
 * Disks that are full, slow, or wrong: nothing accepted is lost, work goes on when they recover, and no
 * daemon refuses to start. */
#include "support/testing.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/line.h"

static const char *const quiet[] = {"--http-listen=", "--lease=3s", "--retry-min=100ms",
	"--retry-max=1s"};

static char out[1 << 20];

static void limit_files(pid_t pid, rlim_t bytes)
{
	struct rlimit r = {bytes, RLIM_INFINITY};

	ck_assert_int_eq(prlimit(pid, RLIMIT_FSIZE, &r, NULL), 0);
}

/* Under a limit on the size of files, a write fails as on a full disk. */
static void fill_up(enum part part)
{
	struct line line;
	pid_t feeder;
	int status;

	line_start(&line, quiet, ARRAY_SIZE(quiet));
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_file(&line, "a.txt", "One.", 4)), 0);
	limit_files(line.pid[part], 400000);
	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 1500)));
	while (!strstr(line_log(&line, part), part == PART_STORE ? "commit-failed" : "spool-failed"))
		ck_assert_int_eq(waitpid(feeder, NULL, WNOHANG), 0); /* it waits, and is told nothing */
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	ck_assert_ptr_nonnull(strstr(out, "TROUBLE"));
	ck_assert_ptr_nonnull(strstr(out, "free for the store"));
	limit_files(line.pid[part], RLIM_INFINITY);
	waitpid(feeder, &status, 0);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "submit: %d", status);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 1501);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}

START_TEST(a_full_spool_disk_makes_submitters_wait_and_loses_nothing)
{
	fill_up(PART_INGESTOR);
}
END_TEST

START_TEST(a_full_store_disk_puts_reports_off_and_loses_nothing)
{
	fill_up(PART_STORE);
}
END_TEST

START_TEST(a_disk_that_stalls_is_waited_for)
{
	struct line line;
	int part;

	line_open(&line, quiet, ARRAY_SIZE(quiet));
	setenv("SLOW_SYNC_MS", "700", 1);
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1); /* ours comes before a sanitizer's */
	setenv("LD_PRELOAD", getenv("SITREP_SLOW_SYNC"), 1);
	for (part = PART_INGESTOR; part <= PART_EXTRACTOR; part++)
		line_start_part(&line, (enum part)part);
	unsetenv("LD_PRELOAD");
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 200)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 200);
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	ck_assert_ptr_nonnull(strstr(out, "\"expired\":0")); /* slow is not dead */
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

static void scribble(const char *path, long at, const char *text)
{
	FILE *f = fopen(path, "r+");

	ck_assert_ptr_nonnull(f);
	fseek(f, at, SEEK_SET);
	fputs(text, f);
	fclose(f);
}

START_TEST(damaged_files_are_set_aside_and_work_goes_on)
{
	struct line line;
	glob_t found;

	line_start(&line, quiet, ARRAY_SIZE(quiet));
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 100)), 0);
	line_kill(&line, PART_EXTRACTOR, SIGTERM);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "more.jsonl", 150)), 0);
	line_kill(&line, PART_INGESTOR, SIGTERM);
	line_kill(&line, PART_STORE, SIGTERM);
	scribble(line_path(&line, "state/spool.db"), 20000, "no page of a database at all");
	scribble(line_path(&line, "state/sitrep.db"), 0, "this was a database once");
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_file(&line, "next.txt", "Next.", 5)), 0);
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	ck_assert_ptr_nonnull(strstr(out, "it is kept as"));
	ck_assert_int_eq(glob(line_path(&line, "state/sitrep.db.damaged-*"), 0, NULL, &found), 0);
	globfree(&found);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 70); /* and the books tell what is missing */
	line_stop(&line);
}
END_TEST

TEST_MAIN("disk", a_full_spool_disk_makes_submitters_wait_and_loses_nothing,
	a_full_store_disk_puts_reports_off_and_loses_nothing, a_disk_that_stalls_is_waited_for,
	damaged_files_are_set_aside_and_work_goes_on)
