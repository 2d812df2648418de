/* SPDX-License-Identifier: Apache-2.0 */
#include "base/emit.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

void api_write_row(struct emitter *e, const struct query *q)
{
	emit_open(e, '{');
	facts_emit_members(e, q);
	emit_close(e, '}');
}

/* The rows of a query, a line each. *ret_number: the last one's column of that name. */
static bool write_rows(
	struct query *q, struct buf *out, int64_t *ret_rows, double *ret_number, struct err *err)
{
	bool ok;

	for (*ret_rows = 0; query_next(q, &ok, err); ++*ret_rows) {
		api_write_row(&(struct emitter){.out = out}, q);
		buf_putc(out, '\n');
		if (ret_number)
			*ret_number = html_column_number(q, "number");
	}
	return ok;
}

void api_write_plain(struct buf *out, struct str html)
{
	size_t at = 0, amp;

	while ((amp = str_find(html, STR("&amp;"), at)) < html.n) {
		buf_str(out, str_slice(html, at, amp + 1));
		at = amp + 5;
	}
	buf_str(out, str_slice(html, at, html.n));
}

bool api_stories(struct site *site, const struct filter *f, struct buf *out, struct buf *next,
	struct err *err)
{
	AUTO(query_free) struct query *q = facts_stories(site->db, false, f->limit, f->after, err);
	double last = 0;
	int64_t rows;

	if (!write_rows(q, out, &rows, &last, err))
		return false;
	if (rows == f->limit)
		buf_printf(next, "</api/stories?after=%.0f&limit=%d>; rel=\"next\"", last,
			(int)f->limit);
	return true;
}

bool api_story(
	struct site *site, struct str id, const struct filter *f, struct buf *out, struct err *err)
{
	AUTO(query_free) struct query *q = NULL;
	struct report_id report;
	int64_t row, rows;

	if (!facts_find_report(site->db, id, &report, &row, err))
		return false;
	q = facts_story_of(site->db, row, f->limit, err);
	return write_rows(q, out, &rows, NULL, err);
}

bool api_listing(struct site *site, enum listing listing, const struct filter *f, struct buf *out,
	struct buf *next, struct err *err)
{
	static const char *const paths[] = {[LISTING_CLAIMS] = "claims",
		[LISTING_INCIDENTS] = "incidents",
		[LISTING_ENTITIES] = "entities",
		[LISTING_MENTIONS] = "mentions",
		[LISTING_REPORTS] = "reports",
		[LISTING_SEARCH] = NULL};
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf cursor = {0};
	AUTO(buf_release) struct buf query = {0};
	AUTO(query_free) struct query *q = facts_list(site->db, listing, f, &arena, err);
	int64_t rows = 0;
	bool ok;

	buf_init(&cursor, 4096);
	buf_init(&query, 65536);
	for (; query_next(q, &ok, err); rows++) {
		api_write_row(&(struct emitter){.out = out}, q);
		buf_putc(out, '\n');
		buf_reset(&cursor);
		filter_write_cursor(&cursor, listing, f, q);
	}
	if (!ok)
		return false;
	if (rows < f->limit || !paths[listing])
		return true;
	filter_write(&query, f, NULL, (struct str){0});
	buf_printf(next, "</api/%s", paths[listing]);
	api_write_plain(next, buf_view(&query));
	buf_printf(next, "%safter=%s&limit=%d>; rel=\"next\"", query.n ? "&" : "?", cursor.data,
		(int)f->limit);
	return true;
}
