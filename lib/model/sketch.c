/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "model/sketch.h"

/* What a byte is within a word, letters as small ones; 0: it is in none. Letters beyond ASCII
 * keep their case: folding them would need tables, and copies keep it too. */
static inline unsigned in_word(unsigned char c)
{
	unsigned small = c | 32u;

	if (small - 'a' < 26)
		return small;
	return c - (unsigned)'0' < 10 || c & 0x80 ? c : 0;
}

/* "“", "—" and their like (U+2000 to U+206F, two of whose bytes are E2 80 and E2 81) and the
 * no-break space are no letters. */
static size_t mark_length(struct str s, size_t at)
{
	struct str rest = str_slice(s, at, s.n);

	if (rest.n >= 3 && (str_starts(rest, STR("\xe2\x80")) || str_starts(rest, STR("\xe2\x81"))))
		return 3;
	return str_starts(rest, STR("\xc2\xa0")) || str_starts(rest, STR("\xc2\xab")) ||
			       str_starts(rest, STR("\xc2\xbb"))
		       ? 2
		       : 0;
}

/* As in_word() of the byte at this place; *ret_length tells how many bytes a mark between words
 * has. */
static inline unsigned letter_at(struct str text, size_t at, size_t *ret_length)
{
	unsigned letter = in_word((unsigned char)text.p[at]);

	*ret_length = 1;
	if (letter & 0x80) {
		size_t mark = mark_length(text, at);

		*ret_length = mark ? mark : 1;
		return mark ? 0 : letter;
	}
	return letter;
}

static bool next_word(struct str text, size_t *at, uint64_t *ret_hash)
{
	uint64_t hash = 0x9E3779B97F4A7C15u;
	size_t i = *at, length;
	unsigned letter = 0;

	for (; i < text.n && !(letter = letter_at(text, i, &length)); i += length)
		;
	*at = i;
	if (!letter)
		return false;
	for (; i < text.n && (letter = letter_at(text, i, &length)); i++)
		hash = (hash ^ letter) * 0x100000001B3u;
	*at = i;
	*ret_hash = hash_mix(hash);
	return true;
}

#define DIGITS 8 /* bytes of a hash */

/* By their lowest byte, then by the next, each time in the order that was: a fixed number of
 * steps, whoever chose the words. */
static void sort_hashes(uint64_t *v, size_t n, struct arena *arena)
{
	uint64_t *from = v, *to = arena_alloc(arena, n * sizeof(*to)), *swap;
	uint32_t at[DIGITS][257] = {{0}};
	size_t digit, i;

	for (i = 0; i < n; i++)
		for (digit = 0; digit < DIGITS; digit++)
			at[digit][(v[i] >> 8 * digit & 255) + 1]++;
	for (digit = 0; digit < DIGITS; digit++) {
		for (i = 1; i < 256; i++)
			at[digit][i] += at[digit][i - 1];
		for (i = 0; i < n; i++)
			to[at[digit][from[i] >> 8 * digit & 255]++] = from[i];
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
	size_t at = 0, words = 0,
	       most = text.n / 2 < SKETCH_MAX_SHINGLES ? text.n / 2 : SKETCH_MAX_SHINGLES;

	*ret = (struct shingles){.v = arena_alloc(arena, most * sizeof(*ret->v))};
	while (next_word(text, &at, &word)) {
		last[words++ % SKETCH_WORDS] = word;
		ret->same = hash_mix(ret->same ^ word);
		if (words >= SKETCH_WORDS && ret->n < most)
			ret->v[ret->n++] =
				hash_mix(last[words % SKETCH_WORDS] * 3 +
					 hash_mix(last[(words + 1) % SKETCH_WORDS] * 5 +
						  hash_mix(last[(words + 2) % SKETCH_WORDS])));
	}
	if (ret->n)
		sort_hashes(ret->v, ret->n, arena);
	ret->n = without_doubles(ret->v, ret->n);
}

#define STRIDE 64 /* steps between two looks at what can still be shared */

static size_t least_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many are in both; 0 as soon as it is clear that they are fewer than so many. */
static size_t count_shared(const struct shingles *a, const struct shingles *b, double enough)
{
	size_t i = 0, j = 0, shared = 0;

	while (i < a->n && j < b->n) {
		size_t left = least_of(STRIDE, least_of(a->n - i, b->n - j));

		if ((double)(shared + least_of(a->n - i, b->n - j)) < enough)
			return 0;
		/* without branches, of which none could be foreseen; no step goes beyond either
		 * end */
		for (; left > 0; left--) {
			uint64_t x = a->v[i], y = b->v[j];

			shared += x == y;
			i += x <= y;
			j += y <= x;
		}
	}
	return shared;
}

static struct likeness likeness_of(
	const struct shingles *a, const struct shingles *b, size_t shared)
{
	size_t least = least_of(a->n, b->n);

	if (!least)
		return (struct likeness){0, 0};
	return (struct likeness){
		(double)shared / (double)(a->n + b->n - shared), (double)shared / (double)least};
}

struct likeness shingles_compare(const struct shingles *a, const struct shingles *b)
{
	return likeness_of(a, b, count_shared(a, b, 0));
}

struct likeness shingles_compare_near(
	const struct shingles *a, const struct shingles *b, struct likeness least)
{
	double by_resemblance = least.resemblance / (1 + least.resemblance) * (double)(a->n + b->n);
	double by_containment = least.containment * (double)least_of(a->n, b->n);
	double enough = by_resemblance < by_containment ? by_resemblance : by_containment;

	return likeness_of(
		a, b, count_shared(a, b, enough - 0.5)); /* half a shingle, for rounding */
}

/* The least hash in each of the orders of a band: side by side, as none of them waits for the
 * others. */
static void find_least(const struct shingles *s, int band, uint64_t least[SKETCH_ROWS])
{
	uint64_t a[SKETCH_ROWS], b[SKETCH_ROWS];
	size_t i;
	int row;

	for (row = 0; row < SKETCH_ROWS; row++) {
		/* an odd multiplier and an offset make a new order of the hashes */
		a[row] = hash_mix((uint64_t)(band * SKETCH_ROWS + row) * 2 + 1) | 1;
		b[row] = hash_mix((uint64_t)(band * SKETCH_ROWS + row) * 2 + 2);
		least[row] = UINT64_MAX;
	}
	for (i = 0; i < s->n; i++)
		for (row = 0; row < SKETCH_ROWS; row++) {
			uint64_t h = s->v[i] * a[row] + b[row];

			least[row] = h < least[row] ? h : least[row];
		}
}

void sketch_make(const struct shingles *s, uint64_t bands[SKETCH_BANDS])
{
	uint64_t least[SKETCH_ROWS];
	int band, row;

	for (band = 0; band < SKETCH_BANDS; band++) {
		find_least(s, band, least);
		bands[band] = (uint64_t)band + 1;
		for (row = 0; row < SKETCH_ROWS; row++)
			bands[band] = hash_mix(bands[band] * 0x9E3779B97F4A7C15u ^ least[row]);
	}
}

void sketch_of(struct str text, struct arena *arena, struct sketch *ret)
{
	shingles_find(text, arena, &ret->shingles);
	sketch_make(&ret->shingles, ret->bands);
}
