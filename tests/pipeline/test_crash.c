/* SPDX-License-Identifier: Apache-2.0
 * The kill matrix: each daemon dies at every point that the sources name with fault_here(), early
 * and a little later, while reports are fed. Only in builds with -Dfaults=true. */
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/line.h"

/* The log begins a new segment, and removes an old one, with every few reports. */
static const char *const quiet[] = {"--http-listen=", "--lease=3s", "--spool-segment=4K", NULL};

/* The names that the sources hold; which daemon passes a point is in its name. */
static enum part part_of(const char *point)
{
	if (strncmp(point, "store-", 6) == 0)
		return PART_STORE;
	return strncmp(point, "extractor-", 10) == 0 ? PART_EXTRACTOR : PART_INGESTOR;
}

/* Waits for the feeder too: *ret_fed. Some points are passed when all is done: a feeder that was
 * done first is followed by some patience. */
static bool dies_by_itself(
	struct line *line, enum part part, pid_t feeder, int patience_ms, bool *ret_fed)
{
	int64_t until = INT64_MAX;
	int status;

	for (*ret_fed = false; clock_mono_ms() < until; nap(10)) {
		if (waitpid(line->pid[part], &status, WNOHANG) > 0) {
			ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
			line->pid[part] = 0;
			return true;
		}
		if (!*ret_fed && waitpid(feeder, &status, WNOHANG) > 0) {
			ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
			*ret_fed = true;
			until = clock_mono_ms() + patience_ms;
		}
	}
	return false;
}

/* The kind of spool that the first start has, and all others; most points are passed by the one
 * alone. */
static void choose_spools(
	const char *point, const char *kind, const char **ret_first, const char **ret_then)
{
	*ret_first = *ret_then = kind;
	if (strcmp(point, "spool-log-taken") == 0)
		*ret_first = "sqlite";
	if (strcmp(point, "spool-log-left") == 0)
		*ret_then = "sqlite";
}

/* A busy machine may not hear of every daemon in the time that "status" waits. */
static void wait_until_up(struct line *line)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (SITREP(line, out, "status") != 0)
		ck_assert_msg(clock_mono_ms() < until, "a daemon does not come up: %s", out);
}

static void die_at(const char *point, int passes, const char *kind)
{
	struct line line;
	enum part part = part_of(point);
	const char *first, *then;
	char fault[64];
	int status;
	pid_t feeder;
	bool fed;

	choose_spools(point, kind, &first, &then);
	setenv("SITREP_SPOOL", first, 1);
	line_start(&line, quiet);
	wait_until_up(&line);
	if (first != then) { /* there is something to take over */
		line_kill(&line, PART_EXTRACTOR, SIGKILL);
		ck_assert_int_eq(
			SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 60)), 0);
	}
	line_kill(&line, part, SIGKILL);
	setenv("SITREP_SPOOL", then, 1);
	snprintf(fault, sizeof(fault), "%s:%d", point, passes);
	setenv("SITREP_FAULT", fault, 1);
	line_start_part(&line, part);
	unsetenv("SITREP_FAULT");
	if (first != then)
		line_start_part(&line, PART_EXTRACTOR);
	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 60)));
	if (dies_by_itself(&line, part, feeder, passes > 1 ? 3000 : PATIENCE_MS, &fed))
		line_start_part(&line, part);
	else /* so few transactions that the point was not passed so often */
		ck_assert_msg(passes > 1, "%s was never passed", point);
	status = 0;
	if (!fed)
		waitpid(feeder, &status, 0);
	ck_assert_msg(
		WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: submit %d", fault, status);
	line_wait_for(&line, "SELECT count(*) FROM report", 60);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 60);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM claims WHERE kind='killed'"), 60);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
	unsetenv("SITREP_SPOOL");
}

START_TEST(a_death_at_every_named_point_loses_and_doubles_nothing)
{
	static const char *const points[] = {FAULT_POINTS};

	die_at(points[_i / 2], _i % 2 ? 1 : 3, "log");
}
END_TEST

START_TEST(nor_does_it_with_the_spool_in_tables)
{
	static const char *const points[] = {
		"spool-put", "spool-before-commit", "spool-after-commit"};

	die_at(points[_i / 2], _i % 2 ? 1 : 3, "sqlite");
}
END_TEST

/* Three reports that ruin whoever reads them, among three hundred that do not. */
START_TEST(poison_is_buried_with_its_reason_and_the_others_flow_on)
{
	static const char poison[] = "{\"text\":\"POISON-CRASH.\"}\n{\"text\":\"POISON-LOOP.\"}\n"
				     "{\"text\":\"POISON-MEMORY.\"}\n";
	struct line line;
	const char *path;

	line_start(&line,
		FLAGS("--http-listen=", "--max-attempts=3", "--retry-min=50ms", "--retry-max=200ms",
			"--report-time=1500ms", "--report-memory=300M"));
	path = line_file(&line, "poison.jsonl", poison, sizeof(poison) - 1);
	ck_assert_int_eq(SITREP(&line, out, "submit", path), 0);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 300)), 0);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", path), 65);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 300);
	ck_assert_int_eq(SITREP(&line, out, "dead", "list", "--json"), 0);
	has("killed by SIGABRT");
	has("took longer than 1500 ms");
	has("more memory than it may have");
	has("\"attempt\":3");
	hasnt("\"attempt\":4"); /* bounded */
	ck_assert_int_eq(kill(line.pid[PART_EXTRACTOR], 0), 0);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_stop(&line);
}
END_TEST

int main(void)
{
	static const char *const points[] = {FAULT_POINTS};
	Suite *suite = suite_create("crash");
	TCase *group = tcase_create("crash");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(group, TEST_SECONDS);
	tcase_add_loop_test(group, a_death_at_every_named_point_loses_and_doubles_nothing, 0,
		2 * (int)ARRAY_SIZE(points));
	tcase_add_loop_test(group, nor_does_it_with_the_spool_in_tables, 0, 6);
	tcase_add_test(group, poison_is_buried_with_its_reason_and_the_others_flow_on);
	suite_add_tcase(suite, group);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
