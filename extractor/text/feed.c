/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/parse.h"
#include "text/charset.h"
#include "text/date_text.h"
#include "text/feed.h"
#include "text/html.h"
#include "text/xml.h"

#define FULL_TEXT 1500 /* bytes of a description that is the whole text */
#define MAX_TTL_MINUTES 10080
#define MAX_DATE_BYTES 80

enum feed_field {
	FIELD_NONE,
	FIELD_ID,
	FIELD_LINK,
	FIELD_TITLE,
	FIELD_SUMMARY,
	FIELD_CONTENT,
	FIELD_PUBLISHED,
	FIELD_UPDATED,
	FIELD_TTL,
	FIELD_HOUR,
	FIELD_DAY
};

static const struct {
	const char *name;
	enum feed_field field;
} fields[] = {{"guid", FIELD_ID}, {"id", FIELD_ID}, {"link", FIELD_LINK}, {"loc", FIELD_LINK},
	{"title", FIELD_TITLE}, {"description", FIELD_SUMMARY}, {"summary", FIELD_SUMMARY},
	{"encoded", FIELD_CONTENT}, {"content", FIELD_CONTENT}, {"pubDate", FIELD_PUBLISHED},
	{"published", FIELD_PUBLISHED}, {"issued", FIELD_PUBLISHED}, {"date", FIELD_PUBLISHED},
	{"updated", FIELD_UPDATED}, {"modified", FIELD_UPDATED}, {"lastmod", FIELD_UPDATED},
	{"ttl", FIELD_TTL}, {"hour", FIELD_HOUR}, {"day", FIELD_DAY}};

static const struct {
	const char *root, *kind;
} kinds[] = {{"rss", "rss"}, {"RDF", "rss"}, {"feed", "atom"}, {"urlset", "sitemap"},
	{"sitemapindex", "sitemapindex"}, {"opml", "opml"}};

struct parse {
	struct arena *arena;
	struct str address;
	struct feed *feed;
	struct feed_entry entry; /* the one at hand */
	struct str summary;
	size_t cap;
	int depth, entry_depth, field_depth, hidden; /* 0: not inside one */
	enum feed_field field;
	bool markup; /* the field holds elements, which are text here */
	struct buf text;
};

struct str feed_resolve(struct str link, struct str base, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	size_t scheme = str_find(base, STR("://"), 0), path;

	link = str_trim(link);
	if (!link.n || str_case_starts(link, STR("http://")) ||
		str_case_starts(link, STR("https://")) || scheme == base.n)
		return arena_str(arena, link);
	buf_init(&out, MAX_SOURCE_BYTES);
	path = str_find(base, STR("/"), scheme + 3);
	if (str_starts(link, STR("//"))) {
		buf_str(&out, str_slice(base, 0, scheme + 1));
	} else if (str_starts(link, STR("/"))) {
		buf_str(&out, str_slice(base, 0, path));
	} else if (path == base.n) {
		buf_str(&out, base);
		buf_putc(&out, '/');
	} else {
		size_t last = path;

		for (; path < base.n && base.p[path] != '?' && base.p[path] != '#'; path++)
			last = base.p[path] == '/' ? path : last;
		buf_str(&out, str_slice(base, 0, last + 1));
	}
	buf_str(&out, link);
	return arena_str(arena, buf_view(&out));
}

static enum feed_field field_of(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].field;
	return FIELD_NONE;
}

static struct str utf8(struct str s, struct arena *arena)
{
	struct decoded decoded;

	charset_decode(s, STR("utf-8"), false, arena, &decoded);
	return arena_str(arena, decoded.text);
}

static void begin_entry(struct parse *p)
{
	p->entry_depth = p->depth;
	p->entry = (struct feed_entry){0};
	p->summary = (struct str){0};
}

static void take_date(struct parse *p, struct str value)
{
	int32_t day;
	bool month;

	if (!p->entry.dated.n && value.n < MAX_DATE_BYTES &&
		(date_text_machine(value, DATE_DAY_FIRST, &day) ||
			date_text_coarse(value, &day, &month)))
		p->entry.dated = value;
}

