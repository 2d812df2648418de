/* SPDX-License-Identifier: Apache-2.0
 *
 * Where and when: the places and days of claims as those of an event. */
#include "text/incident_event_parts.h"
#include "text/incident_where.h"
#include "text/phrase.h"
#include "text/tag.h"

#define QUARTERS "neighborhood neighbourhood quarter suburb street square market checkpoint"
#define REGIONS \
	"province state region district department governorate county area valley territory " \
	"territories coast border"
#define SIDES \
	"northern southern eastern western central northeastern northwestern southeastern " \
	"southwestern north-eastern " \
	"north-western south-eastern south-western"

static bool is_country(const struct finding *f, struct str place)
{
	const struct entity *e = event_entity_at(f, place);

	return e && e->canonical.n == 2 && !token_in(f->tokens, event_slot_first(f, place), SIDES);
}

enum place_size { COUNTRY, SIDE, REGION, TOWN, QUARTER, PLACE_SIZES };

/* "Diyala province", "western Iraq": towns lie in it. */
static enum place_size size_of(const struct finding *f, struct str place)
{
	size_t first = event_slot_first(f, place), end = event_slot_end(f, place);

	if (is_country(f, place))
		return COUNTRY;
	if (first < end && (token_in(f->tokens, end - 1, QUARTERS) ||
				   (first >= 2 && token_is(f->tokens, first - 1, "of") &&
					   token_in(f->tokens, first - 2, QUARTERS))))
		return QUARTER;
	if (first < end && token_in(f->tokens, end - 1, REGIONS))
		return REGION;
	return token_in(f->tokens, first, SIDES) ? SIDE : TOWN;
}

bool event_is_region(const struct finding *f, struct str place)
{
	const struct entity *e = event_entity_at(f, place);

	return e && e->type == ENTITY_LOCATION && size_of(f, place) < TOWN;
}

static enum place_size narrowest(const struct finding *f, const struct str *places, size_t n)
{
	enum place_size size = COUNTRY;
	size_t i;

	for (i = 0; i < n; i++)
		if (size_of(f, places[i]) > size)
			size = size_of(f, places[i]);
	return size;
}

static bool has_size(
	const struct finding *f, const struct str *places, size_t n, enum place_size size)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (size_of(f, places[i]) == size)
			return true;
	return false;
}

bool event_places_differ(const struct finding *f, const struct incident *in, const struct claim *c)
{
	enum place_size size;
	size_t i, k;

	for (i = 0; i < in->nlocations; i++)
		for (k = 0; k < c->nplaces; k++)
			if (str_case_find(in->locations[i], c->places[k], 0) < in->locations[i].n ||
				str_case_find(c->places[k], in->locations[i], 0) < c->places[k].n)
				return false;
	/* a town may lie in the region of the other, but not a town in a town */
	for (size = SIDE; size < PLACE_SIZES; size++)
		if (has_size(f, in->locations, in->nlocations, size) &&
			has_size(f, c->places, c->nplaces, size))
			return true;
	return false;
}

static bool is_within(struct period inner, struct period outer)
{
	return period_is_precise(inner) &&
	       (!period_is_precise(outer) || inner.end - inner.start < outer.end - outer.start);
}

static bool has_name(const struct finding *f, struct str place)
{
	size_t i;

	for (i = event_slot_first(f, place); i < event_slot_end(f, place); i++)
		if (pos_is_proper(f->tokens->v[i].pos))
			return true;
	return false;
}

/* The claim's places but for "a restaurant"; a claim names the nearest first, an incident the
 * country. */
static size_t named_places(const struct finding *f, const struct claim *c, struct str *ret)
{
	size_t i, n = 0;

	for (i = c->nplaces; i-- > 0;)
		if (has_name(f, c->places[i]))
			ret[n++] = c->places[i];
	return n;
}

void event_take_place_and_day(const struct finding *f, struct incident *in, const struct claim *c)
{
	struct str *places;
	size_t n;

	if (c->has_time && (!in->has_date || is_within(c->time, in->date))) {
		in->date = c->time;
		in->has_date = true;
	}
	places = arena_zalloc(f->arena, c->nplaces + 1, sizeof(*places));
	n = named_places(f, c, places);
	if (!n || (in->nlocations >= n &&
			  narrowest(f, in->locations, in->nlocations) >= narrowest(f, places, n)))
		return;
	in->locations = places;
	in->nlocations = n;
}

/* Puts the country, which claims seldom name, before the places. */
static void place_in_country(const struct finding *f, struct incident_event *e)
{
	struct incident *in = &e->incident;
	struct incident_scope scope = {
		.near = arena_zalloc(f->arena, f->tokens->nsentences, sizeof(float))};
	struct str country, *places;
	size_t i;

	for (i = 0; i < in->nlocations; i++)
		if (is_country(f, in->locations[i]))
			return;
	for (i = e->first; i <= e->last; i++)
		scope.near[i] = 1;
	country = incident_country(f->view, &scope, f->arena);
	for (i = 0; i < in->nlocations; i++)
		if (str_case_eq(in->locations[i], country))
			return;
	if (!country.n)
		return;
	places = arena_zalloc(f->arena, in->nlocations + 1, sizeof(*places));
	places[0] = country;
	if (in->nlocations)
		memcpy(places + 1, in->locations, in->nlocations * sizeof(*places));
	in->locations = places;
	in->nlocations++;
}

void event_complete_place_and_day(const struct finding *f, struct incident_event *e)
{
	place_in_country(f, e);
	if (e->incident.has_date || f->published == DAY_NONE)
		return;
	/* on the day of the report or before it */
	e->incident.date = (struct period){DAY_NONE, f->published};
	e->incident.has_date = true;
}
