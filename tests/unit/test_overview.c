/* SPDX-License-Identifier: Apache-2.0
 * What lies behind a page of facts, and the tally that it is counted from. */
#include "support/testing.h"

#include <stdio.h>
#include <unistd.h>

#include "store/schema.h"
#include "support/samples.h"
#include "support/stores.h"

static struct arena arena;

/* What tells one report of a test from another; the place is in which state. */
struct told {
	unsigned char fill;
	const char *version, *place, *source;
	enum claim_kind kind;
	double value;
	int year;
};

static void put(struct store *s, struct told t)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	struct result *r = &m.u.result;
	struct claim *c = &r->extraction.claims[0];

	r->report.id = sample_id(t.fill);
	r->report.source = str_from(t.source ? t.source : "wire.example");
	r->extraction.version = str_from(t.version ? t.version : "v1");
	c->kind = t.kind;
	c->value = t.value;
	c->places[0] = str_from(t.place ? t.place : "Mosul");
	c->time = (struct period){day_from_civil(t.year, 5, 4), day_from_civil(t.year, 5, 4)};
	r->extraction.incidents[0].locations = c->places;
	r->extraction.incidents[0].nlocations = 1;
	stores_put(s, r);
}

static int64_t decide(struct store *s, const char *json)
{
	struct err err = {0};
	int64_t decision;

	ck_assert_msg(
		store_decide(s, str_from(json), 5, &decision, &err), "%s: %s", json, err.text);
	return decision;
}

#define COUNTED \
	"SELECT 'claims' AS listing, kind, ifnull(country, '') AS country, substr(day, 1, 4) AS " \
	"year, theme," \
	" modality, count(*) AS facts FROM claim WHERE live=1 GROUP BY 2, 3, 4, 5, 6" \
	" UNION ALL SELECT 'incidents', type, ifnull(country, ''), substr(day, 1, 4), '', stage, " \
	"count(*)" \
	" FROM incident WHERE live=1 GROUP BY 2, 3, 4, 6"
#define TALLIED \
	"SELECT listing, kind, country, year, theme, modality, facts FROM tally WHERE facts<>0"

static void tally_is_count(const char *when)
{
	ck_assert_msg(stores_number("SELECT count(*) FROM (SELECT * FROM (" COUNTED
				    ") EXCEPT " TALLIED ")") == 0 &&
			      stores_number("SELECT count(*) FROM (" TALLIED
					    " EXCEPT SELECT * FROM (" COUNTED "))") == 0,
		"the tally is not the count after %s", when);
}

