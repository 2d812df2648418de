/* SPDX-License-Identifier: Apache-2.0
 *
 * Who acts: the walk from a verb to its subject. */
#include "text/clause_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

/* The comma that opens the parenthesis which the comma at closes; CLAUSE_NONE if there is none. */
static size_t opening_comma(const struct clause *c, size_t at)
{
	size_t i;

	for (i = at; i-- > 0;) {
		if (c->v[i].sort == GROUP_STOP)
			return CLAUSE_NONE;
		if (c->v[i].sort == GROUP_COMMA)
			return i > 0 ? i : CLAUSE_NONE;
	}
	return CLAUSE_NONE;
}

/* The dash that opens the aside which the dash at closes; CLAUSE_NONE if there is none. */
static size_t opening_dash(const struct clause *c, size_t at)
{
	size_t i;

	if (!group_is(c, at, CLAUSE_DASHES))
		return CLAUSE_NONE;
	for (i = at; i-- > 0;)
		if (c->v[i].sort == GROUP_STOP)
			return i > 0 && group_is(c, i, CLAUSE_DASHES) ? i : CLAUSE_NONE;
	return CLAUSE_NONE;
}

/* "stand [trial] for killing", "claimed [responsibility] for bombing": the subject did it. */
static bool is_own_affair(const struct clause *c, size_t noun)
{
	return token_in(c->tokens, c->v[noun].head,
		"trial charge charges responsibility role roles part guilt credit blame interest "
		"success "
		"sentence term");
}

/* "in Y" in "prohibits X from Y-ing", "convicted of Y-ing": who does Y. "began a strike after
 * Y-ing" tells of two deeds of one subject, whatever stands between. */
static size_t controller(const struct clause *c, size_t preposition)
{
	bool adverbial =
		group_is(c, preposition, "after before by while since without despite upon");
	size_t i, noun = CLAUSE_NONE;

	for (i = preposition; i-- > 0;) {
		if (c->v[i].sort == GROUP_NOUN && clause_preposition(c, i) == CLAUSE_NONE &&
			noun == CLAUSE_NONE)
			noun = i;
		if (c->v[i].sort == GROUP_VERB) {
			if (noun != CLAUSE_NONE && !adverbial && !is_own_affair(c, noun) &&
				!c->v[i].passive && c->v[i].form != VERB_PARTICIPLE)
				return noun;
			return clause_subject(c, i);
		}
	}
	return noun;
}

/* "Estimated to have ten men, [the group] ...": what opens a sentence is of the subject that
 * follows. */
static size_t after_comma(const struct clause *c, size_t at)
{
	size_t i;

	for (i = at + 1; i + 1 < c->n; i++)
		if (c->v[i].sort == GROUP_COMMA && c->v[i + 1].sort == GROUP_NOUN)
			return i + 1;
	return CLAUSE_NONE;
}

/* For verbs that are no clause of their own: the subject of the nearest finite verb to the left. */
static size_t inherited_subject(const struct clause *c, size_t at)
{
	size_t i;

	for (i = at; i-- > 0;)
		if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			return clause_subject(c, i);
	return after_comma(c, at);
}

/* "stormed the hotel, [killed] ten and fled": the comma at lists verbs of one subject. */
static bool lists_verbs(const struct clause *c, size_t at, size_t verb)
{
	size_t i;

	if (at + 1 != verb || verb_dependent(&c->v[verb]) || c->v[verb].passive)
		return false;
	for (i = at; i-- > 0;) {
		if (i > 1 && c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE &&
			c->v[i - 1].sort == GROUP_COMMA && c->v[i + 1].sort != GROUP_PREPOSITION)
			i--; /* "watched, arrested, [deported] and tried them" */
		else if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			return i > 0 && !(i > 1 && c->v[i - 2].sort == GROUP_RELATIVE) &&
			       (c->v[i - 1].sort == GROUP_NOUN || c->v[i - 1].sort == GROUP_ADVERB);
		else if (i > 0 && c->v[i].sort == GROUP_VERB &&
			 (c->v[i].form == VERB_INFINITIVE ||
				 (c->v[i].form == VERB_PARTICIPLE &&
					 c->v[i - 1].sort == GROUP_NOUN)))
			continue; /* "went on to mend its law, [jailed] ten and freed two" */
		else if (c->v[i].sort != GROUP_NOUN && c->v[i].sort != GROUP_TIME &&
			 c->v[i].sort != GROUP_PREPOSITION && c->v[i].sort != GROUP_ADVERB)
			return false;
	}
	return false;
}

