/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <unistd.h>

#include "store/fact_ref.h"
#include "support/samples.h"
#include "support/stores.h"

#define KILLED "0101010101010101-0-39-killed"

static struct arena arena;

/* A report: so many people were killed in Omsk. */
static void put(struct store *s, unsigned char fill, const char *version, double value)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	struct claim *c = &m.u.result.extraction.claims[0];

	m.u.result.report.id = sample_id(fill);
	m.u.result.extraction.version = str_from(version);
	c->value = value;
	c->has_time = true;
	c->time = (struct period){19000, 19000};
	stores_put(s, &m.u.result);
	stores_commit(s);
}

static int64_t decide(struct store *s, const char *json)
{
	struct err err = {0};
	int64_t decision;

	ck_assert_msg(
		store_decide(s, str_from(json), 5, &decision, &err), "%s: %s", json, err.text);
	return decision;
}

START_TEST(facts_are_filed_under_what_is_asked_for)
{
	struct store *s = stores_with_places("decide");

	put(s, 1, "v1", 12);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims WHERE fact='" KILLED "'"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM claims WHERE low=12 AND high IS NULL"), 1);
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM claims WHERE figure='killed|omsk|2022-01-08|person'"),
		1);
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM tag_value WHERE facet='c.place' AND value='omsk'"),
		1);
	/* the same report read by another version replaces all of that, and counts stay true */
	put(s, 1, "v2", 13);
	ck_assert_int_eq(
		stores_number("SELECT facts FROM tag_value WHERE facet='c.place' AND value='omsk'"),
		1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM tag WHERE facet='c.place'"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 1);
	ck_assert_int_eq(stores_number("SELECT max(reports) FROM names"), 1);
	store_close(&s);
}
END_TEST

START_TEST(reports_of_one_figure_are_a_range)
{
	struct store *s = stores_with_places("decide");

	put(s, 1, "v1", 12);
	put(s, 2, "v1", 19);
	ck_assert_int_eq(stores_number("SELECT reports FROM figures"), 2);
	ck_assert_int_eq(stores_number("SELECT low FROM figures"), 12);
	ck_assert_int_eq(stores_number("SELECT high FROM figures"), 19);
	decide(s, "{\"verb\":\"split\",\"fact\":\"0202020202020202-0-39-killed\"}");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM figures"), 2);
	decide(s, "{\"verb\":\"merge\",\"fact\":\"0202020202020202-0-39-killed\","
		  "\"into\":\"killed|omsk|2022-01-08|person\"}");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM figures"), 1);
	store_close(&s);
}
END_TEST

START_TEST(a_rejection_outlives_a_new_reading_and_can_be_undone)
{
	struct store *s = stores_with_places("decide");
	struct err err = {0};
	int64_t decision;

	put(s, 1, "v1", 12);
	ck_assert_int_eq(stores_number("SELECT json_array_length(casualties) FROM incidents"), 1);
	decision = decide(s, "{\"verb\":\"reject\",\"fact\":\"" KILLED "\",\"by\":\"ann\"}");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 0);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM tag WHERE facet='c.place'"), 0);
	ck_assert_int_eq(stores_number("SELECT json_array_length(casualties) FROM incidents"), 0);
	put(s, 1, "v2", 12);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 0);
	ck_assert(store_undo(s, decision, 6, &err));
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM decisions WHERE undone IS NOT NULL"), 1);
	ck_assert(!store_undo(s, decision, 6, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	store_close(&s);
}
END_TEST

START_TEST(an_edit_is_seen_everywhere_and_keeps_what_was_told)
{
	struct store *s = stores_with_places("decide");
	struct err err = {0};
	int64_t first, second;

	put(s, 1, "v1", 12);
	first = decide(s, "{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"value\":14,"
			  "\"modifier\":\"exact\",\"places\":[\"Mosul\"]}}");
	ck_assert_int_eq(stores_number("SELECT value FROM claims"), 14);
	ck_assert_int_eq(stores_number("SELECT high FROM claims"), 14);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims WHERE country='IQ'"), 1);
	second = decide(
		s, "{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"kind\":\"wounded\"}}");
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM claims WHERE kind='wounded' AND value=14"), 1);
	put(s, 1, "v2", 12);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM claims WHERE kind='wounded' AND value=14"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims WHERE fact='" KILLED "'"), 1);
	ck_assert(store_undo(s, second, 7, &err));
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM claims WHERE kind='killed' AND value=14"), 1);
	ck_assert(store_undo(s, first, 7, &err));
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM claims WHERE value=12 AND modifier='at_least'"),
		1);
	store_close(&s);
}
END_TEST

