/* SPDX-License-Identifier: Apache-2.0
 * train_mention.h - the mention model's training: documents with entities in our own types (the
 * target), and a corpus with other notions of them, each token of which says which labels it
 * admits. A corpus of names alone (GMB) was tried in the same way and made it worse. */
#ifndef SITREP_TRAIN_MENTION_H
#define SITREP_TRAIN_MENTION_H

#include "base/err.h"

struct mention_job {
	const char *data_dir; /* lexicons, tagger, parser */
	const char *docs;     /* JSON lines: {"id", "text", "licence"} */
	const char *gold;     /* JSON lines: {"id", "entities": [{"type", "start", "end"}]} */
	const char *mentions; /* table with a "mention" column, NULL: none */
	const char *out;
	unsigned fold, folds; /* documents of this fold are left out; folds 0: none are */
	int epochs;
	unsigned orders; /* random orders of the lessons, whose models are averaged */
	size_t max_features;
};

bool train_mention(const struct mention_job *job, struct err *err) MUST_CHECK;

#endif
