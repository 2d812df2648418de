/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/ascii.h"
#include "text/group_parts.h"

/* "after", "before", "since" open a clause if a subject and its verb follow at once. */
static void find_subordinators(const struct grouper *c, struct groups *groups)
{
	size_t i, j;

	for (i = 0; i + 2 < groups->n; i++) {
		if (groups->v[i].sort != GROUP_PREPOSITION ||
			!word_at(c, groups->v[i].first,
				"after before since until as till once than"))
			continue;
		j = i + 1;
		if (groups->v[j].sort != GROUP_NOUN)
			continue;
		for (;;) {
			size_t k = j + 1;

			if (k < groups->n && groups->v[k].sort == GROUP_VERB &&
				groups->v[k].form == VERB_PARTICIPLE)
				k++; /* "after an attack blamed on militants killed ten" */
			if (k + 1 >= groups->n || groups->v[k].sort != GROUP_PREPOSITION ||
				groups->v[k + 1].sort != GROUP_NOUN)
				break;
			j = k + 1;
		}
		while (j + 2 < groups->n && (groups->v[j + 1].sort == GROUP_COORDINATOR ||
						    groups->v[j + 1].sort == GROUP_TIME ||
						    groups->v[j + 1].sort == GROUP_ADVERB)) {
			if (groups->v[j + 1].sort == GROUP_COORDINATOR &&
				groups->v[j + 2].sort != GROUP_NOUN)
				break;
			j += groups->v[j + 1].sort == GROUP_COORDINATOR ? 2 : 1;
		}
		if (j + 4 < groups->n && groups->v[j + 1].sort == GROUP_COMMA &&
			groups->v[j + 2].sort == GROUP_NOUN && groups->v[j + 3].sort == GROUP_COMMA)
			j += 3; /* "after the boy's mother, Jane Roe, was arrested" */
		if (j + 1 < groups->n && groups->v[j + 1].sort == GROUP_VERB &&
			groups->v[j + 1].form == VERB_FINITE)
			groups->v[i].sort = GROUP_SUBORDINATOR;
	}
}

/* "Municipalities carry out a scheme": a base form after a plural is a present tense, unless a verb
 * before that plural governs it ("let them go"). */
static void find_presents(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 1; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort == GROUP_VERB && vg->form == VERB_INFINITIVE &&
			!word_at(c, vg->head - 1, "to") && groups->v[i - 1].sort == GROUP_NOUN &&
			groups->v[i - 1].plural && (i < 2 || groups->v[i - 2].sort != GROUP_VERB))
			vg->form = VERB_FINITE;
	}
}

/* "brings to 100 the number of soldiers killed": the number is theirs. */
static void find_told_numbers(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 1; i + 3 < groups->n; i++) {
		struct group *number = &groups->v[i], *counted = &groups->v[i + 3];

		if (number->sort == GROUP_NOUN && number->bare && number->quantity &&
			groups->v[i - 1].sort == GROUP_PREPOSITION &&
			word_at(c, groups->v[i - 1].first, "to") &&
			groups->v[i + 1].sort == GROUP_NOUN && !groups->v[i + 1].quantity &&
			word_at(c, groups->v[i + 1].head, "number total") &&
			word_at(c, groups->v[i + 2].first, "of") && counted->sort == GROUP_NOUN &&
			!counted->quantity)
			counted->quantity = number->quantity;
	}
}

/* "his son, Max Roe, [called]" */
static bool after_apposition(const struct groups *groups, size_t verb)
{
	const struct group *v = groups->v + verb;

	return verb > 3 && v[-1].sort == GROUP_COMMA && v[-2].sort == GROUP_NOUN && v[-2].proper &&
	       v[-3].sort == GROUP_COMMA && v[-4].sort == GROUP_NOUN;
}

/* A sentence must have a finite verb: without one, the first participle after a noun is it. */
static void find_only_verb(const struct sentence *sentence, struct groups *groups)
{
	struct group *first = NULL;
	size_t i;

	if (sentence->kind != SENTENCE_PROSE)
		return;
	for (i = 0; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB)
			continue;
		if (vg->form == VERB_FINITE)
			return;
		if (!first && vg->form == VERB_PARTICIPLE && i > 0 &&
			((groups->v[i - 1].sort == GROUP_NOUN && !groups->v[i - 1].quantity) || after_apposition(groups, i)))
			first = vg;
	}
	if (first)
		first->form = VERB_FINITE;
}

