/* SPDX-License-Identifier: Apache-2.0
 * kill -9 at random: thousands of reports flow while ingestor, extractor and store die in an
 * order that a seed chooses (SITREP_SEED repeats it). In the end the database equals, row for
 * row, the one of an undisturbed run, and the books balance. */
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "support/line.h"

#define REPORTS 2000
#define KILLS 24

/* The log spool begins a new segment, and removes an old one, many times. */
static const char *const quiet[] = {"--http-listen=", "--lease=2s", "--retry-min=50ms",
	"--log-level=warn", "--spool=log", "--spool-segment=16K", NULL};

static const char *const tables[] = {
	"SELECT lower(hex(id)), source, media_type, bytes FROM report ORDER BY 1",
	("SELECT id, kind, subject, object, value, modifier, time_start, places, start, \"end\", "
	 "maker, version"
	 " FROM claims ORDER BY id, start, kind, object"),
	"SELECT id, type, text, canonical, start, \"end\", maker, version FROM entities ORDER BY "
	"id, start, 3",
	("SELECT id, type, stage, date_start, date_end, locations, perpetrator_individuals,"
	 " perpetrator_organisations, physical_targets, victims, weapons, start, \"end\", maker, "
	 "version"
	 " FROM incidents ORDER BY id, start, type"),
};

struct digests {
	char v[ARRAY_SIZE(tables)][128];
};

static int64_t stored(struct line *line)
{
	int64_t n = line_number(line, "SELECT count(*) FROM report");

	return n < 0 ? 0 : n;
}

/* Each death comes when so many more reports are stored, or after a second in which none was. */
static int kill_at_random(struct line *line, uint64_t seed)
{
	int kills = 0;

	while (kills < KILLS && stored(line) < REPORTS) {
		uint64_t chance = hash_mix(seed + (uint64_t)kills * 0x9E3779B97F4A7C15u);
		int64_t until = stored(line) + (int64_t)(chance % (REPORTS / KILLS));
		int64_t patience = clock_mono_ms() + 1000;
		enum part part = (enum part)((chance >> 32) % 3);

		while (stored(line) < until && clock_mono_ms() < patience)
			;
		line_kill(line, part, SIGKILL);
		line_start_part(line, part);
		kills++;
	}
	return kills;
}

static void run_line(uint64_t seed, struct digests *ret)
{
	struct line line;
	pid_t feeder;
	int status, kills;
	size_t i;

	line_start(&line, quiet);
	feeder = fork();
	if (feeder == 0)
		_exit(SITREP(
			&line, out, "submit", "--wait", line_many(&line, "many.jsonl", REPORTS)));
	kills = seed ? kill_at_random(&line, seed) : 0;
	waitpid(feeder, &status, 0);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "seed %llu: submit %d",
		(unsigned long long)seed, status);
	ck_assert_msg(!seed || kills >= KILLS / 2, "only %d kills came in time", kills);
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		line_digest(&line, tables[i], ret->v[i]);
		ck_assert_int_ge(atoi(ret->v[i]), REPORTS);
	}
	line_stop(&line);
}

START_TEST(kills_at_random_leave_the_database_of_an_undisturbed_run)
{
	const char *given = getenv("SITREP_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 1;
	struct digests undisturbed, disturbed;
	size_t i;

	run_line(0, &undisturbed);
	run_line(seed, &disturbed);
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		ck_assert_msg(strcmp(undisturbed.v[i], disturbed.v[i]) == 0,
			"seed %llu: %s: %s and %s", (unsigned long long)seed, tables[i],
			undisturbed.v[i], disturbed.v[i]);
}
END_TEST

TEST_MAIN("kills", kills_at_random_leave_the_database_of_an_undisturbed_run)
