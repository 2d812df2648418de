/* SPDX-License-Identifier: Apache-2.0
 * stores.h - a store of a test's own, and questions to it. */
#ifndef SITREP_STORES_H
#define SITREP_STORES_H

#include "store/facts.h"
#include "store/store.h"

/* An empty store, sitrep.db in the directory NAME.d, into which the process goes: suites that
 * run at once must not share one. */
struct store *stores_fresh(const char *name);
/* The same, and it knows places. */
struct store *stores_with_places(const char *name);
void stores_put(struct store *s, const struct result *result);
void stores_commit(struct store *s);
/* The single number that the query gives. */
int64_t stores_number(const char *sql);
size_t stores_rows(enum listing listing, const struct filter *filter);

#endif