/* "after Seoul offered last week to help": an infinitive follows what only who acts can do. */
static bool undertakes(const struct grouper *c, const struct groups *groups, size_t verb)
{
	size_t next = verb + 1;

	while (next < groups->n && (groups->v[next].sort == GROUP_TIME || groups->v[next].sort == GROUP_ADVERB))
		next++;
	return verb > 0 && groups->v[verb - 1].sort == GROUP_NOUN && next < groups->n &&
	       groups->v[next].sort == GROUP_VERB && groups->v[next].form == VERB_INFINITIVE &&
	       (word_at(c, groups->v[verb].head, "agreed pledged vowed refused decided threatened failed tried sought hoped") ||
		       (groups->v[verb - 1].proper && word_at(c, groups->v[verb].head, "offered promised")));
}

/* "among the refugees rounded up for ...": a past tense that has no object, and whose noun hangs on
 * a preposition after another verb, is a participle. */
static void find_reduced(const struct grouper *c, struct groups *groups)
{
	size_t i, j;

	for (i = 3; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB || vg->form != VERB_FINITE ||
			vg->last - vg->first != 1 || c->tokens->v[vg->head].pos != POS_VBD ||
			groups->v[i - 1].sort != GROUP_NOUN ||
			groups->v[i - 2].sort != GROUP_PREPOSITION)
			continue;
		if ((i + 1 < groups->n && groups->v[i + 1].sort == GROUP_NOUN) || undertakes(c, groups, i))
			continue;
		for (j = i - 2; j > 0 && (groups->v[j].sort == GROUP_PREPOSITION ||
						 groups->v[j].sort == GROUP_NOUN ||
						 groups->v[j].sort == GROUP_ADVERB);
			j--)
			;
		if (groups->v[j].sort == GROUP_VERB && groups->v[j].form == VERB_FINITE &&
			groups->v[j + 1].sort == GROUP_PREPOSITION)
			vg->form = VERB_PARTICIPLE;
	}
}

/* "freed four men held hostage" */
static bool is_captivity(const struct grouper *c, const struct group *group)
{
	return group->sort == GROUP_NOUN && word_at(c, group->head, "hostage captive prisoner");
}

/* "thousands of miners killed each year" */
static bool is_every_time(const struct grouper *c, const struct group *group)
{
	return word_at(c, group->first, "each every") &&
	       word_at(c, group->head, "year month week day night time");
}

static bool is_particle(const struct grouper *c, const struct group *group)
{
	return group->sort == GROUP_PREPOSITION &&
	       word_at(c, group->first, "up out down off over back away");
}

/* "the blasts carried out by three men": whoever acts stands after "by", unless a change is measured. */
static bool done_by(const struct grouper *c, const struct groups *groups, size_t verb)
{
	size_t by = verb + 1;

	while (by < groups->n && (groups->v[by].sort == GROUP_ADVERB || groups->v[by].sort == GROUP_TIME || is_particle(c, &groups->v[by])))
		by++;
	return by + 1 < groups->n && word_at(c, groups->v[by].first, "by") && groups->v[by + 1].sort == GROUP_NOUN &&
	       !groups->v[by + 1].bare &&
	       word_at(c, groups->v[verb].head, "carried staged claimed launched conducted fired planted organized organised "
						"mounted perpetrated issued signed posted released published led run set funded backed");
}

static bool has_verb(const struct groups *groups, size_t end)
{
	size_t i;

	for (i = 0; i < end; i++)
		if (groups->v[i].sort == GROUP_VERB)
			return true;
	return false;
}

static bool has_finite(const struct groups *groups, size_t end)
{
	size_t i;

	for (i = 0; i < end; i++)
		if (groups->v[i].sort == GROUP_VERB && groups->v[i].form == VERB_FINITE)
			return true;
	return false;
}

