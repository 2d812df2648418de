/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures that stand without a verb of their own: sizes of forces, levels and trends, tolls, and who was among the victims. */
#include "text/claim_match.h"
#include "text/claim_percent.h"
#include "text/phrase.h"

/* "a force of around 20,000 peacekeepers", "the strength of X at 200 members". */
static void find_size(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	struct draft *d;

	if (group + 2 >= c->n || !group_is(c, group + 1, "of") ||
		c->v[group + 2].sort != GROUP_NOUN ||
		!(noun_sets(f, group) & (f->sets.group | f->sets.forces)) || c->v[group].pronoun || noun_meant(f, group) != group)
		return;
	if (!c->v[group + 2].quantity || c->v[group + 2].quantity->sort != QUANTITY_COUNT ||
		!(noun_sets(f, group + 2) & f->sets.people) ||
		token_in(f->tokens, c->v[group].head, "group groups presence network ring band gang cell team pair trio") || token_in(f->tokens, c->v[group + 2].first, "the"))
		return; /* "a group of ten": just ten */
	d = draft_add(f, CLAIM_STRENGTH, group, STR("force of"), 0.6f);
	d->claim.subject = noun_text(f, group);
	d->object_group = group + 2;
	d->claim.object = noun_slot(f, group + 2, group + 2);
	noun_count(f, &d->claim, group + 2, group + 2);
}

/* "includes: 10m to Unicef; and 3m to the Red Cross": each gift of a list. */
static void find_gift(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	const struct group *np = &c->v[group];
	struct draft *d;
	size_t i;

	if (!np->bare || np->quantity->sort != QUANTITY_MONEY || group == 0 || group + 2 >= c->n ||
		!group_is(c, group + 1, "to for") || c->v[group + 2].sort != GROUP_NOUN || c->v[group + 2].quantity ||
		(c->v[group - 1].sort != GROUP_STOP && c->v[group - 1].sort != GROUP_COMMA && c->v[group - 1].sort != GROUP_COORDINATOR))
		return;
	for (i = group; i-- > 0 && !token_in(f->tokens, c->v[i].head, "includes include included including comprises");)
		;
	if (i == (size_t)-1)
		return;
	d = draft_add(f, CLAIM_FUNDING, group, STR("gift"), 0.6f);
	d->object_group = group + 2;
	d->claim.object = noun_text(f, group + 2);
	d->claim.has_value = np->quantity->has_value;
	d->claim.value = np->quantity->value;
	d->claim.modifier = np->quantity->modifier;
	d->claim.unit = np->quantity->unit;
}

/* "put the number of dead at 12", "the number of people wounded stands at 60"; 0: of something else. */
static enum claim_kind casualty_kind(const struct finder *f, size_t of)
{
	const struct clause *c = &f->clause;
	uint32_t word = c->v[of].head;

	if ((noun_sets(f, of) & f->sets.people) && of + 1 < c->n && c->v[of + 1].sort == GROUP_VERB &&
		!token_in(f->tokens, word, "dead wounded injured"))
		word = c->v[of + 1].head;
	if (token_in(f->tokens, word, "dead deaths fatalities killed"))
		return CLAIM_KILLED;
	return token_in(f->tokens, word, "wounded injured injuries hurt") ? CLAIM_WOUNDED : 0;
}

/* "the number of men who died is 42": the claim that the clause between has made, without a figure. */
static struct draft *told_between(struct finder *f, size_t number, size_t verb)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].claim.kind < CLAIM_SHARE && !f->drafts[i].claim.has_value &&
			f->drafts[i].group > number && f->drafts[i].group < verb &&
			f->drafts[i].object_group == number + 2)
			return &f->drafts[i];
	return NULL;
}

