/* SPDX-License-Identifier: Apache-2.0
 * spool.h - what the ingestor has promised to deliver, until the store has it.
 *
 *            put                     lease                  done
 *   (new) --------> READY ------------------------> LEASED --------> (gone)
 *                     ^ ^       requeue               |  |
 *                     | '-----------------------------'  | delay
 *                     |  promote                         v
 *                     +------------------------------ DELAYED
 *                     |  retry
 *                     '-------------- DEAD <-- bury -- LEASED
 *                                       '--> drop --> (gone)
 *
 * Every change belongs to a batch; spool_commit() puts the batch on disk with one fsync. Nothing
 * may be answered to anybody before it returned true. If it returns false the whole batch has not
 * happened. One process owns a spool at a time.
 *
 * The spool also remembers the id of every report that it ever accepted, so that the same bytes
 * are a duplicate for ever, and small notes (which files of a watched folder were taken) that
 * must be as durable as the reports that they speak of.
 *
 * Three implementations, one contract (tests/unit/test_spool.c runs it over all): spool_log.c and
 * spool_sqlite.c keep their promise through a power cut, spool_mem.c through nothing, for tests
 * and benchmarks. */
#ifndef SITREP_SPOOL_H
#define SITREP_SPOOL_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "model/report.h"
#include "wire/message.h"

enum spool_state { SPOOL_READY = 1, SPOOL_LEASED, SPOOL_DELAYED, SPOOL_DEAD };

struct spool_limits {
	uint64_t max_reports; /* ready + leased + delayed + dead */
	uint64_t max_bytes;   /* of their bodies */
};

struct spool_counts {
	uint64_t in_state[SPOOL_DEAD + 1]; /* by enum spool_state; [0] is unused */
	uint64_t bytes;
	uint64_t accepted, duplicate, done, died, dropped, retried, expired, again; /* ever */
};

/* One report in the spool. Strings live in the arena that the call was given. */
struct spool_item {
	uint64_t seq;
	struct report_id id;
	enum spool_state state;
	enum priority priority;
	uint32_t attempt; /* leases ever given, counted before the work */
	uint32_t failed;  /* attempts that the worker says failed */
	uint32_t lost;    /* leases that ran out without a word */
	int64_t due_ms;   /* LEASED: lent until; DELAYED: not before */
	uint64_t bytes;
	int64_t received_ms;
	int64_t changed_ms;
	struct str source;
	struct str media_type;
	struct str reason;
	struct str sentence;
};

enum spool_put { SPOOL_ACCEPTED, SPOOL_DUPLICATE, SPOOL_FULL };

/* Why a report failed: one word and a sentence. */
struct spool_why {
	struct str reason;
	struct str sentence;
	bool ours; /* disk, system: the report is not to blame */
};

struct spool;

struct spool *spool_open_sqlite(
	const char *path, const struct spool_limits *limits, struct err *err);
/* A log of segments in PATH without its .db, plus .log; PATH is its ledger, a database like that
 * of spool_open_sqlite(), whose reports are taken over into the log when it is opened so for the
 * first time. Damage does not keep it from opening: *damage tells of it. If *damage is set at
 * the call, PATH was repaired just now. A segment ends when it has more than segment_bytes. */
struct spool *spool_open_log(const char *path, const struct spool_limits *limits,
	uint64_t segment_bytes, struct err *damage, struct err *err);
struct spool *spool_open_mem(const struct spool_limits *limits);
/* Either of the durable kinds, after a look at whether PATH is damaged; what the other kind has
 * kept there before is taken over. */
struct spool_options {
	struct str kind; /* "log", "sqlite" */
	const char *path;
	struct spool_limits limits;
	uint64_t segment_bytes;
};
struct spool *spool_open(const struct spool_options *options, struct err *damage, struct err *err);
void spool_close(struct spool **spool); /* NULL is fine; leaves NULL; an open batch is lost */

/* Takes the report (its id must be set) unless it is known or the spool is full. On DUPLICATE
 * *ret_first tells the first copy's source and time (arena). again reads a known report once more;
 * if it is still here that is a DUPLICATE too. */
bool spool_put(struct spool *spool, const struct submit *submit, struct arena *arena,
	enum spool_put *ret_put, struct spool_item *ret_first, struct err *err) MUST_CHECK;
/* Lends the first ready report (waited before bulk, older before newer) until until_ms and counts
 * the attempt. None ready: true with *ret_found false. Report and item live in the arena. */
bool spool_lease(struct spool *spool, int64_t now_ms, int64_t until_ms, struct arena *arena,
	struct spool_item *ret_item, struct report *ret_report, bool *ret_found,
	struct err *err) MUST_CHECK;
/* The lease must be current (seq and attempt), or *ret_found is false and nothing happens. */
bool spool_renew(struct spool *spool, struct lease lease, int64_t until_ms, bool *ret_found,
	struct err *err) MUST_CHECK;