/* "called on X to leave", "appealed for X to return": the noun does what is asked for. */
static bool is_asked(const struct clause *c, size_t noun, size_t verb)
{
	size_t of = clause_preposition(c, noun);

	return clause_skip(c, noun + 1) == verb && c->v[verb].form == VERB_INFINITIVE &&
	       of != CLAUSE_NONE && of > 0 && group_is(c, of, "on upon for") &&
	       c->v[of - 1].sort == GROUP_VERB;
}

/* "resulted in [forces] moving men": the noun does what came of it. */
static bool is_result(const struct clause *c, size_t noun, size_t verb)
{
	size_t in = clause_preposition(c, noun), next = noun + 1;

	while (next < verb && c->v[next].sort == GROUP_ADVERB)
		next++;
	if (next != verb || c->v[verb].form != VERB_GERUND || in == CLAUSE_NONE || in == 0)
		return false;
	if (group_is(c, in, "with") && c->v[in - 1].sort == GROUP_COMMA)
		return true; /* "the raids went on, with a bomber killing ten" */
	return group_is(c, in, "in to") && c->v[in - 1].sort == GROUP_VERB &&
	       token_in(c->tokens, c->v[in - 1].head, "resulted results result led leads lead");
}

/* "the poll, which Doe says [will be held]": the relative word is the subject. */
static bool says_of_relative(const struct clause *c, size_t says, size_t verb)
{
	return says + 1 == verb && says >= 2 && !c->v[says].passive &&
	       c->v[says - 1].sort == GROUP_NOUN && c->v[says - 2].sort == GROUP_RELATIVE &&
	       token_in(c->tokens, c->v[says].head,
		       "say says said believe believes believed think thinks thought claim claims "
		       "claimed hope hopes");
}

/* "has taken steps to combat X": what the steps do is the subject's own deed. */
static bool is_way_to_act(const struct clause *c, size_t noun, size_t verb)
{
	return noun > 0 && noun + 1 == verb && c->v[verb].form == VERB_INFINITIVE &&
	       c->v[noun - 1].sort == GROUP_VERB &&
	       token_in(c->tokens, c->v[noun].head,
		       "step steps measure measures action actions effort efforts attempt attempts "
		       "decision ability "
		       "capacity intention commitment right opportunity");
}

/* "passed a text deploring that groups [operate], and demanded": a past tense after a comma goes
 * on with the past tense before what is told in the present. */
static bool is_told_inside(const struct clause *c, size_t inner, size_t verb)
{
	int pos = c->tokens->v[c->v[inner].first].pos;
	size_t i;

	if (c->v[inner].form != VERB_FINITE || (pos != POS_VBP && pos != POS_VBZ) ||
		c->v[inner].last - c->v[inner].first != 1 ||
		c->tokens->v[c->v[verb].first].pos != POS_VBD || verb < 2 ||
		c->v[verb - 2].sort != GROUP_COMMA)
		return false;
	for (i = inner; i-- > 1 && c->v[i].sort != GROUP_SUBORDINATOR;)
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_STOP)
			return false;
	return i > 0 && group_is(c, i, "that");
}

/* "rebels[,] some of whom were boys, stormed": an aside about a part of those who act. */
static bool speaks_of_some(const struct clause *c, size_t comma)
{
	return comma != CLAUSE_NONE && c->v[comma - 1].sort == GROUP_NOUN &&
	       c->v[comma + 1].sort == GROUP_NOUN &&
	       token_in(c->tokens, c->v[comma + 1].last - 1, "whom which");
}

/* "In July, the rebel chief[,] was freed": what stands before the other comma is no subject, so
 * this one is a slip. */
static bool is_slip(const struct clause *c, size_t open, size_t verb)
{
	size_t i = open;

	if (c->v[verb].form != VERB_FINITE || c->v[open + 1].sort != GROUP_NOUN ||
		clause_opens(c, open + 1))
		return false;
	while (i > 0 && (c->v[i - 1].sort == GROUP_TIME || c->v[i - 1].sort == GROUP_PREPOSITION ||
				c->v[i - 1].sort == GROUP_ADVERB ||
				(c->v[i - 1].sort == GROUP_NOUN && i > 1 &&
					c->v[i - 2].sort == GROUP_PREPOSITION)))
		i--;
	return i == 0 || c->v[i - 1].sort == GROUP_STOP;
}

