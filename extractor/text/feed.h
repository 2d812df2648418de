/* SPDX-License-Identifier: Apache-2.0
 * feed.h - lists of reports: RSS 0.9x, 1.0 and 2.0, Atom (RFC 4287), JSON Feed 1.1, sitemaps
 * (sitemaps.org) and OPML 2.0 lists of feeds.
 *
 * Whatever stands there is read as well as it goes: broken XML up to and behind the fault. All
 * strings are valid UTF-8 in the arena; links are absolute where the feed's address is known. */
#ifndef SITREP_FEED_H
#define SITREP_FEED_H

#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define FEED_MAX_ENTRIES 50000 /* what a sitemap may have */

struct feed_entry {
	struct str id;   /* guid, atom:id; "" if the feed gives none */
	struct str link; /* where its reader would find it */
	struct str title;
	struct str content; /* HTML: the whole text if the feed has it, else the summary */
	struct str dated;   /* when it was published, or else updated, as written; "" if unknown */
	struct str updated; /* as written, for telling a new version */
	bool teaser;        /* content is at most a summary */
};

struct feed {
	const char *kind; /* rss, atom, json, sitemap, sitemapindex, opml */
	struct str title;
	struct feed_entry *entries; /* [n] in the feed's order */
	size_t n;
	uint64_t ttl_ms;
	uint32_t skip_hours, skip_days; /* bits: hours in UTC, days from Monday */
	bool damaged;                   /* the XML or JSON was broken: there may be more */
};

/* address: of the feed itself, "" if unknown. ERR_REJECT: it is none of these. */
bool feed_read(struct str bytes, struct str address, struct arena *arena, struct feed *ret,
	struct err *err) MUST_CHECK;
/* A link relative to a base (RFC 3986, 5.2, without dot segments). */
struct str feed_resolve(struct str link, struct str base, struct arena *arena);

#endif
