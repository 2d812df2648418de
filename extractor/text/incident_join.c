/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "text/incident_event.h"

#define NO_INCIDENT SIZE_MAX

static bool shares_filler(const struct extraction *x, const struct incident *a, const struct incident *b)
{
	size_t i, k;
	int role;

	for (role = ROLE_PHYSICAL_TARGETS; role <= ROLE_VICTIMS; role++)
		for (i = 0; i < a->nroles[role]; i++)
			for (k = 0; k < b->nroles[role]; k++)
				if (extraction_overlap(x, a->roles[role][i].text, b->roles[role][k].text))
					return true;
	return false;
}

static bool tells_same(const struct extraction *x, const struct tokens *tokens, const struct incident *in,
	const struct incident_event *e)
{
	size_t main = tokens->v[tokens_from(tokens, in->span.start)].sentence;

	return (main >= e->first && main <= e->last) || shares_filler(x, in, &e->incident);
}

static bool has_place(const struct incident *in, struct str place)
{
	size_t i;

	for (i = 0; i < in->nlocations; i++)
		if (str_case_find(in->locations[i], place, 0) < in->locations[i].n)
			return true;
	return false;
}

/* The most specific place of neither is a place of the other. */
static bool places_differ(const struct incident *a, const struct incident *b)
{
	return a->nlocations > 0 && b->nlocations > 0 && !has_place(a, b->locations[b->nlocations - 1]) &&
	       !has_place(b, a->locations[a->nlocations - 1]);
}

/* Told on different days or of different places, or one is an abduction and the other is not. */
static bool differ(const struct incident *a, const struct incident *b)
{
	return (a->type == INCIDENT_KIDNAPPING) != (b->type == INCIDENT_KIDNAPPING) ||
	       (a->has_date && b->has_date && incident_days_differ(a->date, b->date)) || places_differ(a, b);
}

/* The model took two events for one. */
static bool mixes(const struct incident_events *events, const size_t *incident_of, size_t incident)
{
	const struct incident *first = NULL;
	size_t i;

	for (i = 0; i < events->n; i++) {
		const struct incident *in = &events->v[i].incident;

		if (incident_of[i] != incident)
			continue;
		if (first && differ(first, in))
			return true;
		if (!first)
			first = in;
	}
	return false;
}

static int by_span(const void *a, const void *b)
{
	const struct incident *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->type > y->type) - (x->type < y->type);
}

/* incident_of[i] is the incident of a model that tells event i, or NO_INCIDENT. */
static void match(const struct incident_events *events, const struct tokens *tokens,
	const struct extraction *x, const struct incident_list *incidents, size_t *incident_of)
{
	size_t i, k;

	for (i = 0; i < events->n; i++) {
		incident_of[i] = NO_INCIDENT;
		for (k = 0; k < incidents->n && incident_of[i] == NO_INCIDENT; k++)
			if (tells_same(x, tokens, &incidents->v[k], &events->v[i]))
				incident_of[i] = k;
	}
}

/* The day is none of the period, which is known. */
static bool misses(struct period day, struct period period)
{
	return period.start != DAY_NONE && period.end != DAY_NONE &&
	       (day.end < period.start || day.start > period.end);
}

/* What the claims know of an incident and the model does not. */
static void enrich(struct incident *in, const struct incident *event)
{
	int role;

	if (in->nlocations == 0 || (in->nlocations == 1 && event->nlocations > 1 &&
					   str_case_eq(in->locations[0], event->locations[0]))) {
		in->locations = event->locations;
		in->nlocations = event->nlocations;
	}
	if (event->has_date && (!in->has_date || in->date.start == DAY_NONE || misses(in->date, event->date))) {
		in->date = event->date;
		in->has_date = true;
	}
	for (role = ROLE_VICTIMS; role <= ROLE_WEAPONS; role++)
		if (in->nroles[role] == 0 && event->nroles[role] > 0) {
			in->roles[role] = event->roles[role];
			in->nroles[role] = event->nroles[role];
		}
}

void incidents_join_events(const struct incident_events *events, const struct tokens *tokens,
	const struct extraction *x, struct arena *arena, struct incident_list *incidents)
{
	size_t *incident_of, i, n = 0;
	struct incident *all;

	if (events->n == 0)
		return;
	incident_of = arena_zalloc(arena, events->n, sizeof(*incident_of));
	all = arena_zalloc(arena, events->n + incidents->n, sizeof(*all));
	match(events, tokens, x, incidents, incident_of);
	for (i = 0; i < events->n; i++)
		if (incident_of[i] != NO_INCIDENT)
			enrich(&incidents->v[incident_of[i]], &events->v[i].incident);
	for (i = 0; i < incidents->n; i++)
		if (!mixes(events, incident_of, i))
			all[n++] = incidents->v[i];
	for (i = 0; i < events->n; i++)
		if (incident_of[i] == NO_INCIDENT || mixes(events, incident_of, incident_of[i]))
			all[n++] = events->v[i].incident;
	qsort(all, n, sizeof(*all), by_span);
	incidents->v = all;
	incidents->n = n;
}
