/* SPDX-License-Identifier: Apache-2.0
 *
 * Turns of phrase of annual country reports: bodies and what they are for, laws and what they ban,
 * training, memberships, yearly totals. */
#include "base/date.h"
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
	must_not_claim("The ministry listed 14 farmers among the dead and condemned terrorism.",
		CLAIM_DESIGNATION);
}
END_TEST

START_TEST(training_is_received)
{
	must_claim("Customs officers received additional training from Japan.",
		"trained: Japan > Customs officers");
	must_claim(
		"Freedonia received training for prosecutors.", "trained: Freedonia > prosecutors");
}
END_TEST

START_TEST(what_a_law_bans_or_wants_nobody_has_done)
{
	must_claim("Freedonia criminalizes financing terrorism, training fighters, and recruiting "
		   "two or more people.",
		"prohibition: Freedonia > financing terrorism");
	must_not_claim("Freedonia criminalizes financing terrorism, training fighters, and "
		       "recruiting two or more people.",
		CLAIM_TRAINED);
	must_not_claim("Freedonia criminalizes financing terrorism, training fighters, and "
		       "recruiting two or more people.",
		CLAIM_RECRUITED);
	must_not_claim(
		"The 2012 act requires banks to freeze the accounts of ten people.", CLAIM_FROZEN);
}
END_TEST

START_TEST(laws_are_carried_out_pending_and_worked_on)
{
	must_claim("The cabinet is working on a bill against money laundering.",
		"law: cabinet > bill");
	must_claim("The draft act remained pending in parliament.", "law: - > draft act");
	must_claim("Police enforce the Counterterrorism Act of 2011.",
		"law: Police > Counterterrorism Act");
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
	must_claim("Officers detained 1 240 people in the capital.",
		"arrested: Officers > people, 1240 exact person");
	must_claim("The country faced 31 failed, foiled and completed terrorist attacks.",
		"attacks: - > -, 31 exact attack");
	must_claim("The number of convictions handed down in 2019 was 64.",
		"sentenced: - > -, 64 exact person");
	must_claim("Police arrested 90 suspects, of whom 12 were women.",
		"arrested: Police > women, 12 exact person");
	must_claim("Officials say there are about 300 foreign fighters in Syria.",
		"recruited: - > foreign fighters, 300 about person");
	must_claim(
		"The trials involved 30 defendants.", "charged: - > defendants, 30 exact person");
	must_claim("Prosecutors dismissed the cases against four men.",
		"released: Prosecutors > men, 4 exact person");
}
END_TEST

START_TEST(casualties_keep_their_killers_and_places)
{
	must_claim("Nine people died in Tirana and 14 people were injured.",
		"wounded: - > people, 14 exact person");
	must_claim("Clashes followed, leading to the deaths of six suspects.",
		"killed: - > suspects, 6 exact person");
	must_not_claim("A reward was offered for information leading to the deaths of six leaders.",
		CLAIM_KILLED);
	must_claim("The year saw Boko Haram's abduction of 40 schoolgirls.",
		"abducted: Boko Haram > schoolgirls, 40 exact person");
	ck_assert_uint_eq(
		only_claim("Police detained ten men in Ankara, Izmir, and Adana.", CLAIM_ARRESTED)
			->nplaces,
		3);
}
END_TEST

START_TEST(police_raids_are_no_attacks)
{
	must_not_claim("The National Police conducted a series of raids against suspected cells.",
		CLAIM_ATTACKS);
}
END_TEST

START_TEST(bodies_are_tasked_with_acts)
{
	must_claim("Kestovia's Joint Task Force, tasked with sharing intelligence, met in May.",
		"agency: Kestovia's Joint Task Force > sharing intelligence");
	must_claim("The National Committee is tasked by law with drafting the counterterrorism "
		   "policy.",
		"agency: National Committee > drafting the counterterrorism policy");
	must_not_claim("The army coordinated a response to the floods.", CLAIM_AGENCY);
	must_not_claim("If it turns out that the group is responsible for the crash, sanctions "
		       "will follow.",
		CLAIM_RESPONSIBILITY);
}
END_TEST

