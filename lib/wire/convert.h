/* SPDX-License-Identifier: Apache-2.0
 * convert.h - inside lib/wire only: one pair of functions for each proto file, our structs to and
 * from the generated ones. "to_pb" fills a message that lives in the arena; "from_pb" checks. */
#ifndef SITREP_CONVERT_H
#define SITREP_CONVERT_H

#include "base/arena.h"
#include "base/err.h"
#include "wire/message.h"

#include "envelope.pb-c.h"
#include "extraction.pb-c.h"

/* A zeroed-and-initialised generated message in the arena. */
#define NEW_PB(arena, type, init) \
	({ \
		type *new_pb = arena_alloc((arena), sizeof(type)); \
		init(new_pb); \
		new_pb; \
	})

char *pb_string(struct arena *arena, struct str s);
struct str str_from_pb(const char *s);         /* "" stays "" */
struct str str_from_pb_or_null(const char *s); /* "" is absent */
ProtobufCBinaryData pb_bytes(struct str s);
struct str str_from_bytes(ProtobufCBinaryData b);
ProtobufCBinaryData pb_id(const struct report_id *id);
bool id_from_pb(ProtobufCBinaryData b, struct report_id *ret, struct err *err);
bool ids_from_pb(const ProtobufCBinaryData *v, size_t n, struct arena *arena,
	struct report_id **ret, struct err *err);

Sitrep__Report *report_to_pb(const struct report *report, struct arena *arena);
bool report_from_pb(const Sitrep__Report *pb, struct report *ret, struct err *err);
Sitrep__Extraction *extraction_to_pb(const struct extraction *x, struct arena *arena);
bool extraction_from_pb(
	const Sitrep__Extraction *pb, struct arena *arena, struct extraction *ret, struct err *err);

/* Each fills the envelope's body for the message types of its file; false if the type is not
 * its. */
bool report_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e);
bool work_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e);
bool commit_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e);
bool control_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e);
bool status_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e);
bool member_messages_to_pb(const struct message *m, struct arena *arena, Sitrep__Envelope *e);

bool submit_from_pb(const Sitrep__Submit *pb, struct submit *ret, struct err *err);
bool submitted_from_pb(const Sitrep__Submitted *pb, struct submitted *ret, struct err *err);
bool heartbeat_from_pb(
	const Sitrep__Heartbeat *pb, struct arena *arena, struct heartbeat *ret, struct err *err);
bool assignment_from_pb(const Sitrep__Assignment *pb, struct assignment *ret, struct err *err);
bool done_from_pb(const Sitrep__Done *pb, struct arena *arena, struct done *ret);
bool leases_from_pb(Sitrep__Lease *const *v, size_t n, struct arena *arena, struct leases *ret);
bool failed_from_pb(const Sitrep__Failed *pb, struct failed *ret, struct err *err);
bool result_from_pb(
	const Sitrep__Result *pb, struct arena *arena, struct result *ret, struct err *err);
bool committed_from_pb(
	const Sitrep__Committed *pb, struct arena *arena, struct committed *ret, struct err *err);
bool uncommitted_from_pb(const Sitrep__Uncommitted *pb, struct uncommitted *ret, struct err *err);
bool request_from_pb(
	const Sitrep__Request *pb, struct arena *arena, struct request *ret, struct err *err);
bool reply_from_pb(
	const Sitrep__Reply *pb, struct arena *arena, struct reply *ret, struct err *err);
bool status_from_pb(
	const Sitrep__Status *pb, struct arena *arena, struct status *ret, struct err *err);
bool member_from_pb(const Sitrep__Member *pb, struct unpacked *ret, struct err *err);
void members_end_from_pb(const Sitrep__MembersEnd *pb, struct members_end *ret);

#endif
