/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "text/incident_event_parts.h"
#include "text/incident_where.h"

#define MAX_FILLERS 8
#define APART 2 /* sentences between two claims of one event */
#define BRIEF_SENTENCES 5 /* a text that short tells of something, dated or not */
#define TOLD 0.1f /* below that its sentences speak of something else, as the models see it */

static bool is_within(struct period inner, struct period outer)
{
	return period_is_precise(inner) && (!period_is_precise(outer) || inner.end - inner.start < outer.end - outer.start);
}

static bool same_period(struct period a, struct period b)
{
	return a.start == b.start && a.end == b.end;
}

bool incident_days_differ(struct period a, struct period b)
{
	return period_is_precise(a) && period_is_precise(b) && (a.end < b.start || b.end < a.start);
}

static struct str type_of_slot(const struct finding *f, enum incident_role role, struct str slot)
{
	int64_t at = extraction_offset(f->x, slot);
	struct incident_words words = {0};
	size_t i;

	for (i = at < 0 ? f->tokens->n : tokens_from(f->tokens, (size_t)at); i < f->tokens->n; i++) {
		if (f->tokens->v[i].span.start >= (size_t)at + slot.n)
			break;
		if (!words.last)
			words.first = (uint32_t)i;
		words.last = (uint32_t)i + 1;
		words.head = (uint32_t)i;
	}
	return words.last ? incident_thing_type(f->view->lexicon, role, f->tokens, words) : (struct str){0};
}

/* "Maoist rebels" are "rebels". */
static bool ends_with(struct str name, struct str part)
{
	size_t from = name.n - part.n;

	return name.n >= part.n && str_case_eq(str_slice(name, from, name.n), part) &&
	       (from == 0 || name.p[from - 1] == ' ');
}

static void add_filler(
	const struct finding *f, struct incident *in, enum incident_role role, struct str slot)
{
	size_t i;

	if (!slot.n || in->nroles[role] == MAX_FILLERS)
		return;
	for (i = 0; i < in->nroles[role]; i++)
		if (ends_with(in->roles[role][i].text, slot))
			return;
	if (!in->roles[role])
		in->roles[role] = arena_zalloc(f->arena, MAX_FILLERS, sizeof(struct filler));
	in->roles[role][in->nroles[role]++] =
		(struct filler){.text = slot, .type = type_of_slot(f, role, slot)};
}

static const struct entity *entity_at(const struct finding *f, struct str slot)
{
	int64_t at = extraction_offset(f->x, slot);
	size_t i;

	for (i = 0; at >= 0 && i < f->x->nentities; i++) {
		const struct entity *e = &f->x->entities[i];

		if (e->span.start <= (size_t)at + slot.n - 1 && e->span.end >= (size_t)at + slot.n)
			return e;
	}
	return NULL;
}

static int entity_type_at(const struct finding *f, struct str slot)
{
	const struct entity *e = entity_at(f, slot);

	return e ? (int)e->type : 0;
}

/* Who or what did it: a weapon, a body, persons; the deed itself is none of them. */
static void add_actor(const struct finding *f, struct incident *in, struct str actor)
{
	uint64_t classes = event_classes(f, actor, false);

	if (classes & (WORD_BIT(WORD_EXPLOSIVE) | WORD_BIT(WORD_WEAPON)))
		add_filler(f, in, ROLE_WEAPONS, actor);
	else if (classes & WORD_TRIGGER_BITS && !(classes & WORD_BIT(WORD_ARMED)))
		return;
	else if (actor.n && entity_type_at(f, actor) == ENTITY_ORGANISATION && actor.p[0] >= 'A' &&
		 actor.p[0] <= 'Z' && !(classes & WORD_BIT(WORD_ARMED)))
		add_filler(f, in, ROLE_PERPETRATOR_ORGANISATIONS, actor);
	else
		add_filler(f, in, ROLE_PERPETRATOR_INDIVIDUALS, actor);
}

static enum incident_type type_of(const struct finding *f, const struct claim *c)
{
	uint64_t classes = event_claim_classes(f, c);