START_TEST(the_tally_is_the_count_whatever_happens)
{
	struct store *s = stores_with_places("overview");
	struct err err = {0};
	int64_t decision;

	put(s, (struct told){.fill = 1, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	put(s, (struct told){.fill = 2,
		       .kind = CLAIM_WOUNDED,
		       .value = 4,
		       .year = 2021,
		       .place = "Omsk"});
	stores_commit(s);
	ck_assert_int_eq(
		stores_number(
			"SELECT sum(facts) FROM tally WHERE listing='claims' AND country='IQ'"),
		1);
	tally_is_count("two reports");
	put(s, (struct told){.fill = 1,
		       .version = "v2",
		       .kind = CLAIM_WOUNDED,
		       .value = 3,
		       .year = 2022,
		       .place = "Kano"});
	stores_commit(s);
	tally_is_count("another version");
	put(s, (struct told){.fill = 1, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	stores_commit(s);
	tally_is_count("the first version again");
	decision = decide(s, "{\"verb\":\"reject\",\"fact\":\"0101010101010101-0-39-killed\"}");
	ck_assert_int_eq(stores_number("SELECT ifnull(sum(facts), 0) FROM tally WHERE "
				       "listing='claims' AND country='IQ'"),
		0);
	tally_is_count("a rejection");
	put(s, (struct told){
		       .fill = 1, .version = "v3", .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	stores_commit(s);
	tally_is_count("a rejection that outlived a reading");
	ck_assert(store_undo(s, decision, 6, &err));
	ck_assert_int_eq(
		stores_number(
			"SELECT sum(facts) FROM tally WHERE listing='claims' AND country='IQ'"),
		1);
	tally_is_count("its undoing");
	decide(s, "{\"verb\":\"edit\",\"fact\":\"0202020202020202-0-39-wounded\",\"change\":{"
		  "\"places\":[\"Aleppo\"]}}");
	tally_is_count("an edit");
	put(s, (struct told){.fill = 3, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	store_rollback(s);
	put(s, (struct told){.fill = 4, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	stores_commit(s);
	tally_is_count("a lost transaction");
	store_close(&s);
}
END_TEST

START_TEST(a_result_that_is_refused_leaves_no_trace_in_the_tally)
{
	struct store *s = stores_with_places("overview");
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	struct err err = {0};

	store_careful(s);
	put(s, (struct told){.fill = 1, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	/* no number can be NaN in a column that must hold one: the row is refused, with its
	 * report */
	m.u.result.report.id = sample_id(2);
	m.u.result.extraction.claims[0].confidence = 0.0f / 0.0f;
	ck_assert(!store_put(s, &m.u.result, 5, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM report"), 1);
	tally_is_count("a refused result");
	store_close(&s);
}
END_TEST

#define OLD_ROWS \
	"INSERT INTO report(report, id, source, url, media_type, received_ms, stored_ms, bytes, " \
	"given_title," \
	" given_published, verbatim) VALUES(1, x'0101', 'old.example', '', 'text/plain', 5, 5, " \
	"9, '', '', 0);" \
	"INSERT INTO extraction(extraction, report, version, current, media_type, text, links, " \
	"worker, read_ms," \
	" stored_ms) VALUES(1, 1, 'v0', 1, 'text/plain', 'Three died.', '[]', 'w', 1, 5);" \
	"INSERT INTO claim(extraction, kind, start, end, value, has_time, places, modality, " \
	"theme, maker," \
	" confidence, live, day, country) VALUES(1, 'killed', 0, 11, 3, 0, '[]', 'asserted', " \
	"'incident', 't', 1, 1," \
	" '2020-01-02', 'IQ'), (1, 'wounded', 0, 11, 3, 0, '[]', 'asserted', 'incident', 't', 1, " \
	"1, '', NULL)," \
	" (1, 'wounded', 0, 11, 3, 0, '[]', 'asserted', 'incident', 't', 1, 0, '', NULL);" \
	"INSERT INTO incident(extraction, type, stage, start, end, has_date, locations, " \
	"perpetrator_individuals," \
	" perpetrator_organisations, physical_targets, victims, weapons, maker, confidence, " \
	"live, day)" \
	" VALUES(1, 'bombing', 'accomplished', 0, 11, 0, '[]', '[]', '[]', '[]', '[]', '[]', " \
	"'t', 1, 1, '2021-02-03');" \
	"INSERT INTO note(key, value) VALUES('derived', '2');"

START_TEST(an_older_file_is_counted_once)
{
	struct db_schema old = store_schema;
	struct store *s = stores_fresh("overview");
	struct err err = {0};
	struct db *db;

	store_close(&s);
	unlink("sitrep.db");
	old.nsteps = 13;
	db = db_open("sitrep.db", DB_WRITE, &err);
	ck_assert_msg(
		db && db_migrate(db, &old, &err) && db_exec(db, OLD_ROWS, &err), "%s", err.text);
	db_close(&db);
	s = store_open("sitrep.db", 8000, &err);
	ck_assert_msg(s != NULL, "%s", err.text);
	tally_is_count("a migration");
	ck_assert_int_eq(stores_number("SELECT sum(facts) FROM tally WHERE listing='claims'"), 2);
	ck_assert_int_eq(
		stores_number("SELECT sum(facts) FROM tally WHERE country='IQ' AND year='2020'"),
		1);
	ck_assert_int_eq(
		stores_number(
			"SELECT sum(facts) FROM tally WHERE listing='incidents' AND year='2021'"),
		1);
	put(s, (struct told){
		       .fill = 1, .version = "v2", .kind = CLAIM_KILLED, .value = 3, .year = 2019});
	stores_commit(s);
	tally_is_count("a migration and a new report");
	store_close(&s);
}
END_TEST

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	ck_assert(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

START_TEST(other_rules_for_places_count_anew)
{
	struct store *s = stores_with_places("overview");
	struct err err = {0};

	put(s, (struct told){.fill = 1, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	stores_commit(s);
	store_close(&s);
	write_file("countries.txt", "@class country\nNarnia = NA\n");
	write_file("places.txt", "@class city\nMosul = SY\n");
	s = store_open("sitrep.db", 8000, &err);
	ck_assert_msg(s && store_know_places(s, ".", &err), "%s", err.text);
	ck_assert_int_eq(
		stores_number(
			"SELECT sum(facts) FROM tally WHERE listing='claims' AND country='SY'"),
		1);
	tally_is_count("other rules");
	store_close(&s);
}
END_TEST

static struct overview look(enum listing listing, struct filter f)
{
	struct err err = {0};
	AUTO(db_close) struct db *db = facts_open(".", &err);
	struct overview o;

	ck_assert_msg(db && facts_overview(db, listing, &f, &arena, &o, &err), "%s", err.text);
	return o;
}

static int64_t facet(const struct overview *o, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < o->nfacets; i++)
		if (strcmp(o->facets[i].facet, name) == 0 &&
			str_eq(o->facets[i].value, str_from(value)))
			return o->facets[i].facts;
	return 0;
}

START_TEST(facets_and_totals_of_all_and_of_some)
{
	struct store *s = stores_with_places("overview");
	struct overview o;

	put(s, (struct told){.fill = 1, .kind = CLAIM_KILLED, .value = 3, .year = 2020});
	put(s, (struct told){.fill = 2, .kind = CLAIM_KILLED, .value = 5, .year = 2020});
	put(s, (struct told){.fill = 3, .kind = CLAIM_KILLED, .value = 7, .year = 2021});
	put(s, (struct told){.fill = 4,
		       .kind = CLAIM_WOUNDED,
		       .value = 9,
		       .year = 2021,
		       .place = "Aleppo"});
	stores_commit(s);
	o = look(LISTING_CLAIMS, (struct filter){0});
	ck_assert(o.exact && o.facts == 4);
	ck_assert_int_eq(facet(&o, "kind", "killed"), 3);
	ck_assert_int_eq(facet(&o, "country", "SY"), 1);
	ck_assert_int_eq(facet(&o, "since", "2021-01-01"), 2);
	/* two reports tell of one figure, from 3 to 5, the third of another one */
	ck_assert_uint_eq(o.ntotals, 2);
	ck_assert(str_eq(o.totals[0].kind, STR("killed")) && o.totals[0].claims == 3 &&
		  o.totals[0].figures == 2);
	ck_assert(o.totals[0].low == 10 && o.totals[0].high == 12 && o.totals[0].open);
	o = look(LISTING_CLAIMS, (struct filter){.country = STR("iq"), .since = STR("2021-01-01")});
	ck_assert(o.exact && o.facts == 1 && facet(&o, "kind", "killed") == 1);
	o = look(LISTING_CLAIMS,
		(struct filter){.since = STR("2021-01-01"), .until = STR("2021-05-30")});
	ck_assert(!o.exact && o.facts == 2 && facet(&o, "kind", "wounded") == 1);
	o = look(LISTING_CLAIMS, (struct filter){.place = STR("mos")});
	ck_assert(!o.exact && o.facts == 3);
	/* a place that is called as a state: what lies in it */
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("iraq")}), 3);
	ck_assert_uint_eq(
		stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("Iraq"), .limit = 2}), 2);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("Iraq"),
							      .since = STR("2021-01-01")}),
		1);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS,
				  &(struct filter){.place = STR("Iraq"), .country = STR("SY")}),
		0);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("Syria"),
							      .report = STR("04040404")}),
		1);
	ck_assert_uint_eq(
		stores_rows(LISTING_INCIDENTS, &(struct filter){.place = STR("Syria")}), 1);
	ck_assert_uint_eq(
		stores_rows(LISTING_INCIDENTS, &(struct filter){.place = STR("Norway")}), 0);
	o = look(LISTING_INCIDENTS, (struct filter){0});
	ck_assert(o.exact && o.facts == 4 && facet(&o, "kind", "attack") == 4);
	ck_assert_uint_eq(o.nstates, 2);
	ck_assert(str_eq(o.states[0].value, STR("IQ")) && o.states[0].facts == 3);
	ck_assert_uint_eq(o.nplaces, 2);
	ck_assert(str_eq(o.places[0].value, STR("IQ\nMosul")) && o.places[0].facts == 3);
	store_close(&s);
}
END_TEST

START_TEST(a_part_of_many_names_finds_the_newest_of_each)
{
	struct store *s = stores_with_places("overview");
	char place[32], source[32];
	int i;

	for (i = 1; i <= FACTS_NAMES + 6; i++) {
		snprintf(place, sizeof(place), "Town %d", i);
		snprintf(source, sizeof(source), "paper%d.example", i);
		put(s, (struct told){.fill = (unsigned char)i,
			       .kind = CLAIM_KILLED,
			       .value = i,
			       .year = 2020,
			       .place = place,
			       .source = source});
	}
	stores_commit(s);
	ck_assert_uint_eq(
		stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("town 1")}), 11);
	ck_assert_uint_eq(
		stores_rows(LISTING_CLAIMS,
			&(struct filter){.place = STR("town 1"), .sort = SORT_NEWEST, .limit = 50}),
		11);
	/* of a part of too many names a page shows some, everything else all */
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("town")}),
		FACTS_NAMES + 6);
	ck_assert_uint_ge(
		stores_rows(LISTING_CLAIMS,
			&(struct filter){.place = STR("town"), .sort = SORT_NEWEST, .limit = 50}),
		FACTS_NAMES - 2);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.source = STR("paper1"),
							      .sort = SORT_NEWEST,
							      .limit = 50}),
		11);
	ck_assert_uint_eq(
		stores_rows(LISTING_CLAIMS, &(struct filter){.source = STR("PAPER1.EXAMPLE")}), 1);
	ck_assert_uint_eq(
		stores_rows(LISTING_REPORTS,
			&(struct filter){.source = STR("paper1"), .sort = SORT_NEWEST, .limit = 5}),
		5);
	ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &(struct filter){.place = STR("town 1"),
							      .source = STR("paper1"),
							      .country = STR("IQ"),
							      .sort = SORT_NEWEST,
							      .limit = 50}),
		0);
	store_close(&s);
}
END_TEST

