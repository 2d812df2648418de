/* SPDX-License-Identifier: Apache-2.0
 * filing.h - under which words the facts are filed, and which names there are: the tables tag and
 * tag_value, name and appearance, which listings look into and count by.
 *
 * What a transaction brings is filed at its end, all of it at once and in the order of the
 * tables: hundreds of reports name the same places and people, and each row of those would have
 * to be found and changed once for every report. Until then it waits in memory: whoever rolls
 * back calls filing_drop(). */
#ifndef SITREP_FILING_H
#define SITREP_FILING_H

#include "base/err.h"
#include "db/db.h"
#include "store/told.h"

struct filing;

struct filing *filing_new(struct db *db, struct err *err);
void filing_free(struct filing **filing);
/* The live ones of the facts, which have their rows and their derived half, and the source that
 * told them. */
void filing_add(struct filing *filing, const struct told_facts *facts, struct str source);
/* One more mention of somebody or something; those of one extraction come one after the other. */
struct naming {
	struct str type, name; /* what it is filed under */
	struct str mention;    /* as the report has it */
	bool named;            /* by a name, not by a common noun */
};
void filing_name(struct filing *filing, int64_t extraction, const struct naming *naming);
/* The names of an extraction that is in the database. */
bool filing_names_of(struct filing *filing, int64_t extraction, struct err *err) MUST_CHECK;
/* Before the facts of an extraction stop being live, or are deleted. */
bool filing_take(struct filing *filing, int64_t extraction, const struct told_facts *facts,
	struct str source, struct err *err) MUST_CHECK;
/* Before each commit and each savepoint. */
bool filing_flush(struct filing *filing, struct err *err) MUST_CHECK;
/* What waits is not to be. */
void filing_drop(struct filing *filing);
/* Everything is to be filed anew: nothing is, from now on. */
bool filing_clear(struct filing *filing, struct err *err) MUST_CHECK;

#endif
