/* SPDX-License-Identifier: Apache-2.0
 *
 * What only the groups around a group tell about it. The steps see what those before them mended:
 * their order counts. */
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
			((groups->v[i - 1].sort == GROUP_NOUN && !groups->v[i - 1].quantity) ||
				after_apposition(groups, i)))
			first = vg;
	}
	if (first)
		first->form = VERB_FINITE;
}

/* "lets courts [try] civilians": what is let, made or helped is told of, not done. */
static void find_permitted(const struct grouper *c, struct groups *groups)
{
	size_t i;

	for (i = 2; i < groups->n; i++) {
		struct group *vg = &groups->v[i];

		if (vg->sort == GROUP_VERB && vg->form == VERB_FINITE &&
			vg->last - vg->first == 1 && c->tokens->v[vg->head].pos == POS_VBP &&
			groups->v[i - 1].sort == GROUP_NOUN &&
			groups->v[i - 2].sort == GROUP_VERB &&
			word_at(c, groups->v[i - 2].head,
				"let lets letting make makes made help helps helped"))
			vg->form = VERB_INFINITIVE;
	}
}

void groups_repair(const struct grouper *c, const struct sentence *sentence, struct groups *groups)
{
	groups_join(c, groups);
	groups_find_pasts(c, groups);
	find_presents(c, groups);
	find_permitted(c, groups);
	groups_find_verb_lists(c, groups);
	find_told_numbers(c, groups);
	find_only_verb(sentence, groups);
	groups_find_participles(c, groups);
	groups_join_left(c, groups);
	find_subordinators(c, groups);
}
