/* SPDX-License-Identifier: Apache-2.0
 * wire_member.c - member.proto. */
#include "wire/convert.h"

static Sitrep__Member *member_to_pb(const struct unpacked *m, struct arena *arena)
{
	Sitrep__Member *pb = NEW_PB(arena, Sitrep__Member, sitrep__member__init);

	pb->report = report_to_pb(&m->report, arena);
	pb->key = pb_string(arena, m->key);
	pb->teaser = m->teaser;
	pb->sentence = pb_string(arena, m->sentence);
	return pb;
}

bool member_from_pb(const Sitrep__Member *pb, struct unpacked *ret, struct err *err)
{
	ret->key = str_from_pb(pb->key);
	ret->teaser = pb->teaser;
	ret->sentence = str_from_pb(pb->sentence);
	return report_from_pb(pb->report, &ret->report, err);
}

static Sitrep__MembersEnd *members_end_to_pb(const struct members_end *end, struct arena *arena)
{
	Sitrep__MembersEnd *pb = NEW_PB(arena, Sitrep__MembersEnd, sitrep__members_end__init);

	pb->ok = end->ok;
	pb->sentence = pb_string(arena, end->sentence);
	pb->kind = pb_string(arena, end->kind);
	pb->members = end->members;
	pb->passed_over = end->passed_over;
	pb->title = pb_string(arena, end->title);
	pb->ttl_ms = end->ttl_ms;
	pb->skip_hours = end->skip_hours;
	pb->skip_days = end->skip_days;
	return pb;
}

void members_end_from_pb(const Sitrep__MembersEnd *pb, struct members_end *ret)
{
	*ret = (struct members_end){
		.ok = pb->ok,
		.sentence = str_from_pb(pb->sentence),
		.kind = str_from_pb(pb->kind),
		.members = pb->members,
		.passed_over = pb->passed_over,
		.title = str_from_pb(pb->title),
		.ttl_ms = pb->ttl_ms,
		.skip_hours = pb->skip_hours,
		.skip_days = pb->skip_days,
	};
}

bool member_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	if (m->type == MESSAGE_MEMBER) {
		e->body_case = SITREP__ENVELOPE__BODY_MEMBER;
		e->member = member_to_pb(&m->u.member, arena);
		return true;
	}
	if (m->type == MESSAGE_MEMBERS_END) {
		e->body_case = SITREP__ENVELOPE__BODY_MEMBERS_END;
		e->members_end = members_end_to_pb(&m->u.members_end, arena);
		return true;
	}
	return false;
}
