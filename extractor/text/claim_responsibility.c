/* SPDX-License-Identifier: Apache-2.0
 *
 * Who is said to have done an act: blamed, accused, behind it, denying it. Claims of one's own
 * ("claimed the attack") are ordinary triggers; here the accused, not the accuser, is the subject.
 */
#include "text/claim_parts.h"
#include "text/phrase.h"

static bool is_act(const struct finder *f, size_t noun)
{
	return noun != CLAUSE_NONE &&
	       (noun_sets(f, noun) &
		       (f->sets.attack | f->sets.cause | claim_lexicon_set(f->lexicon, "harm")));
}

/* Blame for what is no act of violence ("for a breakdown in talks", "for her dismissal"). */
static bool is_other_matter(const struct finder *f, size_t act)
{
	return act != CLAUSE_NONE && !f->clause.v[act].pronoun && !is_act(f, act) &&
	       !noun_is_name(f, act) && !(noun_sets(f, act) & f->sets.people);
}

/* "blamed the uprising on militants": whatever they are blamed for is an act of theirs. */
static bool is_armed(const struct finder *f, size_t who)
{
	return noun_has_word(f, who, claim_lexicon_set(f->lexicon, "captors"));
}

/* "The bad weather is blamed": it has no responsibility. */
static bool is_nature(const struct finder *f, size_t who)
{
	return who != CLAUSE_NONE && (noun_sets(f, who) & claim_lexicon_set(f->lexicon, "natural"));
}

static void add(struct finder *f, size_t verb, size_t who, size_t act, enum modality modality)
{
	struct draft *d;
	size_t i;

	if (who == CLAUSE_NONE)
		return;
	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].group == verb && (f->drafts[i].claim.kind == CLAIM_STATEMENT ||
							  f->drafts[i].claim.kind == CLAIM_CHARGED))
			f->drafts[i].dropped = true;
	d = draft_add(f, CLAIM_RESPONSIBILITY, verb, STR("responsibility"), 0.7f);
	d->claim.subject = actor_slot(f, who);
	d->claim.object = act == CLAUSE_NONE ? (struct str){0} : memory_slot(f, act);
	d->object_group = act;
	d->claim.modality = modality;
}

static void attribute(struct finder *f, size_t source)
{
	struct claim *claim = &f->drafts[f->ndrafts - 1].claim;

	if (!claim->attributed_to.n && source != CLAUSE_NONE)
		claim->attributed_to = memory_slot(f, source);
}

/* "on what he called [terrorists]": the phrase after a preposition, by whatever name it is
 * called. */
static size_t called_after(const struct clause *c, size_t at, const char *prepositions)
{
	size_t i, end;

	for (i = at + 1; i + 4 < c->n && c->v[i].sort != GROUP_STOP; i++)
		if (group_is(c, i, prepositions) && group_is(c, i + 1, "what") &&
			c->v[i + 3].sort == GROUP_VERB) {
			end = i + 4;
			while (end < c->n &&
				(c->v[end].sort == GROUP_OTHER || group_is(c, end, "as")))
				end++;
			return end < c->n && c->v[end].sort == GROUP_NOUN ? end : CLAUSE_NONE;
		}
	return clause_after(c, at, prepositions);
}

/* "blamed X for Y", "blamed Y on X", "X was blamed for Y", "an attack blamed on X". */
static void find_blame(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	const struct group *vg = &c->v[verb];
	size_t on = called_after(c, verb, "on upon"), act = clause_after(c, verb, "for in over");
	size_t subject = clause_subject(c, verb), before = f->ndrafts;
	struct noun_list objects;

	bool passive = vg->passive || vg->form == VERB_PARTICIPLE;
	size_t blamed;

	clause_objects(c, verb, &objects);
	if (on != CLAUSE_NONE && act != CLAUSE_NONE && act < on)
		on = CLAUSE_NONE; /* "blamed for attacks on X" */
	if (vg->form == VERB_PARTICIPLE && on != CLAUSE_NONE && verb > 0 &&
		c->v[verb - 1].sort == GROUP_NOUN)
		subject = verb - 1;
	blamed = passive ? subject : objects.n ? objects.v[0] : CLAUSE_NONE;
	if (on != CLAUSE_NONE) {
		act = blamed;
		blamed = on;
	}
	if ((is_other_matter(f, act) && !(on != CLAUSE_NONE && is_armed(f, on))) ||
		(act == CLAUSE_NONE && !passive) || is_nature(f, blamed))
		return;
	add(f, verb, blamed, act, MODALITY_ALLEGED);
	if (f->ndrafts > before && !passive)
		attribute(f, subject);
}

