/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/html_hint.h"

/* A row matches at the start of a word of the name ("article-body", "articleBody", "article_body");
 * whole: it must end there too. Sorted by their first letter. */
static const struct {
	struct str stem;
	uint32_t hints;
	bool whole;
} stems[] = {
	{STR("abstract"), HINT_LEAD, false},
	{STR("ad"), HINT_AD, true},
	{STR("addthis"), HINT_SHARE, false},
	{STR("addtoany"), HINT_SHARE, false},
	{STR("ads"), HINT_AD, true},
	{STR("adsense"), HINT_AD, false},
	{STR("advert"), HINT_AD, false},
	{STR("answer"), HINT_POST, false},
	{STR("anzeige"), HINT_AD, false},
	{STR("article"), HINT_CONTENT, false},
	{STR("articlebody"), HINT_BODY, false},
	{STR("articletext"), HINT_BODY, false},
	{STR("artikel"), HINT_CONTENT, false},
	{STR("aside"), HINT_SIDE, false},
	{STR("author"), HINT_BYLINE, false},
	{STR("autor"), HINT_BYLINE, false},
	{STR("banner"), HINT_AD, false},
	{STR("bio"), HINT_BYLINE, true},
	{STR("body"), HINT_CONTENT, false},
	{STR("bottom"), HINT_FOOTER, false},
	{STR("breadcrumb"), HINT_NAV, false},
	{STR("byline"), HINT_BYLINE, false},
	{STR("caption"), HINT_CAPTION, false},
	{STR("card"), HINT_LIST, false},
	{STR("carousel"), HINT_RELATED | HINT_MEDIA, false},
	{STR("categor"), HINT_TAGS, false},
	{STR("comment"), HINT_COMMENT, false},
	{STR("consent"), HINT_NOTICE, false},
	{STR("contenido"), HINT_CONTENT, false},
	{STR("content"), HINT_CONTENT, false},
	{STR("cookie"), HINT_NOTICE, false},
	{STR("copyright"), HINT_FOOTER | HINT_CAPTION, false},
	{STR("credit"), HINT_CAPTION, false},
	{STR("cta"), HINT_NOTICE, true},
	{STR("date"), HINT_DATE | HINT_BYLINE, false},
	{STR("datum"), HINT_DATE, false},
	{STR("deck"), HINT_LEAD, true},
	{STR("dek"), HINT_LEAD, true},
	{STR("disclaimer"), HINT_NOTICE, false},
	{STR("disqus"), HINT_COMMENT, false},
	{STR("donat"), HINT_NOTICE, false},
	{STR("dropdown"), HINT_NAV, false},
	{STR("entry"), HINT_CONTENT, false},
	{STR("excerpt"), HINT_LEAD | HINT_RELATED, false},
	{STR("facebook"), HINT_SHARE, false},
	{STR("fecha"), HINT_DATE, false},
	{STR("figure"), HINT_CAPTION, false},
	{STR("follow"), HINT_SHARE, false},
	{STR("foot"), HINT_FOOTER, false},
	{STR("gallery"), HINT_MEDIA, false},
	{STR("grid"), HINT_LIST, true},
	{STR("header"), HINT_HEADER, false},
	{STR("heading"), HINT_TITLE, false},
	{STR("headline"), HINT_TITLE, false},
	{STR("hidden"), HINT_HIDDEN, true},
	{STR("image"), HINT_MEDIA, false},
	{STR("intro"), HINT_LEAD, false},
	{STR("item"), HINT_LIST, true},
	{STR("kicker"), HINT_TAGS, false},
	{STR("label"), HINT_TAGS, false},
	{STR("latest"), HINT_RELATED, false},
	{STR("lead"), HINT_LEAD, false},
	{STR("lede"), HINT_LEAD, true},
	{STR("legal"), HINT_FOOTER, false},
	{STR("list"), HINT_LIST, false},
	{STR("login"), HINT_NOTICE, false},
	{STR("masthead"), HINT_HEADER, false},
	{STR("media"), HINT_MEDIA, false},
	{STR("menu"), HINT_NAV, false},
	{STR("message"), HINT_POST, false},
	{STR("meta"), HINT_BYLINE, false},
	{STR("modal"), HINT_NOTICE, false},
	{STR("more"), HINT_RELATED, true},
	{STR("most"), HINT_RELATED, false},
	{STR("nav"), HINT_NAV, false},
	{STR("newsletter"), HINT_NOTICE, false},
	{STR("next"), HINT_RELATED, true},
	{STR("notice"), HINT_NOTICE, false},
	{STR("outbrain"), HINT_RELATED, false},
	{STR("overlay"), HINT_NOTICE, false},
	{STR("pager"), HINT_NAV, false},
	{STR("paginat"), HINT_NAV, false},
	{STR("paywall"), HINT_NOTICE, false},
	{STR("photo"), HINT_MEDIA, false},
	{STR("popular"), HINT_RELATED, false},
	{STR("popup"), HINT_NOTICE, false},
	{STR("post"), HINT_POST | HINT_CONTENT, false},
	{STR("posted"), HINT_DATE | HINT_BYLINE, true},
	{STR("prev"), HINT_RELATED, false},
	{STR("promo"), HINT_AD | HINT_RELATED, false},
	{STR("prose"), HINT_BODY, true},
	{STR("pubdate"), HINT_DATE, false},
	{STR("publish"), HINT_DATE | HINT_BYLINE, false},
	{STR("question"), HINT_POST, false},
	{STR("quote"), HINT_QUOTE, false},
	{STR("rail"), HINT_SIDE, true},
	{STR("read"), HINT_RELATED, true},
	{STR("recirc"), HINT_RELATED, false},
	{STR("recommend"), HINT_RELATED, false},
	{STR("regist"), HINT_NOTICE, false},
	{STR("relat"), HINT_RELATED, false},
	{STR("reply"), HINT_COMMENT | HINT_POST, false},
	{STR("respond"), HINT_COMMENT, false},
	{STR("richtext"), HINT_BODY, false},
	{STR("rss"), HINT_SHARE, true},
	{STR("screen"), HINT_HIDDEN, true},
	{STR("share"), HINT_SHARE, false},
	{STR("sharing"), HINT_SHARE, false},
	{STR("side"), HINT_SIDE, true},
	{STR("sidebar"), HINT_SIDE, false},
	{STR("signup"), HINT_NOTICE, false},
	{STR("similar"), HINT_RELATED, false},
	{STR("slide"), HINT_MEDIA, false},
	{STR("social"), HINT_SHARE, false},
	{STR("sponsor"), HINT_AD, false},
	{STR("sr"), HINT_HIDDEN, true},
	{STR("standfirst"), HINT_LEAD, false},
	{STR("story"), HINT_CONTENT, false},
	{STR("subscri"), HINT_NOTICE, false},
	{STR("subtitle"), HINT_LEAD, false},
	{STR("summary"), HINT_LEAD, false},
	{STR("taboola"), HINT_RELATED, false},
	{STR("tag"), HINT_TAGS, true},
	{STR("tags"), HINT_TAGS, true},
	{STR("teaser"), HINT_RELATED, false},
	{STR("text"), HINT_CONTENT, false},
	{STR("thread"), HINT_POST, false},
	{STR("thumb"), HINT_MEDIA, false},
	{STR("time"), HINT_DATE, false},
	{STR("title"), HINT_TITLE, false},
	{STR("toc"), HINT_NAV, true},
	{STR("toolbar"), HINT_NAV, false},
	{STR("topic"), HINT_TAGS | HINT_POST, false},
	{STR("trend"), HINT_RELATED, false},
	{STR("twitter"), HINT_SHARE, false},
	{STR("updated"), HINT_DATE, false},
	{STR("video"), HINT_MEDIA, false},
	{STR("visually"), HINT_HIDDEN, true},
	{STR("widget"), HINT_SIDE, false},
	{STR("wysiwyg"), HINT_BODY, false},
};

