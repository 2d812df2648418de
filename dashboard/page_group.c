/* SPDX-License-Identifier: Apache-2.0
 * page_group.c - one figure or one event as all reports tell it: who says what, side by side, how
 * many independent origins there are, and where they contradict each other. */
#include "dashboard/html.h"
#include "dashboard/site.h"

/* Copies of one text are one story (store/stories.h), and whatever one publisher says is one
 * origin: the lesser of the two counts is what is independent. */
#define STORIES "count(DISTINCT coalesce(k.story, x.report))"
#define ORIGINS \
	"min(" STORIES ", count(DISTINCT coalesce(nullif(x.publisher, ''), k.origin, r.source)))"
#define TOLD_IN \
	" JOIN extraction x USING(extraction) JOIN report r USING(report)" \
	" LEFT JOIN kin k ON k.report=r.report WHERE c.live=1 AND "

/* "killed|mosul|2023-05-04|person" as a person reads it. */
static void write_name(struct buf *out, struct str group)
{
	struct str part;
	bool first = true;

	for (; str_next_field(&group, '|', &part); first = false) {
		buf_puts(out, first ? "" : part.n ? " · " : "");
		html_text(out, part);
	}
}

static bool write_origins(
	struct site *site, bool event, struct str group, struct buf *out, struct err *err)
{
	static const char *const sql[] = {
		"SELECT count(DISTINCT c.extraction), " ORIGINS
		", max(c.low)>min(c.high), min(c.low),"
		" max(coalesce(c.high, c.low)), max(c.high IS NULL) FROM claim c" TOLD_IN
		"c.figure=?1",
		"SELECT count(DISTINCT c.extraction), " ORIGINS
		", 0, 0, 0, 0 FROM incident c" TOLD_IN "c.event=?1"};
	AUTO(query_free) struct query *q = query_new(site->db, sql[event], err);
	bool row;

	query_str(q, 1, group);
	if (!query_step(q, &row, err))
		return false;
	if (!query_get_int(q, 0))
		return err_set(err, ERR_REJECT, "no report tells %s %.*s",
			event ? "the event" : "the figure", STR_ARGS(group));
	buf_printf(out, "<p><b>%d</b> report%s, <b>%d</b> independent origin%s",
		(int)query_get_int(q, 0), query_get_int(q, 0) == 1 ? "" : "s",
		(int)query_get_int(q, 1), query_get_int(q, 1) == 1 ? "" : "s");
	if (!event) {
		buf_puts(out, ": from <b>");
		html_number(out, query_get_real(q, 3));
		buf_puts(out, "</b> to <b>");
		html_number(out, query_get_real(q, 4));
		buf_puts(out, query_get_int(q, 5) ? " or more</b>" : "</b>");
	}
	if (query_get_int(q, 2))
		buf_puts(out, ". <span class=warn>They contradict each other.</span>");
	return true;
}

static void write_row(struct buf *out, const struct query *q, bool event)
{
	buf_puts(out, "<tr><td class=n data-l=told>");
	html_text(out, html_column(q, "published"));
	buf_puts(out, "<td data-l=says>");
	if (event)
		html_text(out, html_column(q, "stage"));
	else
		html_value(out, q);
	if (event) {
		buf_puts(out, "<td data-l=where>");
		html_list(out, html_column(q, "locations"));
		buf_puts(out, "<td data-l=toll>");
		html_text(out, html_column(q, "toll"));
	}
	buf_puts(out, "<td data-l=speaker>");
	if (event)
		html_list(out, html_column(q, "perpetrator_organisations"));
	else
		html_text(out, html_column(q, "attributed_to"));
	buf_puts(out, "<td data-l=source>");
	html_text(out, html_column(q, "source"));
	buf_puts(out, "<td><q>");
	html_text(out, html_column(q, "sentence"));
	buf_puts(out, "</q> <a class=open href=\"/fact/");
	html_url_part(out, html_column(q, "fact"));
	buf_puts(out, "\">evidence</a>");
}

static bool write_side_by_side(
	struct site *site, bool event, const struct filter *f, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free)
	struct query *q =
		facts_list(site->db, event ? LISTING_INCIDENTS : LISTING_CLAIMS, f, &arena, err);
	bool ok;

	buf_printf(out,
		"<h2>Side by side</h2><div class=scroll><table "
		"class=stack><thead><tr><th>told<th>%s"
		"<th>%s<th>source<th>words<tbody>",
		event ? "stage<th>where<th>toll" : "figure", event ? "by" : "who says so");
	while (query_next(q, &ok, err))
		write_row(out, q, event);
	if (!ok)
		return false;
	buf_puts(out, "</table></div>");
	return true;
}

static bool page_group(
	struct site *site, bool event, struct str rest, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *q = NULL;
	struct filter f = {.group = rest, .limit = 200};

	html_begin(out, event ? "Event" : "Figure", (struct str){0}, NULL);
	buf_puts(out, "<p class=dim>");
	write_name(out, rest);
	if (!write_origins(site, event, rest, out, err))
		return false;
	if (!event) {
		q = facts_list(site->db, LISTING_CLAIMS, &f, &arena, err);
		buf_puts(out, "<h2>As it was told</h2>");
		if (!q || !chart_bands(q, out, err))
			return false;
	}
	if (!write_side_by_side(site, event, &f, out, err))
		return false;
	html_end(out);
	return true;
}

bool page_figure(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	(void)request;
	return page_group(site, false, rest, out, err);
}

bool page_event(struct site *site, struct http_request *request, struct str rest, struct buf *out,
	struct err *err)
{
	(void)request;
	return page_group(site, true, rest, out, err);
}
