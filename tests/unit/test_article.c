/* SPDX-License-Identifier: Apache-2.0 */
#include "support/testing.h"
#include "text/article.h"
#include "text/article_title.h"
#include "text/language.h"

static struct arena arena; /* empty; a test runs in a process of its own */
static struct article article;
static struct err err;

static bool read_bytes(struct str body, const char *media_type)
{
	struct report report = {.body = body, .media_type = str_from(media_type)};

	err = (struct err){0};
	return article_read(&report, NULL, &arena, &article, &err);
}

static bool has(struct str text, const char *part)
{
	return str_find(text, str_from(part), 0) < text.n;
}

#define PROSE1 \
	"The committee met on Tuesday, after the harbour had been closed for two days, and heard " \
	"from the officers who were on duty that night."
#define PROSE2 \
	"Nobody was hurt, the ministry said, although three vehicles and part of a warehouse " \
	"were destroyed before the fire service arrived."
#define PROSE3 \
	"Residents who had been told to leave their homes were allowed back on Thursday, and the " \
	"road to the north was opened to traffic again."

static const char page[] =
	"<!doctype html><html lang=en-GB><head><meta charset=utf-8>"
	"<title>Harbour closed &amp; guarded for two days | The Daily Example</title>"
	"<meta property='og:site_name' content='The Daily Example'>"
	"<link rel=canonical href='https://www.example.org/news/harbour'>"
	"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour "
	"closed "
	"&amp; guarded for two days\",\"datePublished\":\"2021-03-12T09:00:00+01:00\","
	"\"dateModified\":\"2021-03-14\",\"author\":{\"@type\":\"Person\",\"name\":\"Jo Doe\"}}"
	"</script></head><body><nav class=menu><ul><li><a href=/>Home page</a><li><a href=/s>Sport "
	"and games</a></ul></nav><div class='cookie-notice'><p>We use cookies to make this site "
	"better. By using it you accept our cookie policy and the policy of our partners.</p></div>"
	"<main><article><h1>Harbour closed &amp; guarded for two days</h1><p class=byline>By Jo Doe"
	"</p><div class='share-bar'><a href=#>Share</a> <a href=#>Tweet</a></div>"
	"<div class='article-body'><p>" PROSE1 "</p><p>" PROSE2 " <a href='https://example.com/x'>"
	"A report</a> is awaited.</p><h2>What comes next</h2><p>" PROSE3 "</p><ul><li>The road is "
	"open in both directions, the police said on Friday.</li><li>The harbour stays closed to "
	"ships for another week, according to its master.</li></ul></div></article></main>"
	"<aside class=related><h3>Related articles</h3><a href=/1>Ten things to do in the rain</a> "
	"<a href=/2>Why the bridge is late</a></aside><footer><p><a href=/i>Imprint</a> All rights "
	"reserved</p></footer></body></html>";

START_TEST(a_page_gives_its_article)
{
	ck_assert_msg(read_bytes(str_from(page), "text/html"), "%s", err.text);
	ck_assert(has(article.text, PROSE1));
	ck_assert(has(article.text, PROSE2 " A report is awaited.\n\n"));
	ck_assert(has(article.text, PROSE3));
	ck_assert(has(article.text, "police said on Friday.\n- The harbour"));
	ck_assert(!has(article.text, "cookies"));
	ck_assert(!has(article.text, "Tweet"));
	ck_assert(!has(article.text, "Ten things"));
	ck_assert(!has(article.text, "Sport"));
	ck_assert(!has(article.text, "Imprint"));
}
END_TEST

START_TEST(a_page_says_what_it_is)
{
	ck_assert(read_bytes(str_from(page), ""));
	ck_assert(str_eq(article.title, STR("Harbour closed & guarded for two days")));
	ck_assert(str_eq(article.published, STR("2021-03-12")));
	ck_assert(str_eq(article.modified, STR("2021-03-14")));
	ck_assert(str_eq(article.language, STR("en")));
	ck_assert(str_eq(article.author, STR("Jo Doe")));
	ck_assert(str_eq(article.publisher, STR("The Daily Example")));
	ck_assert(str_eq(article.url, STR("https://www.example.org/news/harbour")));
	ck_assert_uint_eq(article.nlinks, 1);
	ck_assert(str_eq(article.links[0], STR("https://example.com/x")));
	ck_assert_uint_eq(article.nwarnings, 0);
}
END_TEST

#define AT "<html><link rel=canonical href='https://a.example/"
#define REST \
	"</head><article><h1>Harbour closed for two days</h1><p>" PROSE1 "</p><p>" PROSE2 "</p>"

