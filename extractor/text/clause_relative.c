/* SPDX-License-Identifier: Apache-2.0
 *
 * What a relative word refers to. */
#include "text/clause.h"
#include "text/phrase.h"

/* "that killed five": it was no place that did. */
static bool did_harm(const struct clause *c, size_t relative)
{
	return relative + 1 < c->n && c->v[relative + 1].sort == GROUP_VERB &&
	       token_in(c->tokens, c->v[relative + 1].head,
		       "killed wounded injured left claimed kills took occurred happened resulted "
		       "led caused");
}

/* The preposition of a noun or of the pair that it ends: "the war between the army and rebels". */
static size_t climbed_preposition(const struct clause *c, size_t noun)
{
	size_t at = clause_preposition(c, noun);

	return at == CLAUSE_NONE && noun > 2 && group_is(c, noun - 1, "and")
		       ? clause_preposition(c, noun - 2)
		       : at;
}

/* From "the attack on the compound in the city" at its end to its head. */
static size_t climb(const struct clause *c, size_t noun)
{
	size_t at;

	while (!token_in(c->tokens, c->v[noun].head,
		"attack attacks bombing bombings blast blasts explosion explosions shooting "
		"raid raids clash clashes strike strikes ambush crash airstrike airstrikes "
		"quake earthquake assault fighting violence conflict war massacre operation "
		"siege sieges shelling bombardment incursion stabbing riot riots uprising")) {
		if (noun >= 2 && c->v[noun - 1].sort == GROUP_COMMA && c->v[noun].proper &&
			c->v[noun - 2].sort == GROUP_NOUN && c->v[noun - 2].proper) {
			noun -= 2; /* "in Apartado, Antioquia" */
			continue;
		}
		at = climbed_preposition(c, noun);
		if (at == CLAUSE_NONE ||
			!group_is(c, at, "in at near on of against outside between during"))
			break;
		while (at >= 2 && c->v[at - 1].sort == GROUP_TIME)
			at -= c->v[at - 2].sort == GROUP_PREPOSITION
				      ? 2
				      : 1; /* "the bombing in May of" */
		if (at == 0 || c->v[at - 1].sort != GROUP_NOUN)
			break;
		noun = at - 1;
	}
	return noun;
}

/* "the hideout of Max Roe, who": no place or deed is a "who". */
static bool is_of_somebody(const struct clause *c, size_t noun)
{
	return token_in(c->tokens, c->v[noun].head,
		"hideout house home office residence compound car vehicle death killing murder "
		"arrest capture trial release "
		"assassination kidnapping case help name");
}

size_t clause_antecedent(const struct clause *c, size_t relative)
{
	size_t i;

	if (group_is(c, relative, "where when why how whose"))
		return CLAUSE_NONE;
	if (group_is(c, relative, "whom"))
		for (i = relative; i-- > 0;)
			if (c->v[i].sort == GROUP_NOUN && c->v[i].plural)
				return i; /* "some 300 had fought with ISIS, of whom 90" */
	for (i = relative; i-- > 0;) {
		if (c->v[i].sort == GROUP_NOUN) {
			size_t of = clause_preposition(c, i);

			/* "the mayor of Banibangou, who": a person is meant */
			if (of != CLAUSE_NONE && of > 0 && group_is(c, relative, "who") &&
				group_is(c, of, "of in from for") && !c->v[i].quantity &&
				(c->v[i].proper ||
					token_in(c->tokens, c->v[i].head,
						"parliament party council group movement military "
						"army police force forces cabinet government "
						"assembly senate congress staff court organization "
						"organizations "
						"organisation organisations groups gang cell "
						"network faction militia")) &&
				!token_in(c->tokens, c->v[i].first,
					"mr. mr mrs. mrs ms. ms dr. dr president prime"))
				return c->v[of - 1].sort == GROUP_NOUN && !is_of_somebody(c, of - 1)
					       ? of - 1
					       : i;
			return did_harm(c, relative) ? climb(c, i) : i;
		}
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_STOP)
			return CLAUSE_NONE;
	}
	return CLAUSE_NONE;
}
