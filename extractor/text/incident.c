/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_event.h"
#include "text/incident_role.h"
#include "text/incident_score.h"
#include "text/incident_stage.h"
#include "text/incident_where.h"

#define VAGUE_THRESHOLD 0.7f

/* Leaves out what neither says what was hit nor is certain enough; returns how many stay. */
static size_t keep_substantial(const struct incident_scopes *scopes, struct incident *incidents)
{
	size_t k, n = 0;
	bool hit;

	for (k = 0; k < scopes->n; k++) {
		hit = incidents[k].nroles[ROLE_PHYSICAL_TARGETS] > 0 ||
		      incidents[k].nroles[ROLE_VICTIMS] > 0;
		if (hit || (!scopes->v[k].split && scopes->v[k].told >= VAGUE_THRESHOLD))
			incidents[n++] = incidents[k];
	}
	return n;
}

static void tell(const struct incident_view *v, const struct incident_scope *scope,
	struct incident *incident, struct arena *arena)
{
	incident->type = scope->type;
	incident->stage = incident_stage_of(v, scope->main);
	incident->span = v->tokens->sentences[scope->main].span;
	incident->maker = STR("incident.model");
	incident->confidence = scope->told;
	incident_locate(v, scope, arena, incident);
	incident_date(v, scope, incident);
}

void incidents_of_view(struct incident_view *view, struct arena *arena, struct incident_list *ret)
{
	struct incident_scopes scopes;
	size_t k;

	*ret = (struct incident_list){0};
	incident_score_sentences(&view->lexicon->model, view);
	incident_score_phrases(&view->lexicon->model, view);
	incident_scopes_find(view, arena, &scopes);
	if (scopes.n == 0)
		return;
	ret->v = arena_zalloc(arena, scopes.n, sizeof(*ret->v));
	for (k = 0; k < scopes.n; k++)
		tell(view, &scopes.v[k], &ret->v[k], arena);
	incident_roles_fill(view, &scopes, ret->v, arena);
	ret->n = keep_substantial(&scopes, ret->v);
}

void incidents_find(const struct incident_lexicon *lexicon, const struct incident_input *input,
	struct arena *arena, struct incident_list *ret)
{
	struct incident_view view;
	struct incident_events events;
	size_t i;

	incident_view_make(lexicon, input, arena, &view);
	incidents_of_view(&view, arena, ret);
	if (!input->extraction)
		return;
	incident_events_find(&view, input->extraction, arena, &events);
	incidents_join_events(&events, view.tokens, input->extraction, arena, ret);
	for (i = 0; i < ret->n; i++)
		if (ret->v[i].stage == STAGE_ACCOMPLISHED &&
			incident_is_planned(input->extraction, view.tokens, &ret->v[i]))
			ret->v[i].stage = STAGE_THREATENED;
}
