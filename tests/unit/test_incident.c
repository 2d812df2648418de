/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <stdio.h>

#include "base/paths.h"
#include "support/claims.h"
#include "text/incident_blame.h"
#include "text/incident_casualty.h"
#include "text/incident_event.h"
#include "text/incident_lexicon.h"
#include "text/incident_model.h"
#include "text/incident_where.h"
#include "text/lemma.h"
#include "text/reader.h"
#include "text/tag.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct extraction x;
static struct err err;

static void read_report(const char *text, const char *published)
{
	struct report report = {
		.body = str_from(text), .published = str_from(published), .verbatim = true};
	struct reader *reader = reader_open(paths_data_dir(), NULL, &err);

	ck_assert_msg(reader, "%s", err.text);
	ck_assert_msg(reader_read(reader, &report, &arena, &x, &err), "%s", err.text);
	ck_assert_msg(extraction_valid(&x, &err), "%s", err.text);
	reader_close(&reader);
}

START_TEST(a_kidnapping_on_a_teletype)
{
	read_report(
		"BOGOTA, 7 FEB 90 (EFE) -- [TEXT] GUERRILLAS OF THE ARMY OF NATIONAL LIBERATION "
		"[ELN] YESTERDAY KIDNAPPED MAYOR PEDRO ALVARADO IN BUCARAMANGA, THE POLICE "
		"REPORTED "
		"TODAY.",
		"1990-02-07");
	ck_assert_uint_ge(x.nincidents, 1);
	ck_assert_int_eq(x.incidents[0].type, INCIDENT_KIDNAPPING);
	ck_assert_int_eq(x.incidents[0].stage, STAGE_ACCOMPLISHED);
	ck_assert(has_filler(&x.incidents[0], ROLE_VICTIMS, "PEDRO ALVARADO"));
	ck_assert_uint_ge(x.incidents[0].nlocations, 1);
	ck_assert(str_case_eq(x.incidents[0].locations[0], STR("Colombia")));
}
END_TEST

START_TEST(a_filler_is_named_without_its_number_and_by_its_longest_name)
{
	read_report("BOGOTA, 7 FEB 90 (EFE) -- [TEXT] GUERRILLAS YESTERDAY KILLED FOUR PEASANTS "
		    "AND MAYOR PEDRO ALVARADO "
		    "RUIZ NEAR BUCARAMANGA, THE POLICE REPORTED TODAY. ALVARADO HAD BEEN "
		    "THREATENED BY THE "
		    "GUERRILLAS, WHO KILLED HIM WITH MACHINEGUNS.",
		"1990-02-07");
	ck_assert_uint_ge(x.nincidents, 1);
	ck_assert(has_filler(&x.incidents[0], ROLE_VICTIMS, "PEASANTS"));
	ck_assert(has_filler(&x.incidents[0], ROLE_VICTIMS, "PEDRO ALVARADO RUIZ"));
	ck_assert(!has_filler(&x.incidents[0], ROLE_VICTIMS, "ALVARADO"));
}
END_TEST

START_TEST(a_bombing_in_a_newspaper)
{
	read_report(
		"Lima, Peru. A powerful car bomb exploded on Tuesday in front of the bank in Lima. "
		"Two people were killed and the building was destroyed.",
		"2019-05-08");
	ck_assert_uint_ge(x.nincidents, 1);
	ck_assert_int_eq(x.incidents[0].type, INCIDENT_BOMBING);
	ck_assert_uint_gt(
		x.incidents[0].nroles[ROLE_VICTIMS] + x.incidents[0].nroles[ROLE_PHYSICAL_TARGETS],
		0);
	ck_assert(str_eq(x.incidents[0].locations[0], STR("Peru")));
}
END_TEST

START_TEST(a_country_named_for_something_else_is_no_place)
{
	size_t i, k;

	read_report("A car bomb exploded in front of the bank in Port Ansel on Tuesday. Two people "
		    "were killed and "
		    "the building was destroyed.\n\n"
		    "The parliament passed a law on border crossings. Two colleges opened courses "
		    "for teachers.\n\n"
		    "In other years the government brought home citizens, mainly women and "
		    "children, from camps in "
		    "Syria.",
		"2024-01-10");
	for (i = 0; i < x.nincidents; i++)
		for (k = 0; k < x.incidents[i].nlocations; k++)
			ck_assert(!str_eq(x.incidents[i].locations[k], STR("Syria")));
	ck_assert_uint_ge(x.nincidents, 1);
}
END_TEST

