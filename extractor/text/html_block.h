/* SPDX-License-Identifier: Apache-2.0
 * html_block.h - a page's nodes -> the blocks of text that a browser would set as paragraphs.
 *
 * A block is a run of inline content between two block boundaries, with its white space collapsed
 * and its references resolved. Blocks stand in document order, so the blocks of any subtree are a
 * range too, and sums over subtrees come from prefix sums. */
#ifndef SITREP_HTML_BLOCK_H
#define SITREP_HTML_BLOCK_H

#include "text/html.h"

struct html_block {
	struct str text; /* one line; lines where br or pre broke them */
	uint32_t node;   /* its first text node */
	uint32_t owner;  /* the block element around it */
	uint32_t words;
	uint32_t link_bytes; /* of text: inside a or button */
	uint32_t links;
	uint32_t stops; /* commas and sentence ends, of any script */
	bool hidden;    /* a style or attribute hides it */
	bool bold;      /* all of it is inside b or strong */
};

struct html_blocks {
	const struct html *html;
	struct html_block *v; /* [n] */
	uint32_t n;
	uint32_t *sum_bytes; /* [n + 1] of text before block i; likewise below */
	uint32_t *sum_links; /* bytes inside links */
	uint32_t *sum_stops;
	uint32_t *hints; /* [html->n] what each element's names say: enum html_hint */
};

void html_blocks_find(const struct html *html, struct arena *arena, struct html_blocks *ret_blocks);
/* The first block whose text starts at or behind the node. */
uint32_t html_blocks_at(const struct html_blocks *blocks, uint32_t node);

#endif
