/* SPDX-License-Identifier: Apache-2.0
 *
 * One name, one type: a report means the same thing each time it says "Votel". The mentions of a
 * name vote, each with its confidence, and the winner also takes the places where the model saw
 * nothing ("one sense per discourse": Gale, Church, Yarowsky 1992). Countries do not vote: they act
 * in one sentence and are a place in the next. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/map.h"
#include "text/mention.h"
#include "text/tag.h"

#define MAX_WORDS 6
#define MIN_SHARE 0.6f      /* of the votes, to speak where the model was silent */
#define SAID_ELSEWHERE 0.5f /* confidence of a mention that only repeats another */

struct ballot {
	float votes[ENTITY_TYPE_END];
	float all;
};

static bool votes(const struct mention_view *view, const struct mention *m)
{
	return (m->type == ENTITY_PERSON || m->type == ENTITY_ORGANISATION ||
		       m->type == ENTITY_LOCATION) &&
	       !(view->hits[m->last - 1].classes & LEXICON_BIT(LEXICON_COUNTRY));
}

static bool all_names(const struct tokens *t, size_t first, size_t last)
{
	for (; first < last; first++)
		if (!pos_is_proper(t->v[first].pos))
			return false;
	return true;
}

/* A mention's name without the determiner; empty if there are common words in it. */
static struct str name_of(const struct tokens *t, const struct mention *m)
{
	size_t first = m->first;

	if (first + 1 < m->last && t->v[first].pos == POS_DT)
		first++;
	if (m->last - first > MAX_WORDS || !all_names(t, first, m->last))
		return STR("");
	return tokens_text(t, first, m->last);
}

static void hold_vote(const struct mention_view *view, const struct mentions *mentions,
	struct map *ballots, struct arena *arena)
{
	struct map_slot *slot;
	struct ballot *ballot;
	struct str name;
	size_t i;
	bool fresh;

	for (i = 0; i < mentions->n; i++) {
		const struct mention *m = &mentions->v[i];

		name = name_of(view->tokens, m);
		if (!votes(view, m) || name.n < 2)
			continue;
		slot = map_put(ballots, name, &fresh);
		if (fresh)
			slot->value.ptr = arena_zalloc(arena, 1, sizeof(*ballot));
		ballot = slot->value.ptr;
		ballot->votes[m->type] += m->confidence;
		ballot->all += m->confidence;
	}
}

static enum entity_type winner(const struct ballot *ballot)
{
	int type, best = 0;

	for (type = 1; type < ENTITY_TYPE_END; type++)
		if (ballot->votes[type] > ballot->votes[best])
			best = type;
	return (enum entity_type)best;
}

static void overrule(
	const struct mention_view *view, struct mentions *mentions, const struct map *ballots)
{
	const struct map_slot *slot;
	struct str name;
	size_t i;

	for (i = 0; i < mentions->n; i++) {
		struct mention *m = &mentions->v[i];

		name = name_of(view->tokens, m);
		slot = votes(view, m) && name.n ? map_get(ballots, name) : NULL;
		if (slot)
			m->type = winner(slot->value.ptr);
	}
}

/* The longest voted name among the unmentioned tokens from i on; 0 if there is none. */
static size_t silent_name(const struct mention_view *view, const struct mentions *mentions,
	const struct map *ballots, size_t i, const struct ballot **ret_ballot)
{
	const struct tokens *t = view->tokens;
	size_t end = i, last = t->sentences[t->v[i].sentence].last;
	const struct map_slot *slot;

	while (end < last && end - i < MAX_WORDS && mentions->of[end] < 0 &&
		all_names(t, end, end + 1))
		end++;
	/* a piece of a longer run of names is another name */
	if (end == i || (end < last && all_names(t, end, end + 1)) ||
		(i > 0 && all_names(t, i - 1, i)))
		return 0;
	slot = map_get(ballots, tokens_text(t, i, end));
	*ret_ballot = slot ? slot->value.ptr : NULL;
	return slot ? end - i : 0;
}

static void speak_up(const struct mention_view *view, struct mentions *mentions,
	const struct map *ballots, struct arena *arena)
{
	const struct tokens *t = view->tokens;
	const struct ballot *ballot;
	enum entity_type type;
	size_t i, n;

	for (i = 0; i < t->n; i += n ? n : 1) {
		n = mentions->of[i] < 0 ? silent_name(view, mentions, ballots, i, &ballot) : 0;
		if (n == 0)
			continue;
		type = winner(ballot);
		if (ballot->votes[type] >= MIN_SHARE * ballot->all && ballot->all >= MIN_SHARE)
			mentions_add(mentions, t, arena,
				(struct mention){.type = type,
					.first = (uint32_t)i,
					.last = (uint32_t)(i + n),
					.maker = "repeat",
					.confidence = SAID_ELSEWHERE});
	}
}

void mentions_repeat(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena)
{
	AUTO(map_release) struct map ballots;

	map_init(&ballots);
	hold_vote(view, mentions, &ballots, arena);
	overrule(view, mentions, &ballots);
	speak_up(view, mentions, &ballots, arena);
}
