/* SPDX-License-Identifier: Apache-2.0
 *
 * Turns of phrase that stand between a figure and its verb, and the many ways to say that somebody
 * was caught, sent to prison, let go, driven out, brought home, armed or paid for. */
#include "support/claims.h"
#include "support/testing.h"

START_TEST(ages_and_totals_are_asides)
{
	must_claim("Three girls aged six, nine and eleven were flown home from a camp in Iraq.",
		"repatriated: - > girls, 3 exact person");
	must_claim("All told, 19 smugglers were arrested.",
		"arrested: - > smugglers, 19 exact person");
	must_claim("Close to 40,000 villagers are sheltering in camps.",
		"displaced: - > villagers, 40000 about person");
	must_not_claim("Level of threat: three on a scale of five.", CLAIM_ATTACKS);
}
END_TEST

START_TEST(part_of_the_convicted_gets_more)
{
	must_claim("The tribunal condemned 30 men over the year, four of them to death.",
		"sentenced: tribunal > men, 4 exact person");
	must_claim("A court sentenced 12 rebels, three of them to life in prison.",
		"sentenced: court > rebels, 3 exact person");
	must_claim("The court gave nine defendants between five and 20 years in prison.",
		"sentenced: court > defendants, 9 exact person");
}
END_TEST

START_TEST(who_is_given_a_term_is_not_its_giver)
{
	must_claim("A clerk was picked up in March and given a ten-year term.",
		"sentenced: - > clerk, 1 exact person");
	must_claim("A clerk was picked up in March and handed a sentence of two years.",
		"sentenced: - > clerk, 2 exact year");
	must_not_claim("A clerk accused of serving ISIS was picked up in March.", CLAIM_STATEMENT);
}
END_TEST

START_TEST(what_a_law_lets_others_do_is_not_done)
{
	must_not_claim("The 2012 act lets military courts try civilians.", CLAIM_CHARGED);
	must_claim("The 2012 act lets military courts try civilians.", "law: - > 2012 act");
	must_claim("Guards beat two robbers and later let the men go.", "released: Guards > men");
}
END_TEST

START_TEST(who_had_to_do_it_did_it)
{
	must_claim("Some 400 villagers had to leave their homes.",
		"displaced: - > villagers, 400 about person");
	must_not_claim("The villagers would have had to leave their homes.", CLAIM_DISPLACED);
	must_not_claim(
		"Refugees are in danger if they are forced to return to Iraq.", CLAIM_REPATRIATED);
}
END_TEST

START_TEST(asides_about_some_of_them_do_not_act)
{
	must_claim("Rebels, some of whom were former soldiers, attacked a barracks.",
		"attacks: Rebels > barracks, 1 exact attack");
	must_claim("Rebels, two of whom were boys, stormed a fort.",
		"attacks: Rebels > fort, 1 exact attack");
	must_not_claim(
		"The union hopes efforts to deploy the force will be sped up.", CLAIM_DEPLOYED);
}
END_TEST

START_TEST(who_helps_by_giving_gives)
{
	must_claim("The ministry helps widows, including by offering access to state-paid "
		   "counselling.",
		"programme: ministry > state-paid counselling");
}
END_TEST

START_TEST(labels_name_the_deed_before_its_details)
{
	must_claim("- Arrests on charges of terrorism: 48", "arrested: - > -, 48 exact person");
	must_claim("- Children brought back from Iraq: 84",
		"repatriated: - > Children, 84 exact person");
}
END_TEST

