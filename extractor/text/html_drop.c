/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/html_drop.h"
#include "text/html_hint.h"
#include "text/html_phrase.h"

#define NOTICE_WORDS 300u /* what is longer is no notice, whatever its name */
#define OFFER_WORDS 60u
#define HEADING_WORDS 8u
#define POINTER_WORDS 40u
#define TEASERS 2u
#define ARTICLE_WORDS 8u

/* A subtree as a range of blocks. */
struct range {
	uint32_t from, to;
	uint32_t kept_words;
	bool titled; /* the page's h1 is in it */
};

static struct range range_of(const struct html_blocks *blocks, const bool *keep, uint32_t node)
{
	struct range r = {html_blocks_at(blocks, node),
		html_blocks_at(blocks, blocks->html->nodes[node].end), 0, false};
	uint32_t i;

	for (i = r.from; i < r.to; i++) {
		r.kept_words += keep[i] ? blocks->v[i].words : 0;
		r.titled = r.titled || blocks->html->nodes[blocks->v[i].owner].tag == HTML_H1;
	}
	return r;
}

static void drop(bool *keep, const struct range *r)
{
	uint32_t i;

	for (i = r->from; i < r->to; i++)
		keep[i] = false;
}

/* A word alone in a block, which the model cannot tell from a subheading. */
static bool is_label(const struct html_block *b)
{
	static const struct str labels[] = {STR("advertisement"), STR("advertising"),
		STR("anzeige"), STR("werbung"), STR("publicité"), STR("publicidad"), STR("реклама"),
		STR("sponsored content"), STR("article continues below"),
		STR("article continues after advertisement"),
		STR("story continues below advertisement"), STR("[edit]"), STR("[edit source]"),
		STR("[bearbeiten]"), STR("[modifier]"), STR("[editar]"), STR("[modifica]"),
		STR("[править]")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(labels); i++)
		if (str_case_eq(b->text, labels[i]))
			return true;
	return false;
}

/* "Read more: Ten things to do", most of it a link: it points out of the article. */
static bool is_pointer(const struct html_block *b)
{
	static const struct str starts[] = {STR("read more:"), STR("read also:"), STR("also read:"),
		STR("read next:"), STR("see also:"), STR("related:"), STR("more on this:"),
		STR("recommended:"), STR("lesen sie auch:"), STR("lesen sie mehr:"),
		STR("mehr zum thema:"), STR("lire aussi"), STR("à lire aussi"), STR("lea también:"),
		STR("leer más:"), STR("leia também:"), STR("leggi anche:"), STR("lees ook:"),
		STR("czytaj też:"), STR("czytaj także:"), STR("читайте также:")};
	size_t i;

	if (b->link_bytes * 2 < b->text.n || b->words > POINTER_WORDS)
		return false;
	for (i = 0; i < ARRAY_SIZE(starts); i++)
		if (str_case_starts(b->text, starts[i]))
			return true;
	return false;
}

static bool has_name(const struct html *html, uint32_t node, const struct str *names, size_t n)
{
	const struct str values[] = {
		html_attr(html, node, HTML_AT_CLASS), html_attr(html, node, HTML_AT_ID)};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(values); i++)
		for (j = 0; j < n; j++)
			if (str_case_find(values[i], names[j], 0) < values[i].n)
				return true;
	return false;
}

/* An element that its author calls a cookie notice or the like. The page and its article bear such
 * names as well ("paywall-active"), but hold more. */
static bool is_named_notice(const struct html *html, uint32_t node)
{
	static const struct str names[] = {
		STR("cookie"), STR("consent"), STR("gdpr"), STR("onetrust"), STR("didomi")};

	return has_name(html, node, names, ARRAY_SIZE(names));
}

/* What stands behind a paywall bears its name too, so its own words must be those of an offer. */
static bool is_offer(const struct html_blocks *blocks, uint32_t node)
{
	static const struct str names[] = {STR("paywall"), STR("newsletter"), STR("subscri")};
	uint32_t i, from = html_blocks_at(blocks, node);
	uint32_t to = html_blocks_at(blocks, blocks->html->nodes[node].end), words = 0;
	bool offers = false;

	if (!has_name(blocks->html, node, names, ARRAY_SIZE(names)))
		return false;
	for (i = from; i < to && words < OFFER_WORDS; i++) {
		struct str text = blocks->v[i].text;

		words += blocks->v[i].words;
		offers = offers || phrase_starts(text, PHRASE_SUBSCRIBE) ||
			 str_case_find(text, STR("subscriber"), 0) < text.n ||
			 str_case_find(text, STR("newsletter"), 0) < text.n;
	}
	return offers && words < OFFER_WORDS;
}

/* Blocks of notices go, unless they are most of what there is: then the name was wrong. A short
 * article beside a long notice is told by where the h1 stands: not in the notice. */
static void drop_notices(const struct html_blocks *blocks, bool *keep, uint32_t all)
{
	const struct html *html = blocks->html;
	uint32_t node;

	for (node = 1; node < html->n; node++) {
		struct range r;

		if (!(blocks->hints[node] & HINT_NOTICE) || html->nodes[node].tag == HTML_BODY ||
			!(is_named_notice(html, node) || is_offer(blocks, node)))
			continue;
		r = range_of(blocks, keep, node);
		if (r.kept_words < all && !r.titled && r.kept_words < NOTICE_WORDS)
			drop(keep, &r);
		node = html->nodes[node].end - 1; /* nothing inside it is looked at twice */
	}
}

