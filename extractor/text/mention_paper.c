/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents that are spoken of by a common noun. Two dozen in the training data are too few to
 * learn from; what tells them from talk ("reports of fighting") is that they are certain ones, by
 * an article or by what they are about: "the full report", "work permits", "the Minsk agreements".
 * Statements, laws and plans are left out: they are as often an act as a paper. */
#include "base/compiler.h"
#include "text/mention_fill.h"
#include "text/tag.h"

static bool is_paper(const struct mention_view *view, size_t i)
{
	static const char *const papers[] = {"report", "resolution", "agreement", "accord",
		"treaty", "communique", "communiqu\u00E9", "permit", "passport", "visa",
		"certificate", "magazine", "memorandum", "charter", "constitution", "decree",
		"dossier", "leaflet", "manual", "book", "letter"};
	const struct token *token = &view->tokens->v[i];
	size_t j;

	for (j = 0; pos_is_noun(token->pos) && j < ARRAY_SIZE(papers); j++)
		if (str_eq(token->lemma, str_from(papers[j])) ||
			str_eq(token->lower, str_from(papers[j])))
			return true;
	return false;
}

static bool is_definite(const struct tokens *t, size_t i)
{
	return t->v[i].pos == POS_PRPS || token_is(t, i, "the") || token_is(t, i, "this") ||
	       token_is(t, i, "these");
}

/* Where the phrase of a certain paper begins: "the full report", "work permits"; its head if it is
 * of no certain one, as in "initial reports" and "reports of fighting". */
static size_t paper_start(const struct mention_view *view, const struct chunk *chunk)
{
	const struct tokens *t = view->tokens;
	size_t i;

	for (i = chunk->first; i < chunk->head; i++)
		if (t->v[i].pos == POS_POS)
			return chunk->head;
	if (is_definite(t, chunk->first))
		return chunk->first;
	for (i = chunk->head; i > chunk->first && pos_is_noun(t->v[i - 1].pos); i--)
		;
	return i;
}

/* May a paper take these tokens? Who wrote it stays a mention of its own: "the UN report". */
static bool has_no_author(const struct mentions *m, size_t first, size_t last)
{
	for (; first < last; first++)
		if (m->of[first] >= 0 && m->v[m->of[first]].type != ENTITY_LOCATION &&
			m->v[m->of[first]].type != ENTITY_NATIONALITY)
			return false;
	return true;
}

void mention_add_papers(
	const struct mention_view *view, struct mentions *mentions, struct arena *arena)
{
	size_t i, first;

	for (i = 0; i < view->chunks->n; i++) {
		const struct chunk *chunk = &view->chunks->v[i];

		first = is_paper(view, chunk->head) ? paper_start(view, chunk) : chunk->head;
		if (first < chunk->head && has_no_author(mentions, first, chunk->head + 1) &&
			mention_clear(mentions, first, chunk->head + 1))
			mention_fill(view, mentions, arena,
				(struct mention){.type = ENTITY_DOCUMENT_REFERENCE,
					.first = (uint32_t)first,
					.last = chunk->head + 1});
	}
}
