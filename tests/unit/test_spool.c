/* SPDX-License-Identifier: Apache-2.0
 * One contract, all implementations: each test runs over SQLite's spool, the log, and the one in
 * memory. spool_durable is about what the files of the first two keep. */
#include "support/spool_kinds.h"
#include "support/testing.h"

#include "ingestor/tries.h"

START_TEST(a_report_goes_from_ready_to_gone)
{
	struct spool_item item;
	struct report r;
	bool found;

	EACH_KIND(s, &roomy)
	{
		ck_assert_int_eq(put(s, "one"), SPOOL_ACCEPTED);
		commit(s);
		ck_assert_uint_eq(in_state(s, SPOOL_READY), 1);
		ck_assert(lease(s, SECONDS(2), &item, &r));
		ck_assert(str_eq(r.body, STR("one")));
		ck_assert(str_eq(r.source, STR("test")));
		ck_assert_uint_eq(item.attempt, 1);
		ck_assert(!lease(s, SECONDS(2), &item, &r));
		ck_assert_uint_eq(in_state(s, SPOOL_LEASED), 1);
		ck_assert(ends(s, &item, &found));
		ck_assert(found);
		ck_assert(ends(s, &item, &found));
		ck_assert(!found); /* a second Done is no mistake */
		commit(s);
		ck_assert_uint_eq(in_state(s, SPOOL_LEASED), 0);
	}
}
END_TEST

START_TEST(the_same_bytes_are_a_duplicate_for_ever)
{
	struct submit again = submit_of("one");
	struct spool_item item, first;
	enum spool_put result;
	struct spool_counts c;
	struct report r;
	bool found;

	again.again = true;
	EACH_KIND(s, &roomy)
	{
		ck_assert_int_eq(put(s, "one"), SPOOL_ACCEPTED);
		ck_assert_int_eq(put(s, "one"), SPOOL_DUPLICATE);
		ck_assert(lease(s, SECONDS(2), &item, &r));
		ck_assert_int_eq(put(s, "one"), SPOOL_DUPLICATE);
		ck_assert(ends(s, &item, &found));
		ck_assert_int_eq(put(s, "one"), SPOOL_DUPLICATE);
		/* but it can be read once more on request */
		ck_assert(spool_put(s, &again, &arena, &result, &first, NULL));
		ck_assert_int_eq(result, SPOOL_ACCEPTED);
		/* what the first reading still has to say ends nothing of the second */
		ck_assert(ends(s, &item, &found));
		ck_assert(!found);
		ck_assert(lease(s, SECONDS(3), &first, &r));
		ck_assert_uint_eq(first.seq, item.seq);
		spool_counts(s, &c);
		ck_assert_uint_eq(c.accepted, 1);
		ck_assert_uint_eq(c.duplicate, 3);
		ck_assert_uint_eq(c.again, 1);
	}
}
END_TEST

START_TEST(an_expired_lease_is_ready_again)
{
	struct spool_item item, expired;
	struct report r;
	bool found;

	EACH_KIND(s, &roomy)
	{
		put(s, "one");
		ck_assert(lease(s, SECONDS(0), &item, &r));
		ck_assert(spool_expired(s, SECONDS(29), &arena, &expired, &found, NULL));
		ck_assert(!found); /* still lent */
		ck_assert(spool_renew(s, (struct lease){item.seq, 1}, SECONDS(50), &found, NULL));
		ck_assert(found);
		ck_assert(spool_expired(s, SECONDS(49), &arena, &expired, &found, NULL));
		ck_assert(!found);
		ck_assert(spool_expired(s, SECONDS(50), &arena, &expired, &found, NULL));
		ck_assert(found);
		ck_assert(spool_requeue(s, &expired, true, SECONDS(50), NULL));
		ck_assert(lease(s, SECONDS(51), &item, &r));
		ck_assert_uint_eq(item.attempt, 2);
		ck_assert_uint_eq(item.lost, 1);
		/* the first worker's lease is worth nothing any more */
		ck_assert(spool_renew(s, (struct lease){item.seq, 1}, SECONDS(99), &found, NULL));
		ck_assert(!found);
		ck_assert(spool_find(s, (struct lease){item.seq, 1}, &arena, &item, &found, NULL));
		ck_assert(!found);
	}
}
END_TEST