START_TEST(a_date_says_what_it_rests_on_and_how_precise_it_is)
{
	static const struct {
		const char *page, *day;
		enum date_evidence from;
		enum date_precision precision;
	} cases[] = {
		{page, "2021-03-12", EVIDENCE_JSON_LD, PRECISION_DAY},
		{"<meta property='article:published_time' content='2021-03-12'>" REST, "2021-03-12",
			EVIDENCE_OPENGRAPH, PRECISION_DAY},
		{"<meta name=dc.date.issued content='2021-03-12'>" REST, "2021-03-12",
			EVIDENCE_META, PRECISION_DAY},
		{REST "<p><time datetime='2021-03-12'>Friday</time>", "2021-03-12", EVIDENCE_TIME,
			PRECISION_DAY},
		{REST "<p><b itemprop=datePublished content='2021-03-12'>Friday</b>", "2021-03-12",
			EVIDENCE_MICRODATA, PRECISION_DAY},
		{AT "2021/03/12/x'>" REST, "2021-03-12", EVIDENCE_URL, PRECISION_DAY},
		{REST "<p class=date>12 March 2021</p>", "2021-03-12", EVIDENCE_BYLINE,
			PRECISION_DAY},
		{REST "<p>12 March 2021</p>", "2021-03-12", EVIDENCE_DATELINE, PRECISION_DAY},
		{AT "2021/03/x'>" REST, "2021-03-01", EVIDENCE_URL, PRECISION_MONTH},
		{"<meta name=citation_date content='2021'>" REST, "2021-01-01", EVIDENCE_META,
			PRECISION_YEAR},
		{"<meta name=date content='2021-03'>" REST "<p>14 March 2021</p>", "2021-03-14",
			EVIDENCE_DATELINE, PRECISION_DAY},
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		ck_assert(read_bytes(str_from(cases[i].page), "text/html"));
		ck_assert_msg(str_eq(article.published, str_from(cases[i].day)), "%zu: %.*s", i,
			STR_ARGS(article.published));
		ck_assert_msg(article.published_by.from == cases[i].from &&
				      article.published_by.precision == cases[i].precision,
			"%zu: %s %s", i, date_evidence_name(article.published_by.from),
			date_precision_name(article.published_by.precision));
	}
	ck_assert(read_bytes(str_from(page), ""));
	ck_assert_int_eq(article.modified_by.from, EVIDENCE_JSON_LD);
}
END_TEST

/* What the feed says counts where the page is silent, and more than a guess from its words. */
START_TEST(the_date_that_a_feed_gives_is_one_among_others)
{
	static const struct {
		const char *body, *type, *dated, *day;
		enum date_evidence from;
		enum date_precision precision;
	} cases[] = {
		{REST, "text/html", "Fri, 12 Mar 2021 10:00:00 GMT", "2021-03-12", EVIDENCE_FEED,
			PRECISION_DAY},
		{REST, "text/html", "2021-03", "2021-03-01", EVIDENCE_FEED, PRECISION_MONTH},
		{REST, "text/html", "soon", "", EVIDENCE_NONE, PRECISION_NONE},
		{page, "text/html", "2021-03-20", "2021-03-12", EVIDENCE_JSON_LD, PRECISION_DAY},
		{"<meta name=date content='2021-03-12'>" REST, "text/html", "2021-03-20",
			"2021-03-12", EVIDENCE_META, PRECISION_DAY},
		{REST "<p>14 March 2021</p>", "text/html", "2021-03-12", "2021-03-12",
			EVIDENCE_FEED, PRECISION_DAY},
		/* late at night in Greenwich: the page's own readers have the day before */
		{AT "2021/03/11/x'>" REST, "text/html", "2021-03-12T02:00:00Z", "2021-03-11",
			EVIDENCE_URL, PRECISION_DAY},
		{AT "2021/03/x'>" REST, "text/html", "2021-03-12", "2021-03-12", EVIDENCE_FEED,
			PRECISION_DAY},
		{PROSE1 "\n\n" PROSE2, "text/plain", "2021-03-12", "2021-03-12", EVIDENCE_FEED,
			PRECISION_DAY},
		{PROSE1 "\n\n" PROSE2, "text/plain", "2021", "2021-01-01", EVIDENCE_FEED,
			PRECISION_YEAR},
		{"Harbour closed\n11 March 2021\n\n" PROSE1, "text/plain", "2021-03-12",
			"2021-03-11", EVIDENCE_DATELINE, PRECISION_DAY},
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct report report = {.body = str_from(cases[i].body),
			.media_type = str_from(cases[i].type),
			.dated = str_from(cases[i].dated)};

		ck_assert(article_read(&report, NULL, &arena, &article, &err));
		ck_assert_msg(str_eq(article.published, str_from(cases[i].day)), "%zu: %.*s", i,
			STR_ARGS(article.published));
		ck_assert_msg(article.published_by.from == cases[i].from &&
				      article.published_by.precision == cases[i].precision,
			"%zu: %s", i, date_evidence_name(article.published_by.from));
	}
}
END_TEST