START_TEST(a_name_with_quotes_is_only_a_name)
{
	static const char *const evil = "O'Brien') OR 1=1 --";
	struct store *s = stores_with_places("overview");
	struct filter page = {.sort = SORT_NEWEST, .limit = 50};
	AUTO(db_close) struct db *db = NULL;
	struct err err = {0};
	int i;

	put(s, (struct told){.fill = 1,
		       .kind = CLAIM_KILLED,
		       .value = 1,
		       .year = 2020,
		       .place = evil,
		       .source = evil});
	put(s, (struct told){.fill = 2,
		       .kind = CLAIM_KILLED,
		       .value = 1,
		       .year = 2020,
		       .place = "Omsk",
		       .source = "b"});
	stores_commit(s);
	for (i = 0; i < 2; i++) {
		struct filter f = i ? page : (struct filter){0};

		f.place = STR("o'brien");
		ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &f), 1);
		f.who = STR("people' OR ''='");
		ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &f), 0);
		f.who = STR("people");
		ck_assert_uint_eq(stores_rows(LISTING_CLAIMS, &f), 1);
		f = i ? page : (struct filter){0};
		f.source = STR("' OR 1=1");
		ck_assert_uint_eq(stores_rows(LISTING_REPORTS, &f), 0);
		f.source = str_from(evil);
		ck_assert_uint_eq(stores_rows(LISTING_REPORTS, &f), 1);
	}
	/* no country is called so */
	db = facts_open(".", &err);
	ck_assert(!facts_list(db, LISTING_CLAIMS, &(struct filter){.country = STR("IQ' OR '1'='1")},
		&arena, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	ck_assert_uint_eq(look(LISTING_CLAIMS, (struct filter){.place = str_from(evil)}).seen, 1);
	store_close(&s);
}
END_TEST

START_TEST(the_best_hit_comes_first)
{
	struct store *s = stores_with_places("overview");
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	static const char *const titles[] = {"Weather", "Omsk: the dead of Omsk", "Sport"};
	AUTO(db_close) struct db *db = NULL;
	AUTO(query_free) struct query *q = NULL;
	struct filter f = {.words = STR("omsk"), .limit = 10, .sort = SORT_NEWEST};
	struct err err = {0};
	bool row;
	size_t i;

	for (i = 0; i < 3; i++) {
		m.u.result.report.id = sample_id((unsigned char)(i + 1));
		m.u.result.extraction.title = str_from(titles[i]);
		stores_put(s, &m.u.result);
	}
	stores_commit(s);
	db = facts_open(".", &err);
	q = facts_list(db, LISTING_SEARCH, &f, &arena, &err);
	ck_assert_msg(query_step(q, &row, &err) && row, "%s", err.text);
	ck_assert(str_eq(query_get_str(q, 1), str_from(titles[1])));
	ck_assert(str_find(query_get_str(q, 4), STR("[Omsk]"), 0) < query_get_str(q, 4).n);
	store_close(&s);
}
END_TEST

TEST_MAIN("overview", the_tally_is_the_count_whatever_happens,
	a_result_that_is_refused_leaves_no_trace_in_the_tally, an_older_file_is_counted_once,
	other_rules_for_places_count_anew, facets_and_totals_of_all_and_of_some,
	a_part_of_many_names_finds_the_newest_of_each, a_name_with_quotes_is_only_a_name,
	the_best_hit_comes_first)
