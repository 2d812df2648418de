/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/date.h"
#include "text/date_text.h"
#include "text/html_hint.h"
#include "text/pagedate.h"

/* Where a candidate comes from, best first. */
enum source {
	FROM_LINKED_ARTICLE,
	FROM_META_PUBLISHED,
	FROM_ITEMPROP,      /* itemprop=datePublished, time pubdate */
	FROM_META_DATE,
	FROM_TIME_NEAR,     /* a time element close to the headline */
	FROM_LINKED_PAGE,
	FROM_URL,
	FROM_NAMED_NEAR,    /* text in an element named after dates, close to the headline */
	FROM_TIME,          /* any time element */
	FROM_TEXT_NEAR,     /* text close to the headline */
	FROM_NAMED,
	FROM_MODIFIED,
	FROM_TEXT,
	NO_SOURCE
};

struct finder {
	const struct html *html;
	const struct html_blocks *blocks;
	const struct html_meta *meta;
	struct arena *arena;
	enum date_order order;
	int32_t days[NO_SOURCE]; /* the first candidate of each source */
	int32_t modified;
	uint32_t headline;       /* node, 0 if unknown */
};

static void offer(struct finder *f, enum source source, int32_t day)
{
	if (f->days[source] == DAY_NONE)
		f->days[source] = day;
}

static void offer_text(struct finder *f, enum source source, struct str value)
{
	int32_t day;

	if (value.n && date_text_machine(value, f->order, &day))
		offer(f, source, day);
}

static void offer_modified(struct finder *f, struct str value)
{
	int32_t day;

	if (value.n && f->modified == DAY_NONE && date_text_machine(value, f->order, &day))
		f->modified = day;
}

static void from_declarations(struct finder *f)
{
	const struct html_meta *meta = f->meta;
	const struct linked *article = html_meta_article(meta);
	size_t i;

	if (article) {
		offer_text(f, FROM_LINKED_ARTICLE, article->published);
		offer_text(f, FROM_LINKED_ARTICLE, article->created);
		offer_modified(f, article->modified);
	}
	for (i = 0; i < meta->linked->n; i++) {
		if (meta->linked->v[i].kind != LINKED_PAGE)
			continue;
		offer_text(f, FROM_LINKED_PAGE, meta->linked->v[i].published);
		offer_modified(f, meta->linked->v[i].modified);
	}
	offer_text(f, FROM_META_PUBLISHED, meta->values[META_PUBLISHED]);
	offer_text(f, FROM_META_DATE, meta->values[META_DATE]);
	offer_modified(f, meta->values[META_MODIFIED]);
}

/* Close to the headline: from a little before to some way behind it, in nodes. */
static bool is_near(const struct finder *f, uint32_t node)
{
	if (!f->headline)
		return false;
	return node + 60 > f->headline && node < f->headline + 160;
}

/* Dates of other articles and of comments are no candidates. */
static bool is_foreign(const struct finder *f, uint32_t node)
{
	const struct html *html = f->html;
	int climb;

	for (climb = 0; climb < 12 && node; climb++, node = html->nodes[node].parent) {
		uint32_t hints = f->blocks->hints[node];

		if (html->nodes[node].tag == HTML_ARTICLE || html->nodes[node].tag == HTML_MAIN)
			return false;
		if ((hints & (HINT_COMMENT | HINT_RELATED | HINT_SIDE | HINT_FOOTER)) &&
			!(hints & HINT_BODY))
			return true;
		if (html->nodes[node].tag == HTML_ASIDE || html->nodes[node].tag == HTML_FOOTER ||
			html->nodes[node].tag == HTML_NAV)
			return true;
	}
	return false;
}

