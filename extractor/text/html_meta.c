/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/date.h"
#include "text/html_meta.h"

#define MAX_META_BYTES ((size_t)2000)

/* name, property or itemprop of a meta element, lower case. */
static const struct {
	struct str name;
	enum meta_key key;
} meta_names[] = {
	{STR("og:title"), META_OG_TITLE},
	{STR("twitter:title"), META_OTHER_TITLE},
	{STR("dc.title"), META_OTHER_TITLE},
	{STR("dcterms.title"), META_OTHER_TITLE},
	{STR("parsely-title"), META_OTHER_TITLE},
	{STR("sailthru.title"), META_OTHER_TITLE},
	{STR("citation_title"), META_OTHER_TITLE},
	{STR("title"), META_OTHER_TITLE},
	{STR("headline"), META_OTHER_TITLE},
	{STR("og:description"), META_DESCRIPTION},
	{STR("description"), META_DESCRIPTION},
	{STR("twitter:description"), META_DESCRIPTION},
	{STR("og:site_name"), META_SITE_NAME},
	{STR("application-name"), META_SITE_NAME},
	{STR("publisher"), META_SITE_NAME},
	{STR("author"), META_AUTHOR},
	{STR("article:author"), META_AUTHOR},
	{STR("dc.creator"), META_AUTHOR},
	{STR("dcterms.creator"), META_AUTHOR},
	{STR("parsely-author"), META_AUTHOR},
	{STR("sailthru.author"), META_AUTHOR},
	{STR("citation_author"), META_AUTHOR},
	{STR("og:url"), META_OG_URL},
	{STR("og:type"), META_OG_TYPE},
	{STR("og:image"), META_IMAGE},
	{STR("twitter:image"), META_IMAGE},
	{STR("article:published_time"), META_PUBLISHED},
	{STR("article:published"), META_PUBLISHED},
	{STR("og:article:published_time"), META_PUBLISHED},
	{STR("og:published_time"), META_PUBLISHED},
	{STR("og:pubdate"), META_PUBLISHED},
	{STR("datepublished"), META_PUBLISHED},
	{STR("date_published"), META_PUBLISHED},
	{STR("publisheddate"), META_PUBLISHED},
	{STR("published_date"), META_PUBLISHED},
	{STR("published-date"), META_PUBLISHED},
	{STR("published_time"), META_PUBLISHED},
	{STR("publish_date"), META_PUBLISHED},
	{STR("publish-date"), META_PUBLISHED},
	{STR("publishdate"), META_PUBLISHED},
	{STR("publication_date"), META_PUBLISHED},
	{STR("publication-date"), META_PUBLISHED},
	{STR("pubdate"), META_PUBLISHED},
	{STR("pub_date"), META_PUBLISHED},
	{STR("article.published"), META_PUBLISHED},
	{STR("article:pubdate"), META_PUBLISHED},
	{STR("article_date_original"), META_PUBLISHED},
	{STR("cxenseparse:recs:publishtime"), META_PUBLISHED},
	{STR("cxenseparse:publishtime"), META_PUBLISHED},
	{STR("parsely-pub-date"), META_PUBLISHED},
	{STR("sailthru.date"), META_PUBLISHED},
	{STR("dc.date.issued"), META_PUBLISHED},
	{STR("dc.date.created"), META_PUBLISHED},
	{STR("dcterms.issued"), META_PUBLISHED},
	{STR("dcterms.created"), META_PUBLISHED},
	{STR("dcterms.available"), META_PUBLISHED},
	{STR("citation_publication_date"), META_PUBLISHED},
	{STR("citation_online_date"), META_PUBLISHED},
	{STR("citation_date"), META_PUBLISHED},
	{STR("rnews:datepublished"), META_PUBLISHED},
	{STR("vr:published_time"), META_PUBLISHED},
	{STR("shareaholic:article_published_time"), META_PUBLISHED},
	{STR("mediator_published_time"), META_PUBLISHED},
	{STR("originalpublicationdate"), META_PUBLISHED},
	{STR("displaydate"), META_PUBLISHED},
	{STR("article.created"), META_PUBLISHED},
	{STR("datecreated"), META_PUBLISHED},
	{STR("ptime"), META_PUBLISHED},
	{STR("uploaddate"), META_DATE},
	{STR("og:video:release_date"), META_DATE},
	{STR("video:release_date"), META_DATE},
	{STR("og:release_date"), META_DATE},
	{STR("date"), META_DATE},
	{STR("dc.date"), META_DATE},
	{STR("dcterms.date"), META_DATE},
	{STR("created"), META_DATE},
	{STR("timestamp"), META_DATE},
	{STR("creation_date"), META_DATE},
	{STR("article:modified_time"), META_MODIFIED},
	{STR("article:modified"), META_MODIFIED},
	{STR("og:updated_time"), META_MODIFIED},
	{STR("og:modified_time"), META_MODIFIED},
	{STR("datemodified"), META_MODIFIED},
	{STR("date_modified"), META_MODIFIED},
	{STR("dateupdated"), META_MODIFIED},
	{STR("dcterms.modified"), META_MODIFIED},
	{STR("dc.date.modified"), META_MODIFIED},
	{STR("lastmod"), META_MODIFIED},
	{STR("last-modified"), META_MODIFIED},
	{STR("last_modified"), META_MODIFIED},
	{STR("last_updated_date"), META_MODIFIED},
	{STR("lastmodified"), META_MODIFIED},
	{STR("revised"), META_MODIFIED},
	{STR("utime"), META_MODIFIED},
};