START_TEST(a_page_without_a_date_has_none)
{
	ck_assert(read_bytes(STR("<html><title>Old walls</title><body><p>" PROSE1 "</p><p>" PROSE2
				 "</p><footer>Copyright 2019</footer>"),
		"text/html"));
	ck_assert(str_absent(article.published));
	ck_assert_int_eq(article.published_by.from, EVIDENCE_NONE);
}
END_TEST

#define NINE_LINKS \
	"<a href=/a>a</a><a href=/b>b</a><a href=/c>c</a><a href=/d>d</a><a href=/e>e</a>" \
	"<a href=/f>f</a><a href=/g>g</a><a href=/h>h</a><a href=/i>i</a>"

START_TEST(the_headline_tells_which_date_is_the_pages)
{
	/* the article stands in what its author calls a side bar, next to dates of other
	 * articles */
	static const char side[] =
		"<title>Harbour closed for two days</title><h1>Harbour closed for two days</h1>"
		"<div class=sidebar_content><h3>Harbour closed for two days</h3><div>12 Mar 2021"
		"</div><p>" PROSE1 "</p><p>" PROSE2
		"</p></div><ul><li class=widget><a href=/x>Ferry "
		"sold</a> <span class=post-date>09/09/2022</span></ul>";
	/* the only h1 is the logo, far above a headline that the title does not repeat */
	static const char logo[] =
		"<title>example.org</title><h1><a href=/><img "
		"src=logo.svg></a></h1><nav>" NINE_LINKS NINE_LINKS NINE_LINKS NINE_LINKS NINE_LINKS
			NINE_LINKS NINE_LINKS NINE_LINKS NINE_LINKS NINE_LINKS
		"</nav><h2>Harbour closed for two days</h2><p class=morespace>by <a rel=author "
		"href=/jo>Jo Doe</a>, 12.3.21</p><p>" PROSE1 "</p><p>" PROSE2 "</p>";
	const char *pages[] = {side, logo};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		ck_assert(read_bytes(str_from(pages[i]), "text/html"));
		ck_assert_msg(str_eq(article.published, STR("2021-03-12")), "%zu: %.*s", i,
			STR_ARGS(article.published));
	}
}
END_TEST

START_TEST(a_time_in_utc_gives_way_to_the_day_in_the_address)
{
	ck_assert(read_bytes(STR("<link rel=canonical href='https://a.example/2021/03/12/x'><meta "
				 "property='article:published_time' content='2021-03-13T02:00:00Z'>"
				 "<p>" PROSE1 "</p><p>" PROSE2 "</p>"),
		"text/html"));
	ck_assert(str_eq(article.published, STR("2021-03-12")));
}
END_TEST

START_TEST(a_page_that_breaks_off_is_read_with_a_warning)
{
	ck_assert(read_bytes(
		STR("<html><body><p>" PROSE1 "</p><p>" PROSE2 "</p><p cla"), "text/html"));
	ck_assert(has(article.text, PROSE1));
	ck_assert_uint_eq(article.nwarnings, 1);
	ck_assert(has(article.warnings[0], "breaks off"));
}
END_TEST

START_TEST(an_article_in_a_script_is_found)
{
	ck_assert(read_bytes(STR("<html><body><div id=app></div><script>window.state={\"html\":"
				 "\"\\u003cp\\u003e" PROSE1 "\\u003c/p\\u003e\\u003cp\\u003e" PROSE2
				 "\\u003c/p\\u003e\\u003cp\\u003e" PROSE3 "\\u003c/p\\u003e\"}"
				 "</script></body></html>"),
		"text/html"));
	ck_assert(has(article.text, PROSE1 "\n\n" PROSE2 "\n\n" PROSE3));
	ck_assert_uint_eq(article.nwarnings, 1);
}
END_TEST