/* "acquitted two officers accused of theft": the object's participle, no verb of its own. */
static void find_accused(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 2; i + 1 < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort == GROUP_VERB && vg->form == VERB_FINITE && vg->last - vg->first == 1 &&
			groups->v[i - 1].sort == GROUP_NOUN && has_verb(groups, i - 1) &&
			((word_at(c, vg->head, "accused suspected convicted") && word_at(c, groups->v[i + 1].first, "of")) ||
				done_by(c, groups, i)))
			vg->form = VERB_PARTICIPLE;
		if (vg->sort == GROUP_VERB && vg->form == VERB_FINITE && vg->last - vg->first == 1 &&
			((word_at(c, vg->head, "accused suspected convicted charged") &&
				 groups->v[i + 1].sort == GROUP_PREPOSITION &&
				 word_at(c, groups->v[i + 1].first, "of with in")) ||
				(word_at(c, vg->head, "held taken") &&
					is_captivity(c, &groups->v[i + 1]))) &&
			groups->v[i - 1].sort == GROUP_NOUN &&
			groups->v[i - 2].sort == GROUP_VERB &&
			groups->v[i - 2].form == VERB_FINITE &&
			!word_at(c, groups->v[i - 2].head, "say says said"))
			vg->form = VERB_PARTICIPLE;
	}
}

/* "leaving 13 dead and 35 injured": how they were left, no verb of its own. */
static void join_left(const struct grouper *c, struct groups *groups)
{
	size_t i, j;

	for (i = 4; i < groups->n; i++) {
		struct group *number = &groups->v[i - 1], *verb = &groups->v[i];

		if (verb->sort != GROUP_VERB || verb->last - verb->first != 1 || !word_at(c, verb->head, "injured wounded maimed") ||
			number->sort != GROUP_NOUN || !number->bare || !number->quantity || number->last != verb->first ||
			number[-1].sort != GROUP_COORDINATOR || number[-2].sort != GROUP_NOUN ||
			(i + 1 < groups->n && verb[1].sort == GROUP_NOUN))
			continue;
		for (j = i - 3; j > 0 && (groups->v[j].sort == GROUP_NOUN || groups->v[j].sort == GROUP_COMMA); j--)
			;
		if (groups->v[j].sort != GROUP_VERB || !word_at(c, groups->v[j].head, "leaving") ||
			!word_at(c, number[-2].head, "dead"))
			continue;
		number->last = verb->last;
		number->head = verb->head;
		number->bare = false;
		groups->n--;
		memmove(verb, verb + 1, (groups->n - i) * sizeof(*verb));
	}
}

/* "officials confirmed Tuesday that": what follows is no relative clause. */
static bool reports(const struct grouper *c, struct groups *groups, size_t verb)
{
	size_t that = verb + 1;

	while (that < groups->n &&
		(groups->v[that].sort == GROUP_TIME || groups->v[that].sort == GROUP_ADVERB))
		that++;
	if (verb == 0 || groups->v[verb - 1].sort != GROUP_NOUN || that == groups->n ||
		!word_at(c, groups->v[that].first, "that"))
		return false;
	groups->v[that].sort = GROUP_SUBORDINATOR;
	return true;
}

/* "..., officials [reported] today." */
static bool ends_report(const struct grouper *c, const struct groups *groups, size_t verb)
{
	size_t next = verb + 1;

	while (next < groups->n && (groups->v[next].sort == GROUP_TIME || groups->v[next].sort == GROUP_OTHER ||
					   (next + 1 < groups->n && groups->v[next].sort == GROUP_PREPOSITION && groups->v[next + 1].sort == GROUP_TIME)))
		next++;
	return verb > 2 && groups->v[verb - 1].sort == GROUP_NOUN && groups->v[verb - 2].sort == GROUP_COMMA &&
	       word_at(c, groups->v[verb].head, "said reported announced confirmed added stated") &&
	       (next == groups->n || groups->v[next].sort == GROUP_STOP || groups->v[next].sort == GROUP_COMMA);
}

/* "The rebels, some of whom had fled, [attacked]" */
static bool after_relative_aside(const struct grouper *c, const struct groups *groups, size_t verb)
{
	size_t open;

	if (verb < 4 || groups->v[verb - 1].sort != GROUP_COMMA)
		return false;
	for (open = verb - 2; open > 0 && groups->v[open].sort != GROUP_COMMA; open--)
		;
	return open > 0 && groups->v[open - 1].sort == GROUP_NOUN && groups->v[open + 1].sort == GROUP_NOUN &&
	       word_at(c, groups->v[open + 1].last - 1, "whom which") && groups->v[open + 2].sort == GROUP_VERB;
}

