/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"
#include "base/mem.h"
#include "ingestor/delivery.h"
#include "ingestor/intake_form.h"
#include "model/extraction_json.h"

#define PAUSE_MS 20
#define MAX_LISTED_BYTES \
	((size_t)16 << 20) /* of lines for members; beyond, they are only counted */

struct delivery *delivery_new(struct http_request *request)
{
	struct delivery *d = xcalloc(1, sizeof(*d));
	struct str type = http_header(request, "Content-Type");
	struct str source = http_param(request, "source");

	d->request = request;
	d->status = 202;
	buf_init(&d->answer, MAX_FRAME_BYTES);
	d->rest = http_body(request);
	d->form = str_case_starts(type, STR("multipart/form-data"));
	d->boundary = form_boundary(type);
	d->fields = (struct report){
		.source = str_absent(source) ? STR("http") : source,
		.url = http_param(request, "url"),
		.title = http_param(request, "title"),
		.published = http_param(request, "published"),
	};
	return d;
}

void delivery_free(struct delivery **delivery)
{
	struct delivery *d = *delivery;

	if (!d)
		return;
	members_free(&d->members);
	buf_release(&d->answer);
	free(d);
	*delivery = NULL;
}

static const char *const outcome_names[] = {"", "accepted", "duplicate", "busy", "refused"};

