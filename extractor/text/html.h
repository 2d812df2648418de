/* SPDX-License-Identifier: Apache-2.0
 * html.h - a web page as a flat tree.
 *
 *   UTF-8 --html_token--> tags and text --html_parse--> nodes
 *
 * The nodes stand in one array in document order, so that a subtree is the range [i,
 * nodes[i].end) and every walk is a loop: depth costs nothing. Node 0 is the document. The tree
 * is not that of the HTML standard to the letter: there is no foster parenting and no adoption
 * agency, but implied end tags, misnested formatting, raw text and content after </html> come out
 * where a reader of the text would expect them. Any bytes parse, in linear time. Everything
 * borrows from the page's bytes; text and attribute values are raw, html_decode() resolves their
 * character references. libxml2's tree was measured beside it: it ends at 256 levels and takes
 * seventeen times as long (bench/quality-html.md). */
#ifndef SITREP_HTML_H
#define SITREP_HTML_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"

/* What an element does to the tree and to the text around it. */
enum html_trait {
	HTML_VOID = 1,       /* has no content and no end tag */
	HTML_RAW = 2,        /* content is text up to the end tag */
	HTML_BLOCK = 4,      /* starts a line of its own */
	HTML_ENDS_P = 8,     /* an open paragraph ends before it */
	HTML_SCOPE = 16,     /* end tags inside do not reach beyond it */
	HTML_UNSEEN = 32,    /* content is not text for the reader */
	HTML_HEAD_ONLY = 64, /* may stand in the head */
	HTML_HEADING = 128
};