/* "attributed the attack to X", "the attack was attributed to X". */
static void find_attributed(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	bool passive = c->v[verb].passive || c->v[verb].form == VERB_PARTICIPLE;
	size_t who = clause_after(c, verb, "to on"), act;
	struct noun_list objects;

	clause_objects(c, verb, &objects);
	act = passive ? clause_subject(c, verb) : objects.n ? objects.v[0] : CLAUSE_NONE;
	if (c->v[verb].form == VERB_PARTICIPLE && verb > 0 && c->v[verb - 1].sort == GROUP_NOUN &&
		act != verb - 1)
		return; /* "strikes on a house linked to X": the house is */
	if (!passive && who != CLAUSE_NONE && is_act(f, who) && act != CLAUSE_NONE &&
		!is_act(f, act) &&
		token_in(f->tokens, c->v[verb].head, "link linked tie tied connect connected")) {
		size_t linked = act; /* "linked the group to the bombing" */

		act = who;
		who = linked;
	}
	if (!is_act(f, act) || who == CLAUSE_NONE || is_act(f, who) || c->v[verb].negated ||
		(c->v[act].quantity &&
			c->v[act].quantity->sort ==
				QUANTITY_PERCENT)) /* "attributed 70 percent of the deaths to" */
		return;
	add(f, verb, who, act, MODALITY_ALLEGED);
	if (!passive)
		attribute(f, clause_subject(c, verb));
}

/* "pointed the finger at X for Y". */
static void find_finger(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t who = clause_after(c, verb, "at to");

	if (verb + 1 >= c->n || !token_in(f->tokens, c->v[verb + 1].head, "finger fingers"))
		return;
	add(f, verb, who, clause_after(c, verb, "for"), MODALITY_ALLEGED);
	if (who != CLAUSE_NONE)
		attribute(f, clause_subject(c, verb));
}

/* "captured two leaders of the band, accused of": what was done to whom is accused, not who did
 * it. */
static size_t done_to(const struct clause *c, size_t participle)
{
	struct noun_list objects;
	size_t i;

	if (participle < 2 || c->v[participle - 1].sort != GROUP_COMMA)
		return CLAUSE_NONE;
	for (i = participle - 1; i-- > 0 && c->v[i].sort != GROUP_VERB;)
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_STOP)
			return CLAUSE_NONE;
	if (i >= participle || c->v[i].form != VERB_FINITE || c->v[i].passive)
		return CLAUSE_NONE;
	clause_objects(c, i, &objects);
	return objects.n ? objects.v[0] : CLAUSE_NONE;
}

/* "accused X of carrying out Y", "X is suspected of the bombing". */
static void find_accusation(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	const struct group *vg = &c->v[verb];
	bool passive = vg->passive || vg->form == VERB_PARTICIPLE;
	struct noun_list objects, acts;
	size_t i, who, act = CLAUSE_NONE, before = f->ndrafts;

	clause_objects(c, verb, &objects);
	who = passive ? clause_subject(c, verb) : objects.n ? objects.v[0] : CLAUSE_NONE;
	if (vg->form == VERB_PARTICIPLE && verb > 0 && c->v[verb - 1].sort == GROUP_NOUN)
		who = verb - 1; /* "the trial of six men accused of" */
	else if (vg->form == VERB_PARTICIPLE && done_to(c, verb) != CLAUSE_NONE)
		who = done_to(c, verb);
	for (i = verb + 1; i + 1 < c->n && i < verb + 6; i++) {
		if (!group_is(c, i, "of in"))
			continue;
		if (c->v[i + 1].sort == GROUP_VERB) {
			clause_objects(c, i + 1, &acts);
			act = acts.n ? acts.v[0] : CLAUSE_NONE;
		} else if (c->v[i + 1].sort == GROUP_NOUN) {
			act = i + 1;
		}
		break;
	}
	if (!is_act(f, act) || who == CLAUSE_NONE || vg->possible)
		return;
	if (noun_sets(f, who) & f->sets.people)
		return; /* people are charged, groups are blamed */
	add(f, verb, who, act, MODALITY_ALLEGED);
	if (f->ndrafts > before && !passive)
		attribute(f, clause_subject(c, verb));
}

