/* SPDX-License-Identifier: Apache-2.0
 * html_phrase.h - the phrases by which furniture gives itself away, in the larger languages. */
#ifndef SITREP_HTML_PHRASE_H
#define SITREP_HTML_PHRASE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/str.h"

enum phrase {
	PHRASE_AD,
	PHRASE_RELATED,
	PHRASE_SHARE,
	PHRASE_SUBSCRIBE,
	PHRASE_CREDIT,
	PHRASE_COOKIE,
	PHRASE_BY,
	PHRASE_COMMENT,
	PHRASE_DATE,
	PHRASE_TAGS,
	PHRASE_COUNT
};

/* All phrases by their first byte. */
struct phrase_index;

struct phrase_index *phrase_index_new(struct arena *arena);
/* Does the text begin with a phrase of the kind (1), or does a word in it (0.5)? Of long texts only
 * the start counts. */
void phrase_features(const struct phrase_index *index, struct str text, float row[PHRASE_COUNT]);
bool phrase_starts(struct str text, enum phrase kind);
/* The last character ends a sentence; closing quotes and brackets are looked through. */
bool phrase_ends_sentence(struct str text);

#endif