START_TEST(codes_are_changed_and_ban)
{
	must_claim("The government initiated changes to the penal code.",
		"law: government > penal code");
	must_claim("Kestovia modified its passport regulations.",
		"law: Kestovia > passport regulations");
	must_claim("Kestovia adopted a code that defines terrorism and criminalizes membership in "
		   "foreign militias.",
		"prohibition: code > membership");
}
END_TEST

START_TEST(fighters_leave_return_and_remain)
{
	must_claim("A significant number of Kestovians have traveled to Syria and Iraq to join "
		   "militias.",
		"recruited: - > Kestovians about person");
	ck_assert_uint_eq(
		only_claim("Some 40 Kestovians have traveled to Syria and Iraq to join militias.",
			CLAIM_RECRUITED)
			->nplaces,
		2);
	must_claim("Around 90 jihadists have left Belgium.",
		"recruited: - > jihadists, 90 about person");
	must_claim("About 30 jihadists have returned so far.",
		"repatriated: - > jihadists, 30 about person");
	must_claim("There are currently 70 persons in the conflict zones.",
		"recruited: - > persons, 70 exact person");
	must_claim("The number of fighters who died in the war is 25.",
		"killed: war > fighters, 25 exact person");
	must_claim("ISIS still has some 4,000 fighters in the desert.",
		"strength: ISIS > fighters, 4000 about person");
}
END_TEST

START_TEST(attacks_have_their_target_town_and_count)
{
	const struct claim *c =
		only_claim("In May rebels attacked the town of Brenk.", CLAIM_ATTACKS);

	ck_assert_uint_eq(c->nplaces, 1);
	must_claim("Rebels launched a complex attack on a barracks.",
		"attacks: Rebels > barracks, 1 exact attack");
	must_claim("The man raided a police station, killing one and injuring three officers.",
		"killed: man > officers, 1 exact person");
	must_claim("The raid prompted at least 6,000 residents to flee the area.",
		"displaced: raid > residents, 6000 at_least person");
	must_not_claim(
		"The following list details a small number of significant attacks:", CLAIM_ATTACKS);
	ck_assert_uint_eq(
		only_claim("Police arrested ten men in Bosnia and Herzegovina.", CLAIM_ARRESTED)
			->nplaces,
		1);
}
END_TEST

START_TEST(verdicts_are_counted_once)
{
	must_claim("The state court has issued 14 verdicts for recruiting and fighting abroad.",
		"sentenced: state court > -, 14 exact person");
}
END_TEST

START_TEST(events_cause_deaths_and_injuries)
{
	must_claim("The ambush resulted in the deaths of a clerk and three guards.",
		"killed: ambush > guards, 3 exact person");
	must_claim("Rebel raids led to the deaths of two pilots and the wounding of six soldiers.",
		"wounded: Rebel raids > soldiers, 6 exact person");
	must_not_claim("Doctors treated the wounded after the shooting at the fair.", CLAIM_KILLED);
	must_claim("Landmines caused one death and 17 injuries.",
		"wounded: Landmines > -, 17 exact person");
	must_claim("The war ended at a cost of 4,000 lives.", "killed: - > -, 4000 exact person");
	must_claim("One translator was among 23 killed in the attack.",
		"killed: attack > translator, 1 exact person");
}
END_TEST

START_TEST(acts_of_terror_are_counted_as_attacks)
{
	must_claim("The group committed 20 terrorist acts in 2019, in comparison to 49 terrorist "
		   "acts recorded in 2018.",
		"attacks: - > -, 49 exact attack");
	must_claim("The group committed 20 terrorist acts in 2019, in comparison to 49 terrorist "
		   "acts recorded in 2018.",
		"attacks: group > -, 20 exact attack");
	must_claim("Militants frequently attacked army posts and convoys.",
		"attacks: Militants > army posts and convoys");
	must_claim("No Kestovians were attacked.", "attacks: - > Kestovians, 0 exact attack");
	must_claim("More than 60% of all attacks took place in the north.",
		"share: - > attacks, 60 more_than percent");
}
END_TEST

