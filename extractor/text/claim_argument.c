/* SPDX-License-Identifier: Apache-2.0
 *
 * The arguments of a verb's pattern: which phrases they are, and whether they are what it
 * demands. */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

/* The first noun phrase at or after a token, before the clause ends. */
static size_t noun_from(const struct clause *c, size_t verb, uint32_t token)
{
	size_t i = group_at_token(c, token);
	struct noun_list list;

	if (i == c->n || i == 0)
		return CLAUSE_NONE;
	if (i <= verb)
		i = verb + 1;
	clause_objects(c, i - 1, &list);
	return list.n ? list.v[0] : CLAUSE_NONE;
}

bool match_sets(const struct finder *f, size_t group, noun_set want, noun_set unwanted)
{
	noun_set sets;

	if (group == CLAUSE_NONE)
		return want == 0;
	sets = noun_sets(f, group);
	if (want && f->clause.v[group].pronoun) {
		if (token_in(f->tokens, f->clause.v[group].head, "it they them"))
			return (memory_sets(f, group) & want) != 0 ||
			       ((want & f->sets.people) &&
				       !token_in(f->tokens, f->clause.v[group].head, "it"));
		return (want & f->sets.people) &&
		       !token_in(f->tokens, f->clause.v[group].head, "this that these");
	}
	if (want && !(sets & want)) {
		if (!(want & (f->sets.people | f->sets.refugees)))
			return false;
		/* a name that nothing is known of, or a number without a noun, may be a person's */
		if (!((f->clause.v[group].bare && f->clause.v[group].quantity &&
			      f->clause.v[group].quantity->sort == QUANTITY_COUNT) ||
			    (noun_is_name(f, group) && noun_gender(f, group) != GENDER_THING)))
			return false;
	}
	return !(sets & unwanted);
}

/* The object inside a pattern: "let [ten girls] go". */
static size_t noun_in_gap(const struct clause *c, size_t verb, uint32_t token)
{
	size_t i = group_at_token(c, token);

	return i < c->n && i > verb && c->v[i].sort == GROUP_NOUN ? i : noun_from(c, verb, token);
}

/* Any phrase of a coordination: "its Anti-Money Laundering and Financing law". */
static bool list_fits(const struct finder *f, size_t group, noun_set want, noun_set unwanted)
{
	const struct clause *c = &f->clause;

	if (match_sets(f, group, want, unwanted))
		return true;
	/* "a boarding and inspection course", "its Anti-Money Laundering and Financing law" */
	return want && group != CLAUSE_NONE && group + 2 < c->n &&
	       c->v[group + 1].sort == GROUP_COORDINATOR && c->v[group + 2].sort == GROUP_NOUN &&
	       !c->v[group + 2].quantity &&
	       (c->v[group].proper ||
		       (!c->v[group].plural && c->v[group].core > c->v[group].first &&
			       c->v[group + 2].core == c->v[group + 2].first)) &&
	       match_sets(f, group + 2, want, unwanted);
}

static size_t participle_subject(const struct finder *f, const struct trigger *t, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i = verb;

	if (match_continues(c, verb))
		return clause_subject(c, verb);
	while (i > 0 && (c->v[i - 1].sort == GROUP_ADVERB || c->v[i - 1].sort == GROUP_COMMA ||
				c->v[i - 1].sort == GROUP_TIME))
		i--;
	if (i == 0 || c->v[i - 1].sort != GROUP_NOUN)
		return clause_subject(c, verb);
	i--;
	while (!match_sets(f, i, t->object, t->object_not) &&
		clause_preposition(c, i) != CLAUSE_NONE && clause_preposition(c, i) > 0 &&
		c->v[clause_preposition(c, i) - 1].sort == GROUP_NOUN)
		i = clause_preposition(c, i) - 1;
	return i;
}

static size_t after_words(const struct clause *c, size_t at, struct str words)
{
	char prepositions[128];

	if (words.n >= sizeof(prepositions))
		return CLAUSE_NONE;
	memcpy(prepositions, words.p, words.n);
	prepositions[words.n] = 0;
	return clause_after(c, at, prepositions);
}

