/* SPDX-License-Identifier: Apache-2.0
 * When a transaction is due: at once after a pause, later in a stream, and never for nothing. */
#include "support/testing.h"

#include "store/pace.h"

#define MS(n) ((int64_t)(n)*1000)

START_TEST(the_first_result_after_a_pause_is_due_at_once)
{
	struct pace pace = {0};

	ck_assert_int_eq(pace_wait_us(&pace, 1, MS(1)), 0);
	pace_committed(&pace, MS(10), MS(12));
	ck_assert_int_eq(pace_wait_us(&pace, 1, MS(12 + 2 * PACE_SHARE)), 0);
}
END_TEST

START_TEST(in_a_stream_committing_takes_a_share_of_the_time)
{
	struct pace pace = {0};

	pace_committed(&pace, MS(10), MS(12));
	ck_assert_int_eq(pace_wait_us(&pace, 1, MS(12)), MS(2 * PACE_SHARE));
	ck_assert_int_eq(pace_wait_us(&pace, 5, MS(13)), MS(2 * PACE_SHARE - 1));
}
END_TEST

START_TEST(a_slow_disk_makes_nobody_wait_for_longer_than_a_bound)
{
	struct pace pace = {0};

	pace_committed(&pace, MS(10), MS(9010));
	ck_assert_int_eq(pace_wait_us(&pace, 1, MS(9010)), PACE_MOST_US);
}
END_TEST

START_TEST(nobody_waits_when_nothing_more_is_underway)
{
	struct pace pace = {0};

	pace_committed(&pace, MS(10), MS(12));
	/* four extractors, of which each reads one */
	pace_told(&pace, 4, 4, MS(12));
	ck_assert_int_eq(pace_wait_us(&pace, 1, MS(12)), 0);
	/* and eight reports in their hands beside those: until eight are here */
	pace_told(&pace, 12, 4, MS(12));
	ck_assert_int_gt(pace_wait_us(&pace, 7, MS(12)), 0);
	ck_assert_int_eq(pace_wait_us(&pace, 8, MS(12)), 0);
}
END_TEST

START_TEST(an_old_word_of_the_ingestor_is_not_believed)
{
	struct pace pace = {0};

	pace_told(&pace, 0, 1, MS(1));
	pace_committed(&pace, MS(5000), MS(5001));
	ck_assert_int_gt(pace_wait_us(&pace, 1, MS(5001)), 0);
}
END_TEST

TEST_MAIN("pace", the_first_result_after_a_pause_is_due_at_once,
	in_a_stream_committing_takes_a_share_of_the_time,
	a_slow_disk_makes_nobody_wait_for_longer_than_a_bound,
	nobody_waits_when_nothing_more_is_underway, an_old_word_of_the_ingestor_is_not_believed)
