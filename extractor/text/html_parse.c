/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/html_token.h"

/* No search along the open elements looks further than this: what would need more is no page that a
 * person wrote, and looking further each time would cost quadratic time. */
#define MAX_SEARCH 300u

struct parser {
	struct arena *arena;
	struct html *html;
	size_t cap_nodes;
	size_t cap_attrs;
	uint32_t *open; /* [nopen] the open elements, outermost first */
	size_t nopen;
	size_t cap_open;
	uint32_t count[HTML_NTAGS]; /* open elements of each kind */
};

static enum html_tag open_tag(const struct parser *p, size_t i)
{
	return (enum html_tag)p->html->nodes[p->open[i]].tag;
}

static uint32_t add_node(struct parser *p, enum html_tag tag, struct str text)
{
	struct html *html = p->html;
	size_t n = html->n;
	struct html_node *node = ARENA_PUSH(p->arena, html->nodes, n, p->cap_nodes);

	html->n = (uint32_t)n;
	*node = (struct html_node){.tag = (uint16_t)tag,
		.text = text,
		.parent = p->nopen ? p->open[p->nopen - 1] : 0,
		.end = html->n};
	return html->n - 1;
}

static void push(struct parser *p, uint32_t node)
{
	*ARENA_PUSH(p->arena, p->open, p->nopen, p->cap_open) = node;
	p->count[p->html->nodes[node].tag]++;
}

/* Closes the innermost elements until only keep are open. */
static void pop_to(struct parser *p, size_t keep)
{
	while (p->nopen > keep) {
		struct html_node *node = &p->html->nodes[p->open[--p->nopen]];

		node->end = p->html->n;
		p->count[node->tag]--;
	}
}

/* An inline element ends while blocks inside it are still open (<b><p>x</b>y</p>). It is cut to
 * what stands before the first of them, which becomes its sibling. */
static void cut_short(struct parser *p, size_t at)
{
	struct html_node *inner = &p->html->nodes[p->open[at + 1]];
	struct html_node *outer = &p->html->nodes[p->open[at]];

	outer->end = p->open[at + 1];
	inner->parent = outer->parent;
	p->count[outer->tag]--;
	memmove(&p->open[at], &p->open[at + 1], (p->nopen - at - 1) * sizeof(*p->open));
	p->nopen--;
}

/* The innermost open element of one of the tags, unless a boundary stands before it. */
static bool find_open(const struct parser *p, const enum html_tag *tags, const enum html_tag *stops,
	size_t *ret_at)
{
	size_t i, k, low = p->nopen > MAX_SEARCH ? p->nopen - MAX_SEARCH : 0;

	for (i = p->nopen; i > low; i--) {
		enum html_tag tag = open_tag(p, i - 1);

		for (k = 0; tags[k]; k++) {
			if (tag == tags[k]) {
				*ret_at = i - 1;
				return true;
			}
		}
		for (k = 0; stops[k]; k++)
			if (tag == stops[k])
				return false;
	}
	return false;
}

/* Which open elements end when a start tag comes, and how far out that reaches (13.2.6.4.7). */
static const struct {
	enum html_tag start[8];
	enum html_tag ends[8];
	enum html_tag stops[8];
} implied[] = {
	{{HTML_LI}, {HTML_LI}, {HTML_UL, HTML_OL, HTML_MENU, HTML_DIR, HTML_TD, HTML_NAV}},
	{{HTML_DT, HTML_DD}, {HTML_DT, HTML_DD}, {HTML_DL, HTML_TD, HTML_UL, HTML_OL}},
	{{HTML_TD, HTML_TH}, {HTML_TD, HTML_TH}, {HTML_TR, HTML_TABLE}},
	{{HTML_TR}, {HTML_TR, HTML_CAPTION, HTML_COLGROUP}, {HTML_TBODY, HTML_TABLE}},
	{{HTML_TBODY, HTML_THEAD, HTML_TFOOT},
		{HTML_TBODY, HTML_THEAD, HTML_TFOOT, HTML_CAPTION, HTML_COLGROUP}, {HTML_TABLE}},
	{{HTML_OPTION, HTML_OPTGROUP}, {HTML_OPTION}, {HTML_SELECT, HTML_DATALIST, HTML_DIV}},
	{{HTML_BUTTON}, {HTML_BUTTON}, {HTML_TD, HTML_DIV}},
	{{HTML_A}, {HTML_A}, {HTML_TD, HTML_TABLE, HTML_DIV, HTML_LI, HTML_P, HTML_OBJECT}},
};

static bool has_tag(const enum html_tag *tags, enum html_tag tag)
{
	for (; *tags; tags++)
		if (*tags == tag)
			return true;
	return false;
}

static void end_implied(struct parser *p, enum html_tag tag)
{
	static const enum html_tag paragraph[] = {HTML_P, 0};
	static const enum html_tag p_stops[] = {HTML_TD, HTML_TH, HTML_CAPTION, HTML_BUTTON,
		HTML_TABLE, HTML_OBJECT, HTML_TEMPLATE, 0};
	size_t i, at;

	if ((html_traits(tag) & HTML_ENDS_P) && p->count[HTML_P] &&
		find_open(p, paragraph, p_stops, &at))
		pop_to(p, at);
	if ((html_traits(tag) & HTML_HEADING) && p->nopen &&
		(html_traits(open_tag(p, p->nopen - 1)) & HTML_HEADING))
		pop_to(p, p->nopen - 1);
	for (i = 0; i < ARRAY_SIZE(implied); i++)
		if (has_tag(implied[i].start, tag) &&
			find_open(p, implied[i].ends, implied[i].stops, &at))
			pop_to(p, at);
}

