/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/emit.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

#define SILENT_MS 5000

static void stage(struct buf *out, const char *name, uint64_t value, bool bad, const char *note)
{
	buf_printf(out, "<div class='stage%s'>%s<b>%" PRIu64 "</b><span class=dim>%s</span></div>",
		bad ? " bad" : "", name, value, note);
}

static void age_text(int64_t ms, char out[32])
{
	int64_t s = ms / 1000;

	if (s < 60)
		snprintf(out, 32, "%d s", (int)s);
	else if (s < 7200)
		snprintf(out, 32, "%d min", (int)(s / 60));
	else
		snprintf(out, 32, "%d h", (int)(s / 3600));
}

static void write_workers(const struct status *s, struct buf *out)
{
	size_t i;

	buf_printf(out, "<h2>Extractors: %zu</h2><div class=scroll><table><tr><th>name<th>holds"
			"<th>done<th>failed<th>memory, MB<th>seen", s->nworkers);
	for (i = 0; i < s->nworkers; i++) {
		const struct worker_status *w = &s->workers[i];

		buf_puts(out, "<tr><td>");
		html_text(out, w->worker);
		buf_printf(out, "<td class=n>%u of %u<td class=n>%" PRIu64 "<td class=n>%" PRIu64
				"<td class=n>%.0f<td class=n>%.1f s ago",
			w->leased, w->window, w->done, w->failed, (double)w->rss_bytes / 1048576,
			(double)(s->now_ms - w->seen_ms) / 1000);
	}
	buf_puts(out, "</table></div>");
}

static void write_sources(const struct status *s, struct buf *out)
{
	size_t i;

	if (!s->nsources)
		return;
	buf_puts(out, "<h2>Sources</h2><div class=scroll><table><tr><th>folder<th>accepted<th>warning");
	for (i = 0; i < s->nsources; i++) {
		buf_puts(out, "<tr><td>");
		html_text(out, s->sources[i].name);
		buf_printf(out, "<td class=n>%" PRIu64 "<td>", s->sources[i].accepted);
		html_text(out, s->sources[i].warning);
	}
	buf_puts(out, "</table></div>");
}

static void write_queue(const struct site *site, struct buf *out)
{
	const struct queue_status *q = &site->ingestor.queue;
	char age[32], note[96];

	age_text(q->oldest_ms, age);
	snprintf(note, sizeof(note), "oldest %s", age);
	buf_puts(out, "<div class=line>");
	stage(out, "ready", q->ready, false, note);
	stage(out, "leased", q->leased, false, "being read");
	stage(out, "delayed", q->delayed, false, "to be retried");
	stage(out, "dead", q->dead, q->dead > 0, "sitrep dead list");
	snprintf(note, sizeof(note), "stored after %.0f ms (p50), %.0f ms (p99)",
		site->store.store.age.p50, site->store.store.age.p99);
	stage(out, "stored", site->store.store.reports, false, note);
	buf_printf(out, "</div><p class=dim>%" PRIu64 " accepted, %" PRIu64 " known already, %" PRIu64
			" retried, %" PRIu64 " leases lost; spool %.1f of %.0f MB%s.",
		q->accepted, q->duplicate, q->retried, q->expired, (double)q->bytes / 1048576,
		(double)q->max_bytes / 1048576, q->paused ? "; <strong>paused</strong>" : "");
}

void page_queue(const struct site *site, int64_t now_ms, struct buf *out)
{
	html_begin(out, "Queue", (struct str){0});
	/* works without JavaScript: the page asks again by itself */
	buf_puts(out, "<meta http-equiv=refresh content=2>");
	if (now_ms - site->ingestor_ms >= SILENT_MS)
		buf_puts(out, "<p><strong>The ingestor is silent.</strong>");
	if (now_ms - site->store_ms >= SILENT_MS)
		buf_puts(out, "<p><strong>The store is silent.</strong>");
	if (site->ingestor_ms) {
		write_queue(site, out);
		write_workers(&site->ingestor, out);
		write_sources(&site->ingestor, out);
	}
	html_end(out);
}

/* Which columns a page shows; the API gives all. */
static const char *const shown[][10] = {
	[LISTING_CLAIMS] = {"kind", "modifier", "value", "unit", "object", "subject", "time_start",
		"time_end", "places", "attributed_to"},
	[LISTING_INCIDENTS] = {"type", "stage", "date_start", "date_end", "locations",
		"perpetrator_organisations", "physical_targets", "victims", "weapons"},
	[LISTING_ENTITIES] = {"type", "name", "mentions", "reports", "example"},
	[LISTING_MENTIONS] = {"type", "text", "canonical"},
	[LISTING_REPORTS] = {"title", "published", "language", "source", "received", "text_bytes"},
	[LISTING_SEARCH] = {"title", "published", "source", "snippet"},
};