START_TEST(what_is_no_text_is_named_and_rejected)
{
	ck_assert(!read_bytes(STR("\xff\xd8\xff\xe0\0\x10JFIF"), "text/html"));
	ck_assert_int_eq(err.kind, ERR_REJECT);
	ck_assert_ptr_nonnull(strstr(err.text, "image/jpeg"));
	ck_assert(!read_bytes(STR("%PDF-1.4\n"), "application/pdf"));
	ck_assert_ptr_nonnull(strstr(err.text, "application/pdf"));
	ck_assert(!read_bytes(
		STR("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>"), "text/html"));
	ck_assert_ptr_nonnull(strstr(err.text, "application/rss+xml"));
	ck_assert(!read_bytes(STR(""), "text/plain"));
	ck_assert_int_eq(err.kind, ERR_REJECT);
}
END_TEST

START_TEST(an_error_page_is_read_with_a_warning)
{
	ck_assert(read_bytes(
		STR("<html><title>404 - Page not found</title><body><p>The page you are "
		    "looking for is not here, or has moved to another place.</p></html>"),
		"text/html"));
	ck_assert_uint_eq(article.nwarnings, 1);
	ck_assert(has(article.warnings[0], "error page"));
}
END_TEST

START_TEST(a_verbatim_text_is_used_byte_for_byte)
{
	struct str text = STR(" Title \r\n\r\nThe ship  of the line was lost in that storm. \n");
	struct report report = {.body = text, .verbatim = true, .title = STR("Given")};

	ck_assert(article_read(&report, NULL, &arena, &article, &err));
	ck_assert(str_eq(article.text, text));
	ck_assert(str_eq(article.title, STR("Given")));
	ck_assert(str_eq(article.language, STR("en")));
	report.body = STR("bad \xff byte");
	ck_assert(!article_read(&report, NULL, &arena, &article, &err));
}
END_TEST

START_TEST(a_scraped_text_loses_its_furniture)
{
	ck_assert(read_bytes(
		STR("Harbour closed for two days\r\n\r\nNo data was found\r\n\r\n" PROSE1 " " PROSE2
		    "\r\n\r\n" PROSE2 " " PROSE3 "\r\n\r\nShare this "
		    "page:\r\n\r\nRelated content\r\n\r\nTen things to do\r\n\r\nTen "
		    "things to do\r\n\r\nOver the years, rain has kept many indoors\xE2\x80\xA6\r\n"
		    "Why the bridge is late\r\n"),
		"text/plain"));
	ck_assert(str_eq(article.title, STR("Harbour closed for two days")));
	ck_assert_msg(str_eq(article.text, STR(PROSE1 " " PROSE2 "\n\n" PROSE2 " " PROSE3)), "%.*s",
		STR_ARGS(article.text));
}
END_TEST

START_TEST(wrapped_lines_are_joined)
{
	ck_assert(read_bytes(
		STR("The committee met on Tuesday, after the harbour had been closed\n"
		    "for two days, and heard from the officers who were on the ware-\n"
		    "house duty that night. The warehouse was empty, the officers had\n"
		    "said.\n\n- a first thing\n- a second thing, which is so long that it\n"
		    "  needs another line\n"),
		"text/plain"));
	ck_assert_msg(str_eq(article.text, STR("The committee met on Tuesday, after the harbour "
					       "had been closed for two days, and "
					       "heard from the officers who were on the warehouse "
					       "duty that night. The warehouse "
					       "was empty, the officers had said.\n\n- a first "
					       "thing\n- a second thing, which is "
					       "so long that it needs another line")),
		"%.*s", STR_ARGS(article.text));
}
END_TEST

START_TEST(markdown_is_read_as_its_text)
{
	ck_assert(read_bytes(
		STR("---\ntitle: \"Harbour closed\"\ndate: 2021-03-12\nauthor: Jo Doe\n---\n\n"
		    "## First part\n\nThe **ship** was [found](https://example.org/a_b) by "
		    "some_one_else.\n\n* one\n* two\n\n> A *quoted* line\n"),
		"text/markdown"));
	ck_assert(str_eq(article.title, STR("Harbour closed")));
	ck_assert(str_eq(article.published, STR("2021-03-12")));
	ck_assert(str_eq(article.author, STR("Jo Doe")));
	ck_assert_msg(
		str_eq(article.text,
			STR("First part\n\nThe ship was found by some_one_else.\n\n- one\n- two\n\n"
			    "A quoted line")),
		"%.*s", STR_ARGS(article.text));
}
END_TEST

START_TEST(a_note_that_opens_with_a_heading_is_markdown)
{
	ck_assert(read_bytes(
		STR("# Harbour closed\n\nTwo people were *killed* in Vellmar, police said.\n"),
		""));
	ck_assert_msg(
		str_eq(article.title, STR("Harbour closed")), "%.*s", STR_ARGS(article.title));
	ck_assert(has(article.text, "Two people were killed in Vellmar"));
}
END_TEST