/* "for which X claimed responsibility": the act that the clause is about. */
static size_t act_before(const struct finder *f, size_t subject, struct str prepositions)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (subject == CLAUSE_NONE || subject < 3 || c->v[subject - 1].sort != GROUP_RELATIVE ||
		!word_in(f->tokens->v[c->v[subject - 2].first].lower, prepositions.p))
		return CLAUSE_NONE;
	for (i = subject - 2; i-- > 0;)
		if (c->v[i].sort == GROUP_NOUN && (noun_sets(f, i) & f->sets.attack))
			return i;
	return CLAUSE_NONE;
}

static size_t needed(const struct finder *f, const struct trigger *t, size_t verb)
{
	size_t i;

	for (i = verb + 1; i < f->clause.n && i < verb + 5; i++)
		if (group_is(&f->clause, i, "there abroad overseas"))
			return i;
	return after_words(&f->clause, verb, t->need);
}

/* The "by" of a passive, not beyond a comma. */
static size_t agent_after(const struct clause *c, size_t verb)
{
	size_t agent = clause_after(c, verb, "by"), i;

	if (agent != CLAUSE_NONE && c->v[agent].quantity &&
		c->v[agent].quantity->sort == QUANTITY_PERCENT)
		return CLAUSE_NONE; /* "[those] killed rose by 80%" */

	for (i = verb + 1; agent != CLAUSE_NONE && i < agent; i++)
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_VERB)
			return CLAUSE_NONE;
	return agent;
}

/* "gave the army a grant of 5 million": who gets it comes first, without a preposition. */
static void double_object(const struct finder *f, struct match *m)
{
	const struct clause *c = &f->clause;
	size_t first = m->patient, second = first + 1;

	if (!m->trigger->take.n || first == CLAUSE_NONE || first < m->verb || second >= c->n ||
		c->v[second].sort != GROUP_NOUN || c->v[first].quantity ||
		match_sets(f, first, m->trigger->object, 0) ||
		!match_sets(f, second, m->trigger->object, 0))
		return;
	m->taken = first;
	m->patient = second;
}

/* "warned [that] the toll could rise": the subject of the clause that follows. */
static size_t clause_told(const struct clause *c, size_t verb)
{
	struct noun_list own;
	size_t i = verb + 1;

	while (i < c->n && (c->v[i].sort == GROUP_TIME || c->v[i].sort == GROUP_ADVERB ||
				   group_is(c, i, "that")))
		i++;
	if (i + 1 < c->n && c->v[i].sort == GROUP_NOUN && c->v[i].pronoun &&
		group_is(c, i, "it he she they") && c->v[i + 1].sort == GROUP_VERB) {
		clause_objects(c, i + 1, &own); /* "denied it mistreats prisoners" */
		return own.n ? own.v[0] : CLAUSE_NONE;
	}
	return i < c->n && c->v[i].sort == GROUP_NOUN && !group_is(c, i, "there") ? i : CLAUSE_NONE;
}

/* "efforts to deploy [the force] will be ...": whatever it is, the object is no phrase before
 * the verb. */
static bool followed_by_noun(const struct clause *c, size_t verb)
{
	return c->v[verb].form == VERB_INFINITIVE && verb + 1 < c->n &&
	       c->v[verb + 1].sort == GROUP_NOUN;
}

