/* SPDX-License-Identifier: Apache-2.0
 * html_drop.h - furniture that the block model keeps and that says itself what it is.
 *
 * The model has learnt from whole pages; on short ones, and of what is rare in them, it is less
 * sure. What is dropped here has a name or a heading that says so, and never holds the page's h1
 * nor most of its text. */
#ifndef SITREP_HTML_DROP_H
#define SITREP_HTML_DROP_H

#include "text/html_block.h"
#include "text/html_meta.h"

/* Clears keep for labels, pointers to other articles, notices, offers, comments, asides
 * and lists of teasers. */
void html_drop_furniture(
	const struct html_blocks *blocks, const struct html_meta *meta, bool *keep);

#endif
