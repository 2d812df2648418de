/* SPDX-License-Identifier: Apache-2.0
 * incident_role.h - who and what takes which role in which incident.
 *
 * The entities of a report are candidates for the roles of the incidents in whose sentences they
 * stand; a second look at all candidates of a role together decides which are taken. */
#ifndef SITREP_INCIDENT_ROLE_H
#define SITREP_INCIDENT_ROLE_H

#include "text/incident_entity.h"
#include "text/incident_scope.h"

struct incident_candidate {
	uint32_t scope;
	uint32_t role;
	uint32_t entity;
	float pull; /* how strongly its sentences say so */
};

struct incident_candidates {
	struct incident_entities entities;
	struct incident_candidate *v; /* [n] by scope and role, the strongest first */
	size_t n, cap;
};

void incident_candidates_find(const struct incident_view *view,
	const struct incident_scopes *scopes, struct arena *arena, struct incident_candidates *ret);
/* Fills the roles of the incidents, one of each scope. */
void incident_roles_fill(const struct incident_view *view, const struct incident_scopes *scopes,
	struct incident *incidents, struct arena *arena);

#endif
