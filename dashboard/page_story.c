/* SPDX-License-Identifier: Apache-2.0
 * page_story.c - what several reports tell: copies, near copies and versions under one number,
 * with the independent origins. The number is the id of the first report; that of a story which
 * became one with an older one leads there for good. */
#include <inttypes.h>

#include "dashboard/html.h"
#include "dashboard/site.h"

#define MOST_REPORTS 500

/* What leads to a page, from whom and when. */
static void begin_row(struct buf *out, const struct query *q, const char *page)
{
	buf_printf(out, "<tr><td><a class=open href=\"/%s/", page);
	html_url_part(out, html_column(q, "id"));
	buf_puts(out, "\">");
	html_report_title(out, q);
	buf_puts(out, "</a><td data-l=from>");
	html_text(out, html_column(q, "source"));
	buf_puts(out, "<td data-l=published>");
	html_text(out, html_column(q, "published"));
}

static void write_story(struct buf *out, const struct query *q)
{
	begin_row(out, q, "story");
	buf_puts(out, "<td class=n data-l=reports>");
	html_number(out, html_column_number(q, "reports"));
	buf_puts(out, "<td class=n data-l=origins>");
	html_number(out, html_column_number(q, "origins"));
	buf_puts(out, "<td class=n data-l=versions>");
	html_number(out, html_column_number(q, "revisions"));
	buf_puts(out, "<td data-l=last>");
	html_text(out, html_column(q, "last"));
}

bool page_stories(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	AUTO(query_free) struct query *q = NULL;
	double last = 0;
	size_t rows = 0;
	struct filter f;
	bool ok;

	(void)rest;
	if (!filter_read(request, &f, err))
		return false;
	q = facts_stories(site->db, false, f.limit, f.after, err);
	html_begin(out, "Stories", (struct str){0}, "/stories");
	buf_puts(out, "<p>What several reports tell in the same or in like words, the latest "
		      "first. An origin is an agency "
		      "or a publisher that did not copy another one.</p><div class=scroll><table "
		      "class=stack><thead><tr>"
		      "<th>story<th>first "
		      "from<th>published<th>reports<th>origins<th>versions<th>last report<tbody>");
	for (; query_next(q, &ok, err); rows++) {
		write_story(out, q);
		last = html_column_number(q, "number");
	}
	if (!ok)
		return false;
	buf_puts(out, "</table></div>");
	buf_puts(out, rows      ? ""
		      : f.after ? "<p>There are no more."
				: "<p>No report copies or renews another one yet.");
	if ((int64_t)rows == f.limit)
		buf_printf(out,
			"<p class=pager><a rel=next href=\"/stories?after=%.0f&amp;limit=%d\">Next "
			"page</a>",
			last, (int)f.limit);
	html_end(out);
	return true;
}

static void write_member(struct buf *out, const struct query *q)
{
	begin_row(out, q, "report");
	buf_puts(out, "<td data-l=is>");
	html_text(out, html_column(q, "how"));
	buf_puts(out, "<td data-l=origin>");
	html_text(out, html_column(q, "origin"));
	buf_puts(out, "<td class=n data-l=alike>");
	if (html_column_number(q, "resemblance") > 0)
		html_number(out, html_column_number(q, "resemblance"));
}

bool page_story(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	AUTO(query_free) struct query *q = NULL;
	int64_t report, reports, origins;
	struct report_id id, story;
	char hex[REPORT_ID_HEX];
	bool ok, moved;

	if (!facts_find_report(site->db, rest, &id, &report, err) ||
		!facts_story(site->db, report, &story, &moved, err) ||
		!facts_story_size(site->db, report, &reports, &origins, err))
		return false;
	report_id_hex(&story, hex);
	if (memcmp(&story, &id, sizeof(id)) != 0) {
		site_lead_on(site, request, moved, "/story/", hex);
		return true;
	}
	q = facts_story_of(site->db, report, MOST_REPORTS, err);
	html_begin(out, "Story", (struct str){0}, "/stories");
	buf_printf(out,
		"<p>%" PRId64 " report%s of %" PRId64
		" independent origin%s.</p><div class=scroll><table class=stack>"
		"<thead><tr><th>report<th>from<th>published<th>is<th>origin<th>alike<tbody>",
		reports, reports == 1 ? "" : "s", origins, origins == 1 ? "" : "s");
	while (query_next(q, &ok, err))
		write_member(out, q);
	if (!ok)
		return false;
	buf_puts(out, "</table></div>");
	if (reports > MOST_REPORTS)
		buf_printf(out, "<p class=dim>The first %d.", MOST_REPORTS);
	html_end(out);
	return true;
}
