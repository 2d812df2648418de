/* SPDX-License-Identifier: Apache-2.0
 *
 * Turns of phrase of annual country reports: bodies and what they are for, laws and what they ban,
 * training, memberships, yearly totals. */
#include "support/claims.h"
#include "support/testing.h"

START_TEST(bodies_are_charged_with_tasks_and_people_with_crimes)
{
	must_claim("The border unit was charged with the protection of ports.",
		"agency: border unit > protection of ports");
	must_claim("Two clerks were charged with fraud.", "charged: - > clerks, 2 exact person");
}
END_TEST

START_TEST(the_dead_are_listed_not_designated)
{
	must_claim("The ministry listed 14 farmers among the dead and condemned terrorism.",
		"killed: - > farmers, 14 exact person");
	must_not_claim("The ministry listed 14 farmers among the dead and condemned terrorism.", CLAIM_DESIGNATION);
}
END_TEST

START_TEST(training_is_received)
{
	must_claim("Customs officers received additional training from Japan.", "trained: Japan > Customs officers");
	must_claim("Freedonia received training for prosecutors.", "trained: Freedonia > prosecutors");
}
END_TEST

START_TEST(what_a_law_bans_or_wants_nobody_has_done)
{
	must_claim("Freedonia criminalizes financing terrorism, training fighters, and recruiting two or more people.",
		"prohibition: Freedonia > financing terrorism");
	must_not_claim("Freedonia criminalizes financing terrorism, training fighters, and recruiting two or more people.",
		CLAIM_TRAINED);
	must_not_claim("Freedonia criminalizes financing terrorism, training fighters, and recruiting two or more people.",
		CLAIM_RECRUITED);
	must_not_claim("The 2012 act requires banks to freeze the accounts of ten people.", CLAIM_FROZEN);
}
END_TEST

START_TEST(laws_are_carried_out_pending_and_worked_on)
{
	must_claim("The cabinet is working on a bill against money laundering.",
		"law: cabinet > bill");
	must_claim("The draft act remained pending in parliament.", "law: - > draft act");
	must_claim("Police enforce the Counterterrorism Act of 2011.", "law: Police > Counterterrorism Act");
}
END_TEST

START_TEST(participation_in_a_body_is_membership)
{
	must_claim("Freedonia kept up its participation in the Global Counterterrorism Forum.",
		"membership: Freedonia > Global Counterterrorism Forum");
}
END_TEST

START_TEST(yearly_totals)
{
	must_claim("Officers detained 1 240 people in the capital.", "arrested: Officers > people, 1240 exact person");
	must_claim("The country faced 31 failed, foiled and completed terrorist attacks.", "attacks: - > -, 31 exact attack");
	must_claim("The number of convictions handed down in 2019 was 64.", "sentenced: - > -, 64 exact person");
	must_claim("Police arrested 90 suspects, of whom 12 were women.", "arrested: Police > women, 12 exact person");
	must_claim("Officials say there are about 300 foreign fighters in Syria.",
		"recruited: - > foreign fighters, 300 about person");
	must_claim("The trials involved 30 defendants.", "charged: - > defendants, 30 exact person");
	must_claim("Prosecutors dismissed the cases against four men.", "released: Prosecutors > men, 4 exact person");
}
END_TEST

START_TEST(casualties_keep_their_killers_and_places)
{
	must_claim("Nine people died in Tirana and 14 people were injured.", "wounded: - > people, 14 exact person");
	must_claim("Clashes followed, leading to the deaths of six suspects.", "killed: - > suspects, 6 exact person");
	must_not_claim("A reward was offered for information leading to the deaths of six leaders.", CLAIM_KILLED);
	must_claim("The year saw Boko Haram's abduction of 40 schoolgirls.",
		"abducted: Boko Haram > schoolgirls, 40 exact person");
	ck_assert_uint_eq(only_claim("Police detained ten men in Ankara, Izmir, and Adana.", CLAIM_ARRESTED)->nplaces, 3);
}
END_TEST

