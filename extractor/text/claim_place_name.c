/* SPDX-License-Identifier: Apache-2.0
 *
 * The names of places in noun phrases. */
#include "text/claim_place.h"
#include "text/claim_tie.h"
#include "text/phrase.h"
#include "text/tag.h"

/* A name in the phrase: "Kunduz province", but not "the Turkish border". */
static bool has_name(const struct finder *f, const struct group *np)
{
	size_t i;

	for (i = np->core; i < np->last; i++)
		if (token_named(f, i) && f->tokens->v[i].pos != POS_JJ &&
			!token_in(f->tokens, i, "the u.s. us"))
			return true;
	return false;
}

#define QUARTERS "north south east west northeast northwest southeast southwest"
#define SIDES \
	QUARTERS " northern southern eastern western northeastern northwestern southeastern " \
		 "southwestern"

/* "East Hotzenplotz": a name of two words, the first a direction, whatever else it was taken
 * for. */
static bool is_region(const struct finder *f, const struct group *np)
{
	return np->proper && np->last == np->core + 2 && np->head == np->core + 1 &&
	       token_in(f->tokens, np->core, SIDES " central upper lower");
}

#define DOUBTFUL 0.5f /* confidence below which an entity may be of another type */

/* Taken for an organisation that nobody knows, in a place's place: a town that nobody knows
 * either. */
static bool may_be_town(const struct finder *f, const struct group *np, noun_set sets)
{
	uint32_t at = f->tokens->v[np->head].span.start;
	size_t i;

	if (!np->proper || np->last - np->first != 1 ||
		(sets & (f->sets.agency | f->sets.group | f->sets.source | f->sets.organised)))
		return false;
	for (i = entities_from(f, at);
		i < f->input->nentities && f->input->entities[i].span.start == at; i++) {
		const struct entity *e = &f->input->entities[i];

		if (e->span.end == f->tokens->v[np->head].span.end)
			return e->confidence < DOUBTFUL && !str_starts(e->canonical, STR("org:"));
	}
	return false;
}

bool is_place(const struct finder *f, size_t group, bool sure)
{
	const struct group *np = &f->clause.v[group];
	int entity = noun_entity(f, group);
	noun_set sets;

	if (np->sort != GROUP_NOUN || np->pronoun ||
		(np->quantity && !token_in(f->tokens, np->first, "both")) || !has_name(f, np))
		return false;
	sets = noun_sets(f, group);
	if ((sets & f->sets.place) || token_in(f->tokens, np->head, "eu"))
		return true;
	if ((entity == ENTITY_ORGANISATION || entity == ENTITY_PERSON) && is_region(f, np))
		return true;
	if (entity)
		return entity == ENTITY_LOCATION ||
		       (sure && entity == ENTITY_ORGANISATION && may_be_town(f, np, sets));
	if (!np->proper || (sets & (f->sets.people | f->sets.agency | f->sets.group |
					   f->sets.source | f->sets.attack)))
		return false;
	return sure;
}

void add_place(struct finder *f, struct claim *claim, size_t first, size_t last)
{
	size_t i, keep = first;

	if (claim->nplaces >= MAX_PLACES)
		return;
	for (i = first; i < last; i++)
		if (f->tokens->v[i].pos == POS_POS && i > first && i + 1 < last &&
			!token_in(f->tokens, first, "st. st saint")) {
			add_place(f, claim, i + 1, last);
			if (token_entity(f, i - 1) == ENTITY_PERSON)
				return; /* "[Hussein's] home town" */
			last = i;
			break;
		}
	while (last > first + 1 && f->tokens->v[last - 1].pos == POS_POS)
		last--; /* "southern Freedonia['s today]" */
	for (i = first; i < last && !token_named(f, i); i++)
		;
	if (i == last)
		return; /* "[Manila's] main airport" */
	while (keep + 1 < last && !token_named(f, keep) &&
		!token_in(f->tokens, keep, SIDES " central"))
		keep++;
	if (keep < last && token_in(f->tokens, keep, "the"))
		keep++;
	if (keep >= last)
		return;
	for (i = 0; i < claim->nplaces; i++)
		if (str_eq(claim->places[i], tokens_text(f->tokens, keep, last)))
			return;
	claim->places[claim->nplaces++] = tokens_text(f->tokens, keep, last);
}

/* After a place, a short name that nothing else is known of is a place as well. */
static bool may_go_on(const struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];
	int entity = noun_entity(f, group);

	return np->sort == GROUP_NOUN && np->proper && !np->quantity &&
	       entity != ENTITY_NATIONALITY && entity != ENTITY_PERSON &&
	       noun_gender(f, group) != GENDER_PERSON &&
	       !(entity == ENTITY_ORGANISATION && np->last - np->core > 1 && !is_region(f, np)) &&
	       !(noun_sets(f, group) & (f->sets.source | f->sets.agency | f->sets.group)) &&
	       np->last - np->core <= 2;
}

/* "an entrance to the Green Zone" */
static bool is_gateway(const struct finder *f, size_t at)
{
	return token_in(f->tokens, f->clause.v[at].head,
		"entrance gate gateway entry crossing road approach bridge checkpoint");
}

/* "[off the coast of] Jane Roe": whoever it may be called after, it is a place. */
static bool is_short_name(const struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];

	return np->sort == GROUP_NOUN && np->proper && !np->quantity && np->last - np->core <= 2 &&
	       has_name(f, np);
}

static bool is_shore(const struct finder *f, size_t group)
{
	return token_in(f->tokens, f->clause.v[group].head, "outskirts coast coasts shore shores");
}

/* "the ferry terminal of Vellmar", "the forests of Vellmar district", "the customs office of
 * Lund" */
