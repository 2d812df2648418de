/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "wire/convert.h"
#include "wire/wire.h"

static bool message_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	e->protocol = WIRE_PROTOCOL;
	return report_messages_to_pb(m, arena, e) || work_messages_to_pb(m, arena, e) ||
	       commit_messages_to_pb(m, arena, e) || control_messages_to_pb(m, arena, e) ||
	       status_messages_to_pb(m, arena, e) || member_messages_to_pb(m, arena, e);
}

bool wire_pack(const struct message *message, struct buf *out, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	Sitrep__Envelope e = SITREP__ENVELOPE__INIT;
	size_t n;
	char *room;

	arena_init(&arena, 0);
	if (!message_to_pb(message, &arena, &e))
		return err_set(err, ERR_FATAL, "no message has the type %d", message->type);
	n = sitrep__envelope__get_packed_size(&e);
	room = n <= MAX_FRAME_BYTES ? buf_reserve(out, n) : NULL;
	if (!room)
		return err_set(err, ERR_REJECT, "a message of %zu bytes is too large to send", n);
	out->n += sitrep__envelope__pack(&e, (uint8_t *)room);
	out->data[out->n] = '\0';
	return true;
}

static void *unpack_alloc(void *arena, size_t n)
{
	return arena_try(arena, n);
}

static void unpack_free(void *arena, void *p)
{
	(void)arena; /* the arena lets go of everything at once */
	(void)p;
}

static bool message_from_pb(
	const Sitrep__Envelope *e, struct arena *arena, struct message *m, struct err *err)
{
	switch (e->body_case) {
	case SITREP__ENVELOPE__BODY_SUBMIT:
		m->type = MESSAGE_SUBMIT;
		return submit_from_pb(e->submit, &m->u.submit, err);
	case SITREP__ENVELOPE__BODY_SUBMITTED:
		m->type = MESSAGE_SUBMITTED;
		return submitted_from_pb(e->submitted, &m->u.submitted, err);
	case SITREP__ENVELOPE__BODY_HEARTBEAT:
		m->type = MESSAGE_HEARTBEAT;
		return heartbeat_from_pb(e->heartbeat, arena, &m->u.heartbeat, err);
	case SITREP__ENVELOPE__BODY_ASSIGNMENT:
		m->type = MESSAGE_ASSIGNMENT;
		return assignment_from_pb(e->assignment, &m->u.assignment, err);
	case SITREP__ENVELOPE__BODY_DONE:
		m->type = MESSAGE_DONE;
		return done_from_pb(e->done, arena, &m->u.done);
	case SITREP__ENVELOPE__BODY_FAILED:
		m->type = MESSAGE_FAILED;
		return failed_from_pb(e->failed, &m->u.failed, err);
	case SITREP__ENVELOPE__BODY_RELEASED:
		m->type = MESSAGE_RELEASED;
		return leases_from_pb(
			e->released->leases, e->released->n_leases, arena, &m->u.released);
	case SITREP__ENVELOPE__BODY_RESULT:
		m->type = MESSAGE_RESULT;
		return result_from_pb(e->result, arena, &m->u.result, err);
	case SITREP__ENVELOPE__BODY_COMMITTED:
		m->type = MESSAGE_COMMITTED;
		return committed_from_pb(e->committed, arena, &m->u.committed, err);
	case SITREP__ENVELOPE__BODY_UNCOMMITTED:
		m->type = MESSAGE_UNCOMMITTED;
		return uncommitted_from_pb(e->uncommitted, &m->u.uncommitted, err);
	case SITREP__ENVELOPE__BODY_REQUEST:
		m->type = MESSAGE_REQUEST;
		return request_from_pb(e->request, arena, &m->u.request, err);
	case SITREP__ENVELOPE__BODY_REPLY:
		m->type = MESSAGE_REPLY;
		return reply_from_pb(e->reply, arena, &m->u.reply, err);
	case SITREP__ENVELOPE__BODY_STATUS:
		m->type = MESSAGE_STATUS;
		return status_from_pb(e->status, arena, &m->u.status, err);
	case SITREP__ENVELOPE__BODY_MEMBER:
		m->type = MESSAGE_MEMBER;
		return member_from_pb(e->member, &m->u.member, err);
	case SITREP__ENVELOPE__BODY_MEMBERS_END:
		m->type = MESSAGE_MEMBERS_END;
		members_end_from_pb(e->members_end, &m->u.members_end);
		return true;
	default:
		return err_set(err, ERR_REJECT, "the message has a body of an unknown kind");
	}
}

bool wire_unpack(
	struct str frame, struct arena *arena, struct message *ret_message, struct err *err)
{
	ProtobufCAllocator allocator = {unpack_alloc, unpack_free, arena};
	struct message m = {0};
	Sitrep__Envelope *e;

	if (frame.n > MAX_FRAME_BYTES)
		return err_set(err, ERR_REJECT, "a frame of %zu bytes is over the limit", frame.n);
	e = sitrep__envelope__unpack(&allocator, frame.n, (const uint8_t *)frame.p);
	if (!e)
		return err_set(
			err, ERR_REJECT, "a frame of %zu bytes is no message of ours", frame.n);
	if (e->protocol != WIRE_PROTOCOL)
		return err_set(err, ERR_REJECT, "the message speaks protocol %u, we speak %d",
			e->protocol, WIRE_PROTOCOL);
	if (!message_from_pb(e, arena, &m, err))
		return false;
	*ret_message = m;
	return true;
}
