/* SPDX-License-Identifier: Apache-2.0
 *
 * Triggers and their arguments. A pattern that fits at a verb gives a match; the grammar gives the
 * match its actor and its patients; each patient becomes a draft. */
#include "base/compiler.h"
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

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
	return first->quantity && !np->plural &&
	       token_in(f->tokens, np->first, "a an his her their");
}

/* The verdict on the last. */
static enum verdict add_list(struct finder *f, const struct match *m, const struct noun_list *list)
{
	enum verdict verdict = VERDICT_NO_OBJECT;
	size_t i, j;

	for (i = 0; i < list->n; i = j) {
		for (j = i + 1; j < list->n &&
				(m->trigger->kind == CLAIM_STATEMENT ||
					!stands_alone(f, list->v[i], list->v[j], m->trigger->kind));
			j++)
			;
		verdict = object_add(f, m, list->v[i], list->v[j - 1]);
	}
	return verdict;
}

/* Only "and", or commas and "and", between verbs: they share their object. */
static void share_object(const struct clause *c, size_t verb, struct noun_list *patients)
{
	size_t i = verb + 1;

	if (patients->n)
		return;
	while (i + 1 < c->n && c->v[i].sort == GROUP_COMMA && c->v[i + 1].sort == GROUP_VERB &&
		c->v[verb].form == c->v[i + 1].form)
		i += 2;
	i += i < c->n && c->v[i].sort == GROUP_COMMA;
	if (i + 1 >= c->n || c->v[i].sort != GROUP_COORDINATOR || c->v[i + 1].sort != GROUP_VERB)
		return;
	clause_objects(c, i + 1, patients);
}

/* "the deaths of two men and the wounding of six", "left two dead and many injured": another
 * event is no item of the list. */
static size_t until_event(
	const struct finder *f, const struct match *m, const struct noun_list *list)
{
	const struct trigger *t;
	const char *other = m->trigger->kind == CLAIM_KILLED
				    ? "injured wounded hurt injuries injury"
				    : "deaths fatalities dead killed";
	size_t i;

	for (i = 1; i < list->n && m->trigger->kind <= CLAIM_WOUNDED; i++)
		if (token_in(f->tokens, f->clause.v[list->v[i]].head, other) ||
			(m->trigger->kind == CLAIM_KILLED && list->v[i] + 1 < f->clause.n &&
				f->clause.v[list->v[i] + 1].sort == GROUP_VERB &&
				token_in(f->tokens, f->clause.v[list->v[i] + 1].head,
					"injured wounded hurt")))
			return i;
	for (i = 1; i < list->n && m->trigger->class == TRIGGER_NOUN; i++)
		for (t = match_triggers(f, list->v[i]); t; t = t->next)
			if (t->class == TRIGGER_NOUN && t->take.n)
				return i;
	return list->n;
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
	if (m->patient == m->verb) { /* "ten deaths" and more */
		ret->v[ret->n++] = m->patient;
		return;
	}
	if (m->patient < m->verb) {
		clause_list_before(c, m->patient, ret);
		return;
	}
	clause_objects(c, m->patient - 1, ret);
	if (ret->n > 1 &&
		token_in(f->tokens, c->v[ret->v[0]].head, "himself herself itself themselves"))
		memmove(ret->v, ret->v + 1,
			--ret->n * sizeof(*ret->v)); /* "killing himself and a guard" */
	ret->n = until_event(f, m, ret);
	if (ret->n == 0)
		ret->v[ret->n++] = m->patient;
}

/* "No group claimed the attack": nothing is said to have been done. */
static bool nobody(const struct finder *f, size_t actor)
{
	const struct quantity *q = actor == CLAUSE_NONE ? NULL : f->clause.v[actor].quantity;

	return q && q->has_value && q->value == 0;
}

/* "X, tasked with coordinating": an act stands where the object would. */
static bool names_task(const struct finder *f, const struct match *m)
{
	size_t act = group_at_token(&f->clause, m->end);

	return m->trigger->kind == CLAIM_AGENCY && act < f->clause.n &&
	       f->clause.v[act].form == VERB_GERUND;
}

