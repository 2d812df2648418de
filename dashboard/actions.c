/* SPDX-License-Identifier: Apache-2.0
 * actions.c - what the page's forms and clients of the API do to the daemons.
 *
 * A form of ours carries a token that pages of other origins cannot read; a client of the API sends
 * JSON or the header X-Sitrep, which other origins may not send unasked (Fetch, "CORS-safelisted").
 * Either is needed besides what http.h asks of every request. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/emit.h"
#include "base/limits.h"
#include "base/parse.h"
#include "dashboard/html.h"
#include "dashboard/site.h"

void action_write_token(const struct site *site, struct buf *out)
{
	buf_printf(out, "<input type=hidden name=token value=%s>", site->form_token);
}

static bool is_api(const struct http_request *request)
{
	return str_starts(http_path(request), STR("/api/"));
}

static bool is_ours(const struct site *site, struct http_request *request)
{
	if (is_api(request))
		return !str_absent(http_header(request, "X-Sitrep")) ||
		       str_case_starts(http_header(request, "Content-Type"), STR("application/json"));
	return str_eq(http_form(request, "token"), str_from(site->form_token));
}

static void redirect(struct http_request *request, struct str to, struct str done)
{
	AUTO(buf_release) struct buf location = {0};
	struct buf empty = {0};

	buf_init(&location, 65536);
	/* only to a page of ours: a path, and no //host */
	if (to.n < 1 || to.p[0] != '/' || (to.n > 1 && (to.p[1] == '/' || to.p[1] == '\\')) ||
		str_find(to, STR("\n"), 0) < to.n || str_find(to, STR("\r"), 0) < to.n)
		to = STR("/");
	buf_str(&location, to);
	buf_puts(&location, str_find(to, STR("?"), 0) < to.n ? "&done=" : "?done=");
	html_url_part(&location, done);
	http_add_header(request, "Location", location.data);
	site_respond(request, 303, "text/plain", &empty);
}

/* The daemon did it, or said why not. */
static void answer_done(struct site *site, struct http_request *request, const struct reply *reply)
{
	AUTO(buf_release) struct buf out = {0};
	struct emitter e = {.out = &out};
	char text[64];

	buf_init(&out, MAX_FRAME_BYTES);
	if (!reply->ok) {
		buf_printf(&out, "%.*s", STR_ARGS(reply->sentence));
		site_respond_error(request, 400, out.data ? out.data : "it cannot be done");
		return;
	}
	/* the next page should say so, and the next status is up to a second away */
	if (str_ends(http_path(request), STR("/pause")) || str_ends(http_path(request), STR("/resume")))
		*(str_eq(http_form(request, "stage"), STR("ingest")) ? &site->ingestor.queue.closed
			: &site->ingestor.queue.paused) = str_ends(http_path(request), STR("/pause"));
	if (is_api(request)) {
		emit_open(&e, '{');
		emit_member_bool(&e, "ok", true);
		emit_member_int(&e, "count", (int64_t)reply->count);
		emit_close(&e, '}');
		buf_putc(&out, '\n');
		site_respond(request, 200, "application/json", &out);
		return;
	}
	if (reply->count)
		snprintf(text, sizeof(text), "Done (%" PRIu64 ").", reply->count);
	else
		snprintf(text, sizeof(text), "Done.");
	redirect(request, http_form(request, "back"), str_from(text));
}

/* What cannot be taken back is asked for once more. The page's script asks at once, and says that it did. */
static void ask_whether_sure(struct site *site, struct http_request *request)
{
	static const char *const fields[] = {"id", "reason", "all", "back"};
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	buf_init(&out, MAX_FRAME_BYTES);
	html_begin(&out, "Drop them?", (struct str){0}, "/");
	buf_puts(&out, "<p>What is dropped is given up: its bytes are deleted, and only its id is kept.<form class=inline "
		       "method=post action=/do/drop>");
	action_write_token(site, &out);
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		struct str value = http_form(request, fields[i]);

		if (!value.n)
			continue;
		buf_printf(&out, "<input type=hidden name=%s value=\"", fields[i]);
		html_text(&out, value);
		buf_puts(&out, "\">");
	}
	buf_puts(&out, "<button class=danger name=sure value=yes>Drop</button></form> <a href=/dead>Keep</a>");
	html_end(&out);
	site_respond(request, 200, "text/html; charset=utf-8", &out);
}

static void act_on_queue(struct site *site, struct http_request *request, enum verb verb)
{
	struct request question = {.verb = verb, .text = http_form(request, "reason")};
	struct report_id id;
	struct str hex = http_form(request, "id");

	if (verb == VERB_PAUSE || verb == VERB_RESUME)
		question.text = http_form(request, "stage");
	question.all = str_eq(http_form(request, "all"), STR("yes"));
	if (hex.n && !report_id_parse(hex, &id)) {
		site_respond_error(request, 400, "A report's id has 64 hex digits.");
		return;
	}
	if (hex.n) {
		question.ids = &id;
		question.nids = 1;
	} else if ((verb == VERB_DEAD_RETRY || verb == VERB_DEAD_DROP) && !question.all &&
		   !question.text.n) {
		site_respond_error(request, 400, "Which ones? An id, a reason, or all=yes.");
		return;
	}
	if (verb == VERB_DEAD_DROP && !is_api(request) && !str_eq(http_form(request, "sure"), STR("yes"))) {
		ask_whether_sure(site, request);
		return;
	}
	ask_ingestor(site, request, &question, answer_done);
}

