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
	return first->quantity && !np->plural && token_in(f->tokens, np->first, "a an his her their");
}

/* The verdict on the last. */
static enum verdict add_list(
	struct finder *f, const struct match *m, const struct noun_list *list)
{
	enum verdict verdict = VERDICT_NO_OBJECT;
	size_t i, j;

	for (i = 0; i < list->n; i = j) {
		for (j = i + 1;
			j < list->n && (m->trigger->kind == CLAIM_STATEMENT ||
					       !stands_alone(f, list->v[i], list->v[j], m->trigger->kind));
			j++)
			;
		verdict = object_add(f, m, list->v[i], list->v[j - 1]);
	}
	return verdict;
}

/* "including 356 civilians, 152 soldiers and a judge": each that is counted. */
static void add_named_parts(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, before = f->ndrafts;
	struct noun_list list;

	if (first >= c->n || c->v[first].sort != GROUP_NOUN)
		return;
	clause_objects(c, first - 1, &list);
	if (!list.n)
		list.v[list.n++] = first; /* "six people including two nurses were killed" */
	for (i = 0; i < list.n; i++) {
		const struct group *np = &c->v[list.v[i]];

		/* of what is counted beside people, a word that nothing is known of is one for people too */
		if (!np->bare && ((noun_sets(f, list.v[i]) & f->sets.people) || (i > 0 && np->quantity && np->plural && !noun_sets(f, list.v[i]))) &&
			(np->quantity || token_in(f->tokens, np->first, "a an")))
			object_add(f, m, list.v[i], list.v[i]);
	}
	for (; before < f->ndrafts; before++)
		f->drafts[before].among = true;
}

/* ", of whom 12 were women", ", of which 53 were in France": a number and what is said of it. */
static void add_relative_part(struct finder *f, const struct match *m, size_t whole, size_t part)
{
	const struct clause *c = &f->clause;
	size_t before = f->ndrafts, who;

	if (part + 2 >= c->n || c->v[part].sort != GROUP_NOUN || !c->v[part].bare || !c->v[part].quantity ||
		c->v[part].quantity->sort != QUANTITY_COUNT || c->v[part + 1].sort != GROUP_VERB || !c->v[part + 1].copula)
		return;
	who = c->v[part + 2].sort == GROUP_NOUN && (noun_sets(f, part + 2) & f->sets.people) ? part + 2 : whole;
	object_add(f, m, who, who);
	if (f->ndrafts == before)
		return;
	f->drafts[before].part = true;
	f->drafts[before].group = part + 1;
	noun_count(f, &f->drafts[before].claim, part, part);
}

static void count_part(struct draft *part, const struct quantity *q)
{
	part->part = true;
	claim_measure(&part->claim, q, STR("person"));
}

/* The phrase that says who the part of a whole is: "two of them [policemen]"; "ten of them in Lyon" and, for the
 * convicted, "four of them to death" are the same people. */
static size_t part_told(const struct clause *c, const struct match *m, size_t whole, size_t part)
{
	if (c->v[part + 1].sort == GROUP_NOUN)
		return part + 1;
	if (c->v[whole].sort != GROUP_NOUN || part + 2 >= c->n || c->v[part + 2].sort != GROUP_NOUN)
		return CLAUSE_NONE;
	return (group_is(c, part + 1, "in") && c->v[part].quantity->has_value) || (m->trigger->kind == CLAIM_SENTENCED && group_is(c, part + 1, "to for"))
		       ? whole
		       : CLAUSE_NONE;
}

