/* SPDX-License-Identifier: Apache-2.0
 * The dashboard over HTTP, in front of the real daemons: pages, API, corrections, and what a hostile
 * client may try. */
#include "support/testing.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/line.h"

static char out[4 << 20], listen_flag[64];
static uint16_t port;

static void begin(struct line *line)
{
	const char *const flags[] = {"--http-listen=", listen_flag};

	port = line_free_port();
	snprintf(listen_flag, sizeof(listen_flag), "--dashboard-listen=127.0.0.1:%u", port);
	line_start(line, flags, 2);
	line_start_part(line, PART_DASHBOARD);
}

static int ask(const char *method, const char *path, const char *headers, const char *body)
{
	static char request[200000];

	snprintf(request, sizeof(request), "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"%sContent-Length: %zu\r\n\r\n%s", method, path, headers, strlen(body), body);
	return line_http(port, request, out, sizeof(out));
}

static int get(const char *path)
{
	return ask("GET", path, "", "");
}

static int post(const char *path, const char *form)
{
	return ask("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form);
}

static void has(const char *needle)
{
	ck_assert_msg(strstr(out, needle) != NULL, "\"%s\" is not in: %.3000s", needle, out);
}

static void hasnt(const char *needle)
{
	ck_assert_msg(strstr(out, needle) == NULL, "\"%s\" is in: %.3000s", needle, out);
}

static void wait_ready(void)
{
	const struct timespec pause = {.tv_nsec = 20000000};

	while (get("/readyz") != 200)
		nanosleep(&pause, NULL);
}

static void feed(struct line *line, const char *name, const char *text)
{
	const char *path = line_file(line, name, text, strlen(text));

	ck_assert_int_eq(SITREP(line, out, "submit", "--wait", path), 0);
}

/* What stands between two strings in the last answer. */
static const char *between(const char *from, const char *to)
{
	static char found[4][512];
	static unsigned turn;
	char *at = strstr(out, from), *end = at ? strstr(at + strlen(from), to) : NULL;
	char *into = found[turn++ % 4];

	ck_assert_msg(end && (size_t)(end - at) < 512, "no %s...%s in: %.2000s", from, to, out);
	at += strlen(from);
	memcpy(into, at, (size_t)(end - at));
	into[end - at] = '\0';
	return into;
}

#define BOMB "A car bomb killed at least 12 people at a market in Mosul, Iraq, on 4 May 2023, police said.\n"
#define BOMB_TOO "A car bomb killed 19 people at a market in Mosul, Iraq, on 4 May 2023, the governor said.\n"

START_TEST(the_dashboard_answers_and_escapes)
{
	static const char *const pages[] = {"/", "/claims", "/claims?kind=killed&sort=value", "/incidents",
		"/entities", "/reports", "/map", "/corrections", "/search?q=Vellmar", "/dead", "/country/IQ"};
	struct line line;
	size_t i;

	begin(&line);
	wait_ready();
	feed(&line, "<b>e&.txt", "<script>alert(1)</script> Gunmen killed 7 people in \"Vellmar\" & fled.");
	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		ck_assert_msg(get(pages[i]) == 200, "%s: %.300s", pages[i], out);
		has("Content-Security-Policy: default-src 'none'");
		hasnt("<script>");
		hasnt("<b>e&");
	}
	get("/claims");
	has("&quot;Vellmar&quot; &amp; fled");
	ck_assert_int_eq(get(between("href=\"/report/", "#")), 404);
	ck_assert_int_eq(get("/search?q=%22%3Cscript%3E"), 200);
	hasnt("<script>");
	ck_assert_int_eq(get("/api/claims?kind=killed"), 200);
	has("\"value\":7");
	ck_assert_int_eq(get("/metrics"), 200);
	has("sitrep_queue_reports{state=\"ready\"}");
	ck_assert_int_eq(get("/report/zz"), 404);
	ck_assert_int_eq(get("/fact/zz"), 404);
	ck_assert_int_eq(get("/entity/person"), 404);
	ck_assert_int_eq(get("/country/zz"), 404);
	ck_assert_int_eq(get("/figure/none"), 404);
	ck_assert_int_eq(get("/claims?limit=x"), 400);
	line_stop(&line);
}
END_TEST

START_TEST(a_figure_told_twice_is_a_range_with_its_evidence)
{
	struct line line;
	char path[600];

	begin(&line);
	wait_ready();
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

START_TEST(versions_of_a_page_differ_by_their_facts)
{
	static const char versions[] =
		"{\"id\":\"1\",\"url\":\"https://a.example/x\",\"text\":\"Five people died in Vellmar. Police arrested two men. Three people died in Omsk.\"}\n"
		"{\"id\":\"2\",\"url\":\"https://a.example/x\",\"text\":\"Eight people died in Vellmar. Nine people were wounded. Three people died in Omsk.\"}\n";
	struct line line;
	char path[200];

	begin(&line);
	wait_ready();
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_file(&line, "v.jsonl", versions,
		sizeof(versions) - 1)), 0);
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

START_TEST(corrections_stick_and_are_undone)
{
	struct line line;
	char form[2000], fact[512], token[64];

	begin(&line);
	wait_ready();
	feed(&line, "a.txt", BOMB);
	get("/api/claims?kind=killed");
	snprintf(fact, sizeof(fact), "%s", between("\"fact\":\"", "\""));
	get("/");
	snprintf(token, sizeof(token), "%s", between("name=token value=", ">"));
	snprintf(form, sizeof(form), "token=%s&verb=edit&fact=%s&value=14&modifier=exact&by=ann&back=/claims", token, fact);
	ck_assert_int_eq(post("/do/correct", form), 303);
	has("Location: /claims?done=");
	get("/api/claims?kind=killed");
	has("\"value\":14");
	has("\"correction\":\"edit\"");
	/* a new reading does not bring the mistake back */
	ck_assert_int_eq(SITREP(&line, out, "submit", "--again", "--wait", line_path(&line, "a.txt")), 0);
	snprintf(form, sizeof(form), "/where/%.16s", fact);
	ck_assert_int_eq(get(form), 200);
	has("<h2>Its way</h2>");
	has("received from");
	hasnt("0 bytes");
	has("corrected: edit by ann");
	has(" facts, version ");
	get("/api/claims?kind=killed");
	has("\"value\":14");
	snprintf(form, sizeof(form), "token=%s&decision=1&back=//evil.example/", token);
	ck_assert_int_eq(post("/do/undo", form), 303);
	has("Location: /?done=");
	get("/api/claims?kind=killed");
	has("\"value\":12");
	snprintf(form, sizeof(form), "{\"verb\":\"reject\",\"fact\":\"%s\"}", fact);
	ck_assert_int_eq(ask("POST", "/api/do/correct", "Content-Type: application/json\r\n", form), 200);
	get("/api/claims?kind=killed");
	hasnt("\"value\"");
	ck_assert_int_eq(ask("POST", "/api/do/correct", "Content-Type: application/json\r\n", "{\"verb\":1}"), 400);
	has("{\"status\":400,\"error\":\"");
	get("/export/corrections.jsonl");
	has("\"verb\":\"reject\"");
	line_stop(&line);
}
END_TEST

START_TEST(an_incident_is_edited_on_its_page)
{
	char form[2000], fact[512], token[64], path[600];
	struct line line;

	begin(&line);
	wait_ready();
	feed(&line, "a.txt", BOMB);
	get("/api/incidents");
	snprintf(fact, sizeof(fact), "%s", between("\"fact\":\"", "\""));
	snprintf(path, sizeof(path), "/fact/%s", fact);
	ck_assert_int_eq(get(path), 200);
	has("<select name=type>");
	has("<input name=locations value=\"");
	snprintf(token, sizeof(token), "%s", between("name=token value=", ">"));
	snprintf(form, sizeof(form), "token=%s&verb=edit&fact=%s&type=attack&stage=attempted&date_start=2023-05-03&date_end="
		"2023-05-03&locations=Kirkuk&victims=Smith%%2C+John%%3B+a+guard&perpetrator_organisations=&by=ann&back=/incidents", token,
		fact);
	ck_assert_int_eq(post("/do/correct", form), 303);
	get("/api/incidents");
	has("\"type\":\"attack\",\"stage\":\"attempted\",\"date_start\":\"2023-05-03\"");
	has("{\"text\":\"Smith, John\"");
	has("\"locations\":[\"Kirkuk\"]");
	has("\"correction\":\"edit\"");
	has(fact);
	ck_assert_int_eq(get(path), 200);
	has("Edited by a human");
	/* a new reading is corrected too, and the terminal can do the same */
	ck_assert_int_eq(SITREP(&line, out, "submit", "--again", "--wait", line_path(&line, "a.txt")), 0);
	/* the map has it in its town */
	ck_assert_int_eq(get("/map"), 200);
	has("<title>Kirkuk, Iraq: 1</title></circle>");
	has("<title>Iraq: 1</title></path>");
	has("/incidents?country=IQ&amp;place=Kirkuk");
	ck_assert_int_eq(SITREP(&line, out, "correct", "edit", fact, "weapons=a car bomb", "perpetrator_confidence=claimed"), 0);
	get("/api/incidents");
	has("\"locations\":[\"Kirkuk\"]");
	has("\"weapons\":[{\"text\":\"a car bomb\"");
	has("\"perpetrator_confidence\":\"claimed\"");
	snprintf(form, sizeof(form), "token=%s&verb=edit&fact=%s&date_start=yesterday", token, fact);
	ck_assert_int_eq(post("/do/correct", form), 400);
	has("date_start cannot be changed to yesterday");
	line_stop(&line);
}
END_TEST

#define OTHER_NEWS "The ministry of fisheries has raised the quota for herring by a tenth, its speaker said, after scientists " \
	"had found that the stock had grown for the third year in a row."
#define WIRE_1 "VELLMAR, May 4 - A bomb killed at least 12 people in the harbour of Vellmar on Tuesday, the governor said. "
#define WIRE_2 "Thirty others were wounded when the device went off near a warehouse, and the police arrested three men. "
#define WIRE_3 "Nobody has claimed the attack. The harbour was closed for two days, and ships were sent on to Port Ansel. "

START_TEST(the_number_of_a_story_that_went_leads_on)
{
	char first[80], second[80], path[120];
	struct line line;

	begin(&line);
	wait_ready();
	feed(&line, "a.jsonl", "{\"id\":\"a\",\"url\":\"https://a.example/1\",\"published\":\"2023-05-04\",\"text\":\"" WIRE_1 WIRE_2 WIRE_3
		"\"}\n");
	feed(&line, "b.jsonl", "{\"id\":\"b\",\"url\":\"https://b.example/2\",\"text\":\"" WIRE_3 OTHER_NEWS "\"}\n");
	feed(&line, "c.jsonl", "{\"id\":\"c\",\"url\":\"https://c.example/3\",\"text\":\"" WIRE_3 OTHER_NEWS " More soon.\"}\n");
	line_text(&line, "SELECT id FROM copies WHERE report=1", first, sizeof(first));
	line_text(&line, "SELECT id FROM copies WHERE report=2", second, sizeof(second));
	snprintf(path, sizeof(path), "/story/%s", second);
	ck_assert_int_eq(get(path), 200);
	has("2 reports of");
	feed(&line, "d.jsonl", "{\"id\":\"d\",\"url\":\"https://d.example/4\",\"text\":\"" WIRE_1 WIRE_2 WIRE_3 OTHER_NEWS
		"\"}\n");
	ck_assert_int_eq(line_number(&line, "SELECT count(*) FROM stories"), 1);
	ck_assert_int_eq(get(path), 301);
	has("Location: /story/");
	has(first);
	snprintf(path, sizeof(path), "/story/%s", first);
	ck_assert_int_eq(get(path), 200);
	has("4 reports of");
	/* without titles they are told apart by how they begin, where and when they were published */
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

START_TEST(forms_of_others_are_refused)
{
	struct line line;

	begin(&line);
	wait_ready();
	ck_assert_int_eq(post("/do/pause", ""), 403);
	ck_assert_int_eq(post("/do/pause", "token=00000000000000000000000000000000"), 403);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "", ""), 403);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "Content-Type: text/plain\r\n", "{}"), 403);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "X-Sitrep: 1\r\nOrigin: http://evil.example\r\n", ""), 403);
	ck_assert_int_eq(get("/do/pause"), 404);
	ck_assert_int_eq(ask("DELETE", "/claims", "", ""), 405);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "X-Sitrep: 1\r\n", ""), 200);
	has("\"ok\":true");
	ck_assert_int_eq(ask("POST", "/api/do/resume", "X-Sitrep: 1\r\n", ""), 200);
	line_stop(&line);
}
END_TEST

