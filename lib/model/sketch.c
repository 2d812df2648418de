/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "model/sketch.h"

/* Letters beyond ASCII keep their case: folding them would need tables, and copies keep it too. */
static bool in_word(char c)
{
	return ascii_is_alnum(c) || ((unsigned char)c & 0x80);
}

/* "“", "—" and their like (U+2000 to U+206F, two of whose bytes are E2 80 and E2 81) and the
 * no-break space are no letters. */
static size_t mark_length(struct str s, size_t at)
{
	struct str rest = str_slice(s, at, s.n);

	if (rest.n >= 3 && (str_starts(rest, STR("\xe2\x80")) || str_starts(rest, STR("\xe2\x81"))))
		return 3;
	return str_starts(rest, STR("\xc2\xa0")) || str_starts(rest, STR("\xc2\xab")) ||
		       str_starts(rest, STR("\xc2\xbb")) ? 2 : 0;
}

static bool next_word(struct str text, size_t *at, uint64_t *ret_hash)
{
	uint64_t hash = 0x9E3779B97F4A7C15u;
	size_t length = 0, mark;

	for (; *at < text.n; ++*at) {
		char c = text.p[*at];

		mark = (unsigned char)c & 0x80 ? mark_length(text, *at) : 0;
		if (mark || !in_word(c)) {
			*at += mark ? mark - 1 : 0;
			if (length) {
				++*at;
				break;
			}
			continue;
		}
		hash = (hash ^ (unsigned char)ascii_lower(c)) * 0x100000001B3u;
		length++;
	}
	*ret_hash = hash_mix(hash);
	return length > 0;
}

/* By their lowest byte, then by the next, each time in the order that was: a fixed number of steps, whoever chose
 * the words. */
static void sort_hashes(uint64_t *v, size_t n, struct arena *arena)
{
	uint64_t *from = v, *to = arena_alloc(arena, n * sizeof(*to)), *swap;
	int shift;

	for (shift = 0; shift < 64; shift += 8) {
		size_t at[257] = {0}, i;

		for (i = 0; i < n; i++)
			at[(from[i] >> shift & 255) + 1]++;
		for (i = 1; i < 256; i++)
			at[i] += at[i - 1];
		for (i = 0; i < n; i++)
			to[at[from[i] >> shift & 255]++] = from[i];
		swap = from;
		from = to;
		to = swap;
	}
}

static size_t without_doubles(uint64_t *v, size_t n)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

void shingles_find(struct str text, struct arena *arena, struct shingles *ret)
{
	uint64_t last[SKETCH_WORDS] = {0}, word;
	size_t at = 0, words = 0, cap = 0;

	*ret = (struct shingles){0};
	while (next_word(text, &at, &word)) {
		last[words++ % SKETCH_WORDS] = word;
		ret->same = hash_mix(ret->same ^ word);
		if (words >= SKETCH_WORDS && ret->n < SKETCH_MAX_SHINGLES)
			*ARENA_PUSH(arena, ret->v, ret->n, cap) =
				hash_mix(last[words % SKETCH_WORDS] * 3 +
					 hash_mix(last[(words + 1) % SKETCH_WORDS] * 5 +
						  hash_mix(last[(words + 2) % SKETCH_WORDS])));
	}
	if (ret->n)
		sort_hashes(ret->v, ret->n, arena);
	ret->n = without_doubles(ret->v, ret->n);
}

struct likeness shingles_compare(const struct shingles *a, const struct shingles *b)
{
	size_t i = 0, j = 0, shared = 0, least = a->n < b->n ? a->n : b->n;

	while (i < a->n && j < b->n)
		if (a->v[i] == b->v[j]) {
			shared++;
			i++;
			j++;
		} else if (a->v[i] < b->v[j]) {
			i++;
		} else {
			j++;
		}
	if (!least)
		return (struct likeness){0, 0};
	return (struct likeness){(double)shared / (double)(a->n + b->n - shared),
		(double)shared / (double)least};
}

void sketch_make(const struct shingles *s, uint64_t bands[SKETCH_BANDS])
{
	int band, row;
	size_t i;

	for (band = 0; band < SKETCH_BANDS; band++) {
		bands[band] = (uint64_t)band + 1;
		for (row = 0; row < SKETCH_ROWS; row++) {
			/* an odd multiplier and an offset make a new order of the hashes */
			uint64_t a = hash_mix((uint64_t)(band * SKETCH_ROWS + row) * 2 + 1) | 1;
			uint64_t b = hash_mix((uint64_t)(band * SKETCH_ROWS + row) * 2 + 2);
			uint64_t least = UINT64_MAX;

			for (i = 0; i < s->n; i++) {
				uint64_t h = s->v[i] * a + b;

				least = h < least ? h : least;
			}
			bands[band] = hash_mix(bands[band] * 0x9E3779B97F4A7C15u ^ least);
		}
	}
}

void sketch_of(struct str text, struct arena *arena, struct sketch *ret)
{
	shingles_find(text, arena, &ret->shingles);
	sketch_make(&ret->shingles, ret->bands);
}
