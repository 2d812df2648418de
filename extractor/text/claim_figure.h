/* SPDX-License-Identifier: Apache-2.0
 * claim_figure.h - figures that stand without a verb of their own; private to claim_*.c. */
#ifndef SITREP_CLAIM_FIGURE_H
#define SITREP_CLAIM_FIGURE_H

#include "text/claim_match.h"

/* claim_level.c: each looks at one group of the sentence, a noun, verb or preposition. */
/* "puts the strength of X at 200 members", "raise the size of X to 12,000". */
void find_level(struct finder *f, size_t noun);
/* "Terrorist incidents fell from 112 to 86." */
void find_trend(struct finder *f, size_t verb);
/* "attacks fell from 703 in 2010 to 561 in 2011": two figures, each with its time. */
void find_change(struct finder *f, size_t from);
/* "The number of verdicts pronounced for terrorism was 587." */
void find_total(struct finder *f, size_t copula);

/* claim_absence.c */
/* "There has never been a terrorist attack in X": none. */
void find_absence(struct finder *f, size_t copula);
/* "came through a year without an attack": none. */
void find_without(struct finder *f, size_t without);
/* "There have been several attacks", "there was a series of bombings": some, nobody says how
 * many. */
void find_some(struct finder *f, size_t copula);
/* The pattern by which the phrase's noun makes a claim when it is counted: "arrests",
 * "incidents". */
const struct trigger *counted_event(const struct finder *f, size_t noun);

#endif
