/* SPDX-License-Identifier: Apache-2.0
 * seg_scan.h - reads a segment from its beginning to its end: its whole records, and the gaps
 * between them.
 *
 * After a gap the next record is found by its mark and checksum, byte by byte. Memory is a window
 * of some hundred kilobytes, more only for a single head that is larger. What the disk refuses to
 * read is zeros, which are a gap. */
#ifndef SITREP_SEG_SCAN_H
#define SITREP_SEG_SCAN_H

#include "ingestor/seg_record.h"

enum scan_event { SCAN_RECORD, SCAN_GAP, SCAN_END };

struct seg_scan {
	int fd; /* borrowed */
	uint64_t salt, at, end;
	char *window; /* [window_bytes] owned */
	uint64_t window_at;
	size_t window_bytes, window_cap;
	/* the disk refused something: what looks damaged may be there another time */
	bool unreadable;
	/* of the last event */
	struct record record; /* meta: until the next call */
	uint64_t from, to;
};

void scan_init(struct seg_scan *scan, int fd, uint64_t salt, uint64_t from, uint64_t end);
void scan_release(struct seg_scan *scan);
enum scan_event scan_next(struct seg_scan *scan);
/* Whether the body of the last record is what was written. */
bool scan_body_is_whole(struct seg_scan *scan);

#endif
