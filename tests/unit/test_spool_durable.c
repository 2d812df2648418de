/* SPDX-License-Identifier: Apache-2.0
 * What SQLite's spool and the log both promise of their files: what was committed is there after
 * a crash, what was given up is not, they shrink, and can be copied while they are in use. */
#include "support/spool_kinds.h"
#include "support/testing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"

START_TEST(what_was_committed_is_there_after_a_crash)
{
	struct spool_item item;
	struct spool_counts c;
	struct report r;

	EACH_DURABLE(s, &roomy)
	{
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
	EACH_DURABLE(s, &roomy)
	{
		put(s, "done");
		put(s, "dropped");
		put(s, "delayed");
		put(s, "dead");
		ck_assert(lease(s, 0, &item, &r) && ends(s, &item, &found) && found);
		ck_assert(lease(s, 0, &item, &r) && spool_bury(s, &item, &why, 1, NULL) &&
			  spool_drop(s, item.seq, NULL));
		ck_assert(
			lease(s, 0, &item, &r) && spool_delay(s, &item, &why, SECONDS(9), 1, NULL));
		ck_assert(lease(s, 0, &item, &r) && spool_bury(s, &item, &why, 1, NULL));
		ck_assert(spool_put(s, &full, &arena, &result, &item, NULL));
		ck_assert(spool_note(s, STR("a"), STR("1"), NULL) &&
			  spool_note(s, STR("b"), STR("2"), NULL));
		ck_assert(spool_note(s, STR("a"), (struct str){0}, NULL));
		commit(s);
		spool_close(&s);
		s = open_again(kind, &roomy);
		ck_assert(spool_ledger(s, 0, 10, &arena, &v, &n, NULL));
		ck_assert_uint_eq(n, 5);
		ck_assert(v[0].state == 0 && !str_eq(v[0].reason, STR("dropped")));
		ck_assert(v[1].state == 0 && str_eq(v[1].reason, STR("dropped")));
		ck_assert(v[2].state == SPOOL_DELAYED && v[2].failed == 1 &&
			  v[2].due_ms == SECONDS(9));
		ck_assert(v[3].state == SPOOL_DEAD && str_eq(v[3].sentence, why.sentence) &&
			  v[3].attempt == 1);
		ck_assert(lease(s, SECONDS(1), &item, &r));
		ck_assert(str_eq(r.url, full.report.url) && str_eq(r.title, full.report.title));
		ck_assert(str_eq(r.published, full.report.published) &&
			  str_eq(r.dated, full.report.dated));
		ck_assert(r.verbatim && str_eq(r.body, STR("full")) && r.received_ms == SECONDS(1));
		ck_assert(spool_noted(s, STR("a"), &arena, &value, NULL) && str_absent(value));
		ck_assert(
			spool_noted(s, STR("b"), &arena, &value, NULL) && str_eq(value, STR("2")));
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

	EACH_DURABLE(s, &roomy)
	{
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
		ck_assert(
			spool_noted(s, STR("a"), &arena, &value, NULL) && str_eq(value, STR("1")));
		ck_assert_int_eq(put(s, "two"), SPOOL_ACCEPTED);
		ck_assert(lease(s, 0, &item, &r) && str_eq(r.body, STR("one")));
		ck_assert(lease(s, 0, &item, &r) && str_eq(r.body, STR("dead")));
		ck_assert_uint_eq(item.failed, 0);
	}
}
END_TEST

static int64_t bytes_on_disk(void)
{
	return bytes_of_files("spool-test.*") + bytes_of_files("spool-test.log/*");
}

START_TEST(the_file_shrinks_when_all_is_delivered)
{
	static char body[20000];
	struct spool_item item;
	struct report r;
	int64_t full;
	bool found;
	int i;

	memset(body, 'x', sizeof(body) - 1);
	EACH_DURABLE(s, &roomy)
	{
		for (i = 0; i < 500; i++) {
			snprintf(body, 16, "report %08d", i);
			body[15] = ' ';
			ck_assert_int_eq(put(s, body), SPOOL_ACCEPTED);
		}
		commit(s);
		spool_close(&s);
		full = bytes_on_disk();
		ck_assert_int_ge(full, 10000000);
		s = open_again(kind, &roomy);
		while (lease(s, 0, &item, &r))
			ck_assert(ends(s, &item, &found));
		commit(s);
		spool_close(&s);
		ck_assert_int_lt(bytes_on_disk(), full / 10);
		s = open_again(kind, &roomy);
		ck_assert_int_eq(put(s, body), SPOOL_DUPLICATE);
	}
}
END_TEST

START_TEST(a_copy_holds_what_was_committed_while_it_was_made)
{
	struct err err = {0}, damage = {0};
	char body[100001];
	uint32_t left;
	int i;

	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	EACH_DURABLE(s, &roomy)
	{
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
		copy = spool_open_sqlite("spool-test.db.backup", &roomy, &err);
		ck_assert_msg(copy != NULL, "%s", err.text);
		ck_assert_uint_eq(in_state(copy, SPOOL_READY), 101);
		ck_assert_int_eq(put(copy, "meanwhile"), SPOOL_DUPLICATE);
		spool_close(&copy);
		copy = spool_open_log("spool-test.db.backup", &roomy, 1 << 20, &damage, &err);
		ck_assert_msg(
			copy != NULL && damage.kind == ERR_NONE, "%s%s", err.text, damage.text);
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

TEST_MAIN("spool_durable", what_was_committed_is_there_after_a_crash,
	all_that_is_known_of_a_report_is_there_after_a_restart,
	a_batch_that_is_given_up_has_not_happened, the_file_shrinks_when_all_is_delivered,
	a_copy_holds_what_was_committed_while_it_was_made, another_programs_database_is_refused)
