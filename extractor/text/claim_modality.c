/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

static noun_set verb_sets(const struct finder *f, size_t group)
{
	const struct token *t = &f->tokens->v[f->clause.v[group].head];

	return claim_lexicon_sets(f->lexicon, t->lemma) | claim_lexicon_sets(f->lexicon, t->lower);
}

/* The verb that an infinitive or gerund hangs on, over its object; CLAUSE_NONE: none. */
static size_t governor(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = verb; i-- > 0;) {
		switch (c->v[i].sort) {
		case GROUP_VERB:
			return i;
		case GROUP_NOUN:
		case GROUP_ADVERB:
		case GROUP_TIME:
		case GROUP_OTHER:
		case GROUP_COORDINATOR:
			break;
		case GROUP_PREPOSITION:
			if (i + 1 == verb)
				break;
			return CLAUSE_NONE;
		default:
			return CLAUSE_NONE;
		}
	}
	return CLAUSE_NONE;
}

/* An adjective before an infinitive that makes it a plan: "due to begin". */
static bool planning_word_before(const struct finder *f, size_t verb)
{
	uint32_t first = f->clause.v[verb].first;

	return first > f->now->first && !pos_is_noun(f->tokens->v[first - 1].pos) &&
	       (claim_lexicon_sets(f->lexicon, f->tokens->v[first - 1].lemma) & f->sets.planning);
}

static bool noun_between(const struct finder *f, size_t from, size_t to)
{
	size_t i;

	for (i = from + 1; i < to; i++)
		if (f->clause.v[i].sort == GROUP_NOUN)
			return true;
	return false;
}

/* "failed to pass the bill": what did not come about. */
bool modality_fails(const struct finder *f, size_t verb)
{
	size_t over = governor(f, verb);

	return over != CLAUSE_NONE && f->clause.v[over].form == VERB_FINITE &&
	       !f->clause.v[over].negated &&
	       token_in(f->tokens, f->clause.v[over].head, "fail fails failed neglected declined");
}

/* "to advise, assist, equip [and train]": the first of the verbs. */
static size_t first_listed(const struct clause *c, size_t verb)
{
	while (verb >= 2 && c->v[verb - 1].sort == GROUP_COMMA &&
		c->v[verb - 2].sort == GROUP_VERB && c->v[verb - 2].form == VERB_INFINITIVE)
		verb -= 2;
	return verb;
}

/* "attempted to kill": had it come about, it would be told without the attempt. */
static bool came_to_nothing(const struct finder *f, size_t over)
{
	const struct group *vg = &f->clause.v[over];

	return token_in(f->tokens, vg->head, "attempted attempting tried conspired conspiring") &&
	       !vg->future;
}

/* "requires banks to freeze": what a law wants is the law's content. */
static bool is_law(const struct finder *f, size_t verb)
{
	size_t subject = clause_subject(&f->clause, verb);

	return subject != CLAUSE_NONE && (noun_sets(f, subject) & f->sets.statute);
}

/* The verb that bans what follows: "outlaws", "criminalizes". */
static bool bans(const struct finder *f, size_t verb)
{
	const struct trigger *t;

	for (t = claim_lexicon_triggers(f->lexicon, f->tokens->v[f->clause.v[verb].head].lemma); t;
		t = t->next)
		if (t->kind == CLAIM_PROHIBITION && t->class == TRIGGER_VERB && t->nwords == 1 &&
			!t->object)
			return true;
	return false;
}

/* "criminalizes the financing of terrorism, recruiting people and joining groups": acts that a law
 * speaks of, which nobody has done. */
static bool is_banned(const struct finder *f, size_t verb)
{
	size_t i;

	for (i = verb; i-- > 0 && f->clause.v[i].sort != GROUP_STOP &&
		       f->clause.v[i].sort != GROUP_RELATIVE;)
		if (f->clause.v[i].sort == GROUP_VERB && f->clause.v[i].form == VERB_FINITE)
			return !f->clause.v[i].passive && bans(f, i);
	return false;
}

