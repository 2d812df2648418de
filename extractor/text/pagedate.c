/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/parse.h"
#include "text/date_text.h"
#include "text/html_hint.h"
#include "text/html_phrase.h"
#include "text/pagedate.h"

/* Where a candidate comes from, best first. */
enum source {
	FROM_LINKED_ARTICLE,
	FROM_META_PUBLISHED,
	FROM_ITEMPROP, /* itemprop=datePublished, time pubdate */
	FROM_META_DATE,
	FROM_FEED,      /* what the feed says of it: the publisher's word, but maybe of a change */
	FROM_TIME_NEAR, /* a time element close to the headline */
	FROM_LINKED_PAGE,
	FROM_URL,
	FROM_NAMED_NEAR, /* text in an element named after dates, close to the headline */
	FROM_TIME,       /* any time element */
	FROM_TEXT_NEAR,  /* text close to the headline */
	FROM_NAMED,
	FROM_NAMED_APART, /* the same in a side column or a footer */
	FROM_UNNAMED,     /* a meta element that nobody knows */
	FROM_SCRIPT,      /* "publicationDate": "..." in a script */
	FROM_PICTURE,     /* the address of the page's picture */
	FROM_TEXT,
	NO_SOURCE
};

/* What the report is told of it. */
static const enum date_evidence evidence_of[NO_SOURCE] = {
	[FROM_LINKED_ARTICLE] = EVIDENCE_JSON_LD,
	[FROM_META_PUBLISHED] = EVIDENCE_META,
	[FROM_ITEMPROP] = EVIDENCE_MICRODATA,
	[FROM_META_DATE] = EVIDENCE_META,
	[FROM_FEED] = EVIDENCE_FEED,
	[FROM_TIME_NEAR] = EVIDENCE_TIME,
	[FROM_LINKED_PAGE] = EVIDENCE_JSON_LD,
	[FROM_URL] = EVIDENCE_URL,
	[FROM_NAMED_NEAR] = EVIDENCE_BYLINE,
	[FROM_TIME] = EVIDENCE_TIME,
	[FROM_TEXT_NEAR] = EVIDENCE_DATELINE,
	[FROM_NAMED] = EVIDENCE_BYLINE,
	[FROM_NAMED_APART] = EVIDENCE_BYLINE,
	[FROM_UNNAMED] = EVIDENCE_META,
	[FROM_SCRIPT] = EVIDENCE_SCRIPT,
	[FROM_PICTURE] = EVIDENCE_PICTURE,
	[FROM_TEXT] = EVIDENCE_DATELINE,
};

struct candidate {
	int32_t day;  /* DAY_NONE: there is none */
	int utc_hour; /* if the time was given in UTC: the day may be another one there; else -1 */
};

#define LATEST_WEST 8    /* UTC hours at which it is yesterday in California */
#define EARLIEST_EAST 13 /* and tomorrow in Sydney */

#define NEAR_BEFORE 30 /* nodes; further up stands the date of today */
#define NEAR_BEHIND 160
#define MOST_HEADINGS 60u
#define HEADLINE_BYTES 12

struct finder {
	const struct html *html;
	const struct html_blocks *blocks;
	const struct html_meta *meta;
	struct arena *arena;
	struct str dated; /* by a feed, as written there */
	enum date_order order;
	struct candidate first[NO_SOURCE + 1]; /* the first of each source */
	struct dated modified;
	uint32_t headline; /* node, 0 if unknown */
	uint32_t repeated; /* the last heading that says the same */
};

static void offer(struct finder *f, enum source source, int32_t day)
{
	if (f->first[source].day == DAY_NONE)
		f->first[source] = (struct candidate){day, -1};
}

