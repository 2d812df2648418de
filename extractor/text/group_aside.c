/* SPDX-License-Identifier: Apache-2.0
 *
 * Asides: what stands between two commas, between whoever acts and the verb.
 *
 *     The rebels, however, [claimed]       his son, Max Roe, [called]
 *     The army, worried about a siege, [sent] troops
 *
 * One walk finds the comma that opens it; each sort of aside is what may stand in it and before
 * it. */
#include "text/group_parts.h"

/* A stretch between two commas right before a verb, and what it is set into. */
struct aside {
	struct group *v;    /* of the sentence */
	size_t open;        /* the comma that opens it */
	size_t first, last; /* groups [first, last) between the commas */
};

static bool aside_before(const struct groups *groups, size_t verb, struct aside *ret)
{
	size_t open;

	if (verb < 4 || groups->v[verb - 1].sort != GROUP_COMMA)
		return false;
	for (open = verb - 2; open > 0 && groups->v[open].sort != GROUP_COMMA; open--)
		;
	if (open == 0)
		return false;
	*ret = (struct aside){groups->v, open, open + 1, verb - 1};
	return true;
}

#define NOUNS_IN_TOW (1u << GROUP_NOUN | 1u << GROUP_PREPOSITION)
#define TIMES (1u << GROUP_TIME)
#define VERBS (1u << GROUP_VERB)

/* The groups [first, last) are all of these sorts. */
static bool made_of(const struct group *v, size_t first, size_t last, unsigned sorts)
{
	while (first < last && (1u << v[first].sort & sorts))
		first++;
	return first >= last;
}

/* The aside is one phrase, right behind a noun. */
static bool is_one_phrase(const struct aside *a)
{
	return a->last == a->first + 1 && a->v[a->open - 1].sort == GROUP_NOUN;
}

bool after_apposition(const struct groups *groups, size_t verb)
{
	struct aside a;

	return aside_before(groups, verb, &a) && is_one_phrase(&a) &&
	       a.v[a.first].sort == GROUP_NOUN && a.v[a.first].proper;
}

/* "The rebels, some of whom had fled, [attacked]" */
static bool is_of_some(const struct grouper *c, const struct aside *a)
{
	const struct group *some = &a->v[a->first];

	return some[-2].sort == GROUP_NOUN && some->sort == GROUP_NOUN &&
	       word_at(c, some->last - 1, "whom which") && some[1].sort == GROUP_VERB;
}

/* "Al-Hotz, a band based in Lund, [claimed]": what stands between the commas is no clause, and
 * none stands before. */
static bool is_description(const struct grouper *c, const struct aside *a)
{
	const struct group *v = a->v;
	size_t i;

	if (!word_at(c, v[a->last].first, ",") || v[a->first].sort != GROUP_NOUN ||
		!word_at(c, v[a->first].first, "a an the one"))
		return false;
	for (i = a->first; i < a->last; i++)
		if (v[i].sort == GROUP_VERB && (v[i].form == VERB_INFINITIVE || v[i].passive))
			return false;
	return v[0].sort == GROUP_NOUN &&
	       made_of(v, a->first, a->last, NOUNS_IN_TOW | TIMES | VERBS) &&
	       made_of(v, 0, a->open, NOUNS_IN_TOW);
}

/* "The army, worried about a siege, [sent] troops": a participle, whatever the tagger made of
 * it. */
static bool is_participle(const struct grouper *c, const struct aside *a)
{
	struct group *word = &a->v[a->first];

	if (word[-2].sort != GROUP_NOUN || word->last - word->first != 1 ||
		word[1].sort != GROUP_PREPOSITION ||
		!made_of(a->v, 0, a->open, NOUNS_IN_TOW | TIMES))
		return false;
	if (word->sort == GROUP_VERB &&
		(word->form == VERB_PARTICIPLE || c->tokens->v[word->head].pos == POS_VBD)) {
		word->form = VERB_PARTICIPLE;
		return true;
	}
	return word->sort == GROUP_ADVERB;
}

/* "The rebels, however, [claimed]" */
static bool is_adverb(const struct aside *a)
{
	return is_one_phrase(a) &&
	       (a->v[a->first].sort == GROUP_ADVERB || a->v[a->first].sort == GROUP_OTHER);
}

bool after_aside(const struct grouper *c, struct groups *groups, size_t verb)
{
	struct aside a;

	return aside_before(groups, verb, &a) && (is_of_some(c, &a) || is_description(c, &a) ||
							 is_participle(c, &a) || is_adverb(&a));
}
