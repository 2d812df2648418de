/* SPDX-License-Identifier: Apache-2.0
 * stories.h - what was seen before: copies, near copies and new versions, gathered into stories.
 *
 * After each extraction its text is compared with what is there, in this order:
 *
 *   same       the very same words (whatever the layout and the page around them)
 *   revision   another text at the same address
 *   near       a text that is alike: found by its sketch (model/sketch.h), compared by its shingles
 *   first      none of these: a story of its own
 *
 * and joins the story of the one that it is most like. A report that is near to members of
 * several stories makes them one: the oldest keeps its number, and "joined" says where the others
 * went. A page that merely holds them all, a digest, does not. Origins tell how many independent
 * sources a story has: the wire agency that the text names; else, of a copy, the origin of what
 * it copies; else its publisher or host. So forty papers that print one agency's report are one
 * origin.
 *
 * Works inside the transaction that the store has open. */
#ifndef SITREP_STORIES_H
#define SITREP_STORIES_H

#include "base/err.h"
#include "db/db.h"
#include "model/extraction.h"
#include "model/report.h"
#include "store/prepared.h"

struct stories;

struct stories *stories_new(struct db *db, struct err *err);
/* A near copy has at least one of the two, 0 .. 1; at first 0.5 and 0.8. */
void stories_judge(struct stories *stories, double resemblance, double containment);
void stories_free(struct stories **stories);
/* The report whose current extraction this is; what was known of it from an older one is replaced,
 * but it stays in its story if it was the first there. */
bool stories_put(struct stories *stories, int64_t report, const struct report *given,
	const struct extraction *extraction, const struct prepared *prepared,
	struct err *err) MUST_CHECK;
/* What was put since the last commit was rolled back. */
void stories_drop(struct stories *stories);

/* The agency that a text names as its own, in its dateline or at its end; "" if none. Static. */
struct str stories_wire(struct str text);

#endif
