/* SPDX-License-Identifier: Apache-2.0
 * incident_lexicon.h - the words, names and weights that incidents are read with. */
#ifndef SITREP_INCIDENT_LEXICON_H
#define SITREP_INCIDENT_LEXICON_H

#include "base/map.h"
#include "text/incident.h"

/* The classes of words.txt, in the order of their names. */
enum word_class {
	WORD_KILL,
	WORD_WOUND,
	WORD_ATTACK,
	WORD_BOMB,
	WORD_KIDNAP,
	WORD_BURN,
	WORD_ROB,
	WORD_THREATEN,
	WORD_STOPPAGE,
	WORD_TRIGGERS, /* all before are words of violence */
	WORD_EXPLOSIVE = WORD_TRIGGERS,
	WORD_CLASH,
	WORD_POLICE_WORK,
	WORD_TALK,
	WORD_CONDEMN,
	WORD_ARMED,
	WORD_MILITARY,
	WORD_POLICE,
	WORD_CIVILIAN,
	WORD_OFFICIAL,
	WORD_RELIGIOUS,
	WORD_BUILDING,
	WORD_VEHICLE,
	WORD_INFRASTRUCTURE,
	WORD_WEAPON,
	WORD_GROUP,
	WORD_PAST,
	WORD_GENERAL,
	WORD_DENY,
	WORD_MODAL,
	WORD_REPORT,
	WORD_ANOTHER,
	WORD_RECENT,
	WORD_CLASS_END
};

#define WORD_BIT(class) ((uint64_t)1 << (class))
#define WORD_TRIGGER_BITS (WORD_BIT(WORD_TRIGGERS) - 1)

/* Tokens [first, last) with their head. */
struct incident_words {
	uint32_t first, last, head;
};

struct incident_lexicon {
	struct arena arena;
	struct map words;     /* lemma -> WORD_BIT of each class */
	struct map countries; /* code -> struct str *, the usual name */
	struct map
		types[ROLE_COUNT]; /* lemma, or two joined by "_" -> const struct str *, its type */
	struct lexicon names;      /* places and groups beside the general ones */
	struct model model;        /* no slots until learnt */
	uint64_t checksum;
};

/* WORD_BIT of each class of a token, by its lemma or its form. */
uint64_t incident_word_classes(const struct incident_lexicon *lexicon, const struct token *token);
/* The type of the thing that the tokens [first, last) name in a role, by the taxonomies of
 * types.txt; absent if it has none. */
struct str incident_thing_type(const struct incident_lexicon *lexicon, enum incident_role role,
	const struct tokens *tokens, struct incident_words words);
/* The usual name of a country by its ISO 3166-1 alpha-2 code; absent if unknown. */
struct str incident_country_name(const struct incident_lexicon *lexicon, struct str code);

#endif
