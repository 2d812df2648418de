/* SPDX-License-Identifier: Apache-2.0
 * phrase.h - fixed phrases in a token sequence, compared by lower-cased form.
 *
 * Phrases are written as their words with one blank between: "at least". All positions are token
 * indices; an end is exclusive. */
#ifndef SITREP_PHRASE_H
#define SITREP_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include "text/token.h"

/* The token is one of the words of a blank-separated list. */
bool token_in(const struct tokens *tokens, size_t i, const char *words);
/* How many tokens at i, all before end, are the phrase; 0 if they are not. */
size_t phrase_at(const struct tokens *tokens, size_t i, size_t end, struct str phrase);
/* The same for a phrase that ends just before i and starts no earlier than first. */
size_t phrase_before(const struct tokens *tokens, size_t first, size_t i, struct str phrase);
/* The span of tokens [first, last), which must not be empty. */
struct span tokens_span(const struct tokens *tokens, size_t first, size_t last);
/* First letter of the token is a capital (ASCII, or any letter whose lower form differs). */
bool token_capitalised(const struct tokens *tokens, size_t i);
/* "Elsewhere, ...", "In a separate incident, ...": one of the sentences above after up to last
 * turns to another event. */
bool sentences_turn(const struct tokens *tokens, size_t after, size_t last);
/* word is one of the blank-separated words of list. */
bool word_in(struct str word, const char *list);

#endif
