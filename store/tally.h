/* SPDX-License-Identifier: Apache-2.0
 * tally.h - how many live claims and incidents there are of each kind, country, year, theme and
 * modality, so that nobody has to count a million rows to say so.
 *
 * What a transaction changes is gathered in memory and goes into the table "tally" before the
 * commit: many reports touch the same few rows. Whoever rolls back calls tally_drop(). A row may
 * be left with no facts. */
#ifndef SITREP_TALLY_H
#define SITREP_TALLY_H

#include "base/err.h"
#include "db/db.h"
#include "store/told.h"

struct tally;

struct tally *tally_new(struct db *db, struct err *err);
void tally_free(struct tally **tally);
/* The live ones of the facts are there from now on (sign 1) or no longer (-1). */
void tally_add(struct tally *tally, const struct told_facts *facts, int sign);
/* Before each commit and each savepoint. */
bool tally_flush(struct tally *tally, struct err *err) MUST_CHECK;
/* What was gathered is not to be. */
void tally_drop(struct tally *tally);
/* All is counted anew. */
bool tally_clear(struct tally *tally, struct err *err) MUST_CHECK;

#endif
