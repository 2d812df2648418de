/* SPDX-License-Identifier: Apache-2.0
 *
 * Turns of news and press releases, in sentences of our own. */
#include "support/claims.h"
#include "support/testing.h"

static void must_say(struct str got, const char *want)
{
	ck_assert_msg(str_eq(got, str_from(want)), "\"%.*s\", not \"%s\"", STR_ARGS(got), want);
}

START_TEST(what_killed_may_stand_in_a_clause_of_its_own)
{
	must_claim("Nine sailors died when their boat struck a mine.",
		"killed: mine > sailors, 9 exact person");
	must_claim("Four clerks were killed when a grenade exploded in their office.",
		"killed: grenade > clerks, 4 exact person");
	must_claim("Three guards were wounded on Sunday when bandits ambushed their truck.",
		"wounded: bandits > guards, 3 exact person");
	must_claim("Two miners died when a shaft collapsed.", "killed: - > miners, 2 exact person");
}
END_TEST

START_TEST(the_dead_are_told_of_in_nouns)
{
	must_claim("The village mourns the loss of six fishermen.",
		"killed: - > fishermen, 6 exact person");
	must_claim("There were no injuries in the blast.", "wounded: - > -, 0 exact person");
	must_not_claim("The club regretted the loss of six players.", CLAIM_KILLED);
}
END_TEST

START_TEST(a_list_of_actors_is_one_actor)
{
	must_claim("Last week Norway, Sweden, and Denmark warned of riots.",
		"statement: Norway, Sweden, and Denmark > riots");
	must_claim("Raids by the army, police, and border guards have killed nine farmers.",
		"killed: Raids > farmers, 9 exact person");
}
END_TEST

START_TEST(asides_between_dashes_are_stepped_over)
{
	must_claim("The flood has forced 300 villagers - most of them children - to flee.",
		"displaced: flood > villagers, 300 exact person");
	must_claim("The rebels - armed with axes - killed two monks.",
		"killed: rebels > monks, 2 exact person");
}
END_TEST

START_TEST(blame_finds_its_man_by_whatever_name)
{
	must_claim("The mayor blamed the attack on what she called \"foreign agents.\"",
		"responsibility: foreign agents > attack");
	must_claim("Officials are blaming the mutiny on dozens of conscripts.",
		"responsibility: conscripts > mutiny");
	must_not_claim(
		"He linked the bombings to the executions of two officers.", CLAIM_RESPONSIBILITY);
	must_not_claim("The army said its jets carried out three strikes on rebel camps.",
		CLAIM_RESPONSIBILITY);
}
END_TEST

START_TEST(a_minister_is_announced_and_then_speaks)
{
	must_claim("Foreign Minister Jane Roe said:\n\nI condemn in the strongest terms the "
		   "cowardly and senseless attack in Lund.",
		"statement: Foreign Minister Jane Roe > cowardly and senseless attack");
	must_claim("Foreign Minister Jane Roe said:\n\nTwo aid workers were killed.",
		"killed: - > aid workers, 2 exact person");
	must_claim("The bishop is warning of a new famine.", "statement: bishop > new famine");
}
END_TEST

START_TEST(courts_and_pleas)
{
	must_claim("Jon Roe, aka Max Roe, 31, of Lund, pleaded guilty to fraud.",
		"charged: - > Jon Roe, 1 exact person");
	must_claim("A court found a former guard guilty of theft.",
		"sentenced: court > former guard, 1 exact person");
	must_claim("The woman is being held under a law on treason.",
		"arrested: - > woman, 1 exact person");
	must_claim("Property belonging to the two firms and the bank is blocked.",
		"frozen: - > Property");
	must_claim("Prosecutors accused Jamal Said Hotz Friday of owning rifles.",
		"charged: Prosecutors > Jamal Said Hotz, 1 exact person");
}
END_TEST