START_TEST(groups_have_fighters)
{
	must_claim("Estimated to include 300 armed combatants, the group hides in the hills.",
		"strength: group > armed combatants, 300 exact person");
	must_claim(
		"A general claimed that the group only had 90 armed fighters left in the valley.",
		"strength: group > armed fighters, 90 exact person");
	must_claim("Kestovia provided 2,500 combat forces to the task force.",
		"deployed: Kestovia > combat forces, 2500 exact person");
	must_claim("Kestovia took steps to combat piracy by contributing soldiers to AMISOM.",
		"deployed: Kestovia > soldiers");
	must_not_claim("The insurgents adopted a strategy of ambushes.", CLAIM_PROGRAMME);
}
END_TEST

START_TEST(courses_are_attended)
{
	must_claim("Coast guard officers attended and took part in several courses.",
		"trained: - > Coast guard officers");
	must_claim("Some 15 sailors participated in a ship boarding and inspection course.",
		"trained: - > sailors, 15 about person");
}
END_TEST

START_TEST(bodies_are_called_and_designed)
{
	must_claim("The country's Financial Intelligence Unit is called CETRA.",
		"agency: CETRA > country's Financial Intelligence Unit");
	must_claim("The committee is designed to coordinate the response to terrorism.",
		"agency: committee > response");
	must_claim("Kestovia is a Global Counterterrorism Forum country.",
		"membership: Kestovia > Global Counterterrorism Forum");
	must_claim("FATF has identified Kestovia as a risk to the financial system.",
		"evaluation: Kestovia > FATF");
	must_not_claim(
		"The army played a strong role in military operations abroad.", CLAIM_AGENCY);
	must_not_claim("Such offenses are captured under the penal code.", CLAIM_ARRESTED);
}
END_TEST

START_TEST(coordinated_verbs_share_voice_and_subject)
{
	must_claim("Two brothers were arrested and later convicted of arson.",
		"sentenced: - > brothers, 2 exact person");
	must_claim("The house was attacked with stones and two men were arrested.",
		"arrested: - > men, 2 exact person");
	must_claim("Rebels engaged in smuggling and killed 11 guards.",
		"killed: Rebels > guards, 11 exact person");
	must_claim("Reports spoke of 36 Kestovians who traveled to Syria.",
		"recruited: - > Kestovians, 36 exact person");
	must_not_claim("The law provides for the freezing of assets of indicted, convicted, or "
		       "designated persons.",
		CLAIM_SENTENCED);
}
END_TEST

START_TEST(changes_name_two_figures_and_their_times)
{
	must_claim("Attacks fell 20 percent, from 703 in 2017 to 561 in 2018.",
		"attacks: - > -, 703 exact attack");
	must_claim("Arrests were down from 96 in 2017 to 58 in 2018.",
		"arrested: - > -, 58 exact person");
}
END_TEST

START_TEST(nothing_happened_or_not_yet)
{
	must_claim("The group did not launch attacks in the south.",
		"attacks: group > -, 0 exact attack");
	must_not_claim(
		"While no single incident drew attention, police were on alert.", CLAIM_ATTACKS);
	must_not_claim("Terrorist incidents included:", CLAIM_ATTACKS);
	must_not_claim(
		"Security services responded to numerous terrorist incidents.", CLAIM_ATTACKS);
	must_not_claim("Separatists continued their campaign of violence.", CLAIM_PROGRAMME);
	must_not_claim("Outdated provisions and current laws made it difficult to try suspects.",
		CLAIM_LAW);
}
END_TEST

