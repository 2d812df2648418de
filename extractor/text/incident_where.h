/* SPDX-License-Identifier: Apache-2.0
 * incident_where.h - the places and the day of one incident. */
#ifndef SITREP_INCIDENT_WHERE_H
#define SITREP_INCIDENT_WHERE_H

#include "text/incident_scope.h"

/* The country, then what is more specific; fills locations. */
void incident_locate(const struct incident_view *view, const struct incident_scope *scope,
	struct arena *arena, struct incident *incident);
/* The name of the country alone; empty if nothing tells. */
struct str incident_country(
	const struct incident_view *view, const struct incident_scope *scope, struct arena *arena);
/* The day named, or "on or before" the day of the report; fills has_date and date. */
void incident_date(const struct incident_view *view, const struct incident_scope *scope,
	struct incident *incident);

#endif