START_TEST(after_an_object_another_clause_begins)
{
	must_claim("The guards took the guns to the embassy and the sailors were flown home.",
		"repatriated: - > sailors");
	must_claim("The plea came after Oslo offered last week to give $3 million in aid.",
		"funding: Oslo > -, 3000000 exact USD");
}
END_TEST

START_TEST(strikes_have_targets_and_money_has_givers)
{
	must_claim("The alliance conducted nine strikes in the Black mountains of Freedonia, "
		   "targeting rebel depots.",
		"attacks: alliance > rebel depots, 9 exact attack");
	must_claim("This includes $4 million from the Health Ministry.",
		"funding: Health Ministry > -, 4000000 exact USD");
	must_claim("The gift brings total aid to more than $90 million.",
		"funding: gift > -, 90000000 more_than USD");
	must_claim("Militants fired rockets from the hill.", "attacks: Militants > -");
}
END_TEST

START_TEST(sources_are_no_places_and_their_day_is_no_event)
{
	const struct claim *claim = only_claim(
		"A top official in Oslo, Jane Roe, announced that nine guards were killed.",
		CLAIM_KILLED);

	must_say(claim->attributed_to, "Jane Roe");
	ck_assert_uint_eq(claim->nplaces, 0);
	claim = only_claim("Gunmen abducted two men on Saturday. On Sunday, police said a bomb "
			   "killed four women.",
		CLAIM_KILLED);
	ck_assert(!claim->has_time);
	claim = only_claim(
		"Foreign Minister Jane Roe said:\n\nTwo aid workers were killed.", CLAIM_KILLED);
	must_say(claim->attributed_to, "Foreign Minister Jane Roe");
	claim = only_claim(
		"The alliance conducted nine strikes in the Black mountains of Freedonia.",
		CLAIM_ATTACKS);
	ck_assert_uint_eq(claim->nplaces, 2);
	must_say(claim->places[0], "Black mountains");
	claim = only_claim("The bishop is warning of a new famine.", CLAIM_STATEMENT);
	ck_assert_int_eq(claim->modality, MODALITY_ASSERTED);
}
END_TEST

START_TEST(one_more_of_the_same_is_one)
{
	must_claim("Two guards were killed and another wounded on Sunday.",
		"wounded: - > guards, 1 exact person");
	must_claim("A man set off a grenade, killing himself and another passenger.",
		"killed: man > passenger, 1 exact person");
	must_claim("The woman was detained along with her Freedonian husband and five neighbors.",
		"arrested: - > neighbors, 5 exact person");
	must_claim("The shelling killed two nurses and hurt nine others, some seriously.",
		"killed: shelling > nurses, 2 exact person");
	must_not_claim("Freedonia has deployed troops along its border with two neighbors.",
		CLAIM_ARRESTED);
}
END_TEST

START_TEST(casualties_in_other_turns)
{
	must_claim("The victims included at least three children.",
		"killed: - > children, 3 at_least person");
	must_claim("The blasts cut off the power but caused no injuries.",
		"wounded: blasts > -, 0 exact person");
	must_claim("Seven farmers have been killed by fighting in the north.",
		"killed: fighting > farmers, 7 exact person");
	must_claim("Students protested the army's killing of three guards.",
		"killed: army > guards, 3 exact person");
	must_claim("The pilot had been missing since March.", "missing: - > pilot, 1 exact person");
	must_claim("Officials lost contact with the helicopter.",
		"missing: - > helicopter, 1 exact helicopter");
	must_not_claim("Their truck hit an explosive device.", CLAIM_ATTACKS);
	must_not_claim(
		"The border was opened for farmers who need medical treatment.", CLAIM_WOUNDED);
}
END_TEST

