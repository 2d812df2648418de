/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

/* "information leading to the arrest of": what a reward is for. */
static bool is_sought(const struct finder *f)
{
	uint32_t i;

	for (i = f->now->first; i < f->now->last; i++)
		if (token_in(f->tokens, i, "information reward rewards tips evidence"))
			return true;
	return false;
}

/* "the attempted assassination", "information leading to the arrest of": no event took place. */
static bool only_intended(const struct finder *f, const struct group *np)
{
	size_t i;

	for (i = np->first; i < np->head; i++)
		if (token_in(f->tokens, i, "attempted planned possible potential future"))
			return true;
	return np->first >= f->now->first + 2 && token_in(f->tokens, np->first - 1, "to") &&
	       token_in(f->tokens, np->first - 2, "leading lead leads") && is_sought(f);
}

/* The clause says of the event itself that it was or is: "trials were ongoing", "included attacks".
 */
static bool happens_as(const struct finder *f, size_t noun, enum modality *modality)
{
	const struct clause *c = &f->clause;
	size_t verb = clause_verb(c, noun), i;

	if (verb == CLAUSE_NONE)
		return false;
	if (verb < noun)
		return verb + 1 == noun &&
		       token_in(f->tokens, c->v[verb].head,
			       "included include involved includes saw witnessed");
	if (clause_subject(c, verb) != noun)
		return false;
	for (i = c->v[verb].first; i < c->v[verb].last + 2u && i < f->now->last; i++)
		if (token_in(f->tokens, i,
			    "ongoing continue continued continues continuing underway under")) {
			*modality = MODALITY_ONGOING;
			return true;
		}
	return token_in(
		f->tokens, c->v[verb].head, "began begun opened started ended concluded resumed");
}

static bool is_armed_body(const struct finder *f, uint32_t token)
{
	return claim_lexicon_sets(f->lexicon, f->tokens->v[token].lemma) &
	       claim_lexicon_set(f->lexicon, "armies");
}

/* "the FARC's kidnapping of seven": whose act it is, if somebody else had it done to him. */
static struct str owner_of(const struct finder *f, const struct group *np)
{
	uint32_t i, first = np->first;

	if (token_in(f->tokens, first, "the a an"))
		first++;
	for (i = first + 1; i < np->head; i++)
		if (f->tokens->v[i].pos == POS_POS)
			return (token_capitalised(f->tokens, i - 1) && token_entity(f, i - 1)) ||
					       is_armed_body(f, i - 1)
				       ? tokens_text(f->tokens, first, i)
				       : (struct str){0};
	return (struct str){0};
}

/* "its participation in": whose it is stands before. */
static bool owned_by_subject(
	const struct finder *f, const struct trigger *t, const struct group *np)
{
	return t->kind == CLAIM_AGREEMENT ||
	       (t->kind == CLAIM_MEMBERSHIP && token_in(f->tokens, np->first, "its their"));
}

/* "the deaths of a clerk and three guards": one of the list is counted. */
static bool counts_any(const struct finder *f, size_t of, size_t patient)
{
	struct noun_list list;
	size_t i;

	clause_objects(&f->clause, of, &list);
	for (i = 0; i < list.n; i++)
		if (noun_counted(f, list.v[i]))
			return true;
	return noun_counted(f, patient);
}

