/* SPDX-License-Identifier: Apache-2.0
 * lemma.h - the dictionary form of an English word: "killed" -> "kill", "men" -> "man".
 *
 * By rule and a table of what has none. Words that are no inflected verb, noun or comparative stay
 * as they are. */
#ifndef SITREP_LEMMA_H
#define SITREP_LEMMA_H

#include "base/arena.h"
#include "text/tag.h"

/* lower: lower case. The result is a part of lower, static, or in the arena. */
struct str lemma_of(struct str lower, int pos, struct arena *arena);
/* Fills lemma of every token; pos must be there. */
void lemma_tokens(struct tokens *tokens, struct arena *arena);

#endif