/* "Al-Hotz, a band based in Lund, [claimed]": what stands between the commas is no clause, and none stands before. */
static bool after_own_description(const struct grouper *c, const struct groups *groups, size_t verb)
{
	const struct group *v = groups->v;
	size_t open, i;

	if (verb < 4 || v[verb - 1].sort != GROUP_COMMA || !word_at(c, v[verb - 1].first, ","))
		return false;
	for (open = verb - 2; open > 0 && v[open].sort != GROUP_COMMA; open--)
		if (v[open].sort != GROUP_NOUN && v[open].sort != GROUP_PREPOSITION && v[open].sort != GROUP_TIME &&
			!(v[open].sort == GROUP_VERB && v[open].form != VERB_INFINITIVE && !v[open].passive))
			return false;
	for (i = 0; i < open; i++)
		if (v[i].sort != GROUP_NOUN && v[i].sort != GROUP_PREPOSITION)
			return false;
	return open > 0 && v[0].sort == GROUP_NOUN && v[open + 1].sort == GROUP_NOUN && open + 2 < verb &&
	       word_at(c, v[open + 1].first, "a an the one");
}

/* "The army, worried about a siege, [sent] troops": a participle's aside, whatever the tagger made of it. */
static bool after_participle_aside(const struct grouper *c, struct groups *groups, size_t verb)
{
	size_t open, i;

	if (verb < 4 || groups->v[verb - 1].sort != GROUP_COMMA)
		return false;
	for (open = verb - 2; open > 0 && groups->v[open].sort != GROUP_COMMA; open--)
		;
	if (open == 0 || groups->v[open - 1].sort != GROUP_NOUN ||
		groups->v[open + 1].last - groups->v[open + 1].first != 1 || groups->v[open + 2].sort != GROUP_PREPOSITION ||
		!(groups->v[open + 1].sort == GROUP_ADVERB || (groups->v[open + 1].sort == GROUP_VERB &&
			(groups->v[open + 1].form == VERB_PARTICIPLE || c->tokens->v[groups->v[open + 1].head].pos == POS_VBD))))
		return false;
	for (i = 0; i < open; i++)
		if (groups->v[i].sort != GROUP_NOUN && groups->v[i].sort != GROUP_PREPOSITION && groups->v[i].sort != GROUP_TIME)
			return false;
	if (groups->v[open + 1].sort == GROUP_VERB)
		groups->v[open + 1].form = VERB_PARTICIPLE;
	return true;
}

/* "The rebels, however, [claimed]" */
static bool after_aside(const struct grouper *c, struct groups *groups, size_t verb)
{
	const struct group *v = groups->v + verb;

	if (after_relative_aside(c, groups, verb) || after_own_description(c, groups, verb) ||
		after_participle_aside(c, groups, verb))
		return true;
	return verb > 3 && v[-1].sort == GROUP_COMMA &&
	       (v[-2].sort == GROUP_ADVERB || v[-2].sort == GROUP_OTHER) &&
	       v[-3].sort == GROUP_COMMA && v[-4].sort == GROUP_NOUN;
}

/* "was caught and given ten years": who gets something is the subject of both. */
static void find_bestowed(const struct grouper *c, struct groups *groups)
{
	size_t i, before;

	for (i = 2; i + 1 < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB || vg->last - vg->first != 1 || groups->v[i - 1].sort != GROUP_COORDINATOR ||
			!word_at(c, vg->head, "given handed awarded granted denied") ||
			groups->v[i + 1].sort != GROUP_NOUN)
			continue;
		for (before = i - 1; before > 0 && groups->v[before].sort != GROUP_VERB; before--)
			;
		if (groups->v[before].sort == GROUP_VERB && groups->v[before].passive) {
			vg->passive = true;
			vg->form = VERB_FINITE;
		}
	}
}

/* "lets courts [try] civilians": what is let, made or helped is told of, not done. */
static void find_permitted(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 2; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort == GROUP_VERB && vg->form == VERB_FINITE && vg->last - vg->first == 1 &&
			c->tokens->v[vg->head].pos == POS_VBP && groups->v[i - 1].sort == GROUP_NOUN &&
			groups->v[i - 2].sort == GROUP_VERB && word_at(c, groups->v[i - 2].head, "let lets letting make makes made help helps helped"))
			vg->form = VERB_INFINITIVE;
	}
}

