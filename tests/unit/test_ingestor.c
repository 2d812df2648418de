/* SPDX-License-Identifier: Apache-2.0
 * The core of the ingestor over the spool in memory: who gets work, what is taken in. */
#include "support/testing.h"

#include "ingestor/texts.h"
#include "support/core.h"
#include "support/samples.h"

START_TEST(work_goes_only_where_there_is_credit)
{
	struct fixture f = start();
	struct assignment a[16];
	int i;

	for (i = 0; i < 10; i++)
		ck_assert_int_eq(submit(&f, (char[]){(char)('a' + i), 0}), OUTCOME_ACCEPTED);
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 4);
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	{
		struct message done = {
			.type = MESSAGE_DONE, .u.done.leases = {&(struct lease){1, 1}, 1}};

		ck_assert(ingestor_on_work(f.in, STR("w"), &done, f.now, &f.out, NULL));
	}
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	ck_assert_uint_eq(a[0].lease.seq, 5);
	ck_assert_uint_eq(status_of(&f).queue.done, 1);
	stop(&f);
}
END_TEST

static void hear(void *arg, struct str source, uint32_t text_bytes)
{
	if (str_eq(source, STR("test")))
		texts_heard(arg, text_bytes);
}

START_TEST(a_source_whose_reports_have_no_text_raises_a_warning)
{
	struct fixture f = start();
	struct assignment a[64];
	struct texts texts = {0};
	uint32_t i;

	ingestor_on_read(f.in, hear, &texts);
	for (i = 0; i < 16; i++)
		ck_assert_int_eq(submit(&f, (char[]){(char)('a' + i), 0}), OUTCOME_ACCEPTED);
	ck_assert_uint_eq(ask_for_work(&f, "w", 64, a), 16);
	for (i = 0; i < 16; i++) {
		uint32_t bytes = i < 4 || i == 14 ? 500 : 10;
		struct message done = {.type = MESSAGE_DONE, .u.done = {{&a[i].lease, 1}, &bytes}};

		ck_assert_uint_eq(texts_warning(&texts, &f.arena).n > 0, i >= 12);
		ck_assert(ingestor_on_work(f.in, STR("w"), &done, f.now, &f.out, NULL));
	}
	ck_assert(str_eq(texts_warning(&texts, &f.arena),
		STR("9 of the last 10 reports had hardly any text")));
	/* said again, it is no other report; what is not said is not counted */
	{
		struct message again = {.type = MESSAGE_DONE, .u.done.leases = {&a[14].lease, 1}};

		ck_assert(ingestor_on_work(f.in, STR("w"), &again, f.now, &f.out, NULL));
	}
	ck_assert_uint_eq(texts_little(&texts), 9);
	stop(&f);
}
END_TEST

START_TEST(work_is_shared_evenly)
{
	struct fixture f = start();
	struct assignment a[16];
	int i;

	for (i = 0; i < 10; i++)
		submit(&f, (char[]){(char)('a' + i), 0});
	beat(&f, "w1", 100, (struct leases){0});
	beat(&f, "w2", 100, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(f.out.n, 10);
	ck_assert_uint_eq(take_assignments(&f, "w1", a), 5);
	stop(&f);
}
END_TEST

START_TEST(a_pause_holds_work_back)
{
	struct fixture f = start();
	struct message pause = {.type = MESSAGE_REQUEST, .u.request = {.verb = VERB_PAUSE}};
	struct assignment a[16];

	submit(&f, "one");
	beat(&f, "w", 4, (struct leases){0});
	ck_assert(ingestor_on_intake(f.in, STR("cli"), &pause, f.now, &f.out, NULL));
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	ingestor_free(&f.in); /* a restart does not end it */
	f.in = ingestor_new(f.spool, &policy, 1);
	ck_assert(ingestor_restore(f.in, NULL));
	ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 0);
	pause.u.request.verb = VERB_RESUME;
	ck_assert(ingestor_on_intake(f.in, STR("cli"), &pause, f.now, &f.out, NULL));
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	stop(&f);
}
END_TEST

