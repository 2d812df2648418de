/* SPDX-License-Identifier: Apache-2.0
 * More ways in which reading web pages fails, as a table: the numbers are those of
 * test_checklist.c, the names say what is wrong with the page. */
#include "support/page.h"
#include "support/testing.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/utf8.h"

#define E \
	"The commission meets again in the first week of May, when the harbour master and both " \
	"of his deputies are " \
	"to be heard, and wants to publish what it has found before the end of the summer."
#define LONG P(A) P(B) P(C) P(D)

struct page {
	const char *name;
	const char *html;
	const char *has[4], *lacks[4]; /* NULL at the end */
	const char *title, *published; /* NULL: not looked at; published "" must be none */
	const char *url;               /* NULL: one that tells nothing */
};

/* Writes what is wrong, and goes on: one run shows all. */
static int wrong(const struct page *p, const char *how, const char *what)
{
	fprintf(stderr, "%s %s %s\ntitle: %.*s, published: %.*s, text:\n%.*s\n", p->name, how, what,
		STR_ARGS(article.title), STR_ARGS(article.published), STR_ARGS(article.text));
	return 1;
}

static int check(const struct page *p)
{
	struct report report = {.body = str_from(p->html),
		.media_type = STR("text/html"),
		.url = str_from(p->url ? p->url : "https://e.example/a")};
	struct err err = {0};
	int faults = 0;
	size_t i;

	arena_reset(&arena);
	ck_assert_msg(
		article_read(&report, NULL, &arena, &article, &err), "%s: %s", p->name, err.text);
	ck_assert_msg(utf8_valid(article.text.p, article.text.n), "%s", p->name);
	for (i = 0; i < 4 && p->has[i]; i++)
		if (!has(p->has[i]))
			faults += wrong(p, "lost", p->has[i]);
	for (i = 0; i < 4 && p->lacks[i]; i++)
		if (has(p->lacks[i]))
			faults += wrong(p, "kept", p->lacks[i]);
	if (p->title && !str_eq(article.title, str_from(p->title)))
		faults += wrong(p, "has not the title", p->title);
	if (p->published && !str_eq(article.published, str_from(p->published)))
		faults += wrong(p, "has not the date", p->published);
	return faults;
}

static int check_all(const struct page *pages, size_t n)
{
	int faults = 0;
	size_t i;

	for (i = 0; i < n; i++)
		faults += check(&pages[i]);
	return faults;
}