static struct str value_text(struct str raw, struct arena *arena)
{
	if (raw.n > MAX_META_BYTES)
		raw.n = MAX_META_BYTES;
	/* pages escape twice here: "Q&amp;amp;A" */
	return html_collapse(html_decode(html_decode(raw, arena), arena), arena);
}

static bool is_time(struct str s)
{
	int32_t day;

	return s.n >= 16 && s.n < 40 && s.p[10] == 'T' && day_parse(str_slice(s, 0, 10), &day);
}

/* Times of change and expiry are none of publication. */
static bool names_other_time(struct str name)
{
	static const struct str words[] = {STR("modif"), STR("updat"), STR("expir"), STR("unpubl"),
		STR("revis"), STR("end"), STR("start"), STR("event"), STR("crawl")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (str_case_find(name, words[i], 0) < name.n)
			return true;
	return false;
}

static void keep_meta(
	struct html_meta *meta, struct str name, struct str content, struct arena *arena)
{
	size_t i;

	name = str_trim(name);
	for (i = 0; i < ARRAY_SIZE(meta_names); i++) {
		struct str *value = &meta->values[meta_names[i].key];

		if (!str_case_eq(name, meta_names[i].name))
			continue;
		if (!value->n) {
			*value = value_text(content, arena);
			meta->names[meta_names[i].key] = meta_names[i].name;
		}
		return;
	}
	if (!meta->values[META_UNNAMED_DATE].n && is_time(content) && !names_other_time(name))
		meta->values[META_UNNAMED_DATE] = content;
}

static void read_meta(
	const struct html *html, uint32_t i, struct html_meta *meta, struct arena *arena)
{
	struct str content = html_attr(html, i, HTML_AT_CONTENT);
	static const enum html_attr_name names[] = {
		HTML_AT_PROPERTY, HTML_AT_NAME, HTML_AT_ITEMPROP};
	size_t k;

	if (!content.n)
		return;
	for (k = 0; k < ARRAY_SIZE(names); k++) {
		struct str name = html_attr(html, i, names[k]);

		if (name.n)
			keep_meta(meta, name, content, arena);
	}
	if (!meta->language.n &&
		str_case_eq(html_attr(html, i, HTML_AT_PROPERTY), STR("og:locale")))
		meta->language = content;
}

static void read_script(
	const struct html *html, uint32_t i, struct html_meta *meta, struct arena *arena)
{
	struct str type = html_attr(html, i, HTML_AT_TYPE);

	if (str_case_find(type, STR("ld+json"), 0) < type.n && html->nodes[i].end > i + 1)
		linked_data_read(html->nodes[i + 1].text, arena, meta->linked);
}

static void read_h1(
	const struct html *html, uint32_t i, struct html_meta *meta, struct arena *arena)
{
	meta->nh1++;
	if (!meta->h1 && html_text(html, i, 400, arena).n > 0)
		meta->h1 = i;
}

void html_meta_read(const struct html *html, struct arena *arena, struct html_meta *ret_meta)
{
	struct html_meta meta = {.linked = arena_zalloc(arena, 1, sizeof(*meta.linked))};
	uint32_t i;

	for (i = 1; i < html->n; i++) {
		switch (html->nodes[i].tag) {
		case HTML_META:
			read_meta(html, i, &meta, arena);
			break;
		case HTML_SCRIPT:
			read_script(html, i, &meta, arena);
			break;
		case HTML_TITLE:
			if (!meta.title.n && !html_inside(html, i, HTML_SVG))
				meta.title = value_text(
					html_text(html, i, MAX_META_BYTES, arena), arena);
			break;
		case HTML_LINK:
			if (!meta.canonical.n &&
				str_case_eq(html_attr(html, i, HTML_AT_REL), STR("canonical")))
				meta.canonical =
					value_text(html_attr(html, i, HTML_AT_HREF), arena);
			break;
		case HTML_HTML:
			if (html_attr(html, i, HTML_AT_LANG).n)
				meta.language = html_attr(html, i, HTML_AT_LANG);
			else
				meta.language = html_attr(html, i, HTML_AT_XML_LANG);
			break;
		case HTML_H1:
			read_h1(html, i, &meta, arena);
			break;
		default:
			break;
		}
	}
	*ret_meta = meta;
}

/* Other articles may be described as well (lists, the author's works): the one meant is the page's
 * main entity, or has its title, or is the first. */
const struct linked *html_meta_article(const struct html_meta *meta)
{
	const struct linked *first = NULL;
	size_t i;

	for (i = 0; i < meta->linked->n; i++) {
		const struct linked *l = &meta->linked->v[i];

		if (l->kind != LINKED_ARTICLE)
			continue;
		if (l->headline.n && (str_eq(l->headline, meta->values[META_OG_TITLE]) ||
					     str_starts(meta->title, l->headline)))
			return l;
		if (!first)
			first = l;
	}
	return first;
}
