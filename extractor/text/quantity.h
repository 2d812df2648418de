/* SPDX-License-Identifier: Apache-2.0
 * quantity.h - the numbers that a text states, with their bounds and units.
 *
 * Counts ("238", "one hundred and twenty", "dozens"), shares ("90 percent", "a third", "one in
 * four"), money, measures ("half a kilogram") and durations ("10-year"). What only looks like one
 * is left out: dates, ages, ordinals, list numbers, numbers of laws, units and operations. The
 * tokens of a quantity include what bounds it ("at least", "an estimated") and its unit, so that
 * what follows is what is counted. Pure; everything belongs to the arena. */
#ifndef SITREP_QUANTITY_H
#define SITREP_QUANTITY_H

#include "text/timex.h"
#include "text/token.h"

enum quantity_sort {
	QUANTITY_COUNT = 1, /* of what follows: no unit of its own */
	QUANTITY_PERCENT,
	QUANTITY_MONEY,   /* unit is the ISO 4217 code */
	QUANTITY_MEASURE, /* weight, length, volume */
	QUANTITY_DURATION
};

struct quantity {
	enum quantity_sort sort;
	struct span span;
	uint32_t first, last; /* tokens [first, last) */
	uint32_t number;      /* the first token of the number itself */
	bool has_value;       /* false: "dozens", "several", "most" */
	bool vague_pronoun;   /* "some", "many", "most": may also stand for nothing counted */
	double value;         /* of a range the lower end */
	double upper;         /* of a range the upper end, else equal to value */
	enum modifier modifier;
	struct str unit; /* "percent", "USD", "kilogram", "year"; absent for a count */
};

struct quantities {
	struct quantity *v; /* [n] by first, not overlapping */
	size_t n;
};

/* times are the text's time expressions: numbers inside them are theirs. */
void quantities_find(const struct tokens *tokens, const struct timexes *times, struct arena *arena,
	struct quantities *ret);
/* Index of the first quantity that ends after token i; quantities->n if there is none. */
size_t quantity_from(const struct quantities *quantities, size_t i);
/* The quantity that covers token i, or NULL. */
const struct quantity *quantity_at(const struct quantities *quantities, size_t i);

#endif
