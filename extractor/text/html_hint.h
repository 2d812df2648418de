/* SPDX-License-Identifier: Apache-2.0
 * html_hint.h - what the names that authors give to elements (class, id, role) say about them.
 *
 * Nothing here decides: "sidebar" may hold the article. Hints are features of the block model and
 * help to find bylines and dates. */
#ifndef SITREP_HTML_HINT_H
#define SITREP_HTML_HINT_H

#include "text/html.h"

enum html_hint {
	HINT_BODY = 1 << 0,    /* entry-content, articleBody */
	HINT_CONTENT = 1 << 1, /* content, article, story, text */
	HINT_POST = 1 << 2,    /* post, message, thread, answer */
	HINT_COMMENT = 1 << 3,
	HINT_SHARE = 1 << 4,
	HINT_RELATED = 1 << 5, /* related, recommended, teaser, popular */
	HINT_NAV = 1 << 6,
	HINT_FOOTER = 1 << 7,
	HINT_SIDE = 1 << 8,
	HINT_AD = 1 << 9,
	HINT_CAPTION = 1 << 10,
	HINT_BYLINE = 1 << 11, /* author, date, meta */
	HINT_NOTICE = 1 << 12, /* cookie, newsletter, paywall, login */
	HINT_TAGS = 1 << 13,
	HINT_TITLE = 1 << 14,
	HINT_LEAD = 1 << 15,
	HINT_MEDIA = 1 << 16,
	HINT_HIDDEN = 1 << 17,
	HINT_HEADER = 1 << 18,
	HINT_DATE = 1 << 19, /* published, date, time */
	HINT_LIST = 1 << 20, /* list, grid, card, item */
	HINT_QUOTE = 1 << 21
};
#define HINT_COUNT 22

/* The hints of one element's own attributes. */
uint32_t html_hints_of(const struct html *html, uint32_t node);
uint32_t html_hints_in(struct str names);

#endif
