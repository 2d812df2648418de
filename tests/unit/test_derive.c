/* SPDX-License-Identifier: Apache-2.0
 * What follows from the facts is the same whether it is derived before they are written or from
 * their rows, and the files and counts are those of what is there, whatever was rolled back. */
#include "support/testing.h"

#include <stdio.h>
#include <unistd.h>

#include "store/told.h"
#include "support/samples.h"
#include "support/stores.h"

static struct arena arena;
static const char *const towns[] = {"Mosul", "Kandahar", "Nowhere at All", "Paris", "Kano"};
static const char *const people[] = {
	"Police", "the Red Crescent", "gunmen", "Police", "Farmers \"of the North\""};

static struct str *list(const char *const *words, size_t first, size_t n)
{
	struct str *v = arena_zalloc(&arena, n + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < n; i++)
		v[i] = str_from(words[(first + i) % ARRAY_SIZE(towns)]);
	return v;
}

static void vary_claim(struct claim *c, size_t i)
{
	int32_t day = day_from_civil(2021, 5, 4);

	c->kind = 1 + (enum claim_kind)(i % (CLAIM_KIND_END - 1));
	c->modality = 1 + (enum modality)(i % (MODALITY_END - 1));
	c->theme = 1 + (enum theme)(i % (THEME_END - 1));
	c->modifier = (enum modifier)(i % MODIFIER_END);
	c->has_value = i % 7 != 0;
	c->value = i % 5 ? (double)i : (double)i + 0.5;
	c->unit = i % 3 ? STR("person") : i % 2 ? STR("rifle") : (struct str){0};
	c->has_time = i % 11 != 0;
	c->time =
		(struct period){i % 4 ? day : DAY_NONE, i % 5 ? day + (int32_t)(i % 40) : DAY_NONE};
	c->nplaces = i % 4;
	c->places = list(towns, i, c->nplaces);
	c->about = i % 3 ? STR("NE") : (struct str){0};
	c->subject = str_from(people[i % ARRAY_SIZE(people)]);
	c->object = i % 3 ? str_from(people[(i / 2) % ARRAY_SIZE(people)]) : (struct str){0};
	c->attributed_to = i % 2 ? STR("The Governor") : (struct str){0};
}

static void vary_incident(struct incident *in, size_t i)
{
	int32_t day = day_from_civil(2020, 2, 27);

	in->type = 1 + (enum incident_type)(i % (INCIDENT_TYPE_END - 1));
	in->has_date = i % 5 != 0;
	in->date = (struct period){day, i % 3 ? day + (int32_t)(i % 6) : DAY_NONE};
	in->nlocations = i % 3;
	in->locations = list(towns, i, in->nlocations);
	in->about = i % 2 ? STR("NE") : (struct str){0};
}

/* A report with n of everything, each different. */
static struct result many(unsigned char fill, const char *version, size_t n)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);
	struct result *r = &m.u.result;
	struct extraction *x = &r->extraction;
	struct entity entity = x->entities[0];
	struct claim claim = x->claims[0];
	struct incident incident = x->incidents[0];
	size_t i;

	r->report.id = sample_id(fill);
	x->version = str_from(version);
	x->entities = arena_zalloc(&arena, n, sizeof(entity));
	x->claims = arena_zalloc(&arena, n, sizeof(claim));
	x->incidents = arena_zalloc(&arena, n, sizeof(incident));
	x->nentities = x->nclaims = x->nincidents = n;
	for (i = 0; i < n; i++) {
		x->entities[i] = entity;
		x->entities[i].span.end -= i % 2;
		x->entities[i].form = (enum entity_form)(i % FORM_END);
		x->entities[i].canonical =
			i % 3 ? str_from(towns[i % ARRAY_SIZE(towns)]) : (struct str){0};
		x->claims[i] = claim;
		vary_claim(&x->claims[i], i + fill);
		x->incidents[i] = incident;
		vary_incident(&x->incidents[i], i + fill);
	}
	return m.u.result;
}

