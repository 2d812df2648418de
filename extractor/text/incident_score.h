/* SPDX-License-Identifier: Apache-2.0
 * incident_score.h - asks the model about everything in a report, a question after the other. */
#ifndef SITREP_INCIDENT_SCORE_H
#define SITREP_INCIDENT_SCORE_H

#include "text/incident_model.h"

/* Fills types of the sentences: the other questions look at them. */
void incident_score_sentences(const struct model *model, struct incident_view *view);
/* Does the sentence, or one next to it, perhaps tell of an incident? Others have no roles. */
bool incident_is_told(const struct incident_view *view, size_t sentence);
/* Fills roles of nouns, here of places, and days. */
void incident_score_phrases(const struct model *model, struct incident_view *view);
/* The rest of the way: scores the view and reads the incidents off it. */
void incidents_of_view(struct incident_view *view, struct arena *arena, struct incident_list *ret);

#endif
