/* SPDX-License-Identifier: Apache-2.0
 * What the dashboard tells of the facts: figures and their evidence, versions of a page, stories,
 * and what a filter leaves of them. */
#include "support/visitor.h"
#include "support/testing.h"

#include <stdio.h>

#define BOMB_TOO \
	"A car bomb killed 19 people at a market in Mosul, Iraq, on 4 May 2023, the governor " \
	"said.\n"

START_TEST(a_figure_told_twice_is_a_range_with_its_evidence)
{
	struct line line;
	char path[600];

	begin(&line);
	feed(&line, "a.txt", BOMB);
	feed(&line, "b.txt", BOMB_TOO);
	ck_assert_int_eq(get("/figure/killed%7Cmosul%7C2023-05-04%7Cperson"), 200);
	has("<b>2</b> reports, <b>2</b> independent origins");
	has("from <b>12</b> to <b>19 or more</b>");
	ck_assert_int_eq(get("/claims?country=IQ&kind=killed"), 200);
	has("12–19 or more");
	snprintf(path, sizeof(path), "/fact/%s", between("class=open href=\"/fact/", "\""));
	ck_assert_int_eq(get(path), 200);
	has("<mark>A car bomb killed");
	has("SHA-256 of the original");
	snprintf(path, sizeof(path), "/report/%s", between("<a href=\"/report/", "#"));
	ck_assert_int_eq(get(path), 200);
	has("<mark>A car bomb killed");
	line_stop(&line);
}
END_TEST

START_TEST(two_bombs_in_a_state_are_two_events)
{
	struct line line;

	begin(&line);
	feed(&line, "a.txt", BOMB);
	feed(&line, "b.txt", "A car bomb killed four soldiers in Basra, Iraq, on 4 May 2023.\n");
	ck_assert_int_eq(get("/event/bombing%7Cmosul%7C2023-05-04"), 200);
	has("<b>1</b> report, <b>1</b> independent origin");
	has("<th>where<th>toll");
	has("12 killed");
	ck_assert_int_eq(get("/event/bombing%7Cbasra%7C2023-05-04"), 200);
	has("4 killed");
	ck_assert_int_eq(get("/event/bombing%7Ciraq%7C2023-05-04"), 404);
	line_stop(&line);
}
END_TEST

START_TEST(versions_of_a_page_differ_by_their_facts)
{
	static const char versions[] =
		"{\"id\":\"1\",\"url\":\"https://a.example/x\",\"text\":\"Five people died in "
		"Vellmar. Police arrested two men. Three people died in Omsk.\"}\n"
		"{\"id\":\"2\",\"url\":\"https://a.example/x\",\"text\":\"Eight people died in "
		"Vellmar. Nine people were wounded. Three people died in Omsk.\"}\n";
	struct line line;
	char path[200];

	begin(&line);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait",
				 line_file(&line, "v.jsonl", versions, sizeof(versions) - 1)),
		0);
	get("/api/reports?sort=oldest");
	snprintf(path, sizeof(path), "/report/%s", between("\"id\":\"", "\""));
	ck_assert_int_eq(get(path), 200);
	has("Its story: 2 reports of 1 independent origin<");
	has("<li>this report <span class=dim>1: first, origin a.example<");
	has("Other versions of this page");
	has(">later version</a>: killed people 5 → 8<");
	has(">later version</a>: arrested men 2 <b>is no longer told</b>");
	has(">later version</a>: wounded people 9 <b>is new</b>");
	hasnt("→ 3");
	hasnt("3 →");
	snprintf(path, sizeof(path), "/report/%s", between("<li><a href=\"/report/", "\""));
	ck_assert_int_eq(get(path), 200);
	has(">former version</a>: killed people 5 → 8<");
	line_stop(&line);
}
END_TEST

#define OTHER_NEWS \
	"The ministry of fisheries has raised the quota for herring by a tenth, its speaker " \
	"said, after scientists " \
	"had found that the stock had grown for the third year in a row."
#define WIRE_1 \
	"VELLMAR, May 4 - A bomb killed at least 12 people in the harbour of Vellmar on Tuesday, " \
	"the governor said. "
#define WIRE_2 \
	"Thirty others were wounded when the device went off near a warehouse, and the police " \
	"arrested three men. "
#define WIRE_3 \
	"Nobody has claimed the attack. The harbour was closed for two days, and ships were sent " \
	"on to Port Ansel. "

