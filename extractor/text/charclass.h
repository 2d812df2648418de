/* SPDX-License-Identifier: Apache-2.0
 * charclass.h - what a character is to a tokeniser, and its lower case.
 *
 * Four classes are all that splitting needs. Letters are everything that is not known to be
 * something else, so that an unknown script comes out as words and not as confetti. Direction
 * marks and zero-width spaces count as white space: they separate and are never part of a token. */
#ifndef SITREP_CHARCLASS_H
#define SITREP_CHARCLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"

enum char_class { CHAR_LETTER, CHAR_DIGIT, CHAR_SPACE, CHAR_PUNCT };

enum char_class char_class(uint32_t c);
/* Simple lower case (Unicode: Latin, Greek, Cyrillic, Armenian); c itself elsewhere. */
uint32_t char_lower(uint32_t c);
bool char_is_upper(uint32_t c); /* has another lower case */
/* ' and its typographic forms. */
bool char_is_apostrophe(uint32_t c);
/* Double and single quotation marks and backticks that close or open speech. */
bool char_is_quote(uint32_t c);
/* Lower case, curly quotes and apostrophes made straight, long hyphens made '-', soft hyphens
 * dropped. Returns word itself when nothing changes. */
struct str char_fold(struct str word, struct arena *arena);

#endif
