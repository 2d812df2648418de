/* SPDX-License-Identifier: Apache-2.0
 * The log beside SQLite's spool: the same calls at random, in batches of which some are given up
 * and some are followed by a crash, and at each step the same answers. SITREP_SEED repeats a run. */
#include "support/testing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "support/spools.h"

#define STEPS 6000
#define BODIES 400
#define SEGMENT_BYTES 8192

enum { LOG, SQLITE, BOTH };

static const struct spool_limits limits = {200, 100000};
static struct spool *s[BOTH];
static uint64_t chance;
static int64_t now_ms;

static uint64_t draw(uint64_t below)
{
	chance += 0x9E3779B97F4A7C15u;
	return hash_mix(chance) % below;
}

static void open_both(void)
{
	struct err err = {0}, damage = {0};

	s[LOG] = spool_open_log("model-log.db", &limits, SEGMENT_BYTES, &damage, &err);
	ck_assert_msg(s[LOG] && damage.kind == ERR_NONE, "%s%s", err.text, damage.text);
	s[SQLITE] = spool_open_sqlite("model-sqlite.db", &limits, &err);
	ck_assert_ptr_nonnull(s[SQLITE]);
}

static void same_item(const struct spool_item *a, const struct spool_item *b)
{
	/* numbers of a batch that was given up are given again by SQLite alone: reports are
	 * known by their ids */
	ck_assert_int_eq(memcmp(&a->id, &b->id, sizeof(a->id)), 0);
	ck_assert_int_eq(a->state, b->state);
	ck_assert_uint_eq(a->attempt, b->attempt);
	ck_assert_int_eq(a->received_ms, b->received_ms);
	ck_assert(str_eq(a->source, b->source));
	ck_assert_msg(str_eq(a->reason, b->reason), "state %d: %.*s and %.*s", a->state,
		STR_ARGS(a->reason), STR_ARGS(b->reason));
	ck_assert(str_eq(a->sentence, b->sentence));
	if (!a->state)
		return;
	ck_assert_int_eq(a->priority, b->priority);
	ck_assert_uint_eq(a->failed, b->failed);
	ck_assert_uint_eq(a->lost, b->lost);
	ck_assert_uint_eq(a->bytes, b->bytes);
	ck_assert(str_eq(a->media_type, b->media_type));
	if (a->state != SPOOL_READY) /* a promotion is not written down, and happens again */
		ck_assert_int_eq(a->due_ms, b->due_ms);
}

static struct submit submit_of(unsigned number)
{
	static char body[2000];
	size_t n = 20 + number * 7919 % 1900;
	struct submit submit = {.priority = number % 5 == 0 ? PRIORITY_WAITED : PRIORITY_BULK,
		.report = {.media_type = STR("text/plain"),
			.source = number % 2 ? STR("odd") : STR("even"),
			.title = number % 3 ? STR("") : STR("third"),
			.received_ms = now_ms,
			.verbatim = number % 7 == 0}};

	memset(body, 'a' + (int)number % 26, n);
	snprintf(body, sizeof(body), "body %u", number);
	submit.report.body = (struct str){body, n};
	report_identify(&submit.report);
	return submit;
}

static void do_put(void)
{
	struct submit submit = submit_of((unsigned)draw(BODIES));
	struct spool_item first[BOTH] = {0};
	enum spool_put put[BOTH];
	int k;

	submit.again = draw(3) == 0;
	for (k = 0; k < BOTH; k++)
		ck_assert(spool_put(s[k], &submit, &arena, &put[k], &first[k], NULL));
	ck_assert_int_eq(put[LOG], put[SQLITE]);
	if (put[LOG] == SPOOL_DUPLICATE)
		same_item(&first[LOG], &first[SQLITE]);
}

static bool lend(struct spool_item item[BOTH])
{
	struct report report[BOTH];
	bool found[BOTH];
	int k;

	for (k = 0; k < BOTH; k++)
		ck_assert(spool_lease(
			s[k], now_ms, now_ms + 500, &arena, &item[k], &report[k], &found[k], NULL));
	ck_assert_int_eq(found[LOG], found[SQLITE]);
	if (!found[LOG])
		return false;
	same_item(&item[LOG], &item[SQLITE]);
	ck_assert(str_eq(report[LOG].body, report[SQLITE].body));
	ck_assert(str_eq(report[LOG].title, report[SQLITE].title));
	ck_assert(str_eq(report[LOG].dated, report[SQLITE].dated));
	ck_assert_int_eq(report[LOG].verbatim, report[SQLITE].verbatim);
	return true;
}

static void settle(const struct spool_item items[BOTH])
{
	const struct spool_why why = {STR("unreadable"), STR("it is a picture"), draw(4) == 0};
	struct spool_item gone;
	uint64_t what = draw(12);
	int k;

	for (k = 0; k < BOTH; k++) {
		const struct spool_item *item = &items[k];

		if (what < 6)
			ck_assert(spool_done(s[k], (struct lease){item->seq, item->attempt}, &arena,
				&gone, NULL));
		else if (what == 6)
			ck_assert(spool_bury(s[k], item, &why, now_ms, NULL));
		else if (what == 7)
			ck_assert(spool_delay(s[k], item, &why, now_ms + 300, now_ms, NULL));
		else if (what == 8)
			ck_assert(spool_requeue(s[k], item, true, now_ms, NULL));
	}
}

static void do_lend(void)
{
	struct spool_item item[BOTH];

	if (lend(item))
		settle(item);
}