START_TEST(the_number_of_a_story_that_went_leads_on)
{
	char first[80], second[80], path[120];
	struct line line;

	begin(&line);
	feed(&line, "a.jsonl",
		"{\"id\":\"a\",\"url\":\"https://a.example/"
		"1\",\"published\":\"2023-05-04\",\"text\":\"" WIRE_1 WIRE_2 WIRE_3 "\"}\n");
	feed(&line, "b.jsonl",
		"{\"id\":\"b\",\"url\":\"https://b.example/2\",\"text\":\"" WIRE_3 OTHER_NEWS
		"\"}\n");
	feed(&line, "c.jsonl",
		"{\"id\":\"c\",\"url\":\"https://c.example/3\",\"text\":\"" WIRE_3 OTHER_NEWS
		" More soon.\"}\n");
	line_text(&line, "SELECT id FROM copies WHERE report=1", first, sizeof(first));
	line_text(&line, "SELECT id FROM copies WHERE report=2", second, sizeof(second));
	snprintf(path, sizeof(path), "/story/%s", second);
	ck_assert_int_eq(get(path), 200);
	has("2 reports of");
	feed(&line, "d.jsonl",
		"{\"id\":\"d\",\"url\":\"https://d.example/4\",\"text\":\"" WIRE_1 WIRE_2 WIRE_3
			OTHER_NEWS "\"}\n");
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM stories"), 1);
	ck_assert_int_eq(get(path), 301);
	has("Location: /story/");
	has(first);
	snprintf(path, sizeof(path), "/story/%s", first);
	ck_assert_int_eq(get(path), 200);
	has("4 reports of");
	/* without titles they are told apart by how they begin, where and when they were
	 * published */
	has("“VELLMAR, May 4 - A bomb killed");
	ck_assert_int_eq(get("/stories"), 200);
	has("“VELLMAR, May 4 - A bomb killed");
	has("2023-05-04");
	ck_assert_int_eq(get("/story/abcdef"), 404);
	/* and on the terminal */
	ck_assert_int_eq(SITREP(&line, out, "stories", second, "--csv"), 0);
	has("became one with story");
	has(",\"d\"");
	line_stop(&line);
}
END_TEST

START_TEST(a_count_of_some_is_not_shown_as_one_of_all)
{
	static const char sample[] = "The numbers above and the totals count only so many";
	struct line line;

	begin(&line);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "few.jsonl", 100)), 0);
	ck_assert_int_eq(get("/claims"), 200);
	hasnt(sample);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 3100)), 0);
	ck_assert_int_eq(get("/claims"), 200);
	/* the store counts by kind and the like itself, the rest is of the newest */
	hasnt(sample);
	has("3100 in all; who says it and the totals are of the newest 3000");
	ck_assert_int_eq(get("/claims?who=gunmen"), 200);
	has(sample);
	has("There are 3000 or more");
	ck_assert_int_eq(get("/claims?kind=arrested"), 200);
	hasnt(sample);
	has("0 in all.");
	hasnt("Of the newest 1000 reports");
	ck_assert_int_eq(get("/claims?kind=killed&q=Vellmar"), 200);
	has("Of the newest 1000 reports");
	line_stop(&line);
}
END_TEST

