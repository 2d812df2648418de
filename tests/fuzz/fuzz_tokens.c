/* SPDX-License-Identifier: Apache-2.0
 * Any bytes: tokens in order, never empty, sentences covering them all. */
#include <stdlib.h>

#include "base/compiler.h"
#include "text/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_release) struct arena arena = {0};
	size_t i, at = 0, covered = 0;
	struct tokens t;

	arena_init(&arena, (size_t)1 << 30);
	tokens_split((struct str){(const char *)data, size}, &arena, &t);
	for (i = 0; i < t.n; i++) {
		if (t.v[i].span.start < at || t.v[i].span.end <= t.v[i].span.start ||
			t.v[i].span.end > size)
			abort();
		at = t.v[i].span.end;
	}
	for (i = 0; i < t.nsentences; i++) {
		if (t.sentences[i].first != covered || t.sentences[i].last <= covered)
			abort();
		covered = t.sentences[i].last;
	}
	if (covered != t.n)
		abort();
	return 0;
}
