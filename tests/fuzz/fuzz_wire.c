/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a frame: what is accepted must pack again. */
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "fuzz/fuzz.h"
#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf out = {0};
	struct message m;

	arena_init(&arena, 16 << 20);
	buf_init(&out, MAX_FRAME_BYTES);
	if (wire_unpack((struct str){(const char *)data, n}, &arena, &m, NULL) &&
		!wire_pack(&m, &out, NULL))
		abort();
	return 0;
}
