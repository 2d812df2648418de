/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "text/incident_score.h"

#define UNTOLD 0.02f /* below this a sentence and its neighbours tell of no incident */

void incident_score_sentences(const struct model *model, struct incident_view *view)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	size_t s;

	for (s = 0; s < view->tokens->nsentences; s++) {
		incident_sentence_features(view, s, &f);
		incident_ask(model, ASK_SENTENCE, &f, answer);
		memcpy(view->sentences[s].types, answer, sizeof(view->sentences[s].types));
	}
}

static float told(const struct incident_view *view, size_t s)
{
	return s < view->tokens->nsentences ? 1 - view->sentences[s].types[0] : 0;
}

bool incident_is_told(const struct incident_view *view, size_t s)
{
	return told(view, s) > UNTOLD || told(view, s + 1) > UNTOLD ||
	       (s > 0 && told(view, s - 1) > UNTOLD);
}

void incident_score_phrases(const struct model *model, struct incident_view *view)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	size_t i;

	for (i = 0; i < view->nnouns; i++) {
		memset(view->nouns[i].roles, 0, sizeof(view->nouns[i].roles));
		if (!incident_is_told(view, view->nouns[i].sentence))
			continue;
		incident_role_features(view, i, &f);
		incident_ask(model, ASK_ROLE, &f, answer);
		memcpy(view->nouns[i].roles, answer, sizeof(view->nouns[i].roles));
	}
	for (i = 0; i < view->nplaces; i++) {
		incident_place_features(view, i, &f);
		incident_ask(model, ASK_PLACE, &f, answer);
		view->places[i].here = answer[1];
	}
	for (i = 0; i < view->times->n; i++) {
		incident_day_features(view, i, &f);
		incident_ask(model, ASK_DAY, &f, answer);
		view->days[i] = answer[1];
	}
}
