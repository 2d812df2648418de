/* SPDX-License-Identifier: Apache-2.0
 * What is fetched, through the real daemons: feeds, pages, sitemaps; what must not be. */
#include "support/line.h"
#include "support/testing.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PUBLIC_ADDRESS "45.33.10.7"

static void add_feed(struct line *line, int host, int port, const char *path)
{
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.%d:%d%s", host, port, path);
	ck_assert_int_eq(SITREP(line, out, "feed", "add", url), 0);
}

/* How often the web server answered so. */
static int answers(struct line *line, const char *answer)
{
	char path[128], text[256];
	int n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/web.log", line->dir);
	f = fopen(path, "r");
	while (f && fgets(text, sizeof(text), f))
		n += strncmp(text, answer, strlen(answer)) == 0;
	if (f)
		fclose(f);
	return n;
}

/* Until as many feeds have what is told about them in the list. */
static void wait_for_feeds(struct line *line, int feeds, const char *told)
{
	int tries, n = 0;

	for (tries = 0; tries < 200 && n < feeds; tries++) {
		const char *at = out;

		if (tries)
			nap(50);
		ck_assert_int_eq(SITREP(line, out, "feed", "list", "--csv"), 0);
		for (n = 0; (at = strstr(at, told)); at++)
			n++;
	}
	ck_assert_msg(n >= feeds, "%d of %d feeds are told to be \"%s\": %s", n, feeds, told, out);
}

#define FROM(name) "SELECT count(*) FROM reports WHERE title LIKE '" name " %'"

