/* SPDX-License-Identifier: Apache-2.0
 *
 * A lexer by hand: at each position the scanners are asked in turn (address, acronym, number, word,
 * punctuation) and the first that answers says where the token ends. Each looks ahead a bounded
 * distance or over what it takes itself, so time is linear. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/abbreviation.h"
#include "text/charclass.h"
#include "text/token.h"

#define MIN_LINE_CHARS 8
#define MAX_EMAIL_NAME 64 /* RFC 5321, 4.5.3.1.1 */

struct lexer {
	struct arena *arena;
	struct tokens *out;
	size_t cap;
	struct str text;
	size_t at;
	size_t next_at; /* the first '@' not before at, or the text's end */
	bool space;     /* before at */
	uint8_t lines;
};

static uint32_t char_at(struct str text, size_t at, size_t *ret_next)
{
	size_t taken;
	uint32_t c;

	if (at >= text.n) {
		*ret_next = text.n;
		return ' ';
	}
	if (!(text.p[at] & 0x80)) {
		*ret_next = at + 1;
		return (unsigned char)text.p[at];
	}
	c = utf8_decode(text.p + at, text.n - at, &taken);
	*ret_next = at + taken;
	return c;
}

static enum char_class class_at(struct str text, size_t at)
{
	size_t next;

	return char_class(char_at(text, at, &next));
}

static bool alnum_at(struct str text, size_t at)
{
	enum char_class class = class_at(text, at);

	return class == CHAR_LETTER || class == CHAR_DIGIT;
}

static bool byte_at(struct str text, size_t at, char c)
{
	return at < text.n && text.p[at] == c;
}

static bool digit_at(struct str text, size_t at)
{
	return at < text.n && ascii_is_digit(text.p[at]);
}

static size_t skip_digits(struct str text, size_t at)
{
	while (digit_at(text, at))
		at++;
	return at;
}

static void push(struct lexer *lx, size_t end)
{
	struct tokens *out = lx->out;
	struct token *token = ARENA_PUSH(lx->arena, out->v, out->n, lx->cap);

	token->span = (struct span){(uint32_t)lx->at, (uint32_t)end};
	token->lower = char_fold(str_slice(lx->text, lx->at, end), lx->arena);
	token->lemma = token->lower;
	token->head = -1;
	token->space_before = lx->space || out->n == 1;
	token->lines_before = lx->lines;
	lx->space = false;
	lx->lines = 0;
	lx->at = end;
}

static void skip_space(struct lexer *lx)
{
	size_t next;
	uint32_t c;

	while (lx->at < lx->text.n) {
		c = char_at(lx->text, lx->at, &next);
		if (char_class(c) != CHAR_SPACE)
			return;
		lx->space = true;
		if (c == '\f' || c == 0x2029)
			lx->lines = 2;
		else if ((c == '\n' || c == 0x2028) && lx->lines < 2)
			lx->lines++;
		lx->at = next;
	}
}

/* The end of the run of characters that an address may have, without the punctuation that closes
 * the sentence around it. */
static size_t address_end(struct str text, size_t at)
{
	size_t start = at;

	while (at < text.n && text.p[at] > ' ' && !strchr("<>\"{}|\\^`", text.p[at]))
		at++;
	while (at > start && strchr(".,;:!?)]'*", text.p[at - 1]))
		at--;
	return at;
}

static size_t scan_url(const struct lexer *lx)
{
	static const struct str schemes[] = {
		{"http://", 7}, {"https://", 8}, {"ftp://", 6}, {"www.", 4}};
	struct str rest = str_slice(lx->text, lx->at, lx->text.n);
	size_t i;

	if (rest.n == 0 || !strchr("hHfFwW", rest.p[0]))
		return 0;
	for (i = 0; i < ARRAY_SIZE(schemes); i++)
		if (str_case_starts(rest, schemes[i]) && alnum_at(lx->text, lx->at + schemes[i].n))
			return address_end(lx->text, lx->at);
	return 0;
}

static bool is_mail_char(char c)
{
	return ascii_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '%';
}