#define ATTACK "0101010101010101-0-39-attack"

START_TEST(an_incident_is_edited_as_a_claim_is)
{
	struct store *s = stores_with_places("decide");
	struct err err = {0};
	AUTO(buf_release) struct buf out = {0};
	AUTO(db_close) struct db *db = NULL;
	int64_t first, second;

	put(s, 1, "v1", 12);
	first = decide(s, "{\"verb\":\"edit\",\"fact\":\"" ATTACK
			  "\",\"by\":\"ann\",\"change\":{\"locations\":[\"Mosul\"],"
			  "\"date_start\":\"2022-01-08\",\"date_end\":\"2022-01-08\","
			  "\"perpetrator_organisations\":[\"Smith, Sons\",\"Islamic "
			  "State\"],\"perpetrator_confidence\":\"claimed\"}}");
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM incidents WHERE country='IQ' AND day='2022-01-08' AND"
			" event='attack|mosul|2022-01-08' AND correction='edit' AND "
			"perpetrator_confidence='claimed' AND"
			" perpetrator_organisations->>'$[0].text'='Smith, Sons' AND fact='" ATTACK
			"'"),
		1);
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM tag WHERE facet='i.who' AND value='islamic state'"),
		1);
	second = decide(s,
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK "\",\"change\":{\"type\":\"bombing\","
		"\"victims\":[\"people\",\"a guard\"]}}");
	/* who was told keeps what was told of him */
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM incidents WHERE type='bombing' AND country='IQ' AND"
			" json_array_length(victims)=2 AND victims->>'$[1].text'='a guard' AND "
			"fact='" ATTACK "'"),
		1);
	ck_assert_int_eq(stores_number("SELECT sum(facts) FROM tally WHERE listing='incidents' AND "
				       "kind='bombing'"),
		1);
	/* a later reading is corrected in the same way */
	put(s, 1, "v2", 13);
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM incidents WHERE type='bombing' AND country='IQ' AND"
			" json_array_length(victims)=2 AND fact='" ATTACK "'"),
		1);
	db = facts_open(".", &err);
	buf_init(&out, 65536);
	ck_assert(db && facts_write_corrections(db, &out, &err));
	ck_assert_ptr_nonnull(strstr(out.data, "\"read\":{\"type\":\"attack\",\"nth\":1"));
	ck_assert_ptr_nonnull(strstr(out.data, "\"change\":{\"type\":\"bombing\""));
	ck_assert(store_undo(s, second, 7, &err));
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM incidents WHERE type='attack' AND country='IQ' AND"
			" json_array_length(victims)=1"),
		1);
	decide(s, "{\"verb\":\"reject\",\"fact\":\"" ATTACK "\"}");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM incidents"), 0);
	ck_assert(store_undo(s, 3, 7, &err));
	ck_assert(store_undo(s, first, 7, &err));
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM incidents WHERE type='attack' AND locations='[]' AND"
			" date_start IS NULL AND perpetrator_organisations='[]' AND correction IS "
			"NULL"),
		1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM incident WHERE live=1 AND told IS NOT NULL"),
		0);
	store_close(&s);
}
END_TEST

START_TEST(of_two_incidents_in_a_sentence_one_is_edited)
{
	struct store *s = stores_with_places("decide");
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	struct extraction *x = &m.u.result.extraction;
	struct incident two[2] = {x->incidents[0], x->incidents[0]};

	x->incidents = two;
	x->nincidents = 2;
	m.u.result.report.id = sample_id(1);
	stores_put(s, &m.u.result);
	stores_commit(s);
	decide(s, "{\"verb\":\"edit\",\"fact\":\"" ATTACK "-2\",\"change\":{\"type\":\"arson\"}}");
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM incidents WHERE type='arson' AND fact='" ATTACK
			      "-2'"),
		1);
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM incidents WHERE type='attack' AND fact='" ATTACK "'"),
		1);
	decide(s, "{\"verb\":\"reject\",\"fact\":\"" ATTACK "\"}");
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM incidents WHERE fact='" ATTACK "-2'"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM incidents"), 1);
	store_close(&s);
}
END_TEST

