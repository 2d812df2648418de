/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/date.h"
#include "support/testing.h"
#include "text/timex.h"

#define PUBLISHED "2007-05-10" /* a Thursday */

/* "start..end" of the first time in the text, "-" for an open end, "unresolved", or "none". */
static void describe(const char *text, const char *published, int year, bool ahead, char out[40])
{
	AUTO(arena_release) struct arena arena = {0};
	struct time_anchor anchor = {DAY_NONE, year};
	struct tokens tokens;
	struct timexes times;
	char start[16] = "-", end[16] = "-";

	arena_init(&arena, 0);
	if (published)
		ck_assert(day_parse(str_from(published), &anchor.published));
	tokens_split(str_from(text), &arena, &tokens);
	timexes_find(&tokens, &anchor, &arena, &times);
	if (!times.n || !times.v[0].resolved) {
		snprintf(out, 40, "%s", times.n ? "unresolved" : "none");
		return;
	}
	if ((ahead ? times.v[0].ahead : times.v[0].period).start != DAY_NONE)
		day_format((ahead ? times.v[0].ahead : times.v[0].period).start, start);
	if ((ahead ? times.v[0].ahead : times.v[0].period).end != DAY_NONE)
		day_format((ahead ? times.v[0].ahead : times.v[0].period).end, end);
	snprintf(out, 40, "%s..%s", start, end);
}

struct example {
	const char *text, *want;
};

static void check_all(
	const struct example *v, size_t n, const char *published, int year, bool ahead)
{
	char got[40];
	size_t i;

	for (i = 0; i < n; i++) {
		describe(v[i].text, published, year, ahead, got);
		ck_assert_msg(strcmp(got, v[i].want) == 0, "\"%s\": got %s, want %s", v[i].text,
			got, v[i].want);
	}
}

START_TEST(a_full_date_needs_no_anchor)
{
	static const struct example v[] = {{"They met on 3 June 2019.", "2019-06-03..2019-06-03"},
		{"They met on June 3, 2019.", "2019-06-03..2019-06-03"},
		{"It was dated 2019-06-03.", "2019-06-03..2019-06-03"},
		{"They fought from 25 to 28 May 2019.", "2019-05-25..2019-05-28"},
		{"It rained in June 2019.", "2019-06-01..2019-06-30"},
		{"It rained in 2019.", "2019-01-01..2019-12-31"},
		{"From 2017 to 2019 it rained.", "2017-01-01..2019-12-31"},
		{"It rained in early June 2019.", "2019-06-01..2019-06-10"},
		{"It rained in mid-2019.", "2019-05-01..2019-08-31"},
		{"It rained in late 2019.", "2019-09-01..2019-12-31"},
		{"It rained in the second half of 2019.", "2019-07-01..2019-12-31"},
		{"It has rained since 2019.", "2019-01-01..-"},
		{"It will end by March 2020.", "-..2020-03-31"},
		{"At the end of 2019 it rained.", "2019-12-31..2019-12-31"},
		{"It rained in the spring of 2019.", "2019-03-01..2019-05-31"}};

	check_all(v, ARRAY_SIZE(v), NULL, 0, false);
}
END_TEST

START_TEST(relative_times_count_from_the_day_of_publication)
{
	static const struct example v[] = {{"It rained at the weekend.", "2007-05-05..2007-05-06"},
		{"It rained this morning.", "2007-05-10..2007-05-10"},
		{"It rained last night.", "2007-05-09..2007-05-09"},
		{"He left on Tuesday.", "2007-05-08..2007-05-08"},
		{"He left on Thursday.", "2007-05-10..2007-05-10"},
		{"He left last Thursday.", "2007-05-03..2007-05-03"},
		{"He left yesterday.", "2007-05-09..2007-05-09"},
		{"He left this week.", "2007-05-07..2007-05-13"},
		{"He left last week.", "2007-04-30..2007-05-06"},
		{"He left last month.", "2007-04-01..2007-04-30"},
		{"He left in June.", "2006-06-01..2006-06-30"},
		{"He left on May 12.", "2006-05-12..2006-05-12"},
		{"He left last November.", "2006-11-01..2006-11-30"},
		{"He left ten years ago.", "1997-01-01..1997-12-31"},
		{"He left three months ago.", "2007-02-01..2007-02-28"},
		{"Seen in the past two days.", "2007-05-08..2007-05-10"},
		{"It lasts until the end of the year.", "-..2007-12-31"}};

	check_all(v, ARRAY_SIZE(v), PUBLISHED, 0, false);
}
END_TEST

