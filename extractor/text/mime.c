/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "text/charset.h"
#include "text/html.h"
#include "text/mime.h"

#define MAX_FIELDS 1000

/* An entity that is still to be looked at. */
struct entity_range {
	struct str bytes;
	int depth;
	bool alternative;
};

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (ascii_is_digit(c))
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

static struct str base64_decode(struct str s, struct arena *arena)
{
	char *out = arena_alloc(arena, s.n / 4 * 3 + 4);
	unsigned bits = 0;
	size_t i, n = 0;
	int have = 0;

	for (i = 0; i < s.n && s.p[i] != '='; i++) {
		int value = base64_value(s.p[i]);

		if (value < 0)
			continue;
		bits = (bits << 6 | (unsigned)value) & 0xFFFFFF;
		have += 6;
		if (have >= 8)
			out[n++] = (char)(bits >> (have -= 8));
	}
	return (struct str){out, n};
}

static int hex_value(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* mark introduces two hex digits: '=' in bodies and words, '%' in parameters. */
static struct str hex_decode(struct str s, char mark, bool underscores, struct arena *arena)
{
	char *out = arena_alloc(arena, s.n + 1);
	size_t i, n = 0;

	for (i = 0; i < s.n; i++) {
		int high = i + 2 < s.n + 0 && s.p[i] == mark ? hex_value(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex_value(s.p[i + 2]) : -1;

		if (low >= 0) {
			out[n++] = (char)(high << 4 | low);
			i += 2;
		} else if (s.p[i] == '_' && underscores) {
			out[n++] = ' ';
		} else {
			out[n++] = s.p[i];
		}
	}
	return (struct str){out, n};
}

/* RFC 2045, 6.7: soft line breaks go, white space at the end of a line goes. */
static struct str quoted_decode(struct str s, struct arena *arena)
{
	char *out = arena_alloc(arena, s.n + 1);
	struct str line;
	size_t n = 0;

	while (str_next_line(&s, &line)) {
		bool soft;

		while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t'))
			line.n--;
		soft = line.n && line.p[line.n - 1] == '=';
		line = hex_decode(str_slice(line, 0, line.n - soft), '=', false, arena);
		if (line.n)
			memcpy(out + n, line.p, line.n);
		n += line.n;
		if (!soft)
			out[n++] = '\n';
	}
	return (struct str){out, n};
}

struct str mime_decode(const struct mime_part *part, struct arena *arena)
{
	if (str_case_eq(part->encoding, STR("base64")))
		return base64_decode(part->encoded, arena);
	if (str_case_eq(part->encoding, STR("quoted-printable")))
		return quoted_decode(part->encoded, arena);
	return part->encoded;
}

static struct str to_utf8(struct str bytes, struct str charset, struct arena *arena)
{
	struct decoded decoded;

	charset_decode(bytes, charset, false, arena, &decoded);
	return decoded.text;
}

/* "=?charset?B?...?=" at s.p[0]: the bytes that it took, 0 if there is none. */
static size_t encoded_word(struct str s, struct arena *arena, struct str *ret)
{
	size_t a = str_find(s, STR("?"), 2), b, end, star;
	struct str charset, bytes;

	b = a < s.n ? str_find(s, STR("?"), a + 1) : s.n;
	end = b < s.n ? str_find(s, STR("?="), b + 1) : s.n;
	if (end >= s.n || b != a + 2 || end > 2000)
		return 0;
	charset = str_slice(s, 2, a);
	star = str_find(charset, STR("*"), 0); /* RFC 2231 adds a language */
	bytes = str_slice(s, b + 1, end);
	if (ascii_lower(s.p[a + 1]) == 'b')
		bytes = base64_decode(bytes, arena);
	else if (ascii_lower(s.p[a + 1]) == 'q')
		bytes = hex_decode(bytes, '=', true, arena);
	else
		return 0;
	*ret = to_utf8(bytes, str_slice(charset, 0, star), arena);
	return end + 2;
}

static bool only_space(struct str s)
{
	return str_trim(s).n == 0;
}

struct str mime_words(struct str value, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	size_t at = 0, from = 0;
	bool after_word = false;
	struct str word;

	value = str_slice(value, 0, value.n < 65536 ? value.n : 65536);
	buf_init(&out, 16 * value.n + 64);
	while ((at = str_find(value, STR("=?"), at)) < value.n) {
		size_t taken = encoded_word(str_slice(value, at, value.n), arena, &word);

		if (!taken) {
			at += 2;
			continue;
		}
		/* white space between two encoded words is none */
		if (!after_word || !only_space(str_slice(value, from, at)))
			buf_str(&out, to_utf8(str_slice(value, from, at), STR(""), arena));
		buf_str(&out, word);
		from = at += taken;
		after_word = true;
	}
	buf_str(&out, to_utf8(str_slice(value, from, value.n), STR(""), arena));
	return html_collapse(arena_str(arena, buf_view(&out)), arena);
}

/* Takes the next field off *rest, its folded lines included; false at the empty line or the end. */
static bool next_field(struct str *rest, struct str *ret_name, struct str *ret_value)
{
	struct str line, all;
	size_t colon;

	if (!str_next_line(rest, &line) || !line.n)
		return false;
	all = line;
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t') && str_next_line(rest, &line))
		all.n = (size_t)(line.p + line.n - all.p);
	colon = str_find(all, STR(":"), 0);
	*ret_name = str_slice(all, 0, colon);
	*ret_value = colon < all.n ? str_trim(str_slice(all, colon + 1, all.n)) : STR("");
	return true;
}

struct fields {
	struct str type, encoding, disposition, subject, from, date, list;
	struct str body;
};

static void read_fields(struct str entity, struct fields *ret)
{
	const struct {
		struct str name;
		struct str *slot;
	} slots[] = {{STR("Content-Type"), &ret->type},
		{STR("Content-Transfer-Encoding"), &ret->encoding},
		{STR("Content-Disposition"), &ret->disposition}, {STR("Subject"), &ret->subject},
		{STR("From"), &ret->from}, {STR("Date"), &ret->date}, {STR("List-Id"), &ret->list}};
	struct str name, value;
	size_t i;
	int n = 0;

	*ret = (struct fields){0};
	if (str_starts(entity, STR("From ")))
		str_next_line(&entity, &name); /* a mailbox's mark */
	while (n++ < MAX_FIELDS && next_field(&entity, &name, &value))
		for (i = 0; i < ARRAY_SIZE(slots); i++)
			if (str_case_eq(name, slots[i].name) && !slots[i].slot->n)
				*slots[i].slot = value;
	ret->body = entity;
}

/* The value of a parameter: name=value, name="value", name*=charset'language'value, and the
 * first of name*0=, name*0*=. */
static struct str parameter(struct str field, struct str name, struct arena *arena)
{
	size_t at = str_find(field, STR(";"), 0), end;

	while (at < field.n) {
		struct str rest = str_trim(str_slice(field, at + 1, field.n)), value;
		bool extended = false;

		at = str_find(field, STR(";"), at + 1);
		if (!str_case_starts(rest, name))
			continue;
		rest = str_slice(rest, name.n, rest.n);
		if (str_starts(rest, STR("*0")))
			rest = str_slice(rest, 2, rest.n);
		if (str_starts(rest, STR("*"))) {
			extended = true;
			rest = str_slice(rest, 1, rest.n);
		}
		rest = str_trim(rest);
		if (!str_starts(rest, STR("=")))
			continue;
		value = str_trim(str_slice(rest, 1, rest.n));
		if (str_starts(value, STR("\""))) {
			end = str_find(value, STR("\""), 1);
			return mime_words(str_slice(value, 1, end), arena);
		}
		for (end = 0; end < value.n && value.p[end] != ';' && !ascii_is_space(value.p[end]);
			end++)
			;
		value = str_slice(value, 0, end);
		if (extended && (end = str_find(value, STR("'"), 0)) < value.n) {
			struct str charset = str_slice(value, 0, end);

			end = str_find(value, STR("'"), end + 1);
			value = str_slice(value, end < value.n ? end + 1 : value.n, value.n);
			return to_utf8(hex_decode(value, '%', false, arena), charset, arena);
		}
		return mime_words(value, arena);
	}
	return STR("");
}

static struct str lower_type(struct str field, struct arena *arena)
{
	size_t i, end = 0;
	char *out;

	while (end < field.n && field.p[end] != ';' && !ascii_is_space(field.p[end]))
		end++;
	if (!end)
		return STR("text/plain");
	out = (char *)arena_str(arena, str_slice(field, 0, end)).p;
	for (i = 0; i < end; i++)
		out[i] = ascii_lower(out[i]);
	return to_utf8((struct str){out, end}, STR(""), arena);
}

/* Does the delimiter "--boundary" stand at s.p[at]? Behind it come only "--" and white space. */
static bool delimiter_at(struct str s, size_t at, struct str delimiter, bool *ret_last)
{
	size_t i = at + delimiter.n;

	if (at > 0 && s.p[at - 1] != '\n')
		return false;
	*ret_last = str_starts(str_slice(s, i, s.n), STR("--"));
	for (i += *ret_last ? 2 : 0; i < s.n && s.p[i] != '\n'; i++)
		if (!ascii_is_space(s.p[i]))
			return false;
	return true;
}

struct walk {
	struct entity_range *stack; /* [n] the next one last */
	size_t n, cap, seen;
	struct arena *arena;
	struct mime *mime;
	size_t parts_cap;
};

static void push(struct walk *w, struct str bytes, int depth, bool alternative)
{
	if (w->seen++ >= MIME_MAX_PARTS || depth > MIME_MAX_DEPTH) {
		w->mime->cut = true;
		return;
	}
	*ARENA_PUSH(w->arena, w->stack, w->n, w->cap) =
		(struct entity_range){bytes, depth, alternative};
}

/* Pushes the entities between the delimiters; what stands before the first is for nobody. */
static void split_multipart(
	struct walk *w, struct str body, struct str boundary, int depth, bool alternative)
{
	AUTO(buf_release) struct buf delimiter = {0};
	size_t at = 0, start = 0, first = w->n, i;
	bool open = false, last = false;

	buf_init(&delimiter, 1024);
	buf_puts(&delimiter, "--");
	buf_str(&delimiter, boundary);
	while (!last && (at = str_find(body, buf_view(&delimiter), at)) < body.n) {
		if (!delimiter_at(body, at, buf_view(&delimiter), &last)) {
			last = false;
			at++;
			continue;
		}
		if (open)
			push(w, str_slice(body, start, at), depth + 1, alternative);
		at = str_find(body, STR("\n"), at);
		start = at = at < body.n ? at + 1 : body.n;
		open = true;
	}
	if (open && !last && start < body.n) /* broken off */
		push(w, str_slice(body, start, body.n), depth + 1, alternative);
	for (i = first; i < first + (w->n - first) / 2; i++) {
		struct entity_range swap = w->stack[i];

		w->stack[i] = w->stack[w->n - 1 - (i - first)];
		w->stack[w->n - 1 - (i - first)] = swap;
	}
}

static void visit(struct walk *w, struct entity_range entity)
{
	struct fields f;
	struct str type, boundary, name;

	read_fields(entity.bytes, &f);
	if (entity.depth == 0) {
		w->mime->subject = mime_words(f.subject, w->arena);
		w->mime->from = mime_words(f.from, w->arena);
		w->mime->date = mime_words(f.date, w->arena);
		w->mime->list = mime_words(f.list, w->arena);
	}
	type = lower_type(f.type, w->arena);
	boundary = str_starts(type, STR("multipart/"))
			   ? parameter(f.type, STR("boundary"), w->arena)
			   : STR("");
	if (boundary.n) {
		split_multipart(w, f.body, boundary, entity.depth,
			str_eq(type, STR("multipart/alternative")));
		return;
	}
	if (str_eq(type, STR("message/rfc822")) && entity.depth < MIME_MAX_DEPTH) {
		push(w, f.body, entity.depth + 1, entity.alternative);
		return;
	}
	name = parameter(f.disposition, STR("filename"), w->arena);
	if (!name.n)
		name = parameter(f.type, STR("name"), w->arena);
	*ARENA_PUSH(w->arena, w->mime->parts, w->mime->nparts, w->parts_cap) = (struct mime_part){
		.type = type,
		.charset = parameter(f.type, STR("charset"), w->arena),
		.name = name,
		.attached = str_case_starts(f.disposition, STR("attachment")),
		.alternative = entity.alternative,
		.encoded = f.body,
		.encoding = str_trim(f.encoding),
	};
}

void mime_read(struct str message, struct arena *arena, struct mime *ret)
{
	struct walk w = {.arena = arena, .mime = ret};

	*ret = (struct mime){0};
	push(&w, message, 0, false);
	while (w.n > 0)
		visit(&w, w.stack[--w.n]);
}
