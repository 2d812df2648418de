/* SPDX-License-Identifier: Apache-2.0
 *
 * What there was none of, or some: "there has never been an attack", "there were several
 * attacks". */
#include "text/claim_figure.h"
#include "text/phrase.h"

const struct trigger *counted_event(const struct finder *f, size_t noun)
{
	const struct trigger *t;

	for (t = match_triggers(f, noun); t; t = t->next)
		if (t->class == TRIGGER_COUNTED && t->nwords == 1)
			return t;
	return NULL;
}

void find_absence(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	const struct trigger *event;
	struct noun_list what;
	struct draft *d;

	if (verb == 0 || !group_is(c, verb - 1, "there") || !c->v[verb].negated ||
		c->v[verb].possible)
		return;
	clause_objects(c, verb, &what);
	if (what.n != 1 || c->v[what.v[0]].quantity ||
		!token_in(f->tokens, c->v[what.v[0]].first, "a an any"))
		return;
	event = counted_event(f, what.v[0]);
	if (!event)
		return;
	d = draft_add(f, event->kind, verb, STR("there has never been"), 0.7f);
	d->counted_group = what.v[0];
	d->claim.has_value = true;
	d->claim.modifier = MODIFIER_EXACT;
	d->claim.unit = d->claim.kind == CLAIM_ATTACKS ? STR("attack")
			: event->unit.n                ? event->unit
						       : STR("person");
}

void find_some(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	struct noun_list what;
	struct draft *d;
	size_t noun;

	if (verb == 0 || !group_is(c, verb - 1, "there") || c->v[verb].negated ||
		c->v[verb].possible)
		return;
	clause_objects(c, verb, &what);
	if (what.n != 1)
		return;
	noun = noun_meant(f, what.v[0]);
	if (!c->v[noun].plural || token_in(f->tokens, c->v[noun].head, "incidents") ||
		!counted_event(f, noun) || counted_event(f, noun)->kind != CLAIM_ATTACKS ||
		(c->v[noun].quantity && c->v[noun].quantity->has_value))
		return;
	d = draft_add(f, CLAIM_ATTACKS, verb, STR("there were attacks"), 0.7f);
	if (noun != what.v[0] || c->v[noun].quantity) {
		d->claim.modifier = MODIFIER_ABOUT;
		d->claim.unit = STR("attack");
	}
}

void find_without(struct finder *f, size_t without)
{
	const struct clause *c = &f->clause;
	size_t noun = without + 1;
	struct draft *d;

	if (without == 0 || noun >= c->n || c->v[noun].sort != GROUP_NOUN ||
		!(noun_sets(f, noun) & f->sets.attack) ||
		!token_in(f->tokens, c->v[noun].first, "a an any") ||
		!token_in(f->tokens, c->v[without - 1].last - 1,
			"year years month months decade period went passed passes"))
		return;
	d = draft_add(f, CLAIM_ATTACKS, without, STR("without an attack"), 0.7f);
	d->claim.has_value = true;
	d->claim.modifier = MODIFIER_EXACT;
	d->claim.unit = STR("attack");
}
