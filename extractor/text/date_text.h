/* SPDX-License-Identifier: Apache-2.0
 * date_text.h - a calendar day as people write it, in the languages of Europe and East Asia.
 *
 * Only dates with a day, a month and a year count: "12 March 2021", "12.3.2021", "Mar. 12, 2021",
 * "2021-03-12T10:00Z", "20210312", "2021年3月12日". This is for datelines and meta elements of
 * pages, where a wrong day is worse than none; times in running text are another module's job. */
#ifndef SITREP_DATE_TEXT_H
#define SITREP_DATE_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

enum date_order {
	DATE_DAY_FIRST,  /* 3/12/2021 is 3 December */
	DATE_MONTH_FIRST /* 3/12/2021 is 12 March */
};

struct date_found {
	int32_t day;       /* days since 1970-01-01 */
	size_t start, end; /* bytes of the text that say it */
};

/* The first date at or behind from; false if there is none. */
bool date_text_find(struct str s, size_t from, enum date_order order, struct date_found *ret);
/* The date that a machine wrote: ISO 8601, RFC 2822, Unix time; else as above. */
bool date_text_machine(struct str s, enum date_order order, int32_t *ret_day);
/* What a machine wrote of which the day is not known: "2021-03" (ret_month is true), "2021".
 * ret_day is the first day of it. */
bool date_text_coarse(struct str s, int32_t *ret_day, bool *ret_month);
/* A month in an address: /2021/03/ */
bool date_text_url_month(struct str url, int32_t *ret_day);
/* A date in an address: /2021/03/12/, /2021-03-12-, /20210312/. */
bool date_text_url(struct str url, int32_t *ret_day);

#endif
