/* SPDX-License-Identifier: Apache-2.0 */
#include "text/clause_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

bool group_is(const struct clause *c, size_t at, const char *words)
{
	return at < c->n && token_in(c->tokens, c->v[at].first, words);
}

static bool transparent(const struct clause *c, size_t at)
{
	return c->v[at].sort == GROUP_ADVERB || c->v[at].sort == GROUP_OTHER ||
	       c->v[at].sort == GROUP_TIME;
}

bool clause_preceded(const struct clause *c, size_t at, enum group_sort sort)
{
	while (at > 0 && transparent(c, at - 1))
		at--;
	return at > 0 && c->v[at - 1].sort == sort;
}

size_t clause_preposition(const struct clause *c, size_t noun)
{
	size_t at = noun;

	if (at > 0 && c->v[at - 1].sort == GROUP_TIME && c->tokens->v[c->v[at].first].pos == POS_POS)
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
	while (at < c->n && transparent(c, at))
		at++;
	return at < c->n && c->v[at].sort == GROUP_VERB && c->v[at].form == VERB_FINITE;
}

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
		"trial charge charges responsibility role roles part guilt credit blame interest success "
		"sentence term");
}

/* "in Y" in "prohibits X from Y-ing", "convicted of Y-ing": who does Y. "began a strike after Y-ing"
 * tells of two deeds of one subject, whatever stands between. */
static size_t controller(const struct clause *c, size_t preposition)
{
	bool adverbial = group_is(c, preposition, "after before by while since without despite upon");
	size_t i, noun = CLAUSE_NONE;

	for (i = preposition; i-- > 0;) {
		if (c->v[i].sort == GROUP_NOUN && clause_preposition(c, i) == CLAUSE_NONE &&
			noun == CLAUSE_NONE)
			noun = i;
		if (c->v[i].sort == GROUP_VERB) {
			if (noun != CLAUSE_NONE && !adverbial && !is_own_affair(c, noun) && !c->v[i].passive &&
				c->v[i].form != VERB_PARTICIPLE)
				return noun;
			return clause_subject(c, i);
		}
	}
	return noun;
}

/* "Estimated to have ten men, [the group] ...": what opens a sentence is of the subject that follows. */
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

static bool dependent_form(const struct group *verb)
{
	return verb->form == VERB_GERUND || verb->form == VERB_INFINITIVE;
}

/* The noun is the object of a gerund or infinitive: "a plan on preventing extremism [was renewed]".
 */
