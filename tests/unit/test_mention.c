/* SPDX-License-Identifier: Apache-2.0
 *
 * With the models and lexicons that ship: tests of what must not break, not of quality, which
 * bench/quality-entities.md measures. */
#include "support/mentions.h"
#include "support/testing.h"

#include "text/lemma.h"
#include "text/parse.h"
#include "text/tag.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static const struct analysis *a;

START_TEST(fixed_forms_are_matched)
{
	a = read_text(
		"They paid $2.5 million. Call +44 20 7946 0000 or see https://example.org today. "
		"It broadcasts "
		"on 12130 MHz, 15km from 36\u00B0 20' N.");
	check_type("$2.5 million", ENTITY_MONEY);
	check_type("+44 20 7946 0000", ENTITY_COMMS_IDENTIFIER);
	check_type("https://example.org", ENTITY_URL);
	check_type("12130 MHz", ENTITY_FREQUENCY);
	check_type("15km", ENTITY_QUANTITY);
	check_type("36\u00B0 20' N", ENTITY_COORDINATE);
}
END_TEST

START_TEST(countries_have_codes_and_groups_have_names)
{
	a = read_text(
		"Fighters of al-Shabaab crossed from Somalia into Kenya on Tuesday, the police "
		"said.");
	ck_assert(str_eq(mention_of("Somalia")->canonical, STR("SO")));
	ck_assert(str_eq(mention_of("Kenya")->canonical, STR("KE")));
	check_type("Kenya", ENTITY_LOCATION);
}
END_TEST

static void check_form(const char *text, enum entity_form form)
{
	size_t n, i = (size_t)(mention_of(text) - a->mentions.v);
	struct entity *entities = mentions_entities(&a->mentions, &a->tokens, &arena, &n);

	ck_assert_msg(entities[i].form == form, "%s: %s", text, entity_form_name(entities[i].form));
}

START_TEST(names_are_told_from_nouns_and_pronouns)
{
	a = read_text("The police said on Tuesday that they had found 12 rifles in Mosul. The "
		      "former president Ana Sarriola met "
		      "the Interior Ministry's officials and three soldiers of the Vellmar "
		      "Battalion. She praised the government.");
	check_form("they", FORM_PRONOUN);
	check_form("She", FORM_PRONOUN);
	check_form("Mosul", FORM_NAME);
	check_form("The former president Ana Sarriola", FORM_NAME);
	check_form("The police", FORM_NOUN);
	check_form("the government", FORM_NOUN);
	check_form("Tuesday", FORM_VALUE);
	a = read_text("BOGOTA, 4 MAY 90 (EFE) -- THEY SAID THE GOVERNMENT OF COLOMBIA HAD TALKED "
		      "TO THE FARC.");
	check_form("THEY", FORM_PRONOUN);
	check_form("THE FARC", FORM_NAME);
}
END_TEST

START_TEST(a_body_is_also_called_by_its_members)
{
	a = read_text("Boko Haram fighters attacked two villages on Monday. Farmers fled. Fighters "
		      "of the army came on Tuesday.");
	ck_assert(str_eq(mention_of("Boko Haram fighters")->canonical, STR("org:boko-haram")));
}
END_TEST

START_TEST(words_of_a_known_name_are_no_verbs)
{
	read_text("Shining Path members attacked a police post on Monday.");
	check_type("Shining Path members", ENTITY_ORGANISATION);
}
END_TEST

START_TEST(an_explained_acronym_is_its_long_form)
{
	a = read_text(
		"The Harbour Protection Agency (HPA) arrested two men on Monday. The HPA said "
		"the men had "
		"planned to attack the port.");
	ck_assert(str_eq(mention_of("The HPA")->canonical, STR("Harbour Protection Agency")));
}
END_TEST

START_TEST(what_the_lexicon_knows_is_never_passed_over)
{
	a = read_text("Machineguns and al-Qaida in the Islamic Maghreb.");
	check_type("Machineguns", ENTITY_WEAPON);
	ck_assert(
		str_eq(mention_of("al-Qaida in the Islamic Maghreb")->canonical, STR("org:aqim")));
}
END_TEST

START_TEST(a_thing_has_the_words_that_say_what_kind_it_is)
{
	a = read_text("Police seized heavy weapons in the city. Engineers destroyed a VBIED.");
	check_type("heavy weapons", ENTITY_WEAPON);
	ck_assert_int_eq((int)mention_of("heavy weapons")->head, 3);
}
END_TEST

START_TEST(a_truck_driver_is_no_vehicle)
{
	read_text("Gunmen shot a truck driver near the town of Mosul on Monday.");
	check_no_mention(ENTITY_VEHICLE);
}
END_TEST

