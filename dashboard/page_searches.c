/* SPDX-License-Identifier: Apache-2.0
 * page_searches.c - the saved searches, whose news go to a webhook. */
#include "dashboard/html.h"
#include "dashboard/site.h"

static void write_row(const struct site *site, struct buf *out, const struct query *q)
{
	struct str listing = html_column(q, "listing"), query = html_column(q, "query");

	buf_puts(out, "<tr><td>");
	html_text(out, html_column(q, "name"));
	buf_puts(out, "<td data-l=search><a class=open href=\"/");
	html_text(out, listing);
	buf_puts(out, "?");
	html_text(out, query);
	buf_puts(out, "\">");
	html_text(out, listing);
	buf_puts(out, " ");
	html_text(out, query.n ? query : STR("(all)"));
	buf_puts(out, "</a><td data-l=webhook>");
	html_text(out, html_column(q, "webhook"));
	buf_puts(out, "<td class=n data-l=told>");
	html_number(out, html_column_number(q, "told"));
	buf_puts(out, "<td><form class=inline method=post action=/do/forget>");
	action_write_token(site, out);
	buf_printf(out,
		"<input type=hidden name=search value=%.0f><input type=hidden name=back "
		"value=/searches>"
		"<button class=danger>Forget</button></form>",
		html_column_number(q, "search"));
}

bool page_searches(struct site *site, struct http_request *request, struct str rest,
	struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db, "SELECT * FROM search ORDER BY search DESC", err);
	struct str done = http_param(request, "done");
	bool ok, any = false;

	(void)rest;
	html_begin(out, "Alerts", (struct str){0}, "/searches");
	html_notice(out, done);
	buf_puts(out,
		"<p>Searches that are asked again every few seconds; what is new is posted to "
		"their webhook as "
		"JSON. Save one at the end of a list of claims or incidents.</p><div class=scroll>"
		"<table "
		"class=stack><thead><tr><th>name<th>search<th>webhook<th>messages<th><tbody>");
	for (; query_next(q, &ok, err); any = true)
		write_row(site, out, q);
	if (!ok)
		return false;
	buf_puts(out, any ? "</table></div>" : "</table></div><p>None yet.");
	html_end(out);
	return true;
}