static void from_element(struct finder *f, uint32_t i)
{
	const struct html *html = f->html;
	struct str prop = html_attr(html, i, HTML_AT_ITEMPROP);
	struct str value = html_attr(html, i, HTML_AT_DATETIME);
	bool time = html->nodes[i].tag == HTML_TIME, modified;

	modified = str_case_eq(prop, STR("dateModified"));
	if (!value.n)
		value = html_attr(html, i, HTML_AT_CONTENT);
	if (!value.n)
		value = html_text(html, i, 200, f->arena);
	if (str_case_eq(prop, STR("datePublished")) ||
		!str_absent(html_attr(html, i, HTML_AT_PUBDATE))) {
		if (!is_foreign(f, i))
			offer_text(f, FROM_ITEMPROP, value);
		return;
	}
	if (modified) {
		offer_modified(f, value);
		return;
	}
	if (time && !is_foreign(f, i)) {
		struct str class = html_attr(html, i, HTML_AT_CLASS);

		if (str_case_find(class, STR("updated"), 0) < class.n &&
			str_case_find(class, STR("publish"), 0) == class.n)
			offer_modified(f, value);
		else
			offer_text(f, is_near(f, i) ? FROM_TIME_NEAR : FROM_TIME, value);
	}
}

static void from_named(struct finder *f, uint32_t i)
{
	struct date_found found;
	struct str text;

	if (!(f->blocks->hints[i] & (HINT_DATE | HINT_BYLINE)) || is_foreign(f, i))
		return;
	text = html_text(f->html, i, 400, f->arena);
	if (text.n < 400 && date_text_find(text, 0, f->order, &found))
		offer(f, is_near(f, i) ? FROM_NAMED_NEAR : FROM_NAMED, found.day);
}

static void from_markup(struct finder *f)
{
	uint32_t i;

	for (i = 1; i < f->html->n; i++) {
		const struct html_node *node = &f->html->nodes[i];

		if (node->tag == HTML_TEXT || node->tag == HTML_META || node->tag == HTML_BODY)
			continue;
		if (node->tag == HTML_TIME || html_attr(f->html, i, HTML_AT_ITEMPROP).n)
			from_element(f, i);
		if (node->nattrs && node->end - i < 40)
			from_named(f, i);
	}
}

static void from_text(struct finder *f)
{
	const struct html_blocks *blocks = f->blocks;
	uint32_t i;

	for (i = 0; i < blocks->n; i++) {
		const struct html_block *b = &blocks->v[i];
		struct date_found found;

		if (b->hidden || b->text.n > 300 || b->link_bytes * 2 > b->text.n)
			continue;
		if (!date_text_find(b->text, 0, f->order, &found) || is_foreign(f, b->owner))
			continue;
		offer(f, is_near(f, b->node) && b->text.n < 160 ? FROM_TEXT_NEAR : FROM_TEXT,
			found.day);
	}
}

/* Pages in English write the month first unless they say that they are not from America. */
static enum date_order order_of(const struct html_meta *meta)
{
	struct str lang = meta->language;

	if (!lang.n || str_case_eq(lang, STR("en")) || str_case_starts(lang, STR("en-us")) ||
		str_case_starts(lang, STR("en_us")))
		return DATE_MONTH_FIRST;
	return DATE_DAY_FIRST;
}

struct pagedate pagedate_find(const struct html_blocks *blocks, const struct html_meta *meta,
	struct str url, struct arena *arena)
{
	struct finder f = {.html = blocks->html, .blocks = blocks, .meta = meta, .arena = arena,
		.order = order_of(meta), .modified = DAY_NONE, .headline = meta->h1};
	struct pagedate date = {DAY_NONE, DAY_NONE};
	struct str urls[] = {url, meta->canonical, meta->values[META_OG_URL]};
	int32_t day;
	size_t i;

	for (i = 0; i < NO_SOURCE; i++)
		f.days[i] = DAY_NONE;
	from_declarations(&f);
	for (i = 0; i < ARRAY_SIZE(urls); i++)
		if (urls[i].n && date_text_url(urls[i], &day))
			offer(&f, FROM_URL, day);
	from_markup(&f);
	from_text(&f);
	if (f.modified != DAY_NONE)
		offer(&f, FROM_MODIFIED, f.modified);
	for (i = 0; i < NO_SOURCE && date.published == DAY_NONE; i++)
		date.published = f.days[i];
	date.modified = f.modified;
	return date;
}