START_TEST(the_dead_are_shown_retried_and_dropped)
{
	struct line line;
	char form[300], token[64], path[120];

	begin(&line);
	wait_ready();
	ck_assert_int_ne(SITREP(&line, out, "submit", "--wait", line_file(&line, "p.png", "\x89PNG\r\n\x1a\n1", 9)), 0);
	ck_assert_int_eq(get("/dead"), 200);
	has("p.png");
	snprintf(token, sizeof(token), "%s", between("name=token value=", ">"));
	ck_assert_int_eq(get("/api/dead"), 200);
	has("\"state\":\"dead\"");
	snprintf(form, sizeof(form), "/api/where/%s", between("\"id\":\"", "\""));
	ck_assert_int_eq(get(form), 200);
	has("\"state\":\"dead\"");
	snprintf(form, sizeof(form), "token=%s", token);
	ck_assert_int_eq(post("/do/retry", form), 400);
	snprintf(form, sizeof(form), "token=%s&all=yes&back=/dead", token);
	ck_assert_int_eq(post("/do/retry", form), 303);
	has("Done%20%281%29");
	do
		get("/api/dead");
	while (!strstr(out, "p.png"));
	/* what happened to it so far */
	snprintf(path, sizeof(path), "/api/where/%s", between("\"id\":\"", "\""));
	ck_assert_int_eq(get(path), 200);
	has("\"attempts\":[{\"at_ms\":");
	has("\"attempt\":1,\"what\":\"buried\",\"worker\":\"");
	has("\"what\":\"retried\"");
	ck_assert_int_eq(get(path + strlen("/api")), 200);
	has("<h2>What went wrong</h2>");
	has("attempt 1: <b>buried</b>, ");
	ck_assert_int_eq(SITREP(&line, out, "where", path + strlen("/api/where/")), 0);
	has("buried");
	has("retried");
	/* without a script the page asks once more */
	ck_assert_int_eq(post("/do/drop", form), 200);
	has("Drop them?");
	has("name=all value=\"yes\"");
	has("name=sure value=yes");
	get("/api/dead");
	has("p.png");
	snprintf(form, sizeof(form), "token=%s&all=yes&sure=yes&back=/dead", token);
	ck_assert_int_eq(post("/do/drop", form), 303);
	get("/api/dead");
	hasnt("p.png");
	line_stop(&line);
}
END_TEST

