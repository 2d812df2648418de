/* SPDX-License-Identifier: Apache-2.0
 * page_dead.c - the dead letters, and where a report is: what the ingestor knows of single
 * reports, as pages and as JSON. */
#include <inttypes.h>

#include "base/emit.h"
#include "base/limits.h"
#include "base/parse.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

static void write_item_json(struct buf *out, const struct item *item)
{
	struct emitter e = {.out = out};
	char id[REPORT_ID_HEX];
	size_t i;

	report_id_hex(&item->id, id);
	emit_open(&e, '{');
	emit_member(&e, "id", str_from(id));
	emit_member(&e, "state", item->state);
	emit_member_int(&e, "attempt", item->attempt);
	emit_member(&e, "source", item->source);
	emit_member(&e, "media_type", item->media_type);
	emit_member_int(&e, "bytes", (int64_t)item->bytes);
	emit_member_int(&e, "received_ms", item->received_ms);
	emit_member_int(&e, "changed_ms", item->changed_ms);
	emit_member(&e, "reason", item->reason);
	emit_member(&e, "sentence", item->sentence);
	emit_member(&e, "worker", item->worker);
	emit_key(&e, "attempts");
	emit_open(&e, '[');
	for (i = 0; i < item->nmishaps; i++) {
		const struct mishap *a = &item->mishaps[i];

		emit_open(&e, '{');
		emit_member_int(&e, "at_ms", a->at_ms);
		emit_member_int(&e, "attempt", a->number);
		emit_member(&e, "what", a->what);
		emit_member(&e, "worker", a->worker);
		emit_member(&e, "reason", a->reason);
		emit_member(&e, "sentence", a->sentence);
		emit_close(&e, '}');
	}
	emit_close(&e, ']');
	emit_close(&e, '}');
	buf_putc(out, '\n');
}

static void write_buttons(const struct site *site, struct buf *out, const char *field,
	struct str value, struct str back)
{
	static const char *const verbs[][3] = {
		{"retry", "Retry", ""}, {"drop", "Drop", " class=danger"}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++) {
		buf_printf(out, "<form class=inline method=post action=/do/%s%s>", verbs[i][0],
			i ? " data-ask='Give up what cannot be read?'" : "");
		action_write_token(site, out);
		buf_printf(out, "<input type=hidden name=%s value=\"", field);
		html_text(out, value);
		buf_puts(out, "\"><input type=hidden name=back value=\"");
		html_text(out, back);
		buf_printf(out, "\"><button%s>%s</button></form>", verbs[i][2], verbs[i][1]);
	}
}

static void write_time(struct buf *out, int64_t ms, int64_t now_ms)
{
	if (!ms)
		return;
	html_age(out, now_ms - ms);
	buf_puts(out, " ago");
}

static void write_dead_item(const struct site *site, struct buf *out, const struct item *item)
{
	char id[REPORT_ID_HEX];

	report_id_hex(&item->id, id);
	buf_printf(out, "<tr><td><a class=open href=/where/%s>%.12s</a><td data-l=reason>", id, id);
	html_text(out, item->reason);
	buf_puts(out, "<td data-l=sentence>");
	html_text(out, item->sentence);
	buf_puts(out, "<td data-l=source>");
	html_text(out, item->source);
	buf_puts(out, "<td class=n data-l=since>");
	write_time(out, item->changed_ms, site->ingestor.now_ms);
	buf_puts(out, "<td>");
	write_buttons(site, out, "id", str_from(id), STR("/dead"));
}

/* The reasons of this page, each with what can be done about all of them. */
static void write_reasons(const struct site *site, struct buf *out, const struct reply *reply)
{
	size_t i, j, n;

	buf_puts(out, "<h2>By reason</h2>");
	for (i = 0; i < reply->nitems; i++) {
		struct str reason = reply->items[i].reason;

		for (j = 0; j < i && !str_eq(reply->items[j].reason, reason); j++)
			;
		if (j < i)
			continue;
		for (n = 0, j = i; j < reply->nitems; j++)
			n += str_eq(reply->items[j].reason, reason);
		buf_puts(out, "<p><b>");
		html_text(out, reason);
		buf_printf(out, "</b> %zu%s ", n, reply->next ? " and perhaps more" : "");
		write_buttons(site, out, "reason", reason, STR("/dead"));
	}
}

static void show_dead(struct site *site, struct http_request *request, const struct reply *reply)
{
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	buf_init(&out, MAX_FRAME_BYTES);
	if (site_is_api(request)) {
		for (i = 0; i < reply->nitems; i++)
			write_item_json(&out, &reply->items[i]);
		site_respond(request, 200, "application/x-ndjson", &out);
		return;
	}
	html_begin(&out, "Dead letters", (struct str){0}, "/");
	buf_puts(&out,
		reply->nitems
			? "<p>What could not be read, newest first. Retry what may work now; drop "
			  "what nobody needs."
			: "<p>Nothing is dead: all that came in was read, or will be.");
	if (reply->nitems) {
		write_reasons(site, &out, reply);
		buf_puts(&out, "<h2>One by one</h2><div class=scroll><table "
			       "class=stack><thead><tr><th>report"
			       "<th>reason<th>what happened<th>source<th>dead since<th><tbody>");
	}
	for (i = 0; i < reply->nitems; i++)
		write_dead_item(site, &out, &reply->items[i]);
	buf_puts(&out, reply->nitems ? "</table></div>" : "");
	if (reply->next)
		buf_printf(&out,
			"<p class=pager><a rel=next href=\"/dead?after=%" PRIu64 "\">Older</a>",
			reply->next);
	html_end(&out);
	site_respond(request, 200, HTML, &out);
}

