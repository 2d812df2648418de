/* SPDX-License-Identifier: Apache-2.0
 * The dashboard as a web server, in front of the real daemons: pages, exports, events, and what a
 * hostile client may try. dashboard_facts is about what the pages tell, dashboard_changes about
 * what is done on them. */
#include "support/visitor.h"
#include "support/testing.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/ports.h"

START_TEST(the_dashboard_answers_and_escapes)
{
	static const char *const pages[] = {"/", "/claims", "/claims?kind=killed&sort=value",
		"/incidents", "/entities", "/reports", "/map", "/corrections", "/search?q=Vellmar",
		"/dead", "/country/IQ"};
	struct line line;
	size_t i;

	begin(&line);
	feed(&line, "<b>e&.txt",
		"<script>alert(1)</script> Gunmen killed 7 people in \"Vellmar\" & fled.");
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

START_TEST(pages_go_on_where_the_last_ended)
{
	struct line line;
	char next[600];
	int seen = 0, pages = 0;

	begin(&line);
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

START_TEST(exports_are_whole)
{
	static const char *const wanted[][2] = {{"claims.csv", "\r\n\""},
		{"claims.jsonl", "{\"manifest\":{"}, {"claims.geojson", "\"complete\":true}}"},
		{"claims.brief", "<ol class=notes>"}, {"claims.manifest", "\"count\":700"},
		{"incidents.csv", "event_id,event_date"},
		{"incidents.stix", "\"extension-definition--"}};
	struct line line;
	char path[100];
	size_t i;

	begin(&line);
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
	static const char *const paths[] = {"/claims?q=%22%20OR%20NEAR(",
		"/claims?kind=' OR 1=1 --", "/claims?place=%25%27%22;DROP%20TABLE%20claim",
		"/claims?after=99999999999999999999", "/claims?after=a~b~1",
		"/claims?sort=day&after=%00~1", "/claims?sort=value&after=nan~3", "/search?q=*",
		"/search?q=text:%20AND", "/claims?since=2024-13-45", "/claims?limit=-1",
		"/report/../../../etc/passwd", "/static/../main.c", "/static/%2e%2e%2fmain.c",
		"/fact/-----", "/fact/0101010101010101-0-0-killed-99999999999", "/entity//",
		"/figure/%ff%fe", "/where/%00", "/country/%3Cscript%3E", "/api/claims?figure=%00",
		"/claims?who=%F0%28%8C%28", "/%"};
	static char big[150000];
	struct line line;
	size_t i;
	int status;

	begin(&line);
	feed(&line, "a.txt", BOMB);
	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		char path[300];
		char *space;

		snprintf(path, sizeof(path), "%s", paths[i]);
		while ((space = strchr(path, ' ')))
			*space = '+';
		status = get(path);
		ck_assert_msg(
			status == 200 || status == 400 || status == 404, "%s: %d", path, status);
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

TEST_MAIN("dashboard", the_dashboard_answers_and_escapes, pages_go_on_where_the_last_ended,
	exports_are_whole, what_the_client_has_is_not_sent_again, listeners_hear_the_queue,
	hostile_requests_end_in_a_status, slow_clients_do_not_keep_others_waiting)
