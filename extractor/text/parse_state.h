/* SPDX-License-Identifier: Apache-2.0
 * parse_state.h - the parser's inside: shared with its trainer and nobody else.
 *
 * Tokens are numbered from 0 within the sentence; number n is the root, which stands after the
 * last token in the buffer (Ballesteros, Nivre 2013). The stack holds tokens without a head. */
#ifndef SITREP_PARSE_STATE_H
#define SITREP_PARSE_STATE_H

#include "text/parse.h"

#define PARSE_MAX_FEATURES 80
#define PARSE_LABELS (DEPREL_END - 1)

enum move { MOVE_SHIFT, MOVE_LEFT, MOVE_RIGHT };

/* A transition as the model numbers it. */
#define TRANSITION_END (1 + 2 * PARSE_LABELS)

static inline uint32_t transition_of(enum move move, int deprel)
{
	return move == MOVE_SHIFT
		       ? 0
		       : 1 + (move == MOVE_RIGHT ? PARSE_LABELS : 0) + (uint32_t)deprel - 1;
}

static inline enum move transition_move(uint32_t transition)
{
	if (transition == 0)
		return MOVE_SHIFT;
	return transition <= PARSE_LABELS ? MOVE_LEFT : MOVE_RIGHT;
}

static inline int transition_deprel(uint32_t transition)
{
	return transition == 0 ? DEPREL_NONE : (int)((transition - 1) % PARSE_LABELS) + 1;
}

struct parse_node {
	int16_t head; /* -1: none yet */
	uint8_t deprel;
	uint8_t nleft, nright;     /* dependents so far */
	int16_t left[2], right[2]; /* outermost first; -1 */
};

struct parse_state {
	const struct word *words;   /* of the sentence's first token on */
	const struct token *tokens; /* the same */
	int n;                      /* tokens; the root is node n */
	int next;                   /* first in the buffer */
	int depth;                  /* of the stack */
	int16_t stack[SENTENCE_MAX_TOKENS + 1];
	struct parse_node node[SENTENCE_MAX_TOKENS + 1];
};

void parse_start(
	struct parse_state *st, const struct word *words, const struct token *tokens, size_t n);
static inline bool parse_done(const struct parse_state *st)
{
	return st->next == st->n && st->depth == 0;
}
/* From the top: 0 is the last pushed; -1 if there is none. */
static inline int parse_stack(const struct parse_state *st, int i)
{
	return i < st->depth ? st->stack[st->depth - 1 - i] : -1;
}
bool parse_allows(const struct parse_state *st, uint32_t transition);
void parse_apply(struct parse_state *st, uint32_t transition);
size_t parse_features(const struct parse_state *st, uint64_t *out);

#endif
