/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/emit.h"
#include "base/log.h"
#include "base/utf8.h"

static const char *log_stage = "sitrep";
static enum log_level log_least = LOG_LEVEL_INFO;
static bool log_json;

static const char *const level_names[] = {"debug", "info", "warn", "error"};

void log_setup(const char *stage, enum log_level least, bool json)
{
	log_stage = stage;
	log_least = least;
	log_json = json;
}

bool log_level_from(struct str name, enum log_level *ret)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(level_names); i++)
		if (str_eq(name, str_from(level_names[i]))) {
			*ret = (enum log_level)i;
			return true;
		}
	return false;
}

const char *log_quote(struct str s)
{
	static char ring[4][1024];
	static unsigned turn;
	char *out = ring[turn++ % 4];
	size_t i, n = 0, most = utf8_floor(s.p, s.n < 400 ? s.n : 400);

	out[n++] = '"';
	for (i = 0; i < most; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			out[n++] = '\\';
		out[n++] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
	}
	out[n++] = '"';
	out[n] = '\0';
	return out;
}

/* Splits "key=value key="quoted value"" into JSON members. */
static void fields_to_json(struct emitter *e, struct str fields)
{
	char key[64], value[1100];

	while (fields.n) {
		size_t eq = str_find(fields, STR("="), 0), i = eq + 1, n = 0;
		bool quoted = i < fields.n && fields.p[i] == '"';

		if (eq == fields.n)
			return;
		snprintf(key, sizeof(key), "%.*s", (int)eq, fields.p);
		for (i += quoted; i < fields.n; i++) {
			if (quoted ? fields.p[i] == '"' : fields.p[i] == ' ')
				break;
			if (quoted && fields.p[i] == '\\' && i + 1 < fields.n)
				i++;
			if (n < sizeof(value))
				value[n++] = fields.p[i];
		}
		emit_member(e, key, (struct str){value, n});
		i += quoted;
		fields = str_trim(str_slice(fields, i < fields.n ? i : fields.n, fields.n));
	}
}

static void log_line(enum log_level level, const char *event, const char *fmt, va_list ap)
{
	char ts[32], fields[4096];
	AUTO(buf_release) struct buf line = {0};
	struct emitter e = {.out = &line};

	if (level < log_least)
		return;
	vsnprintf(fields, sizeof(fields), fmt, ap);
	clock_format(clock_wall_ms(), ts);
	buf_init(&line, 32768);
	if (log_json) {
		emit_open(&e, '{');
		emit_member(&e, "ts", str_from(ts));
		emit_member(&e, "level", str_from(level_names[level]));
		emit_member(&e, "stage", str_from(log_stage));
		emit_member(&e, "event", str_from(event));
		fields_to_json(&e, str_from(fields));
		emit_close(&e, '}');
		buf_putc(&line, '\n');
	} else {
		buf_printf(&line, "ts=%s level=%s stage=%s event=%s%s%s\n", ts, level_names[level],
			log_stage, event, fields[0] ? " " : "", fields);
	}
	/* one write, so that lines of several processes do not mix */
	if (write(STDERR_FILENO, line.data, line.n) < 0)
		return; /* nobody is left to be told */
}

#define LOG_FUNCTION_BODY(level) \
	va_list ap; \
	va_start(ap, fmt); \
	log_line(level, event, fmt, ap); \
	va_end(ap)

void log_debug(const char *event, const char *fmt, ...)
{
	LOG_FUNCTION_BODY(LOG_LEVEL_DEBUG);
}

void log_info(const char *event, const char *fmt, ...)
{
	LOG_FUNCTION_BODY(LOG_LEVEL_INFO);
}

void log_warn(const char *event, const char *fmt, ...)
{
	LOG_FUNCTION_BODY(LOG_LEVEL_WARN);
}

void log_error(const char *event, const char *fmt, ...)
{
	LOG_FUNCTION_BODY(LOG_LEVEL_ERROR);
}
