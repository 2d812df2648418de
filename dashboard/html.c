/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/ascii.h"
#include "dashboard/html.h"
#include "store/facts.h"

static const char *escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void html_text(struct buf *out, struct str s)
{
	size_t i, plain = 0;

	for (i = 0; i < s.n; i++) {
		const char *escape = escape_of(s.p[i]);

		if (!escape)
			continue;
		buf_append(out, s.p + plain, i - plain);
		buf_puts(out, escape);
		plain = i + 1;
	}
	if (s.n > plain)
		buf_append(out, s.p + plain, s.n - plain);
}

static void write_navigation(struct buf *out, const char *here)
{
	static const char *const entries[][2] = {{"/", "Queue"}, {"/sources", "Sources"},
		{"/claims", "Claims"}, {"/incidents", "Incidents"}, {"/map", "Map"},
		{"/entities", "Entities"}, {"/reports", "Reports"}, {"/stories", "Stories"},
		{"/corrections", "Corrections"}, {"/searches", "Alerts"}};
	size_t i;

	buf_puts(out, "<nav aria-label=Sections>");
	for (i = 0; i < ARRAY_SIZE(entries); i++)
		buf_printf(out, "<a href=%s%s>%s</a>", entries[i][0],
			here && str_eq(str_from(here), str_from(entries[i][0]))
				? " aria-current=page"
				: "",
			entries[i][1]);
	buf_puts(out, "</nav>");
}

void html_begin(struct buf *out, const char *title, struct str words, const char *here)
{
	buf_puts(out, "<!doctype html><html lang=en><head><meta charset=utf-8>"
		      "<meta name=viewport content='width=device-width,initial-scale=1'>"
		      "<link rel=icon href=/static/icon.svg type=image/svg+xml>"
		      "<link rel=stylesheet href=/static/style.css>"
		      "<script src=/static/page.js defer></script><title>");
	html_text(out, str_from(title));
	buf_puts(out, " · sitrep</title></head><body><a class=skip href=#main>To the content</a>"
		      "<header><a class=logo href=/>sitrep</a>");
	write_navigation(out, here);
	buf_puts(out, "<form action=/search role=search><input type=search name=q "
		      "aria-label='Search the reports' placeholder='Search the reports' value=\"");
	html_text(out, words);
	buf_puts(out, "\"><button>Search</button></form></header><main id=main><h1>");
	html_text(out, str_from(title));
	buf_puts(out, "</h1>");
}

void html_notice(struct buf *out, struct str done)
{
	if (!done.n)
		return;
	buf_puts(out, "<p class=notice role=status>");
	html_text(out, done);
}

void html_end(struct buf *out)
{
	buf_puts(out, "</main></body></html>\n");
}

