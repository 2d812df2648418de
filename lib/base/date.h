/* SPDX-License-Identifier: Apache-2.0
 * date.h - calendar days without clocks or zones, in the proleptic Gregorian calendar (ISO 8601).
 * A day is the number of days since 1970-01-01; DAY_NONE is "no day" (an open end). The algorithms
 * are those of Howard Hinnant, "chrono-compatible low-level date algorithms" (2013). */
#ifndef SITREP_DATE_H
#define SITREP_DATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

#define DAY_NONE INT32_MIN
#define DAY_CHARS 10 /* of "YYYY-MM-DD" */

/* Both ends inclusive; either may be open. */
struct period {
	int32_t start;
	int32_t end;
};

int32_t day_from_civil(int year, int month, int day); /* month 1..12, day 1..31 */
void day_to_civil(int32_t day, int *ret_year, int *ret_month, int *ret_day);
int day_of_week(int32_t day); /* 0 = Monday .. 6 = Sunday */
int days_in_month(int year, int month);
bool date_valid(int year, int month, int day);
/* "YYYY-MM-DD", anything after it ignored if it does not start with a digit. */
bool day_parse(struct str s, int32_t *ret_day);
/* Writes "YYYY-MM-DD" and a NUL. */
void day_format(int32_t day, char out[16]);

#endif
