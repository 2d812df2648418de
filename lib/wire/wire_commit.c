/* SPDX-License-Identifier: Apache-2.0
 * wire_commit.c - commit.proto. */
#include "wire/convert.h"

static Sitrep__Result *result_to_pb(const struct result *r, struct arena *arena)
{
	Sitrep__Result *pb = NEW_PB(arena, Sitrep__Result, sitrep__result__init);

	pb->report = report_to_pb(&r->report, arena);
	pb->original_zstd = pb_bytes(r->original_zstd);
	pb->original_bytes = r->original_bytes;
	pb->extraction = extraction_to_pb(&r->extraction, arena);
	pb->worker = pb_string(arena, r->worker);
	pb->read_ms = r->read_ms;
	return pb;
}

bool result_from_pb(
	const Sitrep__Result *pb, struct arena *arena, struct result *ret, struct err *err)
{
	ret->original_zstd = str_from_bytes(pb->original_zstd);
	ret->original_bytes = pb->original_bytes;
	ret->worker = str_from_pb(pb->worker);
	ret->read_ms = pb->read_ms;
	return report_from_pb(pb->report, &ret->report, err) &&
	       extraction_from_pb(pb->extraction, arena, &ret->extraction, err);
}

static Sitrep__Committed *committed_to_pb(const struct committed *c, struct arena *arena)
{
	Sitrep__Committed *pb = NEW_PB(arena, Sitrep__Committed, sitrep__committed__init);
	size_t i;

	pb->n_ids = c->n;
	pb->ids = arena_zalloc(arena, c->n, sizeof(*pb->ids));
	for (i = 0; i < c->n; i++)
		pb->ids[i] = pb_id(&c->ids[i]);
	return pb;
}

bool committed_from_pb(
	const Sitrep__Committed *pb, struct arena *arena, struct committed *ret, struct err *err)
{
	ret->n = pb->n_ids;
	return ids_from_pb(pb->ids, pb->n_ids, arena, &ret->ids, err);
}

static Sitrep__Uncommitted *uncommitted_to_pb(const struct uncommitted *u, struct arena *arena)
{
	Sitrep__Uncommitted *pb = NEW_PB(arena, Sitrep__Uncommitted, sitrep__uncommitted__init);

	pb->id = pb_id(&u->id);
	pb->permanent = u->permanent;
	pb->sentence = pb_string(arena, u->sentence);
	return pb;
}

bool uncommitted_from_pb(const Sitrep__Uncommitted *pb, struct uncommitted *ret, struct err *err)
{
	ret->permanent = pb->permanent;
	ret->sentence = str_from_pb(pb->sentence);
	return id_from_pb(pb->id, &ret->id, err);
}

bool commit_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e)
{
	switch (m->type) {
	case MESSAGE_RESULT:
		e->body_case = SITREP__ENVELOPE__BODY_RESULT;
		e->result = result_to_pb(&m->u.result, arena);
		return true;
	case MESSAGE_COMMITTED:
		e->body_case = SITREP__ENVELOPE__BODY_COMMITTED;
		e->committed = committed_to_pb(&m->u.committed, arena);
		return true;
	case MESSAGE_UNCOMMITTED:
		e->body_case = SITREP__ENVELOPE__BODY_UNCOMMITTED;
		e->uncommitted = uncommitted_to_pb(&m->u.uncommitted, arena);
		return true;
	default:
		return false;
	}
}
