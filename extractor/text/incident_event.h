/* SPDX-License-Identifier: Apache-2.0
 * incident_event.h - the incidents that the claims of a report tell of.
 *
 * The models of incidents have learnt from agency reports of one age; a claim is found by the
 * grammar of its sentence, so it also tells of what is written in other words: in a brief, in the
 * list of a yearly report. Claims of one deed (who attacked, who was killed, wounded, abducted)
 * are put together into one event by where they stand, their days and their places. */
#ifndef SITREP_INCIDENT_EVENT_H
#define SITREP_INCIDENT_EVENT_H

#include "text/incident_view.h"

#define INCIDENT_MAX_EVENTS 256 /* of one report */

struct incident_event {
	struct incident incident;
	size_t first, last; /* sentences that tell it */
	bool several;       /* "a string of car bombings": what follows may tell of each */
	double killed;      /* as first told; 0: nothing is said */
};

struct incident_events {
	struct incident_event *v; /* [n] in the order of the text */
	size_t n;
	bool brief; /* the text does little but tell of them */
	/* they are told in capitals, as the agencies' reports are from which the models have
	 * learnt */
	bool wire;
};

void incident_events_find(const struct incident_view *view, const struct extraction *extraction,
	struct arena *arena, struct incident_events *ret);

/* The days of both are known to the week and no day is in both. */
bool incident_days_differ(struct period a, struct period b);

/* Adds to the incidents of the models those that only claims tell of, and takes the claims' word
 * where a model has put several events into one. */
void incidents_join_events(struct incident_events *events, const struct tokens *tokens,
	const struct extraction *extraction, struct arena *arena, struct incident_list *incidents);

#endif