START_TEST(certain_documents_are_mentions_and_rumours_are_none)
{
	read_text(
		"The council adopted the resolution on Friday. Refugees can now get work permits. "
		"The full report was published.");
	check_type("the resolution", ENTITY_DOCUMENT_REFERENCE);
	check_type("work permits", ENTITY_DOCUMENT_REFERENCE);
	check_type("The full report", ENTITY_DOCUMENT_REFERENCE);
	read_text("We are concerned by reports of fighting.");
	check_no_mention(ENTITY_DOCUMENT_REFERENCE);
}
END_TEST

START_TEST(mentions_never_overlap_and_know_their_tokens)
{
	size_t i, j;

	a = read_text(
		"President Ana Ruiz of Peru met 30 officers of the Peruvian army in Lima on 4 "
		"May 2021; she "
		"said that the rebels had burned a bus, two trucks and a bridge near Cuzco.");
	ck_assert_uint_gt(a->mentions.n, 3);
	for (i = 0; i < a->mentions.n; i++) {
		const struct mention *m = &a->mentions.v[i];

		ck_assert(m->first <= m->head && m->head < m->last);
		ck_assert(i == 0 || a->mentions.v[i - 1].last <= m->first);
		ck_assert(m->confidence >= 0 && m->confidence <= 1.0001f);
		for (j = m->first; j < m->last; j++)
			ck_assert_int_eq(a->mentions.of[j], (int)i);
	}
}
END_TEST

START_TEST(every_token_is_tagged_and_trees_have_no_loops)
{
	size_t i, steps;
	int32_t at;

	a = read_text(
		"The army, which had been warned, killed three rebels; the dead were buried by "
		"their families. "
		"?! \u2014 n't 's ((( Go.");
	for (i = 0; i < a->tokens.n; i++) {
		ck_assert(pos_name(a->tokens.v[i].pos) != NULL);
		ck_assert(deprel_name(a->tokens.v[i].deprel) != NULL);
		for (at = (int32_t)i, steps = 0; at >= 0; at = a->tokens.v[at].head)
			ck_assert(steps++ <= a->tokens.n);
	}
}
END_TEST

START_TEST(a_simple_clause_is_parsed)
{
	size_t first, last;

	a = read_text("Soldiers killed three men in the village.");
	ck_assert_int_eq(a->tokens.v[1].head, -1);
	ck_assert_int_eq(parse_dependent(&a->tokens, 1, DEPREL_NSUBJ), 0);
	ck_assert_int_eq(parse_dependent(&a->tokens, 1, DEPREL_OBJ), 3);
	parse_subtree(&a->tokens, 3, &first, &last);
	ck_assert_uint_eq(first, 2);
	ck_assert(last >= 4);
}
END_TEST

START_TEST(lemmas_are_dictionary_forms)
{
	static const struct {
		const char *form;
		enum pos pos;
		const char *lemma;
	} cases[] = {{"killed", POS_VBD, "kill"}, {"seized", POS_VBD, "seize"},
		{"detained", POS_VBN, "detain"}, {"released", POS_VBN, "release"},
		{"kidnapped", POS_VBD, "kidnap"}, {"said", POS_VBD, "say"},
		{"carries", POS_VBZ, "carry"}, {"planning", POS_VBG, "plan"},
		{"injured", POS_VBN, "injure"}, {"freed", POS_VBN, "free"},
		{"attacks", POS_NNS, "attack"}, {"women", POS_NNS, "woman"},
		{"agencies", POS_NNS, "agency"}, {"churches", POS_NNS, "church"},
		{"arrested", POS_VBD, "arrest"}, {"sentenced", POS_VBD, "sentence"},
		{"deployed", POS_VBD, "deploy"}, {"wounded", POS_VBD, "wound"}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str lemma = lemma_of(str_from(cases[i].form), cases[i].pos, &arena);

		ck_assert_msg(str_eq(lemma, str_from(cases[i].lemma)), "%s -> %.*s", cases[i].form,
			STR_ARGS(lemma));
	}
}
END_TEST

START_TEST(an_empty_text_has_nothing)
{
	a = read_text("");
	ck_assert_uint_eq(a->mentions.n, 0);
	a = read_text(" \n\n ");
	ck_assert_uint_eq(a->tokens.n, 0);
}
END_TEST

TEST_MAIN("mention", fixed_forms_are_matched, countries_have_codes_and_groups_have_names,
	names_are_told_from_nouns_and_pronouns, a_body_is_also_called_by_its_members,
	words_of_a_known_name_are_no_verbs, an_explained_acronym_is_its_long_form,
	what_the_lexicon_knows_is_never_passed_over, a_thing_has_the_words_that_say_what_kind_it_is,
	a_truck_driver_is_no_vehicle, certain_documents_are_mentions_and_rumours_are_none,
	mentions_never_overlap_and_know_their_tokens, every_token_is_tagged_and_trees_have_no_loops,
	a_simple_clause_is_parsed, lemmas_are_dictionary_forms, an_empty_text_has_nothing)
