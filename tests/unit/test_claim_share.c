/* SPDX-License-Identifier: Apache-2.0
 *
 * What a claim has from the sentences around it: whose words it is, its day. */
#include "base/date.h"
#include "support/claims.h"
#include "support/testing.h"

static void must_be_said_by(const char *text, enum claim_kind kind, const char *source)
{
	struct str got = last_claim(text, kind)->attributed_to;

	ck_assert_msg(str_eq(got, str_from(source)), "\"%.*s\", not \"%s\": %s", STR_ARGS(got),
		source, text);
}

static void must_be_of(const char *text, enum claim_kind kind, const char *first, const char *last)
{
	const struct claim *claim = last_claim(text, kind);
	char start[16] = "-", end[16] = "-";

	if (claim->has_time) {
		day_format(claim->time.start, start);
		if (claim->time.end != DAY_NONE)
			day_format(claim->time.end, end);
	}
	ck_assert_msg(!strcmp(start, first) && !strcmp(end, last), "%s..%s, not %s..%s: %s", start,
		end, first, last, text);
}

START_TEST(a_quotation_is_over_where_it_closes)
{
	must_be_said_by("\"They hid in a barn. Two of them were killed,\" the baron said.\n\nTen "
			"farmers were wounded.",
		CLAIM_WOUNDED, "");
	must_be_said_by("\"Nine farmers were wounded. We shall see,\" the baron said.",
		CLAIM_WOUNDED, "baron");
	must_be_said_by(
		"The baron said: \"They hid in a barn. Nine farmers were wounded.\" It rained.",
		CLAIM_WOUNDED, "baron");
	must_be_said_by("\"They came at dawn,\" Max Roe said. \"Nine farmers were wounded.\"",
		CLAIM_WOUNDED, "Max Roe");
}
END_TEST

START_TEST(who_spoke_last_is_meant_by_he_said)
{
	must_be_said_by("A spokesman said the bridge fell. One farmer died of his wounds, he said.",
		CLAIM_KILLED, "spokesman");
	must_be_said_by("The navy said it rained. A trawler was attacked by bandits, it added.",
		CLAIM_ATTACKS, "navy");
	must_be_said_by("Two farmers were wounded, the official said.", CLAIM_WOUNDED, "official");
	must_be_said_by("Two farmers were wounded in Lund, the army announced on Tuesday, with "
			"roads closed.",
		CLAIM_WOUNDED, "army");
	must_be_said_by("Police arrested two men, the Hotzenplotz Gazette reports.", CLAIM_ARRESTED,
		"Hotzenplotz Gazette");
}
END_TEST

START_TEST(what_is_told_first_is_gone_on_with)
{
	must_be_of("Two clerks died in southern Freedonia on Monday. A bomb went off near their "
		   "car in Lund.",
		CLAIM_ATTACKS, "2020-05-11", "2020-05-11");
	must_be_of("A bomb in Lund killed two clerks on Monday, after a blast that wounded nine on "
		   "Saturday. A nurse was wounded.",
		CLAIM_WOUNDED, "2020-05-11", "2020-05-11");
	must_be_of("A bomb in Lund killed two clerks on Monday. It rained. It snowed. People ran. "
		   "The attack also wounded a nurse.",
		CLAIM_WOUNDED, "2020-05-11", "2020-05-11");
	must_be_of("Hundreds have died since March, when a revolt broke out. Soldiers killed two "
		   "clerks in Lund.",
		CLAIM_KILLED, "-", "-");
	must_be_of("The bodies of six clerks were found on Monday. Gunmen had killed nine nurses.",
		CLAIM_KILLED, "-", "-");
	must_be_of("Gunmen shot two clerks dead in Lund on Monday. A total of 40 clerks have been "
		   "killed.",
		CLAIM_KILLED, "-", "-");
	must_be_of("Gunmen killed two clerks in Lund on Monday. The band has carried out a series "
		   "of attacks.",
		CLAIM_ATTACKS, "-", "-");
}
END_TEST