/* "had to leave", "were forced to flee": who had to, did. */
static bool had_to(const struct finder *f, size_t over, size_t verb)
{
	const struct group *vg = &f->clause.v[over];

	if (vg->negated || vg->future || vg->possible || noun_between(f, over, verb))
		return false;
	return token_in(f->tokens, vg->head, "had") ||
	       (vg->passive && token_in(f->tokens, vg->first, "was were have has had") &&
		       token_in(f->tokens, vg->head, "forced compelled obliged made"));
}

/* "prompting the kidnappers to free five men": whom it moved to act did act. */
static bool moved_to(const struct finder *f, size_t over, size_t verb)
{
	const struct group *vg = &f->clause.v[over], *who = &f->clause.v[verb - (verb > 0)];

	if (who->sort != GROUP_NOUN ||
		!(who->pronoun || who->proper ||
			(noun_sets(f, verb - 1) & (f->sets.people | f->sets.forces | f->sets.group |
							  f->sets.agency))))
		return false;
	return !vg->negated && !vg->future && !vg->possible && !vg->passive &&
	       vg->form != VERB_INFINITIVE &&
	       token_in(f->tokens, vg->head,
		       "prompted prompting caused causing led leading forced forcing compelled "
		       "compelling "
		       "induced inducing obliged obliging persuaded persuading");
}

/* "[carried] out an operation to free five hostages": the verb over the mission that the
 * infinitive tells of. */
size_t modality_mission(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t over = verb - 2;

	if (verb < 2 || c->v[verb].form != VERB_INFINITIVE || c->v[verb - 1].sort != GROUP_NOUN ||
		!token_in(f->tokens, c->v[verb - 1].head,
			"operation operations mission missions flight flights airlift"))
		return CLAUSE_NONE;
	over -= over > 0 && group_is(c, over, "out");
	return c->v[over].sort == GROUP_VERB && c->v[over].form == VERB_FINITE ? over : CLAUSE_NONE;
}

/* What was carried out came about, what was launched is to. */
static bool on_mission(const struct finder *f, size_t verb, enum modality *ret)
{
	size_t over = modality_mission(f, verb);
	const struct group *vg = over == CLAUSE_NONE ? NULL : &f->clause.v[over];

	if (!vg || vg->negated || vg->passive || vg->future || vg->possible)
		return false;
	*ret = token_in(f->tokens, vg->head,
		       "conducted completed undertook led performed ran carried")
		       ? MODALITY_ASSERTED
		       : MODALITY_PLANNED;
	return *ret == MODALITY_ASSERTED ||
	       token_in(f->tokens, vg->head,
		       "launched began started mounted announced organised organized");
}

static bool infinitive(const struct finder *f, size_t verb, enum modality *ret)
{
	size_t over = governor(f, verb);
	noun_set sets;

	/* "to install and operate": what governs the first of them */
	while (over != CLAUSE_NONE && f->clause.v[over].form == VERB_INFINITIVE &&
		group_is(&f->clause, verb - 1, "and or"))
		over = governor(f, first_listed(&f->clause, over));
	sets = over == CLAUSE_NONE ? 0 : verb_sets(f, over);
	if (over != CLAUSE_NONE && (f->clause.v[over].possible || came_to_nothing(f, over)))
		return false;
	if ((sets & f->sets.lasting) && !noun_between(f, over, verb)) {
		*ret = MODALITY_ONGOING;
		return true;
	}
	if (over != CLAUSE_NONE && f->clause.v[over].progressive && !(sets & f->sets.planning) &&
		!noun_between(f, over, verb)) {
		*ret = MODALITY_ONGOING;
		return true;
	}
	if ((sets & f->sets.planning) || planning_word_before(f, verb)) {
		if (over != CLAUSE_NONE &&
			(f->clause.v[over].negated || is_law(f, over) ||
				(f->clause.v[over].form == VERB_GERUND &&
					clause_preceded(&f->clause, over, GROUP_PREPOSITION))))
			return false; /* "arrested for trying to recruit" */
		*ret = MODALITY_PLANNED;
		return true;
	}
	if (on_mission(f, verb, ret))
		return true;
	if (over != CLAUSE_NONE && (had_to(f, over, verb) || moved_to(f, over, verb))) {
		*ret = MODALITY_ASSERTED;
		return true;
	}
	/* "became the first Kestovian to be convicted" */
	if (verb > 0 && f->clause.v[verb - 1].sort == GROUP_NOUN && over != CLAUSE_NONE &&
		f->clause.v[over].copula &&
		token_in(f->tokens,
			f->clause.v[verb - 1].first +
				(token_in(f->tokens, f->clause.v[verb - 1].first, "the") ? 1 : 0),
			"first second third last latest only")) {
		*ret = MODALITY_ASSERTED;
		return true;
	}
	if (over != CLAUSE_NONE && token_in(f->tokens, f->clause.v[over].head,
					   "said known reported estimated found shown managed "
					   "helped enabled began functioned worked acted")) {
		*ret = MODALITY_ASSERTED;
		return true;
	}
	if (over != CLAUSE_NONE && token_in(f->tokens, f->clause.v[over].head,
					   "believed thought alleged suspected accused")) {
		*ret = MODALITY_ALLEGED;
		return true;
	}
	return false;
}