/* Bodies are named by two words: the first and what follows it directly or after a separator. */
static const struct {
	struct str first, second;
} body_names[] = {
	{STR("article"), STR("body")},
	{STR("article"), STR("content")},
	{STR("article"), STR("text")},
	{STR("entry"), STR("content")},
	{STR("entry"), STR("body")},
	{STR("entry"), STR("text")},
	{STR("post"), STR("content")},
	{STR("post"), STR("body")},
	{STR("post"), STR("text")},
	{STR("story"), STR("body")},
	{STR("story"), STR("content")},
	{STR("story"), STR("text")},
	{STR("main"), STR("content")},
	{STR("content"), STR("body")},
	{STR("body"), STR("content")},
	{STR("body"), STR("text")},
	{STR("rich"), STR("text")},
	{STR("news"), STR("text")},
	{STR("news"), STR("content")},
	{STR("page"), STR("content")},
	{STR("message"), STR("body")},
	{STR("message"), STR("content")},
	{STR("single"), STR("content")},
};

static bool word_starts(struct str s, size_t i)
{
	if (!ascii_is_alpha(s.p[i]))
		return false;
	return i == 0 || !ascii_is_alpha(s.p[i - 1]) ||
	       (ascii_is_upper(s.p[i]) && ascii_is_lower(s.p[i - 1]));
}

