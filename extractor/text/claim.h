/* SPDX-License-Identifier: Apache-2.0
 * claim.h - the facts that a text asserts: who did or is what to whom, how many, when, where,
 * according to whom.
 *
 *   tokens, times, quantities, entities --claims_find--> claims
 *
 * Per sentence: groups and clauses, triggers of the lexicon, their arguments by grammar, one claim
 * per object; then, over the text: who is meant by a pronoun, times and places that another
 * sentence about the same event gives. Headings, questions and what stands below "related content"
 * assert nothing. Pure; slots are slices of the text, all else belongs to the arena. */
#ifndef SITREP_CLAIM_H
#define SITREP_CLAIM_H

#include "text/group.h"
#include "text/claim_lexicon.h"
#include "text/claim_trace.h"

struct claim_input {
	struct reading reading;
	struct time_anchor anchor;
	const struct entity *entities; /* [nentities] by start */
	size_t nentities;
	struct claim_trace *trace; /* what was tried, if anybody wants to know; else NULL */
};

struct claim_list {
	struct claim *v; /* [n] by span */
	size_t n;
};

void claims_find(const struct claim_lexicon *lexicon, const struct claim_input *input,
	struct arena *arena, struct claim_list *ret);

#endif
