/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_refine.h"

/* "killed and injured": a joint figure is one claim. */
static void refine_casualties(struct finder *f, const struct match *m, size_t first)
{
	struct draft *before;
	size_t i;

	if (first == 0 || f->ndrafts == first)
		return;
	before = &f->drafts[first - 1];
	if (before->sentence != f->sentence || before->claim.kind == m->trigger->kind ||
		before->claim.kind > CLAIM_WOUNDED ||
		before->object_group != f->drafts[first].object_group ||
		f->clause.v[before->object_group].quantity == NULL)
		return;
	before->claim.unit = STR("casualty");
	for (i = first; i < f->ndrafts; i++)
		f->drafts[i].dropped = true;
}

/* "abducted and held": captives are not under arrest. */
static void refine_held(struct finder *f, const struct match *m, size_t first)
{
	size_t i;

	if (first == 0 || f->drafts[first - 1].sentence != f->sentence ||
		f->drafts[first - 1].claim.kind != CLAIM_ABDUCTED ||
		!token_in(f->tokens, m->token, "held"))
		return;
	for (i = first; i < f->ndrafts; i++)
		f->drafts[i].dropped = true;
}

/* The act that a gerund or infinitive names, to the end of its phrase. */
static struct str act_named(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t end;

	for (end = verb + 1;
		end < c->n && c->v[end].sort != GROUP_COMMA && c->v[end].sort != GROUP_STOP &&
		c->v[end].sort != GROUP_SUBORDINATOR && c->v[end].sort != GROUP_RELATIVE &&
		!(c->v[end].sort == GROUP_VERB && c->v[end].form == VERB_FINITE) &&
		c->v[end].sort != GROUP_TIME;
		end++)
		if (c->v[end].sort == GROUP_COORDINATOR && end + 1 < c->n &&
			c->v[end + 1].sort == GROUP_VERB)
			break;
	if (end > verb + 1 && c->v[end - 1].sort == GROUP_PREPOSITION)
		end--; /* "killing a reporter in Lund [in] 2002" */
	return tokens_text(f->tokens, c->v[verb].head, c->v[end - 1].last);
}

/* "prohibits its citizens from fighting abroad", "bans wearing masks": what is banned is an act. */
static void refine_prohibition(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = m->verb + 1; i < c->n && i < m->verb + 8; i++)
		if (c->v[i].sort == GROUP_VERB &&
			((c->v[i].form == VERB_GERUND &&
				 (group_is(c, i - 1, "from on") ||
					 (i == m->verb + 1 && !m->passive))) ||
				(c->v[i].form == VERB_INFINITIVE && m->passive &&
					i == m->verb + 1)))
			break;
	if (i >= c->n || i >= m->verb + 8 || f->ndrafts == first)
		return;
	f->drafts[first].claim.object = act_named(f, i);
	f->drafts[first].object_group = i;
	f->ndrafts = first + 1;
}

/* "a force that will number 7,000": no object is left out, there is none. */
static void refine_strength(struct finder *f, const struct match *m, size_t first)
{
	bool number = m->actor != CLAUSE_NONE && f->clause.v[m->actor].bare &&
		      f->clause.v[m->actor].quantity;
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		f->drafts[i].dropped = f->drafts[i].dropped ||
				       number; /* "the 40 killed included 12 soldiers": no force */
		if (f->drafts[i].object_group != CLAUSE_NONE &&
			f->clause.v[f->drafts[i].object_group].bare)
			f->drafts[i].claim.object = (struct str){0};
	}
}

/* "took X off its grey list": X is evaluated, the list is the object. */
static void refine_evaluation(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, list;

	if (f->ndrafts > first && !m->trigger->object && m->trigger->nwords == 1)
		for (i = first; i < f->ndrafts; i++) {
			struct str who = f->drafts[i].claim.object;

			f->drafts[i].claim.object = f->drafts[i].claim.subject;
			f->drafts[i].claim.subject = who;
		}
	if (f->ndrafts == first || m->trigger->nwords < 3)
		return;
	for (list = m->verb; list + 1 < c->n && c->v[list].last < m->end; list++)
		;
	for (i = first; i < f->ndrafts; i++) {
		struct str body = f->drafts[i].claim.subject;

		f->drafts[i].claim.subject = f->drafts[i].claim.object;
		f->drafts[i].claim.object =
			c->v[list].sort == GROUP_NOUN ? noun_text(f, list) : body;
	}
}