static const struct page lost[] = {
	{"1 the lead is marked up as a heading", PAGE("<h2 class=lead>" A "</h2>" P(B) P(C) P(D)),
		{A, D}},
	{"1 the lead is a summary box",
		PAGE("<div class=summary><ul><li>The harbour of Vellmar was closed for two days."
		     "<li>Nobody was hurt in the second explosion.</ul></div>" LONG),
		{"was closed for two days.\n", "Nobody was hurt in the second explosion.\n", D}},
	{"1 the lead is the opening's only sibling",
		HEAD("Harbour closed") MENU "<div class=top><h1>Harbour closed</h1>"
					    "<div class=standfirst>" A
					    "</div></div><div class=rest><div>" P(B) P(C)
						    P(D) "</div></div>" FOOT,
		{A, D}},
	{"2 a call to action between two halves",
		PAGE("<div>" P(A) P(B) "</div><div class=cta><a href=/app>Get our app</a>"
				       "</div><div>" P(C) P(D) "</div>"),
		{A, B, C, D}, {"Get our app"}},
	{"2 each paragraph in a wrapper of its own",
		PAGE("<div><div>" P(A) "</div></div><div><div>" P(
			B) "</div></div><div>"
			   "<div>" P(C) "</div></div><div><div>" P(D) "</div></div>"),
		{A, B, C, D}},
	{"2 sections, each with its heading",
		PAGE("<section><h2>On Tuesday</h2>" P(A) "</section><section><h2>Later</h2>" P(B)
				P(C) "</section><section><h2>What comes</h2>" P(D) "</section>"),
		{A, C, D, "What comes"}},
	{"3 a list of links that is part of the text",
		PAGE(P(A) P(B) "<p>The commission has published three papers:</p>"
			       "<ul><li><a href=/1>Report on the first explosion in the "
			       "harbour</a>, 40 pages<li><a href=/2>What the officers "
			       "on duty said</a>, 12 pages</ul>" P(C) P(D)),
		{"Report on the first explosion in the harbour, 40 pages",
			"What the officers on duty said, 12 pages"}},
	{"3 a list that is a child of body",
		HEAD("Harbour closed") "<h1>Harbour closed</h1>" P(
			A) "<ul><li>The eastern quay "
			   "was closed to all ships on Monday.<li>The western quay stays open "
			   "until the weekend.</ul>" P(B) P(C) "</body></html>",
		{A, "The eastern quay was closed", "stays open until the weekend.", C}},
	{"3 numbered items with spans",
		PAGE(P(A) "<ol><li><span>First the boats were moved to the "
			  "north.</span><li><span>Then "
			  "the road was opened again.</span></ol>" P(B) P(C)),
		{"First the boats were moved", "Then the road was opened"}},
	{"4 h1 for sections",
		PAGE(P(A) "<h1>The second explosion</h1>" P(B) "<h1>Back home</h1>" P(C) P(D)),
		{"The second explosion", "Back home"}},
	{"4 a heading with an edit link",
		PAGE(P(A) "<div class=mw-heading><h2>History</h2><span class=editsection>[<a "
			  "href=/e>edit</a>]</span></div>" P(B) P(C) P(D)),
		{"History", B}, {"edit"}},
	{"4 a single subheading", PAGE(P(A) P(B) "<h2>Back home</h2>" P(C) P(D)), {"Back home"}},
	{"5 a layout table in the manner of 1998",
		"<html><head><title>Harbour closed</title></head><body><table width=100%>"
		"<tr><td colspan=2><img src=logo.gif></td></tr><tr><td width=120><a "
		"href=1>News</a><br><a href=2>Links</a></td><td>"
		"<font size=4><b>Harbour closed</b></font><br><br>" A "<br><br>" B "<br><br>" C
		"<br><br>" D "</td></tr></table>"
		"</body></html>",
		{A, B, C, D}},
	{"5 a table of figures with a head and a caption",
		PAGE(P(A) P(B) "<table><thead><tr><th>Day<th>Ships</thead><tbody>"
			       "<tr><td>Monday<td>12<tr><td>Tuesday<td>0</tbody></table>" P(C)),
		{"Day | Ships", "Tuesday | 0"}},
	{"6 an embedded post",
		PAGE(P(A) P(B) "<blockquote class=twitter-tweet><p>The harbour is open again from "
			       "noon, all "
			       "ships may leave.</p>&mdash; Port of Vellmar (@port)</blockquote>" P(
				       C) P(D)),
		{"all ships may leave"}},
	{"6 a definition list",
		PAGE(P(A) P(
			B) "<dl><dt>Quay</dt><dd>The wall along which the ships lie in the "
			   "harbour.</dd>"
			   "<dt>Mole</dt><dd>The wall that keeps the sea out of it.</dd></dl>" P(C)
				   P(D)),
		{"along which the ships lie", "keeps the sea out"}},
	{"6 code keeps its lines",
		PAGE(P(A) P(B) "<pre><code>open(harbour)\nclose(harbour)</code></pre>" P(C) P(D)),
		{"open(harbour)\nclose(harbour)"}},
	{"6 questions that unfold",
		PAGE(P(A) "<details><summary>Who pays for the boats?</summary>" P(
			B) "</details><details>"
			   "<summary>When does the road open?</summary>" P(C) "</details>" P(D)),
		{"Who pays for the boats?", B, C}},
	{"7 every second paragraph a link",
		PAGE(P(A) "<p><a href=/1>" B "</a></p>" P(C) "<p><a href=/2>" D "</a></p>"),
		{A, B, C, D}},
	{"8 the text lives in an aside",
		HEAD("Harbour closed") MENU "<aside class=main-text><h1>Harbour closed</h1>" LONG
					    "</aside>" FOOT,
		{A, D}},
	{"8 the text lives in a footer",
		HEAD("Harbour closed") MENU
		"<div class='page-footer-wrap footer'><h1>Harbour closed"
		"</h1>" LONG "</div></body></html>",
		{A, D}},
	{"8 the text lives in a share container",
		HEAD("Harbour closed") MENU "<div class='sharedaddy shareable'><h1>Harbour "
					    "closed</h1>" LONG "</div>" FOOT,
		{A, D}},
	{"8 elements that nobody knows",
		PAGE("<story-body><para-graph>" A "</para-graph><para-graph>" B "</para-graph>"
		     "</story-body>" P(C) P(D)),
		{A, B, C, D}},
	{"9 a flash of two sentences",
		HEAD("Three held in Vellmar") MENU
		"<article><h1>Three held in Vellmar</h1><p>Three men "
		"were arrested in Vellmar on Monday. The police did not name "
		"them.</p></article><aside class=about><h3>About us</h3><p>The Daily Example "
		"is a newspaper that has been printed in the province since the year 1902, and is "
		"read by many people in the towns "
		"along the coast, who have trusted it for four generations now.</p></aside>" FOOT,
		{"Three men were arrested"}, {"four generations"}},
	{"9 a fragment of one sentence", "<p>Six people were killed in Orsk.",
		{"Six people were killed in Orsk."}},
	{"10 Japanese",
		"<!doctype html><html lang=ja><head><meta "
		"charset=utf-8><title>港が閉鎖</title></head><body><nav><a href=/>"
		"ホーム</a></nav><article><h1>港が閉鎖</"
		"h1><p>"
		"知事は火曜日、港で爆発があり、少なくとも12人が死亡し、30人が負傷したと発表した。"
		"警察は男3人を逮捕した。</"
		"p><p>港は2日間閉鎖され、船は別の港へ移された。住民は木曜日に帰宅を許された。</p></"
		"article></body></html>",
		{"少なくとも12人が死亡", "帰宅を許された。"}},
	{"10 Thai",
		"<!doctype html><html lang=th><head><meta "
		"charset=utf-8><title>ท่าเรือปิด</title></head><body><nav><a href=/>"
		"หน้าแรก</a></nav><article><h1>ท่าเรือปิด</"
		"h1><p>"
		"ผู้ว่าราชการจังหวัดกล่าวเมื่อวันอังคารว่าเกิดระเบิดที่ท่าเรือมีผู้เสียชีวิตอย่างน้อยสิบสองคนและบาดเจ็บสามสิบคน"
		"ตำรวจจับกุมชายสามคน</p></article></body></html>",
		{"อย่างน้อยสิบสองคน"}},
	{"10 Hebrew with Latin words in it",
		"<!doctype html><html lang=he dir=rtl><head><meta charset=utf-8><title>הנמל "
		"נסגר</title>"
		"</head><body><article><h1>הנמל נסגר</h1><p>המושל אמר ביום שלישי כי לפחות שנים עשר "
		"בני אדם נהרגו בפיצוץ בנמל של Vellmar, "
		"והמשטרה עצרה שלושה גברים.</p></article></body></html>",
		{"בנמל של Vellmar"}},
	{"11 the state of a framework",
		"<!doctype html><html><head><title>Harbour closed</title></head><body><div "
		"id=__next></div>"
		"<script id=__NEXT_DATA__ "
		"type=application/json>{\"props\":{\"pageProps\":{\"article\":{\"title\":\"Harbour "
		"closed\","
		"\"body\":\"<p>" A "</p><p>" B "</p><p>" C "</p><p>" D
		"</p>\"}}}}</script></body></html>",
		{A, D}},
};

