/* SPDX-License-Identifier: Apache-2.0
 * wire.h - messages to and from the frames of proto/envelope.proto. The only place in the project
 * that knows the generated code.
 *
 * A frame from a peer is hostile until it has been through wire_unpack(): the size is limited,
 * memory comes from an arena with a ceiling, ids have 32 bytes, enums and spans are in range.
 * What does not pass is ERR_REJECT: count it, drop it, go on. */
#ifndef SITREP_WIRE_H
#define SITREP_WIRE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "wire/message.h"

#define WIRE_PROTOCOL 1

/* Appends the frame to out. Strings that are not UTF-8 have their bad bytes replaced by "?". False
 * if the message is larger than out may become. */
bool wire_pack(const struct message *message, struct buf *out, struct err *err) MUST_CHECK;
/* Everything in *ret_message lives in the arena (or in frame, which must live as long). */
bool wire_unpack(struct str frame, struct arena *arena, struct message *ret_message,
	struct err *err) MUST_CHECK;

#endif
