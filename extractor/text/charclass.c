/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/charclass.h"

struct char_range {
	uint32_t first, last;
	enum char_class class;
};

/* Above ASCII, sorted; what is in no range is a letter. */
static const struct char_range ranges[] = {
	{0x80, 0x84, CHAR_SPACE},
	{0x85, 0x85, CHAR_SPACE},
	{0x86, 0x9F, CHAR_SPACE},
	{0xA0, 0xA0, CHAR_SPACE},
	{0xA1, 0xA9, CHAR_PUNCT},
	{0xAB, 0xAC, CHAR_PUNCT},
	{0xAE, 0xB4, CHAR_PUNCT},
	{0xB6, 0xB9, CHAR_PUNCT},
	{0xBB, 0xBF, CHAR_PUNCT},
	{0xD7, 0xD7, CHAR_PUNCT},
	{0xF7, 0xF7, CHAR_PUNCT},
	{0x660, 0x669, CHAR_DIGIT},
	{0x60C, 0x60D, CHAR_PUNCT},
	{0x61B, 0x61F, CHAR_PUNCT},
	{0x6D4, 0x6D4, CHAR_PUNCT},
	{0x1680, 0x1680, CHAR_SPACE},
	{0x2000, 0x200F, CHAR_SPACE},
	{0x2010, 0x2027, CHAR_PUNCT},
	{0x2028, 0x202F, CHAR_SPACE},
	{0x2030, 0x205E, CHAR_PUNCT},
	{0x205F, 0x206F, CHAR_SPACE},
	{0x207A, 0x207E, CHAR_PUNCT},
	{0x20A0, 0x20CF, CHAR_PUNCT},
	{0x2190, 0x2BFF, CHAR_PUNCT},
	{0x2E00, 0x2E7F, CHAR_PUNCT},
	{0x3000, 0x3000, CHAR_SPACE},
	{0x3001, 0x3003, CHAR_PUNCT},
	{0x3008, 0x3020, CHAR_PUNCT},
	{0xE000, 0xF8FF, CHAR_PUNCT},
	{0xFE10, 0xFE1F, CHAR_PUNCT},
	{0xFE30, 0xFE6F, CHAR_PUNCT},
	{0xFEFF, 0xFEFF, CHAR_SPACE},
	{0xFF01, 0xFF0F, CHAR_PUNCT},
	{0xFF1A, 0xFF20, CHAR_PUNCT},
	{0xFFF0, 0xFFFF, CHAR_PUNCT},
	{0x1F000, 0x1FAFF, CHAR_PUNCT},
};

enum char_class char_class(uint32_t c)
{
	size_t i;

	if (c < 0x80) {
		if (ascii_is_alpha((char)c))
			return CHAR_LETTER;
		if (ascii_is_digit((char)c))
			return CHAR_DIGIT;
		return c <= ' ' || c == 0x7F ? CHAR_SPACE : CHAR_PUNCT;
	}
	for (i = 0; i < ARRAY_SIZE(ranges) && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return ranges[i].class;
	return CHAR_LETTER;
}

uint32_t char_lower(uint32_t c)
{
	if (c < 0x80)
		return (unsigned char)ascii_lower((char)c);
	if (c < 0xC0 || c > 0x556)
		return c;
	if (c <= 0xDE)
		return c == 0xD7 ? c : c + 32;
	if (c >= 0x100 && c <= 0x17F) {
		if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17F)
			return c;
		if (c == 0x178)
			return 0xFF;
		/* pairs start on an odd number from 0x139 to 0x148 and from 0x179 on */
		if ((c >= 0x139 && c <= 0x148) || c >= 0x179)
			return c & 1 ? c + 1 : c;
		return c | 1;
	}
	if (c >= 0x391 && c <= 0x3A9)
		return c == 0x3A2 ? c : c + 32;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	if (c >= 0x410 && c <= 0x42F)
		return c + 32;
	if (c >= 0x531)
		return c + 48;
	return c;
}

bool char_is_upper(uint32_t c)
{
	return char_lower(c) != c;
}

bool char_is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2BB || c == 0xFF07;
}

bool char_is_quote(uint32_t c)
{
	return c == '"' || c == '`' || c == 0xAB || c == 0xBB || (c >= 0x201A && c <= 0x201F) ||
	       c == 0x2039 || c == 0x203A || char_is_apostrophe(c);
}

static uint32_t fold_one(uint32_t c)
{
	if (char_is_apostrophe(c))
		return '\'';
	if (char_is_quote(c))
		return '"';
	if (c >= 0x2010 && c <= 0x2015)
		return '-';
	return char_lower(c);
}

static bool is_folded(struct str word)
{
	size_t i;

	for (i = 0; i < word.n; i++)
		if (ascii_is_upper(word.p[i]) || (word.p[i] & 0x80) || word.p[i] == '`')
			return false;
	return true;
}

struct str char_fold(struct str word, struct arena *arena)
{
	size_t i, taken, n = 0;
	uint32_t c;
	char *out;

	if (is_folded(word))
		return word;
	/* no folding makes a character longer */
	out = arena_alloc(arena, word.n + 1);
	for (i = 0; i < word.n; i += taken) {
		if (!(word.p[i] & 0x80)) {
			taken = 1;
			out[n++] = word.p[i] == '`' ? '"' : ascii_lower(word.p[i]);
			continue;
		}
		c = utf8_decode(word.p + i, word.n - i, &taken);
		if (c == 0xAD)
			continue;
		if (c == UTF8_REPLACEMENT && taken == 1)
			out[n++] = '?'; /* a broken byte: never the three bytes of U+FFFD */
		else
			n += utf8_encode(fold_one(c), out + n);
	}
	out[n] = '\0';
	return (struct str){out, n};
}
