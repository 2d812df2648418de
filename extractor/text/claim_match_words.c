/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a pattern and the tokens of a sentence. */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MAX_GAP 14 /* tokens that may stand between the words of a pattern */

/* One of the alternatives "arrest/detain". */
static bool word_fits(const struct finder *f, size_t token, struct str alternatives)
{
	const struct token *t = &f->tokens->v[token];
	struct str word;

	while (str_next_field(&alternatives, '/', &word))
		if (str_eq(t->lower, word) || str_eq(t->lemma, word))
			return true;
	return false;
}

static bool is_determiner(const struct finder *f, size_t token)
{
	int pos = f->tokens->v[token].pos;

	return pos == POS_DT || pos == POS_PRPS || pos == POS_CD || pos == POS_JJ ||
	       pos == POS_NNP || token_in(f->tokens, token, "own");
}

#define MAX_MODIFIERS 3 /* nouns between an article and the word that it belongs to */

/* From an article over what describes the pattern's next word: "its [national sanctions] list". */
static uint32_t skip_determiners(
	const struct finder *f, const struct trigger *t, size_t k, uint32_t at, uint32_t end)
{
	bool named = k + 1 < t->nwords;
	uint32_t i;

	while (at < end && is_determiner(f, at) && !(named && word_fits(f, at, t->words[k + 1])))
		at++;
	for (i = at; named && i < end && i < at + MAX_MODIFIERS; i++) {
		if (word_fits(f, i, t->words[k + 1]))
			return i;
		if (!pos_is_noun(f->tokens->v[i].pos))
			break;
	}
	return at;
}

static bool breaks_gap(const struct finder *f, size_t token)
{
	int pos = f->tokens->v[token].pos;

	if (token_in(f->tokens, token, "had has have"))
		return false;
	return pos == POS_VBD || pos == POS_VBG || pos == POS_VBZ || pos == POS_VBP ||
	       pos == POS_MD || pos == POS_STOP || token_in(f->tokens, token, "; : that who which");
}

/* "caused 12 deaths [and] nine injuries": two tolls, the first is the pattern's or none. */
static bool other_toll(const struct finder *f, const struct trigger *t, size_t token)
{
	return t->whole && t->kind <= CLAIM_WOUNDED && f->tokens->v[token].pos == POS_CC &&
	       token_in(f->tokens, token - 1,
		       "death deaths fatality fatalities casualty casualties injury injuries");
}

/* How many tokens an aside between dashes takes from here on: "forced 300 people - most of them
 * children - to". */
static uint32_t aside_at(const struct finder *f, uint32_t token, uint32_t end)
{
	uint32_t i;

	if (!token_in(f->tokens, token, CLAUSE_DASHES))
		return 0;
	for (i = token + 1; i < end; i++)
		if (token_in(f->tokens, i, CLAUSE_DASHES))
			return i + 1 - token;
	return 0;
}

/* "took her [from her home]": a noun where the pattern means "brought her home". */
static bool is_own_home(const struct finder *f, size_t token)
{
	int before = f->tokens->v[token - 1].pos;

	return token_in(f->tokens, token, "home") &&
	       (before == POS_DT || before == POS_PRPS || before == POS_POS || before == POS_JJ);
}

/* "carried out by men [acting] alone" is none of the acts that the pattern means. */
static bool is_ongoing(const struct finder *f, size_t token, struct str alternatives)
{
	struct str word;

	if (f->tokens->v[token].pos != POS_VBG)
		return false;
	while (str_next_field(&alternatives, '/', &word))
		if (str_eq(f->tokens->v[token].lower, word))
			return false;
	return true;
}

bool match_words(const struct finder *f, const struct trigger *t, uint32_t at, uint32_t *ret_end,
	uint32_t *ret_gap)
{
	uint32_t end = f->now->last, skipped, aside = 0;
	size_t k;

	*ret_gap = 0;
	for (k = 1; k < t->nwords; k++) {
		if (str_eq(t->words[k], STR("_"))) {
			at = skip_determiners(f, t, k, at, end);
			continue;
		}
		if (str_eq(t->words[k], STR("~"))) {
			if (k + 1 == t->nwords)
				break;
			for (skipped = 0; at + skipped < end && skipped < MAX_GAP + aside;
				skipped++) {
				aside += aside_at(f, at + skipped, end);
				skipped += aside_at(f, at + skipped, end);
				if (word_fits(f, at + skipped, t->words[k + 1]) &&
					!is_own_home(f, at + skipped) &&
					!is_ongoing(f, at + skipped, t->words[k + 1]))
					break;
				if (breaks_gap(f, at + skipped) || other_toll(f, t, at + skipped))
					return false;
			}
			if (at + skipped >= end || skipped == MAX_GAP + aside)
				return false;
			*ret_gap = skipped ? at : 0;
			at += skipped;
			continue;
		}
		if (at < end && !word_fits(f, at, t->words[k])) {
			const struct timex *time = timex_at(f->input->reading.times, at);

			if (time && time->last < end)
				at = time->last;
			else if (f->tokens->v[at].pos == POS_RB)
				at++;
		}
		if (at >= end || !word_fits(f, at, t->words[k]))
			return false;
		at++;
	}
	*ret_end = at;
	return true;
}

const struct trigger *match_triggers(const struct finder *f, size_t group)
{
	const struct group *g = &f->clause.v[group];
	size_t token = g->sort == GROUP_VERB || g->sort == GROUP_NOUN ? g->head : g->first;
	const struct token *t = &f->tokens->v[token];
	const struct trigger *list = claim_lexicon_triggers(
		f->lexicon, g->sort == GROUP_NOUN && t->pos == POS_VBD ? t->lower : t->lemma);

	return list ? list : claim_lexicon_triggers(f->lexicon, t->lower);
}
