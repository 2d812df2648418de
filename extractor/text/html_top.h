/* SPDX-License-Identifier: Apache-2.0
 * html_top.h - the element that most likely holds the article.
 *
 * The scoring is that of Readability (Arc90, 2009; mozilla/readability): each block of prose gives
 * points to the elements around it, less the further out they are; links in an element take points
 * away. It is one voice among the features of the block model, which decides block by block. */
#ifndef SITREP_HTML_TOP_H
#define SITREP_HTML_TOP_H

#include "text/html_block.h"

/* 0 (the document) if nothing has points. */
uint32_t html_top_find(const struct html_blocks *blocks, struct arena *arena);

#endif
