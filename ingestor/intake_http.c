/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"
#include "base/mem.h"
#include "ingestor/intake_form.h"
#include "ingestor/intake_http.h"
#include "model/extraction_json.h"

struct waiting {
	struct http_request *request;
	unsigned status;
	struct buf answer;
};

struct intake_http {
	struct ingestor *ingestor; /* borrowed */
	struct waiting *v;         /* [n] owned */
	size_t n, cap;
	struct err failure; /* of the spool, in this batch */
};

struct intake_http *intake_http_new(struct ingestor *ingestor)
{
	struct intake_http *intake = xcalloc(1, sizeof(*intake));

	intake->ingestor = ingestor;
	return intake;
}

void intake_http_free(struct intake_http **intake)
{
	if (!*intake)
		return;
	intake_http_flush(*intake, false);
	free((*intake)->v);
	free(*intake);
	*intake = NULL;
}

bool intake_http_ok(struct intake_http *intake, struct err *err)
{
	if (intake->failure.kind == ERR_NONE)
		return true;
	*err = intake->failure;
	err_clear(&intake->failure);
	return false;
}

static const char *const outcome_names[] = {"", "accepted", "duplicate", "busy", "refused"};
static const unsigned outcome_status[] = {500, 202, 200, 429, 400};

static void write_outcome(struct buf *out, const struct submitted *s)
{
	struct emitter e = {.out = out};
	char id[REPORT_ID_HEX], when[32];

	report_id_hex(&s->id, id);
	emit_open(&e, '{');
	emit_member(&e, "outcome", str_from(outcome_names[s->outcome]));
	if (s->outcome <= OUTCOME_DUPLICATE)
		emit_member(&e, "id", str_from(id));
	if (s->outcome == OUTCOME_DUPLICATE) {
		clock_format(s->received_ms, when);
		emit_member(&e, "first_source", s->source);
		emit_member(&e, "first_received", str_from(when));
	}
	if (s->sentence.n)
		emit_member(&e, "error", s->sentence);
	emit_close(&e, '}');
	buf_putc(out, '\n');
}

static void write_error(struct buf *out, const char *sentence)
{
	struct emitter e = {.out = out};

	emit_open(&e, '{');
	emit_member(&e, "outcome", STR("refused"));
	emit_member(&e, "error", str_from(sentence));
	emit_close(&e, '}');
	buf_putc(out, '\n');
}

static void answer_now(struct http_request *request, unsigned status, const char *sentence)
{
	AUTO(buf_release) struct buf out = {0};

	buf_init(&out, 4096);
	write_error(&out, sentence);
	http_respond(request, status, "application/json", buf_view(&out));
}

static struct waiting *wait_for_commit(struct intake_http *intake, struct http_request *request)
{
	struct waiting *w;

	if (intake->n == intake->cap) {
		intake->cap = intake->cap ? intake->cap * 2 : 16;
		intake->v = xrealloc(intake->v, intake->cap, sizeof(*intake->v));
	}
	w = &intake->v[intake->n++];
	*w = (struct waiting){.request = request, .status = 202};
	buf_init(&w->answer, MAX_FRAME_BYTES);
	return w;
}

static bool take(struct intake_http *intake, const struct report *report, struct arena *arena,
	struct waiting *w, struct submitted *ret, struct err *err)
{
	struct submit submit = {.report = *report, .priority = PRIORITY_WAITED};

	if (!ingestor_take(intake->ingestor, &submit, clock_wall_ms(), arena, ret, err)) {
		intake->failure = *err;
		return false;
	}
	write_outcome(&w->answer, ret);
	return true;
}

/* What command line clients say when nobody told them. */
static struct str told_type(struct str type)
{
	return str_starts(type, STR("application/x-www-form-urlencoded")) ||
			       str_starts(type, STR("application/octet-stream"))
		       ? (struct str){0} : type;
}

/* What goes with a single report as parameters of the address. */
static struct report report_of(const struct http_request *request)
{
	struct str source = http_param(request, "source");

	return (struct report){
		.source = str_absent(source) ? STR("http") : source,
		.url = http_param(request, "url"),
		.title = http_param(request, "title"),
		.published = http_param(request, "published"),
	};
}