/* Names with semicolons between them or, without any, with commas. */
static void write_list_slot(struct emitter *e, const char *name, struct str value)
{
	char comma = str_find(value, STR(";"), 0) < value.n ? ';' : ',';
	struct str one;

	if (str_absent(value))
		return;
	emit_key(e, name);
	emit_open(e, '[');
	while (str_next_field(&value, comma, &one))
		if (str_trim(one).n)
			emit_string(e, str_trim(one));
	emit_close(e, ']');
}

/* The form of a fact's card, or of an entity's page, as the JSON that the store wants. */
static void write_change(struct emitter *e, struct http_request *request)
{
	static const char *const slots[] = {"kind", "subject", "object", "modifier", "unit", "time_start",
		"time_end", "attributed_to", "modality", "type", "stage", "date_start", "date_end",
		"perpetrator_confidence"};
	static const char *const lists[] = {"places", "locations", "perpetrator_individuals",
		"perpetrator_organisations", "physical_targets", "victims", "weapons"};
	struct str value = http_form(request, "value");
	char *end;
	size_t i;

	emit_key(e, "change");
	emit_open(e, '{');
	for (i = 0; i < ARRAY_SIZE(slots); i++) {
		struct str s = http_form(request, slots[i]);

		if (!str_absent(s))
			emit_member(e, slots[i], s.n ? s : (struct str){0});
	}
	if (!str_absent(value)) {
		double number = strtod(value.n ? value.p : "", &end);

		emit_key(e, "value");
		if (!value.n)
			emit_null(e);
		else if (*end == '\0')
			emit_real(e, number);
		else
			emit_string(e, value); /* the store says what is wrong with it */
	}
	for (i = 0; i < ARRAY_SIZE(lists); i++)
		write_list_slot(e, lists[i], http_form(request, lists[i]));
	emit_close(e, '}');
}

static void correct(struct site *site, struct http_request *request)
{
	static const char *const members[] = {"verb", "fact", "into", "type", "name", "by", "comment"};
	AUTO(buf_release) struct buf json = {0};
	struct emitter e = {.out = &json};
	struct request question = {.verb = VERB_DECIDE};
	size_t i;

	buf_init(&json, 1 << 20);
	if (is_api(request)) {
		question.text = http_body(request);
		ask_store(site, request, &question, answer_done);
		return;
	}
	emit_open(&e, '{');
	for (i = 0; i < ARRAY_SIZE(members); i++) {
		struct str s = http_form(request, members[i]);

		if (s.n)
			emit_member(&e, members[i], s);
	}
	if (str_eq(http_form(request, "verb"), STR("edit")))
		write_change(&e, request);
	emit_close(&e, '}');
	question.text = buf_view(&json);
	ask_store(site, request, &question, answer_done);
}

static void save_search(struct site *site, struct http_request *request)
{
	static const char *const members[] = {"name", "listing", "query", "webhook"};
	AUTO(buf_release) struct buf json = {0};
	AUTO(arena_release) struct arena arena = {0};
	struct request question = {.verb = VERB_SEARCH_SAVE};
	struct emitter e = {.out = &json};
	struct err err = {0};
	struct filter f;
	size_t i;

	buf_init(&json, 1 << 20);
	if (!filter_parse(http_form(request, "query"), &arena, &f, &err)) {
		site_respond_error(request, 400, err.text);
		return;
	}
	emit_open(&e, '{');
	for (i = 0; i < ARRAY_SIZE(members); i++)
		emit_member(&e, members[i], http_form(request, members[i]));
	emit_close(&e, '}');
	question.text = buf_view(&json);
	ask_store(site, request, &question, answer_done);
}

static void forget_search(struct site *site, struct http_request *request)
{
	struct request question = {.verb = VERB_SEARCH_FORGET};

	if (!parse_u64(http_form(request, "search"), 1, INT64_MAX, &question.after))
		site_respond_error(request, 400, "search is the number of a saved search.");
	else
		ask_store(site, request, &question, answer_done);
}

static void undo(struct site *site, struct http_request *request)
{
	struct request question = {.verb = VERB_UNDO};

	if (!parse_u64(http_form(request, "decision"), 1, INT64_MAX, &question.after))
		site_respond_error(request, 400, "decision is the number of a correction.");
	else
		ask_store(site, request, &question, answer_done);
}

