/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/charclass.h"
#include "text/feature.h"

#define LONGEST_SHAPE 16
#define LONGEST_FORM 64 /* what comes after does not tell words apart */

static uint32_t hash32(const char *p, size_t n, uint64_t seed)
{
	return (uint32_t)hash_bytes(p, n, seed);
}

static char shape_of(uint32_t c, bool capitals)
{
	if (char_class(c) == CHAR_DIGIT)
		return '0';
	if (char_class(c) == CHAR_LETTER)
		return !capitals && char_is_upper(c) ? 'X' : 'x';
	return c < 0x80 ? (char)c : '?';
}

/* Runs are cut to two: "McDonnell" is XxXxx, "2019" is 00. In a text of capitals every letter is
 * 'x', with a mark, so that case tells nothing there. */
static uint32_t shape_hash(struct str s, bool capitals)
{
	char shape[LONGEST_SHAPE];
	size_t i, taken, n = 0;
	char c;

	for (i = 0; i < s.n && n < sizeof(shape); i += taken) {
		c = shape_of(utf8_decode(s.p + i, s.n - i, &taken), capitals);
		if (n >= 2 && shape[n - 1] == c && shape[n - 2] == c)
			continue;
		shape[n++] = c;
	}
	return hash32(shape, n, capitals ? 2 : 1);
}

/* Digits as 0, cut if too long; returns its length. */
static size_t normalise(struct str lower, char form[LONGEST_FORM])
{
	size_t i, n = lower.n < LONGEST_FORM ? lower.n : LONGEST_FORM;

	for (i = 0; i < n; i++)
		form[i] = ascii_is_digit(lower.p[i]) ? '0' : lower.p[i];
	return n;
}

uint32_t word_form(struct str lower)
{
	char form[LONGEST_FORM];

	return hash32(form, normalise(lower, form), 3);
}

static struct word describe(struct str text, struct str lower, bool capitals)
{
	char form[LONGEST_FORM];
	struct word w;
	size_t i, n = normalise(lower, form);

	w.form = hash32(form, n, 3);
	for (i = 0; i < 4; i++)
		w.suffix[i] = i < n ? hash32(form + n - i - 1, i + 1, 4) : 0;
	for (i = 0; i < 3; i++)
		w.prefix[i] = i < n ? hash32(form, i + 1, 5) : 0;
	w.shape = shape_hash(text, capitals);
	w.cluster = 0;
	return w;
}

struct word *words_describe(
	const struct tokens *tokens, const struct clusters *clusters, struct arena *arena)
{
	struct word *words = arena_alloc(arena, (tokens->n + 1) * sizeof(*words));
	size_t i;

	for (i = 0; i < tokens->n; i++) {
		words[i] = describe(token_text(tokens, i), tokens->v[i].lower,
			tokens->sentences[tokens->v[i].sentence].capitals);
		words[i].cluster = clusters_get(clusters, words[i].form);
	}
	return words;
}

void features_fill(const struct template *templates, size_t n, const uint32_t *atoms, uint64_t *out)
{
	uint64_t h;
	size_t i, j;

	for (i = 0; i < n; i++) {
		h = (i + 1) * 0x9E3779B97F4A7C15u;
		for (j = 0; j < templates[i].n; j++) {
			h = (h ^ atoms[templates[i].atom[j]]) * 0x9FB21C651E98DF25u;
			h ^= h >> 32;
		}
		out[i] = h * 0xD6E8FEB86659FD93u;
		out[i] ^= out[i] >> 29;
	}
}

uint64_t features_hash(const struct template *templates, size_t n, uint32_t revision)
{
	return hash_bytes(templates, n * sizeof(*templates), revision);
}

uint64_t feature_of(const char *name, uint32_t a, uint32_t b)
{
	return hash_mix(hash_bytes(name, strlen(name), a) + b);
}
