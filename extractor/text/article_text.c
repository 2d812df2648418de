/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/limits.h"
#include "text/article_markdown.h"
#include "text/article_text.h"
#include "text/charset.h"
#include "text/date_text.h"
#include "text/html_phrase.h"
#include "text/language.h"

#define TITLE_BYTES 220
#define HEAD_LINES 6 /* dates and bylines stand in the first lines */
#define HEAD_BYTES 120

/* The first line is the title if it stands alone and is no sentence. */
bool text_starts_with_title(const struct text_lines *lines)
{
	const struct text_line *first = &lines->v[0];

	if (lines->n < 2 || first->text.n > TITLE_BYTES || first->item)
		return false;
	if (first->text.p[first->text.n - 1] == '.' || first->text.p[first->text.n - 1] == ',')
		return false;
	return lines->v[1].gap || (!lines->wrapped && lines->v[1].text.n > 2 * first->text.n);
}

static bool is_byline(struct str s)
{
	return s.n < 80 &&
	       (str_case_starts(s, STR("by ")) || str_case_starts(s, STR("von ")) ||
		       str_case_starts(s, STR("par "))) &&
	       !phrase_ends_sentence(s);
}

/* Date and author from the lines under the title, where the article has none yet; a line that is
 * nothing else is dropped. With labels_only a date inside a sentence does not count. */
static void read_head(struct text_lines *lines, size_t first, bool labels_only, struct arena *arena,
	struct article *article)
{
	enum date_order order =
		str_eq(article->language, STR("en")) ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
	struct date_found found;
	size_t i;

	for (i = first; i < lines->n && i < first + HEAD_LINES; i++) {
		struct text_line *line = &lines->v[i];
		struct str s = line->text;
		bool label = s.n <= HEAD_BYTES && !phrase_ends_sentence(s);

		if (s.n > HEAD_BYTES)
			s.n = HEAD_BYTES;
		if (!article->author.n && is_byline(s)) {
			article->author = str_trim(str_slice(s, str_find(s, STR(" "), 0), s.n));
			line->drop = true;
		}
		if (!article->published.n && (label || !labels_only) &&
			date_text_find(s, 0, order, &found)) {
			article_published(article, found.day,
				(struct dating){EVIDENCE_DATELINE, PRECISION_DAY}, arena);
			line->drop = line->drop || (label && found.end - found.start + 25 > s.n);
		}
	}
}

static void take_header(
	const struct text_header *header, struct arena *arena, struct article *article)
{
	int32_t day;

	article->title = header->title;
	article->author = header->author;
	if (str_case_starts(header->url, STR("http")))
		article->url = header->url;
	if (date_text_machine(header->date, DATE_MONTH_FIRST, &day))
		article_published(
			article, day, (struct dating){EVIDENCE_HEADER, PRECISION_DAY}, arena);
}

bool text_article(struct text_lines *lines, int32_t fallback, struct arena *arena,
	struct article *article, struct err *err)
{
	struct str declared = article->language;
	size_t first = 0;

	if (lines->n && text_starts_with_title(lines)) {
		if (!article->title.n)
			article->title = lines->v[0].text;
		first = str_eq(article->title, lines->v[0].text);
	}
	article->language = language_detect(text_lines_join(lines, first, arena), declared);
	read_head(lines, first, fallback != DAY_NONE, arena, article);
	if (!article->published.n)
		article_published(article, fallback,
			(struct dating){EVIDENCE_PROPERTIES, PRECISION_DAY}, arena);
	article->text = text_lines_join(lines, first, arena);
	return article->text.n <= MAX_TEXT_BYTES ||
	       err_set(err, ERR_REJECT, "the text has %zu bytes; %zu are the most", article->text.n,
		       (size_t)MAX_TEXT_BYTES);
}

bool article_from_text(struct str bytes, struct str charset, struct arena *arena,
	struct article *ret_article, struct err *err)
{
	struct article article = {.media_type = "text/plain"};
	struct text_header header = {0};
	struct text_lines lines;
	struct decoded decoded;

	charset_decode(bytes, charset, false, arena, &decoded);
	if (text_header_take(&decoded.text, &header))
		take_header(&header, arena, &article);
	article.language = header.language;
	if (markdown_likely(decoded.text))
		decoded.text = markdown_strip(decoded.text, arena);
	text_lines_split(decoded.text, arena, &lines);
	text_furniture_mark(&lines);
	if (!text_article(&lines, DAY_NONE, arena, &article, err))
		return false;
	if (decoded.nreplaced)
		article_warn(&article, "some bytes of the text mean nothing in its charset", arena);
	*ret_article = article;
	return true;
}
