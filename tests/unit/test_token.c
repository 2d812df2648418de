/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/charclass.h"
#include "text/phrase.h"
#include "text/token.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct tokens t;

/* The tokens with a blank between, the sentences with a bar. */
static const char *split(const char *text)
{
	static struct buf out = {.max = 1 << 20};
	size_t s, i;

	buf_reset(&out);
	tokens_split(str_from(text), &arena, &t);
	for (s = 0; s < t.nsentences; s++) {
		if (s)
			buf_puts(&out, " | ");
		for (i = t.sentences[s].first; i < t.sentences[s].last; i++) {
			if (i > t.sentences[s].first)
				buf_putc(&out, ' ');
			buf_str(&out, token_text(&t, i));
		}
	}
	return out.data ? out.data : "";
}

START_TEST(words_are_split_as_in_the_penn_treebank)
{
	ck_assert_str_eq(split("He didn't say (yesterday)."), "He did n't say ( yesterday ) .");
	ck_assert_str_eq(split("Oslo\u2019s police can\u2019t"), "Oslo \u2019s police ca n\u2019t");
	ck_assert_str_eq(split("It cost $1.2m, or 90% more"), "It cost $ 1.2m , or 90 % more");
	ck_assert_str_eq(split("the residents' homes"), "the residents ' homes");
	ck_assert_str_eq(split("We cannot go."), "We can not go .");
}
END_TEST

START_TEST(hyphens_join_words_and_split_ranges)
{
	ck_assert_str_eq(split("a 10-year deal by al-Shabaab"), "a 10-year deal by al-Shabaab");
	ck_assert_str_eq(split("from 2019\u20132021, or 2019-2021"),
		"from 2019 \u2013 2021 , or 2019 - 2021");
	ck_assert_str_eq(split("on 2022-01-05 an F-16"), "on 2022-01-05 an F-16");
}
END_TEST

START_TEST(numbers_keep_their_points_and_units)
{
	ck_assert_str_eq(split("1,000.5 and 15km at 11:30"), "1,000.5 and 15km at 11:30");
	ck_assert_str_eq(split("In 2012,300 died"), "In 2012,300 died");
	ck_assert_str_eq(split("a .22 rifle"), "a .22 rifle");
}
END_TEST

START_TEST(addresses_and_acronyms_stay_whole)
{
	ck_assert_str_eq(split("See https://example.org/a?b=1, please."),
		"See https://example.org/a?b=1 , please .");
	ck_assert_str_eq(split("Write to a.b@example.org."), "Write to a.b@example.org .");
	ck_assert_str_eq(split("a U.S.-led force"), "a U.S.-led force");
	ck_assert_str_eq(split("the U.S.'s view"), "the U.S. 's view");
}
END_TEST

START_TEST(sentences_end_at_full_stops_and_nowhere_else)
{
	ck_assert_str_eq(split("Gen. J. Smith left. He was 3.5 hours late."),
		"Gen. J. Smith left . | He was 3.5 hours late .");
	ck_assert_str_eq(split("He moved to the U.S. The rest stayed."),
		"He moved to the U.S. | The rest stayed .");
	ck_assert_str_eq(split("\u201CStop!\u201D she cried. \u201CNow.\u201D Then it was over."),
		"\u201C Stop ! \u201D she cried . | \u201C Now . \u201D | Then it was over .");
	ck_assert_str_eq(
		split("They fled from Syria.The others"), "They fled from Syria . | The others");
	ck_assert_str_eq(split("He came at 5 p.m. on Friday."), "He came at 5 p.m. on Friday .");
}
END_TEST

START_TEST(blank_lines_and_items_end_sentences)
{
	ck_assert_str_eq(split("First line of it\n\nSecond"), "First line of it | Second");
	ck_assert_str_eq(split("They hold:\n- three towns\n- 1. a bridge\n"),
		"They hold : | - three towns | - 1 . a bridge");
	ck_assert_int_eq(t.sentences[1].kind, SENTENCE_ITEM);
	split("Overview\n\nThe year was calm, as the ministry had hoped it would be.");
	ck_assert_int_eq(t.sentences[0].kind, SENTENCE_HEADING);
	ck_assert_int_eq(t.sentences[1].kind, SENTENCE_PROSE);
}
END_TEST

