/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader as a whole on sentences of our own. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "support/claims.h"
#include "support/testing.h"

START_TEST(one_fact_one_claim_in_every_voice)
{
	must_claim("Gunmen killed 12 villagers.", "killed: Gunmen > villagers, 12 exact person");
	must_claim("At least 12 villagers were killed by gunmen.",
		"killed: gunmen > villagers, 12 at_least person");
	must_claim("Twelve villagers lost their lives in the bombing.",
		"killed: bombing > villagers, 12 exact person");
	must_claim("The bombing left 12 villagers dead and 30 wounded.",
		"killed: bombing > villagers, 12 exact person");
	must_claim("The bombing left 12 villagers dead and 30 wounded.",
		"wounded: bombing > villagers, 30 exact person");
	must_claim("Attackers ambushed a convoy, killing one officer and wounding three.",
		"killed: Attackers > officer, 1 exact person");
	must_claim(
		"Police picked up ten smugglers.", "arrested: Police > smugglers, 10 exact person");
	must_claim("Ten smugglers are in custody.", "arrested: - > smugglers, 10 exact person");
	must_claim("Police made 14 arrests.", "arrested: Police > -, 14 exact person");
	must_claim("The court sent four men to prison.", "sentenced: court > men, 4 exact person");
}
END_TEST

START_TEST(a_prison_term_is_a_second_claim)
{
	must_claim("Judges jailed two brothers for 15 years.",
		"sentenced: Judges > brothers, 2 exact person");
	must_claim("Judges jailed two brothers for 15 years.",
		"sentenced: Judges > brothers, 15 exact year");
}
END_TEST

START_TEST(structures_need_no_figure)
{
	must_claim("Ruritania is a member of the Egmont Group.",
		"membership: Ruritania > Egmont Group");
	must_claim("The Ministry of Justice is the lead agency for such cases.",
		"agency: Ministry of Justice > lead agency");
	must_claim("In May Ruritania signed a three-year agreement with Freedonia.",
		"agreement: Ruritania > Freedonia, 3 exact year");
	must_claim("Ruritania bars its citizens from fighting in foreign wars.",
		"prohibition: Ruritania > fighting in foreign wars");
	must_claim("The ministry runs a hotline for parents.", "programme: ministry > hotline");
	must_claim("Hotzenplotz claimed responsibility for the attack.",
		"responsibility: Hotzenplotz > attack");
	must_claim("The government blamed Hotzenplotz for the attack.",
		"responsibility: Hotzenplotz > attack");
}
END_TEST

START_TEST(possibilities_and_furniture_assert_nothing)
{
	must_claim_nothing("He could be sentenced to death.");
	must_claim_nothing("If the men are arrested, they may be deported.");
	must_claim_nothing("Were twelve people killed?");
	must_claim_nothing(
		"The talks were fruitful.\n\nRelated content\n\nGunmen killed 12 villagers.\n");
}
END_TEST

START_TEST(modality_follows_the_verb)
{
	ck_assert_int_eq(only_claim("The state will deport 30 men.", CLAIM_EXTRADITED)->modality,
		MODALITY_PLANNED);
	ck_assert_int_eq(only_claim("The army is training 200 guards.", CLAIM_TRAINED)->modality,
		MODALITY_ONGOING);
	ck_assert_int_eq(only_claim("Nobody was wounded.", CLAIM_WOUNDED)->value, 0);
	ck_assert_int_eq(
		only_claim("Parliament did not pass the cybercrime bill.", CLAIM_LAW)->modality,
		MODALITY_DENIED);
}
END_TEST

START_TEST(sources_times_and_places)
{
	const struct claim *c = only_claim(
		"Police said gunmen killed six farmers near Garissa on 3 March.", CLAIM_KILLED);

	ck_assert(str_eq(c->attributed_to, STR("Police")));
	ck_assert_int_eq(c->time.start, day_from_civil(2019, 3, 3));
	ck_assert_uint_eq(c->nplaces, 1);
	ck_assert(str_eq(c->places[0], STR("Garissa")));
}
END_TEST

