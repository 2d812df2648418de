/* SPDX-License-Identifier: Apache-2.0
 * html_body.h - which blocks of a page are its main text, and that text. */
#ifndef SITREP_HTML_BODY_H
#define SITREP_HTML_BODY_H

#include "text/html_block.h"
#include "text/html_meta.h"

/* Sets keep[i] for the blocks of the main text. */
void html_body_select(const struct html_blocks *blocks, const struct html_meta *meta,
	struct arena *arena, bool *keep);
/* The kept blocks as text: paragraphs parted by an empty line, items and rows by a line feed. */
struct str html_body_text(const struct html_blocks *blocks, const bool *keep, struct arena *arena);

#endif
