/* SPDX-License-Identifier: Apache-2.0
 * incident_casualty.h - how many were killed, wounded and abducted in an incident, and who says
 * so.
 *
 * The claims of the report tell it; which incident a claim is of is decided by where it stands,
 * by the victims that both name, and by the days and places of the two. A claim that fits none,
 * such as a toll of the year, is left out: a number that is missing is better than one of another
 * event. */
#ifndef SITREP_INCIDENT_CASUALTY_H
#define SITREP_INCIDENT_CASUALTY_H

#include "base/arena.h"
#include "model/extraction.h"
#include "text/token.h"

/* Gives each incident of the extraction, whose claims are complete, its casualties. */
void incidents_count(
	struct extraction *extraction, const struct tokens *tokens, struct arena *arena);

#endif