static const char *const titles[] = {
	[LISTING_CLAIMS] = "Claims", [LISTING_INCIDENTS] = "Incidents", [LISTING_ENTITIES] = "Entities",
	[LISTING_MENTIONS] = "Mentions", [LISTING_REPORTS] = "Reports", [LISTING_SEARCH] = "Search"};

static const char *label_of(const char *column)
{
	static const char *const labels[][2] = {{"time_start", "from"}, {"time_end", "to"},
		{"date_start", "from"}, {"date_end", "to"}, {"attributed_to", "says"},
		{"modifier", ""}, {"perpetrator_organisations", "by"}, {"physical_targets", "targets"},
		{"text_bytes", "bytes"}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(labels); i++)
		if (str_eq(str_from(column), str_from(labels[i][0])))
			return labels[i][1];
	return column;
}

static int column_of(const struct query *query, const char *name)
{
	int i, n = query_columns(query);

	for (i = 0; i < n; i++)
		if (str_eq(str_from(query_column_name(query, i)), str_from(name)))
			return i;
	return -1;
}

static void write_number(struct buf *out, double v)
{
	if (v == floor(v) && fabs(v) < 1e15)
		buf_printf(out, "%.0f", v);
	else
		buf_printf(out, "%.4g", v);
}

static void write_cell(struct buf *out, const struct query *query, int column)
{
	AUTO(arena_release) struct arena arena = {0};
	bool whole, number = query_get_is_number(query, column, &whole);

	buf_puts(out, number ? "<td class=n>" : "<td>");
	if (number)
		write_number(out, query_get_real(query, column));
	else if (facts_column_is_json(query_column_name(query, column)))
		html_text(out, facts_list_text(query_get_str(query, column), &arena));
	else
		html_text(out, query_get_str(query, column));
}

/* The sentence under its claim, and the report that it stands in. */
static void write_evidence(struct buf *out, const struct query *query, size_t ncolumns)
{
	int sentence = column_of(query, "sentence"), id = column_of(query, "id");
	int start = column_of(query, "start");

	if (sentence < 0)
		return;
	buf_printf(out, "<tr><td colspan=%zu><q>", ncolumns);
	html_text(out, query_get_str(query, sentence));
	buf_puts(out, "</q> <a href=\"/report/");
	html_url_part(out, query_get_str(query, id));
	buf_printf(out, "#b%" PRId64 "\">", query_get_int(query, start));
	html_text(out, query_get_str(query, column_of(query, "source")));
	buf_puts(out, "</a>");
}

static void write_row(struct buf *out, const struct query *query, enum listing listing)
{
	int id = column_of(query, "id");
	size_t i;

	buf_puts(out, "<tr>");
	for (i = 0; i < 10 && shown[listing][i]; i++)
		write_cell(out, query, column_of(query, shown[listing][i]));
	if (listing == LISTING_REPORTS || listing == LISTING_SEARCH) {
		buf_puts(out, "<td><a href=\"/report/");
		html_url_part(out, query_get_str(query, id));
		buf_puts(out, "\">read</a>");
	}
	write_evidence(out, query, i);
}

static void write_next_link(struct buf *out, enum listing listing, const struct filter *f,
	int64_t last)
{
	static const char *const paths[] = {[LISTING_CLAIMS] = "claims",
		[LISTING_INCIDENTS] = "incidents", [LISTING_REPORTS] = "reports",
		[LISTING_ENTITIES] = NULL, [LISTING_MENTIONS] = NULL, [LISTING_SEARCH] = NULL};
	const struct {
		const char *name;
		struct str value;
	} fields[] = {{"q", f->words}, {"kind", f->kind}, {"theme", f->theme}, {"place", f->place},
		{"who", f->who}, {"source", f->source}, {"since", f->since}, {"until", f->until}};
	size_t i;

	if (!paths[listing])
		return;
	buf_printf(out, "<p><a rel=next href=\"/%s?after=%" PRId64, paths[listing], last);
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		if (str_absent(fields[i].value))
			continue;
		buf_printf(out, "&amp;%s=", fields[i].name);
		html_url_part(out, fields[i].value);
	}
	buf_puts(out, "\">Next page</a>");
}

static void write_filter_form(struct buf *out, enum listing listing, const struct filter *f)
{
	const struct {
		const char *name, *label;
		struct str value;
	} fields[] = {{"kind", "kind", f->kind}, {"place", "place", f->place}, {"who", "who", f->who},
		{"source", "source", f->source}, {"since", "since (day)", f->since},
		{"until", "until (day)", f->until}};
	size_t i;

	if (listing != LISTING_CLAIMS && listing != LISTING_INCIDENTS)
		return;
	buf_puts(out, "<form>");
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		buf_printf(out, "<input name=%s aria-label='%s' placeholder='%s' size=12 value=\"",
			fields[i].name, fields[i].label, fields[i].label);
		html_text(out, fields[i].value);
		buf_puts(out, "\">");
	}
	buf_puts(out, "<button>Filter</button></form>");
}

