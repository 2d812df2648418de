/* SPDX-License-Identifier: Apache-2.0 */
#include "text/chunk.h"
#include "text/parse.h"
#include "text/tag.h"

#define MAX_LENGTH 16 /* tokens; what is longer is the parser's mistake */

/* Does this relation keep a dependent inside its noun's base phrase? */
static bool stays_inside(int deprel)
{
	switch (deprel) {
	case DEPREL_DET:
	case DEPREL_AMOD:
	case DEPREL_COMPOUND:
	case DEPREL_NUMMOD:
	case DEPREL_NMOD_POSS:
	case DEPREL_FLAT:
		return true;
	default:
		return false;
	}
}

static bool is_nominal(const struct token *token)
{
	return pos_is_noun(token->pos) || token->pos == POS_PRP || token->pos == POS_CD ||
	       token->pos == POS_DT || token->pos == POS_EX || token->pos == POS_WP;
}

static bool belongs(const struct tokens *t, size_t i, size_t head)
{
	size_t steps;
	int32_t at = (int32_t)i;

	for (steps = 0; steps < MAX_LENGTH && at >= 0; steps++) {
		if (at == (int32_t)head)
			return true;
		if (!stays_inside(t->v[at].deprel) &&
			!(steps == 0 &&
				(t->v[at].deprel == DEPREL_ADVMOD ||
					t->v[at].deprel == DEPREL_CASE ||
					t->v[at].deprel == DEPREL_PUNCT) &&
				at != (int32_t)head && t->v[at].head != (int32_t)head))
			return false;
		at = t->v[at].head;
	}
	return false;
}

static struct chunk around(const struct tokens *t, size_t head)
{
	const struct sentence *s = &t->sentences[t->v[head].sentence];
	size_t first = head, last = head + 1;

	while (first > s->first && head - first < MAX_LENGTH && belongs(t, first - 1, head))
		first--;
	while (last < s->last && last - head < MAX_LENGTH && belongs(t, last, head) &&
		t->v[last].deprel == DEPREL_FLAT)
		last++;
	return (struct chunk){(uint32_t)first, (uint32_t)last, (uint32_t)head};
}

static bool is_head(const struct tokens *t, size_t i)
{
	return is_nominal(&t->v[i]) && !(stays_inside(t->v[i].deprel) && t->v[i].head >= 0);
}

void chunks_find(const struct tokens *tokens, struct arena *arena, struct chunks *ret_chunks)
{
	struct chunks c = {0};
	size_t i, j, cap = 0;

	c.of = arena_alloc(arena, (tokens->n + 1) * sizeof(*c.of));
	for (i = 0; i < tokens->n; i++)
		c.of[i] = -1;
	for (i = 0; i < tokens->n; i++) {
		struct chunk chunk;

		if (!is_head(tokens, i) || c.of[i] >= 0)
			continue;
		chunk = around(tokens, i);
		while (chunk.first < chunk.head && c.of[chunk.first] >= 0)
			chunk.first++;
		for (j = chunk.first; j < chunk.last; j++)
			c.of[j] = (int32_t)c.n;
		*ARENA_PUSH(arena, c.v, c.n, cap) = chunk;
	}
	*ret_chunks = c;
}