/* Leases of the same time come in either order. */
static void do_expire(void)
{
	struct spool_item item;
	bool found[BOTH];
	int k;

	for (k = 0; k < BOTH; k++)
		for (;;) {
			ck_assert(spool_expired(s[k], now_ms, &arena, &item, &found[k], NULL));
			if (!found[k])
				break;
			ck_assert(spool_requeue(s[k], &item, true, now_ms, NULL));
		}
	for (k = 0; k < BOTH; k++)
		ck_assert(spool_promote(s[k], now_ms, NULL));
}

static void do_dead(void)
{
	struct spool_item *v[BOTH];
	uint64_t before[BOTH] = {0}, what = draw(3);
	size_t n[BOTH], i;
	int k;

	for (k = 0; k < BOTH; k++) {
		ck_assert(spool_dead(s[k], 0, 3, &arena, &v[k], &n[k], NULL));
		before[k] = n[k] == 3 && what ? v[k][2].seq : 0; /* the second page */
		ck_assert(spool_dead(s[k], before[k], 7, &arena, &v[k], &n[k], NULL));
	}
	ck_assert_uint_eq(n[LOG], n[SQLITE]);
	for (i = 0; i < n[LOG]; i++)
		same_item(&v[LOG][i], &v[SQLITE][i]);
	for (k = 0; n[LOG] && k < BOTH; k++) {
		if (what == 0)
			ck_assert(spool_retry(s[k], v[k][n[k] / 2].seq, now_ms, NULL));
		else if (what == 1)
			ck_assert(spool_drop(s[k], v[k][n[k] / 2].seq, NULL));
	}
}

static void do_note(void)
{
	struct str value[BOTH], *keys[BOTH];
	size_t n[BOTH], i;
	char key[16], text[16];
	bool forget = draw(3) == 0;
	int k;

	snprintf(key, sizeof(key), "%s/%02d", draw(2) ? "a" : "b", (int)draw(40));
	snprintf(text, sizeof(text), "%d", (int)draw(1000));
	for (k = 0; k < BOTH; k++) {
		ck_assert(spool_note(
			s[k], str_from(key), forget ? (struct str){0} : str_from(text), NULL));
	}
	snprintf(key, sizeof(key), "a/%02d", (int)draw(40));
	for (k = 0; k < BOTH; k++) {
		ck_assert(spool_noted(s[k], str_from(key), &arena, &value[k], NULL));
		ck_assert(spool_notes(s[k], STR("a/"), &arena, &keys[k], &n[k], NULL));
	}
	ck_assert(str_eq(value[LOG], value[SQLITE]) &&
		  str_absent(value[LOG]) == str_absent(value[SQLITE]));
	ck_assert_uint_eq(n[LOG], n[SQLITE]);
	for (i = 0; i < n[LOG]; i++)
		ck_assert(str_eq(keys[LOG][i], keys[SQLITE][i]));
}

static void compare(void)
{
	struct spool_counts c[BOTH];
	struct spool_item *v[BOTH];
	int64_t oldest[BOTH];
	size_t n[BOTH], i;
	int k;

	for (k = 0; k < BOTH; k++) {
		spool_counts(s[k], &c[k]);
		ck_assert(spool_oldest(s[k], &oldest[k], NULL));
		ck_assert(spool_ledger(s[k], 0, 100, &arena, &v[k], &n[k], NULL));
		if (n[k] == 100) /* the second page */
			ck_assert(
				spool_ledger(s[k], v[k][99].seq, 1000, &arena, &v[k], &n[k], NULL));
	}
	for (i = 0; i < sizeof(c[LOG]) / sizeof(uint64_t); i++)
		ck_assert_msg(((uint64_t *)&c[LOG])[i] == ((uint64_t *)&c[SQLITE])[i],
			"count %zu: %d and %d", i, (int)((uint64_t *)&c[LOG])[i],
			(int)((uint64_t *)&c[SQLITE])[i]);
	ck_assert_int_eq(oldest[LOG], oldest[SQLITE]);
	ck_assert_uint_eq(n[LOG], n[SQLITE]);
	for (i = 0; i < n[LOG]; i++)
		same_item(&v[LOG][i], &v[SQLITE][i]);
}

/* The open batch is lost, and leases are given a new end. */
static void restart(void)
{
	int k;

	for (k = 0; k < BOTH; k++)
		spool_close(&s[k]);
	open_both();
	for (k = 0; k < BOTH; k++) {
		/* SQLite's renews only what would end later: so that the two are alike, all of
		 * them run out */
		ck_assert(spool_shorten_leases(s[k], 0, NULL));
	}
	do_expire();
	for (k = 0; k < BOTH; k++)
		commit(s[k]);
}

static void end_batch(void)
{
	uint64_t how = draw(20);
	int k;

	for (k = 0; k < BOTH; k++) {
		if (how == 0)
			spool_rollback(s[k]);
		else if (how != 1)
			commit(s[k]);
	}
	if (how == 1)
		restart();
	compare();
	arena_reset(&arena);
}

START_TEST(the_log_answers_as_sqlite_does)
{
	static void (*const deeds[])(void) = {
		do_put, do_put, do_put, do_lend, do_lend, do_lend, do_note, do_dead, do_expire};
	const char *given = getenv("SITREP_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)_i;
	int step;

	chance = seed;
	printf("SITREP_SEED=%" PRIu64 "\n", seed);
	forget_files("model-*.db*");
	forget_files("model-log.log/*");
	open_both();
	for (step = 0; step < STEPS; step++) {
		now_ms += (int64_t)draw(60);
		deeds[draw(ARRAY_SIZE(deeds))]();
		if (draw(6) == 0)
			end_batch();
	}
	spool_close(&s[LOG]);
	spool_close(&s[SQLITE]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spool_model");
	TCase *group = tcase_create("spool_model");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(group, TEST_SECONDS);
	tcase_add_loop_test(group, the_log_answers_as_sqlite_does, 1, 3);
	suite_add_tcase(suite, group);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
