/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <math.h>

#include "base/utf8.h"
#include "base/emit.h"

static void emit_next(struct emitter *w)
{
	if (w->comma)
		buf_putc(w->out, ',');
	w->comma = true;
}

void emit_open(struct emitter *w, char bracket)
{
	emit_next(w);
	buf_putc(w->out, bracket);
	w->comma = false;
}

void emit_close(struct emitter *w, char bracket)
{
	buf_putc(w->out, bracket);
	w->comma = true;
}

void emit_key(struct emitter *w, const char *key)
{
	emit_next(w);
	buf_putc(w->out, '"');
	buf_puts(w->out, key);
	buf_puts(w->out, "\":");
	w->comma = false;
}

static void write_escape(struct buf *out, unsigned char c)
{
	switch (c) {
	case '"':
		buf_puts(out, "\\\"");
		break;
	case '\\':
		buf_puts(out, "\\\\");
		break;
	case '\n':
		buf_puts(out, "\\n");
		break;
	case '\t':
		buf_puts(out, "\\t");
		break;
	default:
		buf_printf(out, "\\u%04x", c);
	}
}

static bool needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

static void write_quoted(struct buf *out, struct str s)
{
	size_t i = 0, plain = 0, taken;

	buf_putc(out, '"');
	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x80 && !needs_escape(c)) {
			i++;
			continue;
		}
		if (c < 0x80) {
			buf_append(out, s.p + plain, i - plain);
			write_escape(out, c);
			plain = ++i;
			continue;
		}
		if (utf8_decode(s.p + i, s.n - i, &taken) == UTF8_REPLACEMENT && taken == 1) {
			buf_append(out, s.p + plain, i - plain);
			buf_puts(out, "\xef\xbf\xbd");
			plain = i + 1;
		}
		i += taken;
	}
	buf_append(out, s.p + plain, s.n - plain);
	buf_putc(out, '"');
}

void emit_string(struct emitter *w, struct str s)
{
	emit_next(w);
	if (str_absent(s))
		buf_puts(w->out, "null");
	else
		write_quoted(w->out, s);
}

void emit_int(struct emitter *w, int64_t v)
{
	emit_next(w);
	buf_printf(w->out, "%" PRId64, v);
}

void emit_real(struct emitter *w, double v)
{
	emit_next(w);
	if (!isfinite(v))
		buf_puts(w->out, "null");
	else if (v == floor(v) && fabs(v) < 1e15)
		buf_printf(w->out, "%.0f", v);
	else
		buf_printf(w->out, "%.10g", v);
}

void emit_bool(struct emitter *w, bool v)
{
	emit_next(w);
	buf_puts(w->out, v ? "true" : "false");
}

void emit_raw(struct emitter *w, struct str json)
{
	emit_next(w);
	buf_str(w->out, json);
}

void emit_null(struct emitter *w)
{
	emit_string(w, (struct str){0});
}

void emit_member(struct emitter *w, const char *key, struct str s)
{
	emit_key(w, key);
	emit_string(w, s);
}

void emit_member_int(struct emitter *w, const char *key, int64_t v)
{
	emit_key(w, key);
	emit_int(w, v);
}

void emit_member_real(struct emitter *w, const char *key, double v)
{
	emit_key(w, key);
	emit_real(w, v);
}

void emit_member_bool(struct emitter *w, const char *key, bool v)
{
	emit_key(w, key);
	emit_bool(w, v);
}