static const struct page surplus[] = {
	{"12 read more between paragraphs",
		PAGE(P(A) P(B) "<p><strong>Read more:</strong> <a href=/1>Ten things to do in the "
			       "rain</a></p>" P(C) P(D)),
		{A, D}, {"Ten things"}},
	{"12 teasers in the manner of cards",
		PAGE(LONG "<section class=more><h2>More from World</h2><div class=card><a href=/1>"
			  "<h3>Bridge late again</h3></a><p>The bridge over the Orsk will not be "
			  "ready this year.</p></div><div class=card>"
			  "<a href=/2><h3>Ten wet days</h3></a><p>It has rained for ten days in "
			  "the hills.</p></div></section>"),
		{D}, {"will not be ready", "rained for ten days"}},
	{"12 the next article of an endless page",
		HEAD("Harbour closed") MENU
		"<main><article class=first><h1>Harbour closed</h1>" LONG
		"</article><article class=next><h2><a href=/2>Bridge late again</a></h2><p>The "
		"bridge over the Orsk will not be "
		"ready this year, the minister said.</p><a href=/2>Read "
		"on</a></article></main>" FOOT,
		{A, D}, {"will not be ready this year"}},
	{"13 comments that outweigh a short article",
		PAGE("<p>Three men were arrested in Vellmar on Monday, the police said. They "
		     "are to be heard on Tuesday.</p>") "<section id=comments "
							"class=comment-list><h3>3 "
							"comments</h3><div class=comment><b>Jo"
							"</b><p>I was there and saw it all with my "
							"own eyes, it was far worse than they say "
							"here, believe me, far worse.</p>"
							"</div><div "
							"class=comment><b>Al</b><p>Nobody believes "
							"a word of what you write, you never do, "
							"and you never will, all "
							"of you.</p></div><div "
							"class=comment><b>Em</b><p>It is the same "
							"every year at this time, and the police "
							"do nothing at "
							"all about it, "
							"nothing.</p></div></section>",
		{"Three men were arrested"}, {"own eyes", "same every year"}},
	{"13 on a page of a forum they are the text",
		HEAD("Is the harbour open? - Boat forum") MENU
		"<div class=thread><h1>Is the "
		"harbour open?</h1><div class=post><div class=author>Jo</div><div "
		"class=message><p>Does anybody know whether the "
		"harbour of Vellmar is open again? I have to move my boat before the "
		"winter.</p></div></div><div class=post><div "
		"class=author>Al</div><div class=message><p>It is, since Thursday, but only the "
		"western quay, and you have to call "
		"the harbour master first.</p></div></div></div>" FOOT,
		{"Does anybody know", "since Thursday"}},
	{"15 a newsletter box in the middle",
		PAGE(P(A) P(
			B) "<div class='newsletter signup'><h3>Our newsletter</h3><p>The best of "
			   "the week in your inbox, every Friday. You can leave at any "
			   "time.</p><form><input type=email><button>Sign up</button>"
			   "</form></div>" P(C) P(D)),
		{A, D}, {"in your inbox", "Sign up"}},
	{"15 a wall over the rest of the text",
		PAGE(P(A) P(
			B) "<div class='paywall offer'><p>This article is for subscribers. Try it "
			   "for four weeks for one euro.</p><a href=/sub>Choose an "
			   "offer</a></div>"),
		{A, B}, {"one euro", "Choose an offer"}},
	{"16 the credit of a picture",
		PAGE(P(A) "<div class=image><img src=x.jpg><span class=credit>Photo: Jo "
			  "Doe/Example</span>"
			  "</div>" P(B) P(C)),
		{A, C}, {"Jo Doe"}},
	{"16 advertisement, reading time",
		PAGE("<div class=meta><span>4 min read</span></div>" P(A) "<div class=ad-label>"
									  "Advertisement</div>" P(B)
										  P(C) P(D)),
		{A, D}, {"4 min read", "Advertisement"}},
	{"16 tags at the end",
		PAGE(LONG "<ul class=tags><li><a href=/t/1>Harbour</a><li><a "
			  "href=/t/2>Vellmar</a><li><a href=/t/3>"
			  "Explosions</a></ul>"),
		{D}, {"Explosions"}},
	{"16 buttons for sharing below",
		PAGE(LONG "<div class=social><a href=#>Share on Face</a><a href=#>Send by "
			  "mail</a><button>"
			  "Print</button></div>"),
		{D}, {"Send by mail", "Print"}},
	{"17 main in article in main",
		HEAD("Harbour closed") "<main><article><main><article><h1>Harbour closed</h1>" LONG
				       "</article></main></article></main>" FOOT,
		{A, D}},
	{"17 the whole text again in one paragraph",
		PAGE(LONG P(E) "<div class=machine>" A " " B " " C " " D " " E "</div>"), {A, D}},
	{"17 the same with a heading that is not in the text",
		PAGE(LONG P(E) "<div class=machine>" A " " B " What comes next " C " " D " " E
			       "</div>"),
		{A, D}},
	{"17 the same terms with another figure are another text",
		PAGE(P(A B C D E " At least 12 were killed.")
				P(A B C D E " At least 13 were killed.")),
		{"12 were killed", "13 were killed"}},
	{"17 a copy for the phone",
		PAGE("<div class=full>" LONG "</div><div class=phone style='display:none'>" LONG
		     "</div>"),
		{A, D}},
	{"17 the lead again as a description",
		PAGE("<p class=lead>" A "</p>" P(B)
				P(C) "<p aria-hidden=true class=sr-only hidden>" A "</p>" P(D)),
		{A, D}},
};

