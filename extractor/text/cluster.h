/* SPDX-License-Identifier: Apache-2.0
 * cluster.h - classes of words that are used alike, so that what was learnt of one word helps with
 * the others. Learnt by sitrep-train cluster; the file has one class a line, words with blanks
 * between and digits as 0, after a first line of comment. */
#ifndef SITREP_CLUSTER_H
#define SITREP_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

struct clusters {
	struct cluster_slot *slots; /* [mask + 1] owned, open addressing; NULL: none */
	size_t mask;
	size_t n;
	uint64_t checksum;
};

/* ERR_FATAL with a sentence if a word is in two classes. name is for that sentence. */
bool clusters_read(struct clusters *ret_clusters, struct str text, const char *name,
	struct err *err) MUST_CHECK;
void clusters_release(struct clusters *clusters); /* for AUTO */
/* The class of a word by its form (feature.h), 0 if there is none. */
uint32_t clusters_get(const struct clusters *clusters, uint32_t form);

#endif
