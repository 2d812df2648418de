/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "text/incident_model.h"

/* Raise it whenever a feature changes its meaning. */
#define FEATURES_REVISION 1

static const uint8_t answers[ASK_END] = {[ASK_SENTENCE] = INCIDENT_TYPE_END,
	[ASK_REPORT] = 2,
	[ASK_ROLE] = ROLE_COUNT + 1,
	[ASK_PLACE] = 2,
	[ASK_DAY] = 2,
	[ASK_STAGE] = STAGE_END - 1,
	[ASK_SPLIT] = 2,
	[ASK_FILLER] = 2};

size_t incident_answers(enum incident_question question)
{
	return answers[question];
}

size_t incident_first_label(enum incident_question question)
{
	size_t q, n = 0;

	for (q = 0; q < question; q++)
		n += answers[q];
	return n;
}

struct model_want incident_model_want(void)
{
	return (struct model_want){.kind = MODEL_INCIDENTS,
		.nlabels = (uint32_t)incident_first_label(ASK_END),
		.features = feature_of("incident", FEATURES_REVISION, (uint32_t)WORD_CLASS_END)};
}

void incident_softmax(const float *scores, size_t n, float *ret)
{
	float top = scores[0], sum = 0;
	size_t i;

	for (i = 1; i < n; i++)
		top = fmaxf(top, scores[i]);
	for (i = 0; i < n; i++)
		sum += ret[i] = expf(scores[i] - top);
	for (i = 0; i < n; i++)
		ret[i] /= sum;
}

void incident_ask(const struct model *model, enum incident_question question,
	const struct incident_features *features, float *ret)
{
	int32_t raw[MODEL_MAX_LABELS] = {0};
	float scores[INCIDENT_MAX_ANSWERS];
	size_t i, first = incident_first_label(question);

	model_score(model, features->v, features->n, raw);
	for (i = 0; i < answers[question]; i++)
		scores[i] = (float)raw[first + i] * model->scale;
	incident_softmax(scores, answers[question], ret);
}
