/* SPDX-License-Identifier: Apache-2.0
 *
 * What a trigger's pattern is done to: an object makes a draft, with its number and unit, or there
 * is a reason why it does not. */
#include "base/compiler.h"
#include "text/claim_match.h"
#include "text/phrase.h"

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

/* Does an item of a list begin between that sentence and this one? */
static bool is_of_another_item(const struct finder *f, uint32_t sentence)
{
	for (; sentence < f->sentence; sentence++) {
		const struct sentence *s = &f->tokens->sentences[sentence + 1];

		if (s->kind == SENTENCE_ITEM && s->paragraph)
			return true;
	}
	return false;
}

/* What a phrase without a noun ("another 20") leaves out: the object of the claim before. */
static struct str left_out(const struct finder *f, bool people, bool hurt)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0;) {
		const struct draft *d = &f->drafts[i];

		if (d->sentence + 2 < f->sentence || is_of_another_item(f, d->sentence))
			break;
		if (people && d->claim.kind > CLAIM_SURRENDERED)
			continue; /* "destroyed a bus ... eleven dead" */
		if (hurt && d->claim.kind > CLAIM_MISSING && d->claim.kind != CLAIM_ATTACKS)
			continue; /* "found Roe guilty of a blast that killed eleven" */
		if (hurt && d->sentence != f->sentence && d->claim.kind == CLAIM_ABDUCTED)
			continue; /* "kidnapped two nurses. ... A bomb killed nine": other people */
		if (d->claim.object.n && !d->structural && !d->dropped && !d->part && !d->among &&
			!str_case_eq(d->claim.object, STR("others")))
			return d->claim.object;
	}
	return (struct str){0};
}

/* "blamed Israel for the strike, but it has not claimed it": the act that was spoken of last. */
static size_t act_before(const struct finder *f, size_t pronoun)
{
	size_t i;

	for (i = pronoun; i-- > 0;)
		if (f->clause.v[i].sort == GROUP_NOUN && !f->clause.v[i].pronoun &&
			(noun_sets(f, i) & (f->sets.attack | f->sets.cause)))
			return i;
	return CLAUSE_NONE;
}

/* "killing one and wounding two [officers]": the noun that is left out comes with the next verb. */
static size_t told_after(const struct finder *f, size_t bare)
{
	const struct clause *c = &f->clause;
	size_t next = bare + 3;

	return next < c->n && c->v[bare + 1].sort == GROUP_COORDINATOR &&
			       c->v[bare + 2].sort == GROUP_VERB && c->v[next].sort == GROUP_NOUN &&
			       c->v[next].quantity && !c->v[next].bare &&
			       (noun_sets(f, next) & f->sets.people) &&
			       !(next + 1 < c->n && c->v[next + 1].sort == GROUP_VERB)
		       ? next
		       : CLAUSE_NONE;
}

/* "drove into a crowd of recruits, killing 13 of [them]": the nearest people before, here or in
 * the text, more of them than these. */
static struct str those_meant(const struct finder *f, size_t group)
{
	struct group pronoun = f->clause.v[group];
	size_t i;

	for (i = group; i-- > 0;)
		if (f->clause.v[i].sort == GROUP_NOUN && !f->clause.v[i].bare &&
			f->clause.v[i].plural && (noun_sets(f, i) & f->sets.people) &&
			!attribution_verb(f, i + 1))
			return noun_text(f, i);
	pronoun.head = pronoun.last - 1;
	return memory_counted(f, &pronoun);
}

/* "holding two sailors [hostage]": no part of who they are. */
static struct str without_state(struct str captives)
{
	static const char *const states[] = {" hostage", " captive", " prisoner"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(states); i++)
		if (str_ends(captives, str_from(states[i])))
			return str_slice(captives, 0, captives.n - str_from(states[i]).n);
	return captives;
}