/* ", two of them policemen", "including a British citizen", "among them three women". */
static void add_parts(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, before = f->ndrafts, who;

	while (i < c->n && c->v[i].sort == GROUP_PREPOSITION && group_is(c, i, "of in at near over during") &&
		i + 1 < c->n && c->v[i + 1].sort == GROUP_NOUN)
		i += 2;
	i += i + 1 < c->n && c->v[i].sort == GROUP_ADVERB && c->v[i + 1].sort == GROUP_COMMA; /* "eight people aboard," */
	while (i < c->n && (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_TIME))
		i++;
	if (i + 1 >= c->n)
		return;
	if (group_is(c, i, "including among besides") && c->v[i + 1].sort == GROUP_NOUN) {
		add_named_parts(f, m, i + (group_is(c, i, "among") ? 2 : 1));
		return;
	}
	if (group_is(c, i, "of") && c->v[i + 1].sort == GROUP_RELATIVE) {
		add_relative_part(f, m, after, i + 2);
		return;
	}
	if (c->v[i].sort != GROUP_NOUN || !c->v[i].bare || !c->v[i].quantity ||
		!token_in(f->tokens, c->v[i].last - 1, "them whom"))
		return;
	who = part_told(c, m, after, i);
	if (who != CLAUSE_NONE)
		object_add(f, m, who, who);
	if (f->ndrafts > before)
		count_part(&f->drafts[before], c->v[i].quantity);
}

/* Only "and", or commas and "and", between verbs: they share their object. */
static void share_object(const struct clause *c, size_t verb, struct noun_list *patients)
{
	size_t i = verb + 1;

	if (patients->n)
		return;
	while (i + 1 < c->n && c->v[i].sort == GROUP_COMMA && c->v[i + 1].sort == GROUP_VERB && c->v[verb].form == c->v[i + 1].form)
		i += 2;
	i += i < c->n && c->v[i].sort == GROUP_COMMA;
	if (i + 1 >= c->n || c->v[i].sort != GROUP_COORDINATOR || c->v[i + 1].sort != GROUP_VERB)
		return;
	clause_objects(c, i + 1, patients);
}

/* "the deaths of two men and the wounding of six", "left two dead and many injured": another event is no
 * item of the list. */
static size_t until_event(const struct finder *f, const struct match *m, const struct noun_list *list)
{
	const struct trigger *t;
	const char *other = m->trigger->kind == CLAIM_KILLED ? "injured wounded hurt injuries injury" : "deaths fatalities dead killed";
	size_t i;

	for (i = 1; i < list->n && m->trigger->kind <= CLAIM_WOUNDED; i++)
		if (token_in(f->tokens, f->clause.v[list->v[i]].head, other) ||
			(m->trigger->kind == CLAIM_KILLED && list->v[i] + 1 < f->clause.n &&
				f->clause.v[list->v[i] + 1].sort == GROUP_VERB &&
				token_in(f->tokens, f->clause.v[list->v[i] + 1].head, "injured wounded hurt")))
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
	if (ret->n > 1 && token_in(f->tokens, c->v[ret->v[0]].head, "himself herself itself themselves"))
		memmove(ret->v, ret->v + 1, --ret->n * sizeof(*ret->v)); /* "killing himself and a guard" */
	ret->n = until_event(f, m, ret);
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
			object_add(f, m, list.v[k], list.v[k]);
}

/* "was held along with two others": they were too. */
static void add_company(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, k;
	struct noun_list list;

	i += i < c->n && c->v[i].sort == GROUP_COMMA;
	if (i + 2 >= c->n || !group_is(c, i, "along together") || !token_in(f->tokens, c->v[i].first + 1, "with"))
		return;
	clause_objects(c, i + (c->v[i + 1].sort != GROUP_NOUN), &list);
	for (k = 0; k < list.n; k++)
		object_add(f, m, list.v[k], list.v[k]);
}

/* "231 people were killed - 12 nurses and 219 patients": what the number is made of. */
static void add_breakdown(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, k;
	struct noun_list list;

	while (i + 1 < c->n && (c->v[i].sort == GROUP_TIME ||
				       (c->v[i].sort == GROUP_PREPOSITION && c->v[i + 1].sort == GROUP_NOUN)))
		i += c->v[i].sort == GROUP_TIME ? 1 : 2;
	if (i + 1 >= c->n || !group_is(c, i, CLAUSE_DASHES) || m->trigger->kind > CLAIM_WOUNDED)
		return;
	clause_objects(c, i, &list);
	for (k = 0; k < list.n && list.n > 1; k++)
		if (!c->v[list.v[k]].quantity || c->v[list.v[k]].bare || !(noun_sets(f, list.v[k]) & f->sets.people))
			return;
	for (k = 0; k < list.n && list.n > 1; k++)
		object_add(f, m, list.v[k], list.v[k]);
}

