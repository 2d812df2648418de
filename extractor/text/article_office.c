/* SPDX-License-Identifier: Apache-2.0
 * article_office.c - word processor files -> an article.
 *
 * Both formats are a stream of XML in which some elements are paragraphs, headings, list items,
 * rows or cells, some hold text, and some hide what is inside. Two tables say which; three
 * handlers of events do the rest. Formats: ECMA-376 part 1, 17 (WordprocessingML); OASIS
 * OpenDocument 1.3 part 3. */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/limits.h"
#include "text/article_text.h"
#include "text/charset.h"
#include "text/html.h"
#include "text/package.h"
#include "text/xml.h"

#define MAX_LINKS 500

enum office_role {
	ROLE_NONE,
	ROLE_PARAGRAPH,
	ROLE_ITEM, /* the paragraphs in it are items of a list */
	ROLE_MARK, /* the paragraph that it stands in is an item of a list */
	ROLE_ROW,  /* a row of a table: one line */
	ROLE_CELL,
	ROLE_TEXT,  /* what is in it is text */
	ROLE_SPACE, /* stands for white space */
	ROLE_LINK,
	ROLE_SKIP
};

struct office_element {
	const char *name; /* local name; w: in docx, text:, table:, office: in odt */
	enum office_role role;
};

static const struct office_element docx_elements[] = {{"p", ROLE_PARAGRAPH}, {"numPr", ROLE_MARK},
	{"tr", ROLE_ROW}, {"tc", ROLE_CELL}, {"t", ROLE_TEXT}, {"tab", ROLE_SPACE},
	{"br", ROLE_SPACE}, {"cr", ROLE_SPACE}, {"noBreakHyphen", ROLE_NONE}, {"del", ROLE_SKIP},
	{"moveFrom", ROLE_SKIP}, {"Fallback", ROLE_SKIP}, {"pict", ROLE_SKIP},
	{"instrText", ROLE_SKIP}, {NULL, ROLE_NONE}};

static const struct office_element odt_elements[] = {{"p", ROLE_PARAGRAPH}, {"h", ROLE_PARAGRAPH},
	{"list-item", ROLE_ITEM}, {"table-row", ROLE_ROW}, {"table-cell", ROLE_CELL},
	{"s", ROLE_SPACE}, {"tab", ROLE_SPACE}, {"line-break", ROLE_SPACE}, {"a", ROLE_LINK},
	{"annotation", ROLE_SKIP}, {"tracked-changes", ROLE_SKIP}, {"note-citation", ROLE_SKIP},
	{"table-of-content", ROLE_SKIP}, {"sequence-decls", ROLE_SKIP}, {"scripts", ROLE_SKIP},
	{"font-face-decls", ROLE_SKIP}, {"automatic-styles", ROLE_SKIP}, {"frame", ROLE_SKIP},
	{NULL, ROLE_NONE}};

struct office {
	const struct office_element *elements;
	/* text counts in any element of a paragraph, not in ROLE_TEXT alone */
	bool text_everywhere;
	struct arena *arena;
	struct article *article;
	struct buf line; /* of the paragraph or row at hand */
	struct text_lines lines;
	size_t cap;
	int depth, texts, rows, items; /* of elements that are open */
	int hidden;                    /* depth of the element that hides what is in it; 0: none */
	bool item, row;
};

static enum office_role role_of(const struct office *o, const char *name)
{
	const struct office_element *e;

	for (e = o->elements; e->name; e++)
		if (strcmp(e->name, name) == 0)
			return e->role;
	return ROLE_NONE;
}

/* libxml2 promises UTF-8, but not for what it read over. */
static struct str clean(struct str text, struct arena *arena)
{
	struct decoded decoded;

	charset_decode(text, STR("utf-8"), false, arena, &decoded);
	return html_collapse(decoded.text, arena);
}