/* "puts the strength of X at 200 members", "raise the size of X to 12,000". */
static void find_level(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t of = group + 2, i;
	struct draft *d;
	bool counted;

	if (!token_in(f->tokens, c->v[group].head, "strength size number ranks membership") ||
		!group_is(c, group + 1, "of") || of >= c->n ||
		(c->v[of].sort != GROUP_NOUN && !casualty_kind(f, of)))
		return;
	for (i = of + 1; i + 1 < c->n && i < of + 8; i++)
		if (group_is(c, i, "at to") && c->v[i + 1].sort == GROUP_NOUN &&
			c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_COUNT)
			break;
	if (i + 1 >= c->n || i >= of + 8)
		return;
	d = told_between(f, group, i);
	if (d && c->v[i + 1].bare) { /* "brought the number of people returned from X to 511" */
		noun_count(f, &d->claim, i + 1, i + 1);
		d->counted_group = i + 1;
		return;
	}
	if (token_in(f->tokens, c->v[group].head, "number") && !casualty_kind(f, of) &&
		(!(noun_sets(f, of) & (f->sets.attack | f->sets.forces | f->sets.group | f->sets.people)) ||
			token_in(f->tokens, c->v[of].head, "ministers members seats cases victims")))
		return; /* "the number of ministers": of no force */
	counted = token_in(f->tokens, c->v[group].head, "number") &&
		  (noun_sets(f, of) & f->sets.attack);
	d = draft_add(f, counted ? CLAIM_ATTACKS : CLAIM_STRENGTH, group, STR("strength of"), 0.7f);
	if (counted) {
		noun_count(f, &d->claim, i + 1, i + 1);
		d->claim.unit = STR("attack");
		return;
	}
	d->object_group = i + 1;
	if (token_in(f->tokens, c->v[group].head, "number") && casualty_kind(f, of))
		d->claim.kind = casualty_kind(f, of);
	if (!token_in(f->tokens, c->v[group].head, "number"))
		d->claim.subject = memory_slot(f, of);
	d->claim.object = c->v[i + 1].bare ? (struct str){0} : noun_slot(f, i + 1, i + 1);
	if (token_in(f->tokens, c->v[group].head, "number"))
		d->claim.object = noun_slot(f, of, of);
	noun_count(f, &d->claim, i + 1, i + 1);
	d->claim.unit = STR("person");
	if (group > 0 && token_in(f->tokens, c->v[group - 1].head,
				 "put puts estimate estimates estimated placed"))
		d->claim.attributed_to = actor_slot(f, clause_subject(c, group - 1));
	if (d->claim.kind != CLAIM_STRENGTH) {
		if (token_in(f->tokens, c->v[of].head, "dead deaths fatalities wounded injured injuries"))
			d->claim.object = (struct str){0};
		return;
	}
	if (group > 0 && c->v[group - 1].sort == GROUP_VERB &&
		!modality_of(f, group - 1, &d->claim.modality))
		d->claim.modality = MODALITY_PLANNED;
}

/* "there are some 800 foreign fighters in Syria": who is there has gone there. */
static void find_presence(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	noun_set fronts = claim_lexicon_set(f->lexicon, "fronts"), militants = claim_lexicon_set(f->lexicon, "militants");
	struct noun_list people;
	enum modality modality;
	struct draft *d;
	size_t in;

	if (verb == 0 || !group_is(c, verb - 1, "there") || c->v[verb].negated || !modality_of(f, verb, &modality))
		return;
	clause_objects(c, verb, &people);
	if (!people.n || !c->v[people.v[0]].quantity || c->v[people.v[0]].quantity->sort != QUANTITY_COUNT ||
		!(noun_sets(f, people.v[0]) & f->sets.people))
		return;
	in = clause_after(c, people.v[0], "in with");
	/* "foreign fighters in Syria", "persons in the conflict zones", "jihadist travellers" */
	if (noun_has_word(f, people.v[0], militants | fronts)
			? (in == CLAUSE_NONE ? !token_in(f->tokens, c->v[people.v[0]].head, "travelers travellers")
					     : !noun_has_word(f, in, fronts))
			: in == CLAUSE_NONE || c->v[in].proper || !noun_has_word(f, in, fronts))
		return;
	d = draft_add(f, CLAIM_RECRUITED, verb, STR("there are fighters in"), 0.6f);
	d->object_group = people.v[0];
	d->claim.object = noun_slot(f, people.v[0], people.v[0]);
	d->claim.modality = modality;
	noun_count(f, &d->claim, people.v[0], people.v[0]);
}

/* "264,000 internally displaced people": a count of them is a claim. */
static void find_displaced(struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];
	struct draft *d;
	size_t i;
	bool displaced = false;

	if (!np->quantity || np->quantity->sort != QUANTITY_COUNT || np->bare)
		return;
	for (i = np->core; i < np->head; i++)
		displaced = displaced || token_in(f->tokens, i, "displaced");
	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].object_group == group)
			return;
	if (!displaced)
		return;
	d = draft_add(f, CLAIM_DISPLACED, group, STR("displaced people"), 0.7f);
	d->object_group = group;
	d->claim.object = noun_slot(f, group, group);
	noun_count(f, &d->claim, group, group);
}

