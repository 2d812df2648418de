/* SPDX-License-Identifier: Apache-2.0
 * train.h - the jobs of sitrep-train, each from a corpus to a model file. */
#ifndef SITREP_TRAIN_H
#define SITREP_TRAIN_H

#include "text/model.h"
#include "train/corpus.h"

struct train_job {
	const char *out;
	const char *tagger; /* model whose tags the parser learns from */
	int epochs;
	size_t max_features;
};

bool train_tag(
	const struct train_job *job, const struct corpus *corpus, struct err *err) MUST_CHECK;
double train_tag_accuracy(const struct model *model, const struct corpus *corpus);

bool train_parse(
	const struct train_job *job, const struct corpus *corpus, struct err *err) MUST_CHECK;
struct attachment {
	double unlabelled, labelled; /* per cent of the tokens that are no punctuation */
};
struct attachment train_parse_accuracy(
	const struct model *tagger, const struct model *parser, const struct corpus *corpus);

/* 0..n-1; the caller frees. Shuffling depends on the seed alone. */
uint32_t *train_order(size_t n);
void train_shuffle(uint32_t *order, size_t n, uint64_t seed);

#endif
