/* SPDX-License-Identifier: Apache-2.0
 * The ways in which reading web pages fails, one test each: text lost, text too much, characters,
 * size, title and date. */
#include "support/page.h"
#include "support/testing.h"

#include <time.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

static void read_page(struct str page)
{
	struct report report = {
		.body = page, .media_type = STR("text/html"), .url = STR("https://e.org/a")};
	struct err err = {0};

	ck_assert_msg(article_read(&report, NULL, &arena, &article, &err), "%s", err.text);
	ck_assert(utf8_valid(article.text.p, article.text.n));
}

#define HAS(part) ck_assert_msg(has(part), "lost: %s\nin: %.*s", part, STR_ARGS(article.text))
#define LACKS(part) ck_assert_msg(!has(part), "kept: %s\nin: %.*s", part, STR_ARGS(article.text))

START_TEST(case_1_the_opening_stands_in_another_container)
{
	read_page(STR(HEAD("Harbour closed") MENU
		"<main><header><h1>Harbour closed</h1><div class=intro><p>" A
		"</p></div></header><div class=text>" P(B) P(C) P(D) "</div></main>" FOOT));
	HAS(A);
	HAS(D);
}
END_TEST

START_TEST(case_2_advertisements_cut_the_body_into_pieces)
{
	read_page(STR(PAGE("<section>" P(A)
			P(B) "</section><div class=ad><p>Advertisement</p></div><section>" P(C)
				P(D) "</section>")));
	HAS(A);
	HAS(D);
	LACKS("Advertisement");
}
END_TEST

START_TEST(case_3_lists_are_part_of_the_text)
{
	read_page(STR(PAGE(P(A) P(
		B) "<p>The council asked for three things:</p><ul><li><span>A wall along the "
		   "eastern quay, which was damaged.</span></li><li><p>More patrols at night, from "
		   "May on.</p></li></ul>" P(C))));
	HAS("A wall along the eastern quay, which was damaged.\n");
	HAS("More patrols at night, from May on.");
}
END_TEST

START_TEST(case_4_subheadings_stay)
{
	read_page(STR(PAGE(P(A) P(B) "<div class=hd><h2>What comes next</h2></div>" P(C) P(D))));
	HAS("What comes next");
}
END_TEST

START_TEST(case_5_tables_are_rows_and_layout_tables_are_not)
{
	read_page(STR(PAGE(P(A) P(
		B) "<table><tr><th>Year</th><th>Killed</th></tr><tr><td>2020</td><td>12</td></tr>"
		   "<tr><td>2021</td><td>30</td></tr></table>" P(C))));
	HAS("Year | Killed\n2020 | 12\n2021 | 30");
	read_page(STR(
		HEAD("Old page") "<table><tr><td><a href=/>Home</a><br><a "
				 "href=/x>Links</a></td><td><h1>Old page"
				 "</h1>" P(A) P(B) P(C) P(D) "</td></tr></table></body></html>"));
	HAS(A);
	HAS(D);
}
END_TEST

START_TEST(case_6_quotes_definitions_and_folded_parts_stay)
{
	read_page(STR(PAGE(P(
		A) "<blockquote><p>We heard it in the whole town, said a fisherman of Vellmar.</p>"
		   "</blockquote>" P(B) "<details><summary>Background</summary><p>The harbour was "
					"built in 1911 and is the "
					"only one of the province.</p></details>" P(C))));
	HAS("said a fisherman of Vellmar");
	HAS("built in 1911");
}
END_TEST

START_TEST(case_7_a_paragraph_that_is_one_link_is_text)
{
	read_page(STR(PAGE(P(
		A) "<p><a href=/r>The report of the commission, which was published on Friday, "
		   "blames the "
		   "harbour master for the delay and asks for his dismissal.</a></p>" P(B) P(C))));
	HAS("asks for his dismissal.");
}
END_TEST

START_TEST(case_8_names_of_classes_do_not_decide)
{
	read_page(STR(HEAD("Harbour closed") MENU
		"<div class='layout-with-sidebar'><div class='promo-article comment'>"
		"<h1>Harbour closed</h1>" P(A) P(B) P(C) "<p><nobr>" D
							 "</nobr></p></div></div>" FOOT));
	HAS(A);
	HAS(D);
}
END_TEST