/* Words that are kept in article elements outside of the range. */
static uint32_t article_words(
	const struct html_blocks *blocks, const bool *keep, const struct range *r)
{
	uint32_t i, words = 0;

	for (i = 0; i < blocks->n; i++)
		if (keep[i] && (i < r->from || i >= r->to) &&
			html_inside(blocks->html, blocks->v[i].node, HTML_ARTICLE))
			words += blocks->v[i].words;
	return words;
}

/* Readers' comments below an article; where there is no article, as in a forum, they are the
 * text. */
static void drop_comments(const struct html_blocks *blocks, bool *keep)
{
	static const struct str names[] = {
		STR("comments"), STR("comment-list"), STR("commentlist"), STR("disqus_thread")};
	const struct html *html = blocks->html;
	uint32_t node;

	for (node = 1; node < html->n; node++) {
		struct range r;

		if (!(blocks->hints[node] & HINT_COMMENT) || html->nodes[node].tag == HTML_BODY ||
			!has_name(html, node, names, ARRAY_SIZE(names)))
			continue;
		r = range_of(blocks, keep, node);
		if (!r.titled && r.kept_words && article_words(blocks, keep, &r) >= ARTICLE_WORDS)
			drop(keep, &r);
		node = html->nodes[node].end - 1;
	}
}

/* An aside beside the article that holds the headline: by its name, it is about something else. */
static void drop_asides(const struct html_blocks *blocks, bool *keep)
{
	const struct html *html = blocks->html;
	uint32_t node, words = 0;

	for (node = 1; node < html->n && !words; node++)
		if (html->nodes[node].tag == HTML_ARTICLE) {
			struct range r = range_of(blocks, keep, node);

			words = r.titled && r.kept_words >= ARTICLE_WORDS ? r.kept_words : 0;
		}
	for (node = 1; node < html->n && words; node++) {
		struct range r;

		if (html->nodes[node].tag != HTML_ASIDE || html_inside(html, node, HTML_ARTICLE))
			continue;
		r = range_of(blocks, keep, node);
		if (!r.titled)
			drop(keep, &r);
		node = html->nodes[node].end - 1;
	}
}

/* The largest element that begins with this heading. */
static uint32_t begun_by(const struct html_blocks *blocks, uint32_t heading)
{
	const struct html *html = blocks->html;
	uint32_t node = blocks->v[heading].owner, up;

	for (up = html->nodes[node].parent; up && html_blocks_at(blocks, up) == heading;
		up = html->nodes[up].parent) {
		enum html_tag tag = (enum html_tag)html->nodes[up].tag;

		if (tag == HTML_ARTICLE || tag == HTML_MAIN || tag == HTML_BODY)
			break;
		node = up;
	}
	return node;
}

/* One article, by what the page declares or by its elements: on a list of them teasers are the
 * text. */
static bool is_article(const struct html_blocks *blocks, const struct html_meta *meta)
{
	const struct html *html = blocks->html;
	uint32_t node, n = 0;

	if (html_meta_article(meta) || str_case_eq(meta->values[META_OG_TYPE], STR("article")))
		return true;
	for (node = 1; node < html->n; node++)
		n += html->nodes[node].tag == HTML_ARTICLE;
	return n == 1;
}

static bool is_linked_heading(const struct html_blocks *blocks, uint32_t i)
{
	const struct html_block *b = &blocks->v[i];

	return html_traits((enum html_tag)blocks->html->nodes[b->owner].tag) & HTML_HEADING &&
	       b->link_bytes * 2 > b->text.n;
}

/* "More from World" and, in the same element, headlines that are links: teasers with what they
 * say. */
static void drop_teasers(const struct html_blocks *blocks, bool *keep, uint32_t all)
{
	const struct html *html = blocks->html;
	uint32_t i, k;

	for (i = 0; i < blocks->n; i++) {
		const struct html_block *b = &blocks->v[i];
		enum html_tag tag = (enum html_tag)html->nodes[b->owner].tag;
		uint32_t teasers = 0;
		struct range r;

		if (!keep[i] || !(html_traits(tag) & HTML_HEADING) || tag == HTML_H1 ||
			b->words > HEADING_WORDS || !phrase_starts(b->text, PHRASE_RELATED))
			continue;
		r = range_of(blocks, keep, begun_by(blocks, i));
		for (k = i + 1; k < r.to; k++)
			teasers += is_linked_heading(blocks, k);
		if (teasers >= TEASERS && !r.titled && r.kept_words < NOTICE_WORDS &&
			r.kept_words * 2 < all)
			drop(keep, &r);
	}
}

void html_drop_furniture(const struct html_blocks *blocks, const struct html_meta *meta, bool *keep)
{
	uint32_t i, all = 0;

	for (i = 0; i < blocks->n; i++) {
		keep[i] = keep[i] && !is_label(&blocks->v[i]) && !is_pointer(&blocks->v[i]);
		all += keep[i] ? blocks->v[i].words : 0;
	}
	drop_notices(blocks, keep, all);
	drop_comments(blocks, keep);
	drop_asides(blocks, keep);
	if (is_article(blocks, meta))
		drop_teasers(blocks, keep, all);
}