START_TEST(nonsense_is_refused_with_a_sentence_and_changes_nothing)
{
	static const char *const bad[] = {"", "[]", "{", "{}", "{\"verb\":\"reject\"}",
		"{\"verb\":\"reject\",\"fact\":\"x\"}",
		"{\"verb\":\"reject\",\"fact\":\"0101010101010101-0-38-killed\"}",
		"{\"verb\":\"burn\",\"fact\":\"" KILLED "\"}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\"}",
		"{\"verb\":\"merge\",\"fact\":\"" KILLED "\"}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"live\":0}}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"value\":\"many\"}}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"kind\":\"eaten\"}}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED
		"\",\"change\":{\"time_start\":\"yesterday\"}}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"places\":\"Omsk\"}}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":7}",
		"{\"verb\":\"merge\",\"type\":\"person\",\"name\":\"Nobody\",\"into\":\"Noone\"}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK "\",\"change\":{\"value\":3}}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK "\",\"change\":{\"type\":\"killed\"}}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK "\",\"change\":{\"type\":null}}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK
		"\",\"change\":{\"victims\":[{\"text\":\"x\"}]}}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK "\",\"change\":{\"victims\":[\" \"]}}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK "\",\"change\":{\"locations\":null}}",
		"{\"verb\":\"edit\",\"fact\":\"" ATTACK
		"\",\"change\":{\"date_start\":\"2022-02-30\"}}",
		"{\"verb\":\"edit\",\"fact\":\"" KILLED "\",\"change\":{\"victims\":[\"x\"]}}"};
	struct store *s = stores_with_places("decide");
	size_t i;

	put(s, 1, "v1", 12);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct err err = {0};
		int64_t decision;

		ck_assert_msg(!store_decide(s, str_from(bad[i]), 5, &decision, &err), "%s", bad[i]);
		ck_assert_msg(err.kind == ERR_REJECT && err.text[0], "%s: %s", bad[i], err.text);
	}
	ck_assert_int_eq(stores_number("SELECT count(*) FROM decision"), 0);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM incidents"), 1);
	store_close(&s);
}
END_TEST

START_TEST(every_filter_and_sort_makes_a_question_that_is_answered)
{
	static const struct filter filters[] = {{.words = STR("killed")}, {.report = STR("0101")},
		{.kind = STR("killed")}, {.place = STR("oms")}, {.who = STR("zzz")},
		{.country = STR("iq")}, {.source = STR("x")}, {.since = STR("2020-01-01")},
		{.until = STR("2024-01-01")},
		{.place = STR("omsk"),
			.who = STR("peop"),
			.kind = STR("killed"),
			.since = STR("2020-01-01")},
		{.modality = STR("asserted")}, {.group = STR("killed|omsk|2022-01-08|person")},
		{.min_confidence = 0.2}};
	struct store *s = stores_with_places("decide");
	size_t i, j, k;

	put(s, 1, "v1", 12);
	for (i = 0; i < ARRAY_SIZE(filters); i++)
		for (j = SORT_OLDEST; j <= SORT_VALUE; j++)
			for (k = 0; k < 2; k++) {
				struct filter f = filters[i];

				f.sort = (enum sort)j;
				f.limit = 10;
				f.after = k ? j == SORT_OLDEST ? 0 : 1000 : 0;
				f.after_key = j == SORT_DAY ? STR("2030-01-01") : STR("1e9");
				stores_rows(LISTING_CLAIMS, &f);
				if (j != SORT_VALUE)
					stores_rows(LISTING_INCIDENTS, &f);
			}
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &filters[9]), 1);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &filters[4]), 0);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &filters[5]), 0);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.sort = SORT_DAY,
							      .limit = 5,
							      .after = 1,
							      .after_key = STR("2022-01-08")}),
		0);
	store_close(&s);
}
END_TEST

START_TEST(the_charts_are_thinned)
{
	struct store *s = stores_with_places("decide");
	struct err err = {0};
	int64_t at;

	/* each is a commit: not every ten seconds of two days, a busy disk would take a minute
	 * for it */
	for (at = 0; at < 2 * 24 * 3600; at += 6 * HISTORY_STEP_S)
		ck_assert(store_sample(
			s, &(struct sample){.at_s = 1700000000 + at, .queue.ready = 3}, &err));
	ck_assert_int_le(stores_number("SELECT count(*) FROM history WHERE step_s=10"), 400);
	ck_assert_int_le(stores_number("SELECT count(*) FROM history WHERE step_s=120"), 760);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM history WHERE step_s=1800"), 97);
	store_close(&s);
}
END_TEST

TEST_MAIN("decide", facts_are_filed_under_what_is_asked_for, reports_of_one_figure_are_a_range,
	a_rejection_outlives_a_new_reading_and_can_be_undone,
	an_edit_is_seen_everywhere_and_keeps_what_was_told, an_incident_is_edited_as_a_claim_is,
	of_two_incidents_in_a_sentence_one_is_edited,
	nonsense_is_refused_with_a_sentence_and_changes_nothing,
	every_filter_and_sort_makes_a_question_that_is_answered, the_charts_are_thinned)
