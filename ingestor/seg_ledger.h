/* SPDX-License-Identifier: Apache-2.0
 * seg_ledger.h - what the log spool remembers for ever: every report that it accepted, what was
 * dropped, the notes of the sources, the counters. It lies in the tables of SQLite's spool
 * (spool_sql.h), in spool.db.
 *
 * The log is the journal of these tables: what a batch says of them is on disk with the batch,
 * and stands in memory until a checkpoint writes some ten thousand lines, a piece with each
 * batch, in one transaction, together with the place in the log up to which they hold. A segment
 * is removed only when the checkpoint has passed it. After a crash the log is read on from that
 * place; a line that is there already is no harm. */
#ifndef SITREP_SEG_LEDGER_H
#define SITREP_SEG_LEDGER_H

#include "db/db.h"
#include "ingestor/seg_files.h"

struct ledger_row { /* a report that was accepted */
	uint64_t seq;
	struct report_id id;
	int64_t received_ms;
	struct str source;
	bool dropped;
};

struct ledger_note {
	struct str key, value; /* value absent: forgotten */
};

struct ledger_notes {
	struct ledger_note *v; /* [n] owned, sorted by key; strings: the ledger's arena */
	size_t n, cap;
};

/* Where in spool.db stands what the log needs to know. */
struct ledger_place {
	struct seg_place checked; /* in the log; all before it is in the tables */
	uint32_t first;           /* segments below are removed */
	uint64_t salt;            /* 0: there was no log yet */
};

struct ledger {
	struct db *db; /* owned */
	struct query **q;
	struct ledger_place place;
	uint64_t last_seq; /* of the tables */
	/* since the last checkpoint; what is beyond ..._kept is the open batch's */
	struct ledger_row *fresh; /* [nfresh] owned, by seq */
	size_t nfresh, fresh_cap, fresh_kept;
	uint64_t *dropped; /* [ndropped] owned */
	size_t ndropped, dropped_cap, dropped_kept;
	struct ledger_notes kept, open;
	struct spool_counts counts; /* as of the tables */
	struct arena arena;
	size_t arena_kept;
	/* a checkpoint that is under way: the first rows of fresh by id, and how many of them
	 * are written */
	uint32_t *order; /* [norder] owned */
	size_t norder, written;
	bool under_way;
	size_t most_rows; /* that wait for one, and an eighth as many notes */
};

/* Opens spool.db, and reads the counters. segment_bytes: short segments mean short memory. */
bool ledger_open(struct ledger *ledger, const char *path, uint64_t segment_bytes,
	struct spool_counts *counts, struct err *err) MUST_CHECK;
void ledger_close(struct ledger *ledger);

/* In the open batch. Rows come by seq. */
void ledger_accept(struct ledger *ledger, const struct ledger_row *row);
void ledger_drop(struct ledger *ledger, uint64_t seq);
void ledger_note(struct ledger *ledger, struct str key, struct str value);
void ledger_keep(struct ledger *ledger);     /* the batch is on disk */
void ledger_rollback(struct ledger *ledger); /* it has not happened */

/* Whether a checkpoint is to be begun, or goes on. */
bool ledger_wants_checkpoint(const struct ledger *ledger);
/* Whether so much waits that nothing more may be accepted until a checkpoint succeeds. */
bool ledger_is_overdue(const struct ledger *ledger);
/* A piece of a checkpoint of at most so many rows (LEDGER_ALL: to its end), not while a batch is
 * open. With the last piece, *ret_done, all that was kept until then is in the tables, and place
 * says so. Sorted by id a piece touches few pages, which is what it costs. On failure all is as
 * before the first piece. */
#define LEDGER_ALL SIZE_MAX
bool ledger_checkpoint(struct ledger *ledger, const struct ledger_place *place,
	const struct spool_counts *counts, size_t rows, bool *ret_done, struct err *err) MUST_CHECK;

/* Of the tables and the batches since. Strings live in the arena. */
bool ledger_by_id(struct ledger *ledger, const struct report_id *id, struct arena *arena,
	struct ledger_row *ret, bool *ret_found, struct err *err) MUST_CHECK;
bool ledger_by_seq(struct ledger *ledger, uint64_t seq, struct arena *arena, struct ledger_row *ret,
	bool *ret_found, struct err *err) MUST_CHECK;
/* A fresh row; NULL: it is in the tables, or nowhere. */
const struct ledger_row *ledger_fresh(const struct ledger *ledger, uint64_t seq);
/* Rows from after on, at most limit. */
bool ledger_list(struct ledger *ledger, uint64_t after, uint32_t limit, struct arena *arena,
	struct ledger_row **ret, size_t *ret_n, struct err *err) MUST_CHECK;
bool ledger_noted(struct ledger *ledger, struct str key, struct arena *arena, struct str *ret_value,
	struct err *err) MUST_CHECK;
bool ledger_list_notes(struct ledger *ledger, struct str prefix, struct arena *arena,
	struct str **ret_keys, size_t *ret_n, struct err *err) MUST_CHECK;

#endif
