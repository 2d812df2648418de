/* SPDX-License-Identifier: Apache-2.0
 * Folders and feeds that are changed while they feed: from the terminal, and by the page's forms. */
#include "support/line.h"
#include "support/testing.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char listen_flag[64];
static uint16_t port;
static int web_port;
static pid_t web;

static void begin(struct line *line)
{
	port = line_free_port();
	snprintf(listen_flag, sizeof(listen_flag), "--dashboard-listen=127.0.0.1:%u", port);
	line_start(line, FLAGS("--http-listen=", "--watch-settle=100ms", "--watch-rescan=300ms",
		"--fetch-private=yes", "--feed-interval=1h", listen_flag));
	line_start_part(line, PART_DASHBOARD);
	web = line_web(line, &web_port); /* /etag.xml has three entries, /etag2.xml two others, /ttl.xml one */
}

static void end(struct line *line)
{
	line_web_stop(web);
	line_stop(line);
}

static void moment(void)
{
	const struct timespec pause = {.tv_nsec = 20000000};

	nanosleep(&pause, NULL);
}

static int ask(const char *method, const char *path, const char *headers, const char *body)
{
	char request[4096];

	snprintf(request, sizeof(request), "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
		"%sContent-Length: %zu\r\n\r\n%s", method, path, headers, strlen(body), body);
	return line_http(port, request, out, sizeof(out));
}

static int post(const char *path, const char *form)
{
	return ask("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form);
}

static int api(const char *form)
{
	return ask("POST", "/api/do/source", "X-Sitrep: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n", form);
}

static void has(const char *needle)
{
	ck_assert_msg(strstr(out, needle) != NULL, "\"%s\" is not in: %.6000s", needle, out);
}

static void hasnt(const char *needle)
{
	ck_assert_msg(strstr(out, needle) == NULL, "\"%s\" is in: %.6000s", needle, out);
}

/* The page, once the dashboard has heard of the ingestor. */
static void open_page(void)
{
	do {
		moment();
	} while (ask("GET", "/readyz", "", "") != 200);
	ck_assert_int_eq(ask("GET", "/sources", "", ""), 200);
}

static const char *form_token(void)
{
	static char token[33];
	const char *at;

	open_page();
	at = strstr(out, "name=token value=");
	ck_assert(at != NULL);
	snprintf(token, sizeof(token), "%.32s", at + strlen("name=token value="));
	return token;
}

static const char *feed(const char *name)
{
	static char url[2][64];
	static int turn;

	turn = !turn;
	snprintf(url[turn], sizeof(url[turn]), "http://127.0.0.1:%d/%s", web_port, name);
	return url[turn];
}

static int reports(struct line *line)
{
	return (int)line_number(line, "SELECT count(*) FROM report");
}

START_TEST(a_paused_folder_keeps_what_comes_until_it_is_resumed)
{
	struct line line;
	char dir[128];
	int i;

	begin(&line);
	snprintf(dir, sizeof(dir), "%s/inbox", line.dir);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	ck_assert_int_eq(SITREP(&line, out, "watch", dir), 0);
	line_file(&line, "inbox/one.txt", "Gunmen killed 7 people in Mosul.", 32);
	line_wait_for(&line, "SELECT count(*) FROM report", 1);
	ck_assert_int_eq(SITREP(&line, out, "source", "pause", dir, "--by", "ann"), 0);
	line_file(&line, "inbox/two.txt", "Gunmen killed 9 people in Mosul.", 32);
	for (i = 0; i < 50; i++) { /* some rescans */
		moment();
		ck_assert_int_eq(reports(&line), 1);
	}
	ck_assert_int_eq(SITREP(&line, out, "source", "list", "--json"), 0);
	has("\"state\":\"paused\"");
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_start_part(&line, PART_INGESTOR);
	for (i = 0; i < 50; i++) { /* a pause outlives the process */
		moment();
		ck_assert_int_eq(reports(&line), 1);
	}
	ck_assert_int_eq(SITREP(&line, out, "source", "resume", dir), 0);
	line_wait_for(&line, "SELECT count(*) FROM report", 2);
	ck_assert_int_eq(SITREP(&line, out, "source", "changes"), 0);
	has("paused");
	has("ann");
	has("added");
	ck_assert_int_eq(SITREP(&line, out, "source", "pause", "/nowhere"), 65);
	has("/nowhere is not watched");
	end(&line);
}
END_TEST

START_TEST(a_feed_is_paused_moved_and_asked_more_often)
{
	struct line line;
	int i;

	begin(&line);
	ck_assert_int_eq(SITREP(&line, out, "feed", "add", feed("etag.xml")), 0);
	line_wait_for(&line, "SELECT count(*) FROM report", 3);
	ck_assert_int_eq(SITREP(&line, out, "source", "pause", feed("etag.xml")), 0);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", feed("etag.xml"), "interval=5m"), 0);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", feed("etag.xml"), "interval=5 moons"), 65);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", feed("etag.xml"), "colour=red"), 65);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", feed("etag.xml"), "address=ftp://x"), 65);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", feed("etag.xml")), 64);
	{
		char address[96];

		snprintf(address, sizeof(address), "address=%s", feed("etag2.xml"));
		ck_assert_int_eq(SITREP(&line, out, "source", "set", feed("etag.xml"), address), 0);
	}
	for (i = 0; i < 25; i++) {
		moment();
		ck_assert_int_eq(reports(&line), 3);
	}
	ck_assert_int_eq(SITREP(&line, out, "source", "resume", feed("etag.xml")), 0);
	line_wait_for(&line, "SELECT count(*) FROM report", 5);
	/* its name is the one that it was added with */
	ck_assert_int_eq(line_number(&line, "SELECT count(DISTINCT source) FROM report"), 1);
	ck_assert_int_eq(SITREP(&line, out, "source", "list"), 0);
	has(" 5m ");
	has("etag2.xml");
	end(&line);
}
END_TEST

