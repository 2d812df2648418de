/* SPDX-License-Identifier: Apache-2.0
 * group.h - tagged tokens -> noun phrases, verb groups and what stands between them.
 *
 *   tokens, quantities, times --groups_make--> groups of one sentence, left to right, gapless
 *
 * The second stage of a cascade of finite-state steps (Hobbs et al., "FASTUS: A Cascaded
 * Finite-State Transducer for Extracting Information from Natural-Language Text", 1997): small
 * groups are found first, and the grammar of clauses (clause.h) is written over groups. That is
 * less than a parse, but robust: one bad tag spoils one group. Everything belongs to the arena. */
#ifndef SITREP_GROUP_H
#define SITREP_GROUP_H

#include "text/quantity.h"
#include "text/timex.h"
#include "text/token.h"

enum group_sort {
	GROUP_NOUN =
		1,  /* "at least 12 Taliban commanders", "it", "the Ministry of Defence (MOD)" */
	GROUP_VERB, /* "have not been arrested", "to free", "killing" */
	GROUP_PREPOSITION,  /* "in", "because of" */
	GROUP_TIME,         /* a timex */
	GROUP_COORDINATOR,  /* "and", "but", "as well as" */
	GROUP_RELATIVE,     /* "who", "which", "where" */
	GROUP_SUBORDINATOR, /* "that", "while", "after" before a clause, "if" */
	GROUP_COMMA,
	GROUP_STOP,   /* ; : | and dashes: a clause ends */
	GROUP_ADVERB, /* adverbs, and adjectives outside noun phrases */
	GROUP_OTHER
};

enum verb_form { VERB_FINITE, VERB_INFINITIVE, VERB_GERUND, VERB_PARTICIPLE /* bare past */ };

struct group {
	enum group_sort sort;
	uint32_t first, last; /* tokens [first, last) */
	uint32_t head;        /* of a noun phrase; the main verb of a verb group */
	/* noun phrases */
	uint32_t core;                   /* first token after quantity, article and "of the" */
	const struct quantity *quantity; /* NULL: none */
	const struct quantity *inner;    /* "34 of the [70] people" */
	bool pronoun;
	bool proper;   /* the head is a name */
	bool plural;   /* the head is a plural noun */
	bool definite; /* "the", "its", "these" */
	bool bare;     /* a quantity without a noun: "another 20", "three of them" */
	/* verb groups */
	enum verb_form form;
	bool passive;
	bool progressive;
	bool perfect;
	bool future;   /* "will", "shall", "is to" */
	bool possible; /* "could", "may", "would", "might", "can", "should" */
	bool negated;
	bool copula; /* the main verb is be, remain or become */
};

struct groups {
	struct group *v; /* [n] */
	size_t n;
};

struct mention_view;

struct reading {
	const struct tokens *tokens;
	const struct timexes *times;
	const struct quantities *quantities;
	const struct mention_view *view; /* the names that the lexicon knows; NULL: none */
};

void groups_make(const struct reading *reading, const struct sentence *sentence,
	struct arena *arena, struct groups *ret);

#endif
