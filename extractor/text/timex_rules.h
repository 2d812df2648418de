/* SPDX-License-Identifier: Apache-2.0
 * timex_rules.h - the plain time expressions of the grammar; private to timex*.c. */
#ifndef SITREP_TIMEX_RULES_H
#define SITREP_TIMEX_RULES_H

#include "text/timex_calendar.h"

struct scan {
	const struct tokens *tokens;
	const struct time_anchor *anchor;
	size_t begin, end;  /* of the sentence */
	struct moment last; /* the last one that was resolved, for "that month" */
};

/* Each rule returns the tokens that it took at i, 0 for none. */
typedef size_t (*timex_rule)(const struct scan *s, size_t i, struct moment *ret);

/* 1 if the token at i is one of the words, else 0. */
size_t scan_word(const struct scan *s, size_t i, const char *words);
/* A date, a month, a weekday, a year, "last week", "ten years ago", ... */
size_t scan_core(const struct scan *s, size_t i, struct moment *ret);
/* "the year", "the month": only what stands before them makes them a time. */
size_t scan_the_unit(const struct scan *s, size_t i, struct moment *ret);

#endif
