/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/html.h"

struct name_row {
	struct str name;
	unsigned value;
};

#define TAG_ROW(name, text, traits) {STR(text), HTML_##name},
static const struct name_row tag_rows[] = {HTML_TAGS(TAG_ROW)};
#define ATTR_ROW(name, text) {STR(text), HTML_AT_##name},
static const struct name_row attr_rows[] = {HTML_ATTRS(ATTR_ROW)};

#define TAG_TRAITS(name, text, traits) [HTML_##name] = (traits),
static const uint8_t tag_traits[HTML_NTAGS] = {HTML_TAGS(TAG_TRAITS)};

/* Both tables are sorted, and their names start with some twenty letters: one step along the first
 * letter's rows finds a name faster than bisection. first[c] is the first row of a letter. */
#define LETTERS 26

static const uint8_t tag_first[LETTERS + 1] = {0, 8, 14, 21, 29, 31, 39, 39, 50, 54, 54, 54, 58, 62,
	66, 70, 75, 76, 79, 94, 107, 109, 110, 111, 112, 112, 112};
static const uint8_t attr_first[LETTERS + 1] = {0, 3, 3, 6, 8, 8, 8, 8, 10, 12, 12, 12, 13, 13, 14,
	14, 16, 16, 18, 19, 21, 21, 21, 21, 22, 22, 22};

static const struct name_row *find_row(
	const struct name_row *rows, const uint8_t *first, struct str name)
{
	char c = name.n ? ascii_lower(name.p[0]) : 0;
	size_t i, letter = (size_t)(c - 'a');

	if (!ascii_is_lower(c))
		return NULL;
	for (i = first[letter]; i < first[letter + 1]; i++)
		if (rows[i].name.n == name.n && str_case_eq(rows[i].name, name))
			return &rows[i];
	return NULL;
}

enum html_tag html_tag_find(struct str name)
{
	const struct name_row *row = find_row(tag_rows, tag_first, name);

	return row ? (enum html_tag)row->value : HTML_OTHER;
}

bool html_attr_find(struct str name, enum html_attr_name *ret_name)
{
	const struct name_row *row = find_row(attr_rows, attr_first, name);

	if (!row)
		return false;
	*ret_name = (enum html_attr_name)row->value;
	return true;
}

unsigned html_traits(enum html_tag tag)
{
	return tag_traits[tag];
}

struct str html_attr(const struct html *html, uint32_t node, enum html_attr_name name)
{
	const struct html_node *n = &html->nodes[node];
	unsigned i;

	for (i = 0; i < n->nattrs; i++)
		if (html->attrs[n->attrs + i].name == name)
			return html->attrs[n->attrs + i].value;
	return (struct str){0};
}

bool html_inside(const struct html *html, uint32_t node, enum html_tag tag)
{
	int climb;

	for (climb = 0; climb < HTML_MAX_CLIMB && node != 0; climb++) {
		node = html->nodes[node].parent;
		if (html->nodes[node].tag == tag)
			return true;
	}
	return false;
}
