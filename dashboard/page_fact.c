/* SPDX-License-Identifier: Apache-2.0
 * page_fact.c - the evidence card of a fact: the words, where they come from, what made the fact,
 * who else tells it, what was decided about it, and the form to decide. */
#include <inttypes.h>
#include <stdio.h>

#include "base/utf8.h"
#include "dashboard/html.h"
#include "dashboard/site.h"
#include "model/extraction.h"
#include "store/fact_ref.h"

#define CONTEXT 240 /* bytes of text shown on either side */

static const char *const claim_rows[] = {"kind", "value", "modifier", "unit", "low", "high",
	"object", "subject", "time_start", "time_end", "places", "country", "attributed_to",
	"modality", "theme"};
static const char *const incident_rows[] = {"type", "stage", "date_start", "date_end", "locations",
	"country", "perpetrator_individuals", "perpetrator_organisations", "perpetrator_confidence",
	"physical_targets", "victims", "weapons", "toll", "identity"};

static struct query *row_of(struct site *site, const struct fact *fact, struct err *err)
{
	/* as the views have it, but also when it was rejected */
	static const char *const sql[] = {
		"SELECT c.*, c.start AS start, x.version, x.published, x.published_from,"
		" x.published_precision, x.title, r.source, lower(hex(r.id)) AS id,"
		" coalesce(x.url, nullif(r.url, '')) AS url, x.publisher,"
		" strftime('%Y-%m-%dT%H:%M:%SZ', r.received_ms/1000, 'unixepoch') AS received,"
		" strftime('%Y-%m-%dT%H:%M:%SZ', x.stored_ms/1000, 'unixepoch') AS stored, "
		"c.figure AS grouped"
		" FROM claim c JOIN extraction x USING(extraction) JOIN report r USING(report) "
		"WHERE c.claim=?1",
		"SELECT c.*, c.start AS start, x.version, x.published, x.published_from,"
		" x.published_precision, x.title, r.source, lower(hex(r.id)) AS id,"
		" coalesce(x.url, nullif(r.url, '')) AS url, x.publisher,"
		" strftime('%Y-%m-%dT%H:%M:%SZ', r.received_ms/1000, 'unixepoch') AS received,"
		" strftime('%Y-%m-%dT%H:%M:%SZ', x.stored_ms/1000, 'unixepoch') AS stored, c.event "
		"AS grouped,"
		" " FACTS_TOLL("c") " AS toll"
				    " FROM incident c JOIN extraction x USING(extraction) JOIN "
				    "report r USING(report)"
				    " WHERE c.incident=?1"};
	AUTO(query_free) struct query *q = query_new(site->db, sql[fact->incident], err);
	struct query *ready;
	bool row;

	query_int(q, 1, fact->row);
	if (!query_step(q, &row, err) || !row)
		return NULL;
	ready = q;
	q = NULL;
	return ready;
}

static void write_words(struct buf *out, const struct query *q, struct str text)
{
	size_t start = (size_t)html_column_number(q, "start"),
	       end = (size_t)html_column_number(q, "end");
	size_t from, to;

	if (start >= end || end > text.n) {
		buf_puts(out, "<p class='notice bad'>The words are not where the fact says: the "
			      "text is shorter.");
		return;
	}
	from = start > CONTEXT ? utf8_floor(text.p, start - CONTEXT) : 0;
	to = text.n - end > CONTEXT ? utf8_floor(text.p, end + CONTEXT) : text.n;
	buf_puts(out, "<blockquote class=text>");
	buf_puts(out, from ? "… " : "");
	html_text(out, str_slice(text, from, start));
	buf_puts(out, "<mark>");
	html_text(out, str_slice(text, start, end));
	buf_puts(out, "</mark>");
	html_text(out, str_slice(text, end, to));
	buf_puts(out, to < text.n ? " …</blockquote>" : "</blockquote>");
}

/* "date_start" as people write it. */
static void write_label(struct buf *out, const char *name)
{
	for (; *name; name++)
		buf_putc(out, *name == '_' ? ' ' : *name);
}

static void write_slots(struct buf *out, const struct query *q, const char *const *names, size_t n)
{
	size_t i;

	buf_puts(out, "<section class=card><h2>What it says</h2><dl class=facts>");
	for (i = 0; i < n; i++) {
		bool whole, number = false;
		struct str s = html_column(q, names[i]);
		int column;

		if (!s.n || str_eq(s, STR("[]")))
			continue;
		for (column = 0; column < query_columns(q); column++)
			if (str_eq(str_from(query_column_name(q, column)), str_from(names[i])))
				number = query_get_is_number(q, column, &whole);
		buf_puts(out, "<dt>");
		write_label(out, names[i]);
		buf_puts(out, "<dd>");
		if (number)
			html_number(out, html_column_number(q, names[i]));
		else if (facts_column_is_json(names[i]))
			html_list(out, s);
		else
			html_text(out, s);
	}
	buf_puts(out, "</dl></section>");
}

