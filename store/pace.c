/* SPDX-License-Identifier: Apache-2.0 */
#include "store/pace.h"

#include <stdbool.h>

void pace_committed(struct pace *pace, int64_t began_us, int64_t now_us)
{
	int64_t wait = PACE_SHARE * (now_us - began_us);

	pace->due_us = now_us + (wait < PACE_MOST_US ? wait : PACE_MOST_US);
}

void pace_told(struct pace *pace, uint64_t leased, uint64_t workers, int64_t now_us)
{
	pace->underway = leased > workers ? leased - workers : 0;
	pace->told_us = now_us;
}

/* Whether more may come soon. What is pending is still lent, as nobody was told that it is done. */
static bool more_underway(const struct pace *pace, size_t pending, int64_t now_us)
{
	return !pace->told_us || now_us - pace->told_us > PACE_BELIEVED_US ||
	       pace->underway > pending;
}

int64_t pace_wait_us(const struct pace *pace, size_t pending, int64_t now_us)
{
	return pace->due_us > now_us && more_underway(pace, pending, now_us) ? pace->due_us - now_us
									     : 0;
}