#define TOLL_REACH 12 /* phrases from the toll to its number */

/* "The death toll rose to 67." */
static void find_toll(struct finder *f, size_t group)
{
	const struct clause *c = &f->clause;
	size_t i;
	struct draft *d;

	if (!token_in(f->tokens, c->v[group].head, "toll") ||
		!token_in(f->tokens, c->v[group].head - (c->v[group].head > c->v[group].first),
			"death"))
		return;
	for (i = group + 1; i + 1 < c->n && i < group + TOLL_REACH; i++)
		if ((group_is(c, i, "to at of above past") || token_in(f->tokens, c->v[i].head,
			     "reached reaches reach exceeded exceeds passed surpassed surpasses "
			     "topped tops hit approaching nearing")) &&
			c->v[i + 1].sort == GROUP_NOUN &&
			c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_COUNT)
			break;
	if (i + 1 >= c->n || i >= group + TOLL_REACH)
		return;
	d = draft_add(f, CLAIM_KILLED, group, STR("death toll"), 0.7f);
	d->object_group = i + 1;
	noun_count(f, &d->claim, i + 1, i + 1);
	d->claim.unit = STR("person");
	d->claim.object = c->v[i + 1].bare ? (struct str){0} : noun_text(f, i + 1);
	i = clause_after(c, group, "from in of");
	if (i != CLAUSE_NONE && (noun_sets(f, i) & (f->sets.cause | f->sets.attack)))
		d->claim.subject = noun_text(f, i);
}

/* The pattern by which the phrase's noun makes a claim when it is counted: "arrests", "incidents".
 */
static const struct trigger *counted_event(const struct finder *f, size_t noun)
{
	const struct trigger *t;

	for (t = match_triggers(f, noun); t; t = t->next)
		if (t->class == TRIGGER_COUNTED && t->nwords == 1)
			return t;
	return NULL;
}

/* "Terrorist incidents fell from 112 to 86." */
static void find_trend(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t subject = clause_subject(c, verb), to = clause_after(c, verb, "to");
	const struct trigger *event;
	struct draft *d;

	if (!token_in(f->tokens, c->v[verb].head,
		    "fell dropped rose declined increased climbed decreased went "
		    "grew jumped dipped doubled " CHANGING_VERBS))
		return;
	if (c->v[verb].form == VERB_GERUND)
		subject = changing_noun(c, verb);
	if (subject == CLAUSE_NONE || to == CLAUSE_NONE || !c->v[to].bare || !c->v[to].quantity ||
		c->v[to].quantity->sort != QUANTITY_COUNT || c->v[verb].form == VERB_INFINITIVE ||
		c->v[verb].progressive)
		return;
	event = counted_event(f, subject);
	if (!event && (!(noun_sets(f, subject) & f->sets.attack) ||
			      token_in(f->tokens, c->v[subject].head, "crime crimes")))
		return;
	d = draft_add(f, event ? event->kind : CLAIM_ATTACKS, verb, STR("trend"), 0.6f);
	d->counted_group = to;
	noun_count(f, &d->claim, to, to);
	if (d->claim.kind == CLAIM_ATTACKS)
		d->claim.unit = STR("attack");
	else if (event->unit.n)
		d->claim.unit = event->unit;
}

/* A number in the place at, alone or of the event that the sentence tells of. */
static bool is_level(const struct finder *f, size_t at)
{
	const struct group *np = &f->clause.v[at];

	return at < f->clause.n && np->sort == GROUP_NOUN && np->quantity && np->quantity->sort == QUANTITY_COUNT &&
	       np->quantity->has_value && (np->bare || counted_event(f, at));
}

/* The time that follows a figure, "in 2010"; NULL: none. *ret_next is what comes after. */
static const struct timex *level_time(const struct finder *f, size_t figure, size_t *ret_next)
{
	const struct clause *c = &f->clause;
	size_t at = figure + 1;

	if (at < c->n && c->v[at].sort == GROUP_PREPOSITION && !group_is(c, at, "to"))
		at++;
	*ret_next = figure + 1;
	if (at < c->n && at > figure + 1 && c->v[at].sort == GROUP_NOUN && !c->v[at].bare &&
		token_in(f->tokens, c->v[at].head, "period quarter half term"))
		*ret_next = at + 1; /* "in the previous period" */
	if (at >= c->n || c->v[at].sort != GROUP_TIME)
		return NULL;
	*ret_next = at + 1;
	return timex_at(f->input->reading.times, c->v[at].first);
}

