/* SPDX-License-Identifier: Apache-2.0
 * claim_refine.h - what single kinds need beyond the frame, on the drafts of a match from index
 * first on; private to claim_refine*.c. */
#ifndef SITREP_CLAIM_REFINE_H
#define SITREP_CLAIM_REFINE_H

#include "text/claim_match.h"
#include "text/phrase.h"

/* claim_refine_money.c */
void refine_frozen(struct finder *f, const struct match *m, size_t first);
void refine_seized(struct finder *f, const struct match *m, size_t first);
void refine_funding(struct finder *f, const struct match *m, size_t first);

/* claim_refine_term.c: a prison term, a claim of its own; the duration that an object has. */
void refine_sentenced(struct finder *f, const struct match *m, size_t first);
void refine_duration(struct finder *f, const struct match *m, size_t first);

#endif
