/* SPDX-License-Identifier: Apache-2.0
 *
 * How long: prison terms, and the terms of deals, bans and programmes. */
#include "text/claim_refine.h"

static const struct quantity *duration_after(const struct finder *f, size_t group)
{
	const struct quantities *q = f->input->reading.quantities;
	const struct clause *c = &f->clause;
	size_t i, end = c->n, from = c->v[group].first;

	for (i = group + 1; i < c->n; i++)
		if ((c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE) ||
			c->v[i].sort == GROUP_RELATIVE) {
			end = i;
			break;
		}
	for (i = quantity_from(q, from); i < q->n && q->v[i].first < f->now->last; i++)
		if (q->v[i].sort == QUANTITY_DURATION && q->v[i].first >= from &&
			(end == c->n || q->v[i].first < c->v[end].first) && q->v[i].has_value)
			return &q->v[i];
	return NULL;
}

/* "sentences for the promotion of extremism": the object is what was done, nobody is counted. */
static bool names_offence(const struct finder *f, const struct draft *d)
{
	const struct group *np;

	if (d->object_group == CLAUSE_NONE)
		return false;
	np = &f->clause.v[d->object_group];
	return np->sort == GROUP_NOUN && !np->quantity && !np->pronoun &&
	       noun_gender(f, d->object_group) == GENDER_THING && !noun_is_name(f, d->object_group);
}

/* A prison term is a second claim. */
void refine_sentenced(struct finder *f, const struct match *m, size_t first)
{
	const struct quantity *q = duration_after(f, m->verb);
	struct draft *d, last;
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		/* "found six guilty and handed down stiff terms": of the same six */
		if (!f->drafts[i].claim.has_value && f->drafts[i].object_group != CLAUSE_NONE &&
			first > 0 &&
			(noun_sets(f, f->drafts[i].object_group) &
				claim_lexicon_set(f->lexicon, "penalties")) &&
			f->drafts[first - 1].sentence == f->sentence &&
			f->drafts[first - 1].claim.kind == CLAIM_SENTENCED)
			f->drafts[i].dropped = true;
		if (names_offence(f, &f->drafts[i]))
			claim_unmeasure(&f->drafts[i].claim);
		/* "convicted him and gave him 14 years": only the term is new */
		if (q && first > 0 && f->drafts[first - 1].sentence == f->sentence &&
			f->drafts[first - 1].claim.kind == CLAIM_SENTENCED &&
			str_eq(f->drafts[first - 1].claim.object, f->drafts[i].claim.object))
			f->drafts[i].dropped = true;
	}
	if (!q || f->ndrafts == first || str_eq(q->unit, STR("hour")))
		return;
	last = f->drafts[f->ndrafts - 1];
	d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);
	*d = last;
	if (f->ndrafts - first > 2 && f->drafts[first].object_group < last.object_group &&
		last.object_group < f->clause.n &&
		f->clause.v[last.object_group].last <=
			f->clause.v[m->verb]
				.first) /* "five men and a woman were given": all of them */
		d->claim.object = noun_slot(f, f->drafts[first].object_group, last.object_group);
	claim_measure(&d->claim, q, q->unit);
	if (token_in(f->tokens, q->first - 1, "between"))
		d->claim.modifier = MODIFIER_AT_LEAST; /* "to between six months and nine years" */
	d->dropped = false;
}

/* "signed a deal for three years": the term stands alone. */
static const struct quantity *term_after(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i, end = clause_end(c, verb);

	for (i = verb + 1; i + 1 < end && i + 1 < c->n; i++)
		if (group_is(c, i, "for") && c->v[i + 1].sort == GROUP_NOUN && c->v[i + 1].bare &&
			c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_DURATION)
			return c->v[i + 1].quantity;
	return NULL;
}

/* A duration in the object's own words: "a five-year programme". */
void refine_duration(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, k;

	for (i = first; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];
		const struct quantity *q = NULL;
		size_t from = d->object_group == CLAUSE_NONE ? m->verb : d->object_group;

		for (k = m->verb; k <= from && k < c->n; k++)
			if (c->v[k].sort == GROUP_NOUN && c->v[k].quantity &&
				c->v[k].quantity->sort == QUANTITY_DURATION)
				q = c->v[k].quantity;
		if (d->object_group != CLAUSE_NONE && c->v[d->object_group].quantity &&
			c->v[d->object_group].quantity->sort == QUANTITY_DURATION)
			q = c->v[d->object_group].quantity;
		if (!q && d->claim.kind == CLAIM_AGREEMENT)
			q = term_after(f, m->verb);
		if (!q)
			continue;
		d->claim.has_value = true;
		d->claim.value = q->value;
		d->claim.modifier = q->modifier;
		d->claim.unit = q->unit;
	}
}
