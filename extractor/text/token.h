/* SPDX-License-Identifier: Apache-2.0
 * token.h - text -> sentences and tokens, each an exact byte span of the text.
 *
 *   text --tokens_split--> tokens (spans, lower case) --tag--> pos, lemma --parse--> head, deprel
 *
 * Tokens are those of the Penn Treebank (Taylor, Marcus, Santorini 2003) with three differences
 * that spans make possible: nothing is rewritten (a quotation mark stays what it was), words with
 * hyphens stay whole ("10-year", "al-Shabaab") but ranges of numbers do not ("2019" "-" "2021"),
 * and a number keeps the letters that stick to it ("15km", "11am"). Clitics are tokens of their own
 * ("did" "n't", "Darayya" "'s"), currency signs and per cent too ("$" "1.2m", "90" "%").
 *
 * What always holds: tokens are in order, do not overlap, are never empty, lie on character
 * bounds, and everything between two of them is white space. Sentences cover all tokens in order;
 * none crosses a blank line or a list item, and none has more than SENTENCE_MAX_TOKENS.
 *
 * Any bytes are accepted; a byte that is no UTF-8 is punctuation. Time is linear in the text.
 * Everything lives in the arena; text is borrowed and must live as long. */
#ifndef SITREP_TOKEN_H
#define SITREP_TOKEN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"
#include "model/extraction.h"

#define SENTENCE_MAX_TOKENS 400

enum sentence_kind {
	SENTENCE_PROSE,
	SENTENCE_HEADING, /* title, section heading, dateline: asserts nothing by itself */
	SENTENCE_ITEM     /* bullet, numbered item, table row */
};

struct token {
	struct span span;
	struct str lower;     /* lower-cased, curly quotes made straight: see char_fold() */
	struct str lemma;     /* of lower, by pos: "attacks" -> "attack"; lower until tagged */
	uint32_t sentence;    /* index into sentences */
	int32_t head;         /* index of the governing token, -1 for a root or unparsed */
	uint8_t pos;          /* enum pos (tag.h), 0 until tagged */
	uint8_t deprel;       /* enum deprel (parse.h), 0 until parsed */
	bool space_before;    /* white space, or nothing at all, stands before it */
	uint8_t lines_before; /* line ends in that white space, at most 2 (2: a blank line) */
};

struct sentence {
	struct span span;     /* bytes, from the first token to the last */
	uint32_t first, last; /* tokens [first, last), never empty */
	enum sentence_kind kind;
	bool capitals;  /* written all in upper case, as teletypes do */
	bool paragraph; /* the first of its paragraph */
};

struct tokens {
	struct str text;
	struct token *v; /* [n] */
	size_t n;
	struct sentence *sentences; /* [nsentences] */
	size_t nsentences;
};

void tokens_split(struct str text, struct arena *arena, struct tokens *ret_tokens);

/* The two halves of tokens_split, for those who bring tokens of their own (training). */
void tokens_lex(struct str text, struct arena *arena, struct tokens *ret_tokens);
void tokens_sentences(struct tokens *tokens, struct arena *arena);

/* The first token that begins at the byte or after it; n if none does. */
size_t tokens_from(const struct tokens *tokens, size_t offset);

/* The token as it stands in the text. */
static inline struct str token_text(const struct tokens *tokens, size_t i)
{
	return str_slice(tokens->text, tokens->v[i].span.start, tokens->v[i].span.end);
}

/* The text from the first of the tokens [first, last) to the end of the last. */
static inline struct str tokens_text(const struct tokens *tokens, size_t first, size_t last)
{
	return str_slice(tokens->text, tokens->v[first].span.start, tokens->v[last - 1].span.end);
}

/* Is the lower-cased token this word? */
static inline bool token_is(const struct tokens *tokens, size_t i, const char *word)
{
	return str_eq(tokens->v[i].lower, str_from(word));
}

#endif
