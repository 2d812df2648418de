/* SPDX-License-Identifier: Apache-2.0
 * html_feature.h - what the block model sees of a block: its text, its elements, its neighbours,
 * and where it stands in the page.
 *
 * The training program and the extractor call the same code. A change of the features or of their
 * order means training again; html_model.c checks the number. */
#ifndef SITREP_HTML_FEATURE_H
#define SITREP_HTML_FEATURE_H

#include "text/html_block.h"
#include "text/html_hint.h"
#include "text/html_meta.h"

/* Ancestors by kind: the feature is how many levels up the nearest one is. */
enum feature_tag {
	IN_ARTICLE,
	IN_MAIN,
	IN_ASIDE,
	IN_NAV,
	IN_HEADER,
	IN_FOOTER,
	IN_FORM,
	IN_FIGURE,
	IN_TABLE,
	IN_LIST,
	IN_QUOTE,
	IN_SECTION,
	IN_LINK,
	IN_DETAILS,
	IN_BUTTON,
	IN_NTAGS
};

enum html_feature {
	/* the text */
	F_BYTES,
	F_WORDS,
	F_LINK_SHARE,
	F_LINKS,
	F_WORD_LENGTH,
	F_STOPS,
	F_ENDS_SENTENCE,
	F_UPPER_START,
	F_DIGIT_SHARE,
	F_UPPER_SHARE,
	F_BOLD,
	F_HIDDEN,
	F_ENDS_COLON,
	F_LINES,
	F_SAYS_AD,
	F_SAYS_RELATED,
	F_SAYS_SHARE,
	F_SAYS_SUBSCRIBE,
	F_SAYS_CREDIT,
	F_SAYS_COOKIE,
	F_SAYS_BY,
	F_SAYS_COMMENT,
	F_SAYS_DATE,
	F_SAYS_TAGS,
	/* the element */
	F_TAG_P,
	F_TAG_LI,
	F_TAG_HEADING,
	F_TAG_CELL,
	F_TAG_DIV,
	F_TAG_QUOTE,
	F_TAG_CAPTION,
	F_TAG_PRE,
	F_TAG_OTHER,
	F_HEADING_LEVEL,
	F_DEPTH,
	F_BLOCKS_OF_OWNER,
	F_ABOVE_TAG,                           /* + enum feature_tag */
	F_ABOVE_HINT = F_ABOVE_TAG + IN_NTAGS, /* + bit of enum html_hint */
	/* what stands around it, four levels out: bytes, link share, mean bytes of a block */
	F_CONTAINER = F_ABOVE_HINT + HINT_COUNT,
	/* neighbours -2, -1, 1, 2: bytes, link share, same parent */
	F_NEIGHBOUR = F_CONTAINER + 4 * 3,
	/* blocks that look the same (tag and class of owner and parent) */
	F_ALIKE_BYTES = F_NEIGHBOUR + 4 * 3,
	F_ALIKE_BLOCKS,
	F_ALIKE_LINK_SHARE,
	F_ALIKE_RANK,
	F_TAG_ALIKE_BYTES,
	F_TAG_ALIKE_RANK,
	/* against the best container */
	F_IN_TOP,
	F_TOP_LEVELS,
	F_TOP_DISTANCE,
	F_TOP_PLACE,
	/* against what the page declares */
	F_IS_TITLE,
	F_IN_DESCRIPTION,
	F_IN_LINKED,
	F_HAS_LINKED,
	F_REPEATS,
	F_REPEATED_BEFORE,
	F_AFTER_H1,
	F_H1_DISTANCE,
	/* the page */
	F_PLACE,
	F_BYTES_BEFORE,
	F_PAGE_BYTES,
	F_PAGE_BLOCKS,
	F_PAGE_PROSE,
	F_PAGE_LINK_SHARE,
	F_PAGE_TOP_SHARE,
	F_TYPE_ARTICLE,
	F_COUNT
};

struct html_features; /* sums over the page, made once */

struct html_features *html_features_new(
	const struct html_blocks *blocks, const struct html_meta *meta, struct arena *arena);
void html_features_of(const struct html_features *page, uint32_t block, float row[F_COUNT]);

#endif
