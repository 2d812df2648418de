/* SPDX-License-Identifier: Apache-2.0 */
#include "text/phrase.h"
#include "text/tag.h"
#include "text/tag_name.h"

#define NAMES \
	(LEXICON_BIT(LEXICON_ARMED_GROUP) | LEXICON_BIT(LEXICON_ORGANISATION) | \
		LEXICON_BIT(LEXICON_COUNTRY) | LEXICON_BIT(LEXICON_CITY) | \
		LEXICON_BIT(LEXICON_REGION))

void tag_names(const struct lexicon *lexicon, struct tokens *tokens)
{
	struct lexicon_hit hit;
	size_t i, end;

	for (i = 0; i < tokens->n; i++) {
		if (!token_capitalised(tokens, i))
			continue;
		hit = lexicon_find(lexicon, tokens, i);
		if (!(hit.classes & NAMES) || hit.tokens < 2)
			continue;
		for (end = i + hit.tokens; i < end; i++)
			if (pos_is_verb(tokens->v[i].pos) && token_capitalised(tokens, i))
				tokens->v[i].pos = POS_NNP;
		i--;
	}
}