static void write_origin(struct buf *out, const struct query *q, struct str ref)
{
	buf_puts(out, "<section class=card><h2>What it rests on</h2><dl "
		      "class=facts><dt>report<dd><a href=\"/report/");
	html_text(out, html_column(q, "id"));
	buf_puts(out, "#");
	html_url_part(out, ref);
	buf_puts(out, "\">");
	html_text(out,
		html_column(q, "title").n ? html_column(q, "title") : STR("(without a title)"));
	buf_puts(out, "</a><dt>source<dd>");
	html_text(out, html_column(q, "source"));
	buf_puts(out, "<dt>address<dd>");
	html_outside_link(out, html_column(q, "url"));
	buf_puts(out, "<dt>published<dd>");
	html_published(out, q);
	buf_puts(out, "<dt>received<dd>");
	html_text(out, html_column(q, "received"));
	buf_puts(out, "<dt>stored<dd>");
	html_text(out, html_column(q, "stored"));
	buf_printf(out, "<dt>bytes<dd>%.0f to %.0f of its text<dt>rule<dd>",
		html_column_number(q, "start"), html_column_number(q, "end"));
	html_text(out, html_column(q, "maker"));
	buf_puts(out, "<dt>version<dd>");
	html_text(out, html_column(q, "version"));
	buf_printf(out, "<dt>confidence<dd>%.2f<dt>archive<dd>SHA-256 of the original: <code>",
		html_column_number(q, "confidence"));
	html_text(out, html_column(q, "id"));
	buf_puts(out, "</code></dl></section>");
}

/* What others say of the same figure, or that they tell of the same event. */
static bool write_others(struct site *site, const struct query *fact, bool incident,
	struct buf *out, struct err *err)
{
	static const char *const sql[] = {
		"SELECT count(*), count(DISTINCT c.extraction), max(c.low)>min(c.high) FROM claim c"
		" WHERE c.live=1 AND c.figure=?1",
		"SELECT count(*), count(DISTINCT c.extraction), 0 FROM incident c WHERE c.live=1 "
		"AND c.event=?1"};
	AUTO(query_free) struct query *q = query_new(site->db, sql[incident], err);
	struct str group = html_column(fact, "grouped");
	bool row;

	if (!group.n)
		return true;
	query_str(q, 1, group);
	if (!query_step(q, &row, err))
		return false;
	buf_printf(out, "<p class=notice><a href=\"/%s/", incident ? "event" : "figure");
	html_url_part(out, group);
	buf_printf(out, "\">%s</a>: %d %s it%s.", incident ? "The same event" : "The same figure",
		(int)query_get_int(q, 1),
		query_get_int(q, 1) == 1 ? "report tells" : "reports tell",
		query_get_int(q, 2) ? ", and <b class=warn>they contradict each other</b>" : "");
	return true;
}

static bool write_decisions(
	struct site *site, const struct query *fact, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(site->db,
		"SELECT decision, verb, change, comment,"
		" made_by, made, undone FROM decisions WHERE id=?1 AND start=?2 AND end=?3"
		" ORDER BY decision DESC LIMIT 50",
		err);
	bool ok, any = false;

	query_str(q, 1, html_column(fact, "id"));
	query_int(q, 2, (int64_t)html_column_number(fact, "start"));
	query_int(q, 3, (int64_t)html_column_number(fact, "end"));
	for (; query_next(q, &ok, err); any = true) {
		buf_puts(out,
			any ? "<li>"
			    : "<section class=card><h2>Decisions about this sentence</h2><ul><li>");
		html_text(out, html_column(q, "made"));
		buf_puts(out, " <b>");
		html_text(out, html_column(q, "verb"));
		buf_puts(out, "</b> ");
		html_text(out, html_column(q, "made_by"));
		buf_puts(out, " <code>");
		html_text(out, html_column(q, "change"));
		buf_puts(out, "</code> ");
		html_text(out, html_column(q, "comment"));
		buf_puts(out, html_column(q, "undone").n ? " <i>undone</i>" : "");
	}
	if (!ok)
		return false;
	buf_puts(out, any ? "</ul><p><a href=/corrections>All corrections</a></section>" : "");
	return true;
}

static void write_verb_form(const struct site *site, struct buf *out, struct str ref,
	const char *verb, const char *label)
{
	buf_puts(out, "<form class=inline method=post action=/do/correct>");
	action_write_token(site, out);
	buf_printf(out,
		"<input type=hidden name=verb value=%s><input type=hidden name=fact value=\"",
		verb);
	html_text(out, ref);
	buf_puts(out, "\"><input type=hidden name=back value=\"/fact/");
	html_url_part(out, ref);
	buf_printf(out, "\"><button%s>%s</button></form>", verb[0] == 'r' ? " class=danger" : "",
		label);
}

static void write_field(struct buf *out, const struct query *q, const char *name)
{
	buf_puts(out, "<label>");
	write_label(out, name);
	buf_printf(out, "<input name=%s value=\"", name);
	if (facts_column_is_json(name))
		html_list_with(out, html_column(q, name), "; ");
	else if (!str_eq(str_from(name), STR("value")))
		html_text(out, html_column(q, name));
	else if (!html_column_null(q, name))
		buf_printf(out, "%.10g", html_column_number(q, name));
	buf_puts(out, "\"></label>");
}