static bool in_foreign(const struct parser *p)
{
	return p->count[HTML_SVG] || p->count[HTML_MATH];
}

/* The head ends at its end tag or at the first thing that cannot be in it. */
static void end_head(struct parser *p)
{
	if (p->nopen && open_tag(p, p->nopen - 1) == HTML_HEAD)
		pop_to(p, p->nopen - 1);
}

static void add_attrs(struct parser *p, struct html_node *node, const struct html_token *token)
{
	struct html *html = p->html;
	unsigned i;

	node->attrs = html->nattrs;
	node->nattrs = (uint16_t)token->nattrs;
	for (i = 0; i < token->nattrs; i++) {
		size_t n = html->nattrs;

		*ARENA_PUSH(p->arena, html->attrs, n, p->cap_attrs) = token->attrs[i];
		html->nattrs = (uint32_t)n;
	}
}

static void start_tag(struct parser *p, struct html_lexer *lexer, const struct html_token *token)
{
	enum html_tag tag = token->tag;
	unsigned traits = html_traits(tag);
	uint32_t node;
	struct str raw;

	if ((tag == HTML_HTML || tag == HTML_HEAD || tag == HTML_BODY) && p->count[tag])
		return;
	if (tag == HTML_HEAD && p->count[HTML_BODY])
		return;
	if (!(traits & HTML_HEAD_ONLY) && tag != HTML_OTHER)
		end_head(p);
	if (tag == HTML_BODY && p->nopen > 1) /* something stood between head and body */
		tag = HTML_DIV;
	end_implied(p, tag);
	node = add_node(p, tag, token->text);
	add_attrs(p, &p->html->nodes[node], token);
	if ((traits & HTML_VOID) || (token->self_closing && (tag == HTML_SVG || in_foreign(p))))
		return;
	if (!(traits & HTML_RAW) || in_foreign(p)) {
		push(p, node);
		return;
	}
	raw = html_lexer_raw(lexer, tag);
	if (raw.n) {
		uint32_t text = add_node(p, HTML_TEXT, raw);

		p->html->nodes[text].parent = node;
	}
	p->html->nodes[node].end = p->html->n;
}

static bool same_element(const struct parser *p, size_t i, const struct html_token *token)
{
	enum html_tag tag = open_tag(p, i);

	if (tag == HTML_OTHER && token->tag == HTML_OTHER)
		return str_case_eq(p->html->nodes[p->open[i]].text, token->text);
	/* any heading's end tag ends any heading */
	return tag == token->tag ||
	       (html_traits(tag) & html_traits(token->tag) & HTML_HEADING) != 0;
}

static bool is_table_part(enum html_tag tag)
{
	return tag == HTML_TABLE || tag == HTML_TR || tag == HTML_TBODY || tag == HTML_THEAD ||
	       tag == HTML_TFOOT || tag == HTML_TD || tag == HTML_TH;
}

static void end_tag(struct parser *p, const struct html_token *token)
{
	bool block = (html_traits(token->tag) & HTML_BLOCK) != 0, crossed = false;
	size_t i, low = p->nopen > MAX_SEARCH ? p->nopen - MAX_SEARCH : 0;

	if (token->tag == HTML_BR)
		add_node(p, HTML_BR, token->text);
	if (token->tag == HTML_BODY || token->tag == HTML_HTML)
		return;
	if (!p->count[token->tag] && !(html_traits(token->tag) & HTML_HEADING))
		return;
	for (i = p->nopen; i > low; i--) {
		unsigned traits = html_traits(open_tag(p, i - 1));

		if (same_element(p, i - 1, token)) {
			if (crossed && !block && token->tag != HTML_OTHER)
				cut_short(p, i - 1);
			else
				pop_to(p, i - 1);
			return;
		}
		if ((traits & HTML_SCOPE) && !is_table_part(token->tag))
			return;
		crossed = crossed || (traits & HTML_BLOCK);
	}
}

static bool only_space(struct str s)
{
	return str_trim(s).n == 0;
}

static void add_text(struct parser *p, struct str text)
{
	if (p->nopen && open_tag(p, p->nopen - 1) == HTML_HEAD && !only_space(text))
		end_head(p);
	add_node(p, HTML_TEXT, text);
}

void html_parse(struct str page, struct arena *arena, struct html *ret_html)
{
	struct html html = {0};
	struct parser p = {.arena = arena, .html = &html};
	struct html_lexer lexer = {.page = page};
	struct html_token token;

	/* about one node per thirty bytes: the arrays rarely have to move */
	p.cap_nodes = page.n / 24 + 64;
	html.nodes = arena_alloc(arena, p.cap_nodes * sizeof(*html.nodes));
	push(&p, add_node(&p, HTML_OTHER, STR("")));
	for (html_lexer_next(&lexer, &token); token.kind != HTML_TOKEN_END;
		html_lexer_next(&lexer, &token)) {
		if (html.n >= HTML_MAX_NODES) {
			html.cut = true;
			break;
		}
		if (token.kind == HTML_TOKEN_TEXT)
			add_text(&p, token.text);
		else if (token.kind == HTML_TOKEN_START_TAG)
			start_tag(&p, &lexer, &token);
		else
			end_tag(&p, &token);
	}
	pop_to(&p, 0);
	html.broken_off = lexer.broken_off;
	*ret_html = html;
}
