/* SPDX-License-Identifier: Apache-2.0
 * wire_report.c - report.proto, and the conversions that every file of lib/wire shares. */
#include "base/utf8.h"
#include "wire/convert.h"

char *pb_string(struct arena *arena, struct str s)
{
	char *copy = (char *)arena_str(arena, s).p;
	size_t i = 0, taken;

	while (i < s.n) {
		if (copy[i] == '\0' ||
			(utf8_decode(copy + i, s.n - i, &taken) == UTF8_REPLACEMENT &&
				taken == 1)) {
			copy[i] = '?';
			taken = 1;
		} else if ((unsigned char)copy[i] < 0x80) {
			taken = 1;
		}
		i += taken;
	}
	return copy;
}

struct str str_from_pb(const char *s)
{
	return str_from(s ? s : "");
}

struct str str_from_pb_or_null(const char *s)
{
	return s && s[0] ? str_from(s) : (struct str){0};
}

ProtobufCBinaryData pb_bytes(struct str s)
{
	return (ProtobufCBinaryData){.len = s.n, .data = (uint8_t *)s.p};
}

struct str str_from_bytes(ProtobufCBinaryData b)
{
	return (struct str){b.data ? (const char *)b.data : "", b.len};
}

ProtobufCBinaryData pb_id(const struct report_id *id)
{
	return (ProtobufCBinaryData){.len = REPORT_ID_BYTES, .data = (uint8_t *)id->bytes};
}

bool id_from_pb(ProtobufCBinaryData b, struct report_id *ret, struct err *err)
{
	if (b.len != REPORT_ID_BYTES)
		return err_set(err, ERR_REJECT, "a report id has %zu bytes instead of %d", b.len,
			REPORT_ID_BYTES);
	memcpy(ret->bytes, b.data, REPORT_ID_BYTES);
	return true;
}

bool ids_from_pb(const ProtobufCBinaryData *v, size_t n, struct arena *arena,
	struct report_id **ret, struct err *err)
{
	size_t i;

	*ret = arena_zalloc(arena, n, sizeof(**ret));
	for (i = 0; i < n; i++)
		if (!id_from_pb(v[i], &(*ret)[i], err))
			return false;
	return true;
}

Sitrep__Report *report_to_pb(const struct report *report, struct arena *arena)
{
	Sitrep__Report *pb = NEW_PB(arena, Sitrep__Report, sitrep__report__init);

	pb->id = pb_id(&report->id);
	pb->body = pb_bytes(report->body);
	pb->media_type = pb_string(arena, report->media_type);
	pb->source = pb_string(arena, report->source);
	pb->url = pb_string(arena, report->url);
	pb->title = pb_string(arena, report->title);
	pb->published = pb_string(arena, report->published);
	pb->dated = pb_string(arena, report->dated);
	pb->received_ms = report->received_ms;
	pb->verbatim = report->verbatim;
	return pb;
}

bool report_from_pb(const Sitrep__Report *pb, struct report *ret, struct err *err)
{
	if (!pb)
		return err_set(err, ERR_REJECT, "the message carries no report");
	*ret = (struct report){
		.body = str_from_bytes(pb->body),
		.media_type = str_from_pb(pb->media_type),
		.source = str_from_pb(pb->source),
		.url = str_from_pb(pb->url),
		.title = str_from_pb(pb->title),
		.published = str_from_pb(pb->published),
		.dated = str_from_pb(pb->dated),
		.received_ms = pb->received_ms,
		.verbatim = pb->verbatim,
	};
	return id_from_pb(pb->id, &ret->id, err);
}

static Sitrep__Submit *submit_to_pb(const struct submit *s, struct arena *arena)
{
	Sitrep__Submit *pb = NEW_PB(arena, Sitrep__Submit, sitrep__submit__init);

	pb->token = s->token;
	pb->report = report_to_pb(&s->report, arena);
	pb->priority = s->priority == PRIORITY_WAITED ? SITREP__PRIORITY__PRIORITY_WAITED
						      : SITREP__PRIORITY__PRIORITY_BULK;
	pb->again = s->again;
	return pb;
}

bool submit_from_pb(const Sitrep__Submit *pb, struct submit *ret, struct err *err)
{
	ret->token = pb->token;
	ret->again = pb->again;
	ret->priority =
		pb->priority == SITREP__PRIORITY__PRIORITY_WAITED ? PRIORITY_WAITED : PRIORITY_BULK;
	return report_from_pb(pb->report, &ret->report, err);
}

static Sitrep__Submitted *submitted_to_pb(const struct submitted *s, struct arena *arena)
{
	Sitrep__Submitted *pb = NEW_PB(arena, Sitrep__Submitted, sitrep__submitted__init);

	pb->token = s->token;
	pb->outcome = (Sitrep__Submitted__Outcome)s->outcome;
	pb->id = pb_id(&s->id);
	pb->source = pb_string(arena, s->source);
	pb->received_ms = s->received_ms;
	pb->retry_after_ms = s->retry_after_ms;
	pb->sentence = pb_string(arena, s->sentence);
	return pb;
}

bool submitted_from_pb(const Sitrep__Submitted *pb, struct submitted *ret, struct err *err)
{
	if ((int)pb->outcome < OUTCOME_ACCEPTED || (int)pb->outcome > OUTCOME_REFUSED)
		return err_set(
			err, ERR_REJECT, "the answer has the unknown outcome %d", pb->outcome);
	ret->token = pb->token;
	ret->outcome = (enum outcome)pb->outcome;
	ret->source = str_from_pb(pb->source);
	ret->received_ms = pb->received_ms;
	ret->retry_after_ms = pb->retry_after_ms;
	ret->sentence = str_from_pb(pb->sentence);
	return id_from_pb(pb->id, &ret->id, err);
}

bool report_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	if (m->type == MESSAGE_SUBMIT) {
		e->body_case = SITREP__ENVELOPE__BODY_SUBMIT;
		e->submit = submit_to_pb(&m->u.submit, arena);
		return true;
	}
	if (m->type == MESSAGE_SUBMITTED) {
		e->body_case = SITREP__ENVELOPE__BODY_SUBMITTED;
		e->submitted = submitted_to_pb(&m->u.submitted, arena);
		return true;
	}
	return false;
}
