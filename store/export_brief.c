/* SPDX-License-Identifier: Apache-2.0
 * export_brief.c - an HTML brief that can be cited: one sentence for each fact, and under the
 * line a footnote with source, date, the words and the hash by which the original can be found
 * again. */
#include <inttypes.h>

#include "base/clock.h"
#include "store/export_formats.h"
#include "store/geo.h"

#define MOST 1000

static void text(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			buf_puts(out, "&amp;");
			break;
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '"':
			buf_puts(out, "&quot;");
			break;
		default:
			buf_putc(out, s.p[i]);
		}
	}
}

static void list(struct buf *out, const char *before, struct str json)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str s = facts_list_text(json, &arena);

	if (!s.n)
		return;
	buf_puts(out, before);
	text(out, s);
}

static void begin(struct export *x, struct buf *out)
{
	char now[32];

	clock_format(x->now_ms, now);
	buf_printf(out,
		"<!doctype html><html lang=en><head><meta charset=utf-8><title>Brief</title><style>"
		"body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 Georgia,serif}"
		"sup "
		"a{text-decoration:none}ol.notes{font-size:.85rem}q{font-style:italic}</style></"
		"head>"
		"<body><h1>%s</h1><p>As of %.10s.</p><ul>\n",
		x->listing == LISTING_CLAIMS ? "What is claimed" : "Incidents", now);
}

static void write_incident(struct export *x, const struct query *q, struct buf *out)
{
	const struct country *c = country_find(export_column(q, "country"));
	struct str day = export_column(q, "date_start");

	(void)x;
	buf_puts(out, "<b>");
	text(out, day.n ? day : STR("Date unknown"));
	buf_puts(out, "</b> ");
	list(out, "", export_column(q, "locations"));
	buf_printf(out, "%s%s%s: ", c ? " (" : "", c ? c->name : "", c ? ")" : "");
	text(out, export_column(q, "stage"));
	buf_putc(out, ' ');
	text(out, export_column(q, "type"));
	list(out, " by ", export_column(q, "perpetrator_organisations"));
	list(out, " against ", export_column(q, "physical_targets"));
	list(out, "; victims: ", export_column(q, "victims"));
	list(out, "; weapons: ", export_column(q, "weapons"));
}

static void write_claim(const struct query *q, struct buf *out)
{
	struct str who = export_column(q, "attributed_to"), value = export_column(q, "value");

	buf_puts(out, "<b>");
	text(out, export_column(q, "day"));
	buf_puts(out, "</b> ");
	text(out, export_column(q, "kind"));
	buf_puts(out, ": ");
	if (value.n) {
		text(out, export_column(q, "modifier"));
		buf_printf(out, " %.6g ", export_number(q, "value"));
	}
	text(out, export_column(q, "object"));
	list(out, ", ", export_column(q, "places"));
	if (who.n) {
		buf_puts(out, " (");
		text(out, who);
		buf_putc(out, ')');
	}
}

static void write_note(struct export *x, const struct query *q)
{
	struct buf *out = &x->notes;

	buf_printf(out, "<li id=n%" PRId64 ">", x->count + 1);
	text(out, export_column(q, "title"));
	buf_puts(out, ". ");
	text(out, export_column(q, "source"));
	buf_puts(out, ", ");
	text(out, export_column(q, "published").n ? export_column(q, "published") : STR("no date"));
	buf_puts(out, ". <q>");
	text(out, export_column(q, "sentence"));
	buf_puts(out, "</q> SHA-256 ");
	text(out, export_column(q, "id"));
	buf_printf(out, ", bytes %.0f–%.0f. <a href=#t%" PRId64 ">↩</a></li>\n",
		export_number(q, "start"), export_number(q, "end"), x->count + 1);
}

static bool row(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	struct toll killed = {0};

	buf_puts(out, "<li>");
	if (x->listing == LISTING_INCIDENTS) {
		if (!export_toll(x, q, "killed", &killed, err))
			return false;
		write_incident(x, q, out);
		if (killed.known)
			buf_printf(out,
				killed.low == killed.high ? "; %.0f%s killed"
							  : "; %.0f%s to %.0f killed",
				killed.low, killed.open ? " or more" : "", killed.high);
	} else {
		write_claim(q, out);
	}
	buf_printf(out, ".<sup><a id=t%" PRId64 " href=#n%" PRId64 ">%" PRId64 "</a></sup></li>\n",
		x->count + 1, x->count + 1, x->count + 1);
	write_note(x, q);
	return true;
}

static void end(struct export *x, struct buf *out)
{
	buf_puts(out, "</ul><hr><ol class=notes>\n");
	buf_str(out, buf_view(&x->notes));
	buf_printf(out,
		"</ol><p>%" PRId64 " facts%s, %" PRId64 " corrected by hand. Made by sitrep %s.</p>"
		"</body></html>\n",
		x->count, x->cut ? " (the first; a brief holds 1000)" : "", x->corrected,
		SITREP_VERSION);
}

const struct export_writer export_brief = {false, MOST, begin, row, end};
