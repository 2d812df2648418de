/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"
#include "text/charset.h"

static struct arena arena; /* empty; a test runs in a process of its own */

static void assert_decodes(
	struct str bytes, const char *declared, struct str want, const char *charset)
{
	struct decoded got;

	charset_decode(bytes, str_from(declared), true, &arena, &got);
	ck_assert_msg(str_eq(got.text, want), "got \"%.*s\", want \"%.*s\"", STR_ARGS(got.text),
		STR_ARGS(want));
	ck_assert_str_eq(got.charset, charset);
}

START_TEST(a_mark_beats_every_declaration)
{
	assert_decodes(STR("\xEF\xBB\xBF<meta charset=koi8-r>\xC3\xA9"), "windows-1251",
		STR("<meta charset=koi8-r>\xC3\xA9"), "UTF-8");
	assert_decodes(STR("\xFF\xFE"
			   "a\0\xE9\0"),
		"utf-8", STR("a\xC3\xA9"), "UTF-16LE");
	assert_decodes(STR("\xFE\xFF"
			   "\0a\0\xE9"),
		"utf-8", STR("a\xC3\xA9"), "UTF-16BE");
}
END_TEST

START_TEST(valid_utf8_beats_a_wrong_declaration)
{
	assert_decodes(STR("<meta charset=iso-8859-1>gr\xC3\xBC\xC3\x9F"), "",
		STR("<meta charset=iso-8859-1>gr\xC3\xBC\xC3\x9F"), "UTF-8");
}
END_TEST

START_TEST(latin1_means_windows_1252)
{
	assert_decodes(STR("<meta charset='ISO-8859-1'>\x84Haus\x93"), "",
		STR("<meta charset='ISO-8859-1'>\xE2\x80\x9EHaus\xE2\x80\x9C"), "windows-1252");
}
END_TEST

START_TEST(gb2312_means_gbk)
{
	/* U+9555 is in GBK, not in GB 2312 */
	assert_decodes(STR("\xE9\x46"), "gb2312", STR("\xE9\x95\x95"), "GBK");
}
END_TEST

START_TEST(a_declaration_in_a_comment_does_not_count)
{
	struct str page =
		STR("<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xCC\xE8\xF0");

	ck_assert(str_eq(charset_declared(page), STR("windows-1251")));
	assert_decodes(page, "",
		STR("<!-- <meta charset=koi8-r> --><meta charset=windows-1251>"
		    "\xD0\x9C\xD0\xB8\xD1\x80"),
		"windows-1251");
}
END_TEST

START_TEST(single_bad_bytes_become_replacement_characters)
{
	struct decoded got;

	charset_decode(STR("gr\xC3\xBC\xC3\x9F \xFF und gut\xC3"), STR(""), true, &arena, &got);
	ck_assert(str_eq(got.text, STR("gr\xC3\xBC\xC3\x9F \xEF\xBF\xBD und gut\xEF\xBF\xBD")));
	ck_assert_uint_eq(got.nreplaced, 2);
}
END_TEST

START_TEST(undeclared_western_bytes_are_guessed)
{
	struct decoded got;

	charset_decode(STR("Die Beh\xF6rde pr\xFC"
			   "ft, ob das Caf\xE9 \xF6"
			   "ffnen darf, und die "
			   "M\xE4nner h\xF6ren zu."),
		STR(""), true, &arena, &got);
	ck_assert(got.guessed);
	ck_assert(str_starts(got.text, STR("Die Beh\xC3\xB6rde pr\xC3\xBC"
					   "ft")));
}
END_TEST

START_TEST(nul_bytes_are_dropped)
{
	assert_decodes(STR("a\0b"), "utf-8", STR("ab"), "UTF-8");
}
END_TEST

START_TEST(labels_are_found_in_any_case)
{
	ck_assert_str_eq(charset_find(STR(" Latin1 "), NULL), "windows-1252");
	ck_assert_str_eq(charset_find(STR("SHIFT-JIS"), NULL), "Shift_JIS");
	ck_assert_ptr_null(charset_find(STR("x-nonsense"), NULL));
	ck_assert(str_eq(charset_parameter(STR("text/html; Charset=\"utf-8\"")), STR("utf-8")));
	ck_assert(str_eq(charset_parameter(STR("text/html")), STR("")));
}
END_TEST

TEST_MAIN("charset", a_mark_beats_every_declaration, valid_utf8_beats_a_wrong_declaration,
	latin1_means_windows_1252, gb2312_means_gbk, a_declaration_in_a_comment_does_not_count,
	single_bad_bytes_become_replacement_characters, undeclared_western_bytes_are_guessed,
	nul_bytes_are_dropped, labels_are_found_in_any_case)