START_TEST(a_wrapped_paragraph_is_read_across_its_lines)
{
	split("The committee met on Tuesday after the harbour had been\n"
	      "closed for two days and heard from the Officers who were\n"
	      "on duty that night.\n");
	ck_assert_uint_eq(t.nsentences, 1);
}
END_TEST

START_TEST(a_dateline_is_a_heading_and_capitals_are_noticed)
{
	split("SAN JUAN, 4 FEB 90 (EFE) -- [TEXT] THE HARBOUR WAS CLOSED TODAY.");
	ck_assert_uint_eq(t.nsentences, 2);
	ck_assert_int_eq(t.sentences[0].kind, SENTENCE_HEADING);
	ck_assert(t.sentences[1].capitals);
	ck_assert(token_is(&t, t.sentences[1].first + 1, "harbour"));
}
END_TEST

/* What token.h promises, for any bytes. */
static void check_invariants(struct str text)
{
	size_t i, at = 0, taken, covered = 0;

	tokens_split(text, &arena, &t);
	for (i = 0; i < t.n; i++) {
		struct span s = t.v[i].span;

		ck_assert(at <= s.start && s.start < s.end && s.end <= text.n);
		for (; at < s.start; at += taken)
			ck_assert_int_eq(char_class(utf8_decode(text.p + at, text.n - at, &taken)),
				CHAR_SPACE);
		ck_assert_uint_eq(at, s.start);
		at = s.end;
	}
	for (i = 0; i < t.nsentences; i++) {
		ck_assert_uint_eq(t.sentences[i].first, covered);
		ck_assert(t.sentences[i].last > covered);
		ck_assert(t.sentences[i].last - covered <= SENTENCE_MAX_TOKENS);
		covered = t.sentences[i].last;
	}
	ck_assert_uint_eq(covered, t.n);
}

START_TEST(tokens_cover_everything_but_white_space)
{
	static const char *const texts[] = {"", " \n\t ", "a", "\xFF\xFE broken \xE2\x80",
		"caf\u00E9 \u00A0 x", "\u200E\u200F", "'''''", "n't", "\u2019s", "....",
		"a.b.c.d.e", "@@@@", "1.2.3.4.", "#tag @who", "www.", "http://",
		"\u0627\u0644\u0639\u0631\u0628\u064A\u0629"};
	static char repeated[9000];
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		check_invariants(str_from(texts[i]));
		n = strlen(texts[i]);
		for (size_t at = 0; n && at + n < sizeof(repeated); at += n)
			memcpy(repeated + at, texts[i], n);
		check_invariants((struct str){repeated, sizeof(repeated)});
	}
}
END_TEST

START_TEST(folding_lowers_and_straightens)
{
	ck_assert(str_eq(char_fold(STR("Na\u00EFve\u2019S \u00C9T\u00C9"), &arena),
		STR("na\u00EFve's \u00E9t\u00E9")));
	ck_assert(str_eq(char_fold(STR("\u0416\u0423K"), &arena), STR("\u0436\u0443k")));
}
END_TEST

START_TEST(a_word_is_found_in_a_list_as_a_whole)
{
	ck_assert(word_in(STR("mob"), "mob bomb moby"));
	ck_assert(word_in(STR("moby"), "mob bomb moby"));
	ck_assert(!word_in(STR("mo"), "mob bomb moby"));
	ck_assert(!word_in(STR("omb"), "mob bomb moby"));
	ck_assert(!word_in(STR("b"), "mob bomb"));
	ck_assert(!word_in(STR(""), "mob"));
	ck_assert(!word_in((struct str){"\0mob", 4}, "mob bomb"));
}
END_TEST

TEST_MAIN("token", a_word_is_found_in_a_list_as_a_whole, words_are_split_as_in_the_penn_treebank,
	hyphens_join_words_and_split_ranges, numbers_keep_their_points_and_units,
	addresses_and_acronyms_stay_whole, sentences_end_at_full_stops_and_nowhere_else,
	blank_lines_and_items_end_sentences, a_wrapped_paragraph_is_read_across_its_lines,
	a_dateline_is_a_heading_and_capitals_are_noticed, tokens_cover_everything_but_white_space,
	folding_lowers_and_straightens)
