/* SPDX-License-Identifier: Apache-2.0
 * seg_files.h - the segments of the log spool (seg_record.h) as files: one batch at a time is
 * appended to the last, and made durable with one fdatasync.
 *
 * What always holds: bytes before a segment's end are synced and whole; what stands behind it is
 * the open batch, or void. A batch stands in one segment. After a sync that failed nothing is
 * ever written to that file again, nor is the sync repeated and believed (Rebello et al., "Can
 * Applications Recover from fsync Failures?", 2020: the kernel may have dropped the pages and
 * called them clean): the next batch begins a new segment, whose header says where the old one
 * ends. The directory is synced before a new file counts, and is locked against a second process. */
#ifndef SITREP_SEG_FILES_H
#define SITREP_SEG_FILES_H

#include <limits.h>

#include "ingestor/seg_record.h"

#define MAX_SEGMENT_BYTES ((uint64_t)3 << 30) /* a batch included: offsets have 32 bits */

struct segment {
	uint32_t number;
	int fd;        /* -1: closed */
	uint64_t end;  /* bytes that count */
	uint64_t live; /* bytes of the records of reports that are still here */
};

struct seg_place {
	uint32_t segment; /* 0: nowhere */
	uint32_t at;
};

struct seg_files {
	char dir[PATH_MAX];
	int dir_fd; /* locked; -1: not open */
	uint64_t salt, segment_bytes;
	struct segment *v; /* [n] owned, by number; the last is written to unless it is sealed */
	size_t n, cap, nopen;
	uint32_t next_number;
	bool sealed;      /* a new one is to be begun */
	bool failed;      /* a write of the open batch did: it can only be abandoned */
	bool dir_dirty;   /* a name in the directory may not be durable */
	struct buf batch; /* of the open batch, what is not written yet */
	uint64_t written; /* of the open batch, behind the end of the last segment */
};

enum seg_read {
	SEG_READ,
	SEG_LOST,
	SEG_FAILED
}; /* LOST: the disk has it no more. FAILED: try again */

/* Makes the directory, locks it (ERR_RETRY if another process has), and lists the segments;
 * their ends are the files' sizes, and the last is sealed, until the caller knows better. */
bool files_open(struct seg_files *files, const char *dir, uint64_t segment_bytes,
	struct err *err) MUST_CHECK;
void files_close(struct seg_files *files); /* an open batch is void */
/* After it there is a segment that the batch can be appended to. */
bool files_begin(struct seg_files *files, struct err *err) MUST_CHECK;
/* Where the next record will stand. */
struct seg_place files_place(const struct seg_files *files);
/* Bytes of the open batch so far. */
uint64_t files_batch_bytes(const struct seg_files *files);
/* Call after each record: writes what has piled up, without a sync. */
bool files_spill(struct seg_files *files, struct err *err) MUST_CHECK;
/* The batch is on disk, or void. */
bool files_sync(struct seg_files *files, struct err *err) MUST_CHECK;
void files_abandon(struct seg_files *files);

/* Bytes of a committed record, or of the open batch. err: only if FAILED. */
enum seg_read files_read(
	struct seg_files *files, struct seg_place place, char *to, size_t n, struct err *err);
struct segment *files_segment(struct seg_files *files, uint32_t number); /* NULL: there is none */
bool files_open_segment(
	struct seg_files *files, struct segment *segment, struct err *err) MUST_CHECK;
/* The next batch begins a new one. */
void files_seal(struct seg_files *files);
/* Removes the first of them, for good. */
bool files_remove_first(struct seg_files *files, struct err *err) MUST_CHECK;
/* Cuts the last one at its end and syncs it. */
bool files_cut(struct seg_files *files, struct err *err) MUST_CHECK;
/* Keeps a copy of damaged bytes as NNNNNNNNNN.damaged-AT. *ret_new: they were not kept before. */
bool files_keep_damaged(struct seg_files *files, uint32_t number, uint64_t from, uint64_t to,
	bool *ret_new, struct err *err) MUST_CHECK;

#endif
