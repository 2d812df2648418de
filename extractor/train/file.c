/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/file.h"
#include "train/file.h"

#define MAX_CORPUS_BYTES ((size_t)1 << 30)

bool corpus_file(const char *path, struct arena *arena, struct str *ret, struct err *err)
{
	AUTO(buf_release) struct buf buf;

	buf_init(&buf, MAX_CORPUS_BYTES);
	if (!file_read(path, &buf, err))
		return false;
	*ret = arena_str(arena, buf_view(&buf));
	return true;
}
