/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_match.h"
#include "text/phrase.h"

/* Not "a five-day raid". */
static const struct quantity *counted(const struct quantity *q)
{
	return q && q->sort == QUANTITY_COUNT ? q : NULL;
}

static const struct quantity *incident_count(const struct finder *f, size_t from, size_t to)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = from; i < to && i < c->n; i++)
		if (c->v[i].sort == GROUP_NOUN && (noun_sets(f, i) & f->sets.attack))
			return counted(c->v[i].quantity);
	return NULL;
}

/* The verb's object is one attack: "launched an attack". */
static bool one_attack(const struct finder *f, size_t verb)
{
	struct noun_list objects;

	clause_objects(&f->clause, verb, &objects);
	return objects.n == 1 && !f->clause.v[objects.v[0]].plural &&
	       !f->clause.v[objects.v[0]].quantity &&
	       (noun_sets(f, objects.v[0]) & f->sets.attack) &&
	       token_in(f->tokens, f->clause.v[objects.v[0]].first, "a an");
}

/* "a series of attacks": nobody says how many. */
static bool is_series(const struct finder *f, size_t verb)
{
	struct noun_list objects;
	size_t meant;

	clause_objects(&f->clause, verb, &objects);
	if (!objects.n)
		return false;
	meant = noun_meant(f, objects.v[0]);
	return meant != objects.v[0] && f->clause.v[meant].plural && !f->clause.v[meant].quantity;
}

static const struct quantity several = {.sort = QUANTITY_COUNT, .modifier = MODIFIER_ABOUT};
static const struct quantity one = {
	.sort = QUANTITY_COUNT, .has_value = true, .value = 1, .modifier = MODIFIER_EXACT};

/* "five strikes engaged X and destroyed Y": the strikes are counted once. */
static bool counted_before(const struct finder *f, size_t first, size_t group)
{
	size_t i;

	for (i = first; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].counted_group == group)
			return true;
	return false;
}

/* "ten strikes [targeting] convoys" */
static bool is_aiming(const struct clause *c, size_t i)
{
	return c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_GERUND &&
	       token_in(c->tokens, c->v[i].head, "targeting hitting striking engaging destroying");
}

/* Whom the attacks were "against", however far off in the sentence. */
static size_t target_after(const struct clause *c, size_t at)
{
	size_t i, near = clause_after(c, at, "against on at");

	if (near != CLAUSE_NONE && c->v[near].bare)
		near = CLAUSE_NONE; /* "151 incidents against 211 last year" */

	if (near != CLAUSE_NONE && token_in(c->tokens, c->v[near].head,
					   "night day morning evening eve foot "
					   "occasion anniversary sides"))
		near = CLAUSE_NONE;
	for (i = at + 1; near != CLAUSE_NONE && i < near; i++)
		if (c->v[i].sort == GROUP_COMMA ||
			(c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_PARTICIPLE))
			near = CLAUSE_NONE; /* "hit by attacks, most blamed on rebels" */
	for (i = at + 1; near == CLAUSE_NONE && i + 1 < c->n; i++) {
		if (c->v[i].sort == GROUP_RELATIVE || c->v[i].sort == GROUP_SUBORDINATOR ||
			(c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE))
			break;
		if ((group_is(c, i, "against") || is_aiming(c, i)) &&
			c->v[i + 1].sort == GROUP_NOUN && !c->v[i + 1].bare)
			near = i + 1;
	}
	return near;
}

/* How many attacks, and on what. */
/* "conducted 15 strikes against X": the event noun has the number, its target is the object. */
static void refine_told(struct finder *f, const struct match *m, struct draft *d)
{
	const struct clause *c = &f->clause;
	const struct quantity *q = m->trigger->class == TRIGGER_COUNTED ? m->count
				   : m->passive && m->patient != CLAUSE_NONE
					   ? counted(c->v[m->patient].quantity)
					   : incident_count(f, m->verb, c->n);
	size_t target = target_after(c, m->verb), i;

	d->claim.object = target == CLAUSE_NONE ? (struct str){0} : noun_text(f, target);
	d->object_group = target;
	d->claim.unit = (struct str){0};
	if (!q && !m->passive && !m->negated && is_series(f, m->verb))
		q = &several;
	if (!q && !m->passive && one_attack(f, m->verb)) { /* "launched an attack" */
		d->claim.has_value = true;
		d->claim.value = 1;
		d->claim.modifier = MODIFIER_EXACT;
		d->claim.unit = STR("attack");
	}
	if (!q && m->negated) { /* "did not experience any attacks" */
		d->claim.has_value = true;
		d->claim.value = 0;
		d->claim.modifier = MODIFIER_EXACT;
		d->claim.unit = STR("attack");
	}
	if (!q && m->finite && !m->trigger->whole && m->patient != CLAUSE_NONE &&
		!c->v[m->patient].plural && d->claim.modality != MODALITY_ONGOING &&
		!m->negated) { /* "detonated a bomb" */
		d->claim.has_value = true;
		d->claim.value = 1;
		d->claim.modifier = MODIFIER_EXACT;
		d->claim.unit = STR("attack");
	}
	if (!q)
		return;
	if (m->trigger->actorless && m->patient != CLAUSE_NONE &&
		clause_after(c, m->patient, "by") != CLAUSE_NONE)
		d->claim.subject = noun_text(
			f, clause_after(c, m->patient, "by")); /* "suffered two attacks by X" */
	claim_measure(&d->claim, q, STR("attack"));
	for (i = m->verb; i < c->n && c->v[i].quantity != q; i++)
		;
	d->counted_group = i;
}

