/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "ingestor/intake_form.h"

#define MAX_BOUNDARY 70 /* RFC 2046, 5.1.1 */
#define MAX_LINES 50    /* of a part's header */

/* The value of a parameter: name=value or name="value"; absent if it is not there. */
static struct str parameter(struct str field, struct str name)
{
	struct str rest;

	str_next_field(&field, ';', &rest);
	while (str_next_field(&field, ';', &rest)) {
		rest = str_trim(rest);
		if (!str_case_starts(rest, name) || rest.n <= name.n || rest.p[name.n] != '=')
			continue;
		rest = str_trim(str_slice(rest, name.n + 1, rest.n));
		if (rest.n >= 2 && rest.p[0] == '"' && rest.p[rest.n - 1] == '"')
			rest = str_slice(rest, 1, rest.n - 1);
		return rest;
	}
	return (struct str){0};
}

struct str form_boundary(struct str content_type)
{
	struct str boundary = parameter(content_type, STR("boundary"));

	return boundary.n <= MAX_BOUNDARY ? boundary : STR("");
}

/* Where "--boundary" stands at the beginning of a line, at or behind from; s.n if nowhere. */
static size_t find_delimiter(struct str s, struct str boundary, size_t from)
{
	size_t at = from;

	while ((at = str_find(s, boundary, at)) < s.n) {
		bool dashes = at >= 2 && s.p[at - 1] == '-' && s.p[at - 2] == '-';

		if (dashes && (at == 2 || s.p[at - 3] == '\n'))
			return at - 2;
		at++;
	}
	return s.n;
}

static bool read_header(struct str *rest, struct form_part *ret)
{
	struct str line, value;
	int lines;

	*ret = (struct form_part){.media_type = STR("")};
	for (lines = 0; lines < MAX_LINES && str_next_line(rest, &line); lines++) {
		if (!line.n)
			return true;
		if (str_header(line, STR("Content-Disposition"), &value)) {
			ret->name = parameter(value, STR("name"));
			ret->file = parameter(value, STR("filename"));
		} else if (str_header(line, STR("Content-Type"), &value)) {
			ret->media_type = value;
		}
	}
	return false;
}

bool form_next(struct str *rest, struct str boundary, struct form_part *ret)
{
	size_t at = find_delimiter(*rest, boundary, 0), end;
	struct str line;

	if (!boundary.n || at == rest->n)
		return false;
	*rest = str_slice(*rest, at, rest->n);
	/* a boundary that ends in CR is longer than its line */
	if (!str_next_line(rest, &line) || line.n < boundary.n + 2 ||
		str_starts(str_slice(line, boundary.n + 2, line.n), STR("--")) ||
		!read_header(rest, ret))
		return false;
	end = find_delimiter(*rest, boundary, 0);
	if (end == rest->n)
		return false; /* broken off: half a file is none */
	ret->content = str_slice(*rest, 0, end > 0 ? end - 1 : 0);
	if (str_ends(ret->content, STR("\r")))
		ret->content.n--;
	*rest = str_slice(*rest, end, rest->n);
	return true;
}

/* Behind the brace that closes the one at s.p[0]; s.n if none does. */
static size_t object_end(struct str s)
{
	size_t i, depth = 0;
	bool quoted = false;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && c == '{')
			depth++;
		else if (!quoted && c == '}' && --depth == 0)
			return i + 1;
	}
	return s.n;
}

bool json_next_object(struct str *rest, struct str *ret_object)
{
	size_t i = 0, end;

	while (i < rest->n && (ascii_is_space(rest->p[i]) || rest->p[i] == ',' ||
				      rest->p[i] == '[' || rest->p[i] == ']'))
		i++;
	*rest = str_slice(*rest, i, rest->n);
	if (!rest->n)
		return false;
	if (rest->p[0] == '{')
		end = object_end(*rest);
	else
		for (end = 0; end < rest->n && rest->p[end] != '\n'; end++)
			;
	*ret_object = str_slice(*rest, 0, end);
	*rest = str_slice(*rest, end, rest->n);
	return true;
}