void html_url_part(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~')
			buf_putc(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

void html_outside_link(struct buf *out, struct str url)
{
	bool web = str_case_starts(url, STR("http://")) || str_case_starts(url, STR("https://"));

	if (web) {
		buf_puts(out, "<a rel='noreferrer noopener' href=\"");
		html_text(out, url);
		buf_puts(out, "\">");
	}
	html_text(out, url);
	buf_puts(out, web ? "</a>" : "");
}

void html_number(struct buf *out, double v)
{
	char digits[40];
	int n, i;

	if (v != floor(v) || fabs(v) >= 1e15) {
		buf_printf(out, "%.4g", v);
		return;
	}
	n = snprintf(digits, sizeof(digits), "%.0f", v);
	for (i = 0; i < n; i++) {
		buf_putc(out, digits[i]);
		if (n - i > 1 && (n - i - 1) % 3 == 0 && n > 4 && digits[i] != '-')
			buf_puts(out, "\u202f"); /* a narrow space that does not break */
	}
}

void html_age(struct buf *out, int64_t ms)
{
	int64_t s = ms / 1000;

	if (s < 60)
		buf_printf(out, "%d s", (int)(s < 0 ? 0 : s));
	else if (s < 7200)
		buf_printf(out, "%d min", (int)(s / 60));
	else if (s < 48 * 3600)
		buf_printf(out, "%d h", (int)(s / 3600));
	else
		buf_printf(out, "%d d", (int)(s / 86400));
}

void html_bytes(struct buf *out, uint64_t bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
	double v = (double)bytes;
	size_t unit = 0;

	while (v >= 1000 && unit + 1 < ARRAY_SIZE(units)) {
		v /= 1000;
		unit++;
	}
	buf_printf(out, unit && v < 10 ? "%.1f %s" : "%.0f %s", v, units[unit]);
}

static int column_of(const struct query *query, const char *name)
{
	int i, n = query_columns(query);

	for (i = 0; i < n; i++)
		if (str_eq(str_from(query_column_name(query, i)), str_from(name)))
			return i;
	return -1;
}

void html_published(struct buf *out, const struct query *query)
{
	struct str day = html_column(query, "published"),
		   from = html_column(query, "published_from");
	struct str precision = html_column(query, "published_precision");

	if (str_eq(precision, STR("month")))
		day.n = sizeof("YYYY-MM") - 1;
	else if (str_eq(precision, STR("year")))
		day.n = sizeof("YYYY") - 1;
	html_text(out, day);
	if (!day.n || !from.n)
		return;
	buf_puts(out, " (from ");
	html_text(out, from);
	buf_puts(out, ", to the ");
	html_text(out, precision);
	buf_puts(out, ")");
}

struct str html_column(const struct query *query, const char *name)
{
	int i = column_of(query, name);

	return i < 0 ? (struct str){0} : query_get_str(query, i);
}

double html_column_number(const struct query *query, const char *name)
{
	int i = column_of(query, name);

	return i < 0 ? 0 : query_get_real(query, i);
}

bool html_column_null(const struct query *query, const char *name)
{
	int i = column_of(query, name);

	return i < 0 || query_get_null(query, i);
}

void html_report_title(struct buf *out, const struct query *q)
{
	struct str title = html_column(q, "title"), begins = html_column(q, "begins");

	if (title.n) {
		html_text(out, title);
	} else if (begins.n) {
		buf_puts(out, "“");
		html_text(out, begins);
		buf_puts(out, "…”");
	} else {
		buf_puts(out, "(without a title, from ");
		html_text(out, html_column(q, "source"));
		buf_puts(out, ")");
	}
}

void html_list(struct buf *out, struct str json)
{
	html_list_with(out, json, ", ");
}

void html_list_with(struct buf *out, struct str json, const char *between)
{
	AUTO(arena_release) struct arena arena = {0};

	html_text(out, facts_list_text_with(json, between, &arena));
}

static const char *sign_of(struct str modifier)
{
	static const struct {
		const char *name, *words;
	} signs[] = {{"at_least", "at least "}, {"more_than", "more than "}, {"at_most", "up to "},
		{"less_than", "less than "}, {"about", "about "}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signs); i++)
		if (str_eq(modifier, str_from(signs[i].name)))
			return signs[i].words;
	return "";
}

/* "casualties"; what is weighed, shares and currencies (in capitals) have no plural. */
static void write_plural(struct buf *out, struct str unit)
{
	static const struct str uncounted[] = {STR("percent"), STR("aircraft"), STR("ammunition"),
		STR("materiel"), STR("equipment"), STR("dynamite"), STR("heroin"), STR("cocaine"),
		STR("cannabis"), STR("hashish"), STR("opium"), STR("cash"), STR("cattle"),
		STR("sheep"), STR("personnel")};
	char last = unit.p[unit.n - 1];
	bool counted = ascii_is_lower(last) && last != 's';
	size_t i;

	for (i = 0; i < ARRAY_SIZE(uncounted); i++)
		counted &= !str_eq(unit, uncounted[i]);
	if (counted && last == 'y' && unit.n > 1 && !strchr("aeiou", unit.p[unit.n - 2])) {
		html_text(out, str_slice(unit, 0, unit.n - 1));
		buf_puts(out, "ies");
		return;
	}
	html_text(out, unit);
	if (counted)
		buf_puts(out, str_ends(unit, STR("ch")) || str_ends(unit, STR("sh")) || last == 'x'
				      ? "es"
				      : "s");
}

/* "5 vehicles", vehicles: the object says it. */
static bool says_unit(struct str object, struct str unit)
{
	return str_ends(object, unit) ||
	       (object.n > unit.n && str_ends(str_slice(object, 0, object.n - 1), unit));
}

void html_value(struct buf *out, const struct query *query)
{
	struct str modifier = html_column(query, "modifier"), unit = html_column(query, "unit");

	if (html_column_null(query, "value"))
		return;
	buf_puts(out, sign_of(modifier));
	html_number(out, html_column_number(query, "value"));
	if (unit.n && !str_eq(unit, STR("person")) &&
		!says_unit(html_column(query, "object"), unit)) {
		buf_putc(out, ' ');
		if (html_column_number(query, "value") == 1)
			html_text(out, unit);
		else
			write_plural(out, unit);
	}
}

void html_period(struct buf *out, struct str from, struct str to)
{
	if (!from.n && !to.n)
		return;
	if (!str_eq(from, to))
		buf_puts(out, !from.n ? "until " : !to.n ? "from " : "");
	html_text(out, from.n ? from : to);
	if (str_eq(from, to) || !from.n || !to.n)
		return;
	buf_puts(out, " to ");
	html_text(out, to);
}

void html_claim(struct buf *out, const struct query *query)
{
	static const char *const slots[] = {"object", "subject", "places", "attributed_to"};
	bool any = false;
	size_t i;

	buf_puts(out, "<b>");
	html_text(out, html_column(query, "kind"));
	buf_puts(out, "</b> ");
	html_value(out, query);
	for (i = 0; i < ARRAY_SIZE(slots); i++) {
		struct str s = html_column(query, slots[i]);

		if (!s.n || str_eq(s, STR("[]")))
			continue;
		buf_puts(out, any ? i == 3 ? ", says " : ", " : i == 3 ? " says " : " ");
		any = true;
		if (i == 2)
			html_list(out, s);
		else
			html_text(out, s);
	}
}

void html_claim_item(struct buf *out, const struct query *query)
{
	struct str day = html_column(query, "day");

	buf_puts(out, "<li><a class=open href=\"/fact/");
	html_url_part(out, html_column(query, "fact"));
	buf_puts(out, "\">");
	html_text(out, day.n ? day : STR("evidence"));
	buf_puts(out, "</a> ");
	html_claim(out, query);
}
