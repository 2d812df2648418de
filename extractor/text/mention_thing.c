/* SPDX-License-Identifier: Apache-2.0
 *
 * Weapons, platforms and vehicles. They are rare in what the model learnt from, so the lexicon
 * fills in those that a noun names by itself, and the base phrase says how far they reach: "heavy
 * weapons", "an armored vehicle", "weapon systems". */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/mention_fill.h"
#include "text/tag.h"

#define PEOPLE \
	(LEXICON_BIT(LEXICON_PERSON_NOUN) | LEXICON_BIT(LEXICON_PEOPLE_NOUN) | \
		LEXICON_BIT(LEXICON_ORGANISATION_NOUN))
#define DAYS (LEXICON_BIT(LEXICON_WEEKDAY) | LEXICON_BIT(LEXICON_MONTH))
#define NAMES \
	(LEXICON_ORGANISATIONS | LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_DEMONYM) | \
		LEXICON_BIT(LEXICON_CITY) | LEXICON_BIT(LEXICON_REGION))

static const struct {
	enum lexicon_class class;
	enum entity_type type;
} things[] = {{LEXICON_WEAPON, ENTITY_WEAPON}, {LEXICON_PLATFORM, ENTITY_MILITARY_PLATFORM},
	{LEXICON_VEHICLE, ENTITY_VEHICLE}};

/* The tagger takes "VBIED" for a verb. */
static bool is_name_or_noun(const struct tokens *t, size_t i)
{
	struct str s = token_text(t, i);
	bool acronym = s.n > 1 && !t->sentences[t->v[i].sentence].capitals;
	size_t j;

	for (j = 0; acronym && j < s.n; j++)
		acronym = ascii_is_upper(s.p[j]);
	return acronym || pos_is_noun(t->v[i].pos);
}

/* The type of a thing that a noun names by itself, 0 if it names none. A "strike" is a weapon only
 * by its surroundings, which are the model's business. */
static enum entity_type thing_type(const struct mention_view *view, size_t i)
{
	static const char *const deeds[] = {
		"strike", "airstrike", "bombing", "shelling", "bombardment", "mine"};
	const struct lexicon_hit *hit = &view->hits[i];
	const struct token *last = &view->tokens->v[i + hit->tokens - (hit->tokens > 0)];
	size_t j;

	if (hit->tokens == 0 || !is_name_or_noun(view->tokens, i + hit->tokens - 1))
		return 0;
	for (j = 0; j < ARRAY_SIZE(deeds); j++)
		if (str_eq(last->lemma, str_from(deeds[j])))
			return 0;
	for (j = 0; j < ARRAY_SIZE(things); j++)
		if (hit->classes & LEXICON_BIT(things[j].class))
			return things[j].type;
	return 0;
}

static bool is_free(const struct mentions *m, size_t first, size_t last)
{
	for (; first < last; first++)
		if (m->of[first] >= 0)
			return false;
	return true;
}

/* A word that tells what kind of thing it is: "heavy weapons", "dump truck". Whose it is and how
 * many there are is not part of it. */
static bool is_kind_word(const struct mention_view *view, size_t i)
{
	static const char *const counting[] = {"single", "multiple", "several", "many", "numerous",
		"various", "individual", "other", "additional", "suspected", "alleged", "such",
		"own", "same"};
	const struct token *token = &view->tokens->v[i];
	size_t j;

	for (j = 0; j < ARRAY_SIZE(counting); j++)
		if (str_eq(token->lower, str_from(counting[j])))
			return false;
	return (token->pos == POS_JJ || token->pos == POS_NN || token->pos == POS_VBN) &&
	       !(view->hits[i].classes & NAMES) && !str_ends(token->lower, STR("-held"));
}

/* Widens the tokens of a thing inside its base phrase: to the words before that say what kind it
 * is, and to a "system" or "launcher" behind. */
static void widen_thing(
	const struct mention_view *view, const struct mentions *m, size_t *first, size_t *last)
{
	int32_t of = view->chunks->of[*first];
	const struct chunk *chunk;

	if (of < 0)
		return;
	chunk = &view->chunks->v[of];
	if (*last == chunk->head && m->of[*last] < 0 &&
		(str_eq(view->tokens->v[*last].lemma, STR("system")) ||
			str_eq(view->tokens->v[*last].lemma, STR("launcher"))))
		(*last)++;
	while (*first > chunk->first && m->of[*first - 1] < 0 && is_kind_word(view, *first - 1))
		(*first)--;
}

static bool is_thing(const struct mention *m)
{
	return m->type == ENTITY_WEAPON || m->type == ENTITY_MILITARY_PLATFORM ||
	       m->type == ENTITY_VEHICLE;
}

/* Puts another mention over the tokens of an old one, with its maker and confidence. */
static void replace(const struct mention_view *view, struct mentions *mentions, struct arena *arena,
	struct mention old, struct mention changed)
{
	size_t i;

	for (i = old.first; i < old.last; i++)
		mentions->of[i] = -1;
	changed.maker = old.maker;
	changed.confidence = old.confidence;
	mentions_add(mentions, view->tokens, arena, changed);
}

/* Is the noun at i somebody: "suicide car bomber", "police"? A bomber alone is an aircraft. */
static bool is_somebody(const struct mention_view *view, size_t first, size_t i)
{
	static const char *const aircraft[] = {"bomber", "fighter"};
	size_t j;

	if (!(view->nouns[i] & PEOPLE))
		return false;
	for (j = 0; j < ARRAY_SIZE(aircraft); j++)
		if (str_eq(view->tokens->v[i].lemma, str_from(aircraft[j])))
			return token_is(view->tokens, first, "suicide");
	return !thing_type(view, view->hit_start[i]);
}

/* What a mention is by its last word, where the model cannot be right. The lead that the rare types
 * are given carries people and days with it; and a ship may be a place, but a weapon is none. */
static enum entity_type corrected_type(const struct mention_view *view, const struct mention *m)
{
	size_t last = m->last - 1;
	enum entity_type thing = thing_type(view, view->hit_start[last]);

	if (m->type == ENTITY_NATIONALITY && view->hits[last].classes & DAYS)
		return ENTITY_TEMPORAL;
	if (is_thing(m) && is_somebody(view, m->first, last))
		return view->tokens->v[last].pos == POS_NN &&
				       view->nouns[last] & LEXICON_BIT(LEXICON_PERSON_NOUN)
			       ? ENTITY_PERSON
			       : ENTITY_ORGANISATION;
	if (m->type == ENTITY_LOCATION &&
		(thing == ENTITY_WEAPON || thing == ENTITY_MILITARY_PLATFORM))
		return thing;
	return m->type;
}

void mention_correct_things(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena)
{
	size_t i, n = mentions->n;

	for (i = 0; i < n; i++) {
		struct mention m = mentions->v[i];
		size_t first = m.first, last = m.last;

		m.type = mentions->v[i].type = corrected_type(view, &m);
		if (!is_thing(&m))
			continue;
		widen_thing(view, mentions, &first, &last);
		if (first != m.first || last != m.last)
			replace(view, mentions, arena, m,
				(struct mention){.type = m.type,
					.first = (uint32_t)first,
					.last = (uint32_t)last});
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
	enum entity_type type = thing_type(view, i);
	size_t first = i, last = i + view->hits[i].tokens;

	if (!type || !is_free(mentions, first, last) || names_somebody(view, first))
		return;
	widen_thing(view, mentions, &first, &last);
	mention_fill(view, mentions, arena,
		(struct mention){.type = type, .first = (uint32_t)first, .last = (uint32_t)last});
}