START_TEST(a_breadcrumb_is_no_headline)
{
	ck_assert(read_bytes(
		STR("<title>Ferry news: Harbour shut until Friday</title>"
		    "<meta property=og:title content='Harbour closed for two days'>"
		    "<nav><ul><li><a href=/>Home</a><li><h1>Ferry news: Harbour shut until "
		    "Friday</h1></ul></nav><article><h2>Harbour closed for two days</h2>"
		    "<p>" PROSE1 "</p><p>" PROSE2 "</p></article>"),
		"text/html"));
	ck_assert_msg(str_eq(article.title, STR("Harbour closed for two days")), "\"%.*s\"",
		STR_ARGS(article.title));
}
END_TEST

START_TEST(titles_lose_the_name_of_the_site_and_nothing_else)
{
	static const struct {
		struct str title, site, host, want;
	} cases[] = {
		{STR("Fire in harbour | The Daily Example"), STR(""), STR(""),
			STR("Fire in harbour")},
		{STR("Fire in harbour - Daily Example"), STR("Daily Example"), STR(""),
			STR("Fire in harbour")},
		{STR("Example: Fire in harbour"), STR("Example"), STR(""),
			STR("Example: Fire in harbour")},
		{STR("Example - Fire in harbour"), STR(""), STR("example.org"),
			STR("Fire in harbour")},
		{STR("Fire \xE2\x80\x93 a chronicle of the night in the harbour"),
			STR("Daily Example"), STR(""),
			STR("Fire \xE2\x80\x93 a chronicle of the night in the harbour")},
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str got = article_title_strip(cases[i].title, cases[i].site, cases[i].host);

		ck_assert_msg(str_eq(got, cases[i].want), "\"%.*s\"", STR_ARGS(got));
	}
}
END_TEST

START_TEST(languages_are_told_apart)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{PROSE1, "en"},
		{"Die Polizei teilte mit, dass der Hafen nicht vor dem Abend wieder auf ist.",
			"de"},
		{"La police a dit que le port ne sera pas ouvert avant ce soir, selon une source.",
			"fr"},
		{"La policía dijo que el puerto no se abrirá hasta la noche, según los vecinos.",
			"es"},
		{"Министерство сообщило, что дорога будет открыта и не закроется до утра.", "ru"},
		{"港湾当局は火曜日の会合で、二日間の閉鎖について説明した。", "ja"},
		{"港口关闭两天后，委员会于星期二举行会议。", "zh"},
		{"주민들은 목요일에 집으로 돌아갔다.", "ko"},
		{"Το υπουργείο ανακοίνωσε ότι ο δρόμος θα ανοίξει.", "el"},
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str got = language_detect(str_from(cases[i].text), STR(""));

		ck_assert_msg(str_eq(got, str_from(cases[i].want)), "%s: %.*s", cases[i].want,
			STR_ARGS(got));
	}
	ck_assert(str_eq(language_detect(STR("12 34"), STR("nl-BE")), STR("nl")));
	ck_assert_uint_eq(language_detect(STR("12 34"), STR("")).n, 0);
	/* too short for words to tell */
	ck_assert(
		str_eq(language_detect(STR("Порт закрыт на два дня, сообщил губернатор."), STR("")),
			STR("ru")));
	ck_assert(
		str_eq(language_detect(STR("Порт жабылды, деді қала әкімі."), STR("")), STR("kk")));
	ck_assert(str_eq(language_detect(STR("Її порт є в місті."), STR("")), STR("uk")));
}
END_TEST

TEST_MAIN("article", a_page_gives_its_article, a_page_says_what_it_is,
	a_date_says_what_it_rests_on_and_how_precise_it_is,
	the_date_that_a_feed_gives_is_one_among_others, a_page_without_a_date_has_none,
	the_headline_tells_which_date_is_the_pages,
	a_time_in_utc_gives_way_to_the_day_in_the_address,
	a_page_that_breaks_off_is_read_with_a_warning, an_article_in_a_script_is_found,
	what_is_no_text_is_named_and_rejected, an_error_page_is_read_with_a_warning,
	a_verbatim_text_is_used_byte_for_byte, a_scraped_text_loses_its_furniture,
	wrapped_lines_are_joined, markdown_is_read_as_its_text,
	a_note_that_opens_with_a_heading_is_markdown, a_breadcrumb_is_no_headline,
	titles_lose_the_name_of_the_site_and_nothing_else, languages_are_told_apart)
