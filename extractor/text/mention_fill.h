/* SPDX-License-Identifier: Apache-2.0
 * mention_fill.h - what mention_known.c, mention_thing.c and mention_paper.c share: each fills in,
 * by lexicon and base phrases, what the model of mention.h was silent about. Private to them. */
#ifndef SITREP_MENTION_FILL_H
#define SITREP_MENTION_FILL_H

#include "text/mention.h"

#define LEXICON_ORGANISATIONS (LEXICON_BIT(LEXICON_ARMED_GROUP) | LEXICON_BIT(LEXICON_ORGANISATION))
#define LEXICON_SOMEBODY \
	(LEXICON_BIT(LEXICON_PERSON_NOUN) | LEXICON_BIT(LEXICON_PEOPLE_NOUN) | \
		LEXICON_BIT(LEXICON_ORGANISATION_NOUN))

/* Adds a mention over free tokens, with the lexicon as its maker. */
void mention_fill(const struct mention_view *view, struct mentions *mentions, struct arena *arena,
	struct mention mention);
/* Takes out the mentions that lie inside [first, last); false if one reaches beyond it. */
bool mention_clear(struct mentions *mentions, size_t first, size_t last);

/* The type of a thing that the noun at token i names by itself, 0 if it names none; a deed
 * ("strike") names none, though the lexicon lists it. */
enum entity_type thing_type(const struct mention_view *view, size_t i);
/* The same by the word alone, whatever it does in the sentence. */
enum entity_type thing_listed(const struct mention_view *view, size_t i);

/* Gives a thing the words of its base phrase that belong to it, and takes in the mentions among
 * them; the caller puts it in their place. */
void thing_widen(const struct mention_view *view, const struct mentions *m, struct mention *thing);
bool thing_is_mark(const struct tokens *t, size_t i);   /* "IV", "FGR4s" */
bool thing_is_ship(const struct tokens *t, size_t i);   /* "HMS": a ship's name follows */
bool thing_is_bearer(const struct tokens *t, size_t i); /* "system", "launcher" */
bool mention_is_thing(const struct mention *m);

/* Gives the model's weapons, platforms and vehicles their whole phrase, and the rare types up where
 * a noun says otherwise. */
void mention_correct_things(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena);
/* Adds the one that the lexicon names at token i, if it names one and its tokens are free. */
void mention_add_thing(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena, size_t i);
/* Adds documents that are spoken of as certain ones: "the full report", "work permits". */
void mention_add_papers(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena);

#endif