START_TEST(nothing_of_the_text_is_lost)
{
	ck_assert_int_eq(check_all(lost, ARRAY_SIZE(lost)), 0);
}
END_TEST
START_TEST(nothing_else_is_in_the_text)
{
	ck_assert_int_eq(check_all(surplus, ARRAY_SIZE(surplus)), 0);
}
END_TEST

START_TEST(nothing_of_it_comes_twice)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(surplus); i++) {
		if (!str_starts(str_from(surplus[i].name), STR("17")))
			continue;
		(void)check(&surplus[i]);
		if (strstr(surplus[i].name, "another text"))
			continue; /* which is said twice for good reason */
		ck_assert_msg(times(A) == 1 && times(D) == 1, "%s: %.*s", surplus[i].name,
			STR_ARGS(article.text));
	}
}
END_TEST

static const struct page characters[] = {
	{"18 initials and bold beginnings",
		PAGE("<p><b>V</b>ellmar: J. R. Doe and <i>M</i>.<i>K</i>. Roe were heard on the "
		     "second "
		     "day by the commission.</p>" P(A) P(B)),
		{"Vellmar: J. R. Doe and M.K. Roe were"}},
	{"18 inline blocks without white space",
		PAGE("<div>First words of it<div>second line of it</div>third line of it</div>" P(A)
				P(B) P(C)),
		{}, {"itsecond", "itthird"}},
	{"18 rows of spans in list items",
		PAGE(P(A) P(B) "<ul><li><span>12 May</span><span>The harbour is closed to "
			       "ships.</span></li>"
			       "</ul>" P(C)),
		{"The harbour is closed to ships."}},
	{"18 soft hyphens inside words",
		PAGE("<p>The har\xc2\xad"
		     "bour&shy;master of Vell\xe2\x80\x8bmar was heard on Tuesday by the "
		     "commission of the province.</p>" P(A) P(B)),
		{"The harbourmaster of Vellmar was"}},
	{"19 the declaration comes late",
		"<!doctype html><html><head><!-- "
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		" --><script>var a = 1;</script><meta http-equiv=Content-Type content='text/html; "
		"charset=windows-1251'><title>\xcf\xee\xf0\xf2"
		"</title></head><body><article><p>\xcf\xee\xf0\xf2 \xe7\xe0\xea\xf0\xfb\xf2 "
		"\xed\xe0 \xe4\xe2\xe0 \xe4\xed\xff, "
		"\xf1\xee\xee\xe1\xf9\xe8\xeb \xe3\xf3\xe1\xe5\xf0\xed\xe0\xf2\xee\xf0 \xe2\xee "
		"\xe2\xf2\xee\xf0\xed\xe8\xea.</p></article></body></html>",
		{"Порт закрыт на два дня"}},
	{"19 no declaration at all, Cyrillic",
		"<html><head><title>\xcf\xee\xf0\xf2</title></"
		"head><body><article><p>\xcf\xee\xf0\xf2 "
		"\xe7\xe0\xea\xf0\xfb\xf2 \xed\xe0 \xe4\xe2\xe0 \xe4\xed\xff, "
		"\xf1\xee\xee\xe1\xf9\xe8\xeb "
		"\xe3\xf3\xe1\xe5\xf0\xed\xe0\xf2\xee\xf0 \xe2\xee \xe2\xf2\xee\xf0\xed\xe8\xea, "
		"\xe8 \xe4\xee\xf0\xee\xe3\xe0 "
		"\xf1\xed\xee\xe2\xe0 \xee\xf2\xea\xf0\xfb\xf2\xe0.</p></article></body></html>",
		{"Порт закрыт на два дня"}},
	{"19 a declaration without the media type",
		"<html><head><meta http-equiv=Content-Type content='charset=iso-8859-2'><title>x"
		"</title></head><body><article><p>Pr\xedstav vo Vellmare bol na dva dni "
		"zatvoren\xfd, povedal v utorok \xbeupan kraja."
		"</p></article></body></html>",
		{"Prístav vo Vellmare bol na dva dni zatvorený"}},
	{"19 one bad byte in UTF-8",
		PAGE("<p>The caf\xc3\xa9 of Vellmar \xff was closed by the police on Tuesday "
		     "evening, said the "
		     "owner of the house.</p>" P(A)),
		{"The caf\xc3\xa9 of Vellmar"}},
	{"20 references in the title and in meta elements",
		"<!doctype html><html><head><meta charset=utf-8><title>Salt &amp;amp; pepper"
		"</title><meta property=og:title content='Salt &amp;amp; "
		"pepper'></head><body><article><h1>Salt &amp; pepper</h1>" LONG
		"</article></body></html>",
		{D}, {}, "Salt & pepper"},
	{"20 references without a semicolon and beyond Unicode",
		PAGE("<p>Fish &amp chips cost &pound5 in the harbour of Vellmar, &#0; "
		     "and &#x1F600; and &#99999999; and &notin; too, the owner said.</p>" P(A)
				P(B)),
		{"Fish & chips cost \xc2\xa3"
		 "5",
			"\xf0\x9f\x98\x80", "\xe2\x88\x89"}},
};