START_TEST(the_page_changes_sources_and_tells_who_did)
{
	struct line line;
	char form[1024];
	const char *token;

	begin(&line);
	token = form_token();
	has("No folder is watched");
	snprintf(form, sizeof(form), "do=add&source=%s&by=ann", feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 403); /* without the token */
	snprintf(form, sizeof(form), "token=%s&do=add&source=%s&by=ann%%3Cb%%3E&back=/sources", token, feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 303);
	has("Location: /sources?done=");
	line_wait_for(&line, "SELECT count(*) FROM report", 3);
	open_page();
	has("etag.xml");
	has("<td data-l=what>added");
	has("ann&lt;b&gt;");
	hasnt("ann<b>");
	snprintf(form, sizeof(form), "token=%s&do=pause&source=%s", token, feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 303);
	open_page(); /* at once, not with the next status */
	has("<b class=warn>paused</b>");
	has("value=resume>Resume</button>");
	snprintf(form, sizeof(form), "token=%s&do=interval&interval=90s&source=%s", token, feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 303);
	open_page();
	has("name=interval placeholder='as in the settings' value=\"90s\"");
	snprintf(form, sizeof(form), "token=%s&do=interval&interval=now&source=%s", token, feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 400);
	has("is no interval");
	snprintf(form, sizeof(form), "token=%s&do=remove&source=%s", token, feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 400); /* nobody said that he is sure */
	has("I am sure");
	snprintf(form, sizeof(form), "token=%s&do=remove&sure=yes&source=%s", token, feed("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 303);
	open_page();
	has("No folder is watched");
	has("<td data-l=what>removed");
	end(&line);
}
END_TEST

START_TEST(the_api_changes_sources_but_adds_no_folder)
{
	struct line line;
	char form[512];

	begin(&line);
	open_page();
	snprintf(form, sizeof(form), "do=add&source=%s", feed("ttl.xml"));
	ck_assert_int_eq(api(form), 200);
	snprintf(form, sizeof(form), "do=add&source=%s", line.dir);
	ck_assert_int_eq(api(form), 400); /* it would read whatever the ingestor can */
	has("on the ingestor's host");
	ck_assert_int_eq(SITREP(&line, out, "watch", line.dir), 0);
	snprintf(form, sizeof(form), "do=address&address=/etc&source=%s", line.dir);
	ck_assert_int_eq(api(form), 400);
	snprintf(form, sizeof(form), "do=pause&by=bob&source=%s", line.dir);
	ck_assert_int_eq(api(form), 200);
	ck_assert_int_eq(api("do=pause&source=http://never.example/rss"), 400);
	has("is not among the feeds");
	ck_assert_int_eq(api("do=dance&source=http://never.example/rss"), 400);
	ck_assert_int_eq(api("do=pause"), 400);
	ck_assert_int_eq(ask("GET", "/api/sources/changes", "", ""), 200);
	has("\"what\":\"paused\",\"value\":\"yes\",\"by\":\"bob\"");
	ck_assert_int_eq(ask("GET", "/api/status", "", ""), 200);
	has("\"paused\":true");
	ck_assert_int_eq(ask("GET", "/metrics", "", ""), 200);
	has("sitrep_source_paused{source=\"");
	has("\"} 1\n");
	end(&line);
}
END_TEST

TEST_MAIN("sources", a_paused_folder_keeps_what_comes_until_it_is_resumed, a_feed_is_paused_moved_and_asked_more_often,
	the_page_changes_sources_and_tells_who_did, the_api_changes_sources_but_adds_no_folder)
