/* SPDX-License-Identifier: Apache-2.0
 * claim_match.h - a trigger that fits in a sentence, with its arguments; private to claim_*.c. */
#ifndef SITREP_CLAIM_MATCH_H
#define SITREP_CLAIM_MATCH_H

#include "text/claim_parts.h"

struct match {
	const struct trigger *trigger;
	size_t verb;    /* group of the trigger */
	uint32_t token; /* first token of the trigger */
	uint32_t end;   /* the token after the pattern's words */
	size_t actor;   /* group or CLAUSE_NONE */
	size_t patient; /* group or CLAUSE_NONE */
	size_t taken;   /* the phrase after one of the trigger's prepositions, or CLAUSE_NONE */
	const struct quantity *count; /* the trigger's own: "204 arrests of suspects" */
	size_t cause_group;
	struct str cause; /* stands in for the actor: "roadside bomb" */
	enum modality modality;
	bool finite;
	bool passive;
	bool negated;
	bool asserts; /* false: the pattern fits, but the sentence asserts nothing by it */
};

/* A past participle after "and" goes on with what stands before it. */
static inline bool match_continues(const struct clause *c, size_t verb)
{
	return clause_preceded(c, verb, GROUP_COORDINATOR);
}
/* claim_argument.c: the phrases of a verb's match whose voice is known; gap: of match_words(). */
void match_arguments(const struct finder *f, struct match *m, uint32_t gap);
/* Everything that the trigger demands of them. */
enum verdict match_arguments_fit(const struct finder *f, const struct match *m);
/* The phrase is in one of the sets wanted (0: any, also none) and in none unwanted. */
bool match_sets(const struct finder *f, size_t group, noun_set want, noun_set unwanted);
/* claim_match_words.c: matches the words of a pattern after its first from token at on. *ret_gap
 * is the first token of a filled gap, 0 if there is none. */
bool match_words(const struct finder *f, const struct trigger *t, uint32_t at, uint32_t *ret_end,
	uint32_t *ret_gap);
/* The triggers that may start at a group. */
const struct trigger *match_triggers(const struct finder *f, size_t group);
/* VERDICT_CLAIM if the pattern fits; else *ret is not set. */
enum verdict match_verb(
	const struct finder *f, const struct trigger *t, size_t verb, struct match *ret);
/* Nouns, predicates and counted nouns. */
enum verdict match_other(
	const struct finder *f, const struct trigger *t, size_t group, struct match *ret);
/* claim_cause.c: an attack, a weapon or another thing that kills. */
bool match_is_cause(const struct finder *f, size_t group);
/* Finds the match's cause, if it has no actor. */
void match_cause(const struct finder *f, struct match *m);
/* claim_object.c: one claim for the phrases [first, last] of a list, or why there is none. */
enum verdict object_add(struct finder *f, const struct match *m, size_t first, size_t last);
/* claim_part.c: two of them, their company, what the number is made of; after the patients, and
 * after the verb if that comes later. */
void match_add_parts(struct finder *f, const struct match *m, size_t patient);
/* "a cache that included 80 rounds", "a haul containing ten rifles": what is counted is seized
 * too. */
void match_add_contents(struct finder *f, const struct match *m, size_t patient);
/* "Three people were killed in Lund, five in Malmo and nine in Ystad": the draft's deed was done
 * to more, elsewhere. */
void match_add_elsewhere(struct finder *f, const struct match *m, size_t draft);
/* claim_refine.c: what single kinds need beyond the frame, on the drafts from index first on. */
void match_refine(struct finder *f, const struct match *m, size_t first);

/* claim_attack.c: the same for attacks: how many, on what. */
void attacks_refine(struct finder *f, const struct match *m, size_t first);

#endif
