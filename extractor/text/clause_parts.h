/* SPDX-License-Identifier: Apache-2.0
 * clause_parts.h - what the files of the clause grammar share; private to clause*.c. */
#ifndef SITREP_CLAUSE_PARTS_H
#define SITREP_CLAUSE_PARTS_H

#include "text/clause.h"

/* Nothing in the grammar hangs on it: an adverb, a time. */
static inline bool clause_transparent(const struct clause *c, size_t at)
{
	return c->v[at].sort == GROUP_ADVERB || c->v[at].sort == GROUP_OTHER ||
	       c->v[at].sort == GROUP_TIME;
}
/* The first group from at on that is not transparent, or n. */
static inline size_t clause_skip(const struct clause *c, size_t at)
{
	while (at < c->n && clause_transparent(c, at))
		at++;
	return at;
}
/* A verb that is no clause of its own. */
static inline bool verb_dependent(const struct group *verb)
{
	return verb->form == VERB_GERUND || verb->form == VERB_INFINITIVE;
}
/* Is the noun at this place the subject of a finite verb to its right? */
bool clause_opens(const struct clause *c, size_t noun);
/* The noun ends a coordination in a noun's tow, "the order against X and Y [bars]": where that
 * begins, or CLAUSE_NONE. */
size_t clause_coordination(const struct clause *c, size_t noun);
/* clause_hanging.c: what a noun left of a verb hangs on, where the walk to the subject goes on;
 * CLAUSE_NONE: it is the subject. */
size_t clause_hangs_on(const struct clause *c, size_t noun, bool dependent);

#endif
