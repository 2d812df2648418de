/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>

#include "store/uuid.h"

/* 0f6a2c0e-5d0b-4f0a-9b57-2f1f6c0d51a7, drawn once */
static const unsigned char space[16] = {0x0f, 0x6a, 0x2c, 0x0e, 0x5d, 0x0b, 0x4f, 0x0a, 0x9b, 0x57,
	0x2f, 0x1f, 0x6c, 0x0d, 0x51, 0xa7};

static uint32_t roll(uint32_t v, int by)
{
	return v << by | v >> (32 - by);
}

static void sha1_block(uint32_t h[5], const unsigned char *p)
{
	uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
	int t;

	for (t = 0; t < 16; t++)
		w[t] = (uint32_t)p[4 * t] << 24 | (uint32_t)p[4 * t + 1] << 16 |
		       (uint32_t)p[4 * t + 2] << 8 | p[4 * t + 3];
	for (; t < 80; t++)
		w[t] = roll(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	for (t = 0; t < 80; t++) {
		uint32_t f = t < 20   ? (b & c) | (~b & d)
			     : t < 40 ? b ^ c ^ d
			     : t < 60 ? (b & c) | (b & d) | (c & d)
				      : b ^ c ^ d;
		uint32_t k = t < 20   ? 0x5a827999
			     : t < 40 ? 0x6ed9eba1
			     : t < 60 ? 0x8f1bbcdc
				      : 0xca62c1d6;
		uint32_t next = roll(a, 5) + f + e + k + w[t];

		e = d;
		d = c;
		c = roll(b, 30);
		b = a;
		a = next;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

/* The byte at i of the padded message: namespace, name, 0x80, zeros, length in bits. */
static unsigned char message_byte(struct str name, size_t i, size_t total)
{
	size_t n = sizeof(space) + name.n;

	if (i < sizeof(space))
		return space[i];
	if (i < n)
		return (unsigned char)name.p[i - sizeof(space)];
	if (i == n)
		return 0x80;
	return i < total - 8 ? 0 : (unsigned char)((uint64_t)n * 8 >> (8 * (total - 1 - i)));
}

void uuid_of(struct str name, char out[UUID_TEXT])
{
	uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
	size_t total = (sizeof(space) + name.n + 9 + 63) / 64 * 64, at, i;

	for (at = 0; at < total; at += 64) {
		unsigned char block[64];

		for (i = 0; i < 64; i++)
			block[i] = message_byte(name, at + i, total);
		sha1_block(h, block);
	}
	snprintf(out, UUID_TEXT, "%08x-%04x-5%03x-%04x-%04x%08x", h[0], h[1] >> 16, h[1] & 0xfff,
		(h[2] >> 16 & 0x3fff) | 0x8000, h[2] & 0xffff, h[3]);
}