/* Who acts and how sure it is, by the verb over the event's noun; false if it is only wanted. */
static bool read_governor(const struct finder *f, struct match *m, size_t group)
{
	const struct clause *c = &f->clause;
	const struct trigger *t = m->trigger;
	size_t governor = clause_verb(c, group);
	struct noun_list reported = {.n = 0};

	if (governor == CLAUSE_NONE)
		return true;
	if (governor < group)
		clause_objects(c, governor, &reported);
	if (m->actor == CLAUSE_NONE && !c->v[governor].passive &&
		((attribution_verb(f, governor) && reported.n && reported.v[0] == group) ||
			owned_by_subject(f, t, &c->v[group]) ||
			token_in(f->tokens, c->v[governor].head, "ordered orders requested")))
		m->actor = clause_subject(c, governor);
	if (m->actor == group)
		m->actor = CLAUSE_NONE; /* "a pact with Niger lets" */
	if (m->actor == CLAUSE_NONE && t->kind <= CLAIM_WOUNDED && governor < group &&
		!c->v[governor].passive &&
		token_in(f->tokens, c->v[governor].head,
			"resulted results led leads caused causes brought") &&
		clause_subject(c, governor) != CLAUSE_NONE)
		m->cause = memory_slot(
			f, clause_subject(c, governor)); /* "the ambush led to ten deaths" */
	if (governor > group && c->v[governor].passive && clause_subject(c, governor) == group &&
		token_in(f->tokens, c->v[governor].head,
			"scheduled set due expected planned slated"))
		m->modality = MODALITY_PLANNED; /* "the trial of Roe is scheduled to resume" */
	if (governor < group && t->kind < CLAIM_AGENCY &&
		token_in(f->tokens, c->v[governor].head,
			"demand demanded demands demanding called calls urged "
			"urges seek seeks sought wants requested"))
		return false;
	if (governor < group &&
		token_in(f->tokens, c->v[governor].head,
			"ordered orders expected expects expect planned plans approved"))
		m->modality = MODALITY_PLANNED;
	return true;
}

/* "in at least two incidents, soldiers": how often the rest happened. */
static bool is_occasion(const struct finder *f, size_t group)
{
	return clause_preposition(&f->clause, group) != CLAUSE_NONE &&
	       token_in(f->tokens, f->clause.v[group].head, "incidents cases occasions");
}

/* "in one of the attacks": they were counted before. */
static bool is_some_of(const struct finder *f, const struct group *np)
{
	return np->core >= np->first + 3 &&
	       token_in(f->tokens, np->core - 1, "the these those its their") &&
	       token_in(f->tokens, np->core - 2, "of");
}

/* "the arrest of ten", "ten arrests", "Smith's arrest", "his release". */
static enum verdict match_noun(
	const struct finder *f, const struct trigger *t, size_t group, struct match *ret)
{
	const struct clause *c = &f->clause;
	const struct group *np = &c->v[group];
	struct match m = {.trigger = t,
		.verb = group,
		.token = np->head,
		.actor = CLAUSE_NONE,
		.patient = CLAUSE_NONE,
		.taken = CLAUSE_NONE,
		.cause_group = CLAUSE_NONE,
		.asserts = true,
		.modality = MODALITY_ASSERTED};
	size_t of = group + 1;
	bool happens;

	if (np->sort != GROUP_NOUN)
		return VERDICT_WORDS;
	if (only_intended(f, np))
		return VERDICT_INTENDED;
	if ((t->without && noun_has_word(f, group, t->without)) ||
		(t->within && !sentence_has_word(f, t->within)))
		return VERDICT_TOPIC;
	while (of < c->n && c->v[of].sort == GROUP_TIME)
		of++;
	of += of + 1 < c->n && c->v[of].sort == GROUP_COMMA &&
	      group_is(c, of + 1, "including"); /* "seizures, including" */
	if (of + 1 < c->n && c->v[of].sort == GROUP_PREPOSITION && t->take.n &&
		word_in(f->tokens->v[c->v[of].first].lower, t->take.p) &&
		c->v[of + 1].sort == GROUP_NOUN)
		m.patient = of + 1;
	happens = happens_as(f, group, &m.modality);
	if (np->quantity && np->quantity->sort == QUANTITY_COUNT &&
		(!np->quantity->vague_pronoun || t->kind <= CLAIM_WOUNDED))
		m.count = np->quantity;
	if (happens && m.patient != CLAUSE_NONE) {
		m.finite = true;
	} else if (t->class == TRIGGER_COUNTED || m.patient == CLAUSE_NONE) {
		if (!np->quantity || np->quantity->sort != QUANTITY_COUNT ||
			token_in(f->tokens, np->first, "both") ||
			(t->kind == CLAIM_ATTACKS &&
				token_in(f->tokens, np->first, "the these those")) ||
			is_some_of(f, np) || is_occasion(f, group) ||
			(np->quantity->vague_pronoun && t->kind > CLAIM_WOUNDED))
			return VERDICT_EVENT;
		if (t->strict)
			return VERDICT_NO_OBJECT;
		m.patient = group;
	} else if (!np->quantity && !counts_any(f, of, m.patient) &&
		   !(t->kind <= CLAIM_SURRENDERED && noun_is_called(f, m.patient))) {
		return VERDICT_EVENT;
	}
	if (!match_sets(f, m.patient, m.patient == group ? 0 : t->object, t->object_not))
		return VERDICT_OBJECT;
	m.actor = clause_after(c, m.patient, "by");
	if (!read_governor(f, &m, group))
		return VERDICT_INTENDED;
	if (m.actor == CLAUSE_NONE && m.patient != group && !m.cause.n)
		m.cause = owner_of(f, np);
	if (t->modality)
		m.modality = t->modality;
	*ret = m;
	return VERDICT_CLAIM;
}

