/* SPDX-License-Identifier: Apache-2.0
 * The core of the ingestor over the spool in memory: messages and times in, messages out. */
#include "support/testing.h"

#include "base/parse.h"
#include "ingestor/intake_form.h"
#include "ingestor/ingestor.h"
#include "ingestor/texts.h"
#include "model/sha256.h"
#include "support/samples.h"
#include "wire/wire.h"

#define SECONDS(n) ((int64_t)(n) * 1000)

static const struct ingestor_policy policy = {.lease_ms = 30000, .max_attempts = 3, .max_lost = 4,
	.retry_min_ms = 1000, .retry_max_ms = 60000};

struct fixture {
	struct spool *spool;
	struct ingestor *in;
	struct outbox out;
	struct arena arena;
	int64_t now;
};

static struct fixture start(void)
{
	const struct spool_limits limits = {100, 1 << 20};
	struct fixture f = {.spool = spool_open_mem(&limits)};

	f.in = ingestor_new(f.spool, &policy, 1);
	f.now = SECONDS(1000);
	return f;
}

static void stop(struct fixture *f)
{
	ingestor_free(&f->in);
	spool_close(&f->spool);
	outbox_release(&f->out);
	arena_release(&f->arena);
}

static enum outcome submit(struct fixture *f, const char *body)
{
	struct submit s = {.report = {.body = str_from(body), .source = STR("test")}};
	struct submitted answer;

	ck_assert(ingestor_take(f->in, &s, f->now, &f->arena, &answer, NULL));
	return answer.outcome;
}

static void beat(struct fixture *f, const char *worker, uint32_t window, struct leases held)
{
	struct message m = {.type = MESSAGE_HEARTBEAT,
		.u.heartbeat = {.worker = str_from(worker), .window = window, .held = held, .busy = held.n > 0}};

	ck_assert(ingestor_on_work(f->in, str_from(worker), &m, f->now, &f->out, NULL));
}

static void tick(struct fixture *f)
{
	ck_assert(ingestor_tick(f->in, f->now, &f->out, NULL));
}

/* The assignments in the outbox for a worker; the outbox is emptied. */
static size_t take_assignments(struct fixture *f, const char *worker, struct assignment *ret)
{
	size_t i, n = 0;

	for (i = 0; i < f->out.n; i++) {
		struct message m;

		ck_assert(wire_unpack(arena_str(&f->arena, buf_view(&f->out.v[i].frame)), &f->arena,
			&m, NULL));
		if (m.type == MESSAGE_ASSIGNMENT && str_eq(f->out.v[i].peer, str_from(worker)))
			ret[n++] = m.u.assignment;
	}
	outbox_clear(&f->out);
	return n;
}

static void say_failed(struct fixture *f, const char *worker, struct lease lease, bool permanent)
{
	struct message m = {.type = MESSAGE_FAILED,
		.u.failed = {lease, permanent, STR("crash"), STR("SIGSEGV")}};

	ck_assert(ingestor_on_work(f->in, str_from(worker), &m, f->now, &f->out, NULL));
}

static struct status status_of(struct fixture *f)
{
	struct status s = {0};

	ck_assert(ingestor_status(f->in, f->now, &f->arena, &s, NULL));
	return s;
}