void match_arguments(const struct finder *f, struct match *m, uint32_t gap)
{
	const struct clause *c = &f->clause;
	const struct trigger *t = m->trigger;
	size_t subject = c->v[m->verb].form == VERB_PARTICIPLE && m->passive
				 ? participle_subject(f, t, m->verb)
				 : clause_subject(c, m->verb);

	if (c->v[m->verb].form == VERB_GERUND && m->verb > 0 && t->kind > CLAIM_WOUNDED &&
		t->kind != CLAIM_ATTACKS && c->v[m->verb - 1].sort == GROUP_NOUN &&
		(noun_sets(f, m->verb - 1) & f->sets.people))
		subject = m->verb - 1; /* "reports of [nationals] joining" */
	if (t->take.n)
		m->taken = after_words(c, group_at_token(c, m->end - 1), t->take);
	while (t->taken && m->taken != CLAUSE_NONE && !match_sets(f, m->taken, t->taken, 0) &&
		after_words(c, m->taken, t->take) != CLAUSE_NONE)
		m->taken = after_words(
			c, m->taken, t->take); /* "brings aid to Jordan to 90 million" */
	if (m->taken == CLAUSE_NONE && t->kind == CLAIM_RESPONSIBILITY && t->take.n)
		m->taken = act_before(f, subject, t->take);
	if (t->class == TRIGGER_SUBJECT_VERB) {
		m->patient = subject;
	} else if (m->passive && t->class == TRIGGER_ACTOR_VERB && t->nwords > 1) {
		m->actor = subject; /* "is made up of" */
		m->patient = noun_from(c, m->verb, m->end);
	} else if (m->passive) {
		m->patient = subject;
		m->actor = agent_after(c, m->verb);
		if (match_is_cause(f, m->actor) && m->trigger->kind <= CLAIM_WOUNDED) {
			m->cause = noun_text(f, m->actor);
		}
	} else {
		m->actor = subject;
		m->patient = gap && t->kind != CLAIM_RESPONSIBILITY ? noun_in_gap(c, m->verb, gap)
								    : noun_from(c, m->verb, m->end);
		if (t->kind == CLAIM_FUNDING && t->object)
			double_object(f, m);
		if (m->patient == CLAUSE_NONE && m->taken == CLAUSE_NONE)
			m->patient = t->kind == CLAIM_STATEMENT ? clause_told(c, m->verb)
				     : followed_by_noun(c, m->verb)
					     ? CLAUSE_NONE
					     : clause_relative_object(c, m->verb);
	}
}

/* The phrase that the trigger's object sets speak of. */
static size_t constrained_object(const struct match *m)
{
	const struct trigger *t = m->trigger;

	return t->take.n && m->taken != CLAUSE_NONE && !t->object && !t->object_not ? m->taken
										    : m->patient;
}

static enum verdict subject_verb_fits(const struct finder *f, const struct match *m)
{
	const struct trigger *t = m->trigger;
	size_t object = noun_from(&f->clause, m->verb, m->end);

	if (f->clause.v[m->verb].form == VERB_GERUND &&
		clause_preceded(&f->clause, m->verb, GROUP_PREPOSITION) &&
		!(t->keep && group_is(&f->clause, m->verb - 1,
				     "after"))) /* "was jailed after pleading guilty" */
		return VERDICT_ASSERTS_NOT;
	if (!match_sets(f, m->patient, t->subject, t->subject_not))
		return VERDICT_SUBJECT;
	if ((t->objectless && object != CLAUSE_NONE) ||
		(t->object && !list_fits(f, object == CLAUSE_NONE ? object : noun_meant(f, object),
				      t->object, t->object_not)))
		return VERDICT_OBJECT;
	return t->strict && constrained_object(m) == CLAUSE_NONE ? VERDICT_NO_OBJECT
								 : VERDICT_CLAIM;
}

enum verdict match_arguments_fit(const struct finder *f, const struct match *m)
{
	const struct trigger *t = m->trigger;
	size_t object = constrained_object(m);

	if ((t->within && !sentence_has_word(f, t->within)) ||
		(t->without && object != CLAUSE_NONE && noun_has_word(f, object, t->without)))
		return VERDICT_TOPIC;
	if (t->taken && !match_sets(f, m->taken, t->taken, 0))
		return VERDICT_PREPOSITION;
	if (t->need.n && needed(f, t, m->verb) == CLAUSE_NONE)
		return VERDICT_PREPOSITION;
	if (t->class == TRIGGER_SUBJECT_VERB)
		return subject_verb_fits(f, m);
	if (!list_fits(f, object, t->object, t->object_not))
		return VERDICT_OBJECT;
	if (!match_sets(f, m->actor, t->subject, t->subject_not))
		return VERDICT_SUBJECT;
	if (t->strict && object == CLAUSE_NONE)
		return VERDICT_NO_OBJECT;
	/* a pattern that leaves its object to a preposition needs the preposition */
	if (t->class == TRIGGER_VERB && t->take.n && m->taken == CLAUSE_NONE && !t->object &&
		t->nwords > 1 && !m->passive && t->kind != CLAIM_RESPONSIBILITY)
		return VERDICT_PREPOSITION;
	return VERDICT_CLAIM;
}