/* "talks on releasing the hostages", "plans for killing": it has not come to that. */
static bool only_discussed(const struct finder *f, size_t verb)
{
	return verb > 1 && f->clause.v[verb - 1].sort == GROUP_PREPOSITION &&
	       f->clause.v[verb - 2].sort == GROUP_NOUN &&
	       token_in(f->tokens, f->clause.v[verb - 2].head,
		       "talks negotiations discussions plan plans proposal effort efforts attempt "
		       "attempts hope hopes bid aim aims goal prospect possibility chance threat");
}

/* "aimed at disrupting" */
static bool is_aim(const struct finder *f, size_t verb)
{
	return verb > 1 && group_is(&f->clause, verb - 1, "at") &&
	       token_in(f->tokens, f->clause.v[verb - 2].last - 1, "aimed directed targeted");
}

static bool gerund(const struct finder *f, size_t verb, enum modality *ret)
{
	size_t over = governor(f, verb);
	noun_set sets = over == CLAUSE_NONE ? 0 : verb_sets(f, over);

	if (only_discussed(f, verb) ||
		(verb > 1 && group_is(&f->clause, verb - 1, "for") &&
			token_in(f->tokens, f->clause.v[verb - 2].head, "used")) ||
		is_aim(f, verb))
		return false;
	if (verb > 1 && group_is(&f->clause, verb - 1, "of") &&
		f->clause.v[verb - 2].sort == GROUP_NOUN &&
		token_in(f->tokens, f->clause.v[verb - 2].head,
			"objective objectives aim aims goal goals intention intentions intent "
			"purpose purposes")) {
		*ret = MODALITY_PLANNED; /* "with the objective of carrying out ten attacks" */
		return true;
	}
	if (over != CLAUSE_NONE && over + 3 >= verb && f->clause.v[over].form == VERB_GERUND &&
		is_aim(f, over))
		return false; /* "aimed at disrupting supplies by capturing leaders" */
	if (sets & f->sets.lasting)
		*ret = MODALITY_ONGOING;
	if (over != CLAUSE_NONE &&
		token_in(f->tokens, f->clause.v[over].head, "accused suspected blamed"))
		*ret = MODALITY_ALLEGED;
	if (over != CLAUSE_NONE &&
		token_in(f->tokens, f->clause.v[over].head, "deny denies denied denying"))
		*ret = MODALITY_DENIED;
	return true;
}

/* "allegedly", "suspected", right before or in the verb group. */
static bool doubtful(const struct finder *f, size_t verb)
{
	uint32_t i = f->clause.v[verb].first;

	for (; i < f->clause.v[verb].last; i++)
		if (token_in(f->tokens, i,
			    "allegedly presumed reputedly supposedly suspected believed"))
			return true;
	return verb > 0 && group_is(&f->clause, verb - 1, "allegedly presumably");
}

