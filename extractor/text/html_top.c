/* SPDX-License-Identifier: Apache-2.0 */
#include "text/html_hint.h"
#include "text/html_top.h"

#define LEVELS 6

static float prose_points(const struct html_block *b)
{
	float length = (float)b->text.n / 100;

	if (b->hidden || b->text.n < 25 || b->link_bytes * 2 > b->text.n)
		return 0;
	return (1 + (float)b->stops * 0.5f + (length < 3 ? length : 3)) *
	       (1 - (float)b->link_bytes / (float)b->text.n);
}

static float hint_factor(uint32_t hints)
{
	float factor = 1;

	if (hints & HINT_BODY)
		factor *= 1.5f;
	if (hints & (HINT_COMMENT | HINT_RELATED | HINT_FOOTER | HINT_SIDE | HINT_NOTICE))
		factor *= 0.4f;
	return factor;
}

static float link_share(const struct html_blocks *blocks, uint32_t node)
{
	uint32_t from = html_blocks_at(blocks, node);
	uint32_t to = html_blocks_at(blocks, blocks->html->nodes[node].end);
	uint32_t bytes = blocks->sum_bytes[to] - blocks->sum_bytes[from];

	if (!bytes)
		return 0;
	return (float)(blocks->sum_links[to] - blocks->sum_links[from]) / (float)bytes;
}

static void give_points(const struct html_blocks *blocks, float *points)
{
	const struct html_node *nodes = blocks->html->nodes;
	uint32_t i;

	for (i = 0; i < blocks->n; i++) {
		float give = prose_points(&blocks->v[i]);
		uint32_t node = blocks->v[i].owner;
		int level;

		if (give == 0)
			continue;
		/* a paragraph's points go to what holds it */
		if (nodes[node].tag == HTML_P || nodes[node].tag == HTML_LI ||
			nodes[node].tag == HTML_BLOCKQUOTE || nodes[node].tag == HTML_PRE)
			node = nodes[node].parent;
		for (level = 0; level < LEVELS && node; level++, node = nodes[node].parent) {
			if (!(html_traits((enum html_tag)nodes[node].tag) & HTML_BLOCK))
				continue;
			points[node] += level == 0 ? give : give / (float)(level + 1);
		}
	}
}

uint32_t html_top_find(const struct html_blocks *blocks, struct arena *arena)
{
	float *points = arena_zalloc(arena, blocks->html->n, sizeof(*points)), best = 0;
	uint32_t i, top = 0;

	give_points(blocks, points);
	for (i = 1; i < blocks->html->n; i++) {
		float score = points[i];

		if (score <= best || blocks->html->nodes[i].tag == HTML_BODY)
			continue;
		score *= (1 - link_share(blocks, i)) * hint_factor(blocks->hints[i]);
		if (score > best) {
			best = score;
			top = i;
		}
	}
	return top;
}