static struct str object_slot(
	const struct finder *f, enum claim_kind kind, size_t first, size_t last)
{
	const struct group *np = &f->clause.v[first];

	if (first == last && np->pronoun && kind == CLAIM_RESPONSIBILITY &&
		act_before(f, first) != CLAUSE_NONE)
		return noun_text(f, act_before(f, first));
	if (first == last && np->pronoun)
		return kind == CLAIM_KILLED ? memory_told_of(f, first) : memory_slot(f, first);
	if (np->bare && first == last && np->quantity && np->quantity->sort == QUANTITY_MONEY)
		return (struct str){0};
	if (first == last && np->quantity &&
		token_in(f->tokens, np->head, "homeless dead wounded injured displaced"))
		return left_out(f, true,
			!token_in(f->tokens, np->head,
				"homeless displaced")); /* "left another two million homeless" */
	if (np->bare && first == last) {
		if (np->quantity && np->quantity->has_value && np->quantity->value == 0)
			return (struct str){0};
		if (kind <= CLAIM_WOUNDED && told_after(f, first) != CLAUSE_NONE)
			return noun_text(f, told_after(f, first));
		if (first > 0 && group_is(&f->clause, first - 1, "whom") &&
			clause_antecedent(&f->clause, first - 1) != CLAUSE_NONE)
			return noun_text(f, clause_antecedent(&f->clause, first - 1));
		if (first > 1 && token_in(f->tokens, np->last - 1, "whom") &&
			f->clause.v[first - 1].sort == GROUP_COMMA &&
			f->clause.v[first - 2].sort == GROUP_NOUN &&
			!f->clause.v[first - 2].proper && !f->clause.v[first - 2].bare)
			return noun_text(f, first - 2); /* "ten soldiers, four of whom were" */
		if (token_in(f->tokens, np->last - 1, "them"))
			return those_meant(f, first);
		if (token_in(f->tokens, np->last - 1, "others other"))
			return noun_slot(f, first, last);
		return left_out(f, false, kind <= CLAIM_WOUNDED);
	}
	return kind == CLAIM_ABDUCTED && np->quantity && np->quantity->value > 1
		       ? without_state(noun_slot(f, first, last))
		       : noun_slot(f, first, last);
}

/* "accused [the government] of neglect": the complement is the verb's, unless there is another. */
static struct str without_charge(
	const struct finder *f, const struct match *m, size_t last, struct str object)
{
	const struct clause *c = &f->clause;
	size_t end = f->tokens->v[c->v[last].last - 1].span.end, from;

	if (!object.n || c->v[last].pronoun ||
		!token_in(f->tokens, m->token, "accuse accuses accused accusing") ||
		last + 2 >= c->n || !group_is(c, last + 1, "of") ||
		(last + 3 < c->n && group_is(c, last + 3, "of")))
		return object;
	from = (size_t)(object.p - f->tokens->text.p);
	return from < end && end - from < object.n ? str_slice(object, 0, end - from) : object;
}

/* "No one", "not ... any": none. */
static bool is_zero(const struct finder *f, const struct match *m, size_t object)
{
	const struct group *np = &f->clause.v[object];

	if (np->quantity && np->quantity->has_value && np->quantity->value == 0)
		return true;
	return f->clause.v[m->verb].negated && !np->quantity &&
	       token_in(f->tokens, np->first, "any a an");
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
	if (verb->form == VERB_GERUND && m->trigger->keep &&
		(!clause_preceded(&f->clause, m->verb, GROUP_PREPOSITION) ||
			group_is(&f->clause, m->verb - 1, "by")))
		/* "accused of claiming responsibility", but "helps, also by giving access to" */
		return false;
	(void)object;
	return true;
}

/* "2,000 rounds of ammunition": the measure that has the count; NULL: there is none. */
static const struct group *counted_measure(const struct finder *f, size_t noun)
{
	const struct group *measure = noun >= 2 ? &f->clause.v[noun - 2] : NULL;
	const struct quantity *q = measure ? measure->quantity : NULL;

	return q && q->sort == QUANTITY_COUNT && q->has_value && noun_meant(f, noun - 2) == noun &&
			       !f->clause.v[noun].quantity
		       ? measure
		       : NULL;
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
	return noun_counted(f, first) || (first != last) || counted_measure(f, first) ||
	       (m->trigger->kind <= CLAIM_SURRENDERED && noun_is_called(f, first)) ||
	       (!np->plural && !np->pronoun && token_in(f->tokens, np->first, "a an another"));
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
	if (!m->cause.n)
		d->claim.subject = (struct str){0};
	if (noun_sets(f, object) & f->sets.people &&
		!token_in(f->tokens, m->token, "dead wounded injured"))
		return; /* "40,000 refugees" are themselves what is counted */
	d->claim.object = (struct str){0};
	if (token_in(f->tokens, m->token, "dead wounded injured missing"))
		d->claim.object = left_out(f, true, false);
}

/* "made ten arrests of smugglers": the event noun is no object, what it is done to is. */
static struct str told_of(const struct finder *f, size_t noun)
{
	const struct clause *c = &f->clause;

	if (noun + 2 < c->n && group_is(c, noun + 1, "of") && c->v[noun + 2].sort == GROUP_NOUN)
		return noun_text(f, noun + 2);
	return (struct str){0};
}