/* Each entry once, whatever the feed does and whoever is killed. */
START_TEST(feeds_lose_nothing_and_bring_nothing_twice)
{
	static const struct {
		const char *path, *count;
		int want;
	} feeds[] = {{"/etag.xml", FROM("etag"), 3}, {"/teasers.xml", FROM("teasers"), 20},
		{"/equal.xml", FROM("equal"), 12}, {"/ids.xml", FROM("ids"), 4},
		{"/home.xml", FROM("home"), 5}, {"/moved.xml", FROM("moved"), 2},
		{"/feed.json", FROM("json"), 2}, {"/sitemap.xml", FROM("map"), 3},
		{"/gone-pages.xml", FROM("gone"), 2}, {"/broken.xml", FROM("broken"), 1},
		{"/ttl.xml", FROM("ttl"), 1}, {"/skip.xml", FROM("skip"), 1},
		{"/lie.xml", FROM("lie"), 1}};
	struct line line;
	size_t i;
	int port;
	pid_t web;

	line_start(&line, FLAGS("--http-listen=", "--feed-interval=300ms", "--fetch-private=yes",
				  "--fetch-time=3s", "--log-level=error"));
	web = line_web(&line, &port);
	for (i = 0; i < ARRAY_SIZE(feeds); i++)
		add_feed(&line, 10 + (int)i, port, feeds[i].path);
	line_wait_for(&line, FROM("teasers"), 1);
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_start_part(&line, PART_INGESTOR);
	for (i = 0; i < ARRAY_SIZE(feeds); i++)
		line_wait_for(&line, feeds[i].count, feeds[i].want);
	line_kill(&line, PART_INGESTOR, SIGKILL);
	line_start_part(&line, PART_INGESTOR);
	/* some more polls change nothing */
	for (i = 0; answers(&line, "/etag.xml 304") < 4 && i < 200; i++)
		nap(50);
	for (i = 0; i < ARRAY_SIZE(feeds); i++)
		ck_assert_msg(
			line_number(&line, feeds[i].count) == feeds[i].want, "%s", feeds[i].path);
	ck_assert_int_le(
		answers(&line, "/etag.xml 200"), 3); /* the kills may cost it a validator */
	ck_assert_int_ge(answers(&line, "/etag.xml 304"), 4);
	ck_assert_int_le(answers(&line, "/moved.xml 301"), 2);
	ck_assert_int_le(answers(&line, "/ttl.xml 200"),
		3); /* once, and the kills may cost it the note of its ttl */
	ck_assert_int_ge(answers(&line, "/skip.xml 200"), 2); /* not once a week */
	ck_assert_int_eq(SITREP(&line, out, "feed", "list", "--csv"), 0);
	has("\"equal\",12,");
	ck_assert_int_eq(SITREP(&line, out, "status", "--json"), 0);
	has("/equal.xml");
	ck_assert_int_eq(SITREP(&line, out, "audit"), 0);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

START_TEST(feeds_that_misbehave_are_told_and_left_alone)
{
	static const struct {
		const char *path, *told;
	} feeds[] = {{"/loop", "redirect"}, {"/bomb.xml", "larger than 32 MB"},
		{"/short.xml", "transfer closed"}, {"/drip.xml", "timed out"},
		{"/busy.xml", "answers 503"}, {"/html", "not a feed"}, {"/missing", "answers 404"},
		{"/file", "rotocol"}, {"/later.xml", "answers 429"},
		{"/headers.xml", "header is larger"}, {"/chunks.xml", "outstanding"},
		{"/nogzip.xml", "content"}, {"/empty.xml", "not a feed"}};
	struct line line;
	size_t i, tries;
	int port;
	pid_t web;

	line_start(&line, FLAGS("--http-listen=", "--feed-interval=200ms", "--fetch-private=yes",
				  "--fetch-time=2s", "--log-level=error"));
	web = line_web(&line, &port);
	for (i = 0; i < ARRAY_SIZE(feeds); i++)
		add_feed(&line, 30 + (int)i, port, feeds[i].path);
	for (i = 0; i < ARRAY_SIZE(feeds); i++)
		wait_for_feeds(&line, 1, feeds[i].told);
	ck_assert_int_eq(answers(&line, "/busy.xml 503"), 1);  /* it asked for an hour */
	ck_assert_int_eq(answers(&line, "/later.xml 429"), 1); /* with a date */
	add_feed(&line, 34, port, "/busy.xml");                /* but somebody cannot wait */
	for (tries = 0; answers(&line, "/busy.xml 503") < 2 && tries < 200; tries++)
		nap(50);
	ck_assert_int_eq(answers(&line, "/busy.xml 503"), 2);
	ck_assert_int_eq(SITREP(&line, out, "feed", "add", "ftp://example.org/x"), 65);
	ck_assert_int_eq(SITREP(&line, out, "feed", "remove", "http://example.org/x"), 65);
	ck_assert_int_le(line_number(&line, "SELECT count(*) FROM report"), 0);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

START_TEST(the_local_network_is_out_of_reach_unless_allowed)
{
	static const char opml[] =
		"<opml version='2.0'><body><outline text='News'><outline text='A' "
		"xmlUrl='http://127.0.0.1:%d/etag.xml'/><outline "
		"xmlUrl='http://localhost:%d/etag.xml'/></outline>"
		"</body></opml>";
	char list[512];
	struct line line;
	int port;
	pid_t web;

	line_start(&line, FLAGS("--http-listen=", "--feed-interval=200ms", "--log-level=error"));
	web = line_web(&line, &port);
	snprintf(list, sizeof(list), opml, port, port);
	ck_assert_int_eq(SITREP(&line, out, "feed", "import",
				 line_file(&line, "a.opml", list, strlen(list))),
		0);
	has("2 feeds added");
	wait_for_feeds(&line, 2, "not a public one");
	ck_assert_int_eq(answers(&line, "/"), 0);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

/* In a network of its own the loopback also has an address that is public elsewhere. */
static bool have_public_address(void)
{
	return unshare(CLONE_NEWNET) == 0 &&
	       system("ip link set lo up && ip addr add " PUBLIC_ADDRESS "/32 dev lo") == 0;
}

START_TEST(a_public_page_does_not_lead_inside)
{
	char url[128];
	struct line line;
	int port;
	pid_t web;

	if (!have_public_address())
		return; /* the right to make namespaces is missing */
	line_start(&line, FLAGS("--http-listen=", "--feed-interval=200ms", "--log-level=error"));
	web = line_web(&line, &port);
	snprintf(url, sizeof(url), "http://" PUBLIC_ADDRESS ":%d/etag.xml", port);
	ck_assert_int_eq(SITREP(&line, out, "feed", "add", url), 0);
	line_wait_for(&line, FROM("etag"), 3); /* what is public is fetched */
	snprintf(url, sizeof(url), "http://" PUBLIC_ADDRESS ":%d/inside.xml", port);
	ck_assert_int_eq(SITREP(&line, out, "feed", "add", url), 0);
	wait_for_feeds(&line, 1, "not a public one");
	ck_assert_int_eq(answers(&line, "/inside.xml 302"), 1);
	ck_assert_int_eq(answers(&line, "/secret.xml"), 0);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

/* What names mean in this process and its children: a hosts file of the test's own. */
static bool have_own_names(const char *hosts)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount(hosts, "/etc/hosts", NULL, MS_BIND, NULL) == 0;
}

/* "DNS rebinding": the name was public when it was looked at, the next time it is of this host. */
START_TEST(a_name_that_changes_its_address_does_not_lead_inside)
{
	static const char outside[] = PUBLIC_ADDRESS " feeds.example\n",
			  inside[] = "127.0.0.1 feeds.example\n";
	struct line line;
	char url[128];
	int port, asked;
	pid_t web;

	line_open(&line, FLAGS("--http-listen=", "--feed-interval=200ms", "--log-level=error"));
	if (!have_public_address() ||
		!have_own_names(line_file(&line, "hosts", outside, sizeof(outside) - 1))) {
		line_stop(&line);
		return; /* the right to make namespaces is missing */
	}
	line_start_part(&line, PART_INGESTOR);
	line_start_part(&line, PART_STORE);
	line_start_part(&line, PART_EXTRACTOR);
	web = line_web(&line, &port);
	snprintf(url, sizeof(url), "http://feeds.example:%d/etag.xml", port);
	ck_assert_int_eq(SITREP(&line, out, "feed", "add", url), 0);
	line_wait_for(&line, FROM("etag"), 3);
	line_kill(
		&line, PART_INGESTOR, SIGTERM); /* no connection is left that could be used again */
	asked = answers(&line, "/etag.xml");
	ck_assert_int_gt(asked, 0);
	line_file(&line, "hosts", inside, sizeof(inside) - 1);
	line_start_part(&line, PART_INGESTOR);
	wait_for_feeds(&line, 1, "not a public one");
	ck_assert_int_eq(answers(&line, "/etag.xml"), asked);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

START_TEST(pages_sitemaps_and_lists_are_fetched)
{
	char page[128], map[128], list[512];
	struct line line;
	int port;
	pid_t web;

	line_start(&line, FLAGS("--http-listen=", "--log-level=warn"));
	web = line_web(&line, &port);
	snprintf(page, sizeof(page), "http://127.0.0.1:%d/page/single/7", port);
	snprintf(map, sizeof(map), "http://127.0.0.2:%d/sitemap.xml", port);
	ck_assert_int_eq(SITREP(&line, out, "submit", page), 65);
	has("not a public one");
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--fetch-private=yes", "--wait", page, map), 0);
	ck_assert_int_eq(line_number(&line, FROM("single") " AND url LIKE '%/page/single/7'"), 1);
	ck_assert_int_eq(line_number(&line, FROM("map")), 3);
	snprintf(list, sizeof(list),
		"# a list\nhttp://127.0.0.3:%d/page/listed/1\n\nhttp://127.0.0.4:%d/feed.json\n"
		"http://127.0.0.5:%d/missing\nnonsense\n",
		port, port, port);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--fetch-private=yes", "--wait", "--urls",
				 line_file(&line, "list.txt", list, strlen(list))),
		65);
	has("answers 404");
	has("a line is no address");
	ck_assert_int_eq(line_number(&line, FROM("listed")), 1);
	ck_assert_int_eq(line_number(&line, FROM("json")), 2);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

/* "Disallow" for our name: the teaser must do, and it is counted. */
START_TEST(what_robots_txt_asks_is_done_and_counted)
{
	char list[256], named[128];
	struct line line;
	int port;
	pid_t web;

	line_start(&line, FLAGS("--http-listen=", "--feed-interval=300ms", "--fetch-private=yes",
				  "--log-level=error"));
	web = line_web(&line, &port);
	add_feed(&line, 60, port, "/denied.xml");
	line_wait_for(&line, FROM("denied"), 2);
	ck_assert_int_eq(answers(&line, "/page/denied/"), 0);
	ck_assert_int_eq(answers(&line, "/robots.txt 200 sitrep/"), 1);
	ck_assert_int_eq(SITREP(&line, out, "status"), 0);
	has("2 pages left alone as robots.txt asks");
	/* a list of addresses: what is allowed comes, what is denied or not known does not */
	snprintf(list, sizeof(list),
		"http://127.0.0.60:%d/page/denied/7\nhttp://127.0.0.60:%d/page/open/7\n"
		"http://127.0.0.61:%d/page/dark/7\n",
		port, port, port);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--fetch-private=yes", "--wait", "--urls",
				 line_file(&line, "list.txt", list, strlen(list))),
		65);
	has("/robots.txt asks programs not to fetch this page");
	has("/robots.txt cannot be had");
	ck_assert_int_eq(line_number(&line, FROM("open")), 1);
	ck_assert_int_eq(answers(&line, "/page/denied/") + answers(&line, "/page/dark/"), 0);
	/* one address that somebody names is his own wish; so is the setting */
	snprintf(named, sizeof(named), "http://127.0.0.60:%d/page/denied/8", port);
	ck_assert_int_eq(SITREP(&line, out, "submit", "--fetch-private=yes", "--wait", named), 0);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--fetch-private=yes", "--fetch-robots=no", "--wait",
			"--urls", line_file(&line, "list.txt", list, strlen(list))),
		0);
	ck_assert_int_eq(line_number(&line, FROM("dark")), 1);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

