/* SPDX-License-Identifier: Apache-2.0
 * page_country.c - what is known of one state. */
#include "dashboard/html.h"
#include "dashboard/site.h"
#include "store/geo.h"

#define MAX_MONTHS 60
#define BARS_WIDTH 720
#define BARS_HEIGHT 150

struct month {
	char name[8];
	double low, high;
};

static void write_bars(struct buf *out, const struct month *v, size_t n)
{
	double top = 1, step = (BARS_WIDTH - 50.0) / (double)(n > 12 ? n : 12);
	size_t i;

	for (i = 0; i < n; i++)
		top = v[i].high > top ? v[i].high : top;
	buf_printf(out, "<svg viewBox='0 0 %d %d' role=img aria-label='Killed by month, least and most'>"
			"<path class=axis d='M46 4V%dH%d'/><text x=42 y=12 text-anchor=end>%.0f</text>",
		BARS_WIDTH, BARS_HEIGHT, BARS_HEIGHT - 20, BARS_WIDTH, top);
	for (i = 0; i < n; i++) {
		double x = 48 + step * (double)i, scale = (BARS_HEIGHT - 26) / top;
		double y = BARS_HEIGHT - 20 - scale * v[i].high;

		buf_printf(out, "<rect class=band x=%.1f y=%.1f width=%.1f height=%.1f><title>%s: %.0f to %.0f"
				"</title></rect><path class=a d='M%.1f %.1fh%.1f'/>", x, y, step > 3 ? step - 2 : step,
			scale * v[i].high, v[i].name, v[i].low, v[i].high, x, BARS_HEIGHT - 20 - scale * v[i].low,
			step > 3 ? step - 2 : step);
		if (i == 0 || i + 1 == n)
			buf_printf(out, "<text x=%.1f y=%d text-anchor=%s>%s</text>", i && n > 2 ? x + step : x,
				BARS_HEIGHT - 5, i && n > 2 ? "end" : "start", v[i].name);
	}
	buf_puts(out, "</svg>");
}

/* The dead by month: each figure once, from the least to the most that is told. */
static bool write_casualties(struct site *site, struct str code, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(site->db,
		"SELECT substr(day, 1, 7) AS month, sum(lo), sum(hi) FROM (SELECT min(t.day) AS day,"
		" min(c.low) AS lo, max(coalesce(c.high, c.low)) AS hi FROM (SELECT claim AS fact, day FROM claim"
		" WHERE live=1 AND country=?1 AND kind='killed' AND day<>''"
		" ORDER BY day DESC LIMIT 3000) t CROSS JOIN claim c ON c.claim=t.fact WHERE c.value IS NOT NULL"
		" AND c.modality<>'denied' GROUP BY coalesce(c.figure, c.claim)) GROUP BY 1 ORDER BY 1 DESC"
		" LIMIT 60", err);
	struct month v[MAX_MONTHS];
	size_t n = 0, i;
	bool row;

	if (!q)
		return false;
	query_str(q, 1, code);
	for (; n < MAX_MONTHS; n++) {
		if (!query_step(q, &row, err))
			return false;
		if (!row)
			break;
		memcpy(v[n].name, "       ", 8);
		memcpy(v[n].name, query_get_str(q, 0).p, query_get_str(q, 0).n < 7 ? query_get_str(q, 0).n : 7);
		v[n].low = query_get_real(q, 1);
		v[n].high = query_get_real(q, 2);
	}
	for (i = 0; i < n / 2; i++) {
		struct month m = v[i];

		v[i] = v[n - 1 - i];
		v[n - 1 - i] = m;
	}
	buf_puts(out, "<section class='card wide'><h2>Killed, by month</h2><div class=scroll>");
	if (n)
		write_bars(out, v, n);
	buf_puts(out, n ? "</div><p class=dim>The bar reaches the most that is told, the line the least; each figure "
			  "once.</section>" : "</div><p class=dim>No claim of deaths with a date.</section>");
	return true;
}

static void end_kind(struct buf *out, struct str code, struct str kind)
{
	struct filter f = {.country = code, .kind = kind, .sort = SORT_DAY};

	buf_puts(out, "</ol><p><a href=\"/claims");
	filter_write(out, &f, NULL, (struct str){0});
	buf_puts(out, "\">All of them</a></section>");
}

static bool write_kind(struct site *site, struct str code, struct str kind, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct filter f = {.country = code, .kind = kind, .sort = SORT_DAY, .limit = 6};
	AUTO(query_free) struct query *q = facts_list(site->db, LISTING_CLAIMS, &f, &arena, err);
	bool row;

	buf_puts(out, "<section class=card><h2>");
	html_text(out, kind);
	buf_puts(out, "</h2><ol class=list>");
	for (;;) {
		if (!q || !query_step(q, &row, err))
			return false;
		if (!row)
			break;
		html_claim_item(out, q);
	}
	end_kind(out, code, kind);
	return true;
}

/* The latest claims of each kind, the most frequent kind first. */
static bool write_kinds(struct site *site, struct str code, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = query_new(site->db, "SELECT kind, sum(facts) AS n FROM tally"
		" WHERE listing='claims' AND country=?1 GROUP BY 1 HAVING n>0 ORDER BY n DESC, 1 LIMIT 40", err);
	bool row;

	if (!q)
		return false;
	query_str(q, 1, code);
	for (;;) {
		if (!query_step(q, &row, err))
			return false;
		if (!row)
			return true;
		if (!write_kind(site, code, query_get_str(q, 0), out, err))
			return false;
	}
}

bool page_country(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	const struct country *c = country_find(rest);

	(void)request;
	if (!c)
		return err_set(err, ERR_REJECT, "%.*s is no ISO 3166-1 code of a state", STR_ARGS(rest));
	html_begin(out, c->name, (struct str){0}, "/map");
	buf_printf(out, "<p><a href=\"/incidents?country=%s\">Incidents</a> · <a href=\"/claims?country=%s\">"
			"Claims</a> · <a href=\"/search?q=", c->code, c->code);
	html_url_part(out, str_from(c->name));
	buf_puts(out, "\">Search the reports</a></p><div class=cards>");
	if (!write_casualties(site, rest, out, err) || !write_kinds(site, rest, out, err))
		return false;
	buf_puts(out, "</div>");
	html_end(out);
	return true;
}