/* "2021-03-12T23:30:00Z", "...+00:00", "... GMT", Unix time: 0..23; -1 if it is not in UTC. */
static int utc_hour(struct str value)
{
	static const struct str zones[] = {
		STR("Z"), STR("+00:00"), STR("+0000"), STR("GMT"), STR("UTC")};
	struct str s = str_trim(value);
	uint64_t seconds;
	size_t i, colon = str_find(s, STR(":"), 0);

	if (parse_u64(s, 100000000, UINT64_MAX / 2, &seconds))
		return (int)(seconds / (s.n > 11 ? 3600000 : 3600) % 24);
	for (i = 0; i < ARRAY_SIZE(zones) && !str_ends(s, zones[i]); i++)
		;
	if (i == ARRAY_SIZE(zones) || colon < 2 || colon == s.n ||
		!ascii_is_digit(s.p[colon - 1]) || !ascii_is_digit(s.p[colon - 2]))
		return -1;
	return (s.p[colon - 2] - '0') * 10 + s.p[colon - 1] - '0';
}

static void offer_text(struct finder *f, enum source source, struct str value)
{
	int32_t day;

	if (!value.n || f->first[source].day != DAY_NONE ||
		!date_text_machine(value, f->order, &day))
		return;
	f->first[source] = (struct candidate){day, utc_hour(value)};
}

static void offer_modified(struct finder *f, enum date_evidence from, struct str value)
{
	int32_t day;

	if (value.n && f->modified.day == DAY_NONE && date_text_machine(value, f->order, &day))
		f->modified = (struct dated){day, {from, PRECISION_DAY}};
}

static enum date_evidence meta_evidence(const struct html_meta *meta, enum meta_key key)
{
	struct str name = meta->names[key];

	return str_case_starts(name, STR("og:")) || str_case_starts(name, STR("article:"))
		       ? EVIDENCE_OPENGRAPH
		       : EVIDENCE_META;
}

static void from_declarations(struct finder *f)
{
	const struct html_meta *meta = f->meta;
	const struct linked *article = html_meta_article(meta);
	size_t i;

	if (article) {
		offer_text(f, FROM_LINKED_ARTICLE, article->published);
		offer_text(f, FROM_LINKED_ARTICLE, article->created);
		offer_modified(f, EVIDENCE_JSON_LD, article->modified);
	}
	for (i = 0; i < meta->linked->n; i++) {
		if (meta->linked->v[i].kind != LINKED_PAGE)
			continue;
		offer_text(f, FROM_LINKED_PAGE, meta->linked->v[i].published);
		offer_modified(f, EVIDENCE_JSON_LD, meta->linked->v[i].modified);
	}
	offer_text(f, FROM_META_PUBLISHED, meta->values[META_PUBLISHED]);
	offer_text(f, FROM_META_DATE, meta->values[META_DATE]);
	offer_text(f, FROM_FEED, f->dated);
	offer_text(f, FROM_UNNAMED, meta->values[META_UNNAMED_DATE]);
	offer_modified(f, meta_evidence(meta, META_MODIFIED), meta->values[META_MODIFIED]);
}

/* Close to the headline: from a little before to some way behind it, in nodes. */
static bool is_near(const struct finder *f, uint32_t node)
{
	if (!f->headline)
		return false;
	return node + NEAR_BEFORE > f->headline && node < f->headline + NEAR_BEHIND;
}

enum belonging { OF_ARTICLE, APART, OF_OTHERS };

/* Dates of other articles and of comments are no candidates; those in side columns are poor ones.
 * from is the node itself, or its parent if the node's own names are known to be about dates. */
static enum belonging belongs(const struct finder *f, uint32_t from)
{
	const struct html *html = f->html;
	enum belonging apart = OF_ARTICLE;
	uint32_t node = from;
	int climb;

	for (climb = 0; climb < 12 && node; climb++, node = html->nodes[node].parent) {
		uint32_t hints = f->blocks->hints[node];
		enum html_tag tag = (enum html_tag)html->nodes[node].tag;

		if (tag == HTML_ARTICLE || tag == HTML_MAIN || tag == HTML_BODY)
			break;
		if (node < f->repeated && f->repeated < html->nodes[node].end)
			/* no side column, whatever it is called: the article's heading is in it */
			break;
		if (((hints & (HINT_COMMENT | HINT_RELATED)) && !(hints & HINT_BODY)) ||
			tag == HTML_ASIDE || tag == HTML_NAV)
			return OF_OTHERS;
		if ((hints & (HINT_SIDE | HINT_FOOTER)) || tag == HTML_FOOTER)
			apart = APART;
	}
	return apart;
}