START_TEST(characters_come_through)
{
	ck_assert_int_eq(check_all(characters, ARRAY_SIZE(characters)), 0);
}
END_TEST

static const struct page titles[] = {
	{"23 the site's name behind a bar",
		HEAD("Harbour closed for two days | The Daily Example") "<article><h1>"
									"Harbour closed "
									"for "
									"two days</h1>" LONG
									"</article>" FOOT,
		{}, {}, "Harbour closed for two days"},
	{"23 a colon that belongs to it",
		HEAD("Vellmar: harbour closed for two days \xe2\x80\x93 The Daily "
		     "Example") "<article><h1>Vellmar: "
				"harbour closed for two days</h1>" LONG "</article>" FOOT,
		{}, {}, "Vellmar: harbour closed for two days"},
	{"23 a guillemet before the site's name",
		HEAD("Harbour closed for two days \xc2\xbb The Daily Example") "<article"
									       ">" LONG "</"
									       "article"
									       ">" FOOT,
		{}, {}, "Harbour closed for two days"},
	{"23 the site's name in front",
		HEAD("The Daily Example: Harbour closed for two days") "<article><h2>"
								       "Harbour closed for "
								       "two "
								       "days</h2>" LONG
								       "</article>" FOOT,
		{}, {}, "Harbour closed for two days"},
	{"23 a dash in the middle of a headline",
		HEAD("Harbour closed - and opened again") "<article><h1>Harbour closed - "
							  "and opened "
							  "again</h1>" LONG "</article>" FOOT,
		{}, {}, "Harbour closed - and opened again"},
	{"23 the only h1 is the logo",
		HEAD("Harbour closed for two days - The Daily Example") "<header><h1 "
									"class=logo><a "
									"href=/>The "
									"Daily "
									"Example</a></h1></"
									"header><article><"
									"h2>Harbour closed "
									"for two "
									"days</h2>" LONG
									"</article>" FOOT,
		{}, {}, "Harbour closed for two days"},
	{"23 a page without a title",
		"<!doctype html><html><body><article><h1>Harbour closed</h1>" LONG
		"</article></body></html>",
		{}, {}, "Harbour closed"},
};