/* "has been under house arrest since 2003" */
static bool lasts_since(const struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = group; i < c->n && i < group + 5; i++)
		if (group_is(c, i, "since"))
			return true;
	return false;
}

/* "is in custody", "ten dead", "left ten dead". */
static enum verdict match_predicate(
	const struct finder *f, const struct trigger *t, size_t group, struct match *ret)
{
	const struct clause *c = &f->clause;
	struct match m = {.trigger = t,
		.verb = group,
		.token = c->v[group].first,
		.actor = CLAUSE_NONE,
		.patient = CLAUSE_NONE,
		.taken = CLAUSE_NONE,
		.cause_group = CLAUSE_NONE,
		.asserts = true,
		.finite = true,
		.modality = MODALITY_ASSERTED};
	size_t i = group;
	uint32_t gap;

	if (c->v[group].sort == GROUP_NOUN ||
		!match_words(f, t, c->v[group].first + 1, &m.end, &gap))
		return VERDICT_WORDS;
	while (i > 0 && (c->v[i - 1].sort == GROUP_ADVERB || c->v[i - 1].sort == GROUP_TIME))
		i--;
	if (i == 0)
		return VERDICT_SUBJECT;
	i--;
	if (c->v[i].sort == GROUP_VERB &&
		(c->v[i].copula ||
			(c->v[i].passive && token_in(f->tokens, c->v[i].head,
						    "presumed believed feared reported "
						    "found discovered declared left confirmed held "
						    "kept listed placed put")))) {
		m.asserts = modality_of(f, i, &m.modality);
		m.negated = c->v[i].negated;
		if (token_in(f->tokens, c->v[i].head, "presumed believed feared"))
			m.modality = MODALITY_ALLEGED;
		if (token_in(f->tokens, c->v[i].head, "remain remains remained stay") ||
			(c->v[i].perfect && lasts_since(f, group)))
			m.modality = MODALITY_ONGOING;
		m.verb = i;
		m.patient = clause_subject(c, i);
	} else if (c->v[i].sort == GROUP_NOUN && !c->v[i].pronoun) {
		m.patient = i;
		if (i > 0 && c->v[i - 1].sort == GROUP_VERB) {
			size_t leave = i - 1;

			if (!token_in(f->tokens, c->v[leave].head,
				    "leave leaves left leaving has have had"))
				return VERDICT_SUBJECT;
			m.actor = clause_subject(c, leave);
		}
	} else {
		return VERDICT_SUBJECT;
	}
	if (t->modality)
		m.modality = t->modality;
	*ret = m;
	return m.patient != CLAUSE_NONE && match_sets(f, m.patient, f->sets.people, 0)
		       ? VERDICT_CLAIM
		       : VERDICT_SUBJECT;
}

enum verdict match_other(
	const struct finder *f, const struct trigger *t, size_t group, struct match *ret)
{
	switch (t->class) {
	case TRIGGER_NOUN:
	case TRIGGER_COUNTED:
		return match_noun(f, t, group, ret);
	case TRIGGER_PREDICATE:
		return match_predicate(f, t, group, ret);
	default:
		return VERDICT_WORDS;
	}
}