START_TEST(pages_go_on_where_the_last_ended)
{
	struct line line;
	char next[600];
	int seen = 0, pages = 0;

	begin(&line);
	wait_ready();
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 130)), 0);
	line_wait_for(&line, "SELECT count(*) FROM reports", 130);
	snprintf(next, sizeof(next), "/api/claims?kind=killed&sort=value&limit=50");
	for (;;) {
		const char *at;

		ck_assert_int_eq(get(next), 200);
		for (at = out; (at = strstr(at, "\"kind\":\"killed\"")); at++)
			seen++;
		pages++;
		if (!strstr(out, "rel=\"next\""))
			break;
		snprintf(next, sizeof(next), "%s", between("Link: <", ">"));
	}
	ck_assert_int_eq(seen, 130);
	ck_assert_int_eq(pages, 3);
	line_stop(&line);
}
END_TEST

START_TEST(a_count_of_some_is_not_shown_as_one_of_all)
{
	static const char sample[] = "The numbers above and the totals count only so many";
	struct line line;

	begin(&line);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_many(&line, "few.jsonl", 100)), 0);
	ck_assert_int_eq(get("/claims"), 200);
	hasnt(sample);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--wait", line_many(&line, "many.jsonl", 3100)), 0);
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
	wait_ready();
	feed(&line, "a.jsonl", "{\"id\":\"a\",\"source\":\"one.example\",\"text\":\"A car bomb killed 12 people in Mosul, Iraq, on 4 May"
		" 2023. The Islamic State claimed responsibility for the bombing. There were 3 casualties in Aleppo on Monday."
		" Attacks fell by 20 percent in 2022.\"}\n");
	feed(&line, "b.jsonl", "{\"id\":\"b\",\"source\":\"two.example\",\"text\":\"Boko Haram fighters killed 7 people in Maiduguri,"
		" Nigeria, on 3 May 2023. The bombing was denied.\"}\n");
	ck_assert_int_eq(get("/claims"), 200);
	has("organisation=org%3Aisis\">The Islamic State <small>");
	has("country=IQ\">Iraq <small>");
	has("how many'>3 casualties<");
	has("how many'>20 percent<");
	hasnt("organisation=people");
	has("source=two.example\">two.example <small>");
	ck_assert_int_eq(get("/entity/organisation/org%3Aisis"), 200); /* by its code; the facts have its names */
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
	feed(&line, "c.jsonl", "{\"id\":\"c\",\"title\":\"Jordan: a year of unrest\",\"text\":\"The unrest grew in spring. At least 31"
		" people were killed by the violence.\"}\n");
	feed(&line, "d.jsonl", "{\"id\":\"d\",\"title\":\"Jordan\",\"text\":\"Gunmen killed 5 people in Amman on 3 January 2021. A bomb"
		" killed 9 people in Amman on 2 May 2021. In 2021 terrorists killed 640 people. Police seized 5 vehicles in Amman.\"}\n");
	ck_assert_int_eq(get("/country/JO"), 200); /* a bar of each month, in its place; what is of a year is of no month */
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
	has("href=\"/search?q=bombing&amp;organisation=org%3Aboko-haram\">Boko Haram fighters <small>");
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

