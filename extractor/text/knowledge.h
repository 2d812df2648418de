/* SPDX-License-Identifier: Apache-2.0
 * knowledge.h - the models and lexicons that reading needs, and one text as they see it.
 *
 * Knowledge is loaded once and never changes, so one may serve any number of readers. An analysis
 * is made in an arena and holds for as long as that and the knowledge do. */
#ifndef SITREP_KNOWLEDGE_H
#define SITREP_KNOWLEDGE_H

#include "text/chunk.h"
#include "text/lexicon.h"
#include "text/mention.h"
#include "text/model.h"
#include "text/token.h"

struct knowledge {
	struct model tagger, parser, mentions;
	struct lexicon lexicon;
	struct clusters clusters;
};

/* What the later stages read: all arrays have an element per token. */
struct analysis {
	struct tokens tokens; /* tagged and parsed */
	struct word *words;
	struct chunks chunks;
	struct mention_view view; /* lexicon hits and noun classes */
	struct mentions mentions; /* empty if the knowledge has no model for them */
};

/* Loads *.txt and *.model of the directory, and the *.txt of the analyst's own (NULL: none).
 * ERR_FATAL with a sentence. */
bool knowledge_open(struct knowledge *ret_knowledge, const char *data_dir, const char *own_dir,
	struct err *err) MUST_CHECK;
/* The same without the mention model, which may be yet to be learnt. */
bool knowledge_open_language(
	struct knowledge *ret_knowledge, const char *data_dir, struct err *err) MUST_CHECK;
/* The word classes alone. */
bool knowledge_open_clusters(
	struct clusters *ret_clusters, const char *data_dir, struct err *err) MUST_CHECK;
void knowledge_release(struct knowledge *knowledge); /* for AUTO */
/* Changes when any model or lexicon does. */
uint64_t knowledge_checksum(const struct knowledge *knowledge);

/* ret_analysis must stay where it is: its view points into it. */
void analysis_make(const struct knowledge *knowledge, struct str text, struct arena *arena,
	struct analysis *ret_analysis);
/* The same for tokens that are there already, and no mentions. */
void analysis_of_tokens(
	const struct knowledge *knowledge, struct arena *arena, struct analysis *analysis);

#endif