START_TEST(deeds_have_many_names)
{
	static const struct {
		const char *text, *claim;
	} v[] = {
		{"Four miners paid with their lives.", "killed: - > miners, 4 exact person"},
		{"Six troopers escaped with burns.", "wounded: - > troopers, 6 exact person"},
		{"Rebels bundled two nurses into a van.",
			"abducted: Rebels > nurses, 2 exact person"},
		{"The shelling sent 900 villagers fleeing.",
			"displaced: shelling > villagers, 900 exact person"},
		{"Police swooped on nine suspects.", "arrested: Police > suspects, 9 exact person"},
		{"Seven suspects ended up behind bars.", "arrested: - > suspects, 7 exact person"},
		{"The court has a backlog of 300 cases.", "charged: - > cases, 300 exact case"},
		{"Four suspects appeared before a judge.", "charged: - > suspects, 4 exact person"},
		{"A tribunal sent three men to the gallows.",
			"sentenced: tribunal > men, 3 exact person"},
		{"Freedonia went through 2019 and came to the end of the year without an attack.",
			"attacks: - > -, 0 exact attack"},
		{"The bank froze four accounts of a charity.",
			"frozen: bank > accounts of a charity, 4 exact account"},
		{"No lives were lost.", "killed: - > -, 0 exact person"},
		{"Some 90 youths went from Freedonia to the conflict zone.",
			"recruited: - > youths, 90 about person"},
		{"Raiders slit the throats of two herders.",
			"killed: Raiders > herders, 2 exact person"},
		{"The prison had 90 detainees in May.",
			"arrested: prison > detainees, 90 exact person"},
		{"Face veils have been illegal since 2015.", "prohibition: - > Face veils"},
		{"The gunman got life.", "sentenced: - > gunman, 1 exact person"},
		{"The jury found two officers not guilty.",
			"released: jury > officers, 2 exact person"},
		{"The troops brought 60 hostages out of the bush.",
			"released: troops > hostages, 60 exact person"},
		{"The minister sent two ambassadors packing.",
			"extradited: minister > ambassadors, 2 exact person"},
		{"Twenty fighters came out of the bush.",
			"surrendered: - > fighters, 20 exact person"},
		{"Detectives scuppered two plots.",
			"disrupted: Detectives > plots, 2 exact attack"},
		{"Immigration refused 56 visitors.",
			"denied_entry: Immigration > visitors, 56 exact person"},
		{"Some 90 youths flocked to Syria.", "recruited: - > youths, 90 about person"},
		{"Agents got their hands on 40 rifles.",
			"seized: Agents > rifles, 40 exact weapon"},
		{"Japan gave the gendarmerie 24 trucks.",
			"funding: Japan > gendarmerie, 24 exact truck"},
		{"Sweden pledged SEK 20 million to the fund.",
			"funding: Sweden > fund, 20000000 exact SEK"},
		{"Freedonia put 450 troops at the disposal of the regional force.",
			"deployed: Freedonia > troops, 450 exact person"},
		{"The monitors counted 31 assaults.", "attacks: - > -, 31 exact attack"},
		{"Gunmen laid siege to the fort.", "attacks: Gunmen > fort, 1 exact attack"},
		{"The border treaty stays in force.", "agreement: - > border treaty"},
		{"The Anti-Terrorism Act took effect in May.", "law: - > Anti-Terrorism Act"},
		{"Freedonia placed a ban on motorcycles.", "prohibition: Freedonia > motorcycles"},
		{"The ministry drew up a national strategy.",
			"programme: ministry > national strategy"},
	};
	size_t i;

	for (i = 0; i < sizeof(v) / sizeof(*v); i++)
		must_claim(v[i].text, v[i].claim);
}
END_TEST

START_TEST(the_same_words_of_other_things)
{
	must_not_claim("The player escaped with a draw.", CLAIM_WOUNDED);
	must_not_claim("Their future is in their own hands.", CLAIM_ABDUCTED);
	must_not_claim("The patient is confined to a wheelchair.", CLAIM_ARRESTED);
	must_not_claim("The report is riddled with errors.", CLAIM_ATTACKS);
	must_not_claim("The senator served 15 years in the Senate.", CLAIM_SENTENCED);
	must_not_claim("His family got death threats.", CLAIM_SENTENCED);
	must_not_claim("Both countries claim ownership of the island.", CLAIM_RESPONSIBILITY);
	must_not_claim("A law lets the minister act without going to court.", CLAIM_RELEASED);
	must_not_claim("Prices fell for a third week.", CLAIM_KILLED);
}
END_TEST

START_TEST(deeds_told_as_being_there_or_aimed)
{
	must_claim("There have been several bombings in Lund.", "attacks: - > - about attack");
	must_claim("There was a string of ambushes near Ystad.", "attacks: - > - about attack");
	must_claim("The raid, which came at dusk, targeted a depot.",
		"attacks: - > depot, 1 exact attack");
	must_claim("An airliner was brought down by a bomb.",
		"attacks: bomb > airliner, 1 exact attack");
	must_claim("The ambushes were orchestrated by the Hotzenplotz Army.",
		"attacks: Hotzenplotz Army > -");
	must_not_claim("The plot targeted a museum.", CLAIM_ATTACKS);
	must_not_claim("There had never been an ambush staged by a band of thieves.",
		CLAIM_RESPONSIBILITY);
}
END_TEST

