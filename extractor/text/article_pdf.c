/* SPDX-License-Identifier: Apache-2.0
 * article_pdf.c - the text of a PDF's pages -> an article.
 *
 * pdftotext gives lines in reading order, pages apart. What repeats at the same edge of many
 * pages is a running head, what is but a number there a page number: both go. Paragraphs are not
 * marked in a PDF: a line that ends well short of the column ends one. */
#include "base/ascii.h"
#include "base/map.h"
#include "text/article_text.h"
#include "text/charset.h"
#include "text/date_text.h"
#include "text/html.h"

#define EDGE_LINES 2    /* running heads stand in the first and last lines of a page */
#define HEAD_BYTES 100  /* longer lines are text, however often they come */
#define GARBAGE_TITLE 4 /* shorter titles of a file's properties mean nothing */

struct pdf_head {
	struct str title, author, created, modified;
};

static struct str content_of(struct str head, struct str name, struct arena *arena)
{
	size_t at = str_find(head, name, 0), start, end;

	start = str_find(head, STR("content=\""), at);
	if (at == head.n || start == head.n)
		return STR("");
	end = str_find(head, STR("\""), start + 9);
	return html_collapse(html_decode(str_slice(head, start + 9, end), arena), arena);
}

static struct str title_of(struct str head, struct arena *arena)
{
	size_t start = str_find(head, STR("<title>"), 0), end = str_find(head, STR("</title>"), 0);

	if (start == head.n || end < start + 7)
		return STR("");
	return html_collapse(html_decode(str_slice(head, start + 7, end), arena), arena);
}

/* Takes the head off; what is left are the pages, references resolved. */
static struct str split_head(struct str text, struct arena *arena, struct pdf_head *ret)
{
	size_t start = str_find(text, STR("<pre>"), 0), end = text.n;
	struct str head = str_slice(text, 0, start);

	*ret = (struct pdf_head){
		.title = title_of(head, arena),
		.author = content_of(head, STR("name=\"Author\""), arena),
		.created = content_of(head, STR("name=\"CreationDate\""), arena),
		.modified = content_of(head, STR("name=\"ModDate\""), arena),
	};
	if (start == text.n)
		return text;
	if (str_ends(text, STR("</pre>\n</body>\n</html>\n")))
		end -= sizeof("</pre>\n</body>\n</html>\n") - 1;
	return html_decode(str_slice(text, start + 5, end < start + 5 ? start + 5 : end), arena);
}

/* A line with its digits made equal: "Page 3 of 9" is "Page # of #". */
static struct str pattern_of(struct str line, struct arena *arena)
{
	char *out = (char *)arena_str(arena, line).p;
	size_t i, n = 0;

	for (i = 0; i < line.n; i++)
		if (!ascii_is_digit(line.p[i]))
			out[n++] = ascii_lower(line.p[i]);
		else if (n == 0 || out[n - 1] != '#')
			out[n++] = '#';
	return (struct str){out, n};
}

static bool is_page_number(struct str line, struct arena *arena)
{
	static const struct str patterns[] = {STR("#"), STR("- # -"), STR("– # –"), STR("| #"),
		STR("# |"), STR("page #"), STR("page # of #"), STR("# of #"), STR("#/#"),
		STR("# / #"), STR("seite #"), STR("seite # von #"), STR("page # sur #"),
		STR("p. #")};
	struct str pattern = line.n < 24 ? pattern_of(line, arena) : STR("");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++)
		if (str_eq(pattern, patterns[i]))
			return true;
	return false;
}

struct page {
	struct text_lines lines;
	size_t first; /* its first line among all lines */
};

struct pages {
	struct page *v; /* [n] */
	size_t n, cap;
};

static void split_pages(struct str text, struct arena *arena, struct pages *ret)
{
	struct str page;

	while (str_next_field(&text, '\f', &page)) {
		struct page *p = ARENA_PUSH(arena, ret->v, ret->n, ret->cap);

		text_lines_split(page, arena, &p->lines);
	}
}

static bool at_edge(const struct text_lines *lines, size_t i)
{
	return i < EDGE_LINES || i + EDGE_LINES >= lines->n;
}

/* Calls with count true number the patterns at the edges; with false, what came often is
 * dropped. */
