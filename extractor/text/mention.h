/* SPDX-License-Identifier: Apache-2.0
 * mention.h - where a text speaks of somebody or something: people, organisations, places, times,
 * amounts, weapons. Names, common nouns and pronouns alike, with their determiners and titles.
 *
 *   tokens, words, chunks, lexicon --mentions_find--> mentions --entities_of--> entities
 *
 * A conditional random field (Lafferty, McCallum, Pereira 2001) labels tokens with B-type, I-type
 * or O; patterns find what has a fixed form (URLs, coordinates, sums of money, telephone numbers)
 * and win where both speak. Mentions are flat: none overlap. */
#ifndef SITREP_MENTION_H
#define SITREP_MENTION_H

#include "text/chunk.h"
#include "text/feature.h"
#include "text/lexicon.h"
#include "text/model.h"
#include "text/token.h"

struct mention {
	enum entity_type type;
	struct span span;
	uint32_t first, last; /* tokens [first, last) */
	uint32_t head;        /* the noun that carries it */
	struct str
		canonical; /* "KZ", "org:isis", the fullest name in the report; absent: unknown */
	const char *maker; /* "model", "lexicon", "pattern:money" ... */
	float confidence;  /* 0..1; the model's is not calibrated yet (mentions_entities) */
};

struct mentions {
	struct mention *v; /* [n] in order, none overlapping */
	size_t n, cap;
	int32_t *of; /* [tokens->n] index of the token's mention, -1 outside */
};

/* What the finder looks at; the arrays have an element per token. */
struct mention_view {
	const struct tokens *tokens; /* tagged, parsed, with lemmas */
	const struct word *words;
	const struct chunks *chunks;
	const struct lexicon *lexicon;
	const struct lexicon_hit *hits; /* the longest name that covers the token */
	const uint32_t *hit_start;      /* and the token where it starts */
	const uint32_t *nouns;          /* lexicon_noun_classes() */
	const uint32_t *company;        /* how the report uses the word elsewhere, as bits */
	const int32_t *preposition;     /* the case marker before the token's phrase, -1 */
};

void mention_view_make(struct mention_view *ret_view, const struct tokens *tokens,
	const struct word *words, const struct chunks *chunks, const struct lexicon *lexicon,
	struct arena *arena);

struct model_want mention_model_want(void);
void mentions_find(const struct model *model, const struct mention_view *view, struct arena *arena,
	struct mentions *ret_mentions);

/* As the extraction wants them. */
struct entity *mentions_entities(const struct mentions *mentions, const struct tokens *tokens,
	struct arena *arena, size_t *ret_count);

/* The patterns' part, also for tests. */
void mention_patterns(const struct tokens *tokens, struct arena *arena, struct mentions *mentions);
/* Adds one; span and head are worked out from its tokens, which must be free. */
void mentions_add(struct mentions *mentions, const struct tokens *tokens, struct arena *arena,
	struct mention mention);
/* Adds the names of organisations that the lexicon has and the model missed. */
void mentions_known(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena);
/* Makes the types of repeated names agree, and finds repeats that the model missed. */
void mentions_repeat(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena);
/* Fills canonical: from the lexicon, by acronyms that the report explains, and by the fullest name.
 */
void mentions_link(const struct mention_view *view, struct mentions *mentions);

/* The labels of the model: 0 is O. */
#define MENTION_TYPES 11
#define MENTION_LABELS (1 + 2 * MENTION_TYPES)
enum entity_type mention_label_type(int label); /* 0 for O */
static inline bool mention_label_begins(int label)
{
	return label > 0 && label % 2 == 1;
}
int mention_label(enum entity_type type, bool begins); /* -1: the model has no such type */
/* May label follow previous (-1: the sentence's start)? */
static inline bool mention_follows(int previous, int label)
{
	return label == 0 || label % 2 == 1 || previous == label || previous == label - 1;
}

/* For the trainer. out has room for MENTION_MAX_FEATURES. */
#define MENTION_MAX_FEATURES 110
size_t mention_features(const struct mention_view *view, size_t i, uint64_t *out);
uint64_t mention_transition_feature(int previous);

#endif
