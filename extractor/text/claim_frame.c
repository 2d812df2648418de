/* SPDX-License-Identifier: Apache-2.0
 *
 * Triggers and their arguments. A pattern that fits at a verb gives a match; the grammar gives the
 * match its actor and its patients; each patient becomes a draft. */
#include "base/compiler.h"
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

struct draft *draft_add(
	struct finder *f, enum claim_kind kind, size_t group, struct str maker, float confidence)
{
	struct draft *d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);

	*d = (struct draft){.sentence = f->sentence,
		.group = group,
		.object_group = CLAUSE_NONE,
		.actor_group = CLAUSE_NONE,
		.cause_group = CLAUSE_NONE,
		.counted_group = CLAUSE_NONE};
	d->token = f->clause.v[group].head;
	d->claim.kind = kind;
	d->claim.span = f->now->span;
	d->claim.modality = MODALITY_ASSERTED;
	d->claim.maker = maker;
	d->claim.confidence = confidence;
	d->claim.attributed_to = attribution_of(f, d->token);
	d->structural = kind >= CLAIM_AGENCY;
	return d;
}

/* What a phrase without a noun ("another 20") leaves out: the object of the claim before. */
static struct str left_out(const struct finder *f)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0;) {
		const struct draft *d = &f->drafts[i];

		if (d->sentence + 2 < f->sentence ||
			(d->sentence != f->sentence && f->now->kind == SENTENCE_ITEM &&
				f->now->paragraph))
			break;
		if (d->claim.object.n && !d->structural && !d->dropped && !d->part)
			return d->claim.object;
	}
	return (struct str){0};
}

static struct str object_slot(const struct finder *f, size_t first, size_t last)
{
	const struct group *np = &f->clause.v[first];

	if (first == last && np->pronoun)
		return memory_slot(f, first);
	if (np->bare && first == last && np->quantity && np->quantity->sort == QUANTITY_MONEY)
		return (struct str){0};
	if (np->bare && first == last) {
		if (np->quantity && np->quantity->has_value && np->quantity->value == 0)
			return (struct str){0};
		if (first > 0 && group_is(&f->clause, first - 1, "whom") &&
			clause_antecedent(&f->clause, first - 1) != CLAUSE_NONE)
			return noun_text(f, clause_antecedent(&f->clause, first - 1));
		if (token_in(f->tokens, np->last - 1, "others other"))
			return noun_slot(f, first, last);
		return left_out(f);
	}
	return noun_slot(f, first, last);
}

/* "No one", "not ... any": none. */
static bool is_zero(const struct finder *f, const struct match *m, size_t object)
{
	const struct group *np = &f->clause.v[object];

	if (np->quantity && np->quantity->has_value && np->quantity->value == 0)
		return true;
	return f->clause.v[m->verb].negated && token_in(f->tokens, np->first, "any a an");
}

static bool wants_number(const struct match *m, const struct finder *f, size_t object)
{
	const struct group *verb = &f->clause.v[m->verb];

	if (m->trigger->counted)
		return !(m->trigger->class == TRIGGER_NOUN && m->finite);
	if (m->trigger->class == TRIGGER_NOUN || m->trigger->class == TRIGGER_PREDICATE)
		return false;
	if (m->finite)
		return false;
	if (verb->form == VERB_GERUND && m->trigger->keep)
		return false;
	(void)object;
	return true;
}

/* "a policeman" in a phrase that needs a number: one counts as one only in a plain sentence. */
static bool has_number(const struct finder *f, const struct match *m, size_t first, size_t last)
{
	const struct group *np = &f->clause.v[first];

	if (!m->trigger->numbered && m->actor != CLAUSE_NONE && noun_is_name(f, m->actor))
		return true;
	if (m->trigger->numbered)
		return np->quantity && np->quantity->sort == QUANTITY_COUNT;
	if (m->trigger->kind >= CLAIM_AGENCY)
		return noun_is_name(f, first) || np->quantity;
	return noun_counted(f, first) || (first != last) ||
	       (!np->plural && !np->pronoun && token_in(f->tokens, np->first, "a an"));
}

