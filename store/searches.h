/* SPDX-License-Identifier: Apache-2.0
 * searches.h - saved searches: a question that is asked again whenever facts are stored, and
 * where to tell what is new. The dashboard asks and tells; the store keeps them, and how far each
 * was told: a fact is told at least once. It is the same fact if its report, sentence (its bytes)
 * and kind are the same, and the how-manieth of that kind there it is. When a report is read
 * again its facts get new rows; each that was there before knows the row under which it was first
 * stored, so it is no news. */
#ifndef SITREP_SEARCHES_H
#define SITREP_SEARCHES_H

#include "base/err.h"
#include "db/db.h"

/* {"name": "...", "listing": "claims" | "incidents", "query": "kind=killed&country=IQ",
 * "webhook": URL}. It begins with what is stored from now on. ERR_REJECT: it makes no sense. In
 * the open transaction, like the others. */
bool search_save(struct db *db, struct str json, int64_t now_ms, int64_t *ret_search,
	struct err *err) MUST_CHECK;
bool search_forget(struct db *db, int64_t search, struct err *err) MUST_CHECK;
/* Before the facts of a report that is read again are replaced, and after the new ones are
 * written: in one transaction, one report after the other. */
bool searches_keep_known(struct db *db, int64_t report, struct err *err) MUST_CHECK;
bool searches_mark_known(struct db *db, int64_t extraction, struct err *err) MUST_CHECK;

/* All up to this row of the listing was told. */
bool search_told(struct db *db, int64_t search, int64_t row, struct err *err) MUST_CHECK;

#endif