/* What militants plan is no programme, nor is a campaign of violence. */
static void refine_programme(struct finder *f, const struct match *m, size_t first)
{
	size_t i;

	const struct clause *c = &f->clause;
	bool militant = m->actor != CLAUSE_NONE &&
			noun_has_word(f, m->actor, claim_lexicon_set(f->lexicon, "militants"));

	for (i = first; i < f->ndrafts; i++) {
		size_t of = f->drafts[i].object_group + 1;

		if (militant || (of + 1 < c->n && group_is(c, of, "of") &&
					(noun_sets(f, of + 1) & (f->sets.attack | f->sets.cause))))
			f->drafts[i].dropped = true;
	}
}

/* "received training from X": who gives it. */
static void refine_trained(struct finder *f, const struct match *m, size_t first)
{
	size_t by, i;

	for (i = first; i < f->ndrafts; i++) {
		size_t whom = f->drafts[i].object_group;

		if (whom != CLAUSE_NONE && !f->clause.v[whom].quantity &&
			!f->clause.v[whom].pronoun && noun_gender(f, whom) == GENDER_THING &&
			noun_is_name(f, whom))
			claim_unmeasure(&f->drafts[i].claim); /* a country, a unit */
	}
	if (m->trigger->class != TRIGGER_SUBJECT_VERB)
		return;
	by = clause_after(&f->clause, m->verb, "from by");
	for (i = first; by != CLAUSE_NONE && i < f->ndrafts; i++) {
		f->drafts[i].claim.subject = noun_text(f, by);
		f->drafts[i].actor_group = by;
	}
}

/* One person who flees is a fugitive. */
static void refine_displaced(struct finder *f, size_t first)
{
	size_t i;

	for (i = first; i < f->ndrafts; i++)
		if (f->drafts[i].claim.has_value && f->drafts[i].claim.value == 1)
			f->drafts[i].dropped = true;
}

/* "Kenya and Ethiopia signed": two parties in one subject. */
static void refine_agreement(struct finder *f, const struct match *m, size_t first)
{
	struct noun_list parties;
	size_t i;

	if (m->taken != CLAUSE_NONE || m->actor == CLAUSE_NONE || m->trigger->class == TRIGGER_NOUN)
		return;
	if (f->clause.v[m->actor].plural &&
		(noun_sets(f, m->actor) & claim_lexicon_set(f->lexicon, "officials")))
		return; /* "justice and interior ministers" agree with each other */
	clause_list_before(&f->clause, m->actor, &parties);
	for (i = first; i < f->ndrafts && parties.n == 2; i++) {
		f->drafts[i].claim.subject = noun_text(f, parties.v[0]);
		f->drafts[i].claim.object = noun_text(f, parties.v[1]);
	}
}

/* "Mr. Dorn heads the department": a person is no agency. */
static void refine_agency(struct finder *f, const struct match *m, size_t first)
{
	size_t i, act = group_at_token(&f->clause, m->end);

	if (m->end < f->now->last && act < f->clause.n && f->clause.v[act].form == VERB_GERUND)
		for (i = first; i < f->ndrafts; i++)
			f->drafts[i].claim.object =
				act_named(f, act); /* "tasked with improving coordination" */
	if (m->actor == CLAUSE_NONE || noun_gender(f, m->actor) != GENDER_PERSON ||
		token_in(f->tokens, f->clause.v[m->actor].head, "police army military"))
		return;
	for (i = first; i < f->ndrafts; i++)
		f->drafts[i].dropped = true;
}

/* "claimed responsibility for sending mail bombs": what was done is told by a verb. */
static void refine_owned_up(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t act = group_at_token(c, m->end), i;

	while (act < c->n && c->v[act].sort == GROUP_TIME)
		act++;
	if (act + 1 >= c->n || !group_is(c, act, "for") || c->v[act + 1].sort != GROUP_VERB ||
		c->v[act + 1].form != VERB_GERUND)
		return;
	for (i = first; i < f->ndrafts; i++)
		if (!f->drafts[i].claim.object.n) {
			f->drafts[i].claim.object = act_named(f, act + 1);
			f->drafts[i].claim.confidence = m->trigger->confidence;
		}
}

/* "is warning of": a word is said, however long it takes, and whoever says it is no source of
 * it. */
