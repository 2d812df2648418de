/* SPDX-License-Identifier: Apache-2.0
 * Folders and feeds that are changed while they feed: from the terminal, and by the page's forms. */
#include "support/testing.h"
#include "support/visitor.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

static int web_port;
static pid_t web;

static void start(struct line *line)
{
	line_start(line, FLAGS("--http-listen=", "--watch-settle=100ms", "--watch-rescan=300ms",
				 "--fetch-private=yes", "--feed-interval=1h"));
	web = line_web(line,
		&web_port); /* /etag.xml has three entries, /etag2.xml two others, /ttl.xml one */
}

static void end(struct line *line)
{
	line_web_stop(web);
	line_stop(line);
}

static int api(const char *form)
{
	return ask("POST", "/api/do/source",
		"X-Sitrep: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n", form);
}

static void open_page(void)
{
	ck_assert_int_eq(get("/sources"), 200);
}

/* Of the web server. */
static const char *url_of(const char *name)
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

	start(&line);
	snprintf(dir, sizeof(dir), "%s/inbox", line.dir);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	ck_assert_int_eq(SITREP(&line, out, "watch", dir), 0);
	line_file(&line, "inbox/one.txt", "Gunmen killed 7 people in Mosul.", 32);
	line_wait_for(&line, "SELECT count(*) FROM report", 1);
	ck_assert_int_eq(SITREP(&line, out, "source", "pause", dir, "--by", "ann"), 0);
	line_file(&line, "inbox/two.txt", "Gunmen killed 9 people in Mosul.", 32);
	for (i = 0; i < 50; i++) { /* some rescans */
		nap(20);
		ck_assert_int_eq(reports(&line), 1);
	}
	ck_assert_int_eq(SITREP(&line, out, "source", "list", "--json"), 0);
	has("\"state\":\"paused\"");
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_start_part(&line, PART_INGESTOR);
	for (i = 0; i < 50; i++) { /* a pause outlives the process */
		nap(20);
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

	start(&line);
	ck_assert_int_eq(SITREP(&line, out, "feed", "add", url_of("etag.xml")), 0);
	line_wait_for(&line, "SELECT count(*) FROM report", 3);
	ck_assert_int_eq(SITREP(&line, out, "source", "pause", url_of("etag.xml")), 0);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", url_of("etag.xml"), "interval=5m"), 0);
	ck_assert_int_eq(
		SITREP(&line, out, "source", "set", url_of("etag.xml"), "interval=5 moons"), 65);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", url_of("etag.xml"), "colour=red"), 65);
	ck_assert_int_eq(
		SITREP(&line, out, "source", "set", url_of("etag.xml"), "address=ftp://x"), 65);
	ck_assert_int_eq(SITREP(&line, out, "source", "set", url_of("etag.xml")), 64);
	{
		char address[96];

		snprintf(address, sizeof(address), "address=%s", url_of("etag2.xml"));
		ck_assert_int_eq(
			SITREP(&line, out, "source", "set", url_of("etag.xml"), address), 0);
	}
	for (i = 0; i < 25; i++) {
		nap(20);
		ck_assert_int_eq(reports(&line), 3);
	}
	ck_assert_int_eq(SITREP(&line, out, "source", "resume", url_of("etag.xml")), 0);
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

	start(&line);
	start_dashboard(&line);
	open_page();
	take_token();
	has("No folder is watched");
	snprintf(form, sizeof(form), "do=add&source=%s&by=ann", url_of("etag.xml"));
	ck_assert_int_eq(post("/do/source", form), 403); /* without the token */
	ck_assert_int_eq(send_form("/do/source", "do=add&source=%s&by=ann%%3Cb%%3E&back=/sources",
				 url_of("etag.xml")),
		303);
	has("Location: /sources?done=");
	line_wait_for(&line, "SELECT count(*) FROM report", 3);
	open_page();
	has("etag.xml");
	has("<td data-l=what>added");
	has("ann&lt;b&gt;");
	hasnt("ann<b>");
	ck_assert_int_eq(send_form("/do/source", "do=pause&source=%s", url_of("etag.xml")), 303);
	open_page(); /* at once, not with the next status */
	has("<b class=warn>paused</b>");
	has("value=resume>Resume</button>");
	ck_assert_int_eq(
		send_form("/do/source", "do=interval&interval=90s&source=%s", url_of("etag.xml")),
		303);
	open_page();
	has("name=interval placeholder='as in the settings' value=\"90s\"");
	ck_assert_int_eq(
		send_form("/do/source", "do=interval&interval=now&source=%s", url_of("etag.xml")),
		400);
	has("is no interval");
	/* nobody said that he is sure */
	ck_assert_int_eq(send_form("/do/source", "do=remove&source=%s", url_of("etag.xml")), 400);
	has("I am sure");
	ck_assert_int_eq(
		send_form("/do/source", "do=remove&sure=yes&source=%s", url_of("etag.xml")), 303);
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

	start(&line);
	start_dashboard(&line);
	snprintf(form, sizeof(form), "do=add&source=%s", url_of("ttl.xml"));
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
	ck_assert_int_eq(get("/api/sources/changes"), 200);
	has("\"what\":\"paused\",\"value\":\"yes\",\"by\":\"bob\"");
	ck_assert_int_eq(get("/api/status"), 200);
	has("\"paused\":true");
	ck_assert_int_eq(get("/metrics"), 200);
	has("sitrep_source_paused{source=\"");
	has("\"} 1\n");
	end(&line);
}
END_TEST

TEST_MAIN("sources", a_paused_folder_keeps_what_comes_until_it_is_resumed,
	a_feed_is_paused_moved_and_asked_more_often, the_page_changes_sources_and_tells_who_did,
	the_api_changes_sources_but_adds_no_folder)
