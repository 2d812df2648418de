/* SPDX-License-Identifier: Apache-2.0
 * abbreviation.h - words whose full stop belongs to them, and words that open sentences. */
#ifndef SITREP_ABBREVIATION_H
#define SITREP_ABBREVIATION_H

#include <stdbool.h>
#include "base/str.h"

/* word without its full stop, in the case of the text. Some ("No.", "Art.") count only if a number
 * comes after. */
bool is_abbreviation(struct str word, bool number_follows);
/* "Gen.", "Mr.": a name follows, so no sentence ends here. With or without the stop. */
bool is_title_abbreviation(struct str lower);
/* "The", "However": after an abbreviation that may end a sentence, these say that it did. */
bool is_sentence_opener(struct str lower);

#endif
