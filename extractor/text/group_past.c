/* SPDX-License-Identifier: Apache-2.0
 *
 * "-ed": past tense or participle? The tagger sees a few words, the groups show what stands
 * around. */
#include "text/group_parts.h"

/* "after Seoul offered last week to help": an infinitive follows what only who acts can do. */
static bool undertakes(const struct grouper *c, const struct groups *groups, size_t verb)
{
	size_t next = verb + 1;

	while (next < groups->n &&
		(groups->v[next].sort == GROUP_TIME || groups->v[next].sort == GROUP_ADVERB))
		next++;
	return verb > 0 && groups->v[verb - 1].sort == GROUP_NOUN && next < groups->n &&
	       groups->v[next].sort == GROUP_VERB && groups->v[next].form == VERB_INFINITIVE &&
	       (word_at(c, groups->v[verb].head,
			"agreed pledged vowed refused decided threatened failed tried sought "
			"hoped") ||
		       (groups->v[verb - 1].proper &&
			       word_at(c, groups->v[verb].head, "offered promised")));
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
		if ((i + 1 < groups->n && groups->v[i + 1].sort == GROUP_NOUN) ||
			undertakes(c, groups, i))
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

/* "the blasts carried out by three men": whoever acts stands after "by", unless a change is
 * measured. */
static bool done_by(const struct grouper *c, const struct groups *groups, size_t verb)
{
	size_t by = verb + 1;

	while (by < groups->n &&
		(groups->v[by].sort == GROUP_ADVERB || groups->v[by].sort == GROUP_TIME ||
			is_particle(c, &groups->v[by])))
		by++;
	return by + 1 < groups->n && word_at(c, groups->v[by].first, "by") &&
	       groups->v[by + 1].sort == GROUP_NOUN && !groups->v[by + 1].bare &&
	       word_at(c, groups->v[verb].head,
		       "carried staged claimed launched conducted fired planted organized "
		       "organised "
		       "mounted perpetrated issued signed posted released published led run set "
		       "funded backed");
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

		if (vg->sort == GROUP_VERB && vg->form == VERB_FINITE &&
			vg->last - vg->first == 1 && groups->v[i - 1].sort == GROUP_NOUN &&
			has_verb(groups, i - 1) &&
			((word_at(c, vg->head, "accused suspected convicted") &&
				 word_at(c, groups->v[i + 1].first, "of")) ||
				done_by(c, groups, i)))
			vg->form = VERB_PARTICIPLE;
		if (vg->sort == GROUP_VERB && vg->form == VERB_FINITE &&
			vg->last - vg->first == 1 &&
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

	while (next < groups->n &&
		(groups->v[next].sort == GROUP_TIME || groups->v[next].sort == GROUP_OTHER ||
			(next + 1 < groups->n && groups->v[next].sort == GROUP_PREPOSITION &&
				groups->v[next + 1].sort == GROUP_TIME)))
		next++;
	return verb > 2 && groups->v[verb - 1].sort == GROUP_NOUN &&
	       groups->v[verb - 2].sort == GROUP_COMMA &&
	       word_at(c, groups->v[verb].head, "said reported announced confirmed added stated") &&
	       (next == groups->n || groups->v[next].sort == GROUP_STOP ||
		       groups->v[next].sort == GROUP_COMMA);
}

/* "was caught and given ten years": who gets something is the subject of both. */
static void find_bestowed(const struct grouper *c, struct groups *groups)
{
	size_t i, before;

	for (i = 2; i + 1 < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB || vg->last - vg->first != 1 ||
			groups->v[i - 1].sort != GROUP_COORDINATOR ||
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

/* "the attack, which the government said [killed] ten" */
static bool told_in_relative(const struct grouper *c, const struct groups *groups, size_t verb)
{
	const struct group *v = groups->v + verb;

	return verb > 2 && v[-1].sort == GROUP_VERB && v[-2].sort == GROUP_NOUN &&
	       v[-3].sort == GROUP_RELATIVE &&
	       word_at(c, v[-1].head,
		       "say says said believe believes believed claim claimed think");
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
		if (reports(c, groups, i) || ends_report(c, groups, i) ||
			undertakes(c, groups, i)) {
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
			before == GROUP_STOP || before == GROUP_TIME || after_aside(c, groups, i) ||
			told_in_relative(c, groups, i) ||
			(before == GROUP_COMMA && next == i + 1 &&
				((groups->v[next].quantity && has_finite(groups, i)) ||
					!has_finite(groups, groups->n))) ||
			(before == GROUP_COORDINATOR && !groups->v[next].proper))
			vg->form = VERB_FINITE;
	}
}

/* Where a list of single past tenses that begins at verb ends: "watched, arrested and [tried]
 * them"; 0: it is none. */
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
			groups->v[next].last - groups->v[next].first != 1 ||
			groups->v[next].form == VERB_GERUND ||
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

/* "The force monitored, arrested, deported, and tried suspects": verbs of one subject and one
 * object. */
void groups_find_verb_lists(const struct grouper *c, struct groups *groups)
{
	size_t i, end;

	for (i = 1; i + 4 < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort != GROUP_VERB || vg->form != VERB_FINITE || vg->passive ||
			vg->copula || groups->v[i - 1].sort != GROUP_NOUN ||
			c->tokens->v[vg->head].pos != POS_VBD)
			continue;
		for (end = verb_list_end(groups, i); end > i; end--)
			if (groups->v[end].sort == GROUP_VERB)
				groups->v[end].form = VERB_FINITE;
	}
}

void groups_find_pasts(const struct grouper *c, struct groups *groups)
{
	find_bestowed(c, groups);
	find_pasts(c, groups);
}

void groups_find_participles(const struct grouper *c, struct groups *groups)
{
	find_reduced(c, groups);
	find_accused(c, groups);
}
