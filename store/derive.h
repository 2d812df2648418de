/* SPDX-License-Identifier: Apache-2.0
 * derive.h - what the database knows beyond what an extraction says: when and in which state a fact
 * was, under which words it is filed, which other reports tell the same figure, what a human decided.
 *
 * All of it is SQL over one extraction at a time, inside the transaction that the store has open, and
 * can be made again from the facts. So a change of the rules below is a new DERIVE_VERSION: the
 * next store_open() derives everything anew.
 *
 * A figure is "how many of what, where, when": killed|mosul|2021-05-04|person. Claims with the same
 * figure, from whatever report, speak of the same thing; so do incidents with the same event
 * (bombing|mosul|2021-05-04). A claim whose place or time is unknown, or is a span of more than a
 * month, has no figure: it is better to leave two reports of one thing apart than to join two things. */
#ifndef SITREP_DERIVE_H
#define SITREP_DERIVE_H

#include "base/err.h"
#include "db/db.h"

struct derive;

struct derive *derive_new(struct db *db, struct err *err);
void derive_free(struct derive **derive);
/* After the facts of the extraction, which is the current one of its report, were written. */
bool derive_extraction(struct derive *derive, int64_t extraction, struct err *err) MUST_CHECK;
/* Before they are deleted or stop being current. */
bool derive_forget(struct derive *derive, int64_t extraction, struct err *err) MUST_CHECK;
/* Before the commit of what the above did. */
bool derive_finish(struct derive *derive, struct err *err) MUST_CHECK;
/* Reads which state a place is in from countries.txt and places.txt (docs/lexicons.md), if they have
 * changed since; missing files leave what is known. Commits. */
bool derive_places(struct derive *derive, const char *data_dir, struct err *err) MUST_CHECK;
/* Everything again if the database was derived by other rules than these. Commits. */
bool derive_all(struct derive *derive, struct err *err) MUST_CHECK;

#endif
