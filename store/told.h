/* SPDX-License-Identifier: Apache-2.0
 * told.h - inside the store only: a claim or an incident in the words of its row, and what
 * follows from it alone, when and in which state it was, and which figure it tells (derive.h).
 * Nothing here knows of SQL.
 *
 *   extraction --told_of--> struct told --told_derive--> the same with its derived half
 *
 * Rows that are in the database already become the same struct (derive.c), so there is one rule
 * for both. */
#ifndef SITREP_TOLD_H
#define SITREP_TOLD_H

#include "base/arena.h"
#include "base/map.h"
#include "model/extraction.h"

/* Strings are borrowed, from the extraction or the arena; absent is NULL in the row. */
struct told {
	bool is_incident;
	bool live;
	int64_t row;              /* 0: none yet */
	struct str kind;          /* type of an incident */
	struct str from, to;      /* "YYYY-MM-DD" */
	struct str theme, state;  /* "" of an incident; modality, stage */
	const struct str *places; /* [nplaces] */
	size_t nplaces;
	struct str about; /* the country if no place says it */
	struct str *who;  /* [nwho] whom it names; some are absent */
	size_t nwho;
	struct str object, modifier, unit; /* of a claim only */
	bool has_value;
	double value;
	/* derived */
	struct str day, country, figure; /* the figure of an incident is its event */
	bool has_low, has_high;
	double low, high;
	/* what else its row says, as JSON; of those that come from an extraction only */
	struct str places_json;
	struct told_incident {
		struct str roles[ROLE_COUNT], casualties, identity;
	} * incident; /* NULL: a claim */
};

struct told_facts {
	struct told *v; /* [nclaims + nincidents] claims first, in the order of the extraction */
	size_t nclaims, nincidents;
};

/* The facts of an extraction, live, without row and derived half. It may be called on any
 * thread. */
struct told_facts told_of(const struct extraction *x, struct arena *arena);
/* The derived half. Countries are by the lower-case name of the place. A figure that is there
 * stays. */
void told_derive(
	struct told *told, struct str published, const struct map *states, struct arena *arena);
/* A copy in which ASCII letters are small, as SQL's lower() has it; absent stays so. */
struct str told_lower(struct str s, struct arena *arena);

#endif
