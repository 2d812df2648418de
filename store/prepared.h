/* SPDX-License-Identifier: Apache-2.0
 * prepared.h - what of a result needs no database: the sketch of its text, the agency that it
 * names, and its facts in the words of their rows. */
#ifndef SITREP_PREPARED_H
#define SITREP_PREPARED_H

#include "model/sketch.h"
#include "store/told.h"

struct prepared {
	struct sketch sketch;
	struct told_facts facts;
	struct str wire; /* stories_wire() of the text */
};

/* On any thread. All of it is in the arena, or in the extraction. */
void store_prepare(const struct extraction *extraction, struct arena *arena, struct prepared *ret);

#endif
