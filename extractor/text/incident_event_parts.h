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
/* The tokens of a slot: [event_slot_first(), event_slot_end()), both the number of tokens if it
 * is not of the text. */
size_t event_slot_first(const struct finding *f, struct str slot);
size_t event_slot_end(const struct finding *f, struct str slot);
/* Where the noun of a deed ends in a slot: behind "bombing" in "the bombing of a church". */
size_t event_deed_end(const struct finding *f, struct str slot);
/* The entity at whose end the slot ends; NULL: none. */
const struct entity *event_entity_at(const struct finding *f, struct str slot);
/* By a bomb that was planted or thrown; what is fired (rockets, mortars) is an attack. */
bool event_is_bombing(const struct finding *f, const struct claim *c);
/* By gunmen, or by what is fired. */
bool event_is_by_fire(const struct finding *f, const struct claim *c);
/* "burned trucks", "set fire to a school"; not "opened fire". */
bool event_is_arson(const struct finding *f, const struct claim *c);
/* Both ends are known, and it is no longer than a week. */
bool period_is_precise(struct period p);
/* "threatened to attack the embassy" */
bool event_is_threat(const struct finding *f, const struct claim *c);
/* "Islamists killed ten", "gunmen abducted two", "a bomb exploded": something was done on
 * purpose. */
bool event_begins_with(const struct finding *f, const struct claim *c);
/* The place stands in the claim's own sentence. */
bool event_names(const struct finding *f, const struct claim *c, struct str place);
/* "Three bombings killed six": not one deed. */
bool event_sums_up(const struct finding *f, const struct claim *c);
/* "Another bomb exploded", "in a second attack", "a similar explosion": the sentence turns to
 * another deed. */
bool event_is_another(const struct finding *f, size_t sentence);
/* "Four people died and 11 were hurt": part of an event that was told before. */
bool event_may_take(const struct finding *f, const struct claim *c);
/* "The Red Front claimed the attack", "... was blamed for it" */
bool event_owned_up_by(const struct claim *c);

/* Who or what did it, by its subject, whom or what the deed was aimed at, and whom or what it
 * befell, by its object. */
void event_add_actor(const struct finding *f, struct incident *in, const struct claim *c);
void event_add_aim(const struct finding *f, struct incident *in, struct str deed);
void event_add_object(const struct finding *f, struct incident *in, const struct claim *c);
/* An organisation to which the deed is put down. */
void event_add_organisation(const struct finding *f, struct incident *in, struct str slot);
/* The text ends in part, as a word of its own: "Maoist rebels", "rebels". */
bool event_ends_with(struct str text, struct str part);

/* A country or a part of it: "southern Israel", "Diyala province". */
bool event_is_region(const struct finding *f, struct str place);
/* Each names a place that is no country, no place is of both, and none can lie in one of the
 * other's. */
bool event_places_differ(const struct finding *f, const struct incident *in, const struct claim *c);
void event_take_place_and_day(const struct finding *f, struct incident *in, const struct claim *c);
/* The country, which claims seldom name, before the places; the day of the report, or before, if
 * none is told. */
void event_complete_place_and_day(const struct finding *f, struct incident_event *e);

#endif