/* "the attack, which the government said [killed] ten" */
static bool told_in_relative(const struct grouper *c, const struct groups *groups, size_t verb)
{
	const struct group *v = groups->v + verb;

	return verb > 2 && v[-1].sort == GROUP_VERB && v[-2].sort == GROUP_NOUN && v[-3].sort == GROUP_RELATIVE &&
	       word_at(c, v[-1].head, "say says said believe believes believed claim claimed think");
}

/* A bare participle with an object of its own is a past tense that was misread. */
static void find_pasts(const struct grouper *c, struct groups *groups)
{
	size_t i, next;

	for (i = 0; i < groups->n; i++) {
		struct group *vg = &groups->v[i];
		enum group_sort before = i > 0 ? groups->v[i - 1].sort : GROUP_STOP;

		if (vg->sort != GROUP_VERB || vg->form != VERB_PARTICIPLE)
			continue;
		for (next = i + 1; next < groups->n && (groups->v[next].sort == GROUP_ADVERB ||
							       is_particle(c, &groups->v[next]));
			next++)
			;
		if (reports(c, groups, i) || ends_report(c, groups, i) || undertakes(c, groups, i)) {
			vg->form = VERB_FINITE;
			continue;
		}
		if (next + 1 < groups->n && groups->v[next].sort == GROUP_TIME &&
			groups->v[next + 1].quantity)
			next++; /* "the court also released Sunday six people" */
		if (next == groups->n || groups->v[next].sort != GROUP_NOUN ||
			is_captivity(c, &groups->v[next]) || is_every_time(c, &groups->v[next]))
			continue;
		if (before == GROUP_NOUN || before == GROUP_ADVERB || before == GROUP_RELATIVE ||
			before == GROUP_STOP || before == GROUP_TIME ||
			after_aside(c, groups, i) || told_in_relative(c, groups, i) ||
			(before == GROUP_COMMA && next == i + 1 && groups->v[next].quantity && has_finite(groups, i)) ||
			(before == GROUP_COORDINATOR && !groups->v[next].proper))
			vg->form = VERB_FINITE;
	}
}

/* Where a list of single past tenses that begins at verb ends: "watched, arrested and [tried] them"; 0: it is none. */
static size_t verb_list_end(const struct groups *groups, size_t verb)
{
	size_t i = verb, next;

	for (;;) {
		next = i + 1;
		if (next < groups->n && groups->v[next].sort == GROUP_COMMA)
			next++;
		if (next < groups->n && groups->v[next].sort == GROUP_COORDINATOR)
			next++;
		if (next == i + 1 || next >= groups->n || groups->v[next].sort != GROUP_VERB ||
			groups->v[next].last - groups->v[next].first != 1 || groups->v[next].form == VERB_GERUND ||
			groups->v[next].form == VERB_INFINITIVE)
			break;
		i = next;
		if (groups->v[next - 1].sort == GROUP_COORDINATOR)
			break;
	}
	return i > verb && groups->v[i - 1].sort == GROUP_COORDINATOR && i + 1 < groups->n &&
			       groups->v[i + 1].sort == GROUP_NOUN
		       ? i
		       : 0;
}

/* "The force monitored, arrested, deported, and tried suspects": verbs of one subject and one object. */
static void find_verb_lists(const struct grouper *c, struct groups *groups)
{
	size_t i, end;

	for (i = 1; i + 4 < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB || vg->form != VERB_FINITE || vg->passive || vg->copula ||
			groups->v[i - 1].sort != GROUP_NOUN || c->tokens->v[vg->head].pos != POS_VBD)
			continue;
		for (end = verb_list_end(groups, i); end > i; end--)
			if (groups->v[end].sort == GROUP_VERB)
				groups->v[end].form = VERB_FINITE;
	}
}