START_TEST(a_participle_goes_on_in_the_voice_of_its_verb)
{
	must_claim("Several rebels hid in a barn and fired at border guards.",
		"attacks: rebels > border guards");
	must_claim("A bomber detonated his explosives filled car near a hotel, killing ten guests.",
		"killed: bomber > guests, 10 exact person");
	must_claim("The alliance worked to advise, assist, equip and train Freedonian guards.",
		"trained: alliance > Freedonian guards");
	must_claim("His sister, Jane Roe, called for an inquiry.", "statement: sister > inquiry");
	must_claim("Residents called on the army and the rebels to leave.",
		"statement: Residents > army and the rebels");
}
END_TEST

START_TEST(what_is_told_of_somebody_is_not_done_by_him)
{
	const struct claim *claim = only_claim("The rebels have been blamed for killing dozens of "
					       "farmers accused of helping spies.",
		CLAIM_KILLED);

	ck_assert_int_eq(claim->modality, MODALITY_ALLEGED);
	must_not_claim("The rebels have been blamed for killing dozens of farmers accused of "
		       "helping spies.",
		CLAIM_STATEMENT);
	must_not_claim(
		"The site is used for claiming responsibility for attacks.", CLAIM_RESPONSIBILITY);
	must_not_claim("Police are investigating whether a nurse was involved.", CLAIM_AGENCY);
	must_not_claim("He wants to end the mission of the 900 troops.", CLAIM_STRENGTH);
	claim = only_claim(
		"Max Roe, a member of the Hotzenplotz party, was detained early in March.",
		CLAIM_MEMBERSHIP);
	ck_assert(!claim->has_time ||
		  claim->time.end - claim->time.start > 31); /* the year of the report */
}
END_TEST

START_TEST(places_of_what_happened)
{
	const struct claim *claim = only_claim(
		"Five clerks died in an attack on the Ruritanian Consulate in Lund.", CLAIM_KILLED);

	ck_assert_uint_eq(claim->nplaces, 1);
	must_say(claim->places[0], "Lund");
	claim = only_claim(
		"The rebels killed two guards near the Ohio town of Lima.", CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 1);
	must_say(claim->places[0], "Lima");
	claim = only_claim(
		"Ten people died in the attacks. Police arrested two men in Lund.", CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 0);
	claim = only_claim("Some 500 farmers fled to Norway.", CLAIM_DISPLACED);
	ck_assert_uint_eq(claim->nplaces, 1);
}
END_TEST

START_TEST(strikes_of_a_release)
{
	must_claim("Near Lund, a strike engaged a rebel unit; destroyed two tunnels and a truck; "
		   "and damaged nine roads.",
		"attacks: - > rebel unit, 1 exact attack");
	must_claim("Aircraft conducted 17 strikes consisting of 21 engagements in Freedonia.",
		"attacks: Aircraft > -, 17 exact attack");
	must_claim("Freedonian and coalition troops killed five rebels.",
		"killed: Freedonian and coalition troops > rebels, 5 exact person");
	must_claim("A bomber struck at an entrance to the Green Zone.",
		"attacks: bomber > entrance, 1 exact attack");
	must_claim("A bomber drove into a crowd of recruits, killing 13 of them.",
		"killed: bomber > recruits, 13 exact person");
	must_not_claim("The blast damaged several shops.", CLAIM_ATTACKS);
	must_not_claim(
		"Soldiers, in at least two incidents, used farmers as guides.", CLAIM_ATTACKS);
	must_not_claim("He died of wounds suffered in the attacks.", CLAIM_ATTACKS);
}
END_TEST

