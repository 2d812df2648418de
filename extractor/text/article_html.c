/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "base/limits.h"
#include "base/url.h"
#include "text/article.h"
#include "text/article_title.h"
#include "text/charset.h"
#include "text/html_body.h"
#include "text/html_rescue.h"
#include "text/language.h"
#include "text/pagedate.h"

#define MAX_LINKS 500
#define ERROR_PAGE_TEXT ((size_t)2000)
#define LITTLE_TEXT ((size_t)300) /* bytes; most articles have more */

static struct str first_of(struct str a, struct str b)
{
	return a.n ? a : b;
}

static bool is_address(struct str s)
{
	return str_case_starts(s, STR("http://")) || str_case_starts(s, STR("https://"));
}

static void add_link(
	const struct html *html, uint32_t i, struct arena *arena, struct article *article)
{
	struct str href = html_decode(str_trim(html_attr(html, i, HTML_AT_HREF)), arena);

	if (is_address(href) && href.n < MAX_SOURCE_BYTES && article->nlinks < MAX_LINKS)
		article->links[article->nlinks++] = href;
}

/* Addresses that the main text links to. */
static void find_links(const struct html_blocks *blocks, const bool *keep, struct arena *arena,
	struct article *article)
{
	const struct html *html = blocks->html;
	uint32_t i, b;

	article->links = arena_alloc(arena, MAX_LINKS * sizeof(*article->links));
	for (b = 0; b < blocks->n; b++) {
		uint32_t end = b + 1 < blocks->n ? blocks->v[b + 1].node : html->n;

		for (i = blocks->v[b].owner; keep[b] && i < end; i++)
			if (html->nodes[i].tag == HTML_A &&
				(i >= blocks->v[b].node || html->nodes[i].end > blocks->v[b].node))
				add_link(html, i, arena, article);
	}
}

static void find_names(const struct html_meta *meta, struct arena *arena, struct article *article)
{
	const struct linked *linked = html_meta_article(meta);
	struct str author = linked ? html_collapse(linked->author, arena) : STR("");
	struct str publisher = linked ? html_collapse(linked->publisher, arena) : STR("");

	if (!author.n || is_address(author))
		author = meta->values[META_AUTHOR];
	article->author = is_address(author) ? STR("") : author;
	article->publisher = first_of(publisher, meta->values[META_SITE_NAME]);
}

/* Little text in the elements: look into the scripts. */
static void rescue(const struct html *html, const struct html_meta *meta, struct arena *arena,
	struct article *article)
{
	struct str text = html_rescue_text(html, meta, arena);

	if (text.n > 2 * article->text.n) {
		article->text = text;
		article_warn(article, "the article was taken from a script of the page", arena);
	}
}

/* Titles of pages that stand where an article was expected. */
static bool is_error_title(struct str title)
{
	static const struct str titles[] = {STR("404"), STR("403"), STR("500 "), STR("502"),
		STR("503"), STR("page not found"), STR("not found"), STR("access denied"),
		STR("just a moment"), STR("attention required"), STR("error 4"), STR("forbidden"),
		STR("seite nicht gefunden"), STR("service unavailable"), STR("are you a robot")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(titles); i++)
		if (str_case_starts(title, titles[i]))
			return true;
	return false;
}

/* Links that make up most of the main text: an index page. */
static bool is_link_list(const struct html_blocks *blocks, const bool *keep)
{
	size_t bytes = 0, links = 0, n = 0;
	uint32_t i;

	for (i = 0; i < blocks->n; i++) {
		bytes += keep[i] ? blocks->v[i].text.n : 0;
		links += keep[i] ? blocks->v[i].link_bytes : 0;
		n += keep[i];
	}
	return n >= 8 && links * 2 > bytes;
}

static void warn_of_kind(const struct html_blocks *blocks, const bool *keep, struct arena *arena,
	struct article *article)
{
	if (article->text.n < ERROR_PAGE_TEXT && is_error_title(article->title))
		article_warn(article, "this looks like an error page", arena);
	if (is_link_list(blocks, keep))
		article_warn(
			article, "this looks like a list of links, not like an article", arena);
}

bool article_from_html(struct str bytes, const struct page_about *about, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	struct article article = {.media_type = "text/html"};
	struct decoded page;
	struct html html;
	struct html_meta meta;
	struct html_blocks blocks;
	struct pagedate date;
	struct str declared;
	bool *keep;

	charset_decode(bytes, about->charset, true, arena, &page);
	html_parse(page.text, arena, &html);
	html_meta_read(&html, arena, &meta);
	html_blocks_find(&html, arena, &blocks);
	keep = arena_zalloc(arena, (size_t)blocks.n + 1, sizeof(*keep));
	html_body_select(&blocks, &meta, arena, keep);
	article.text = html_body_text(&blocks, keep, arena);
	if (article.text.n < LITTLE_TEXT)
		rescue(&html, &meta, arena, &article);
	if (article.text.n > MAX_TEXT_BYTES)
		return err_set(err, ERR_REJECT, "the page's text has %zu bytes; %zu are the most",
			article.text.n, (size_t)MAX_TEXT_BYTES);
	declared = first_of(meta.canonical, meta.values[META_OG_URL]);
	article.url = is_address(declared) ? declared : about->url;
	article.title = article_title_find(&html, &meta, url_host(article.url), arena);
	date = pagedate_find(&blocks, &meta, about, arena);
	article_published(&article, date.published.day, date.published.by, arena);
	article_modified(&article, date.modified.day, date.modified.by, arena);
	article.language = language_detect(article.text, meta.language);
	find_names(&meta, arena, &article);
	find_links(&blocks, keep, arena, &article);
	warn_of_kind(&blocks, keep, arena, &article);
	if (html.cut)
		article_warn(&article, "the page has too many elements to read them all", arena);
	if (html.broken_off)
		article_warn(
			&article, "the page breaks off inside a tag, a comment or a script", arena);
	if (page.nreplaced)
		article_warn(&article, "some bytes of the page mean nothing in its charset", arena);
	*ret_article = article;
	return true;
}
