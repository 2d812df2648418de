/* SPDX-License-Identifier: Apache-2.0
 * compared.h - the shingles of texts that were compared lately.
 *
 * Reports of one event come within hours of each other and are all compared with the same few
 * older ones; a text is read and taken apart once for all of them. The memory has a ceiling: so
 * many texts, none of them long. It says what the database says: a report whose text changes is
 * forgotten, and all are after a rollback. */
#ifndef SITREP_COMPARED_H
#define SITREP_COMPARED_H

#include "base/err.h"
#include "db/db.h"
#include "model/sketch.h"

struct compared;

struct compared *compared_new(struct db *db, struct err *err);
void compared_free(struct compared **compared);
/* Of the current text of the report, valid until the next call; none if it has no such text. */
bool compared_shingles(struct compared *compared, int64_t report, const struct shingles **ret,
	struct err *err) MUST_CHECK;
/* What was just found of this report: it may soon be compared. Copied. */
void compared_keep(struct compared *compared, int64_t report, const struct shingles *shingles);
void compared_forget(struct compared *compared, int64_t report);
void compared_forget_all(struct compared *compared);

#endif
