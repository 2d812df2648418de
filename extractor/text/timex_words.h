/* SPDX-License-Identifier: Apache-2.0
 * timex_words.h - single tokens that name times; private to timex*.c. */
#ifndef SITREP_TIMEX_WORDS_H
#define SITREP_TIMEX_WORDS_H

#include "text/timex.h"

int month_of(const struct tokens *tokens, size_t i);    /* 1..12, 0 if it is none */
int weekday_of(const struct tokens *tokens, size_t i);  /* 0 Monday .. 6, -1 if it is none */
int season_of(const struct tokens *tokens, size_t i);   /* 0 spring .. 3 winter, -1 */
int day_number(const struct tokens *tokens, size_t i);  /* "3", "3rd", 0 if it is none */
int year_number(const struct tokens *tokens, size_t i); /* 1900..2099, 0 */
/* "day", "weeks", "month", "years": the precision, 0 if it is none. */
enum timex_precision unit_of(const struct tokens *tokens, size_t i);
/* "3", "two", "a", "several" (0): a small count before a unit; -1 if it is none. */
int small_count(const struct tokens *tokens, size_t i);

#endif
