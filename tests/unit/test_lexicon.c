/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <string.h>

#include "text/cluster.h"
#include "text/feature.h"
#include "text/lexicon.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct lexicon lexicon;
static struct tokens t;
static struct err err;

static bool load(const char *text)
{
	struct wordfile file;

	err = (struct err){0};
	lexicon_init(&lexicon);
	wordfile_of_text(&file, str_from(text), "l.txt");
	return lexicon_add(&lexicon, &file, false, &err);
}

static struct lexicon_hit find(const char *text, size_t i)
{
	tokens_split(str_from(text), &arena, &t);
	return lexicon_find(&lexicon, &t, i);
}

START_TEST(the_longest_name_wins)
{
	ck_assert(load("# places\n@class country\nGuinea = GN\nGuinea-Bissau | Republic of "
		       "Guinea-Bissau = GW\n"
		       "@class city\nNew York\nNew York City = US\n"));
	ck_assert(str_eq(find("Republic of Guinea-Bissau", 0).canonical, STR("GW")));
	ck_assert_uint_eq(find("New York City hall", 0).tokens, 3);
	ck_assert_uint_eq(find("New York hall", 0).tokens, 2);
	ck_assert(str_absent(find("New York hall", 0).canonical));
	ck_assert_uint_eq(find("New hall", 0).classes, 0);
	lexicon_release(&lexicon);
}
END_TEST

START_TEST(case_tells_names_from_words)
{
	ck_assert(load("@class country\nUS = US\nTurkey = TR\n@class weapon\nbomb\n"));
	ck_assert_uint_ne(find("US troops", 0).classes, 0);
	ck_assert_uint_eq(find("us", 0).classes, 0);
	ck_assert_uint_eq(find("a turkey", 1).classes, 0);
	ck_assert_uint_ne(find("The Bomb", 1).classes, 0);
	/* a teletype's US may be anybody */
	ck_assert_uint_eq(find("THE HARBOUR BELONGS TO US ALL", 4).classes, 0);
	lexicon_release(&lexicon);
}
END_TEST

START_TEST(a_name_may_be_spelled_in_capitals_too)
{
	ck_assert(load("@class armed_group\nAmbar | AMBAR = org:ambar\nOMBA = org:omba\n"));
	ck_assert_uint_ne(find("an Ambar rocket", 1).classes, 0);
	ck_assert_uint_ne(find("an AMBAR rocket", 1).classes, 0);
	ck_assert_uint_eq(find("an amber rocket", 1).classes, 0);
	ck_assert_uint_eq(find("an Omba rocket", 1).classes, 0); /* an acronym only as it is */
	lexicon_release(&lexicon);
}
END_TEST

START_TEST(a_noun_is_found_by_its_lemma)
{
	struct token token = {.lower = STR("rifles"), .lemma = STR("rifle")};

	ck_assert(load("@class weapon\nrifle\n"));
	ck_assert_uint_eq(lexicon_noun_classes(&lexicon, &token), LEXICON_BIT(LEXICON_WEAPON));
	lexicon_release(&lexicon);
}
END_TEST

START_TEST(errors_name_the_line)
{
	ck_assert(!load("# one\n\n@class nonsense\n"));
	ck_assert_str_eq(err.text, "l.txt:3: \"nonsense\" is no class of names");
	lexicon_release(&lexicon);
	ck_assert(!load("name\n"));
	ck_assert(strstr(err.text, "l.txt:1:"));
	lexicon_release(&lexicon);
	ck_assert(!load("@class city\na |  | b\n"));
	ck_assert(strstr(err.text, "l.txt:2: \"a |  | b\" has an empty name"));
	lexicon_release(&lexicon);
	ck_assert_int_eq(err.kind, ERR_FATAL);
}
END_TEST

START_TEST(words_have_one_class)
{
	struct clusters clusters = {0};

	ck_assert(
		clusters_read(&clusters, STR("# note\nmonday tuesday\n00 000 #\n"), "c.txt", &err));
	ck_assert_uint_eq(clusters_get(&clusters, word_form(STR("monday"))),
		clusters_get(&clusters, word_form(STR("tuesday"))));
	ck_assert_uint_ne(clusters_get(&clusters, word_form(STR("42"))), 0);
	ck_assert_uint_eq(clusters_get(&clusters, word_form(STR("other"))), 0);
	clusters_release(&clusters);
	err = (struct err){0};
	ck_assert(!clusters_read(&clusters, STR("# note\na b\nb c\n"), "c.txt", &err));
	ck_assert(strstr(err.text, "c.txt:3"));
}
END_TEST

TEST_MAIN("lexicon", the_longest_name_wins, case_tells_names_from_words,
	a_name_may_be_spelled_in_capitals_too, a_noun_is_found_by_its_lemma, errors_name_the_line,
	words_have_one_class)
