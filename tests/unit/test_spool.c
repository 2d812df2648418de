/* SPDX-License-Identifier: Apache-2.0
 * One contract, all implementations: each test runs over SQLite's spool, the log, and the one in memory. */
#include "support/testing.h"

#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db.h"
#include "ingestor/spool.h"
#include "ingestor/tries.h"

#define SECONDS(n) ((int64_t)(n) * 1000)

static const struct spool_limits roomy = {1000, 1 << 20};
static struct arena arena;

enum kind { SQLITE, LOG, DURABLE, MEMORY = DURABLE, KINDS };

/* As it is on disk. The log begins a new segment with almost every batch. */
static struct spool *open_again(int kind, const struct spool_limits *limits)
{
	struct err err = {0}, damage = {0};
	struct spool *s = kind == MEMORY ? spool_open_mem(limits)
			  : kind == LOG	 ? spool_open_log("spool-test.db", limits, 4096, &damage, &err)
					 : spool_open_sqlite("spool-test.db", limits, &err);

	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_msg(damage.kind == ERR_NONE, "%s", damage.text);
	return s;
}

static void forget_files(const char *pattern)
{
	glob_t found;
	size_t i;

	if (glob(pattern, 0, NULL, &found) != 0)
		return;
	for (i = 0; i < found.gl_pathc; i++)
		unlink(found.gl_pathv[i]);
	globfree(&found);
}

static struct spool *open_kind(int kind, const struct spool_limits *limits)
{
	forget_files("spool-test.log/*");
	forget_files("spool-test.db*");
	return open_again(kind, limits);
}

static int64_t bytes_on_disk(void)
{
	int64_t n = 0;
	struct stat st;
	glob_t found;
	size_t i;

	if (glob("spool-test.*", 0, NULL, &found) == 0 && glob("spool-test.log/*", GLOB_APPEND, NULL, &found) >= 0)
		for (i = 0; i < found.gl_pathc; i++)
			if (stat(found.gl_pathv[i], &st) == 0 && S_ISREG(st.st_mode))
				n += st.st_size;
	globfree(&found);
	return n;
}

static struct submit submit_of(const char *body)
{
	struct submit s = {.report = {.body = str_from(body), .source = STR("test"),
				   .media_type = STR("text/plain"), .received_ms = SECONDS(1)}};

	report_identify(&s.report);
	return s;
}

static enum spool_put put(struct spool *s, const char *body)
{
	struct submit submit = submit_of(body);
	struct spool_item first;
	enum spool_put result;
	struct err err = {0};

	ck_assert_msg(spool_put(s, &submit, &arena, &result, &first, &err), "%s", err.text);
	return result;
}

static bool lease(struct spool *s, int64_t now, struct spool_item *item, struct report *report)
{
	struct err err = {0};
	bool found;

	ck_assert_msg(spool_lease(s, now, now + SECONDS(30), &arena, item, report, &found, &err), "%s",
		err.text);
	return found;
}

static uint64_t in_state(struct spool *s, enum spool_state state)
{
	struct spool_counts c;

	spool_counts(s, &c);
	return c.in_state[state];
}

static void commit(struct spool *s)
{
	struct err err = {0};

	ck_assert_msg(spool_commit(s, &err), "%s", err.text);
}

#define EACH_KIND(s, limits)                                                                       \
	for (int kind = 0; kind < KINDS; kind++)                                                   \
		for (struct spool *s = open_kind(kind, limits); s; spool_close(&s))

#define EACH_DURABLE(s, limits)                                                                     \
	for (int kind = 0; kind < DURABLE; kind++)                                                 \
		for (struct spool *s = open_kind(kind, limits); s; spool_close(&s))

static bool ends(struct spool *s, const struct spool_item *item, bool *ret_found)
{
	struct spool_item gone;
	bool ok = spool_done(s, (struct lease){item->seq, item->attempt}, &arena, &gone, NULL);

	*ret_found = gone.seq != 0;
	return ok;
}

