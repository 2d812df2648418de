/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"

#include <unistd.h>

#include "store/export.h"
#include "store/geo.h"
#include "store/uuid.h"
#include "support/samples.h"
#include "support/stores.h"

static struct arena arena;
static char out[1 << 16];

static struct db *stored(struct store *s, const struct message *m)
{
	struct err err = {0};
	struct db *db;

	stores_put(s, &m->u.result);
	stores_commit(s);
	store_close(&s);
	db = facts_open(".", &err);
	ck_assert_msg(db != NULL, "%s", err.text);
	return db;
}

/* A store with one claim and one incident, whose texts are those of a joker. */
static struct db *facts_of(const char *object)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);

	m.u.result.extraction.claims[0].object = str_from(object);
	return stored(stores_fresh("export"), &m);
}

static void export_all(struct db *db, enum export_format format, enum listing listing)
{
	AUTO(buf_release) struct buf buf = {0};
	struct export *x = export_new(db, format, listing, &(struct filter){0}, 1700000000000);
	struct err err = {0};
	bool more = true;

	buf_init(&buf, sizeof(out) - 1);
	while (more)
		ck_assert_msg(export_more(x, &buf, &more, &err), "%s", err.text);
	memcpy(out, buf.data, buf.n + 1);
	export_free(&x);
}

/* A store with places, where the claim was in Mosul. */
static struct db *facts_in_mosul(void)
{
	struct message m = sample_message(MESSAGE_RESULT, &arena);

	m.u.result.extraction.claims[0].places[0] = STR("Mosul");
	return stored(stores_with_places("export_towns"), &m);
}

START_TEST(a_town_has_a_point_of_its_own)
{
	struct db *db = facts_in_mosul();

	export_all(db, EXPORT_GEOJSON, LISTING_CLAIMS);
	ck_assert_ptr_nonnull(strstr(out, "\"coordinates\":[43.1,36.3]"));
	ck_assert_ptr_nonnull(strstr(out, "\"precision\":\"town\""));
	db_close(&db);
}
END_TEST

START_TEST(csv_quotes_and_disarms)
{
	struct db *db = facts_of("=HYPERLINK(\"http://evil\")");

	export_all(db, EXPORT_CSV, LISTING_CLAIMS);
	ck_assert_ptr_nonnull(strstr(out, ",\"'=HYPERLINK(\"\"http://evil\"\")\","));
	ck_assert_ptr_nonnull(strstr(out, "\r\n\""));
	db_close(&db);
}
END_TEST

START_TEST(a_brief_escapes_and_counts)
{
	struct db *db = facts_of("<script>x</script>");

	export_all(db, EXPORT_BRIEF, LISTING_CLAIMS);
	ck_assert_ptr_null(strstr(out, "<script>"));
	ck_assert_ptr_nonnull(strstr(out, "&lt;script&gt;"));
	ck_assert_ptr_nonnull(strstr(out, "<li id=n1>"));
	ck_assert_ptr_nonnull(strstr(out, "<p>1 facts"));
	db_close(&db);
}
END_TEST

START_TEST(every_format_says_how_many)
{
	struct db *db = facts_of("people");

	export_all(db, EXPORT_JSONL, LISTING_CLAIMS);
	ck_assert_ptr_nonnull(strstr(out, "{\"manifest\":{"));
	ck_assert_ptr_nonnull(strstr(out, "\"count\":1,"));
	export_all(db, EXPORT_GEOJSON, LISTING_INCIDENTS);
	ck_assert_ptr_nonnull(strstr(out, "\"geometry\":null"));
	ck_assert_ptr_nonnull(strstr(out, "\"complete\":true}}"));
	export_all(db, EXPORT_MANIFEST, LISTING_INCIDENTS);
	ck_assert_ptr_nonnull(strstr(out, "\"count\":1,"));
	export_all(db, EXPORT_STIX, LISTING_INCIDENTS);
	ck_assert_ptr_nonnull(
		strstr(out, "\"type\":\"incident\",\"spec_version\":\"2.1\",\"id\":\"incident--"));
	db_close(&db);
}
END_TEST

START_TEST(an_incident_without_an_event_has_the_toll_of_its_report)
{
	struct db *db = facts_of("people");

	export_all(db, EXPORT_CSV, LISTING_INCIDENTS);
	ck_assert_ptr_nonnull(strstr(out,
		",fatalities_low,fatalities_high,wounded_low,wounded_high,event_key,incident_id,"));
	ck_assert_ptr_nonnull(
		strstr(out, ",12,,,,")); /* 12 or more killed, nothing of wounded, no event */
	export_all(db, EXPORT_STIX, LISTING_INCIDENTS);
	ck_assert_ptr_nonnull(strstr(out, "\"killed\":{\"low\":12"));
	export_all(db, EXPORT_JSONL, LISTING_INCIDENTS);
	ck_assert_ptr_nonnull(strstr(out, "\"casualties\":[{\"kind\":\"killed\",\"low\":12"));
	ck_assert_ptr_nonnull(strstr(out, "\"high\":null,\"attributed_to\":\"Omsk\""));
	db_close(&db);
}
END_TEST

START_TEST(names_make_the_same_uuid_everywhere)
{
	char uuid[UUID_TEXT];

	/* python3 -c 'import uuid;
	 * print(uuid.uuid5(uuid.UUID("0f6a2c0e-5d0b-4f0a-9b57-2f1f6c0d51a7"),
	 * "identity:sitrep"))' */
	uuid_of(STR("identity:sitrep"), uuid);
	ck_assert_str_eq(uuid, "d2396423-dc33-53f2-8d47-dbc3b30bac24");
	uuid_of(STR("a name that is longer than one block of sixty-four bytes, and by some words "
		    "at that"),
		uuid);
	ck_assert_str_eq(uuid, "48715f4a-91b2-545a-863e-4a27f98c24f0");
}
END_TEST

START_TEST(states_are_found_by_their_code)
{
	size_t i;

	for (i = 0; i < ncountries; i++) {
		ck_assert_ptr_eq(country_find(str_from(countries[i].code)), &countries[i]);
		ck_assert_int_le(abs(countries[i].latitude), 90);
		ck_assert_int_le(abs(countries[i].longitude), 180);
	}
	ck_assert_ptr_null(country_find(STR("")));
	ck_assert_ptr_null(country_find(STR("ZZ")));
	ck_assert_ptr_null(country_find(STR("iq")));
}
END_TEST

TEST_MAIN("export", a_town_has_a_point_of_its_own, csv_quotes_and_disarms,
	a_brief_escapes_and_counts, every_format_says_how_many,
	an_incident_without_an_event_has_the_toll_of_its_report,
	names_make_the_same_uuid_everywhere, states_are_found_by_their_code)