START_TEST(labels_and_columns_tell_what_a_figure_counts)
{
	static const char table[] = "Month | Attacks | Civilians killed\nJanuary | 12 | 34\n";
	static const char years[] = "Indicator | 2018 | 2019\nArrests | 30 | 45\n";

	must_claim("- Arrests: 45\n", "arrested: - > -, 45 exact person");
	must_claim("- Weapons seized: 120 rifles, 14 pistols\n",
		"seized: - > pistols, 14 exact weapon");
	must_claim(table, "attacks: - > -, 12 exact attack");
	must_claim(table, "killed: - > Civilians, 34 exact person");
	must_claim(years, "arrested: - > -, 30 exact person");
}
END_TEST

START_TEST(pronouns_stand_for_names)
{
	must_claim("Omar Sharifi fled the city. He was arrested in May.",
		"arrested: - > Omar Sharifi, 1 exact person");
	must_claim("The KNB met in May. It said it disrupted three attacks.",
		"disrupted: KNB > attacks, 3 exact attack");
	/* whatever the name is taken for, it owns as a thing does */
	must_claim("Most of the trials did not involve violence. Kestovia brought home 310 of its "
		   "citizens from camps. "
		   "In 2019, it repatriated a further nine from Iraq.",
		"repatriated: Kestovia > citizens, 9 exact person");
	must_claim("Kestovia brought home 310 of its citizens from camps. Kestovia uses an API and "
		   "PNR system. "
		   "In 2019, it passed a law against money laundering.",
		"law: Kestovia > law");
}
END_TEST

START_TEST(a_toll_lends_its_time_to_nothing_before_it)
{
	const struct extraction *x = extract(
		"Police say Omar Hassan was wounded in an ambush. Nearly 900 civilians have been "
		"killed or wounded by rebels since January 2004.",
		"News", "2007-06-13");

	ck_assert_uint_eq(x->nclaims, 2);
	ck_assert(!x->claims[0].has_time && x->claims[1].has_time);
}
END_TEST

START_TEST(verbs_in_a_list_share_their_subject)
{
	static const char raid[] = "Gunmen stormed the inn, killed ten guests and wounded five.";

	must_claim(raid, "killed: Gunmen > guests, 10 exact person");
	must_claim(raid, "wounded: Gunmen > guests, 5 exact person");
	must_claim("Police raided a house in Mombasa, arrested six men and left.",
		"arrested: Police > men, 6 exact person");
}
END_TEST

START_TEST(wording_decides_the_kind)
{
	must_claim("One soldier was fatally shot.", "killed: - > soldier, 1 exact person");
	must_claim(
		"Rebels seized three militiamen.", "abducted: Rebels > militiamen, 3 exact person");
	must_claim("A quarter of a million people have fled their homes.",
		"displaced: - > people, 250000 exact person");
	must_claim("Terrorism arrests rose from 14 to 31.", "arrested: - > -, 31 exact person");
	must_claim("The Red Front said it had carried out the bombing.",
		"responsibility: Red Front > bombing");
	ck_assert_int_eq(
		only_claim("Legislators failed to pass the cybercrime bill.", CLAIM_LAW)->modality,
		MODALITY_DENIED);
	must_claim_nothing("Secretary-General Ban Ki-moon spoke.");
}
END_TEST

START_TEST(another_event_shares_no_place)
{
	const struct claim *c = only_claim("In Mosul, a bomb killed six farmers. Elsewhere, three "
					   "policemen were abducted.",
		CLAIM_ABDUCTED);

	ck_assert_uint_eq(c->nplaces, 0);
}
END_TEST

