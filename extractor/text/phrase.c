/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "text/phrase.h"

/* Asked hundreds of times for each token: looks only where its first letter stands. */
bool word_in(struct str word, const char *list)
{
	const char *p;

	/* a NUL byte in the text would find the list's end */
	for (p = word.n && word.p[0] ? strchr(list, word.p[0]) : NULL; p;
		p = strchr(p + 1, word.p[0])) {
		size_t k = 1;

		if (p > list && p[-1] != ' ')
			continue;
		while (k < word.n && p[k] && p[k] == word.p[k])
			k++;
		if (k == word.n && (p[k] == ' ' || p[k] == '\0'))
			return true;
	}
	return false;
}

bool token_in(const struct tokens *tokens, size_t i, const char *words)
{
	return i < tokens->n && word_in(tokens->v[i].lower, words);
}

size_t phrase_at(const struct tokens *tokens, size_t i, size_t end, struct str phrase)
{
	struct str word;
	size_t at = i;

	/* most differ in their first letter */
	if (i < end && phrase.n && tokens->v[i].lower.n && tokens->v[i].lower.p[0] != phrase.p[0])
		return 0;
	while (str_next_field(&phrase, ' ', &word)) {
		if (at >= end || !str_eq(tokens->v[at].lower, word))
			return 0;
		at++;
	}
	return at - i;
}

static size_t count_words(struct str phrase)
{
	struct str word;
	size_t n = 0;

	while (str_next_field(&phrase, ' ', &word))
		n++;
	return n;
}

size_t phrase_before(const struct tokens *tokens, size_t first, size_t i, struct str phrase)
{
	size_t n = count_words(phrase);

	return i >= n && i - n >= first ? phrase_at(tokens, i - n, i, phrase) : 0;
}

struct span tokens_span(const struct tokens *tokens, size_t first, size_t last)
{
	return (struct span){tokens->v[first].span.start, tokens->v[last - 1].span.end};
}

bool token_capitalised(const struct tokens *tokens, size_t i)
{
	struct str text = token_text(tokens, i), lower = tokens->v[i].lower;

	if (text.n == 0)
		return false;
	if (ascii_is_alnum(text.p[0]))
		return ascii_is_upper(text.p[0]);
	return (unsigned char)text.p[0] >= 0xC3 && lower.n && text.n == lower.n &&
	       memcmp(text.p, lower.p, lower.n) != 0;
}

bool sentences_turn(const struct tokens *tokens, size_t after, size_t last)
{
	size_t i, first;

	for (i = after + 1; i <= last && i < tokens->nsentences; i++) {
		first = tokens->sentences[i].first;
		if (token_in(tokens, first, "elsewhere separately meanwhile") ||
			(token_in(tokens, first, "also") && first + 1 < tokens->n &&
				token_in(tokens, first + 1, ",")) ||
			(token_in(tokens, first, "across") && first + 1 < tokens->n &&
				token_in(tokens, first + 1, "town")) ||
			(token_in(tokens, first, "in") && first + 2 < tokens->n &&
				(token_in(tokens, first + 1, "other another") ||
					token_in(tokens, first + 2, "separate"))))
			return true;
	}
	return false;
}
