/* SPDX-License-Identifier: Apache-2.0
 * chunk.h - base noun phrases, read off the dependencies: a noun with its determiner, adjectives,
 * compounds, numbers and possessor, but without relative clauses, appositions and prepositions.
 *
 *   "the [Iraqi security forces] in [Mosul]"  the head of each is its noun */
#ifndef SITREP_CHUNK_H
#define SITREP_CHUNK_H

#include "text/token.h"

struct chunk {
	uint32_t first, last; /* tokens [first, last) */
	uint32_t head;
};

struct chunks {
	struct chunk *v; /* [n] in order */
	size_t n;
	int32_t *of; /* [tokens->n] index of the token's chunk, -1 outside */
};

/* tokens must be tagged and parsed. */
void chunks_find(const struct tokens *tokens, struct arena *arena, struct chunks *ret_chunks);

#endif
