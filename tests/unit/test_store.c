/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <stdio.h>
#include <unistd.h>

#include "support/samples.h"
#include "support/stores.h"

static struct arena arena;

static struct result result_of(unsigned char fill, const char *version)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);

	m.u.result.report.id = sample_id(fill);
	m.u.result.extraction.version = str_from(version);
	return m.u.result;
}

START_TEST(the_same_result_twice_is_one)
{
	struct store *s = stores_fresh("store");
	struct result r = result_of(1, "v1");
	int i;

	for (i = 0; i < 3; i++) {
		stores_put(s, &r);
		stores_commit(s);
	}
	ck_assert_int_eq(stores_number("SELECT count(*) FROM reports"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM reports WHERE published_from IS NULL AND"
			      " modified='2024-03-01' AND modified_from='opengraph' AND "
			      "modified_precision='month'"),
		1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM extraction"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM entities"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM incidents"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM text_index WHERE text_index MATCH 'omsk'"), 1);
	store_close(&s);
}
END_TEST

START_TEST(a_newer_version_takes_over)
{
	struct store *s = stores_fresh("store");
	struct result old = result_of(1, "v1"), now = result_of(1, "v2");

	now.extraction.text = STR("Nobody was hurt in Tomsk.");
	now.extraction.nclaims = now.extraction.nentities = now.extraction.nincidents = 0;
	stores_put(s, &old);
	stores_put(s, &now);
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM extraction"), 2);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 0);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM text_index WHERE text_index MATCH 'omsk'"), 0);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM text_index WHERE text_index MATCH 'tomsk'"), 1);
	stores_put(s, &old); /* back again */
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM text_index WHERE text_index MATCH 'tomsk'"), 0);
	store_close(&s);
}
END_TEST

START_TEST(nothing_is_there_before_the_commit)
{
	struct store *s = stores_fresh("store");
	struct result r = result_of(1, "v1");
	struct store_counts c;

	stores_commit(s);
	stores_put(s, &r);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM reports"), 0);
	store_rollback(s);
	store_counts(s, &c);
	ck_assert_uint_eq(c.reports, 0);
	stores_put(s, &r);
	stores_commit(s);
	store_counts(s, &c);
	ck_assert_uint_eq(c.reports, 1);
	ck_assert_uint_eq(c.claims, 1);
	store_close(&s);
}
END_TEST

START_TEST(the_views_quote_the_text)
{
	struct store *s = stores_fresh("store");
	struct result r = result_of(1, "v1");

	stores_put(s, &r);
	stores_commit(s);
	ck_assert_int_eq(
		stores_number(
			"SELECT sentence='At least 12 people were killed in Omsk.' AND value=12"
			" AND modifier='at_least' AND time_start='2024-01-02' AND time_end IS NULL"
			" AND places='[\"Omsk\"]' FROM claims"),
		1);
	ck_assert_int_eq(stores_number("SELECT text='Omsk' FROM entities"), 1);
	ck_assert_int_eq(
		stores_number("SELECT json_extract(victims, '$[0].text')='people' FROM incidents"),
		1);
	ck_assert_int_eq(stores_number("PRAGMA application_id"), 0x53525354);
	store_close(&s);
}
END_TEST

START_TEST(filters_narrow_and_hostile_words_are_only_words)
{
	struct store *s = stores_fresh("store");
	struct result r = result_of(1, "v1");
	static const char *const hostile[] = {
		"\"", "' OR 1=1 --", "NEAR(", "a* AND", "text:", "*", "(", "\\", "omsk\" OR \"x"};
	size_t i;

	stores_put(s, &r);
	stores_commit(s);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){0}), 1);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.kind = STR("killed")}), 1);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.kind = STR("wounded")}), 0);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("omsk")}), 1);
	ck_assert_uint_eq(
		stores_rows(LISTING_CLAIMS, &(struct filter){.since = STR("2025-01-01")}), 0);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.min_confidence = 0.9}), 0);
	ck_assert_uint_eq(
		stores_rows(LISTING_SEARCH, &(struct filter){.words = STR("killed om*")}), 1);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.report = STR("0101")}), 1);
	for (i = 0; i < ARRAY_SIZE(hostile); i++)
		stores_rows(LISTING_SEARCH, &(struct filter){.words = str_from(hostile[i])});
	store_close(&s);
}
END_TEST

