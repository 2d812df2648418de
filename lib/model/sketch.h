/* SPDX-License-Identifier: Apache-2.0
 * sketch.h - how alike two texts are, and a small fingerprint that finds texts alike among
 * millions.
 *
 * A text is the set of its shingles: every three words in a row, without case, punctuation or
 * layout (A. Broder, "On the resemblance and containment of documents", 1997).
 *
 *   resemblance   shared shingles / all shingles of both      edits, insertions
 *   containment   shared shingles / those of the shorter one  cuts, additions
 *
 * The fingerprint is MinHash: SKETCH_BANDS groups of SKETCH_ROWS minima under different hash
 * functions; two texts with resemblance s have a group in common with probability
 * 1 - (1 - s^rows)^bands (0.80 at s = 0.5, 0.95 at 0.6, 0.99 at 0.7). Groups are looked up in an
 * index; what is found is then compared by its real shingles. */
#ifndef SITREP_SKETCH_H
#define SITREP_SKETCH_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define SKETCH_BANDS 12
#define SKETCH_ROWS 3
#define SKETCH_WORDS 3             /* in a shingle */
#define SKETCH_MIN_SHINGLES 8      /* shorter texts are alike only if they are the same */
#define SKETCH_MAX_SHINGLES 200000 /* of a longer text the beginning counts */

struct shingles {
	uint64_t *v; /* [n] sorted, distinct */
	size_t n;
	uint64_t
		same; /* hash of all words in order: equal for equal texts, whatever their layout */
};

/* All that is to be known of a text to find and to compare it. */
struct sketch {
	struct shingles shingles;
	uint64_t bands[SKETCH_BANDS];
};

struct likeness {
	double resemblance, containment; /* 0 .. 1 */
};

void shingles_find(struct str text, struct arena *arena, struct shingles *ret);
struct likeness shingles_compare(const struct shingles *a, const struct shingles *b);
/* The same of two of which one measure is at least so much; of others it may say that they have
 * nothing in common. */
struct likeness shingles_compare_near(
	const struct shingles *a, const struct shingles *b, struct likeness least);
void sketch_make(const struct shingles *shingles, uint64_t bands[SKETCH_BANDS]);
/* The shingles and their bands. */
void sketch_of(struct str text, struct arena *arena, struct sketch *ret);

#endif
