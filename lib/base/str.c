/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "base/compiler.h"
#include "base/str.h"
#include "base/ascii.h"

bool str_case_eq(struct str a, struct str b)
{
	return a.n == b.n && str_case_starts(a, b);
}

bool str_case_starts(struct str s, struct str prefix)
{
	size_t i;

	if (s.n < prefix.n)
		return false;
	for (i = 0; i < prefix.n; i++)
		if (ascii_lower(s.p[i]) != ascii_lower(prefix.p[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
	const char *hit;

	if (from > s.n || needle.n > s.n - from)
		return s.n;
	if (needle.n == 0)
		return from;
	hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : s.n;
}

size_t str_case_find(struct str s, struct str needle, size_t from)
{
	size_t i;

	for (i = from; i + needle.n <= s.n; i++)
		if (str_case_starts(str_slice(s, i, s.n), needle))
			return i;
	return s.n;
}

struct str str_trim(struct str s)
{
	while (s.n && ascii_is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && ascii_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_header(struct str line, struct str name, struct str *ret_value)
{
	if (line.n <= name.n || line.p[name.n] != ':' || !str_case_starts(line, name))
		return false;
	*ret_value = str_trim(str_slice(line, name.n + 1, line.n));
	return true;
}

bool str_next_field(struct str *rest, char sep, struct str *ret_field)
{
	const char *end;

	if (rest->n == 0)
		return false;
	end = memchr(rest->p, sep, rest->n);
	if (end) {
		*ret_field = (struct str){rest->p, (size_t)(end - rest->p)};
		rest->n -= ret_field->n + 1;
		rest->p = end + 1;
	} else {
		*ret_field = *rest;
		*rest = (struct str){rest->p + rest->n, 0};
	}
	return true;
}

bool str_next_line(struct str *rest, struct str *ret_line)
{
	struct str line;

	if (!str_next_field(rest, '\n', &line))
		return false;
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	*ret_line = line;
	return true;
}

size_t str_distance(struct str a, struct str b)
{
	size_t row[64], i, j;

	if (b.n >= ARRAY_SIZE(row))
		return SIZE_MAX;
	for (j = 0; j <= b.n; j++)
		row[j] = j;
	for (i = 0; i < a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (j = 0; j < b.n; j++) {
			size_t best = diagonal + (a.p[i] != b.p[j]);

			diagonal = row[j + 1];
			if (row[j + 1] + 1 < best)
				best = row[j + 1] + 1;
			if (row[j] + 1 < best)
				best = row[j] + 1;
			row[j + 1] = best;
		}
	}
	return row[b.n];
}
