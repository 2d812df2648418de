/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures that stand without a verb of their own: sizes of forces, gifts, tolls, and who was
 * among the victims. */
#include "text/claim_figure.h"
#include "text/claim_percent.h"
#include "text/phrase.h"

/* "a force of around 20,000 peacekeepers", "the strength of X at 200 members". */
static void find_size(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	struct draft *d;

	if (group + 2 >= c->n || !group_is(c, group + 1, "of") ||
		c->v[group + 2].sort != GROUP_NOUN ||
		!(noun_sets(f, group) & (f->sets.group | f->sets.forces)) || c->v[group].pronoun ||
		noun_meant(f, group) != group)
		return;
	if (!c->v[group + 2].quantity || c->v[group + 2].quantity->sort != QUANTITY_COUNT ||
		!(noun_sets(f, group + 2) & f->sets.people) ||
		token_in(f->tokens, c->v[group].head,
			"group groups presence network ring band gang cell team pair trio") ||
		token_in(f->tokens, c->v[group + 2].first, "the"))
		return; /* "a group of ten": just ten */
	d = draft_add(f, CLAIM_STRENGTH, group, STR("force of"), 0.6f);
	d->claim.subject = noun_text(f, group);
	d->object_group = group + 2;
	d->claim.object = noun_slot(f, group + 2, group + 2);
	noun_count(f, &d->claim, group + 2, group + 2);
}

/* "includes: 10m to Unicef; and 3m to the Red Cross": each gift of a list. */
static void find_gift(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	const struct group *np = &c->v[group];
	struct draft *d;
	size_t i;

	if (!np->bare || np->quantity->sort != QUANTITY_MONEY || group == 0 || group + 2 >= c->n ||
		!group_is(c, group + 1, "to for") || c->v[group + 2].sort != GROUP_NOUN ||
		c->v[group + 2].quantity ||
		(c->v[group - 1].sort != GROUP_STOP && c->v[group - 1].sort != GROUP_COMMA &&
			c->v[group - 1].sort != GROUP_COORDINATOR))
		return;
	for (i = group; i-- > 0 && !token_in(f->tokens, c->v[i].head,
					   "includes include included including comprises");)
		;
	if (i == (size_t)-1)
		return;
	d = draft_add(f, CLAIM_FUNDING, group, STR("gift"), 0.6f);
	d->object_group = group + 2;
	d->claim.object = noun_text(f, group + 2);
	claim_measure(&d->claim, np->quantity, np->quantity->unit);
}

/* "there are some 800 foreign fighters in Syria": who is there has gone there. */
static void find_presence(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	noun_set fronts = claim_lexicon_set(f->lexicon, "fronts"),
		 militants = claim_lexicon_set(f->lexicon, "militants");
	struct noun_list people;
	enum modality modality;
	struct draft *d;
	size_t in;

	if (verb == 0 || !group_is(c, verb - 1, "there") || c->v[verb].negated ||
		!modality_of(f, verb, &modality))
		return;
	clause_objects(c, verb, &people);
	if (!people.n || !c->v[people.v[0]].quantity ||
		c->v[people.v[0]].quantity->sort != QUANTITY_COUNT ||
		!(noun_sets(f, people.v[0]) & f->sets.people))
		return;
	in = clause_after(c, people.v[0], "in with");
	/* "foreign fighters in Syria", "persons in the conflict zones", "jihadist travellers" */
	if (noun_has_word(f, people.v[0], militants | fronts)
			? (in == CLAUSE_NONE ? !token_in(f->tokens, c->v[people.v[0]].head,
						       "travelers travellers")
					     : !noun_has_word(f, in, fronts))
			: in == CLAUSE_NONE || c->v[in].proper || !noun_has_word(f, in, fronts))
		return;
	d = draft_add(f, CLAIM_RECRUITED, verb, STR("there are fighters in"), 0.6f);
	d->object_group = people.v[0];
	d->claim.object = noun_slot(f, people.v[0], people.v[0]);
	d->claim.modality = modality;
	noun_count(f, &d->claim, people.v[0], people.v[0]);
}

/* "264,000 internally displaced people": a count of them is a claim. */
static void find_displaced(struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];
	struct draft *d;
	size_t i;
	bool displaced = false;

	if (!np->quantity || np->quantity->sort != QUANTITY_COUNT || np->bare)
		return;
	for (i = np->core; i < np->head; i++)
		displaced = displaced || token_in(f->tokens, i, "displaced");
	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].object_group == group)
			return;
	if (!displaced)
		return;
	d = draft_add(f, CLAIM_DISPLACED, group, STR("displaced people"), 0.7f);
	d->object_group = group;
	d->claim.object = noun_slot(f, group, group);
	noun_count(f, &d->claim, group, group);
}

#define TOLL_REACH 12 /* phrases from the toll to its number */