START_TEST(a_dated_event_dates_what_is_told_of_it)
{
	const struct claim *claim;

	must_be_of("Rebels killed nine clerks in an ambush. The mayor came back after Monday's "
		   "ambush in Lund.",
		CLAIM_KILLED, "2020-05-11", "2020-05-11");
	claim = last_claim("Rebels killed nine clerks in an ambush. The mayor came back after "
			   "Monday's ambush in Lund.",
		CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 1);
	claim = last_claim("Gunmen killed two clerks in Lund on Monday. Some 69 clerks have been "
			   "killed since December.",
		CLAIM_KILLED);
	ck_assert_uint_eq(claim->nplaces, 0);
}
END_TEST

START_TEST(what_leads_a_sentence_is_said_of_all_of_it)
{
	must_be_of(
		"At a hearing on Monday, two clerks were jailed while a nurse was given ten years.",
		CLAIM_SENTENCED, "2020-05-11", "2020-05-11");
}
END_TEST

START_TEST(weekends_and_nights_are_days)
{
	must_be_of(
		"Two clerks were killed at the weekend.", CLAIM_KILLED, "2020-05-09", "2020-05-10");
	must_be_of("Two clerks were killed in Lund last night.", CLAIM_KILLED, "2020-05-12",
		"2020-05-12");
}
END_TEST

static void must_be_done_to(const char *text, enum claim_kind kind, const char *object)
{
	struct str got = last_claim(text, kind)->object;

	ck_assert_msg(str_eq(got, str_from(object)), "\"%.*s\", not \"%s\": %s", STR_ARGS(got),
		object, text);
}

START_TEST(what_is_left_out_is_of_the_same_event)
{
	must_be_done_to("Gunmen kidnapped two nurses in Lund. A bomb killed nine in Malmo.",
		CLAIM_KILLED, "");
	must_be_done_to("Police arrested two clerks. A blaze left 90 dead.", CLAIM_KILLED, "");
	must_be_done_to("The survey shows that burglaries rose by nine percent.", CLAIM_SHARE,
		"burglaries");
}
END_TEST

START_TEST(what_is_not_believed_has_no_day_but_a_speaker)
{
	const char *text = "Gunmen shot two clerks dead in Lund on Monday. Police do not believe "
			   "nine clerks were killed.";

	must_be_said_by(text, CLAIM_KILLED, "Police");
	must_be_of(text, CLAIM_KILLED, "-", "-");
	ck_assert_uint_eq(last_claim(text, CLAIM_KILLED)->nplaces, 0);
}
END_TEST

START_TEST(each_has_a_time_of_its_own)
{
	must_be_of("The council handed over ten men to a delegation on Monday.", CLAIM_EXTRADITED,
		"2020-05-11", "2020-05-11");
	must_be_of("Police arrested ten men in Lund on Monday and nine in Malmo on Tuesday.",
		CLAIM_ARRESTED, "2020-05-12", "2020-05-12");
	must_be_of("In 2019, Freedonia revised its terrorism law for a review scheduled for "
		   "completion in 2023.",
		CLAIM_LAW, "2019-01-01", "2019-12-31");
}
END_TEST

START_TEST(a_time_of_comparison_is_not_the_own)
{
	must_be_of("Forty deaths were reported in 2018.", CLAIM_KILLED, "2018-01-01", "2018-12-31");
	must_be_of("Police arrested 40 clerks as against 31 thieves in 2017.", CLAIM_ARRESTED, "-",
		"-");
	must_be_of("Raids on shops fell by 45 percent in 2018 compared with the year 2017.",
		CLAIM_SHARE, "2018-01-01", "2018-12-31");
	must_be_of("Prosecutors brought charges against 40 clerks in 2018.", CLAIM_CHARGED,
		"2018-01-01", "2018-12-31");
}
END_TEST

START_TEST(the_month_before_is_counted_from_the_month_told)
{
	must_be_of("In March 2020 nine clerks were killed, compared to 20 in the previous month.",
		CLAIM_KILLED, "2020-02-01", "2020-02-29");
	must_be_of("In March 2020 nine clerks were killed, compared to 20 in the month before.",
		CLAIM_KILLED, "2020-02-01", "2020-02-29");
}
END_TEST

