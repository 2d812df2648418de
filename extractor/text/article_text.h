/* SPDX-License-Identifier: Apache-2.0
 * article_text.h - what the readers of plain text, PDF, word processor files and mail share: a
 * title, a date and an author from the first lines. */
#ifndef SITREP_ARTICLE_TEXT_H
#define SITREP_ARTICLE_TEXT_H

#include "text/article.h"
#include "text/text_lines.h"

/* Does the first line stand alone and is no sentence? */
bool text_starts_with_title(const struct text_lines *lines);
/* Language, date, author and text from lines whose title (if the article has none: the first
 * line, where it stands alone) is known. fallback (DAY_NONE if none) is the day that the file's
 * properties name: the date in a line of its own goes before it, one inside a sentence does not.
 * ERR_REJECT beyond MAX_TEXT_BYTES. */
bool text_article(struct text_lines *lines, int32_t fallback, struct arena *arena,
	struct article *article, struct err *err) MUST_CHECK;

#endif
