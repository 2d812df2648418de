/* SPDX-License-Identifier: Apache-2.0
 * page_country.c - what is known of one state. */
#include "dashboard/html.h"
#include "dashboard/site.h"
#include "store/geo.h"

#define MAX_MONTHS 120 /* up to the newest */
#define BARS_WIDTH 720
#define BARS_HEIGHT 150
#define YEAR_WIDTH 40 /* px that the number of a year takes */
#define LONG_DAYS "31"

struct months {
	int first; /* months since the year 0 */
	size_t n;
	struct {
		double low, high;
	} v[MAX_MONTHS]; /* [n] without a gap */
};

static void write_month(struct buf *out, int month)
{
	buf_printf(out, "%04d-%02d", month / 12, month % 12 + 1);
}

/* The first and the last month, and each January between that has room. */
static void write_labels(struct buf *out, const struct months *m, double step)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		int month = m->first + (int)i;
		bool last = i && i + 1 == m->n;
		double x = 48 + step * (double)(last && i > 1 ? i + 1 : i);

		if (i && !last &&
			(month % 12 != 0 || step * 12 < YEAR_WIDTH ||
				step * (double)i < 2 * YEAR_WIDTH ||
				step * (double)(m->n - i) < 2 * YEAR_WIDTH))
			continue;
		buf_printf(out, "<text x=%.1f y=%d text-anchor=%s>", x, BARS_HEIGHT - 5,
			last && i > 1 ? "end" : "start");
		write_month(out, month);
		buf_puts(out, "</text>");
	}
}

static void write_bars(struct buf *out, const struct months *m)
{
	double top = 1, step = (BARS_WIDTH - 50.0) / (double)(m->n > 12 ? m->n : 12),
	       width = step > 3 ? step - 2 : step;
	size_t i;

	for (i = 0; i < m->n; i++)
		top = m->v[i].high > top ? m->v[i].high : top;
	buf_printf(out,
		"<svg viewBox='0 0 %d %d' role=img aria-label='Killed by month, least and most'>"
		"<path class=axis d='M46 4V%dH%d'/><text x=42 y=12 text-anchor=end>%.0f</text>",
		BARS_WIDTH, BARS_HEIGHT, BARS_HEIGHT - 20, BARS_WIDTH, top);
	for (i = 0; i < m->n; i++) {
		double x = 48 + step * (double)i, scale = (BARS_HEIGHT - 26) / top;

		if (m->v[i].high <= 0)
			continue;
		buf_printf(out, "<rect class=band x=%.1f y=%.1f width=%.1f height=%.1f><title>", x,
			BARS_HEIGHT - 20 - scale * m->v[i].high, width, scale * m->v[i].high);
		write_month(out, m->first + (int)i);
		buf_printf(out, ": %.0f to %.0f</title></rect><path class=a d='M%.1f %.1fh%.1f'/>",
			m->v[i].low, m->v[i].high, x, BARS_HEIGHT - 20 - scale * m->v[i].low,
			width);
	}
	write_labels(out, m, step);
	buf_puts(out, "</svg>");
}

/* Rows: month, least, most; the newest first. */
static bool read_months(struct query *q, struct months *ret, struct err *err)
{
	bool ok;

	*ret = (struct months){0};
	while (query_next(q, &ok, err)) {
		int month = (int)query_get_int(q, 0);
		int at = ret->n ? ret->first + (int)ret->n - 1 - month
				: 0; /* back from the newest */

		if (at >= MAX_MONTHS)
			return true;
		memmove(&ret->v[(size_t)at + 1 - ret->n], ret->v, ret->n * sizeof(ret->v[0]));
		memset(ret->v, 0, ((size_t)at + 1 - ret->n) * sizeof(ret->v[0]));
		ret->n = (size_t)at + 1;
		ret->first = month;
		ret->v[0].low = query_get_real(q, 1);
		ret->v[0].high = query_get_real(q, 2);
	}
	return ok;
}

