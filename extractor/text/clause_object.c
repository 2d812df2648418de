/* SPDX-License-Identifier: Apache-2.0
 *
 * Whom a verb acts on: the list of phrases behind it, or the noun that its relative clause is
 * about. */
#include "text/clause_parts.h"
#include "text/phrase.h"

/* Over the phrases in a noun's tow: "women [from four villages in the district]"; all: over
 * times too. */
static size_t skip_phrases(const struct clause *c, size_t at, bool all)
{
	for (;;) {
		if (at + 1 < c->n && c->v[at].sort == GROUP_PREPOSITION &&
			(all || group_is(c, at, "of")) &&
			(c->v[at + 1].sort == GROUP_NOUN ||
				(all && c->v[at + 1].sort == GROUP_TIME)))
			at += 2;
		else if (all && at < c->n && c->v[at].sort == GROUP_TIME)
			at++;
		else
			return at;
	}
}

/* Does "and" come before the list is over? Without one, a comma sets off an apposition. */
static bool list_closes(const struct clause *c, size_t at)
{
	size_t i;

	for (i = at; i < c->n; i++) {
		if (c->v[i].sort == GROUP_COORDINATOR)
			return i + 1 < c->n && c->v[i + 1].sort != GROUP_VERB;
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_STOP ||
			c->v[i].sort == GROUP_RELATIVE || c->v[i].sort == GROUP_TIME)
			return false;
	}
	return false;
}

/* "ten people, one of the deadliest attacks in years": a remark on the whole, no item. */
static bool is_remark(const struct clause *c, size_t noun)
{
	const struct group *np = &c->v[noun];
	bool of = noun + 2 < c->n && group_is(c, noun + 1, "of");
	uint32_t i;

	if (!np->quantity)
		return false;
	if (np->quantity->sort == QUANTITY_DURATION)
		return true; /* "a missionary, one day after" */
	if (np->quantity->value != 1)
		return false;
	for (i = np->first; i < c->v[of ? noun + 2 : noun].last; i++)
		if (token_in(c->tokens, i,
			    "deadliest worst bloodiest biggest largest heaviest latest highest"))
			return true;
	return false;
}

/* "the father, [50;]": a number alone behind one person is how old he is. */
static bool is_age(const struct clause *c, size_t person, size_t number)
{
	return c->v[number].bare && c->v[number].last == c->v[number].first + 1 &&
	       !c->v[person].quantity && !c->v[person].plural &&
	       (number + 1 == c->n || c->v[number + 1].sort == GROUP_STOP ||
		       c->v[number + 1].sort == GROUP_COMMA);
}

/* After the noun at i, the next one of the list, or n. */
static size_t next_in_list(const struct clause *c, size_t i)
{
	size_t near = skip_phrases(c, i + 1, false), far = skip_phrases(c, i + 1, true), j = near;
	bool comma = false, coordinator = false;

	if (near < c->n && c->v[near].sort != GROUP_COMMA && c->v[near].sort != GROUP_COORDINATOR)
		j = far;
	if (j < c->n && c->v[j].sort == GROUP_COMMA) {
		comma = true;
		j++;
	}
	if (j < c->n && c->v[j].sort == GROUP_COORDINATOR && !group_is(c, j, "but")) {
		coordinator = true;
		j++;
	}
	if ((!comma && !coordinator) || j >= c->n || c->v[j].sort != GROUP_NOUN)
		return c->n;
	if (comma && !coordinator && !c->v[j].quantity &&
		(!list_closes(c, j) || group_is(c, j - 1, "-- – —")))
		return c->n;
	if (is_remark(c, j) || (comma && !coordinator && c->v[j].bare && c->v[j].quantity &&
				       !c->v[j].quantity->has_value))
		return c->n; /* "five others, some seriously" */
	if (comma && !coordinator && c->v[j].quantity &&
		(c->v[j].quantity->sort == QUANTITY_PERCENT || is_age(c, i, j)))
		return c->n; /* "a dozen, half of them children", "the father, 50" */
	if (j > near + 2 && !c->v[j].quantity)
		return c->n; /* far away only what is counted goes on */
	if (c->v[j].bare && token_in(c->tokens, c->v[j].last - 1, "them whom"))
		return c->n; /* "people, many of them women" */
	if (j + 1 < c->n && c->v[j].bare && c->v[j + 1].sort == GROUP_VERB)
		return c->n; /* "and three wounded" */
	return clause_opens(c, j) ? c->n : j;
}

/* "a bombing that killed 17 people was", but "a man who says the police killed". */
static bool acts_in_relative(const struct clause *c, size_t verb)
{
	return verb != CLAUSE_NONE && c->v[verb].sort == GROUP_VERB && !c->v[verb].passive &&
	       clause_preceded(c, verb, GROUP_RELATIVE) &&
	       !token_in(c->tokens, c->v[verb].head,
		       "say says said claim claims claimed think thinks thought believe believes "
		       "believed report reports reported fear fears feared hope hopes hoped");
}

void clause_objects(const struct clause *c, size_t at, struct noun_list *ret)
{
	size_t i = clause_skip(c, at + 1);

	ret->n = 0;
	/* "extradited to Mali a national": the object after the place */
	if (i + 2 < c->n && c->v[i].sort == GROUP_PREPOSITION && c->v[i + 1].sort == GROUP_NOUN) {
		size_t next = clause_skip(c, i + 2);

		if (next < c->n && c->v[next].sort == GROUP_NOUN &&
			(next == i + 2 || !clause_opens(c, next)))
			i = next;
	}
	if (i < c->n && c->v[i].sort == GROUP_NOUN && i + 1 < c->n &&
		c->v[i + 1].sort == GROUP_VERB && clause_opens(c, i) &&
		(c->v[i].pronoun || !acts_in_relative(c, at)))
		return;
	while (i < c->n && ret->n < CLAUSE_MAX_LIST && c->v[i].sort == GROUP_NOUN) {
		ret->v[ret->n++] = i;
		i = next_in_list(c, i);
	}
}

/* "the deal that the two countries signed": the noun that a relative clause says its verb does to.
 */
size_t clause_relative_object(const struct clause *c, size_t verb)
{
	size_t subject = clause_subject(c, verb), i;

	if (subject == CLAUSE_NONE || subject == 0 || subject > verb)
		return CLAUSE_NONE;
	i = subject - 1;
	if (c->v[i].sort != GROUP_RELATIVE && !group_is(c, i, "that"))
		return CLAUSE_NONE;
	if (i > 0 && c->v[i - 1].sort == GROUP_PREPOSITION)
		return CLAUSE_NONE;
	return clause_antecedent(c, i);
}