static void end_line(struct office *o)
{
	struct str text = clean(buf_view(&o->line), o->arena);
	bool item = o->item || o->items > 0 || o->row; /* no empty line between rows either */

	while (o->row && str_ends(text, STR(" |")))
		text.n -= 2;
	if (text.n)
		*ARENA_PUSH(o->arena, o->lines.v, o->lines.n, o->cap) = (struct text_line){
			.text = arena_str(o->arena, text), .gap = !item, .item = item};
	buf_reset(&o->line);
	o->item = o->row = false;
}

static void add_link(struct office *o, struct str address)
{
	struct article *a = o->article;

	if (!str_starts(address, STR("http")) || address.n >= MAX_SOURCE_BYTES ||
		a->nlinks == MAX_LINKS)
		return;
	if (!a->links)
		a->links = arena_alloc(o->arena, MAX_LINKS * sizeof(*a->links));
	a->links[a->nlinks++] = arena_str(o->arena, clean(address, o->arena));
}

static void on_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct office *o = arg;
	enum office_role role = role_of(o, name);

	o->depth++;
	if (o->hidden)
		return;
	if ((role == ROLE_PARAGRAPH || role == ROLE_ROW) && o->rows == 0)
		end_line(o);
	o->rows += role == ROLE_ROW;
	o->items += role == ROLE_ITEM;
	o->texts += role == ROLE_TEXT;
	o->item = o->item || role == ROLE_MARK;
	if (role == ROLE_SPACE)
		buf_putc(&o->line, ' ');
	else if (role == ROLE_LINK)
		add_link(o, xml_attr(attrs, "href"));
	else if (role == ROLE_SKIP)
		o->hidden = o->depth;
}

static void end_element(struct office *o, enum office_role role)
{
	switch (role) {
	case ROLE_PARAGRAPH:
		if (o->rows)
			buf_putc(&o->line, ' ');
		else
			end_line(o);
		break;
	case ROLE_ITEM:
		o->items -= o->items > 0;
		break;
	case ROLE_ROW:
		o->rows -= o->rows > 0;
		o->row = o->rows == 0;
		if (o->row)
			end_line(o);
		break;
	case ROLE_CELL:
		buf_puts(&o->line, " | ");
		break;
	case ROLE_TEXT:
		o->texts -= o->texts > 0;
		break;
	default:
		break;
	}
}

static void on_end(void *arg, const char *name)
{
	struct office *o = arg;

	if (!o->hidden)
		end_element(o, role_of(o, name));
	else if (o->hidden == o->depth)
		o->hidden = 0;
	o->depth--;
}

static void on_text(void *arg, struct str text)
{
	struct office *o = arg;

	if (!o->hidden && (o->text_everywhere || o->texts))
		buf_str(&o->line, text);
}

static void read_document(struct office *o, struct str xml)
{
	static const struct xml_events events = {on_start, on_end, on_text};
	bool sound;

	buf_init(&o->line, MAX_TEXT_BYTES);
	sound = xml_parse(xml, &events, o);
	o->rows = 0;
	end_line(o);
	if (!sound)
		article_warn(o->article, "the document's XML is broken; what could be read was",
			o->arena);
	if (o->line.full)
		article_warn(o->article, "a paragraph was too long to read", o->arena);
	buf_release(&o->line);
}

/* The properties of a file: the text of the first element of each name. */
struct properties {
	struct arena *arena;
	const char *open; /* the element that is open */
	struct str title, creator, initial_creator, created, creation_date, modified, date;
};

static struct str *property(struct properties *p, const char *name)
{
	const struct {
		const char *name;
		struct str *slot;
	} slots[] = {{"title", &p->title}, {"creator", &p->creator},
		{"initial-creator", &p->initial_creator}, {"created", &p->created},
		{"creation-date", &p->creation_date}, {"modified", &p->modified},
		{"date", &p->date}};
	size_t i;

	for (i = 0; name && i < ARRAY_SIZE(slots); i++)
		if (strcmp(slots[i].name, name) == 0)
			return slots[i].slot;
	return NULL;
}

