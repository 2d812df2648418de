/* SPDX-License-Identifier: Apache-2.0
 * incident_event_parts.h - inside the events of claims only: what a single claim is good for. */
#ifndef SITREP_INCIDENT_EVENT_PARTS_H
#define SITREP_INCIDENT_EVENT_PARTS_H

#include "text/incident_event.h"

struct finding {
	const struct incident_view *view;
	const struct tokens *tokens;
	const struct extraction *x;
	struct arena *arena;
	struct incident_events *events;
	int32_t published;
};

/* WORD_BITs of a slot's words up to an "of"; head: of the last of them alone. */
uint64_t event_classes(const struct finding *f, struct str slot, bool head);
/* Those of all words of the claim's sentence. */
uint64_t event_claim_classes(const struct finding *f, const struct claim *c);
/* Both ends are known, and it is no longer than a week. */
bool period_is_precise(struct period p);
/* "threatened to attack the embassy" */
bool event_is_threat(const struct finding *f, const struct claim *c);
/* "Islamists killed ten", "gunmen abducted two", "a bomb exploded": something was done on purpose. */
bool event_begins_with(const struct finding *f, const struct claim *c);
/* "Four people died and 11 were hurt": part of an event that was told before. */
bool event_may_take(const struct finding *f, const struct claim *c);
/* "The Red Front claimed the attack", "... was blamed for it" */
bool event_owned_up_by(const struct claim *c);

#endif