START_TEST(exports_are_whole)
{
	static const char *const wanted[][2] = {{"claims.csv", "\r\n\""}, {"claims.jsonl", "{\"manifest\":{"},
		{"claims.geojson", "\"complete\":true}}"}, {"claims.brief", "<ol class=notes>"},
		{"claims.manifest", "\"count\":700"}, {"incidents.csv", "event_id,event_date"},
		{"incidents.stix", "\"extension-definition--"}};
	struct line line;
	char path[100];
	size_t i;

	begin(&line);
	wait_ready();
	ck_assert_int_eq(SITREP(&line, out, "submit", line_many(&line, "many.jsonl", 700)), 0);
	line_wait_for(&line, "SELECT count(*) FROM claims WHERE kind='killed'", 700);
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		snprintf(path, sizeof(path), "/export/%s?kind=killed", wanted[i][0]);
		ck_assert_msg(get(i < 5 ? path : strtok(path, "?")) == 200, "%s", path);
		has(wanted[i][1]);
	}
	ck_assert_int_eq(get("/export/claims.stix"), 400);
	ck_assert_int_eq(get("/export/claims.exe"), 404);
	ck_assert_int_eq(get("/export/../../etc/passwd"), 404);
	line_stop(&line);
}
END_TEST

START_TEST(what_the_client_has_is_not_sent_again)
{
	struct line line;
	char header[200];

	begin(&line);
	wait_ready();
	ck_assert_int_eq(get("/static/style.css"), 200);
	snprintf(header, sizeof(header), "If-None-Match: %s\r\n", between("ETag: ", "\r\n"));
	ck_assert_int_eq(ask("GET", "/static/style.css", header, ""), 304);
	line_stop(&line);
}
END_TEST

