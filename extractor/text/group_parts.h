/* SPDX-License-Identifier: Apache-2.0
 * group_parts.h - what the files of the grouper share; private to group*.c. */
#ifndef SITREP_GROUP_PARTS_H
#define SITREP_GROUP_PARTS_H

#include "text/group.h"
#include "text/phrase.h"
#include "text/tag.h"

struct grouper {
	const struct reading *r;
	const struct tokens *tokens;
	size_t begin, end;  /* of the sentence */
	bool capitals;      /* all of it is written in them */
	const uint8_t *pos; /* [end - begin] tags_mended() */
};

static inline bool word_at(const struct grouper *c, size_t i, const char *words)
{
	return i < c->end && token_in(c->tokens, i, words);
}

/* group_tag.c: the tags of the sentence's tokens, with what taggers of edited prose get wrong put
 * right. */
const uint8_t *tags_mended(const struct grouper *c, struct arena *arena);
static inline int pos_at(const struct grouper *c, size_t i)
{
	return i - c->begin < c->end - c->begin ? c->pos[i - c->begin] : POS_NONE;
}
bool is_nominal(const struct grouper *c, size_t i);
/* group_noun.c: a noun phrase at i; tokens taken, 0 for none. */
size_t noun_at(const struct grouper *c, size_t i, struct group *np);
/* The quantity whose first token is at i; NULL: none. */
const struct quantity *quantity_opens(const struct grouper *c, size_t i);
/* group_verb.c: the same for a verb group. */
size_t verb_at(const struct grouper *c, size_t i, struct group *vg);
bool is_have(const struct grouper *c, size_t i);
bool is_be(const struct grouper *c, size_t i);
/* group_join.c: groups that are one; groups_join_left needs the verbs' forms put right. */
void groups_join(const struct grouper *c, struct groups *groups);
void groups_join_left(const struct grouper *c, struct groups *groups);
/* group_aside.c: the verb stands after an aside between two commas, "his son, Max Roe,
 * [called]"; of a participle in the aside the form is put right. */
bool after_apposition(const struct groups *groups, size_t verb);
bool after_aside(const struct grouper *c, struct groups *groups, size_t verb);
/* group_past.c: participles that are past tenses, verbs of one list, past tenses that are
 * participles. */
void groups_find_pasts(const struct grouper *c, struct groups *groups);
void groups_find_verb_lists(const struct grouper *c, struct groups *groups);
void groups_find_participles(const struct grouper *c, struct groups *groups);
/* group_repair.c: what only the groups around a group tell about it. */
void groups_repair(const struct grouper *c, const struct sentence *sentence, struct groups *groups);

#endif
