/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "dashboard/html.h"

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

void html_begin(struct buf *out, const char *title, struct str words)
{
	buf_puts(out, "<!doctype html><html lang=en><meta charset=utf-8>"
		      "<meta name=viewport content='width=device-width,initial-scale=1'>"
		      "<link rel=stylesheet href=/static/style.css><title>");
	html_text(out, str_from(title));
	buf_puts(out, " · sitrep</title><header><b>sitrep</b><nav><a href=/>Queue</a>"
		      "<a href=/claims>Claims</a><a href=/incidents>Incidents</a>"
		      "<a href=/entities>Entities</a><a href=/reports>Reports</a></nav></header><main>"
		      "<form action=/search role=search><input type=search name=q "
		      "aria-label='Search the reports' placeholder='Search the reports' value=\"");
	html_text(out, words);
	buf_puts(out, "\"><button>Search</button></form><h1>");
	html_text(out, str_from(title));
	buf_puts(out, "</h1>");
}

void html_end(struct buf *out)
{
	buf_puts(out, "</main></html>\n");
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