START_TEST(budgets_and_general_statements_are_no_incidents)
{
	read_report(
		"The finance ministry presented its budget for the coming year. Spending on roads "
		"and schools will grow by four percent.",
		"2019-05-08");
	ck_assert_uint_eq(x.nincidents, 0);
	read_report(
		"Terrorism remains a threat to all nations, and governments must work together to "
		"prevent attacks of any kind.",
		"2019-05-08");
	ck_assert_uint_eq(x.nincidents, 0);
}
END_TEST

START_TEST(a_day_that_is_not_told_is_on_or_before_the_report)
{
	static float near[1] = {1};
	struct incident_view view = {.published = 100};
	struct incident_scope scope = {.near = near};
	struct timexes none = {0};
	struct incident incident = {0};

	view.times = &none;
	incident_date(&view, &scope, &incident);
	ck_assert(incident.has_date);
	ck_assert_int_eq(incident.date.start, DAY_NONE);
	ck_assert_int_eq(incident.date.end, 100);
	view.published = DAY_NONE;
	incident_date(&view, &scope, &incident);
	ck_assert(!incident.has_date);
}
END_TEST

START_TEST(a_title_is_no_part_of_a_name)
{
	struct incident_lexicon *lexicon = incident_lexicon_open(paths_data_dir(), NULL, &err);
	struct knowledge knowledge;
	struct analysis analysis;
	struct timexes times = {0};
	struct incident_view view;
	size_t i, names = 0;

	ck_assert_msg(lexicon, "%s", err.text);
	ck_assert_msg(knowledge_open(&knowledge, paths_data_dir(), NULL, &err), "%s", err.text);
	analysis_make(
		&knowledge, STR("GUNMEN KILLED COLONEL JULIO RAMIREZ IN CALI."), &arena, &analysis);
	incident_view_make(
		lexicon, &(struct incident_input){&analysis, &times, DAY_NONE}, &arena, &view);
	for (i = 0; i < view.nnouns; i++) {
		struct str text = tokens_text(view.tokens, view.nouns[i].first, view.nouns[i].last);

		names += view.nouns[i].name && str_eq(text, STR("JULIO RAMIREZ"));
	}
	ck_assert_uint_eq(names, 1);
	ck_assert_uint_eq(view.nplaces, 1);
	ck_assert(str_eq(view.places[0].country, STR("CO")));
	ck_assert(str_eq(incident_country_name(lexicon, STR("CO")), STR("Colombia")));
	knowledge_release(&knowledge);
	incident_lexicon_close(&lexicon);
}
END_TEST

static struct str type_of(
	const struct incident_lexicon *lexicon, enum incident_role role, const char *text)
{
	struct tokens t;
	size_t i;

	tokens_split(str_from(text), &arena, &t);
	for (i = 0; i < t.n; i++)
		t.v[i].lemma = lemma_of(t.v[i].lower, POS_NNS, &arena);
	return incident_thing_type(
		lexicon, role, &t, (struct incident_words){0, (uint32_t)t.n, (uint32_t)t.n - 1});
}

START_TEST(things_have_types)
{
	struct incident_lexicon *lexicon = incident_lexicon_open(paths_data_dir(), NULL, &err);

	ck_assert_msg(lexicon, "%s", err.text);
	ck_assert(str_eq(type_of(lexicon, ROLE_WEAPONS, "car bombs"), STR("vehicle_bomb")));
	ck_assert(str_eq(type_of(lexicon, ROLE_WEAPONS, "two homemade bombs"), STR("bomb")));
	ck_assert(str_eq(
		type_of(lexicon, ROLE_PHYSICAL_TARGETS, "the embassy gate"), STR("diplomatic")));
	ck_assert(str_eq(type_of(lexicon, ROLE_VICTIMS, "nine policemen"), STR("police")));
	ck_assert(!type_of(lexicon, ROLE_VICTIMS, "Zarnovel").n);
	incident_lexicon_close(&lexicon);
}
END_TEST

static enum blame blame_in(const char *text)
{
	struct extraction told = {.text = str_from(text)};
	struct incident incident = {.type = INCIDENT_BOMBING};
	struct filler who = {.text = str_slice(told.text, str_find(told.text, STR("Red Front"), 0),
				     str_find(told.text, STR("Red Front"), 0) + 9)};
	struct claim claim = {.kind = CLAIM_RESPONSIBILITY,
		.subject = who.text,
		.modality = str_find(told.text, STR("denied"), 0) < told.text.n
				    ? MODALITY_DENIED
				    : MODALITY_ASSERTED};
	struct tokens t;

