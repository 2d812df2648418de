/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/parse_state.h"

static const char *const names[DEPREL_END] = {NULL, "root", "nsubj", "nsubj:pass", "obj", "iobj",
	"csubj", "ccomp", "xcomp", "obl", "obl:agent", "obl:unmarked", "advcl", "advmod", "acl",
	"acl:relcl", "amod", "appos", "aux", "aux:pass", "case", "cc", "compound", "compound:prt",
	"conj", "cop", "dep", "det", "discourse", "expl", "fixed", "flat", "list", "mark", "nmod",
	"nmod:poss", "nmod:unmarked", "nummod", "parataxis", "punct", "vocative"};

static const struct {
	const char *name;
	enum deprel deprel;
} aliases[] = {{"nmod:desc", DEPREL_COMPOUND}, {"goeswith", DEPREL_FLAT},
	{"advcl:relcl", DEPREL_ACL_RELCL}, {"obl:npmod", DEPREL_OBL_UNMARKED},
	{"obl:tmod", DEPREL_OBL_UNMARKED}, {"nmod:npmod", DEPREL_NMOD_UNMARKED},
	{"nmod:tmod", DEPREL_NMOD_UNMARKED}};

_Static_assert(TRANSITION_END <= MODEL_MAX_LABELS, "transitions are a model's labels");

const char *deprel_name(int deprel)
{
	return deprel > 0 && deprel < DEPREL_END ? names[deprel] : NULL;
}

int deprel_from(struct str name)
{
	struct str type;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(aliases); i++)
		if (str_eq(str_from(aliases[i].name), name))
			return aliases[i].deprel;
	for (i = 1; i < DEPREL_END; i++)
		if (str_eq(str_from(names[i]), name))
			return (int)i;
	if (name.n && str_next_field(&name, ':', &type) && name.n)
		return deprel_from(type);
	return DEPREL_DEP;
}

void parse_start(
	struct parse_state *st, const struct word *words, const struct token *tokens, size_t n)
{
	size_t i;

	st->words = words;
	st->tokens = tokens;
	st->n = (int)n;
	st->next = st->depth = 0;
	for (i = 0; i <= n; i++)
		st->node[i] = (struct parse_node){.head = -1, .left = {-1, -1}, .right = {-1, -1}};
}

bool parse_allows(const struct parse_state *st, uint32_t transition)
{
	int deprel = transition_deprel(transition);

	switch (transition_move(transition)) {
	case MOVE_SHIFT:
		return st->next < st->n;
	case MOVE_LEFT: /* "root" is what hangs from the root, and nothing else */
		return st->depth > 0 && (st->next == st->n) == (deprel == DEPREL_ROOT);
	case MOVE_RIGHT:
		return st->depth > 1 && deprel != DEPREL_ROOT;
	}
	return false;
}

static void attach(struct parse_state *st, int child, int head, int deprel)
{
	struct parse_node *h = &st->node[head];
	int16_t *outermost = child < head ? h->left : h->right;
	uint8_t *count = child < head ? &h->nleft : &h->nright;

	st->node[child].head = (int16_t)head;
	st->node[child].deprel = (uint8_t)deprel;
	outermost[1] = outermost[0];
	outermost[0] = (int16_t)child;
	if (*count < 7)
		++*count;
}

void parse_apply(struct parse_state *st, uint32_t transition)
{
	int deprel = transition_deprel(transition);

	switch (transition_move(transition)) {
	case MOVE_SHIFT:
		st->stack[st->depth++] = (int16_t)st->next++;
		break;
	case MOVE_LEFT:
		attach(st, parse_stack(st, 0), st->next, deprel);
		st->depth--;
		break;
	case MOVE_RIGHT:
		attach(st, parse_stack(st, 0), parse_stack(st, 1), deprel);
		st->depth--;
		break;
	}
}

static uint32_t best_label(enum move move, const int32_t *scores)
{
	uint32_t t, best = transition_of(move, DEPREL_ROOT + 1),
		    end = transition_of(move, DEPREL_END);

	for (t = best + 1; t < end; t++)
		if (scores[t] > scores[best])
			best = t;
	return best;
}

/* What parse_allows() allows, without asking it for every label. */
static uint32_t best_transition(const struct parse_state *st, const int32_t *scores)
{
	uint32_t best, other;

	if (st->next == st->n)
		best = transition_of(MOVE_LEFT, DEPREL_ROOT);
	else
		best = transition_of(MOVE_SHIFT, DEPREL_NONE);
	if (st->depth > 0 && st->next < st->n) {
		other = best_label(MOVE_LEFT, scores);
		best = scores[other] > scores[best] ? other : best;
	}
	if (st->depth > 1) {
		other = best_label(MOVE_RIGHT, scores);
		best = scores[other] > scores[best] ? other : best;
	}
	return best;
}

static void parse_sentence(
	const struct model *model, struct parse_state *st, struct token *tokens, size_t first)
{
	uint64_t features[PARSE_MAX_FEATURES];
	int32_t scores[TRANSITION_END];
	size_t n;
	int i;

	while (!parse_done(st)) {
		n = parse_features(st, features);
		memset(scores, 0, sizeof(scores));
		model_score(model, features, n, scores);
		parse_apply(st, best_transition(st, scores));
	}
	for (i = 0; i < st->n; i++) {
		const struct parse_node *node = &st->node[i];

		tokens[i].head = node->head == st->n ? -1 : (int32_t)first + node->head;
		tokens[i].deprel = node->deprel;
	}
}

void parse_tokens(const struct model *model, const struct word *words, struct tokens *tokens,
	struct arena *arena)
{
	struct parse_state *st = arena_alloc(arena, sizeof(*st));
	size_t i;

	for (i = 0; i < tokens->nsentences; i++) {
		const struct sentence *s = &tokens->sentences[i];

		parse_start(st, words + s->first, tokens->v + s->first, s->last - s->first);
		parse_sentence(model, st, tokens->v + s->first, s->first);
	}
}

int32_t parse_dependent(const struct tokens *tokens, size_t head, enum deprel deprel)
{
	const struct sentence *s = &tokens->sentences[tokens->v[head].sentence];
	int32_t best = -1;
	size_t i;

	for (i = s->first; i < s->last; i++) {
		if (tokens->v[i].head != (int32_t)head || tokens->v[i].deprel != deprel)
			continue;
		if (best < 0 || i < head || i - head < head - (size_t)best)
			best = (int32_t)i;
	}
	return best;
}

static bool is_under(const struct tokens *tokens, size_t i, size_t head)
{
	int32_t at = (int32_t)i;
	size_t steps = 0;

	while (at >= 0 && at != (int32_t)head && steps++ < SENTENCE_MAX_TOKENS)
		at = tokens->v[at].head;
	return at == (int32_t)head;
}

void parse_subtree(const struct tokens *tokens, size_t head, size_t *ret_first, size_t *ret_last)
{
	const struct sentence *s = &tokens->sentences[tokens->v[head].sentence];
	size_t first = head, last = head + 1;

	/* projective: what lies under a token is one stretch around it */
	while (first > s->first && is_under(tokens, first - 1, head))
		first--;
	while (last < s->last && is_under(tokens, last, head))
		last++;
	*ret_first = first;
	*ret_last = last;
}
