/* SPDX-License-Identifier: Apache-2.0
 * train_cluster.h - classes of words that are used alike, from plain text without annotation.
 *
 * Words are exchanged between classes while that makes the text likelier under a class bigram
 * model: Martin, Liermann, Ney, "Algorithms for bigram and trigram word clustering" (1998). */
#ifndef SITREP_TRAIN_CLUSTER_H
#define SITREP_TRAIN_CLUSTER_H

#include "base/err.h"

struct cluster_job {
	const char *out;
	unsigned classes;
	unsigned rounds;
	unsigned min_count; /* rarer words are left out */
};

/* Each path is a text; its lines are sentences, its words tokens of our lexer. */
bool train_cluster(const struct cluster_job *job, char **paths, struct err *err) MUST_CHECK;

#endif
