/* SPDX-License-Identifier: Apache-2.0
 *
 * Money beyond the frame: what is frozen and whose it is, cash that is seized, what a giver
 * gives. */
#include "text/claim_refine.h"

/* "froze their assets": whose they are is the object. */
static void name_owner(const struct finder *f, struct draft *d)
{
	const struct clause *c = &f->clause;
	size_t i;
	bool many;

	if (d->object_group == CLAUSE_NONE || !(noun_sets(f, d->object_group) & f->sets.assets) ||
		!token_in(f->tokens, c->v[d->object_group].first, "their his its her"))
		return;
	many = token_in(f->tokens, c->v[d->object_group].first, "their");
	for (i = d->object_group; i-- > 0;)
		if (c->v[i].sort == GROUP_NOUN && !c->v[i].pronoun && c->v[i].plural == many &&
			clause_preposition(c, i) == CLAUSE_NONE) {
			d->object_group = i;
			d->claim.object = noun_text(f, i);
			noun_count(f, &d->claim, i, i);
			return;
		}
}

/* "froze four accounts of a charity": what is counted is frozen, not whose it is. */
static void count_assets(const struct finder *f, const struct match *m, struct draft *d)
{
	const struct quantity *q =
		m->patient == CLAUSE_NONE ? NULL : f->clause.v[m->patient].quantity;

	if (!q || q->sort != QUANTITY_COUNT || m->taken == CLAUSE_NONE ||
		d->object_group != m->taken)
		return;
	d->object_group = m->patient;
	d->claim.object = noun_text(f, m->patient);
	noun_count(f, &d->claim, m->patient, m->patient);
}

/* "froze nine accounts holding about 46 million shillings": the money is a second claim. */
void refine_frozen(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, end = clause_end(c, m->verb);
	struct draft copy, *d;

	if (f->ndrafts == first)
		return;
	if (m->taken != CLAUSE_NONE && m->patient != CLAUSE_NONE &&
		f->drafts[first].object_group == m->taken &&
		noun_entity(f, m->taken) ==
			ENTITY_LOCATION) { /* "blocked their property in the country" */
		f->drafts[first].object_group = m->patient;
		f->drafts[first].claim.object = noun_text(f, m->patient);
		claim_unmeasure(&f->drafts[first].claim);
		noun_count(f, &f->drafts[first].claim, m->patient, m->patient);
	}
	name_owner(f, &f->drafts[first]);
	count_assets(f, m, &f->drafts[first]);
	for (i = m->passive && m->patient != CLAUSE_NONE ? m->patient + 1 : m->verb + 1; i < c->n;
		i++) {
		const struct quantity *q = c->v[i].sort == GROUP_NOUN ? c->v[i].quantity : NULL;

		if (i >= end && !(i == end && c->v[i].form == VERB_GERUND) && i > end + 1)
			break;
		if (!q || q->sort != QUANTITY_MONEY || i == f->drafts[first].object_group)
			continue;
		copy = f->drafts[first];
		d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);
		*d = copy;
		claim_measure(&d->claim, q, q->unit);
		return;
	}
}

static const struct quantity *money_in_clause(
	const struct finder *f, size_t verb, const struct quantity *none)
{
	const struct clause *c = &f->clause;
	size_t i, end = clause_end(c, verb);

	for (i = verb + 1; i < end && i < c->n; i++)
		if (c->v[i].sort == GROUP_NOUN && c->v[i].quantity &&
			c->v[i].quantity->sort == QUANTITY_MONEY)
			return c->v[i].quantity;
	return none;
}

/* "seized cash worth $90,000" */
void refine_seized(struct finder *f, const struct match *m, size_t first)
{
	const struct quantity *q;
	struct claim *claim;

	if (f->ndrafts != first + 1 || f->drafts[first].object_group == CLAUSE_NONE ||
		f->clause.v[f->drafts[first].object_group].quantity)
		return;
	q = money_in_clause(f, m->verb, NULL);
	if (!q)
		return;
	claim = &f->drafts[first].claim;
	claim_measure(claim, q, q->unit);
}

/* The money of the sentence is the value, its receiver the object. */
void refine_funding(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];
		const struct quantity *q =
			m->patient == CLAUSE_NONE ? NULL : c->v[noun_meant(f, m->patient)].quantity;

		if (!q || q->sort != QUANTITY_MONEY)
			q = money_in_clause(f, m->verb, q);

		if (q && q->sort != QUANTITY_DURATION) {
			claim_measure(&d->claim, q,
				q->sort == QUANTITY_MONEY
					? q->unit
					: noun_unit(f, CLAIM_FUNDING, m->patient));
		} else {
			claim_unmeasure(&d->claim);
		}
		if (m->taken == CLAUSE_NONE && q && q->sort == QUANTITY_MONEY)
			d->claim.object = (struct str){0};
		if (i > first)
			d->dropped = true;
	}
}