START_TEST(more_turns_of_chapters)
{
	must_claim("The group increased its attacks against police.", "attacks: group > police");
	must_claim("Terrorist groups continued to plot against European targets.",
		"attacks: Terrorist groups > European targets");
	must_claim("Prosecutors secured convictions for 11 smugglers.",
		"sentenced: Prosecutors > smugglers, 11 exact person");
	must_claim("A minister linked Hizballah to the bombing.",
		"responsibility: Hizballah > bombing");
	must_claim("The country's FIU, known as CETRA, holds workshops.",
		"agency: CETRA > country's FIU");
	must_claim("Kestovia lacked specific counterterrorism legislation.",
		"law: Kestovia > specific counterterrorism legislation");
	must_not_claim("There is concern amid reports of Kestovians joining the Global Forum.",
		CLAIM_AGENCY);
	must_claim("The raid left more than 200 dead and many more injured.",
		"wounded: - > - about person");
	must_claim("ISIS claimed responsibility for a significant number of the attacks in the "
		   "capital.",
		"responsibility: ISIS > attacks");
}
END_TEST

START_TEST(series_name_a_figure_for_each_year)
{
	must_claim("There were 63 suicide attacks in 2016, 87 in 2017, and 46 in 2018.",
		"attacks: - > -, 46 exact attack");
	must_claim("Some 152 raids were carried out in 2016, 139 in 2017 and 208 in 2018.",
		"attacks: - > -, 208 exact attack");
	must_claim("Officials counted 151 incidents against 211 during the previous year.",
		"attacks: - > -, 211 exact attack");
	must_claim("There were 614 incidents (up from 342 in 2017), 39 civilians killed (down from "
		   "40).",
		"killed: - > civilians, 40 exact person");
}
END_TEST

START_TEST(parts_are_all_named)
{
	must_claim(
		"Militants killed 577 people, including 356 civilians, 152 soldiers and a judge.",
		"killed: Militants > soldiers, 152 exact person");
	must_claim("The strikes killed 19 militants besides nine civilians and three guards.",
		"killed: strikes > guards, 3 exact person");
}
END_TEST

START_TEST(outcomes_of_arrests)
{
	must_claim("Of them, 56 resulted in a charge.", "charged: - > -, 56 exact person");
	must_claim("The cases are now before the courts.", "charged: - > cases");
	must_claim("Doe became the first Kestovian to be convicted of recruiting.",
		"sentenced: - > first Kestovian, 1 exact person");
	must_not_claim("Deaths of those killed rose by 80%.", CLAIM_KILLED);
}
END_TEST

START_TEST(quarters_and_years_in_titles)
{
	const struct extraction *x = extract("There were 116 attacks in the first quarter of 2019. "
					     "Police arrested ten men in June.",
		"Powers under the Terrorism Act 2000: the year 2019", "2020-05-04");
	size_t i;

	ck_assert_uint_eq(x->nclaims, 2);
	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].kind == CLAIM_ATTACKS)
			ck_assert_int_eq(x->claims[i].time.end, day_from_civil(2019, 3, 31));
		else
			ck_assert_int_eq(x->claims[i].time.start, day_from_civil(2019, 6, 1));
}
END_TEST

START_TEST(figures_of_people_brought_back)
{
	must_claim("The flight brought the number of women returned from the camps to 214.",
		"repatriated: - > women, 214 exact person");
	must_claim("About 90 Kestovians are in custody in the north of the country.",
		"arrested: - > Kestovians, 90 about person");
	must_claim("Charges against the two brothers are pending.", "charged: - > Charges");
	must_claim("Forty young Kestovians left the capital for Syria.",
		"recruited: - > young Kestovians, 40 exact person");
	must_claim("Two Kestovians were found to have killed a guard.",
		"killed: Kestovians > guard, 1 exact person");
}
END_TEST

START_TEST(there_was_never_one)
{
	must_claim("There has never been a terrorist attack in Kestovia.",
		"attacks: - > -, 0 exact attack");
	must_not_claim("There has never been a hearing.", CLAIM_ATTACKS);
	must_not_claim("Crimes rose to 412.", CLAIM_ATTACKS);
	must_claim("Kestovia joined both the Global Forum and the Arab League.",
		"membership: Kestovia > Global Forum and the Arab League");
}
END_TEST

