/* SPDX-License-Identifier: Apache-2.0
 * feeds.c - feeds, from one turn to the next: when each is due, its document's fetching, and how
 * a turn ends. */
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "ingestor/feeds_parts.h"

#define AGAIN_MS ((int64_t)30000) /* when a document was left incomplete */
#define MAX_FETCHING 8
#define POLITE_MS ((int64_t)20) /* a robots.txt may have come */
#define HOUR_MS ((int64_t)3600000)

struct feed *feed_new(struct feeds *feeds, struct str url)
{
	struct feed *f = xcalloc(1, sizeof(*f));
	struct buf *const small[] = {&f->at, &f->title, &f->etag, &f->modified, &f->warning,
		&f->new_etag, &f->new_modified};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(small); i++)
		buf_init(small[i], MAX_SOURCE_BYTES);
	buf_init(&f->body, MAX_REPORT_BYTES);
	arena_init(&f->arena, 0);
	f->owner = feeds;
	f->url = xstrndup(url.p, url.n);
	buf_str(&f->at, url);
	feeds->v = xrealloc(feeds->v, feeds->n + 1, sizeof(*feeds->v));
	feeds->v[feeds->n++] = f;
	return f;
}

static void free_feed(struct feed *f)
{
	buf_release(&f->at);
	buf_release(&f->title);
	buf_release(&f->etag);
	buf_release(&f->modified);
	buf_release(&f->warning);
	buf_release(&f->new_etag);
	buf_release(&f->new_modified);
	buf_release(&f->body);
	arena_release(&f->arena);
	free(f->url);
	free(f);
}

struct feeds *feeds_new(struct spool *spool, struct ingestor *ingestor,
	const struct feeds_options *options, struct err *err)
{
	struct fetch_options fetch = {.time_ms = options->time_ms,
		.allow_private = options->allow_private,
		.agent = options->agent,
		.proxy = options->proxy};
	struct feeds *feeds = xcalloc(1, sizeof(*feeds));
	struct epoll_event event = {.events = EPOLLIN};

	feeds->spool = spool;
	feeds->ingestor = ingestor;
	feeds->options = *options;
	feeds->random = options->seed;
	feeds->epoll = epoll_create1(EPOLL_CLOEXEC);
	feeds->fetcher = fetcher_new(&fetch, err);
	if (feeds->fetcher)
		feeds->polite = polite_new(feeds->fetcher, options->agent, !options->robots);
	if (feeds->fetcher && feeds->epoll >= 0 &&
		epoll_ctl(feeds->epoll, EPOLL_CTL_ADD, fetcher_fd(feeds->fetcher), &event) == 0)
		return feeds;
	if (feeds->fetcher)
		err_set(err, ERR_FATAL, "cannot wait for feeds: %m");
	feeds_free(&feeds);
	return NULL;
}

void feeds_free(struct feeds **feeds)
{
	struct feeds *self = *feeds;
	size_t i;

	if (!self)
		return;
	unpacker_stop(&self->unpacker);
	polite_free(&self->polite);
	fetcher_free(&self->fetcher);
	while (self->waiting) {
		struct page *page = self->waiting;

		self->waiting = page->next;
		free(page);
	}
	for (i = 0; i < self->n; i++)
		free_feed(self->v[i]);
	for (i = 0; i < self->nhosts; i++)
		free(self->hosts[i].name);
	free(self->v);
	free(self->hosts);
	if (self->epoll >= 0)
		close(self->epoll);
	free(self);
	*feeds = NULL;
}

int feeds_fd(const struct feeds *feeds)
{
	return feeds->epoll;
}

uint64_t feeds_random(struct feeds *feeds, uint64_t n)
{
	feeds->random += 0x9E3779B97F4A7C15u;
	return hash_mix(feeds->random) % (n ? n : 1);
}

static bool is_skipped(const struct feed *f, int64_t at_ms)
{
	int64_t hours = at_ms / HOUR_MS;

	return (f->skip_hours >> (hours % 24) & 1) ||
	       (f->skip_days >> day_of_week((int32_t)(hours / 24)) & 1);
}

/* The next turn: the interval or the feed's own ttl, give or take a tenth, out of the hours and
 * days in which it does not want to be asked (unless that is always). */
static void schedule(struct feed *f)
{
	struct feeds *feeds = f->owner;
	int64_t pause = f->interval_ms ? f->interval_ms : feeds->options.interval_ms,
		now = feeds->now_ms;
	int hours = 0;

	if (f->incomplete && pause > AGAIN_MS)
		pause = AGAIN_MS;
	else if (f->ttl_ms > pause)
		pause = f->ttl_ms;
	pause += (int64_t)feeds_random(feeds, (uint64_t)pause / 5 + 1) - pause / 10;
	f->next_ms = now + pause;
	while (!f->incomplete && is_skipped(f, f->next_ms) && hours++ < 7 * 24)
		f->next_ms += HOUR_MS - f->next_ms % HOUR_MS;
	if (hours > 7 * 24)
		f->next_ms = now + pause;
}

static void go_idle(struct feed *f)
{
	f->state = FEED_IDLE;
	f->entries = NULL;
	f->own_link = NULL;
	f->nentries = f->cap = 0;
	arena_reset(&f->arena);
	buf_release(&f->body);
	if (f->owner->failure.kind == ERR_NONE)
		(void)!feed_save(f, &f->owner->failure);
}

