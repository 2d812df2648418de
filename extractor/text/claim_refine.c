/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_match.h"
#include "text/phrase.h"

static const struct quantity *duration_after(const struct finder *f, size_t group)
{
	const struct quantities *q = f->input->reading.quantities;
	const struct clause *c = &f->clause;
	size_t i, end = c->n, from = c->v[group].first;

	for (i = group + 1; i < c->n; i++)
		if ((c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE) ||
			c->v[i].sort == GROUP_RELATIVE) {
			end = i;
			break;
		}
	for (i = quantity_from(q, from); i < q->n && q->v[i].first < f->now->last; i++)
		if (q->v[i].sort == QUANTITY_DURATION && q->v[i].first >= from &&
			(end == c->n || q->v[i].first < c->v[end].first) && q->v[i].has_value)
			return &q->v[i];
	return NULL;
}

/* "sentences for the promotion of extremism": the object is what was done, nobody is counted. */
static bool names_offence(const struct finder *f, const struct draft *d)
{
	const struct group *np;

	if (d->object_group == CLAUSE_NONE)
		return false;
	np = &f->clause.v[d->object_group];
	return np->sort == GROUP_NOUN && !np->quantity && !np->pronoun &&
	       noun_gender(f, d->object_group) == GENDER_THING && !noun_is_name(f, d->object_group);
}

static void forget_count(struct claim *claim)
{
	claim->has_value = false;
	claim->modifier = MODIFIER_NONE;
	claim->unit = (struct str){0};
}

/* A prison term is a second claim. */
static void refine_sentenced(struct finder *f, const struct match *m, size_t first)
{
	const struct quantity *q = duration_after(f, m->verb);
	struct draft *d, last;
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		if (names_offence(f, &f->drafts[i]))
			forget_count(&f->drafts[i].claim);
		/* "convicted him and gave him 14 years": only the term is new */
		if (q && first > 0 && f->drafts[first - 1].sentence == f->sentence &&
			f->drafts[first - 1].claim.kind == CLAIM_SENTENCED &&
			str_eq(f->drafts[first - 1].claim.object, f->drafts[i].claim.object))
			f->drafts[i].dropped = true;
	}
	if (!q || f->ndrafts == first || str_eq(q->unit, STR("hour")))
		return;
	last = f->drafts[f->ndrafts - 1];
	d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);
	*d = last;
	d->claim.has_value = q->has_value;
	d->claim.value = q->value;
	d->claim.modifier = q->modifier;
	d->claim.unit = q->unit;
	d->dropped = false;
}

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
	const struct quantity *q = m->patient == CLAUSE_NONE ? NULL : f->clause.v[m->patient].quantity;

	if (!q || q->sort != QUANTITY_COUNT || m->taken == CLAUSE_NONE || d->object_group != m->taken)
		return;
	d->object_group = m->patient;
	d->claim.object = noun_text(f, m->patient);
	noun_count(f, &d->claim, m->patient, m->patient);
}

/* "froze nine accounts holding about 46 million shillings": the money is a second claim. */
static void refine_frozen(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, end = clause_end(c, m->verb);
	struct draft copy, *d;

	if (f->ndrafts == first)
		return;
	if (m->taken != CLAUSE_NONE && m->patient != CLAUSE_NONE && f->drafts[first].object_group == m->taken &&
		noun_entity(f, m->taken) == ENTITY_LOCATION) { /* "blocked their property in the country" */
		f->drafts[first].object_group = m->patient;
		f->drafts[first].claim.object = noun_text(f, m->patient);
		forget_count(&f->drafts[first].claim);
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
		d->claim.has_value = q->has_value;
		d->claim.value = q->value;
		d->claim.modifier = q->modifier;
		d->claim.unit = q->unit;
		return;
	}
}

/* "signed a deal for three years": the term stands alone. */
static const struct quantity *term_after(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i, end = clause_end(c, verb);

	for (i = verb + 1; i + 1 < end && i + 1 < c->n; i++)
		if (group_is(c, i, "for") && c->v[i + 1].sort == GROUP_NOUN && c->v[i + 1].bare &&
			c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_DURATION)
			return c->v[i + 1].quantity;
	return NULL;
}

/* A duration in the object's own words: "a five-year programme". */
static void refine_duration(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, k;

	for (i = first; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];
		const struct quantity *q = NULL;
		size_t from = d->object_group == CLAUSE_NONE ? m->verb : d->object_group;

		for (k = m->verb; k <= from && k < c->n; k++)
			if (c->v[k].sort == GROUP_NOUN && c->v[k].quantity &&
				c->v[k].quantity->sort == QUANTITY_DURATION)
				q = c->v[k].quantity;
		if (d->object_group != CLAUSE_NONE && c->v[d->object_group].quantity &&
			c->v[d->object_group].quantity->sort == QUANTITY_DURATION)
			q = c->v[d->object_group].quantity;
		if (!q && d->claim.kind == CLAIM_AGREEMENT)
			q = term_after(f, m->verb);
		if (!q)
			continue;
		d->claim.has_value = true;
		d->claim.value = q->value;
		d->claim.modifier = q->modifier;
		d->claim.unit = q->unit;
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
static void refine_seized(struct finder *f, const struct match *m, size_t first)
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
	claim->has_value = q->has_value;
	claim->value = q->value;
	claim->modifier = q->modifier;
	claim->unit = q->unit;
}

