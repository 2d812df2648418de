/* SPDX-License-Identifier: Apache-2.0
 * html_phrase.h - the phrases by which furniture gives itself away, in the larger languages. */
#ifndef SITREP_HTML_PHRASE_H
#define SITREP_HTML_PHRASE_H

#include <stdbool.h>
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

/* Does the text begin with (1) or contain (0.5) a phrase of the kind? Long texts only by their start. */
void phrase_features(struct str text, float row[PHRASE_COUNT]);
bool phrase_starts(struct str text, enum phrase kind);
/* The last character ends a sentence; closing quotes and brackets are looked through. */
bool phrase_ends_sentence(struct str text);

#endif
