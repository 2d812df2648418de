/* SPDX-License-Identifier: Apache-2.0
 * tag.h - parts of speech: tokens -> tokens with pos and lemma.
 *
 * The tags are the Penn Treebank's (Marcus, Santorini, Marcinkiewicz 1993). The tagger goes from
 * left to right and takes the best tag given the words around and the two tags before, with weights
 * learnt by the averaged perceptron (Collins 2002). Words that the training data always tags alike
 * are looked up instead. */
#ifndef SITREP_TAG_H
#define SITREP_TAG_H

#include "text/feature.h"
#include "text/model.h"
#include "text/token.h"

enum pos {
	POS_NONE,
	POS_CC,
	POS_CD,
	POS_DT,
	POS_EX,
	POS_FW,
	POS_IN,
	POS_JJ,
	POS_JJR,
	POS_JJS,
	POS_LS,
	POS_MD,
	POS_NN,
	POS_NNS,
	POS_NNP,
	POS_NNPS,
	POS_PDT,
	POS_POS, /* the possessive 's */
	POS_PRP,
	POS_PRPS, /* PRP$ */
	POS_RB,
	POS_RBR,
	POS_RBS,
	POS_RP,
	POS_SYM,
	POS_TO,
	POS_UH,
	POS_VB,
	POS_VBD,
	POS_VBG,
	POS_VBN,
	POS_VBP,
	POS_VBZ,
	POS_WDT,
	POS_WP,
	POS_WPS, /* WP$ */
	POS_WRB,
	POS_ADD, /* address: URL, e-mail */
	POS_QUOTE,
	POS_BRACKET,
	POS_COMMA,
	POS_STOP,     /* . ! ? */
	POS_COLON,    /* : ; - -- ... */
	POS_CURRENCY, /* $ */
	POS_END
};

const char *pos_name(int pos);
int pos_from(struct str name); /* Penn names, OntoNotes' too (HYPH, NFP, -LRB-); 0: unknown */

static inline bool pos_is_noun(int pos)
{
	return pos >= POS_NN && pos <= POS_NNPS;
}

static inline bool pos_is_proper(int pos)
{
	return pos == POS_NNP || pos == POS_NNPS;
}

static inline bool pos_is_verb(int pos)
{
	return pos >= POS_VB && pos <= POS_VBZ;
}

static inline bool pos_is_adjective(int pos)
{
	return pos >= POS_JJ && pos <= POS_JJS;
}

static inline bool pos_is_punct(int pos)
{
	return pos >= POS_QUOTE && pos <= POS_COLON;
}

/* What tag_model must be opened with. */
struct model_want tag_model_want(void);
/* Fills pos of every token. */
void tag_tokens(const struct model *model, const struct word *words, struct tokens *tokens);

/* For the trainer: the features of token i, in sentence s, the tags before it being set. out has
 * room for TAG_MAX_FEATURES; returns how many. */
#define TAG_MAX_FEATURES 50
size_t tag_features(const struct word *words, const struct tokens *tokens, const struct sentence *s,
	size_t i, uint64_t *out);
uint64_t tag_dictionary_feature(uint32_t form);

#endif