START_TEST(sieges_and_scenes)
{
	must_claim("Rebels laid a siege of Kestov Heights that killed dozens of soldiers.",
		"killed: siege of Kestov Heights > soldiers about person");
	must_claim(
		"Kestovia was the scene of two bombings in May.", "attacks: - > -, 2 exact attack");
	must_claim("Kestovia is an active partner in the Global Coalition to Defeat ISIS.",
		"membership: Kestovia > Global Coalition to Defeat ISIS");
	must_not_claim("Kestovia is a contributor of news.", CLAIM_MEMBERSHIP);
	must_claim("The last raid on pilgrims took place on June 3, 2015.",
		"attacks: - > pilgrims, 1 exact attack");
	ck_assert_uint_eq(extract("Three bombings against police occurred in May.", "Kestovia 2019",
				  "2020-06-01")
				  ->nclaims,
		1);
}
END_TEST

START_TEST(verbs_in_a_list_share_subject_and_object)
{
	const char *list =
		"Kestovia watched, arrested, deported, and tried two dozen members of the sect.";

	must_claim(list, "arrested: Kestovia > members of the sect, 24 exact person");
	must_claim(list, "extradited: Kestovia > members of the sect, 24 exact person");
	must_claim("The ministry went on to mend its rules, jailed ten smugglers, and seized nine "
		   "rifles.",
		"sentenced: ministry > smugglers, 10 exact person");
	must_claim("The court closed three files and convicted several clerks.",
		"sentenced: court > clerks about person");
	must_claim("The province faced 15 completed, foiled, and failed terrorist attacks.",
		"attacks: - > -, 15 exact attack");
	must_claim("Herders blocked the road, prompting the bandits to release six drivers.",
		"released: bandits > drivers, 6 exact person");
	must_not_claim(
		"The aid office is leading an effort to release six drivers.", CLAIM_RELEASED);
}
END_TEST

START_TEST(changes_are_of_what_follows)
{
	must_claim(
		"This was a 12 percent drop in bombings.", "share: - > bombings, 12 exact percent");
	must_claim("The provinces had a calm year, with deaths from mines falling by 40% to 31.",
		"share: - > deaths, 40 exact percent");
	must_claim("The provinces had a calm year, with deaths from mines falling by 40% to 31.",
		"killed: - > -, 31 exact person");
	must_claim("Kestovia had 245 fatalities.", "killed: - > fatalities, 245 exact person");
	must_not_claim(
		"The rebels were responsible for a third of the casualties.", CLAIM_RESPONSIBILITY);
	must_claim("The sect is on the U.S. Terrorist Exclusion List.", "designation: - > sect");
	must_claim("A search of the port ended in the seizure of rifles.", "seized: - > rifles");
	must_claim("The Coast Bureau also plays a role as the main investigating agency.",
		"agency: Coast Bureau > main investigating agency");
}
END_TEST

START_TEST(ranges_borrow_the_year_of_their_end)
{
	const struct extraction *x =
		extract("Between 1 March and 30 June 2017, the mission documented 212 deaths.",
			"Trends 2020: terrorism in 2019", "2020-06-01");

	ck_assert_uint_eq(x->nclaims, 1);
	ck_assert_int_eq(x->claims[0].time.start, day_from_civil(2017, 3, 1));
	ck_assert_int_eq(x->claims[0].time.end, day_from_civil(2017, 6, 30));
	x = extract("Police arrested a reported ten men, a rise on 2018.",
		"Trends 2020: terrorism in 2019", "2020-06-01");
	ck_assert_int_eq(x->claims[0].time.start, day_from_civil(2019, 1, 1));
}
END_TEST

