/* SPDX-License-Identifier: Apache-2.0
 *
 * Levels: the size that something has, its rise and its fall. */
#include "text/claim_figure.h"
#include "text/claim_percent.h"
#include "text/phrase.h"

/* "put the number of dead at 12", "the number of people wounded stands at 60"; 0: of something
 * else. */
static enum claim_kind casualty_kind(const struct finder *f, size_t of)
{
	const struct clause *c = &f->clause;
	uint32_t word = c->v[of].head;

	if ((noun_sets(f, of) & f->sets.people) && of + 1 < c->n &&
		c->v[of + 1].sort == GROUP_VERB &&
		!token_in(f->tokens, word, "dead wounded injured"))
		word = c->v[of + 1].head;
	if (token_in(f->tokens, word, "dead deaths fatalities killed"))
		return CLAIM_KILLED;
	return token_in(f->tokens, word, "wounded injured injuries hurt") ? CLAIM_WOUNDED : 0;
}

/* "the number of men who died is 42": the claim that the clause between has made, without a
 * figure. */
static struct draft *told_between(struct finder *f, size_t number, size_t verb)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].claim.kind < CLAIM_SHARE && !f->drafts[i].claim.has_value &&
			f->drafts[i].group > number && f->drafts[i].group < verb &&
			f->drafts[i].object_group == number + 2)
			return &f->drafts[i];
	return NULL;
}

void find_level(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t of = group + 2, i;
	struct draft *d;
	bool counted;

	if (!token_in(f->tokens, c->v[group].head, "strength size number ranks membership") ||
		!group_is(c, group + 1, "of") || of >= c->n ||
		(c->v[of].sort != GROUP_NOUN && !casualty_kind(f, of)))
		return;
	for (i = of + 1; i + 1 < c->n && i < of + 8; i++)
		if (group_is(c, i, "at to") && c->v[i + 1].sort == GROUP_NOUN &&
			c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_COUNT)
			break;
	if (i + 1 >= c->n || i >= of + 8)
		return;
	d = told_between(f, group, i);
	if (d && c->v[i + 1].bare) { /* "brought the number of people returned from X to 511" */
		noun_count(f, &d->claim, i + 1, i + 1);
		d->counted_group = i + 1;
		return;
	}
	if (token_in(f->tokens, c->v[group].head, "number") && !casualty_kind(f, of) &&
		(!(noun_sets(f, of) &
			 (f->sets.attack | f->sets.forces | f->sets.group | f->sets.people)) ||
			token_in(
				f->tokens, c->v[of].head, "ministers members seats cases victims")))
		return; /* "the number of ministers": of no force */
	counted = token_in(f->tokens, c->v[group].head, "number") &&
		  (noun_sets(f, of) & f->sets.attack);
	d = draft_add(f, counted ? CLAIM_ATTACKS : CLAIM_STRENGTH, group, STR("strength of"), 0.7f);
	if (counted) {
		noun_count(f, &d->claim, i + 1, i + 1);
		d->claim.unit = STR("attack");
		return;
	}
	d->object_group = i + 1;
	if (token_in(f->tokens, c->v[group].head, "number") && casualty_kind(f, of))
		d->claim.kind = casualty_kind(f, of);
	if (!token_in(f->tokens, c->v[group].head, "number"))
		d->claim.subject = memory_slot(f, of);
	d->claim.object = c->v[i + 1].bare ? (struct str){0} : noun_slot(f, i + 1, i + 1);
	if (token_in(f->tokens, c->v[group].head, "number"))
		d->claim.object = noun_slot(f, of, of);
	noun_count(f, &d->claim, i + 1, i + 1);
	d->claim.unit = STR("person");
	if (group > 0 && token_in(f->tokens, c->v[group - 1].head,
				 "put puts estimate estimates estimated placed"))
		d->claim.attributed_to = actor_slot(f, clause_subject(c, group - 1));
	if (d->claim.kind != CLAIM_STRENGTH) {
		if (token_in(f->tokens, c->v[of].head,
			    "dead deaths fatalities wounded injured injuries"))
			d->claim.object = (struct str){0};
		return;
	}
	if (group > 0 && c->v[group - 1].sort == GROUP_VERB &&
		!modality_of(f, group - 1, &d->claim.modality))
		d->claim.modality = MODALITY_PLANNED;
}

/* The figure is of the event, NULL: of attacks. */
static void count_event(
	const struct finder *f, struct draft *d, const struct trigger *event, size_t figure)
{
	d->counted_group = figure;
	noun_count(f, &d->claim, figure, figure);
	if (d->claim.kind == CLAIM_ATTACKS)
		d->claim.unit = STR("attack");
	else if (event->unit.n)
		d->claim.unit = event->unit;
}