void dead_show(struct site *site, struct http_request *request)
{
	struct request question = {.verb = VERB_DEAD_LIST, .limit = 200};
	struct str after = http_param(request, "after");

	if (after.n && !parse_u64(after, 0, INT64_MAX, &question.after))
		site_respond_error(request, 400, "after is the cursor that the page before named.");
	else
		ask_ingestor(site, request, &question, show_dead);
}

/* What the store knows; nothing if it does not. */
static void write_way(struct site *site, struct buf *out, const struct report_id *id)
{
	AUTO(query_free)
	struct query *q = site_open(site, NULL) ? facts_way(site->db, id, NULL) : NULL;
	bool ok, any = false;

	for (; query_next(q, &ok, NULL); any = true) {
		buf_puts(out, any ? "<li>" : "<h2>Its way</h2><ol class=list><li>");
		html_text(out, html_column(q, "at"));
		buf_puts(out, " ");
		html_text(out, html_column(q, "what"));
		if (html_column(q, "by").n)
			buf_puts(out, str_eq(html_column(q, "what"), STR("received")) ? " from "
										      : " by ");
		html_text(out, html_column(q, "by"));
		if (html_column(q, "version").n) {
			buf_printf(out, " in %.0f ms, %.0f facts, version ",
				html_column_number(q, "read_ms"), html_column_number(q, "facts"));
			html_text(out, html_column(q, "version"));
		}
	}
	buf_puts(out, any ? "</ol>" : "");
}

/* "3 min ago attempt 1 was put off: crash, SIGSEGV (w-1)" */
static void write_attempts(const struct site *site, struct buf *out, const struct item *item)
{
	size_t i;

	buf_puts(out, item->nmishaps ? "<h2>What went wrong</h2><ol class=list>" : "");
	for (i = 0; i < item->nmishaps; i++) {
		const struct mishap *a = &item->mishaps[i];

		buf_puts(out, "<li>");
		write_time(out, a->at_ms, site->ingestor.now_ms);
		buf_printf(out, ", attempt %u: <b>", a->number);
		html_text(out, a->what);
		buf_puts(out, "</b>");
		if (a->reason.n) {
			buf_puts(out, ", ");
			html_text(out, a->reason);
			buf_puts(out, ": ");
			html_text(out, a->sentence);
		}
		if (a->worker.n) {
			buf_puts(out, " <span class=dim>");
			html_text(out, a->worker);
			buf_puts(out, "</span>");
		}
	}
	buf_puts(out, item->nmishaps ? "</ol>" : "");
}

static void write_where(struct site *site, struct buf *out, const struct item *item)
{
	char id[REPORT_ID_HEX];
	struct str state = item->state;

	report_id_hex(&item->id, id);
	html_begin(out, "Where is it?", (struct str){0}, "/");
	buf_printf(out, "<p>Report <code>%s</code> is <b>", id);
	html_text(out, state);
	buf_puts(out, "</b>");
	if (str_eq(state, STR("done")))
		buf_printf(
			out, ": it was read and <a href=/report/%s>its facts are stored</a>.", id);
	else if (str_eq(state, STR("unknown")))
		buf_puts(out, ": nobody ever submitted it here.");
	else
		buf_puts(out, ".");
	buf_puts(out, "<dl class=facts><dt>source<dd>");
	html_text(out, item->source);
	buf_puts(out, "<dt>accepted<dd>");
	write_time(out, item->received_ms, site->ingestor.now_ms);
	if (item->bytes) { /* of what is done, the spool has kept no more than that it was here */
		buf_printf(out,
			"<dt>size<dd>%" PRIu64 " bytes<dt>attempts<dd>%u<dt>last change<dd>",
			item->bytes, item->attempt);
		write_time(out, item->changed_ms, site->ingestor.now_ms);
	}
	if (item->sentence.n) {
		buf_puts(out, "<dt>why<dd>");
		html_text(out, item->reason);
		buf_puts(out, ": ");
		html_text(out, item->sentence);
	}
	if (item->worker.n) {
		buf_puts(out, "<dt>with<dd>");
		html_text(out, item->worker);
	}
	buf_puts(out, "</dl>");
	write_attempts(site, out, item);
	write_way(site, out, &item->id);
	if (str_eq(state, STR("dead")))
		write_buttons(site, out, "id", str_from(id), STR("/dead"));
	html_end(out);
}

static void show_where(struct site *site, struct http_request *request, const struct reply *reply)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, MAX_FRAME_BYTES);
	if (!reply->ok || !reply->nitems)
		site_respond_error(request, 503, "The ingestor cannot tell.");
	else if (site_is_api(request)) {
		write_item_json(&out, &reply->items[0]);
		site_respond(request, 200, "application/json", &out);
	} else {
		write_where(site, &out, &reply->items[0]);
		site_respond(request, 200, HTML, &out);
	}
}

void where_show(struct site *site, struct http_request *request, struct str id)
{
	struct request question = {.verb = VERB_WHERE, .nids = 1};
	struct str given = id.n ? id : str_trim(http_param(request, "id"));
	struct report_id parsed;
	struct err err = {0};
	int64_t row;

	/* the first digits are enough for what is stored */
	if (!report_id_parse(given, &parsed) &&
		!(site_open(site, &err) &&
			facts_find_report(site->db, given, &parsed, &row, &err))) {
		site_respond_error(request, 404, err.text);
		return;
	}
	question.ids = &parsed;
	ask_ingestor(site, request, &question, show_where);
}