void feed_finish(struct feed *f)
{
	if (!f->incomplete) {
		buf_set(&f->etag, buf_view(&f->new_etag));
		buf_set(&f->modified, buf_view(&f->new_modified));
	}
	schedule(f);
	go_idle(f);
}

void feed_fail(struct feed *f, struct str sentence, int64_t retry_after_ms)
{
	buf_set(&f->warning, sentence);
	log_warn("feed-failed", "feed=%s error=%s", log_quote(str_from(f->url)),
		log_quote(sentence));
	feeds_host_failed(f->owner, buf_view(&f->at), retry_after_ms);
	f->failures++;
	schedule(f);
	if (f->next_ms < feeds_host_until(f->owner, buf_view(&f->at)))
		f->next_ms = feeds_host_until(f->owner, buf_view(&f->at));
	go_idle(f);
}

static void on_document(void *arg, const struct fetched *got)
{
	struct feed *f = arg;

	f->polled_ms = f->owner->now_ms;
	if (got->status != 200 && got->status != 304) {
		feed_fail(f, got->sentence, got->retry_after_ms);
		return;
	}
	feeds_host_ok(f->owner, buf_view(&f->at));
	buf_reset(&f->warning);
	f->failures = 0;
	if (got->moved.n)
		buf_set(&f->at, got->moved);
	if (got->status == 304) {
		schedule(f);
		go_idle(f);
		return;
	}
	buf_set(&f->new_etag, got->etag);
	buf_set(&f->new_modified, got->modified);
	buf_set(&f->body, got->body);
	f->state = FEED_WAITING;
}

static void start_fetching(struct feeds *feeds, int64_t *next_ms)
{
	size_t i, busy = 0;

	for (i = 0; i < feeds->n; i++)
		busy += feeds->v[i]->state == FEED_FETCHING;
	for (i = 0; i < feeds->n; i++) {
		struct feed *f = feeds->v[i];
		int64_t due = f->next_ms, until = feeds_host_until(feeds, buf_view(&f->at));

		due = due > until ? due : until;
		if (f->state != FEED_IDLE || f->removed || f->paused)
			continue;
		if (due > feeds->now_ms || busy >= MAX_FETCHING) {
			int64_t wait = due > feeds->now_ms ? due - feeds->now_ms : 1000;

			*next_ms = wait < *next_ms ? wait : *next_ms;
			continue;
		}
		busy++;
		f->state = FEED_FETCHING;
		fetcher_add(feeds->fetcher, buf_view(&f->at), buf_view(&f->etag),
			buf_view(&f->modified), on_document, f);
	}
}

static void forget_removed(struct feeds *feeds)
{
	size_t i = 0;

	while (i < feeds->n)
		if (feeds->v[i]->removed && feeds->v[i]->state == FEED_IDLE) {
			free_feed(feeds->v[i]);
			feeds->v[i] = feeds->v[--feeds->n];
		} else {
			i++;
		}
}

bool feeds_step(struct feeds *feeds, int64_t now_ms, int64_t *ret_next_ms, struct err *err)
{
	int64_t curl_ms;

	feeds->now_ms = now_ms;
	*ret_next_ms = 60000;
	forget_removed(feeds);
	start_fetching(feeds, ret_next_ms);
	feeds_start_pages(feeds);
	polite_step(feeds->polite);
	curl_ms = fetcher_busy(feeds->fetcher) ? fetcher_step(feeds->fetcher) : 60000;
	if (polite_waiting(feeds->polite))
		curl_ms = curl_ms < POLITE_MS ? curl_ms : POLITE_MS;
	feeds_go_on_unpacking(feeds);
	feeds_start_unpacking(feeds);
	*ret_next_ms = curl_ms < *ret_next_ms ? curl_ms : *ret_next_ms;
	if (feeds->failure.kind == ERR_NONE)
		return true;
	*err = feeds->failure;
	err_clear(&feeds->failure);
	return false;
}

void feeds_rolled_back(struct feeds *feeds)
{
	size_t i;

	err_clear(&feeds->failure);
	for (i = 0; i < feeds->n; i++) {
		struct feed *f = feeds->v[i];

		/* without validators the whole document comes again, and what was not noted is
		 * new */
		buf_reset(&f->etag);
		buf_reset(&f->modified);
		f->incomplete = true;
		if (f->state == FEED_IDLE && f->next_ms > feeds->now_ms + AGAIN_MS)
			f->next_ms = feeds->now_ms + AGAIN_MS;
	}
}

void feeds_read(struct feeds *feeds, struct str source, uint32_t text_bytes)
{
	size_t i;

	for (i = 0; i < feeds->n; i++)
		if (str_eq(source, str_from(feeds->v[i]->url)))
			texts_heard(&feeds->v[i]->texts, text_bytes);
}

bool feeds_request(struct feeds *feeds, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply)
{
	struct err err = {0};

	if (request->verb == VERB_FEEDS) {
		feeds_list(feeds, now_ms, arena, reply);
		return true;
	}
	if (request->verb == VERB_FEED_ADD && !feeds->options.unpacker[0])
		err_set(&err, ERR_REJECT,
			"sitrep-extractor, which reads feeds, is not beside the ingestor");
	else
		reply->ok = request->verb == VERB_FEED_ADD
				    ? feeds_add(feeds, request->text, now_ms, &err)
				    : feeds_remove(feeds, request->text, &err);
	reply->ok = reply->ok && err.kind == ERR_NONE;
	if (!reply->ok)
		reply->sentence = arena_str(arena, str_from(err.text));
	return true;
}
