/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/html_token.h"

#define TAG_NAME(name, text, traits) [HTML_##name] = STR(text),
static const struct str tag_names[HTML_NTAGS] = {HTML_TAGS(TAG_NAME)};

static size_t find_byte(struct str s, char c, size_t from)
{
	const char *at = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;

	return at ? (size_t)(at - s.p) : s.n;
}

static size_t skip_space(struct str s, size_t at)
{
	while (at < s.n && ascii_is_space(s.p[at]))
		at++;
	return at;
}

/* <!-- ... -->, <!doctype ...>, <![CDATA[...]]>, <?...>, </3: all of them say nothing to a reader.
 * at is behind the '<'; returns the position behind it all. */
static size_t skip_declaration(struct str s, size_t at)
{
	size_t end;

	if (!str_starts(str_slice(s, at, s.n), STR("!--"))) {
		end = find_byte(s, '>', at);
		return end < s.n ? end + 1 : s.n;
	}
	at += 3;
	if (at < s.n && s.p[at] == '>')
		return at + 1;
	if (str_starts(str_slice(s, at, s.n), STR("->")))
		return at + 2;
	for (; (end = find_byte(s, '>', at)) < s.n; at = end + 1) {
		struct str before = str_slice(s, at, end);

		if (str_ends(before, STR("--")) || str_ends(before, STR("--!")))
			return end + 1;
	}
	return s.n;
}

static bool ends_name(char c)
{
	return ascii_is_space(c) || c == '/' || c == '>';
}

/* At the first byte of a value; leaves *at behind it. */
static struct str lex_value(struct str s, size_t *at)
{
	size_t start = *at, end;

	if (start < s.n && (s.p[start] == '"' || s.p[start] == '\'')) {
		end = find_byte(s, s.p[start], start + 1);
		*at = end < s.n ? end + 1 : s.n;
		return str_slice(s, start + 1 < end ? start + 1 : end, end);
	}
	for (end = start; end < s.n && !ascii_is_space(s.p[end]) && s.p[end] != '>'; end++)
		;
	*at = end;
	return str_slice(s, start, end);
}

static void keep_attr(struct html_token *token, struct str name, struct str value)
{
	enum html_attr_name which;
	unsigned i;

	if (!html_attr_find(name, &which))
		return;
	for (i = 0; i < token->nattrs; i++)
		if (token->attrs[i].name == which)
			return;
	token->attrs[token->nattrs++] = (struct html_attr){which, value};
}

/* Behind the tag's name; returns the position behind its '>', 0 if the page ends before. */
static size_t lex_attrs(struct str s, size_t at, struct html_token *token)
{
	for (;;) {
		struct str name, value = STR("");
		size_t start, after;

		at = skip_space(s, at);
		if (at >= s.n)
			return 0;
		if (s.p[at] == '>')
			return at + 1;
		if (s.p[at] == '/') {
			token->self_closing = at + 1 < s.n && s.p[at + 1] == '>';
			at++;
			continue;
		}
		for (start = at++; at < s.n && !ends_name(s.p[at]) && s.p[at] != '='; at++)
			;
		name = str_slice(s, start, at);
		after = skip_space(s, at);
		if (after < s.n && s.p[after] == '=') {
			at = skip_space(s, after + 1);
			value = lex_value(s, &at);
		}
		keep_attr(token, name, value);
	}
}

/* at is the first letter of the name. */
static bool lex_tag(struct html_lexer *lexer, size_t at, struct html_token *token)
{
	struct str s = lexer->page;
	size_t start = at, end;

	while (at < s.n && !ends_name(s.p[at]))
		at++;
	token->text = str_slice(s, start, at);
	token->tag = html_tag_find(token->text);
	end = lex_attrs(s, at, token);
	lexer->pos = end ? end : s.n;
	lexer->broken_off = end == 0;
	return end != 0;
}

/* A '<' that starts no markup is text. */
static bool starts_markup(struct str s, size_t lt)
{
	char c = lt + 1 < s.n ? s.p[lt + 1] : ' ';

	return ascii_is_alpha(c) || c == '/' || c == '!' || c == '?';
}

void html_lexer_next(struct html_lexer *lexer, struct html_token *token)
{
	struct str s = lexer->page;

	while (lexer->pos < s.n) {
		size_t start = lexer->pos, lt = find_byte(s, '<', start);

		token->nattrs = 0;
		token->self_closing = false;
		while (lt < s.n && !starts_markup(s, lt))
			lt = find_byte(s, '<', lt + 1);
		if (lt > start) {
			token->kind = HTML_TOKEN_TEXT;
			token->tag = HTML_TEXT;
			token->text = str_slice(s, start, lt);
			lexer->pos = lt;
			return;
		}
		if (ascii_is_alpha(s.p[lt + 1])) {
			token->kind = HTML_TOKEN_START_TAG;
			if (lex_tag(lexer, lt + 1, token))
				return;
		} else if (s.p[lt + 1] == '/' && lt + 2 < s.n && ascii_is_alpha(s.p[lt + 2])) {
			token->kind = HTML_TOKEN_END_TAG;
			if (lex_tag(lexer, lt + 2, token))
				return;
		} else {
			lexer->pos = skip_declaration(s, lt + 1);
			lexer->broken_off = s.p[lexer->pos - 1] != '>';
		}
	}
	token->kind = HTML_TOKEN_END;
}

/* Where "</name" stands, followed by what ends a name; s.n if nowhere. */
static size_t find_end_tag(struct str s, struct str name, size_t from)
{
	size_t at;

	for (at = find_byte(s, '<', from); at < s.n; at = find_byte(s, '<', at + 1)) {
		size_t end = at + 2 + name.n;

		if (end < s.n && s.p[at + 1] == '/' && ends_name(s.p[end]) &&
			str_case_eq(str_slice(s, at + 2, end), name))
			return at;
	}
	return s.n;
}

struct str html_lexer_raw(struct html_lexer *lexer, enum html_tag tag)
{
	struct str s = lexer->page, raw;
	size_t start = lexer->pos, end = s.n;

	if (!lexer->endless[tag])
		end = find_end_tag(s, tag_names[tag], start);
	if (end == s.n && (tag == HTML_TITLE || tag == HTML_TEXTAREA)) {
		/* the standard would swallow the page; a reader wants it */
		lexer->endless[tag] = true;
		end = find_byte(s, '<', start);
		lexer->pos = end;
		return str_slice(s, start, end);
	}
	lexer->broken_off = end == s.n && tag != HTML_PLAINTEXT;
	raw = str_slice(s, start, end);
	end = find_byte(s, '>', end);
	lexer->pos = end < s.n ? end + 1 : s.n;
	return raw;
}