START_TEST(a_closed_intake_takes_nothing_and_finishes_what_is_there)
{
	struct fixture f = start();
	struct message close = {
		.type = MESSAGE_REQUEST, .u.request = {.verb = VERB_PAUSE, .text = STR("ingest")}};
	struct submit late = {.report = {.body = STR("two")}};
	AUTO(arena_release) struct arena arena = {0};
	struct submitted answer;
	struct assignment a[16];

	arena_init(&arena, 0);
	submit(&f, "one");
	ck_assert(ingestor_on_intake(f.in, STR("cli"), &close, f.now, &f.out, NULL));
	ck_assert(ingestor_take(f.in, &late, f.now, &arena, &answer, NULL));
	ck_assert_int_eq(answer.outcome, OUTCOME_BUSY);
	ck_assert(answer.retry_after_ms > 0 && answer.sentence.n > 0);
	ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 1);
	ingestor_free(&f.in); /* a restart does not open it */
	f.in = ingestor_new(f.spool, &policy, 1);
	ck_assert(ingestor_restore(f.in, NULL));
	ck_assert(ingestor_take(f.in, &late, f.now, &arena, &answer, NULL));
	ck_assert_int_eq(answer.outcome, OUTCOME_BUSY);
	close.u.request.text = STR("kitchen");
	close.u.request.verb = VERB_RESUME;
	ck_assert(ingestor_on_intake(f.in, STR("cli"), &close, f.now, &f.out, NULL));
	ck_assert(ingestor_take(f.in, &late, f.now, &arena, &answer, NULL));
	ck_assert_int_eq(answer.outcome, OUTCOME_BUSY);
	close.u.request.text = STR("ingest");
	ck_assert(ingestor_on_intake(f.in, STR("cli"), &close, f.now, &f.out, NULL));
	ck_assert(ingestor_take(f.in, &late, f.now, &arena, &answer, NULL));
	ck_assert_int_eq(answer.outcome, OUTCOME_ACCEPTED);
	stop(&f);
}
END_TEST

START_TEST(empty_and_giant_reports_are_refused_and_ids_are_our_own)
{
	struct fixture f = start();
	struct submit lie = {.report = {.body = STR("truth"), .id = sample_id(9)}};
	struct submitted answer;

	ck_assert_int_eq(submit(&f, ""), OUTCOME_REFUSED);
	ck_assert(ingestor_take(f.in, &lie, f.now, &f.arena, &answer, NULL));
	ck_assert_int_eq(answer.outcome, OUTCOME_ACCEPTED);
	ck_assert_mem_ne(answer.id.bytes, lie.report.id.bytes, REPORT_ID_BYTES);
	ck_assert_int_eq(submit(&f, "truth"), OUTCOME_DUPLICATE);
	stop(&f);
}
END_TEST

START_TEST(messages_for_other_sockets_are_ignored)
{
	struct fixture f = start();
	int type;

	for (type = MESSAGE_SUBMIT; type < MESSAGE_TYPE_END; type++) {
		struct message m = sample_message((enum message_type)type, &f.arena);

		ck_assert(ingestor_on_work(f.in, STR("x"), &m, f.now, &f.out, NULL));
		ck_assert(ingestor_on_intake(f.in, STR("y"), &m, f.now, &f.out, NULL));
	}
	stop(&f);
}
END_TEST

TEST_MAIN("ingestor", work_goes_only_where_there_is_credit,
	a_source_whose_reports_have_no_text_raises_a_warning, work_is_shared_evenly,
	a_pause_holds_work_back, a_closed_intake_takes_nothing_and_finishes_what_is_there,
	empty_and_giant_reports_are_refused_and_ids_are_our_own,
	messages_for_other_sockets_are_ignored)
