/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser's training: averaged perceptron with a dynamic oracle and exploration (Goldberg,
 * Nivre, "Training deterministic parsers with non-deterministic oracles", 2013). */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/parse_state.h"
#include "text/tag.h"
#include "train/train.h"
#include "train/weights.h"

#define EXPLORE_PER_CENT 90 /* of the decisions, after the first epoch, are the parser's own */

struct oracle {
	const int32_t *head; /* [n] gold; -1: root */
	const uint8_t *deprel;
};

static int gold_head(const struct oracle *o, const struct parse_state *st, int i)
{
	if (i == st->n)
		return -1;
	return o->head[i] < 0 ? st->n : o->head[i];
}

/* Is a token in the buffer governed by i? */
static bool governs_buffer(const struct oracle *o, const struct parse_state *st, int i)
{
	int k;

	for (k = st->next; k < st->n; k++)
		if (gold_head(o, st, k) == i)
			return true;
	return false;
}

/* Does shifting b make an arc between it and the stack impossible? */
static bool shift_loses(const struct oracle *o, const struct parse_state *st)
{
	int b = st->next, k;

	for (k = 0; k < st->depth; k++) {
		int s = st->stack[k];

		if (gold_head(o, st, s) == b || (k < st->depth - 1 && gold_head(o, st, b) == s))
			return true;
	}
	return false;
}

/* Does this move make a gold arc impossible that still was possible? */
static bool move_loses(const struct oracle *o, const struct parse_state *st, enum move move)
{
	int s0 = parse_stack(st, 0), s1 = parse_stack(st, 1), head;

	if (move == MOVE_SHIFT)
		return shift_loses(o, st);
	head = gold_head(o, st, s0);
	if (governs_buffer(o, st, s0))
		return true;
	return move == MOVE_RIGHT ? head >= st->next : head == s1 || head > st->next;
}

static bool is_right(const struct oracle *o, const struct parse_state *st, const bool *loses,
	uint32_t transition)
{
	enum move move = transition_move(transition);
	int s0 = parse_stack(st, 0), target;

	if (loses[move])
		return false;
	if (move == MOVE_SHIFT)
		return true;
	target = move == MOVE_LEFT ? st->next : parse_stack(st, 1);
	/* an arc that was lost long ago may have any label */
	return gold_head(o, st, s0) != target || o->deprel[s0] == transition_deprel(transition);
}

static void choose(const struct oracle *o, const struct parse_state *st, const float *scores,
	uint32_t *ret_guess, uint32_t *ret_gold)
{
	bool loses[3] = {false};
	uint32_t t;
	int move;

	for (move = MOVE_SHIFT; move <= MOVE_RIGHT; move++)
		loses[move] = parse_allows(st, transition_of((enum move)move,
						       st->next == st->n && move == MOVE_LEFT
							       ? DEPREL_ROOT
							       : DEPREL_DEP)) &&
			      move_loses(o, st, (enum move)move);
	*ret_guess = *ret_gold = UINT32_MAX;
	for (t = 0; t < TRANSITION_END; t++) {
		if (!parse_allows(st, t))
			continue;
		if (*ret_guess == UINT32_MAX || scores[t] > scores[*ret_guess])
			*ret_guess = t;
		if (is_right(o, st, loses, t) &&
			(*ret_gold == UINT32_MAX || scores[t] > scores[*ret_gold]))
			*ret_gold = t;
	}
}

static void learn_sentence(
	struct weights *w, struct parse_state *st, const struct example *ex, int epoch)
{
	struct oracle o = {ex->head, ex->deprel};
	uint64_t features[PARSE_MAX_FEATURES];
	float scores[TRANSITION_END];
	uint32_t guess, gold;
	size_t n;

	parse_start(st, ex->words, ex->tokens.v, ex->tokens.n);
	while (!parse_done(st)) {
		n = parse_features(st, features);
		memset(scores, 0, sizeof(scores));
		weights_score(w, features, n, scores);
		choose(&o, st, scores, &guess, &gold);
		weights_step(w);
		if (gold == UINT32_MAX) /* a tree that crosses itself: every way is wrong */
			gold = guess;
		if (guess != gold) {
			weights_add(w, features, n, gold, 1);
			weights_add(w, features, n, guess, -1);
			if (epoch == 0 || hash_mix(w->now) % 100 >= EXPLORE_PER_CENT)
				guess = gold;
		}
		parse_apply(st, guess);
	}
}

/* The tags that the parser will see are the tagger's, so it learns from them. */
static void tag_corpus(const struct model *tagger, const struct corpus *corpus)
{
	size_t i;

	for (i = 0; i < corpus->n; i++) {
		struct tokens t = corpus->v[i].tokens;

		tag_tokens(tagger, corpus->v[i].words, &t);
	}
}

struct attachment train_parse_accuracy(
	const struct model *tagger, const struct model *parser, const struct corpus *corpus)
{
	size_t i, j, heads = 0, labels = 0, total = 0;
	AUTO(arena_release) struct arena arena = {0};

	arena_init(&arena, 0);
	tag_corpus(tagger, corpus);
	for (i = 0; i < corpus->n; i++) {
		const struct example *ex = &corpus->v[i];
		struct tokens t = ex->tokens;

		if (!ex->head)
			continue;
		arena_reset(&arena);
		parse_tokens(parser, ex->words, &t, &arena);
		for (j = 0; j < t.n; j++) {
			if (ex->deprel[j] == DEPREL_PUNCT)
				continue;
			total++;
			heads += t.v[j].head == ex->head[j];
			labels += t.v[j].head == ex->head[j] && t.v[j].deprel == ex->deprel[j];
		}
	}
	total = total ? total : 1;
	return (struct attachment){
		100.0 * (double)heads / (double)total, 100.0 * (double)labels / (double)total};
}

bool train_parse(const struct train_job *job, const struct corpus *corpus, struct err *err)
{
	AUTO(model_release) struct model tagger = {0};
	AUTO(weights_release) struct weights w = {0};
	AUTO(mem_free) uint32_t *order = train_order(corpus->n);
	AUTO(mem_free) struct parse_state *st = xcalloc(1, sizeof(*st));
	size_t i;
	int epoch;

	if (!model_open(&tagger, job->tagger, tag_model_want(), err))
		return false;
	tag_corpus(&tagger, corpus);
	weights_init(&w, TRANSITION_END);
	for (epoch = 0; epoch < job->epochs; epoch++) {
		train_shuffle(order, corpus->n, (uint64_t)epoch);
		for (i = 0; i < corpus->n; i++)
			if (corpus->v[order[i]].head)
				learn_sentence(&w, st, &corpus->v[order[i]], epoch);
		printf("epoch %d: %zu features\n", epoch + 1, w.n);
		fflush(stdout);
	}
	weights_average(&w);
	return weights_write(&w, job->out, parse_model_want(), job->max_features, err);
}
