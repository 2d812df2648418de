/* SPDX-License-Identifier: Apache-2.0
 *
 * The tagger's training: averaged perceptron, one decision a token, each with the tags that the
 * tagger itself gave before (so that it learns to live with its mistakes). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/hash.h"
#include "text/tag.h"
#include "train/train.h"
#include "train/weights.h"

#define DICTIONARY_MIN_COUNT 12

static int best_of(const float *scores)
{
	int tag, best = POS_NONE + 1;

	for (tag = best + 1; tag < POS_END; tag++)
		if (scores[tag] > scores[best])
			best = tag;
	return best;
}

static size_t learn_sentence(struct weights *w, const struct example *ex)
{
	uint64_t features[TAG_MAX_FEATURES];
	struct tokens t = ex->tokens;
	size_t i, n, right = 0;
	float scores[POS_END];
	int guess;

	for (i = 0; i < t.n; i++) {
		n = tag_features(ex->words, &t, &t.sentences[0], i, features);
		memset(scores, 0, sizeof(scores));
		weights_score(w, features, n, scores);
		guess = best_of(scores);
		weights_step(w);
		if (ex->pos[i] != POS_NONE && guess != ex->pos[i]) {
			weights_add(w, features, n, ex->pos[i], 1);
			weights_add(w, features, n, (uint32_t)guess, -1);
		}
		right += guess == ex->pos[i];
		t.v[i].pos = (uint8_t)guess;
	}
	return right;
}

struct form_count {
	uint32_t form;
	uint32_t n;
	uint8_t pos; /* POS_NONE: several */
};

/* Forms that are frequent and always tagged alike: not worth a decision. */
static void add_dictionary(struct weights *w, const struct corpus *corpus)
{
	size_t i, j, at, size = (size_t)1 << 20, words = 0;
	AUTO(mem_free) struct form_count *counts = xcalloc(size, sizeof(*counts));
	uint64_t feature;

	for (i = 0; i < corpus->n; i++) {
		const struct example *ex = &corpus->v[i];

		for (j = 0; j < ex->tokens.n; j++) {
			at = hash_mix(ex->words[j].form) & (size - 1);
			while (counts[at].n && counts[at].form != ex->words[j].form)
				at = (at + 1) & (size - 1);
			if (counts[at].n++ == 0)
				counts[at] = (struct form_count){ex->words[j].form, 1, ex->pos[j]};
			else if (counts[at].pos != ex->pos[j])
				counts[at].pos = POS_NONE;
		}
	}
	for (i = 0; i < size; i++) {
		if (counts[i].n < DICTIONARY_MIN_COUNT || counts[i].pos == POS_NONE ||
			pos_is_noun(counts[i].pos))
			continue;
		feature = tag_dictionary_feature(counts[i].form);
		weights_add(w, &feature, 1, counts[i].pos, INFINITY);
		words++;
	}
	printf("%zu words are looked up\n", words);
}

double train_tag_accuracy(const struct model *model, const struct corpus *corpus)
{
	size_t i, j, right = 0, total = 0;

	for (i = 0; i < corpus->n; i++) {
		struct tokens t = corpus->v[i].tokens;

		tag_tokens(model, corpus->v[i].words, &t);
		for (j = 0; j < t.n; j++) {
			right += t.v[j].pos == corpus->v[i].pos[j];
			total++;
		}
	}
	return total ? 100.0 * (double)right / (double)total : 0;
}

bool train_tag(const struct train_job *job, const struct corpus *corpus, struct err *err)
{
	AUTO(weights_release) struct weights w;
	AUTO(mem_free) uint32_t *order = train_order(corpus->n);
	size_t i, right, total;
	int epoch;

	weights_init(&w, POS_END);
	for (epoch = 0; epoch < job->epochs; epoch++) {
		train_shuffle(order, corpus->n, (uint64_t)epoch);
		for (i = right = total = 0; i < corpus->n; i++) {
			right += learn_sentence(&w, &corpus->v[order[i]]);
			total += corpus->v[order[i]].tokens.n;
		}
		printf("epoch %d: %.2f %% right while learning\n", epoch + 1,
			100.0 * (double)right / (double)total);
		fflush(stdout);
	}
	weights_average(&w);
	add_dictionary(&w, corpus);
	return weights_write(&w, job->out, tag_model_want(), job->max_features, err);
}
