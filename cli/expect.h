/* SPDX-License-Identifier: Apache-2.0
 * expect.h - an analyst's own test sentences and what must be found in them (docs/lexicons.md).
 *
 *   # a comment
 *   @published 2024-05-03
 *   Gunmen killed 12 villagers near Ansel on Friday.
 *       killed subject=Gunmen object=villagers value=12 place=Ansel from=2024-05-03
 *       organisation text=Gunmen
 *       not wounded
 *
 * Lines that start at the margin are text, those that are indented say what must (not) be found in
 * the text above: a claim, an entity or an incident, by its kind and by as many slots as matter. */
#ifndef SITREP_EXPECT_H
#define SITREP_EXPECT_H

#include "base/buf.h"
#include "model/extraction.h"
#include "model/report.h"
#include "text/wordfile.h"

#define EXPECT_MAX_SLOTS 12

struct expected_slot {
	struct str name, value;
};

struct expectation {
	unsigned line;
	bool not ;
	bool nothing;                                 /* no claim and no incident at all */
	int claim_kind, entity_type, incident_type;   /* one of them is not 0 */
	struct str text;                              /* the line, for messages */
	struct expected_slot slots[EXPECT_MAX_SLOTS]; /* [nslots] */
	size_t nslots;
};

/* A text with what is expected of it. */
struct expected {
	struct report report;
	unsigned line;
	struct expectation *v; /* [n] in the arena */
	size_t n, cap;
};

/* Reads the next text; false at the end of the file and after a mistake (ERR_REJECT, with file and
 * line). *expected starts as zero and keeps what "@" lines said for the texts that follow. */
bool expected_next(
	struct wordfile *file, struct arena *arena, struct expected *expected, struct err *err);
/* Is it so? */
bool expectation_met(const struct expectation *expectation, const struct extraction *extraction);
/* What there is of the expectation's kind instead, a line each. */
void expectation_found(const struct expectation *expectation, const struct extraction *extraction,
	struct buf *out);

#endif
