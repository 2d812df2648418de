/* SPDX-License-Identifier: Apache-2.0
 * tally.h - how many live claims and incidents there are of each kind, country, year, theme and modality, so
 * that nobody has to count a million rows to say so.
 *
 * What a transaction changes is gathered in a table of this connection, which rolls back with it, and goes into
 * the table "tally" in one statement before the commit: many reports touch the same few rows. A row may be
 * left with no facts. */
#ifndef SITREP_TALLY_H
#define SITREP_TALLY_H

#include "base/err.h"
#include "db/db.h"

struct tally;

struct tally *tally_new(struct db *db, struct err *err);
void tally_free(struct tally **tally);
/* The live facts of the extraction are there from now on, or no longer: once they are derived, or before
 * they are switched off. */
bool tally_add(struct tally *tally, int64_t extraction, struct err *err) MUST_CHECK;
bool tally_take(struct tally *tally, int64_t extraction, struct err *err) MUST_CHECK;
/* Before each commit. */
bool tally_flush(struct tally *tally, struct err *err) MUST_CHECK;
/* All is counted anew. */
bool tally_clear(struct tally *tally, struct err *err) MUST_CHECK;

#endif