static void make_underived(struct store **s)
{
	struct err err = {0};
	struct db *db;

	store_close(s);
	db = db_open("sitrep.db", DB_WRITE, &err);
	ck_assert_msg(db && db_exec(db, "UPDATE note SET value='0' WHERE key='derived'", &err),
		"%s", err.text);
	db_close(&db);
	*s = store_open("sitrep.db", 8000, &err);
	ck_assert_msg(*s && store_know_places(*s, getenv("SITREP_DATA_DIR"), &err), "%s", err.text);
}

/* All that is derived, made anew from the facts, is what it was. */
static void derived_again_is_the_same(struct store **s, const char *when)
{
	static const char *const tables[] = {
		"claim", "incident", "tag", "tag_value", "tally", "appearance", "name"};
	static const char *const but[] = {"", "", "", " WHERE facts<>0", " WHERE facts<>0", "", ""};
	struct err err = {0};
	struct db *db;
	char sql[512];
	int64_t foreign = -1;
	size_t i, k;

	unlink("before.db");
	ck_assert_msg(store_backup(*s, "before.db", &err), "%s", err.text);
	make_underived(s);
	db = db_open("sitrep.db", DB_READ, &err);
	ck_assert_msg(db && db_exec(db, "ATTACH 'before.db' AS before", &err), "%s", err.text);
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (k = 0; k < 2; k++) {
			int64_t n = -1;

			snprintf(sql, sizeof(sql),
				"SELECT count(*) FROM (SELECT * FROM %s.%s%s EXCEPT SELECT * FROM "
				"%s.%s%s)",
				k ? "before" : "main", tables[i], but[i], k ? "main" : "before",
				tables[i], but[i]);
			ck_assert_msg(db_number(db, sql, -1, &n, &err), "%s: %s", sql, err.text);
			ck_assert_msg(n == 0, "%s: %d rows of %s differ", when, (int)n, tables[i]);
		}
	ck_assert_msg(
		db_number(db, "SELECT count(*) FROM pragma_foreign_key_check", -1, &foreign, &err),
		"%s", err.text);
	ck_assert_msg(foreign == 0, "%s: %d rows refer to nothing", when, (int)foreign);
	db_close(&db);
}

START_TEST(what_is_derived_at_once_is_what_is_derived_from_the_rows)
{
	struct store *s = stores_with_places("derive");
	static const size_t sizes[] = {0, 1, 2, 3, 9, 31, 32, 33, 77};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct result r = many((unsigned char)(i + 1), "v1", sizes[i]);

		stores_put(s, &r);
		if (i % 3 == 2)
			stores_commit(s);
	}
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claim WHERE live=1 AND figure IS NOT "
				       "NULL AND country IS NOT NULL"
				       " AND low IS NOT NULL AND day>'2021'") > 0,
		1);
	derived_again_is_the_same(&s, "reports of all sizes");
	store_close(&s);
}
END_TEST

START_TEST(a_report_read_again_is_filed_as_it_is_now)
{
	struct store *s = stores_with_places("derive");
	struct result old = many(1, "v1", 40), now = many(1, "v2", 12), other = many(2, "v1", 5);

	stores_put(s, &old);
	stores_put(s, &other);
	stores_put(s, &now); /* in the same transaction */
	stores_commit(s);
	derived_again_is_the_same(&s, "two versions at once");
	stores_put(s, &old);
	stores_commit(s);
	stores_put(s, &now);
	stores_commit(s);
	derived_again_is_the_same(&s, "one after the other");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 17);
	store_close(&s);
}
END_TEST

#define FILED_IS_LIVE \
	"SELECT (SELECT count(*) FROM tag WHERE fact NOT IN (SELECT claim FROM claim WHERE " \
	"live=1)" \
	" AND facet LIKE 'c.%') + (SELECT count(*) FROM tag_value v WHERE facet<>'r.source' AND " \
	"facts<>" \
	" (SELECT count(*) FROM tag t WHERE t.facet=v.facet AND t.value=v.value))" \
	" + (SELECT count(*) FROM name n WHERE reports<>(SELECT count(*) FROM appearance a WHERE " \
	"a.name=n.name))"