static bool has_still(const struct finder *f, const struct group *vg)
{
	uint32_t i;

	for (i = vg->first; i < vg->last; i++)
		if (token_in(f->tokens, i, "still"))
			return true;
	return false;
}

static bool is_present(const struct finder *f, size_t verb)
{
	int pos = f->tokens->v[f->clause.v[verb].first].pos;

	return pos == POS_VBZ || pos == POS_VBP;
}

/* "the possibility that she was kidnapped", "no evidence that": the thought only. */
static bool is_thought(const struct finder *f, size_t that)
{
	const struct group *noun = &f->clause.v[that - (that > 0)];

	if (that == 0 || !group_is(&f->clause, that, "that") || noun->sort != GROUP_NOUN)
		return false;
	if (token_in(f->tokens, noun->first, "no"))
		return token_in(f->tokens, noun->head, "evidence proof sign indication");
	return token_in(f->tokens, noun->head,
		"possibility idea fear fears hope hopes speculation suggestion suggestions "
		"likelihood risk danger chance prospect rumor rumors rumour rumours theory");
}

/* The "that" of the clause that the verb is in; 0: there is none. */
static size_t that_before(const struct clause *c, size_t verb)
{
	size_t i;

	for (i = verb; i-- > 1 && c->v[i].sort != GROUP_SUBORDINATOR;)
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_STOP)
			return 0;
	return i > 0 && i < verb && group_is(c, i, "that") ? i : 0;
}

/* The verb is in a clause with "that", right behind a group of that sort whose head is one of
 * the words. */
static bool stands_under(
	const struct finder *f, size_t verb, enum group_sort sort, const char *words)
{
	const struct clause *c = &f->clause;
	size_t that = that_before(c, verb);

	return that && c->v[that - 1].sort == sort &&
	       token_in(f->tokens, c->v[that - 1].head, words);
}

/* "accusations that it executed villagers": whoever says so may be wrong. */
static bool is_accusation(const struct finder *f, size_t verb)
{
	return stands_under(f, verb, GROUP_NOUN,
		"accusation accusations allegation allegations charge charges suspicion suspicions "
		"claim claims");
}

/* "investigators suspect [that] the gang set the fire": so do they think, and no more. */
static bool is_suspected(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t thinks = verb, subject;

	while (thinks-- > 0)
		if (c->v[thinks].sort == GROUP_VERB && !c->v[thinks].passive &&
			token_in(f->tokens, c->v[thinks].head, "suspect suspects suspected"))
			break;
	if (thinks >= verb)
		return false;
	subject = clause_subject(c, verb);
	return subject != CLAUSE_NONE && subject < verb &&
	       subject == thinks + (group_is(c, thinks + 1, "that") ? 2 : 1);
}

/* "denied that it had abducted them", "rejected reports that it had" */
static bool is_denied(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t that = that_before(c, verb);

	if (stands_under(f, verb, GROUP_VERB, "deny denies denied denying"))
		return true;
	return that > 1 && c->v[that - 2].sort == GROUP_VERB &&
	       stands_under(
		       f, verb, GROUP_NOUN, "report reports claim claims suggestion suggestions") &&
	       token_in(f->tokens, c->v[that - 2].head,
		       "deny denies denied denying reject rejects rejected dismiss dismisses "
		       "dismissed refute refutes refuted");
}

/* "do not believe [that] nine men were killed" */
static bool is_disbelieved(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = verb; i-- > 0 && c->v[i].sort != GROUP_VERB;)
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_STOP ||
			c->v[i].sort == GROUP_RELATIVE || c->v[i].sort == GROUP_COORDINATOR ||
			(c->v[i].sort == GROUP_SUBORDINATOR && !group_is(c, i, "that")))
			return false;
	return i < verb && i + 1 < verb && c->v[i].form == VERB_FINITE && c->v[i].negated &&
	       token_in(f->tokens, c->v[i].head, "believe think");
}

