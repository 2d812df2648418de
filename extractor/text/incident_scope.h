/* SPDX-License-Identifier: Apache-2.0
 * incident_scope.h - which incidents a report tells of, and where: a scope each.
 *
 * A type that the report tells of is one incident, unless a sentence is found to turn to another of
 * the same type; then there is a scope for each stretch of sentences. */
#ifndef SITREP_INCIDENT_SCOPE_H
#define SITREP_INCIDENT_SCOPE_H

#include "text/incident_view.h"

#define INCIDENT_MAX_SCOPES 24 /* of one report */

struct incident_scope {
	enum incident_type type;
	float *near; /* [nsentences] 0..1: how near each is to what tells of the incident */
	size_t main; /* the sentence that tells it best */
	float told;  /* the probability that the report tells of this type */
	bool split;  /* not the first of its type */
};

struct incident_scopes {
	struct incident_scope v[INCIDENT_MAX_SCOPES];
	size_t n;
};

/* Adds the scope of an incident that the sentences [from, to) tell. */
void incident_scope_add(const struct incident_view *view, struct incident_scope scope, size_t from,
	size_t to, struct arena *arena, struct incident_scopes *scopes);
/* All of a report; sentences and phrases must have been scored. */
void incident_scopes_find(
	const struct incident_view *view, struct arena *arena, struct incident_scopes *ret);

#endif