static bool is_foreign(const struct finder *f, uint32_t node)
{
	return belongs(f, node) != OF_ARTICLE;
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
		offer_modified(f, EVIDENCE_MICRODATA, value);
		return;
	}
	if (time && !is_foreign(f, i)) {
		struct str class = html_attr(html, i, HTML_AT_CLASS);

		if (str_case_find(class, STR("updated"), 0) < class.n &&
			str_case_find(class, STR("publish"), 0) == class.n)
			offer_modified(f, EVIDENCE_TIME, value);
		else
			offer_text(f, is_near(f, i) ? FROM_TIME_NEAR : FROM_TIME, value);
	}
}

/* What stands right before the date says that it is one of change, not of publication. */
static bool is_of_change(struct str text, size_t date_at)
{
	static const struct str words[] = {STR("modified"), STR("updated"), STR("changed"),
		STR("revised"), STR("geändert"), STR("aktualisiert"), STR("bearbeitet"),
		STR("modifié"), STR("mis à jour"), STR("actualizado"), STR("actualización"),
		STR("modificado"), STR("atualizado"), STR("aggiornato"), STR("gewijzigd"),
		STR("bijgewerkt")};
	struct str before = str_trim(str_slice(text, date_at < 40 ? 0 : date_at - 40, date_at));
	static const struct str fillers[] = {STR("on"), STR("am"), STR("le"), STR("el"), STR("em"),
		STR("il"), STR("op"), STR("at"), STR("date"), STR(":"), STR("-"), STR("–")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fillers); i++)
		if (before.n >= fillers[i].n &&
			str_case_eq(
				str_slice(before, before.n - fillers[i].n, before.n), fillers[i])) {
			before = str_trim(str_slice(before, 0, before.n - fillers[i].n));
			i = (size_t)-1; /* from the first one again */
		}
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (before.n >= words[i].n &&
			str_case_eq(str_slice(before, before.n - words[i].n, before.n), words[i]))
			return true;
	return false;
}

/* The first date of the text that is none of change; what is one is offered as such. */
static bool find_published(struct finder *f, struct str text, struct date_found *ret)
{
	size_t from = 0;

	while (date_text_find(text, from, f->order, ret)) {
		if (!is_of_change(text, ret->start))
			return true;
		if (f->modified.day == DAY_NONE)
			f->modified = (struct dated){ret->day, {EVIDENCE_BYLINE, PRECISION_DAY}};
		from = ret->end;
	}
	return false;
}

