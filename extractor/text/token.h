/* SPDX-License-Identifier: Apache-2.0
 * token.h - text -> sentences and tokens, each an exact byte span of the text.
 *
 *   text --tokens_split--> tokens (spans, shape) --tag--> pos --parse--> head, deprel
 *
 * A sentence never crosses a blank line or a list item. Everything lives in the arena. */
#ifndef SITREP_TOKEN_H
#define SITREP_TOKEN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"
#include "model/extraction.h"

enum sentence_kind {
	SENTENCE_PROSE,
	SENTENCE_HEADING, /* title or section heading: asserts nothing */
	SENTENCE_ITEM     /* bullet, table row */
};

struct token {
	struct span span;
	struct str lower;    /* lower-cased form, curly quotes made straight */
	uint32_t sentence;   /* index into sentences */
	int32_t head;        /* index of the governing token, -1 for a root or unparsed */
	uint8_t pos;         /* enum pos: Penn Treebank tags */
	uint8_t deprel;      /* enum deprel: Universal Dependencies, coarse */
	bool space_before;   /* white space stands before it */
};

struct sentence {
	struct span span;      /* bytes, trimmed */
	uint32_t first, last;  /* tokens [first, last) */
	enum sentence_kind kind;
	bool capitals; /* written all in upper case */
};

struct tokens {
	struct str text;
	struct token *v; /* [n] */
	size_t n;
	struct sentence *sentences; /* [nsentences] */
	size_t nsentences;
};

void tokens_split(struct str text, struct arena *arena, struct tokens *ret_tokens);

/* The token as it stands in the text. */
static inline struct str token_text(const struct tokens *tokens, size_t i)
{
	return str_slice(tokens->text, tokens->v[i].span.start, tokens->v[i].span.end);
}

#endif
