/* SPDX-License-Identifier: Apache-2.0
 * weights.h - what a model is while it is being learnt: features -> labels -> weights, sparse, with
 * running totals for averaging (Collins 2002; the lazy totals are Daumé's, 2006).
 *
 * Only cells that were ever updated exist. weights_write() turns the averages into a model file. */
#ifndef SITREP_WEIGHTS_H
#define SITREP_WEIGHTS_H

#include <stdint.h>
#include "base/err.h"
#include "text/model.h"

struct weights {
	struct weights_row *rows; /* [mask + 1] owned, open addressing */
	size_t mask;
	size_t n;
	uint32_t nlabels;
	uint32_t now; /* updates are averaged over the steps so far */
};

void weights_init(struct weights *weights, uint32_t nlabels);
void weights_release(struct weights *weights); /* for AUTO */
/* One more decision was made: the present weights count once more in the average. */
static inline void weights_step(struct weights *weights)
{
	weights->now++;
}
/* Adds to scores, which has room for nlabels. */
void weights_score(
	const struct weights *weights, const uint64_t *features, size_t n, float *scores);
void weights_add(
	struct weights *weights, const uint64_t *features, size_t n, uint32_t label, float delta);
/* Replaces every weight by its average. Nothing may be learnt after that. */
void weights_average(struct weights *weights);
/* Adds a share of averaged weights to others, which are never stepped: the mean of several
 * linear models is one. */
void weights_merge(struct weights *to, const struct weights *from, float share);
/* Writes the weights as they are, at most max_features of them (the heaviest). */
bool weights_write(const struct weights *weights, const char *path, struct model_want want,
	size_t max_features, struct err *err) MUST_CHECK;

#endif
