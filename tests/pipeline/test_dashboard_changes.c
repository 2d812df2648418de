/* SPDX-License-Identifier: Apache-2.0
 * What is changed on the dashboard, by its forms and its API: facts, incidents, the dead. */
#include "support/visitor.h"
#include "support/testing.h"

#include <stdio.h>
#include <string.h>

START_TEST(corrections_stick_and_are_undone)
{
	struct line line;
	char text[600], fact[512];

	begin(&line);
	feed(&line, "a.txt", BOMB);
	get("/api/claims?kind=killed");
	snprintf(fact, sizeof(fact), "%s", between("\"fact\":\"", "\""));
	get("/");
	take_token();
	ck_assert_int_eq(
		send_form("/do/correct",
			"verb=edit&fact=%s&value=14&modifier=exact&by=ann&back=/claims", fact),
		303);
	has("Location: /claims?done=");
	get("/api/claims?kind=killed");
	has("\"value\":14");
	has("\"correction\":\"edit\"");
	/* a new reading does not bring the mistake back */
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--again", "--wait", line_path(&line, "a.txt")), 0);
	snprintf(text, sizeof(text), "/where/%.16s", fact);
	ck_assert_int_eq(get(text), 200);
	has("<h2>Its way</h2>");
	has("received from");
	hasnt("0 bytes");
	has("corrected: edit by ann");
	has(" facts, version ");
	get("/api/claims?kind=killed");
	has("\"value\":14");
	ck_assert_int_eq(send_form("/do/undo", "decision=1&back=//evil.example/"), 303);
	has("Location: /?done=");
	get("/api/claims?kind=killed");
	has("\"value\":12");
	snprintf(text, sizeof(text), "{\"verb\":\"reject\",\"fact\":\"%s\"}", fact);
	ck_assert_int_eq(
		ask("POST", "/api/do/correct", "Content-Type: application/json\r\n", text), 200);
	get("/api/claims?kind=killed");
	hasnt("\"value\"");
	ck_assert_int_eq(ask("POST", "/api/do/correct", "Content-Type: application/json\r\n",
				 "{\"verb\":1}"),
		400);
	has("{\"status\":400,\"error\":\"");
	get("/export/corrections.jsonl");
	has("\"verb\":\"reject\"");
	line_stop(&line);
}
END_TEST

START_TEST(an_incident_is_edited_on_its_page)
{
	char fact[512], path[600];
	struct line line;

	begin(&line);
	feed(&line, "a.txt", BOMB);
	get("/api/incidents");
	snprintf(fact, sizeof(fact), "%s", between("\"fact\":\"", "\""));
	snprintf(path, sizeof(path), "/fact/%s", fact);
	ck_assert_int_eq(get(path), 200);
	has("<select name=type>");
	has("<input name=locations value=\"");
	take_token();
	ck_assert_int_eq(send_form("/do/correct",
				 "verb=edit&fact=%s&type=attack&stage=attempted&date_start=2023-05-"
				 "03&date_end="
				 "2023-05-03&locations=Kirkuk&victims=Smith%%2C+John%%3B+a+guard&"
				 "perpetrator_organisations=&by=ann&back=/incidents",
				 fact),
		303);
	get("/api/incidents");
	has("\"type\":\"attack\",\"stage\":\"attempted\",\"date_start\":\"2023-05-03\"");
	has("{\"text\":\"Smith, John\"");
	has("\"locations\":[\"Kirkuk\"]");
	has("\"correction\":\"edit\"");
	has(fact);
	ck_assert_int_eq(get(path), 200);
	has("Edited by a human");
	/* a new reading is corrected too, and the terminal can do the same */
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--again", "--wait", line_path(&line, "a.txt")), 0);
	/* the map has it in its town */
	ck_assert_int_eq(get("/map"), 200);
	has("<title>Kirkuk, Iraq: 1</title></circle>");
	has("<title>Iraq: 1</title></path>");
	has("/incidents?country=IQ&amp;place=Kirkuk");
	ck_assert_int_eq(SITREP(&line, out, "correct", "edit", fact, "weapons=a car bomb",
				 "perpetrator_confidence=claimed"),
		0);
	get("/api/incidents");
	has("\"locations\":[\"Kirkuk\"]");
	has("\"weapons\":[{\"text\":\"a car bomb\"");
	has("\"perpetrator_confidence\":\"claimed\"");
	ck_assert_int_eq(
		send_form("/do/correct", "verb=edit&fact=%s&date_start=yesterday", fact), 400);
	has("date_start cannot be changed to yesterday");
	line_stop(&line);
}
END_TEST

START_TEST(the_dead_are_shown_retried_and_dropped)
{
	struct line line;
	char path[120];

	begin(&line);
	ck_assert_int_ne(SITREP(&line, out, "submit", "--wait",
				 line_file(&line, "p.png", "\x89PNG\r\n\x1a\n1", 9)),
		0);
	ck_assert_int_eq(get("/dead"), 200);
	has("p.png");
	take_token();
	ck_assert_int_eq(get("/api/dead"), 200);
	has("\"state\":\"dead\"");
	snprintf(path, sizeof(path), "/api/where/%s", between("\"id\":\"", "\""));
	ck_assert_int_eq(get(path), 200);
	has("\"state\":\"dead\"");
	ck_assert_int_eq(send_form("/do/retry", "back=/dead"), 400);
	ck_assert_int_eq(send_form("/do/retry", "all=yes&back=/dead"), 303);
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
	ck_assert_int_eq(send_form("/do/drop", "all=yes&back=/dead"), 200);
	has("Drop them?");
	has("name=all value=\"yes\"");
	has("name=sure value=yes");
	get("/api/dead");
	has("p.png");
	ck_assert_int_eq(send_form("/do/drop", "all=yes&sure=yes&back=/dead"), 303);
	get("/api/dead");
	hasnt("p.png");
	line_stop(&line);
}
END_TEST

START_TEST(forms_of_others_are_refused)
{
	struct line line;

	begin(&line);
	ck_assert_int_eq(post("/do/pause", ""), 403);
	ck_assert_int_eq(post("/do/pause", "token=00000000000000000000000000000000"), 403);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "", ""), 403);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "Content-Type: text/plain\r\n", "{}"), 403);
	ck_assert_int_eq(
		ask("POST", "/api/do/pause", "X-Sitrep: 1\r\nOrigin: http://evil.example\r\n", ""),
		403);
	ck_assert_int_eq(get("/do/pause"), 404);
	ck_assert_int_eq(ask("DELETE", "/claims", "", ""), 405);
	ck_assert_int_eq(ask("POST", "/api/do/pause", "X-Sitrep: 1\r\n", ""), 200);
	has("\"ok\":true");
	ck_assert_int_eq(ask("POST", "/api/do/resume", "X-Sitrep: 1\r\n", ""), 200);
	line_stop(&line);
}
END_TEST

TEST_MAIN("dashboard_changes", corrections_stick_and_are_undone, an_incident_is_edited_on_its_page,
	the_dead_are_shown_retried_and_dropped, forms_of_others_are_refused)
