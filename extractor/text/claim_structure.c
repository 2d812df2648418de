/* SPDX-License-Identifier: Apache-2.0
 *
 * Structures that are said without a verb of their own: identities ("X is a member of Y", "Y's
 * agency, X,"), evaluations, what a law does or makes illegal. */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

/* The trigger of an identity whose word heads the phrase. */
static const struct trigger *identity_trigger(const struct finder *f, size_t group)
{
	const struct trigger *t;

	if (group >= f->clause.n || f->clause.v[group].sort != GROUP_NOUN)
		return NULL;
	for (t = match_triggers(f, group); t; t = t->next)
		if (t->class == TRIGGER_IDENTITY && !noun_has_word(f, group, t->without))
			return t;
	return NULL;
}

static size_t identity_object(const struct finder *f, const struct trigger *t, size_t group)
{
	const struct clause *c = &f->clause;

	if (!t->take.n)
		return group;
	if (group + 2 < c->n && c->v[group + 1].sort == GROUP_PREPOSITION &&
		word_in(f->tokens->v[c->v[group + 1].first].lower, t->take.p) &&
		c->v[group + 2].sort == GROUP_NOUN)
		return group + 2;
	return CLAUSE_NONE;
}

/* A person, a place or "there" is no agency. */
static bool is_body(const struct finder *f, const struct trigger *t, size_t group)
{
	int entity = noun_entity(f, group);

	return t->kind != CLAIM_AGENCY || (noun_sets(f, group) & f->sets.agency) ||
	       (entity != ENTITY_PERSON && entity != ENTITY_LOCATION &&
		       noun_gender(f, group) != GENDER_PERSON &&
		       !token_in(f->tokens, f->clause.v[group].head, "there"));
}

static void add_identity(
	struct finder *f, const struct trigger *t, size_t group, size_t subject, size_t object)
{
	struct draft *d;

	if (subject == CLAUSE_NONE || object == CLAUSE_NONE || subject == object ||
		noun_has_word(f, object, t->without) || !is_body(f, t, subject))
		return;
	d = draft_add(f, t->kind, group, t->maker, t->confidence);
	d->claim.subject = actor_slot(f, subject);
	d->object_group = object;
	d->claim.object = t->take.n ? noun_text(f, object) : noun_slot(f, object, object);
}

/* The lexicon's agencies that say what they are for: "lead investigating body", not "a unit". */
static bool describes_role(const struct finder *f, const struct trigger *t, size_t group)
{
	const struct group *np = &f->clause.v[group];

	if (t->kind != CLAIM_AGENCY)
		return true;
	return !np->proper || token_in(f->tokens, np->head, "fiu") ||
	       !token_capitalised(f->tokens, np->head);
}

/* "X is not a member of Y." */
static void deny_identity(struct finder *f, size_t verb, size_t subject, size_t noun)
{
	const struct trigger *t = identity_trigger(f, noun);
	size_t before = f->ndrafts;

	if (!t || t->kind != CLAIM_MEMBERSHIP)
		return;
	add_identity(f, t, verb, subject, identity_object(f, t, noun));
	if (f->ndrafts > before)
		f->drafts[before].claim.modality = MODALITY_DENIED;
}

/* "the prime agency is X" */
static void role_named(struct finder *f, size_t verb, size_t role, size_t name)
{
	const struct trigger *t = identity_trigger(f, role);

	if (t && t->kind == CLAIM_AGENCY && noun_is_name(f, name))
		add_identity(f, t, verb, name, role);
}

/* "X is a Global Coalition member", "a Trans-Sahara Partnership country": the union stands
 * before the word. */
static void partner_identity(struct finder *f, size_t verb, size_t subject, size_t noun)
{
	const struct group *np = &f->clause.v[noun];
	noun_set unions = f->sets.group | claim_lexicon_set(f->lexicon, "alliance");
	struct str word;
	struct draft *d;

	if (np->sort != GROUP_NOUN || np->head < np->core + 1 || !noun_is_name(f, subject) ||
		!token_in(f->tokens, np->head,
			"country countries state member members partner participant"))
		return;
	word = f->tokens->v[np->head - 1].lower;
	if (!token_capitalised(f->tokens, np->head - 1) ||
		!(claim_lexicon_sets(f->lexicon, word) & unions))
		return;
	d = draft_add(f, CLAIM_MEMBERSHIP, verb, STR("union member"), 0.7f);
	d->claim.subject = actor_slot(f, subject);
	d->object_group = noun;
	d->claim.object = tokens_text(f->tokens, np->core, np->head);
}

