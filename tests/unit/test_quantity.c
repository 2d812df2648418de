/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "support/testing.h"
#include "text/quantity.h"

/* "value modifier unit" of the first quantity of the text. */
static void describe(const char *text, char out[80])
{
	AUTO(arena_release) struct arena arena = {0};
	struct tokens tokens;
	struct timexes times;
	struct quantities found;

	arena_init(&arena, 0);
	tokens_split(str_from(text), &arena, &tokens);
	timexes_find(&tokens, &(struct time_anchor){DAY_NONE, 0}, &arena, &times);
	quantities_find(&tokens, &times, &arena, &found);
	if (!found.n)
		snprintf(out, 80, "none");
	else if (!found.v[0].has_value)
		snprintf(out, 80, "? %s %.*s", modifier_name(found.v[0].modifier),
			STR_ARGS(found.v[0].unit));
	else
		snprintf(out, 80, "%.10g %s %.*s", found.v[0].value,
			modifier_name(found.v[0].modifier), STR_ARGS(found.v[0].unit));
}

struct example {
	const char *text, *want;
};

static void check_all(const struct example *v, size_t n)
{
	char got[80];
	size_t i;

	for (i = 0; i < n; i++) {
		describe(v[i].text, got);
		ck_assert_msg(strcmp(got, v[i].want) == 0, "\"%s\": got \"%s\", want \"%s\"",
			v[i].text, got, v[i].want);
	}
}

START_TEST(numbers_in_figures_and_words)
{
	static const struct example v[] = {{"They counted 1,200 sheep.", "1200 exact "},
		{"They counted 2.5 million sheep.", "2500000 exact "},
		{"They counted one hundred and twenty sheep.", "120 exact "},
		{"They counted twenty-five sheep.", "25 exact "},
		{"They counted two dozen sheep.", "24 exact "},
		{"They counted a thousand sheep.", "1000 exact "},
		{"They counted three thousand five hundred sheep.", "3500 exact "},
		{"They counted no sheep.", "0 exact "}, {"Both sheep fled.", "2 exact "}};

	check_all(v, ARRAY_SIZE(v));
}
END_TEST

START_TEST(bounds_belong_to_the_number)
{
	static const struct example v[] = {{"At least 12 sheep fled.", "12 at_least "},
		{"More than 12 sheep fled.", "12 more_than "},
		{"As many as 12 sheep fled.", "12 at_most "},
		{"Up to 12 sheep fled.", "12 at_most "},
		{"Fewer than 12 sheep fled.", "12 less_than "},
		{"Nearly 12 sheep fled.", "12 about "}, {"Some 12 sheep fled.", "12 about "},
		{"An estimated 12 sheep fled.", "12 about "},
		{"Between 10 and 15 sheep fled.", "10 at_least "},
		{"They kept 10-15 sheep.", "10 at_least "},
		{"Twelve or more sheep fled.", "12 at_least "},
		{"A total of 12 sheep fled.", "12 exact "}};

	check_all(v, ARRAY_SIZE(v));
}
END_TEST

START_TEST(vague_numbers_have_no_value)
{
	static const struct example v[] = {{"Dozens of sheep fled.", "? about "},
		{"Several sheep fled.", "? about "},
		{"Tens of thousands of sheep fled.", "? about "},
		{"Several hundred sheep fled.", "? about "}};

	check_all(v, ARRAY_SIZE(v));
}
END_TEST

START_TEST(shares_measures_and_terms)
{
	static const struct example v[] = {
		{"Up to 90 percent of sheep fled.", "90 at_most percent"},
		{"It rose by 3.5%.", "3.5 exact percent"},
		{"A third of them fled.", "33.3 exact percent"},
		{"Two-thirds of them fled.", "66.7 exact percent"},
		{"About one in four sheep fled.", "25 about percent"},
		{"They found half a kilogram of wool.", "0.5 exact kilogram"},
		{"They found 80kg of wool.", "80 exact kilogram"},
		{"They found 3 tonnes of wool.", "3 exact ton"},
		{"They signed a 10-year lease.", "10 exact year"},
		{"They signed a five-year lease.", "5 exact year"},
		{"He got between two and 15 years.", "2 at_least year"}};

	check_all(v, ARRAY_SIZE(v));
}
END_TEST

START_TEST(money_has_its_iso_code)
{
	static const struct example v[] = {{"It cost $5 million.", "5000000 exact USD"},
		{"It cost up to US$300.", "300 at_most USD"},
		{"It cost \xE2\x82\xAC"
		 "2.1 million.",
			"2100000 exact EUR"},
		{"It cost 6.5 million Australian dollars.", "6500000 exact AUD"},
		{"In Kenya it cost 40 shillings.", "40 exact KES"},
		{"In Uganda it cost 40 shillings.", "40 exact UGX"},
		{"It cost EUR 20.", "20 exact EUR"}, {"It cost $24bn.", "2.4e+10 exact USD"}};

	check_all(v, ARRAY_SIZE(v));
}
END_TEST

START_TEST(what_only_looks_like_a_count)
{
	static const struct example v[] = {{"A 22-year-old shepherd fled.", "none"},
		{"Ali Baba, 40, fled.", "none"}, {"The 3rd Brigade fled.", "none"},
		{"Resolution 2254 was passed.", "none"}, {"On 3 June 2019 they fled.", "none"},
		{"He fled at 11:30.", "none"}, {"1. Introduction", "none"},
		{"Article 5 applies.", "none"}, {"The C5 platform met.", "none"},
		{"It can no longer flee.", "none"}};

	check_all(v, ARRAY_SIZE(v));
}
END_TEST

TEST_MAIN("quantity", numbers_in_figures_and_words, bounds_belong_to_the_number,
	vague_numbers_have_no_value, shares_measures_and_terms, money_has_its_iso_code,
	what_only_looks_like_a_count)
