/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that the lexicon is sure of: armed groups and organisations. The model sees the lexicon
 * too, but what it was taught leaves gaps; here they are filled, and a name of several words that
 * the model cut into pieces is made whole. For countries the model knows better: added like this,
 * they cost three points of locations. */
#include "base/compiler.h"
#include "text/mention_fill.h"
#include "text/tag.h"

#define KNOWN_CONFIDENCE 0.6f
#define OWN_CONFIDENCE 0.95f

/* Is all of [first, last) inside one mention? */
static bool is_covered(const struct mentions *m, size_t first, size_t last)
{
	return m->of[first] >= 0 && m->of[first] == m->of[last - 1];
}

void mention_fill(const struct mention_view *view, struct mentions *mentions, struct arena *arena,
	struct mention mention)
{
	mention.maker = "lexicon";
	mention.confidence = KNOWN_CONFIDENCE;
	mentions_add(mentions, view->tokens, arena, mention);
}

bool mention_clear(struct mentions *m, size_t first, size_t last)
{
	size_t i;

	for (i = first; i < last; i++)
		if (m->of[i] >= 0 &&
			(m->v[m->of[i]].first + 1 < first || m->v[m->of[i]].last > last))
			return false;
	for (i = first; i < last; i++) {
		if (m->of[i] < 0)
			continue;
		/* a determiner before the name stays with it */
		if (m->v[m->of[i]].first < first)
			m->of[first - 1] = -1;
		m->of[i] = -1;
	}
	return true;
}

/* With the article before it, if that is free. */
static size_t with_article(const struct mention_view *view, const struct mentions *m, size_t first)
{
	const struct tokens *t = view->tokens;

	return first > t->sentences[t->v[first].sentence].first && m->of[first - 1] < 0 &&
			       t->v[first - 1].pos == POS_DT
		       ? first - 1
		       : first;
}

/* What the analyst's names are: the first that fits. */
static const struct {
	uint32_t classes;
	enum entity_type type;
} own_types[] = {{LEXICON_BIT(LEXICON_PERSON), ENTITY_PERSON},
	{LEXICON_ORGANISATIONS, ENTITY_ORGANISATION},
	{LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_CITY) | LEXICON_BIT(LEXICON_REGION),
		ENTITY_LOCATION},
	{LEXICON_BIT(LEXICON_DEMONYM), ENTITY_NATIONALITY},
	{LEXICON_BIT(LEXICON_WEAPON), ENTITY_WEAPON},
	{LEXICON_BIT(LEXICON_PLATFORM), ENTITY_MILITARY_PLATFORM},
	{LEXICON_BIT(LEXICON_VEHICLE), ENTITY_VEHICLE},
	{LEXICON_BIT(LEXICON_DOCUMENT), ENTITY_DOCUMENT_REFERENCE}};

static enum entity_type own_type(const struct lexicon_hit *hit)
{
	size_t i;

	for (i = 0; hit->own && i < ARRAY_SIZE(own_types); i++)
		if (hit->classes & own_types[i].classes)
			return own_types[i].type;
	return 0;
}

/* The analyst's word counts more than the model's, but for a phrase that goes on after it: "KNB
 * chief". */
static void add_own(const struct mention_view *view, struct mentions *mentions, struct arena *arena,
	struct mention mention)
{
	int32_t at = mentions->of[mention.first];
	struct mention *there = at < 0 ? NULL : &mentions->v[at];

	if (there && is_covered(mentions, mention.first, mention.last)) {
		if (there->last != mention.last)
			return;
		there->type = mention.type;
		there->canonical = mention.canonical;
		there->maker = "own lexicon";
		there->confidence = OWN_CONFIDENCE;
	} else if (mention_clear(mentions, mention.first, mention.last)) {
		mention.maker = "own lexicon";
		mention.confidence = OWN_CONFIDENCE;
		mentions_add(mentions, view->tokens, arena, mention);
	}
}

void mentions_known(const struct mention_view *view, struct mentions *mentions, struct arena *arena)
{
	const struct tokens *t = view->tokens;
	size_t i, last;

	mention_correct_things(view, mentions, arena);
	for (i = 0; i < t->n; i = last) {
		const struct lexicon_hit *hit = &view->hits[i];

		last = i + (hit->tokens ? hit->tokens : 1);
		if (own_type(hit))
			add_own(view, mentions, arena,
				(struct mention){.type = own_type(hit),
					.canonical = hit->canonical,
					.first = (uint32_t)i,
					.last = (uint32_t)last});
		else if (hit->classes & LEXICON_ORGANISATIONS && !is_covered(mentions, i, last) &&
			 mention_clear(mentions, i, last))
			mention_fill(view, mentions, arena,
				(struct mention){.type = ENTITY_ORGANISATION,
					.first = (uint32_t)with_article(view, mentions, i),
					.last = (uint32_t)last});
		else
			mention_add_thing(view, mentions, arena, i);
	}
	mention_add_papers(view, mentions, arena);
}