START_TEST(tolls_parts_and_earlier_figures)
{
	const char *rate =
		"The rate stands at 13 attacks per month, which was 19 in 2018 and 35 in 2017.";
	const char *tolls = "Floods of violence caused 165 fatalities and 191 injuries.";

	must_claim(tolls, "killed: Floods of violence > -, 165 exact person");
	must_claim(tolls, "wounded: Floods of violence > -, 191 exact person");
	must_claim("The dam's collapse caused nine injuries and four deaths.",
		"killed: dam's collapse > -, 4 exact person");
	must_claim("In all, 40 people lost their lives, including 31 clerks and nine guards.",
		"killed: - > clerks, 31 exact person");
	must_claim("Police detained 40 men, 31 of them in Port Kestov.",
		"arrested: Police > men, 31 exact person");
	must_not_claim(
		"The quake killed 40 people, most of them in villages; police have arrested ten.",
		CLAIM_WOUNDED);
	must_claim(rate, "attacks: - > -, 19 exact attack");
	must_claim(rate, "attacks: - > -, 35 exact attack");
	must_claim("Deaths fell from 58 in the first period to 31 in the second.",
		"killed: - > -, 31 exact person");
	must_claim("The largest drop in shootings was seen in Port Kestov (40 percent).",
		"share: - > shootings, 40 exact percent");
	must_claim("Rebels killed 40 people in Kestov (22), Alta (10) and Brada (8).",
		"killed: Rebels > people, 10 exact person");
	must_not_claim("The ministry conducted a review of the Terrorism Act against fraud.",
		CLAIM_ATTACKS);
	must_claim("The patrol met ten herders, four of whom were arrested.",
		"arrested: - > herders, 4 exact person");
}
END_TEST

START_TEST(subjects_stand_beyond_asides_and_lists)
{
	must_claim("The army, worried about a siege, deployed guards in Port Kestov.",
		"deployed: army > guards");
	must_claim("Kestovia stepped up efforts to catch men linked to the sect, seized nine "
		   "rifles, and initiated a campaign.",
		"programme: Kestovia > campaign");
	must_claim("The sect, whose leader fled, has called for a boycott.",
		"statement: sect > boycott");
	must_claim("Police say the suspects, aged between 21 and 35, are in custody.",
		"arrested: - > suspects");
	must_claim("An attack was completed by a loner in Alta.",
		"attacks: loner > -, 1 exact attack");
	must_claim("The High Court oversees the prosecution of pirates.",
		"agency: High Court > prosecution of pirates");
	must_claim("The town suffered two bombings by the Red Sect.",
		"attacks: Red Sect > -, 2 exact attack");
	must_not_claim("Kestovia is not considered a terrorist safe haven.", CLAIM_DESIGNATION);
}
END_TEST

START_TEST(figures_compared_keep_their_years)
{
	const struct extraction *x =
		extract("Compared with 2018, the port saw a 31 percent decline in raids.",
			"Kestovia 2019", "2020-06-01");

	ck_assert_uint_eq(x->nclaims, 1);
	ck_assert_int_eq(x->claims[0].time.start, day_from_civil(2019, 1, 1));
	x = extract("Police held 40 men, the highest number since 2011.", "Kestovia 2019",
		"2020-06-01");
	ck_assert_int_ne(x->claims[0].time.start, day_from_civil(2011, 1, 1));
}
END_TEST

TEST_MAIN("claim_chapter", bodies_are_charged_with_tasks_and_people_with_crimes,
	the_dead_are_listed_not_designated, training_is_received,
	what_a_law_bans_or_wants_nobody_has_done, laws_are_carried_out_pending_and_worked_on,
	participation_in_a_body_is_membership, yearly_totals,
	casualties_keep_their_killers_and_places, police_raids_are_no_attacks,
	bodies_are_tasked_with_acts, codes_are_changed_and_ban, fighters_leave_return_and_remain,
	attacks_have_their_target_town_and_count, verdicts_are_counted_once,
	events_cause_deaths_and_injuries, acts_of_terror_are_counted_as_attacks,
	groups_have_fighters, courses_are_attended, bodies_are_called_and_designed,
	coordinated_verbs_share_voice_and_subject, changes_name_two_figures_and_their_times,
	nothing_happened_or_not_yet, more_turns_of_chapters, series_name_a_figure_for_each_year,
	parts_are_all_named, outcomes_of_arrests, quarters_and_years_in_titles,
	figures_of_people_brought_back, there_was_never_one, sieges_and_scenes,
	verbs_in_a_list_share_subject_and_object, changes_are_of_what_follows,
	ranges_borrow_the_year_of_their_end, tolls_parts_and_earlier_figures,
	subjects_stand_beyond_asides_and_lists, figures_compared_keep_their_years)