START_TEST(a_failure_waits_and_comes_back)
{
	const struct spool_why why = {STR("store"), STR("the disk is full")};
	struct spool_item item;
	struct report r;

	EACH_KIND(s, &roomy)
	{
		put(s, "one");
		ck_assert(lease(s, SECONDS(0), &item, &r));
		ck_assert(spool_delay(s, &item, &why, SECONDS(10), SECONDS(1), NULL));
		ck_assert_uint_eq(in_state(s, SPOOL_DELAYED), 1);
		ck_assert(spool_promote(s, SECONDS(9), NULL));
		ck_assert(!lease(s, SECONDS(9), &item, &r));
		ck_assert(spool_promote(s, SECONDS(10), NULL));
		ck_assert(lease(s, SECONDS(10), &item, &r));
		ck_assert_uint_eq(item.failed, 1);
		ck_assert_uint_eq(in_state(s, SPOOL_DELAYED), 0);
	}
}
END_TEST

START_TEST(the_dead_are_listed_retried_and_dropped)
{
	const struct spool_why why = {STR("unreadable"), STR("it is a picture")};
	struct spool_item item, *dead;
	struct report r;
	struct str body;
	bool known, live;
	size_t n;

	EACH_KIND(s, &roomy)
	{
		put(s, "one");
		put(s, "two");
		while (lease(s, SECONDS(0), &item, &r))
			ck_assert(spool_bury(s, &item, &why, SECONDS(1), NULL));
		commit(s);
		ck_assert(spool_dead(s, 0, 10, &arena, &dead, &n, NULL));
		ck_assert_uint_eq(n, 2);
		ck_assert_uint_gt(dead[0].seq, dead[1].seq); /* newest first */
		ck_assert(str_eq(dead[0].sentence, STR("it is a picture")));
		ck_assert(spool_body(s, dead[1].seq, &arena, &body, NULL));
		ck_assert(str_eq(body, STR("one")));
		ck_assert(spool_dead(s, dead[0].seq, 10, &arena, &dead, &n, NULL));
		ck_assert_uint_eq(n, 1);
		ck_assert(spool_retry(s, dead[0].seq, SECONDS(2), NULL));
		ck_assert(!spool_drop(s, dead[0].seq, NULL)); /* it is not dead any more */
		ck_assert(lease(s, SECONDS(3), &item, &r));
		ck_assert_uint_eq(item.failed, 0);
		ck_assert_uint_eq(item.attempt, 2); /* the count of attempts goes on */
		ck_assert(spool_dead(s, 0, 10, &arena, &dead, &n, NULL));
		ck_assert_uint_eq(n, 1);
		ck_assert(spool_drop(s, dead[0].seq, NULL));
		ck_assert(spool_where(s, &dead[0].id, &arena, &item, &known, &live, NULL));
		ck_assert(known && !live);
		ck_assert(str_eq(item.reason, STR("dropped")));
	}
}
END_TEST

START_TEST(a_full_spool_says_so)
{
	const struct spool_limits two_reports = {2, 1 << 20}, ten_bytes = {1000, 10};
	struct spool_item item;
	struct report r;
	bool found;

	EACH_KIND(s, &two_reports)
	{
		ck_assert_int_eq(put(s, "one"), SPOOL_ACCEPTED);
		ck_assert_int_eq(put(s, "two"), SPOOL_ACCEPTED);
		ck_assert_int_eq(put(s, "three"), SPOOL_FULL);
		ck_assert_int_eq(put(s, "one"), SPOOL_DUPLICATE); /* known is known, full or not */
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(ends(s, &item, &found));
		ck_assert_int_eq(put(s, "three"), SPOOL_ACCEPTED);
	}
	EACH_KIND(s, &ten_bytes)
	{
		ck_assert_int_eq(put(s, "123456"), SPOOL_ACCEPTED);
		ck_assert_int_eq(put(s, "12345"), SPOOL_FULL);
		ck_assert_int_eq(put(s, "1234"), SPOOL_ACCEPTED);
	}
}
END_TEST

START_TEST(who_is_waited_for_goes_first)
{
	struct submit urgent = submit_of("urgent");
	enum spool_put result;
	struct spool_item item;
	struct report r;

	urgent.priority = PRIORITY_WAITED;
	EACH_KIND(s, &roomy)
	{
		put(s, "bulk 1");
		put(s, "bulk 2");
		ck_assert(spool_put(s, &urgent, &arena, &result, &item, NULL));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(str_eq(r.body, STR("urgent")));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(str_eq(r.body, STR("bulk 1")));
		ck_assert(spool_requeue(s, &item, false, 0, NULL));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(str_eq(
			r.body, STR("bulk 1"))); /* handed back: its place in the line is kept */
		ck_assert_uint_eq(item.lost, 0);
	}
}
END_TEST