START_TEST(a_time_that_was_told_comes_before_one_that_follows)
{
	const struct extraction *x =
		extract("A bomb exploded on Tuesday in Lorn. Police said 12 people were killed and "
			"30 were wounded.\n\nIn all, more than 400 people were killed last year.",
			"", "2019-05-08");
	size_t i, n = 0;

	for (i = 0; i < x->nclaims; i++)
		if (x->claims[i].kind == CLAIM_WOUNDED) {
			ck_assert_int_eq(x->claims[i].time.start, day_from_civil(2019, 5, 7));
			n++;
		}
	ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(a_number_of_dead_is_no_strength)
{
	must_claim("The prosecutor put the number of the dead at 225.",
		"killed: - > -, 225 exact person");
	must_claim("The number of people killed in the blast has climbed to 17.",
		"killed: - > people, 17 exact person");
	must_claim("The general put the number of his soldiers at 900.",
		"strength: - > soldiers, 900 exact person");
	/* a part of so many, and a relative of it */
	must_claim("One of Ostmark's two governors was killed.",
		"killed: - > governors, 1 exact person");
	must_claim("A brother of one of Ostmark's two governors was killed.",
		"killed: - > brother of one of Ostmark's two governors, 1 exact person");
}
END_TEST

START_TEST(names_with_commas_count_one_each)
{
	must_claim("Gunmen killed a guard, a driver, and his son.",
		"killed: Gunmen > guard, a driver, and his son, 3 exact person");
	must_claim("Gunmen killed a guard, and his son.",
		"killed: Gunmen > guard, and his son, 2 exact person");
}
END_TEST

START_TEST(what_is_wanted_asked_or_named_is_no_deed)
{
	must_claim_nothing("The panel recommended that the mayor be indicted.");
	must_claim_nothing("The council asked that the bank freeze the accounts.");
	must_claim_nothing("Nobody would say how many guards were killed.");
	must_claim_nothing("Mr. Ban spoke to the doctors.");
	must_claim_nothing("Farmers slaughtered 300 sheep.");
	must_claim("Officials called on the villagers not to return.",
		"statement: Officials > villagers");
	must_claim("The minister began a hunger strike after accusing the Senate of theft.",
		"statement: minister > Senate");
	must_claim("Four sailors will stand trial for killing a fisherman.",
		"killed: sailors > fisherman, 1 exact person");
}
END_TEST

START_TEST(subjects_are_found_over_what_stands_between)
{
	must_claim(
		"Gunmen in Port Ansel killed a clerk.", "killed: Gunmen > clerk, 1 exact person");
	must_claim("A bomber disguised as a nurse killed three guards.",
		"killed: bomber > guards, 3 exact person");
	must_claim(
		"The flood, caused by a storm off the island, killed 90 people and left 400 people "
		"homeless.",
		"displaced: flood > people, 400 exact person");
	must_claim("Dorn's widow said that he died in prison.", "killed: - > Dorn, 1 exact person");
	must_claim("A patrol came under attack from bandits near Lorn.",
		"attacks: bandits > patrol, 1 exact attack");
	must_claim("Militants abducted two nurses near Lorn; both were freed in May.",
		"released: - > nurses, 2 exact person");
	must_claim("Marovia is a member of the Middle Sea and North Coast Action Force (MNAF).",
		"membership: Marovia > Middle Sea and North Coast Action Force (MNAF)");
	must_claim("Border Security and Justice: Marovia has a watchlist. It opened a training "
		   "centre.",
		"programme: Marovia > training centre");
	must_claim(
		"Two clerks were hit by shrapnel.", "wounded: shrapnel > clerks, 2 exact person");
}
END_TEST

START_TEST(what_hangs_on_a_noun_is_not_its_subject)
{
	must_claim("Thugs armed with clubs, chains and knives killed six clerks.",
		"killed: Thugs > clerks, 6 exact person");
	must_claim("Gunmen on motorcycles using mortars and grenades opened fire on a bus.",
		"attacks: Gunmen > bus, 1 exact attack");
	must_claim("The report names officials in the bombing that killed 20 people.",
		"killed: bombing > people, 20 exact person");
	must_claim("The Red Front has been blamed for attacks on nurses.",
		"responsibility: Red Front > attacks");
	must_claim_nothing("She blamed her advisers for her dismissal.");
	must_claim_nothing("The men met for talks on releasing ten hostages.");
	must_claim_nothing("They will wait until the captain is released.");
	must_claim_nothing("The mayor has three sons.");
	must_claim_nothing("Mr. Dorn heads the department.");
	must_claim_nothing("There is no word on casualties.");
	must_claim("Officials say the suspects were flown to Lorn, where they have been charged.",
		"charged: - > suspects");
}
END_TEST

START_TEST(what_happened_did_not_happen_next_year)
{
	const struct claim *c = only_claim(
		"Two weeks ago, forces launched an offensive ahead of elections next year.",
		CLAIM_ATTACKS);

	ck_assert(!c->has_time || c->time.start <= day_from_civil(2020, 5, 4));
}
END_TEST

START_TEST(more_ways_of_saying_it)
{
	const struct claim *c;

	must_claim("Germany gave Tarsis a grant of EUR 5 million for its courts.",
		"funding: Germany > Tarsis, 5000000 exact EUR");
	must_claim("A tribunal acquitted two officers accused of selling arms.",
		"released: tribunal > officers, 2 exact person");
	must_claim("The decree banned the party and shut 11 unlicensed madrassas.",
		"prohibition: decree > unlicensed madrassas, 11 exact madrassa");
	must_claim("The Supreme Court upheld the death sentences of three men.",
		"sentenced: Supreme Court > men, 3 exact person");
	must_claim("Tarsis joined the Coalition for the Coast in 2015.",
		"membership: Tarsis > Coalition for the Coast");
	must_claim("\"We condemn these acts,\" Foreign Minister Ilva Sorn said.",
		"statement: Foreign Minister Ilva Sorn > acts");
	must_claim("In July Kesh handed over four wanted men to Tarsis.",
		"extradited: Kesh > wanted men, 4 exact person");
	must_claim("The attack on the post, on 3 June, cost the lives of 41 troops.",
		"killed: attack > troops, 41 exact person");
	must_claim("Japan provided 30 vehicles to the border guard.",
		"funding: Japan > border guard, 30 exact vehicle");
	must_claim_nothing("Biometric data of passengers are captured at the airport.");
	must_claim("The United States condemns in the strongest terms yesterday's attack in Lorn.",
		"statement: United States > attack");
	c = only_claim("LORN, April 6, 2016 - On April 5, Coalition forces conducted 18 strikes.",
		CLAIM_ATTACKS);
	ck_assert_int_eq(c->time.start, day_from_civil(2019, 4, 5));
	c = only_claim("Three soldiers died when their vehicle struck a mine on 2 March 2019.",
		CLAIM_KILLED);
	ck_assert_int_eq(c->time.start, day_from_civil(2019, 3, 2));
}
END_TEST

START_TEST(the_place_before_a_source_is_the_events)
{
	const struct claim *c = only_claim(
		"In the northern city of Tessaly, police said they arrested five smugglers.",
		CLAIM_ARRESTED);

	ck_assert_uint_eq(c->nplaces, 1);
	ck_assert(str_eq(c->places[0], STR("Tessaly")));
}
END_TEST

START_TEST(words_that_mean_something_else_make_no_claim)
{
	must_claim_nothing("The storm slammed into the coast on Sunday.");
	must_claim_nothing("Two patients were released from the hospital on Monday.");
	must_claim_nothing("The general seized power in a coup.");
	must_claim_nothing("The minister returned from a trip to Freedonia.");
	must_claim_nothing("The senator returned to office in May.");
	must_claim_nothing("Engineers discovered oil off the coast.");
	must_claim_nothing("The agency put the register on a new cooling system.");
	must_claim_nothing("The magazine lists the singer as the best of the year.");
	must_claim_nothing("Most of the ballistic missiles were intercepted.");
	must_claim_nothing("People strike up conversations with her.");
	must_claim_nothing("Our officers are well trained.");
	must_claim_nothing("The witness almost died.");
	must_claim_nothing("The candidate attacked his rival over taxes in the debate.");
	must_claim_nothing("The minister returned to the subject later.");
	must_claim("The health agency has confirmed two deaths from flu.",
		"killed: - > -, 2 exact person");
	must_claim_nothing("More than 700 tourists left for Egypt.");
	must_claim_nothing("Traffic was disrupted for hours.");
	must_claim_nothing("The dead were members of the same family.");
	must_claim_nothing("The bad weather is blamed for a plane crash.");
	must_claim_nothing("The news agency, Freedonia Press, quoted a minister.");
	must_claim("The general seized two ships.", "seized: general > ships, 2 exact ship");
}
END_TEST

START_TEST(what_stands_between_hides_no_subject)
{
	must_claim("In recent days in Kunduz, a judge and a clerk were killed in attacks.",
		"killed: attacks > judge and a clerk, 2 exact person");
	must_claim("Insurgents seeking to disrupt elections have killed ten guards.",
		"killed: Insurgents > guards, 10 exact person");
	must_claim("A car bomb in a district (Adhamiya) killed eight people.",
		"killed: car bomb > people, 8 exact person");
	must_claim("It came a day after a rocket attack blamed on militants killed two soldiers.",
		"killed: rocket attack > soldiers, 2 exact person");
	must_claim("Some 300 citizens fought with ISIS, of whom 90 were thought to have died.",
		"killed: - > citizens, 90 exact person");
	must_claim("The rebels, however, claimed responsibility for the bombing.",
		"responsibility: rebels > bombing");
	must_claim("It came a day after the boy's mother, Sofia Roe, was arrested.",
		"arrested: - > boy's mother, 1 exact person");
	must_claim("The court also released Sunday six other people.",
		"released: court > people, 6 exact person");
	must_claim("Rebels have released all 29 guards taken hostage during an attack.",
		"released: Rebels > guards, 29 exact person");
}
END_TEST

START_TEST(numbers_are_found_wherever_they_stand)
{
	must_claim("The blast brings to 100 the number of guards killed since 2001.",
		"killed: - > guards, 100 exact person");
	must_claim("The death toll from two bombings in Lahore has risen to six.",
		"killed: bombings > -, 6 exact person");
	must_claim("The death toll has reached 203 out of 221 cases.",
		"killed: - > -, 203 exact person");
	must_claim("Two guards were killed and a third was injured.",
		"wounded: - > third, 1 exact person");
	must_claim(
		"Five attacks were carried out in the capital.", "attacks: - > -, 5 exact attack");
	must_claim("More than six-thousand peacekeepers were deployed.",
		"deployed: - > peacekeepers, 6000 more_than person");
	must_claim("The union funded a 4.5-million-euro project.",
		"funding: union > -, 4500000 exact EUR");
	must_claim("The court convicted Ivan Roe of arson and gave him 14 years.",
		"sentenced: court > Ivan Roe, 14 exact year");
	must_claim("Gunmen killed a tribal elder, Omar Roe, and burned his car.",
		"killed: Gunmen > tribal elder, 1 exact person");
	ck_assert(!only_claim("Rebels launched a five-day assault on the town.", CLAIM_ATTACKS)
			   ->has_value);
}
END_TEST

START_TEST(accusers_accused_and_alleged)
{
	must_claim("Western states accuse Freedonia of neglect.",
		"statement: Western states > Freedonia");
	must_claim("China blames rioters for the deaths of 20 people.",
		"responsibility: rioters > deaths of 20 people");
	ck_assert_int_eq(only_claim("He rejected accusations that the army had killed villagers.",
				 CLAIM_KILLED)
				 ->modality,
		MODALITY_ALLEGED);
	must_claim("A tribunal has accused the general of war crimes.",
		"charged: tribunal > general, 1 exact person");
	must_claim("The opposition accused the president of fraud.",
		"statement: opposition > president");
	must_claim("Though Hamas blamed Freedonia for the strike, Freedonia has not claimed "
		   "responsibility for it.",
		"responsibility: Freedonia > strike");
	must_claim("A judge ordered the arrest of two officers.",
		"arrested: judge > officers, 2 exact person");
	must_claim("The son of Mr. Roe, who was murdered in 1995, attended.",
		"killed: - > Mr. Roe, 1 exact person");
}
END_TEST

START_TEST(another_language_is_not_read_as_english)
{
	const struct extraction *x =
		extract("Die Armee teilte mit, dass die Soldaten am Montag nicht "
			"in der Stadt waren. Die Polizei hat den Bahnhof mit dem Zug erreicht, und "
			"das Haus ist "
			"von einer Stiftung.",
			"", "2020-05-04");

	ck_assert(str_eq(x->language, STR("de")));
	ck_assert_uint_eq(x->nclaims + x->nincidents + x->nentities, 0);
	ck_assert_uint_gt(x->text.n, 0);
	ck_assert_uint_eq(x->nwarnings, 1);
	x = extract("Rwanda's contingent grew to 2,500.", "",
		"2020-05-04"); /* "s" and "to" are Croatian words */
	ck_assert_uint_eq(x->nwarnings, 0);
	x = extract("A new law makes it a crime to glorify terror.", "", "2020-05-04");
	ck_assert_uint_eq(x->nwarnings, 0);
}
END_TEST

START_TEST(measures_lists_and_the_dead_that_are_found)
{
	must_claim("Officers found 14 rifles and 2,000 rounds of ammunition.",
		"seized: Officers > ammunition, 2000 exact round");
	must_claim("Police seized heroin.", "seized: Police > heroin");
	must_claim("Police seized cocaine and cash.", "seized: Police > cocaine and cash");
	must_claim("The courts convicted 12 people in 2017, 15 in 2018 and 21 in 2019.",
		"sentenced: courts > people, 21 exact person");
	ck_assert_int_eq(
		extract("The courts convicted 12 people in 2017, 15 in 2018 and 21 in 2019.", "",
			"")
			->claims[1]
			.time.start,
		day_from_civil(2018, 1, 1));
	must_claim("The bodies of seven kidnapped guards were found on Sunday.",
		"killed: - > kidnapped guards, 7 exact person");
	must_claim("Rescue workers pulled nine bodies from the rubble.",
		"killed: - > bodies, 9 exact person");
	must_claim("A bombing that killed 17 people was the worst of the year.",
		"killed: bombing > people, 17 exact person");
	must_claim("The army lost 12 men.", "killed: - > men, 12 exact person");
	must_claim("A roadside device maimed three children.",
		"wounded: roadside device > children, 3 exact person");
	must_claim("Over 300 pupils were taken from their dormitory at gunpoint.",
		"abducted: - > pupils, 300 more_than person");
	must_claim("Fighting forced 40,000 villagers from their homes.",
		"displaced: Fighting > villagers, 40000 exact person");
	must_claim("A court sentenced in absentia four fugitives.",
		"sentenced: court > fugitives, 4 exact person");
	must_claim("Soldiers captured a rebel commander wanted for trafficking.",
		"arrested: Soldiers > rebel commander, 1 exact person");
	must_claim("Two gunmen on motorcycles fired on mourners at a funeral.",
		"attacks: gunmen > mourners");
	must_claim("The insurgency has cost more than 12,000 lives.",
		"killed: insurgency > -, 12000 more_than person");
	must_claim("The Front has no more than 1,500 fighters left.",
		"strength: Front > fighters, 1500 at_most person");
	must_claim("A bomb killed 26 people, among them two judges, and injured more than 100.",
		"wounded: bomb > people, 100 more_than person");
	must_claim("Freedonia did not experience any terrorist attacks.",
		"attacks: - > -, 0 exact attack");
	must_claim("A remotely detonated bomb destroyed a minibus.",
		"attacks: remotely detonated bomb > minibus, 1 exact attack");
	must_claim("- Gunmen killed nine soldiers on 2 May.\n- The ministry spoke of eleven dead "
		   "in a fire on 3 May.",
		"killed: - > -, 11 exact person"); /* no soldiers */
	ck_assert(str_absent(only_claim("The assembly passed an anti-terrorism act, which is "
					"strict and, according to lawyers, too broad.",
		CLAIM_LAW)
				     ->attributed_to));
	must_claim("Freedonia's contingent grew to 2,500.",
		"strength: Freedonia's contingent > -, 2500 exact person");
	must_claim("The cell had been planning attacks on embassies.", "attacks: cell > embassies");
	must_claim("Responsibility for the raid was claimed by the Islamic State.",
		"responsibility: Islamic State > raid");
	ck_assert_int_eq(
		only_claim("Freedonia has denied supplying weapons to the rebels.", CLAIM_FUNDING)
			->modality,
		MODALITY_DENIED);
	ck_assert_int_eq(only_claim("Police do not believe nine clerks were killed.", CLAIM_KILLED)
				 ->modality,
		MODALITY_DENIED);
	ck_assert_int_eq(
		only_claim("Police believe nine clerks were killed.", CLAIM_KILLED)->modality,
		MODALITY_ASSERTED);
	must_not_claim("There is no evidence that six clerks were killed.", CLAIM_KILLED);
}
END_TEST

/* The country of each claim, "-" without. */
static void check_about(const char *text, const char *title, const char *want)
{
	const struct extraction *x = extract(text, title, "2023-05-06");
	char got[256] = "";
	size_t i;

	for (i = 0; i < x->nclaims; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%.*s", i ? " " : "",
			STR_ARGS(str_absent(x->claims[i].about) ? STR("-") : x->claims[i].about));
	ck_assert_msg(strcmp(got, want) == 0, "\"%s\": \"%s\", not \"%s\"", text, got, want);
}

START_TEST(a_claim_without_a_place_is_of_the_country_that_the_report_is_about)
{
	check_about("The unrest grew in spring. At least 31 people were killed by the violence.",
		"Jordan: a year of unrest", "JO");
	check_about(
		"AMMAN, Jordan - Gunmen killed four officers on Tuesday. Police arrested two men.",
		"", "JO JO");
	check_about("Kenyan police arrested five men in Nairobi. The men had come to Kenya in May.",
		"", "KE");
	/* an army abroad is no place */
	check_about("U.S. and British troops killed six rebels on Monday. The U.S. military said "
		    "nine others were wounded"
		    " in the south of Afghanistan, near Kandahar, where U.S. soldiers have a base.",
		"", "AF AF");
	/* chapters */
	check_about("Jordan\n\nThe courts sentenced five men.\n\nKenya\n\nThe courts sentenced "
		    "nine men.",
		"Two countries", "JO KE");
	/* what a state does at home */
	check_about("Jordan is a member of the Egmont Group. Kenya passed a law against terrorism.",
		"Jordan and Kenya compared", "JO KE");
	/* who came from there is told of, not what happened there */
	check_about("Officials brought home nine women from Iraq on Monday.", "", "-");
	/* nothing is plain */
	check_about("Four officers were killed on Tuesday.", "", "-");
	check_about(
		"Four officers were killed on Tuesday, when soldiers of Jordan and of Kenya met.",
		"", "-");
}
END_TEST

TEST_MAIN("claim", one_fact_one_claim_in_every_voice, a_prison_term_is_a_second_claim,
	structures_need_no_figure, possibilities_and_furniture_assert_nothing,
	modality_follows_the_verb, sources_times_and_places,
	labels_and_columns_tell_what_a_figure_counts, pronouns_stand_for_names,
	a_toll_lends_its_time_to_nothing_before_it, verbs_in_a_list_share_their_subject,
	wording_decides_the_kind, another_event_shares_no_place,
	a_time_that_was_told_comes_before_one_that_follows, a_number_of_dead_is_no_strength,
	names_with_commas_count_one_each, what_is_wanted_asked_or_named_is_no_deed,
	subjects_are_found_over_what_stands_between, what_hangs_on_a_noun_is_not_its_subject,
	what_happened_did_not_happen_next_year, more_ways_of_saying_it,
	the_place_before_a_source_is_the_events, words_that_mean_something_else_make_no_claim,
	what_stands_between_hides_no_subject, numbers_are_found_wherever_they_stand,
	accusers_accused_and_alleged, another_language_is_not_read_as_english,
	measures_lists_and_the_dead_that_are_found,
	a_claim_without_a_place_is_of_the_country_that_the_report_is_about)
