/* SPDX-License-Identifier: Apache-2.0
 * The core of the ingestor when attempts fail, and workers and assignments are lost: whose fault
 * it is, who is next. */
#include "support/testing.h"

#include "support/core.h"
#include "wire/wire.h"

START_TEST(a_worker_that_goes_silent_loses_its_reports)
{
	struct fixture f = start();
	struct assignment a[16];

	submit(&f, "one");
	ck_assert_uint_eq(ask_for_work(&f, "w1", 4, a), 1);
	f.now += SECONDS(29);
	beat(&f, "w1", 4, (struct leases){&a[0].lease, 1}); /* alive: renewed */
	f.now += SECONDS(29);
	tick(&f);
	ck_assert_uint_eq(status_of(&f).queue.leased, 1);
	f.now += SECONDS(2);
	ck_assert_uint_eq(ask_for_work(&f, "w2", 4, a), 1);
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
	ck_assert_uint_eq(ask_for_work(&f, "w", 1, a), 1); /* say it never arrived */
	f.now += SECONDS(1);
	ck_assert_uint_eq(ask_for_work(&f, "w", 1, a), 0); /* may have crossed the assignment */
	f.now += SECONDS(1);
	ck_assert_uint_eq(ask_for_work(&f, "w", 1, a), 1);
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
		ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 1);
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
		ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 1);
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
	ask_for_work(&f, "w", 4, a);
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
		ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 1);
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
		ck_assert_uint_eq(ask_for_work(&f, "w", 1, a), 1);
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
	ck_assert_uint_eq(ask_for_work(&f, "w", 2, a), 2);
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
	ck_assert_uint_eq(ask_for_work(&f, "w", 1, a), 1);
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
	ask_for_work(&f, "w1", 4, first);
	f.now += SECONDS(31);
	ck_assert_uint_eq(ask_for_work(&f, "w2", 4, second), 1);
	say_failed(&f, "w1", first[0].lease, true);
	ck_assert_uint_eq(status_of(&f).queue.leased, 1);
	ck_assert_uint_eq(status_of(&f).queue.dead, 0);
	stop(&f);
}
END_TEST

static struct item where(struct fixture *f, const char *body)
{
	struct report report = {.body = str_from(body)};
	struct message ask = {.type = MESSAGE_REQUEST,
		.u.request = {.verb = VERB_WHERE, .ids = &report.id, .nids = 1}};
	struct message m = {0};

	report_identify(&report);
	outbox_clear(&f->out);
	ck_assert(ingestor_on_intake(f->in, STR("cli"), &ask, f->now, &f->out, NULL));
	ck_assert(wire_unpack(
		arena_str(&f->arena, buf_view(&f->out.v[0].frame)), &f->arena, &m, NULL));
	outbox_clear(&f->out);
	ck_assert(m.type == MESSAGE_REPLY && m.u.reply.nitems == 1);
	return m.u.reply.items[0];
}

START_TEST(what_went_wrong_with_a_report_is_told)
{
	struct fixture f = start();
	struct message retry = {
		.type = MESSAGE_REQUEST, .u.request = {.verb = VERB_DEAD_RETRY, .all = true}};
	struct assignment a[16];
	struct item item;
	int i;

	submit(&f, "one");
	ck_assert_uint_eq(where(&f, "one").nmishaps, 0);
	ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 1);
	ck_assert(str_eq(where(&f, "one").worker, STR("w"))); /* sent, and not yet confirmed */
	beat(&f, "w", 4, (struct leases){&a[0].lease, 1});
	ck_assert(str_eq(where(&f, "one").worker, STR("w")));
	say_failed(&f, "w", a[0].lease, false);
	item = where(&f, "one");
	ck_assert(str_absent(item.worker) || !item.worker.n);
	ck_assert_uint_eq(item.nmishaps, 1);
	ck_assert(str_eq(item.mishaps[0].what, STR("delayed")) && item.mishaps[0].number == 1);
	ck_assert(str_eq(item.mishaps[0].worker, STR("w")) &&
		  str_eq(item.mishaps[0].reason, STR("crash")));
	ck_assert(
		str_eq(item.mishaps[0].sentence, STR("SIGSEGV")) && item.mishaps[0].at_ms == f.now);
	/* its worker falls silent, then it is given up, and allowed again by hand: the log goes
	 * on, and keeps the newest */
	for (i = 0; i < 14; i++) {
		f.now += 600000;
		if (ask_for_work(&f, "w", 4, a) == 1)
			say_failed(&f, "w", a[0].lease, i % 2 == 0);
		if (str_eq(where(&f, "one").state, STR("dead")))
			ck_assert(
				ingestor_on_intake(f.in, STR("cli"), &retry, f.now, &f.out, NULL));
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
	ck_assert_uint_eq(ask_for_work(&f, "w", 4, a), 1);
	f.now += 10 * policy.lease_ms;
	tick(&f);
	item = where(&f, "one");
	ck_assert_uint_eq(item.nmishaps, 1);
	ck_assert(str_eq(item.mishaps[0].what, STR("lost")) &&
		  str_eq(item.mishaps[0].worker, STR("w")));
	stop(&f);
}
END_TEST

TEST_MAIN("losses", a_worker_that_goes_silent_loses_its_reports,
	an_assignment_lost_on_the_way_gives_its_credit_back, a_report_that_keeps_failing_is_buried,
	a_failing_store_is_not_the_reports_fault, what_can_never_work_is_buried_at_once,
	vanishing_workers_are_not_the_reports_fault_for_long,
	what_a_killed_worker_held_is_not_kept_waiting,
	a_killed_worker_is_shown_as_gone_until_it_is_there_again,
	a_worker_that_comes_back_keeps_what_it_holds, a_failure_of_an_older_attempt_is_ignored,
	what_went_wrong_with_a_report_is_told, a_report_lost_with_its_worker_says_so)
