/* SPDX-License-Identifier: Apache-2.0
 * derive.h - what the database knows beyond what an extraction says: when and in which state a
 * fact was, under which words it is filed, which other reports tell the same figure, what a human
 * decided.
 *
 * The facts of a new report are derived before they are written, so that each row and each index
 * has them once. Those that are there already, because a human has decided on them or the report
 * is read again, are loaded, derived by the same rules (told.h) and updated. All of it can be
 * made again from the facts: a change of the rules is a new DERIVE_VERSION, and the next
 * store_open() derives everything anew.
 *
 * All of this happens inside the transaction that the store has open; what waits for
 * derive_finish() is in memory.
 *
 * A figure is "how many of what, where, when": killed|mosul|2021-05-04|person. Claims with the
 * same figure, from whatever report, speak of the same thing; so do incidents with the same event
 * (bombing|mosul|2021-05-04). A claim whose place or time is unknown, or is a span of more than a
 * month, has no figure: it is better to leave two reports of one thing apart than to join two
 * things. */
#ifndef SITREP_DERIVE_H
#define SITREP_DERIVE_H

#include "base/err.h"
#include "db/db.h"
#include "model/report.h"
#include "store/told.h"

struct derive;

struct derive *derive_new(struct db *db, struct err *err);
void derive_free(struct derive **derive);
/* The facts of an extraction that is new, before they are written. */
void derive_facts(struct derive *derive, const struct told_facts *facts, struct str published,
	struct arena *arena);
/* After they were: they are live, and have their rows. */
void derive_file(struct derive *derive, int64_t extraction, const struct told_facts *facts,
	const struct extraction *x, struct str source);
/* Whether a human has decided anything about the report: then derive_extraction() has to see its
 * facts. */
bool derive_needed(struct derive *derive, const struct report_id *report, bool *ret,
	struct err *err) MUST_CHECK;
/* After the facts of the extraction, which is the current one of its report, were written
 * without being derived or have to be derived again. */
bool derive_extraction(struct derive *derive, int64_t extraction, struct err *err) MUST_CHECK;
/* Before they are deleted or stop being current. */
bool derive_forget(struct derive *derive, int64_t extraction, struct err *err) MUST_CHECK;
/* Before the commit, or a savepoint, of what the above did. */
bool derive_finish(struct derive *derive, struct err *err) MUST_CHECK;
/* It was rolled back. */
void derive_drop(struct derive *derive);
/* Reads which state a place is in from countries.txt and places.txt (docs/lexicons.md), if they
 * have changed since; missing files leave what is known. Commits. */
bool derive_places(struct derive *derive, const char *data_dir, struct err *err) MUST_CHECK;
/* Everything again if the database was derived by other rules than these. Commits. */
bool derive_all(struct derive *derive, struct err *err) MUST_CHECK;

#endif