void action_answer(struct site *site, struct http_request *request, struct str path)
{
	static const struct {
		struct str name;
		enum verb verb;
	} queue[] = {{STR("pause"), VERB_PAUSE}, {STR("resume"), VERB_RESUME},
		{STR("retry"), VERB_DEAD_RETRY}, {STR("drop"), VERB_DEAD_DROP}};
	struct str name = str_starts(path, STR("/api/do/")) ? str_slice(path, 8, path.n)
			: str_starts(path, STR("/do/")) ? str_slice(path, 4, path.n) : STR("");
	size_t i;

	if (name.n && !is_ours(site, request)) {
		site_respond_error(request, 403, "This form is not of this page, or older than the "
			"dashboard: go back, load the page again, and repeat.");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(queue); i++)
		if (str_eq(name, queue[i].name)) {
			act_on_queue(site, request, queue[i].verb);
			return;
		}
	if (str_eq(name, STR("correct")))
		correct(site, request);
	else if (str_eq(name, STR("undo")))
		undo(site, request);
	else if (str_eq(name, STR("save")))
		save_search(site, request);
	else if (str_eq(name, STR("source")))
		sources_act(site, request, answer_done);
	else if (str_eq(name, STR("forget")))
		forget_search(site, request);
	else
		site_respond_error(request, 404, "There is nothing of that name to do.");
}

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

static void write_buttons(const struct site *site, struct buf *out, const char *field, struct str value,
	struct str back)
{
	static const char *const verbs[][3] = {{"retry", "Retry", ""}, {"drop", "Drop", " class=danger"}};
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
	if (is_api(request)) {
		for (i = 0; i < reply->nitems; i++)
			write_item_json(&out, &reply->items[i]);
		site_respond(request, 200, "application/x-ndjson", &out);
		return;
	}
	html_begin(&out, "Dead letters", (struct str){0}, "/");
	buf_puts(&out, reply->nitems ? "<p>What could not be read, newest first. Retry what may work now; drop "
		"what nobody needs." : "<p>Nothing is dead: all that came in was read, or will be.");
	if (reply->nitems) {
		write_reasons(site, &out, reply);
		buf_puts(&out, "<h2>One by one</h2><div class=scroll><table class=stack><thead><tr><th>report"
			       "<th>reason<th>what happened<th>source<th>dead since<th><tbody>");
	}
	for (i = 0; i < reply->nitems; i++)
		write_dead_item(site, &out, &reply->items[i]);
	buf_puts(&out, reply->nitems ? "</table></div>" : "");
	if (reply->next)
		buf_printf(&out, "<p class=pager><a rel=next href=\"/dead?after=%" PRIu64 "\">Older</a>", reply->next);
	html_end(&out);
	site_respond(request, 200, "text/html; charset=utf-8", &out);
}

void action_dead(struct site *site, struct http_request *request)
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
	AUTO(query_free) struct query *q = site_open(site, NULL) ? facts_way(site->db, id, NULL) : NULL;
	bool ok, any = false;

	for (; query_next(q, &ok, NULL); any = true) {
		buf_puts(out, any ? "<li>" : "<h2>Its way</h2><ol class=list><li>");
		html_text(out, html_column(q, "at"));
		buf_puts(out, " ");
		html_text(out, html_column(q, "what"));
		if (html_column(q, "by").n)
			buf_puts(out, str_eq(html_column(q, "what"), STR("received")) ? " from " : " by ");
		html_text(out, html_column(q, "by"));
		if (html_column(q, "version").n) {
			buf_printf(out, " in %.0f ms, %.0f facts, version ", html_column_number(q, "read_ms"),
				html_column_number(q, "facts"));
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
		buf_printf(out, ": it was read and <a href=/report/%s>its facts are stored</a>.", id);
	else if (str_eq(state, STR("unknown")))
		buf_puts(out, ": nobody ever submitted it here.");
	else
		buf_puts(out, ".");
	buf_puts(out, "<dl class=facts><dt>source<dd>");
	html_text(out, item->source);
	buf_puts(out, "<dt>accepted<dd>");
	write_time(out, item->received_ms, site->ingestor.now_ms);
	if (item->bytes) { /* of what is done, the spool has kept no more than that it was here */
		buf_printf(out, "<dt>size<dd>%" PRIu64 " bytes<dt>attempts<dd>%u<dt>last change<dd>", item->bytes,
			item->attempt);
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
	else if (is_api(request)) {
		write_item_json(&out, &reply->items[0]);
		site_respond(request, 200, "application/json", &out);
	} else {
		write_where(site, &out, &reply->items[0]);
		site_respond(request, 200, "text/html; charset=utf-8", &out);
	}
}

void action_where(struct site *site, struct http_request *request, struct str id)
{
	struct request question = {.verb = VERB_WHERE, .nids = 1};
	struct str given = id.n ? id : str_trim(http_param(request, "id"));
	struct report_id parsed;
	struct err err = {0};
	int64_t row;

	/* the first digits are enough for what is stored */
	if (!report_id_parse(given, &parsed) &&
		!(site_open(site, &err) && facts_find_report(site->db, given, &parsed, &row, &err))) {
		site_respond_error(request, 404, err.text);
		return;
	}
	question.ids = &parsed;
	ask_ingestor(site, request, &question, show_where);
}
