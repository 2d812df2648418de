/* SPDX-License-Identifier: Apache-2.0
 *
 * Weapons, platforms and vehicles: what is one, how far it reaches, and what is none. */
#include "support/mentions.h"
#include "support/testing.h"

static void check_no_things(const char *text)
{
	read_text(text);
	check_no_mention(ENTITY_WEAPON);
	check_no_mention(ENTITY_MILITARY_PLATFORM);
}

START_TEST(a_designation_names_a_thing)
{
	read_text("The rebels lost two T-72 tanks and a Su-25 in the battle. A man with an RPG-7 "
		  "and four pistols was stopped at the gate.");
	check_type("T-72 tanks", ENTITY_MILITARY_PLATFORM);
	check_type("Su-25", ENTITY_MILITARY_PLATFORM);
	check_type("RPG-7", ENTITY_WEAPON);
	check_type("pistols", ENTITY_WEAPON);
}
END_TEST

START_TEST(a_mark_belongs_to_the_name_before_it)
{
	read_text("Two Typhoon FGR4s took off from the base on Tuesday with Paveway IVs.");
	check_type("Typhoon FGR4s", ENTITY_MILITARY_PLATFORM);
	check_type("Paveway IVs", ENTITY_WEAPON);
}
END_TEST

START_TEST(a_ship_has_its_name)
{
	read_text("The minister said HMS Wanderer would sail to the gulf in May.");
	check_type("HMS Wanderer", ENTITY_MILITARY_PLATFORM);
	read_text("The navy sent a destroyer, the USS Alfred B. Wheeler, to the strait.");
	ck_assert(find_mention("Alfred B. Wheeler") == NULL);
}
END_TEST

START_TEST(the_noun_says_what_it_is)
{
	read_text(
		"Coalition warplanes bombed a depot near the river on Friday. Engineers destroyed "
		"a police truck.");
	check_type("Coalition warplanes", ENTITY_MILITARY_PLATFORM);
	check_type("police truck", ENTITY_VEHICLE);
}
END_TEST

START_TEST(who_has_a_platform_is_part_of_it)
{
	read_text("An Orlandian navy helicopter landed on the beach on Monday.");
	check_type("An Orlandian navy helicopter", ENTITY_MILITARY_PLATFORM);
	/* but a drone strike's owner did not lend its drone */
	read_text("Officials said a Turkish drone strike killed two militants near the border.");
	check_type("drone", ENTITY_MILITARY_PLATFORM);
}
END_TEST

START_TEST(what_is_done_with_a_thing_is_no_kind_of_it)
{
	read_text("He was accused of smuggling weapons across the lake.");
	check_type("weapons", ENTITY_WEAPON);
}
END_TEST

START_TEST(things_that_are_only_counted_are_none)
{
	check_no_things(
		"He did not disclose the number of munitions dropped or the type of aircraft.");
	read_text("A number of rockets were fired at the port.");
	check_type("rockets", ENTITY_WEAPON);
}
END_TEST

START_TEST(a_strike_is_a_deed_unless_it_comes_from_the_air)
{
	check_no_things("The alliance conducted four strikes in the valley.");
	read_text("Pilots carried out air strikes near the coast.");
	check_type("air strikes", ENTITY_WEAPON);
}
END_TEST

START_TEST(a_club_is_no_aircraft)
{
	check_no_things("Fans of the New York Jets met in the park.");
	check_no_things("A group that calls itself the Swords of Honour said so on Monday.");
}
END_TEST

TEST_MAIN("mention_thing", a_designation_names_a_thing, a_mark_belongs_to_the_name_before_it,
	a_ship_has_its_name, the_noun_says_what_it_is, who_has_a_platform_is_part_of_it,
	what_is_done_with_a_thing_is_no_kind_of_it, things_that_are_only_counted_are_none,
	a_strike_is_a_deed_unless_it_comes_from_the_air, a_club_is_no_aircraft)