/* The first letter of the acronym in brackets that ends a noun phrase; 0: none does. */
static char acronym_letter(const struct grouper *c, const struct group *np)
{
	struct str word;

	if (np->last < np->first + 4 || !word_at(c, np->last - 1, ")") ||
		!word_at(c, np->last - 3, "("))
		return 0;
	word = token_text(c->tokens, np->last - 2);
	return word.n > 2 && ascii_is_upper(word.p[0]) && ascii_is_upper(word.p[1]) ? word.p[0] : 0;
}

/* "the Middle East and North Africa Financial Action Task Force (MENAFATF)": one name, as its acronym
 * says. */
static void join_names(const struct grouper *c, struct groups *groups)
{
	size_t i;
	char letter;

	for (i = 0; i + 2 < groups->n; i++) {
		struct group *np = &groups->v[i], *rest = np + 2;

		if (np->sort != GROUP_NOUN || !np->proper || np->quantity ||
			np[1].sort != GROUP_COORDINATOR || rest->sort != GROUP_NOUN)
			continue;
		letter = acronym_letter(c, rest);
		if (!letter || token_text(c->tokens, np->core).p[0] != letter ||
			token_text(c->tokens, rest->core).p[0] == letter)
			continue;
		np->last = rest->last;
		np->head = rest->head;
		groups->n -= 2;
		memmove(np + 1, np + 3, (groups->n - i - 1) * sizeof(*np));
	}
}

/* "two Hotzenplotz Army (HA) [fighters]": an acronym in brackets does not end the phrase. */
static void join_bracketed(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 0; i + 1 < groups->n; i++) {
		struct group *np = &groups->v[i], *rest = np + 1;

		if (np->sort != GROUP_NOUN || rest->sort != GROUP_NOUN || np->last != rest->first || !word_at(c, np->last - 1, ")") ||
			rest->quantity || rest->pronoun || rest->proper || rest->core != rest->first || !is_nominal(c, rest->first))
			continue;
		np->last = rest->last;
		np->head = rest->head;
		np->plural = rest->plural;
		np->proper = false;
		groups->n--;
		memmove(rest, rest + 1, (groups->n - i - 1) * sizeof(*np));
	}
}

/* "Detachment 88 also arrested": a number that ends the name of who acts. */
static void join_numbered(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 0; i + 2 < groups->n; i++) {
		struct group *np = &groups->v[i], *number = np + 1, *verb = np + 2;

		if (np->sort != GROUP_NOUN || !np->proper || np->quantity || number->sort != GROUP_NOUN ||
			np->last != number->first || pos_at(c, number->first) != POS_CD ||
			!(number->last == number->first + 1 || word_at(c, number->first + 1, "also has had have")) ||
			verb->sort != GROUP_VERB || verb->passive || verb->form == VERB_INFINITIVE ||
			(i > 0 && np[-1].sort == GROUP_PREPOSITION))
			continue;
		np->last = number->first + 1;
		groups->n--;
		memmove(number, verb, (groups->n - i - 1) * sizeof(*np));
	}
}

/* "were [today] sentenced", "has [on Sunday] given": one verb, whatever stands inside it. */
static void find_split_verbs(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 1; i + 2 < groups->n; i++) {
		struct group *aux = &groups->v[i], *verb = &groups->v[i + 2];
		bool been = word_at(c, aux->head, "was were is are"), had = word_at(c, aux->head, "has have had");

		if (aux->sort != GROUP_VERB || aux->last - aux->first != 1 || (!been && !had) ||
			groups->v[i + 1].sort != GROUP_TIME || verb->sort != GROUP_VERB ||
			verb->last - verb->first != 1 || (verb->form != VERB_PARTICIPLE && verb->form != VERB_FINITE))
			continue;
		verb->form = VERB_FINITE;
		verb->passive = been;
		verb->perfect = had;
		aux->sort = GROUP_OTHER;
	}
}

void groups_repair(const struct grouper *c, const struct sentence *sentence, struct groups *groups)
{
	join_names(c, groups);
	join_numbered(c, groups);
	join_bracketed(c, groups);
	find_split_verbs(c, groups);
	find_bestowed(c, groups);
	find_pasts(c, groups);
	find_presents(c, groups);
	find_permitted(c, groups);
	find_verb_lists(c, groups);
	find_told_numbers(c, groups);
	find_only_verb(sentence, groups);
	find_reduced(c, groups);
	find_accused(c, groups);
	join_left(c, groups);
	find_subordinators(c, groups);
}