static void write_choice(
	struct buf *out, const struct query *q, const char *name, const char *(*word)(int))
{
	const char *w;
	int i;

	buf_puts(out, "<label>");
	write_label(out, name);
	buf_printf(out, "<select name=%s>%s", name,
		html_column(q, name).n && word != blame_name ? "" : "<option value=''>");
	for (i = 1; (w = word(i)); i++)
		buf_printf(out, "<option%s>%s",
			str_eq(html_column(q, name), str_from(w)) ? " selected" : "", w);
	buf_puts(out, "</select></label>");
}

static void begin_edit_form(const struct site *site, struct buf *out, struct str ref)
{
	buf_puts(out, "<details><summary>Edit</summary><form class=filter method=post "
		      "action=/do/correct>");
	action_write_token(site, out);
	buf_puts(out,
		"<input type=hidden name=verb value=edit><input type=hidden name=fact value=\"");
	html_text(out, ref);
	buf_puts(out, "\"><input type=hidden name=back value=\"/fact/");
	html_url_part(out, ref);
	buf_puts(out, "\">");
}

static void end_edit_form(struct buf *out)
{
	buf_puts(out,
		"<label>your name<input name=by></label><label>why<input name=comment></label>"
		"<button>Save</button></form><p class=dim>Days are such as 2024-05-31; between "
		"several names "
		"stands a semicolon.</p></details>");
}

static void write_claim_form(
	const struct site *site, struct buf *out, const struct query *q, struct str ref)
{
	static const char *const slots[] = {"value", "unit", "object", "subject", "time_start",
		"time_end", "places", "attributed_to"};
	size_t i;

	begin_edit_form(site, out, ref);
	write_choice(out, q, "kind", claim_kind_name);
	write_choice(out, q, "modifier", modifier_name);
	write_choice(out, q, "modality", modality_name);
	for (i = 0; i < ARRAY_SIZE(slots); i++)
		write_field(out, q, slots[i]);
	end_edit_form(out);
}

static void write_incident_form(
	const struct site *site, struct buf *out, const struct query *q, struct str ref)
{
	static const char *const slots[] = {"date_start", "date_end", "locations",
		"perpetrator_individuals", "perpetrator_organisations", "physical_targets",
		"victims", "weapons"};
	size_t i;

	begin_edit_form(site, out, ref);
	write_choice(out, q, "type", incident_type_name);
	write_choice(out, q, "stage", incident_stage_name);
	write_choice(out, q, "perpetrator_confidence", blame_name);
	for (i = 0; i < ARRAY_SIZE(slots); i++)
		write_field(out, q, slots[i]);
	end_edit_form(out);
}

static void write_forms(const struct site *site, struct buf *out, const struct query *q,
	const struct fact *fact, struct str ref)
{
	buf_puts(out, "<section class=card><h2>Correct it</h2><p class=dim>A correction is kept "
		      "beside the fact, "
		      "is applied again whenever the report is read again, and can be undone.</p>");
	write_verb_form(site, out, ref, "accept", "Accept");
	write_verb_form(site, out, ref, "reject", "Reject");
	if (html_column(q, "grouped").n)
		write_verb_form(site, out, ref, "split",
			fact->incident ? "Another event" : "Another figure");
	if (fact->incident)
		write_incident_form(site, out, q, ref);
	else
		write_claim_form(site, out, q, ref);
	buf_puts(out, "</section>");
}

bool page_fact(struct site *site, struct http_request *request, struct str ref, struct buf *out,
	struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *q = NULL;
	struct str text, done = http_param(request, "done");
	struct fact fact;

	if (!fact_find(site->db, ref, &fact, err) ||
		!facts_text(site->db, fact.report, &arena, &text, err))
		return false;
	q = row_of(site, &fact, err);
	if (!q)
		return false;
	html_begin(out, "Evidence", (struct str){0}, NULL);
	html_notice(out, done);
	if (html_column_number(q, "live") == 0)
		buf_puts(out, "<p class='notice bad'>Rejected: it is in no listing, no total and "
			      "no export.");
	if (!html_column_null(q, "told"))
		buf_puts(out, "<p class=notice>Edited by a human; the words are as they were.");
	write_words(out, q, text);
	if (!write_others(site, q, fact.incident, out, err))
		return false;
	buf_puts(out, "<div class=cards>");
	if (fact.incident)
		write_slots(out, q, incident_rows, ARRAY_SIZE(incident_rows));
	else
		write_slots(out, q, claim_rows, ARRAY_SIZE(claim_rows));
	write_origin(out, q, ref);
	write_forms(site, out, q, &fact, ref);
	if (!write_decisions(site, q, out, err))
		return false;
	buf_puts(out, "</div>");
	html_end(out);
	return true;
}
