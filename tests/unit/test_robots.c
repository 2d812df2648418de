/* SPDX-License-Identifier: Apache-2.0
 * RFC 9309, sentence by sentence. */
#include "support/testing.h"

#include "base/robots.h"

struct question {
	const char *name, *text, *path;
	bool allowed;
};

static bool asks(const char *text, const char *path)
{
	AUTO(buf_release) struct buf rules = {0};

	buf_init(&rules, 2 * ROBOTS_MAX_BYTES);
	robots_rules(str_from(text), robots_token(STR("sitrep/1.0 (+https://e.example/)")), &rules);
	return robots_allow(buf_view(&rules), str_from(path));
}

static const struct question questions[] = {
	/* 2.2.1, who is meant */
	{"nothing is said", "", "/a", true},
	{"everybody", "User-agent: *\nDisallow: /a", "/a/b", false},
	{"somebody else", "User-agent: other\nDisallow: /", "/a", true},
	{"our own group goes before everybody's",
		"User-agent: *\nDisallow: /\n\nUser-agent: sitrep\nDisallow: /b", "/a", true},
	{"in any case", "user-AGENT: SitRep\ndisallow: /a", "/a", false},
	{"with a version behind it", "User-agent: sitrep/0.9\nDisallow: /a", "/a", false},
	{"a longer name is another's", "User-agent: sitrep-images\nDisallow: /a", "/a", true},
	{"several groups of ours are one",
		"User-agent: sitrep\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: "
		"sitrep\n"
		"Disallow: /b",
		"/b", false},
	{"a group for several", "User-agent: x\nUser-agent: sitrep\nUser-agent: y\nDisallow: /a",
		"/a", false},
	{"a rule ends the names", "User-agent: sitrep\nDisallow: /a\nUser-agent: x\nDisallow: /b",
		"/b", true},
	{"other lines do not",
		"User-agent: sitrep\nCrawl-delay: 5\nUser-agent: x\nSitemap: /s\nDisallow: /b",
		"/b", false},
	{"a rule before any group", "Disallow: /a\nUser-agent: x\nDisallow: /b", "/a", true},
	/* 2.2.2, what is allowed */
	{"the longest decides", "User-agent: *\nAllow: /a/public\nDisallow: /a", "/a/public/1",
		true},
	{"whatever stands first", "User-agent: *\nDisallow: /a\nAllow: /a/public", "/a/private",
		false},
	{"allowed if they are as long", "User-agent: *\nDisallow: /page\nAllow: /page", "/page",
		true},
	{"an empty rule is none", "User-agent: *\nDisallow:", "/a", true},
	{"paths are told apart by case", "User-agent: *\nDisallow: /A", "/a", true},
	{"the query belongs to it", "User-agent: *\nDisallow: /a?x", "/a?x=1", false},
	{"a prefix is enough", "User-agent: *\nDisallow: /fish", "/fishheads/yeast.html", false},
	{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
	{"an address without a path", "User-agent: *\nDisallow: /", "", false},
	{"octets beyond ASCII", "User-agent: *\nDisallow: /foo/bar/\xe3\x83\x84",
		"/foo/bar/%E3%83%84", false},
	{"the same the other way round", "User-agent: *\nDisallow: /foo/bar/%e3%83%84",
		"/foo/bar/\xe3\x83\x84", false},
	{"unreserved characters need no percent sign",
		"User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false},
	{"reserved ones do", "User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
	{"hexadecimal digits in any case", "User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false},
	/* 2.2.3, special characters */
	{"a comment", "User-agent: * # all\nDisallow: /a # not this", "/a", false},
	{"a star", "User-agent: *\nDisallow: /*.php", "/x/y.php?z", false},
	{"two stars", "User-agent: *\nDisallow: /a*b*c", "/a1b2b3c", false},
	{"a star that finds nothing", "User-agent: *\nDisallow: /a*x", "/abc", true},
	{"the end", "User-agent: *\nDisallow: /*.php$", "/x.php", false},
	{"not at the end", "User-agent: *\nDisallow: /*.php$", "/x.php?a", true},
	{"the end after two tries", "User-agent: *\nDisallow: /*a$", "/banana", false},
	{"only the root", "User-agent: *\nDisallow: /$", "/a", true},
	{"the root alone", "User-agent: *\nDisallow: /$", "/", false},
	{"allowed by a star", "User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false},
	/* 2.2, how lines end */
	{"CR alone", "User-agent: *\rDisallow: /a\r", "/a", false},
	{"CR and LF", "User-agent: *\r\nDisallow: /a\r\n", "/a", false},
	{"a byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/a", false},
	{"white space everywhere", " \tUser-agent \t: * \n Disallow\t:\t/a \n", "/a", false},
	{"a page where robots.txt was expected",
		"<!doctype html><title>Welcome</title><p>Disallow: /", "/a", true},
};

START_TEST(a_site_is_asked_and_answers)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(questions); i++)
		ck_assert_msg(asks(questions[i].text, questions[i].path) == questions[i].allowed,
			"%s: %s", questions[i].name, questions[i].path);
}
END_TEST

START_TEST(the_token_is_the_beginning_of_our_name)
{
	ck_assert(str_eq(robots_token(STR("sitrep/1.0")), STR("sitrep")));
	ck_assert(str_eq(robots_token(STR("My-Reader_x 2")), STR("My-Reader_x")));
	ck_assert(str_eq(robots_token(STR("0")), STR("")));
}
END_TEST

/* Stars that all have to be tried: (n / k) ^ k if it went back to each of them. */
START_TEST(many_stars_take_no_time)
{
	AUTO(buf_release) struct buf text = {0}, path = {0};
	int i;

	buf_init(&text, ROBOTS_MAX_BYTES);
	buf_init(&path, 4096);
	buf_puts(&text, "User-agent: *\nDisallow: /");
	for (i = 0; i < 500; i++)
		buf_puts(&text, "*a");
	buf_puts(&text, "b\n");
	buf_puts(&path, "/");
	for (i = 0; i < 2000; i++)
		buf_puts(&path, "a");
	ck_assert(asks(text.data, path.data));
}
END_TEST

TEST_MAIN("robots", a_site_is_asked_and_answers, the_token_is_the_beginning_of_our_name,
	many_stars_take_no_time)