/* Where the walk from the verb goes on at a comma: beyond the aside that it closes, unless it
 * stands in a list of verbs. */
static size_t over_comma(const struct clause *c, size_t comma, size_t verb, bool *coordinated)
{
	size_t open = *coordinated ? CLAUSE_NONE : opening_comma(c, comma);

	if (!speaks_of_some(c, open) && lists_verbs(c, comma, verb)) {
		*coordinated = true;
		return comma;
	}
	return open == CLAUSE_NONE || (comma + 1 == verb && is_slip(c, open, verb)) ? comma : open;
}

/* "X fired at A and [killed] B": the verb at i has the subject of the verb whose subject is
 * looked for. */
static bool shares_subject(const struct clause *c, size_t i, size_t verb, bool coordinated)
{
	if (c->v[i].form == VERB_FINITE || verb_dependent(&c->v[verb]))
		return true;
	if (!coordinated)
		return false;
	return clause_misread_past(c, i) || c->v[verb].form != VERB_FINITE ||
	       (c->v[i].form == VERB_PARTICIPLE && i > 0 && c->v[i - 1].sort == GROUP_NOUN &&
		       !(i > 1 && verb_dependent(&c->v[i - 2])) &&
		       clause_preposition(c, i - 1) ==
			       CLAUSE_NONE); /* "X engaged in A and [killed] B" */
}

/* One walk to the left of the verb. *ret_verb is set when the answer is that verb's subject. */
static size_t walk_left(const struct clause *c, size_t verb, size_t *ret_verb)
{
	bool coordinated = false, dependent = verb_dependent(&c->v[verb]);
	size_t i = verb, open, over;

	while (i-- > 0) {
		switch (c->v[i].sort) {
		case GROUP_COORDINATOR:
			coordinated = coordinated || i + 1 == verb || clause_transparent(c, i + 1);
			break;
		case GROUP_COMMA:
			if (i + 1 == verb && dependent)
				return inherited_subject(c, i);
			i = over_comma(c, i, verb, &coordinated);
			break;
		case GROUP_STOP:
			if ((open = opening_dash(c, i)) != CLAUSE_NONE)
				i = open;
			else if (!group_is(c, i, ";"))
				return CLAUSE_NONE;
			else
				coordinated = true;
			break;
		case GROUP_NOUN:
			if (is_asked(c, i, verb) || is_result(c, i, verb))
				return i;
			if (is_way_to_act(c, i, verb)) {
				*ret_verb = i - 1;
				return CLAUSE_NONE;
			}
			over = coordinated ? i : clause_hangs_on(c, i, dependent);
			if (over == CLAUSE_NONE)
				return i;
			i = over;
			break;
		case GROUP_RELATIVE:
			return clause_antecedent(c, i);
		case GROUP_SUBORDINATOR:
			return dependent ? inherited_subject(c, i) : CLAUSE_NONE;
		case GROUP_PREPOSITION:
			if (dependent && i + 1 == verb)
				return controller(c, i);
			break;
		case GROUP_VERB:
			if (!coordinated && !dependent && clause_preceded(c, i, GROUP_RELATIVE)) {
				while (c->v[i].sort != GROUP_RELATIVE)
					i--;
			} else if (says_of_relative(c, i, verb)) {
				return clause_antecedent(c, i - 2);
			} else if (coordinated && is_told_inside(c, i, verb)) {
				while (c->v[i].sort != GROUP_SUBORDINATOR)
					i--;
			} else if (shares_subject(c, i, verb, coordinated)) {
				*ret_verb = i;
				return CLAUSE_NONE;
			}
			break;
		default:
			break;
		}
	}
	return dependent || c->v[verb].form == VERB_PARTICIPLE ? after_comma(c, verb) : CLAUSE_NONE;
}

size_t clause_subject(const struct clause *c, size_t verb)
{
	size_t subject, other, hops;

	for (hops = 0; hops < c->n; hops++) {
		other = CLAUSE_NONE;
		subject = walk_left(c, verb, &other);
		if (other == CLAUSE_NONE || other >= verb)
			return subject;
		verb = other;
	}
	return CLAUSE_NONE;
}
