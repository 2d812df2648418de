/* SPDX-License-Identifier: Apache-2.0
 * clock.h - the only door to the time. Cores take the time as an argument; programs ask here. */
#ifndef SITREP_CLOCK_H
#define SITREP_CLOCK_H

#include <stdint.h>

int64_t clock_wall_ms(void); /* Unix time */
int64_t clock_mono_ms(void); /* never goes back; for durations */
int64_t clock_mono_us(void);
/* RFC 3339 in UTC with milliseconds: "2026-01-02T03:04:05.678Z", NUL included. */
void clock_format(int64_t wall_ms, char out[32]);

#endif