static void on_property(void *arg, const char *name, const struct xml_attrs *attrs)
{
	(void)attrs;
	((struct properties *)arg)->open = name; /* libxml2 keeps names while it parses */
}

static void on_property_end(void *arg, const char *name)
{
	(void)name;
	((struct properties *)arg)->open = NULL;
}

static void on_property_text(void *arg, struct str text)
{
	struct properties *p = arg;
	struct str *slot = property(p, p->open);

	text = slot && !slot->n ? clean(text, p->arena) : STR("");
	if (text.n)
		*slot = arena_str(p->arena, text);
}

static struct properties read_properties(struct str xml, struct arena *arena)
{
	static const struct xml_events events = {on_property, on_property_end, on_property_text};
	struct properties p = {.arena = arena};

	xml_parse(xml, &events, &p);
	return p;
}

static int32_t day_of(struct str time)
{
	int32_t day;

	return time.n >= 10 && day_parse(str_slice(time, 0, 10), &day) ? day : DAY_NONE;
}

static void on_relation(void *arg, const char *name, const struct xml_attrs *attrs)
{
	(void)name;
	add_link(arg, xml_attr(attrs, "Target"));
}

static void ignore_end(void *arg, const char *name)
{
	(void)arg;
	(void)name;
}

static void ignore_text(void *arg, struct str text)
{
	(void)arg;
	(void)text;
}

/* Addresses that a docx keeps apart from its text. */
static void read_relations(struct office *o, struct str xml)
{
	static const struct xml_events events = {on_relation, ignore_end, ignore_text};

	xml_parse(xml, &events, o);
}

static bool finish(struct office *o, int32_t created, struct article *ret_article, struct err *err)
{
	if (!text_article(&o->lines, created, o->arena, o->article, err))
		return false;
	*ret_article = *o->article;
	return true;
}

bool article_from_docx(
	struct str package, struct arena *arena, struct article *ret_article, struct err *err)
{
	struct package_part parts[] = {{.name = "word/document.xml"}, {.name = "docProps/core.xml"},
		{.name = "word/_rels/document.xml.rels"}};
	struct article article = {
		.media_type =
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document"};
	struct office o = {.elements = docx_elements, .arena = arena, .article = &article};
	struct properties p;

	if (!package_read(package, parts, ARRAY_SIZE(parts), arena, err))
		return false;
	if (str_absent(parts[0].content))
		return err_set(err, ERR_REJECT, "the package holds no word/document.xml");
	p = read_properties(parts[1].content, arena);
	article.title = p.title;
	article.author = p.creator;
	article_modified(&article, day_of(p.modified),
		(struct dating){EVIDENCE_PROPERTIES, PRECISION_DAY}, arena);
	read_document(&o, parts[0].content);
	read_relations(&o, parts[2].content);
	return finish(&o, day_of(p.created), ret_article, err);
}

bool article_from_odt(
	struct str package, struct arena *arena, struct article *ret_article, struct err *err)
{
	struct package_part parts[] = {{.name = "content.xml"}, {.name = "meta.xml"}};
	struct article article = {.media_type = "application/vnd.oasis.opendocument.text"};
	struct office o = {.elements = odt_elements,
		.text_everywhere = true,
		.arena = arena,
		.article = &article};
	struct properties p;

	if (!package_read(package, parts, ARRAY_SIZE(parts), arena, err))
		return false;
	if (str_absent(parts[0].content))
		return err_set(err, ERR_REJECT, "the package holds no content.xml");
	p = read_properties(parts[1].content, arena);
	article.title = p.title;
	article.author = p.initial_creator.n ? p.initial_creator : p.creator;
	article_modified(&article, day_of(p.date),
		(struct dating){EVIDENCE_PROPERTIES, PRECISION_DAY}, arena);
	read_document(&o, parts[0].content);
	return finish(&o, day_of(p.creation_date), ret_article, err);
}
