/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "text/incident_event.h"
#include "text/tag.h"

#define NO_INCIDENT SIZE_MAX

static bool shares_filler(
	const struct extraction *x, const struct incident *a, const struct incident *b)
{
	size_t i, k;
	int role;

	for (role = ROLE_PHYSICAL_TARGETS; role <= ROLE_VICTIMS; role++)
		for (i = 0; i < a->nroles[role]; i++)
			for (k = 0; k < b->nroles[role]; k++)
				if (extraction_overlap(
					    x, a->roles[role][i].text, b->roles[role][k].text))
					return true;
	return false;
}

static bool tells_same(const struct extraction *x, const struct tokens *tokens,
	const struct incident *in, const struct incident_event *e)
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
	return a->nlocations > 0 && b->nlocations > 0 &&
	       !has_place(a, b->locations[b->nlocations - 1]) &&
	       !has_place(b, a->locations[a->nlocations - 1]);
}

static bool is_kidnapping(const struct incident *in)
{
	return in->type == INCIDENT_KIDNAPPING;
}

/* Told on different days or of different places, or one is an abduction and the other is not. */
static bool differ(const struct incident *a, const struct incident *b)
{
	return is_kidnapping(a) != is_kidnapping(b) ||
	       (a->has_date && b->has_date && incident_days_differ(a->date, b->date)) ||
	       places_differ(a, b);
}

/* The model took two events for one. */
static bool mixes(const struct incident_events *events, const size_t *incident_of, size_t incident)
{
	size_t i, k;

	for (i = 0; i < events->n; i++)
		for (k = i + 1; k < events->n && incident_of[i] == incident; k++)
			if (incident_of[k] == incident &&
				differ(&events->v[i].incident, &events->v[k].incident))
				return true;
	return false;
}

/* The events tell of it: one is the same, or the text does little but tell of them, and it is
 * not apart from one. */
static bool is_told(const struct incident_events *events, const size_t *incident_of,
	const struct incident_list *incidents, size_t incident)
{
	const struct incident *in = &incidents->v[incident];
	size_t i;

	for (i = 0; i < events->n; i++)
		if (incident_of[i] == incident || (in->type == events->v[i].incident.type &&
							  !differ(in, &events->v[i].incident)))
			return true;
	return false;
}

static int by_span(const void *a, const void *b)
{
	const struct incident *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->type > y->type) - (x->type < y->type);
}

/* The incident of a model that tells the event, before all others one that is an abduction as
 * well, or none as well. */
static size_t match(const struct incident_event *e, const struct tokens *tokens,
	const struct extraction *x, const struct incident_list *incidents)
{
	size_t k, found = NO_INCIDENT;

	for (k = incidents->n; k-- > 0;)
		if (tells_same(x, tokens, &incidents->v[k], e) &&
			(found == NO_INCIDENT ||
				is_kidnapping(&incidents->v[k]) == is_kidnapping(&e->incident)))
			found = k;
	return found;
}

/* The day is none of the period, which is known. */
static bool misses(struct period day, struct period period)
{
	return period.start != DAY_NONE && period.end != DAY_NONE &&
	       (day.end < period.start || day.start > period.end);
}

/* What the claims know of an incident and the model does not; of a wire the model knows better
 * who did it and what was hit. */
static void enrich(struct incident *in, const struct incident *event, bool wire)
{
	int role;

	if (in->nlocations == 0 || (in->nlocations == 1 && event->nlocations > 1 &&
					   str_case_eq(in->locations[0], event->locations[0]))) {
		in->locations = event->locations;
		in->nlocations = event->nlocations;
	}
	if (event->has_date &&
		(!in->has_date || in->date.start == DAY_NONE || misses(in->date, event->date))) {
		in->date = event->date;
		in->has_date = true;
	}
	if (event->stage == STAGE_ATTEMPTED)
		in->stage = STAGE_ATTEMPTED;
	for (role = wire ? ROLE_VICTIMS : 0; role < ROLE_COUNT; role++)
		if (in->nroles[role] == 0 &&
			!(role == ROLE_PHYSICAL_TARGETS && is_kidnapping(in)) &&
			event->nroles[role] > 0) {
			in->roles[role] = event->roles[role];
			in->nroles[role] = event->nroles[role];
		}
}

static bool is_between(const struct tokens *tokens, const struct extraction *x, struct str text,
	const struct incident_event *e)
{
	int64_t at = extraction_offset(x, text);
	size_t i = at < 0 ? tokens->n : tokens_from(tokens, (size_t)at);

	return i < tokens->n && tokens->v[i].sentence >= e->first &&
	       tokens->v[i].sentence <= e->last;
}

/* The name of the filler that the event's sentences have; absent without. */
static struct str named_between(const struct tokens *tokens, const struct extraction *x,
	const struct filler *filler, const struct incident_event *e)
{
	size_t i;

	if (is_between(tokens, x, filler->text, e))
		return filler->text;
	for (i = 0; i < filler->naliases; i++)
		if (is_between(tokens, x, filler->aliases[i], e))
			return filler->aliases[i];
	return (struct str){0};
}

/* "blew up [his] truck" */
static bool is_somebodys(const struct tokens *tokens, const struct extraction *x, struct str text)
{
	int64_t at = extraction_offset(x, text);
	size_t i = at < 0 ? 0 : tokens_from(tokens, (size_t)at);

	return i > 0 && tokens->v[i - 1].pos == POS_PRPS;
}

