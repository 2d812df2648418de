/* SPDX-License-Identifier: Apache-2.0
 * Jobs come back done and in order, whichever thread did them. */
#include "support/testing.h"

#include <sched.h>
#include <unistd.h>

#include "service/readahead.h"

struct job {
	int n, squared;
	pid_t by;
};

static void square(void *arg)
{
	struct job *job = arg;

	job->squared = job->n * job->n;
	job->by = gettid();
}

START_TEST(jobs_come_back_done_and_in_order)
{
	AUTO(readahead_free) struct readahead *h = readahead_new(square);
	static struct job jobs[10000];
	int given = 0, taken = 0;

	while (taken < (int)ARRAY_SIZE(jobs)) {
		struct job *job;

		for (; given < (int)ARRAY_SIZE(jobs); given++) {
			jobs[given].n = given;
			if (!readahead_give(h, &jobs[given]))
				break;
		}
		/* all, some or one of them */
		do {
			job = readahead_take(h);
			ck_assert_ptr_eq(job, &jobs[taken]);
			ck_assert_int_eq(job->squared, taken * taken);
			taken++;
		} while (taken < given && taken % 7);
	}
	ck_assert_ptr_null(readahead_take(h));
}
END_TEST

START_TEST(a_full_one_takes_nothing_more)
{
	AUTO(readahead_free) struct readahead *h = readahead_new(square);
	struct job jobs[READAHEAD_JOBS + 1] = {{0}};
	int i;

	for (i = 0; i < READAHEAD_JOBS; i++)
		ck_assert(readahead_give(h, &jobs[i]));
	ck_assert(!readahead_give(h, &jobs[i]));
	ck_assert_ptr_eq(readahead_take(h), &jobs[0]);
	ck_assert(readahead_give(h, &jobs[i]));
	/* those that are left are ours again when it has gone */
}
END_TEST

START_TEST(both_threads_work)
{
	AUTO(readahead_free) struct readahead *h = readahead_new(square);
	struct job job = {0};
	int i;
	bool own = false, other = false;

	/* a job that is wanted back at once is done by whoever comes first */
	for (i = 0; i < 100000 && !(own && other); i++) {
		ck_assert(readahead_give(h, &job));
		if (i % 2)
			sched_yield();
		ck_assert_ptr_eq(readahead_take(h), &job);
		own |= job.by == getpid();
		other |= job.by != getpid();
	}
	ck_assert(own);
}
END_TEST

TEST_MAIN("readahead", jobs_come_back_done_and_in_order, a_full_one_takes_nothing_more,
	both_threads_work)
