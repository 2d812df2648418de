/* SPDX-License-Identifier: Apache-2.0
 * report.h - one report as it was handed in, before anybody has read it.
 *
 * The identity of a report is the SHA-256 of its bytes (FIPS 180-4): the same bytes are the same
 * report, wherever they come from. All strings are borrowed from whoever made the struct. */
#ifndef SITREP_REPORT_H
#define SITREP_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

#define REPORT_ID_BYTES 32
#define REPORT_ID_HEX (2 * REPORT_ID_BYTES + 1) /* with the NUL */

struct report_id {
	unsigned char bytes[REPORT_ID_BYTES];
};

struct report {
	struct report_id id;
	struct str body;       /* the bytes as received */
	struct str media_type; /* "text/html; charset=..." as declared, or sniffed; "" unknown */
	struct str source;     /* where it came from: a path, a feed's name, "http" */
	struct str url;        /* where its reader would find it, "" unknown */
	struct str title;      /* given with it, "" if not: then it is looked for */
	struct str published;  /* "YYYY-MM-DD" given with it, "" if not: it is believed */
	struct str dated; /* the date that a feed gives it, as written there, "" if none: weighed */
	int64_t received_ms; /* Unix time in ms when it was first accepted */
	bool verbatim;       /* body is UTF-8 main text already: to be used byte for byte */
};

void report_identify(struct report *report); /* fills id from body */
void report_id_hex(const struct report_id *id, char out[REPORT_ID_HEX]);
bool report_id_parse(struct str hex, struct report_id *ret);
/* Leaves the day of what was given as such; "" passes. ERR_REJECT: it is none. */
bool report_check_published(struct str *published, struct err *err) MUST_CHECK;
/* The media type that the bytes themselves show (WHATWG MIME Sniffing, the part that reports need);
 * never NULL: "text/plain", "text/html", "application/pdf", ..., "application/octet-stream". */
const char *report_sniff(struct str body);
/* A type whose reports are its members: it is to be unpacked (service/unpacker.h), not read. */
bool report_is_archive(struct str type);
/* A list of reports: a feed, a sitemap, a list of feeds (text/feed.h reads them). */
bool report_is_feed(struct str type);
/* Such bytes, or mail that carries files. */
bool report_holds_members(struct str body);

#endif