/* "204 arrests of suspects", "58 dead": the trigger's own number counts. */
static void count_trigger(
	const struct finder *f, const struct match *m, struct draft *d, size_t object)
{
	d->claim.has_value = m->count->has_value;
	d->claim.value = m->count->value;
	d->claim.modifier = m->count->modifier;
	if (!d->claim.unit.n)
		d->claim.unit = STR("person");
	if (object != m->verb)
		return;
	d->claim.unit = STR("person");
	d->claim.subject = (struct str){0};
	if (noun_sets(f, object) & f->sets.people &&
		!token_in(f->tokens, m->token, "dead wounded injured"))
		return; /* "40,000 refugees" are themselves what is counted */
	d->claim.object = (struct str){0};
	if (token_in(f->tokens, m->token, "dead wounded injured missing"))
		d->claim.object = left_out(f);
}

/* "made ten arrests of smugglers": the event noun is no object, what it is done to is. */
static struct str told_of(const struct finder *f, size_t noun)
{
	const struct clause *c = &f->clause;

	if (noun + 2 < c->n && group_is(c, noun + 1, "of") && c->v[noun + 2].sort == GROUP_NOUN)
		return noun_text(f, noun + 2);
	return (struct str){0};
}

/* One claim for the phrases [first, last] of a list. */
static void add_object(struct finder *f, const struct match *m, size_t first, size_t last)
{
	struct draft *d;
	bool zero;

	if (first == last)
		first = last = noun_meant(f, first);
	zero = is_zero(f, m, first);
	if (wants_number(m, f, first) && !m->count) {
		bool goods = m->trigger->kind == CLAIM_FUNDING && m->patient != CLAUSE_NONE;

		if (!has_number(f, m, goods ? m->patient : first, goods ? m->patient : last))
			return;
	}
	if (f->clause.v[first].quantity && f->clause.v[first].quantity->sort == QUANTITY_PERCENT)
		return; /* a share */
	if (m->negated && !zero && m->trigger->kind < CLAIM_AGENCY)
		return;
	if (m->trigger->kind < CLAIM_AGENCY && f->clause.v[first].pronoun &&
		token_in(f->tokens, f->clause.v[first].head, "those"))
		return; /* "those killed": people of whom nothing else is said */
	if (token_in(f->tokens, f->clause.v[first].head, "himself herself itself themselves"))
		return;
	if (m->trigger->kind == CLAIM_STATEMENT && m->actor == CLAUSE_NONE)
		return;
	if (m->trigger->kind == CLAIM_FUNDING && !m->finite && !noun_counted(f, first) &&
		m->patient == first)
		return;
	d = draft_add(f, m->trigger->kind, m->verb, m->trigger->maker, m->trigger->confidence);
	d->token = m->token;
	d->actor_group = m->actor;
	d->cause_group = m->cause_group;
	d->claim.subject = m->cause.n ? m->cause : actor_slot(f, m->actor);
	d->object_group = first;
	d->claim.object =
		m->trigger->whole || token_in(f->tokens, f->clause.v[first].head, "life lives")
			? told_of(f, first)
			: object_slot(f, first, last);
	d->claim.modality = m->modality;
	if (m->trigger->reversed) {
		struct str subject = d->claim.subject;

		d->claim.subject = d->claim.object;
		d->claim.object = subject;
	}
	if (d->structural) {
		if (m->negated)
			d->claim.modality = MODALITY_DENIED;
		if (f->clause.v[first].quantity &&
			f->clause.v[first].quantity->sort == QUANTITY_COUNT &&
			(d->claim.kind == CLAIM_DESIGNATION || d->claim.kind == CLAIM_PROHIBITION))
			noun_count(f, &d->claim, first, last);
		return;
	}
	noun_count(f, &d->claim, first, last);
	if (m->count)
		count_trigger(f, m, d, first);
	if (m->trigger->unit.n && d->claim.unit.n)
		d->claim.unit = m->trigger->unit;
	if (zero) {
		d->claim.has_value = true;
		d->claim.value = 0;
		d->claim.modifier = MODIFIER_EXACT;
		d->claim.unit = noun_unit(f, d->claim.kind, first);
	}
}

