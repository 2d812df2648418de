/* SPDX-License-Identifier: Apache-2.0
 * incident_model.h - the decisions of the incidents stage, as labels of one linear model.
 *
 * A question is a range of labels of which one is the answer; its features carry the question's
 * name in their hash, so that the questions share nothing but the file. */
#ifndef SITREP_INCIDENT_MODEL_H
#define SITREP_INCIDENT_MODEL_H

#include "text/incident_role.h"
#include "text/model.h"

enum incident_question {
	ASK_SENTENCE, /* 0 no incident, else enum incident_type */
	ASK_REPORT,   /* does it tell of an incident of this type? 0, 1 */
	ASK_ROLE,     /* 0 none, else 1 + enum incident_role */
	ASK_PLACE,    /* is the place named the incident's? 0, 1 */
	ASK_DAY,      /* is the day named the incident's? 0, 1 */
	ASK_STAGE,    /* enum incident_stage - 1 */
	ASK_SPLIT,    /* is this another incident than the one before? 0, 1 */
	ASK_FILLER,   /* does this candidate take the role? 0, 1 */
	ASK_END
};

#define INCIDENT_MAX_ANSWERS 8
#define INCIDENT_MAX_FEATURES 2048 /* what is more is left out */

struct incident_features {
	uint64_t v[INCIDENT_MAX_FEATURES];
	size_t n;
};

struct model_want incident_model_want(void);
size_t incident_answers(enum incident_question question);
size_t incident_first_label(enum incident_question question);
/* The probability of each answer, from the labels' raw scores. */
void incident_softmax(const float *scores, size_t n, float *ret);
/* Asks the model. ret has room for INCIDENT_MAX_ANSWERS. */
void incident_ask(const struct model *model, enum incident_question question,
	const struct incident_features *features, float *ret);

/* What each question looks at. */
void incident_sentence_features(
	const struct incident_view *view, size_t sentence, struct incident_features *f);
void incident_report_features(
	const struct incident_view *view, enum incident_type type, struct incident_features *f);
void incident_role_features(
	const struct incident_view *view, size_t noun, struct incident_features *f);
void incident_place_features(
	const struct incident_view *view, size_t place, struct incident_features *f);
void incident_day_features(
	const struct incident_view *view, size_t time, struct incident_features *f);
void incident_stage_features(
	const struct incident_view *view, size_t sentence, struct incident_features *f);
/* Is sentence after about another incident than the sentences from..before, of the same type? */
void incident_split_features(const struct incident_view *view, enum incident_type type, size_t from,
	size_t before, size_t after, struct incident_features *f);
/* candidate is an index into all. */
void incident_filler_features(const struct incident_view *view,
	const struct incident_scopes *scopes, const struct incident_candidates *all,
	size_t candidate, struct incident_features *f);

#endif