/* Makes the match's claims. */
static enum verdict add_match(struct finder *f, const struct match *m)
{
	enum verdict verdict = m->negated ? VERDICT_NEGATED : VERDICT_NO_OBJECT;
	struct noun_list patients;
	size_t i, made, before = f->ndrafts;

	if (nobody(f, m->actor))
		return VERDICT_NOBODY;
	patients_of(f, m, &patients);
	if (!patients.n)
		share_object(&f->clause, m->verb, &patients);
	if (patients.n) {
		verdict = add_list(f, m, &patients);
		if ((f->ndrafts > before ||
			    (verdict == VERDICT_UNCOUNTED && m->trigger->kind <= CLAIM_WOUNDED)) &&
			m->trigger->kind <
				CLAIM_SHARE) /* "killing civilians, including two doctors" */
			match_add_parts(f, m, patients.v[patients.n - 1]);
		if (f->ndrafts > before && m->trigger->kind < CLAIM_SHARE && patients.n == 1)
			match_add_elsewhere(f, m, before);
		if (f->ndrafts > before &&
			(m->trigger->kind == CLAIM_SEIZED || m->trigger->kind == CLAIM_DESIGNATION))
			match_add_contents(f, m, patients.v[patients.n - 1]);
	} else if (!m->trigger->strict && !m->trigger->counted && (m->finite || names_task(f, m)) &&
		   !m->negated && (m->actor != CLAUSE_NONE || m->trigger->class == TRIGGER_VERB) &&
		   m->trigger->kind >= CLAIM_AGENCY) {
		struct draft *d = draft_add(f, m->trigger->kind, m->verb, m->trigger->maker,
			m->trigger->confidence * 0.5f);

		d->claim.subject = actor_slot(f, m->actor);
		d->claim.modality = m->modality;
	}
	made = f->ndrafts;
	match_refine(f, m, before);
	for (i = before; i < f->ndrafts; i++)
		if (!f->drafts[i].dropped)
			return VERDICT_CLAIM;
	return made > before ? VERDICT_REFINED : verdict;
}

/* Notes what became of a pattern that starts at a group. */
static void note(struct finder *f, const struct trigger *t, size_t group, enum verdict verdict)
{
	struct claim_trace *trace = f->input->trace;

	if (trace)
		*ARENA_PUSH(f->arena, trace->v, trace->n, trace->cap) =
			(struct attempt){t, f->sentence, f->clause.v[group].head, verdict};
}

/* What becomes of a pattern that fits. */
static enum verdict verdict_of(struct finder *f, const struct match *m)
{
	if (!m->trigger->kind)
		return VERDICT_NONE;
	return m->asserts ? add_match(f, m) : VERDICT_ASSERTS_NOT;
}

static void verbs_find(struct finder *f)
{
	const struct trigger *t;
	enum verdict verdict;
	struct match m;
	size_t i;

	for (i = 0; i < f->clause.n; i++) {
		if (f->clause.v[i].sort != GROUP_VERB)
			continue;
		for (t = match_triggers(f, i); t; t = t->next) {
			verdict = match_verb(f, t, i, &m);
			if (verdict) {
				note(f, t, i, verdict);
				continue;
			}
			note(f, t, i, verdict_of(f, &m));
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
	enum verdict verdict;
	struct match m;
	size_t i;

	for (i = 0; i < f->clause.n; i++) {
		enum group_sort sort = f->clause.v[i].sort;

		if (sort == GROUP_VERB || sort == GROUP_TIME || sort == GROUP_COMMA)
			continue;
		for (t = match_triggers(f, i); t; t = t->next) {
			verdict = match_other(f, t, i, &m);
			if (verdict) {
				note(f, t, i, verdict);
				continue;
			}
			if (t->class == TRIGGER_COUNTED && spoken_of(f, i))
				note(f, t, i, VERDICT_SPOKEN_OF);
			else
				note(f, t, i, verdict_of(f, &m));
			break;
		}
	}
}

void frames_find(struct finder *f)
{
	verbs_find(f);
	others_find(f);
}
