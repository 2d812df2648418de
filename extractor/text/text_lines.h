/* SPDX-License-Identifier: Apache-2.0
 * text_lines.h - plain text -> lines, and lines -> main text.
 *
 *   text --split--> lines --mark furniture--> lines, some dropped --join--> text
 *
 * A line is trimmed, with its white space collapsed and invisible characters gone. Empty lines are
 * not kept, but a line knows that one stood before it. */
#ifndef SITREP_TEXT_LINES_H
#define SITREP_TEXT_LINES_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"

struct text_line {
	struct str text;
	bool gap;  /* an empty line stands before it */
	bool item; /* starts a list item or a quotation */
	bool drop; /* furniture */
};

struct text_lines {
	struct text_line *v; /* [n] */
	size_t n;
	bool wrapped; /* line ends mean nothing: the text was set to a width */
};

void text_lines_split(struct str text, struct arena *arena, struct text_lines *ret_lines);
/* From the line first on. Paragraphs are parted by an empty line, items and short lines by a line
 * feed; wrapped lines are joined. */
struct str text_lines_join(const struct text_lines *lines, size_t first, struct arena *arena);

/* Marks what a scraped page leaves behind in its text: messages of the content management system,
 * share and newsletter lines, and the tail of related articles. */
void text_furniture_mark(struct text_lines *lines);

#endif