static void from_named(struct finder *f, uint32_t i)
{
	bool date = (f->blocks->hints[i] & HINT_DATE) != 0;
	struct date_found found;
	enum belonging whose;
	struct str text;

	if (!(f->blocks->hints[i] & (HINT_DATE | HINT_BYLINE)))
		return;
	whose = belongs(f, date ? f->html->nodes[i].parent : i);
	if (whose == OF_OTHERS)
		return;
	text = html_text(f->html, i, 400, f->arena);
	if (text.n >= 400 || !find_published(f, text, &found)) {
		text = html_attr(f->html, i, HTML_AT_TITLE);
		if (!date || !text.n || !date_text_machine(text, f->order, &found.day))
			return;
	}
	if (whose == APART)
		offer(f, FROM_NAMED_APART, found.day);
	else
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

/* Dates stand in short blocks, or open the text: "(18.01.2018) Farmers fear ..." */
#define DATELINE_BYTES 60
#define DATELINE_START 30
#define SENTENCE_WORDS 10

/* Pages that are no articles hold dates of everything but themselves. */
static bool is_article(const struct finder *f)
{
	uint32_t i;

	if (html_meta_article(f->meta))
		return true;
	for (i = 1; i < f->html->n; i++)
		if (f->html->nodes[i].tag == HTML_ARTICLE)
			return true;
	return false;
}

/* In the middle of a sentence a date is that of an event. */
static bool is_in_sentence(const struct html_block *b, const struct date_found *found)
{
	return b->words > SENTENCE_WORDS && found->start > DATELINE_START &&
	       phrase_ends_sentence(b->text);
}

static void from_text(struct finder *f)
{
	const struct html_blocks *blocks = f->blocks;
	bool article = is_article(f);
	uint32_t i;

	for (i = 0; i < blocks->n; i++) {
		const struct html_block *b = &blocks->v[i];
		struct str text = b->text;
		struct date_found found;

		bool near = is_near(f, b->node);

		/* a date may be a link to the day's archive */
		if (b->hidden || (b->link_bytes * 2 > b->text.n && !(near && text.n < 40)))
			continue;
		if (text.n > 300)
			text.n = DATELINE_BYTES;
		if (is_foreign(f, b->owner) || !find_published(f, text, &found) ||
			is_in_sentence(b, &found))
			continue;
		if (near && found.end < 160)
			offer(f, FROM_TEXT_NEAR, found.day);
		else if (article)
			offer(f, FROM_TEXT, found.day);
	}
}

/* The value of the first key that begins with "publi" and speaks of a date. */
static void from_scripts(struct finder *f)
{
	static const struct str keys[] = {STR("publicationDate"), STR("publication_date"),
		STR("publishDate"), STR("publish_date"), STR("publishedDate"),
		STR("published_date"), STR("publishedAt"), STR("published_at"),
		STR("datePublished"), STR("pubDate"), STR("publishTime")};
	uint32_t i;
	size_t k, at;

	for (i = 1; i + 1 < f->html->n; i++) {
		struct str script = f->html->nodes[i + 1].text;

		if (f->html->nodes[i].tag != HTML_SCRIPT || f->html->nodes[i].end != i + 2)
			continue;
		for (k = 0; k < ARRAY_SIZE(keys); k++) {
			at = str_find(script, keys[k], 0) + keys[k].n;
			if (at < script.n && at + 60 < script.n)
				offer_text(f, FROM_SCRIPT, str_slice(script, at, at + 60));
		}
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

/* A time in UTC may fall on another day than the publisher's: on the next one for America, on the
 * one before for Asia and, around midnight, Europe. Where the page itself says the neighbouring
 * day, in its address or to its readers, that one is meant. The source of the day that is. */
static enum source local_source(const struct finder *f, enum source best)
{
	static const enum source local[] = {
		FROM_URL, FROM_ITEMPROP, FROM_TIME_NEAR, FROM_NAMED_NEAR, FROM_TEXT_NEAR};
	const struct candidate *utc = &f->first[best];
	size_t i;

	for (i = 0; utc->utc_hour >= 0 && i < ARRAY_SIZE(local); i++) {
		const struct candidate *other = &f->first[local[i]];

		if (other->day == DAY_NONE || other->utc_hour >= 0)
			continue;
		if (other->day == utc->day)
			break;
		if ((other->day == utc->day - 1 && utc->utc_hour < LATEST_WEST) ||
			(other->day == utc->day + 1 && utc->utc_hour >= EARLIEST_EAST))
			return local[i];
	}
	return best;
}

static enum source best_source(const struct finder *f)
{
	int i = 0;

	while (i < NO_SOURCE && f->first[i].day == DAY_NONE)
		i++;
	return (enum source)i;
}

/* A heading of this text is the article's, as the page's title repeats it. */
static bool is_in_title(const struct html_meta *meta, struct str text)
{
	struct str og = meta->values[META_OG_TITLE];

	return text.n >= HEADLINE_BYTES &&
	       (str_find(meta->title, text, 0) < meta->title.n || str_find(og, text, 0) < og.n);
}

/* The heading that the page's title repeats; else the first h1 or, where that is a logo, h2. */
static void find_headline(struct finder *f)
{
	uint32_t i, seen = 0, first = f->meta->h1;

	for (i = 1; i < f->html->n && seen < MOST_HEADINGS; i++) {
		enum html_tag tag = (enum html_tag)f->html->nodes[i].tag;
		struct str text;

		if (tag != HTML_H1 && tag != HTML_H2 && tag != HTML_H3)
			continue;
		seen++;
		text = html_text(f->html, i, 300, f->arena);
		if (is_in_title(f->meta, text)) {
			f->repeated = i;
			if (!f->headline)
				f->headline = i;
		}
		if (!first && tag == HTML_H2 && text.n >= HEADLINE_BYTES)
			first = i;
	}
	if (!f->headline)
		f->headline = first;
}

/* Where nothing tells the day: the month or year that the page declares, or its address holds. */
static struct dated find_coarse(const struct finder *f, const struct str urls[], size_t nurls)
{
	const struct html_meta *meta = f->meta;
	const struct linked *article = html_meta_article(meta);
	const struct {
		struct str value;
		enum date_evidence from;
	} declared[] = {
		{article ? article->published : STR(""), EVIDENCE_JSON_LD},
		{meta->values[META_PUBLISHED], meta_evidence(meta, META_PUBLISHED)},
		{meta->values[META_DATE], meta_evidence(meta, META_DATE)},
		{f->dated, EVIDENCE_FEED},
	};
	struct dated ret = {.day = DAY_NONE};
	bool month;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(declared); i++)
		if (date_text_coarse(declared[i].value, &ret.day, &month)) {
			ret.by.from = declared[i].from;
			ret.by.precision = month ? PRECISION_MONTH : PRECISION_YEAR;
			return ret;
		}
	for (i = 0; i < nurls; i++)
		if (date_text_url_month(urls[i], &ret.day)) {
			ret.by = (struct dating){EVIDENCE_URL, PRECISION_MONTH};
			return ret;
		}
	return ret;
}

static struct dated published(const struct finder *f, const struct str urls[], size_t nurls)
{
	enum source best = best_source(f);
	struct dating by = {.precision = PRECISION_DAY};

	if (best == NO_SOURCE)
		return find_coarse(f, urls, nurls);
	best = local_source(f, best);
	by.from = evidence_of[best];
	if (best == FROM_META_PUBLISHED || best == FROM_META_DATE)
		by.from =
			meta_evidence(f->meta, best == FROM_META_DATE ? META_DATE : META_PUBLISHED);
	return (struct dated){f->first[best].day, by};
}

struct pagedate pagedate_find(const struct html_blocks *blocks, const struct html_meta *meta,
	const struct page_about *about, struct arena *arena)
{
	struct finder f = {.html = blocks->html,
		.blocks = blocks,
		.meta = meta,
		.arena = arena,
		.dated = about->dated,
		.order = order_of(meta),
		.modified = {.day = DAY_NONE}};
	struct str urls[] = {about->url, meta->canonical, meta->values[META_OG_URL]};
	enum source best;
	int32_t day;
	size_t i;

	for (i = 0; i <= NO_SOURCE; i++)
		f.first[i] = (struct candidate){DAY_NONE, -1};
	find_headline(&f);
	from_declarations(&f);
	for (i = 0; i < ARRAY_SIZE(urls); i++)
		if (urls[i].n && date_text_url(urls[i], &day))
			offer(&f, FROM_URL, day);
	if (date_text_url(meta->values[META_IMAGE], &day))
		offer(&f, FROM_PICTURE, day);
	from_markup(&f);
	best = best_source(&f);
	/* the rest takes time and is worse than most of what was found */
	if (best > FROM_TEXT_NEAR || f.first[best].utc_hour >= 0)
		from_text(&f);
	if (best > FROM_SCRIPT)
		from_scripts(&f);
	return (struct pagedate){published(&f, urls, ARRAY_SIZE(urls)), f.modified};
}