START_TEST(the_ledger_knows_every_fate)
{
	const struct spool_why why = {STR("unreadable"), STR("no")};
	struct spool_item item, *v;
	struct report r;
	bool found;
	size_t n;

	EACH_KIND(s, &roomy)
	{
		put(s, "done");
		put(s, "dead");
		put(s, "ready");
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(ends(s, &item, &found));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(spool_bury(s, &item, &why, 0, NULL));
		ck_assert(spool_ledger(s, 0, 2, &arena, &v, &n, NULL));
		ck_assert_uint_eq(n, 2);
		ck_assert_int_eq(v[0].state, 0);
		ck_assert_int_eq(v[1].state, SPOOL_DEAD);
		ck_assert(spool_ledger(s, v[1].seq, 2, &arena, &v, &n, NULL));
		ck_assert_uint_eq(n, 1);
		ck_assert_int_eq(v[0].state, SPOOL_READY);
	}
}
END_TEST

START_TEST(notes_are_kept_in_order)
{
	struct str *keys, value;
	size_t n;

	EACH_KIND(s, &roomy)
	{
		ck_assert(spool_note(s, STR("file:b"), STR("2"), NULL));
		ck_assert(spool_note(s, STR("file:a"), STR("1"), NULL));
		ck_assert(spool_note(s, STR("watch:x"), STR(""), NULL));
		ck_assert(spool_note(s, STR("file:b"), STR("3"), NULL));
		ck_assert(spool_noted(s, STR("file:b"), &arena, &value, NULL));
		ck_assert(str_eq(value, STR("3")));
		ck_assert(spool_notes(s, STR("file:"), &arena, &keys, &n, NULL));
		ck_assert_uint_eq(n, 2);
		ck_assert(str_eq(keys[0], STR("file:a")));
		ck_assert(spool_note(s, STR("file:a"), (struct str){0}, NULL));
		ck_assert(spool_noted(s, STR("file:a"), &arena, &value, NULL));
		ck_assert(str_absent(value));
	}
}
END_TEST

START_TEST(the_oldest_that_waits_is_known)
{
	struct spool_item item;
	struct report r;
	int64_t ms;

	EACH_KIND(s, &roomy)
	{
		ck_assert(spool_oldest(s, &ms, NULL));
		ck_assert_int_eq(ms, 0);
		put(s, "one");
		ck_assert(spool_oldest(s, &ms, NULL));
		ck_assert_int_eq(ms, SECONDS(1));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(spool_oldest(s, &ms, NULL));
		ck_assert_int_eq(ms, SECONDS(1));
	}
}
END_TEST

START_TEST(the_logs_of_what_went_wrong_are_bounded)
{
	const struct spool_why why = {STR("crash"), STR("a\ttab,\na line and \xe2\x82\xac"), false};
	struct spool_item item = {.attempt = 1};
	struct mishap *v;
	struct err err = {0};
	size_t n;
	int i;

	EACH_KIND(s, &roomy)
	{
		item.attempt = 1;
		for (i = 1; i <= MAX_TRIED + 5; i++) {
			item.seq = (uint64_t)i;
			ck_assert_msg(tries_add(s, &item, "delayed", STR("w"), &why, i, &err), "%s",
				err.text);
		}
		for (i = 0; i < MAX_TRIES + 3; i++) {
			item.attempt++;
			ck_assert_msg(tries_add(s, &item, "lost", (struct str){0}, NULL, i, &err),
				"%s", err.text);
		}
		commit(s);
		/* the oldest are gone, the newest are whole, one report has its last lines */
		ck_assert(tries_of(s, 5, &arena, &v, &n, &err) && n == 0);
		ck_assert(tries_of(s, 6, &arena, &v, &n, &err) && n == 1);
		ck_assert(v[0].at_ms == 6 && v[0].number == 1 && str_eq(v[0].worker, STR("w")));
		ck_assert(str_eq(v[0].sentence, STR("a tab, a line and \xe2\x82\xac")));
		ck_assert(tries_of(s, item.seq, &arena, &v, &n, &err) && n == MAX_TRIES);
		ck_assert(v[n - 1].number == item.attempt && !v[n - 1].worker.n &&
			  !v[n - 1].sentence.n);
	}
}
END_TEST

TEST_MAIN("spool", a_report_goes_from_ready_to_gone, the_same_bytes_are_a_duplicate_for_ever,
	an_expired_lease_is_ready_again, a_failure_waits_and_comes_back,
	the_dead_are_listed_retried_and_dropped, a_full_spool_says_so, who_is_waited_for_goes_first,
	the_ledger_knows_every_fate, notes_are_kept_in_order, the_oldest_that_waits_is_known,
	the_logs_of_what_went_wrong_are_bounded)
