/* SPDX-License-Identifier: Apache-2.0
 *
 * What killed, wounded or drove out people if nobody is named: "died in the violence", "were
 * killed when a bomb exploded". */
#include "text/claim_match.h"
#include "text/phrase.h"

bool match_is_cause(const struct finder *f, size_t group)
{
	return group != CLAUSE_NONE && (noun_sets(f, group) & (f->sets.cause | f->sets.attack));
}

/* "the shooting, in which 14 died": the noun that the clause tells of. */
static size_t cause_told(const struct clause *c, size_t verb)
{
	size_t i;

	for (i = verb; i-- > 1;) {
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_STOP)
			return CLAUSE_NONE;
		if (c->v[i].sort == GROUP_RELATIVE && group_is(c, i - 1, "in during"))
			return clause_antecedent(c, i);
	}
	return CLAUSE_NONE;
}

/* "were killed when a bomb exploded", "died when their car hit a mine", "when gunmen attacked". */
static size_t cause_when(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t when = verb + 1, subject, deed;

	while (when < c->n && !group_is(c, when, "when"))
		if (c->v[when++].sort == GROUP_VERB)
			return CLAUSE_NONE;
	for (deed = when;
		deed < c->n && !(c->v[deed].sort == GROUP_VERB && c->v[deed].form == VERB_FINITE);
		deed++)
		;
	if (deed == c->n)
		return CLAUSE_NONE;
	subject = clause_subject(c, deed);
	if (subject == CLAUSE_NONE || subject < when)
		return CLAUSE_NONE;
	if (token_in(f->tokens, c->v[deed].head, "hit struck triggered tripped"))
		return match_is_cause(f, subject) || deed + 1 == c->n ? subject : deed + 1;
	if (token_in(f->tokens, c->v[deed].head, "stepped drove ran stumbled"))
		return clause_after(c, deed, "on over onto");
	return token_in(f->tokens, c->v[deed].head,
		       "exploded detonated went ripped tore fell landed slammed attacked "
		       "ambushed opened fired stormed raided shelled bombed blew")
		       ? subject
		       : CLAUSE_NONE;
}

/* "were killed, and nine wounded in the blast": the verb of those others. */
static size_t others_harmed(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t at = verb + 1;

	if (at < c->n && c->v[at].sort == GROUP_COMMA)
		at++;
	if (at + 2 >= c->n || (c->v[at].sort != GROUP_COORDINATOR && !group_is(c, at, "while")) ||
		c->v[at + 1].sort != GROUP_NOUN || c->v[at + 2].sort != GROUP_VERB ||
		!token_in(f->tokens, c->v[at + 2].head, "killed wounded injured hurt"))
		return CLAUSE_NONE;
	return c->v[at + 1].quantity || token_in(f->tokens, c->v[at + 1].head, "others")
		       ? at + 2
		       : CLAUSE_NONE;
}

/* "left 12 dead and 20 wounded": what left them so. */
static size_t cause_left(const struct finder *f, size_t verb)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (verb < 3 || c->v[verb - 1].sort != GROUP_NOUN ||
		c->v[verb - 2].sort != GROUP_COORDINATOR)
		return CLAUSE_NONE;
	for (i = verb - 2; i-- > 0 && c->v[i].sort != GROUP_VERB;)
		if (c->v[i].sort != GROUP_NOUN && c->v[i].sort != GROUP_ADVERB)
			return CLAUSE_NONE;
	return i < verb && token_in(f->tokens, c->v[i].head, "left leaves leaving leave")
		       ? clause_subject(c, i)
		       : CLAUSE_NONE;
}

static bool is_killer(const struct finder *f, size_t group)
{
	return group != CLAUSE_NONE && f->clause.v[group].sort == GROUP_NOUN &&
	       (match_is_cause(f, group) ||
		       (noun_sets(f, group) & (f->sets.people | f->sets.forces | f->sets.goods)));
}

/* "died in the violence", "were killed because of": what it was that killed. */
void match_cause(const struct finder *f, struct match *m)
{
	size_t cause, others;

	if (m->actor != CLAUSE_NONE || m->trigger->kind > CLAIM_DISPLACED ||
		m->trigger->kind == CLAIM_ABDUCTED)
		return;
	others = others_harmed(f, m->verb);
	cause = clause_after(&f->clause, m->verb, "in by from because during due as of");
	if (!match_is_cause(f, cause))
		cause = cause_told(&f->clause, m->verb);
	if (!match_is_cause(f, cause) && m->trigger->kind <= CLAIM_WOUNDED)
		cause = cause_left(f, m->verb);
	if (!match_is_cause(f, cause) && m->trigger->kind <= CLAIM_WOUNDED)
		cause = others == CLAUSE_NONE ? others
					      : clause_after(&f->clause, others, "in by from");
	if (!match_is_cause(f, cause) && m->trigger->kind <= CLAIM_WOUNDED) {
		cause = cause_when(f, others == CLAUSE_NONE ? m->verb : others);
		if (!is_killer(f, cause))
			return;
	}
	if (cause != CLAUSE_NONE) {
		m->cause = memory_slot(f, cause);
		m->cause_group = cause;
	}
}
