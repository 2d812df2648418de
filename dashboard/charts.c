/* SPDX-License-Identifier: Apache-2.0
 * charts.c - plots as inline SVG, drawn here, so that they need no script and can be printed. */
#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/utf8.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

#define WIDTH 640
#define HEIGHT 150
#define LEFT 46
#define BOTTOM 18
#define MAX_POINTS 2000

struct point {
	int64_t at_s;
	double v[8];
};

/* What is plotted: a column of the points, or the rate at which a counter grows. */
struct series {
	int column;
	bool rate;
	const char *name;
};

struct plot {
	const char *title;
	struct series series[2]; /* name NULL: none */
};

enum { C_READY, C_DEAD, C_OLDEST, C_ACCEPTED, C_DONE, C_P50, C_P99, C_RETRIED };

static const struct plot plots[] = {
	{"Reports a second", {{C_ACCEPTED, true, "in"}, {C_DONE, true, "out"}}},
	{"Reports waiting", {{C_READY, false, "ready"}, {C_DEAD, false, "dead"}}},
	{"Age of the oldest, s", {{C_OLDEST, false, "oldest"}}},
	{"Accepted to stored, ms", {{C_P50, false, "half"}, {C_P99, false, "99 of 100"}}},
};

static double value_at(const struct point *p, size_t i, const struct series *s)
{
	double dt;

	if (!s->rate)
		return p[i].v[s->column];
	if (i == 0 || p[i].v[s->column] < p[i - 1].v[s->column])
		return 0;
	dt = (double)(p[i].at_s - p[i - 1].at_s);
	return dt > 0 ? (p[i].v[s->column] - p[i - 1].v[s->column]) / dt : 0;
}

/* 1, 2 or 5 times a power of ten at or above v. */
static double round_up(double v)
{
	static const double steps[] = {1, 2, 5, 10};
	double power = 1;
	size_t i;

	while (power * 10 < v)
		power *= 10;
	while (power > v && power > 1e-3)
		power /= 10;
	for (i = 0; i < ARRAY_SIZE(steps); i++)
		if (steps[i] * power >= v)
			return steps[i] * power;
	return v;
}

static void write_axes(struct buf *out, double top, int64_t from, int64_t to)
{
	static const int64_t day = 86400;
	int i;

	buf_printf(out, "<path class=axis d='M%d 4V%dH%d'/><text x=%d y=12 text-anchor=end>", LEFT,
		HEIGHT - BOTTOM, WIDTH, LEFT - 4);
	html_number(out, top);
	buf_printf(
		out, "</text><text x=%d y=%d text-anchor=end>0</text>", LEFT - 4, HEIGHT - BOTTOM);
	for (i = 0; i <= 4; i++) {
		int64_t at = from + (to - from) * i / 4;
		int x = LEFT + (WIDTH - LEFT) * i / 4;
		char label[24], text[16];

		day_format((int32_t)(at / day), text);
		if (to - from > 2 * day)
			snprintf(label, sizeof(label), "%s", text + 5);
		else
			snprintf(label, sizeof(label), "%02d:%02d", (int)(at % day / 3600),
				(int)(at % 3600 / 60));
		buf_printf(out, "<text x=%d y=%d text-anchor=%s>%s</text>", x, HEIGHT - 4,
			i == 0   ? "start"
			: i == 4 ? "end"
				 : "middle",
			label);
	}
}

static void write_plot(struct buf *out, const struct plot *plot, const struct point *p, size_t n)
{
	double top = 1, span = (double)(p[n - 1].at_s - p[0].at_s);
	size_t i, j;

	for (j = 0; j < 2 && plot->series[j].name; j++)
		for (i = 0; i < n; i++)
			if (value_at(p, i, &plot->series[j]) > top)
				top = value_at(p, i, &plot->series[j]);
	top = round_up(top);
	buf_printf(out,
		"<figure class=card><figcaption>%s <span class=dim>%s%s%s (UTC)</span></figcaption>"
		"<svg viewBox='0 0 %d %d' role=img aria-label='%s'>",
		plot->title, plot->series[0].name, plot->series[1].name ? " —, - - " : "",
		plot->series[1].name ? plot->series[1].name : "", WIDTH, HEIGHT, plot->title);
	write_axes(out, top, p[0].at_s, p[n - 1].at_s);
	for (j = 0; j < 2 && plot->series[j].name; j++) {
		buf_printf(out, "<path class=%c d='", j ? 'b' : 'a');
		for (i = 0; i < n; i++)
			buf_printf(out, "%c%.1f %.1f", i ? 'L' : 'M',
				LEFT + (WIDTH - LEFT) * (double)(p[i].at_s - p[0].at_s) /
						(span > 0 ? span : 1),
				(HEIGHT - BOTTOM) - (HEIGHT - BOTTOM - 6) *
							    value_at(p, i, &plot->series[j]) / top);
		buf_puts(out, "'/>");
	}
	buf_puts(out, "</svg></figure>");
}

