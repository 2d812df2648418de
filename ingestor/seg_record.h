/* SPDX-License-Identifier: Apache-2.0
 * seg_record.h - what stands in the files of the log spool: the format, and its reading and
 * writing. Pure.
 *
 * The log is a sequence of segments, files NNNNNNNNNN.seg in the directory spool.log, numbered
 * upward. All numbers are little-endian. A segment begins with 64 bytes:
 *
 *    0  "SITREPSG"       16  u64 number of the segment     40  i64 Unix time in ms at which it was begun
 *    8  u32 version, 1   24  u64 salt of the spool         48  12 bytes, 0
 *   12  u32 64           32  u64 end of the one before     60  u32 CRC32C of all these
 *
 * "end of the one before" makes void what stands behind it there: a batch that could not be
 * synced, and could not be cut off either. Then come records:
 *
 *    0  u32 mark: the lower half of the salt
 *    4  u32 CRC32C of the bytes from 8 to the end of meta, begun with the upper half of the salt
 *    8  u8 type, u8 flags, u16 0
 *   12  u32 bytes of meta    16  u32 bytes of body    20  u32 CRC32C of the body, begun likewise
 *   24  u64 seq of the report, 0 if it is about none
 *   32  meta, body
 *
 *   ITEM    meta: state, id, strings; body: the report's bytes. A report that came (NEW), is to be read once more
 *           (AGAIN), or was copied forward from an old segment with the state that it had then (MOVED): what was said
 *           of it before is void
 *   STATE   meta: state, and why unless it stays (KEEP): the report went along an arrow of spool.h
 *   GONE    it is finished, or dropped by a human (DROPPED)
 *   NOTE    meta: key and value; the value is absent if the key is forgotten
 *   COMMIT  meta: bytes of the batch before this record, the counters. The batch was complete when this was written
 *
 * A string is u32 length and bytes; the length 0xFFFFFFFF is an absent one.
 *
 * Since the salt is random and never leaves the spool, nobody can hand in a report whose bytes
 * look like records: what is found by searching for the mark in a damaged stretch is what we
 * wrote (SQLite's log uses its salts alike).
 *
 * To change the format: 1. raise SEG_VERSION, 2. go on reading all older ones (fields are only
 * added behind, meta has its length), 3. say here what is new. Ideas: Bitcask (Sheehy and Smith
 * 2010: values on disk, an index in memory, files merged forward), Kafka's segments, the log
 * format of LevelDB, Rosenblum and Ousterhout 1992 (cleaning of segments). */
#ifndef SITREP_SEG_RECORD_H
#define SITREP_SEG_RECORD_H

#include "base/buf.h"
#include "ingestor/spool.h"

#define SEG_VERSION 1
#define SEG_HEADER 64 /* bytes */
#define RECORD_HEADER 32
#define MAX_RECORD_META ((size_t)64 << 20)

enum record_type { RECORD_ITEM = 1, RECORD_STATE, RECORD_GONE, RECORD_NOTE, RECORD_COMMIT };
enum record_flag {
	RECORD_NEW = 1,
	RECORD_AGAIN = 2,
	RECORD_MOVED = 4,
	RECORD_KEEP = 8,
	RECORD_DROPPED = 16
};

struct seg_header {
	uint32_t version;
	uint64_t number, salt, before_end;
	int64_t begun_ms;
};

struct record {
	enum record_type type;
	unsigned flags; /* enum record_flag */
	uint64_t seq;
	struct str meta; /* borrowed */
	uint32_t body_bytes, body_crc;
};

void seg_header_write(const struct seg_header *header, char out[SEG_HEADER]);
/* False: these bytes are no header, or a damaged one. */
bool seg_header_read(const char in[SEG_HEADER], struct seg_header *ret);

/* Appends a whole record. */
void record_write(struct buf *out, uint64_t salt, const struct record *record, struct str body);
/* How many bytes the head (header and meta) of the record has that begins with these
 * RECORD_HEADER bytes; 0: none begins here. */
size_t record_head_bytes(const char *in, uint64_t salt);
/* Of so many bytes. False: damaged. */
bool record_read(const char *in, uint64_t salt, struct record *ret);
uint32_t record_body_crc(uint32_t so_far, bool first, uint64_t salt, struct str bytes);
static inline uint64_t record_bytes(const struct record *record)
{
	return RECORD_HEADER + record->meta.n + record->body_bytes;
}

/* The metas. Strings that are read are borrowed from the meta. False: it is none of that type. */
void item_pack(struct buf *out, const struct spool_item *item, const struct report *report);
bool item_unpack(struct str meta, struct spool_item *ret_item, struct report *ret_report);
/* keep: reason and sentence are not written down. */
void state_pack(struct buf *out, const struct spool_item *item, bool keep);
/* Sets the fields of a state, and reason and sentence unless they are kept. */
bool state_unpack(struct str meta, bool keep, struct spool_item *item);
void note_pack(struct buf *out, struct str key, struct str value);
bool note_unpack(struct str meta, struct str *ret_key, struct str *ret_value);
void commit_pack(struct buf *out, uint64_t batch_bytes, const struct spool_counts *counts);
bool commit_unpack(struct str meta, uint64_t *ret_batch_bytes, struct spool_counts *counts);

#endif
