/* SPDX-License-Identifier: Apache-2.0
 * sha256.c - the instructions work on the state as two halves, ABEF and CDGH, and do two rounds
 * at a time; sixteen times four rounds, of which the words from the fifth on are made of the four
 * before. */
#include <sodium.h>
#include <stdint.h>

#include "model/sha256.h"

void sha256_portable(struct str data, unsigned char out[SHA256_BYTES])
{
	crypto_hash_sha256(out, (const unsigned char *)data.p, data.n);
}

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>

#define BLOCK 64

static const uint32_t K[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b,
	0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6,
	0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
	0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585,
	0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa,
	0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

__attribute__((target("sha,sse4.1,ssse3"))) static void blocks(
	__m128i state[2], const unsigned char *p, size_t n)
{
	const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i abef = state[0], cdgh = state[1];

	for (; n >= BLOCK; p += BLOCK, n -= BLOCK) {
		const __m128i abef_before = abef, cdgh_before = cdgh;
		__m128i w[4];
		int i;

		for (i = 0; i < 4; i++)
			w[i] = _mm_shuffle_epi8(
				_mm_loadu_si128((const __m128i *)(p + 16 * i)), swap);
#pragma GCC unroll 16
		for (i = 0; i < 16; i++) {
			__m128i now = w[i & 3];
			__m128i sum =
				_mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(K + 4 * i)));

			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
			now = _mm_add_epi32(_mm_sha256msg1_epu32(now, w[(i + 1) & 3]),
				_mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
			w[i & 3] = _mm_sha256msg2_epu32(now, w[(i + 3) & 3]);
		}
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	state[0] = abef;
	state[1] = cdgh;
}

static void store_word(unsigned char *to, uint32_t x)
{
	to[0] = (unsigned char)(x >> 24);
	to[1] = (unsigned char)(x >> 16);
	to[2] = (unsigned char)(x >> 8);
	to[3] = (unsigned char)x;
}

static void by_processor(struct str data, unsigned char out[SHA256_BYTES])
{
	/* the words of a half, from its lowest: F E B A and H G D C of the first state */
	__m128i state[2] = {_mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c),
		_mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19)};
	static const int place[2][4] = {{5, 4, 1, 0}, {7, 6, 3, 2}};
	size_t whole = data.n / BLOCK * BLOCK, rest = data.n - whole, i;
	unsigned char last[2 * BLOCK] = {0};
	size_t nlast = rest + 9 > BLOCK ? 2 * BLOCK : BLOCK;
	uint32_t words[4];

	blocks(state, (const unsigned char *)data.p, whole);
	if (rest)
		memcpy(last, data.p + whole, rest);
	last[rest] = 0x80;
	store_word(last + nlast - 8, (uint32_t)((uint64_t)data.n >> 29));
	store_word(last + nlast - 4, (uint32_t)(data.n << 3));
	blocks(state, last, nlast);
	for (i = 0; i < 8; i++) {
		if (i % 4 == 0)
			memcpy(words, &state[i / 4], sizeof(words));
		store_word(out + 4 * place[i / 4][i % 4], words[i % 4]);
	}
}

static int has_instructions(void)
{
	static int known = -1;
	unsigned a, b, c, d;

	if (known < 0)
		known = __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1 &&
			__builtin_cpu_supports("sse4.1");
	return known;
}

void sha256(struct str data, unsigned char out[SHA256_BYTES])
{
	if (has_instructions())
		by_processor(data, out);
	else
		sha256_portable(data, out);
}
#else
void sha256(struct str data, unsigned char out[SHA256_BYTES])
{
	sha256_portable(data, out);
}
#endif