/* False: the spool failed, and the answer says so. */
static bool take_report(struct intake_http *intake, struct http_request *request,
	const struct report *report, struct waiting *w, unsigned *ret_status)
{
	struct submitted submitted;
	struct err err = {0};

	if (!take(intake, report, http_arena(request), w, &submitted, &err)) {
		w->status = 503;
		write_error(&w->answer, err.text);
		return false;
	}
	*ret_status = submitted.outcome == OUTCOME_REFUSED && report->body.n > MAX_REPORT_BYTES
			      ? 413
			      : outcome_status[submitted.outcome];
	return true;
}

static void take_one(struct intake_http *intake, struct http_request *request, struct waiting *w)
{
	struct report report = report_of(request);

	report.body = http_body(request);
	report.media_type = told_type(http_header(request, "Content-Type"));
	take_report(intake, request, &report, w, &w->status);
}

static void take_field(struct report *report, const struct form_part *part)
{
	const struct {
		struct str name;
		struct str *slot;
	} slots[] = {{STR("source"), &report->source}, {STR("url"), &report->url},
		{STR("title"), &report->title}, {STR("published"), &report->published}};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(slots); i++)
		if (str_eq(part->name, slots[i].name) && part->content.n)
			*slots[i].slot = part->content;
}

/* Every file of the form is a report; fields that stand before it go with it. */
static void take_form(struct intake_http *intake, struct http_request *request, struct waiting *w)
{
	struct str rest = http_body(request);
	struct str boundary = form_boundary(http_header(request, "Content-Type"));
	struct report fields = report_of(request);
	struct form_part part;
	unsigned status = 0;
	size_t files = 0;

	while (form_next(&rest, boundary, &part)) {
		struct report report;

		if (str_absent(part.file)) {
			take_field(&fields, &part);
			continue;
		}
		report = fields;
		report.body = part.content;
		report.media_type = told_type(part.media_type);
		if (part.file.n && str_eq(report.source, STR("http")))
			report.source = part.file;
		if (!take_report(intake, request, &report, w, &status))
			return;
		files++;
		w->status = files == 1 || status == 429 ? status : w->status;
	}
	if (!files) {
		w->status = 400;
		write_error(&w->answer, "the form holds no file");
	}
}

static void take_lines(struct intake_http *intake, struct http_request *request, struct waiting *w)
{
	struct str rest = http_body(request), line, id;

	while (json_next_object(&rest, &line)) {
		struct report report;
		unsigned status;
		struct err err = {0};

		if (!report_from_json(line, http_arena(request), &report, &id, &err)) {
			write_error(&w->answer, err.text);
			continue;
		}
		if (!report.source.n)
			report.source = id.n ? id : STR("http");
		if (!take_report(intake, request, &report, w, &status))
			return;
		if (status == 429)
			w->status = 429;
	}
}

static bool is_json_lines(struct str type)
{
	return str_case_starts(type, STR("application/x-ndjson")) ||
	       str_case_starts(type, STR("application/jsonl")) ||
	       str_case_starts(type, STR("application/json"));
}

void intake_http_on_request(void *arg, struct http_request *request)
{
	struct intake_http *intake = arg;
	struct str path = http_path(request), method = http_method(request);

	if (str_eq(path, STR("/livez"))) {
		http_respond(request, 200, "text/plain", STR("ok\n"));
	} else if (!str_eq(path, STR("/reports"))) {
		answer_now(request, 404, "there is nothing here; reports go to POST /reports");
	} else if (!str_eq(method, STR("POST"))) {
		http_add_header(request, "Allow", "POST");
		answer_now(request, 405, "reports are sent with POST");
	} else if (is_json_lines(http_header(request, "Content-Type"))) {
		take_lines(intake, request, wait_for_commit(intake, request));
	} else if (str_case_starts(http_header(request, "Content-Type"), STR("multipart/form-data"))) {
		take_form(intake, request, wait_for_commit(intake, request));
	} else {
		take_one(intake, request, wait_for_commit(intake, request));
	}
}

void intake_http_flush(struct intake_http *intake, bool committed)
{
	size_t i;

	for (i = 0; i < intake->n; i++) {
		struct waiting *w = &intake->v[i];
		unsigned status = committed ? w->status : 503;

		if (status == 429 || status == 503)
			http_add_header(w->request, "Retry-After", "1");
		if (committed)
			http_respond(w->request, status, "application/json", buf_view(&w->answer));
		else
			answer_now(w->request, status, "the spool could not be written: try again");
		buf_release(&w->answer);
	}
	intake->n = 0;
}