START_TEST(work_goes_only_where_there_is_credit)
{
	struct fixture f = start();
	struct assignment a[16];
	int i;

	for (i = 0; i < 10; i++)
		ck_assert_int_eq(submit(&f, (char[]){(char)('a' + i), 0}), OUTCOME_ACCEPTED);
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	beat(&f, "w", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 4);
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	{
		struct message done = {.type = MESSAGE_DONE, .u.done.leases = {&(struct lease){1, 1}, 1}};

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
	beat(&f, "w", 64, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 16);
	for (i = 0; i < 16; i++) {
		uint32_t bytes = i < 4 || i == 14 ? 500 : 10;
		struct message done = {.type = MESSAGE_DONE,
			.u.done = {{&a[i].lease, 1}, &bytes}};

		ck_assert_uint_eq(texts_warning(&texts, &f.arena).n > 0, i >= 12);
		ck_assert(ingestor_on_work(f.in, STR("w"), &done, f.now, &f.out, NULL));
	}
	ck_assert(str_eq(texts_warning(&texts, &f.arena), STR("9 of the last 10 reports had hardly any text")));
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

START_TEST(a_worker_that_goes_silent_loses_its_reports)
{
	struct fixture f = start();
	struct assignment a[16];

	submit(&f, "one");
	beat(&f, "w1", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w1", a), 1);
	f.now += SECONDS(29);
	beat(&f, "w1", 4, (struct leases){&a[0].lease, 1}); /* alive: renewed */
	f.now += SECONDS(29);
	tick(&f);
	ck_assert_uint_eq(status_of(&f).queue.leased, 1);
	f.now += SECONDS(2);
	beat(&f, "w2", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w2", a), 1);
	ck_assert_uint_eq(a[0].lease.attempt, 2);
	ck_assert_uint_eq(status_of(&f).queue.expired, 1);
	stop(&f);
}
END_TEST

START_TEST(an_assignment_lost_on_the_way_gives_its_credit_back)
{
	struct fixture f = start();
	struct assignment a[16];

	submit(&f, "one");
	submit(&f, "two");
	beat(&f, "w", 1, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1); /* say it never arrived */
	f.now += SECONDS(1);
	beat(&f, "w", 1, (struct leases){0}); /* may have crossed the assignment */
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	f.now += SECONDS(1);
	beat(&f, "w", 1, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	stop(&f);
}
END_TEST

START_TEST(a_report_that_keeps_failing_is_buried)
{
	struct fixture f = start();
	struct assignment a[16];
	int i;

	submit(&f, "poison");
	for (i = 1; i <= 3; i++) {
		beat(&f, "w", 4, (struct leases){0});
		tick(&f);
		ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
		ck_assert_uint_eq(a[0].lease.attempt, (unsigned)i);
		say_failed(&f, "w", a[0].lease, false);
		if (i < 3) {
			ck_assert_uint_eq(status_of(&f).queue.delayed, 1);
			tick(&f); /* not yet: there is a pause */
			ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
		}
		f.now += SECONDS(10);
	}
	ck_assert_uint_eq(status_of(&f).queue.dead, 1);
	ck_assert_uint_eq(status_of(&f).queue.retried, 2);
	stop(&f);
}
END_TEST

START_TEST(a_failing_store_is_not_the_reports_fault)
{
	struct fixture f = start();
	struct message m = {.type = MESSAGE_FAILED,
		.u.failed = {{1, 0}, false, STR("store"), STR("the disk is full")}};
	struct assignment a[16];
	int i;

	submit(&f, "one");
	for (i = 1; i <= 10; i++) {
		beat(&f, "w", 4, (struct leases){0});
		tick(&f);
		ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
		m.u.failed.lease = a[0].lease;
		ck_assert(ingestor_on_work(f.in, STR("w"), &m, f.now, &f.out, NULL));
		ck_assert_uint_eq(status_of(&f).queue.delayed, 1);
		f.now += SECONDS(31); /* it never waits longer for us to mend */
	}
	stop(&f);
}
END_TEST

START_TEST(what_can_never_work_is_buried_at_once)
{
	struct fixture f = start();
	struct assignment a[16];

	submit(&f, "picture");
	beat(&f, "w", 4, (struct leases){0});
	tick(&f);
	take_assignments(&f, "w", a);
	say_failed(&f, "w", a[0].lease, true);
	ck_assert_uint_eq(status_of(&f).queue.dead, 1);
	say_failed(&f, "w", a[0].lease, true); /* twice changes nothing */
	ck_assert_uint_eq(status_of(&f).queue.dead, 1);
	stop(&f);
}
END_TEST

START_TEST(vanishing_workers_are_not_the_reports_fault_for_long)
{
	struct fixture f = start();
	struct assignment a[16];
	int i;

	submit(&f, "killer");
	for (i = 0; i < 4; i++) {
		beat(&f, "w", 4, (struct leases){0});
		tick(&f);
		ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
		f.now += SECONDS(31);
		tick(&f);
		f.now += SECONDS(61); /* the worker is forgotten */
		tick(&f);
	}
	ck_assert_uint_eq(status_of(&f).queue.dead, 1);
	stop(&f);
}
END_TEST

/* Silent for three seconds; its connection is closed, as that of a killed process is, or is not. */
static bool asked_in_silence(struct fixture *f, const char *worker, bool closed)
{
	bool asked;

	f->now += SECONDS(3);
	outbox_clear(&f->out);
	tick(f);
	asked = f->out.n == 1 && str_eq(f->out.v[0].peer, str_from(worker));
	if (closed)
		ingestor_unreachable(f->in, str_from(worker));
	f->now += SECONDS(1);
	tick(f);
	return asked;
}

START_TEST(what_a_killed_worker_held_is_not_kept_waiting)
{
	struct fixture f = start();
	struct assignment a[16];
	int i;

	submit(&f, "one");
	submit(&f, "two");
	for (i = 0; i < 3; i++) {
		beat(&f, "w", 1, (struct leases){0});
		tick(&f);
		ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
		/* what it names, and what was sent since */
		beat(&f, "w", 2, (struct leases){&a[0].lease, 1});
		tick(&f);
		ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
		ck_assert(asked_in_silence(&f, "w", false));
		ck_assert_uint_eq(status_of(&f).queue.leased, 2);
		ck_assert(status_of(&f).workers[0].busy);
		ck_assert(asked_in_silence(&f, "w", true));
		ck_assert(!status_of(&f).workers[0].busy);
		ck_assert_uint_eq(status_of(&f).queue.ready, 2);
		ck_assert_uint_eq(status_of(&f).queue.expired, 2 * (uint64_t)(i + 1));
	}
	/* one that kills whoever takes it gets slower, and then dies: the lease is waited for */
	beat(&f, "w", 2, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 2);
	ck_assert(asked_in_silence(&f, "w", true));
	ck_assert_uint_eq(status_of(&f).queue.leased, 2);
	f.now += SECONDS(30);
	tick(&f);
	ck_assert_uint_eq(status_of(&f).queue.dead, 2);
	stop(&f);
}
END_TEST

/* The one of that name in the status: 'g' gone, 'a' alive, 'n' neither. */
static char worker_state(struct fixture *f, const char *name)
{
	struct status s = status_of(f);
	size_t i;

	for (i = 0; i < s.nworkers; i++)
		if (str_eq(s.workers[i].worker, str_from(name)))
			return s.workers[i].gone ? 'g' : 'a';
	return 'n';
}

START_TEST(a_killed_worker_is_shown_as_gone_until_it_is_there_again)
{
	struct fixture f = start();
	struct status s;

	beat(&f, "w", 1, (struct leases){0});
	ck_assert_int_eq(worker_state(&f, "w"), 'a');
	ck_assert(asked_in_silence(&f, "w", true));
	ck_assert_int_eq(worker_state(&f, "w"), 'g');
	s = status_of(&f);
	ck_assert_uint_eq(status_workers(&s), 0);
	beat(&f, "w", 1, (struct leases){0});
	ck_assert_int_eq(worker_state(&f, "w"), 'a');
	s = status_of(&f);
	ck_assert_uint_eq(s.nworkers, 1);
	ck_assert(asked_in_silence(&f, "w", true));
	f.now += SECONDS(31);
	tick(&f);
	ck_assert_int_eq(worker_state(&f, "w"), 'n');
	stop(&f);
}
END_TEST

START_TEST(a_worker_that_comes_back_keeps_what_it_holds)
{
	struct fixture f = start();
	struct assignment a[16];

	submit(&f, "one");
	beat(&f, "w", 1, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	ingestor_unreachable(f.in, STR("w"));
	f.now += SECONDS(2);
	tick(&f);
	beat(&f, "w", 1, (struct leases){&a[0].lease, 1});
	f.now += SECONDS(2);
	tick(&f);
	ck_assert_uint_eq(status_of(&f).queue.leased, 1);
	stop(&f);
}
END_TEST

START_TEST(a_failure_of_an_older_attempt_is_ignored)
{
	struct fixture f = start();
	struct assignment first[16], second[16];

	submit(&f, "one");
	beat(&f, "w1", 4, (struct leases){0});
	tick(&f);
	take_assignments(&f, "w1", first);
	f.now += SECONDS(31);
	beat(&f, "w2", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w2", second), 1);
	say_failed(&f, "w1", first[0].lease, true);
	ck_assert_uint_eq(status_of(&f).queue.leased, 1);
	ck_assert_uint_eq(status_of(&f).queue.dead, 0);
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
	beat(&f, "w", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 0);
	pause.u.request.verb = VERB_RESUME;
	ck_assert(ingestor_on_intake(f.in, STR("cli"), &pause, f.now, &f.out, NULL));
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	stop(&f);
}
END_TEST

static struct item where(struct fixture *f, const char *body)
{
	struct report report = {.body = str_from(body)};
	struct message ask = {.type = MESSAGE_REQUEST, .u.request = {.verb = VERB_WHERE, .ids = &report.id, .nids = 1}};
	struct message m = {0};

	report_identify(&report);
	outbox_clear(&f->out);
	ck_assert(ingestor_on_intake(f->in, STR("cli"), &ask, f->now, &f->out, NULL));
	ck_assert(wire_unpack(arena_str(&f->arena, buf_view(&f->out.v[0].frame)), &f->arena, &m, NULL));
	outbox_clear(&f->out);
	ck_assert(m.type == MESSAGE_REPLY && m.u.reply.nitems == 1);
	return m.u.reply.items[0];
}

START_TEST(what_went_wrong_with_a_report_is_told)
{
	struct fixture f = start();
	struct message retry = {.type = MESSAGE_REQUEST, .u.request = {.verb = VERB_DEAD_RETRY, .all = true}};
	struct assignment a[16];
	struct item item;
	int i;

	submit(&f, "one");
	ck_assert_uint_eq(where(&f, "one").nmishaps, 0);
	beat(&f, "w", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	ck_assert(str_eq(where(&f, "one").worker, STR("w"))); /* sent, and not yet confirmed */
	beat(&f, "w", 4, (struct leases){&a[0].lease, 1});
	ck_assert(str_eq(where(&f, "one").worker, STR("w")));
	say_failed(&f, "w", a[0].lease, false);
	item = where(&f, "one");
	ck_assert(str_absent(item.worker) || !item.worker.n);
	ck_assert_uint_eq(item.nmishaps, 1);
	ck_assert(str_eq(item.mishaps[0].what, STR("delayed")) && item.mishaps[0].number == 1);
	ck_assert(str_eq(item.mishaps[0].worker, STR("w")) && str_eq(item.mishaps[0].reason, STR("crash")));
	ck_assert(str_eq(item.mishaps[0].sentence, STR("SIGSEGV")) && item.mishaps[0].at_ms == f.now);
	/* its worker falls silent, then it is given up, and allowed again by hand: the log goes on, and keeps the newest */
	for (i = 0; i < 14; i++) {
		f.now += 600000;
		beat(&f, "w", 4, (struct leases){0});
		tick(&f);
		if (take_assignments(&f, "w", a) == 1)
			say_failed(&f, "w", a[0].lease, i % 2 == 0);
		if (str_eq(where(&f, "one").state, STR("dead")))
			ck_assert(ingestor_on_intake(f.in, STR("cli"), &retry, f.now, &f.out, NULL));
	}
	item = where(&f, "one");
	ck_assert_uint_eq(item.nmishaps, 10);
	for (i = 1; i < 10; i++)
		ck_assert(item.mishaps[i - 1].at_ms <= item.mishaps[i].at_ms);
	for (i = 0; i < 10 && !str_eq(item.mishaps[i].what, STR("retried")); i++)
		;
	ck_assert_int_lt(i, 10);
	stop(&f);
}
END_TEST

START_TEST(a_report_lost_with_its_worker_says_so)
{
	struct fixture f = start();
	struct assignment a[16];
	struct item item;

	submit(&f, "one");
	beat(&f, "w", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
	f.now += 10 * policy.lease_ms;
	tick(&f);
	item = where(&f, "one");
	ck_assert_uint_eq(item.nmishaps, 1);
	ck_assert(str_eq(item.mishaps[0].what, STR("lost")) && str_eq(item.mishaps[0].worker, STR("w")));
	stop(&f);
}
END_TEST

START_TEST(a_closed_intake_takes_nothing_and_finishes_what_is_there)
{
	struct fixture f = start();
	struct message close = {.type = MESSAGE_REQUEST, .u.request = {.verb = VERB_PAUSE, .text = STR("ingest")}};
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
	beat(&f, "w", 4, (struct leases){0});
	tick(&f);
	ck_assert_uint_eq(take_assignments(&f, "w", a), 1);
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

START_TEST(a_form_gives_its_fields_and_files)
{
	struct str body = STR("preamble\r\n--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttps://a/\r\n"
		"--b\r\nContent-Disposition: form-data; name=f; filename=\"a.html\"\r\nContent-Type: text/html\r\n\r\n"
		"<p>--b is no end\r\nnor is\r\n -- b\r\n\r\n--b--\r\n");
	struct str boundary = form_boundary(STR("multipart/form-data; charset=x; boundary=\"b\""));
	struct form_part part;

	ck_assert(str_eq(boundary, STR("b")));
	ck_assert(form_next(&body, boundary, &part));
	ck_assert(str_absent(part.file) && str_eq(part.name, STR("url")));
	ck_assert(str_eq(part.content, STR("https://a/")));
	ck_assert(form_next(&body, boundary, &part));
	ck_assert(str_eq(part.file, STR("a.html")) && str_eq(part.media_type, STR("text/html")));
	ck_assert(str_eq(part.content, STR("<p>--b is no end\r\nnor is\r\n -- b\r\n")));
	ck_assert(!form_next(&body, boundary, &part));
	body = STR("--b\r\nContent-Disposition: form-data; name=f; filename=x\r\n\r\nbroken off");
	ck_assert(!form_next(&body, boundary, &part));
}
END_TEST

START_TEST(json_comes_as_an_object_an_array_or_lines)
{
	struct str body = STR(" [ {\"a\": \"}]{\\\"\", \"b\": {\"c\": 1}\n},\n{} ]\nnonsense\n{\"open\": 1"), object;

	ck_assert(json_next_object(&body, &object));
	ck_assert(str_eq(object, STR("{\"a\": \"}]{\\\"\", \"b\": {\"c\": 1}\n}")));
	ck_assert(json_next_object(&body, &object) && str_eq(object, STR("{}")));
	ck_assert(json_next_object(&body, &object) && str_eq(object, STR("nonsense")));
	ck_assert(json_next_object(&body, &object) && str_eq(object, STR("{\"open\": 1")));
	ck_assert(!json_next_object(&body, &object));
}
END_TEST

/* FIPS 180-4's examples, and every way in which the last block can be filled, by both ways of doing it. */
START_TEST(an_id_is_the_sha256_whichever_way_it_is_computed)
{
	unsigned char fast[SHA256_BYTES], slow[SHA256_BYTES];
	char bytes[1100], hex[2 * SHA256_BYTES + 1];
	size_t i, n;

	sha256(STR("abc"), fast);
	format_hex(fast, sizeof(fast), hex);
	ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256((struct str){0}, fast);
	format_hex(fast, sizeof(fast), hex);
	ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * i >> 3 ^ i);
	for (n = 0; n < sizeof(bytes) - 1; n++) {
		sha256((struct str){bytes + 1, n}, fast);
		sha256_portable((struct str){bytes + 1, n}, slow);
		ck_assert_mem_eq(fast, slow, SHA256_BYTES);
	}
}
END_TEST

TEST_MAIN("ingestor", a_form_gives_its_fields_and_files, json_comes_as_an_object_an_array_or_lines,
	work_goes_only_where_there_is_credit, work_is_shared_evenly,
	a_source_whose_reports_have_no_text_raises_a_warning,
	a_worker_that_goes_silent_loses_its_reports,
	an_assignment_lost_on_the_way_gives_its_credit_back, a_report_that_keeps_failing_is_buried,
	a_failing_store_is_not_the_reports_fault, what_can_never_work_is_buried_at_once, vanishing_workers_are_not_the_reports_fault_for_long,
	what_a_killed_worker_held_is_not_kept_waiting, a_killed_worker_is_shown_as_gone_until_it_is_there_again, a_worker_that_comes_back_keeps_what_it_holds,
	a_failure_of_an_older_attempt_is_ignored, a_pause_holds_work_back, a_closed_intake_takes_nothing_and_finishes_what_is_there,
	what_went_wrong_with_a_report_is_told, a_report_lost_with_its_worker_says_so,
	empty_and_giant_reports_are_refused_and_ids_are_our_own,
	messages_for_other_sockets_are_ignored, an_id_is_the_sha256_whichever_way_it_is_computed)
