/* SPDX-License-Identifier: Apache-2.0
 * page_corrections.c - what humans decided, newest first, each with the way to take it back. */
#include "base/parse.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

static void write_row(const struct site *site, struct buf *out, const struct query *q)
{
	static const char *const columns[] = {
		"verb", "kind", "quote", "change", "comment", "made_by"};
	size_t i;

	buf_printf(out, "<tr><td class=n>%.0f<td class=n data-l=when>",
		html_column_number(q, "decision"));
	html_text(out, html_column(q, "made"));
	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		buf_printf(out, "<td data-l=%s>", columns[i]);
		html_text(out, html_column(q, columns[i]));
	}
	buf_puts(out, "<td>");
	if (html_column(q, "undone").n) {
		buf_puts(out, "undone ");
		html_text(out, html_column(q, "undone"));
		return;
	}
	buf_puts(out, "<form class=inline method=post action=/do/undo>");
	action_write_token(site, out);
	buf_printf(out,
		"<input type=hidden name=decision value=%.0f><input type=hidden name=back "
		"value=/corrections><button>Undo</button></form>",
		html_column_number(q, "decision"));
}

bool page_corrections(struct site *site, struct http_request *request, struct str rest,
	struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db,
		"SELECT * FROM decisions WHERE decision<?1"
		" ORDER BY decision DESC LIMIT ?2",
		err);
	struct str after = http_param(request, "after"), done = http_param(request, "done");
	uint64_t before = INT64_MAX;
	int64_t rows = 0, last = 0;
	bool ok;

	(void)rest;
	if (!q)
		return false;
	if (after.n && !parse_u64(after, 1, INT64_MAX, &before))
		return err_set(err, ERR_REJECT, "after is the number of a correction");
	query_int(q, 1, (int64_t)before);
	query_int(q, 2, PAGE_ROWS);
	html_begin(out, "Corrections", (struct str){0}, "/corrections");
	html_notice(out, done);
	buf_puts(out, "<p>Decisions are kept beside what was read, and played over it again "
		      "whenever a report "
		      "is read again. Open a fact's evidence to make one. <a "
		      "href=/export/corrections.jsonl>"
		      "As test examples</a>.</p><div class=scroll><table "
		      "class=stack><thead><tr><th>#<th>when"
		      "<th>what<th>kind<th>words<th>change<th>why<th>who<th><tbody>");
	for (; query_next(q, &ok, err); rows++) {
		write_row(site, out, q);
		last = (int64_t)html_column_number(q, "decision");
	}
	if (!ok)
		return false;
	buf_puts(out,
		rows ? "</table></div>" : "</table></div><p>Nobody has corrected anything yet.");
	if (rows == PAGE_ROWS)
		buf_printf(out,
			"<p class=pager><a rel=next href=\"/corrections?after=%lld\">Older</a>",
			(long long)last);
	html_end(out);
	return true;
}