static void refine_statement(struct finder *f, size_t first)
{
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		struct claim *claim = &f->drafts[i].claim;

		if (claim->modality == MODALITY_ONGOING)
			claim->modality = MODALITY_ASSERTED;
		if (str_eq(claim->attributed_to, claim->subject))
			claim->attributed_to = (struct str){0};
	}
}

/* "pledged allegiance to the group": whoever is joined has a new recruit. */
static void refine_recruited(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, group = m->verb;

	if (m->trigger->class != TRIGGER_SUBJECT_VERB ||
		(m->trigger->nwords == 1 &&
			token_in(f->tokens, c->v[m->verb].head,
				"leave left leaving depart departed exit exited")))
		return; /* "left Freedonia": nobody is joined there */
	while (group < c->n && c->v[group].first < m->end)
		group++;
	if (group == c->n || c->v[group].sort != GROUP_NOUN || c->v[group].pronoun ||
		c->v[group].quantity || noun_entity(f, group) == ENTITY_LOCATION ||
		noun_entity(f, group) == ENTITY_PERSON ||
		!(noun_is_name(f, group) ||
			(noun_sets(f, group) & (f->sets.group | f->sets.organised |
						       claim_lexicon_set(f->lexicon, "captors")))))
		return;
	for (i = first; i < f->ndrafts; i++)
		if (!f->drafts[i].claim.subject.n)
			f->drafts[i].claim.subject = noun_text(f, group);
}

/* "lost contact with the crew": nobody makes them missing; what is no person is counted as
 * itself. */
static void refine_missing(struct finder *f, size_t first)
{
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];

		d->claim.subject = (struct str){0};
		if (d->claim.unit.n && d->object_group != CLAUSE_NONE &&
			(noun_sets(f, d->object_group) & f->sets.forces) &&
			!(noun_sets(f, d->object_group) & f->sets.people))
			d->claim.unit = f->tokens->v[f->clause.v[d->object_group].head].lemma;
	}
}

/* "Norway conducted an operation to free ten men": Norway does, not the operation. */
static void refine_mission(struct finder *f, const struct match *m, size_t first)
{
	size_t over = modality_mission(f, m->verb), i;

	for (i = first; i < f->ndrafts && over != CLAUSE_NONE && m->actor == m->verb - 1; i++)
		if (f->drafts[i].actor_group == m->actor)
			f->drafts[i].claim.subject =
				actor_slot(f, clause_subject(&f->clause, over));
}

void match_refine(struct finder *f, const struct match *m, size_t first)
{
	refine_mission(f, m, first);
	switch (m->trigger->kind) {
	case CLAIM_SENTENCED:
		refine_sentenced(f, m, first);
		break;
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
		refine_casualties(f, m, first);
		break;
	case CLAIM_ATTACKS:
		attacks_refine(f, m, first);
		break;
	case CLAIM_SEIZED:
		refine_seized(f, m, first);
		break;
	case CLAIM_ARRESTED:
		refine_held(f, m, first);
		break;
	case CLAIM_FROZEN:
		refine_frozen(f, m, first);
		break;
	case CLAIM_PROHIBITION:
		refine_prohibition(f, m, first);
		refine_duration(f, m, first);
		break;
	case CLAIM_AGREEMENT:
		refine_duration(f, m, first);
		refine_agreement(f, m, first);
		break;
	case CLAIM_PROGRAMME:
		refine_duration(f, m, first);
		refine_programme(f, m, first);
		break;
	case CLAIM_FUNDING:
		refine_funding(f, m, first);
		break;
	case CLAIM_STRENGTH:
		refine_strength(f, m, first);
		break;
	case CLAIM_EVALUATION:
		refine_evaluation(f, m, first);
		break;
	case CLAIM_DISPLACED:
		refine_displaced(f, first);
		break;
	case CLAIM_RECRUITED:
		refine_recruited(f, m, first);
		break;
	case CLAIM_MISSING:
		refine_missing(f, first);
		break;
	case CLAIM_RESPONSIBILITY:
		refine_owned_up(f, m, first);
		break;
	case CLAIM_STATEMENT:
		refine_statement(f, first);
		break;
	case CLAIM_TRAINED:
		refine_trained(f, m, first);
		break;
	case CLAIM_AGENCY:
		refine_agency(f, m, first);
		break;
	default:
		break;
	}
}
