/* SPDX-License-Identifier: Apache-2.0
 * incident_view.h - a report as the incidents stage sees it: word classes, noun phrases that may
 * take a role, places, and what the models have said of each so far. */
#ifndef SITREP_INCIDENT_VIEW_H
#define SITREP_INCIDENT_VIEW_H

#include "text/incident_lexicon.h"

struct incident_noun {
	uint32_t first, last; /* tokens [first, last), without determiner and title */
	uint32_t title;       /* where its title starts: [title, first) is another name for it */
	uint32_t head;
	uint32_t sentence;
	uint64_t classes;     /* WORD_BITs of the head */
	uint32_t lexicon;     /* LEXICON_BITs of the name or the head */
	uint8_t mention;      /* enum entity_type, 0 outside mentions */
	bool name;            /* a person's name */
	bool definite;        /* one that is known: "the mayor", "his wife", not "the mayors" */
	struct str canonical; /* of a known group; absent: none */
	float roles[ROLE_COUNT + 1]; /* probabilities: of none, of each role */
};

struct incident_place {
	uint32_t first, last;
	uint32_t sentence;
	struct str country; /* ISO code; absent: unknown */
	bool is_country;    /* the name or the adjective of one */
	bool known;         /* in a lexicon */
	float here;         /* the probability that the incident was there */
};

struct incident_sentence {
	uint64_t classes;               /* WORD_BITs of its words */
	uint64_t triggers;              /* of its verbs and nouns of violence */
	float types[INCIDENT_TYPE_END]; /* probabilities: of none, of each type */
};

struct incident_view {
	const struct incident_lexicon *lexicon;
	const struct tokens *tokens;
	const struct chunks *chunks;
	const struct mentions *mentions;
	const struct mention_view *mention_view;
	const struct word *words;
	const struct timexes *times;
	int32_t published;
	uint64_t *classes;                   /* [tokens->n] WORD_BITs */
	struct incident_sentence *sentences; /* [tokens->nsentences] */
	struct incident_noun *nouns;         /* [nnouns] in order */
	size_t nnouns, nouns_cap;
	uint32_t *first_noun;          /* [tokens->nsentences + 1] of each sentence */
	struct incident_place *places; /* [nplaces] in order */
	size_t nplaces, places_cap;
	uint32_t *first_place; /* [tokens->nsentences + 1] of each sentence */
	float *days;           /* [times->n] the probability that the incident was then */
};

void incident_view_make(const struct incident_lexicon *lexicon, const struct incident_input *input,
	struct arena *arena, struct incident_view *ret);
/* The token that governs i, conjunctions and appositions seen through; -1: none. *ret_deprel is
 * how. */
int32_t incident_governor(const struct tokens *tokens, size_t i, int *ret_deprel);

#endif