/* "was behind both blasts", "was responsible for the attack". */
static void find_behind(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t act = CLAUSE_NONE, i, subject;
	enum modality modality;

	for (i = verb + 1; i + 1 < c->n && i < verb + 4; i++) {
		if (group_is(c, i, "behind"))
			act = i + 1;
		if (group_is(c, i, "responsible") && group_is(c, i + 1, "for") && i + 2 < c->n)
			act = i + 2;
		if (c->v[i].sort == GROUP_VERB)
			return;
	}
	if (act == CLAUSE_NONE || c->v[act].sort != GROUP_NOUN || !is_act(f, act) ||
		(c->v[act].quantity &&
			c->v[act].quantity->sort ==
				QUANTITY_PERCENT) || /* "for two thirds of the attacks" */
		!modality_of(f, verb, &modality))
		return;
	subject = clause_subject(c, verb);
	if (subject == CLAUSE_NONE)
		return;
	add(f, verb, subject, act, c->v[verb].negated ? MODALITY_DENIED : MODALITY_ASSERTED);
	if (token_in(f->tokens, c->v[subject].first, "its their") && f->nattributions)
		f->drafts[f->ndrafts - 1].claim.subject = f->attributions[0].source;
}

/* "holds X responsible for Y". */
static void find_held(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	struct noun_list objects;
	size_t i;

	clause_objects(c, verb, &objects);
	if (!objects.n)
		return;
	i = objects.v[objects.n - 1] + 1;
	if (i + 2 < c->n && group_is(c, i, "responsible accountable") &&
		group_is(c, i + 1, "for")) {
		add(f, verb, objects.v[0], i + 2, MODALITY_ALLEGED);
		attribute(f, clause_subject(c, verb));
	}
}

/* "denied involvement [in Y]", "denied responsibility for Y". */
static void find_denial(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	struct noun_list objects;
	size_t act;

	clause_objects(c, verb, &objects);
	if (!objects.n ||
		!token_in(f->tokens, c->v[objects.v[0]].head, "involvement responsibility role"))
		return;
	act = clause_after(c, objects.v[0], "in for");
	add(f, verb, clause_subject(c, verb), act == CLAUSE_NONE ? objects.v[0] : act,
		MODALITY_DENIED);
	attribute(f, clause_subject(c, verb));
}

/* "Responsibility for Y was claimed by X". */
static void find_claimed(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t subject = c->v[verb].passive ? clause_subject(c, verb) : CLAUSE_NONE;

	if (subject != CLAUSE_NONE && token_in(f->tokens, c->v[subject].head, "responsibility"))
		add(f, verb, clause_after(c, verb, "by"), clause_after(c, subject, "for"),
			MODALITY_ASSERTED);
}

void responsibilities_find(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = 0; i < c->n; i++) {
		uint32_t head = c->v[i].head;

		if (c->v[i].sort != GROUP_VERB)
			continue;
		if (token_in(f->tokens, head,
			    "attribute attributed attributes ascribe ascribed pin pinned link "
			    "linked traced tie tied connect connected"))
			find_attributed(f, i);
		else if (token_in(f->tokens, head, "claimed"))
			find_claimed(f, i);
		else if (token_in(f->tokens, head, "point pointed points pointing"))
			find_finger(f, i);
		else if (token_in(f->tokens, head, "blame blamed blames blaming"))
			find_blame(f, i);
		else if (token_in(f->tokens, head,
				 "accuse accused accuses accusing suspect suspects suspected"))
			find_accusation(f, i);
		else if (token_in(f->tokens, head, "deny denied denies denying"))
			find_denial(f, i);
		else if (token_in(f->tokens, head, "hold holds held"))
			find_held(f, i);
		else if (c->v[i].copula)
			find_behind(f, i);
	}
}
