/* SPDX-License-Identifier: Apache-2.0
 * incident_entity.h - nouns that may take a role, put together where they name the same thing. */
#ifndef SITREP_INCIDENT_ENTITY_H
#define SITREP_INCIDENT_ENTITY_H

#include "text/incident_view.h"

#define INCIDENT_MAX_NOUNS \
	400 /* that are compared with each other; the likeliest come first in \
	     * reports, where what matters is told at the top */

struct incident_entity {
	uint32_t *nouns; /* [n] indices into the view's nouns, in order */
	size_t n, cap;
	float roles[ROLE_COUNT]; /* the best probability of any of its nouns */
};

struct incident_entities {
	struct incident_entity *v; /* [n] */
	size_t n, cap;
};

/* Entities of the nouns with a role more likely than floor. */
void incident_entities_find(const struct incident_view *view, float floor, struct arena *arena,
	struct incident_entities *ret);
/* How it is told in a role: the best mention, and the others as aliases. */
struct filler incident_filler(const struct incident_view *view,
	const struct incident_entity *entity, enum incident_role role, struct arena *arena);

#endif