static size_t scan_email(struct lexer *lx)
{
	size_t i;

	if (lx->next_at < lx->at) {
		const char *p = memchr(lx->text.p + lx->at, '@', lx->text.n - lx->at);

		lx->next_at = p ? (size_t)(p - lx->text.p) : lx->text.n;
	}
	if (lx->next_at == lx->text.n || lx->next_at == lx->at ||
		lx->next_at - lx->at > MAX_EMAIL_NAME || !alnum_at(lx->text, lx->next_at + 1))
		return 0;
	for (i = lx->at; i < lx->next_at; i++)
		if (!is_mail_char(lx->text.p[i]))
			return 0;
	for (i = lx->next_at + 1; i < lx->text.n && is_mail_char(lx->text.p[i]); i++)
		;
	while (!ascii_is_alnum(lx->text.p[i - 1]) && i > lx->next_at + 1)
		i--;
	return i;
}

static size_t scan_word_tail(struct str text, size_t at, size_t *ret_apostrophe);

/* "U.S.", "U.S.-led", "a.m.", and the initial of a name: "J." before a capital. */
static size_t scan_acronym(const struct lexer *lx)
{
	struct str text = lx->text;
	size_t at = lx->at, next, pairs = 0, ignored;
	uint32_t c;

	while (char_class(char_at(text, at, &next)) == CHAR_LETTER && byte_at(text, next, '.')) {
		at = next + 1;
		pairs++;
	}
	if (pairs >= 2) {
		if (byte_at(text, at, '-') && alnum_at(text, at + 1))
			return scan_word_tail(text, at, &ignored);
		return at;
	}
	if (pairs == 0 || !char_is_upper(char_at(text, lx->at, &next)) || text.p[lx->at] == 'I')
		return 0;
	if (byte_at(text, at, '-') && alnum_at(text, at + 1))
		return at; /* "J.-P." */
	c = char_at(text, byte_at(text, at, ' ') ? at + 1 : at, &next);
	return char_is_upper(c) ? at : 0;
}

static bool is_iso_date(struct str text, size_t at)
{
	return skip_digits(text, at) == at + 4 && byte_at(text, at + 4, '-') &&
	       skip_digits(text, at + 5) == at + 7 && byte_at(text, at + 7, '-') &&
	       skip_digits(text, at + 8) == at + 10;
}

/* Does the separator at this place belong to the number that it follows? */
static bool joins_digits(struct str text, size_t at)
{
	size_t end = skip_digits(text, at + 1), n = end - at - 1;

	if (n == 0)
		return false;
	switch (text.p[at]) {
	case ',':
		return n == 2 || n == 3; /* 12,34,567 is Indian */
	case '.':
	case ':':
	case '/':
		return true;
	default:
		return false;
	}
}

static size_t scan_number(const struct lexer *lx)
{
	struct str text = lx->text;
	size_t at = lx->at, ignored;

	if (byte_at(text, at, '.') && lx->space && digit_at(text, at + 1))
		at++; /* ".22" */
	if (!digit_at(text, at))
		return 0;
	if (is_iso_date(text, at))
		return at + 10;
	at = skip_digits(text, at);
	while (at < text.n && joins_digits(text, at))
		at = skip_digits(text, at + 1);
	if (byte_at(text, at, '-') ? class_at(text, at + 1) == CHAR_LETTER : alnum_at(text, at))
		return scan_word_tail(text, at, &ignored);
	return at;
}

/* May this character stand inside a word, given what is around it? */
static bool joins_letters(struct str text, uint32_t c, size_t at, size_t next)
{
	if (c == '_')
		return true;
	if (at == 0 ||
		!(c == '-' || c == 0x2010 || c == 0x2011 || c == '&' || char_is_apostrophe(c)))
		return false;
	if (c == '&')
		return ascii_is_upper(text.p[at - 1]) && next < text.n &&
		       ascii_is_upper(text.p[next]);
	if (char_is_apostrophe(c))
		return class_at(text, next) == CHAR_LETTER;
	return alnum_at(text, next);
}

/* From inside a word to its end. *ret_apostrophe is where its last apostrophe is, 0 without one. */
static size_t scan_word_tail(struct str text, size_t at, size_t *ret_apostrophe)
{
	enum char_class class;
	size_t next;
	uint32_t c;

	*ret_apostrophe = 0;
	for (; at < text.n; at = next) {
		c = char_at(text, at, &next);
		class = char_class(c);
		if (class == CHAR_LETTER || class == CHAR_DIGIT)
			continue;
		if (!joins_letters(text, c, at, next))
			break;
		if (char_is_apostrophe(c))
			*ret_apostrophe = at;
	}
	return at;
}

/* 's, 're, 've, 'll, 'd, 'm: the letters after the apostrophe. */
static bool is_clitic(struct str letters)
{
	static const char *const clitics[] = {"s", "re", "ve", "ll", "d", "m"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(clitics); i++)
		if (str_case_eq(letters, str_from(clitics[i])))
			return true;
	return false;
}

