/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "base/date.h"

int64_t clock_wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_mono_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_mono_ms(void)
{
	return clock_mono_us() / 1000;
}

void clock_format(int64_t wall_ms, char out[32])
{
	const int64_t day_ms = 86400000;
	int64_t day = wall_ms / day_ms, rest = wall_ms % day_ms;
	char date[16];

	if (rest < 0) {
		rest += day_ms;
		day--;
	}
	day_format((int32_t)day, date);
	snprintf(out, 32, "%sT%02d:%02d:%02d.%03dZ", date, (int)(rest / 3600000),
		(int)(rest / 60000 % 60), (int)(rest / 1000 % 60), (int)(rest % 1000));
}