START_TEST(what_was_rolled_back_is_filed_nowhere)
{
	struct store *s = stores_with_places("derive");
	struct result lost = many(1, "v1", 20), kept = many(2, "v1", 3);

	stores_put(s, &lost);
	store_rollback(s);
	stores_put(s, &kept);
	stores_commit(s);
	ck_assert_int_eq(stores_number(FILED_IS_LIVE), 0);
	ck_assert_int_eq(stores_number("SELECT facts FROM tag_value WHERE facet='r.source'"), 1);
	derived_again_is_the_same(&s, "a rollback");
	store_close(&s);
}
END_TEST

START_TEST(a_refused_result_takes_no_other_out_of_the_files)
{
	struct store *s = stores_with_places("derive");
	struct result one = many(1, "v1", 20), bad = many(2, "v1", 33), last = many(3, "v1", 4);
	struct err err = {0};

	store_careful(s);
	stores_put(s, &one);
	bad.extraction.claims[32].confidence = 0.0f / 0.0f; /* no number: the row is refused */
	ck_assert(!store_put(s, &bad, 5, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	stores_put(s, &last);
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 24);
	ck_assert_int_eq(stores_number(FILED_IS_LIVE), 0);
	ck_assert_int_eq(stores_number("SELECT facts FROM tag_value WHERE facet='r.source'"), 2);
	derived_again_is_the_same(&s, "a refusal");
	store_close(&s);
}
END_TEST

/* A decision that is there before its report: the database was mended, and the report came
 * again. */
START_TEST(a_decision_finds_the_report_that_comes_again)
{
	struct store *s = stores_with_places("derive");
	struct result r = many(1, "v1", 1);
	struct err err = {0};
	int64_t decision;
	struct db *db;
	char json[512];

	r.extraction.claims[0].has_value = true;
	stores_put(s, &r);
	stores_commit(s);
	db = facts_open(".", &err);
	{
		AUTO(query_free) struct query *q = query_new(db, "SELECT fact FROM claims", &err);
		bool row;

		ck_assert(query_step(q, &row, &err) && row);
		snprintf(json, sizeof(json), "{\"verb\":\"reject\",\"fact\":\"%.*s\"}",
			STR_ARGS(query_get_str(q, 0)));
	}
	db_close(&db);
	ck_assert_msg(store_decide(s, str_from(json), 5, &decision, &err), "%s", err.text);
	store_close(&s);
	db = db_open("sitrep.db", DB_WRITE, &err);
	ck_assert_msg(db_exec(db,
			      "PRAGMA foreign_keys=OFF; DELETE FROM text_index; DELETE FROM claim; "
			      "DELETE FROM incident;"
			      "DELETE FROM entity; DELETE FROM extraction; DELETE FROM kin; DELETE "
			      "FROM band; DELETE FROM original;"
			      "DELETE FROM report; DELETE FROM tally; DELETE FROM tag; DELETE FROM "
			      "tag_value; DELETE FROM appearance;"
			      "DELETE FROM name",
			      &err),
		"%s", err.text);
	db_close(&db);
	s = store_open("sitrep.db", 8000, &err);
	stores_put(s, &r);
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claim"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM claims"), 0);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM tag WHERE facet LIKE 'c.%'"), 0);
	store_close(&s);
}
END_TEST

static struct told claim_of(const char *modifier, double value)
{
	static const struct str place = STR("Mosul");

	return (struct told){.live = true,
		.kind = STR("killed"),
		.from = STR("2021-05-04"),
		.to = STR("2021-05-04"),
		.state = STR("asserted"),
		.theme = STR("attack"),
		.places = &place,
		.nplaces = 1,
		.has_value = true,
		.value = value,
		.modifier = str_from(modifier),
		.unit = STR("person")};
}

