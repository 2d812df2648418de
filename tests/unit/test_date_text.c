/* SPDX-License-Identifier: Apache-2.0 */

#include "base/date.h"
#include "support/testing.h"
#include "text/date_text.h"

static void assert_finds(const char *text, enum date_order order, const char *want)
{
	struct date_found found;
	char got[16] = "";

	if (date_text_find(str_from(text), 0, order, &found))
		day_format(found.day, got);
	ck_assert_msg(str_eq(str_from(got), str_from(want)), "\"%s\": got \"%s\", want \"%s\"",
		text, got, want);
}

START_TEST(dates_are_read_in_many_languages)
{
	static const char *const twelfth[] = {"2021-03-12T23:10:00+01:00", "12 March 2021",
		"Friday, March 12, 2021 at 5 pm", "Mar. 12, 2021", "March 12th, 2021",
		"12. M\xC3\xA4rz 2021", "am 12.03.2021 um 9 Uhr", "12 mars 2021",
		"12 de marzo de 2021", "12 marca 2021",
		"12. b\xC5\x99"
		"ezna 2021",
		"12 \xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0 2021 \xD0\xB3.", "12 MARS 2021",
		"2021\xE5\xB9\xB4"
		"3\xE6\x9C\x88"
		"12\xE6\x97\xA5",
		"2021. m\xC3\xA1rcius 12.", "12 Mart 2021", "2021/3/12", "20210312", "12.3.21"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(twelfth); i++)
		assert_finds(twelfth[i], DATE_DAY_FIRST, "2021-03-12");
}
END_TEST

START_TEST(slashes_follow_the_order_unless_only_one_reading_is_a_date)
{
	assert_finds("3/12/2021", DATE_DAY_FIRST, "2021-12-03");
	assert_finds("3/12/2021", DATE_MONTH_FIRST, "2021-03-12");
	assert_finds("25/12/2021", DATE_MONTH_FIRST, "2021-12-25");
	assert_finds("12/25/2021", DATE_DAY_FIRST, "2021-12-25");
	assert_finds("3.12.2021", DATE_MONTH_FIRST, "2021-12-03");
}
END_TEST

START_TEST(what_is_no_date_is_not_read_as_one)
{
	static const char *const none[] = {"", "31 February 2021", "March 2021", "version 1.2.20.3",
		"in 2021, 12 people", "tel. 030 12345678901", "10:30", "12-2021",
		"march on 12 roads", "99999999", "0000-00-00", "12 March 1821", "3/2021", "May 5"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(none); i++)
		assert_finds(none[i], DATE_DAY_FIRST, "");
}
END_TEST

START_TEST(machines_write_unix_time_too)
{
	int32_t day;

	ck_assert(date_text_machine(STR("1615546800"), DATE_DAY_FIRST, &day));
	ck_assert_int_eq(day, day_from_civil(2021, 3, 12));
	ck_assert(date_text_machine(STR(" 1615546800000 "), DATE_DAY_FIRST, &day));
	ck_assert_int_eq(day, day_from_civil(2021, 3, 12));
	ck_assert(date_text_machine(STR("20210312101500"), DATE_DAY_FIRST, &day));
	ck_assert_int_eq(day, day_from_civil(2021, 3, 12));
	ck_assert(date_text_machine(STR("Fri, 12 Mar 2021 10:15:00 GMT"), DATE_DAY_FIRST, &day));
	ck_assert_int_eq(day, day_from_civil(2021, 3, 12));
}
END_TEST

START_TEST(addresses_tell_the_day)
{
	int32_t day;

	ck_assert(date_text_url(STR("https://a.example/2021/03/12/fire"), &day));
	ck_assert_int_eq(day, day_from_civil(2021, 3, 12));
	ck_assert(date_text_url(STR("https://a.example/news-20210312-1"), &day));
	ck_assert(date_text_url(STR("https://a.example/2021/mar/12/fire"), &day));
	ck_assert(!date_text_url(STR("https://a.example/2021/03/fire"), &day));
	ck_assert(!date_text_url(STR("https://a.example/id/1234567890"), &day));
}
END_TEST

TEST_MAIN("date_text", dates_are_read_in_many_languages,
	slashes_follow_the_order_unless_only_one_reading_is_a_date,
	what_is_no_date_is_not_read_as_one, machines_write_unix_time_too, addresses_tell_the_day)
