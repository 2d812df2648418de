/* SPDX-License-Identifier: Apache-2.0
 * filing.h - under which words the facts are filed, and which names there are: the tables tag and tag_value,
 * name and appearance, which listings look into and count by.
 *
 * What a transaction brings is filed at its end, all of it at once and in the order of the tables: hundreds
 * of reports name the same places and people, and each row of those would have to be found and changed once
 * for every report. What is waiting is a table of this connection, which rolls back with the transaction. */
#ifndef SITREP_FILING_H
#define SITREP_FILING_H

#include "base/err.h"
#include "db/db.h"

struct filing;

struct filing *filing_new(struct db *db, struct err *err);
void filing_free(struct filing **filing);
/* The facts of the extraction are derived and live: it is filed by the next filing_flush(). */
bool filing_add(struct filing *filing, int64_t extraction, struct err *err) MUST_CHECK;
/* Before its facts stop being live, or are deleted. */
bool filing_take(struct filing *filing, int64_t extraction, struct err *err) MUST_CHECK;
/* Before each commit. */
bool filing_flush(struct filing *filing, struct err *err) MUST_CHECK;
/* Everything is to be filed anew: nothing is, from now on. */
bool filing_clear(struct filing *filing, struct err *err) MUST_CHECK;

#endif