/* Does the phrase start a claim of its own in a list? */
static bool stands_alone(const struct finder *f, size_t before, size_t group, enum claim_kind kind)
{
	bool structural = kind >= CLAIM_AGENCY;
	const struct group *np = &f->clause.v[group], *first = &f->clause.v[before];

	if (np->quantity && np->quantity->sort != QUANTITY_DURATION)
		return true;
	if (kind == CLAIM_SEIZED && first->quantity && first->quantity->has_value)
		return true; /* "two guns and ammunition" */
	if (structural && token_in(f->tokens, np->first, "a an the its") && !first->proper)
		return true;
	return first->quantity && !np->plural && token_in(f->tokens, np->first, "a an");
}

static void add_list(struct finder *f, const struct match *m, const struct noun_list *list)
{
	size_t i, j;

	for (i = 0; i < list->n; i = j) {
		for (j = i + 1;
			j < list->n && !stands_alone(f, list->v[i], list->v[j], m->trigger->kind);
			j++)
			;
		add_object(f, m, list->v[i], list->v[j - 1]);
	}
}

/* ", two of them policemen", "including a British citizen", "among them three women". */
static void add_parts(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, before = f->ndrafts;
	struct draft *d;

	while (i < c->n && c->v[i].sort == GROUP_PREPOSITION && group_is(c, i, "of in at near") &&
		i + 1 < c->n && c->v[i + 1].sort == GROUP_NOUN)
		i += 2;
	while (i < c->n && (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_TIME))
		i++;
	if (i + 1 >= c->n)
		return;
	if (group_is(c, i, "including among") && c->v[i + 1].sort == GROUP_NOUN) {
		i += group_is(c, i, "among") ? 2 : 1;
		if (i < c->n && c->v[i].sort == GROUP_NOUN && !c->v[i].bare &&
			(noun_sets(f, i) & f->sets.people) &&
			(c->v[i].quantity || token_in(f->tokens, c->v[i].first, "a an")))
			add_object(f, m, i, i);
		return;
	}
	if (c->v[i].sort != GROUP_NOUN || !c->v[i].bare || !c->v[i].quantity ||
		!token_in(f->tokens, c->v[i].last - 1, "them whom") ||
		c->v[i + 1].sort != GROUP_NOUN)
		return;
	add_object(f, m, i + 1, i + 1);
	if (f->ndrafts == before)
		return;
	d = &f->drafts[before];
	d->part = true;
	d->claim.has_value = c->v[i].quantity->has_value;
	d->claim.value = c->v[i].quantity->value;
	d->claim.modifier = c->v[i].quantity->modifier;
	d->claim.unit = STR("person");
}

/* Only "and" between two verbs: they share their object. */
static void share_object(const struct clause *c, size_t verb, struct noun_list *patients)
{
	size_t i = verb + 1;

	if (patients->n || i + 1 >= c->n || c->v[i].sort != GROUP_COORDINATOR ||
		c->v[i + 1].sort != GROUP_VERB)
		return;
	clause_objects(c, i + 1, patients);
}

static void patients_of(const struct finder *f, const struct match *m, struct noun_list *ret)
{
	const struct clause *c = &f->clause;

	ret->n = 0;
	if (m->taken != CLAUSE_NONE) {
		ret->v[ret->n++] = m->taken;
		if (m->taken + 1 < c->n)
			clause_objects(c, m->taken - 1, ret);
		return;
	}
	if (m->patient == CLAUSE_NONE)
		return;
	if (m->patient < m->verb) {
		clause_list_before(c, m->patient, ret);
		return;
	}
	clause_objects(c, m->patient - 1, ret);
	if (ret->n == 0)
		ret->v[ret->n++] = m->patient;
}