bool chart_history(struct db *db, struct str span, int64_t now_s, struct buf *out, struct err *err)
{
	bool month = str_eq(span, STR("month")), day = str_eq(span, STR("day"));
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT at_s, ready+leased+delayed, dead,"
		" oldest_ms/1000.0, accepted, done, p50_ms, p99_ms, retried FROM history WHERE "
		"step_s=?1"
		" AND at_s>=?2 ORDER BY at_s LIMIT ?3",
		err);
	struct point *p = NULL;
	size_t n = 0, cap = 0, i;
	bool ok;

	query_int(q, 1, month ? 1800 : day ? 120 : 10);
	query_int(q, 2, now_s - (month ? 31 * 86400 : day ? 86400 : 3600));
	query_int(q, 3, MAX_POINTS);
	while (query_next(q, &ok, err)) {
		struct point *at = ARENA_PUSH(&arena, p, n, cap);

		at->at_s = query_get_int(q, 0);
		for (i = 0; i < ARRAY_SIZE(at->v); i++)
			at->v[i] = query_get_real(q, (int)i + 1);
	}
	if (!ok)
		return false;
	if (n < 2) {
		buf_puts(out, "<p class=dim>The charts begin when the store has run for a while.");
		return true;
	}
	buf_puts(out, "<div class='cards charts'>");
	for (i = 0; i < ARRAY_SIZE(plots); i++)
		write_plot(out, &plots[i], p, n);
	buf_puts(out, "</div>");
	return true;
}

static struct str cut(struct str s, size_t most)
{
	return str_slice(s, 0, s.n > most ? utf8_floor(s.p, most) : s.n);
}

#define BAND_ROW 22
#define BAND_LEFT 190
#define MAX_BANDS 40

struct band {
	double low, high;
	bool open;
	struct str label;
};

static void write_bands(struct buf *out, const struct band *v, size_t n, double top)
{
	size_t i;

	buf_printf(out,
		"<div class=scroll><svg class=bands viewBox='0 0 %d %d' role=img aria-label='What "
		"each speaker says'>",
		WIDTH, (int)(n + 1) * BAND_ROW);
	for (i = 0; i < n; i++) {
		double scale = (WIDTH - BAND_LEFT - 60) / (top > 0 ? top : 1);
		double x = BAND_LEFT + scale * v[i].low, w = scale * (v[i].high - v[i].low);
		int y = (int)i * BAND_ROW + 4;

		buf_printf(out, "<text x=0 y=%d>", y + 11);
		html_text(out, v[i].label);
		buf_printf(out, "</text><rect class=band x=%.1f y=%d width=%.1f height=14 rx=2 />",
			x, y, w < 4 ? 4 : w);
		if (v[i].open)
			buf_printf(out, "<path class=open d='M%.1f %dH%d'/>", x + w, y + 7,
				WIDTH - 50);
		buf_printf(out, "<text x=%.1f y=%d>",
			(v[i].open ? WIDTH - 46 : x + (w < 4 ? 4 : w) + 5), y + 11);
		html_number(out, v[i].low);
		if (v[i].high != v[i].low) {
			buf_puts(out, "–");
			html_number(out, v[i].high);
		}
		buf_puts(out, v[i].open ? "+</text>" : "</text>");
	}
	buf_printf(
		out, "<path class=axis d='M%d 0V%d'/></svg></div>", BAND_LEFT, (int)n * BAND_ROW);
}

bool chart_bands(struct query *q, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct band v[MAX_BANDS];
	double top = 0;
	size_t n = 0;
	bool ok = true;

	while (n < MAX_BANDS && query_next(q, &ok, err)) {
		AUTO(buf_release) struct buf label = {0};
		struct str says = html_column(q, "attributed_to"),
			   told = html_column(q, "published");

		buf_init(&label, 4096);
		buf_printf(&label, "%.*s %.*s", STR_ARGS(told), STR_ARGS(cut(says, 18)));
		v[n].low = html_column_number(q, "low");
		v[n].open = html_column_null(q, "high");
		v[n].high = v[n].open ? v[n].low : html_column_number(q, "high");
		v[n].label = arena_str(&arena, buf_view(&label));
		top = v[n].high > top ? v[n].high : top;
		n++;
	}
	if (n && ok)
		write_bands(out, v, n, top);
	return ok;
}
