/* SPDX-License-Identifier: Apache-2.0
 * article.h - bytes -> what a reader would call the report: title, date, language, main text.
 *
 * report (bytes, maybe a charset) -> UTF-8 -> article. Pure: no clock, no files, no log. All
 * results live in the arena. The main text has its paragraphs separated by one empty line, list
 * items and table rows on lines of their own; furniture (menus, share bars, notices, comments,
 * teasers) is gone, and related links are kept apart. */
#ifndef SITREP_ARTICLE_H
#define SITREP_ARTICLE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/err.h"
#include "model/extraction.h"
#include "model/report.h"
#include "text/converter.h"

struct article {
	struct str text; /* valid UTF-8, owned by the arena */
	struct str title;
	struct str published; /* "YYYY-MM-DD"; absent if unknown */
	struct str modified;
	struct dating published_by, modified_by;
	struct str language;
	struct str author;
	struct str publisher;
	struct str url;
	const char *media_type; /* what the bytes were read as */
	struct str *links;      /* [nlinks] */
	size_t nlinks;
	struct str *warnings; /* [nwarnings] */
	size_t nwarnings;
};

/* Picks the reader by what the bytes are. converter may be NULL. ERR_REJECT with a sentence for
 * what nobody can read: an empty body, a type without a reader (which is named), an encrypted or
 * damaged file, text beyond MAX_TEXT_BYTES. */
bool article_read(const struct report *report, const struct converter *converter,
	struct arena *arena, struct article *ret_article, struct err *err) MUST_CHECK;

/* What else is known of a page; "" where nothing is. */
struct page_about {
	struct str charset; /* of the HTTP header */
	struct str url;     /* where it was fetched */
	struct str dated;   /* the date that a feed gives it */
};

/* The readers behind it, for tests and fuzzing. */
bool article_from_html(struct str html, const struct page_about *about, struct arena *arena,
	struct article *ret_article, struct err *err) MUST_CHECK;
bool article_from_text(struct str text, struct str charset, struct arena *arena,
	struct article *ret_article, struct err *err) MUST_CHECK;

/* Word processor files (zip packages of XML): ECMA-376 and OpenDocument. */
bool article_from_docx(struct str package, struct arena *arena, struct article *ret_article,
	struct err *err) MUST_CHECK;
bool article_from_odt(struct str package, struct arena *arena, struct article *ret_article,
	struct err *err) MUST_CHECK;
/* A message with MIME parts. Attachments are named in warnings. */
bool article_from_mail(struct str message, struct arena *arena, struct article *ret_article,
	struct err *err) MUST_CHECK;
/* What the converter made of a PDF. */
bool article_from_pdf_text(struct str text, struct arena *arena, struct article *ret_article,
	struct err *err) MUST_CHECK;

/* Sets the date and what it rests on; nothing for DAY_NONE. */
void article_published(struct article *article, int32_t day, struct dating by, struct arena *arena);
void article_modified(struct article *article, int32_t day, struct dating by, struct arena *arena);
/* Adds a warning; the sentence is static or the arena's. */
void article_warn(struct article *article, const char *sentence, struct arena *arena);

#endif