START_TEST(a_report_goes_from_ready_to_gone)
{
	struct spool_item item;
	struct report r;
	bool found;

	EACH_KIND(s, &roomy) {
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
	EACH_KIND(s, &roomy) {
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

	EACH_KIND(s, &roomy) {
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

	EACH_KIND(s, &roomy) {
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

	EACH_KIND(s, &roomy) {
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

	EACH_KIND(s, &two_reports) {
		ck_assert_int_eq(put(s, "one"), SPOOL_ACCEPTED);
		ck_assert_int_eq(put(s, "two"), SPOOL_ACCEPTED);
		ck_assert_int_eq(put(s, "three"), SPOOL_FULL);
		ck_assert_int_eq(put(s, "one"), SPOOL_DUPLICATE); /* known is known, full or not */
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(ends(s, &item, &found));
		ck_assert_int_eq(put(s, "three"), SPOOL_ACCEPTED);
	}
	EACH_KIND(s, &ten_bytes) {
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
	EACH_KIND(s, &roomy) {
		put(s, "bulk 1");
		put(s, "bulk 2");
		ck_assert(spool_put(s, &urgent, &arena, &result, &item, NULL));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(str_eq(r.body, STR("urgent")));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(str_eq(r.body, STR("bulk 1")));
		ck_assert(spool_requeue(s, &item, false, 0, NULL));
		ck_assert(lease(s, 0, &item, &r));
		ck_assert(str_eq(r.body, STR("bulk 1"))); /* handed back: its place in the line is kept */
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

	EACH_KIND(s, &roomy) {
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

	EACH_KIND(s, &roomy) {
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

	EACH_KIND(s, &roomy) {
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

/* What only the durable ones promise. */
START_TEST(what_was_committed_is_there_after_a_crash)
{
	struct spool_item item;
	struct spool_counts c;
	struct report r;

	EACH_DURABLE(s, &roomy) {
		put(s, "committed");
		ck_assert(lease(s, SECONDS(0), &item, &r));
		commit(s);
		put(s, "not committed");
		spool_close(&s); /* as a crash: the open batch is lost */
		s = open_again(kind, &roomy);
		spool_counts(s, &c);
		ck_assert_uint_eq(c.accepted, 1);
		ck_assert_uint_eq(c.in_state[SPOOL_LEASED], 1);
		ck_assert_uint_eq(c.bytes, 9);
		ck_assert(spool_shorten_leases(s, SECONDS(5), NULL));
		ck_assert(!lease(s, SECONDS(4), &item, &r));
	}
}
END_TEST

START_TEST(all_that_is_known_of_a_report_is_there_after_a_restart)
{
	const struct spool_why why = {STR("unreadable"), STR("it is a picture"), false};
	struct submit full = submit_of("full");
	struct spool_item item, *v;
	enum spool_put result;
	struct str value;
	struct report r;
	bool found;
	size_t n;

	full.report.url = STR("http://x/");
	full.report.title = STR("a title");
	full.report.published = STR("2026-01-02");
	full.report.dated = STR("Fri, 2 Jan");
	full.report.verbatim = true;
	full.priority = PRIORITY_WAITED;
	EACH_DURABLE(s, &roomy) {
		put(s, "done");
		put(s, "dropped");
		put(s, "delayed");
		put(s, "dead");
		ck_assert(lease(s, 0, &item, &r) && ends(s, &item, &found) && found);
		ck_assert(lease(s, 0, &item, &r) && spool_bury(s, &item, &why, 1, NULL) && spool_drop(s, item.seq, NULL));
		ck_assert(lease(s, 0, &item, &r) && spool_delay(s, &item, &why, SECONDS(9), 1, NULL));
		ck_assert(lease(s, 0, &item, &r) && spool_bury(s, &item, &why, 1, NULL));
		ck_assert(spool_put(s, &full, &arena, &result, &item, NULL));
		ck_assert(spool_note(s, STR("a"), STR("1"), NULL) && spool_note(s, STR("b"), STR("2"), NULL));
		ck_assert(spool_note(s, STR("a"), (struct str){0}, NULL));
		commit(s);
		spool_close(&s);
		s = open_again(kind, &roomy);
		ck_assert(spool_ledger(s, 0, 10, &arena, &v, &n, NULL));
		ck_assert_uint_eq(n, 5);
		ck_assert(v[0].state == 0 && !str_eq(v[0].reason, STR("dropped")));
		ck_assert(v[1].state == 0 && str_eq(v[1].reason, STR("dropped")));
		ck_assert(v[2].state == SPOOL_DELAYED && v[2].failed == 1 && v[2].due_ms == SECONDS(9));
		ck_assert(v[3].state == SPOOL_DEAD && str_eq(v[3].sentence, why.sentence) && v[3].attempt == 1);
		ck_assert(lease(s, SECONDS(1), &item, &r));
		ck_assert(str_eq(r.url, full.report.url) && str_eq(r.title, full.report.title));
		ck_assert(str_eq(r.published, full.report.published) && str_eq(r.dated, full.report.dated));
		ck_assert(r.verbatim && str_eq(r.body, STR("full")) && r.received_ms == SECONDS(1));
		ck_assert(spool_noted(s, STR("a"), &arena, &value, NULL) && str_absent(value));
		ck_assert(spool_noted(s, STR("b"), &arena, &value, NULL) && str_eq(value, STR("2")));
		ck_assert_int_eq(put(s, "done"), SPOOL_DUPLICATE);
	}
}
END_TEST

START_TEST(a_batch_that_is_given_up_has_not_happened)
{
	const struct spool_why why = {STR("unreadable"), STR("no"), false};
	struct spool_item item, *dead;
	struct spool_counts c;
	struct report r;
	struct str value;
	bool found;
	size_t n;

	EACH_DURABLE(s, &roomy) {
		put(s, "one");
		put(s, "dead");
		put(s, "lent");
		ck_assert(lease(s, 0, &item, &r) && spool_requeue(s, &item, false, 0, NULL));
		ck_assert(spool_note(s, STR("a"), STR("1"), NULL));
		commit(s);
		put(s, "two");
		ck_assert(lease(s, 0, &item, &r) && ends(s, &item, &found) && found);
		ck_assert(lease(s, 0, &item, &r) && spool_bury(s, &item, &why, 1, NULL));
		ck_assert(lease(s, 0, &item, &r) && spool_delay(s, &item, &why, 5, 1, NULL));
		ck_assert(spool_promote(s, 6, NULL));
		ck_assert(spool_note(s, STR("a"), STR("2"), NULL));
		spool_rollback(s);
		spool_counts(s, &c);
		ck_assert_uint_eq(c.accepted, 3);
		ck_assert_uint_eq(c.in_state[SPOOL_READY], 3);
		ck_assert(spool_dead(s, 0, 9, &arena, &dead, &n, NULL) && n == 0);
		ck_assert(spool_noted(s, STR("a"), &arena, &value, NULL) && str_eq(value, STR("1")));
		ck_assert_int_eq(put(s, "two"), SPOOL_ACCEPTED);
		ck_assert(lease(s, 0, &item, &r) && str_eq(r.body, STR("one")));
		ck_assert(lease(s, 0, &item, &r) && str_eq(r.body, STR("dead")));
		ck_assert_uint_eq(item.failed, 0);
	}
}
END_TEST

START_TEST(the_file_shrinks_when_all_is_delivered)
{
	const struct spool_limits limits = {1000, 64 << 20};
	static char body[20000];
	struct spool_item item;
	struct report r;
	int64_t full;
	bool found;
	int i;

	memset(body, 'x', sizeof(body) - 1);
	EACH_DURABLE(s, &limits) {
		for (i = 0; i < 500; i++) {
			snprintf(body, 16, "report %08d", i);
			body[15] = ' ';
			ck_assert_int_eq(put(s, body), SPOOL_ACCEPTED);
		}
		commit(s);
		spool_close(&s);
		full = bytes_on_disk();
		ck_assert_int_ge(full, 10000000);
		s = open_again(kind, &limits);
		while (lease(s, 0, &item, &r))
			ck_assert(ends(s, &item, &found));
		commit(s);
		spool_close(&s);
		ck_assert_int_lt(bytes_on_disk(), full / 10);
		s = open_again(kind, &limits);
		ck_assert_int_eq(put(s, body), SPOOL_DUPLICATE);
	}
}
END_TEST

START_TEST(a_copy_holds_what_was_committed_while_it_was_made)
{
	const struct spool_limits limits = {1000, 1 << 30};
	struct err err = {0}, damage = {0};
	char body[100001];
	uint32_t left;
	int i;

	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	EACH_DURABLE(s, &limits) {
		struct spool *copy;

		for (i = 0; i < 100; i++) {
			body[0] = (char)('0' + i / 10);
			body[1] = (char)('0' + i % 10);
			ck_assert_int_eq(put(s, body), SPOOL_ACCEPTED);
		}
		commit(s);
		ck_assert(!spool_copy(s, false, &left, &err)); /* none was begun */
		ck_assert(spool_copy(s, true, &left, &err));
		ck_assert_uint_gt(left, 0);
		put(s, "meanwhile");
		commit(s);
		while (left)
			ck_assert_msg(spool_copy(s, false, &left, &err), "%s", err.text);
		/* of either kind it can be opened as the other */
		copy = spool_open_sqlite("spool-test.db.backup", &limits, &err);
		ck_assert_msg(copy != NULL, "%s", err.text);
		ck_assert_uint_eq(in_state(copy, SPOOL_READY), 101);
		ck_assert_int_eq(put(copy, "meanwhile"), SPOOL_DUPLICATE);
		spool_close(&copy);
		copy = spool_open_log("spool-test.db.backup", &limits, 1 << 20, &damage, &err);
		ck_assert_msg(copy != NULL && damage.kind == ERR_NONE, "%s%s", err.text, damage.text);
		ck_assert_uint_eq(in_state(copy, SPOOL_READY), 101);
		ck_assert_int_eq(put(copy, "meanwhile"), SPOOL_DUPLICATE);
		spool_close(&copy);
		forget_files("spool-test.db.backup.log/*");
		ck_assert(spool_copy(s, true, &left, &err));
		spool_close(&s); /* in the middle: what is not complete is removed */
		ck_assert_int_lt(access("spool-test.db.backup", F_OK), 0);
	}
}
END_TEST

START_TEST(another_programs_database_is_refused)
{
	struct err err = {0};
	struct db *db;

	unlink("spool-foreign.db");
	db = db_open("spool-foreign.db", DB_WRITE, &err);
	ck_assert(db_exec(db, "PRAGMA application_id=7; CREATE TABLE t(x)", &err));
	db_close(&db);
	ck_assert_ptr_null(spool_open_sqlite("spool-foreign.db", &roomy, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "another program"));
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

	EACH_KIND(s, &roomy) {
		item.attempt = 1;
		for (i = 1; i <= MAX_TRIED + 5; i++) {
			item.seq = (uint64_t)i;
			ck_assert_msg(tries_add(s, &item, "delayed", STR("w"), &why, i, &err), "%s", err.text);
		}
		for (i = 0; i < MAX_TRIES + 3; i++) {
			item.attempt++;
			ck_assert_msg(tries_add(s, &item, "lost", (struct str){0}, NULL, i, &err), "%s", err.text);
		}
		commit(s);
		/* the oldest are gone, the newest are whole, one report has its last lines */
		ck_assert(tries_of(s, 5, &arena, &v, &n, &err) && n == 0);
		ck_assert(tries_of(s, 6, &arena, &v, &n, &err) && n == 1);
		ck_assert(v[0].at_ms == 6 && v[0].number == 1 && str_eq(v[0].worker, STR("w")));
		ck_assert(str_eq(v[0].sentence, STR("a tab, a line and \xe2\x82\xac")));
		ck_assert(tries_of(s, item.seq, &arena, &v, &n, &err) && n == MAX_TRIES);
		ck_assert(v[n - 1].number == item.attempt && !v[n - 1].worker.n && !v[n - 1].sentence.n);
	}
}
END_TEST

TEST_MAIN("spool", the_logs_of_what_went_wrong_are_bounded, a_report_goes_from_ready_to_gone, the_same_bytes_are_a_duplicate_for_ever,
	an_expired_lease_is_ready_again, a_failure_waits_and_comes_back,
	the_dead_are_listed_retried_and_dropped, a_full_spool_says_so, who_is_waited_for_goes_first,
	the_ledger_knows_every_fate, notes_are_kept_in_order, the_oldest_that_waits_is_known,
	what_was_committed_is_there_after_a_crash, all_that_is_known_of_a_report_is_there_after_a_restart, a_batch_that_is_given_up_has_not_happened,
	the_file_shrinks_when_all_is_delivered, a_copy_holds_what_was_committed_while_it_was_made,
	another_programs_database_is_refused)