START_TEST(case_9_short_articles_are_articles)
{
	read_page(STR(PAGE("<p>Three men were arrested in Vellmar on Monday, the police "
			   "said.</p>") "<div class=cookie>We use cookies to make this site "
					"better for you and our partners. By going on you "
					"accept that, and our cookie policy, and the policy of "
					"our partners, until you say otherwise.</div>"));
	HAS("Three men were arrested");
	LACKS("cookie");
}
END_TEST

START_TEST(case_10_scripts_without_spaces_and_from_the_right_count)
{
	read_page(
		STR("<!doctype html><html lang=zh><head><meta "
		    "charset=utf-8><title>港口关闭</title></head><body><nav>"
		    "<a "
		    "href=/>首页</a></nav><article><h1>港口关闭</"
		    "h1><p>省长星期二说，港口发生爆炸，至少十二人死亡，三十人受伤，"
		    "警方逮捕了三名男子。</"
		    "p><p>港口关闭了两天，船只被送往另一个港口，居民星期四获准回家，道路重新开放。<"
		    "/p></article>"
		    "</body></html>"));
	HAS("至少十二人死亡");
	HAS("道路重新开放");
	read_page(STR("<!doctype html><html lang=ar dir=rtl><head><meta charset=utf-8><title>إغلاق "
		      "الميناء</title></head>"
		      "<body><article><h1>إغلاق الميناء</h1><p>قال المحافظ يوم الثلاثاء إن اثني "
		      "عشر شخصا على الأقل قتلوا في انفجار وقع "
		      "في الميناء وإن الشرطة اعتقلت ثلاثة رجال.</p></article></body></html>"));
	HAS("قال المحافظ");
}
END_TEST

START_TEST(case_11_text_in_linked_data_is_found)
{
	read_page(STR(
		"<!doctype html><html><head><title>Harbour closed</title><script "
		"type='application/ld+json'>"
		"{\"@type\":\"NewsArticle\",\"headline\":\"Harbour closed\",\"articleBody\":\"" A
		" " B " " C "\"}</script>"
		"</head><body><div id=app>Loading</div></body></html>"));
	HAS(A);
	HAS(C);
}
END_TEST

START_TEST(case_12_related_articles_are_not_text)
{
	read_page(STR(PAGE(P(A) P(B) P(C) P(
		D) "<div class=related><h3>Related articles</h3><ul><li><a href=/1>Ten things "
		   "to do in the rain</a><li><a href=/2>Why the bridge is late "
		   "again</a></ul></div>")));
	HAS(D);
	LACKS("Ten things");
	LACKS("bridge is late");
}
END_TEST

START_TEST(case_13_comments_are_not_text)
{
	read_page(STR(PAGE(P(A) P(B) P(
		C)) "<section id=comments class=comments><h3>2 comments</h3><div class=comment>"
		    "<p>I was there and saw it all with my own eyes, it was far worse than they "
		    "say here.</p></div>"
		    "<div class=comment><p>Nobody believes a word of what you write, you never "
		    "do.</p></div></section>"));
	HAS(C);
	LACKS("own eyes");
}
END_TEST

START_TEST(case_14_a_consent_notice_does_not_win)
{
	read_page(STR(PAGE(P(A) P(B)) "<div id=consent class='cookie-banner modal'><h2>We value "
				      "your privacy</h2><p>We and "
				      "our 812 partners store and access information on a device, "
				      "such as cookies, and process personal data, "
				      "such as unique identifiers and standard information sent by "
				      "a device, for personalised advertising and "
				      "content.</p><p>With your permission we and our partners may "
				      "use precise geolocation data and "
				      "identification through device scanning. You may click to "
				      "consent to our processing as described.</p>"
				      "</div>"));
	HAS(A);
	LACKS("812 partners");
	LACKS("device scanning");
}
END_TEST

START_TEST(case_15_subscription_boxes_go_and_the_teaser_stays)
{
	read_page(STR(PAGE(P(A) P(B) "<div class=paywall><h3>Subscribe to read on</h3><p>Already a "
				     "subscriber? Log in. Get "
				     "unlimited access for only one euro a month.</p></div>")));
	HAS(A);
	LACKS("one euro");
}
END_TEST

START_TEST(case_16_small_things_inside_go)
{
	read_page(STR(PAGE("<p class=byline>By Jo Doe</p><div class=share><a href=#>Share</a> <a "
			   "href=#>Tweet</a></div>" P(
				   A) "<figure><img src=x.jpg><figcaption>The quay on Monday. "
				      "Photo: Jo Doe</figcaption></figure>" P(B)
					      P(C) "<p class=tags>Tags: <a href=/t>harbour</a>, <a "
						   "href=/u>Vellmar</a></p>")));
	HAS(C);
	LACKS("Tweet");
	LACKS("Photo: Jo Doe");
	LACKS("Tags:");
}
END_TEST