/* The proxy looks up the name, which nobody here knows; what is inside is refused all the same. */
START_TEST(pages_come_through_a_proxy_and_the_inside_does_not)
{
	static const char *const inside[] = {"http://127.0.0.1/page/no/1", "http://[::1]/page/no/1",
		"http://0x7f000001/page/no/1", "http://localhost/page/no/1",
		"http://printer.local/page/no/1", "http://news.example/inside"};
	char proxy[64], environment[64];
	struct line line;
	size_t i;
	int port;
	pid_t web;

	line_start(&line, FLAGS("--http-listen=", "--log-level=warn"));
	web = line_web(&line, &port);
	snprintf(proxy, sizeof(proxy), "--fetch-proxy=http://127.0.0.1:%d", port);
	snprintf(environment, sizeof(environment), "http://127.0.0.1:%d", port);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", proxy, "--wait", "http://news.example/page/far/1"), 0);
	ck_assert_int_eq(answers(&line, "http://news.example/page/far/1 200"), 1);
	for (i = 0; i < ARRAY_SIZE(inside); i++) {
		ck_assert_int_eq(SITREP(&line, out, "submit", proxy, inside[i]), 65);
		has("not a public one");
	}
	ck_assert_int_eq(answers(&line, "http://127") + answers(&line, "http://10.") +
				 answers(&line, "http://localhost"),
		0);
	/* as the environment says, but for its exceptions */
	setenv("http_proxy", environment, 1);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--wait", "http://news.example/page/far/2"), 0);
	setenv("no_proxy", "localhost,.example", 1);
	ck_assert_int_eq(SITREP(&line, out, "submit", "http://news.example/page/far/3"), 65);
	ck_assert_int_eq(
		SITREP(&line, out, "submit", "--fetch-proxy=none", "http://news.other/page/far/4"),
		65);
	ck_assert_int_eq(line_number(&line, FROM("far")), 2);
	line_web_stop(web);
	line_stop(&line);
}
END_TEST

TEST_MAIN("fetching", feeds_lose_nothing_and_bring_nothing_twice,
	feeds_that_misbehave_are_told_and_left_alone,
	the_local_network_is_out_of_reach_unless_allowed, a_public_page_does_not_lead_inside,
	a_name_that_changes_its_address_does_not_lead_inside, pages_sitemaps_and_lists_are_fetched,
	what_robots_txt_asks_is_done_and_counted,
	pages_come_through_a_proxy_and_the_inside_does_not)