bool page_listing(struct site *site, enum listing listing, const struct filter *filter,
	struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *query = NULL;
	int64_t rows = 0, last = 0;
	size_t i;
	bool row;

	html_begin(out, titles[listing], filter->words);
	write_filter_form(out, listing, filter);
	query = facts_list(site->db, listing, filter, &arena, err);
	if (!query)
		return false;
	buf_puts(out, "<div class=scroll><table><tr>");
	for (i = 0; i < 10 && shown[listing][i]; i++)
		buf_printf(out, "<th>%s", label_of(shown[listing][i]));
	for (;; rows++) {
		if (!query_step(query, &row, err))
			return false;
		if (!row)
			break;
		write_row(out, query, listing);
		last = query_get_int(query, query_columns(query) - 1);
		if (listing == LISTING_REPORTS)
			last = query_get_int(query, column_of(query, "report"));
	}
	buf_puts(out, "</table></div>");
	if (!rows)
		buf_puts(out, "<p>Nothing found.");
	if (rows == filter->limit)
		write_next_link(out, listing, filter, last);
	html_end(out);
	return true;
}

bool api_listing(struct site *site, enum listing listing, const struct filter *filter,
	struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *query =
		facts_list(site->db, listing, filter, &arena, err);
	bool row, whole;
	int i;

	while (query) {
		struct emitter e = {.out = out};

		if (!query_step(query, &row, err))
			return false;
		if (!row)
			return true;
		emit_open(&e, '{');
		for (i = 0; i < query_columns(query); i++) {
			const char *name = query_column_name(query, i);

			emit_key(&e, name);
			if (query_get_is_number(query, i, &whole))
				emit_real(&e, query_get_real(query, i));
			else if (facts_column_is_json(name) && !query_get_null(query, i))
				emit_raw(&e, query_get_str(query, i));
			else
				emit_string(&e, query_get_str(query, i));
		}
		emit_close(&e, '}');
		buf_putc(out, '\n');
	}
	return false;
}

/* The text with each claim's sentence marked; sentences do not overlap but by being the same. */
static bool write_marked_text(struct site *site, int64_t report, struct str text, struct buf *out,
	struct err *err)
{
	AUTO(query_free) struct query *query = query_new(site->db,
		"SELECT DISTINCT c.start, c.end FROM claim c JOIN extraction x USING(extraction)"
		" WHERE x.report=?1 AND x.current=1 ORDER BY 1, 2", err);
	size_t at = 0;
	bool row;

	if (!query)
		return false;
	query_int(query, 1, report);
	buf_puts(out, "<div class=text>");
	for (;;) {
		size_t start, end;

		if (!query_step(query, &row, err))
			return false;
		if (!row)
			break;
		start = (size_t)query_get_int(query, 0);
		end = (size_t)query_get_int(query, 1);
		if (start < at || end > text.n || start > end)
			continue;
		html_text(out, str_slice(text, at, start));
		buf_printf(out, "<mark id=b%zu>", start);
		html_text(out, str_slice(text, start, end));
		buf_puts(out, "</mark>");
		at = end;
	}
	html_text(out, str_slice(text, at, text.n));
	buf_puts(out, "</div>");
	return true;
}

bool page_report(struct site *site, struct str id, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *query = NULL;
	struct report_id found;
	struct filter filter = {.limit = 1};
	char hex[REPORT_ID_HEX];
	struct str text;
	int64_t report;
	bool row;

	if (!facts_find_report(site->db, id, &found, &report, err) ||
		!facts_text(site->db, report, &arena, &text, err))
		return false;
	report_id_hex(&found, hex);
	filter.report = str_from(hex);
	query = facts_list(site->db, LISTING_REPORTS, &filter, &arena, err);
	if (!query || !query_step(query, &row, err))
		return false;
	html_begin(out, "Report", (struct str){0});
	if (row) {
		buf_puts(out, "<h2>");
		html_text(out, query_get_str(query, column_of(query, "title")));
		buf_puts(out, "</h2><p class=dim>");
		html_text(out, query_get_str(query, column_of(query, "published")));
		buf_puts(out, " · ");
		html_text(out, query_get_str(query, column_of(query, "source")));
		buf_printf(out, " · <a href=\"/claims?report=%s\">its claims</a></p>", hex);
	}
	if (!write_marked_text(site, report, text, out, err))
		return false;
	html_end(out);
	return true;
}
