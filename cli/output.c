/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/output.h"

#define MAX_COLUMNS 40
#define GAP 2

struct row {
	struct cell cells[MAX_COLUMNS];
	struct str note;
};

struct output {
	enum output_format format;
	const char *const *columns;
	size_t ncolumns;
	struct arena arena; /* of the rows that are held back */
	struct row *rows;   /* [nheld] */
	size_t nheld, cap, nrows;
};

bool output_colours(void)
{
	const char *no = getenv("NO_COLOR");

	return isatty(STDOUT_FILENO) && !(no && no[0]);
}

static size_t terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
		return size.ws_col;
	return 80;
}

/* East Asian wide blocks; good enough to keep columns straight. */
static bool is_wide(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
	       (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
	       (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
	       (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

static bool is_mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF;
}

size_t display_width(struct str s)
{
	size_t i, width = 0, taken;

	for (i = 0; i < s.n; i += taken) {
		uint32_t c = utf8_decode(s.p + i, s.n - i, &taken);

		width += is_mark(c) ? 0 : is_wide(c) ? 2 : 1;
	}
	return width;
}

struct output *output_begin(enum output_format format, const char *const *columns, size_t n)
{
	struct output *o = xcalloc(1, sizeof(*o));
	size_t i;

	if (n > MAX_COLUMNS)
		abort(); /* our own listings are narrower */
	o->format = format;
	o->columns = columns;
	o->ncolumns = n;
	arena_init(&o->arena, 0);
	for (i = 0; format == OUTPUT_CSV && i < n; i++)
		printf("%s%s", columns[i], i + 1 < n ? "," : "\r\n");
	return o;
}

static void print_csv(const struct output *o, const struct cell *cells)
{
	size_t i, j;

	for (i = 0; i < o->ncolumns; i++) {
		struct str s = cells[i].text;

		if (cells[i].kind != CELL_NUMBER && cells[i].kind != CELL_NULL) {
			putchar('"');
			for (j = 0; j < s.n; j++) {
				if (s.p[j] == '"')
					putchar('"');
				putchar(s.p[j]);
			}
			putchar('"');
		} else {
			fwrite(s.p, 1, s.n, stdout);
		}
		fputs(i + 1 < o->ncolumns ? "," : "\r\n", stdout);
	}
}

static void print_json(const struct output *o, const struct cell *cells)
{
	AUTO(buf_release) struct buf out = {0};
	struct emitter e = {.out = &out};
	size_t i;

	buf_init(&out, MAX_FRAME_BYTES);
	emit_open(&e, '{');
	for (i = 0; i < o->ncolumns; i++) {
		emit_key(&e, o->columns[i]);
		if (cells[i].kind == CELL_TEXT || cells[i].kind == CELL_NULL)
			emit_string(
				&e, cells[i].kind == CELL_TEXT ? cells[i].text : (struct str){0});
		else
			emit_raw(&e, cells[i].text);
	}
	emit_close(&e, '}');
	buf_putc(&out, '\n');
	fwrite(out.data, 1, out.n, stdout);
}

static void blank_controls(char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c < 0x20 || c == 0x7f)
			p[i] = ' ';
		/* C1 controls: 0xC2 0x80..0x9F */
		if (c == 0xC2 && i + 1 < n && (unsigned char)p[i + 1] < 0xA0)
			p[i] = p[i + 1] = ' ';
	}
}

static struct str clean(struct arena *arena, struct str s)
{
	char *copy = (char *)arena_str(arena, s).p;

	blank_controls(copy, s.n);
	return (struct str){copy, s.n};
}

void output_text(struct buf *out, struct str s)
{
	size_t at = out->n;

	if (buf_str(out, s))
		blank_controls(out->data + at, s.n);
}

void output_row(struct output *o, const struct cell *cells)
{
	struct row *row;
	size_t i;

	o->nrows++;
	if (o->format == OUTPUT_JSON) {
		print_json(o, cells);
	} else if (o->format == OUTPUT_CSV) {
		print_csv(o, cells);
	} else {
		row = ARENA_PUSH(&o->arena, o->rows, o->nheld, o->cap);
		for (i = 0; i < o->ncolumns; i++)
			row->cells[i] =
				(struct cell){clean(&o->arena, cells[i].text), cells[i].kind};
	}
}

void output_note(struct output *o, struct str note)
{
	if (o->format == OUTPUT_TABLE && o->nheld)
		o->rows[o->nheld - 1].note = clean(&o->arena, note);
}

size_t output_rows(const struct output *o)
{
	return o->nrows;
}

static void print_cut(struct str s, size_t width, bool pad, bool right)
{
	size_t w = display_width(s), i = 0, shown = 0, taken;

	if (right && w < width)
		printf("%*s", (int)(width - w), "");
	if (w <= width) {
		fwrite(s.p, 1, s.n, stdout);
	} else {
		while (i < s.n && shown + 1 < width) {
			uint32_t c = utf8_decode(s.p + i, s.n - i, &taken);

			shown += is_mark(c) ? 0 : is_wide(c) ? 2 : 1;
			fwrite(s.p + i, 1, taken, stdout);
			i += taken;
		}
		fputs("…", stdout);
		w = shown + 1;
	}
	if (pad && !right && w < width)
		printf("%*s", (int)(width - w), "");
}

/* Widest cell of each column; then, on a terminal, the widest columns give way until all fit. */
static void choose_widths(const struct output *o, size_t *widths)
{
	size_t total = 0, screen = terminal_width(), i, j;

	for (i = 0; i < o->ncolumns; i++) {
		widths[i] = display_width(str_from(o->columns[i]));
		for (j = 0; j < o->nheld; j++) {
			size_t w = display_width(o->rows[j].cells[i].text);

			if (w > widths[i])
				widths[i] = w;
		}
		total += widths[i] + GAP;
	}
	while (screen && total > screen + GAP) {
		size_t widest = 0;

		for (i = 1; i < o->ncolumns; i++)
			if (widths[i] > widths[widest])
				widest = i;
		if (widths[widest] <= 6)
			return;
		widths[widest]--;
		total--;
	}
}

static void print_table(const struct output *o)
{
	size_t widths[MAX_COLUMNS], i, j;
	bool colours = output_colours();

	choose_widths(o, widths);
	fputs(colours ? "\033[1m" : "", stdout);
	for (i = 0; i < o->ncolumns; i++) {
		print_cut(str_from(o->columns[i]), widths[i], i + 1 < o->ncolumns, false);
		printf("%*s", i + 1 < o->ncolumns ? GAP : 0, "");
	}
	fputs(colours ? "\033[0m\n" : "\n", stdout);
	for (j = 0; j < o->nheld; j++) {
		for (i = 0; i < o->ncolumns; i++) {
			const struct cell *c = &o->rows[j].cells[i];

			print_cut(c->text, widths[i], i + 1 < o->ncolumns, c->kind == CELL_NUMBER);
			printf("%*s", i + 1 < o->ncolumns ? GAP : 0, "");
		}
		putchar('\n');
		if (o->rows[j].note.n)
			printf("%s    %.*s%s\n", colours ? "\033[2m" : "",
				STR_ARGS(o->rows[j].note), colours ? "\033[0m" : "");
	}
}

void output_end(struct output **output)
{
	if (!*output)
		return;
	if ((*output)->format == OUTPUT_TABLE && (*output)->nheld)
		print_table(*output);
	arena_release(&(*output)->arena);
	free(*output);
	*output = NULL;
}

struct cell cell_str(struct str s)
{
	return (struct cell){s, str_absent(s) ? CELL_NULL : CELL_TEXT};
}

static struct cell cell_number(struct arena *arena, const char *text)
{
	return (struct cell){arena_str(arena, str_from(text)), CELL_NUMBER};
}

struct cell cell_int(struct arena *arena, int64_t v)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, v);
	return cell_number(arena, text);
}

