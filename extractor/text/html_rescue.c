/* SPDX-License-Identifier: Apache-2.0 */
#include "text/html_body.h"
#include "text/html_hint.h"
#include "text/html_rescue.h"

/* Shorter strings are summaries. */
#define LEAST_BYTES ((size_t)400)
#define MAX_STRING_BYTES ((size_t)2 << 20)

static bool has_paragraphs(struct str raw)
{
	return str_find(raw, STR("\\u003cp"), 0) < raw.n || str_find(raw, STR("<p"), 0) < raw.n;
}

/* Keeps the longest string of the script that holds paragraphs. */
static void longest_string(struct str script, struct str *best)
{
	size_t i = 0, start;

	while (i < script.n) {
		if (script.p[i++] != '"')
			continue;
		for (start = i; i < script.n && script.p[i] != '"'; i++)
			if (script.p[i] == '\\')
				i++;
		if (i > script.n)
			i = script.n;
		if (i - start > best->n && i - start >= LEAST_BYTES &&
			i - start < MAX_STRING_BYTES && has_paragraphs(str_slice(script, start, i)))
			*best = str_slice(script, start, i);
		i++;
	}
}

static bool is_caption(const struct html_blocks *blocks, uint32_t node)
{
	int climb;

	for (climb = 0; climb < 4 && node; climb++, node = blocks->html->nodes[node].parent)
		if (blocks->html->nodes[node].tag == HTML_FIGCAPTION ||
			(blocks->hints[node] & HINT_CAPTION))
			return true;
	return false;
}

static struct str fragment_text(struct str markup, struct arena *arena)
{
	struct html_blocks blocks;
	struct html html;
	bool *keep;
	uint32_t i;

	html_parse(markup, arena, &html);
	html_blocks_find(&html, arena, &blocks);
	keep = arena_zalloc(arena, (size_t)blocks.n + 1, sizeof(*keep));
	for (i = 0; i < blocks.n; i++)
		keep[i] = !blocks.v[i].hidden && !is_caption(&blocks, blocks.v[i].owner) &&
			  blocks.v[i].link_bytes * 2 <= blocks.v[i].text.n;
	return html_body_text(&blocks, keep, arena);
}

struct str html_rescue_text(
	const struct html *html, const struct html_meta *meta, struct arena *arena)
{
	const struct linked *article = html_meta_article(meta);
	struct str best = {0};
	uint32_t i;

	if (article && article->body.n >= LEAST_BYTES)
		return fragment_text(article->body, arena);
	for (i = 1; i + 1 < html->n; i++)
		if (html->nodes[i].tag == HTML_SCRIPT && html->nodes[i].end == i + 2)
			longest_string(html->nodes[i + 1].text, &best);
	return best.n ? fragment_text(json_unescape(best, arena), arena) : STR("");
}