/* Without markup it is only as good as a summary if it is short. */
static void finish_entry(struct parse *p)
{
	struct feed_entry *e = &p->entry;

	/* what a sitemap tells is when the page was last changed: that is not its date */
	if (!p->feed->kind || strcmp(p->feed->kind, "sitemap") != 0)
		take_date(p, e->updated);
	e->teaser = !e->content.n && p->summary.n < FULL_TEXT;
	if (!e->content.n)
		e->content = p->summary;
	if (!str_case_starts(e->link, STR("http")) && str_case_starts(e->id, STR("http")))
		e->link = e->id; /* a guid is an address unless it says otherwise */
	if ((e->link.n || e->id.n || e->content.n) && p->feed->n < FEED_MAX_ENTRIES)
		*ARENA_PUSH(p->arena, p->feed->entries, p->feed->n, p->cap) = *e;
}

static void take_day_bit(struct feed *feed, struct str day)
{
	static const struct str names[] = {STR("monday"), STR("tuesday"), STR("wednesday"),
		STR("thursday"), STR("friday"), STR("saturday"), STR("sunday")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		feed->skip_days |= str_case_eq(day, names[i]) ? 1u << i : 0;
}

static void set_first(struct str *slot, struct str value)
{
	if (!slot->n)
		*slot = value;
}

/* A title may hold markup and doubly escaped references. */
static struct str title_of(struct parse *p, struct str value)
{
	return html_collapse(html_decode(value, p->arena), p->arena);
}

static void take_feed_field(struct parse *p, struct str value)
{
	uint64_t number = 0;

	if (p->field == FIELD_TITLE && !p->feed->title.n)
		p->feed->title = title_of(p, value);
	else if (p->field == FIELD_TTL && parse_u64(value, 1, MAX_TTL_MINUTES, &number))
		p->feed->ttl_ms = number * 60000;
	else if (p->field == FIELD_HOUR && parse_u64(value, 0, 24, &number))
		p->feed->skip_hours |= 1u << (number % 24);
	else if (p->field == FIELD_DAY)
		take_day_bit(p->feed, value);
}

static void take_field(struct parse *p)
{
	struct str value = str_trim(utf8(buf_view(&p->text), p->arena));
	struct feed_entry *e = &p->entry;

	if (!p->entry_depth) {
		take_feed_field(p, value);
		return;
	}
	switch (p->field) {
	case FIELD_ID:
		set_first(&e->id, value);
		break;
	case FIELD_LINK:
		if (value.n)
			set_first(&e->link, feed_resolve(value, p->address, p->arena));
		break;
	case FIELD_TITLE:
		if (!e->title.n)
			e->title = title_of(p, value);
		break;
	case FIELD_SUMMARY:
		set_first(&p->summary, value);
		break;
	case FIELD_CONTENT:
		set_first(&e->content, value);
		break;
	case FIELD_PUBLISHED:
		take_date(p, value);
		break;
	case FIELD_UPDATED:
		set_first(&e->updated, value);
		break;
	default:
		break;
	}
}

static bool is_entry(const char *name)
{
	return strcmp(name, "item") == 0 || strcmp(name, "entry") == 0 ||
	       strcmp(name, "url") == 0 || strcmp(name, "sitemap") == 0;
}

/* An Atom link stands in its attributes; of those that say what they are, the alternate counts. */
static void take_link(struct parse *p, const struct xml_attrs *attrs)
{
	struct str href = xml_attr(attrs, "href"), rel = xml_attr(attrs, "rel");

	if (href.n && p->entry_depth && (!rel.n || str_eq(rel, STR("alternate"))))
		set_first(&p->entry.link, feed_resolve(utf8(href, p->arena), p->address, p->arena));
}

static void take_outline(struct parse *p, const struct xml_attrs *attrs)
{
	struct str address = xml_attr(attrs, "xmlUrl");

	if (!address.n)
		return;
	begin_entry(p);
	p->entry.link = utf8(html_decode(address, p->arena), p->arena);
	p->entry.title = title_of(p, utf8(xml_attr(attrs, "title").n ? xml_attr(attrs, "title")
								     : xml_attr(attrs, "text"),
					     p->arena));
	finish_entry(p);
	p->entry_depth = 0;
}

static void on_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct parse *p = arg;
	size_t i;

	p->depth++;
	for (i = 0; p->depth == 1 && i < ARRAY_SIZE(kinds); i++)
		if (strcmp(kinds[i].root, name) == 0)
			p->feed->kind = kinds[i].kind;
	if (p->hidden)
		return;
	if (p->field_depth) { /* markup inside a field */
		if (p->markup)
			buf_printf(&p->text, "<%s>", name);
	} else if (!p->entry_depth && is_entry(name)) {
		begin_entry(p);
		set_first(&p->entry.id, utf8(xml_attr(attrs, "about"), p->arena));
	} else if (strcmp(name, "source") == 0 || strcmp(name, "image") == 0 ||
		   strcmp(name, "textInput") == 0 || strcmp(name, "textinput") == 0) {
		p->hidden = p->depth; /* has a title and a link of its own */
	} else if (strcmp(name, "outline") == 0) {
		take_outline(p, attrs);
	} else if ((p->field = field_of(name)) != FIELD_NONE) {
		p->field_depth = p->depth;
		p->markup = str_eq(xml_attr(attrs, "type"), STR("xhtml"));
		buf_reset(&p->text);
		if (p->field == FIELD_LINK)
			take_link(p, attrs);
	}
}

