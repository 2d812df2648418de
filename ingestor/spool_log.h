/* SPDX-License-Identifier: Apache-2.0
 * spool_log.h - the parts of the log spool, for spool_log*.c alone.
 *
 *   seg_record   the format            seg_files    the files, one batch and one sync at a time
 *   seg_scan     reading them through  seg_index    reports in memory, and their orders
 *   seg_ledger   what is remembered for ever, in spool.db, of which the log is the journal
 *
 *   spool_log.c         the calls of spool.h
 *   spool_log_batch.c   the open batch: what changes in it, its end
 *   spool_log_read.c    reports as the disk has them
 *   spool_log_open.c    the files at the start
 *   spool_log_replay.c  what their records say
 *   spool_log_move.c    what moves reports: SQLite's spool -> log at the first start, log -> a copy in SQLite's format
 *   spool_log_tidy.c    checkpoints, removing segments, copying the last survivors of an old one forward
 *
 * A segment is removed when it is the oldest, none of its reports is here any more, and the
 * ledger has been written down beyond it: oldest first, so that no word about a report outlives
 * the record of it by less than all older records. While more than half as much as all live
 * reports (and a segment) is waste, the survivors of the oldest segment are copied to the end, a
 * megabyte with each batch. So the files hold at most one and a half times the reports and eight
 * segments, however long the dead lie: some wait for a checkpoint. */
#ifndef SITREP_SPOOL_LOG_H
#define SITREP_SPOOL_LOG_H

#include "ingestor/seg_index.h"
#include "ingestor/seg_ledger.h"
#include "ingestor/spool_ops.h"

struct log_undo {
	struct seg_entry was; /* seq is always set */
	bool there;
};

/* The survivors of a segment that are copied forward. */
struct log_move {
	uint32_t segment;
	uint64_t *seqs; /* [n] owned, in the order of the file */
	size_t n, next;
};

/* A copy in the making, beside the live spool. */
struct log_copy {
	struct db *db; /* owned; NULL: its turn has not come */
	struct query **q;
	uint64_t *seqs; /* [n] owned */
	size_t n, next;
	uint64_t last; /* seq of the last report that is in it */
};

struct spool_log {
	struct spool base; /* first: a struct spool * is a struct spool_log * */
	struct seg_files files;
	struct seg_index index;
	struct ledger ledger;
	struct spool_counts committed;
	struct log_undo *undo; /* [nundo] owned: entries before the open batch */
	size_t nundo, undo_cap;
	struct buf meta; /* of the record that is made */
	struct log_move move;
	struct err trouble; /* why the last checkpoint failed */
	bool ready;         /* recovered: what the files hold is known */
	bool calm;          /* the last commit succeeded */
	uint64_t next_seq;
	struct log_copy copy;
};

static inline struct spool_log *log_of(struct spool *spool)
{
	return (struct spool_log *)spool;
}

/* spool_log_batch.c. Appends a record with self->meta to the open batch. */
bool log_append(struct spool_log *self, enum record_type type, unsigned flags, uint64_t seq,
	struct str body, struct seg_place *ret_place, struct err *err) MUST_CHECK;
/* An ITEM, with its entry. */
bool log_append_item(struct spool_log *self, const struct spool_item *item,
	const struct report *report, unsigned flags, struct err *err) MUST_CHECK;
/* The entry, and what its segment holds, until the batch is given up. */
void log_change(struct spool_log *self, const struct seg_entry *entry);
void log_change_gone(struct spool_log *self, uint64_t seq);
/* The same for good. */
void log_apply(struct spool_log *self, const struct seg_entry *entry);
void log_apply_gone(struct spool_log *self, uint64_t seq);
bool log_commit_batch(struct spool_log *self, struct err *err) MUST_CHECK;
bool log_commit(struct spool *spool, struct err *err) MUST_CHECK; /* and tidies, or rolls back */
void log_rollback(struct spool *spool);

/* State, times, counts: as the entry says, as the item says. */
void log_fill_item(const struct seg_entry *entry, struct spool_item *item);
struct seg_entry log_entry_of(const struct spool_item *item);
/* spool_log_read.c: an item and its report from the disk; strings and body in the arena. What
 * the disk has lost is empty. */
bool log_read(struct spool_log *self, const struct seg_entry *entry, bool body, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, struct err *err) MUST_CHECK;

/* Where the log of the spool at path is. */
void log_directory(const char *path, char out[PATH_MAX]);

/* spool_log_open.c. damage: as with spool_open_log(). */
bool log_recover(
	struct spool_log *self, const char *dir, struct err *damage, struct err *err) MUST_CHECK;

void log_count_items(struct spool_log *self); /* the counts, from the index */

/* spool_log_replay.c */
struct log_torn { /* an ITEM whose body is not what was written */
	uint64_t seq, from, to;
	bool dropped; /* and its record is still there */
};

struct log_reading {
	struct spool_log *self;
	struct segment *segment;
	bool last;
	uint64_t good;   /* behind the last record that is whole with its body */
	uint64_t batch;  /* where the last batch with a COMMIT begins */
	uint64_t commit; /* where it ends */
	uint64_t gap;    /* behind the last gap */
	uint64_t lost_bytes, lost_at;
	bool new_damage, unreadable;
	struct log_torn *torn; /* [ntorn] owned; of the last batch */
	size_t ntorn, torn_cap;
};

/* What the records of a segment say from there to its end, which may be before the end of the
 * file. What is damaged is kept aside, and told. */
void log_replay(struct log_reading *reading, struct segment *segment, uint64_t from, uint64_t end,
	struct err *damage);
/* So that the next start does not find it again. On a full disk the next start drops it again. */
bool log_drop_torn(const struct log_reading *reading, struct err *err) MUST_CHECK;
void log_reading_release(struct log_reading *reading);

/* spool_log_move.c */
bool log_take_over(struct spool_log *self, struct err *err) MUST_CHECK;
bool log_copy_more(struct spool *spool, const char *path, bool begin, uint32_t *ret_left,
	struct err *err) MUST_CHECK;
void log_copy_end(struct spool *spool);

/* spool_log_tidy.c */
bool log_move_some(struct spool_log *self, struct err *err) MUST_CHECK; /* in the open batch */
/* Between batches. idle: nothing has happened; closing: nothing more will. */
void log_tidy(struct spool_log *self, bool idle, bool closing);
bool log_checkpoint(struct spool_log *self, struct err *err) MUST_CHECK;

#endif
