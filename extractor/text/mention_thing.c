/* SPDX-License-Identifier: Apache-2.0
 *
 * Weapons, platforms and vehicles. They are rare in what the model learnt from, so the lexicon
 * fills in those that a noun names by itself, says what they are, and has the last word on what is
 * none. The figures are in bench/quality-entities.md, "Weapons and platforms". */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/mention_fill.h"
#include "text/tag.h"

#define DAYS (LEXICON_BIT(LEXICON_WEEKDAY) | LEXICON_BIT(LEXICON_MONTH))

bool mention_is_thing(const struct mention *m)
{
	return m->type == ENTITY_WEAPON || m->type == ENTITY_MILITARY_PLATFORM ||
	       m->type == ENTITY_VEHICLE;
}

static bool is_free(const struct mentions *m, size_t first, size_t last)
{
	for (; first < last; first++)
		if (m->of[first] >= 0)
			return false;
	return true;
}

static void set_free(struct mentions *m, size_t first, size_t last)
{
	for (; first < last; first++)
		m->of[first] = -1;
}

/* "bomber", "fighter": people in the lexicon, aircraft where the model says so. */
static bool is_aircraft_too(const struct token *token)
{
	return str_eq(token->lemma, STR("bomber")) || str_eq(token->lemma, STR("fighter"));
}

/* Is the noun at i somebody: "suicide car bomber", "police"? A bomber alone is an aircraft. */
static bool is_somebody(const struct mention_view *view, size_t first, size_t i)
{
	if (!(view->nouns[i] & LEXICON_SOMEBODY))
		return false;
	if (is_aircraft_too(&view->tokens->v[i]))
		return token_is(view->tokens, first, "suicide");
	return !thing_type(view, i);
}

/* What its last noun names, "Tornado" in "Tornado GR4s". */
static enum entity_type named_thing(const struct mention_view *view, const struct mention *m)
{
	size_t last = m->last - 1;
	enum entity_type type = thing_type(view, last);

	if (!type && last > m->first && thing_is_mark(view->tokens, last))
		return thing_type(view, last - 1);
	return type;
}

/* "the USS Wheeler", "the frigate HMS Dart" */
static bool is_ship(const struct mention_view *view, const struct mention *m)
{
	size_t i;

	for (i = m->first; i + 1 < m->last; i++) {
		if (thing_is_ship(view->tokens, i))
			return true;
		if (!token_is(view->tokens, i, "the") && !thing_type(view, i))
			return false;
	}
	return false;
}

/* Where the model takes a thing for something else: "Coalition warplanes", "HMS Daring". A ship may
 * be a place and a convoy people, but a weapon is neither. */
static enum entity_type mistaken_thing(const struct mention_view *view, const struct mention *m)
{
	size_t last = m->last - 1;
	enum entity_type thing = named_thing(view, m);

	if (m->type != ENTITY_LOCATION && m->type != ENTITY_ORGANISATION &&
		m->type != ENTITY_PERSON && m->type != ENTITY_DOCUMENT_REFERENCE)
		return 0;
	if (is_ship(view, m))
		return ENTITY_MILITARY_PLATFORM;
	if (thing == ENTITY_VEHICLE)
		return 0;
	if (m->type == ENTITY_LOCATION || !thing_type(view, last))
		return thing;
	return m->head == last && !pos_is_proper(view->tokens->v[last].pos) ? thing : 0;
}

/* What a mention is by its last word, where the model cannot be right. The lead that the rare types
 * are given carries people and days with it. */
static enum entity_type corrected_type(const struct mention_view *view, const struct mention *m)
{
	size_t last = m->last - 1;
	enum entity_type thing;

	if (m->type == ENTITY_NATIONALITY && view->hits[last].classes & DAYS)
		return ENTITY_TEMPORAL;
	if (mention_is_thing(m) && is_somebody(view, m->first, last))
		return view->tokens->v[last].pos == POS_NN &&
				       view->nouns[last] & LEXICON_BIT(LEXICON_PERSON_NOUN)
			       ? ENTITY_PERSON
			       : ENTITY_ORGANISATION;
	thing = mention_is_thing(m) ? named_thing(view, m) : mistaken_thing(view, m);
	return thing ? thing : m->type;
}

