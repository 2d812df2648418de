/* SPDX-License-Identifier: Apache-2.0
 * crf.h - learning a linear-chain conditional random field from labels that may be partial.
 *
 * Each token of an example has a set of labels that its annotation allows; what is maximised is
 * the probability of all label sequences inside those sets (Tsuboi, Kashima, Mori, Oda, Matsumoto
 * 2008). Where a corpus knows only some types, its O means "none of those", and the set says so.
 *
 * Weights are stepped with AdaGrad (Duchi, Hazan, Singer 2011) and held down by an L2 penalty. In
 * each step a share of a token's features is not seen (dropout: Hinton et al. 2012), so that none
 * is leant on alone. */
#ifndef SITREP_CRF_H
#define SITREP_CRF_H

#include <stdint.h>
#include "text/mention.h"
#include "train/weights.h"

struct crf_sentence {
	uint32_t **rows;   /* [n] rows of features that are present, ended by CRF_NO_ROW */
	uint32_t *allowed; /* [n] bits of labels */
	uint32_t n;
	bool target; /* from the corpus that the model is for */
};

#define CRF_NO_ROW UINT32_MAX
#define CRF_MAX_ROWS \
	(2 * MENTION_MAX_FEATURES) /* of a token: each feature's general row and the target's */

struct crf_course {
	float rate, penalty;
	float dropout; /* 0 to below 1 */
};

struct crf {
	float (*weight)[MENTION_LABELS]; /* [nrows] owned */
	float (*square)[MENTION_LABELS]; /* [nrows] sums of squared gradients */
	size_t nrows;
	/* row p of transitions: from label p - 1 (0: from the start) */
	float transition[MENTION_LABELS + 1][MENTION_LABELS];
	float transition_square[MENTION_LABELS + 1][MENTION_LABELS];
	struct crf_course course;
	uint64_t seed;               /* of what is dropped next */
	struct crf_scratch *scratch; /* owned */
};

void crf_init(struct crf *crf, size_t nrows, struct crf_course course, uint64_t seed);
void crf_release(struct crf *crf);
/* One step on one sentence; returns its log-likelihood before. */
double crf_learn(struct crf *crf, const struct crf_sentence *sentence);
/* Adds a share of the weights of another with the same rows: the mean of several linear models
 * is one. */
void crf_add(struct crf *to, const struct crf *from, float share);

#endif