static void write_outcome(struct buf *out, struct str source, const struct submitted *s)
{
	struct emitter e = {.out = out};
	char id[REPORT_ID_HEX], when[32];

	report_id_hex(&s->id, id);
	emit_open(&e, '{');
	emit_member(&e, "outcome", str_from(outcome_names[s->outcome]));
	if (!str_absent(source))
		emit_member(&e, "source", source);
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

void delivery_refuse(struct buf *answer, struct str source, struct str sentence)
{
	struct submitted refused = {.outcome = OUTCOME_REFUSED, .sentence = sentence};

	write_outcome(answer, source, &refused);
}

/* The answer's status is that of the first file, unless one finds no room. */
static void file_settled(struct delivery *d, unsigned status)
{
	d->files++;
	if (d->files == 1 || status == 429)
		d->status = status;
}

static bool take_report(struct delivery *d, struct ingestor *ingestor, const struct report *report,
	int64_t now_ms, struct err *err)
{
	static const unsigned status[] = {500, 202, 200, 429, 400};
	struct submit submit = {.report = *report, .priority = PRIORITY_WAITED};
	struct submitted answer;

	if (!ingestor_take(ingestor, &submit, now_ms, http_arena(d->request), &answer, err))
		return false;
	d->accepted += answer.outcome == OUTCOME_ACCEPTED;
	write_outcome(&d->answer, (struct str){0}, &answer);
	file_settled(d, answer.outcome == OUTCOME_REFUSED && report->body.n > MAX_REPORT_BYTES
				? 413
				: status[answer.outcome]);
	return true;
}

static bool take_lines(
	struct delivery *d, struct ingestor *ingestor, int64_t now_ms, struct err *err)
{
	struct str line, id;
	bool busy = false;

	while (json_next_object(&d->rest, &line)) {
		struct report report;
		struct err why = {0};

		if (!report_from_json(line, http_arena(d->request), &report, &id, &why)) {
			delivery_refuse(&d->answer, (struct str){0}, str_from(why.text));
			continue;
		}
		if (!report.source.n)
			report.source = id.n ? id : STR("http");
		if (!take_report(d, ingestor, &report, now_ms, err))
			return false;
		busy = busy || d->status == 429;
	}
	d->status = busy ? 429 : 202;
	return true;
}

static void on_member(void *arg, struct str source, const struct submitted *answer)
{
	struct delivery *d = arg;

	d->accepted += answer->outcome == OUTCOME_ACCEPTED;
	d->tally.accepted += answer->outcome == OUTCOME_ACCEPTED;
	d->tally.duplicate += answer->outcome == OUTCOME_DUPLICATE;
	d->tally.refused += answer->outcome == OUTCOME_REFUSED;
	if (d->answer.n < MAX_LISTED_BYTES)
		write_outcome(&d->answer, source, answer);
}

/* The last line of an archive, with its status. */
static void end_members(struct delivery *d, bool no_room)
{
	const struct delivery_tally *t = &d->tally;
	struct emitter e = {.out = &d->answer};
	bool taken = t->accepted + t->duplicate > 0;
	unsigned status = t->accepted ? 202 : taken ? 200 : 400;

	if (no_room)
		status = 429;
	else if (members_to_be_tried_again(d->members))
		status = 503;
	else if (members_broken(d->members))
		status = 400;
	emit_open(&e, '{');
	emit_member(&e, "outcome", no_room ? STR("busy") : STR("unpacked"));
	emit_member(&e, "source", str_from(members_path(d->members)));
	emit_member_int(&e, "accepted", (int64_t)t->accepted);
	emit_member_int(&e, "duplicate", (int64_t)t->duplicate);
	emit_member_int(&e, "refused", (int64_t)t->refused);
	if (no_room)
		emit_member(&e, "error",
			STR("nothing more is taken now (the spool is full, or closed): send the "
			    "archive again later"));
	emit_close(&e, '}');
	buf_putc(&d->answer, '\n');
	members_free(&d->members);
	file_settled(d, status);
}

static void start_members(
	struct delivery *d, const struct delivery_options *options, const struct report *report)
{
	struct err why = {0};

	d->tally = (struct delivery_tally){0};
	d->members = members_start_bytes(
		options->unpacker, options->memory_bytes, report, on_member, d, &why);
	if (d->members)
		return;
	delivery_refuse(&d->answer, report->source, str_from(why.text));
	file_settled(d, 503);
}

/* Goes on with the archive at hand; *ret_next_ms 0: at once. */
static bool step_members(struct delivery *d, struct ingestor *ingestor, int64_t now_ms,
	int64_t *ret_next_ms, struct err *err)
{
	enum members_state state = MEMBERS_DONE;
	uint64_t accepted;

	if (!members_step(d->members, ingestor, now_ms, &state, &accepted, err))
		return false;
	*ret_next_ms = state == MEMBERS_WAIT ? PAUSE_MS : 0;
	if (state == MEMBERS_DONE || members_wait_for_room(d->members))
		end_members(d, state != MEMBERS_DONE);
	return true;
}

/* What command line clients say when nobody told them. */
static struct str told_type(struct str type)
{
	return str_starts(type, STR("application/x-www-form-urlencoded")) ||
			       str_starts(type, STR("application/octet-stream"))
		       ? (struct str){0}
		       : type;
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

/* Every file of a form is a report; fields that stand before it go with it. */
static bool next_of_form(struct delivery *d, struct report *ret)
{
	struct form_part part;

	while (form_next(&d->rest, d->boundary, &part)) {
		if (str_absent(part.file)) {
			take_field(&d->fields, &part);
			continue;
		}
		*ret = d->fields;
		ret->body = part.content;
		ret->media_type = told_type(part.media_type);
		if (part.file.n && str_eq(ret->source, STR("http")))
			ret->source = part.file;
		return true;
	}
	return false;
}

static bool next_file(struct delivery *d, struct report *ret)
{
	bool first = !d->begun;

	d->begun = true;
	if (d->form)
		return next_of_form(d, ret);
	*ret = d->fields;
	ret->body = d->rest;
	ret->media_type = told_type(http_header(d->request, "Content-Type"));
	return first;
}

static bool is_json(const struct delivery *d)
{
	static const struct str types[] = {
		STR("application/x-ndjson"), STR("application/jsonl"), STR("application/json")};
	struct str type = http_header(d->request, "Content-Type");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (str_case_starts(type, types[i]))
			return true;
	return false;
}

static void finish(struct delivery *d)
{
	d->done = true;
	if (d->form && !d->files) {
		d->status = 400;
		delivery_refuse(&d->answer, (struct str){0}, STR("the form holds no file"));
	}
}

bool delivery_step(struct delivery *d, struct ingestor *ingestor,
	const struct delivery_options *options, bool may_unpack, int64_t now_ms,
	int64_t *ret_next_ms, struct err *err)
{
	*ret_next_ms = PAUSE_MS;
	if (is_json(d)) {
		d->done = true;
		return take_lines(d, ingestor, now_ms, err);
	}
	while (!d->members) {
		struct delivery before = *d;
		struct report report;

		if (!next_file(d, &report)) {
			finish(d);
			return true;
		}
		if (!options->unpacker[0] || !report_holds_members(report.body)) {
			if (!take_report(d, ingestor, &report, now_ms, err))
				return false;
		} else if (may_unpack) {
			start_members(d, options, &report);
		} else { /* when its turn comes */
			d->rest = before.rest;
			d->begun = before.begun;
			return true;
		}
	}
	return step_members(d, ingestor, now_ms, ret_next_ms, err);
}
