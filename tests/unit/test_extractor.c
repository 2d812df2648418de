/* SPDX-License-Identifier: Apache-2.0
 * The core of the extractor: no child, no sockets. */
#include "support/testing.h"

#include "extractor/extractor.h"
#include "support/samples.h"
#include "wire/wire.h"

#define STORE 1 /* the link after one ingestor */

struct fixture {
	struct extractor *ex;
	struct outbox out;
	struct arena arena;
};

static struct fixture start(void)
{
	const struct extractor_options options = {.name = STR("w"),
		.host = STR("h"),
		.version = STR("v"),
		.window = 8,
		.ningestors = 1,
		.nstores = 1};

	return (struct fixture){.ex = extractor_new(&options)};
}

static void stop(struct fixture *f)
{
	extractor_free(&f->ex);
	outbox_release(&f->out);
	arena_release(&f->arena);
}

static void assign(struct fixture *f, uint64_t seq, uint32_t attempt)
{
	struct message m = sample_message(MESSAGE_ASSIGNMENT, &f->arena);

	m.u.assignment.lease = (struct lease){seq, attempt};
	m.u.assignment.report.id = sample_id((unsigned char)seq);
	extractor_on_ingestor(f->ex, 0, &m, STR("frame"), 1000);
}

static void committed(struct fixture *f, unsigned char fill)
{
	struct report_id id = sample_id(fill);
	struct message m = {.type = MESSAGE_COMMITTED, .u.committed = {&id, 1}};

	extractor_on_store(f->ex, &m, &f->out);
	extractor_flush_done(f->ex, &f->out);
}

static size_t sent_to(const struct fixture *f, int link)
{
	size_t i, n = 0;

	for (i = 0; i < f->out.n; i++)
		n += f->out.v[i].link == link;
	return n;
}

/* The first message in the outbox, which must be of that type; the outbox is emptied. */
static struct message take(struct fixture *f, enum message_type type)
{
	struct message m = {0};

	ck_assert_uint_ge(f->out.n, 1);
	ck_assert(wire_unpack(
		arena_str(&f->arena, buf_view(&f->out.v[0].frame)), &f->arena, &m, NULL));
	ck_assert_int_eq(m.type, type);
	outbox_clear(&f->out);
	return m;
}

static void give_result(struct fixture *f, unsigned char fill, int64_t now_ms)
{
	struct result result = {.report.id = sample_id(fill),
		.extraction = {.title = STR("Title"), .text = STR("A text.")}};

	extractor_result(f->ex, &result, STR("result"), now_ms, &f->out);
}

START_TEST(a_reader_cannot_answer_for_another_report)
{
	struct fixture f = start();

	assign(&f, 5, 1);
	extractor_next(f.ex, 1000);
	give_result(&f, 6, 1100);
	ck_assert(take(&f, MESSAGE_FAILED).u.failed.permanent);
	stop(&f);
}
END_TEST

START_TEST(done_is_said_only_after_the_commit)
{
	struct fixture f = start();
	struct done done;

	assign(&f, 5, 1);
	ck_assert_ptr_nonnull(extractor_next(f.ex, 1000));
	ck_assert_ptr_null(extractor_next(f.ex, 1000)); /* one at a time */
	give_result(&f, 5, 1100);
	extractor_flush_done(f.ex, &f.out);
	ck_assert_uint_eq(sent_to(&f, STORE), 1);
	ck_assert_uint_eq(sent_to(&f, 0), 0);
	outbox_clear(&f.out);
	committed(&f, 99); /* somebody else's */
	ck_assert_uint_eq(f.out.n, 0);
	committed(&f, 5);
	done = take(&f, MESSAGE_DONE).u.done;
	ck_assert_uint_eq(done.leases.v[0].seq, 5);
	ck_assert_uint_eq(done.text_bytes[0], 7);
	ck_assert(extractor_idle(f.ex));
	stop(&f);
}
END_TEST

START_TEST(a_result_is_sent_again_until_it_is_committed)
{
	struct fixture f = start();

	assign(&f, 5, 1);
	extractor_next(f.ex, 1000);
	give_result(&f, 5, 1000);
	extractor_tick(f.ex, 2000, 0, &f.out);
	ck_assert_uint_eq(sent_to(&f, STORE), 1);
	extractor_tick(f.ex, 7000, 0, &f.out);
	ck_assert_uint_eq(sent_to(&f, STORE), 2);
	stop(&f);
}
END_TEST

START_TEST(heartbeats_name_all_that_is_held)
{
	struct fixture f = start();
	struct message m;

	assign(&f, 1, 1);
	assign(&f, 2, 1);
	assign(&f, 3, 4);
	assign(&f, 3, 5); /* lent again: the newer lease counts */
	extractor_next(f.ex, 1000);
	extractor_tick(f.ex, 2000, 77, &f.out);
	m = take(&f, MESSAGE_HEARTBEAT);
	ck_assert_uint_eq(m.u.heartbeat.held.n, 3);
	ck_assert_uint_eq(m.u.heartbeat.held.v[2].attempt, 5);
	ck_assert(m.u.heartbeat.busy);
	ck_assert_uint_eq(m.u.heartbeat.rss_bytes, 77);
	stop(&f);
}
END_TEST

START_TEST(a_failure_is_told_and_forgotten)
{
	struct fixture f = start();
	struct message m;

	assign(&f, 1, 1);
	extractor_next(f.ex, 1000);
	extractor_failed(f.ex, false, STR("crash"), STR("killed by SIGSEGV"), &f.out);
	m = take(&f, MESSAGE_FAILED);
	ck_assert(!m.u.failed.permanent);
	ck_assert(str_eq(m.u.failed.reason, STR("crash")));
	ck_assert(extractor_idle(f.ex));
	stop(&f);
}
END_TEST

START_TEST(what_the_store_refuses_is_a_failure)
{
	struct fixture f = start();
	struct message m = {.type = MESSAGE_UNCOMMITTED,
		.u.uncommitted = {sample_id(1), false, STR("the disk is full")}};

	assign(&f, 1, 1);
	extractor_next(f.ex, 1000);
	give_result(&f, 1, 1100);
	outbox_clear(&f.out);
	extractor_on_store(f.ex, &m, &f.out);
	ck_assert(str_eq(take(&f, MESSAGE_FAILED).u.failed.sentence, STR("the disk is full")));
	stop(&f);
}
END_TEST

START_TEST(a_drain_hands_back_what_was_not_begun)
{
	struct fixture f = start();

	assign(&f, 1, 1);
	assign(&f, 2, 1);
	extractor_next(f.ex, 1000);
	extractor_drain(f.ex, &f.out);
	ck_assert_uint_eq(take(&f, MESSAGE_RELEASED).u.released.v[0].seq, 2);
	ck_assert(!extractor_idle(f.ex));
	extractor_tick(f.ex, 1001, 0, &f.out);
	ck_assert_uint_eq(take(&f, MESSAGE_HEARTBEAT).u.heartbeat.window, 0);
	give_result(&f, 1, 1100);
	outbox_clear(&f.out);
	committed(&f, 1);
	ck_assert(extractor_idle(f.ex));
	stop(&f);
}
END_TEST

TEST_MAIN("extractor", a_reader_cannot_answer_for_another_report,
	done_is_said_only_after_the_commit, a_result_is_sent_again_until_it_is_committed,
	heartbeats_name_all_that_is_held, a_failure_is_told_and_forgotten,
	what_the_store_refuses_is_a_failure, a_drain_hands_back_what_was_not_begun)
