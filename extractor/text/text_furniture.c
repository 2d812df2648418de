/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/html_phrase.h"
#include "text/text_lines.h"

#define LABEL_BYTES 70 /* longer lines are no labels */
#define NOISE_BYTES 10
#define PROSE_BYTES 160 /* a line as long that ends a sentence is prose */

/* What content management systems say when they have nothing to say; lower case. */
static const struct str messages[] = {STR("no data was found"), STR("no data found"),
	STR("no data available"), STR("no results found"), STR("no results were found"),
	STR("no posts found"), STR("no comments yet"), STR("no comments"), STR("nothing found"),
	STR("nothing was found"), STR("loading"), STR("loading..."), STR("loading…"),
	STR("please wait"), STR("skip to content"), STR("skip to main content"),
	STR("advertisement"), STR("advertising"), STR("sponsored content"), STR("share"),
	STR("share this"), STR("print"), STR("email"), STR("tweet"), STR("facebook"),
	STR("twitter"), STR("whatsapp"), STR("linkedin"), STR("telegram"), STR("copy link"),
	STR("link copied"), STR("back to top"), STR("read more"), STR("show more"), STR("see more"),
	STR("load more"), STR("menu"), STR("search"), STR("home"), STR("close"), STR("sign in"),
	STR("log in"), STR("subscribe"), STR("javascript is disabled"), STR("image"),
	STR("toggle navigation")};

static struct str without_marks(struct str s)
{
	while (s.n && (s.p[s.n - 1] == ':' || s.p[s.n - 1] == '.' || s.p[s.n - 1] == '!'))
		s.n--;
	return s;
}

static bool is_message(struct str s)
{
	struct str bare = without_marks(s);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(messages); i++)
		if (str_case_eq(bare, messages[i]) || str_case_eq(s, messages[i]))
			return true;
	return false;
}

static bool is_truncated(struct str s)
{
	return str_ends(s, STR("…")) || str_ends(s, STR("...")) || str_ends(s, STR("[…]")) ||
	       str_ends(s, STR("[...]"));
}

static bool is_prose(struct str s)
{
	return s.n >= PROSE_BYTES && phrase_ends_sentence(s) && !is_truncated(s);
}

/* A short line that introduces what is not the report's. */
static bool is_lead_in(struct str s)
{
	static const enum phrase kinds[] = {PHRASE_SHARE, PHRASE_RELATED, PHRASE_SUBSCRIBE,
		PHRASE_COMMENT, PHRASE_TAGS, PHRASE_COOKIE};
	size_t i;

	if (s.n > LABEL_BYTES || s.p[s.n - 1] == '.')
		return false;
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (phrase_starts(s, kinds[i]))
			return true;
	return false;
}

/* Bytes of prose before each line, for judging what a cut would lose. */
static size_t prose_bytes(const struct text_lines *lines, size_t from, size_t to)
{
	size_t i, bytes = 0;

	for (i = from; i < to; i++)
		if (lines->wrapped || is_prose(lines->v[i].text))
			bytes += lines->v[i].text.n;
	return bytes;
}

/* The tail begins at a lead-in behind which there is next to no prose: titles, teasers that break
 * off, labels. n if the text has none. */
static size_t find_tail(const struct text_lines *lines)
{
	size_t i, before = 0, all = prose_bytes(lines, 0, lines->n);

	if (lines->wrapped)
		return lines->n;
	for (i = 0; i < lines->n; i++) {
		if (i > 0 && is_lead_in(lines->v[i].text) && (all - before) * 8 <= all)
			return i;
		before += is_prose(lines->v[i].text) ? lines->v[i].text.n : 0;
	}
	return lines->n;
}

/* A title that is said twice in a row, and the teaser under it. */
static void mark_teaser(struct text_lines *lines, size_t i)
{
	if (!str_eq(lines->v[i].text, lines->v[i - 1].text))
		return;
	lines->v[i].drop = true;
	if (i + 1 < lines->n && is_truncated(lines->v[i + 1].text))
		lines->v[i - 1].drop = lines->v[i + 1].drop = true;
}

/* A long line without a letter or a digit: a rule, or rubbish. */
static bool is_noise(struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (ascii_is_alnum(s.p[i]) || ((unsigned char)s.p[i] & 0x80))
			return false;
	return s.n > NOISE_BYTES;
}

void text_furniture_mark(struct text_lines *lines)
{
	size_t i, tail = find_tail(lines);

	for (i = 0; i < lines->n; i++) {
		struct text_line *line = &lines->v[i];

		if (i >= tail || is_noise(line->text) || (is_message(line->text) && !line->item))
			line->drop = true;
		else if (i > 0)
			mark_teaser(lines, i);
	}
}
