/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the fact of a claim took place. */
#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "support/claims.h"
#include "support/testing.h"

static void check_places(const char *text, const struct claim *claim, const char *want)
{
	char got[400] = "";
	size_t i;

	for (i = 0; i < claim->nplaces; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%.*s", i ? ", " : "",
			STR_ARGS(claim->places[i]));
	ck_assert_msg(!strcmp(got, want), "\"%s\", not \"%s\": %s", got, want, text);
}

/* The last claim of the kind has these places. */
static void must_be_in(const char *text, enum claim_kind kind, const char *want)
{
	check_places(text, last_claim(text, kind), want);
}

struct where {
	const char *text;
	enum claim_kind kind;
	const char *want;
};

static void all_must_be_in(const struct where *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		must_be_in(cases[i].text, cases[i].kind, cases[i].want);
}

/* The claim with that figure has these places. */
static void figure_must_be_in(const char *text, double value, const char *want)
{
	const struct extraction *x = extract(text, "Blasts", "2020-05-13");
	size_t i;

	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].has_value && x->claims[i].value >= value &&
			x->claims[i].value <= value) {
			check_places(text, &x->claims[i], want);
			return;
		}
	ck_abort_msg("no figure %g: %s", value, text);
}

START_TEST(a_place_is_of_the_nearest_fact)
{
	must_be_in("Six clerks from Sweden were arrested in Norway.", CLAIM_ARRESTED, "Norway");
	must_be_in("The navy sent 40 guards to Norway and will run a school south of Berlin.",
		CLAIM_DEPLOYED, "Norway");
	must_be_in(
		"Two clerks were killed in the clashes and a barge capsized in the Ganges River.",
		CLAIM_KILLED, "");
	must_be_in("The ministry repatriated ten women who had lived in camps in northern Iraq.",
		CLAIM_REPATRIATED, "northern Iraq");
}
END_TEST

START_TEST(coasts_edges_and_sufferers_are_places)
{
	must_be_in("Pirates abducted nine sailors off the coast of Somalia.", CLAIM_ABDUCTED,
		"Somalia");
	must_be_in("Two clerks died in an attack on the eastern edge of Lake Victoria.",
		CLAIM_KILLED, "Lake Victoria");
	must_be_in("Norway suffered three bombings in March.", CLAIM_ATTACKS, "Norway");
	must_be_in("The convoy suffered three bombings in March.", CLAIM_ATTACKS, "");
}
END_TEST

START_TEST(a_site_is_in_the_place_that_it_is_of)
{
	const char *text = "A car bomb exploded at the ferry terminal of Vellmar on Tuesday, "
			   "killing three people.";
	const struct extraction *x = extract(text, "Blasts", "2020-05-13");

	must_be_in(text, CLAIM_KILLED, "Vellmar");
	must_be_in(text, CLAIM_ATTACKS, "Vellmar");
	ck_assert_uint_eq(x->nincidents, 1);
	ck_assert_uint_eq(x->incidents[0].nlocations, 1);
	ck_assert(str_eq(x->incidents[0].locations[0], STR("Vellmar")));
	must_be_in("Gunmen attacked the market of Dunhafen.", CLAIM_ATTACKS, "Dunhafen");
	must_be_in("Two rebels were killed in the forests of Dunhafen district.", CLAIM_KILLED,
		"Dunhafen district");
	must_be_in("Two clerks were shot dead at the offices of Metrofax.", CLAIM_KILLED, "");
}
END_TEST

START_TEST(each_figure_has_the_places_behind_it)
{
	const char *text = "Gunmen killed three people in Baghdad and five in Mosul.";

	figure_must_be_in(text, 3, "Baghdad");
	figure_must_be_in(text, 5, "Mosul");
	text = "Bombs killed three people in Baghdad, and two soldiers died in Mosul.";
	figure_must_be_in(text, 3, "Baghdad");
	figure_must_be_in(text, 2, "Mosul");
	figure_must_be_in("Gunmen killed three people and wounded five in Mosul.", 3, "Mosul");
	figure_must_be_in(
		"In Iraq, gunmen killed three people in Baghdad and wounded five in Mosul.", 5,
		"Iraq, Mosul");
	text = "In Baghdad, a bomber killed nine people; in Mosul, gunmen shot two judges dead.";
	figure_must_be_in(text, 9, "Baghdad");
	figure_must_be_in(text, 2, "Mosul");
	text = "Three people were killed in Baghdad, five in Mosul and nine in Basra.";
	figure_must_be_in(text, 3, "Baghdad");
	figure_must_be_in(text, 5, "Mosul");
	figure_must_be_in(text, 9, "Basra");
	figure_must_be_in(
		"The group lost 60 percent of its territory in Iraq and 30 percent in Syria.", 30,
		"Syria");
}
END_TEST