START_TEST(listeners_hear_the_queue)
{
	struct line line;
	struct pollfd p;
	size_t used = 0;
	int fd;

	begin(&line);
	wait_ready();
	fd = line_connect(port);
	dprintf(fd, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
	p = (struct pollfd){.fd = fd, .events = POLLIN};
	for (out[0] = '\0'; !strstr(out, "event: queue\ndata: "); out[used] = '\0') {
		ck_assert_int_gt(poll(&p, 1, 5000), 0);
		used += (size_t)read(fd, out + used, sizeof(out) - 1 - used);
	}
	has("text/event-stream");
	close(fd);
	/* a stop does not wait for those who listen */
	fd = line_connect(port);
	dprintf(fd, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
	get("/livez");
	line_kill(&line, PART_DASHBOARD, SIGTERM);
	close(fd);
	line_stop(&line);
}
END_TEST

START_TEST(hostile_requests_end_in_a_status)
{
	static const char *const paths[] = {"/claims?q=%22%20OR%20NEAR(", "/claims?kind=' OR 1=1 --",
		"/claims?place=%25%27%22;DROP%20TABLE%20claim", "/claims?after=99999999999999999999",
		"/claims?after=a~b~1", "/claims?sort=day&after=%00~1", "/claims?sort=value&after=nan~3",
		"/search?q=*", "/search?q=text:%20AND", "/claims?since=2024-13-45", "/claims?limit=-1",
		"/report/../../../etc/passwd", "/static/../main.c", "/static/%2e%2e%2fmain.c", "/fact/-----",
		"/fact/0101010101010101-0-0-killed-99999999999", "/entity//", "/figure/%ff%fe", "/where/%00",
		"/country/%3Cscript%3E", "/api/claims?figure=%00", "/claims?who=%F0%28%8C%28", "/%"};
	static char big[150000];
	struct line line;
	size_t i;
	int status;

	begin(&line);
	wait_ready();
	feed(&line, "a.txt", BOMB);
	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		char path[300];
		char *space;

		snprintf(path, sizeof(path), "%s", paths[i]);
		while ((space = strchr(path, ' ')))
			*space = '+';
		status = get(path);
		ck_assert_msg(status == 200 || status == 400 || status == 404, "%s: %d", path, status);
		hasnt("<script>");
		hasnt("root:");
	}
	memset(big, 'a', sizeof(big) - 1);
	memcpy(big, "X-Big: ", 7);
	memcpy(big + 100000, "\r\n", 3);
	status = ask("GET", "/livez", big, "");
	ck_assert_msg(status == 431 || status == 413 || status == 400, "%d", status);
	memset(big, 'a', sizeof(big) - 1);
	ck_assert_int_eq(post("/do/pause", big), 413);
	ck_assert_int_eq(get("/livez"), 200);
	ck_assert_int_eq(get("/api/claims"), 200);
	line_stop(&line);
}
END_TEST

START_TEST(slow_clients_do_not_keep_others_waiting)
{
	struct line line;
	int fds[40], i;
	int64_t began;

	begin(&line);
	wait_ready();
	for (i = 0; i < 40; i++) {
		fds[i] = line_connect(port);
		ck_assert_int_gt(dprintf(fds[i], "GET /claims HTTP/1.1\r\nHost: loc"), 0);
	}
	began = clock_mono_ms();
	for (i = 0; i < 20; i++)
		ck_assert_int_eq(get("/claims"), 200);
	ck_assert_int_lt(clock_mono_ms() - began, 2000);
	for (i = 0; i < 40; i++)
		close(fds[i]);
	line_stop(&line);
}
END_TEST

TEST_MAIN("dashboard", the_dashboard_answers_and_escapes,
	a_figure_told_twice_is_a_range_with_its_evidence, corrections_stick_and_are_undone, an_incident_is_edited_on_its_page, versions_of_a_page_differ_by_their_facts,
	the_number_of_a_story_that_went_leads_on, forms_of_others_are_refused, the_dead_are_shown_retried_and_dropped,
	pages_go_on_where_the_last_ended, a_count_of_some_is_not_shown_as_one_of_all,
	organisations_and_sources_narrow_what_is_found, exports_are_whole, what_the_client_has_is_not_sent_again,
	listeners_hear_the_queue, hostile_requests_end_in_a_status, slow_clients_do_not_keep_others_waiting)
