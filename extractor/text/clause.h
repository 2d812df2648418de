/* SPDX-License-Identifier: Apache-2.0
 * clause.h - who does what to whom: the grammar over the groups of one sentence.
 *
 * All arguments and results are indices of groups; CLAUSE_NONE is none. Every walk goes over the
 * sentence's groups at most once, so a sentence costs at most its square. */
#ifndef SITREP_CLAUSE_H
#define SITREP_CLAUSE_H

#include "text/group.h"

#define CLAUSE_NONE ((size_t)-1)
#define CLAUSE_MAX_LIST 12
#define CLAUSE_DASHES "- -- – —"

struct clause {
	const struct reading *r;
	const struct tokens *tokens;
	const struct group *v; /* [n] */
	size_t n;
};

/* A coordination of noun phrases: "three rifles, ammunition and 20 grenades". */
struct noun_list {
	size_t v[CLAUSE_MAX_LIST];
	size_t n;
};

/* The verb's grammatical subject: over parentheses, relative clauses, coordinated verbs, control.
 */
size_t clause_subject(const struct clause *c, size_t verb);
/* The noun phrases right after the group at, which end before the next clause. */
void clause_objects(const struct clause *c, size_t at, struct noun_list *ret);
/* The noun phrase after one of the prepositions (blank-separated), right of at, in its clause. */
size_t clause_after(const struct clause *c, size_t at, const char *prepositions);
/* The noun that the verb's relative clause is about, if the verb acts on it. */
size_t clause_relative_object(const struct clause *c, size_t verb);
/* The noun that a relative word refers to. */
size_t clause_antecedent(const struct clause *c, size_t relative);
/* The coordination that ends with this phrase: "police and soldiers". */
void clause_list_before(const struct clause *c, size_t noun, struct noun_list *ret);
/* The finite verb of the clause that group at stands in, looking to the left, then the right. */
size_t clause_verb(const struct clause *c, size_t at);
/* "were arrested and later convicted": the auxiliary of the verb before does for this one too. */
bool clause_shares_passive(const struct clause *c, size_t verb);
/* A past participle that is really a past tense: it has an object right behind it. */
bool clause_misread_past(const struct clause *c, size_t verb);
/* Where the clause of group at ends: the first group that is no part of it. */
size_t clause_end(const struct clause *c, size_t at);
/* The group is a verb right before which (adverbs apart) a group of that sort stands. */
bool clause_preceded(const struct clause *c, size_t at, enum group_sort sort);
/* The group that governs a noun phrase as "of X" does: its preposition, or CLAUSE_NONE. */
size_t clause_preposition(const struct clause *c, size_t noun);
bool group_is(const struct clause *c, size_t at, const char *words);
/* The group that the token stands in or before; n: none. */
size_t group_at_token(const struct clause *c, uint32_t token);

#endif
