/* SPDX-License-Identifier: Apache-2.0
 * tag_name.h - tags that the lexicon corrects: words of a known name are no verbs. */
#ifndef SITREP_TAG_NAME_H
#define SITREP_TAG_NAME_H

#include "text/lexicon.h"

/* Makes proper nouns of what the tagger took for verbs in names of bodies and places of two
 * words and more: "Shining Path members", "Broken Arrow". */
void tag_names(const struct lexicon *lexicon, struct tokens *tokens);

#endif
