/* SPDX-License-Identifier: Apache-2.0 */
#include "text/html_body.h"
#include "text/html_hint.h"
#include "text/html_top.h"

void html_body_select(const struct html_blocks *blocks, const struct html_meta *meta,
	struct arena *arena, bool *keep)
{
	const struct html *html = blocks->html;
	uint32_t top = html_top_find(blocks, arena), i;
	uint32_t from = html_blocks_at(blocks, top);
	uint32_t to = html_blocks_at(blocks, html->nodes[top].end);

	(void)meta;
	for (i = from; i < to; i++) {
		const struct html_block *b = &blocks->v[i];

		keep[i] = !b->hidden && b->link_bytes * 2 < b->text.n &&
			  html->nodes[b->owner].tag != HTML_FIGCAPTION;
	}
}

/* The nearest ancestor with the tag among a few levels, 0 if none. */
static uint32_t nearest(const struct html *html, uint32_t node, enum html_tag tag)
{
	int climb;

	for (climb = 0; climb < 6 && node; climb++, node = html->nodes[node].parent)
		if (html->nodes[node].tag == tag)
			return node;
	return 0;
}

/* What goes between two kept blocks. */
static struct str separator(const struct html_blocks *blocks, uint32_t a, uint32_t b)
{
	const struct html *html = blocks->html;
	uint32_t x = blocks->v[a].owner, y = blocks->v[b].owner;
	uint32_t row = nearest(html, x, HTML_TR), item = nearest(html, y, HTML_LI);

	if (row && html->nodes[x].tag != HTML_P && row == nearest(html, y, HTML_TR))
		return STR(" | ");
	if (row && html->nodes[nearest(html, y, HTML_TR)].parent == html->nodes[row].parent &&
		blocks->v[a].text.n < 200)
		return STR("\n");
	if (item && nearest(html, x, HTML_LI) &&
		html->nodes[item].parent == html->nodes[nearest(html, x, HTML_LI)].parent)
		return STR("\n");
	return STR("\n\n");
}

static bool starts_item(const struct html_blocks *blocks, uint32_t i)
{
	uint32_t item = nearest(blocks->html, blocks->v[i].owner, HTML_LI);

	return item && html_blocks_at(blocks, item) == i;
}

static char *put(char *out, struct str s)
{
	memcpy(out, s.p, s.n);
	return out + s.n;
}

struct str html_body_text(const struct html_blocks *blocks, const bool *keep, struct arena *arena)
{
	char *text, *end;
	size_t room = 1;
	uint32_t i, last = blocks->n;

	for (i = 0; i < blocks->n; i++)
		room += keep[i] ? blocks->v[i].text.n + 5 : 0;
	text = end = arena_alloc(arena, room);
	for (i = 0; i < blocks->n; i++) {
		if (!keep[i])
			continue;
		if (last < blocks->n)
			end = put(end, separator(blocks, last, i));
		if (starts_item(blocks, i))
			end = put(end, STR("- "));
		end = put(end, blocks->v[i].text);
		last = i;
	}
	return (struct str){text, (size_t)(end - text)};
}
