/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a weapon, platform or vehicle reaches in its base phrase: "heavy weapons", "Grad
 * rockets", "two [U.S.-led coalition aircraft]", "Paveway IV guided bombs", "HMS Daring". */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/mention_fill.h"
#include "text/tag.h"

#define NAMES \
	(LEXICON_ORGANISATIONS | LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_DEMONYM) | \
		LEXICON_BIT(LEXICON_CITY) | LEXICON_BIT(LEXICON_REGION))

/* The object of a gerund, not a kind of it: "in smuggling weapons". */
static bool is_gerund(const struct tokens *t, size_t i)
{
	return str_ends(t->v[i].lower, STR("ing")) && i > t->sentences[t->v[i].sentence].first &&
	       (t->v[i - 1].pos == POS_IN || t->v[i - 1].pos == POS_TO);
}

static bool is_count(const struct mention_view *view, size_t i)
{
	static const char *const counting[] = {"single", "multiple", "several", "many", "numerous",
		"various", "individual", "other", "additional", "suspected", "alleged", "possible",
		"such", "own", "same"};
	const struct token *token = &view->tokens->v[i];
	size_t j;

	for (j = 0; j < ARRAY_SIZE(counting); j++)
		if (str_eq(token->lower, str_from(counting[j])))
			return true;
	return view->hits[i].classes &
	       (LEXICON_BIT(LEXICON_UNIT) | LEXICON_BIT(LEXICON_NUMBER_WORD));
}

/* A word that tells what kind of thing it is: "heavy weapons", "dump truck", "Grad rockets". Whose
 * it is and how many there are is not part of it. */
static bool is_kind_word(const struct mention_view *view, size_t i)
{
	const struct token *token = &view->tokens->v[i];
	bool names_somebody = view->hits[i].own || view->hits[i].classes & NAMES;

	if (names_somebody || is_count(view, i) || is_gerund(view->tokens, i) ||
		str_ends(token->lower, STR("-held")) || !ascii_is_alnum(token->lower.p[0]))
		return false;
	return token->pos == POS_JJ || token->pos == POS_NN || token->pos == POS_VBN ||
	       pos_is_proper(token->pos);
}

/* A neighbour that is itself a thing, "[mortar] [rounds]", or the name of one that the model took
 * for somebody, "[Hellfire] missile". */
static bool is_piece(const struct mention_view *view, const struct mention *m, size_t i)
{
	return mention_is_thing(m) || (m->first + 1 == m->last && thing_type(view, i));
}

/* Who has it, which the longest phrase takes in: "[U.S.-led coalition] aircraft". Of weapons the
 * annotators left it out: "ISIL [heavy weapons]". */
static bool is_owner(const struct mention *m, enum entity_type of)
{
	return of != ENTITY_WEAPON &&
	       (m->type == ENTITY_ORGANISATION || m->type == ENTITY_NATIONALITY);
}

/* Where a thing begins in its base phrase. What goes before another noun has no owner of its own:
 * "a [U.S. [drone] strike]". An owner keeps the article. */
static size_t start_in(const struct mention_view *view, const struct mentions *mentions,
	const struct chunk *chunk, struct mention thing)
{
	size_t first = thing.first;
	bool owned = false;

	while (first > chunk->first) {
		int32_t at = mentions->of[first - 1];
		const struct mention *m = at < 0 ? NULL : &mentions->v[at];

		if (!m && !is_kind_word(view, first - 1))
			break;
		if (m && (m->first < chunk->first || view->hits[first - 1].own))
			break;
		if (m && !is_piece(view, m, first - 1)) {
			if (thing.last <= chunk->head || !is_owner(m, thing.type))
				break;
			owned = true;
		}
		first = m ? m->first : first - 1;
	}
	if (owned && first > chunk->first && mentions->of[first - 1] < 0 &&
		view->tokens->v[first - 1].pos == POS_DT)
		first--;
	return first;
}

bool thing_is_mark(const struct tokens *t, size_t i)
{
	struct str s = token_text(t, i);
	bool digit = false, roman = true;
	size_t j;

	if (!pos_is_noun(t->v[i].pos) && t->v[i].pos != POS_CD)
		return false;
	for (j = 0; j < s.n; j++) {
		digit |= ascii_is_digit(s.p[j]);
		roman &=
			s.p[j] == 'I' || s.p[j] == 'V' || s.p[j] == 'X' || (j > 0 && s.p[j] == 's');
	}
	return ascii_is_upper(s.p[0]) && (digit || roman);
}

bool thing_is_ship(const struct tokens *t, size_t i)
{
	static const char *const prefixes[] = {"HMS", "USS", "HMAS", "HMCS", "USNS"};
	size_t j;

	for (j = 0; j < ARRAY_SIZE(prefixes); j++)
		if (str_eq(token_text(t, i), str_from(prefixes[j])))
			return true;
	return false;
}

bool thing_is_bearer(const struct tokens *t, size_t i)
{
	return str_eq(t->v[i].lemma, STR("system")) || str_eq(t->v[i].lemma, STR("launcher"));
}

/* Behind the name of a ship, which the model may take for that of its godfather. */
static size_t end_of_ship(const struct mention_view *view, const struct mentions *m, size_t last)
{
	const struct tokens *t = view->tokens;
	size_t end = t->sentences[t->v[last - 1].sentence].last;

	if (last < end && m->of[last] >= 0 && pos_is_proper(t->v[last].pos) &&
		!view->hits[last].own && m->v[m->of[last]].first == last)
		return m->v[m->of[last]].last;
	for (; last < end && m->of[last] < 0 && pos_is_proper(t->v[last].pos); last++)
		;
	return last;
}

/* Where a thing ends: behind its mark, its ship's name, its "system" or "launcher". */
static size_t end_of(
	const struct mention_view *view, const struct mentions *m, const struct mention *thing)
{
	const struct tokens *t = view->tokens;
	size_t last = thing->last, end = t->sentences[t->v[thing->first].sentence].last;
	int32_t of = view->chunks->of[thing->first];

	if (thing_is_ship(t, last - 1))
		return end_of_ship(view, m, last);
	if (last < end && pos_is_proper(t->v[last - 1].pos) && thing_is_mark(t, last) &&
		!view->hits[last].own && (m->of[last] < 0 || m->v[m->of[last]].last == last + 1))
		return last + 1;
	if (of >= 0 && last == view->chunks->v[of].head && m->of[last] < 0 &&
		thing_is_bearer(t, last))
		return last + 1;
	return last;
}

void thing_widen(const struct mention_view *view, const struct mentions *m, struct mention *thing)
{
	int32_t of = view->chunks->of[thing->first];

	thing->last = (uint32_t)end_of(view, m, thing);
	if (of >= 0)
		thing->first = (uint32_t)start_in(view, m, &view->chunks->v[of], *thing);
}
