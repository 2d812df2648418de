/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include "base/date.h"
#include "model/extraction.h"

static struct filler victims[] = {{.text = STR("Judge Ada  Lorn")}, {.text = STR("a driver")}};
static struct filler turned[] = {{.text = STR("A DRIVER")}, {.text = STR("JUDGE ADA LORN")}};
static struct str lorn[] = {STR("Norland"), STR("Port Lorn")},
		  capitals[] = {STR("NORLAND"), STR("PORT LORN")};

static struct incident incident_in(struct str *where, struct filler *whom)
{
	struct incident in = {.type = INCIDENT_ATTACK,
		.stage = STAGE_ACCOMPLISHED,
		.has_date = true,
		.date = {day_from_civil(2024, 5, 1), day_from_civil(2024, 5, 1)},
		.locations = where,
		.nlocations = 2};

	in.roles[ROLE_VICTIMS] = whom;
	in.nroles[ROLE_VICTIMS] = 2;
	return in;
}

static bool same_id(const struct incident *a, const struct incident *b)
{
	char one[INCIDENT_ID_BYTES], two[INCIDENT_ID_BYTES];

	incident_id(a, one);
	incident_id(b, two);
	ck_assert_uint_eq(strlen(one), INCIDENT_ID_BYTES - 1);
	return strcmp(one, two) == 0;
}

START_TEST(an_incident_has_one_name_whatever_the_case_order_and_place_in_the_text)
{
	struct incident a = incident_in(lorn, victims), b = incident_in(capitals, turned);

	b.span = (struct span){100, 200};
	b.confidence = 0.5f;
	b.blame = BLAME_CLAIMED;
	ck_assert(same_id(&a, &b));
}
END_TEST

START_TEST(another_type_day_place_or_victim_is_another_incident)
{
	struct incident a = incident_in(lorn, victims), b = a;

	b.type = INCIDENT_BOMBING;
	ck_assert(!same_id(&a, &b));
	b = a;
	b.date.start = DAY_NONE;
	ck_assert(!same_id(&a, &b));
	b = a;
	b.nlocations = 1;
	ck_assert(!same_id(&a, &b));
	b = a;
	b.nroles[ROLE_VICTIMS] = 1;
	ck_assert(!same_id(&a, &b));
	b = a; /* the same words in another role */
	b.roles[ROLE_PHYSICAL_TARGETS] = b.roles[ROLE_VICTIMS];
	b.nroles[ROLE_PHYSICAL_TARGETS] = 2;
	b.nroles[ROLE_VICTIMS] = 0;
	ck_assert(!same_id(&a, &b));
}
END_TEST

/* A name that is kept in exports must not change with the program. */
START_TEST(the_name_of_an_incident_is_the_one_of_the_first_version)
{
	struct incident in = incident_in(lorn, victims);
	char id[INCIDENT_ID_BYTES];

	/* printf 'attack\n2024-05-01\n2024-05-01\nnorland\nport lorn\n--\n--\n--\n--\na
	 * driver\njudge ada lorn\n--\n--\n' | sha256sum */
	incident_id(&in, id);
	ck_assert_str_eq(id, "a0d3388d3dfba90d");
}
END_TEST

START_TEST(a_modifier_says_from_where_to_where)
{
	static const struct {
		enum modifier modifier;
		double value, low, high;
		bool closed;
	} cases[] = {{MODIFIER_EXACT, 5, 5, 5, true}, {MODIFIER_NONE, 5, 5, 5, true},
		{MODIFIER_ABOUT, 5, 5, 5, true}, {MODIFIER_AT_LEAST, 5, 5, 5, false},
		{MODIFIER_MORE_THAN, 5, 6, 6, false}, {MODIFIER_MORE_THAN, 2.5, 2.5, 2.5, false},
		{MODIFIER_AT_MOST, 5, 0, 5, true}, {MODIFIER_LESS_THAN, 5, 0, 4, true}};
	double low, high;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert(claim_bounds(cases[i].value, cases[i].modifier, &low, &high) ==
			  cases[i].closed);
		ck_assert_double_eq(low, cases[i].low);
		ck_assert_double_eq(high, cases[i].high);
	}
}
END_TEST

TEST_MAIN("extraction", an_incident_has_one_name_whatever_the_case_order_and_place_in_the_text,
	another_type_day_place_or_victim_is_another_incident,
	the_name_of_an_incident_is_the_one_of_the_first_version,
	a_modifier_says_from_where_to_where)
