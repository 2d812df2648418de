/* SPDX-License-Identifier: Apache-2.0
 * unpack_child.c - the process around unpack.c. */
#include <malloc.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/pipe.h"
#include "extractor/confine.h"
#include "extractor/unpack.h"
#include "wire/wire.h"

static bool send_message(const struct message *message)
{
	AUTO(buf_release) struct buf frame = {0};
	struct err err = {0};

	buf_init(&frame, MAX_FRAME_BYTES);
	return wire_pack(message, &frame, &err) && pipe_write(STDOUT_FILENO, buf_view(&frame));
}

static bool send_member(void *arg, const struct unpacked *member)
{
	const struct message m = {.type = MESSAGE_MEMBER, .u.member = *member};

	(void)arg;
	return send_message(&m);
}

int unpack_child(size_t memory_bytes, struct str address)
{
	AUTO(unpack_release) struct unpack unpack = {0};
	struct message end = {.type = MESSAGE_MEMBERS_END};
	struct err err = {0};

	mallopt(M_ARENA_MAX, 1);
	if (!confine(memory_bytes, &err)) {
		fprintf(stderr, "sitrep-extractor: %s\n", err.text);
		return EX_CONFIG;
	}
	unpack_init(&unpack, send_member, NULL, address);
	if (!unpack_fd(&unpack, STDIN_FILENO))
		return EX_IOERR; /* nobody listens any more */
	end.u.members_end = unpack.end;
	return send_message(&end) ? EX_OK : EX_IOERR;
}