	tokens_split(told.text, &arena, &t);
	incident.roles[ROLE_PERPETRATOR_ORGANISATIONS] = &who;
	incident.nroles[ROLE_PERPETRATOR_ORGANISATIONS] = 1;
	told.incidents = &incident;
	told.nincidents = 1;
	told.claims = &claim;
	told.nclaims = str_find(told.text, STR("bombing"), 0) < told.text.n;
	incidents_blame(&told, &t);
	return incident.blame;
}

START_TEST(blame_is_told_apart)
{
	ck_assert_int_eq(blame_in("The Red Front claimed the bombing."), BLAME_CLAIMED);
	ck_assert_int_eq(blame_in("The Red Front denied the bombing."), BLAME_DENIED);
	ck_assert_int_eq(blame_in("Suspected Red Front fighters attacked."), BLAME_SUSPECTED);
	ck_assert_int_eq(blame_in("The Red Front attacked."), BLAME_NONE);
}
END_TEST

/* How many statements of a kind there are; the range of the first in *ret. */
static size_t casualties_of(const struct incident *in, enum claim_kind kind, struct casualties *ret)
{
	size_t i, n = 0;

	for (i = 0; i < in->ncasualties; i++)
		if (in->casualties[i].kind == kind && n++ == 0)
			*ret = in->casualties[i];
	return n;
}

START_TEST(an_incident_has_its_casualties_and_who_says_so)
{
	struct casualties killed = {0}, wounded = {0};

	read_report(
		"Lima, Peru. A powerful car bomb exploded on Tuesday in front of the bank in Lima. "
		"Police said at "
		"least 12 people were killed and 30 were wounded. The building was destroyed.\n\n"
		"In all, more than 400 people were killed in Peru last year.",
		"2019-05-08");
	ck_assert_uint_ge(x.nincidents, 1);
	ck_assert_int_eq(x.incidents[0].type, INCIDENT_BOMBING);
	ck_assert_uint_eq(casualties_of(&x.incidents[0], CLAIM_KILLED, &killed), 1);
	ck_assert_double_eq(killed.low, 12);
	ck_assert(killed.open);
	ck_assert(str_eq(killed.attributed_to, STR("Police")));
	ck_assert_uint_eq(casualties_of(&x.incidents[0], CLAIM_WOUNDED, &wounded), 1);
	ck_assert_double_eq(wounded.low, 30);
	ck_assert(!wounded.open);
}
END_TEST

static size_t counted_of(const char *subject)
{
	struct incident attack = {
		.type = INCIDENT_ATTACK, .stage = STAGE_ACCOMPLISHED, .span = {0, 24}};
	struct claim claim = {.kind = CLAIM_KILLED,
		.span = {0, 24},
		.has_value = true,
		.value = 3,
		.unit = STR("person"),
		.modality = MODALITY_ASSERTED,
		.subject = str_from(subject)};
	struct extraction told = {.text = STR("Three clerks were killed."),
		.incidents = &attack,
		.nincidents = 1,
		.claims = &claim,
		.nclaims = 1};
	struct tokens t;

	tokens_split(told.text, &arena, &t);
	incidents_count(&told, &t, &arena);
	return attack.ncasualties;
}

START_TEST(the_dead_of_a_war_are_no_incidents)
{
	ck_assert_uint_eq(counted_of("civil war"), 0);
	ck_assert_uint_eq(counted_of("raid on Peshawar"), 1);
}
END_TEST

START_TEST(speakers_who_disagree_are_both_kept)
{
	static const char text[] =
		"A bomb exploded in Lorn. Police said 3 died. The army said 5 died.";
	struct incident bombing = {
		.type = INCIDENT_BOMBING, .stage = STAGE_ACCOMPLISHED, .span = {0, 24}};
	struct claim claims[] = {{.kind = CLAIM_KILLED,
					 .span = {25, 43},
					 .has_value = true,
					 .value = 3,
					 .unit = STR("person"),
					 .modality = MODALITY_ASSERTED,
					 .attributed_to = STR("Police")},
		{.kind = CLAIM_KILLED,
			.span = {44, 66},
			.has_value = true,
			.value = 5,
			.unit = STR("person"),
			.modality = MODALITY_ASSERTED,
			.attributed_to = STR("army")},
		{.kind = CLAIM_KILLED,
			.span = {44, 66},
			.has_value = true,
			.value = 5,
			.unit = STR("person"),
			.modality = MODALITY_ASSERTED,
			.attributed_to = STR("army")}};
	struct extraction told = {.text = str_from(text),
		.incidents = &bombing,
		.nincidents = 1,
		.claims = claims,
		.nclaims = ARRAY_SIZE(claims)};
	struct tokens t;

	tokens_split(told.text, &arena, &t);
	incidents_count(&told, &t, &arena);
	ck_assert_uint_eq(bombing.ncasualties, 2);
	ck_assert_double_eq(bombing.casualties[0].high, 3);
	ck_assert_double_eq(bombing.casualties[1].high, 5);
	ck_assert(str_eq(bombing.casualties[1].attributed_to, STR("army")));
}
END_TEST

