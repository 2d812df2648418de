/* SPDX-License-Identifier: Apache-2.0
 * rows.h - inside the store only: the rows of one result, as the tables of schema.c hold them.
 *
 * Nothing here begins or ends a transaction; the strings of the result are only read. */
#ifndef SITREP_ROWS_H
#define SITREP_ROWS_H

#include "base/err.h"
#include "db/db.h"
#include "store/told.h"
#include "wire/message.h"

struct rows;

struct rows *rows_new(struct db *db, struct err *err);
void rows_free(struct rows **rows);
/* The row of the report and its original, made if it is not there. */
bool rows_put_report(struct rows *rows, const struct result *result, int64_t now_ms,
	int64_t *ret_row, bool *ret_made, struct err *err) MUST_CHECK;
/* Whether this is the very same result once more: its sender did not hear us the first time. */
bool rows_known(struct rows *rows, int64_t report, const struct result *result, bool *ret_known,
	struct err *err) MUST_CHECK;
/* Puts the words of what was put since the last time into the index, all at once: before each
 * commit. FTS5 writes out what it has gathered whenever another statement begins that may have
 * to be undone, which is nearly every one. */
bool rows_index(struct rows *rows, struct err *err) MUST_CHECK;
/* Takes the extraction that was current out of the index, which wants the old words back for it;
 * *ret_extraction is 0 if there was none. */
bool rows_retire(
	struct rows *rows, int64_t report, int64_t *ret_extraction, struct err *err) MUST_CHECK;
/* The extraction of this version becomes the current one. */
bool rows_put_extraction(struct rows *rows, int64_t report, const struct result *result,
	int64_t now_ms, int64_t *ret_row, struct err *err) MUST_CHECK;
/* The entities, claims, incidents and warnings that an extraction of this version had before. */
bool rows_clear_facts(struct rows *rows, int64_t extraction, struct err *err) MUST_CHECK;
/* Those that it has; the facts are told_of() it, get their rows, and may be derived already. */
bool rows_put_facts(struct rows *rows, int64_t extraction, const struct extraction *x,
	struct told_facts *facts, struct err *err) MUST_CHECK;

#endif