START_TEST(a_report_is_found_by_the_beginning_of_its_id)
{
	struct store *s = stores_fresh("store");
	struct result one = result_of(0x11, "v1"), two = result_of(0x12, "v1");
	struct err err = {0};
	struct db *db;
	struct report_id id;
	struct report original;
	int64_t row;

	stores_put(s, &one);
	stores_put(s, &two);
	stores_commit(s);
	db = facts_open(".", &err);
	ck_assert(facts_find_report(db, STR("1111"), &id, &row, &err));
	ck_assert_mem_eq(id.bytes, one.report.id.bytes, REPORT_ID_BYTES);
	ck_assert(facts_original(db, row, &arena, &original, &err));
	ck_assert(str_eq(original.body, STR("some bytes")));
	ck_assert(!facts_find_report(db, STR("2222"), &id, &row, &err));
	ck_assert(!facts_find_report(db, STR("1"), &id, &row, &err));
	ck_assert(!facts_find_report(db, STR("zzzz"), &id, &row, &err));
	db_close(&db);
	store_close(&s);
}
END_TEST

START_TEST(a_backup_is_a_whole_database)
{
	struct store *s = stores_fresh("store");
	struct result r = result_of(1, "v1");
	struct err err = {0};
	struct db *copy;

	stores_put(s, &r);
	stores_commit(s);
	unlink("copy.db");
	ck_assert(store_backup(s, "copy.db", &err));
	copy = db_open("copy.db", DB_READ, &err);
	ck_assert(db_check(copy, &err));
	db_close(&copy);
	store_close(&s);
}
END_TEST

/* Every view opens for a program that knows nothing of us, and the view about has a sentence for
 * it and each of its columns, and no other. */
START_TEST(the_views_explain_themselves)
{
	struct store *s = stores_fresh("about");
	struct err err = {0};
	AUTO(db_close) struct db *db = db_open("sitrep.db", DB_READ, &err);
	AUTO(query_free)
	struct query *views =
		query_new(db, "SELECT name FROM sqlite_schema WHERE type='view'", &err);
	AUTO(query_free)
	struct query *said = query_new(db,
		"SELECT count(*) FROM about WHERE view=?1"
		" AND \"column\" IS ?2 AND length(says)>2",
		&err);
	int64_t columns = 0, n = 0;
	bool row;

	for (; query_step(views, &row, &err) && row; n++) {
		AUTO(query_free) struct query *all = NULL;
		char sql[128];
		int64_t found;
		int i;

		snprintf(sql, sizeof(sql), "SELECT * FROM %.*s LIMIT 5",
			STR_ARGS(query_get_str(views, 0)));
		all = query_new(db, sql, &err);
		ck_assert_msg(all && query_run(all, &err), "%s: %s", sql, err.text);
		for (i = -1; i < query_columns(all); i++, columns++) {
			const char *column = i < 0 ? NULL : query_column_name(all, i);

			query_str(said, 1, query_get_str(views, 0));
			query_str(said, 2, str_from(column));
			ck_assert(query_first(said, 0, &found, &err));
			ck_assert_msg(found == 1, "about has %d for %s column %s", (int)found, sql,
				column ? column : "-");
		}
	}
	ck_assert_int_ge(n, 13);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM about"), columns);
	store_close(&s);
}
END_TEST

START_TEST(a_query_that_cannot_be_made_fails_when_it_is_run)
{
	struct store *s = stores_fresh("wrong");
	struct err err = {0};
	AUTO(db_close) struct db *db = db_open("sitrep.db", DB_READ, &err);
	AUTO(query_free)
	struct query *wrong = query_new(db, "SELECT 1 FROM nowhere WHERE a=?1", &err);
	bool row, ok = true;

	ck_assert_ptr_null(wrong);
	query_int(wrong, 1, 1);
	query_real(wrong, 1, 1);
	query_str(wrong, 1, STR("a"));
	query_str(wrong, 1, (struct str){0});
	query_blob(wrong, 1, STR("a"));
	ck_assert(!query_step(wrong, &row, &err));
	ck_assert(!query_run(wrong, &err));
	ck_assert(!query_next(wrong, &ok, &err) && !ok);
	ck_assert_ptr_nonnull(strstr(err.text, "nowhere"));
	store_close(&s);
}
END_TEST

TEST_MAIN("store", the_same_result_twice_is_one, a_newer_version_takes_over,
	nothing_is_there_before_the_commit, the_views_quote_the_text,
	filters_narrow_and_hostile_words_are_only_words,
	a_report_is_found_by_the_beginning_of_its_id, a_backup_is_a_whole_database,
	the_views_explain_themselves, a_query_that_cannot_be_made_fails_when_it_is_run)
