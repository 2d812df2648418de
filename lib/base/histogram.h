/* SPDX-License-Identifier: Apache-2.0
 * histogram.h - durations counted in buckets that are 1/8 of a power of two wide, so a percentile
 * is right to 12 % in constant memory (the idea of HdrHistogram, Gil Tene). Two halves of a
 * minute each take turns, so what is reported covers the last one to two minutes. */
#ifndef SITREP_HISTOGRAM_H
#define SITREP_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_BUCKETS 320

struct histogram {
	uint32_t now[HISTOGRAM_BUCKETS];
	uint32_t before[HISTOGRAM_BUCKETS];
	int64_t turned_ms; /* when the halves were last swapped */
};

/* value_us < 0 counts as 0. */
void histogram_add(struct histogram *h, int64_t value_us, int64_t now_ms);
/* The value (us) below which fraction (0..1) of the counted lie; 0 if there are none. */
int64_t histogram_at(const struct histogram *h, double fraction);
uint64_t histogram_count(const struct histogram *h);

#endif
