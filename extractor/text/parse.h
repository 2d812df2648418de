/* SPDX-License-Identifier: Apache-2.0
 * parse.h - who depends on whom: tagged tokens -> tokens with head and deprel.
 *
 * The relations are Universal Dependencies' (de Marneffe, Manning, Nivre, Zeman 2021), a little
 * coarser. The parser makes one pass with the arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez,
 * Satta 2011), greedily: time is linear in the sentence. It was taught with a dynamic oracle
 * (Goldberg, Nivre 2013), so that it knows what to do after a mistake. */
#ifndef SITREP_TEXT_PARSE_H
#define SITREP_TEXT_PARSE_H

#include "text/feature.h"
#include "text/model.h"
#include "text/token.h"

enum deprel {
	DEPREL_NONE,
	DEPREL_ROOT,
	DEPREL_NSUBJ,
	DEPREL_NSUBJ_PASS,
	DEPREL_OBJ,
	DEPREL_IOBJ,
	DEPREL_CSUBJ,
	DEPREL_CCOMP,
	DEPREL_XCOMP,
	DEPREL_OBL,
	DEPREL_OBL_AGENT,    /* "by" somebody, in the passive */
	DEPREL_OBL_UNMARKED, /* "attacked Monday" */
	DEPREL_ADVCL,
	DEPREL_ADVMOD,
	DEPREL_ACL,
	DEPREL_ACL_RELCL,
	DEPREL_AMOD,
	DEPREL_APPOS,
	DEPREL_AUX,
	DEPREL_AUX_PASS,
	DEPREL_CASE, /* a preposition, or the possessive 's, under its noun */
	DEPREL_CC,
	DEPREL_COMPOUND,
	DEPREL_PRT, /* "carried out" */
	DEPREL_CONJ,
	DEPREL_COP,
	DEPREL_DEP,
	DEPREL_DET,
	DEPREL_DISCOURSE,
	DEPREL_EXPL,
	DEPREL_FIXED,
	DEPREL_FLAT,
	DEPREL_LIST,
	DEPREL_MARK,
	DEPREL_NMOD, /* "leader of the group": leader -> group */
	DEPREL_NMOD_POSS,
	DEPREL_NMOD_UNMARKED,
	DEPREL_NUMMOD,
	DEPREL_PARATAXIS,
	DEPREL_PUNCT,
	DEPREL_VOCATIVE,
	DEPREL_END
};

const char *deprel_name(int deprel);
/* The relation of a UD name; a subtype that we do not keep falls back on its type. */
int deprel_from(struct str name);

struct model_want parse_model_want(void);
/* Fills head and deprel of every token; pos must be there. */
void parse_tokens(const struct model *model, const struct word *words, struct tokens *tokens,
	struct arena *arena);

/* The token's nearest dependent with that relation, -1 without; in its own sentence. */
int32_t parse_dependent(const struct tokens *tokens, size_t head, enum deprel deprel);
/* First and last (exclusive) token of everything under a token, itself included. */
void parse_subtree(const struct tokens *tokens, size_t head, size_t *ret_first, size_t *ret_last);

#endif
