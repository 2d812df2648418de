/* SPDX-License-Identifier: Apache-2.0
 * Disks that are full, slow, or wrong: nothing accepted is lost, work goes on when they recover,
 * and no daemon refuses to start. */
#include "support/testing.h"

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/line.h"

static const char *const quiet[] = {
	"--http-listen=", "--lease=3s", "--retry-min=100ms", "--retry-max=1s", NULL};

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

	line_start(&line, quiet);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_file(&line, "a.txt", "One.", 4)), 0);
	limit_files(line.pid[part], 400000);
	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 1500)));
	while (!strstr(
		line_log(&line, part), part == PART_STORE ? "commit-failed" : "spool-failed"))
		ck_assert_int_eq(
			waitpid(feeder, NULL, WNOHANG), 0); /* it waits, and is told nothing */
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	has("TROUBLE");
	has("free for the store");
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

	line_open(&line, quiet);
	setenv("SLOW_SYNC_MS", "700", 1);
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1); /* ours comes before a sanitizer's */
	setenv("LD_PRELOAD", getenv("SITREP_SLOW_SYNC"), 1);
	for (part = PART_INGESTOR; part <= PART_EXTRACTOR; part++)
		line_start_part(&line, (enum part)part);
	unsetenv("LD_PRELOAD");
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 200)), 0);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 200);
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("\"expired\":0"); /* slow is not dead */
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

/* A small file system as the state directory; false, with a sentence, without the right to mount
 * one. */
static bool mount_state(struct line *line, const char *size)
{
	const char *at = line_path(line, "state");

	mkdir(at, 0700);
	if (mount("tmpfs", at, "tmpfs", 0, size) == 0)
		return true;
	printf("not tested: a file system of its own cannot be mounted (%m)\n");
	line_stop(line);
	return false;
}

static void remount_state(struct line *line, unsigned long flags, const char *size)
{
	ck_assert_int_eq(
		mount("tmpfs", line_path(line, "state"), "tmpfs", MS_REMOUNT | flags, size), 0);
}

static void stop_and_unmount(struct line *line)
{
	int part;

	for (part = 0; part < PART_COUNT; part++)
		line_kill(line, (enum part)part, SIGKILL);
	ck_assert_int_eq(umount2(line_path(line, "state"), MNT_DETACH), 0);
	line_stop(line);
}

START_TEST(a_small_file_system_fills_up_and_is_made_larger)
{
	struct line line;
	pid_t feeder;
	int status;

	line_open(&line, quiet);
	if (!mount_state(&line, "size=3m"))
		return;
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 1500)));
	while (!strstr(line_log(&line, PART_STORE), "commit-failed") &&
		!strstr(line_log(&line, PART_INGESTOR), "spool-failed")) {
		ck_assert_int_eq(
			waitpid(feeder, NULL, WNOHANG), 0); /* it waits, and is told nothing */
		usleep(50000); /* the daemons need the processor more */
	}
	remount_state(&line, 0, "size=400m");
	waitpid(feeder, &status, 0);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "submit: %d", status);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 1500);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	stop_and_unmount(&line);
}
END_TEST

/* A daemon that may not write says so and ends; what was accepted before is there afterwards. */
START_TEST(a_read_only_disk_is_named_and_keeps_what_was_accepted)
{
	static const enum part writers[] = {PART_INGESTOR, PART_STORE};
	struct line line;
	size_t i;

	line_open(&line, quiet);
	if (!mount_state(&line, "size=400m"))
		return;
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 200)), 0);
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_kill(&line, PART_STORE, SIGKILL);
	remount_state(&line, MS_RDONLY, "");
	for (i = 0; i < ARRAY_SIZE(writers); i++) {
		int status;

		line_start_part(&line, writers[i]);
		waitpid(line.pid[writers[i]], &status, 0);
		line.pid[writers[i]] = 0;
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) != 0, "%s: %d",
			line_log(&line, writers[i]), status);
		ck_assert_msg(strstr(line_log(&line, writers[i]), "Read-only file system") != NULL,
			"%s", line_log(&line, writers[i]));
	}
	remount_state(&line, 0, "");
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	line_wait_for(&line, "SELECT count(*) FROM report", 200);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	stop_and_unmount(&line);
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

/* In a report that nobody has read yet. */
static void scribble_on_spool(struct line *line, bool log)
{
	struct stat st;

	if (!log) {
		scribble(line_path(line, "state/spool.db"), 20000, "no page of a database at all");
		return;
	}
	ck_assert_int_eq(stat(line_path(line, "state/spool.log/0000000001.seg"), &st), 0);
	scribble(line_path(line, "state/spool.log/0000000001.seg"), st.st_size - 3000,
		"no record of a log at all");
}

static void damage_and_go_on(bool log)
{
	struct line line;
	glob_t found;

	setenv("SITREP_SPOOL", log ? "log" : "sqlite", 1);
	line_start(&line, quiet);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 100)), 0);
	line_kill(&line, PART_EXTRACTOR, SIGTERM);
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "more.jsonl", 150)), 0);
	line_kill(&line, PART_INGESTOR, SIGTERM);
	line_kill(&line, PART_STORE, SIGTERM);
	scribble_on_spool(&line, log);
	scribble(line_path(&line, "state/sitrep.db"), 0, "this was a database once");
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_file(&line, "next.txt", "Next.", 5)),
		0);
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	has("it is kept as");
	ck_assert_int_eq(glob(line_path(&line, "state/sitrep.db.damaged-*"), 0, NULL, &found), 0);
	globfree(&found);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 70); /* and the books tell what is missing */
	line_stop(&line);
	unsetenv("SITREP_SPOOL");
}

START_TEST(damaged_files_are_set_aside_and_work_goes_on)
{
	damage_and_go_on(false);
	damage_and_go_on(true);
}
END_TEST

TEST_MAIN("disk", a_full_spool_disk_makes_submitters_wait_and_loses_nothing,
	a_full_store_disk_puts_reports_off_and_loses_nothing, a_disk_that_stalls_is_waited_for,
	a_small_file_system_fills_up_and_is_made_larger,
	a_read_only_disk_is_named_and_keeps_what_was_accepted,
	damaged_files_are_set_aside_and_work_goes_on)
