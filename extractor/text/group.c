/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/group_parts.h"

static size_t adverb_lead(const struct grouper *c, size_t i)
{
	size_t at = i;

	while (pos_at(c, at) == POS_RB || pos_at(c, at) == POS_RBR)
		at++;
	return at - i;
}

static const struct {
	const char *phrase;
	enum group_sort sort;
} connectives[] = {
	{"as well as", GROUP_COORDINATOR},
	{"along with", GROUP_COORDINATOR},
	{"because of", GROUP_PREPOSITION},
	{"as a result of", GROUP_PREPOSITION},
	{"according to", GROUP_PREPOSITION},
	{"in connection with", GROUP_PREPOSITION},
	{"even though", GROUP_SUBORDINATOR},
	{"so that", GROUP_SUBORDINATOR},
	{"in order to", GROUP_SUBORDINATOR},
	{"such as", GROUP_PREPOSITION},
	{"close to", GROUP_PREPOSITION},
	{"thanks to", GROUP_PREPOSITION},
	{"due to", GROUP_PREPOSITION},
	{"owing to", GROUP_PREPOSITION},
	{"in front of", GROUP_PREPOSITION},
	{"on behalf of", GROUP_PREPOSITION},
	{"together with", GROUP_PREPOSITION},
	{"as of", GROUP_PREPOSITION},
	{"south of", GROUP_PREPOSITION},
	{"north of", GROUP_PREPOSITION},
	{"east of", GROUP_PREPOSITION},
	{"west of", GROUP_PREPOSITION},
	{"and/or", GROUP_COORDINATOR},
	{"or else", GROUP_COORDINATOR},
	{"while", GROUP_SUBORDINATOR},
	{"although", GROUP_SUBORDINATOR},
	{"though", GROUP_SUBORDINATOR},
	{"because", GROUP_SUBORDINATOR},
	{"if", GROUP_SUBORDINATOR},
	{"whether", GROUP_SUBORDINATOR},
	{"unless", GROUP_SUBORDINATOR},
	{"when", GROUP_RELATIVE},
	{"where", GROUP_RELATIVE},
	{"who", GROUP_RELATIVE},
	{"whom", GROUP_RELATIVE},
	{"whose", GROUP_RELATIVE},
	{"which", GROUP_RELATIVE},
	{"whereas", GROUP_SUBORDINATOR},
	{"including", GROUP_PREPOSITION},
	{"following", GROUP_PREPOSITION},
	{"among", GROUP_PREPOSITION},
};

static enum group_sort single_sort(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);

	if (word_at(c, i, "|"))
		return GROUP_STOP;
	if (word_at(c, i, "that"))
		return pos == POS_WDT ? GROUP_RELATIVE : GROUP_SUBORDINATOR;
	switch (pos) {
	case POS_IN:
	case POS_TO:
		return GROUP_PREPOSITION;
	case POS_CC:
		return GROUP_COORDINATOR;
	case POS_WDT:
	case POS_WP:
	case POS_WPS:
	case POS_WRB:
		return GROUP_RELATIVE;
	case POS_COMMA:
		return GROUP_COMMA;
	case POS_COLON:
	case POS_STOP:
		return GROUP_STOP;
	case POS_RB:
	case POS_RBR:
	case POS_RBS:
	case POS_RP:
	case POS_JJ:
	case POS_JJR:
	case POS_JJS:
		return GROUP_ADVERB;
	default:
		return word_at(c, i, "| ; : – — - • *") ? GROUP_STOP : GROUP_OTHER;
	}
}

/* The longest connective at i: tokens taken, 0 for none. */
static size_t connective_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t k, n, best = 0;

	*group = (struct group){.head = (uint32_t)i};
	for (k = 0; k < ARRAY_SIZE(connectives); k++) {
		n = phrase_at(c->tokens, i, c->end, str_from(connectives[k].phrase));
		if (n > best) {
			best = n;
			group->sort = connectives[k].sort;
		}
	}
	return best;
}