/* The dead by month: each figure once, from the least to the most that is told. What is told of
 * a longer time is of no month. */
static bool write_casualties(struct site *site, struct str code, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db,
		"SELECT substr(day, 1, 4)*12+substr(day, 6, 2)-1 AS month, sum(lo), sum(hi) FROM "
		"(SELECT min(t.day) AS day,"
		" min(c.low) AS lo, max(coalesce(c.high, c.low)) AS hi FROM (SELECT claim AS fact, "
		"day FROM claim"
		" WHERE live=1 AND country=?1 AND kind='killed' AND day<>''"
		" ORDER BY day DESC LIMIT 3000) t CROSS JOIN claim c ON c.claim=t.fact WHERE "
		"c.value IS NOT NULL"
		" AND c.modality<>'denied' AND (c.time_start IS NULL OR c.time_end IS NULL"
		" OR julianday(c.time_end)-julianday(c.time_start)<" LONG_DAYS ")"
		" GROUP BY coalesce(c.figure, c.claim)) GROUP BY 1 ORDER BY 1 DESC",
		err);
	struct months months;

	query_str(q, 1, code);
	if (!read_months(q, &months, err))
		return false;
	buf_puts(out, "<section class='card wide'><h2>Killed, by month</h2><div class=scroll>");
	if (months.n)
		write_bars(out, &months);
	buf_puts(out,
		months.n ? "</div><p class=dim>The bar reaches the most that is told, the line the "
			   "least; each figure once. "
			   "What is told of more than a month is in the list below only.</section>"
			 : "</div><p class=dim>No claim of deaths in one month.</section>");
	return true;
}

static void end_kind(struct buf *out, struct str code, struct str kind)
{
	struct filter f = {.country = code, .kind = kind, .sort = SORT_DAY};

	buf_puts(out, "</ol><p><a href=\"/claims");
	filter_write(out, &f, NULL, (struct str){0});
	buf_puts(out, "\">All of them</a></section>");
}

static bool write_kind(
	struct site *site, struct str code, struct str kind, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct filter f = {.country = code, .kind = kind, .sort = SORT_DAY, .limit = 6};
	AUTO(query_free) struct query *q = facts_list(site->db, LISTING_CLAIMS, &f, &arena, err);
	bool ok;

	buf_puts(out, "<section class=card><h2>");
	html_text(out, kind);
	buf_puts(out, "</h2><ol class=list>");
	while (query_next(q, &ok, err))
		html_claim_item(out, q);
	if (!ok)
		return false;
	end_kind(out, code, kind);
	return true;
}

/* The latest claims of each kind, the most frequent kind first. */
static bool write_kinds(struct site *site, struct str code, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db,
		"SELECT kind, sum(facts) AS n FROM tally"
		" WHERE listing='claims' AND country=?1 GROUP BY 1 HAVING n>0 ORDER BY n DESC, 1 "
		"LIMIT 40",
		err);
	bool ok;

	query_str(q, 1, code);
	while (query_next(q, &ok, err))
		if (!write_kind(site, code, query_get_str(q, 0), out, err))
			return false;
	return ok;
}

bool page_country(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	const struct country *c = country_find(rest);

	(void)request;
	if (!c)
		return err_set(
			err, ERR_REJECT, "%.*s is no ISO 3166-1 code of a state", STR_ARGS(rest));
	html_begin(out, c->name, (struct str){0}, "/map");
	buf_printf(out,
		"<p><a href=\"/incidents?country=%s\">Incidents</a> · <a "
		"href=\"/claims?country=%s\">"
		"Claims</a> · <a href=\"/search?q=",
		c->code, c->code);
	html_url_part(out, str_from(c->name));
	buf_puts(out, "\">Search the reports</a></p><div class=cards>");
	if (!write_casualties(site, rest, out, err) || !write_kinds(site, rest, out, err))
		return false;
	buf_puts(out, "</div>");
	html_end(out);
	return true;
}
