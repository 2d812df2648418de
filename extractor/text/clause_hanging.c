/* SPDX-License-Identifier: Apache-2.0
 *
 * Nouns on the way from a verb to its subject that are no subject themselves, but hang on
 * something else. */
#include "text/clause_parts.h"
#include "text/phrase.h"

/* The noun is the object of a gerund or infinitive: "a plan on preventing extremism [was renewed]".
 */
static bool governs_object(const struct clause *c, size_t noun)
{
	size_t verb = noun;

	while (verb > 0 && c->v[verb - 1].sort == GROUP_ADVERB)
		verb--;
	if (verb < 2 || c->v[verb - 1].sort != GROUP_VERB || !verb_dependent(&c->v[verb - 1]))
		return false;
	verb--;
	while (verb > 1 && c->v[verb - 1].sort == GROUP_VERB && verb_dependent(&c->v[verb - 1]))
		verb--; /* "insurgents seeking to disrupt elections [killed]" */
	return !token_in(c->tokens, c->v[verb].head, "saying adding claiming") &&
	       (c->v[verb - 1].sort == GROUP_PREPOSITION || c->v[verb - 1].sort == GROUP_NOUN);
}

/* The noun is an object inside a relative clause: "a quake that rattled Turkey [injured]"; the
 * relative word. */
static size_t object_in_relative(const struct clause *c, size_t noun)
{
	size_t verb = noun;

	while (verb > 0 && c->v[verb - 1].sort == GROUP_ADVERB)
		verb--;
	while (verb > 1 && c->v[verb - 1].sort == GROUP_VERB &&
		c->v[verb - 1].form == VERB_INFINITIVE && c->v[verb - 2].sort == GROUP_VERB)
		verb--; /* "a man who continues to cut trees [will be fined]" */
	if (verb == 0 || c->v[verb - 1].sort != GROUP_VERB || c->v[verb - 1].form != VERB_FINITE ||
		c->v[verb - 1].passive || !clause_preceded(c, verb - 1, GROUP_RELATIVE) ||
		token_in(c->tokens, c->v[verb - 1].head, "say says said"))
		return CLAUSE_NONE;
	for (verb--; verb > 0 && c->v[verb].sort != GROUP_RELATIVE; verb--)
		;
	return token_in(c->tokens, c->v[verb].first, "who that which") ? verb : CLAUSE_NONE;
}

/* ", or GID, [which]": another name for what stands before. */
static bool by_another_name(const struct clause *c, size_t noun)
{
	return noun > 2 && group_is(c, noun - 1, "or") && c->v[noun - 2].sort == GROUP_COMMA;
}

/* "a neighbourhood (Adhamiya)": another name as well. */
static bool in_brackets(const struct clause *c, size_t noun)
{
	return noun > 1 && token_is(c->tokens, c->v[noun].first - 1, "(");
}

/* "a bomber disguised as a soldier [killed]": what somebody only seems to be; the participle. */
static size_t in_guise(const struct clause *c, size_t noun)
{
	return noun > 2 && group_is(c, noun - 1, "as") && c->v[noun - 2].sort == GROUP_VERB &&
			       (c->v[noun - 2].form == VERB_PARTICIPLE ||
				       c->v[noun - 2].form == VERB_GERUND)
		       ? noun - 2
		       : CLAUSE_NONE;
}

/* "ten men from Portland, [Oregon] were held": the second name of a place; where the place's
 * preposition stands. */
static size_t in_place_name(const struct clause *c, size_t noun)
{
	size_t of, who;

	if (noun < 4 || c->v[noun].quantity || c->v[noun].pronoun ||
		!token_capitalised(c->tokens, c->v[noun].first) ||
		c->v[noun - 1].sort != GROUP_COMMA || c->v[noun - 2].sort != GROUP_NOUN ||
		!c->v[noun - 2].proper || noun + 1 >= c->n || c->v[noun + 1].sort != GROUP_VERB)
		return CLAUSE_NONE;
	of = clause_preposition(c, noun - 2);
	if (of == CLAUSE_NONE || of == 0 || !group_is(c, of, "from of in"))
		return CLAUSE_NONE;
	who = of -
	      /* who must open the clause: "after a raid in Lund, Freedonia was" is another thing */
	      1;
	return c->v[who].sort == GROUP_NOUN &&
			       (who == 0 || c->v[who - 1].sort == GROUP_SUBORDINATOR ||
				       c->v[who - 1].sort == GROUP_COMMA)
		       ? of
		       : CLAUSE_NONE;
}

size_t clause_hangs_on(const struct clause *c, size_t noun, bool dependent)
{
	size_t over = clause_preposition(c, noun);

	if (noun > 1 && c->v[noun].bare && c->v[noun].quantity &&
		group_is(c, noun - 1, "whom which"))
		return CLAUSE_NONE; /* "of whom 90 were thought to have died" */
	if (over != CLAUSE_NONE)
		return over;
	over = in_place_name(c, noun);
	if (over != CLAUSE_NONE)
		return over;
	over = in_guise(c, noun);
	if (over != CLAUSE_NONE)
		return over;
	over = clause_coordination(c, noun);
	if (over == CLAUSE_NONE && !dependent)
		over = object_in_relative(c, noun);
	if (over != CLAUSE_NONE)
		return over;
	if (in_brackets(c, noun))
		return noun;
	if (by_another_name(c, noun))
		return noun - 2;
	return !dependent && governs_object(c, noun) ? noun - 1 : CLAUSE_NONE;
}
