/* SPDX-License-Identifier: Apache-2.0
 * language.h - the language of a text, as ISO 639-1. */
#ifndef SITREP_LANGUAGE_H
#define SITREP_LANGUAGE_H

#include "base/str.h"

/* By script, then by the text's most common words, then by letters that only its alphabet has;
 * where those do not decide, what was declared ("en-GB", "" if nothing was). Static or
 * declared's own bytes; "" if nothing is known. */
struct str language_detect(struct str text, struct str declared);

#endif