#define HTML_TAGS(X) \
	X(A, "a", 0) \
	X(ABBR, "abbr", 0) \
	X(ADDRESS, "address", HTML_BLOCK | HTML_ENDS_P) \
	X(APPLET, "applet", HTML_SCOPE | HTML_UNSEEN) \
	X(AREA, "area", HTML_VOID) \
	X(ARTICLE, "article", HTML_BLOCK | HTML_ENDS_P) \
	X(ASIDE, "aside", HTML_BLOCK | HTML_ENDS_P) \
	X(AUDIO, "audio", HTML_BLOCK | HTML_UNSEEN) \
	X(B, "b", 0) \
	X(BASE, "base", HTML_VOID | HTML_HEAD_ONLY) \
	X(BLOCKQUOTE, "blockquote", HTML_BLOCK | HTML_ENDS_P) \
	X(BODY, "body", HTML_BLOCK) \
	X(BR, "br", HTML_VOID) \
	X(BUTTON, "button", HTML_SCOPE) \
	X(CANVAS, "canvas", HTML_UNSEEN) \
	X(CAPTION, "caption", HTML_BLOCK | HTML_SCOPE) \
	X(CENTER, "center", HTML_BLOCK | HTML_ENDS_P) \
	X(CITE, "cite", 0) \
	X(CODE, "code", 0) \
	X(COL, "col", HTML_VOID) \
	X(COLGROUP, "colgroup", HTML_BLOCK) \
	X(DATALIST, "datalist", HTML_UNSEEN) \
	X(DD, "dd", HTML_BLOCK | HTML_ENDS_P) \
	X(DETAILS, "details", HTML_BLOCK | HTML_ENDS_P) \
	X(DIALOG, "dialog", HTML_BLOCK | HTML_ENDS_P) \
	X(DIR, "dir", HTML_BLOCK | HTML_ENDS_P) \
	X(DIV, "div", HTML_BLOCK | HTML_ENDS_P) \
	X(DL, "dl", HTML_BLOCK | HTML_ENDS_P) \
	X(DT, "dt", HTML_BLOCK | HTML_ENDS_P) \
	X(EM, "em", 0) \
	X(EMBED, "embed", HTML_VOID) \
	X(FIELDSET, "fieldset", HTML_BLOCK | HTML_ENDS_P) \
	X(FIGCAPTION, "figcaption", HTML_BLOCK | HTML_ENDS_P) \
	X(FIGURE, "figure", HTML_BLOCK | HTML_ENDS_P) \
	X(FONT, "font", 0) \
	X(FOOTER, "footer", HTML_BLOCK | HTML_ENDS_P) \
	X(FORM, "form", HTML_BLOCK | HTML_ENDS_P) \
	X(FRAME, "frame", HTML_VOID) \
	X(FRAMESET, "frameset", HTML_BLOCK) \
	X(H1, "h1", HTML_BLOCK | HTML_ENDS_P | HTML_HEADING) \
	X(H2, "h2", HTML_BLOCK | HTML_ENDS_P | HTML_HEADING) \
	X(H3, "h3", HTML_BLOCK | HTML_ENDS_P | HTML_HEADING) \
	X(H4, "h4", HTML_BLOCK | HTML_ENDS_P | HTML_HEADING) \
	X(H5, "h5", HTML_BLOCK | HTML_ENDS_P | HTML_HEADING) \
	X(H6, "h6", HTML_BLOCK | HTML_ENDS_P | HTML_HEADING) \
	X(HEAD, "head", HTML_BLOCK) \
	X(HEADER, "header", HTML_BLOCK | HTML_ENDS_P) \
	X(HGROUP, "hgroup", HTML_BLOCK | HTML_ENDS_P) \
	X(HR, "hr", HTML_VOID | HTML_BLOCK | HTML_ENDS_P) \
	X(HTML, "html", HTML_BLOCK | HTML_SCOPE) \
	X(I, "i", 0) \
	X(IFRAME, "iframe", HTML_RAW | HTML_BLOCK | HTML_UNSEEN) \
	X(IMG, "img", HTML_VOID) \
	X(INPUT, "input", HTML_VOID) \
	X(LABEL, "label", 0) \
	X(LEGEND, "legend", HTML_BLOCK) \
	X(LI, "li", HTML_BLOCK | HTML_ENDS_P) \
	X(LINK, "link", HTML_VOID | HTML_HEAD_ONLY) \
	X(MAIN, "main", HTML_BLOCK | HTML_ENDS_P) \
	X(MATH, "math", 0) \
	X(MENU, "menu", HTML_BLOCK | HTML_ENDS_P) \
	X(META, "meta", HTML_VOID | HTML_HEAD_ONLY) \
	X(NAV, "nav", HTML_BLOCK | HTML_ENDS_P) \
	X(NOEMBED, "noembed", HTML_RAW | HTML_UNSEEN) \
	X(NOFRAMES, "noframes", HTML_RAW | HTML_UNSEEN | HTML_HEAD_ONLY) \
	X(NOSCRIPT, "noscript", HTML_UNSEEN | HTML_HEAD_ONLY) \
	X(OBJECT, "object", HTML_SCOPE | HTML_UNSEEN) \
	X(OL, "ol", HTML_BLOCK | HTML_ENDS_P) \
	X(OPTGROUP, "optgroup", 0) \
	X(OPTION, "option", 0) \
	X(P, "p", HTML_BLOCK | HTML_ENDS_P) \
	X(PARAM, "param", HTML_VOID) \
	X(PICTURE, "picture", 0) \
	X(PLAINTEXT, "plaintext", HTML_BLOCK | HTML_ENDS_P) \
	X(PRE, "pre", HTML_BLOCK | HTML_ENDS_P) \
	X(Q, "q", 0) \
	X(RP, "rp", HTML_UNSEEN) \
	X(RT, "rt", HTML_UNSEEN) \
	X(RUBY, "ruby", 0) \
	X(S, "s", 0) \
	X(SCRIPT, "script", HTML_RAW | HTML_UNSEEN | HTML_HEAD_ONLY) \
	X(SEARCH, "search", HTML_BLOCK | HTML_ENDS_P) \
	X(SECTION, "section", HTML_BLOCK | HTML_ENDS_P) \
	X(SELECT, "select", HTML_UNSEEN) \
	X(SMALL, "small", 0) \
	X(SOURCE, "source", HTML_VOID) \
	X(SPAN, "span", 0) \
	X(STRIKE, "strike", 0) \
	X(STRONG, "strong", 0) \
	X(STYLE, "style", HTML_RAW | HTML_UNSEEN | HTML_HEAD_ONLY) \
	X(SUB, "sub", 0) \
	X(SUMMARY, "summary", HTML_BLOCK | HTML_ENDS_P) \
	X(SUP, "sup", 0) \
	X(SVG, "svg", HTML_UNSEEN) \
	X(TABLE, "table", HTML_BLOCK | HTML_ENDS_P | HTML_SCOPE) \
	X(TBODY, "tbody", HTML_BLOCK) \
	X(TD, "td", HTML_BLOCK | HTML_SCOPE) \
	X(TEMPLATE, "template", HTML_UNSEEN | HTML_HEAD_ONLY) \
	X(TEXTAREA, "textarea", HTML_RAW | HTML_UNSEEN) \
	X(TFOOT, "tfoot", HTML_BLOCK) \
	X(TH, "th", HTML_BLOCK | HTML_SCOPE) \
	X(THEAD, "thead", HTML_BLOCK) \
	X(TIME, "time", 0) \
	X(TITLE, "title", HTML_RAW | HTML_UNSEEN | HTML_HEAD_ONLY) \
	X(TR, "tr", HTML_BLOCK) \
	X(TRACK, "track", HTML_VOID) \
	X(TT, "tt", 0) \
	X(U, "u", 0) \
	X(UL, "ul", HTML_BLOCK | HTML_ENDS_P) \
	X(VIDEO, "video", HTML_BLOCK | HTML_UNSEEN) \
	X(WBR, "wbr", HTML_VOID) \
	X(XMP, "xmp", HTML_RAW | HTML_BLOCK | HTML_ENDS_P)

