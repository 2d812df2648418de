/* SPDX-License-Identifier: Apache-2.0
 * A lexicon of any bytes, matched against itself. */
#include "base/compiler.h"
#include "text/lexicon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(lexicon_release) struct lexicon lexicon;
	struct str text = {(const char *)data, size};
	struct wordfile file;
	struct tokens t;
	struct err err;
	size_t i;

	arena_init(&arena, (size_t)1 << 30);
	lexicon_init(&lexicon);
	wordfile_of_text(&file, text, "fuzz");
	if (!lexicon_add(&lexicon, &file, size % 2, &err))
		return 0;
	tokens_split(text, &arena, &t);
	for (i = 0; i < t.n; i++) {
		lexicon_find(&lexicon, &t, i);
		lexicon_noun_classes(&lexicon, &t.v[i]);
	}
	return 0;
}
