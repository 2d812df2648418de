/* SPDX-License-Identifier: Apache-2.0
 * incident_brief.h - the incident that a brief tells, from its claims.
 *
 * The models of incidents have learnt from reports of a page; a brief of a sentence or two often has
 * none of the words that they know. Its claims (an attack, people killed by somebody, people
 * abducted) say as much: they make an incident where the models found none. */
#ifndef SITREP_INCIDENT_BRIEF_H
#define SITREP_INCIDENT_BRIEF_H

#include "text/incident_lexicon.h"

/* Adds one incident to an extraction that has none, if its text is brief and its claims tell of one
 * that is no year past. */
void incident_of_brief(const struct incident_lexicon *lexicon, const struct analysis *analysis,
	struct extraction *extraction, struct arena *arena);

#endif
