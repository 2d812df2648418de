/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_tie.h"
#include "text/phrase.h"

bool tie_barrier(const struct clause *c, size_t i)
{
	if (c->v[i].sort == GROUP_RELATIVE)
		return !group_is(c, i, "when");
	return (c->v[i].sort == GROUP_SUBORDINATOR && !group_is(c, i, "when")) ||
	       (c->v[i].sort == GROUP_STOP && group_is(c, i, "; :"));
}

bool tie_finite(const struct clause *c, size_t i)
{
	return c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE;
}

/* Nothing but marks and prepositions stands before it: "- 2 January:", "On March 24,". */
static bool leads(const struct clause *c, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (c->v[i].sort == GROUP_NOUN || c->v[i].sort == GROUP_VERB)
			return false;
	return true;
}

/* "At a meeting on Monday, two were ... while nine were": what opens the sentence is said of
 * both. */
static bool leads_both(const struct clause *c, size_t at, size_t trigger)
{
	bool comma = false;
	size_t i;

	for (i = 0; i < trigger; i++) {
		if (i > at && !comma && c->v[i].sort == GROUP_COMMA)
			comma = true;
		else if (!comma && c->v[i].sort != GROUP_NOUN &&
			 c->v[i].sort != GROUP_PREPOSITION && c->v[i].sort != GROUP_TIME)
			return false;
		else if (c->v[i].sort == GROUP_STOP || c->v[i].sort == GROUP_RELATIVE ||
			 (c->v[i].sort == GROUP_SUBORDINATOR && !group_is(c, i, "while")))
			return false;
	}
	return comma && c->v[0].sort != GROUP_NOUN;
}

/* A verb stands at from, and between it and the participle its object and a preposition. */
static bool verb_is_far(const struct clause *c, size_t from, size_t participle)
{
	size_t i;

	for (i = from + 1; c->v[from].sort == GROUP_VERB && i < participle; i++)
		if (c->v[i].sort == GROUP_PREPOSITION && !group_is(c, i, "of") && i > from + 1 &&
			c->v[i - 1].sort == GROUP_NOUN)
			return true;
	return false;
}

/* A participle or gerund takes what follows it: "a man convicted of robbery [last year]". */
static bool takes_over(const struct clause *c, size_t from, size_t i)
{
	if (c->v[i].sort == GROUP_VERB &&
		token_in(c->tokens, c->v[i].head, "scheduled due planned set foreseen expected") &&
		verb_is_far(c, from, i))
		return true; /* "changed the law for a review scheduled for 2023" */
	if (c->v[i].sort == GROUP_VERB &&
		token_in(c->tokens, c->v[i].head,
			"conducted carried launched staged mounted perpetrated "
			"scheduled due planned set foreseen expected centered centred focused "
			"focussed"))
		return false; /* the event's own verb */
	if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_GERUND &&
		token_in(c->tokens, c->v[i].head,
			"underscoring highlighting underlining raising prompting sparking "
			"illustrating demonstrating reflecting triggering"))
		return true; /* "killed ten, underscoring the threat in the region" */
	if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_PARTICIPLE && i > 1 &&
		c->v[i - 1].sort == GROUP_COMMA && group_is(c, i + 1, "by"))
		return true; /* "an order, signed by the king on May 3" */
	return c->v[i].sort == GROUP_VERB &&
	       (c->v[i].form == VERB_PARTICIPLE || c->v[i].form == VERB_GERUND) &&
	       !(i > 0 &&
		       (c->v[i - 1].sort == GROUP_COMMA || c->v[i - 1].sort == GROUP_COORDINATOR));
}

struct between {
	bool verbs;   /* finite ones */
	bool barrier; /* another clause begins */
	bool segment; /* only after a semicolon */
	bool speech;
	bool taken;
};

/* ", and the police run ...": another actor's clause. */
static bool other_subject(const struct clause *c, size_t trigger, size_t verb)
{
	size_t subject = clause_subject(c, verb);

	return subject != CLAUSE_NONE && subject > trigger;
}

/* "In March, before he was shot, X killed ten": the clause that opens at i is over before the
 * subject. */
static bool closes_before(const struct clause *c, size_t i, size_t subject)
{
	for (; subject != CLAUSE_NONE && i < subject; i++)
		if (c->v[i].sort == GROUP_COMMA)
			return true;
	return false;
}

static struct between look_between(const struct finder *f, size_t trigger, size_t from, size_t to)
{
	const struct clause *c = &f->clause;
	size_t subject =
		       c->v[trigger].sort == GROUP_VERB ? clause_subject(c, trigger) : CLAUSE_NONE,
	       i;
	bool lead = from < trigger && leads(c, from), when = false;
	struct between b = {0};

