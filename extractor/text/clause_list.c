/* SPDX-License-Identifier: Apache-2.0
 *
 * Coordinations: where the list begins that a noun phrase ends, and what it hangs on. */
#include "text/clause_parts.h"
#include "text/phrase.h"

/* "In recent days in Kunduz, a judge ...": phrases that open the sentence, up to that
 * preposition. */
static bool opens_sentence(const struct clause *c, size_t preposition)
{
	size_t i = preposition;

	while (i >= 2 && c->v[i - 2].sort == GROUP_PREPOSITION &&
		(c->v[i - 1].sort == GROUP_NOUN || c->v[i - 1].sort == GROUP_TIME))
		i -= 2;
	return i == 0;
}

/* "ten died in Paris and 27 people [were hurt]", "was attacked with stones and two men [were
 * held]": what is counted after a place, or after what goes with a passive, is no part of it. */
static bool starts_anew(const struct clause *c, size_t noun)
{
	size_t over = noun >= 3 ? clause_preposition(c, noun - 2) : CLAUSE_NONE;

	return over != CLAUSE_NONE && c->v[noun - 1].sort == GROUP_COORDINATOR &&
	       c->v[noun].quantity && !c->v[noun - 2].quantity &&
	       (c->v[noun - 2].proper ||
		       (over > 0 && c->v[over - 1].sort == GROUP_VERB && c->v[over - 1].passive));
}

/* The phrase before the first of a list that ends with that noun: "police, [soldiers], and
 * guards". */
static size_t listed_before(const struct clause *c, size_t first, size_t noun)
{
	size_t at = first;

	if (first == noun && starts_anew(c, noun))
		return CLAUSE_NONE;
	if (at > 0 && c->v[at - 1].sort == GROUP_COORDINATOR && !group_is(c, at - 1, "but"))
		at--;
	if (at > 0 && c->v[at - 1].sort == GROUP_COMMA &&
		(first < noun || (at < first && at > 2 && c->v[at - 3].sort == GROUP_COMMA)))
		at--;
	return at < first && at > 0 && c->v[at - 1].sort == GROUP_NOUN ? at - 1 : CLAUSE_NONE;
}

/* "took the guns to the embassy and the men [were freed]": the preposition goes with a verb that
 * has its object. */
static bool after_object(const struct clause *c, size_t preposition)
{
	size_t i = preposition - 1, over;

	if (c->v[i].sort != GROUP_NOUN)
		return false;
	while ((over = clause_preposition(c, i)) != CLAUSE_NONE && over > 0 &&
		c->v[over - 1].sort == GROUP_NOUN)
		i = over - 1;
	if (over != CLAUSE_NONE)
		i = over; /* "handed over the troops" */
	return i > 0 && c->v[i - 1].sort == GROUP_VERB && c->v[i - 1].form == VERB_FINITE &&
	       !c->v[i - 1].copula && !clause_preceded(c, i - 1, GROUP_RELATIVE) &&
	       !clause_misread_past(c, i - 1) &&
	       !token_in(c->tokens, c->v[i - 1].head,
		       "say says said report reports reported claim claims claimed "
		       "announced confirmed believe believes");
}

size_t clause_coordination(const struct clause *c, size_t noun)
{
	size_t first = noun, before, at;

	if (noun < 4 || c->v[noun - 1].sort != GROUP_COORDINATOR)
		return CLAUSE_NONE;
	while ((before = listed_before(c, first, noun)) != CLAUSE_NONE)
		first = before;
	at = first == noun ? CLAUSE_NONE : clause_preposition(c, first);
	if (first != noun && first > 0 && c->v[first - 1].sort == GROUP_VERB &&
		c->v[first - 1].form == VERB_GERUND)
		return first - 1; /* "gunmen using rifles and grenades [attacked]" */
	if (at == CLAUSE_NONE || opens_sentence(c, at) || after_object(c, at))
		return CLAUSE_NONE;
	/* "thugs armed with guns and knives [killed]", "property belonging to X and Y [is
	 * blocked]" */
	if (c->v[at - 1].sort == GROUP_COORDINATOR && at > 2 && c->v[at - 2].sort == GROUP_NOUN)
		return at; /* "in the country or in the hands or purse of a citizen" */
	return c->v[at - 1].sort == GROUP_NOUN || c->v[at - 1].sort == GROUP_ADVERB ||
			       (c->v[at - 1].sort == GROUP_VERB &&
				       (c->v[at - 1].form == VERB_PARTICIPLE ||
					       c->v[at - 1].form == VERB_GERUND))
		       ? at
		       : CLAUSE_NONE;
}

void clause_list_before(const struct clause *c, size_t noun, struct noun_list *ret)
{
	size_t first = noun, before, i;

	ret->n = 0;
	if (noun == CLAUSE_NONE)
		return;
	while ((before = listed_before(c, first, noun)) != CLAUSE_NONE &&
		noun - before < 2 * CLAUSE_MAX_LIST - 2)
		first = before;
	if (first + 2 <= noun && c->v[first + 1].sort == GROUP_COMMA && first > 0 &&
		c->v[first - 1].sort == GROUP_PREPOSITION && opens_sentence(c, first - 1))
		first += 2;
	if (first >= 1 && c->v[first - 1].sort == GROUP_VERB && first != noun &&
		c->v[first - 1].form == VERB_FINITE && !c->v[first - 1].passive &&
		!token_in(c->tokens, c->v[first - 1].head,
			"say says said report reports reported claim claims "
			"claimed believe announced confirmed"))
		first = noun; /* the first of them is the object of a verb */
	if (first != noun && first > 1 && c->v[first - 1].sort == GROUP_PREPOSITION &&
		after_object(c, first - 1) && clause_opens(c, noun))
		first = noun;
	for (i = first; i <= noun; i++)
		if (c->v[i].sort == GROUP_NOUN)
			ret->v[ret->n++] = i;
}

bool clause_shares_passive(const struct clause *c, size_t verb)
{
	size_t i = verb;

	while (i > 0 && (c->v[i - 1].sort == GROUP_ADVERB || c->v[i - 1].sort == GROUP_TIME))
		i--;
	return i > 1 && c->v[i - 1].sort == GROUP_COORDINATOR && c->v[i - 2].sort == GROUP_VERB &&
	       c->v[i - 2].passive;
}

size_t group_at_token(const struct clause *c, uint32_t token)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->v[i].last > token)
			return i;
	return c->n;
}
