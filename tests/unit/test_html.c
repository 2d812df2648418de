/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "support/testing.h"
#include "text/html_block.h"
#include "text/html_jsonld.h"

static struct arena arena; /* empty; a test runs in a process of its own */

#define TAG_TEXT(name, text, traits) {HTML_##name, text},
static const struct {
	enum html_tag tag;
	const char *name;
} all_tags[] = {HTML_TAGS(TAG_TEXT)};

/* Parses and checks what must hold for every tree. */
static struct html parse(const char *page)
{
	struct html html;
	uint32_t i;

	html_parse(str_from(page), &arena, &html);
	for (i = 1; i < html.n; i++) {
		ck_assert_uint_lt(html.nodes[i].parent, i);
		ck_assert_uint_gt(html.nodes[i].end, i);
		ck_assert_uint_le(html.nodes[i].end, html.nodes[html.nodes[i].parent].end);
	}
	return html;
}

static void append(char *out, size_t room, struct str s)
{
	size_t n = strlen(out);

	snprintf(out + n, room - n, "%.*s", STR_ARGS(s));
}

/* "div(p(x)p(y))": the tree in one line; text nodes by their text. */
static void outline(const struct html *html, uint32_t i, char *out, size_t room)
{
	uint32_t child;

	append(out, room, html->nodes[i].text);
	if (html->nodes[i].end == i + 1 || html->nodes[i].tag == HTML_TEXT)
		return;
	append(out, room, STR("("));
	for (child = i + 1; child < html->nodes[i].end; child = html->nodes[child].end)
		outline(html, child, out, room);
	append(out, room, STR(")"));
}

static void assert_tree(const char *page, const char *want)
{
	struct html html = parse(page);
	char got[1000] = "";

	outline(&html, 0, got, sizeof(got));
	ck_assert_str_eq(got, want);
}

START_TEST(every_tag_is_found_in_any_case)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all_tags); i++)
		ck_assert_int_eq(html_tag_find(str_from(all_tags[i].name)), all_tags[i].tag);
	ck_assert_int_eq(html_tag_find(STR("BlockQuote")), HTML_BLOCKQUOTE);
	ck_assert_int_eq(html_tag_find(STR("nobr")), HTML_OTHER);
	ck_assert_int_eq(html_tag_find(STR("")), HTML_OTHER);
}
END_TEST