START_TEST(verbs_that_taggers_miss)
{
	must_claim("Earlier, militants shot to death two police officers.",
		"killed: militants > police officers, 2 exact person");
	must_claim("Soldiers shot dead one farmer and detained more than 10 suspected rebels.",
		"arrested: Soldiers > suspected rebels, 10 more_than person");
	must_claim("The envoy also accused Western powers of stealing oil.",
		"statement: envoy > Western powers");
	must_claim("Ruritanian authorities deny Freedonian charges.",
		"statement: Ruritanian authorities > Freedonian charges");
	must_claim("The Hotzenplotz band has claimed responsibility for the blasts carried out by "
		   "three bombers.",
		"responsibility: Hotzenplotz band > blasts");
	must_claim("A soldier was killed in fighting this week in Lund.",
		"killed: fighting > soldier, 1 exact person");
	must_claim("One pilot was killed and nine wounded in a bomb blast.",
		"killed: bomb blast > pilot, 1 exact person");
	must_claim("The council passed a resolution deploring that gangs operate there, and "
		   "demanded a ceasefire.",
		"statement: council > ceasefire");
}
END_TEST

START_TEST(sanctions_and_gifts)
{
	must_claim("The Treasury designated a network of five smugglers.",
		"designation: Treasury > smugglers, 5 exact person");
	must_claim(
		"Entities owned by designated persons are also blocked.", "frozen: - > Entities");
	must_claim("All property of today's designees within the country or within the possession "
		   "or control of a citizen is blocked.",
		"frozen: - > property");
	must_claim("The money includes: $10 million to Unicef; and $3 million to the Red Cross.",
		"funding: - > Red Cross, 3000000 exact USD");
	must_claim("The package brings total aid to Freedonia to $87 million.",
		"funding: package > -, 87000000 exact USD");
	must_claim("More than 200 farmers have fled Norway.",
		"displaced: - > farmers, 200 more_than person");
	must_claim("The two clerks, along with their driver, were killed.",
		"killed: - > driver, 1 exact person");
	must_claim("The suspect is being flown to Lund to face charges.",
		"extradited: - > suspect, 1 exact person");
	must_not_claim("The sum helps both refugees and hosts.", CLAIM_DISPLACED);
}
END_TEST

START_TEST(whose_words_and_when)
{
	const struct claim *claim = only_claim(
		"Rebels killed nine farmers, army officers reported today.", CLAIM_KILLED);

	must_say(claim->attributed_to, "army officers");
	claim = only_claim("The trial of Max Roe is scheduled to resume in May.", CLAIM_CHARGED);
	ck_assert_int_eq(claim->modality, MODALITY_PLANNED);
	claim = only_claim(
		"Ten people were killed in blasts in Lund and the oil city of Lima.", CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 2);
	must_not_claim("The operation is aimed at disrupting supplies by capturing leaders.",
		CLAIM_ARRESTED);
}
END_TEST

START_TEST(who_spoke_last_goes_on)
{
	const struct claim *claim = only_claim("A spokesman said an officer, Max Roe, was missing. "
					       "He said nine guards were wounded.",
		CLAIM_WOUNDED);

	must_say(claim->attributed_to, "spokesman");
	claim = only_claim("A clerk was found guilty of theft by the High Court.", CLAIM_SENTENCED);
	ck_assert(!claim->attributed_to.n);
	claim = only_claim("The inmates briefly held seven nurses hostage.", CLAIM_ABDUCTED);
	ck_assert_int_eq(claim->modality, MODALITY_ASSERTED);
	claim = only_claim(
		"A bomb killed two men in Lund. On Tuesday a bomb wounded nine women in Lima.",
		CLAIM_KILLED);
	ck_assert(!claim->has_time ||
		  claim->time.end - claim->time.start > 31); /* the year of the report */
	claim = only_claim("A court sentenced Roe for the killings in Lund.", CLAIM_SENTENCED);
	ck_assert_uint_eq(claim->nplaces, 0);
	claim = only_claim(
		"A guard died near Lund, about 20 kilometers north of Malmo.", CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 1);
}
END_TEST

