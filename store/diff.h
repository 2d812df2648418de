/* SPDX-License-Identifier: Apache-2.0
 * diff.h - what changed between two versions of a text, by lines.
 *
 * The longest common subsequence of the lines that are left when equal beginnings and ends are
 * taken off (J. Hunt, M. McIlroy, "An algorithm for differential file comparison", 1976), by
 * dynamic programming; where that would be too large (MAX_DIFF_CELLS), everything in between has
 * changed. */
#ifndef SITREP_DIFF_H
#define SITREP_DIFF_H

#include "base/arena.h"
#include "base/str.h"

enum diff_kind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED };

struct diff_line {
	enum diff_kind kind;
	struct str text; /* a slice of one of the two texts */
};

struct diff {
	struct diff_line *v; /* [n] */
	size_t n;
};

/* Empty lines are left out. */
void diff_find(struct str before, struct str after, struct arena *arena, struct diff *ret);

#endif
