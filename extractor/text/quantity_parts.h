/* SPDX-License-Identifier: Apache-2.0
 * quantity_parts.h - what the files of the quantity finder share; private to quantity*.c. */
#ifndef SITREP_QUANTITY_PARTS_H
#define SITREP_QUANTITY_PARTS_H

#include "text/phrase.h"
#include "text/quantity.h"
#include "text/quantity_number.h"

struct search {
	const struct tokens *tokens;
	const struct timexes *times;
	size_t begin, end; /* of the sentence */
};

/* quantity_bound.c: what stands around a number */

/* The unit that a word names: sort, unit and value follow it. */
bool apply_unit(struct quantity *q, struct str word);
/* The unit that follows the number or hangs on it, or the currency on either side. */
void find_unit(const struct search *s, struct quantity *q, struct str suffix);
/* "at least", "or more": the tokens and the modifier of the quantity grow. */
void find_bounds(const struct search *s, struct quantity *q);

#endif