/* The money of the sentence is the value, its receiver the object. */
static void refine_funding(struct finder *f, const struct match *m, size_t first)
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
			d->claim.has_value = q->has_value;
			d->claim.value = q->value;
			d->claim.modifier = q->modifier;
			d->claim.unit = q->sort == QUANTITY_MONEY
						? q->unit
						: noun_unit(f, CLAIM_FUNDING, m->patient);
		} else {
			d->claim.has_value = false;
			d->claim.modifier = MODIFIER_NONE;
			d->claim.unit = (struct str){0};
		}
		if (m->taken == CLAUSE_NONE && q && q->sort == QUANTITY_MONEY)
			d->claim.object = (struct str){0};
		if (i > first)
			d->dropped = true;
	}
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
				 (group_is(c, i - 1, "from on") || (i == m->verb + 1 && !m->passive))) ||
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
static void refine_strength(struct finder *f, size_t first)
{
	size_t i;

	for (i = first; i < f->ndrafts; i++)
		if (f->drafts[i].object_group != CLAUSE_NONE &&
			f->clause.v[f->drafts[i].object_group].bare)
			f->drafts[i].claim.object = (struct str){0};
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
		f->drafts[i].claim.object = c->v[list].sort == GROUP_NOUN ? noun_text(f, list) : body;
	}
}

/* What militants plan is no programme, nor is a campaign of violence. */
static void refine_programme(struct finder *f, const struct match *m, size_t first)
{
	size_t i;

	const struct clause *c = &f->clause;
	bool militant = m->actor != CLAUSE_NONE && noun_has_word(f, m->actor, claim_lexicon_set(f->lexicon, "militants"));

	for (i = first; i < f->ndrafts; i++) {
		size_t of = f->drafts[i].object_group + 1;

		if (militant || (of + 1 < c->n && group_is(c, of, "of") && (noun_sets(f, of + 1) & (f->sets.attack | f->sets.cause))))
			f->drafts[i].dropped = true;
	}
}

/* "received training from X": who gives it. */
static void refine_trained(struct finder *f, const struct match *m, size_t first)
{
	size_t by, i;

	for (i = first; i < f->ndrafts; i++) {
		size_t whom = f->drafts[i].object_group;

		if (whom != CLAUSE_NONE && !f->clause.v[whom].quantity && !f->clause.v[whom].pronoun &&
			noun_gender(f, whom) == GENDER_THING && noun_is_name(f, whom))
			forget_count(&f->drafts[i].claim); /* a country, a unit */
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
	if (f->clause.v[m->actor].plural && (noun_sets(f, m->actor) & claim_lexicon_set(f->lexicon, "officials")))
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
			f->drafts[i].claim.object = act_named(f, act); /* "tasked with improving coordination" */
	if (m->actor == CLAUSE_NONE || noun_gender(f, m->actor) != GENDER_PERSON ||
		token_in(f->tokens, f->clause.v[m->actor].head, "police army military"))
		return;
	for (i = first; i < f->ndrafts; i++)
		f->drafts[i].dropped = true;
}

/* "is warning of": a word is said, however long it takes, and whoever says it is no source of it. */
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

	if (m->trigger->class != TRIGGER_SUBJECT_VERB)
		return;
	while (group < c->n && c->v[group].first < m->end)
		group++;
	if (group == c->n || c->v[group].sort != GROUP_NOUN || c->v[group].pronoun || c->v[group].quantity ||
		noun_entity(f, group) == ENTITY_LOCATION || noun_entity(f, group) == ENTITY_PERSON ||
		!(noun_is_name(f, group) || (noun_sets(f, group) & (f->sets.group | f->sets.organised))))
		return;
	for (i = first; i < f->ndrafts; i++)
		if (!f->drafts[i].claim.subject.n)
			f->drafts[i].claim.subject = noun_text(f, group);
}

/* "lost contact with the crew": nobody makes them missing; what is no person is counted as itself. */
static void refine_missing(struct finder *f, size_t first)
{
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];

		d->claim.subject = (struct str){0};
		if (d->claim.unit.n && d->object_group != CLAUSE_NONE &&
			(noun_sets(f, d->object_group) & f->sets.forces) && !(noun_sets(f, d->object_group) & f->sets.people))
			d->claim.unit = f->tokens->v[f->clause.v[d->object_group].head].lemma;
	}
}

/* "Norway conducted an operation to free ten men": Norway does, not the operation. */
static void refine_mission(struct finder *f, const struct match *m, size_t first)
{
	size_t over = modality_mission(f, m->verb), i;

	for (i = first; i < f->ndrafts && over != CLAUSE_NONE && m->actor == m->verb - 1; i++)
		if (f->drafts[i].actor_group == m->actor)
			f->drafts[i].claim.subject = actor_slot(f, clause_subject(&f->clause, over));
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
		refine_strength(f, first);
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
