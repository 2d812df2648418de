/* SPDX-License-Identifier: Apache-2.0
 * unpacker.h - the members of a container (archive, mailbox, mail, feed), one by one, without
 * taking it apart here: a confined process does (sitrep-extractor --unpack), and sends them over
 * a socket.
 *
 * It reads no further ahead than the socket holds, so memory stays flat for an archive of any
 * size and whoever reads slowly slows it down. Members come in the container's order; then END,
 * or FAILED if the process died or said nonsense. */
#ifndef SITREP_UNPACKER_H
#define SITREP_UNPACKER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "wire/message.h"

#define UNPACK_FLAG \
	"--unpack" /* argv[1]: the next are the memory limit and the container's address */

struct unpacker;

enum unpacker_event {
	UNPACKER_NOTHING, /* nothing has come: wait until the descriptor is readable */
	UNPACKER_MEMBER,
	UNPACKER_END,   /* ret_message is the MembersEnd; there is nothing more */
	UNPACKER_FAILED /* err says why */
};

/* program: sitrep-extractor. input is the open container, read from where it stands; it stays the
 * caller's, and how far it was read can be asked with lseek(2). address is what relative links of a
 * feed are relative to, "" if unknown. ERR_RETRY: no process to be had. */
struct unpacker *unpacker_start(const char *program, int input, const char *address,
	uint64_t memory_bytes, struct err *err);
/* The same over bytes, which are copied. */
struct unpacker *unpacker_start_bytes(const char *program, struct str bytes, const char *address,
	uint64_t memory_bytes, struct err *err);
/* Kills what still runs. */
void unpacker_stop(struct unpacker **unpacker);
int unpacker_fd(const struct unpacker *unpacker);
/* The next event without waiting; the message's strings belong to the arena and to the unpacker
 * until the next call. */
enum unpacker_event unpacker_next(struct unpacker *unpacker, struct arena *arena,
	struct message *ret_message, struct err *err);
/* The same, waiting up to so many ms (-1: for ever) for something to come. */
enum unpacker_event unpacker_wait(struct unpacker *unpacker, int ms, struct arena *arena,
	struct message *ret_message, struct err *err);

#endif