static void add_level(struct finder *f, const struct trigger *event, size_t figure, const struct timex *time)
{
	struct draft *d;
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].counted_group == figure || f->drafts[i].object_group == figure) {
			f->drafts[i].compared = time ? time : f->drafts[i].compared;
			return;
		}
	d = draft_add(f, event->kind, figure, STR("from and to"), 0.7f);
	d->counted_group = figure;
	d->compared = time;
	noun_count(f, &d->claim, figure, figure);
	if (d->claim.kind == CLAIM_ATTACKS)
		d->claim.unit = STR("attack");
	else if (event->unit.n)
		d->claim.unit = event->unit;
}

/* "attacks fell from 703 in 2010 to 561 in 2011": two figures, each with its time. */
static void find_change(struct finder *f, size_t from)
{
	const struct clause *c = &f->clause;
	const struct trigger *event = NULL;
	const struct timex *before, *after;
	size_t to, next, i;

	if (!is_level(f, from + 1))
		return;
	before = level_time(f, from + 1, &to);
	if (!group_is(c, to, "to") || !is_level(f, to + 1))
		return;
	after = level_time(f, to + 1, &next);
	for (i = from; !event && i-- > 0 && c->v[i].sort != GROUP_STOP;)
		if (c->v[i].sort == GROUP_NOUN && !c->v[i].pronoun)
			event = counted_event(f, i);
	if (!event)
		return;
	add_level(f, event, from + 1, before);
	add_level(f, event, to + 1, after);
}

/* "The number of verdicts pronounced for terrorism was 587." */
static void find_total(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t number = clause_subject(c, verb);
	const struct trigger *event;
	struct noun_list total;
	struct draft *d;

	if (number == CLAUSE_NONE || number + 2 >= c->n || !token_in(f->tokens, c->v[number].head, "number total") ||
		!group_is(c, number + 1, "of") || c->v[number + 2].sort != GROUP_NOUN)
		return;
	clause_objects(c, verb, &total);
	if (total.n && (d = told_between(f, number, verb)) && c->v[total.v[0]].bare) {
		noun_count(f, &d->claim, total.v[0], total.v[0]);
		return;
	}
	event = counted_event(f, number + 2);
	if (!event || !total.n || !c->v[total.v[0]].bare || c->v[total.v[0]].quantity->sort != QUANTITY_COUNT)
		return;
	d = draft_add(f, event->kind, verb, STR("number of"), 0.7f);
	d->counted_group = total.v[0];
	noun_count(f, &d->claim, total.v[0], total.v[0]);
	if (d->claim.kind == CLAIM_ATTACKS)
		d->claim.unit = STR("attack");
	else if (event->unit.n)
		d->claim.unit = event->unit;
}

/* "There has never been a terrorist attack in X": none. */
static void find_absence(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	const struct trigger *event;
	struct noun_list what;
	struct draft *d;

	if (verb == 0 || !group_is(c, verb - 1, "there") || !c->v[verb].negated || c->v[verb].possible)
		return;
	clause_objects(c, verb, &what);
	if (what.n != 1 || c->v[what.v[0]].quantity || !token_in(f->tokens, c->v[what.v[0]].first, "a an any"))
		return;
	event = counted_event(f, what.v[0]);
	if (!event)
		return;
	d = draft_add(f, event->kind, verb, STR("there has never been"), 0.7f);
	d->counted_group = what.v[0];
	d->claim.has_value = true;
	d->claim.modifier = MODIFIER_EXACT;
	d->claim.unit = d->claim.kind == CLAIM_ATTACKS ? STR("attack") : event->unit.n ? event->unit : STR("person");
}

