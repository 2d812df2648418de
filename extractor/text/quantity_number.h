/* SPDX-License-Identifier: Apache-2.0
 * quantity_number.h - a number in figures or words, and names of money; private to quantity*.c. */
#ifndef SITREP_QUANTITY_NUMBER_H
#define SITREP_QUANTITY_NUMBER_H

#include "text/token.h"

struct number {
	double value;
	size_t n;          /* tokens taken, 0: no number here */
	bool words;        /* written in words */
	struct str suffix; /* what hangs on its last token: "kg", "-year", "-strong"; else empty */
};

/* "1,200", "2.5 million", "one hundred and twenty", "two dozen", "a thousand", "10-year". */
struct number number_at(const struct tokens *tokens, size_t i, size_t end);
/* The ISO 4217 code of a symbol or code ("$", "US$", "EUR") at i, absent if it is none. */
struct str currency_symbol(const struct tokens *tokens, size_t i);
/* The code of a name ("Australian dollars", "rupiah") at i; *ret_n is how many tokens it has. A
 * bare name that several currencies share takes the one whose country the text names first. */
struct str currency_name(const struct tokens *tokens, size_t i, size_t end, size_t *ret_n);

#endif
