/* SPDX-License-Identifier: Apache-2.0
 * claim_place.h - what phrases name a place, and where its name stands in them; private to
 * claim_place*.c. All take groups of the sentence at work. */
#ifndef SITREP_CLAIM_PLACE_H
#define SITREP_CLAIM_PLACE_H

#include "text/claim_parts.h"

#define MAX_PLACES 8

/* Parts of a place where something happens, and which have no name of their own. */
#define BORDERS \
	"center centre heart middle outskirts edge edges coast coasts shore shores bank banks"

/* The phrase is a place's name; sure: it stands where nothing but a place can stand. */
bool is_place(const struct finder *f, size_t group, bool sure);
/* "the city of Ramadi" */
bool place_of_place(const struct finder *f, size_t group);
/* The name in the tokens [first, last): "Sudan's troubled Darfur region" is two places. */
void add_place(struct finder *f, struct claim *claim, size_t first, size_t last);
/* "[in] Tchoma Bangou and Zaroumdareye, Tillabéri region": the phrase and those that go on. */
void add_places(struct finder *f, struct claim *claim, size_t group);
/* A place named inside the phrase, CLAUSE_NONE: none: "the [Banibangou] market", "2002 [Bali]
 * bomb attacks". */
void add_inner_place(struct finder *f, struct claim *claim, size_t group);

/* claim_place_after.c */
/* The phrase after a preposition, if it may tell where the draft's fact took place; else
 * CLAUSE_NONE. */
size_t place_after(const struct finder *f, const struct draft *draft, size_t preposition);
/* The preposition is one of place for the draft's kind; what stands after it is a place whatever
 * it is called. */
bool locative(const struct finder *f, const struct draft *draft, size_t preposition);
bool sure_preposition(const struct clause *c, enum claim_kind kind, size_t preposition);

#endif
