/* SPDX-License-Identifier: Apache-2.0
 * store.h - the only writer of the database.
 *
 * store_put() upserts on (report id, extractor version) inside the open transaction; store_commit()
 * ends it with one fsync. A result that comes twice leaves the database as it is after the first:
 * that is what turns "at least once" on the wire into "exactly once" here. */
#ifndef SITREP_STORE_H
#define SITREP_STORE_H

#include "base/err.h"
#include "store/history.h"
#include "wire/message.h"

struct store;
struct prepared; /* prepared.h */

struct store_counts {
	uint64_t reports;                     /* distinct, ever */
	uint64_t entities, claims, incidents; /* since opened */
};

/* Made or brought to this version if need be. checkpoint_pages: of the write-ahead log. NULL: it
 * cannot be opened. */
struct store *store_open(const char *path, uint64_t checkpoint_pages, struct err *err);
/* From which likeness on a text is a near copy (stories.h); 0.5 and 0.8 unless said otherwise. */
void store_judge_copies(struct store *store, double resemblance, double containment);
void store_close(struct store **store); /* an open transaction is lost */
/* ERR_REJECT: this result cannot be stored. Whatever went wrong, the transaction is spoilt: call
 * store_rollback(), and put the others again. */
bool store_put(struct store *store, const struct result *result, int64_t now_ms,
	struct err *err) MUST_CHECK;
/* The same, of a result that was prepared. */
bool store_put_prepared(struct store *store, const struct result *result, struct prepared *prepared,
	int64_t now_ms, struct err *err) MUST_CHECK;
/* Until the transaction has ended, what ERR_REJECT says of one result leaves the others of it
 * standing. That costs some, the index of words above all, so it is for when one was rejected. */
void store_careful(struct store *store);
/* Which state a place is in, from the lexicons; derives anew what older rules had made. At the
 * start, outside of a transaction. */
bool store_know_places(struct store *store, const char *data_dir, struct err *err) MUST_CHECK;
/* A human's correction (decide.h has the format), in a transaction of its own: commit what is open
 * before. ERR_REJECT: it makes no sense. */
bool store_decide(struct store *store, struct str json, int64_t now_ms, int64_t *ret_decision,
	struct err *err) MUST_CHECK;
bool store_undo(struct store *store, int64_t decision, int64_t now_ms, struct err *err) MUST_CHECK;
/* Saved searches (searches.h), each in a transaction of its own. */
bool store_save_search(struct store *store, struct str json, int64_t now_ms, int64_t *ret_search,
	struct err *err) MUST_CHECK;
bool store_forget_search(struct store *store, int64_t search, struct err *err) MUST_CHECK;
bool store_search_told(
	struct store *store, int64_t search, int64_t row, struct err *err) MUST_CHECK;
/* A point of the charts, in a transaction of its own. */
bool store_sample(struct store *store, const struct sample *sample, struct err *err) MUST_CHECK;
/* False: nothing of the transaction has happened, as after store_rollback(). */
bool store_commit(struct store *store, struct err *err) MUST_CHECK;
void store_rollback(struct store *store);
void store_counts(const struct store *store, struct store_counts *ret);
/* Of the database. */
uint64_t store_bytes(struct store *store);
/* A consistent copy while writing goes on. */
bool store_backup(struct store *store, const char *path, struct err *err) MUST_CHECK;

#endif
