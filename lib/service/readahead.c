/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/mem.h"
#include "service/readahead.h"

#define WORTH_WAKING 4 /* jobs: fewer are done by whoever wants them before a thread has woken */

struct slot {
	void *job;
	bool done;
};

struct readahead {
	readahead_fn *fn;
	pthread_t thread;
	bool has_thread;
	/* The lock guards what follows; a job is worked on without it. */
	pthread_mutex_t lock;
	pthread_cond_t given, finished;
	struct slot slots[READAHEAD_JOBS]; /* of job n: n % READAHEAD_JOBS */
	size_t ngiven, nbegun, ntaken;     /* since the start: ntaken <= nbegun <= ngiven */
	bool stop;
};

/* With the lock held before and after. */
static void do_next(struct readahead *h)
{
	struct slot *slot = &h->slots[h->nbegun++ % READAHEAD_JOBS];

	pthread_mutex_unlock(&h->lock);
	h->fn(slot->job);
	pthread_mutex_lock(&h->lock);
	slot->done = true;
}

static void *run(void *arg)
{
	struct readahead *h = arg;

	pthread_mutex_lock(&h->lock);
	while (!h->stop) {
		if (h->nbegun == h->ngiven) {
			pthread_cond_wait(&h->given, &h->lock);
			continue;
		}
		do_next(h);
		pthread_cond_signal(&h->finished);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

struct readahead *readahead_new(readahead_fn *fn)
{
	struct readahead *h = xcalloc(1, sizeof(*h));

	h->fn = fn;
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->given, NULL);
	pthread_cond_init(&h->finished, NULL);
	h->has_thread = pthread_create(&h->thread, NULL, run, h) == 0;
	return h;
}

void readahead_free(struct readahead **readahead)
{
	struct readahead *h = *readahead;

	if (!h)
		return;
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_signal(&h->given);
	pthread_mutex_unlock(&h->lock);
	if (h->has_thread)
		pthread_join(h->thread, NULL);
	pthread_cond_destroy(&h->given);
	pthread_cond_destroy(&h->finished);
	pthread_mutex_destroy(&h->lock);
	free(h);
	*readahead = NULL;
}

bool readahead_give(struct readahead *h, void *job)
{
	bool room;

	pthread_mutex_lock(&h->lock);
	room = h->ngiven - h->ntaken < READAHEAD_JOBS;
	if (room) {
		h->slots[h->ngiven++ % READAHEAD_JOBS] = (struct slot){.job = job};
		if (h->ngiven - h->nbegun >= WORTH_WAKING)
			pthread_cond_signal(&h->given);
	}
	pthread_mutex_unlock(&h->lock);
	return room;
}

void *readahead_take(struct readahead *h)
{
	struct slot *slot;
	void *job = NULL;

	pthread_mutex_lock(&h->lock);
	if (h->ntaken < h->ngiven) {
		slot = &h->slots[h->ntaken % READAHEAD_JOBS];
		if (h->nbegun == h->ntaken)
			do_next(h);
		while (!slot->done)
			pthread_cond_wait(&h->finished, &h->lock);
		job = slot->job;
		h->ntaken++;
	}
	pthread_mutex_unlock(&h->lock);
	return job;
}