START_TEST(a_toll_of_another_day_or_place_is_left_out)
{
	static const char text[] = "A bomb exploded in Lorn. Gunmen killed 3 in Tarn.";
	struct str where[] = {STR("Norland"), STR("Lorn")}, elsewhere[] = {STR("Tarn")};
	struct incident bombing = {.type = INCIDENT_BOMBING,
		.stage = STAGE_ACCOMPLISHED,
		.span = {0, 24},
		.locations = where,
		.nlocations = 2,
		.has_date = true,
		.date = {1000, 1000}};
	struct claim claim = {.kind = CLAIM_KILLED,
		.span = {25, 49},
		.has_value = true,
		.value = 3,
		.unit = STR("person"),
		.modality = MODALITY_ASSERTED,
		.places = elsewhere,
		.nplaces = 1};
	struct extraction told = {.text = str_from(text),
		.incidents = &bombing,
		.nincidents = 1,
		.claims = &claim,
		.nclaims = 1};
	struct tokens t;

	tokens_split(told.text, &arena, &t);
	incidents_count(&told, &t, &arena);
	ck_assert_uint_eq(bombing.ncasualties, 0);
	claim.places = &where[1];
	incidents_count(&told, &t, &arena);
	ck_assert_uint_eq(bombing.ncasualties, 1);
	bombing.ncasualties = 0;
	claim.has_time = true;
	claim.time = (struct period){990, 990};
	incidents_count(&told, &t, &arena);
	ck_assert_uint_eq(bombing.ncasualties, 0);
	claim.time = (struct period){900, DAY_NONE};
	incidents_count(&told, &t, &arena);
	ck_assert_uint_eq(bombing.ncasualties, 0);
}
END_TEST

START_TEST(what_is_told_separately_is_another_event)
{
	struct casualties killed = {0};

	read_report("Gunmen kidnapped two German engineers from an oil refinery near Lima, Peru. "
		    "Separately, the army says "
		    "two soldiers were killed Monday by a roadside bomb in Lima.",
		"2019-05-08");
	ck_assert_uint_ge(x.nincidents, 1);
	ck_assert_int_eq(x.incidents[0].type, INCIDENT_KIDNAPPING);
	ck_assert_uint_eq(casualties_of(&x.incidents[0], CLAIM_KILLED, &killed), 0);
}
END_TEST

START_TEST(questions_share_no_labels)
{
	size_t q;

	for (q = 0; q < ASK_END; q++) {
		ck_assert_uint_ge(incident_answers((enum incident_question)q), 2);
		ck_assert_uint_le(
			incident_answers((enum incident_question)q), INCIDENT_MAX_ANSWERS);
		ck_assert_uint_eq(incident_first_label((enum incident_question)(q + 1)),
			incident_first_label((enum incident_question)q) +
				incident_answers((enum incident_question)q));
	}
	ck_assert_uint_eq(incident_model_want().nlabels, incident_first_label(ASK_END));
}
END_TEST

START_TEST(many_incidents_stay_bounded)
{
	static char text[60000];
	size_t i, n = 0;

	for (i = 0; n + 200 < sizeof(text); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"On %zu May gunmen killed %zu peasants in Cali. In Lima a bomb wounded a "
			"judge. ",
			i % 28 + 1, i + 2);
	read_report(text, "1990-06-01");
	ck_assert_uint_gt(x.nincidents, 0);
	ck_assert_uint_le(x.nincidents, INCIDENT_MAX_SCOPES + INCIDENT_MAX_EVENTS);
}
END_TEST

TEST_MAIN("incident", a_kidnapping_on_a_teletype,
	a_filler_is_named_without_its_number_and_by_its_longest_name, a_bombing_in_a_newspaper,
	a_country_named_for_something_else_is_no_place,
	budgets_and_general_statements_are_no_incidents,
	a_day_that_is_not_told_is_on_or_before_the_report, a_title_is_no_part_of_a_name,
	what_is_told_separately_is_another_event, questions_share_no_labels, things_have_types,
	blame_is_told_apart, an_incident_has_its_casualties_and_who_says_so,
	the_dead_of_a_war_are_no_incidents, speakers_who_disagree_are_both_kept,
	a_toll_of_another_day_or_place_is_left_out, many_incidents_stay_bounded)