START_TEST(case_17_nothing_comes_twice)
{
	read_page(STR(PAGE("<div class=desktop>" P(A) P(B) P(C) "</div><div class=mobile hidden>" P(
		A) P(B) P(C) "</div>"
			     "<noscript>" P(A) "</noscript><template>" P(B) "</template>")));
	ck_assert_uint_eq(times(A), 1);
	ck_assert_uint_eq(times(B), 1);
}
END_TEST

START_TEST(case_18_words_are_neither_glued_nor_torn)
{
	read_page(STR(
		PAGE(P(A) "<p>First line<br>second line of <b>V</b>ellmar, a soft\xc2\xadhyphen "
			  "and a zero\xe2\x80\x8bwidth "
			  "space in the words of this paragraph.</p>" P(
				  B) "<ul><li>one item of the list</li><li>two items of the list"
				     "</li></ul>" P(C))));
	LACKS("linesecond");
	HAS("of Vellmar, a softhyphen");
	LACKS("listtwo");
}
END_TEST

START_TEST(case_19_wrong_charsets_are_survived)
{
	/* UTF-8 that says it is Latin-1, and Windows-1252 that says it is UTF-8 */
	read_page(
		STR("<html><head><meta "
		    "charset=iso-8859-1><title>Caf\xc3\xa9</title></head><body><article><p>In the "
		    "caf\xc3\xa9 of Vellmar the police arrested three men on Tuesday, said the "
		    "governor.</p></article></body>"));
	HAS("caf\xc3\xa9 of Vellmar");
	read_page(STR(
		"<html><head><meta charset=utf-8><title>Caf\xe9</title></head><body><article><p>In "
		"the caf\xe9 of "
		"Vellmar \x93three\x94 men were arrested on Tuesday by the police of the "
		"d\xe9partement, said the governor, and "
		"the caf\xe9 was closed.</p></article></body></html>"));
	HAS("Vellmar");
}
END_TEST

START_TEST(case_20_references_are_resolved_once)
{
	read_page(STR(HEAD(
		"Salt &amp; pepper &#8211; harbour") "<article><h1>Salt &amp; pepper &#8211; "
						     "harbour</h1>" P(
							     A) "<p>Write &amp;lt;b&amp;gt; "
								"for bold, "
								"&#147;quoted&#148;, &#xD800; "
								"and &#x110000; and &euro;5 "
								"in this "
								"paragraph of the text.</p>" P(B)
									P(C) "</article></"
									     "body></html>"));
	HAS("&lt;b&gt;");
	HAS("\xe2\x80\x9cquoted\xe2\x80\x9d");
	HAS("\xe2\x82\xac"
	    "5");
	ck_assert_msg(
		str_starts(article.title, STR("Salt & pepper")), "%.*s", STR_ARGS(article.title));
}
END_TEST

/* Twice the input may take little more than twice the time. */
static double seconds_for(const char *piece, int n)
{
	AUTO(buf_release) struct buf page = {0};
	struct timespec before, after;
	int i;

	buf_init(&page, MAX_REPORT_BYTES);
	buf_puts(&page, HEAD("Long") "<article>" P(A) P(B));
	for (i = 0; i < n; i++)
		buf_puts(&page, piece);
	arena_reset(&arena);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	read_page(buf_view(&page));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	return (double)(after.tv_sec - before.tv_sec) +
	       (double)(after.tv_nsec - before.tv_nsec) / 1e9;
}

START_TEST(case_21_time_is_linear)
{
	static const char *const pieces[] = {"<b><i>", "<a href=/x>link</a> ",
		"<p>A short paragraph of text.", "<table>",
		"<div class='a b c' id=x data-a=1 data-b=2>", "<!-- ", "&amp", "<font><p>"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pieces); i++) {
		double small = seconds_for(pieces[i], 20000), large = seconds_for(pieces[i], 80000);

		ck_assert_msg(large < 8 * small + 0.5, "%s: %.3f s, four times as much %.3f s",
			pieces[i], small, large);
	}
}
END_TEST

