/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/article_markdown.h"

#define MAX_HEADER_LINES 40

static struct str unquote(struct str s)
{
	s = str_trim(s);
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		return str_slice(s, 1, s.n - 1);
	return s;
}

static struct str *slot_of(struct text_header *header, struct str key)
{
	const struct {
		struct str key;
		struct str *slot;
	} slots[] = {{STR("title"), &header->title}, {STR("subject"), &header->title},
		{STR("headline"), &header->title}, {STR("date"), &header->date},
		{STR("published"), &header->date}, {STR("publish_date"), &header->date},
		{STR("pubdate"), &header->date}, {STR("author"), &header->author},
		{STR("by"), &header->author}, {STR("from"), &header->author},
		{STR("lang"), &header->language}, {STR("language"), &header->language},
		{STR("url"), &header->url}, {STR("link"), &header->url},
		{STR("source"), &header->url}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(slots); i++)
		if (str_case_eq(key, slots[i].key))
			return slots[i].slot;
	return NULL;
}

/* "Key: value"; a key is one word. */
static bool header_line(struct str line, struct text_header *header)
{
	size_t colon = str_find(line, STR(":"), 0), i;
	struct str *slot;

	if (colon == 0 || colon >= line.n || colon > 30)
		return false;
	for (i = 0; i < colon; i++)
		if (!ascii_is_alnum(line.p[i]) && line.p[i] != '_' && line.p[i] != '-')
			return false;
	slot = slot_of(header, str_slice(line, 0, colon));
	if (slot && !slot->n)
		*slot = unquote(str_slice(line, colon + 1, line.n));
	return true;
}

bool text_header_take(struct str *text, struct text_header *ret_header)
{
	struct text_header header = {0};
	struct str rest = *text, line;
	bool front = str_starts(rest, STR("---\n")) || str_starts(rest, STR("---\r\n"));
	int lines;

	if (front)
		str_next_line(&rest, &line);
	for (lines = 0; lines < MAX_HEADER_LINES && str_next_line(&rest, &line); lines++) {
		bool end = front ? str_eq(str_trim(line), STR("---")) : str_trim(line).n == 0;

		if (end) {
			if (lines == 0 || (!header.title.n && !header.date.n) ||
				(!front && lines < 2))
				return false;
			*text = rest;
			*ret_header = header;
			return true;
		}
		if (!header_line(line, &header) && !front)
			return false;
	}
	return false;
}

static bool is_heading(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == '#')
		n++;
	return n >= 1 && n <= 6 && n < line.n && line.p[n] == ' ';
}

bool markdown_likely(struct str text)
{
	struct str rest = text, line;
	size_t headings = 0, links = 0, bold = 0, lines = 0;
	bool opens = false; /* with a heading and an empty line */

	while (lines < 400 && str_next_line(&rest, &line)) {
		opens = opens || (lines == 1 && headings == 1 && !str_trim(line).n);
		lines++;
		headings += is_heading(line);
		links += str_find(line, STR("]("), 0) < line.n;
		bold += str_find(line, STR("**"), 0) < line.n;
	}
	return opens || headings >= 2 || (headings && (links || bold)) || links >= 3 ||
	       (links && bold);
}

/* [text](address) and ![alt](address): i is at the bracket. Returns the position behind it all, 0
 * if it is no link; the text is what remains. */
static size_t link_end(struct str s, size_t i, struct str *ret_text)
{
	size_t close = str_find(s, STR("]("), i), end;

	if (close >= s.n || close - i > 500)
		return 0;
	end = str_find(s, STR(")"), close);
	if (end >= s.n || end - close > 2000)
		return 0;
	*ret_text = str_slice(s, i + 1, close);
	return end + 1;
}

static bool is_mark(struct str s, size_t i)
{
	char c = s.p[i], before = i ? s.p[i - 1] : ' ', after = i + 1 < s.n ? s.p[i + 1] : ' ';

	if (c == '*' || c == '`')
		return !(ascii_is_space(before) && ascii_is_space(after));
	/* snake_case is no emphasis */
	return c == '_' && !(ascii_is_alnum(before) && ascii_is_alnum(after)) &&
	       !(ascii_is_space(before) && ascii_is_space(after));
}

static char *strip_line(struct str s, char *out)
{
	size_t i = 0, end;
	struct str text;

	while (i < s.n) {
		bool picture = s.p[i] == '!' && i + 1 < s.n && s.p[i + 1] == '[';

		if (s.p[i] == '\\' && i + 1 < s.n && !ascii_is_alnum(s.p[i + 1])) {
			*out++ = s.p[i + 1];
			i += 2;
		} else if ((picture || s.p[i] == '[') &&
			   (end = link_end(s, i + picture, &text)) != 0) {
			if (!picture) {
				memcpy(out, text.p, text.n);
				out += text.n;
			}
			i = end;
		} else if (is_mark(s, i)) {
			i++;
		} else {
			*out++ = s.p[i++];
		}
	}
	return out;
}

static bool is_rule(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] != s.p[0] && s.p[i] != ' ')
			return false;
	return s.n >= 3 && (s.p[0] == '-' || s.p[0] == '*' || s.p[0] == '_' || s.p[0] == '=' ||
				   s.p[0] == '`' || s.p[0] == '~');
}

struct str markdown_strip(struct str text, struct arena *arena)
{
	char *start = arena_alloc(arena, text.n + 4), *out = start;
	struct str line;

	while (str_next_line(&text, &line)) {
		struct str s = str_trim(line);

		if (is_heading(s)) {
			s = str_trim(str_slice(s, str_find(s, STR(" "), 0), s.n));
			while (s.n && s.p[s.n - 1] == '#')
				s.n--;
			*out++ = '\n'; /* its mark has parted it from the text around */
			out = strip_line(str_trim(s), out);
			*out++ = '\n';
		} else if (str_starts(s, STR("> "))) {
			out = strip_line(str_slice(s, 2, s.n), out);
		} else if (str_starts(s, STR("* ")) || str_starts(s, STR("+ "))) {
			*out++ = '-';
			out = strip_line(str_slice(s, 1, s.n), out);
		} else if (!is_rule(s)) {
			out = strip_line(s, out);
		}
		*out++ = '\n';
	}
	return (struct str){start, (size_t)(out - start)};
}