START_TEST(a_number_lies_between_its_bounds)
{
	static const struct {
		const char *modifier;
		double value, low, high;
		bool has_high;
	} cases[] = {{NULL, 5, 5, 5, true}, {"exact", 5, 5, 5, true}, {"at_least", 5, 5, 0, false},
		{"more_than", 5, 6, 0, false}, {"more_than", 5.5, 5.5, 0, false},
		{"at_most", 5, 0, 5, true}, {"at_most", -5, -5, -5, true},
		{"less_than", 5, 0, 4, true}, {"less_than", 5.5, 0, 5.5, true}};
	struct map none = {0};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct told t = claim_of(cases[i].modifier, cases[i].value);

		told_derive(&t, STR("2021-05-05"), &none, &arena);
		ck_assert_msg(t.has_low && t.low == cases[i].low, "%zu: %g", i, t.low);
		ck_assert_msg(t.has_high == cases[i].has_high, "%zu", i);
		ck_assert_msg(!t.has_high || t.high == cases[i].high, "%zu: %g", i, t.high);
	}
}
END_TEST

static void figure_is(struct told t, const char *figure)
{
	struct map none = {0};

	told_derive(&t, STR("2021-05-05"), &none, &arena);
	ck_assert_msg(figure ? str_eq(t.figure, str_from(figure)) : str_absent(t.figure),
		"\"%.*s\" is not \"%s\"", STR_ARGS(t.figure), figure ? figure : "");
}

START_TEST(a_figure_is_how_many_of_what_where_and_when)
{
	struct str in_iraq[] = {STR("Iraq"), STR("Mosul")};
	struct told t = claim_of("exact", 5);

	figure_is(t, "killed|mosul|2021-05-04|person");
	t.object = STR("Farmers");
	figure_is(t, "killed|mosul|2021-05-04|person");
	t.unit = STR("rifle");
	figure_is(t, "killed|mosul|2021-05-04|rifle|farmers");
	t.unit = (struct str){0};
	t.to = STR("2021-06-04"); /* 31 days */
	figure_is(t, "killed|mosul|2021-05-04..2021-06-04||farmers");
	t.to = STR("2021-06-05");
	figure_is(t, NULL);
	t.to = STR("2021-05-03");
	figure_is(t, NULL);
	t = claim_of("exact", 5);
	t.places =
		in_iraq; /* on a day there may be two such things in a state, but not in a month */
	figure_is(t, NULL);
	t.to = STR("2021-05-31");
	figure_is(t, "killed|iraq|2021-05-04..2021-05-31|person");
	t = claim_of("exact", 5);
	t.state = STR("planned");
	figure_is(t, NULL);
	t = claim_of("exact", 5);
	t.nplaces = 0;
	figure_is(t, NULL);
	t = claim_of("exact", 5);
	t.from = (struct str){0};
	figure_is(t, NULL);
	t = claim_of("exact", 5);
	t.figure = STR("merged into this one");
	figure_is(t, "merged into this one");
	t = claim_of(NULL, 0);
	t.is_incident = true;
	t.kind = STR("bombing");
	t.to = STR("2021-05-07");
	figure_is(t, "bombing|mosul|2021-05-04");
	t.places = in_iraq;
	t.nplaces = 1;
	figure_is(t, NULL);
	t.nplaces = 2;
	figure_is(t, "bombing|mosul|2021-05-04");
	t.to = STR("2021-05-08");
	figure_is(t, NULL);
}
END_TEST

TEST_MAIN("derive", what_is_derived_at_once_is_what_is_derived_from_the_rows,
	a_report_read_again_is_filed_as_it_is_now, what_was_rolled_back_is_filed_nowhere,
	a_refused_result_takes_no_other_out_of_the_files,
	a_decision_finds_the_report_that_comes_again, a_number_lies_between_its_bounds,
	a_figure_is_how_many_of_what_where_and_when)
