/* SPDX-License-Identifier: Apache-2.0
 * corpus.h - annotated text to learn from: tables of one token a line (docs/models.md).
 *
 * Where a corpus says which tokens had white space between them, its text is put together again
 * and cut by our own lexer, and the annotation is carried over: what the models learn from is what
 * they will see. Where our token spans several of the corpus's ("10" "-" "year"), it takes the tag
 * and the head of the one that governs the rest. */
#ifndef SITREP_CORPUS_H
#define SITREP_CORPUS_H

#include "base/arena.h"
#include "base/err.h"
#include "text/feature.h"
#include "text/token.h"

struct example {
	struct tokens tokens; /* one sentence */
	struct word *words;
	uint8_t *pos;        /* [tokens.n] enum pos */
	int32_t *head;       /* [tokens.n] -1: root; NULL: the corpus has no dependencies */
	uint8_t *deprel;     /* [tokens.n] enum deprel */
	struct str *mention; /* [tokens.n] "B-person", "O"; NULL without */
	uint32_t document;
};

struct corpus {
	struct example *v; /* [n] in the arena */
	size_t n, cap;
	uint32_t documents;
};

struct corpus_options {
	const char *mention_column;      /* "ne", "mention"; NULL: none */
	const struct clusters *clusters; /* NULL: none */
	bool capitals;                   /* everything in upper case, as teletypes have it */
};

/* Appends the sentences of the file. A sentence that cannot be aligned is left out. */
bool corpus_read(struct corpus *corpus, const char *path, struct corpus_options options,
	struct arena *arena, struct err *err) MUST_CHECK;

#endif