	if (c->kind == CLAIM_ABDUCTED)
		return INCIDENT_KIDNAPPING;
	if (classes & (WORD_BIT(WORD_BOMB) | WORD_BIT(WORD_EXPLOSIVE)))
		return INCIDENT_BOMBING;
	if (c->kind != CLAIM_ATTACKS)
		return INCIDENT_ATTACK;
	if (classes & WORD_BIT(WORD_ROB))
		return INCIDENT_ROBBERY;
	return classes & WORD_BIT(WORD_BURN) ? INCIDENT_ARSON : INCIDENT_ATTACK;
}

static bool is_country(const struct finding *f, struct str place)
{
	const struct entity *e = entity_at(f, place);

	return e && e->canonical.n == 2;
}

/* Both name places that are no countries, and none of them is the same. */
static bool places_differ(const struct finding *f, const struct incident *in, const struct claim *c)
{
	bool here = false, there = false;
	size_t i, k;

	for (i = 0; i < in->nlocations; i++)
		for (k = 0; k < c->nplaces; k++)
			if (str_case_find(in->locations[i], c->places[k], 0) < in->locations[i].n ||
				str_case_find(c->places[k], in->locations[i], 0) < c->places[k].n)
				return false;
	for (i = 0; i < in->nlocations; i++)
		here = here || !is_country(f, in->locations[i]);
	for (k = 0; k < c->nplaces; k++)
		there = there || !is_country(f, c->places[k]);
	return here && there;
}

static size_t sentence_of(const struct finding *f, const struct claim *c)
{
	size_t i = tokens_from(f->tokens, c->span.start);

	return i < f->tokens->n ? f->tokens->v[i].sentence : f->tokens->nsentences;
}

/* The claim's object is a victim already, by the very same words: "... abducted a nurse. [She] was taken". */
static bool has_victim(const struct incident *in, const struct claim *c)
{
	size_t i;

	for (i = 0; i < in->nroles[ROLE_VICTIMS]; i++)
		if (c->object.n && in->roles[ROLE_VICTIMS][i].text.p == c->object.p)
			return true;
	return false;
}

/* "Rebels burned trucks. Eight rebels were killed": who did it is no victim of it. */
static bool kills_actor(const struct incident *in, const struct claim *c)
{
	size_t i;

	for (i = 0; i < in->nroles[ROLE_PERPETRATOR_INDIVIDUALS]; i++)
		if (ends_with(in->roles[ROLE_PERPETRATOR_INDIVIDUALS][i].text, c->object) ||
			ends_with(c->object, in->roles[ROLE_PERPETRATOR_INDIVIDUALS][i].text))
			return true;
	return false;
}

static bool is_of_event(
	const struct finding *f, const struct incident_event *e, const struct claim *c, size_t sentence)
{
	bool near = sentence <= e->last + APART && !places_differ(f, &e->incident, c);

	if ((!near && !has_victim(&e->incident, c)) || (c->object.n && kills_actor(&e->incident, c)) ||
		event_is_threat(f, c) != (e->incident.stage == STAGE_THREATENED))
		return false;
	if (c->has_time && !period_is_precise(c->time)) /* the toll of a year is of no day in it */
		return same_period(c->time, e->incident.date);
	return !c->has_time || !e->incident.has_date || !incident_days_differ(c->time, e->incident.date);
}

/* The event that the claim is of, the last that was told first; NULL: none. */
static struct incident_event *event_of(const struct finding *f, const struct claim *c, size_t sentence)
{
	size_t i;

	for (i = f->events->n; i-- > 0;)
		if (is_of_event(f, &f->events->v[i], c, sentence))
			return &f->events->v[i];
	return NULL;
}

static void take_place_and_day(const struct finding *f, struct incident *in, const struct claim *c)
{
	size_t i;

	if (c->has_time && (!in->has_date || is_within(c->time, in->date))) {
		in->date = c->time;
		in->has_date = true;
	}
	if (!c->nplaces || in->nlocations >= c->nplaces)
		return;
	/* a claim names the nearest place first, an incident the country */
	in->locations = arena_zalloc(f->arena, c->nplaces, sizeof(*in->locations));
	for (i = 0; i < c->nplaces; i++)
		in->locations[i] = c->places[c->nplaces - 1 - i];
	in->nlocations = c->nplaces;
}

