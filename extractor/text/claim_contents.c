/* SPDX-License-Identifier: Apache-2.0
 *
 * "Freedonia brought home 40 people. The group included nine women and 31 children.": who they
 * were that the sentence before told of; and "40 attacks, including six bombings". */
#include "text/claim_parts.h"
#include "text/phrase.h"

/* People to whom the same thing may have been done together. */
static bool is_of_people(const struct draft *d)
{
	enum claim_kind kind = d->claim.kind;

	return !d->dropped && kind <= CLAIM_SURRENDERED && kind != CLAIM_MISSING &&
	       d->claim.has_value && d->claim.value > 1 && str_eq(d->claim.unit, STR("person")) &&
	       (d->claim.modality == MODALITY_ASSERTED || d->claim.modality == MODALITY_ONGOING);
}

/* The largest figure of the sentence before; f->ndrafts: there is none. */
static size_t told_before(const struct finder *f)
{
	size_t i, best = f->ndrafts;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence + 1 >= f->sentence;)
		if (f->drafts[i].sentence != f->sentence && is_of_people(&f->drafts[i]) &&
			(best == f->ndrafts ||
				f->drafts[i].claim.value >= f->drafts[best].claim.value))
			best = i;
	return best;
}

/* "they", "the group", "the victims": those who were told of. */
static bool is_meant(const struct finder *f, size_t who, enum claim_kind kind)
{
	const struct group *np = &f->clause.v[who];

	if (token_in(f->tokens, np->head, "they"))
		return true;
	if (!token_in(f->tokens, np->first, "the those these") || np->quantity ||
		np->last - np->first > 2)
		return false;
	if (kind <= CLAIM_WOUNDED)
		return token_in(f->tokens, np->head, "victims casualties dead wounded injured");
	return token_in(f->tokens, np->head,
		"group batch party returnees detainees suspects hostages captives victims arrested "
		"freed convicts abductees");
}

/* What the figures of the list are together, or more than limit if one has no figure or is of no
 * people. */
static double sum_of(const struct finder *f, const struct noun_list *list, double limit)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct quantity *q = f->clause.v[list->v[i]].quantity;

		if (!q && token_in(f->tokens, f->clause.v[list->v[i]].first, "a an") &&
			(noun_sets(f, list->v[i]) & f->sets.people)) {
			sum++;
			continue;
		}
		if (!q || q->sort != QUANTITY_COUNT || !q->has_value ||
			!(noun_sets(f, list->v[i]) & f->sets.people))
			return limit + 1;
		sum += q->value;
	}
	return sum;
}

#define SLACK \
	1.1 /* "104 of its own. The group included 31 women, 73 children and five foreigners" */

static void add(struct finder *f, size_t verb, size_t whole, size_t noun)
{
	struct draft like = f->drafts[whole],
		     *d = draft_add(f, like.claim.kind, verb, STR("contents"),
			     like.claim.confidence * 0.9f);

	d->claim.subject = like.claim.subject;
	d->claim.modality = like.claim.modality;
	d->claim.time = like.claim.time;
	d->claim.has_time = like.claim.has_time;
	d->claim.places = like.claim.places;
	d->claim.nplaces = like.claim.nplaces;
	d->dated = like.dated;
	d->among = true;
	d->object_group = noun;
	d->claim.object = noun_slot(f, noun, noun);
	noun_count(f, &d->claim, noun, noun);
}

/* The draft of attacks that "including" at follows; f->ndrafts: there is none that is as many. */
static size_t attacks_before(const struct finder *f, size_t including, double least)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (!f->drafts[i].dropped && f->drafts[i].claim.kind == CLAIM_ATTACKS &&
			f->drafts[i].claim.has_value && f->drafts[i].claim.value > least &&
			f->drafts[i].group < including &&
			f->drafts[i].claim.modality == MODALITY_ASSERTED)
			return i;
	return f->ndrafts;
}

/* "40 attacks, including six bombings": some of them. */
static void attacks_among(struct finder *f, size_t including)
{
	const struct clause *c = &f->clause;
	struct noun_list list;
	struct draft *d;
	size_t i, whole;

	clause_objects(c, including, &list);
	for (i = 0; i < list.n; i++) {
		const struct quantity *q = c->v[list.v[i]].quantity;

		if (!q || q->sort != QUANTITY_COUNT || !q->has_value ||
			!(noun_sets(f, list.v[i]) & f->sets.attack) ||
			token_in(f->tokens, c->v[list.v[i]].head,
				"killings killing assassinations murders beheadings abductions "
				"kidnappings"))
			continue;
		whole = attacks_before(f, including, q->value);
		if (whole == f->ndrafts || f->drafts[whole].claim.object.n)
			continue;
		add(f, c->v[including].sort == GROUP_VERB ? including : list.v[i], whole,
			list.v[i]);
		d = &f->drafts[f->ndrafts - 1];
		d->claim.object = (struct str){0};
		claim_measure(&d->claim, q, STR("attack"));
	}
}

static bool is_told_of(const struct finder *f, size_t noun)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].group == noun || f->drafts[i].object_group == noun ||
			f->drafts[i].counted_group == noun)
			return true;
	return false;
}

void contents_find(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t verb, i, whole, who;
	struct noun_list list;

	for (i = 1; i + 1 < c->n; i++)
		if (group_is(c, i, "including") && c->v[i + 1].sort == GROUP_NOUN &&
			!is_told_of(f, i + 1))
			attacks_among(f, i);
	for (verb = 1; verb < c->n; verb++) {
		if (c->v[verb].sort != GROUP_VERB || c->v[verb].negated || c->v[verb].possible ||
			!token_in(f->tokens, c->v[verb].head,
				"included include includes comprised comprises"))
			continue;
		who = clause_subject(c, verb);
		whole = told_before(f);
		if (who == CLAUSE_NONE || whole == f->ndrafts ||
			!is_meant(f, who, f->drafts[whole].claim.kind))
			continue;
		clause_objects(c, verb, &list);
		if (!list.n || sum_of(f, &list, f->drafts[whole].claim.value * SLACK) >
				       f->drafts[whole].claim.value * SLACK)
			continue;
		for (i = 0; i < list.n; i++)
			add(f, verb, whole, list.v[i]);
		return;
	}
}