static bool site_of_place(const struct finder *f, size_t at)
{
	const struct clause *c = &f->clause;
	noun_set sets;

	if (at + 2 >= c->n || c->v[at].sort != GROUP_NOUN || c->v[at].pronoun ||
		!group_is(c, at + 1, "of"))
		return false;
	sets = noun_sets(f, at);
	return ((sets & f->sets.site) && is_place(f, at + 2, true)) ||
	       ((sets & f->sets.house) && is_place(f, at + 2, false));
}

bool place_of_place(const struct finder *f, size_t at)
{
	const struct clause *c = &f->clause;

	if (at + 2 < c->n && group_is(c, at, "the") && (noun_sets(f, at) & f->sets.place) &&
		!has_name(f, &c->v[at]) && c->v[at + 1].sort == GROUP_COMMA &&
		is_place(f, at + 2, true))
		return true; /* "the capital, Accra" */
	if (at + 2 < c->n && c->v[at].sort == GROUP_NOUN && group_is(c, at + 1, "of") &&
		(token_in(f->tokens, c->v[at].head, BORDERS) ||
			(group_is(c, at, "the") && token_in(f->tokens, c->v[at].head, QUARTERS))) &&
		(is_place(f, at + 2, true) || place_of_place(f, at + 2) ||
			(is_short_name(f, at + 2) && is_shore(f, at))))
		return true; /* "the center of the capital of Freedonia" */
	if (site_of_place(f, at))
		return true;
	return at + 2 < c->n && c->v[at].sort == GROUP_NOUN && (noun_sets(f, at) & f->sets.place) &&
	       (group_is(c, at + 1, "of") ||
		       (group_is(c, at + 1, "to into") && is_gateway(f, at))) &&
	       (is_place(f, at + 2, true) || is_place(f, at + 2, false));
}

/* "the Ohio town [of Lima]": only the town is the place; "the Black mountains of Ohio" are two. */
static bool is_town(const struct finder *f, size_t group)
{
	return token_in(f->tokens, f->clause.v[group].head,
		"town city village capital port resort suburb neighborhood "
		"neighbourhood hamlet settlement");
}

/* "attacks in Lund and Malmo [fell]": the verb's subject stands before both, and nothing else
 * could be it. */
static bool is_within_subject(const struct finder *f, size_t place, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t subject;

	if (c->v[place + 1].sort != GROUP_COORDINATOR || !tie_finite(c, verb) ||
		!is_place(f, verb - 1, false))
		return false;
	subject = clause_subject(c, verb);
	return subject != CLAUSE_NONE && subject + 2 == place &&
	       c->v[place - 1].sort == GROUP_PREPOSITION;
}

void add_places(struct finder *f, struct claim *claim, size_t at)
{
	const struct clause *c = &f->clause;
	size_t next;

	for (;;) {
		/* "the city of Ramadi", "an entrance to the Green Zone" */
		if (!has_name(f, &c->v[at]) && group_is(c, at + 1, "of") &&
			place_of_place(f, at + 2)) {
			at += 2;
			continue;
		}
		if (at + 2 < c->n &&
			(group_is(c, at + 1, "of") ||
				(group_is(c, at + 1, "to into") && is_gateway(f, at))) &&
			(is_place(f, at + 2, true) ||
				(is_short_name(f, at + 2) && is_shore(f, at))) &&
			(!has_name(f, &c->v[at]) || is_town(f, at)))
			at += 2;
		/* "the capital, Accra" */
		if (at + 2 < c->n && !c->v[at].proper && (noun_sets(f, at) & f->sets.place) &&
			!has_name(f, &c->v[at]) && c->v[at + 1].sort == GROUP_COMMA &&
			is_place(f, at + 2, true))
			at += 2;
		if (has_name(f, &c->v[at]))
			add_place(f, claim, c->v[at].core, c->v[at].last);
		if (at + 2 < c->n && group_is(c, at + 1, "of") &&
			(noun_sets(f, at) & f->sets.place) && is_place(f, at + 2, true)) {
			at += 2; /* "the Hamrin mountains of Iraq" */
			continue;
		}
		next = at + 2;
		if (next < c->n && c->v[at + 1].sort == GROUP_COMMA &&
			c->v[next].sort == GROUP_COORDINATOR)
			next++; /* "in Istanbul, Izmir, and Manisa" */
		if (next >= c->n ||
			(c->v[at + 1].sort != GROUP_COMMA &&
				c->v[at + 1].sort != GROUP_COORDINATOR) ||
			!(is_place(f, next, true) || place_of_place(f, next) ||
				may_go_on(f, next)) ||
			(next + 1 < c->n && c->v[next + 1].sort == GROUP_VERB &&
				c->v[next + 1].form != VERB_INFINITIVE &&
				!is_within_subject(f, at, next + 1)))
			return;
		at = next;
	}
}

void add_inner_place(struct finder *f, struct claim *claim, size_t group)
{
	const struct group *np;
	size_t first, last;

	if (group == CLAUSE_NONE || group >= f->clause.n || f->clause.v[group].sort != GROUP_NOUN)
		return;
	np = &f->clause.v[group];
	for (first = np->core; first < np->head; first++)
		if (token_entity(f, first) == ENTITY_LOCATION &&
			token_capitalised(f->tokens, first) &&
			!token_in(f->tokens, first, "u.s. us u.k. uk eu") &&
			f->tokens->v[first].pos != POS_JJ)
			break;
	for (last = first; last < np->head && token_entity(f, last) == ENTITY_LOCATION; last++)
		;
	if (last > first && first > np->core - (np->core > 0))
		add_place(f, claim, first, last);
}