static void add_claim(
	const struct finding *f, struct incident_event *e, const struct claim *c, size_t sentence)
{
	const uint64_t people = WORD_BIT(WORD_CIVILIAN) | WORD_BIT(WORD_OFFICIAL) | WORD_BIT(WORD_POLICE) |
				WORD_BIT(WORD_MILITARY);
	bool thing = c->kind == CLAIM_ATTACKS && !(event_classes(f, c->object, true) & people) &&
		     entity_type_at(f, c->object) != ENTITY_PERSON;

	if (e->incident.type == INCIDENT_ATTACK && type_of(f, c) == INCIDENT_BOMBING)
		e->incident.type = INCIDENT_BOMBING;
	take_place_and_day(f, &e->incident, c);
	if (event_begins_with(f, c))
		add_actor(f, &e->incident, c->subject);
	add_filler(f, &e->incident, thing ? ROLE_PHYSICAL_TARGETS : ROLE_VICTIMS, c->object);
	e->last = sentence;
	e->incident.confidence = fmaxf(e->incident.confidence, 1 - f->view->sentences[sentence].types[0]);
}

static struct incident_event *event_new(const struct finding *f, const struct claim *c, size_t sentence)
{
	struct incident_event *e;

	if (f->events->n == INCIDENT_MAX_EVENTS)
		return NULL;
	e = &f->events->v[f->events->n++];
	e->first = e->last = sentence;
	e->incident = (struct incident){.type = type_of(f, c), .span = c->span, .maker = STR("claims")};
	e->incident.stage = event_is_threat(f, c) ? STAGE_THREATENED : STAGE_ACCOMPLISHED;
	return e;
}

/* What a longer text says without a day is told as background, or of a whole war. */
static bool is_news(const struct finding *f, const struct incident *in)
{
	if (f->tokens->nsentences <= BRIEF_SENTENCES)
		return true;
	return in->has_date && in->confidence >= TOLD && (in->nroles[ROLE_VICTIMS] || in->nroles[ROLE_PHYSICAL_TARGETS]);
}

static void keep_news(const struct finding *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->events->n; i++)
		if (is_news(f, &f->events->v[i].incident))
			f->events->v[n++] = f->events->v[i];
	f->events->n = n;
}

/* Puts the country, which claims seldom name, before the places. */
static void place_in_country(const struct finding *f, struct incident_event *e)
{
	struct incident *in = &e->incident;
	struct incident_scope scope = {.near = arena_zalloc(f->arena, f->tokens->nsentences, sizeof(float))};
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

static void take_claim(const struct finding *f, const struct claim *c)
{
	size_t sentence = sentence_of(f, c);
	bool begins = event_begins_with(f, c);
	struct incident_event *e = f->events->n ? &f->events->v[f->events->n - 1] : NULL;

	if (sentence >= f->tokens->nsentences)
		return;
	if (event_owned_up_by(c) && e && sentence <= e->last + APART)
		add_filler(f, &e->incident, ROLE_PERPETRATOR_ORGANISATIONS, c->subject);
	if (!begins && !event_may_take(f, c))
		return;
	e = event_of(f, c, sentence);
	if (!e && begins)
		e = event_new(f, c, sentence);
	if (e)
		add_claim(f, e, c, sentence);
}

void incident_events_find(const struct incident_view *view, const struct extraction *x,
	struct arena *arena, struct incident_events *ret)
{
	struct finding f = {view, view->tokens, x, arena, ret, view->published};
	size_t i;

	*ret = (struct incident_events){0};
	if (x->nclaims == 0)
		return;
	ret->v = arena_zalloc(arena, INCIDENT_MAX_EVENTS, sizeof(*ret->v));
	for (i = 0; i < x->nclaims; i++)
		take_claim(&f, &x->claims[i]);
	keep_news(&f);
	for (i = 0; i < ret->n; i++)
		place_in_country(&f, &ret->v[i]);
}