/* "There have been several attacks", "there was a series of bombings": some, nobody says how many. */
static void find_some(struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	struct noun_list what;
	struct draft *d;
	size_t noun;

	if (verb == 0 || !group_is(c, verb - 1, "there") || c->v[verb].negated || c->v[verb].possible)
		return;
	clause_objects(c, verb, &what);
	if (what.n != 1)
		return;
	noun = noun_meant(f, what.v[0]);
	if (!c->v[noun].plural || token_in(f->tokens, c->v[noun].head, "incidents") || !counted_event(f, noun) ||
		counted_event(f, noun)->kind != CLAIM_ATTACKS || (c->v[noun].quantity && c->v[noun].quantity->has_value))
		return;
	d = draft_add(f, CLAIM_ATTACKS, verb, STR("there were attacks"), 0.7f);
	if (noun != what.v[0] || c->v[noun].quantity) {
		d->claim.modifier = MODIFIER_ABOUT;
		d->claim.unit = STR("attack");
	}
}

/* "came through a year without an attack": none. */
static void find_without(struct finder *f, size_t without)
{
	const struct clause *c = &f->clause;
	size_t noun = without + 1;
	struct draft *d;

	if (without == 0 || noun >= c->n || c->v[noun].sort != GROUP_NOUN || !(noun_sets(f, noun) & f->sets.attack) ||
		!token_in(f->tokens, c->v[noun].first, "a an any") ||
		!token_in(f->tokens, c->v[without - 1].last - 1, "year years month months decade period went passed passes"))
		return;
	d = draft_add(f, CLAIM_ATTACKS, without, STR("without an attack"), 0.7f);
	d->claim.has_value = true;
	d->claim.modifier = MODIFIER_EXACT;
	d->claim.unit = STR("attack");
}

/* The kind of what "those arrested", "the dead" have had done to them; 0 if they are others. */
static enum claim_kind done_to(const struct finder *f, size_t noun)
{
	const struct clause *c = &f->clause;
	const struct trigger *t;

	if (token_in(f->tokens, c->v[noun].head, "dead killed victims fatalities"))
		return CLAIM_KILLED;
	if (token_in(f->tokens, c->v[noun].head, "wounded injured"))
		return CLAIM_WOUNDED;
	if (!token_in(f->tokens, c->v[noun].head, "those") || noun + 1 >= c->n ||
		c->v[noun + 1].sort != GROUP_VERB)
		return 0;
	for (t = match_triggers(f, noun + 1); t; t = t->next)
		if (t->class == TRIGGER_VERB && t->nwords == 1 && t->kind < CLAIM_FUNDING)
			return t->kind;
	return 0;
}

/* "Among the dead were three children", "among those arrested by X were several leaders". */
static void find_among(struct finder *f, size_t among)
{
	const struct clause *c = &f->clause;
	size_t noun = among + 1, verb, by;
	struct noun_list people;
	enum claim_kind kind;
	struct draft *d;

	if (noun >= c->n || c->v[noun].sort != GROUP_NOUN || !(kind = done_to(f, noun)))
		return;
	for (verb = noun + 1; verb < c->n && !(c->v[verb].sort == GROUP_VERB && c->v[verb].copula);
		verb++)
		if (c->v[verb].sort == GROUP_STOP || c->v[verb].sort == GROUP_RELATIVE)
			return;
	if (verb == c->n)
		return;
	clause_objects(c, verb, &people);
	if (!people.n)
		return;
	d = draft_add(f, kind, noun, STR("among those"), 0.7f);
	d->object_group = people.v[0];
	d->claim.object = noun_slot(f, people.v[0], people.v[people.n - 1]);
	noun_count(f, &d->claim, people.v[0], people.v[people.n - 1]);
	by = noun + 1 < verb ? clause_after(c, noun + 1, "by") : CLAUSE_NONE;
	if (by != CLAUSE_NONE && by < verb)
		d->claim.subject = noun_text(f, by);
}

void figures_find(struct finder *f)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct group *g = &c->v[i];

		if (g->sort == GROUP_VERB)
			find_trend(f, i);
		if (g->sort == GROUP_VERB && g->copula) {
			find_presence(f, i);
			find_absence(f, i);
			find_some(f, i);
			find_total(f, i);
		}
		if (group_is(c, i, "among"))
			find_among(f, i);
		if (group_is(c, i, "without"))
			find_without(f, i);
		if (group_is(c, i, "from"))
			find_change(f, i);
		if (g->sort != GROUP_NOUN)
			continue;
		if (g->quantity && g->quantity->sort == QUANTITY_PERCENT)
			share_find(f, i);
		if (g->quantity)
			find_gift(f, i);
		find_size(f, i);
		find_displaced(f, i);
		find_level(f, i);
		find_toll(f, i);
	}
}
