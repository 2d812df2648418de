/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "text/incident_entity.h"
#include "text/incident_score.h"
#include "text/incident_where.h"

#define ENTITY_FLOOR 0.12f
#define SENTENCE_THRESHOLD 0.25f
#define BESIDE 0.6f /* how a sentence next to one that tells counts */
#define ELSEWHERE 0.3f
#define SHARED 0.7f /* of the best incident's pull, for an actor to be in another as well */

/* Chosen for the best F over all slots by cross-validation (bench/quality-incidents.md). */
static const float type_thresholds[INCIDENT_TYPE_END] = {[INCIDENT_ATTACK] = 0.4f,
	[INCIDENT_BOMBING] = 0.4f,
	[INCIDENT_KIDNAPPING] = 0.4f,
	[INCIDENT_ARSON] = 0.4f,
	[INCIDENT_ROBBERY] = 0.4f,
	[INCIDENT_FORCED_WORK_STOPPAGE] = 0.4f};
static const float role_thresholds[ROLE_COUNT] = {[ROLE_PERPETRATOR_INDIVIDUALS] = 0.35f,
	[ROLE_PERPETRATOR_ORGANISATIONS] = 0.35f,
	[ROLE_PHYSICAL_TARGETS] = 0.35f,
	[ROLE_VICTIMS] = 0.35f,
	[ROLE_WEAPONS] = 0.35f};

struct plan {
	const struct incident_view *view;
	struct incident_scope scopes[INCIDENT_TYPE_END];
	float told[INCIDENT_TYPE_END]; /* the probability that the report tells of it */
	size_t n;
};

static bool may_have(enum incident_type type, size_t role)
{
	if (role == ROLE_WEAPONS)
		return type != INCIDENT_KIDNAPPING && type != INCIDENT_ARSON;
	return role != ROLE_PHYSICAL_TARGETS || type != INCIDENT_KIDNAPPING;
}

static void make_scope(const struct incident_view *v, enum incident_type type, struct arena *arena,
	struct incident_scope *scope)
{
	size_t s, n = v->tokens->nsentences;
	float *near = arena_zalloc(arena, n + 1, sizeof(*near));
	float p, best = 0;

	*scope = (struct incident_scope){.near = near, .type = type};
	for (s = 0; s < n; s++) {
		p = v->sentences[s].types[type];
		near[s] = fmaxf(near[s], p);
		if (s + 1 < n)
			near[s + 1] = fmaxf(near[s + 1], BESIDE * p);
		if (s > 0)
			near[s - 1] = fmaxf(near[s - 1], BESIDE * p);
		if (p > best) {
			best = p;
			scope->main = s;
		}
	}
}

static void make_plan(const struct incident_view *v, struct arena *arena, struct plan *plan)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	int type;

	*plan = (struct plan){.view = v};
	for (type = 1; type < INCIDENT_TYPE_END; type++) {
		incident_report_features(v, (enum incident_type)type, &f);
		incident_ask(&v->lexicon->model, ASK_REPORT, &f, answer);
		if (answer[1] < type_thresholds[type])
			continue;
		make_scope(v, (enum incident_type)type, arena, &plan->scopes[plan->n]);
		plan->told[plan->n++] = answer[1];
	}
}

/* How strongly the sentences in which an entity takes a role belong to an incident. */
static float pull(const struct incident_view *v, const struct incident_scope *scope,
	const struct incident_entity *entity, size_t role)
{
	float best = 0;
	size_t i;

	for (i = 0; i < entity->n; i++) {
		const struct incident_noun *n = &v->nouns[entity->nouns[i]];

		best = fmaxf(best, n->roles[role + 1] *
				(ELSEWHERE + (1 - ELSEWHERE) * scope->near[n->sentence]));
	}
	return best;
}

static void give_role(const struct plan *plan, const struct incident_entity *entity, size_t role,
	struct incident *incidents, struct arena *arena)
{
	float pulls[INCIDENT_TYPE_END] = {0}, best = 0;
	bool actor = role == ROLE_PERPETRATOR_INDIVIDUALS || role == ROLE_PERPETRATOR_ORGANISATIONS;
	size_t k;

	for (k = 0; k < plan->n; k++) {
		if (may_have(plan->scopes[k].type, role))
			pulls[k] = pull(plan->view, &plan->scopes[k], entity, role);
		best = fmaxf(best, pulls[k]);
	}
	for (k = 0; k < plan->n; k++) {
		if (pulls[k] <= 0 || (pulls[k] < best && !(actor && pulls[k] >= SHARED * best)))
			continue;
		incidents[k].roles[role][incidents[k].nroles[role]++] =
			incident_filler(plan->view, entity, (enum incident_role)role, arena);
	}
}

static void fill_roles(const struct plan *plan, struct incident *incidents, struct arena *arena)
{
	struct incident_entities entities;
	size_t e, r, k;

	incident_entities_find(plan->view, ENTITY_FLOOR, arena, &entities);
	for (k = 0; k < plan->n; k++)
		for (r = 0; r < ROLE_COUNT; r++)
			incidents[k].roles[r] = arena_alloc(arena, (entities.n + 1) * sizeof(struct filler));
	for (e = 0; e < entities.n; e++)
		for (r = 0; r < ROLE_COUNT; r++)
			if (entities.v[e].roles[r] >= role_thresholds[r])
				give_role(plan, &entities.v[e], r, incidents, arena);
}

static enum incident_stage stage_of(const struct incident_view *v, const struct incident_scope *scope)
{
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS];
	size_t i, best = 0;

	incident_stage_features(v, scope->main, &f);
	incident_ask(&v->lexicon->model, ASK_STAGE, &f, answer);
	for (i = 1; i < incident_answers(ASK_STAGE); i++)
		if (answer[i] > answer[best])
			best = i;
	return (enum incident_stage)(best + 1);
}

void incidents_of_view(struct incident_view *view, struct arena *arena, struct incident_list *ret)
{
	struct plan plan;
	size_t k;

	incident_score_sentences(&view->lexicon->model, view);
	make_plan(view, arena, &plan);
	*ret = (struct incident_list){.n = plan.n};
	if (plan.n == 0)
		return;
	incident_score_phrases(&view->lexicon->model, view);
	ret->v = arena_zalloc(arena, plan.n, sizeof(*ret->v));
	for (k = 0; k < plan.n; k++) {
		struct incident *incident = &ret->v[k];

		incident->type = plan.scopes[k].type;
		incident->stage = stage_of(view, &plan.scopes[k]);
		incident->span = view->tokens->sentences[plan.scopes[k].main].span;
		incident->maker = STR("incident.model");
		incident->confidence = plan.told[k];
		incident_locate(view, &plan.scopes[k], arena, incident);
		incident_date(view, &plan.scopes[k], incident);
	}
	fill_roles(&plan, ret->v, arena);
}

void incidents_find(const struct incident_lexicon *lexicon, const struct incident_input *input,
	struct arena *arena, struct incident_list *ret)
{
	struct incident_view view;

	incident_view_make(lexicon, input, arena, &view);
	incidents_of_view(&view, arena, ret);
}
