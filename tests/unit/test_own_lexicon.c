/* SPDX-License-Identifier: Apache-2.0
 *
 * The analyst's own lexicons and patterns beside those that came with the program. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "support/testing.h"
#include "text/reader.h"

static struct arena arena;
static struct reader *readers[2]; /* [nreaders] names in extractions are theirs */
static size_t nreaders;
static char dir[] = "own-XXXXXX";

static void setup_dir(void)
{
	char path[64];

	ck_assert(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/claims", dir);
	ck_assert_int_eq(mkdir(path, 0700), 0);
}

static void put(const char *name, const char *text)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	ck_assert(file != NULL);
	ck_assert(fputs(text, file) >= 0);
	ck_assert_int_eq(fclose(file), 0);
}

static void remove_dir(void)
{
	static const char *const names[] = {
		"/claims/nouns.txt", "/claims/triggers.txt", "/names.txt", "/claims", ""};
	char path[64];
	size_t i;

	while (nreaders > 0)
		reader_close(&readers[--nreaders]);
	arena_release(&arena);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "%s%s", dir, names[i]);
		remove(path);
	}
}

static struct extraction read_with(const char *own_dir, const char *text)
{
	struct reader *reader;
	struct report report = {.body = str_from(text), .verbatim = true};
	struct extraction x;
	struct err err = {0};

	reader = reader_open(paths_data_dir(), own_dir, &err);
	ck_assert_msg(reader != NULL, "%s", err.text);
	readers[nreaders++] = reader;
	ck_assert_msg(reader_read(reader, &report, &arena, &x, &err), "%s", err.text);
	return x;
}

static const struct entity *entity_of(const struct extraction *x, const char *text)
{
	size_t i;

	for (i = 0; i < x->nentities; i++)
		if (str_eq(str_slice(x->text, x->entities[i].span.start, x->entities[i].span.end),
			    str_from(text)))
			return &x->entities[i];
	return NULL;
}

START_TEST(a_name_of_ones_own_is_found_as_what_it_is)
{
	static const char text[] = "Zarnovel was seen near the harbour.";
	struct extraction before, after;
	const struct entity *found;

	setup_dir();
	put("names.txt", "# ours\n@class armed_group\nZarnovel = org:zarnovel\n");
	before = read_with(NULL, text);
	after = read_with(dir, text);
	found = entity_of(&after, "Zarnovel");
	ck_assert(found != NULL);
	ck_assert_int_eq(found->type, ENTITY_ORGANISATION);
	ck_assert(str_eq(found->canonical, STR("org:zarnovel")));
	ck_assert(str_eq(found->maker, STR("own lexicon")));
	/* what was read differently says so */
	ck_assert(!str_eq(before.version, after.version));
	remove_dir();
}
END_TEST

START_TEST(there_is_room_for_sets_of_ones_own)
{
	setup_dir();
	put("claims/nouns.txt", "one: aone\ntwo: atwo\nthree: athree\nfour: afour\nfive: "
				"afive\nsix: asix\nseven: aseven\n"
				"eight: aeight\n");
	read_with(dir, "Nothing happened.");
	remove_dir();
}
END_TEST

START_TEST(a_pattern_of_ones_own_goes_before_ours)
{
	static const char text[] = "The militia defenestrated twelve clerks on 3 May 2021.";
	struct extraction x;

	setup_dir();
	x = read_with(NULL, text);
	ck_assert_uint_eq(x.nclaims, 0);
	put("claims/nouns.txt", "office_worker: clerk typist # of ours\n");
	put("claims/triggers.txt", "killed v defenestrate ; object=office_worker\n");
	x = read_with(dir, text);
	ck_assert_uint_eq(x.nclaims, 1);
	ck_assert_int_eq(x.claims[0].kind, CLAIM_KILLED);
	ck_assert_double_eq(x.claims[0].value, 12);
	ck_assert(str_eq(x.claims[0].maker, STR("defenestrate")));
	remove_dir();
}
END_TEST

START_TEST(a_mistake_is_told_with_its_line)
{
	struct reader *reader;
	struct err err = {0};

	setup_dir();
	put("claims/triggers.txt", "# a comment\n\nkilled v hew ; object=unknown_set\n");
	reader = reader_open(paths_data_dir(), dir, &err);
	ck_assert(reader == NULL);
	ck_assert_msg(
		strstr(err.text, "claims/triggers.txt:3: \"unknown_set\"") != NULL, "%s", err.text);
	remove_dir();
}
END_TEST

TEST_MAIN("own_lexicon", a_name_of_ones_own_is_found_as_what_it_is,
	there_is_room_for_sets_of_ones_own, a_pattern_of_ones_own_goes_before_ours,
	a_mistake_is_told_with_its_line)