START_TEST(end_tags_are_implied)
{
	assert_tree("<p>a<p>b<div>c</div>", "(p(a)p(b)div(c))");
	assert_tree("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "(ul(li(a)li(bul(li(c)))li(d)))");
	assert_tree("<table><tr><td>a<td>b<tr><td>c</table>d", "(table(tr(td(a)td(b))tr(td(c)))d)");
	assert_tree("<dl><dt>a<dd>b<dt>c</dl>", "(dl(dt(a)dd(b)dt(c)))");
	assert_tree("<h2>a</h3>b", "(h2(a)b)");
}
END_TEST

START_TEST(an_end_tag_does_not_leave_its_table_cell)
{
	assert_tree("<div><table><td>a</div>b</td></table>c</div>", "(div(table(td(ab))c))");
}
END_TEST

START_TEST(misnested_formatting_is_cut_at_the_block)
{
	assert_tree("<b>a<p>x</b>y</p>z", "(b(a)p(xy)z)");
}
END_TEST

START_TEST(raw_text_ends_only_at_its_own_end_tag)
{
	assert_tree("<script>if (a<b) '</p>';</script>c", "(script(if (a<b) '</p>';)c)");
	assert_tree("<style>a>b{}</STYLE >c", "(style(a>b{})c)");
	assert_tree("<title>no end<p>text", "(title(no end)p(text))");
}
END_TEST

START_TEST(comments_and_declarations_vanish)
{
	assert_tree("a<!-- <p> -->b<!>c<!-->d<!---->e<?php x ?>f</3>g<!doctype html>h<!-- x --!>i",
		"(abcdefghi)");
	assert_tree("a < b <3 c", "(a < b <3 c)");
}
END_TEST

START_TEST(text_behind_the_end_of_the_page_is_kept)
{
	assert_tree("<html><body>a</body></html><p>b", "(html(body(ap(b))))");
}
END_TEST

START_TEST(the_first_attribute_of_a_name_counts)
{
	struct html html = parse("<a HREF=x/y href='z' data-q=1 class=\"b c\" hidden>t</a>");

	ck_assert(str_eq(html_attr(&html, 1, HTML_AT_HREF), STR("x/y")));
	ck_assert(str_eq(html_attr(&html, 1, HTML_AT_CLASS), STR("b c")));
	ck_assert(!str_absent(html_attr(&html, 1, HTML_AT_HIDDEN)));
	ck_assert(str_absent(html_attr(&html, 1, HTML_AT_ID)));
}
END_TEST

START_TEST(depth_costs_nothing)
{
	size_t n = 200000, i;
	char *page = malloc(n * 5 + 1);
	struct html html;

	for (i = 0; i < n; i++)
		memcpy(page + 5 * i, "<div>", 5);
	html_parse((struct str){page, 5 * n}, &arena, &html);
	ck_assert_uint_eq(html.n, n + 1);
	free(page);
}
END_TEST

START_TEST(references_are_resolved_once)
{
	static const struct {
		struct str in, out;
	} cases[] = {
		{STR("a &amp; b &amp;lt; c"), STR("a & b &lt; c")},
		{STR("&#65;&#x42;&#X43;"), STR("ABC")},
		{STR("&#150;&#x80;"), STR("\xE2\x80\x93\xE2\x82\xAC")},
		{STR("&#0;&#xD800;&#x110000;"), STR("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD")},
		{STR("&copy &eacute;&nbsp;&notin;&nosuch;"),
			STR("\xC2\xA9 \xC3\xA9\xC2\xA0\xE2\x88\x89&nosuch;")},
		{STR("?a=1&copy=2&lt"), STR("?a=1&copy=2<")},
		{STR("&"), STR("&")},
		{STR("&#;&#x;"), STR("&#;&#x;")},
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct str got = html_decode(cases[i].in, &arena);

		ck_assert_msg(str_eq(got, cases[i].out), "\"%.*s\" gives \"%.*s\"",
			STR_ARGS(cases[i].in), STR_ARGS(got));
	}
}
END_TEST

static void assert_blocks(const char *page, const char *want)
{
	struct html html = parse(page);
	struct html_blocks blocks;
	char got[1000] = "";
	uint32_t i;

	html_blocks_find(&html, &arena, &blocks);
	for (i = 0; i < blocks.n; i++) {
		append(got, sizeof(got), STR("["));
		append(got, sizeof(got), blocks.v[i].text);
		append(got, sizeof(got), STR("]"));
	}
	ck_assert_str_eq(got, want);
}

START_TEST(words_are_neither_glued_nor_torn)
{
	assert_blocks("<div>one<p>two</p>three</div>", "[one][two][three]");
	assert_blocks("I<b>nit</b>ial  &nbsp; <i> x</i>", "[Initial x]");
	assert_blocks("<table><tr><td>a</td><td>b</td></tr></table>", "[a][b]");
	assert_blocks("a<br>b<br><br>c", "[a\nb][c]");
	assert_blocks("ta\xC2\xAD"
		      "ble ze\xE2\x80\x8B"
		      "ro",
		"[table zero]");
	assert_blocks("<pre>x = 1\ny = 2</pre>", "[x = 1\ny = 2]");
}
END_TEST

START_TEST(what_a_reader_does_not_see_is_no_text)
{
	assert_blocks("<script>a</script><style>b</style><p>c</p><template>d</template>"
		      "<noscript><img></noscript><select><option>e</select>",
		"[c]");
}
END_TEST

START_TEST(blocks_know_their_links_and_what_hides_them)
{
	struct html html = parse("<p>ab<a href=x>cd</a></p><p style='display: none'>x</p>"
				 "<div hidden><p>y</div><p><b>z</b></p>");
	struct html_blocks blocks;

	html_blocks_find(&html, &arena, &blocks);
	ck_assert_uint_eq(blocks.n, 4);
	ck_assert_uint_eq(blocks.v[0].link_bytes, 2);
	ck_assert_uint_eq(blocks.v[0].links, 1);
	ck_assert(!blocks.v[0].hidden && blocks.v[1].hidden && blocks.v[2].hidden);
	ck_assert(blocks.v[3].bold && !blocks.v[0].bold);
}
END_TEST

START_TEST(linked_data_survives_what_pages_do_to_json)
{
	struct linked_data data = {0};

	linked_data_read(
		STR("<!-- {\"@graph\": [{\"@type\": [\"NewsArticle\",], \"headline\": "
		    "\"A \\\"b\\\" \\u00e9\\ud83d\\ude00 &amp; c\", \"author\": [{\"@type\": "
		    "\"Person\", \"name\": \"Jo\"}], \"publisher\": {\"name\": \"Daily\"},"
		    "\"datePublished\": \"2021-03-12\nT10:00\", \"articleBody\": \"x"),
		&arena, &data);
	ck_assert_uint_eq(data.n, 1);
	ck_assert_int_eq(data.v[0].kind, LINKED_ARTICLE);
	ck_assert(str_eq(data.v[0].headline, STR("A \"b\" \xC3\xA9\xF0\x9F\x98\x80 & c")));
	ck_assert(str_eq(data.v[0].author, STR("Jo")));
	ck_assert(str_eq(data.v[0].publisher, STR("Daily")));
	ck_assert(str_starts(data.v[0].published, STR("2021-03-12")));
}
END_TEST

TEST_MAIN("html", every_tag_is_found_in_any_case, end_tags_are_implied,
	an_end_tag_does_not_leave_its_table_cell, misnested_formatting_is_cut_at_the_block,
	raw_text_ends_only_at_its_own_end_tag, comments_and_declarations_vanish,
	text_behind_the_end_of_the_page_is_kept, the_first_attribute_of_a_name_counts,
	depth_costs_nothing, references_are_resolved_once, words_are_neither_glued_nor_torn,
	what_a_reader_does_not_see_is_no_text, blocks_know_their_links_and_what_hides_them,
	linked_data_survives_what_pages_do_to_json)