START_TEST(where_is_about_the_place_before_it)
{
	must_be_in("The nurses work at a camp in Norway, where 500 rebels are being held.",
		CLAIM_ARRESTED, "Norway");
	must_be_in("Raids on shops in Sweden fell, while the greatest decline was in Norway, where "
		   "terrorist attacks were down from 90 in 2018 to 40 in 2019.",
		CLAIM_ATTACKS, "Norway");
}
END_TEST

START_TEST(what_is_no_place_of_the_fact)
{
	static const struct where cases[] = {
		{"According to an institute in Norway, there were 90 attacks.", CLAIM_ATTACKS, ""},
		{"Gunmen killed two clerks in Norway. There were no attacks on schools.",
			CLAIM_ATTACKS, ""},
		{"A court in Berlin jailed two men convicted in the bombings of two clubs in "
		 "Norway.",
			CLAIM_SENTENCED, "Berlin"},
		{"It was the deadliest attack in Norway's history, and killed nine people.",
			CLAIM_KILLED, ""},
		{"A strike on a house in Berlin killed four people, two days after a raid in "
		 "Norway.",
			CLAIM_KILLED, "Berlin"},
		{"Two people died from ebola.", CLAIM_KILLED, ""},
		{"A blast in Berlin killed four clerks, including two from Norway.", CLAIM_KILLED,
			"Berlin"},
		{"Rebels killed three nurses from Norway near the town of Basra.", CLAIM_KILLED,
			"Basra"},
	};

	all_must_be_in(cases, ARRAY_SIZE(cases));
}
END_TEST

START_TEST(names_of_places_have_many_shapes)
{
	static const struct where cases[] = {
		{"Ten men are being held at al-Ravik camp in northern Iraq.", CLAIM_ARRESTED,
			"al-Ravik camp, northern Iraq"},
		{"Raids in Norway and Sweden fell from 90 to 40.", CLAIM_ATTACKS, "Norway, Sweden"},
		{"Norway brought 25 children back from northeast Syria.", CLAIM_REPATRIATED,
			"northeast Syria"},
		{"Police arrested ten men in the north of Norway.", CLAIM_ARRESTED, "Norway"},
		{"Two clerks were killed near Baghdad, northeast of Basra.", CLAIM_KILLED,
			"Baghdad"},
		{"Two clerks were killed on the road between Baghdad and Basra.", CLAIM_KILLED,
			"Baghdad, Basra"},
		{"Rebels attacked the town of Basra, displacing thousands of people.",
			CLAIM_DISPLACED, "Basra"},
		{"A siege of Basra that killed nine people is over.", CLAIM_KILLED, "Basra"},
		{"Among those arrested by soldiers Monday in the city of Basra were several "
		 "leaders.",
			CLAIM_ARRESTED, "Basra"},
	};

	all_must_be_in(cases, ARRAY_SIZE(cases));
}
END_TEST

START_TEST(a_cell_of_a_table_is_no_name)
{
	const struct claim *claim = last_claim(
		"April 17 | Patikul, Sulu | ASG gunmen killed 11 soldiers", CLAIM_KILLED);

	ck_assert(str_eq(claim->subject, STR("ASG gunmen")));
	ck_assert_uint_eq(claim->nplaces, 2);
	ck_assert(str_eq(
		last_claim("Monday's bombing in Basra killed nine clerks.", CLAIM_KILLED)->subject,
		STR("bombing")));
}
END_TEST

START_TEST(who_lives_through_it_is_where_it_was)
{
	static const struct where cases[] = {
		{"Norway had the largest rise in crime, where deaths rose by nine percent to 40.",
			CLAIM_KILLED, "Norway"},
		{"Nine clerks were killed, the army said in Sweden.", CLAIM_KILLED, ""},
		{"Nine clerks were killed in Norway, the army said in Sweden.", CLAIM_KILLED,
			"Norway"},
		{"Nine clerks were shot dead, while they were driving in Norway.", CLAIM_KILLED,
			"Norway"},
		{"Nine clerks were killed in Norway, underscoring the threat in Europe.",
			CLAIM_KILLED, "Norway"},
		{"Some 90 youths went to Iraq to fight for the Hotz Army.", CLAIM_RECRUITED,
			"Iraq"},
		{"Max Roe was on Norway's most wanted list until he died in a crash.", CLAIM_KILLED,
			""},
	};

	all_must_be_in(cases, ARRAY_SIZE(cases));
	figure_must_be_in(
		"Nine raids shook Malmo in Sweden, while Norway saw 12 raids.", 12, "Norway");
}
END_TEST

TEST_MAIN("claim_place", who_lives_through_it_is_where_it_was, a_place_is_of_the_nearest_fact,
	coasts_edges_and_sufferers_are_places, a_site_is_in_the_place_that_it_is_of,
	each_figure_has_the_places_behind_it, where_is_about_the_place_before_it,
	what_is_no_place_of_the_fact, names_of_places_have_many_shapes,
	a_cell_of_a_table_is_no_name)