/* "how many soldiers were killed": a question, also in the middle of a sentence. */
static bool asked_for(const struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];

	return (token_in(f->tokens, np->first, "how") ||
		       (np->first > f->now->first && token_in(f->tokens, np->first - 1, "how"))) &&
	       token_in(f->tokens, np->first + (token_in(f->tokens, np->first, "how") ? 1 : 0),
		       "many much");
}

/* Why the phrases [first, last] make no claim, or VERDICT_CLAIM. */
static enum verdict object_verdict(
	const struct finder *f, const struct match *m, size_t first, size_t last)
{
	const struct group *np = &f->clause.v[first];
	enum claim_kind kind = m->trigger->kind;
	bool funded = kind == CLAIM_FUNDING && m->patient != CLAUSE_NONE;

	if (wants_number(m, f, first) && !m->count &&
		!has_number(f, m, funded ? m->patient : first, funded ? m->patient : last))
		return VERDICT_UNCOUNTED;
	if (np->quantity && np->quantity->sort == QUANTITY_PERCENT)
		return VERDICT_OBJECT; /* a share */
	if (asked_for(f, first))
		return VERDICT_ASSERTS_NOT;
	if (m->negated && !is_zero(f, m, first) && kind < CLAIM_AGENCY)
		return VERDICT_NEGATED;
	/* "those killed": people of whom nothing else is said */
	if ((kind < CLAIM_AGENCY && np->pronoun && token_in(f->tokens, np->head, "those")) ||
		token_in(f->tokens, np->head, "himself herself itself themselves"))
		return VERDICT_OBJECT;
	if (kind == CLAIM_STATEMENT && m->actor == CLAUSE_NONE)
		return VERDICT_SUBJECT;
	if (kind == CLAIM_FUNDING && !m->finite && !noun_counted(f, first) && m->patient == first)
		return VERDICT_UNCOUNTED;
	return VERDICT_CLAIM;
}

static void count_measured(const struct finder *f, struct claim *claim, size_t first, size_t last)
{
	const struct group *measure = first == last ? counted_measure(f, first) : NULL;

	if (!measure)
		return;
	claim->has_value = true;
	claim->value = measure->quantity->value;
	claim->modifier = measure->quantity->modifier;
	claim->unit = f->tokens->v[measure->head].lemma;
}

static void count_object(
	const struct finder *f, const struct match *m, struct draft *d, size_t last)
{
	size_t first = d->object_group;

	noun_count(f, &d->claim, first, last);
	count_measured(f, &d->claim, first, last);
	if (m->count)
		count_trigger(f, m, d, first);
	if (m->trigger->unit.n && d->claim.unit.n)
		d->claim.unit = m->trigger->unit;
	if (is_zero(f, m, first)) {
		d->claim.has_value = true;
		d->claim.value = 0;
		d->claim.modifier = MODIFIER_EXACT;
		d->claim.unit = noun_unit(f, d->claim.kind, first);
	}
}

/* A fact of lasting kind: only a list of persons or things forbidden is counted. */
static void count_structural(
	const struct finder *f, const struct match *m, struct draft *d, size_t last)
{
	const struct quantity *q = f->clause.v[d->object_group].quantity;

	/* "has no law": it does not exist */
	if (m->negated || (d->claim.kind == CLAIM_LAW && is_zero(f, m, d->object_group)))
		d->claim.modality = MODALITY_DENIED;
	if (q && q->sort == QUANTITY_COUNT &&
		(d->claim.kind == CLAIM_DESIGNATION || d->claim.kind == CLAIM_PROHIBITION))
		noun_count(f, &d->claim, d->object_group, last);
}

enum verdict object_add(struct finder *f, const struct match *m, size_t first, size_t last)
{
	enum verdict verdict;
	struct draft *d;

	if (first == last)
		first = last = noun_meant(f, first);
	verdict = object_verdict(f, m, first, last);
	if (verdict)
		return verdict;
	d = draft_add(f, m->trigger->kind, m->verb, m->trigger->maker, m->trigger->confidence);
	d->token = m->token;
	d->actor_group = m->actor;
	d->cause_group = m->cause_group;
	d->claim.subject = m->cause.n ? m->cause : actor_slot(f, m->actor);
	d->object_group = first;
	d->claim.object =
		m->trigger->whole || token_in(f->tokens, f->clause.v[first].head, "life lives")
			? told_of(f, first)
			: without_charge(f, m, last, object_slot(f, m->trigger->kind, first, last));
	d->claim.modality = m->modality;
	if (m->trigger->reversed) {
		struct str subject = d->claim.subject;

		d->claim.subject = d->claim.object;
		d->claim.object = subject;
	}
	if (d->structural)
		count_structural(f, m, d, last);
	else
		count_object(f, m, d, last);
	return VERDICT_CLAIM;
}
