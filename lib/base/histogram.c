/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/histogram.h"

#define HALF_MS 60000

/* Below 8 a bucket each; above, the three bits after the leading one choose the bucket. */
static unsigned bucket_of(uint64_t v)
{
	unsigned top;

	if (v < 8)
		return (unsigned)v;
	top = 63u - (unsigned)__builtin_clzll(v);
	if (top >= 40)
		return HISTOGRAM_BUCKETS - 1;
	return (top - 2) * 8 + (unsigned)(v >> (top - 3) & 7);
}

static int64_t bucket_value(unsigned b)
{
	unsigned top = b / 8 + 2;

	return b < 8 ? b : (int64_t)(8 + b % 8) << (top - 3);
}

static void histogram_turn(struct histogram *h, int64_t now_ms)
{
	int64_t age = now_ms - h->turned_ms;

	if (age >= 0 && age < HALF_MS)
		return;
	if (age < 2 * (int64_t)HALF_MS && age >= 0)
		memcpy(h->before, h->now, sizeof(h->before));
	else
		memset(h->before, 0, sizeof(h->before));
	memset(h->now, 0, sizeof(h->now));
	h->turned_ms = now_ms;
}

void histogram_add(struct histogram *h, int64_t value_us, int64_t now_ms)
{
	histogram_turn(h, now_ms);
	h->now[bucket_of(value_us < 0 ? 0 : (uint64_t)value_us)]++;
}

uint64_t histogram_count(const struct histogram *h)
{
	uint64_t n = 0;
	unsigned b;

	for (b = 0; b < HISTOGRAM_BUCKETS; b++)
		n += h->now[b] + h->before[b];
	return n;
}

int64_t histogram_at(const struct histogram *h, double fraction)
{
	uint64_t n = histogram_count(h), seen = 0;
	unsigned b;

	for (b = 0; b < HISTOGRAM_BUCKETS && n; b++) {
		seen += h->now[b] + h->before[b];
		if ((double)seen >= fraction * (double)n && seen)
			return bucket_value(b);
	}
	return 0;
}
