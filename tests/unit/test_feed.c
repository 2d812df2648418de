/* SPDX-License-Identifier: Apache-2.0
 * Feeds of every kind, and which addresses are public. */
#include "support/testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/url.h"
#include "service/fetch.h"
#include "service/proxy.h"
#include "text/feed.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct feed feed;
static struct err err;

static bool read_feed(struct str bytes)
{
	return feed_read(bytes, STR("https://e.org/news/feed.xml?x=/y"), &arena, &feed, &err);
}

static bool is(struct str text, const char *want)
{
	return str_eq(text, str_from(want));
}

START_TEST(rss_gives_entries_and_wishes)
{
	ck_assert(read_feed(
		STR("<?xml version='1.0'?><rss version='2.0' xmlns:dc='d' xmlns:c='c'><channel>"
		    "<title>Port &amp;amp; "
		    "road</title><link>https://e.org</link><ttl>30</ttl><skipHours><hour>3</hour>"
		    "<hour>24</hour></skipHours><skipDays><day>Sunday</day></"
		    "skipDays><image><title>no</title></image>"
		    "<item><title>One &lt;b&gt;two&lt;/b&gt;</title><guid "
		    "isPermaLink='false'>id-1</guid><link> /one </link>"
		    "<pubDate>Thu, 06 May 2021 10:00:00 "
		    "+0200</pubDate><description>Short.</description></item>"
		    "<item><guid>https://e.org/two</guid><c:encoded><![CDATA[<p>All of "
		    "it.</p>]]></c:encoded>"
		    "<dc:date>2021-05-07T01:00:00Z</dc:date><source "
		    "url='x'>Other</source></item></channel></rss>")));
	ck_assert_str_eq(feed.kind, "rss");
	ck_assert(is(feed.title, "Port & road"));
	ck_assert_uint_eq(feed.ttl_ms, 30 * 60000);
	ck_assert_uint_eq(feed.skip_hours, 1u << 3 | 1u);
	ck_assert_uint_eq(feed.skip_days, 1u << 6);
	ck_assert_uint_eq(feed.n, 2);
	ck_assert(is(feed.entries[0].id, "id-1"));
	ck_assert(is(feed.entries[0].link, "https://e.org/one"));
	ck_assert(is(feed.entries[0].dated, "Thu, 06 May 2021 10:00:00 +0200"));
	ck_assert(feed.entries[0].teaser);
	ck_assert(is(feed.entries[1].link, "https://e.org/two"));
	ck_assert(is(feed.entries[1].content, "<p>All of it.</p>"));
	ck_assert(is(feed.entries[1].dated, "2021-05-07T01:00:00Z"));
	ck_assert(!feed.entries[1].teaser);
}
END_TEST

START_TEST(atom_gives_the_alternate_link_and_markup_of_xhtml)
{
	ck_assert(read_feed(STR(
		"<feed xmlns='http://www.w3.org/2005/Atom'><title>Port</title><entry><id>urn:1</id>"
		"<title type='html'>A &amp;amp; B</title><link rel='self' href='/self'/><link "
		"href='one'/>"
		"<published>2021-05-06T09:00:00Z</published><updated>2021-05-08T10:00:00Z</updated>"
		"<source><title>no</title><id>no</id></source>"
		"<content type='xhtml'><div><p>a &lt; b</p></div></content></entry></feed>")));
	ck_assert_uint_eq(feed.n, 1);
	ck_assert(is(feed.entries[0].id, "urn:1"));
	ck_assert(is(feed.entries[0].title, "A & B"));
	ck_assert(is(feed.entries[0].link, "https://e.org/news/one"));
	ck_assert(is(feed.entries[0].dated, "2021-05-06T09:00:00Z"));
	ck_assert(is(feed.entries[0].updated, "2021-05-08T10:00:00Z"));
	ck_assert_msg(is(feed.entries[0].content, "<div><p>a &lt; b</p></div>"), "%.*s",
		STR_ARGS(feed.entries[0].content));
}
END_TEST

START_TEST(rdf_json_sitemaps_and_lists_of_feeds_are_read)
{
	ck_assert(read_feed(STR("<rdf:RDF xmlns:rdf='r' xmlns='u'><channel "
				"rdf:about='x'><title>Old</title></channel>"
				"<item "
				"rdf:about='https://e.org/1'><title>One</title><link>https://e.org/"
				"1</link></item></rdf:RDF>")));
	ck_assert(is(feed.entries[0].id, "https://e.org/1"));
	ck_assert(read_feed(
		STR(" {\"version\":\"https://jsonfeed.org/version/"
		    "1\",\"items\":[{\"id\":\"7\",\"url\":\"/b\","
		    "\"content_text\":\"x\",\"date_published\":\"2021-05-06T00:00:00Z\"}]}")));
	ck_assert_str_eq(feed.kind, "json");
	ck_assert(is(feed.entries[0].link, "https://e.org/b"));
	ck_assert(is(feed.entries[0].dated, "2021-05-06T00:00:00Z"));
	ck_assert(read_feed(STR(
		"<urlset><url><loc>https://e.org/1</loc><lastmod>2021</lastmod></url></urlset>")));
	ck_assert_str_eq(feed.kind, "sitemap");
	ck_assert(is(feed.entries[0].updated, "2021"));
	ck_assert(is(feed.entries[0].dated, "")); /* of the last change only */
	ck_assert(read_feed(
		STR("<feed><entry><id>1</id><updated>2021-05</updated></entry><entry><id>2</id>"
		    "<published>soon</published></entry></feed>")));
	ck_assert(is(feed.entries[0].dated, "2021-05"));
	ck_assert(is(feed.entries[1].dated, ""));
	ck_assert(read_feed(STR(
		"<opml><body><outline text='a'><outline text='B' xmlUrl='https://e.org/f?a&amp;b'/>"
		"</outline></body></opml>")));
	ck_assert_uint_eq(feed.n, 1);
	ck_assert(is(feed.entries[0].link, "https://e.org/f?a&b"));
	ck_assert(!read_feed(STR("<html><body>no</body></html>")));
	ck_assert(!read_feed(STR("{\"a\":[]}")));
	ck_assert(!read_feed(STR("")));
}
END_TEST

