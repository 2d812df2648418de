/* SPDX-License-Identifier: Apache-2.0
 * str.h - borrowed bytes: a pointer and a length, never freed through this struct, may hold NUL.
 * The zero value is the empty string; str_absent() tells it from an empty one that was given. */
#ifndef SITREP_STR_H
#define SITREP_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For printf's "%.*s". */
#define STR_ARGS(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct str str_from(const char *s) /* s may be NULL: absent */
{
	return (struct str){s, s ? strlen(s) : 0};
}

static inline struct str str_slice(struct str s, size_t start, size_t end)
{
	return (struct str){start ? s.p + start : s.p, end - start}; /* NULL + 0 is not C */
}

static inline bool str_absent(struct str s)
{
	return s.p == NULL;
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* ASCII letters compare without case; other bytes must be equal. */
bool str_case_eq(struct str a, struct str b);
bool str_case_starts(struct str s, struct str prefix);
/* As strcmp: bytes, then length. */
int str_cmp(struct str a, struct str b);
/* Position of the first occurrence at or after from, or s.n if there is none. */
size_t str_find(struct str s, struct str needle, size_t from);
size_t str_case_find(struct str s, struct str needle, size_t from);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Takes the next line off *rest (without its LF or CRLF); false when nothing is left. */
bool str_next_line(struct str *rest, struct str *ret_line);
/* The value of "Name: value" (RFC 9110, 5), trimmed; false if the line is not of that name, in
 * any case. */
bool str_header(struct str line, struct str name, struct str *ret_value);
/* Takes what stands before the next sep off *rest; false when nothing is left. */
bool str_next_field(struct str *rest, char sep, struct str *ret_field);

/* Edits (Levenshtein 1966) that make a into b, for suggestions; SIZE_MAX if b has 64 bytes or
 * more. */
size_t str_distance(struct str a, struct str b);

#endif