START_TEST(what_is_planned_lies_ahead)
{
	static const struct example v[] = {{"He leaves on Tuesday.", "2007-05-15..2007-05-15"},
		{"He leaves in June.", "2007-06-01..2007-06-30"},
		{"He leaves on May 12.", "2007-05-12..2007-05-12"},
		{"He leaves next week.", "2007-05-14..2007-05-20"}};

	check_all(v, ARRAY_SIZE(v), PUBLISHED, 0, true);
}
END_TEST

START_TEST(an_annual_report_speaks_of_its_year)
{
	static const struct example v[] = {{"On March 3 it rained.", "2018-03-03..2018-03-03"},
		{"In June it rained.", "2018-06-01..2018-06-30"},
		{"During the year it rained.", "2018-01-01..2018-12-31"},
		{"It rained at year's end.", "2018-12-31..2018-12-31"},
		{"It rained in the first nine months.", "2018-01-01..2018-09-30"},
		{"It rained the previous November.", "2017-11-01..2017-11-30"}};

	check_all(v, ARRAY_SIZE(v), "2019-07-01", 2018, false);
}
END_TEST

START_TEST(no_day_is_made_up)
{
	static const struct example v[] = {{"He left on Tuesday.", "unresolved"},
		{"He left last week.", "unresolved"}, {"He left weeks earlier.", "unresolved"},
		{"He may leave, and march on.", "none"}, {"Resolution 2019 was passed.", "none"},
		{"On 31 February 2019 it rained.", "2019-01-01..2019-12-31"}};

	check_all(v, ARRAY_SIZE(v) - 1, NULL, 0, false);
}
END_TEST

START_TEST(the_title_names_the_reporting_year)
{
	AUTO(arena_release) struct arena arena = {0};
	struct tokens tokens;

	arena_init(&arena, 0);
	tokens_split(
		STR("In 2016 it rained. It snowed in 2016 as well, and in 2014."), &arena, &tokens);
	ck_assert_int_eq(reporting_year(STR("Ruritania in 2017: a report"),
				 day_from_civil(2018, 3, 1), &tokens),
		2017);
	ck_assert_int_eq(reporting_year(STR("Ruritania"), day_from_civil(2018, 3, 1), &tokens), 0);
	ck_assert_int_eq(reporting_year(STR("Ruritania"), DAY_NONE, &tokens), 2016);
	ck_assert_int_eq(reporting_year(STR("Order 120175 of the court"),
				 day_from_civil(2018, 3, 1), &tokens),
		0);
	ck_assert_int_eq(reporting_year(STR("Two jailed over 2010 bombings"),
				 day_from_civil(2016, 5, 27), &tokens),
		0);
}
END_TEST

START_TEST(a_year_may_follow_in_words)
{
	static const struct example v[] = {
		{"In September last year it rained.", "2006-09-01..2006-09-30"},
		{"On March 3 of last year it rained.", "2006-03-03..2006-03-03"},
		{"It rained from about March 2004 to May 2005.", "2004-03-01..2005-05-31"},
		{"Between roughly March 2004 and May 2005 it rained.", "2004-03-01..2005-05-31"}};

	check_all(v, ARRAY_SIZE(v), PUBLISHED, 0, false);
}
END_TEST

TEST_MAIN("timex", a_year_may_follow_in_words, a_full_date_needs_no_anchor,
	relative_times_count_from_the_day_of_publication, what_is_planned_lies_ahead,
	an_annual_report_speaks_of_its_year, no_day_is_made_up, the_title_names_the_reporting_year)