/* A connective or one token of its own sort. */
static size_t other_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t n = connective_at(c, i, group);

	if (n)
		return n;
	*group = (struct group){.sort = single_sort(c, i), .head = (uint32_t)i};
	return 1;
}

/* "aged seven and eleven": says how old they are; tokens taken. */
static size_t ages_at(const struct grouper *c, size_t i)
{
	size_t at = i + 1 + word_at(c, i + 1, "between");

	if (!word_at(c, i, "aged") || pos_at(c, at) != POS_CD)
		return 0;
	for (at++; pos_at(c, at) == POS_CD ||
		   (word_at(c, at, "and or to , between") && pos_at(c, at + 1) == POS_CD);)
		at++;
	return at - i;
}

/* What stands between phrases and says nothing of who does what; tokens taken. */
static size_t aside_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t n = ages_at(c, i);

	if (!n)
		n = phrase_at(c->tokens, i, c->end, STR("all told"));
	if (n)
		*group = (struct group){.sort = GROUP_ADVERB, .head = (uint32_t)i};
	return n;
}

static size_t time_at(const struct grouper *c, size_t i, struct group *group)
{
	const struct timex *t = timex_at(c->r->times, i);

	if (!t || t->first != i)
		return 0;
	*group = (struct group){.sort = GROUP_TIME, .head = (uint32_t)i};
	return t->last - i;
}

/* A participle after a preposition or a verb that describes the noun behind it: "by banned groups".
 */
static bool opens_noun(const struct grouper *c, size_t i)
{
	int before = i > c->begin ? pos_at(c, i - 1) : POS_NONE, pos = pos_at(c, i);

	if (pos == POS_VBG)
		return (before == POS_IN || before == POS_CC) &&
		       word_at(c, i,
			       "neighboring neighbouring "
			       "surrounding remaining ongoing existing leading") &&
		       is_nominal(c, i + 1);
	if (pos != POS_VBN || !is_nominal(c, i + 1) || pos_at(c, i + 1) == POS_CD)
		return false;
	if (before == POS_NONE || before == POS_IN)
		return !word_at(c, i - (i > c->begin), "as than");
	return pos_is_verb(before) && !is_be(c, i - 1) && !is_have(c, i - 1);
}

static size_t group_at(const struct grouper *c, size_t i, struct group *group)
{
	size_t n = time_at(c, i, group), lead;

	if (!n)
		n = aside_at(c, i, group);
	if (!n && connective_at(c, i, group) > 1 && !quantity_opens(c, i))
		n = connective_at(c, i, group); /* but "close to 900 refugees" */
	if (!n && opens_noun(c, i))
		n = noun_at(c, i, group);
	if (!n && !word_at(c, i, "including following that"))
		n = verb_at(c, i, group);
	if (!n && (!word_at(c, i, "that when where including following") || pos_at(c, i) == POS_DT))
		n = noun_at(c, i, group);
	if (!n && (lead = adverb_lead(c, i)) > 0 && verb_at(c, i + lead, group)) {
		n = lead + (group->last - group->first);
		group->negated = group->negated || word_at(c, i, "not never");
	}
	if (!n)
		n = other_at(c, i, group);
	group->first = (uint32_t)i;
	group->last = (uint32_t)(i + n);
	return n;
}

void groups_make(const struct reading *reading, const struct sentence *sentence,
	struct arena *arena, struct groups *ret)
{
	struct grouper c = {.r = reading,
		.tokens = reading->tokens,
		.begin = sentence->first,
		.end = sentence->last,
		.capitals = sentence->capitals};
	struct group group;
	size_t i, n, cap = 0;

	*ret = (struct groups){0};
	c.pos = tags_mended(&c, arena);
	for (i = c.begin; i < c.end; i += n) {
		n = group_at(&c, i, &group);
		*ARENA_PUSH(arena, ret->v, ret->n, cap) = group;
	}
	groups_repair(&c, sentence, ret);
}