/* "The death toll rose to 67." */
static void find_toll(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t i;
	struct draft *d;

	if (!token_in(f->tokens, c->v[group].head, "toll") ||
		!token_in(f->tokens, c->v[group].head - (c->v[group].head > c->v[group].first),
			"death"))
		return;
	for (i = group + 1; i + 1 < c->n && i < group + TOLL_REACH; i++)
		if ((group_is(c, i, "to at of above past") ||
			    token_in(f->tokens, c->v[i].head,
				    "reached reaches reach exceeded exceeds passed surpassed "
				    "surpasses "
				    "topped tops hit approaching nearing")) &&
			c->v[i + 1].sort == GROUP_NOUN && c->v[i + 1].quantity &&
			c->v[i + 1].quantity->sort == QUANTITY_COUNT)
			break;
	if (i + 1 >= c->n || i >= group + TOLL_REACH)
		return;
	d = draft_add(f, CLAIM_KILLED, group, STR("death toll"), 0.7f);
	d->object_group = i + 1;
	noun_count(f, &d->claim, i + 1, i + 1);
	d->claim.unit = STR("person");
	d->claim.object = c->v[i + 1].bare ? (struct str){0} : noun_text(f, i + 1);
	i = clause_after(c, group, "from in of");
	if (i != CLAUSE_NONE && (noun_sets(f, i) & (f->sets.cause | f->sets.attack)))
		d->claim.subject = noun_text(f, i);
}

/* The kind of what "those arrested", "the dead" have had done to them; 0 if they are others. */
static enum claim_kind done_to(const struct finder *f, size_t noun)
{
	const struct clause *c = &f->clause;
	const struct trigger *t;

	if (token_in(f->tokens, c->v[noun].head, "dead killed victims fatalities"))
		return CLAIM_KILLED;
	if (token_in(f->tokens, c->v[noun].head, "wounded injured"))
		return CLAIM_WOUNDED;
	if (!token_in(f->tokens, c->v[noun].head, "those") || noun + 1 >= c->n ||
		c->v[noun + 1].sort != GROUP_VERB)
		return 0;
	if (token_is(f->tokens, c->v[noun + 1].head, "held"))
		return token_in(f->tokens, c->v[noun + 1].head + 1, "hostage captive")
			       ? CLAIM_ABDUCTED
			       : CLAIM_ARRESTED;
	for (t = match_triggers(f, noun + 1); t; t = t->next)
		if (t->class == TRIGGER_VERB && t->nwords == 1 && t->kind < CLAIM_FUNDING)
			return t->kind;
	return 0;
}

/* "Among the dead were three children", "among those arrested by X were several leaders". */
static void find_among(struct finder *f, size_t among)
{
	const struct clause *c = &f->clause;
	size_t noun = among + 1, verb, by;
	struct noun_list people;
	enum claim_kind kind;
	struct draft *d;

	if (noun >= c->n || c->v[noun].sort != GROUP_NOUN || !(kind = done_to(f, noun)))
		return;
	for (verb = noun + 1; verb < c->n && !(c->v[verb].sort == GROUP_VERB && c->v[verb].copula);
		verb++)
		if (c->v[verb].sort == GROUP_STOP || c->v[verb].sort == GROUP_RELATIVE)
			return;
	if (verb == c->n)
		return;
	clause_objects(c, verb, &people);
	if (!people.n)
		return;
	d = draft_add(f, kind,
		c->v[noun + 1].sort == GROUP_VERB && noun + 1 < verb ? noun + 1 : noun,
		STR("among those"), 0.7f);
	d->object_group = people.v[0];
	d->claim.object = noun_slot(f, people.v[0], people.v[people.n - 1]);
	noun_count(f, &d->claim, people.v[0], people.v[people.n - 1]);
	by = noun + 1 < verb ? clause_after(c, noun + 1, "by") : CLAUSE_NONE;
	if (by != CLAUSE_NONE && by < verb)
		d->claim.subject = noun_text(f, by);
}

void figures_find(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct group *g = &c->v[i];

		if (g->sort == GROUP_VERB)
			find_trend(f, i);
		if (g->sort == GROUP_VERB && g->copula) {
			find_presence(f, i);
			find_absence(f, i);
			find_some(f, i);
			find_total(f, i);
		}
		if (group_is(c, i, "among"))
			find_among(f, i);
		if (group_is(c, i, "without"))
			find_without(f, i);
		if (group_is(c, i, "from"))
			find_change(f, i);
		if (g->sort != GROUP_NOUN)
			continue;
		if (g->quantity && g->quantity->sort == QUANTITY_PERCENT)
			share_find(f, i);
		if (g->quantity)
			find_gift(f, i);
		find_size(f, i);
		find_displaced(f, i);
		find_level(f, i);
		find_toll(f, i);
	}
}
