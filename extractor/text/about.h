/* SPDX-License-Identifier: Apache-2.0
 * about.h - which country a report, or a part of it, is about, where it says so plainly.
 *
 * "At least 238 people were killed" names no place: in a report on one country it was there.
 * Looked for in this order:
 *
 *   a heading that is a country's name    of what follows, up to the next such heading
 *   the title, or the dateline            of the report, if they name one country only
 *   the names in the text                 if one country has most of them
 *
 * What a state does at home (a law, a membership, a programme of its own) is that state's. Absent
 * where nothing is plain. */
#ifndef SITREP_ABOUT_H
#define SITREP_ABOUT_H

#include "model/extraction.h"
#include "text/knowledge.h"

/* Fills about of claims and incidents with ISO 3166-1 alpha-2 codes, which belong to the
 * lexicon. */
void about_find(const struct analysis *analysis, const struct lexicon *lexicon, struct arena *arena,
	struct extraction *x);

#endif
