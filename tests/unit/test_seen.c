/* SPDX-License-Identifier: Apache-2.0
 * What was seen of a feed: bounded, and never forgotten while it is listed. */
#include "support/testing.h"

#include <stdio.h>

#include "ingestor/feeds_seen.h"

#define DAY(n) ((int64_t)(n)*86400000)
#define FEED STR("https://e.example/feed")
#define OTHER STR("https://e.example/other")

static const struct spool_limits roomy = {1000, 1 << 20};
static struct arena arena; /* empty; a test runs in a process of its own */
static struct spool *spool;
static struct err err;

static struct str key(struct str feed, const char *id)
{
	char out[SEEN_KEY_BYTES];

	return arena_str(&arena, seen_key(feed, 'i', str_from(id), out));
}

static void see(struct str feed, const char *id)
{
	ck_assert(spool_note(spool, key(feed, id), STR("-"), &err));
}

static bool is_seen(struct str feed, const char *id)
{
	struct str value;

	ck_assert(spool_noted(spool, key(feed, id), &arena, &value, &err));
	return !str_absent(value);
}

static size_t notes(const char *prefix)
{
	struct str *keys;
	size_t n;

	ck_assert(spool_notes(spool, str_from(prefix), &arena, &keys, &n, &err));
	return n;
}

/* The feed lists these, separated by spaces. */
static size_t sweep(const char *ids, struct seen_limits limits, int64_t now_ms)
{
	struct str listed[64], rest = str_from(ids), id;
	size_t n = 0, forgotten;

	while (str_next_field(&rest, ' ', &id))
		listed[n++] = key(FEED, arena_str(&arena, id).p);
	ck_assert_msg(seen_sweep(spool, FEED, listed, n, &limits, now_ms, &forgotten, &err), "%s",
		err.text);
	return forgotten;
}

static void open_spool(void)
{
	spool = spool_open_mem(&roomy);
}

static const struct seen_limits usual = {60, 1000};

START_TEST(what_is_gone_for_long_is_forgotten)
{
	open_spool();
	see(FEED, "a");
	see(FEED, "b");
	see(OTHER, "a");
	ck_assert_uint_eq(sweep("a b", usual, DAY(100)), 0);
	ck_assert_uint_eq(notes("gone:"), 0);
	ck_assert_uint_eq(sweep("a", usual, DAY(101)), 0); /* b went */
	ck_assert_uint_eq(notes("gone:"), 1);
	ck_assert_uint_eq(sweep("a", usual, DAY(160)), 0);
	ck_assert(is_seen(FEED, "b"));
	ck_assert_uint_eq(sweep("a", usual, DAY(161)), 1);
	ck_assert(!is_seen(FEED, "b"));
	ck_assert(is_seen(FEED, "a"));
	ck_assert(is_seen(OTHER, "a")); /* of another feed */
	ck_assert_uint_eq(notes("gone:"), 0);
	spool_close(&spool);
}
END_TEST

START_TEST(what_is_listed_is_never_forgotten)
{
	open_spool();
	see(FEED, "a");
	see(FEED, "b");
	sweep("a", usual, DAY(100));
	/* no sweep for a year, and then it is listed again */
	ck_assert_uint_eq(sweep("a b", usual, DAY(465)), 0);
	ck_assert(is_seen(FEED, "b"));
	ck_assert_uint_eq(notes("gone:"), 0);
	/* away again: the days are counted anew */
	sweep("a", usual, DAY(466));
	ck_assert_uint_eq(sweep("a", usual, DAY(500)), 0);
	ck_assert(is_seen(FEED, "b"));
	/* not even beyond the ceiling */
	ck_assert_uint_eq(sweep("a b", (struct seen_limits){60, 1}, DAY(900)), 0);
	ck_assert(is_seen(FEED, "a") && is_seen(FEED, "b"));
	spool_close(&spool);
}
END_TEST

/* A feed that makes up new ids for each request. */
START_TEST(beyond_the_ceiling_what_went_first_goes_first)
{
	const struct seen_limits few = {60, 10};
	char name[16];
	int day;

	open_spool();
	for (day = 0; day < 40; day++) {
		snprintf(name, sizeof(name), "n%d", day);
		see(FEED, name);
		sweep(name, few, DAY(day));
		ck_assert_uint_le(
			notes("seen:"), 11); /* what is beyond is known at the next sweep */
		ck_assert(is_seen(FEED, name));
	}
	ck_assert(is_seen(FEED, "n35"));
	ck_assert(!is_seen(FEED, "n20"));
	ck_assert_uint_le(notes("gone:"), 11);
	spool_close(&spool);
}
END_TEST

TEST_MAIN("seen", what_is_gone_for_long_is_forgotten, what_is_listed_is_never_forgotten,
	beyond_the_ceiling_what_went_first_goes_first)