static bool governs_object(const struct clause *c, size_t noun)
{
	size_t verb = noun;

	while (verb > 0 && c->v[verb - 1].sort == GROUP_ADVERB)
		verb--;
	if (verb < 2 || c->v[verb - 1].sort != GROUP_VERB || !dependent_form(&c->v[verb - 1]))
		return false;
	verb--;
	while (verb > 1 && c->v[verb - 1].sort == GROUP_VERB && dependent_form(&c->v[verb - 1]))
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

/* Where to go on if the noun is no subject but hangs on something else; CLAUSE_NONE: it is one. */
static size_t skip_noun(const struct clause *c, size_t noun, bool dependent)
{
	size_t over = clause_preposition(c, noun);

	if (noun > 1 && c->v[noun].bare && c->v[noun].quantity && group_is(c, noun - 1, "whom which"))
		return CLAUSE_NONE; /* "of whom 90 were thought to have died" */
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

/* "stormed the hotel, [killed] ten and fled": the comma at lists verbs of one subject. */
static bool lists_verbs(const struct clause *c, size_t at, size_t verb)
{
	size_t i;

	if (at + 1 != verb || dependent_form(&c->v[verb]) || c->v[verb].passive)
		return false;
	for (i = at; i-- > 0;) {
		if (i > 1 && c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE && c->v[i - 1].sort == GROUP_COMMA && c->v[i + 1].sort != GROUP_PREPOSITION)
			i--; /* "watched, arrested, [deported] and tried them" */
		else if (c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE)
			return i > 0 && !(i > 1 && c->v[i - 2].sort == GROUP_RELATIVE) &&
			       (c->v[i - 1].sort == GROUP_NOUN || c->v[i - 1].sort == GROUP_ADVERB);
		else if (i > 0 && c->v[i].sort == GROUP_VERB && (c->v[i].form == VERB_INFINITIVE ||
				(c->v[i].form == VERB_PARTICIPLE && c->v[i - 1].sort == GROUP_NOUN)))
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
	size_t of = clause_preposition(c, noun), next = noun + 1;

	while (next < verb && transparent(c, next))
		next++;
	return next == verb && c->v[verb].form == VERB_INFINITIVE && of != CLAUSE_NONE && of > 0 &&
	       group_is(c, of, "on upon for") && c->v[of - 1].sort == GROUP_VERB;
}

/* "resulted in [forces] moving men": the noun does what came of it. */
static bool is_result(const struct clause *c, size_t noun, size_t verb)
{
	size_t in = clause_preposition(c, noun), next = noun + 1;

	while (next < verb && c->v[next].sort == GROUP_ADVERB)
		next++;
	if (next == verb && c->v[verb].form == VERB_GERUND && in != CLAUSE_NONE && in > 0 && group_is(c, in, "with") &&
		c->v[in - 1].sort == GROUP_COMMA)
		return true; /* "the raids went on, with a bomber killing ten" */
	return next == verb && c->v[verb].form == VERB_GERUND && in != CLAUSE_NONE && in > 0 && group_is(c, in, "in to") &&
	       c->v[in - 1].sort == GROUP_VERB && token_in(c->tokens, c->v[in - 1].head, "resulted results result led leads lead");
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

/* "the poll, which Doe says [will be held]": the relative word is the subject. */
static bool says_of_relative(const struct clause *c, size_t says, size_t verb)
{
	return says + 1 == verb && says >= 2 && !c->v[says].passive &&
	       c->v[says - 1].sort == GROUP_NOUN &&
	       c->v[says - 2].sort == GROUP_RELATIVE &&
	       token_in(c->tokens, c->v[says].head,
		       "say says said believe believes believed think thinks thought claim claims "
		       "claimed hope hopes");
}

/* "has taken steps to combat X": what the steps do is the subject's own deed. */
static bool is_way_to_act(const struct clause *c, size_t noun, size_t verb)
{
	return noun > 0 && noun + 1 == verb && c->v[verb].form == VERB_INFINITIVE && c->v[noun - 1].sort == GROUP_VERB &&
	       token_in(c->tokens, c->v[noun].head,
		       "step steps measure measures action actions effort efforts attempt attempts decision ability "
		       "capacity intention commitment right opportunity");
}

/* "passed a text deploring that groups [operate], and demanded": a past tense after a comma goes on with
 * the past tense before what is told in the present. */
static bool is_told_inside(const struct clause *c, size_t inner, size_t verb)
{
	int pos = c->tokens->v[c->v[inner].first].pos;
	size_t i;

	if (c->v[inner].form != VERB_FINITE || (pos != POS_VBP && pos != POS_VBZ) || c->v[inner].last - c->v[inner].first != 1 ||
		c->tokens->v[c->v[verb].first].pos != POS_VBD || verb < 2 || c->v[verb - 2].sort != GROUP_COMMA)
		return false;
	for (i = inner; i-- > 1 && c->v[i].sort != GROUP_SUBORDINATOR;)
		if (c->v[i].sort == GROUP_VERB || c->v[i].sort == GROUP_STOP)
			return false;
	return i > 0 && group_is(c, i, "that");
}

/* "rebels[,] some of whom were boys, stormed": an aside about a part of those who act. */
static bool speaks_of_some(const struct clause *c, size_t comma)
{
	return comma != CLAUSE_NONE && c->v[comma - 1].sort == GROUP_NOUN && c->v[comma + 1].sort == GROUP_NOUN &&
	       token_in(c->tokens, c->v[comma + 1].last - 1, "whom which");
}

/* Where the walk from the verb goes on at a comma: beyond the aside that it closes, unless it stands in a list of verbs. */
static size_t over_comma(const struct clause *c, size_t comma, size_t verb, bool *coordinated)
{
	size_t open = *coordinated ? CLAUSE_NONE : opening_comma(c, comma);

	if (!speaks_of_some(c, open) && lists_verbs(c, comma, verb)) {
		*coordinated = true;
		return comma;
	}
	return open == CLAUSE_NONE ? comma : open;
}

/* One walk to the left of the verb. *ret_verb is set when the answer is that verb's subject. */
static size_t walk_left(const struct clause *c, size_t verb, size_t *ret_verb)
{
	bool coordinated = false, dependent = dependent_form(&c->v[verb]);
	size_t i = verb, open, over;

	while (i-- > 0) {
		const struct group *group = &c->v[i];

		switch (group->sort) {
		case GROUP_COORDINATOR:
			coordinated = coordinated || i + 1 == verb || transparent(c, i + 1);
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
			over = coordinated ? i : skip_noun(c, i, dependent);
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
			} else if (group->form == VERB_FINITE || dependent ||
				   (coordinated && clause_misread_past(c, i)) ||
				   (coordinated && group->form == VERB_PARTICIPLE && i > 0 &&
					   c->v[i - 1].sort == GROUP_NOUN && !(i > 1 && dependent_form(&c->v[i - 2])) &&
					   clause_preposition(c, i - 1) == CLAUSE_NONE) || /* "X engaged in A and [killed] B" */
				   (coordinated && c->v[verb].form != VERB_FINITE)) {
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

/* Over the phrases in a noun's tow: "women [from four villages in the district]"; all: over times too. */
static size_t skip_phrases(const struct clause *c, size_t at, bool all)
{
	for (;;) {
		if (at + 1 < c->n && c->v[at].sort == GROUP_PREPOSITION && (all || group_is(c, at, "of")) &&
			(c->v[at + 1].sort == GROUP_NOUN || (all && c->v[at + 1].sort == GROUP_TIME)))
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
	if (comma && !coordinator && !c->v[j].quantity && (!list_closes(c, j) || group_is(c, j - 1, "-- – —")))
		return c->n;
	if (is_remark(c, j) || (comma && !coordinator && c->v[j].bare && c->v[j].quantity && !c->v[j].quantity->has_value))
		return c->n; /* "five others, some seriously" */
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
	return verb != CLAUSE_NONE && c->v[verb].sort == GROUP_VERB && !c->v[verb].passive && clause_preceded(c, verb, GROUP_RELATIVE) &&
	       !token_in(c->tokens, c->v[verb].head, "say says said claim claims claimed think thinks thought believe believes "
						     "believed report reports reported fear fears feared hope hopes hoped");
}

void clause_objects(const struct clause *c, size_t at, struct noun_list *ret)
{
	size_t i = at + 1;

	ret->n = 0;
	while (i < c->n && transparent(c, i))
		i++;
	/* "extradited to Mali a national": the object after the place */
	if (i + 2 < c->n && c->v[i].sort == GROUP_PREPOSITION && c->v[i + 1].sort == GROUP_NOUN) {
		size_t next = i + 2;

		while (next < c->n && transparent(c, next))
			next++;
		if (next < c->n && c->v[next].sort == GROUP_NOUN &&
			(next == i + 2 || !clause_opens(c, next)))
			i = next;
	}
	if (i < c->n && c->v[i].sort == GROUP_NOUN && i + 1 < c->n &&
		c->v[i + 1].sort == GROUP_VERB && clause_opens(c, i) && (c->v[i].pronoun || !acts_in_relative(c, at)))
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
			size_t j = i + 1;

			while (j < c->n && transparent(c, j))
				j++;
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
