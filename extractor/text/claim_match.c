/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MAX_GAP 14 /* tokens that may stand between the words of a pattern */

/* One of the alternatives "arrest/detain". */
static bool word_fits(const struct finder *f, size_t token, struct str alternatives)
{
	const struct token *t = &f->tokens->v[token];
	struct str word;

	while (str_next_field(&alternatives, '/', &word))
		if (str_eq(t->lower, word) || str_eq(t->lemma, word))
			return true;
	return false;
}

static bool is_determiner(const struct finder *f, size_t token)
{
	int pos = f->tokens->v[token].pos;

	return pos == POS_DT || pos == POS_PRPS || pos == POS_CD || pos == POS_JJ ||
	       pos == POS_NNP || token_in(f->tokens, token, "own");
}

#define MAX_MODIFIERS 3 /* nouns between an article and the word that it belongs to */

/* From an article over what describes the pattern's next word: "its [national sanctions] list". */
static uint32_t skip_determiners(
	const struct finder *f, const struct trigger *t, size_t k, uint32_t at, uint32_t end)
{
	bool named = k + 1 < t->nwords;
	uint32_t i;

	while (at < end && is_determiner(f, at) && !(named && word_fits(f, at, t->words[k + 1])))
		at++;
	for (i = at; named && i < end && i < at + MAX_MODIFIERS; i++) {
		if (word_fits(f, i, t->words[k + 1]))
			return i;
		if (!pos_is_noun(f->tokens->v[i].pos))
			break;
	}
	return at;
}

static bool breaks_gap(const struct finder *f, size_t token)
{
	int pos = f->tokens->v[token].pos;

	if (token_in(f->tokens, token, "had has have"))
		return false;
	return pos == POS_VBD || pos == POS_VBG || pos == POS_VBZ || pos == POS_VBP ||
	       pos == POS_MD || pos == POS_STOP || token_in(f->tokens, token, "; : that who which");
}

/* "caused 12 deaths [and] nine injuries": two tolls, the first is the pattern's or none. */
static bool other_toll(const struct finder *f, const struct trigger *t, size_t token)
{
	return t->whole && t->kind <= CLAIM_WOUNDED && f->tokens->v[token].pos == POS_CC &&
	       token_in(f->tokens, token - 1, "death deaths fatality fatalities casualty casualties injury injuries");
}

/* How many tokens an aside between dashes takes from here on: "forced 300 people - most of them children - to". */
static uint32_t aside_at(const struct finder *f, uint32_t token, uint32_t end)
{
	uint32_t i;

	if (!token_in(f->tokens, token, CLAUSE_DASHES))
		return 0;
	for (i = token + 1; i < end; i++)
		if (token_in(f->tokens, i, CLAUSE_DASHES))
			return i + 1 - token;
	return 0;
}

/* "took her [from her home]": a noun where the pattern means "brought her home". */
static bool is_own_home(const struct finder *f, size_t token)
{
	int before = f->tokens->v[token - 1].pos;

	return token_in(f->tokens, token, "home") &&
	       (before == POS_DT || before == POS_PRPS || before == POS_POS || before == POS_JJ);
}

/* Matches the words of a pattern after its first from token at on. *ret_gap is the first token of a
 * filled gap, 0 if there is none. */
