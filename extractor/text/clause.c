/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a group stands: what is right before it, what governs it, where its clause opens and
 * ends. */
#include "text/clause_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

bool group_is(const struct clause *c, size_t at, const char *words)
{
	return at < c->n && token_in(c->tokens, c->v[at].first, words);
}

bool clause_preceded(const struct clause *c, size_t at, enum group_sort sort)
{
	while (at > 0 && clause_transparent(c, at - 1))
		at--;
	return at > 0 && c->v[at - 1].sort == sort;
}

size_t clause_preposition(const struct clause *c, size_t noun)
{
	size_t at = noun;

	if (at > 0 && c->v[at - 1].sort == GROUP_TIME &&
		c->tokens->v[c->v[at].first].pos == POS_POS)
		at--; /* "of today's decision" */
	while (at > 0 && c->v[at - 1].sort == GROUP_OTHER)
		at--;
	return at > 0 && c->v[at - 1].sort == GROUP_PREPOSITION ? at - 1 : CLAUSE_NONE;
}

bool clause_opens(const struct clause *c, size_t noun)
{
	size_t at = noun + 1;

	while (at + 1 < c->n && c->v[at].sort == GROUP_PREPOSITION &&
		c->v[at + 1].sort == GROUP_NOUN)
		at += 2;
	if (at + 3 < c->n && c->v[at].sort == GROUP_COMMA && c->v[at + 1].sort == GROUP_NOUN &&
		!c->v[at + 1].quantity && c->v[at + 2].sort == GROUP_COMMA)
		at += 3; /* "its FIU, the Monitoring Agency, is" */
	at = clause_skip(c, at);
	return at < c->n && c->v[at].sort == GROUP_VERB && c->v[at].form == VERB_FINITE;
}

bool clause_misread_past(const struct clause *c, size_t verb)
{
	size_t i = verb + 1;

	if (c->v[verb].form != VERB_PARTICIPLE || c->v[verb].passive)
		return false;
	while (i < c->n && c->v[i].sort == GROUP_ADVERB)
		i++;
	return i < c->n && c->v[i].sort == GROUP_NOUN && verb > 0 &&
	       (c->v[verb - 1].sort == GROUP_NOUN || c->v[verb - 1].sort == GROUP_ADVERB ||
		       c->v[verb - 1].sort == GROUP_RELATIVE ||
		       c->v[verb - 1].sort == GROUP_COORDINATOR ||
		       (c->v[verb - 1].sort == GROUP_COMMA && c->v[i].quantity));
}

size_t clause_end(const struct clause *c, size_t at)
{
	size_t i;

	for (i = at + 1; i < c->n; i++) {
		if (c->v[i].sort == GROUP_STOP || c->v[i].sort == GROUP_SUBORDINATOR ||
			c->v[i].sort == GROUP_RELATIVE)
			return i;
		if (c->v[i].sort == GROUP_VERB && c->v[i].form != VERB_PARTICIPLE &&
			!(c->v[i].form == VERB_INFINITIVE))
			return i;
		if ((c->v[i].sort == GROUP_COORDINATOR || c->v[i].sort == GROUP_COMMA) &&
			i + 1 < c->n && c->v[i + 1].sort == GROUP_NOUN && clause_opens(c, i + 1))
			return i;
	}
	return c->n;
}

size_t clause_after(const struct clause *c, size_t at, const char *prepositions)
{
	size_t i, end = clause_end(c, at);

	for (i = at + 1; i + 1 < end || (i + 1 == end && end < c->n); i++) {
		if (i >= end)
			break;
		if (c->v[i].sort == GROUP_PREPOSITION && group_is(c, i, prepositions)) {
			size_t j = clause_skip(c, i + 1);

			if (j < c->n && c->v[j].sort == GROUP_NOUN)
				return j;
		}
	}
	return CLAUSE_NONE;
}

size_t clause_verb(const struct clause *c, size_t at)
{
	size_t i;

	for (i = at; i-- > 0;)
		if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			return i;
	for (i = at + 1; i < c->n; i++)
		if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			return i;
	return CLAUSE_NONE;
}
