/* SPDX-License-Identifier: Apache-2.0
 *
 * A verb's pattern in a sentence: the voice that it is in, and whether the sentence asserts it. */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

/* Without an object a past tense is a passive whose "were" is left out: "four wounded". */
static bool elliptic_passive(const struct finder *f, const struct match *m)
{
	const struct group *verb = &f->clause.v[m->verb];

	if (m->trigger->class != TRIGGER_VERB || m->trigger->nwords != 1 || m->passive ||
		m->patient != CLAUSE_NONE || m->taken != CLAUSE_NONE || verb->form != VERB_FINITE ||
		m->actor == CLAUSE_NONE)
		return false;
	if (clause_shares_passive(&f->clause, m->verb))
		return true;
	return verb->last - verb->first == 1 && f->tokens->v[verb->head].pos == POS_VBD &&
	       (f->clause.v[m->actor].quantity || f->now->kind == SENTENCE_ITEM);
}

/* "ordered two men deported": what is ordered is planned, by whoever orders it. */
static void order_before(const struct finder *f, struct match *m)
{
	const struct clause *c = &f->clause;
	size_t verb = m->patient;
	const struct token *t;

	if (verb == 0 || m->patient + 1 != m->verb || c->v[verb - 1].sort != GROUP_VERB)
		return;
	t = &f->tokens->v[c->v[verb - 1].head];
	if (!(claim_lexicon_sets(f->lexicon, t->lemma) & f->sets.planning))
		return;
	m->actor = clause_subject(c, verb - 1);
	m->modality = MODALITY_PLANNED;
	m->finite = true;
}

static bool voice_fits(const struct match *m)
{
	return !(m->trigger->passive && !m->passive) && !(m->trigger->active && m->passive);
}

/* "hid in a house and [fired at]": a participle that goes on with a verb has that verb's voice. */
static bool goes_on_active(const struct clause *c, size_t verb)
{
	size_t i;

	if (!match_continues(c, verb))
		return false;
	for (i = verb; i-- > 0;)
		if (c->v[i].sort == GROUP_VERB)
			return c->v[i].form == VERB_FINITE && !c->v[i].passive && !c->v[i].copula;
	return false;
}

/* Voice and finiteness of the match, from its verb group; false if the trigger's voice is another.
 */
static bool read_voice(const struct finder *f, struct match *m)
{
	const struct group *vg = &f->clause.v[m->verb];
	const struct trigger *t = m->trigger;
	bool participle = vg->form == VERB_PARTICIPLE,
	     past = clause_misread_past(&f->clause, m->verb);
	bool subject_verb = t->class == TRIGGER_SUBJECT_VERB;

	m->negated = vg->negated;
	m->passive = (vg->passive || (participle && !goes_on_active(&f->clause, m->verb))) &&
		     !past && !(subject_verb && participle);
	m->finite = vg->form == VERB_FINITE || past ||
		    (participle && (match_continues(&f->clause, m->verb) || subject_verb));
	return subject_verb ? !m->passive : voice_fits(m);
}

static void read_modality(const struct finder *f, struct match *m)
{
	const struct group *vg = &f->clause.v[m->verb], *before = vg - (m->verb > 0);

	m->asserts = modality_of(f, m->verb, &m->modality);
	if (vg->form == VERB_INFINITIVE && modality_fails(f, m->verb)) {
		m->negated = true;
		m->asserts = true;
	}
	if (vg->form == VERB_PARTICIPLE && m->passive && m->patient != CLAUSE_NONE)
		order_before(f, m);
	if (vg->form == VERB_GERUND && before->sort == GROUP_VERB &&
		token_in(f->tokens, before->head,
			"included include includes involved involves began started"))
		m->finite = true;
	if (vg->form == VERB_GERUND && m->trigger->kind == CLAIM_DESIGNATION &&
		group_is(&f->clause, m->verb - (m->verb > 0), "including"))
		m->finite = true; /* "acts on many fronts, including listing" */
	if (vg->form == VERB_INFINITIVE ||
		(vg->form == VERB_GERUND && m->modality == MODALITY_ONGOING))
		m->finite = m->asserts;
	if (m->trigger->modality &&
		!(m->trigger->kind == CLAIM_ABDUCTED && m->finite && !m->passive &&
			token_in(f->tokens, vg->head, "held took") && !vg->perfect))
		m->modality = m->trigger->modality; /* "held two men hostage" is over */
}

