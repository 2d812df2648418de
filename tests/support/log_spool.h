/* SPDX-License-Identifier: Apache-2.0
 * log_spool.h - a log spool for tests of what disks and crashes do to its files. */
#ifndef SITREP_LOG_SPOOL_H
#define SITREP_LOG_SPOOL_H

#include "base/buf.h"
#include "support/spools.h"

#define PATH "log-test.db"
#define SEGMENT "log-test.log/0000000001.seg"
#define BATCHES 4 /* of make_four_batches */
#define BYTES 150 /* of each of its reports */

/* fn for every file of the spool, and of one that was set aside. */
void each_file(void (*fn)(const char *path));
void save_files(void); /* for put_back() */
/* The files as they were saved, that of this name with n bytes, the one at "at" flipped by mask. */
void put_back(const char *name, size_t n, size_t at, unsigned char mask);
const struct buf *saved_file(const char *name); /* borrowed */

struct spool *open_log(uint64_t segment_bytes, struct err *damage);
struct spool *open_sound(uint64_t segment_bytes); /* without damage */
/* The i-th report, of so many bytes, at most 4,096; static storage. */
struct submit submit_number(int i, size_t bytes);
void put(struct spool *s, int i, size_t bytes); /* which it did not know */
bool is_known(struct spool *s, int i, size_t bytes);
void finish(struct spool *s, const struct spool_item *item);
/* Leases all; how many come back as they were handed in. *ret_torn counts the others. */
int whole_reports(struct spool *s, int *ret_torn);

/* What a process leaves that is killed: nothing is closed. */
void crash_after(void (*work)(void));
/* Leaves, and saves, four batches of two reports and a note that speaks of them. */
void make_four_batches(void);
/* How many of its reports are known; no note may outlive a report that it speaks of. */
int known_and_consistent(struct spool *s);
void many_segments(void); /* work: sixty reports in ten segments of 4 KB */

#endif