/* "X is a member of Y"; "the prime agency is X". */
static void copula_identity(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	struct noun_list after;
	const struct trigger *t;
	size_t subject = clause_subject(c, verb);
	enum modality modality;

	clause_objects(c, verb, &after);
	if (!after.n || subject == CLAUSE_NONE || !modality_of(f, verb, &modality))
		return;
	if (c->v[verb].negated) {
		deny_identity(f, verb, subject, after.v[0]);
		return;
	}
	t = identity_trigger(f, after.v[0]);
	if (t && describes_role(f, t, after.v[0])) {
		size_t object = identity_object(f, t, after.v[0]), more;

		if (t->object && (object == CLAUSE_NONE || !(noun_sets(f, object) & t->object)))
			return;
		add_identity(f, t, verb, subject, object);
		/* "a member of X and of Y" */
		for (more = object; more != CLAUSE_NONE && more + 3 < c->n &&
				    c->v[more + 1].sort == GROUP_COORDINATOR &&
				    c->v[more + 2].sort == GROUP_PREPOSITION &&
				    c->v[more + 3].sort == GROUP_NOUN;
			more += 3)
			add_identity(f, t, verb, subject, more + 3);
		return;
	}
	t = identity_trigger(f, subject);
	if (t && describes_role(f, t, subject))
		role_named(f, verb, subject, after.v[0]);
	else
		partner_identity(f, verb, subject, after.v[0]);
}

/* "Its FIU is called X." */
static void naming_identity(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t subject = clause_subject(c, verb), name = verb + 1;
	enum modality modality;

	if (name < c->n && group_is(c, name, "as"))
		name++;
	if (c->v[verb].form == VERB_PARTICIPLE && verb > 1 && c->v[verb - 1].sort == GROUP_COMMA &&
		c->v[verb - 2].sort == GROUP_NOUN)
		subject = verb - 2; /* "its FIU, known as X," */
	if ((c->v[verb].form == VERB_PARTICIPLE ||
		    (c->v[verb].form == VERB_FINITE && c->v[verb].passive)) &&
		subject != CLAUSE_NONE && name < c->n && c->v[name].sort == GROUP_NOUN &&
		token_in(f->tokens, c->v[verb].head, "called named known") &&
		modality_of(f, verb, &modality))
		role_named(f, verb, subject, name);
}

/* "X, a member of Y," "its FIU, the X," "X, the country's FIU,". */
static void apposition_identity(struct finder *f, size_t comma)
{
	const struct clause *c = &f->clause;
	const struct trigger *t;
	size_t before = comma - 1, after = comma + 1;

	if (c->v[before].sort != GROUP_NOUN || after >= c->n || c->v[after].sort != GROUP_NOUN)
		return;
	if (clause_preposition(c, before) != CLAUSE_NONE &&
		group_is(c, clause_preposition(c, before), "in at on from to near during"))
		return;
	while (before >= 2 && group_is(c, before - 1, "of") &&
		c->v[before - 2].sort == GROUP_NOUN && !noun_is_name(f, before))
		before -= 2;
	t = identity_trigger(f, after);
	if (t && !t->strict && describes_role(f, t, after) &&
		noun_gender(f, before) != GENDER_UNKNOWN &&
		(noun_is_name(f, before) || t->take.n)) {
		add_identity(f, t, after, before, identity_object(f, t, after));
		return;
	}
	t = identity_trigger(f, before);
	if (t && t->kind == CLAIM_AGENCY && describes_role(f, t, before) && noun_is_name(f, after))
		add_identity(f, t, before, after, before);
}

/* "remained as a participant of Y", "names X as the lead agency". */
static void role_identity(struct finder *f, size_t as)
{
	const struct clause *c = &f->clause;
	const struct trigger *t = identity_trigger(f, as + 1);
	struct noun_list objects;
	size_t verb = as, subject;

	if (!t || t->strict || !describes_role(f, t, as + 1))
		return;
	while (verb > 0 && c->v[verb].sort != GROUP_VERB && c->v[verb].sort != GROUP_STOP)
		verb--;
	if (c->v[verb].sort != GROUP_VERB || c->v[verb].form != VERB_FINITE || c->v[verb].possible)
		return;
	clause_objects(c, verb, &objects);
	subject = objects.n && !c->v[verb].passive ? objects.v[0] : clause_subject(c, verb);
	if (t->kind == CLAIM_AGENCY && subject != CLAUSE_NONE && !noun_is_name(f, subject))
		return;
	add_identity(f, t, as + 1, subject, identity_object(f, t, as + 1));
}