/* "the last raid on tourists took place": whom the deed struck that is the subject. */
static size_t target_of_subject(const struct finder *f, const struct match *m)
{
	const struct clause *c = &f->clause;

	if (m->patient >= m->verb || m->patient + 2 >= m->verb ||
		!(noun_sets(f, m->patient) & f->sets.attack) ||
		!group_is(c, m->patient + 1, "on against") ||
		c->v[m->patient + 2].sort != GROUP_NOUN)
		return CLAUSE_NONE;
	return m->patient + 2;
}

/* "a bomb went off under X", "two bombings took place": what grammar calls the subject attacked. */
static bool refine_happened(struct finder *f, const struct match *m, struct draft *d)
{
	const struct clause *c = &f->clause;
	size_t target = clause_after(c, m->verb, "under beneath against"),
	       struck = target_of_subject(f, m), by;
	bool counted = m->patient != CLAUSE_NONE && c->v[m->patient].quantity;

	if (m->trigger->reversed) { /* "came under attack": the target is told first */
		by = clause_after(c, m->verb, "by from");
		d->claim.object = d->claim.subject;
		d->claim.subject = by == CLAUSE_NONE ? (struct str){0} : noun_text(f, by);
		return false;
	}
	d->claim.subject = d->claim.object;
	if (counted || (m->patient != CLAUSE_NONE && (noun_sets(f, m->patient) & f->sets.attack)))
		d->claim.subject = (struct str){0}; /* the attack itself is no attacker */
	if (struck != CLAUSE_NONE)
		target = struck;
	d->claim.object = target == CLAUSE_NONE ? (struct str){0} : noun_text(f, target);
	d->object_group = target;
	if (counted)
		claim_measure(&d->claim, c->v[m->patient].quantity, STR("attack"));
	else if (struck != CLAUSE_NONE && !c->v[m->patient].plural && !m->negated)
		claim_measure(&d->claim, &one, STR("attack"));
	return d->claim.has_value;
}

/* "shelled areas near the border": one attack or many, nobody says. */
static bool many_targets(const struct finder *f, const struct draft *d)
{
	const struct group *np;

	if (d->object_group == CLAUSE_NONE || d->object_group >= f->clause.n)
		return false;
	np = &f->clause.v[d->object_group];
	return np->plural && !np->quantity &&
	       !token_in(f->tokens, np->head, "police troops people forces");
}

/* "frequently attacked" */
static bool is_habit(const struct finder *f, const struct group *verb)
{
	uint32_t i;

	for (i = verb->first > f->now->first ? verb->first - 1 : verb->first; i < verb->last; i++)
		if (token_in(f->tokens, i,
			    "frequently regularly repeatedly often routinely occasionally "
			    "sporadically periodically"))
			return true;
	return false;
}

/* "the attack targeted a base": the verb says whom the attack was on, not what came of it. */
static bool aims(const struct finder *f, const struct match *m)
{
	return m->finite && !m->passive && !m->negated && !f->clause.v[m->actor].quantity &&
	       token_in(f->tokens, f->clause.v[m->actor].first, "the this these") &&
	       !token_in(f->tokens, f->clause.v[m->actor].head,
		       "operation operations plot plots plan plans") &&
	       token_in(f->tokens, f->clause.v[m->verb].head, "targeted targets hit struck");
}

/* "an attack perpetrated by militants": neither how many nor by whose name. */
static bool is_mention(const struct finder *f, const struct match *m)
{
	const struct clause *c = &f->clause;

	return m->trigger->whole && m->passive && c->v[m->verb].form == VERB_PARTICIPLE &&
	       m->patient != CLAUSE_NONE && !c->v[m->patient].quantity && m->actor != CLAUSE_NONE &&
	       !noun_is_name(f, m->actor);
}

/* How many attacks the draft counts: a number of its own, one incident, or none that is said. */
/* "was bombed ten times": how often; NULL: it is not said. */
static const struct quantity *times_done(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = verb + 1; i < c->n && c->v[i].sort != GROUP_STOP && c->v[i].sort != GROUP_COMMA &&
			   c->v[i].sort != GROUP_VERB;
		i++)
		if (c->v[i].sort == GROUP_NOUN && token_in(f->tokens, c->v[i].head, "times") &&
			c->v[i].quantity && c->v[i].quantity->sort == QUANTITY_COUNT)
			return c->v[i].quantity;
	return NULL;
}

