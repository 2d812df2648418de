/* SPDX-License-Identifier: Apache-2.0
 * export.h - facts in the formats that others use, piece by piece, so that an export of millions
 * needs no memory and nobody waits for it.
 *
 *   csv       RFC 4180; incidents with the columns that GTD and ACLED users look for
 *   jsonl     a JSON object a line, the last being the manifest
 *   geojson   RFC 7946; the geometry is a point for the state (precision "country"), or null
 *   stix      a STIX 2.1 bundle of incidents, locations, threat actors and an extension for roles and
 *             tolls; ids are UUIDv5 of the fact's name, so a second export updates the first
 *   brief     HTML with a footnote for each statement: source, date, words, hash of the original
 *   manifest  only what the others would hold, counted
 *
 * Each piece is a read of its own: what is stored meanwhile may be in it or not. */
#ifndef SITREP_EXPORT_H
#define SITREP_EXPORT_H

#include "base/buf.h"
#include "store/facts.h"

enum export_format {
	EXPORT_CSV,
	EXPORT_JSONL,
	EXPORT_GEOJSON,
	EXPORT_STIX,
	EXPORT_BRIEF,
	EXPORT_MANIFEST,
	EXPORT_FORMATS
};

struct export;

bool export_format_named(struct str name, enum export_format *ret);
const char *export_media_type(enum export_format format);

/* listing: LISTING_CLAIMS or LISTING_INCIDENTS. Copies the filter; its limit, 0 for all, is how
 * many facts there will be at most. db is borrowed. */
struct export *export_new(struct db *db, enum export_format format, enum listing listing,
	const struct filter *filter, int64_t now_ms);
void export_free(struct export **export);
/* Appends the next piece; *ret_more is false after the last. */
bool export_more(
	struct export *export, struct buf *out, bool *ret_more, struct err *err) MUST_CHECK;
/* What was written so far, as a JSON object. */
void export_manifest(const struct export *export, struct buf *out);

#endif