static void mark_heads(struct pages *pages, struct map *seen, bool count, struct arena *arena)
{
	size_t p, i;

	for (p = 0; p < pages->n; p++)
		for (i = 0; i < pages->v[p].lines.n; i++) {
			struct text_line *line = &pages->v[p].lines.v[i];
			struct map_slot *slot;

			if (!at_edge(&pages->v[p].lines, i) || line->text.n > HEAD_BYTES)
				continue;
			slot = map_put(seen, pattern_of(line->text, arena), NULL);
			slot->value.num += count;
			/* left and right pages may have heads of their own */
			if (!count && ((pages->n > 1 && slot->value.num >= 2 &&
					       (size_t)slot->value.num * 5 >= pages->n * 2) ||
					      is_page_number(line->text, arena)))
				line->drop = true;
		}
}

static void drop_heads(struct pages *pages, struct arena *arena)
{
	AUTO(map_release) struct map seen = {0};

	map_init(&seen);
	mark_heads(pages, &seen, true, arena);
	mark_heads(pages, &seen, false, arena);
}

/* The width that most full lines come near: three quarters of the way up, by counting. */
static size_t column_width(const struct pages *pages)
{
	size_t counts[256] = {0}, all = 0, p, i, below = 0;

	for (p = 0; p < pages->n; p++)
		for (i = 0; i < pages->v[p].lines.n; i++) {
			size_t n = pages->v[p].lines.v[i].text.n;

			counts[n < 255 ? n : 255]++;
			all++;
		}
	for (i = 0; i < 255 && below + counts[i] < all * 3 / 4; i++)
		below += counts[i];
	return i;
}

static bool ends_sentence(struct str s)
{
	char last = s.n ? s.p[s.n - 1] : ' ';

	return last == '.' || last == '!' || last == '?' || last == ':' || last == '"' ||
	       str_ends(s, STR("”"));
}

static bool starts_small(struct str s)
{
	return s.n && ascii_is_lower(s.p[0]);
}

/* All pages as one text. A paragraph goes on over the end of a page unless its sentence ended. */
static void join_pages(const struct pages *pages, struct arena *arena, struct text_lines *ret)
{
	size_t width = column_width(pages), p, i, cap = 0;
	struct text_lines all = {.wrapped = true};

	for (p = 0; p < pages->n; p++) {
		bool new_page = p > 0;

		for (i = 0; i < pages->v[p].lines.n; i++) {
			struct text_line line = pages->v[p].lines.v[i];
			const struct text_line *before = all.n ? &all.v[all.n - 1] : NULL;

			if (line.drop)
				continue;
			if (before && (new_page || !line.gap))
				line.gap = before->text.n * 4 < width * 3 ? !starts_small(line.text)
					   : new_page ? ends_sentence(before->text)
						      : line.gap;
			new_page = false;
			*ARENA_PUSH(arena, all.v, all.n, cap) = line;
		}
	}
	*ret = all;
}

/* Word processors write the name of the file into the properties, or leave what was there. */
static bool is_garbage(struct str title)
{
	static const struct str parts[] = {STR("microsoft word"), STR(".doc"), STR(".indd"),
		STR(".qxd"), STR(".pdf"), STR("untitled"), STR("powerpoint"), STR("document1")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (str_case_find(title, parts[i], 0) < title.n)
			return true;
	return title.n < GARBAGE_TITLE;
}

static int32_t day_of(struct str machine)
{
	int32_t day;

	return machine.n && date_text_machine(machine, DATE_DAY_FIRST, &day) ? day : DAY_NONE;
}

bool article_from_pdf_text(
	struct str text, struct arena *arena, struct article *ret_article, struct err *err)
{
	struct article article = {.media_type = "application/pdf"};
	struct pages pages = {0};
	struct text_lines lines;
	struct pdf_head head;
	struct decoded decoded;

	charset_decode(text, STR("utf-8"), false, arena, &decoded); /* it says so, but who knows */
	split_pages(split_head(decoded.text, arena, &head), arena, &pages);
	drop_heads(&pages, arena);
	join_pages(&pages, arena, &lines);
	if (lines.n && text_starts_with_title(&lines))
		article.title = lines.v[0].text;
	else if (!is_garbage(head.title))
		article.title = head.title;
	article.author = head.author;
	article_modified(&article, day_of(head.modified),
		(struct dating){EVIDENCE_PROPERTIES, PRECISION_DAY}, arena);
	if (!text_article(&lines, day_of(head.created), arena, &article, err))
		return false;
	if (!lines.n)
		return err_set(err, ERR_REJECT,
			"the PDF holds no text, perhaps only pictures of it:"
			" it needs OCR (docs/formats.md)");
	*ret_article = article;
	return true;
}