static void refine_attack(struct finder *f, const struct match *m, size_t first, size_t i)
{
	const struct clause *c = &f->clause;
	enum trigger_class class = m->trigger->class;
	struct draft *d = &f->drafts[i];
	bool none;

	if (is_mention(f, m) || (class == TRIGGER_COUNTED && m->count && !m->count->has_value)) {
		d->dropped = true; /* "responded to numerous incidents" */
		return;
	}
	d->claim.unit = STR("attack");
	d->claim.has_value = false;
	d->claim.modifier = MODIFIER_NONE;
	if (class == TRIGGER_ACTOR_VERB || class == TRIGGER_COUNTED || class == TRIGGER_NOUN) {
		refine_told(f, m, d);
		return;
	}
	if (m->trigger->whole) { /* "five attacks were carried out" */
		refine_told(f, m, d);
		if (d->claim.has_value || (m->patient != CLAUSE_NONE && c->v[m->patient].plural))
			return;
	}
	if (m->actor != CLAUSE_NONE && (noun_sets(f, m->actor) & f->sets.attack) &&
		class == TRIGGER_VERB && aims(f, m)) {
		d->claim.subject = (struct str){0}; /* "the attack targeted a base" */
		if (!c->v[m->actor].plural)
			claim_measure(&d->claim, &one, STR("attack"));
		return;
	}
	if (m->actor != CLAUSE_NONE && (noun_sets(f, m->actor) & f->sets.attack) &&
		token_in(f->tokens, c->v[m->actor].first, "the this")) {
		d->dropped = true; /* "the blast damaged shops": it was told of before */
		return;
	}
	if (m->actor != CLAUSE_NONE && (noun_sets(f, m->actor) & f->sets.attack) &&
		(c->v[m->actor].quantity ||
			token_in(f->tokens, c->v[m->actor].first, "a an another"))) {
		claim_measure(&d->claim, c->v[m->actor].quantity ? c->v[m->actor].quantity : &one,
			STR("attack"));
		d->claim.subject = (struct str){0};
		d->dropped = i > first || counted_before(f, first, m->actor);
		d->counted_group = m->actor;
		return;
	}
	if (class == TRIGGER_SUBJECT_VERB && refine_happened(f, m, d))
		return;
	if (class == TRIGGER_VERB && c->v[m->verb].form == VERB_GERUND) {
		d->dropped = true;
		return;
	}
	none = d->object_group < c->n && c->v[d->object_group].quantity &&
	       c->v[d->object_group].quantity->has_value &&
	       c->v[d->object_group].quantity->value == 0; /* "no Americans were attacked" */
	if (!none && (d->claim.modality == MODALITY_ONGOING || !m->finite || many_targets(f, d) ||
			     is_habit(f, &c->v[m->verb]))) {
		d->claim.unit = (struct str){0};
		return;
	}
	if (!none && m->patient < m->verb && (noun_sets(f, m->patient) & f->sets.attack) &&
		c->v[m->patient].plural && !c->v[m->patient].quantity) {
		d->claim.unit = (struct str){0}; /* "the first attacks occurred" */
		return;
	}
	if (!none && times_done(f, m->verb)) {
		claim_measure(&d->claim, times_done(f, m->verb), STR("attack"));
		return;
	}
	d->claim.has_value = true;
	d->claim.value = none ? 0 : 1;
	d->claim.modifier = MODIFIER_EXACT;
}

/* "said it had carried out the bombing": whoever owns up to an attack is not told of twice. */
static void drop_owned_up(struct finder *f, size_t first)
{
	size_t i;

	if (first == 0 || f->drafts[first - 1].sentence != f->sentence ||
		f->drafts[first - 1].claim.kind != CLAIM_RESPONSIBILITY)
		return;
	for (i = first; i < f->ndrafts; i++)
		if (str_eq(f->drafts[i].claim.subject, f->drafts[first - 1].claim.subject))
			f->drafts[i].dropped = true;
}

void attacks_refine(struct finder *f, const struct match *m, size_t first)
{
	struct draft *d;
	size_t i;

	if (f->ndrafts == first && m->actor != CLAUSE_NONE && counted_before(f, first, m->actor))
		return;
	if (m->trigger->class == TRIGGER_ACTOR_VERB && f->ndrafts == first && m->asserts &&
		(!m->negated || m->trigger->whole)) {
		d = draft_add(f, CLAIM_ATTACKS, m->verb, m->trigger->maker, m->trigger->confidence);
		d->claim.subject = actor_slot(f, m->actor);
		d->claim.modality = m->modality;
	}
	for (i = first; i < f->ndrafts; i++)
		refine_attack(f, m, first, i);
	for (i = first; i < f->ndrafts; i++)
		if (f->drafts[i].claim.kind == CLAIM_ATTACKS && f->drafts[i].claim.has_value &&
			!f->drafts[i].claim.unit.n)
			f->drafts[i].claim.unit = STR("attack"); /* "a raid was carried out" */
	for (i = first; i < f->ndrafts && m->trigger->take.n && m->trigger->object &&
			m->taken == CLAUSE_NONE;
		i++)
		f->drafts[i].claim.object =
			(struct str){0}; /* "fired rockets": those are not attacked */
	drop_owned_up(f, first);
}