/* Where the clitic of the word [at, end) starts; end if it has none. */
static size_t clitic_start(const struct lexer *lx, size_t apostrophe, size_t end)
{
	struct str word = str_slice(lx->text, lx->at, end);
	size_t next;

	if (str_case_eq(word, STR("cannot")))
		return lx->at + 3;
	if (apostrophe == 0)
		return end;
	char_at(lx->text, apostrophe, &next);
	if (is_clitic(str_slice(lx->text, next, end)))
		return apostrophe;
	if (str_case_eq(str_slice(lx->text, next, end), STR("t")) && apostrophe > lx->at + 1 &&
		ascii_lower(lx->text.p[apostrophe - 1]) == 'n')
		return apostrophe - 1;
	return end;
}

/* ".com", ".org.uk" right after a word make it an address. */
static size_t scan_domain(struct str text, size_t at)
{
	static const char *const tails[] = {".com", ".org", ".net", ".gov", ".mil", ".info",
		".co.uk", ".org.uk", ".gov.uk", ".int"};
	struct str rest = str_slice(text, at, text.n);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tails); i++)
		if (str_starts(rest, str_from(tails[i])) && !alnum_at(text, at + strlen(tails[i])))
			return address_end(text, at);
	return 0;
}

static bool lex_word(struct lexer *lx)
{
	struct str text = lx->text;
	size_t start = lx->at, end, apostrophe, clitic, domain;

	if ((byte_at(text, start, '#') || byte_at(text, start, '@')) && lx->space)
		start++;
	if (class_at(text, start) != CHAR_LETTER && !byte_at(text, start, '_'))
		return false;
	end = scan_word_tail(text, start, &apostrophe);
	if (byte_at(text, end, '.')) {
		domain = scan_domain(text, end);
		if (domain || is_abbreviation(str_slice(text, lx->at, end),
				      digit_at(text, end + 1) || digit_at(text, end + 2))) {
			push(lx, domain ? domain : end + 1);
			return true;
		}
	}
	clitic = clitic_start(lx, apostrophe, end);
	if (clitic > lx->at && clitic < end)
		push(lx, clitic);
	push(lx, end);
	return true;
}

/* A clitic that stands alone after something that is no word: "2022's", "U.S.'s". */
static size_t scan_clitic(const struct lexer *lx)
{
	size_t next, end;

	if (lx->space || !char_is_apostrophe(char_at(lx->text, lx->at, &next)))
		return 0;
	for (end = next; end < lx->text.n && ascii_is_alpha(lx->text.p[end]); end++)
		if (end - next > 2)
			return 0;
	return is_clitic(str_slice(lx->text, next, end)) && !alnum_at(lx->text, end) ? end : 0;
}

/* Dots, dashes and quotation marks are taken in runs; all else alone, but for the lines that
 * somebody drew with it. */
static size_t scan_punct(const struct lexer *lx)
{
	char first = lx->text.p[lx->at];
	size_t at, end;

	char_at(lx->text, lx->at, &at);
	for (end = at; byte_at(lx->text, end, first); end++)
		;
	return strchr(".-\"`'=_*", first) || end - at >= MIN_LINE_CHARS ? end : at;
}

static void lex_one(struct lexer *lx)
{
	size_t end;

	if ((end = scan_url(lx)) || (end = scan_email(lx)) || (end = scan_acronym(lx)) ||
		(end = scan_number(lx)) || (end = scan_clitic(lx)))
		push(lx, end);
	else if (!lex_word(lx))
		push(lx, scan_punct(lx));
}

void tokens_lex(struct str text, struct arena *arena, struct tokens *ret_tokens)
{
	struct lexer lx = {.arena = arena, .out = ret_tokens, .text = text};
	const char *at = text.n ? memchr(text.p, '@', text.n) : NULL;

	*ret_tokens = (struct tokens){.text = text};
	lx.next_at = at ? (size_t)(at - text.p) : text.n;
	for (skip_space(&lx); lx.at < text.n; skip_space(&lx))
		lex_one(&lx);
}

void tokens_split(struct str text, struct arena *arena, struct tokens *ret_tokens)
{
	tokens_lex(text, arena, ret_tokens);
	tokens_sentences(ret_tokens, arena);
}

size_t tokens_from(const struct tokens *tokens, size_t offset)
{
	size_t low = 0, high = tokens->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (tokens->v[middle].span.start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
