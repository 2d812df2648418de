/* SPDX-License-Identifier: Apache-2.0
 * lexicon.h - names and nouns that we know, from plain text files (docs/lexicons.md).
 *
 *   # comment
 *   @class country
 *   Kazakhstan | Republic of Kazakhstan = KZ
 *
 * A name that is written with a capital matches only where the text has one; an acronym ("IS",
 * "UN") only letter for letter. Where the text is all in capitals, case is not asked, but names
 * that would then be common words ("US", "WHO") do not match. */
#ifndef SITREP_LEXICON_H
#define SITREP_LEXICON_H

#include "base/arena.h"
#include "base/err.h"
#include "text/token.h"
#include "text/wordfile.h"

enum lexicon_class {
	LEXICON_COUNTRY,
	LEXICON_DEMONYM,
	LEXICON_CITY,
	LEXICON_REGION,
	LEXICON_PLACE_NOUN,
	LEXICON_ARMED_GROUP,
	LEXICON_ORGANISATION,
	LEXICON_PEOPLE_NOUN,
	LEXICON_ORGANISATION_NOUN,
	LEXICON_PERSON_NOUN,
	LEXICON_WEAPON,
	LEXICON_PLATFORM,
	LEXICON_VEHICLE,
	LEXICON_DOCUMENT,
	LEXICON_TIME_NOUN,
	LEXICON_MONTH,
	LEXICON_WEEKDAY,
	LEXICON_NUMBER_WORD,
	LEXICON_UNIT,
	LEXICON_CURRENCY,
	LEXICON_RELIGION,
	LEXICON_PERSON,
	LEXICON_CLASS_END
};

#define LEXICON_BIT(class) (1u << (class))

struct lexicon {
	struct arena arena;
	struct lexicon_entry *entries; /* [mask + 1] open addressing */
	size_t mask;
	size_t n;
	uint64_t checksum; /* of all that was loaded: part of the extractor's version */
};

struct lexicon_hit {
	uint32_t classes;     /* LEXICON_BIT of each class it is in; 0: no hit */
	uint32_t tokens;      /* how many it spans */
	bool own;             /* the analyst's: a verdict, where ours is evidence */
	struct str canonical; /* absent without one; belongs to the lexicon */
};

void lexicon_init(struct lexicon *lexicon);
void lexicon_release(struct lexicon *lexicon); /* for AUTO */
/* Adds what is left of a file; the names are copied. What was added first decides a name's
 * canonical form; own: the names are the analyst's. ERR_FATAL: "places.txt:12: ...". */
bool lexicon_add(
	struct lexicon *lexicon, struct wordfile *file, bool own, struct err *err) MUST_CHECK;
/* The longest name that starts at token i and does not leave its sentence. */
struct lexicon_hit lexicon_find(
	const struct lexicon *lexicon, const struct tokens *tokens, size_t i);
/* The classes of one token taken by itself, by its form or its lemma, case ignored. */
uint32_t lexicon_noun_classes(const struct lexicon *lexicon, const struct token *token);

const char *lexicon_class_name(int class);

#endif
