/* SPDX-License-Identifier: Apache-2.0
 * page_report.c - a report with every fact marked in its text. */
#include <inttypes.h>

#include "base/clock.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

#define MAX_COPIES 50 /* of one story that are named */

/* A fact of the report, in the order of its place in the text. */
struct mark {
	size_t start, end;
	struct str fact, line; /* its name; what it says, as HTML */
};

struct marks {
	struct arena arena;
	struct mark *v;
	size_t n, cap;
};

static void marks_release(struct marks *marks)
{
	arena_release(&marks->arena);
}

static void write_incident(struct buf *out, const struct query *q)
{
	static const char *const lists[] = {"locations", "perpetrator_individuals",
		"perpetrator_organisations", "physical_targets", "victims", "weapons"};
	size_t i;

	buf_puts(out, "<b>");
	html_text(out, html_column(q, "type"));
	buf_puts(out, "</b> ");
	html_text(out, html_column(q, "stage"));
	for (i = 0; i < ARRAY_SIZE(lists); i++)
		if (!str_eq(html_column(q, lists[i]), STR("[]"))) {
			buf_puts(out, "; ");
			html_list(out, html_column(q, lists[i]));
		}
}

static bool add_marks(struct site *site, enum listing listing, const struct filter *f,
	struct marks *marks, struct err *err)
{
	AUTO(query_free) struct query *q = facts_list(site->db, listing, f, &marks->arena, err);
	AUTO(buf_release) struct buf line = {0};
	bool ok;

	buf_init(&line, 1 << 20);
	while (query_next(q, &ok, err)) {
		struct mark *m;

		buf_reset(&line);
		if (listing == LISTING_CLAIMS)
			html_claim(&line, q);
		else
			write_incident(&line, q);
		m = ARENA_PUSH(&marks->arena, marks->v, marks->n, marks->cap);
		*m = (struct mark){(size_t)html_column_number(q, "start"),
			(size_t)html_column_number(q, "end"),
			arena_str(&marks->arena, html_column(q, "fact")),
			arena_str(&marks->arena, buf_view(&line))};
	}
	return ok;
}

/* Insertion sort: claims come nearly in order, and are few. */
static void sort_marks(struct marks *marks)
{
	size_t i, j;

	for (i = 1; i < marks->n; i++) {
		struct mark m = marks->v[i];

		for (j = i; j > 0 && marks->v[j - 1].start > m.start; j--)
			marks->v[j] = marks->v[j - 1];
		marks->v[j] = m;
	}
}

/* The text, each sentence that a fact rests on marked, behind it the numbers of its facts. Where
 * the sentences of two facts overlap, the second begins where the first ends. */
static void write_text(struct buf *out, struct str text, const struct marks *marks)
{
	size_t at = 0, i, j;

	buf_puts(out, "<div class=text>");
	for (i = 0; i < marks->n; i = j) {
		size_t start = marks->v[i].start > at ? marks->v[i].start : at,
		       end = marks->v[i].end;

		for (j = i; j < marks->n && marks->v[j].start == marks->v[i].start; j++)
			end = marks->v[j].end > end ? marks->v[j].end : end;
		end = end > text.n ? text.n : end;
		if (start < end) {
			html_text(out, str_slice(text, at, start));
			buf_puts(out, "<mark>");
			html_text(out, str_slice(text, start, end));
			buf_puts(out, "</mark>");
			at = end;
		}
		for (; i < j; i++) {
			buf_puts(out, "<sup id=\"");
			html_text(out, marks->v[i].fact);
			buf_puts(out, "\"><a href=\"/fact/");
			html_url_part(out, marks->v[i].fact);
			buf_printf(out, "\" aria-label='Evidence of fact %zu'>%zu</a></sup>", i + 1,
				i + 1);
		}
	}
	html_text(out, str_slice(text, at, text.n));
	buf_puts(out, "</div>");
}

static void write_list(struct buf *out, const struct marks *marks)
{
	size_t i;

	buf_printf(out, "<section><h2>Facts: %zu</h2><ol class=list>", marks->n);
	for (i = 0; i < marks->n; i++) {
		buf_puts(out, "<li><a class=open href=\"/fact/");
		html_url_part(out, marks->v[i].fact);
		buf_puts(out, "\">evidence</a> ");
		buf_str(out, marks->v[i].line); /* HTML already */
	}
	buf_puts(out, "</ol></section>");
}

static void write_head(struct buf *out, const struct query *q, const char *hex)
{
	struct str title = html_column(q, "title");

	buf_puts(out, "<h2>");
	html_text(out, title.n ? title : STR("(without a title)"));
	buf_puts(out, "</h2><p class=dim>");
	if (html_column(q, "published").n) {
		html_published(out, q);
		buf_puts(out, " · ");
	}
	html_text(out, html_column(q, "publisher").n ? html_column(q, "publisher")
						     : html_column(q, "source"));
	if (html_column(q, "url").n) {
		buf_puts(out, " · ");
		html_outside_link(out, html_column(q, "url"));
	}
	buf_puts(out, " · received ");
	html_text(out, html_column(q, "received"));
	buf_puts(out, " · read by ");
	html_text(out, html_column(q, "version"));
	buf_printf(out,
		" · <a href=/where/%s>its way here</a> · <a href=\"/claims?report=%s\">as a "
		"table</a></p>",
		hex, hex);
}

