/* SPDX-License-Identifier: Apache-2.0
 *
 * Which mentions are the same thing. Names are entered into a table by their words without
 * determiners; a short form ("the KNB") finds its long form where the report explained it ("the
 * Committee for National Security (KNB)"), and a surname its full name. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/map.h"
#include "text/mention.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MAX_NAME_BYTES 200

static bool has_name(const struct tokens *t, const struct mention *m)
{
	size_t i;

	for (i = m->first; i < m->last; i++)
		if (pos_is_proper(t->v[i].pos))
			return true;
	return false;
}

/* The mention without the article or possessive before it. */
static struct str bare_name(const struct tokens *t, const struct mention *m)
{
	size_t first = m->first;

	while (first + 1 < m->last && (t->v[first].pos == POS_DT || t->v[first].pos == POS_PRPS))
		first++;
	return tokens_text(t, first, m->last);
}

/* "Boko Haram fighters" are Boko Haram: the end of the name of a body that is called by its
 * members. */
static uint32_t end_of_name(const struct mention_view *view, const struct mention *m)
{
	bool members = m->type == ENTITY_ORGANISATION && m->last - m->first > 1 &&
		       token_in(view->tokens, m->last - 1,
			       "fighters militants gunmen insurgents rebels guerrillas terrorists "
			       "members forces troops");

	return members && view->hits[m->last - 2].classes &
				       (LEXICON_BIT(LEXICON_ARMED_GROUP) |
					       LEXICON_BIT(LEXICON_ORGANISATION))
		       ? m->last - 1
		       : m->last;
}

/* What the lexicon calls it, if one of its names covers all of it but the determiner. */
static struct str from_lexicon(const struct mention_view *view, const struct mention *m)
{
	uint32_t last = end_of_name(view, m);
	const struct lexicon_hit *hit = &view->hits[last - 1];
	size_t i, start;

	if (!hit->classes || str_absent(hit->canonical))
		return (struct str){0};
	start = view->hit_start[last - 1];
	if (start + hit->tokens != last || start < m->first)
		return (struct str){0};
	for (i = m->first; i < start; i++)
		if (view->tokens->v[i].pos != POS_DT)
			return (struct str){0};
	if (m->type == ENTITY_LOCATION && !(hit->classes & LEXICON_BIT(LEXICON_COUNTRY)))
		return (struct str){0}; /* a city's line names its country */
	return hit->canonical;
}

/* The mention that stands in brackets right after this one, -1 without: "... (KNB)". */
static int32_t bracketed(const struct mentions *ms, const struct tokens *t, size_t i)
{
	size_t open = ms->v[i].last, inner;

	if (open + 2 >= t->n || !token_is(t, open, "(") || ms->of[open + 1] < 0)
		return -1;
	inner = (size_t)ms->of[open + 1];
	if (ms->v[inner].last >= t->n || !token_is(t, ms->v[inner].last, ")"))
		return -1;
	return (int32_t)inner;
}

/* A surname stands for the person whose full name ended in it. */
static void enter_surname(struct map *names, const struct tokens *t, const struct mention *m)
{
	bool fresh;
	struct map_slot *slot;

	if (m->type != ENTITY_PERSON || m->last - m->first < 2 ||
		!pos_is_proper(t->v[m->last - 1].pos))
		return;
	slot = map_put(names, token_text(t, m->last - 1), &fresh);
	if (fresh)
		slot->value.ptr = (void *)(uintptr_t)m;
}

static void enter_name(struct map *names, struct str name, const struct mention *m)
{
	struct map_slot *slot;
	bool fresh;

	if (name.n > MAX_NAME_BYTES)
		return;
	slot = map_put(names, name, &fresh);
	if (fresh)
		slot->value.ptr = (void *)(uintptr_t)m;
}

static void link_one(const struct map *names, const struct tokens *t, struct mention *m)
{
	const struct map_slot *slot;
	const struct mention *full;

	slot = map_get(names, bare_name(t, m));
	if (!slot && m->type == ENTITY_PERSON)
		slot = map_get(names, token_text(t, m->last - 1));
	full = slot ? slot->value.ptr : m;
	m->canonical = !str_absent(full->canonical) ? full->canonical : bare_name(t, full);
}

void mentions_link(const struct mention_view *view, struct mentions *mentions)
{
	AUTO(map_release) struct map names;
	const struct tokens *t = view->tokens;
	int32_t inner;
	size_t i;

	map_init(&names);
	for (i = 0; i < mentions->n; i++) {
		struct mention *m = &mentions->v[i];

		if (m->type != ENTITY_PERSON && m->type != ENTITY_ORGANISATION &&
			m->type != ENTITY_LOCATION && m->type != ENTITY_NATIONALITY)
			continue;
		if (str_absent(m->canonical))
			m->canonical = from_lexicon(view, m);
		inner = bracketed(mentions, t, i);
		if (inner >= 0 && has_name(t, m)) {
			if (str_absent(m->canonical))
				m->canonical = from_lexicon(view, &mentions->v[inner]);
			enter_name(&names, bare_name(t, &mentions->v[inner]), m);
		}
		enter_surname(&names, t, m);
	}
	for (i = 0; i < mentions->n; i++) {
		struct mention *m = &mentions->v[i];

		if (str_absent(m->canonical) && has_name(t, m) &&
			(m->type == ENTITY_PERSON || m->type == ENTITY_ORGANISATION ||
				m->type == ENTITY_LOCATION))
			link_one(&names, t, m);
	}
}