START_TEST(what_is_only_compared_dates_nothing)
{
	must_be_of("There were 28 raids in 2019 compared to 15 raids in 2017. Two raids were "
		   "carried out by loners.",
		CLAIM_ATTACKS, "-", "-");
	must_be_of("In 2019 there were 40 raids, more than have been seen in each of the previous "
		   "20 years.",
		CLAIM_ATTACKS, "2019-01-01", "2019-12-31");
	must_be_of("In 2019 nine clerks died, with 40 arrests recorded in 2017, 31 in 2018 and 12 "
		   "in 2019.",
		CLAIM_KILLED, "2019-01-01", "2019-12-31");
	must_be_of("On Monday, a judge ordered the army to free ten clerks.", CLAIM_RELEASED, "-",
		"-");
	must_be_of("The army will release ten clerks on Monday.", CLAIM_RELEASED, "2020-05-18",
		"2020-05-18");
	must_be_of("On May 3, a fire in Lund led to the May 9 arrest of Max Roe.", CLAIM_ARRESTED,
		"2020-05-09", "2020-05-09");
	must_be_of("Since its founding in 2015, the band has carried out 600 raids.", CLAIM_ATTACKS,
		"2015-01-01", "-");
	must_be_of(
		"A clerk was held on Monday, and the band has claimed responsibility for the raid.",
		CLAIM_RESPONSIBILITY, "-", "-");
	must_be_of("In the same period last year, there were nine raids in the first half of 2019.",
		CLAIM_ATTACKS, "2019-01-01", "2019-06-30");
	must_be_of("Between March 2018 and May 2019 he served as a member of the Hotz Army.",
		CLAIM_MEMBERSHIP, "2018-03-01", "2019-05-31");
}
END_TEST

START_TEST(a_chronicle_goes_on_from_its_date)
{
	must_be_of("On May 3, 2019, police killed two clerks in Lund. Nine rifles were found in a "
		   "barn.",
		CLAIM_SEIZED, "2019-05-03", "2019-05-03");
	must_be_of("On May 3, 2019, police killed two clerks in Lund. Meanwhile, nine rifles were "
		   "found in a barn.",
		CLAIM_SEIZED, "-", "-");
	must_be_of("Police arrested 14 clerks on Monday in Lund. It rained. It snowed. The others "
		   "were arrested in Malmo.",
		CLAIM_ARRESTED, "2020-05-11", "2020-05-11");
}
END_TEST

START_TEST(sources_stand_where_they_like)
{
	must_be_said_by("Deaths fell by nine percent, said an annual report of the mill.",
		CLAIM_SHARE, "annual report of the mill");
	must_be_said_by(
		"Nine clerks were killed, a mission here said in its report released on Monday.",
		CLAIM_KILLED, "mission");
	must_be_said_by("Nine clerks were killed, a spokesman for the baron said in Lund.",
		CLAIM_KILLED, "spokesman");
	must_be_said_by("\"Nine clerks were killed,\" Max Roe, a farmer at the mill said.",
		CLAIM_KILLED, "Max Roe");
	must_be_said_by("These raids claimed the lives of nine clerks and injured two nurses.",
		CLAIM_KILLED, "");
	must_be_said_by(
		"The report highlighted a nine percent drop in murders.", CLAIM_SHARE, "report");
	must_be_said_by("A court in Lund found two clerks guilty of theft and sent them to prison.",
		CLAIM_SENTENCED, "");
	must_be_said_by("A spokesman, Max Roe, said two clerks, as well as a nurse, were killed.",
		CLAIM_KILLED, "Max Roe");
}
END_TEST

TEST_MAIN("claim_share", the_month_before_is_counted_from_the_month_told,
	what_is_only_compared_dates_nothing, a_chronicle_goes_on_from_its_date,
	sources_stand_where_they_like, a_quotation_is_over_where_it_closes,
	who_spoke_last_is_meant_by_he_said, what_is_told_first_is_gone_on_with,
	what_leads_a_sentence_is_said_of_all_of_it, a_dated_event_dates_what_is_told_of_it,
	weekends_and_nights_are_days, what_is_left_out_is_of_the_same_event,
	what_is_not_believed_has_no_day_but_a_speaker, each_has_a_time_of_its_own,
	a_time_of_comparison_is_not_the_own)
