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

static bool is_ours(const struct site *site, struct http_request *request)
{
	if (site_is_api(request))
		return !str_absent(http_header(request, "X-Sitrep")) ||
		       str_case_starts(
			       http_header(request, "Content-Type"), STR("application/json"));
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
	if (str_ends(http_path(request), STR("/pause")) ||
		str_ends(http_path(request), STR("/resume")))
		*(str_eq(http_form(request, "stage"), STR("ingest"))
				? &site->ingestor.queue.closed
				: &site->ingestor.queue.paused) =
			str_ends(http_path(request), STR("/pause"));
	if (site_is_api(request)) {
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

/* What cannot be taken back is asked for once more. The page's script asks at once, and says
 * that it did. */
static void ask_whether_sure(struct site *site, struct http_request *request)
{
	static const char *const fields[] = {"id", "reason", "all", "back"};
	AUTO(buf_release) struct buf out = {0};
	size_t i;

	buf_init(&out, MAX_FRAME_BYTES);
	html_begin(&out, "Drop them?", (struct str){0}, "/");
	buf_puts(&out, "<p>What is dropped is given up: its bytes are deleted, and only its id is "
		       "kept.<form class=inline "
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
	buf_puts(&out, "<button class=danger name=sure value=yes>Drop</button></form> <a "
		       "href=/dead>Keep</a>");
	html_end(&out);
	site_respond(request, 200, HTML, &out);
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
	if (verb == VERB_DEAD_DROP && !site_is_api(request) &&
		!str_eq(http_form(request, "sure"), STR("yes"))) {
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
	static const char *const slots[] = {"kind", "subject", "object", "modifier", "unit",
		"time_start", "time_end", "attributed_to", "modality", "type", "stage",
		"date_start", "date_end", "perpetrator_confidence"};
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
	static const char *const members[] = {
		"verb", "fact", "into", "type", "name", "by", "comment"};
	AUTO(buf_release) struct buf json = {0};
	struct emitter e = {.out = &json};
	struct request question = {.verb = VERB_DECIDE};
	size_t i;

	buf_init(&json, 1 << 20);
	if (site_is_api(request)) {
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
			  : str_starts(path, STR("/do/"))   ? str_slice(path, 4, path.n)
							    : STR("");
	size_t i;

	if (name.n && !is_ours(site, request)) {
		site_respond_error(request, 403,
			"This form is not of this page, or older than the "
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
