/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/html.h"
#include "text/text_lines.h"

/* Text set to a width has lines of about this many characters. */
#define NARROWEST 40
#define WIDEST 110
#define SHORT_LINE 80

static bool starts_item(struct str s)
{
	static const struct str bullets[] = {STR("- "), STR("* "), STR("• "), STR("– "), STR("· "),
		STR("> "), STR("+ "), STR("| ")};
	size_t i, digits = 0;

	for (i = 0; i < ARRAY_SIZE(bullets); i++)
		if (str_starts(s, bullets[i]))
			return true;
	while (digits < s.n && digits < 3 && ascii_is_digit(s.p[digits]))
		digits++;
	return digits > 0 && digits + 1 < s.n && (s.p[digits] == '.' || s.p[digits] == ')') &&
	       s.p[digits + 1] == ' ';
}

static size_t count_characters(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

/* Does the line run on into the next one? */
static bool runs_on(const struct text_lines *lines, size_t i)
{
	return i + 1 < lines->n && !lines->v[i + 1].gap && !lines->v[i + 1].item;
}

/* A text is wrapped if most lines that another follows directly end near the same width. */
static bool is_wrapped(const struct text_lines *lines)
{
	size_t i, inner = 0, full = 0, widest = 0, longer = 0;

	for (i = 0; i < lines->n; i++) {
		size_t width = count_characters(lines->v[i].text);

		longer += width > WIDEST;
		if (width > widest && width <= WIDEST)
			widest = width;
	}
	for (i = 0; i < lines->n; i++) {
		if (!runs_on(lines, i))
			continue;
		inner++;
		full += count_characters(lines->v[i].text) * 4 >= widest * 3;
	}
	return widest >= NARROWEST && inner >= 3 && full * 10 >= inner * 7 &&
	       longer * 10 < lines->n;
}

/* CR and CRLF end lines as LF does; form feeds too. */
static bool next_line(struct str *rest, struct str *ret_line)
{
	size_t n = 0;

	if (!rest->n)
		return false;
	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r' && rest->p[n] != '\f')
		n++;
	*ret_line = str_slice(*rest, 0, n);
	if (n < rest->n)
		n += str_starts(str_slice(*rest, n, rest->n), STR("\r\n")) ? 2 : 1;
	*rest = str_slice(*rest, n, rest->n);
	return true;
}

void text_lines_split(struct str text, struct arena *arena, struct text_lines *ret_lines)
{
	struct text_lines lines = {0};
	struct str raw;
	size_t cap = 0;
	bool gap = false;

	while (next_line(&text, &raw)) {
		struct str line = html_collapse(raw, arena);

		if (!line.n) {
			gap = true;
			continue;
		}
		*ARENA_PUSH(arena, lines.v, lines.n, cap) =
			(struct text_line){.text = line, .gap = gap, .item = starts_item(line)};
		gap = false;
	}
	lines.wrapped = is_wrapped(&lines);
	*ret_lines = lines;
}

static struct str separator(const struct text_lines *lines, size_t before, size_t i)
{
	const struct text_line *a = &lines->v[before], *b = &lines->v[i];

	if (b->gap || before + 1 != i)
		return a->item && b->item && !b->gap ? STR("\n") : STR("\n\n");
	if (b->item)
		return STR("\n");
	if (lines->wrapped)
		return STR(" ");
	return a->text.n >= SHORT_LINE || b->text.n >= SHORT_LINE ? STR("\n\n") : STR("\n");
}

static char *put(char *out, struct str s)
{
	memcpy(out, s.p, s.n);
	return out + s.n;
}

/* "terror-" + "ism": the hyphen goes if the word stands unbroken somewhere else in the text. */
static bool is_broken_word(const struct text_lines *lines, size_t i, struct arena *arena)
{
	struct str a = lines->v[i].text, b = lines->v[i + 1].text;
	size_t start, end, k;
	char *word;

	if (a.n < 2 || a.p[a.n - 1] != '-' || !ascii_is_alpha(a.p[a.n - 2]) ||
		!ascii_is_lower(b.p[0]))
		return false;
	for (start = a.n - 1; start > 0 && ascii_is_alpha(a.p[start - 1]); start--)
		;
	for (end = 0; end < b.n && ascii_is_alpha(b.p[end]); end++)
		;
	word = arena_alloc(arena, a.n + b.n);
	memcpy(word, a.p + start, a.n - 1 - start);
	memcpy(word + a.n - 1 - start, b.p, end);
	end += a.n - 1 - start;
	/* near by: looking everywhere would take quadratic time */
	for (k = i > 200 ? i - 200 : 0; k < lines->n && k < i + 200; k++)
		if (str_case_find(lines->v[k].text, (struct str){word, end}, 0) <
			lines->v[k].text.n)
			return true;
	return false;
}

struct str text_lines_join(const struct text_lines *lines, size_t first, struct arena *arena)
{
	size_t i, room = 1, last = lines->n;
	char *text, *end;

	for (i = first; i < lines->n; i++)
		room += lines->v[i].text.n + 2;
	text = end = arena_alloc(arena, room);
	for (i = first; i < lines->n; i++) {
		struct str between;

		if (lines->v[i].drop)
			continue;
		between = last < lines->n ? separator(lines, last, i) : STR("");
		if (str_eq(between, STR(" ")) && end > text && end[-1] == '-') {
			between = STR("");
			if (is_broken_word(lines, last, arena))
				end--;
		}
		end = put(put(end, between), lines->v[i].text);
		last = i;
	}
	return (struct str){text, (size_t)(end - text)};
}