START_TEST(goods_are_listed_after_their_seizure)
{
	must_claim("The seizures included 40 pistols and 900 rounds of ammunition.",
		"seized: - > ammunition, 900 exact round");
	must_claim("Wardens reported seizures, including 40 pistols, two mortars and 30 kilograms "
		   "of opium.",
		"seized: Wardens > opium, 30 exact kilogram");
}
END_TEST

START_TEST(what_a_mission_was_for_is_done)
{
	must_claim("Freedonia carried out an operation to repatriate 14 orphans from Kestovia.",
		"repatriated: Freedonia > orphans, 14 exact person");
	must_not_claim("Freedonia cancelled an operation to repatriate 14 orphans from Kestovia.",
		CLAIM_REPATRIATED);
	must_claim("A mine went off in a barn, leaving six dead and 17 injured.",
		"wounded: - > -, 17 exact person");
}
END_TEST

START_TEST(courts_captors_and_critics)
{
	must_claim("The general endorsed the death sentences of nine deserters.",
		"sentenced: general > deserters, 9 exact person");
	must_claim("Two nurses remain in the custody of rebels.",
		"abducted: - > nurses, 2 exact person");
	must_not_claim("Two nurses remain in the custody of rebels.", CLAIM_ARRESTED);
	must_not_claim("Two nurses taken in May are still missing.", CLAIM_DISPLACED);
	must_claim(
		"The decree was condemned by the Bar Council.", "statement: Bar Council > decree");
	must_claim("Police continued to rely on a 1987 decree.", "law: - > 1987 decree");
	must_claim("Otto Hotz was among six smugglers who perished.",
		"killed: - > Otto Hotz, 1 exact person");
	must_claim(
		"Freedonia was moved out of the FATF review process.", "evaluation: Freedonia > -");
}
END_TEST

START_TEST(acts_are_owned_up_to)
{
	must_claim("The band claimed responsibility for sending two parcels to a bank.",
		"responsibility: band > sending two parcels to a bank");
	must_claim("Two bands, the Reds and the Hotz Army (HA), jointly claimed responsibility for "
		   "the raid.",
		"responsibility: bands > raid");
	must_claim("Detectives suspect the raid was staged by three students.",
		"attacks: students > -, 1 exact attack");
	ck_assert_int_eq(last_claim("Detectives suspect the raid was staged by three students.",
				 CLAIM_ATTACKS)
				 ->modality,
		MODALITY_ALLEGED);
}
END_TEST

START_TEST(none_of_many_kinds_is_none)
{
	must_claim("No failed, foiled or completed raid was carried out by loners.",
		"attacks: loners > -, 0 exact attack");
	must_claim("Both these raids took place in Lund.", "attacks: - > -, 2 exact attack");
	must_claim("The mill was bombed ten times.", "attacks: - > mill, 10 exact attack");
	must_claim("Two raids were carried out by students acting alone.",
		"attacks: students > -, 2 exact attack");
}
END_TEST

START_TEST(those_who_were_told_of_are_made_of)
{
	must_claim(
		"Freedonia brought home 40 people. The group included nine women and 31 children.",
		"repatriated: Freedonia > women, 9 exact person");
	must_claim("Police arrested 14 thieves. The suspects included two women and a teenager.",
		"arrested: Police > teenager, 1 exact person");
	must_claim("The 40 killed in the raids included 12 soldiers and a judge.",
		"killed: raids > soldiers, 12 exact person");
	must_not_claim(
		"The 40 killed in the raids included 12 soldiers and a judge.", CLAIM_STRENGTH);
	must_not_claim("A gang killed 40 farmers. The group included 12 women.", CLAIM_RECRUITED);
	must_claim("A gang killed 40 farmers. The group included 12 women.",
		"killed: gang > farmers, 40 exact person");
}
END_TEST

START_TEST(people_are_persons_not_bodies)
{
	must_claim("He knew a member of banned organisations who was arrested in May.",
		"arrested: - > member of banned organisations, 1 exact person");
	must_claim("In July, the rebel chief Max Roe, was freed from prison.",
		"released: - > rebel chief Max Roe, 1 exact person");
	must_claim("Freedonia announced the arrest of a smuggler, Max Roe.",
		"arrested: Freedonia > smuggler, 1 exact person");
	must_claim("The court jailed them for between two and nine years.",
		"sentenced: court > -, 2 at_least year");
	must_claim("Police found one AK 47 rifle in a barn.",
		"seized: Police > AK 47 rifle, 1 exact weapon");
}
END_TEST