void format_bytes(uint64_t bytes, char out[16])
{
	static const char units[] = "BKMGT";
	double v = (double)bytes;
	size_t unit = 0;

	while (v >= 1000 && unit + 2 < sizeof(units)) {
		v /= 1024;
		unit++;
	}
	snprintf(out, 16, unit && v < 10 ? "%.1f%c" : "%.0f%c", v, units[unit]);
}

void format_age(int64_t ms, char out[16])
{
	int64_t s = ms / 1000;

	if (ms < 1000)
		snprintf(out, 16, "%dms", (int)(ms < 0 ? 0 : ms));
	else if (s < 60)
		snprintf(out, 16, "%ds", (int)s);
	else if (s < 3600)
		snprintf(out, 16, "%dm%02ds", (int)(s / 60), (int)(s % 60));
	else if (s < 86400)
		snprintf(out, 16, "%dh%02dm", (int)(s / 3600), (int)(s / 60 % 60));
	else
		snprintf(out, 16, "%dd%02dh", (int)(s / 86400 % 100000), (int)(s / 3600 % 24));
}

struct cell cell_bytes(struct arena *arena, enum output_format format, uint64_t bytes)
{
	char text[16];

	if (format != OUTPUT_TABLE)
		return cell_int(arena, (int64_t)bytes);
	format_bytes(bytes, text);
	return cell_number(arena, text);
}

struct cell cell_age(struct arena *arena, enum output_format format, int64_t ms)
{
	char text[16];

	if (format != OUTPUT_TABLE)
		return cell_int(arena, ms);
	format_age(ms, text);
	return cell_number(arena, text);
}

struct cell cell_time(struct arena *arena, int64_t wall_ms)
{
	char text[32];

	if (!wall_ms)
		return cell_str((struct str){0});
	clock_format(wall_ms, text);
	return cell_str(arena_str(arena, str_from(text)));
}