	for (i = from + 1; i < to; i++) {
		if (tie_barrier(c, i) &&
			!(group_is(c, i, "that") && i > 0 && attribution_verb(f, i - 1)) &&
			!(subject != CLAUSE_NONE && subject < i && to == trigger) &&
			!(lead && (c->v[i].sort == GROUP_STOP || closes_before(c, i, subject)))) {
			if (c->v[i].sort == GROUP_STOP)
				b.segment = true;
			else
				b.barrier = true;
		}
		when = when || group_is(c, i, "when");
		if (tie_finite(c, i)) {
			if (from == trigger && !when && other_subject(c, trigger, i))
				b.barrier = true;
			b.verbs = true;
			b.speech = b.speech || attribution_dates(f, i);
		}
		b.taken = b.taken || takes_over(c, from, i);
	}
	b.verbs = b.verbs && !lead;
	return b;
}

/* at stands in a relative clause to the trigger's subject. */
static bool in_relative(const struct finder *f, size_t trigger, size_t at)
{
	const struct clause *c = &f->clause;
	size_t subject =
		       c->v[trigger].sort == GROUP_VERB ? clause_subject(c, trigger) : CLAUSE_NONE,
	       i;

	if (subject == CLAUSE_NONE)
		return false;
	for (i = at; i-- > subject + 1;)
		if (c->v[i].sort == GROUP_RELATIVE)
			return true;
	return false;
}

/* "Founded in 2004, it has ...": at belongs to the participle that opens the sentence. */
static bool in_opening(const struct clause *c, size_t trigger, size_t at)
{
	size_t i;

	for (i = at; i < trigger && c->v[i].sort != GROUP_COMMA; i++)
		;
	if (i == trigger)
		return false;
	for (i = at; i-- > 0;) {
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_STOP)
			return false;
		if (c->v[i].sort == GROUP_VERB)
			return c->v[i].form == VERB_PARTICIPLE && i == 0;
	}
	return false;
}

/* "where X was installed in 2019, officers refused": at ends a clause of its own before the
 * trigger's. */
static bool in_closed_clause(const struct clause *c, size_t trigger, size_t at)
{
	size_t i;
	bool verb = false;

	for (i = at; i < trigger && c->v[i].sort != GROUP_COMMA; i++)
		;
	if (i == trigger || (c->v[trigger].sort == GROUP_VERB && c->v[trigger].form == VERB_GERUND))
		return false; /* "that a raid took place in Lund, killing ten" */
	for (i = at; i-- > 0;) {
		if (c->v[i].sort == GROUP_STOP || (c->v[i].sort == GROUP_COMMA && !verb))
			return false;
		if (tie_finite(c, i)) {
			if (verb)
				return false;
			verb = true;
		}
		if (tie_barrier(c, i))
			return verb;
	}
	return false;
}

/* "killed 12, and today [the city mourns]": at opens a clause of its own. */
static bool leads_next(const struct clause *c, size_t at)
{
	return at > 0 && c->v[at].sort == GROUP_TIME && c->v[at - 1].sort == GROUP_COORDINATOR &&
	       at + 2 < c->n && c->v[at + 1].sort == GROUP_NOUN && c->v[at + 2].sort == GROUP_VERB;
}

/* How the group at is tied to the trigger, by what stands between. */
enum tie tie_of(const struct finder *f, size_t trigger, size_t at)
{
	struct between b;

	if (at == trigger)
		return TIE_INSIDE;
	if (at < trigger && leads_both(&f->clause, at, trigger))
		return TIE_LEAD;
	b = look_between(f, trigger, at < trigger ? at : trigger, at < trigger ? trigger : at);
	if (b.barrier || b.speech)
		return TIE_NONE;
	if (b.segment)
		return at < trigger ? TIE_SEGMENT : TIE_NONE;
	if (at < trigger && in_closed_clause(&f->clause, trigger, at))
		return TIE_NONE;
	if (at < trigger && (in_relative(f, trigger, at) || in_opening(&f->clause, trigger, at)))
		return TIE_NONE;
	if (at < trigger)
		return b.verbs ? TIE_EARLIER : TIE_LEAD;
	if (b.taken || leads_next(&f->clause, at))
		return TIE_NONE;
	return b.verbs ? TIE_LATER : TIE_CLAUSE;
}

/* "sentenced a recruiter for the movement [to nine years in prison] on Tuesday" */
static bool gives_term(const struct clause *c, size_t from, size_t at)
{
	size_t i;

	for (i = from; i + 1 < at; i++)
		if (group_is(c, i, "to") && c->v[i + 1].sort == GROUP_NOUN &&
			c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_DURATION)
			return true;
	return false;
}

/* "jailed for his role in a coup in 2015": the time of the deed, not of the sentence. */
bool tie_gives_reason(const struct finder *f, const struct draft *draft, size_t at)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (draft->claim.kind < CLAIM_ARRESTED || draft->claim.kind > CLAIM_EXTRADITED)
		return false;
	for (i = draft->group + 1; i + 1 < at; i++)
		if ((group_is(c, i, "for") ||
			    (group_is(c, i, "over") &&
				    i > draft->group + 1)) && /* "handed over two" */
			c->v[i + 1].sort == GROUP_NOUN &&
			!(c->v[i + 1].quantity && c->v[i + 1].quantity->sort == QUANTITY_DURATION))
			return !gives_term(c, i + 2, at);
	return false;
}
