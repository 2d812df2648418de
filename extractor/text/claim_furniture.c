/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts that are given verbatim bring what stood around them on the page. */
#include "base/compiler.h"
#include "text/claim_parts.h"
#include "text/phrase.h"

/* Lines after which a page speaks of other things. */
static const char *const closing_lines[] = {"related content", "related articles",
	"related stories", "related posts", "related news", "share this", "share this page",
	"read more", "more stories", "see also", "you may also like", "recommended", "latest news",
	"more from", "also read", "follow us", "subscribe", "about the author", "leave a reply",
	"comments", "most read", "most popular", "tags"};

static bool closes(const struct tokens *tokens, const struct sentence *s)
{
	size_t k, n;

	for (k = 0; k < ARRAY_SIZE(closing_lines); k++) {
		n = phrase_at(tokens, s->first, s->last, str_from(closing_lines[k]));
		if (n && s->first + n + 2 >= s->last)
			return true;
	}
	return false;
}

static bool is_question(const struct tokens *tokens, const struct sentence *s)
{
	return token_in(tokens, s->last - 1, "?") ||
	       (s->last - s->first > 1 && token_in(tokens, s->last - 1, "\" ''") &&
		       token_in(tokens, s->last - 2, "?"));
}

/* "Terrorist incidents included the following:": what happened is told below. */
static bool is_lead_in(const struct tokens *tokens, const struct sentence *s)
{
	uint32_t i;

	for (i = s->first; i < s->last && token_in(tokens, s->last - 1, ":"); i++)
		if (token_in(tokens, i, "following below") ||
			(i + 2 == s->last &&
				token_in(tokens, i,
					"included include includes including follows were are")))
			return true;
	return false;
}

static bool is_teaser(const struct tokens *tokens, const struct sentence *s)
{
	return token_in(tokens, s->last - 1, "… ...");
}

/* A sentence that stands twice is furniture both times. */
static bool is_twin(const struct tokens *tokens, size_t i)
{
	const struct sentence *a = &tokens->sentences[i], *b = a + 1;

	return i + 1 < tokens->nsentences &&
	       str_eq(str_slice(tokens->text, a->span.start, a->span.end),
		       str_slice(tokens->text, b->span.start, b->span.end));
}

bool *furniture_find(const struct tokens *tokens, struct arena *arena)
{
	bool *skip = arena_zalloc(arena, tokens->nsentences + 1, sizeof(*skip));
	bool closed = false;
	size_t i;

	for (i = 0; i < tokens->nsentences; i++) {
		const struct sentence *s = &tokens->sentences[i];

		closed = closed || (i > 0 && closes(tokens, s));
		if (closed || s->kind == SENTENCE_HEADING || is_question(tokens, s) ||
			is_teaser(tokens, s) || is_lead_in(tokens, s))
			skip[i] = true;
		if (is_twin(tokens, i))
			skip[i] = skip[i + 1] = true;
	}
	return skip;
}