/* "a cache that included 80 rounds", "a haul containing ten rifles": what is counted is seized too.
 */
static void add_contents(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	struct noun_list list;
	size_t i = after + 1, k;

	while (i + 1 < c->n && c->v[i].sort == GROUP_PREPOSITION && group_is(c, i, "of") &&
		c->v[i + 1].sort == GROUP_NOUN)
		i += 2;
	i += i < c->n && c->v[i].sort == GROUP_COMMA;
	i += i < c->n && c->v[i].sort == GROUP_RELATIVE;
	if (i >= c->n || !token_in(f->tokens, c->v[i].head,
				 "included include including containing contained holding "
				 "carrying transporting concealing"))
		return;
	clause_objects(c, i, &list);
	for (k = 0; k < list.n; k++)
		if (c->v[list.v[k]].quantity)
			add_object(f, m, list.v[k], list.v[k]);
}

/* After the patients, and after the verb if that comes later. */
static void add_all_parts(struct finder *f, const struct match *m, size_t patient)
{
	add_parts(f, m, patient);
	if (m->verb > patient && m->trigger->class != TRIGGER_NOUN)
		add_parts(f, m, m->verb);
}

/* "No group claimed the attack": nothing is said to have been done. */
static bool nobody(const struct finder *f, size_t actor)
{
	const struct quantity *q = actor == CLAUSE_NONE ? NULL : f->clause.v[actor].quantity;

	return q && q->has_value && q->value == 0;
}

static void add_match(struct finder *f, const struct match *m)
{
	struct noun_list patients;
	size_t before = f->ndrafts;

	if (nobody(f, m->actor))
		return;
	patients_of(f, m, &patients);
	if (!patients.n)
		share_object(&f->clause, m->verb, &patients);
	if (patients.n) {
		add_list(f, m, &patients);
		if (f->ndrafts > before && m->trigger->kind < CLAIM_SHARE)
			add_all_parts(f, m, patients.v[patients.n - 1]);
		if (f->ndrafts > before && m->trigger->kind == CLAIM_SEIZED)
			add_contents(f, m, patients.v[patients.n - 1]);
	} else if (!m->trigger->strict && !m->trigger->counted && m->finite && !m->negated &&
		   (m->actor != CLAUSE_NONE || m->trigger->class == TRIGGER_VERB) &&
		   m->trigger->kind >= CLAIM_AGENCY) {
		struct draft *d = draft_add(f, m->trigger->kind, m->verb, m->trigger->maker,
			m->trigger->confidence * 0.5f);

		d->claim.subject = actor_slot(f, m->actor);
		d->claim.modality = m->modality;
	}
	match_refine(f, m, before);
}

static void verbs_find(struct finder *f)
{
	const struct trigger *t;
	struct match m;
	size_t i;

	for (i = 0; i < f->clause.n; i++) {
		if (f->clause.v[i].sort != GROUP_VERB)
			continue;
		for (t = match_triggers(f, i); t; t = t->next)
			if (match_verb(f, t, i, &m)) {
				if (m.asserts)
					add_match(f, &m);
				break;
			}
	}
}

/* Has a verb already made a claim of this phrase, or with it as the actor? */
static bool spoken_of(const struct finder *f, size_t group)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].object_group == group || f->drafts[i].actor_group == group ||
			f->drafts[i].counted_group == group)
			return true;
	return false;
}

static void others_find(struct finder *f)
{
	const struct trigger *t;
	struct match m;
	size_t i;

	for (i = 0; i < f->clause.n; i++) {
		enum group_sort sort = f->clause.v[i].sort;

		if (sort == GROUP_VERB || sort == GROUP_TIME || sort == GROUP_COMMA)
			continue;
		for (t = match_triggers(f, i); t; t = t->next)
			if (match_other(f, t, i, &m)) {
				if (m.asserts && !(t->class == TRIGGER_COUNTED && spoken_of(f, i)))
					add_match(f, &m);
				break;
			}
	}
}

void frames_find(struct finder *f)
{
	verbs_find(f);
	others_find(f);
}
