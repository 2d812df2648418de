/* SPDX-License-Identifier: Apache-2.0
 * hash.h - a fast hash for tables and features in memory and in model files. Not for keys that a
 * stranger chooses where collisions would hurt beyond time, and not for identity (that is SHA-256).
 *
 * hash_bytes is a multiply-fold over eight bytes at a time with a final avalanche (the mixing step
 * of SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). It is
 * part of the model file format: changing it means retraining. */
#ifndef SITREP_HASH_H
#define SITREP_HASH_H

#include <stdint.h>
#include <string.h>
#include "base/str.h"

static inline uint64_t hash_mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xBF58476D1CE4E5B9u;
	x ^= x >> 27;
	x *= 0x94D049BB133111EBu;
	x ^= x >> 31;
	return x;
}

static inline uint64_t hash_bytes(const void *data, size_t n, uint64_t seed)
{
	const unsigned char *p = data;
	uint64_t h = seed ^ (n * 0x9E3779B97F4A7C15u), word;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		h = (h ^ word) * 0x9FB21C651E98DF25u;
		h ^= h >> 32;
	}
	word = 0;
	for (; n > 0; n--)
		word = word << 8 | p[n - 1];
	return hash_mix(h ^ word);
}

static inline uint64_t hash_str(struct str s)
{
	return hash_bytes(s.p, s.n, 0);
}

#endif
