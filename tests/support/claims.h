/* SPDX-License-Identifier: Apache-2.0
 * claims.h - what the reader as a whole makes of a sentence, for tests. A claim is written as one
 * line: "kind: subject > object, value modifier unit". The report is of 2019, published in 2020. */
#ifndef SITREP_CLAIMS_H
#define SITREP_CLAIMS_H

#include "model/extraction.h"

/* Good until the test ends. */
const struct extraction *extract(const char *text, const char *title, const char *published);
/* The text makes a claim that reads so. */
void must_claim(const char *text, const char *want);
void must_claim_nothing(const char *text);
void must_not_claim(const char *text, enum claim_kind kind);
/* The one claim of that kind. */
const struct claim *only_claim(const char *text, enum claim_kind kind);
/* The last claim of that kind in news of 2020-05-13, a Wednesday. */
const struct claim *last_claim(const char *text, enum claim_kind kind);
/* A filler of the role reads so, whatever its case. */
bool has_filler(const struct incident *incident, enum incident_role role, const char *text);

#endif