bool match_words(const struct finder *f, const struct trigger *t, uint32_t at, uint32_t *ret_end,
	uint32_t *ret_gap)
{
	uint32_t end = f->now->last, skipped, aside = 0;
	size_t k;

	*ret_gap = 0;
	for (k = 1; k < t->nwords; k++) {
		if (str_eq(t->words[k], STR("_"))) {
			at = skip_determiners(f, t, k, at, end);
			continue;
		}
		if (str_eq(t->words[k], STR("~"))) {
			if (k + 1 == t->nwords)
				break;
			for (skipped = 0; at + skipped < end && skipped < MAX_GAP + aside; skipped++) {
				aside += aside_at(f, at + skipped, end);
				skipped += aside_at(f, at + skipped, end);
				if (word_fits(f, at + skipped, t->words[k + 1]) &&
					!is_own_home(f, at + skipped))
					break;
				if (breaks_gap(f, at + skipped) || other_toll(f, t, at + skipped))
					return false;
			}
			if (at + skipped >= end || skipped == MAX_GAP + aside)
				return false;
			*ret_gap = skipped ? at : 0;
			at += skipped;
			continue;
		}
		if (at < end && !word_fits(f, at, t->words[k])) {
			const struct timex *time = timex_at(f->input->reading.times, at);

			if (time && time->last < end)
				at = time->last;
			else if (f->tokens->v[at].pos == POS_RB)
				at++;
		}
		if (at >= end || !word_fits(f, at, t->words[k]))
			return false;
		at++;
	}
	*ret_end = at;
	return true;
}

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
	       (c->v[group].proper || (!c->v[group].plural && c->v[group].core > c->v[group].first &&
					      c->v[group + 2].core == c->v[group + 2].first)) &&
	       match_sets(f, group + 2, want, unwanted);
}

/* A past participle after "and" goes on with what stands before it. */
static bool continues(const struct clause *c, size_t verb)
{
	return clause_preceded(c, verb, GROUP_COORDINATOR);
}

static size_t participle_subject(const struct finder *f, const struct trigger *t, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i = verb;

	if (continues(c, verb))
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

	if (agent != CLAUSE_NONE && c->v[agent].quantity && c->v[agent].quantity->sort == QUANTITY_PERCENT)
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

	if (!m->trigger->take.n || first == CLAUSE_NONE ||
		first < m->verb || second >= c->n || c->v[second].sort != GROUP_NOUN ||
		c->v[first].quantity || match_sets(f, first, m->trigger->object, 0) ||
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
	if (i + 1 < c->n && c->v[i].sort == GROUP_NOUN && c->v[i].pronoun && group_is(c, i, "it he she they") &&
		c->v[i + 1].sort == GROUP_VERB) {
		clause_objects(c, i + 1, &own); /* "denied it mistreats prisoners" */
		return own.n ? own.v[0] : CLAUSE_NONE;
	}
	return i < c->n && c->v[i].sort == GROUP_NOUN && !group_is(c, i, "there") ? i
										  : CLAUSE_NONE;
}

/* "efforts to deploy [the force] will be ...": whatever it is, the object is no phrase before the verb. */
static bool followed_by_noun(const struct clause *c, size_t verb)
{
	return c->v[verb].form == VERB_INFINITIVE && verb + 1 < c->n && c->v[verb + 1].sort == GROUP_NOUN;
}

static void verb_arguments(const struct finder *f, struct match *m, uint32_t gap)
{
	const struct clause *c = &f->clause;
	const struct trigger *t = m->trigger;
	size_t subject = c->v[m->verb].form == VERB_PARTICIPLE && m->passive
				 ? participle_subject(f, t, m->verb)
				 : clause_subject(c, m->verb);

	if (c->v[m->verb].form == VERB_GERUND && m->verb > 0 && t->kind > CLAIM_WOUNDED && t->kind != CLAIM_ATTACKS &&
		c->v[m->verb - 1].sort == GROUP_NOUN && (noun_sets(f, m->verb - 1) & f->sets.people))
		subject = m->verb - 1; /* "reports of [nationals] joining" */
	if (t->take.n)
		m->taken = after_words(c, group_at_token(c, m->end - 1), t->take);
	while (t->taken && m->taken != CLAUSE_NONE && !match_sets(f, m->taken, t->taken, 0) &&
		after_words(c, m->taken, t->take) != CLAUSE_NONE)
		m->taken = after_words(c, m->taken, t->take); /* "brings aid to Jordan to 90 million" */
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
				     : followed_by_noun(c, m->verb) ? CLAUSE_NONE
								    : clause_relative_object(c, m->verb);
	}
}

