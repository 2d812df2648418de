/* SPDX-License-Identifier: Apache-2.0
 * The real store, sent results one by one: those of a stream share commits (store/pace.h), and
 * what waits for one is lost neither at the end nor to a question. */
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "service/client.h"
#include "support/line.h"
#include "support/samples.h"

#define RESULTS 60
#define SYNC_MS 20  /* what a sync of the disk takes at the least */
#define WAIT_MS 100 /* after such a commit: PACE_MOST_US */

static const char *const quiet[] = {"--http-listen=", NULL};
static struct arena arena;
static struct line line;

/* Every sync takes its time, so that the store has a reason to wait, on any disk. */
static struct client *start(void)
{
	char endpoint[128];
	struct client *client;

	line_open(&line, quiet);
	setenv("SLOW_SYNC_MS", "20", 1);
	setenv("SLOW_SYNC_EVERY", "1", 1);
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1); /* ours comes before a sanitizer's */
	setenv("LD_PRELOAD", getenv("SITREP_SLOW_SYNC"), 1);
	line_start_part(&line, PART_STORE);
	unsetenv("LD_PRELOAD");
	snprintf(endpoint, sizeof(endpoint), "ipc://%s/run/store.results", line.dir);
	client = client_connect(endpoint, NULL, NULL);
	ck_assert_ptr_nonnull(client);
	return client;
}

static void send_result(struct client *client, int i)
{
	struct message m;

	arena_reset(&arena);
	m = sample_message(MESSAGE_RESULT, &arena);
	m.u.result.report.id = sample_id((unsigned char)(i + 1));
	ck_assert(client_send(client, &m, NULL));
}

/* Returns how many were committed within ms; 0: none. */
static int committed_within(struct client *client, int ms)
{
	struct message m;

	arena_reset(&arena);
	if (!client_receive(client, ms, &arena, &m, NULL))
		return 0;
	ck_assert_int_eq(m.type, MESSAGE_COMMITTED);
	return (int)m.u.committed.n;
}

/* A figure of the last line that the store logged about its state; -1: there is none. */
static long state(const char *name)
{
	const char *last = NULL, *at = line_log(&line, PART_STORE), *figure;

	while ((at = strstr(at, "event=state")))
		last = at++;
	figure = last ? strstr(last, name) : NULL;
	return figure ? atol(figure + strlen(name)) : -1;
}

/* A commit ends SYNC_MS + WAIT_MS after the one before at the earliest, however slow the
 * machine: each result for itself would take one for each, or as many as there were syncs. */
START_TEST(results_that_come_one_by_one_share_commits)
{
	struct client *client = start();
	int sent = 0, committed = 0;
	int64_t began, took;

	send_result(client, sent++);
	while (!committed)
		committed = committed_within(client, 10000);
	began = clock_mono_ms();
	while (committed < RESULTS) {
		if (sent < RESULTS)
			send_result(client, sent++);
		committed += committed_within(client, 5);
	}
	took = clock_mono_ms() - began;
	while (state(" committed=") < RESULTS) {
		kill(line.pid[PART_STORE], SIGUSR1);
		nap(20);
	}
	ck_assert_msg(state(" commits=") <= 2 + took / (SYNC_MS + WAIT_MS), "%ld commits in %d ms",
		state(" commits="), (int)took);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), RESULTS);
	client_close(&client);
	line_stop(&line);
}
END_TEST

/* Sends one more and waits until the store has it in its transaction, or beyond. */
static void send_another(struct client *client, int i)
{
	send_result(client, i);
	do {
		kill(line.pid[PART_STORE], SIGUSR1);
		nap(5);
	} while (state(" open=") < 1 && state(" committed=") < i + 1);
}

START_TEST(what_waits_for_a_commit_is_stored_before_the_store_ends)
{
	struct client *client = start();

	send_result(client, 0);
	ck_assert_int_eq(committed_within(client, 10000), 1);
	send_another(client, 1);
	line_kill(&line, PART_STORE, SIGTERM);
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 2);
	ck_assert_int_eq(committed_within(client, 1000), 1); /* it was told, too */
	client_close(&client);
	line_stop(&line);
}
END_TEST

START_TEST(what_waits_for_a_commit_is_stored_before_a_correction)
{
	struct client *client = start();
	struct request request = {.verb = VERB_UNDO, .after = 1};
	struct reply reply;

	send_result(client, 0);
	ck_assert_int_eq(committed_within(client, 10000), 1);
	send_another(client, 1);
	/* the answer comes after the Committed, which this passes over */
	ck_assert(client_ask(client, &request, 10000, &arena, &reply, NULL));
	ck_assert(!reply.ok); /* there is no decision 1 */
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM report"), 2);
	client_close(&client);
	line_stop(&line);
}
END_TEST

TEST_MAIN("commits", results_that_come_one_by_one_share_commits,
	what_waits_for_a_commit_is_stored_before_the_store_ends,
	what_waits_for_a_commit_is_stored_before_a_correction)
