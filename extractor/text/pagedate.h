/* SPDX-License-Identifier: Apache-2.0
 * pagedate.h - the day on which a page's article was first published, and last changed.
 *
 * Candidates come from what the page declares (JSON-LD, meta elements), from its markup (time
 * elements, elements that are named after dates), from the feed that named it, from its address
 * and from its text near the headline. They are ranked by how often their kind is right; see the
 * table in pagedate.c. */
#ifndef SITREP_PAGEDATE_H
#define SITREP_PAGEDATE_H

#include "model/extraction.h"
#include "text/article.h"
#include "text/html_block.h"
#include "text/html_meta.h"

struct dated {
	/* DAY_NONE if unknown; the first of a month or year that is all that is known */
	int32_t day;
	struct dating by;
};

struct pagedate {
	struct dated published, modified;
};

struct pagedate pagedate_find(const struct html_blocks *blocks, const struct html_meta *meta,
	const struct page_about *about, struct arena *arena);

#endif
