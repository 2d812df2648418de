/* SPDX-License-Identifier: Apache-2.0
 * article_markdown.h - Markdown (CommonMark's common part) -> plain text, and the header that notes
 * and static sites put before it. */
#ifndef SITREP_ARTICLE_MARKDOWN_H
#define SITREP_ARTICLE_MARKDOWN_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/str.h"

struct text_header {
	struct str title, date, author, language, url; /* "" if not given */
};

/* Takes a header off the text: YAML front matter between lines of "---", or lines of "Key: value"
 * down to the first empty line, at least one of which must be a title or a date. */
bool text_header_take(struct str *text, struct text_header *ret_header);
bool markdown_likely(struct str text);
/* Without the marks of headings, emphasis, links, images, code and rules. */
struct str markdown_strip(struct str text, struct arena *arena);

#endif
