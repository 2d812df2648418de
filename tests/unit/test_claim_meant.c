/* SPDX-License-Identifier: Apache-2.0
 *
 * Claims whose words could be taken for others: names with "in" in them, ages, columns, "of them". */
#include "support/testing.h"

#include "base/date.h"
#include "support/claims.h"

START_TEST(froze_is_what_somebody_did)
{
	must_claim("Freedonia passed a law and froze 14 bank accounts in 2019.",
		"frozen: Freedonia > bank accounts, 14 exact account");
}
END_TEST

START_TEST(what_follows_a_term_is_the_day_of_the_sentence)
{
	const struct claim *c = last_claim("A court sentenced a recruiter for the movement to nine "
					   "years in prison on Tuesday.",
		CLAIM_SENTENCED);

	ck_assert(c->has_time);
	ck_assert_int_eq(c->time.start, day_from_civil(2020, 5, 12));
	c = last_claim("A court sentenced a man for the coup of 2015.", CLAIM_SENTENCED);
	ck_assert(!c->has_time || c->time.start != day_from_civil(2015, 1, 1));
}
END_TEST

START_TEST(two_of_them_are_of_more)
{
	must_claim("Prosecutors said he had recruited at least 25 young men since 2017. Two of "
		   "them died in fighting abroad.",
		"killed: - > young men, 2 exact person");
}
END_TEST

START_TEST(columns_of_wounded_are_not_of_dead)
{
	static const char table[] =
		"Province | Attacks | Killed | Wounded\nHelmand | 4 | 11 | 23\n";
	const struct claim *c;

	must_claim(table, "wounded: - > -, 23 exact person");
	c = only_claim(table, CLAIM_KILLED);
	ck_assert(str_eq(c->places[0], STR("Helmand")));
}
END_TEST

START_TEST(an_age_is_no_toll_and_a_denied_report_no_deed)
{
	must_claim("Police shot dead the father, 50; the son was arrested.",
		"killed: Police > father, 1 exact person");
	ck_assert(only_claim("Police shot dead the father, 50; the son was arrested.",
			  CLAIM_KILLED) != NULL);
	ck_assert_int_eq(
		(int)only_claim(
			"The ministry denied reports that its soldiers had killed 23 villagers.",
			CLAIM_KILLED)
			->modality,
		MODALITY_DENIED);
	ck_assert_int_eq((int)only_claim("The army rejected claims that it had shelled a school.",
				 CLAIM_ATTACKS)
				 ->modality,
		MODALITY_DENIED);
}
END_TEST

START_TEST(those_held_were_arrested)
{
	must_claim(
		"Among those held was a woman from Ankara.", "arrested: - > woman, 1 exact person");
	must_not_claim("Among those held was a woman from Ankara.", CLAIM_ABDUCTED);
}
END_TEST

START_TEST(a_known_name_is_one_whatever_words_are_in_it)
{
	must_claim("Al-Qaida in the Arabian Peninsula kidnapped a consul in Aden.",
		"abducted: Al-Qaida in the Arabian Peninsula > consul, 1 exact person");
	must_claim("The army said al-Qaida in Iraq fighters killed 12 villagers.",
		"killed: al-Qaida in Iraq fighters > villagers, 12 exact person");
	must_claim("Gunmen killed 12 villagers in Iraq.",
		"killed: Gunmen > villagers, 12 exact person");
}
END_TEST

TEST_MAIN("claim_meant", froze_is_what_somebody_did, what_follows_a_term_is_the_day_of_the_sentence,
	two_of_them_are_of_more, columns_of_wounded_are_not_of_dead,
	an_age_is_no_toll_and_a_denied_report_no_deed, those_held_were_arrested,
	a_known_name_is_one_whatever_words_are_in_it)