/* "Secretary-General Ban Ki-moon", "Mr. Ban says": a name, whatever the tagger made of it. What
 * opens a quotation or follows a label may have a capital of its own. */
static bool named_like_verb(const struct finder *f, uint32_t token)
{
	uint32_t first = f->now->first;

	return token > first && !f->now->capitals && token_capitalised(f->tokens, token) &&
	       (!pos_is_punct(f->tokens->v[token - 1].pos) ||
		       f->tokens->v[token - 1].pos == POS_COMMA);
}

/* "was fatally shot": an adverb of the trigger's stands with the verb. */
static bool manner_fits(const struct finder *f, const struct trigger *t, const struct group *verb)
{
	uint32_t i;

	for (i = verb->first > f->now->first ? verb->first - 1 : verb->first; i <= verb->last; i++)
		if (i < f->now->last && word_in(f->tokens->v[i].lower, t->manner.p))
			return true;
	return false;
}

/* "A hospital was bombed, killing ten": what was done to it is what killed. */
static bool suffered(const struct finder *f, size_t verb, size_t actor)
{
	const struct clause *c = &f->clause;
	size_t over = clause_verb(c, verb);

	return c->v[verb].form == VERB_GERUND && actor != CLAUSE_NONE && over != CLAUSE_NONE &&
	       over < verb && c->v[over].passive && clause_subject(c, over) == actor &&
	       !match_is_cause(f, actor);
}

static bool ends_with_in(const struct trigger *t)
{
	return t->nwords > 1 && str_eq(t->words[t->nwords - 1], STR("in"));
}

enum verdict match_verb(
	const struct finder *f, const struct trigger *t, size_t verb, struct match *ret)
{
	const struct group *vg = &f->clause.v[verb];
	struct match m = {.trigger = t,
		.verb = verb,
		.token = vg->head,
		.actor = CLAUSE_NONE,
		.patient = CLAUSE_NONE,
		.taken = CLAUSE_NONE,
		.cause_group = CLAUSE_NONE};
	enum verdict verdict;
	uint32_t gap;

	if (t->class > TRIGGER_ACTOR_VERB || !match_words(f, t, vg->last, &m.end, &gap))
		return VERDICT_WORDS;
	if (named_like_verb(f, vg->head))
		return VERDICT_NAME;
	if (t->unless.n && m.end < f->now->last && word_in(f->tokens->v[m.end].lower, t->unless.p))
		return VERDICT_WORDS;
	if (ends_with_in(t) && timex_at(f->input->reading.times, m.end))
		return VERDICT_WORDS; /* "taken in May" */
	if (t->manner.n && !manner_fits(f, t, vg))
		return VERDICT_MANNER;
	if (!read_voice(f, &m))
		return VERDICT_VOICE;
	match_arguments(f, &m, gap);
	if (t->kind <= CLAIM_WOUNDED && suffered(f, verb, m.actor))
		m.actor = CLAUSE_NONE;
	if (elliptic_passive(f, &m)) {
		m.patient = m.actor;
		m.actor = CLAUSE_NONE;
		m.passive = true;
	}
	verdict = match_arguments_fit(f, &m);
	if (verdict)
		return verdict;
	if (vg->form == VERB_PARTICIPLE && m.patient != CLAUSE_NONE && m.patient < verb)
		m.count = f->clause.v[m.patient].inner;
	match_cause(f, &m);
	if (t->actorless)
		m.actor = CLAUSE_NONE;
	read_modality(f, &m);
	*ret = m;
	return VERDICT_CLAIM;
}
