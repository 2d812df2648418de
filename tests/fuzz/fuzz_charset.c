/* SPDX-License-Identifier: Apache-2.0
 * The first byte picks what is declared, the rest is decoded: the result must be valid UTF-8. */
#include <stdlib.h>

#include "base/compiler.h"
#include "base/utf8.h"
#include "text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const labels[] = {"", "utf-8", "utf-16", "iso-8859-1", "gb2312", "big5",
		"shift_jis", "euc-kr", "iso-2022-jp", "koi8-r", "nonsense"};
	AUTO(arena_release) struct arena arena = {0};
	struct decoded decoded;

	if (size == 0)
		return 0;
	arena_init(&arena, (size_t)1 << 30);
	charset_decode((struct str){(const char *)data + 1, size - 1},
		str_from(labels[data[0] % ARRAY_SIZE(labels)]), data[0] & 0x80, &arena, &decoded);
	if (!utf8_valid(decoded.text.p, decoded.text.n))
		abort();
	return 0;
}
