/* SPDX-License-Identifier: Apache-2.0
 * listing.h - inside the read side only: the parts of a listing that an overview is made of too. */
#ifndef SITREP_LISTING_H
#define SITREP_LISTING_H

#include "store/facts.h"

/* Appends SELECT ... AS n: the numbers of the claims or incidents that the filter leaves, in order. */
bool listing_add_numbers(struct db *db, enum listing listing, const struct filter *f, struct buf *sql,
	struct err *err) MUST_CHECK;
/* The query, with what the filter has bound. */
struct query *listing_prepare(struct db *db, const char *sql, const struct filter *f,
	struct arena *arena, struct err *err);

#endif
