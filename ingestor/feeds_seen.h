/* SPDX-License-Identifier: Apache-2.0
 * feeds_seen.h - what was taken of a feed: a set of ids and links, as notes of the spool.
 *
 *   "seen:FEED:KIND+ID"     -> the version that was taken, "-" if it has none, "!N" after N misses
 *   "gone:FEED:DAY:KIND+ID" -> since that day (of 1970, six digits) the feed no longer lists it
 *
 * FEED and ID are hashes: 64 bits for the feed, 128 for the id, within which nobody but the feed
 * itself could make collisions, to its own loss. The set would grow for ever, so it is swept now
 * and then: what has not been listed for SEEN_DAYS is forgotten, and beyond SEEN_MAX what went
 * first goes. What is listed is never forgotten, so nothing that stands in the feed is taken
 * twice. */
#ifndef SITREP_FEEDS_SEEN_H
#define SITREP_FEEDS_SEEN_H

#include "ingestor/spool.h"

#define SEEN_KEY_BYTES 80
#define SEEN_DAYS 60
#define SEEN_MAX ((size_t)200000) /* a feed may list FEED_MAX_ENTRIES, each with an id and a link */

struct seen_limits {
	int days;
	size_t max;
};

/* kind: 'i' an id, 'l' a link. */
struct str seen_key(struct str feed_url, char kind, struct str id, char out[SEEN_KEY_BYTES]);
/* listed: [n] keys that stand in the feed today. */
bool seen_sweep(struct spool *spool, struct str feed_url, const struct str *listed, size_t n,
	const struct seen_limits *limits, int64_t now_ms, size_t *ret_forgotten,
	struct err *err) MUST_CHECK;

#endif