static void on_end(void *arg, const char *name)
{
	struct parse *p = arg;

	if (p->hidden) {
		p->hidden = p->hidden == p->depth ? 0 : p->hidden;
	} else if (p->field_depth == p->depth) {
		take_field(p);
		p->field_depth = 0;
	} else if (p->field_depth && p->markup) {
		buf_printf(&p->text, "</%s>", name);
	} else if (p->entry_depth == p->depth) {
		finish_entry(p);
		p->entry_depth = 0;
	}
	p->depth--;
}

static void on_text(void *arg, struct str text)
{
	struct parse *p = arg;
	size_t i;

	if (p->hidden || !p->field_depth)
		return;
	for (i = 0; p->markup && i < text.n; i++)
		if (text.p[i] == '<' || text.p[i] == '&')
			buf_puts(&p->text, text.p[i] == '<' ? "&lt;" : "&amp;");
		else
			buf_putc(&p->text, text.p[i]);
	if (!p->markup)
		buf_str(&p->text, text);
}

static struct str member(const json_t *object, const char *name, struct arena *arena)
{
	const json_t *value = json_object_get(object, name);

	return json_is_string(value) ? arena_str(arena, (struct str){json_string_value(value),
								json_string_length(value)})
				     : STR("");
}

static void free_json(json_t **json)
{
	json_decref(*json);
}

/* https://www.jsonfeed.org/version/1.1/ */
static bool read_json(struct parse *p, struct str bytes, struct err *err)
{
	json_error_t why;
	AUTO(free_json) json_t *root = json_loadb(bytes.p, bytes.n, 0, &why);
	const json_t *items = json_object_get(root, "items");
	size_t i;

	if (!json_is_array(items))
		return err_set(
			err, ERR_REJECT, "it is neither a feed nor a sitemap nor a list of feeds");
	p->feed->kind = "json";
	p->feed->title = member(root, "title", p->arena);
	for (i = 0; i < json_array_size(items); i++) {
		const json_t *item = json_array_get(items, i);
		struct str html = member(item, "content_html", p->arena);

		begin_entry(p);
		p->entry.id = member(item, "id", p->arena);
		p->entry.link = feed_resolve(member(item, "url", p->arena), p->address, p->arena);
		p->entry.title = member(item, "title", p->arena);
		p->entry.content = html.n ? html : member(item, "content_text", p->arena);
		p->summary = member(item, "summary", p->arena);
		p->entry.updated = member(item, "date_modified", p->arena);
		take_date(p, member(item, "date_published", p->arena));
		finish_entry(p);
	}
	return true;
}

bool feed_read(struct str bytes, struct str address, struct arena *arena, struct feed *ret,
	struct err *err)
{
	static const struct xml_events events = {on_start, on_end, on_text};
	struct parse p = {.arena = arena, .address = address, .feed = ret};

	*ret = (struct feed){0};
	if (str_starts(str_trim(bytes), STR("{")))
		return read_json(&p, bytes, err);
	buf_init(&p.text, MAX_REPORT_BYTES);
	ret->damaged = !xml_parse(bytes, &events, &p);
	buf_release(&p.text);
	return ret->kind ||
	       err_set(err, ERR_REJECT, "it is neither a feed nor a sitemap nor a list of feeds");
}