/* Without an object a past tense is a passive whose "were" is left out: "four wounded". */
static bool elliptic_passive(const struct finder *f, const struct match *m)
{
	const struct group *verb = &f->clause.v[m->verb];

	if (m->trigger->class == TRIGGER_VERB && m->trigger->nwords == 1 && !m->passive && m->patient == CLAUSE_NONE &&
		m->taken == CLAUSE_NONE && verb->form == VERB_FINITE && m->actor != CLAUSE_NONE &&
		clause_shares_passive(&f->clause, m->verb))
		return true;
	return m->trigger->class == TRIGGER_VERB && m->trigger->nwords == 1 && !m->passive &&
	       m->patient == CLAUSE_NONE && m->taken == CLAUSE_NONE && verb->form == VERB_FINITE &&
	       verb->last - verb->first == 1 && f->tokens->v[verb->head].pos == POS_VBD &&
	       m->actor != CLAUSE_NONE &&
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

	if (!continues(c, verb))
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
	bool participle = vg->form == VERB_PARTICIPLE, past = clause_misread_past(&f->clause, m->verb);
	bool subject_verb = t->class == TRIGGER_SUBJECT_VERB;

	m->negated = vg->negated;
	m->passive = (vg->passive || (participle && !goes_on_active(&f->clause, m->verb))) && !past &&
		     !(subject_verb && participle);
	m->finite = vg->form == VERB_FINITE || past ||
		    (participle && (continues(&f->clause, m->verb) || subject_verb));
	return subject_verb ? !m->passive : voice_fits(m);
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
		clause_preceded(&f->clause, m->verb, GROUP_PREPOSITION))
		return VERDICT_ASSERTS_NOT;
	if (!match_sets(f, m->patient, t->subject, t->subject_not))
		return VERDICT_SUBJECT;
	if ((t->objectless && object != CLAUSE_NONE) ||
		(t->object && !list_fits(f, object == CLAUSE_NONE ? object : noun_meant(f, object), t->object, t->object_not)))
		return VERDICT_OBJECT;
	return t->strict && constrained_object(m) == CLAUSE_NONE ? VERDICT_NO_OBJECT : VERDICT_CLAIM;
}

/* Everything that the trigger demands of its arguments. */
static enum verdict arguments_fit(const struct finder *f, const struct match *m)
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
	if (m->trigger->modality && !(m->trigger->kind == CLAIM_ABDUCTED && m->finite && !m->passive &&
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

	return c->v[verb].form == VERB_GERUND && actor != CLAUSE_NONE && over != CLAUSE_NONE && over < verb &&
	       c->v[over].passive && clause_subject(c, over) == actor && !match_is_cause(f, actor);
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
	if (t->unless.n && m.end < f->now->last &&
		word_in(f->tokens->v[m.end].lower, t->unless.p))
		return VERDICT_WORDS;
	if (ends_with_in(t) && timex_at(f->input->reading.times, m.end))
		return VERDICT_WORDS; /* "taken in May" */
	if (t->manner.n && !manner_fits(f, t, vg))
		return VERDICT_MANNER;
	if (!read_voice(f, &m))
		return VERDICT_VOICE;
	verb_arguments(f, &m, gap);
	if (t->kind <= CLAIM_WOUNDED && suffered(f, verb, m.actor))
		m.actor = CLAUSE_NONE;
	if (elliptic_passive(f, &m)) {
		m.patient = m.actor;
		m.actor = CLAUSE_NONE;
		m.passive = true;
	}
	verdict = arguments_fit(f, &m);
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

const struct trigger *match_triggers(const struct finder *f, size_t group)
{
	const struct group *g = &f->clause.v[group];
	size_t token = g->sort == GROUP_VERB || g->sort == GROUP_NOUN ? g->head : g->first;
	const struct token *t = &f->tokens->v[token];
	const struct trigger *list = claim_lexicon_triggers(f->lexicon, g->sort == GROUP_NOUN && t->pos == POS_VBD ? t->lower : t->lemma);

	return list ? list : claim_lexicon_triggers(f->lexicon, t->lower);
}