START_TEST(more_ways_to_say_it)
{
	must_claim("Two brothers flew from Norway to Syria to join the Hotz Army.",
		"recruited: Hotz Army > brothers, 2 exact person");
	must_claim("At least 90 youths have gone to Libya to fight alongside the militia.",
		"recruited: militia > youths, 90 at_least person");
	must_not_claim("Students went to Lund to fight for their rights.", CLAIM_RECRUITED);
	must_not_claim("The minister flew to Syria to join talks with the party.", CLAIM_RECRUITED);
	must_claim("We lost three soldiers in the storm.", "killed: - > soldiers, 3 exact person");
	must_not_claim("The team lost two players to injury.", CLAIM_KILLED);
	must_claim("The bureau took custody of three thieves.",
		"arrested: bureau > thieves, 3 exact person");
	must_claim("Some 300 soldiers guard the dam.", "deployed: - > soldiers, 300 about person");
	must_claim("Freedonia co-chairs the coalition's working group.",
		"membership: Freedonia > coalition's working group");
	must_claim("The ministry ordered an asset freeze against members of the ring.",
		"frozen: ministry > members of the ring");
	must_claim("Freedonia entered into an alliance with Kestovia.",
		"agreement: Freedonia > Kestovia");
	must_not_claim("Passengers disarmed a drunken man.", CLAIM_SURRENDERED);
}
END_TEST

START_TEST(events_are_counted_as_they_are_told)
{
	must_claim("The first raids occurred in May.", "attacks: - > -");
	must_claim("Thieves fired mortars at a mill.", "attacks: Thieves > mill, 1 exact attack");
	must_claim("There were 40 raids in 2019, including six bombings.",
		"attacks: - > -, 6 exact attack");
	must_claim("They formed a cell with the objective of carrying out nine raids.",
		"attacks: - > -, 9 exact attack");
	must_not_claim("The report attributed 70 percent of the deaths to the army.",
		CLAIM_RESPONSIBILITY);
	must_claim("Five men and a woman were jailed for nine years.",
		"sentenced: - > men and a woman, 9 exact year");
	must_claim("The executed included a 16-year-old boy.",
		"killed: - > 16-year-old boy, 1 exact person");
	must_claim("Roe was jailed on Friday after pleading guilty in May.",
		"charged: - > Roe, 1 exact person");
	must_claim(
		"The prison hosts 90 detainees.", "arrested: prison > detainees, 90 exact person");
}
END_TEST

START_TEST(names_of_places_and_peoples_have_several_words)
{
	must_claim("Five men from Portland, Oregon were convicted of theft.",
		"sentenced: - > men, 5 exact person");
	must_claim("In May, after talks in Lund, Freedonia was put on a grey list.",
		"evaluation: Freedonia > grey list");
	must_claim("The judge handed Max Roe ten years in prison.",
		"sentenced: judge > Max Roe, 10 exact year");
	must_claim("A court jailed a Danish national for nine years.",
		"sentenced: court > Danish national, 9 exact year");
	must_claim("He knew of blasts in a hall during the fair that killed nine clerks.",
		"killed: blasts > clerks, 9 exact person");
}
END_TEST

TEST_MAIN("claim_turns", events_are_counted_as_they_are_told,
	names_of_places_and_peoples_have_several_words, acts_are_owned_up_to,
	none_of_many_kinds_is_none, those_who_were_told_of_are_made_of,
	people_are_persons_not_bodies, more_ways_to_say_it, deeds_told_as_being_there_or_aimed,
	goods_are_listed_after_their_seizure, what_a_mission_was_for_is_done,
	courts_captors_and_critics, ages_and_totals_are_asides, part_of_the_convicted_gets_more,
	who_is_given_a_term_is_not_its_giver, what_a_law_lets_others_do_is_not_done,
	who_had_to_do_it_did_it, asides_about_some_of_them_do_not_act, who_helps_by_giving_gives,
	labels_name_the_deed_before_its_details, deeds_have_many_names,
	the_same_words_of_other_things)