bool spool_find(struct spool *spool, struct lease lease, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err) MUST_CHECK;
/* The store has it: true for any attempt at it, even one that had been given up. An attempt that
 * the item has not had yet is one from before it was put again, and ends nothing. *ret_item is
 * what it ended (strings: arena), its seq 0 if nothing. */
bool spool_done(struct spool *spool, struct lease lease, struct arena *arena,
	struct spool_item *ret_item, struct err *err) MUST_CHECK;
/* LEASED -> READY: handed back unread (lost false: the attempt is not held against it), or its
 * worker vanished (lost true). */
bool spool_requeue(struct spool *spool, const struct spool_item *item, bool lost, int64_t now_ms,
	struct err *err) MUST_CHECK;
/* The attempt failed. why->ours: through no fault of the report's, so it does not count against
 * it. */
bool spool_delay(struct spool *spool, const struct spool_item *item, const struct spool_why *why,
	int64_t due_ms, int64_t now_ms, struct err *err) MUST_CHECK;
bool spool_bury(struct spool *spool, const struct spool_item *item, const struct spool_why *why,
	int64_t now_ms, struct err *err) MUST_CHECK;
/* DELAYED -> READY for all that are due. */
bool spool_promote(struct spool *spool, int64_t now_ms, struct err *err) MUST_CHECK;
/* One lease that ran out before now_ms, if any. */
bool spool_expired(struct spool *spool, int64_t now_ms, struct arena *arena,
	struct spool_item *ret_item, bool *ret_found, struct err *err) MUST_CHECK;
/* After a restart: every lease ends at until_ms at the latest; a living worker will renew. */
bool spool_shorten_leases(struct spool *spool, int64_t until_ms, struct err *err) MUST_CHECK;

/* DEAD items, newest first, seq below before (0: from the top), at most limit. */
bool spool_dead(struct spool *spool, uint64_t before, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err) MUST_CHECK;
/* DEAD -> READY with a clean slate, or gone. */
bool spool_retry(struct spool *spool, uint64_t seq, int64_t now_ms, struct err *err) MUST_CHECK;
bool spool_drop(struct spool *spool, uint64_t seq, struct err *err) MUST_CHECK;

/* What is known of a report: in the spool (true, *ret_live true), accepted once and gone (*ret_live
 * false), or never seen (*ret_known false). */
bool spool_where(struct spool *spool, const struct report_id *id, struct arena *arena,
	struct spool_item *ret_item, bool *ret_known, bool *ret_live, struct err *err) MUST_CHECK;
/* Every report ever accepted, by seq, from after on; state 0: done, or dropped (reason
 * "dropped"). */
bool spool_ledger(struct spool *spool, uint64_t after, uint32_t limit, struct arena *arena,
	struct spool_item **ret_items, size_t *ret_n, struct err *err) MUST_CHECK;
bool spool_body(struct spool *spool, uint64_t seq, struct arena *arena, struct str *ret_body,
	struct err *err) MUST_CHECK;

/* Notes: a durable map from strings to strings. An absent value forgets the key. */
bool spool_note(struct spool *spool, struct str key, struct str value, struct err *err) MUST_CHECK;
bool spool_noted(struct spool *spool, struct str key, struct arena *arena, struct str *ret_value,
	struct err *err) MUST_CHECK; /* absent if there is none */
/* All keys that start with prefix, in order. */
bool spool_notes(struct spool *spool, struct str prefix, struct arena *arena, struct str **ret_keys,
	size_t *ret_n, struct err *err) MUST_CHECK;

void spool_counts(const struct spool *spool, struct spool_counts *ret);
void spool_limits(const struct spool *spool, uint64_t *ret_reports, uint64_t *ret_bytes);
/* Time of acceptance of the oldest that is ready, leased or delayed; 0 if there is none. */
bool spool_oldest(struct spool *spool, int64_t *ret_ms, struct err *err) MUST_CHECK;
bool spool_commit(struct spool *spool, struct err *err) MUST_CHECK;
/* Gives up the batch: nothing in it has happened. */
void spool_rollback(struct spool *spool);

/* A copy of the spool into PATH.backup beside it, a piece at a time while work goes on; between
 * batches only (commit first). The finished copy holds all that was committed by then. begin
 * starts anew. *ret_left: pages to go, 0 when the file is complete and on disk. ERR_REJECT: this
 * spool is in no file, or no copy was begun; ERR_RETRY: the copy could not be written, and is
 * given up; the spool is none the worse. */
bool spool_copy(struct spool *spool, bool begin, uint32_t *ret_left, struct err *err) MUST_CHECK;
/* Gives up a copy that is not complete, if there is one. */
void spool_copy_end(struct spool *spool);

const char *spool_state_name(enum spool_state state);

#endif