START_TEST(organisations_and_sources_narrow_what_is_found)
{
	struct line line;

	begin(&line);
	feed(&line, "a.jsonl",
		"{\"id\":\"a\",\"source\":\"one.example\",\"text\":\"A car bomb killed 12 people "
		"in Mosul, Iraq, on 4 May"
		" 2023. The Islamic State claimed responsibility for the bombing. There were 3 "
		"casualties in Aleppo on Monday."
		" Attacks fell by 20 percent in 2022.\"}\n");
	feed(&line, "b.jsonl",
		"{\"id\":\"b\",\"source\":\"two.example\",\"text\":\"Boko Haram fighters killed 7 "
		"people in Maiduguri,"
		" Nigeria, on 3 May 2023. The bombing was denied.\"}\n");
	ck_assert_int_eq(get("/claims"), 200);
	has("organisation=org%3Aisis\">The Islamic State <small>");
	has("country=IQ\">Iraq <small>");
	has("how many'>3 casualties<");
	has("how many'>20 percent<");
	hasnt("organisation=people");
	has("source=two.example\">two.example <small>");
	ck_assert_int_eq(get("/entity/organisation/org%3Aisis"),
		200); /* by its code; the facts have its names */
	has("<h1>The Islamic State</h1>");
	has("<b>responsibility</b>");
	hasnt("<h2>Claims</h2><ol class=list></ol><p class=dim>None.");
	ck_assert_int_eq(get("/entity/location/Mosul"), 200);
	has("<b>killed</b> 12");
	ck_assert_int_eq(get("/entities?kind=location"), 200);
	has("\">Iraq</a>");
	ck_assert_int_eq(get("/entities"), 200); /* names: neither common nouns nor amounts */
	has(">The Islamic State</a>");
	hasnt(">people</a>");
	hasnt(">12 people</a>");
	ck_assert_int_eq(get("/entities?form=any"), 200);
	has("people</a>");
	ck_assert_int_eq(get("/entities?form=verb"), 400);
	ck_assert_int_eq(get("/api/mentions?form=name"), 200);
	has("\"text\":\"Mosul\"");
	hasnt("\"form\":\"noun\"");
	ck_assert_int_eq(get("/claims?form=name"), 400);
	/* where a report is about one country, so is what it tells without a place */
	feed(&line, "c.jsonl",
		"{\"id\":\"c\",\"title\":\"Jordan: a year of unrest\",\"text\":\"The unrest grew "
		"in spring. At least 31"
		" people were killed by the violence.\"}\n");
	feed(&line, "d.jsonl",
		"{\"id\":\"d\",\"title\":\"Jordan\",\"text\":\"Gunmen killed 5 people in Amman on "
		"3 January 2021. A bomb"
		" killed 9 people in Amman on 2 May 2021. In 2021 terrorists killed 640 people. "
		"Police seized 5 vehicles in Amman.\"}\n");
	ck_assert_int_eq(get("/country/JO"),
		200); /* a bar of each month, in its place; what is of a year is of no month */
	has(">2021-01</text>");
	has(">2021-05</text>");
	has("<title>2021-01: 5 to 5</title>");
	has("<title>2021-05: 9 to 9</title>");
	hasnt("640</title>");
	has("killed</b> 640 people");
	has("seized</b> 5 vehicles, ");
	ck_assert_int_eq(get("/claims?country=Jordan&kind=seized"), 200); /* by its name as well */
	has("how many'>5<");
	ck_assert_int_eq(get("/claims?country=Atlantis"), 400);
	ck_assert_int_eq(get("/claims?country=JO"), 200);
	has("at least 31");
	hasnt("Mosul");
	ck_assert_int_eq(get("/claims?organisation=org%3Aisis&kind=killed"), 200);
	has("<td class=n data-l='how many'>12");
	hasnt("Maiduguri");
	ck_assert_int_eq(get("/api/incidents?organisation=boko"), 200); /* a part of a name */
	has("Maiduguri");
	hasnt("Mosul");
	ck_assert_int_eq(get("/api/reports?organisation=Islamic%20State&source=two"), 200);
	hasnt("\"id\"");
	ck_assert_int_eq(get("/api/claims?organisation=Nobody%20of%20that%20name"), 200);
	hasnt("\"id\"");
	ck_assert_int_eq(get("/search?q=bombing"), 200);
	has("href=\"/search?q=bombing&amp;organisation=org%3Aboko-haram\">Boko Haram fighters "
	    "<small>");
	has("href=\"/claims?q=bombing&amp;kind=killed\">");
	ck_assert_int_eq(get("/search?q=bombing&organisation=Boko%20Haram"), 200);
	has("Maiduguri");
	hasnt("Mosul");
	ck_assert_int_eq(SITREP(&line, out, "claims", "--organisation", "Boko Haram", "--json"), 0);
	has("Maiduguri");
	hasnt("Mosul");
	ck_assert_int_eq(get("/export/claims.jsonl?organisation=Boko%20Haram"), 200);
	hasnt("Mosul");
	line_stop(&line);
}
END_TEST

TEST_MAIN("dashboard_facts", a_figure_told_twice_is_a_range_with_its_evidence,
	two_bombs_in_a_state_are_two_events, versions_of_a_page_differ_by_their_facts,
	the_number_of_a_story_that_went_leads_on, a_count_of_some_is_not_shown_as_one_of_all,
	organisations_and_sources_narrow_what_is_found)