START_TEST(titles_are_the_headline)
{
	ck_assert_int_eq(check_all(titles, ARRAY_SIZE(titles)), 0);
}
END_TEST

static const struct page dates[] = {
	{"24 a day of change only is none of publication",
		HEAD("X") "<article><h1>Harbour closed</h1>" LONG "</article><p>This page "
			  "was last modified on 3 June 2021.</p>" FOOT,
		{}, {}, NULL, ""},
	{"24 a copyright",
		HEAD("X") "<article><h1>Harbour closed</h1>" LONG
			  "</article><footer>&copy; 2001-2021 Example</footer></body>"
			  "</html>",
		{}, {}, NULL, ""},
	{"24 the date of a comment",
		HEAD("X") "<article><h1>Harbour closed</h1>" LONG
			  "</article><div class=comments><div class=comment>"
			  "<span class=date>4 May 2021</span><p>Well said, and about time too, I "
			  "think.</p></div></div>" FOOT,
		{}, {}, NULL, ""},
	{"24 the date of a related article",
		HEAD("X") "<article><h1>Harbour closed</h1>" LONG
			  "</article><aside class=related><a href=/1>"
			  "Bridge late</a> <time datetime=2020-01-02>2 January 2020</time> <a "
			  "href=/2>Rain</a> <time datetime=2020-02-03>3 February "
			  "2020</time></aside>" FOOT,
		{}, {}, NULL, ""},
	{"24 an event in the text",
		PAGE("<p>The conference takes place in Vellmar on 12 June 2031 and lasts for three "
		     "days, the governor "
		     "of the province said.</p>" LONG),
		{}, {}, NULL, ""},
	{"24 a number in the address", PAGE(LONG), {}, {}, NULL, "",
		"https://e.example/item/20219999-harbour"},
	{"24 the day in the address", PAGE(LONG), {}, {}, NULL, "2021-05-04",
		"https://e.example/2021/05/04/harbour"},
	{"25 a month before its day",
		HEAD("X") "<article><h1>Harbour closed</h1><p class=date>Published May 4, "
			  "2021</p>" LONG "</article>" FOOT,
		{}, {}, NULL, "2021-05-04"},
	{"25 two digits for the year",
		HEAD("X") "<article><h1>Harbour closed</h1><p class=date>Published: "
			  "14/05/21</p>" LONG "</article>" FOOT,
		{}, {}, NULL, "2021-05-14"},
	{"25 a month in another language",
		"<!doctype html><html lang=pl><head><meta "
		"charset=utf-8><title>Port</title></head><body>"
		"<article><h1>Port zamkni\xc4\x99ty</h1><p class=date>Opublikowano: 4 maja "
		"2021</p><p>Port w Vellmarze zosta\xc5\x82 "
		"zamkni\xc4\x99ty na dwa dni po wybuchu, powiedzia\xc5\x82 we wtorek gubernator "
		"prowincji, a policja zatrzyma\xc5\x82"
		"a "
		"trzech m\xc4\x99\xc5\xbc"
		"czyzn.</p></article></body></html>",
		{}, {}, NULL, "2021-05-04"},
	{"25 hours ago is no day",
		HEAD("X") "<article><h1>Harbour closed</h1><p class=date>3 hours ago</p>" LONG
			  "</article>" FOOT,
		{}, {}, NULL, ""},
	{"25 the day is that of the place",
		HEAD("X") "<script "
			  "type=application/"
			  "ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour "
			  "closed\",\"datePublished\":\"2021-05-04T23:30:00-05:00\"}</"
			  "script><article><h1>Harbour closed</h1>" LONG "</article>" FOOT,
		{}, {}, NULL, "2021-05-04"},
};