static bool word_ends(struct str s, size_t i)
{
	return i >= s.n || !ascii_is_alpha(s.p[i]) ||
	       (ascii_is_upper(s.p[i]) && ascii_is_lower(s.p[i - 1]));
}

static uint32_t body_hint(struct str s, size_t at)
{
	struct str rest = str_slice(s, at, s.n), tail;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(body_names); i++) {
		if (!str_case_starts(rest, body_names[i].first))
			continue;
		tail = str_slice(rest, body_names[i].first.n, rest.n);
		while (tail.n && (tail.p[0] == '-' || tail.p[0] == '_'))
			tail = str_slice(tail, 1, tail.n);
		if (str_case_starts(tail, body_names[i].second) &&
			word_ends(tail, body_names[i].second.n))
			return HINT_BODY;
	}
	return 0;
}

/* Index of the first stem of each letter; the last entry is the number of stems. */
static const uint8_t stem_first[27] = {0, 16, 22, 34, 42, 44, 49, 51, 55, 58, 58, 59, 66, 74, 78,
	80, 93, 95, 105, 121, 135, 136, 138, 140, 140, 140, 140};

uint32_t html_hints_in(struct str names)
{
	uint32_t hints = 0;
	size_t i, k;

	for (i = 0; i < names.n; i++) {
		struct str rest = str_slice(names, i, names.n);
		size_t letter;

		if (!word_starts(names, i))
			continue;
		letter = (size_t)(ascii_lower(names.p[i]) - 'a');
		for (k = stem_first[letter]; k < stem_first[letter + 1]; k++)
			if (str_case_starts(rest, stems[k].stem) &&
				(!stems[k].whole || word_ends(rest, stems[k].stem.n)))
				hints |= stems[k].hints;
		if (hints & (HINT_CONTENT | HINT_POST) || letter == 'm' - 'a' ||
			letter == 'r' - 'a' || letter == 'n' - 'a' || letter == 'p' - 'a' ||
			letter == 's' - 'a')
			hints |= body_hint(names, i);
	}
	return hints;
}

uint32_t html_hints_of(const struct html *html, uint32_t node)
{
	const struct html_node *n = &html->nodes[node];
	uint32_t hints = 0;
	unsigned i;

	for (i = 0; i < n->nattrs; i++) {
		const struct html_attr *attr = &html->attrs[n->attrs + i];
		struct str value = attr->value;

		if (value.n > 512)
			value.n = 512;
		if (attr->name == HTML_AT_ITEMPROP && str_case_eq(value, STR("articleBody")))
			hints |= HINT_BODY;
		else if (attr->name == HTML_AT_CLASS || attr->name == HTML_AT_ID ||
			 attr->name == HTML_AT_ROLE || attr->name == HTML_AT_DATA_TESTID ||
			 attr->name == HTML_AT_ITEMPROP)
			hints |= html_hints_in(value);
	}
	return hints;
}
