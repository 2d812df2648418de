/* SPDX-License-Identifier: Apache-2.0
 * mentions.h - what the shipped models and lexicons make of a text, up to its mentions, for
 * tests. */
#ifndef SITREP_MENTIONS_H
#define SITREP_MENTIONS_H

#include "text/knowledge.h"

/* The functions below speak of the text read last; it is good until the test ends. */
const struct analysis *read_text(const char *text);
/* The mention that reads so, to the letter; NULL without. */
const struct mention *find_mention(const char *text);
/* The same, where there must be one. */
const struct mention *mention_of(const char *text);
void check_type(const char *text, enum entity_type type);
void check_no_mention(enum entity_type type);

#endif
