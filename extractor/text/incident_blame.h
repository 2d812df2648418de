/* SPDX-License-Identifier: Apache-2.0
 * incident_blame.h - whether those who are to have done it own up, are accused, suspected, or
 * deny. */
#ifndef SITREP_INCIDENT_BLAME_H
#define SITREP_INCIDENT_BLAME_H

#include "model/extraction.h"
#include "text/token.h"

/* Sets blame of every incident, from the report's claims of responsibility and from the words at
 * the mention of a perpetrator ("suspected rebels"). What is claimed counts more than an
 * accusation, that more than a suspicion; a denial by the accused counts most. */
void incidents_blame(struct extraction *extraction, const struct tokens *tokens);

#endif