START_TEST(case_22_depth_is_no_matter)
{
	AUTO(buf_release) struct buf page = {0};
	int i;

	buf_init(&page, MAX_REPORT_BYTES);
	buf_puts(&page, HEAD("Deep") "<article>" P(A));
	for (i = 0; i < 20000; i++)
		buf_puts(&page, "<div>");
	buf_puts(&page, P(B) P(C));
	read_page(buf_view(&page));
	HAS(B);
}
END_TEST

START_TEST(case_23_titles_keep_their_own_dashes)
{
	read_page(STR(HEAD(
		"Harbour - a history: part one | The Daily Example") "<div class=logo><h1>The "
								     "Daily Example</h1>"
								     "</div><article><h2 "
								     "class=headline>Harbour - a "
								     "history: part one</h2>" P(
									     A) P(B)
									     P(C) "</article></"
										  "body></html>"));
	ck_assert_msg(str_eq(article.title, STR("Harbour - a history: part one")), "%.*s",
		STR_ARGS(article.title));
}
END_TEST

START_TEST(case_24_dates_of_other_things_are_not_the_date)
{
	read_page(STR(PAGE(P(A) "<p>The harbour was built on 3 May 1911 by the province, after the "
				"fire of 1908, and has been "
				"the only one since.</p>" P(B)
					P(C)) "<p>Copyright 2019 The Daily Example</p>"));
	ck_assert_msg(!article.published.n, "%.*s", STR_ARGS(article.published));
	read_page(STR(
		HEAD("X") "<article><h1>X</h1><p class=meta>Published: <time "
			  "datetime='2021-05-04T10:00:00Z'>4 May 2021"
			  "</time>, updated <time datetime='2021-06-01'>1 June 2021</time></p>" P(A)
				  P(B) "</article><div class=comments>"
				       "<time datetime='2022-01-01'>1 January "
				       "2022</time></div></body></html>"));
	ck_assert_msg(
		str_eq(article.published, STR("2021-05-04")), "%.*s", STR_ARGS(article.published));
}
END_TEST

START_TEST(case_25_dates_are_read_in_the_order_of_their_language)
{
	read_page(STR(
		"<!doctype html><html lang=de><head><meta charset=utf-8><title>Hafen "
		"gesperrt</title></head><body>"
		"<article><h1>Hafen gesperrt</h1><p class=date>Ver\xc3\xb6"
		"ffentlicht am 03.12.2021</p><p>Der Hafen von Vellmar ist "
		"nach einer Explosion f\xc3\xbcr zwei Tage gesperrt worden, wie der Gouverneur der "
		"Provinz am Dienstag sagte, und "
		"die Polizei hat drei M\xc3\xa4nner festgenommen.</p></article></body></html>"));
	ck_assert_msg(
		str_eq(article.published, STR("2021-12-03")), "%.*s", STR_ARGS(article.published));
}
END_TEST

START_TEST(what_is_no_article_is_said_to_be_none)
{
	struct report feed = {
		.body = STR("<rss version='2.0'><channel><title>x</title></channel></rss>")};
	struct err err = {0};

	ck_assert(!article_read(&feed, NULL, &arena, &article, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "rss"));
	read_page(STR(HEAD("404 Not Found") "<h1>404 Not Found</h1><p>The page was not found on "
					    "this server.</p></body></html>"));
	ck_assert_uint_ge(article.nwarnings, 1);
}
END_TEST

TEST_MAIN("checklist", case_1_the_opening_stands_in_another_container,
	case_2_advertisements_cut_the_body_into_pieces, case_3_lists_are_part_of_the_text,
	case_4_subheadings_stay, case_5_tables_are_rows_and_layout_tables_are_not,
	case_6_quotes_definitions_and_folded_parts_stay,
	case_7_a_paragraph_that_is_one_link_is_text, case_8_names_of_classes_do_not_decide,
	case_9_short_articles_are_articles, case_10_scripts_without_spaces_and_from_the_right_count,
	case_11_text_in_linked_data_is_found, case_12_related_articles_are_not_text,
	case_13_comments_are_not_text, case_14_a_consent_notice_does_not_win,
	case_15_subscription_boxes_go_and_the_teaser_stays, case_16_small_things_inside_go,
	case_17_nothing_comes_twice, case_18_words_are_neither_glued_nor_torn,
	case_19_wrong_charsets_are_survived, case_20_references_are_resolved_once,
	case_21_time_is_linear, case_22_depth_is_no_matter, case_23_titles_keep_their_own_dashes,
	case_24_dates_of_other_things_are_not_the_date,
	case_25_dates_are_read_in_the_order_of_their_language,
	what_is_no_article_is_said_to_be_none)