/* "the number of munitions dropped", "the type of aircraft": spoken of, but none is meant. "A
 * number of rockets" are some. */
static bool is_only_counted(const struct mention_view *view, size_t i)
{
	static const char *const counts[] = {"number", "type", "amount"};
	const struct tokens *t = view->tokens;
	int32_t of = view->preposition[i], chunk;
	size_t noun, first, j;

	if (of < 1 || !token_is(t, (size_t)of, "of"))
		return false;
	noun = (size_t)of - 1;
	chunk = view->chunks->of[noun];
	first = chunk < 0 ? noun : view->chunks->v[chunk].first;
	for (j = 0; j < ARRAY_SIZE(counts); j++)
		if (token_is(t, noun, counts[j]))
			return first == noun || token_is(t, first, "the");
	return false;
}

static bool is_capital(const struct tokens *t, size_t i)
{
	return ascii_is_upper(t->text.p[t->v[i].span.start]);
}

/* "New York Jets", "Swords of Honour": a piece of a longer name, not what it is called after. */
static bool is_in_name(const struct mention_view *view, size_t i)
{
	const struct tokens *t = view->tokens;
	const struct token *token = &t->v[i];
	const struct sentence *s = &t->sentences[token->sentence];

	if (s->capitals || i == s->first || !view->nouns[i] || !pos_is_proper(token->pos) ||
		!ascii_is_lower(t->text.p[token->span.end - 1]))
		return false;
	if (i + 1 < s->last && (is_capital(t, i + 1) || token_is(t, i + 1, "of")))
		return true;
	return is_capital(t, i - 1) && !thing_type(view, i - 1);
}

/* Names the model's thing no thing after all? A strike is a deed, and a common noun that no list
 * has is a unit ("square miles") or another deed ("attack"). A name may be one that we do not know.
 */
static bool is_no_thing(const struct mention_view *view, const struct mention *m)
{
	size_t last = m->last - 1;
	const struct token *token = &view->tokens->v[last];

	if (is_only_counted(view, m->head) || (m->first == last && is_in_name(view, last)))
		return true;
	if (str_eq(token->lemma, STR("strike")))
		return !thing_type(view, last);
	return !pos_is_proper(token->pos) && !thing_listed(view, last) && !is_aircraft_too(token) &&
	       !thing_is_bearer(view->tokens, last);
}

static void correct_thing(const struct mention_view *view, struct mentions *mentions,
	struct arena *arena, struct mention m)
{
	struct mention wide = m;

	if (is_no_thing(view, &m)) {
		set_free(mentions, m.first, m.last);
		return;
	}
	thing_widen(view, mentions, &wide);
	if (wide.first == m.first && wide.last == m.last)
		return;
	set_free(mentions, wide.first, wide.last);
	mentions_add(mentions, view->tokens, arena, wide);
}

void mention_correct_things(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena)
{
	size_t i, n = mentions->n;

	for (i = 0; i < n; i++) {
		struct mention *m = &mentions->v[i];

		if (mentions->of[m->first] != (int32_t)i)
			continue; /* taken in by another */
		m->type = corrected_type(view, m);
		if (mention_is_thing(m))
			correct_thing(view, mentions, arena, *m);
	}
}

/* "truck driver", "tank commander" */
static bool names_somebody(const struct mention_view *view, size_t first)
{
	int32_t of = view->chunks->of[first];

	return of >= 0 && is_somebody(view, first, view->chunks->v[of].head);
}

void mention_add_thing(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena, size_t i)
{
	uint32_t tokens = view->hits[i].tokens ? view->hits[i].tokens : 1;
	struct mention m = {.first = (uint32_t)i, .last = (uint32_t)i + tokens};

	m.type = thing_type(view, m.last - 1);
	if (!m.type || !is_free(mentions, m.first, m.last) || names_somebody(view, m.first) ||
		is_only_counted(view, m.last - 1) || (tokens == 1 && is_in_name(view, i)))
		return;
	thing_widen(view, mentions, &m);
	set_free(mentions, m.first, m.last);
	mention_fill(view, mentions, arena, m);
}
