/* SPDX-License-Identifier: Apache-2.0
 * Writes one frame of each type of message into a folder: seeds for fuzz_wire. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "support/samples.h"
#include "wire/wire.h"

static bool write_seed(const char *folder, int type)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf frame = {0};
	struct message m = sample_message((enum message_type)type, &arena);
	char path[4096];
	FILE *f;
	bool ok;

	buf_init(&frame, MAX_FRAME_BYTES);
	snprintf(path, sizeof(path), "%s/%d", folder, type);
	f = wire_pack(&m, &frame, NULL) ? fopen(path, "w") : NULL;
	ok = f && fwrite(frame.data, 1, frame.n, f) == frame.n;
	return f && fclose(f) == 0 && ok;
}

int main(int argc, char **argv)
{
	int type;

	if (argc != 2)
		return EXIT_FAILURE;
	mkdir(argv[1], 0777);
	for (type = MESSAGE_SUBMIT; type < MESSAGE_TYPE_END; type++)
		if (!write_seed(argv[1], type))
			return EXIT_FAILURE;
	return EXIT_SUCCESS;
}
