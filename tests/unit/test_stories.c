/* SPDX-License-Identifier: Apache-2.0
 * Copies, near copies and new versions. */
#include "support/testing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "model/sketch.h"
#include "store/diff.h"
#include "store/stories.h"
#include "support/samples.h"
#include "support/stores.h"

#define REUTERS \
	"VELLMAR, May 4 (Reuters) - A bomb killed at least 12 people in the harbour of Vellmar " \
	"on Tuesday, " \
	"the governor said. Thirty others were wounded when the device went off near a " \
	"warehouse, and " \
	"the police arrested three men who had come by boat. Nobody has claimed the attack. The " \
	"harbour " \
	"was closed for two days, and ships were sent on to Port Ansel."
#define OTHER \
	"The ministry of fisheries has raised the quota for herring by a tenth, its speaker " \
	"said, after " \
	"scientists had found that the stock had grown for the third year in a row, while the " \
	"fishermen of " \
	"the north had asked for more than twice as much and will go on with their strike."

/* What the database keeps of its stories is what one would count. */
static void check_counts(void)
{
	ck_assert_int_eq(
		stores_number(
			"SELECT (SELECT count(*) FROM story)-count(*) FROM (SELECT story, count(*),"
			" sum(how='revision'), max(report) FROM kin GROUP BY story INTERSECT "
			"SELECT * FROM story)"),
		0);
	ck_assert_int_eq(
		stores_number(
			"SELECT (SELECT count(*) FROM story_origin)-count(*) FROM (SELECT story, "
			"origin,"
			" count(*) FROM kin GROUP BY 1, 2 INTERSECT SELECT * FROM story_origin)"),
		0);
	ck_assert_int_eq(stores_number("SELECT (SELECT count(DISTINCT story) FROM kin)-(SELECT "
				       "count(*) FROM stories)"),
		0);
}

static void put_uncommitted(
	struct store *s, int id, const char *url, const char *publisher, const char *text)
{
	struct result r = {.report = {.id = sample_id((unsigned char)id),
				   .source = STR("test"),
				   .url = str_from(url)},
		.worker = STR("w"),
		.read_ms = id,
		.original_zstd = STR("x")};
	struct err err = {0};

	r.report.id.bytes[1] ^= (unsigned char)(id >> 8);
	r.extraction = (struct extraction){.text = str_from(text),
		.publisher = str_from(publisher),
		.version = STR("1"),
		.media_type = STR("text/plain"),
		.title = STR("T")};
	ck_assert_msg(store_put(s, &r, 1000 + id, &err), "%s", err.text);
}

static void put(struct store *s, int id, const char *url, const char *publisher, const char *text)
{

	put_uncommitted(s, id, url, publisher, text);
	stores_commit(s);
	check_counts();
}

START_TEST(the_same_words_are_the_same_report_whatever_their_layout)
{
	struct store *s = stores_fresh("stories");

	put(s, 1, "https://a.example/1", "A", "Twelve people died,\n\nsaid the “governor”.");
	put(s, 2, "https://b.example/2", "B", "TWELVE PEOPLE DIED — said the governor");
	put(s, 3, "https://c.example/3", "C", "Twelve people died, the governor said.");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM copies WHERE how='same'"), 1);
	ck_assert_int_eq(stores_number("SELECT reports FROM stories WHERE reports>1"), 2);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	store_close(&s);
}
END_TEST