/* "it appears that", "it turns out that": the verb before, 0: none. */
static size_t verb_over(const struct clause *c, size_t that)
{
	size_t i = that;

	while (i > 0 && c->v[i - 1].sort == GROUP_ADVERB)
		i--;
	return i > 0 && c->v[i - 1].sort == GROUP_VERB ? i - 1 : 0;
}

/* The clause stands under "if" or another word that makes it a mere condition. */
static bool conditional(const struct finder *f, size_t verb)
{
	size_t i;

	for (i = verb; i-- > 0;) {
		if (f->clause.v[i].sort == GROUP_SUBORDINATOR)
			return group_is(&f->clause, i, "if unless whether") ||
			       (group_is(&f->clause, i, "until once") && is_present(f, verb)) ||
			       is_thought(f, i) ||
			       (group_is(&f->clause, i, "that") && verb_over(&f->clause, i) &&
				       conditional(f, verb_over(&f->clause, i)));
		if (f->clause.v[i].sort == GROUP_RELATIVE && i + 1 < verb && is_thought(f, i))
			return true;
		if (f->clause.v[i].sort == GROUP_VERB && f->clause.v[i].form == VERB_FINITE)
			return false;
	}
	return false;
}

/* "demanded that it lift the sanctions", "ordered that he be tried": the bare form of the verb says
 * that it is yet to happen, if at all. The verb that wants it so; CLAUSE_NONE: none. */
static size_t wanting_verb(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	uint32_t first = c->v[verb].first;
	size_t i;

	while (first < c->v[verb].head && f->tokens->v[first].pos == POS_RB)
		first++;
	if (c->v[verb].form != VERB_FINITE || f->tokens->v[first].pos != POS_VB)
		return CLAUSE_NONE;
	for (i = verb; i-- > 0 && c->v[i].sort != GROUP_STOP;)
		if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			return verb_sets(f, i) & f->sets.mandative ? i : CLAUSE_NONE;
	return CLAUSE_NONE;
}

/* "almost died" */
static bool almost(const struct finder *f, const struct group *vg)
{
	return vg->head > f->now->first && token_in(f->tokens, vg->head - 1, "almost nearly");
}

bool modality_of(const struct finder *f, size_t verb, enum modality *ret)
{
	const struct group *vg = &f->clause.v[verb];
	size_t over;

	*ret = MODALITY_ASSERTED;
	if (vg->possible || almost(f, vg) || conditional(f, verb) ||
		(verb > 0 && group_is(&f->clause, verb - 1, "than")))
		return false; /* "more than have been seen before" */
	if (vg->future) {
		*ret = MODALITY_PLANNED;
		return true;
	}
	over = wanting_verb(f, verb);
	if (over != CLAUSE_NONE) {
		*ret = MODALITY_PLANNED;
		return (verb_sets(f, over) & f->sets.planning) != 0;
	}
	if (doubtful(f, verb) || is_accusation(f, verb) || is_suspected(f, verb))
		*ret = MODALITY_ALLEGED;
	if (is_denied(f, verb) || is_disbelieved(f, verb))
		*ret = MODALITY_DENIED;
	if ((vg->form == VERB_INFINITIVE || vg->form == VERB_GERUND) && is_banned(f, verb))
		return false;
	if (vg->form == VERB_INFINITIVE)
		return infinitive(f, verb, ret);
	if (vg->form == VERB_GERUND)
		return gerund(f, verb, ret);
	if (vg->progressive && !token_in(f->tokens, vg->first, "was were had"))
		*ret = MODALITY_ONGOING;
	if (token_in(f->tokens, vg->head, "held detained") && vg->passive &&
		token_in(f->tokens, vg->head - 1, "being"))
		*ret = MODALITY_ONGOING;
	if (verb > 0 && vg->form == VERB_FINITE && !vg->perfect &&
		(group_is(&f->clause, verb - 1, "still remains") || has_still(f, vg)))
		*ret = MODALITY_ONGOING;
	return true;
}