START_TEST(police_raids_are_no_attacks)
{
	must_not_claim("The National Police conducted a series of raids against suspected cells.", CLAIM_ATTACKS);
}
END_TEST

START_TEST(bodies_are_tasked_with_acts)
{
	must_claim("Kestovia's Joint Task Force, tasked with sharing intelligence, met in May.",
		"agency: Kestovia's Joint Task Force > sharing intelligence");
	must_claim("The National Committee is tasked by law with drafting the counterterrorism policy.",
		"agency: National Committee > drafting the counterterrorism policy");
	must_not_claim("The army coordinated a response to the floods.", CLAIM_AGENCY);
	must_not_claim("If it turns out that the group is responsible for the crash, sanctions will follow.",
		CLAIM_RESPONSIBILITY);
}
END_TEST

START_TEST(codes_are_changed_and_ban)
{
	must_claim("The government initiated changes to the penal code.", "law: government > penal code");
	must_claim("Kestovia modified its passport regulations.", "law: Kestovia > passport regulations");
	must_claim("Kestovia adopted a code that defines terrorism and criminalizes membership in foreign militias.",
		"prohibition: code > membership");
}
END_TEST

START_TEST(fighters_leave_return_and_remain)
{
	must_claim("A significant number of Kestovians have traveled to Syria and Iraq to join militias.",
		"recruited: - > Kestovians about person");
	ck_assert_uint_eq(only_claim("Some 40 Kestovians have traveled to Syria and Iraq to join militias.",
		CLAIM_RECRUITED)->nplaces, 2);
	must_claim("Around 90 jihadists have left Belgium.", "recruited: - > jihadists, 90 about person");
	must_claim("About 30 jihadists have returned so far.", "repatriated: - > jihadists, 30 about person");
	must_claim("There are currently 70 persons in the conflict zones.", "recruited: - > persons, 70 exact person");
	must_claim("The number of fighters who died in the war is 25.", "killed: war > fighters, 25 exact person");
	must_claim("ISIS still has some 4,000 fighters in the desert.", "strength: ISIS > fighters, 4000 about person");
}
END_TEST

START_TEST(attacks_have_their_target_town_and_count)
{
	const struct claim *c = only_claim("In May rebels attacked the town of Brenk.", CLAIM_ATTACKS);

	ck_assert_uint_eq(c->nplaces, 1);
	must_claim("Rebels launched a complex attack on a barracks.", "attacks: Rebels > barracks, 1 exact attack");
	must_claim("The man raided a police station, killing one and injuring three officers.",
		"killed: man > officers, 1 exact person");
	must_claim("The raid prompted at least 6,000 residents to flee the area.",
		"displaced: raid > residents, 6000 at_least person");
	must_not_claim("The following list details a small number of significant attacks:", CLAIM_ATTACKS);
	ck_assert_uint_eq(only_claim("Police arrested ten men in Bosnia and Herzegovina.", CLAIM_ARRESTED)->nplaces, 1);
}
END_TEST

START_TEST(verdicts_are_counted_once)
{
	must_claim("The state court has issued 14 verdicts for recruiting and fighting abroad.",
		"sentenced: state court > -, 14 exact person");
}
END_TEST

TEST_MAIN("claim_chapter", bodies_are_charged_with_tasks_and_people_with_crimes, the_dead_are_listed_not_designated,
	training_is_received, what_a_law_bans_or_wants_nobody_has_done, laws_are_carried_out_pending_and_worked_on,
	participation_in_a_body_is_membership, yearly_totals, casualties_keep_their_killers_and_places,
	police_raids_are_no_attacks, bodies_are_tasked_with_acts, codes_are_changed_and_ban,
	fighters_leave_return_and_remain, attacks_have_their_target_town_and_count, verdicts_are_counted_once)
