/* SPDX-License-Identifier: Apache-2.0
 * incident.h - who did what to whom, where and when: tokens, mentions, times -> incidents.
 *
 *   view (nouns, places, days) -> scores of sentences, nouns, places, days, the report
 *        -> which types of incident the report tells of -> one record each, with its fillers
 *
 * Every decision is a linear model over hashed features that do not depend on case, learnt from
 * reports with their records (docs/models.md); the shape is that of Patwardhan and Riloff, "A
 * unified model of phrasal and sentential evidence for information extraction" (2009), and Huang
 * and Riloff, "Peeling back the layers" (2011): sentences say where events are told, noun phrases
 * in them take roles. Pure; time is linear in the text but for the sentences of one incident. */
#ifndef SITREP_INCIDENT_H
#define SITREP_INCIDENT_H

#include "model/extraction.h"
#include "text/knowledge.h"
#include "text/timex.h"

struct incident_lexicon;

/* Loads data_dir/incidents and the names of countries, and the words of own_dir/incidents, the
 * analyst's (NULL: none). ERR_FATAL with a sentence. */
struct incident_lexicon *incident_lexicon_open(
	const char *data_dir, const char *own_dir, struct err *err) MUST_CHECK;
/* The same without the model, which may be yet to be learnt. */
struct incident_lexicon *incident_lexicon_open_words(
	const char *data_dir, const char *own_dir, struct err *err) MUST_CHECK;
void incident_lexicon_close(struct incident_lexicon **lexicon);
/* Changes when any of its files does. */
uint64_t incident_lexicon_checksum(const struct incident_lexicon *lexicon);

struct incident_input {
	const struct analysis *analysis;
	const struct timexes *times;
	int32_t published;                   /* DAY_NONE if unknown */
	const struct extraction *extraction; /* its entities and claims; NULL: the models alone */
};

struct incident_list {
	struct incident *v; /* [n] in the arena */
	size_t n;
};

void incidents_find(const struct incident_lexicon *lexicon, const struct incident_input *input,
	struct arena *arena, struct incident_list *ret);

#endif
