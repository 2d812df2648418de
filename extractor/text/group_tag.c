/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "text/group_parts.h"

/* Forms that are verbs after a noun phrase, whatever the tagger says. */
static bool sure_past(const struct grouper *c, size_t i)
{
	return i > c->begin && word_at(c, i, "froze lent overran fled slew struck met") &&
	       pos_is_noun(c->tokens->v[i - 1].pos == POS_COMMA ? POS_NN : c->tokens->v[i - 1].pos);
}

static bool sure_present(const struct grouper *c, size_t i)
{
	return i > c->begin &&
	       word_at(c, i,
		       "relies punishes consists prohibits forbids bars outlaws criminalises criminalizes "
		       "obliges "
		       "permits say says ban counts") &&
	       (pos_is_noun(c->tokens->v[i - 1].pos) || c->tokens->v[i - 1].pos == POS_RB) &&
	       (i + 1 == c->end || !word_at(c, i + 1, "of on") ||
		       word_at(c, i, "relies") || word_at(c, i, "consists"));
}

/* "held 390 detainees": between a noun and a number. */
static bool held_before_number(const struct grouper *c, size_t i)
{
	return i > c->begin && word_at(c, i, "held shot hit cut put let cost") &&
	       pos_is_noun(c->tokens->v[i - 1].pos) && i + 1 < c->end &&
	       (c->tokens->v[i + 1].pos == POS_CD || c->tokens->v[i + 1].pos == POS_DT);
}

/* "ISIS-GS": capitals throughout are a name. */
static bool is_acronym(const struct grouper *c, size_t i)
{
	struct str word = token_text(c->tokens, i);
	size_t k;

	for (k = 0; k < word.n && (ascii_is_upper(word.p[k]) || word.p[k] == '-'); k++)
		;
	return k == word.n && k > 2 && !c->capitals;
}

/* The tag, with what taggers of edited prose get wrong in reports put right. */
int pos_at(const struct grouper *c, size_t i)
{
	int pos;

	if (i >= c->end)
		return POS_NONE;
	pos = c->tokens->v[i].pos;
	if (word_at(c, i, "shot") && word_at(c, i + 1, "dead"))
		return POS_VBD;
	if (word_at(c, i, "near"))
		return POS_IN;
	if ((pos == POS_IN || pos == POS_RB) && i > c->begin && token_capitalised(c->tokens, i) &&
		i + 1 < c->end && token_capitalised(c->tokens, i + 1) && !c->capitals &&
		c->tokens->v[i + 1].pos == POS_NNP && word_at(c, i, "ar al an as ad el ash at"))
		return POS_NNP; /* "Ar Raqqah" */
	if (word_at(c, i, "set") && word_at(c, i + 1, "up aside") && i > c->begin &&
		pos_is_noun(c->tokens->v[i - 1].pos))
		return POS_VBD;
	if (sure_past(c, i) || held_before_number(c, i))
		return POS_VBD;
	if (sure_present(c, i))
		return POS_VBZ;
	if (pos == POS_NNS && i > c->begin && i + 1 < c->end &&
		(word_at(c, i + 1, "the its their his") ||
			(c->tokens->v[i + 1].pos == POS_CD && c->tokens->v[i - 1].pos != POS_CD)) &&
		(c->tokens->v[i - 1].pos == POS_NN || c->tokens->v[i - 1].pos == POS_NNP ||
			c->tokens->v[i - 1].pos == POS_CD))
		return POS_VBZ; /* "the agency runs its own register" */
	if ((pos == POS_VB || pos == POS_FW) && i > c->begin && token_capitalised(c->tokens, i) &&
		token_capitalised(c->tokens, i - 1) && !c->capitals)
		return POS_NNP; /* "Operation Inherent Resolve" */
	if (pos_is_verb(pos) && is_acronym(c, i))
		return POS_NNP;
	if (pos == POS_IN && word_at(c, i, "to") && i + 1 < c->end &&
		(c->tokens->v[i + 1].pos == POS_VB || word_at(c, i + 1, "free")))
		return POS_TO;
	if (pos == POS_JJ && word_at(c, i, "free") && i > c->begin && word_at(c, i - 1, "to"))
		return POS_VB;
	if (pos_is_verb(pos) && word_at(c, i, "alleged suspected presumed convicted accused") &&
		i + 1 < c->end &&
		(pos_is_noun(c->tokens->v[i + 1].pos) || c->tokens->v[i + 1].pos == POS_JJ) &&
		(i == c->begin ||
			!word_at(c, i - 1, "was were is are been be being has have had")) &&
		(i == c->begin || !pos_is_noun(c->tokens->v[i - 1].pos)))
		return POS_JJ;
	if (pos == POS_VBZ && word_at(c, i, "guards") && i > c->begin &&
		word_at(c, i - 1, "coast border security prison village"))
		return POS_NNS;
	if (pos == POS_JJ && i > c->begin && i + 1 < c->end && c->tokens->v[i - 1].pos == POS_RB &&
		c->tokens->v[i + 1].pos == POS_TO && str_ends(c->tokens->v[i].lower, STR("ed")))
		return POS_VBD; /* "proactively functioned to" */
	if (pos == POS_RB && i > c->begin && c->tokens->v[i - 1].pos == POS_DT &&
		word_at(c, i + 1, "of"))
		return POS_NN;
	return pos;
}

bool is_nominal(const struct grouper *c, size_t i)
{
	int pos = pos_at(c, i);

	return pos_is_noun(pos) || pos_is_adjective(pos) || pos == POS_CD || pos == POS_FW;
}