START_TEST(orders_pardons_and_loans)
{
	must_claim("President Roe signed an order imposing sanctions against Max Doe.",
		"designation: order > Max Doe");
	must_claim("The order blocked their property in Freedonia.", "frozen: order > property");
	must_claim("Norway is loaning Freedonia $26 million.",
		"funding: Norway > Freedonia, 26000000 exact USD");
	must_claim("The gifts boost the fund's budget to more than $4 billion.",
		"funding: gifts > -, 4000000000 more_than USD");
	must_claim("The president has issued more than 400 pardons.",
		"released: president > -, 400 more_than person");
	must_claim("A court issued a death sentence to a former guard.",
		"sentenced: court > former guard, 1 exact person");
	must_claim("The mission resulted in soldiers extraditing nine thieves.",
		"extradited: soldiers > thieves, 9 exact person");
	must_claim("Police have released a Hotzenplotz militant accused of theft.",
		"released: Police > Hotzenplotz militant, 1 exact person");
	must_not_claim("He warned that they will be held accountable.", CLAIM_ARRESTED);
	must_not_claim("Freedonia has about 200 political prisoners in custody.", CLAIM_STRENGTH);
}
END_TEST

START_TEST(parts_of_what_is_told)
{
	must_claim("A hospital in Lund was bombed, killing civilians, including two doctors.",
		"killed: - > doctors, 2 exact person");
	must_claim("The crash of the army plane on Sunday killed all eight people aboard, "
		   "including a U.S. soldier.",
		"killed: crash of the army plane > U.S. soldier, 1 exact person");
	must_claim("The mayor denied it mistreats prisoners.", "statement: mayor > prisoners");
	must_claim("Freedonia has accused rebels of using its camps.",
		"statement: Freedonia > rebels");
	must_not_claim("Three clerks were killed in one of the attacks.", CLAIM_ATTACKS);
}
END_TEST

START_TEST(one_verb_around_a_day)
{
	must_claim(
		"Three brothers convicted of theft were today sentenced to life in prison in Lund.",
		"sentenced: - > brothers, 3 exact person");
	must_claim("Nine guards were killed and two others hurt in a suspected suicide bombing "
		   "near a mosque.",
		"killed: suspected suicide bombing > guards, 9 exact person");
	must_claim("The raids went on, with a bomber killing ten farmers in Lund.",
		"killed: bomber > farmers, 10 exact person");
	must_claim("Police searched the hideout of the smuggler Max Roe, who was killed on Sunday.",
		"killed: - > smuggler Max Roe, 1 exact person");
	must_claim(
		"A total of 231 people were killed in the bombings - 12 nurses and 219 patients.",
		"killed: bombings > patients, 219 exact person");
	must_claim("Roe was found guilty of a blast that killed 11.",
		"killed: blast > -, 11 exact person");
	must_claim("The court issued an injunction against the practice.",
		"prohibition: court > practice");
	must_not_claim("A total of 31 people were killed in the two bombings.", CLAIM_ATTACKS);
	must_not_claim("Some prisoners have launched a hunger strike.", CLAIM_ATTACKS);
	must_not_claim("Soldiers have seized several buildings in the camp.", CLAIM_SEIZED);
	must_not_claim(
		"Four nurses, employed by the Hotzenplotz Fund, were abducted.", CLAIM_STRENGTH);
}
END_TEST

START_TEST(asides_end_and_the_sentence_goes_on)
{
	const struct claim *claim;

	must_claim(
		"Al-Hotz, a band of deserters based in Lund, claimed responsibility for the blast.",
		"responsibility: Al-Hotz > blast");
	claim = only_claim(
		"Al-Hotz, a band of deserters based in Lund, claimed responsibility for the blast.",
		CLAIM_RESPONSIBILITY);
	ck_assert_uint_eq(claim->nplaces, 0);
	must_claim("The raid killed three clerks -- bookkeeper Max Roe, his aunt and uncle -- a "
		   "nurse said.",
		"killed: raid > clerks, 3 exact person");
	must_claim("The flood, which the mayor said killed nine farmers, came at dawn.",
		"killed: flood > farmers, 9 exact person");
	must_claim("Six people including two nurses were killed.",
		"killed: - > nurses, 2 exact person");
	must_claim("Three Hotzenplotz Army (HA) fighters were killed.",
		"killed: - > Hotzenplotz Army (HA) fighters, 3 exact person");
	must_claim("Hotz 99 also arrested five smugglers.",
		"arrested: Hotz 99 > smugglers, 5 exact person");
}
END_TEST