START_TEST(dates_are_of_publication)
{
	ck_assert_int_eq(check_all(dates, ARRAY_SIZE(dates)), 0);
}
END_TEST

/* What comes where a page was expected. */
START_TEST(what_is_no_page_is_told_and_makes_no_article)
{
	static const struct {
		const char *name;
		struct str body;
		const char *told;
	} things[] = {
		{"a feed",
			STR("<?xml version='1.0'?><feed "
			    "xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>"),
			"atom"},
		{"a gzip stream", STR("\x1f\x8b\x08\0\0\0\0\0\0\x03zzzz"), "gzip"},
		{"a picture", STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "png"},
		{"nothing", STR(""), "empty"},
		{"white space", STR(" \n\t \r\n"), "empty"},
	};
	struct report report = {.media_type = STR("text/html")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(things); i++) {
		struct err err = {0};

		report.body = things[i].body;
		ck_assert_msg(!article_read(&report, NULL, &arena, &article, &err), "%s: %.*s",
			things[i].name, STR_ARGS(article.text));
		ck_assert_msg(strstr(err.text, things[i].told) != NULL, "%s: %s", things[i].name,
			err.text);
	}
}
END_TEST

START_TEST(an_index_of_headlines_is_warned_of)
{
	AUTO(buf_release) struct buf page = {0};
	struct report report = {.media_type = STR("text/html")};
	struct err err = {0};
	int i;

	buf_init(&page, MAX_REPORT_BYTES);
	buf_puts(&page, HEAD("The Daily Example") MENU "<main>");
	for (i = 0; i < 40; i++)
		buf_printf(&page,
			"<div class=teaser><a href=/news/%d>Headline number %d of the "
			"day</a></div>",
			i, i);
	buf_puts(&page, "</main>" FOOT);
	report.body = buf_view(&page);
	ck_assert(article_read(&report, NULL, &arena, &article, &err));
	ck_assert_uint_ge(article.nwarnings, 1);
}
END_TEST

START_TEST(a_page_in_utf_16_is_read)
{
	static const char text[] = PAGE(P(A) P(B) P(C));
	static char wide[2 * sizeof(text) + 2] = "\xff\xfe";
	struct report report = {.media_type = STR("text/html; charset=iso-8859-1")};
	struct err err = {0};
	size_t i;

	for (i = 0; i < sizeof(text) - 1; i++)
		wide[2 + 2 * i] = text[i];
	report.body = (struct str){wide, 2 * sizeof(text)};
	ck_assert_msg(article_read(&report, NULL, &arena, &article, &err), "%s", err.text);
	ck_assert(has(A) && has(C));
}
END_TEST

TEST_MAIN("checklist_more", nothing_of_the_text_is_lost, nothing_else_is_in_the_text,
	nothing_of_it_comes_twice, characters_come_through, titles_are_the_headline,
	dates_are_of_publication, what_is_no_page_is_told_and_makes_no_article,
	an_index_of_headlines_is_warned_of, a_page_in_utf_16_is_read)
