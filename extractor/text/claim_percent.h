/* SPDX-License-Identifier: Apache-2.0
 *
 * Shares and changes: "90 percent of charges", "a 12 percent drop in bombings", "with deaths
 * falling by 5 percent".
 * */
#ifndef SITREP_CLAIM_PERCENT_H
#define SITREP_CLAIM_PERCENT_H

#include "text/claim_parts.h"

#define CHANGING_VERBS "falling dropping rising declining increasing climbing decreasing growing"

/* The claim of the percentage in that phrase. */
void share_find(struct finder *f, size_t group);
/* "with [deaths from fire] falling": the noun before the gerund that the phrases between hang
 * on; CLAUSE_NONE: none. */
size_t changing_noun(const struct clause *c, size_t gerund);

#endif