/* Who blew himself up is no victim. */
static bool did_it(const struct extraction *x, const struct incident *event, struct str text)
{
	size_t i;

	for (i = 0; i < event->nroles[ROLE_PERPETRATOR_INDIVIDUALS]; i++)
		if (extraction_overlap(x, event->roles[ROLE_PERPETRATOR_INDIVIDUALS][i].text, text))
			return true;
	return false;
}

/* The fillers of the model that stand in the event's own sentences, but for what its actors came
 * with. */
static size_t fillers_between(const struct tokens *tokens, const struct extraction *x,
	const struct incident *in, int role, const struct incident_event *e, struct filler *ret)
{
	size_t i, n = 0;

	for (i = 0; i < in->nroles[role]; i++) {
		if (role == ROLE_VICTIMS && did_it(x, &e->incident, in->roles[role][i].text))
			continue;
		ret[n] = in->roles[role][i];
		ret[n].text = named_between(tokens, x, &in->roles[role][i], e);
		if (ret[n].text.p != in->roles[role][i].text.p)
			ret[n].naliases = 0; /* they are of other sentences */
		n += ret[n].text.n > 0 &&
		     !(role == ROLE_PHYSICAL_TARGETS && is_somebodys(tokens, x, ret[n].text));
	}
	return n;
}

/* The name alone, where the claim has a title before it. */
static void take_names(
	const struct extraction *x, const struct filler *fillers, size_t n, struct filler *filler)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (extraction_overlap(x, fillers[i].text, filler->text) &&
			fillers[i].text.n < filler->text.n)
			*filler = fillers[i];
}

/* What the claims do not say of an event, as the model read it in the event's own sentences. */
static void complete(struct incident_event *e, const struct incident *in,
	const struct tokens *tokens, const struct extraction *x, struct arena *arena)
{
	struct incident *event = &e->incident;
	struct filler *fillers;
	size_t i, n;
	int role;

	for (role = 0; role < ROLE_COUNT; role++) {
		fillers = arena_alloc(arena, (in->nroles[role] + 1) * sizeof(*fillers));
		n = fillers_between(tokens, x, in, role, e, fillers);
		for (i = 0; role == ROLE_VICTIMS && i < event->nroles[role]; i++)
			take_names(x, fillers, n, &event->roles[role][i]);
		if (event->nroles[role] > 0 ||
			(role == ROLE_PHYSICAL_TARGETS && is_kidnapping(event)))
			continue;
		event->roles[role] = fillers;
		event->nroles[role] = n;
	}
}

/* The filler stands in the sentences of an event that is not the incident, and in none of one
 * that is. */
static bool is_others(const struct incident_events *events, const size_t *incident_of,
	size_t incident, const struct incident *in, const struct tokens *tokens,
	const struct extraction *x, struct str text)
{
	bool others = false;
	size_t i;

	for (i = 0; i < events->n; i++) {
		if (!is_between(tokens, x, text, &events->v[i]))
			continue;
		if (incident_of[i] == incident)
			return false;
		others = others || differ(in, &events->v[i].incident);
	}
	return others;
}

/* "Last month gunmen abducted two engineers": they did not plant today's bomb. */
static void leave_to_others(const struct incident_events *events, const size_t *incident_of,
	size_t incident, struct incident *in, const struct tokens *tokens,
	const struct extraction *x)
{
	size_t i, n;
	int role;

	for (role = 0; role < ROLE_COUNT; role++) {
		for (i = n = 0; i < in->nroles[role]; i++)
			if (!is_others(events, incident_of, incident, in, tokens, x,
				    in->roles[role][i].text))
				in->roles[role][n++] = in->roles[role][i];
		in->nroles[role] = n;
	}
}

void incidents_join_events(struct incident_events *events, const struct tokens *tokens,
	const struct extraction *x, struct arena *arena, struct incident_list *incidents)
{
	size_t *incident_of, i, n = 0;
	struct incident *all;

	if (events->n == 0)
		return;
	incident_of = arena_zalloc(arena, events->n, sizeof(*incident_of));
	all = arena_zalloc(arena, events->n + incidents->n, sizeof(*all));
	for (i = 0; i < events->n; i++)
		incident_of[i] = match(&events->v[i], tokens, x, incidents);
	for (i = 0; i < incidents->n && !events->wire; i++)
		leave_to_others(events, incident_of, i, &incidents->v[i], tokens, x);
	for (i = 0; i < events->n; i++)
		if (incident_of[i] != NO_INCIDENT)
			enrich(&incidents->v[incident_of[i]], &events->v[i].incident, events->wire);
	for (i = 0; i < incidents->n; i++)
		if (!mixes(events, incident_of, i) &&
			!(events->brief && is_told(events, incident_of, incidents, i)))
			all[n++] = incidents->v[i];
	for (i = 0; i < events->n; i++) {
		if (incident_of[i] != NO_INCIDENT && !events->brief &&
			!mixes(events, incident_of, incident_of[i]))
			continue;
		if (incident_of[i] != NO_INCIDENT)
			complete(&events->v[i], &incidents->v[incident_of[i]], tokens, x, arena);
		all[n++] = events->v[i].incident;
	}
	qsort(all, n, sizeof(*all), by_span);
	incidents->v = all;
	incidents->n = n;
}
