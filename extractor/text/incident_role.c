/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "text/incident_model.h"
#include "text/incident_role.h"

#define ENTITY_FLOOR 0.15f
#define HIT_FLOOR 0.144f
#define ELSEWHERE 0.24f /* how a sentence counts that is not the incident's */
#define SHARED 0.56f    /* of the best incident's pull, for an actor to be in another as well */

/* Chosen for the best F over all slots by cross-validation (bench/quality-incidents.md). */
static const float thresholds[ROLE_COUNT] = {[ROLE_PERPETRATOR_INDIVIDUALS] = 0.2f,
	[ROLE_PERPETRATOR_ORGANISATIONS] = 0.2f,
	[ROLE_PHYSICAL_TARGETS] = 0.2f,
	[ROLE_VICTIMS] = 0.3f,
	[ROLE_WEAPONS] = 0.215f};

static bool may_have(enum incident_type type, size_t role)
{
	if (role == ROLE_WEAPONS)
		return type != INCIDENT_KIDNAPPING && type != INCIDENT_ARSON;
	return role != ROLE_PHYSICAL_TARGETS || type != INCIDENT_KIDNAPPING;
}

static float pull_of(const struct incident_view *v, const struct incident_scope *scope,
	const struct incident_entity *entity, size_t role)
{
	float best = 0;
	size_t i;

	for (i = 0; i < entity->n; i++) {
		const struct incident_noun *n = &v->nouns[entity->nouns[i]];

		best = fmaxf(
			best, n->roles[role + 1] *
				      (ELSEWHERE + (1 - ELSEWHERE) * scope->near[n->sentence]));
	}
	return best;
}

/* An entity is of the incident that pulls most; actors may be of several. */
static void add_candidates(const struct incident_view *v, const struct incident_scopes *scopes,
	size_t entity, size_t role, struct arena *arena, struct incident_candidates *all)
{
	float pulls[INCIDENT_MAX_SCOPES] = {0}, best = 0;
	bool actor = role == ROLE_PERPETRATOR_INDIVIDUALS || role == ROLE_PERPETRATOR_ORGANISATIONS;
	size_t k;

	for (k = 0; k < scopes->n; k++) {
		if (may_have(scopes->v[k].type, role))
			pulls[k] = pull_of(v, &scopes->v[k], &all->entities.v[entity], role);
		best = fmaxf(best, pulls[k]);
	}
	for (k = 0; k < scopes->n; k++)
		if (pulls[k] > 0 && (pulls[k] >= best || (actor && pulls[k] >= SHARED * best)))
			*ARENA_PUSH(arena, all->v, all->n, all->cap) = (struct incident_candidate){
				(uint32_t)k, (uint32_t)role, (uint32_t)entity, pulls[k]};
}

static int compare_candidates(const void *a, const void *b)
{
	const struct incident_candidate *x = a, *y = b;

	if (x->scope != y->scope)
		return x->scope < y->scope ? -1 : 1;
	if (x->role != y->role)
		return x->role < y->role ? -1 : 1;
	if (x->pull < y->pull || x->pull > y->pull)
		return x->pull > y->pull ? -1 : 1;
	return x->entity < y->entity ? -1 : x->entity > y->entity;
}

void incident_candidates_find(const struct incident_view *view,
	const struct incident_scopes *scopes, struct arena *arena, struct incident_candidates *ret)
{
	struct incident_candidates all = {0};
	size_t e, r;

	incident_entities_find(view, ENTITY_FLOOR, arena, &all.entities);
	for (e = 0; e < all.entities.n; e++)
		for (r = 0; r < ROLE_COUNT; r++)
			if (all.entities.v[e].roles[r] >= ENTITY_FLOOR)
				add_candidates(view, scopes, e, r, arena, &all);
	if (all.n > 0)
		qsort(all.v, all.n, sizeof(*all.v), compare_candidates);
	*ret = all;
}

static void take(const struct incident_view *v, const struct incident_candidates *all, size_t i,
	struct incident *incidents, struct arena *arena)
{
	const struct incident_candidate *c = &all->v[i];
	struct incident *incident = &incidents[c->scope];

	incident->roles[c->role][incident->nroles[c->role]++] =
		incident_filler(v, &all->entities.v[c->entity], (enum incident_role)c->role, arena);
}

/* An incident hits something: what is likeliest, if nothing is likely enough by itself. */
static void hit_something(const struct incident_view *v, const struct incident_candidates *all,
	const float *likely, struct incident *incidents, struct arena *arena)
{
	size_t best[INCIDENT_MAX_SCOPES], i;
	float top[INCIDENT_MAX_SCOPES] = {0};

	for (i = 0; i < all->n; i++) {
		const struct incident_candidate *c = &all->v[i];
		const struct incident *incident = &incidents[c->scope];

		if (incident->nroles[ROLE_VICTIMS] > 0 ||
			incident->nroles[ROLE_PHYSICAL_TARGETS] > 0 ||
			(c->role != ROLE_VICTIMS && c->role != ROLE_PHYSICAL_TARGETS) ||
			likely[i] < HIT_FLOOR || likely[i] <= top[c->scope])
			continue;
		top[c->scope] = likely[i];
		best[c->scope] = i;
	}
	for (i = 0; i < INCIDENT_MAX_SCOPES; i++)
		if (top[i] > 0)
			take(v, all, best[i], incidents, arena);
}

/* Text a is b, or a part of it. */
static bool is_part_of(struct str a, struct str b)
{
	return str_case_eq(a, b) || (a.p >= b.p && a.p + a.n <= b.p + b.n);
}

/* "charges of dynamite" and "dynamite" are one weapon. */
static void join_weapons(struct incident *in)
{
	struct filler *weapons = in->roles[ROLE_WEAPONS];
	size_t i, k, n = 0;

	for (i = 0; i < in->nroles[ROLE_WEAPONS]; i++) {
		for (k = 0; k < n; k++)
			if (is_part_of(weapons[i].text, weapons[k].text) ||
				is_part_of(weapons[k].text, weapons[i].text))
				break;
		if (k == n || weapons[i].text.n > weapons[k].text.n)
			weapons[k] = weapons[i];
		n += k == n;
	}
	in->nroles[ROLE_WEAPONS] = n;
}

void incident_roles_fill(const struct incident_view *view, const struct incident_scopes *scopes,
	struct incident *incidents, struct arena *arena)
{
	struct incident_candidates all;
	struct incident_features f;
	float answer[INCIDENT_MAX_ANSWERS], *likely;
	size_t i, r;

	incident_candidates_find(view, scopes, arena, &all);
	likely = arena_alloc(arena, (all.n + 1) * sizeof(*likely));
	for (i = 0; i < scopes->n; i++)
		for (r = 0; r < ROLE_COUNT; r++)
			incidents[i].roles[r] =
				arena_alloc(arena, (all.entities.n + 1) * sizeof(struct filler));
	for (i = 0; i < all.n; i++) {
		incident_filler_features(view, scopes, &all, i, &f);
		incident_ask(&view->lexicon->model, ASK_FILLER, &f, answer);
		likely[i] = answer[1];
		if (likely[i] >= thresholds[all.v[i].role])
			take(view, &all, i, incidents, arena);
	}
	hit_something(view, &all, likely, incidents, arena);
	for (i = 0; i < scopes->n; i++)
		join_weapons(&incidents[i]);
}
