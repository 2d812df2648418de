/* SPDX-License-Identifier: Apache-2.0
 * incident_stage.h - whether an incident took place, was tried in vain or threatened. */
#ifndef SITREP_INCIDENT_STAGE_H
#define SITREP_INCIDENT_STAGE_H

#include "text/incident_view.h"

/* What the model makes of the sentence, and what "foiled", "thwarted" and "defused" in it say. */
enum incident_stage incident_stage_of(const struct incident_view *view, size_t sentence);
/* "Police foiled an attack", "the bomb was defused", "it failed to explode". */
bool incident_is_foiled(const struct incident_view *view, size_t sentence);

/* "Three men planned to bomb a station": the claims of its sentence tell of deeds, and all of
 * them are plans. */
bool incident_is_planned(const struct extraction *extraction, const struct tokens *tokens,
	const struct incident *incident);

#endif