static bool write_warnings(struct site *site, int64_t report, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db,
		"SELECT w.sentence FROM warning w"
		" JOIN extraction x USING(extraction) WHERE x.report=?1 AND x.current=1",
		err);
	bool ok;

	query_int(q, 1, report);
	while (query_next(q, &ok, err)) {
		buf_puts(out, "<p class=notice>");
		html_text(out, query_get_str(q, 0));
	}
	return ok;
}

static void write_value(struct buf *out, const struct query *q, const char *column)
{
	if (html_column_null(q, column))
		buf_puts(out, "(no number)");
	else
		html_number(out, html_column_number(q, column));
}

static void write_change(struct buf *out, const struct query *q)
{
	bool later = html_column_number(q, "later") > 0;
	struct str change = html_column(q, "change");

	buf_printf(out, "<li><a href=\"/report/%.*s\">%s</a>: ", STR_ARGS(html_column(q, "id")),
		later ? "later version" : "former version");
	html_text(out, html_column(q, "kind"));
	buf_puts(out, " ");
	html_text(out, html_column(q, "object"));
	buf_puts(out, " ");
	if (str_eq(change, STR("changed"))) {
		write_value(out, q, "was");
		buf_puts(out, " → ");
		write_value(out, q, "now");
		return;
	}
	if (!html_column_null(q, "was"))
		write_value(out, q, "was");
	if (!html_column_null(q, "now"))
		write_value(out, q, "now");
	buf_printf(out, " <b>%s</b>", str_eq(change, STR("gone")) ? "is no longer told" : "is new");
}

/* The same address read at other times: what it says now, what it said before. */
static bool write_revisions(struct site *site, int64_t report, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = facts_changes(site->db, report, err);
	bool ok, any = false;

	for (; query_next(q, &ok, err); any = true) {
		buf_puts(out,
			any ? "" : "<section class=card><h2>Other versions of this page</h2><ul>");
		write_change(out, q);
	}
	if (!ok)
		return false;
	buf_puts(out, any ? "</ul></section>" : "");
	return true;
}

static void write_copy(struct buf *out, const struct query *q, const char *hex)
{
	struct str id = html_column(q, "id");

	buf_puts(out, "<li>");
	if (str_eq(id, str_from(hex))) {
		buf_puts(out, "this report");
	} else {
		buf_printf(out, "<a href=\"/report/%.*s\">", STR_ARGS(id));
		html_report_title(out, q);
		buf_puts(out, "</a>");
	}
	buf_puts(out, " <span class=dim>");
	html_text(out, html_column(q, "published"));
	buf_puts(out, html_column(q, "published").n ? ", " : "");
	html_text(out, html_column(q, "source"));
	buf_puts(out, ": ");
	html_text(out, html_column(q, "how"));
	buf_puts(out, ", origin ");
	html_text(out, html_column(q, "origin"));
	buf_puts(out, "</span>");
}

/* Copies, near copies and versions; what one agency tells is one origin, however many print it. */
static bool write_story(
	struct site *site, int64_t report, const char *hex, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = NULL;
	int64_t reports, origins;
	bool ok;

	if (!facts_story_size(site->db, report, &reports, &origins, err))
		return false;
	if (reports < 2)
		return true;
	buf_printf(out,
		"<section class=card><h2>Its story: %" PRId64 " reports of %" PRId64
		" independent origin%s</h2><ul>",
		reports, origins, origins == 1 ? "" : "s");
	q = facts_story_of(site->db, report, MAX_COPIES, err);
	while (query_next(q, &ok, err))
		write_copy(out, q, hex);
	if (!ok)
		return false;
	buf_puts(out, reports > MAX_COPIES ? "<li>and more</ul></section>" : "</ul></section>");
	return true;
}

bool page_report(struct site *site, struct http_request *request, struct str id, struct buf *out,
	struct err *err)
{
	AUTO(marks_release) struct marks marks = {0};
	AUTO(query_free) struct query *q = NULL;
	struct filter filter = {.limit = MAX_ROWS};
	struct report_id found;
	char hex[REPORT_ID_HEX];
	struct str text;
	int64_t report;
	bool row;

	(void)request;
	if (!facts_find_report(site->db, id, &found, &report, err) ||
		!facts_text(site->db, report, &marks.arena, &text, err))
		return false;
	report_id_hex(&found, hex);
	filter.report = str_from(hex);
	q = facts_list(site->db, LISTING_REPORTS, &filter, &marks.arena, err);
	if (!query_step(q, &row, err))
		return false;
	html_begin(out, "Report", (struct str){0}, NULL);
	if (row)
		write_head(out, q, hex);
	if (!write_warnings(site, report, out, err) ||
		!add_marks(site, LISTING_CLAIMS, &filter, &marks, err) ||
		!add_marks(site, LISTING_INCIDENTS, &filter, &marks, err))
		return false;
	sort_marks(&marks);
	buf_puts(out, "<div class=read>");
	write_text(out, text, &marks);
	buf_puts(out, "<div>");
	write_list(out, &marks);
	if (!write_story(site, report, hex, out, err) || !write_revisions(site, report, out, err))
		return false;
	buf_puts(out, "</div></div>");
	html_end(out);
	return true;
}
