/* SPDX-License-Identifier: Apache-2.0
 * clause_parts.h - what the files of the clause grammar share; private to clause*.c. */
#ifndef SITREP_CLAUSE_PARTS_H
#define SITREP_CLAUSE_PARTS_H

#include "text/clause.h"

/* Is the noun at this place the subject of a finite verb to its right? */
bool clause_opens(const struct clause *c, size_t noun);
/* The noun ends a coordination in a noun's tow, "the order against X and Y [bars]": where that begins,
 * or CLAUSE_NONE. */
size_t clause_coordination(const struct clause *c, size_t noun);

#endif