static bool ahead(const struct finder *f)
{
	uint32_t i;

	for (i = f->now->first; i < f->now->last; i++)
		if (token_in(f->tokens, i,
			    "scheduled due planned foreseen expected upcoming forthcoming "
			    "preparing "
			    "prepare prepared set slated next planning"))
			return true;
	return false;
}

/* "a mutual evaluation of the country", "an EAG mutual evaluation scheduled for 2023". */
static void find_evaluation(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	const struct group *np = &c->v[group];
	size_t of, verb, i;
	bool mutual = false;
	struct draft *d;

	for (i = np->core; i < np->head; i++)
		mutual = mutual || token_in(f->tokens, i, "mutual");
	if (!mutual ||
		!token_in(f->tokens, np->head, "evaluation assessment evaluations review report"))
		return;
	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].claim.kind == CLAIM_EVALUATION)
			return;
	d = draft_add(f, CLAIM_EVALUATION, group, STR("mutual evaluation"), 0.7f);
	d->object_group = group;
	d->claim.object = noun_text(f, group);
	of = clause_after(c, group, "of");
	verb = clause_verb(c, group);
	if (of != CLAUSE_NONE)
		d->claim.subject = memory_slot(f, of);
	else if (verb != CLAUSE_NONE && verb < group)
		d->claim.subject = memory_slot(f, clause_subject(c, verb));
	d->claim.modality = ahead(f) ? MODALITY_PLANNED : MODALITY_ASSERTED;
}

/* "the code": of laws only if it says so. */
static bool is_cipher(const struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];

	return !np->proper && np->head == np->core && token_in(f->tokens, np->head, "code codes");
}

/* What a law does: any plain statement whose subject is a law. */
static void find_law(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t subject = clause_subject(c, verb), i;
	struct draft *d;

	if (subject == CLAUSE_NONE || clause_preposition(c, subject) != CLAUSE_NONE ||
		token_in(f->tokens, c->v[verb].head, "make makes made") || c->v[verb].passive ||
		c->v[verb].copula || c->v[verb].possible || c->v[verb].form != VERB_FINITE ||
		c->v[subject].pronoun || !(noun_sets(f, subject) & f->sets.statute) ||
		is_cipher(f, subject))
		return;
	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].group == verb || f->drafts[i].claim.kind == CLAIM_LAW)
			return;
	d = draft_add(f, CLAIM_LAW, verb, STR("what a law does"), 0.5f);
	d->object_group = subject;
	d->claim.object = noun_text(f, subject);
}

/* "It is illegal to finance terrorism." */
static void find_illegal(struct finder *f, size_t copula)
{
	const struct clause *c = &f->clause;
	size_t i, end;
	struct draft *d;

	for (i = copula + 1; i < c->n && i < copula + 4 && c->v[i].sort != GROUP_VERB; i++)
		;
	if (i >= c->n || c->v[i].sort != GROUP_VERB || c->v[i].form != VERB_INFINITIVE ||
		!(token_in(f->tokens, c->v[i].first - 1,
			"illegal unlawful forbidden prohibited crime offence "
			"offense felony")))
		return;
	for (end = i + 1;
		end < c->n && c->v[end].sort != GROUP_STOP && c->v[end].sort != GROUP_COMMA; end++)
		;
	d = draft_add(f, CLAIM_PROHIBITION, copula, STR("illegal to"), 0.6f);
	d->object_group = i;
	d->claim.object = tokens_text(f->tokens, c->v[i].head, c->v[end - 1].last);
}

void structures_find(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct group *g = &c->v[i];

		if (g->sort == GROUP_VERB && g->copula) {
			copula_identity(f, i);
			find_illegal(f, i);
		}
		if (g->sort == GROUP_VERB)
			naming_identity(f, i);
		if (g->sort == GROUP_VERB)
			find_law(f, i);
		if (group_is(c, i, "as") && i + 1 < c->n)
			role_identity(f, i);
		if (g->sort == GROUP_COMMA && i > 0)
			apposition_identity(f, i);
		if (g->sort == GROUP_NOUN)
			find_evaluation(f, i);
	}
}