void find_trend(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t subject = clause_subject(c, verb), to = clause_after(c, verb, "to");
	const struct trigger *event;
	struct draft *d;

	if (!token_in(f->tokens, c->v[verb].head,
		    "fell dropped rose declined increased climbed decreased went "
		    "grew jumped dipped doubled " CHANGING_VERBS))
		return;
	if (c->v[verb].form == VERB_GERUND)
		subject = changing_noun(c, verb);
	if (subject == CLAUSE_NONE || to == CLAUSE_NONE || !c->v[to].bare || !c->v[to].quantity ||
		c->v[to].quantity->sort != QUANTITY_COUNT || c->v[verb].form == VERB_INFINITIVE ||
		c->v[verb].progressive)
		return;
	event = counted_event(f, subject);
	if (!event && (!(noun_sets(f, subject) & f->sets.attack) ||
			      token_in(f->tokens, c->v[subject].head, "crime crimes")))
		return;
	d = draft_add(f, event ? event->kind : CLAIM_ATTACKS, verb, STR("trend"), 0.6f);
	count_event(f, d, event, to);
}

/* A number in the place at, alone or of the event that the sentence tells of. */
static bool is_level(const struct finder *f, size_t at)
{
	const struct group *np = &f->clause.v[at];

	return at < f->clause.n && np->sort == GROUP_NOUN && np->quantity &&
	       np->quantity->sort == QUANTITY_COUNT && np->quantity->has_value &&
	       (np->bare || counted_event(f, at));
}

/* The time that follows a figure, "in 2010"; NULL: none. *ret_next is what comes after. */
static const struct timex *level_time(const struct finder *f, size_t figure, size_t *ret_next)
{
	const struct clause *c = &f->clause;
	size_t at = figure + 1;

	if (at < c->n && c->v[at].sort == GROUP_PREPOSITION && !group_is(c, at, "to"))
		at++;
	*ret_next = figure + 1;
	if (at < c->n && at > figure + 1 && c->v[at].sort == GROUP_NOUN && !c->v[at].bare &&
		token_in(f->tokens, c->v[at].head, "period quarter half term"))
		*ret_next = at + 1; /* "in the previous period" */
	if (at >= c->n || c->v[at].sort != GROUP_TIME)
		return NULL;
	*ret_next = at + 1;
	return timex_at(f->input->reading.times, c->v[at].first);
}

static void add_level(
	struct finder *f, const struct trigger *event, size_t figure, const struct timex *time)
{
	struct draft *d;
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].counted_group == figure || f->drafts[i].object_group == figure) {
			f->drafts[i].compared = time ? time : f->drafts[i].compared;
			return;
		}
	d = draft_add(f, event->kind, figure, STR("from and to"), 0.7f);
	d->compared = time;
	count_event(f, d, event, figure);
}

void find_change(struct finder *f, size_t from)
{
	const struct clause *c = &f->clause;
	const struct trigger *event = NULL;
	const struct timex *before, *after;
	size_t to, next, i;

	if (!is_level(f, from + 1))
		return;
	before = level_time(f, from + 1, &to);
	if (!group_is(c, to, "to") || !is_level(f, to + 1))
		return;
	after = level_time(f, to + 1, &next);
	for (i = from; !event && i-- > 0 && c->v[i].sort != GROUP_STOP;)
		if (c->v[i].sort == GROUP_NOUN && !c->v[i].pronoun)
			event = counted_event(f, i);
	if (!event)
		return;
	add_level(f, event, from + 1, before);
	add_level(f, event, to + 1, after);
}

void find_total(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t number = clause_subject(c, verb);
	const struct trigger *event;
	struct noun_list total;
	struct draft *d;

	if (number == CLAUSE_NONE || number + 2 >= c->n ||
		!token_in(f->tokens, c->v[number].head, "number total") ||
		!group_is(c, number + 1, "of") || c->v[number + 2].sort != GROUP_NOUN)
		return;
	clause_objects(c, verb, &total);
	if (total.n && (d = told_between(f, number, verb)) && c->v[total.v[0]].bare) {
		noun_count(f, &d->claim, total.v[0], total.v[0]);
		return;
	}
	event = counted_event(f, number + 2);
	if (!event || !total.n || !c->v[total.v[0]].bare ||
		c->v[total.v[0]].quantity->sort != QUANTITY_COUNT)
		return;
	d = draft_add(f, event->kind, verb, STR("number of"), 0.7f);
	count_event(f, d, event, total.v[0]);
}