START_TEST(what_harmed_the_ones_harmed_the_others)
{
	must_claim("Nine clerks were killed, and others were wounded in an ambush.",
		"killed: ambush > clerks, 9 exact person");
	must_claim("A nurse was killed and three clerks wounded when a roadside bomb went off.",
		"killed: roadside bomb > nurse, 1 exact person");
	must_claim("The flood left 12 farmers dead and 20 others wounded.",
		"wounded: flood > others, 20 exact person");
	must_claim(
		"The band has carried out a string of attacks.", "attacks: band > - about attack");
}
END_TEST

START_TEST(who_says_it_does_it)
{
	must_claim("A ban was lifted. The United States said it is giving $40 million to Norway.",
		"funding: United States > Norway, 40000000 exact USD");
	must_claim("The mayor named the women, but prosecutors said one of them was arrested.",
		"arrested: - > women, 1 exact person");
	must_claim("The gang is holding two sailors hostage.",
		"abducted: gang > sailors, 2 exact person");
	must_claim("The navy has 90 smugglers in its custody.",
		"arrested: navy > smugglers, 90 exact person");
	must_not_claim("The navy has 90 smugglers in its custody.", CLAIM_STRENGTH);
	must_not_claim(
		"Soldiers captured two leaders of the band, accused of coordinating attacks.",
		CLAIM_RESPONSIBILITY);
	must_claim("All the 137 abducted school children were freed.",
		"released: - > abducted school children, 137 exact person");
	must_claim("Given the part each man had played, the judge said he was surprised. She "
		   "sentenced nine clerks to death.",
		"sentenced: judge > clerks, 9 exact person");
}
END_TEST

START_TEST(places_in_a_row)
{
	const struct claim *claim = only_claim(
		"Police arrested ten men in Lund, Malmo, East Hotzenplotz, Ystad and Kivik.",
		CLAIM_ARRESTED);

	ck_assert_uint_eq(claim->nplaces, 5);
	must_say(claim->places[2], "East Hotzenplotz");
	claim = only_claim("Two nurses were killed in St. Olaf's Church in Lund.", CLAIM_KILLED);
	must_say(claim->places[0], "St. Olaf's Church");
	claim = only_claim(
		"Nine clerks died in the center of the Norwegian capital of Oslo.", CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 1);
	must_say(claim->places[0], "Oslo");
	claim = only_claim("A guard was killed within Ystad district.", CLAIM_KILLED);
	must_say(claim->places[0], "Ystad district");
}
END_TEST

TEST_MAIN("claim_news", what_killed_may_stand_in_a_clause_of_its_own, the_dead_are_told_of_in_nouns,
	a_list_of_actors_is_one_actor, asides_between_dashes_are_stepped_over,
	blame_finds_its_man_by_whatever_name, a_minister_is_announced_and_then_speaks,
	courts_and_pleas, after_an_object_another_clause_begins,
	strikes_have_targets_and_money_has_givers, sources_are_no_places_and_their_day_is_no_event,
	one_more_of_the_same_is_one, casualties_in_other_turns,
	a_participle_goes_on_in_the_voice_of_its_verb, what_is_told_of_somebody_is_not_done_by_him,
	places_of_what_happened, strikes_of_a_release, verbs_that_taggers_miss, sanctions_and_gifts,
	whose_words_and_when, who_spoke_last_goes_on, orders_pardons_and_loans,
	parts_of_what_is_told, one_verb_around_a_day, asides_end_and_the_sentence_goes_on,
	what_harmed_the_ones_harmed_the_others, who_says_it_does_it, places_in_a_row)