START_TEST(a_broken_feed_gives_what_can_be_read)
{
	ck_assert(read_feed(STR("<rss><channel><item><title>One & only</title><guid>1</guid></item>"
				"<item><title>Two</title><guid>2</guid></item><item><title>Thr")));
	ck_assert(feed.damaged);
	ck_assert_uint_eq(feed.n, 2);
}
END_TEST

static bool is_private(const char *text)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return fetch_is_private((const struct sockaddr *)&v4);
	ck_assert_int_eq(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return fetch_is_private((const struct sockaddr *)&v6);
}

START_TEST(addresses_of_the_inside_are_known_in_every_disguise)
{
	static const char *const inside[] = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3",
		"172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
		"224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd12::1",
		"fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
		"2002:7f00:1::", "2001:db8::1", "::127.0.0.1"};
	static const char *const outside[] = {"1.1.1.1", "172.32.0.1", "172.15.0.1", "192.169.0.1",
		"100.128.0.1", "8.8.8.8", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8",
		"64:ff9b::808:808"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(inside); i++)
		ck_assert_msg(is_private(inside[i]), "%s", inside[i]);
	for (i = 0; i < ARRAY_SIZE(outside); i++)
		ck_assert_msg(!is_private(outside[i]), "%s", outside[i]);
}
END_TEST

START_TEST(names_of_the_inside_are_known)
{
	static const char *const inside[] = {"http://127.0.0.1/", "http://127.1/a",
		"http://0x7f.0.0.1:80/", "http://2130706433/", "http://[::1]/",
		"http://[::ffff:10.0.0.1]:8080/x", "http://user:pw@10.0.0.1/", "http://localhost/",
		"http://LOCALHOST./", "http://a.localhost/", "http://printer.local/",
		"http://metadata.google.internal/x", "http://169.254.169.254/latest", "nonsense",
		"http://"};
	static const char *const outside[] = {"http://example.org/", "https://10.example.org/",
		"http://8.8.8.8/", "http://[2606:4700::1]/", "http://localhost.example.org/",
		"http://thelocal.example/", "http://example.org/?u=http://127.0.0.1/",
		"http://notlocal/"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(inside); i++)
		ck_assert_msg(fetch_names_private(str_from(inside[i])), "%s", inside[i]);
	for (i = 0; i < ARRAY_SIZE(outside); i++)
		ck_assert_msg(!fetch_names_private(str_from(outside[i])), "%s", outside[i]);
}
END_TEST

START_TEST(a_proxy_is_taken_from_the_setting_or_the_environment)
{
	struct str plain = STR("http://news.example/a"), secure = STR("https://news.example/a");

	unsetenv("no_proxy");
	unsetenv("NO_PROXY");
	setenv("http_proxy", "http://p:1", 1);
	setenv("https_proxy", "http://p:2", 1);
	setenv("HTTP_PROXY", "http://evil:1", 1); /* a request's header, where there is a CGI */
	ck_assert_ptr_null(proxy_for(NULL, plain));
	ck_assert_ptr_null(proxy_for("none", plain));
	ck_assert_str_eq(proxy_for("http://own:3", plain), "http://own:3");
	ck_assert_str_eq(proxy_for("", plain), "http://p:1");
	ck_assert_str_eq(proxy_for("", secure), "http://p:2");
	setenv("no_proxy", "localhost, .news.example", 1);
	ck_assert_ptr_null(proxy_for("", plain));
	unsetenv("no_proxy");
	unsetenv("http_proxy");
	ck_assert_ptr_null(proxy_for("", plain));
	setenv("ALL_PROXY", "socks5h://p:4", 1);
	ck_assert_str_eq(proxy_for("", plain), "socks5h://p:4");
	ck_assert(proxy_excepts(STR("example.org"), STR("www.Example.org")));
	ck_assert(!proxy_excepts(STR("example.org,,"), STR("badexample.org")));
	ck_assert(proxy_excepts(STR("a, *"), STR("x")));
}
END_TEST

START_TEST(addresses_have_parts)
{
	ck_assert(
		is(url_origin(STR("https://u@WWW.e.org:8443/a?b#c")), "https://u@WWW.e.org:8443"));
	ck_assert(is(url_path(STR("https://e.org/a?b#c")), "/a?b"));
	ck_assert(is(url_path(STR("https://e.org")), ""));
	ck_assert(is(url_host(STR("https://u:p@www.e.org:8443/a")), "e.org"));
	ck_assert(is(url_authority_host(STR("http://[::1]:80/a")), "[::1]"));
	ck_assert(is(url_origin(STR("mailto:a@b")), ""));
	ck_assert(is(url_host(STR("http://?x")), ""));
}
END_TEST

TEST_MAIN("feed", names_of_the_inside_are_known,
	a_proxy_is_taken_from_the_setting_or_the_environment, addresses_have_parts,
	rss_gives_entries_and_wishes, atom_gives_the_alternate_link_and_markup_of_xhtml,
	rdf_json_sitemaps_and_lists_of_feeds_are_read, a_broken_feed_gives_what_can_be_read,
	addresses_of_the_inside_are_known_in_every_disguise)
