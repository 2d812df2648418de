/* SPDX-License-Identifier: Apache-2.0
 * claim_lexicon.h - which words make which claim: the patterns of extractor/data/claims.
 *
 * Three kinds of file, one entry a line, '#' starts a comment; docs/claim-patterns.md describes
 * them.
 *
 *   nouns.txt     class: word word ...      sets of nouns and verbs that patterns refer to
 *   kinds.txt     kind: how often such a claim is right
 *   triggers.txt  kind class words ; option=value ...
 *
 * Loaded once, never changed after. */
#ifndef SITREP_CLAIM_LEXICON_H
#define SITREP_CLAIM_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "model/extraction.h"

#define TRIGGER_MAX_WORDS 8
#define LEXICON_MAX_CLASSES 128

enum trigger_class {
	TRIGGER_VERB = 1,     /* v: subject acts on object: "police arrested ten" */
	TRIGGER_SUBJECT_VERB, /* i: what the grammar calls subject is our object: "ten died" */
	TRIGGER_ACTOR_VERB,   /* s: only an actor: "police investigate" */
	TRIGGER_NOUN,         /* n: an event noun: "the arrest of ten", "ten arrests" */
	TRIGGER_PREDICATE,    /* p: said of people: "in custody", "dead", "missing" */
	TRIGGER_COUNTED,      /* q: a noun that makes a claim when it is counted: "58 dead" */
	TRIGGER_IDENTITY,     /* b: "X is a member of Y", "X, a member of Y" */
};

typedef unsigned __int128 noun_set; /* a bit for each set of nouns.txt */

struct trigger {
	enum claim_kind kind; /* 0: none, the words mean something else where they fit */
	enum trigger_class class;
	struct str words[TRIGGER_MAX_WORDS]; /* alternatives joined by '/'; "~" a gap; "_" a
						determiner */
	size_t nwords;
	noun_set object; /* the object's head must be in one of these, 0: any */
	noun_set object_not;
	noun_set within;  /* a word of the sentence must be in one of these, 0: any */
	noun_set without; /* no word of the object's phrase may be in one of these */
	noun_set taken;   /* what stands after the preposition must be in one of these */
	noun_set subject;
	noun_set subject_not;
	struct str take;        /* blank-separated prepositions after which the object stands */
	struct str need;        /* prepositions of which the clause must have one */
	struct str manner;      /* adverbs of which the verb must have one */
	struct str unless;      /* words that must not follow the pattern's own */
	struct str unit;        /* absent: person or the object's own */
	enum modality modality; /* 0: by the grammar */
	bool passive;           /* only in the passive */
	bool active;            /* only in the active */
	bool counted;     /* the object must have a number or be a name, or the clause is none */
	bool numbered;    /* the same, but a name is not enough */
	bool whole;       /* the object keeps its determined noun: no number is read from it */
	bool strict;      /* no object, no claim */
	bool keep;        /* infinitives and gerunds make a claim as well */
	bool reversed;    /* subject and object change places: "the fund received 3 million from
			     Norway" */
	bool objectless;  /* class i: with an object of its own the verb means something else */
	bool actorless;   /* who does it is not the claim's subject: "recorded ten attacks" */
	float confidence; /* 0..1 */
	struct str maker; /* "verb:shoot dead" */
	const struct trigger *next; /* of the same first word */
};

/* The kind that its line names. */
const char *trigger_kind_name(const struct trigger *trigger);

struct claim_lexicon;

/* dir/claims; before its triggers those of own_dir/claims, the analyst's (NULL: none), and their
 * nouns beside ours. ERR_FATAL: a mistake, with file and line. */
struct claim_lexicon *claim_lexicon_open(
	const char *dir, const char *own_dir, struct err *err) MUST_CHECK;
void claim_lexicon_close(struct claim_lexicon **lexicon);
/* Changes when any of the files does. */
uint64_t claim_lexicon_checksum(const struct claim_lexicon *lexicon);
/* The triggers whose first word has this form, in the order of the file; NULL if none. */
const struct trigger *claim_lexicon_triggers(const struct claim_lexicon *lexicon, struct str word);
/* The sets that a word belongs to. */
noun_set claim_lexicon_sets(const struct claim_lexicon *lexicon, struct str word);
/* The set of a name; 0 if the files have none, so that nothing is ever in it. */
noun_set claim_lexicon_set(const struct claim_lexicon *lexicon, const char *name);

#endif