START_TEST(forty_papers_that_print_one_agency_are_one_origin)
{
	struct store *s = stores_fresh("stories");
	char text[2048], url[64];
	int i;

	for (i = 0; i < 40; i++) {
		snprintf(url, sizeof(url), "https://paper%d.example/x", i);
		/* each has a lead of its own, and some cut the end off */
		snprintf(text, sizeof(text), "Our paper number %d reports. %.*s", i,
			(int)(i % 3 ? sizeof(REUTERS) - 1 : sizeof(REUTERS) - 60), REUTERS);
		put(s, (unsigned char)(i + 1), url, "", text);
	}
	put(s, 200, "https://fish.example/", "", OTHER);
	ck_assert_int_eq(stores_number("SELECT reports FROM stories WHERE reports>1"), 40);
	ck_assert_int_eq(stores_number("SELECT origins FROM stories WHERE reports>1"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM copies WHERE origin='reuters'"), 40);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	store_close(&s);
}
END_TEST

/* More than are looked at in each band. */
START_TEST(a_text_that_comes_five_hundred_times_is_one_story)
{
	struct store *s = stores_fresh("stories");
	struct result r = {.report = {.source = STR("test")},
		.worker = STR("w"),
		.original_zstd = STR("x"),
		.extraction = {
			.version = STR("1"), .media_type = STR("text/plain"), .title = STR("T")}};
	struct err err = {0};
	char text[1024];
	int i;

	for (i = 0; i < 500; i++) {
		r.report.id = sample_id((unsigned char)i);
		r.report.id.bytes[1] = (unsigned char)(i >> 8);
		snprintf(text, sizeof(text), "%s Number %d.", REUTERS, i);
		r.extraction.text = str_from(text);
		ck_assert_msg(store_put(s, &r, 1000 + i, &err), "%s", err.text);
	}
	stores_commit(s);
	ck_assert_int_eq(stores_number("SELECT count(DISTINCT story) FROM kin"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM copies WHERE how='near' AND resemblance>0.9"),
		499);
	store_close(&s);
}
END_TEST

START_TEST(a_cut_is_found_by_containment_and_a_new_topic_is_not)
{
	struct store *s = stores_fresh("stories");
	char half[2048];

	snprintf(half, sizeof(half), "%.*s", (int)(sizeof(REUTERS) * 6 / 10), REUTERS);
	put(s, 1, "https://a.example/", "", REUTERS);
	put(s, 2, "https://b.example/", "", half);
	put(s, 3, "https://c.example/", "",
		OTHER " "
		      "A bomb killed at least 12 people in the harbour.");
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM copies WHERE how='near' AND containment>0.9"),
		1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM copies WHERE how='first'"), 2);
	store_close(&s);
}
END_TEST

START_TEST(another_text_at_the_same_address_is_a_revision)
{
	struct store *s = stores_fresh("stories");

	put(s, 1, "https://a.example/1", "A",
		"At least 5 people died in Vellmar.\nThe police are looking for a man.");
	put(s, 2, "https://a.example/1", "A",
		"At least 8 people died in Vellmar.\nThe police are looking for a man.");
	ck_assert_int_eq(
		stores_number(
			"SELECT count(*) FROM copies WHERE how='revision' AND of IS NOT NULL"),
		1);
	ck_assert_int_eq(stores_number("SELECT revisions FROM stories"), 1);
	/* read again by a newer version, all stays as it was */
	put(s, 1, "https://a.example/1", "A",
		"At least 5 people died in Vellmar.\nThe police are looking for a man.");
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM kin"), 2);
	store_close(&s);
}
END_TEST

/* Two cuts of one agency report that have little in common, and a copy of the second. */
static void put_cuts(struct store *s)
{
	char part[2048];

	snprintf(part, sizeof(part), "%.*s", (int)(sizeof(REUTERS) * 6 / 10), REUTERS);
	put(s, 1, "https://a.example/1", "", part);
	put(s, 2, "https://b.example/2", "Daily B", &REUTERS[sizeof(REUTERS) * 45 / 100]);
	put(s, 3, "https://b.example/3", "Evening B", &REUTERS[sizeof(REUTERS) * 45 / 100]);
}

START_TEST(a_report_near_to_two_stories_makes_them_one)
{
	struct store *s = stores_fresh("stories");
	struct err err = {0};
	AUTO(db_close) struct db *db = NULL;
	AUTO(query_free) struct query *q = NULL;
	int64_t reports, origins;
	struct report_id story;
	size_t n = 0;
	bool row = true, moved;

	put_cuts(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	ck_assert_int_eq(stores_number("SELECT max(reports) FROM stories"), 2);
	put(s, 4, "https://c.example/4", "C", REUTERS);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 1);
	ck_assert_int_eq(stores_number("SELECT reports FROM stories"), 4);
	/* reuters: what names it, and what copies that; Daily B, and what copies that */
	ck_assert_int_eq(stores_number("SELECT origins FROM stories"), 2);
	ck_assert_int_eq(stores_number("SELECT story=1 FROM stories"), 1);
	ck_assert_int_eq(
		stores_number("SELECT count(*) FROM joins WHERE id=(SELECT id FROM copies WHERE"
			      " report=2) AND story=(SELECT id FROM copies WHERE report=1) AND "
			      "through=(SELECT id FROM"
			      " copies WHERE report=4)"),
		1);
	/* whoever comes by the number that went finds all of it */
	db = facts_open(".", &err);
	q = facts_story_of(db, 2, 0, &err);
	ck_assert(q != NULL);
	for (n = 0; query_step(q, &row, &err) && row; n++)
		;
	ck_assert_uint_eq(n, 4);
	ck_assert(facts_story_size(db, 2, &reports, &origins, &err));
	ck_assert_int_eq(reports, 4);
	ck_assert_int_eq(origins, 2);
	/* the number of a story that went is known to have been one; that of another member is
	 * not */
	ck_assert(facts_story(db, 2, &story, &moved, &err) && moved);
	ck_assert_mem_eq(story.bytes, sample_id(1).bytes, REPORT_ID_BYTES);
	ck_assert(facts_story(db, 4, &story, &moved, &err) && !moved);
	ck_assert(facts_story(db, 1, &story, &moved, &err) && !moved);
	ck_assert(!facts_story(db, 99, &story, &moved, &err));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	/* and so it stays when they are read again */
	put(s, 2, "https://b.example/2", "Daily B", &REUTERS[sizeof(REUTERS) * 45 / 100]);
	put(s, 1, "https://a.example/1", "", REUTERS);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 1);
	store_close(&s);
}
END_TEST

START_TEST(stories_that_became_one_become_one_with_a_third)
{
	struct store *s = stores_fresh("stories");
	char text[2048];
	int fifth = (int)sizeof(REUTERS) / 5;

	/* most of the first cut, with words of its own */
	snprintf(text, sizeof(text), "%.*s %.*s", 90, OTHER, 2 * fifth, &REUTERS[fifth]);
	put(s, 9, "https://z.example/9", "Z", text);
	put_cuts(s);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 3);
	put(s, 4, "https://c.example/4", "C", REUTERS);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	ck_assert_int_eq(stores_number("SELECT into_story FROM joined WHERE story=3"), 2);
	snprintf(text, sizeof(text), "%.*s %.*s", 90, OTHER, 3 * fifth, REUTERS);
	put(s, 5, "https://d.example/5", "D", text);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM joined WHERE into_story=1"), 2);
	ck_assert_int_eq(stores_number("SELECT reports FROM stories WHERE story=1"), 6);
	store_close(&s);
}
END_TEST

START_TEST(neither_a_digest_nor_a_page_that_is_rewritten_joins_stories)
{
	struct store *s = stores_fresh("stories");
	char text[4096];

	put(s, 1, "https://a.example/1", "A", REUTERS);
	put(s, 2, "https://b.example/2", "B", OTHER);
	snprintf(text, sizeof(text),
		"%s %s In other news, a ship ran aground near the lighthouse at night, and "
		"its crew of nine was brought to the town by a fishing boat. The mayor of the old "
		"town has been "
		"elected again with a narrow margin, while his rival asks for a new count of the "
		"votes.",
		REUTERS, OTHER);
	put(s, 3, "https://c.example/3", "C", text);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM copies WHERE how='near'"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	snprintf(text, sizeof(text), "%s Rewritten.", OTHER);
	put(s, 4, "https://a.example/1", "A", text);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM copies WHERE how='revision'"), 1);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	store_close(&s);
}
END_TEST

START_TEST(a_story_of_many_copies_hides_no_other)
{
	struct store *s = stores_fresh("stories");
	AUTO(query_free) struct query *q = NULL;
	AUTO(db_close) struct db *db = NULL;
	struct err err = {0};
	bool row;
	int i;

	put(s, 1, "https://a.example/1", "A", OTHER);
	put(s, 2, "https://b.example/2", "B", OTHER);
	put(s, 3, "https://c.example/3", "C", REUTERS);
	for (i = 4; i <= 1500; i++)
		put_uncommitted(s, i, "", i % 2 ? "odd" : "even", REUTERS);
	put(s, i, "", "even", REUTERS);
	store_close(&s);
	db = facts_open(".", &err);
	q = facts_stories(db, false, 1, 0, &err);
	ck_assert(query_step(q, &row, &err) && row);
	ck_assert_int_eq(query_get_int(q, 5), 1499);
	ck_assert_int_eq(query_get_int(q, 6), 1);
	ck_assert_int_eq(query_get_int(q, 10), 1501);
	query_free(&q);
	q = facts_stories(db, false, 10, 1501, &err);
	ck_assert(query_step(q, &row, &err) && row);
	ck_assert_int_eq(query_get_int(q, 10), 2);
	ck_assert(query_step(q, &row, &err) && !row);
}
END_TEST

START_TEST(thresholds_can_be_set)
{
	struct store *s = stores_fresh("stories");
	char edited[2048];

	snprintf(edited, sizeof(edited), "%s", REUTERS);
	memcpy(strstr(edited, "Thirty others were wounded"), "Forty people were injured ", 26);
	store_judge_copies(s, 0.99, 0.99);
	put(s, 1, "https://a.example/", "", REUTERS);
	put(s, 2, "https://b.example/", "", edited);
	ck_assert_int_eq(stores_number("SELECT count(*) FROM stories"), 2);
	store_judge_copies(s, 0.5, 0.8);
	put(s, 3, "https://c.example/", "", edited + 40);
	ck_assert_int_ge(stores_number("SELECT count(*) FROM copies WHERE how='near'"), 1);
	store_close(&s);
}
END_TEST

START_TEST(likeness_is_what_it_is_defined_to_be)
{
	AUTO(arena_release) struct arena arena = {0};
	struct shingles a, b;
	struct likeness l;

	shingles_find(STR("one two three four five"), &arena, &a);
	shingles_find(STR("two three four five six"), &arena, &b);
	ck_assert_uint_eq(a.n, 3);
	l = shingles_compare(&a, &b);
	ck_assert_double_eq_tol(l.resemblance, 2.0 / 4, 1e-9);
	ck_assert_double_eq_tol(l.containment, 2.0 / 3, 1e-9);
	shingles_find(STR(""), &arena, &b);
	l = shingles_compare(&a, &b);
	ck_assert_double_eq_tol(l.resemblance, 0, 1e-9);
	ck_assert(str_eq(stories_wire(STR(REUTERS)), STR("reuters")));
	ck_assert_uint_eq(stories_wire(STR(OTHER)).n, 0);
}
END_TEST

/* Two sets of which the second has so many of the first's n and m more of its own, mixed. */
static void share(struct shingles *a, struct shingles *b, size_t n, size_t shared, size_t m)
{
	size_t i;

	a->n = b->n = 0;
	for (i = 0; i < n; i++)
		a->v[a->n++] = 1000 * i;
	for (i = 0; i < n || i < m; i++) {
		if (i < n && i * shared / n != (i + 1) * shared / n)
			b->v[b->n++] = 1000 * i;
		if (i < m)
			b->v[b->n++] = 1000 * i + 1;
	}
}

START_TEST(to_stop_comparing_early_changes_nothing_that_is_near)
{
	static const struct likeness least[] = {
		{0.5, 0.8}, {0.9, 0.95}, {0.1, 0.2}, {0, 0}, {1, 1}};
	uint64_t v[300], w[600];
	struct shingles a = {.v = v}, b = {.v = w};
	size_t n, shared, m, i;

	for (n = 1; n < 300; n = n * 3 / 2 + 1)
		for (shared = 0; shared <= n; shared += 1 + n / 40)
			for (m = 0; m <= 300; m += 75)
				for (i = 0; i < ARRAY_SIZE(least); i++) {
					struct likeness all, near;

					share(&a, &b, n, shared, m);
					all = shingles_compare(&a, &b);
					near = shingles_compare_near(&a, &b, least[i]);
					if (all.resemblance >= least[i].resemblance ||
						all.containment >= least[i].containment)
						ck_assert(near.resemblance == all.resemblance &&
							  near.containment == all.containment);
					else
						ck_assert(near.resemblance <= all.resemblance &&
							  near.containment <= all.containment);
				}
}
END_TEST

START_TEST(a_diff_names_what_went_and_what_came)
{
	AUTO(arena_release) struct arena arena = {0};
	struct diff d;

	diff_find(STR("a\nb\n\nc\nd\n"), STR("a\nx\nc\ny\nd\n"), &arena, &d);
	ck_assert_uint_eq(d.n, 6);
	ck_assert_int_eq(d.v[1].kind, DIFF_REMOVED);
	ck_assert(str_eq(d.v[1].text, STR("b")));
	ck_assert_int_eq(d.v[2].kind, DIFF_ADDED);
	ck_assert_int_eq(d.v[3].kind, DIFF_SAME);
	ck_assert_int_eq(d.v[4].kind, DIFF_ADDED);
	diff_find(STR(""), STR("a"), &arena, &d);
	ck_assert_uint_eq(d.n, 1);
}
END_TEST

TEST_MAIN("stories", the_same_words_are_the_same_report_whatever_their_layout,
	forty_papers_that_print_one_agency_are_one_origin,
	a_text_that_comes_five_hundred_times_is_one_story,
	a_cut_is_found_by_containment_and_a_new_topic_is_not,
	another_text_at_the_same_address_is_a_revision, a_report_near_to_two_stories_makes_them_one,
	stories_that_became_one_become_one_with_a_third,
	neither_a_digest_nor_a_page_that_is_rewritten_joins_stories,
	a_story_of_many_copies_hides_no_other, thresholds_can_be_set,
	likeness_is_what_it_is_defined_to_be, to_stop_comparing_early_changes_nothing_that_is_near,
	a_diff_names_what_went_and_what_came)
