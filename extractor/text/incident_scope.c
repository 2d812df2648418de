/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "text/incident_model.h"
#include "text/incident_scope.h"
#include "text/phrase.h"

/* Chosen for the best F over all slots by cross-validation (bench/quality-incidents.md). */
#define SPLIT_THRESHOLD 0.32f
#define SENTENCE_THRESHOLD 0.28f
#define BESIDE 0.6f /* how a sentence next to one that tells counts */

static const float type_thresholds[INCIDENT_TYPE_END] = {[INCIDENT_ATTACK] = 0.28f,
	[INCIDENT_BOMBING] = 0.36f,
	[INCIDENT_KIDNAPPING] = 0.192f,
	[INCIDENT_ARSON] = 0.3f,
	[INCIDENT_ROBBERY] = 0.3f,
	[INCIDENT_FORCED_WORK_STOPPAGE] = 0.3f};

void incident_scope_add(const struct incident_view *view, struct incident_scope scope, size_t from,
	size_t to, struct arena *arena, struct incident_scopes *scopes)
{
	size_t s, n = view->tokens->nsentences;
	float *near = arena_zalloc(arena, n + 1, sizeof(*near));
	float p, best = 0;

	scope.near = near;
	scope.main = from;
	scope.split = from > 0;
	for (s = from; s < to; s++) {
		p = view->sentences[s].types[scope.type];
		near[s] = fmaxf(near[s], p);
		if (s + 1 < n && !sentences_turn(view->tokens, s, s + 1))
			near[s + 1] = fmaxf(near[s + 1], BESIDE * p);
		if (s > 0 && !sentences_turn(view->tokens, s - 1, s))
			near[s - 1] = fmaxf(near[s - 1], BESIDE * p);
		if (p > best) {
			best = p;
			scope.main = s;
		}
	}
	scopes->v[scopes->n++] = scope;
}

/* One incident, or one for each stretch of sentences that tells of another of the same type. */
static void add_scopes(const struct incident_view *v, struct incident_scope scope,
	struct arena *arena, struct incident_scopes *scopes)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	size_t s, from = 0, first = SIZE_MAX, last = 0;

	for (s = 0; s < v->tokens->nsentences && scopes->n + 1 < INCIDENT_MAX_SCOPES; s++) {
		if (v->sentences[s].types[scope.type] < SENTENCE_THRESHOLD)
			continue;
		if (first == SIZE_MAX) {
			first = last = s;
			continue;
		}
		incident_split_features(v, scope.type, first, last, s, &f);
		incident_ask(&v->lexicon->model, ASK_SPLIT, &f, answer);
		if (answer[1] > SPLIT_THRESHOLD || sentences_turn(v->tokens, last, s)) {
			incident_scope_add(v, scope, from, s, arena, scopes);
			from = first = s;
		}
		last = s;
	}
	incident_scope_add(v, scope, from, v->tokens->nsentences, arena, scopes);
}

void incident_scopes_find(
	const struct incident_view *view, struct arena *arena, struct incident_scopes *ret)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	int type;

	ret->n = 0;
	for (type = 1; type < INCIDENT_TYPE_END && ret->n < INCIDENT_MAX_SCOPES; type++) {
		incident_report_features(view, (enum incident_type)type, &f);
		incident_ask(&view->lexicon->model, ASK_REPORT, &f, answer);
		if (answer[1] >= type_thresholds[type])
			add_scopes(view,
				(struct incident_scope){
					.type = (enum incident_type)type, .told = answer[1]},
				arena, ret);
	}
}