/* Over the places and times behind a verb or a figure; from itself: there are none. */
static size_t skip_where(const struct clause *c, size_t from)
{
	size_t i = from;

	while (i < c->n) {
		if (c->v[i].sort == GROUP_TIME)
			i++;
		else if (i + 1 < c->n && group_is(c, i, "in at near on outside from to") && c->v[i].sort == GROUP_PREPOSITION &&
			 (c->v[i + 1].sort == GROUP_NOUN || c->v[i + 1].sort == GROUP_TIME))
			i += 2;
		else
			break;
	}
	return i;
}

/* "Three people were killed in Lund, five in Malmo and nine in Ystad": the same was done to more, elsewhere. */
static void add_elsewhere(struct finder *f, const struct match *m, size_t like)
{
	const struct clause *c = &f->clause;
	size_t last = group_at_token(c, m->end - 1), i = last + 1, next;
	struct draft copy = f->drafts[like], *d;

	if (last >= c->n || m->patient > m->verb || !copy.claim.has_value || !str_eq(copy.claim.unit, STR("person")))
		return;
	for (;;) {
		next = skip_where(c, i);
		if (next == i)
			return;
		i = next;
		i += i < c->n && c->v[i].sort == GROUP_COMMA;
		i += i < c->n && c->v[i].sort == GROUP_COORDINATOR;
		if (i == next || i + 2 >= c->n || c->v[i].sort != GROUP_NOUN || !c->v[i].bare || !c->v[i].quantity ||
			c->v[i].quantity->sort != QUANTITY_COUNT || c->v[i].last - c->v[i].first != 1 || !group_is(c, i + 1, "in at near"))
			return;
		next = skip_where(c, i + 1);
		if (next == i + 1 || (next < c->n && c->v[next].sort == GROUP_VERB))
			return;
		d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);
		*d = copy;
		d->counted_group = i;
		noun_count(f, &d->claim, i, i);
		i++;
	}
}

/* After the patients, and after the verb if that comes later. */
static void add_all_parts(struct finder *f, const struct match *m, size_t patient)
{
	add_parts(f, m, patient);
	add_company(f, m, patient);
	if (m->verb > patient && m->trigger->class != TRIGGER_NOUN) {
		size_t last = group_at_token(&f->clause, m->end - 1);

		add_parts(f, m, last > m->verb && last < f->clause.n ? last : m->verb); /* "lost their lives, including" */
		add_company(f, m, m->verb);
	}
	add_breakdown(f, m, m->verb > patient ? m->verb : patient);
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

	return m->trigger->kind == CLAIM_AGENCY && act < f->clause.n && f->clause.v[act].form == VERB_GERUND;
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
		if ((f->ndrafts > before || (verdict == VERDICT_UNCOUNTED && m->trigger->kind <= CLAIM_WOUNDED)) &&
			m->trigger->kind < CLAIM_SHARE) /* "killing civilians, including two doctors" */
			add_all_parts(f, m, patients.v[patients.n - 1]);
		if (f->ndrafts > before && m->trigger->kind < CLAIM_SHARE && patients.n == 1)
			add_elsewhere(f, m, before);
		if (f->ndrafts > before && m->trigger->kind == CLAIM_SEIZED)
			add_contents(f, m, patients.v[patients.n - 1]);
	} else if (!m->trigger->strict && !m->trigger->counted && (m->finite || names_task(f, m)) && !m->negated &&
		   (m->actor != CLAUSE_NONE || m->trigger->class == TRIGGER_VERB) &&
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
		*ARENA_PUSH(f->arena, trace->v, trace->n, trace->cap) = (struct attempt){
			t, f->sentence, f->clause.v[group].head, verdict};
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
