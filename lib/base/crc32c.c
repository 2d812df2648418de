/* SPDX-License-Identifier: Apache-2.0
 * crc32c.c - a byte at a time from a table, and eight at a time by the instruction of SSE 4.2. */
#include <string.h>

#include "base/crc32c.h"

#define POLYNOMIAL 0x82F63B78u /* reflected */

/* Made once; the last entry says that all are there. */
static const uint32_t *table(void)
{
	static uint32_t v[256];
	uint32_t i, k, x;

	for (i = 0; !v[255] && i < 256; i++) {
		for (x = i, k = 0; k < 8; k++)
			x = x & 1 ? x >> 1 ^ POLYNOMIAL : x >> 1;
		v[i] = x;
	}
	return v;
}

uint32_t crc32c_portable(uint32_t seed, const void *data, size_t n)
{
	const uint32_t *t = table();
	const unsigned char *p = data;
	uint32_t x = ~seed;

	for (; n > 0; n--)
		x = x >> 8 ^ t[(x ^ *p++) & 0xFF];
	return ~x;
}

#ifdef __x86_64__
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t by_processor(
	uint32_t seed, const void *data, size_t n)
{
	const unsigned char *p = data;
	uint64_t x = ~seed, word;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		x = _mm_crc32_u64(x, word);
	}
	for (; n > 0; n--)
		x = _mm_crc32_u8((uint32_t)x, *p++);
	return ~(uint32_t)x;
}

uint32_t crc32c(uint32_t seed, const void *data, size_t n)
{
	return __builtin_cpu_supports("sse4.2") ? by_processor(seed, data, n)
						: crc32c_portable(seed, data, n);
}
#else
uint32_t crc32c(uint32_t seed, const void *data, size_t n)
{
	return crc32c_portable(seed, data, n);
}
#endif
