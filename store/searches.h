/* SPDX-License-Identifier: Apache-2.0
 * searches.h - saved searches: a question that is asked again whenever facts are stored, and where to
 * tell what is new. The dashboard asks and tells; the store keeps them, and how far each was told:
 * a fact is told at least once, and again only if its report is read again. */
#ifndef SITREP_SEARCHES_H
#define SITREP_SEARCHES_H

#include "base/err.h"
#include "db/db.h"

/* {"name": "...", "listing": "claims" | "incidents", "query": "kind=killed&country=IQ", "webhook": URL}. It begins
 * with what is stored from now on. ERR_REJECT: it makes no sense. In the open transaction, like the
 * others. */
bool search_save(struct db *db, struct str json, int64_t now_ms, int64_t *ret_search,
	struct err *err) MUST_CHECK;
bool search_forget(struct db *db, int64_t search, struct err *err) MUST_CHECK;
/* All up to this row of the listing was told. */
bool search_told(struct db *db, int64_t search, int64_t row, struct err *err) MUST_CHECK;

#endif