#define HTML_TAG_ENUM(name, text, traits) HTML_##name,
enum html_tag {
	HTML_TEXT,  /* a text node */
	HTML_OTHER, /* an element without a row above; inline */
	HTML_TAGS(HTML_TAG_ENUM) HTML_NTAGS
};

/* The attributes that somebody here reads; all others are dropped. */
#define HTML_ATTRS(X) \
	X(ALT, "alt") \
	X(ARIA_HIDDEN, "aria-hidden") \
	X(ARIA_LABEL, "aria-label") \
	X(CHARSET, "charset") \
	X(CLASS, "class") \
	X(CONTENT, "content") \
	X(DATA_TESTID, "data-testid") \
	X(DATETIME, "datetime") \
	X(HIDDEN, "hidden") \
	X(HREF, "href") \
	X(ID, "id") \
	X(ITEMPROP, "itemprop") \
	X(LANG, "lang") \
	X(NAME, "name") \
	X(PROPERTY, "property") \
	X(PUBDATE, "pubdate") \
	X(REL, "rel") \
	X(ROLE, "role") \
	X(STYLE, "style") \
	X(TITLE, "title") \
	X(TYPE, "type") \
	X(XML_LANG, "xml:lang")

#define HTML_ATTR_ENUM(name, text) HTML_AT_##name,
enum html_attr_name { HTML_ATTRS(HTML_ATTR_ENUM) HTML_NATTRS };

struct html_attr {
	enum html_attr_name name;
	struct str value; /* raw; "" if none was given */
};

struct html_node {
	uint16_t tag; /* enum html_tag */
	uint16_t nattrs;
	uint32_t attrs;  /* the first of its attributes in html.attrs */
	uint32_t parent; /* node 0 is its own */
	uint32_t end;    /* the first node behind its subtree */
	struct str text; /* a text node: its raw text; an element: its name as written */
};

struct html {
	struct html_node *nodes; /* [n] in document order */
	uint32_t n;
	struct html_attr *attrs; /* [nattrs] */
	uint32_t nattrs;
	bool broken_off; /* the page ended inside a tag, a comment or a script */
	bool cut;        /* the page had more than HTML_MAX_NODES nodes; the rest was not read */
};

#define HTML_MAX_NODES 2000000u

/* page must be UTF-8 and outlive the result. */
void html_parse(struct str page, struct arena *arena, struct html *ret_html);

/* The value as written; absent if the element does not have the attribute. */
struct str html_attr(const struct html *html, uint32_t node, enum html_attr_name name);
unsigned html_traits(enum html_tag tag);
enum html_tag html_tag_find(struct str name); /* any case; HTML_OTHER if it has no row */
bool html_attr_find(struct str name, enum html_attr_name *ret_name);
/* Inside an ancestor with that tag, itself not counted; looks at most HTML_MAX_CLIMB levels up. */
bool html_inside(const struct html *html, uint32_t node, enum html_tag tag);
#define HTML_MAX_CLIMB 200

/* Resolves character references (HTML Living Standard 13.2.5.72, the named ones that occur in
 * practice). The result is s itself if there are none. */
struct str html_decode(struct str s, struct arena *arena);
/* Decodes one reference at s.p[0] == '&': writes up to 8 bytes, says how many and how many bytes of
 * s it took; false if there is none (then the ampersand stands for itself). */
bool html_reference(struct str s, char out[8], size_t *ret_written, size_t *ret_taken);
/* The text of a subtree as one line: references resolved, white space collapsed, unseen parts left
 * out, at most max bytes. */
struct str html_text(const struct html *html, uint32_t node, size_t max, struct arena *arena);
/* White space (any script's) collapsed to single spaces and trimmed, zero-width characters and soft
 * hyphens dropped. */
struct str html_collapse(struct str s, struct arena *arena);

#endif
