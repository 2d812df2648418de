/* SPDX-License-Identifier: Apache-2.0
 * html_token.h - the tokenizer under html_parse(): one tag, text run or raw text at a time
 * (HTML Living Standard 13.2.5, without parse errors and without script execution). */
#ifndef SITREP_HTML_TOKEN_H
#define SITREP_HTML_TOKEN_H

#include "text/html.h"

enum html_token_kind { HTML_TOKEN_END, HTML_TOKEN_TEXT, HTML_TOKEN_START_TAG, HTML_TOKEN_END_TAG };

struct html_token {
	enum html_token_kind kind;
	enum html_tag tag;
	struct str text; /* text, or the name of the tag as written */
	bool self_closing;
	struct html_attr attrs[HTML_NATTRS]; /* [nattrs]; the first of each name counts */
	unsigned nattrs;
};

struct html_lexer {
	struct str page;
	size_t pos;
	bool broken_off;          /* the page ended inside a tag, a comment or a script */
	bool endless[HTML_NTAGS]; /* no end tag of that raw element follows: do not look again */
};

void html_lexer_next(struct html_lexer *lexer, struct html_token *token);
/* The text of a raw element whose start tag was just read, and its end tag, are taken off. */
struct str html_lexer_raw(struct html_lexer *lexer, enum html_tag tag);

#endif
