/* SPDX-License-Identifier: Apache-2.0
 *
 * A block is a copy if it stands there before, or if it is long and (nearly) all of its words lie
 * in runs of four (shingles; Broder, "On the resemblance and containment of documents", 1997) of
 * blocks before it. Their hashes go into one table of 32 bits each; one false hit in millions
 * does not make a copy. */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/hash.h"
#include "base/map.h"
#include "text/html_copy.h"

#define COPY_WORDS 8u /* of a block that is repeated word by word */
#define LONG_WORDS \
	100u /* of one whose words stand elsewhere, in other blocks; shorter ones are quotes */
#define SHINGLE 4u
#define GATHERED_PERCENT 90u
#define MOST_WORDS ((size_t)1 << 20) /* beyond, copies are no matter */

struct seen {
	uint32_t *slots;  /* [mask + 1]; 0: free */
	uint32_t *owners; /* [mask + 1] the block where it stands first */
	size_t mask, n;
};

static bool find_slot(const struct seen *seen, uint32_t hash, size_t *ret_at)
{
	size_t at = hash & seen->mask;

	while (seen->slots[at] && seen->slots[at] != hash)
		at = (at + 1) & seen->mask;
	*ret_at = at;
	return seen->slots[at] != 0;
}

static bool next_word(struct str *rest, struct str *ret)
{
	size_t start = 0, end;

	while (start < rest->n && ascii_is_space(rest->p[start]))
		start++;
	for (end = start; end < rest->n && !ascii_is_space(rest->p[end]); end++)
		;
	*ret = str_slice(*rest, start, end);
	*rest = str_slice(*rest, end, rest->n);
	return ret->n > 0;
}

/* Hashes of all shingles of the text into out, which has room for its words; how many. */
static size_t shingles_of(struct str text, uint32_t *out)
{
	uint64_t last[SHINGLE] = {0};
	struct str word;
	size_t words = 0, n = 0, k;

	while (next_word(&text, &word)) {
		uint64_t hash = 0;

		last[words++ % SHINGLE] = hash_str(word);
		if (words < SHINGLE)
			continue;
		for (k = 0; k < SHINGLE; k++)
			hash = hash_mix(hash + last[(words + k) % SHINGLE]);
		out[n++] = (uint32_t)hash ? (uint32_t)hash : 1;
	}
	return n;
}

/* Do all words lie in a known shingle? Where it passes from one block to the next no shingle is
 * known, but its words are in some. A single figure that differs makes another text; but where
 * the words are gathered from many blocks, none of which has half of them, a heading in between
 * may be missing. */
static bool is_copy(const struct seen *seen, const uint32_t *hashes, size_t n)
{
	size_t i, at, known = 0, end = 0, of_block = 0, most = 0, words = n + SHINGLE - 1;
	uint32_t block = 0;

	for (i = 0; i < n; i++) {
		size_t fresh;

		if (!find_slot(seen, hashes[i], &at))
			continue;
		fresh = i + SHINGLE - (end > i ? end : i);
		of_block = seen->owners[at] == block ? of_block + fresh : fresh;
		block = seen->owners[at];
		most = of_block > most ? of_block : most;
		known += fresh;
		end = i + SHINGLE;
	}
	return n &&
	       (known == words || (known * 100 >= words * GATHERED_PERCENT && most * 2 < words));
}

static void drop_repeated(const struct html_blocks *blocks, bool *keep)
{
	AUTO(map_release) struct map seen;
	uint32_t i;

	map_init(&seen);
	for (i = 0; i < blocks->n; i++)
		if (keep[i] && blocks->v[i].words >= COPY_WORDS)
			map_put(&seen, blocks->v[i].text, &keep[i]); /* kept if it is new */
}

void html_drop_copies(const struct html_blocks *blocks, struct arena *arena, bool *keep)
{
	struct seen seen = {.mask = 255};
	size_t words = 0, most = 0, n, k, at;
	uint32_t i, *hashes;
	bool any = false;

	drop_repeated(blocks, keep);
	for (i = 0; i < blocks->n; i++) {
		size_t own = keep[i] ? blocks->v[i].text.n / 2 + 1 : 0; /* more than it can have */

		words += keep[i] ? blocks->v[i].words : 0;
		most = own > most ? own : most;
		any = any || (keep[i] && blocks->v[i].words >= LONG_WORDS);
	}
	if (!any || words > MOST_WORDS)
		return;
	while (seen.mask < 4 * words)
		seen.mask = 2 * seen.mask + 1;
	seen.slots = arena_zalloc(arena, seen.mask + 1, sizeof(*seen.slots));
	seen.owners = arena_alloc(arena, (seen.mask + 1) * sizeof(*seen.owners));
	hashes = arena_alloc(arena, (most + 1) * sizeof(*hashes));
	for (i = 0; i < blocks->n; i++) {
		if (!keep[i])
			continue;
		n = shingles_of(blocks->v[i].text, hashes);
		keep[i] = blocks->v[i].words < LONG_WORDS || !is_copy(&seen, hashes, n);
		for (k = 0; keep[i] && k < n; k++)
			if (seen.n < seen.mask / 2 && !find_slot(&seen, hashes[k], &at)) {
				seen.slots[at] = hashes[k];
				seen.owners[at] = i;
				seen.n++;
			}
	}
}
