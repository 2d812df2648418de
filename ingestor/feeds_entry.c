/* SPDX-License-Identifier: Apache-2.0
 * feeds_entry.c - entries of a feed -> reports, each once. */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/parse.h"
#include "ingestor/feeds_parts.h"
#include "ingestor/feeds_seen.h"

#define ACTIVE_PAGES 16
#define SWEEP_MS ((int64_t)86400000) /* how often what was seen is swept, */
#define SWEEP_NOTES 20000            /* or when so much was noted */

/* A link that more than one entry has is the feed's home or the like, and tells nothing. */
static void find_own_links(struct feed *feed)
{
	AUTO(map_release) struct map links = {0};
	size_t i;

	map_init(&links);
	feed->own_link = arena_zalloc(&feed->arena, feed->nentries, sizeof(*feed->own_link));
	for (i = 0; i < feed->nentries; i++)
		if (feed->entries[i].report.url.n)
			map_put(&links, feed->entries[i].report.url, NULL)->value.num++;
	for (i = 0; i < feed->nentries; i++)
		feed->own_link[i] = feed->entries[i].report.url.n &&
				    map_get(&links, feed->entries[i].report.url)->value.num == 1;
}

static bool link_is_own(const struct feed *feed, const struct unpacked *e)
{
	return feed->own_link[e - feed->entries];
}

/* The id of an entry that has none is what it says. */
static struct str id_of(const struct unpacked *e)
{
	return e->key.n ? e->key : e->report.url.n ? e->report.url : e->report.body;
}

static bool noted(struct feed *feed, char kind, struct str id, struct arena *arena, struct str *ret)
{
	struct feeds *feeds = feed->owner;
	char key[SEEN_KEY_BYTES];

	return spool_noted(feeds->spool, seen_key(str_from(feed->url), kind, id, key), arena, ret,
		&feeds->failure);
}

static void note(struct feed *feed, char kind, struct str id, struct str value)
{
	struct feeds *feeds = feed->owner;
	char key[SEEN_KEY_BYTES];

	feed->noted++;
	if (feeds->failure.kind == ERR_NONE)
		(void)!spool_note(feeds->spool, seen_key(str_from(feed->url), kind, id, key), value,
			&feeds->failure);
}

/* What the note says: the version that was taken, "!N" after N pages that could not be had. */
static bool is_new(struct feed *feed, const struct unpacked *e, bool own_link, unsigned *ret_misses)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str by_id = {0}, by_link = {0};
	uint64_t misses = 0;

	arena_init(&arena, 0);
	*ret_misses = 0;
	if (!noted(feed, 'i', id_of(e), &arena, &by_id) ||
		(own_link && !noted(feed, 'l', e->report.url, &arena, &by_link)))
		return false;
	if (str_starts(by_id, STR("!")) &&
		parse_u64(str_slice(by_id, 1, by_id.n), 0, 99, &misses)) {
		*ret_misses = (unsigned)misses;
		return true;
	}
	if (str_absent(by_id))
		return str_absent(by_link);
	/* the same entry in a new version, if the feed tells versions apart */
	return e->report.source.n && !str_eq(by_id, e->report.source);
}

static void mark_seen(struct feed *feed, const struct unpacked *e)
{
	note(feed, 'i', id_of(e), e->report.source.n ? e->report.source : STR("-"));
	if (link_is_own(feed, e))
		note(feed, 'l', e->report.url, STR("-"));
}

/* False: not now (the spool is full or failed); it stays unseen. */
static bool take(
	struct feed *feed, const struct unpacked *e, struct str body, struct str media_type)
{
	AUTO(arena_release) struct arena arena = {0};
	struct feeds *feeds = feed->owner;
	struct submit submit = {.report = {.body = body,
					.media_type = media_type,
					.source = str_from(feed->url),
					.url = e->report.url,
					.title = e->report.title,
					.dated = e->report.dated}};
	struct submitted answer;

	arena_init(&arena, 0);
	if (feeds->failure.kind != ERR_NONE ||
		!ingestor_take(feeds->ingestor, &submit, feeds->now_ms, &arena, &answer,
			&feeds->failure) ||
		answer.outcome == OUTCOME_BUSY)
		return false;
	if (answer.outcome == OUTCOME_ACCEPTED) {
		feed->accepted++;
		feed->last_ms = feeds->now_ms;
	} else if (answer.outcome == OUTCOME_REFUSED) {
		log_warn("source-refused", "feed=%s error=%s", log_quote(str_from(feed->url)),
			log_quote(answer.sentence));
	}
	return true;
}

static void settle(struct feed *feed, const struct unpacked *e, struct str body, struct str type)
{
	if (!body.n || take(feed, e, body, type))
		mark_seen(feed, e);
	else
		feed->incomplete = true;
}

static void want_page(struct feed *feed, const struct unpacked *e)
{
	struct page *page = xcalloc(1, sizeof(*page));
	struct feeds *feeds = feed->owner;

	page->feed = feed;
	page->entry = e;
	if (feeds->waiting)
		feeds->last_waiting->next = page;
	else
		feeds->waiting = page;
	feeds->last_waiting = page;
	feed->pages++;
}

/* The page could not be had: its turn comes with the next poll, a few times; then the teaser
 * does. */
static void miss_page(struct feed *feed, const struct unpacked *e, bool for_good)
{
	char count[16];
	unsigned misses;

	(void)is_new(feed, e, false, &misses);
	if (for_good || misses + 1 >= MAX_MISSES) {
		settle(feed, e, e->report.body, e->report.media_type);
		return;
	}
	snprintf(count, sizeof(count), "!%u", misses + 1);
	note(feed, 'i', id_of(e), str_from(count));
	feed->incomplete = true;
}

static void on_page(void *arg, const struct fetched *got)
{
	struct page *page = arg;
	struct feed *feed = page->feed;
	struct feeds *feeds = feed->owner;

	feeds->active--;
	if (got->status == 200 && got->body.n) {
		feeds_host_ok(feeds, page->entry->report.url);
		settle(feed, page->entry, got->body, got->media_type);
	} else {
		bool for_good = got->hopeless || (got->status >= 400 && got->status < 500 &&
							 got->status != 429 && got->status != 408);

		feed->denied += got->denied;
		if (!for_good)
			feeds_host_failed(feeds, page->entry->report.url, got->retry_after_ms);
		miss_page(feed, page->entry, for_good);
	}
	feed->pages--;
	free(page);
	if (feed->pages == 0 && feed->state == FEED_PAGES)
		feed_finish(feed);
}

void feeds_start_pages(struct feeds *feeds)
{
	while (feeds->waiting && feeds->active < ACTIVE_PAGES) {
		struct page *page = feeds->waiting;
		struct feed *feed = page->feed;

		feeds->waiting = page->next;
		if (feeds_host_until(feeds, page->entry->report.url) > feeds->now_ms) {
			/* its host is left alone: the entry stays unseen and comes with the next
			 * poll */
			feed->incomplete = true;
			feed->pages--;
			free(page);
			if (feed->pages == 0 && feed->state == FEED_PAGES)
				feed_finish(feed);
			continue;
		}
		feeds->active++;
		polite_add(feeds->polite, page->entry->report.url, on_page, page);
	}
}

static struct str key_of(struct feed *feed, char kind, struct str id)
{
	char key[SEEN_KEY_BYTES];

	return arena_str(&feed->arena, seen_key(str_from(feed->url), kind, id, key));
}

/* Forgets what the feed has not listed for long. */
static void sweep_seen(struct feed *feed)
{
	static const struct seen_limits limits = {SEEN_DAYS, SEEN_MAX};
	struct feeds *feeds = feed->owner;
	struct str *keys;
	size_t i, n = 0, forgotten = 0;

	if (!feed->nentries ||
		(feeds->now_ms - feed->swept_ms < SWEEP_MS && feed->noted < SWEEP_NOTES))
		return;
	keys = arena_zalloc(&feed->arena, 2 * feed->nentries, sizeof(*keys));
	for (i = 0; i < feed->nentries; i++) {
		const struct unpacked *e = &feed->entries[i];

		keys[n++] = key_of(feed, 'i', id_of(e));
		if (e->report.url.n)
			keys[n++] = key_of(feed, 'l', e->report.url);
	}
	if (feeds->failure.kind == ERR_NONE)
		(void)!seen_sweep(feeds->spool, str_from(feed->url), keys, n, &limits,
			feeds->now_ms, &forgotten, &feeds->failure);
	feed->swept_ms = feeds->now_ms;
	feed->noted = 0;
	if (forgotten)
		log_info("feed-swept", "feed=%s forgotten=%zu", log_quote(str_from(feed->url)),
			forgotten);
}

void feed_settle_entries(struct feed *feed)
{
	size_t i;

	find_own_links(feed);
	sweep_seen(feed);
	feed->state = FEED_PAGES;
	feed->pages = 1; /* so that none of them finishes the feed before all were looked at */
	for (i = 0; i < feed->nentries && feed->owner->failure.kind == ERR_NONE; i++) {
		const struct unpacked *e = &feed->entries[i];
		unsigned misses;

		if (!is_new(feed, e, link_is_own(feed, e), &misses))
			continue;
		if (e->report.url.n && (e->teaser || !e->report.body.n))
			want_page(feed, e);
		else
			settle(feed, e, e->report.body, e->report.media_type);
	}
	feeds_start_pages(feed->owner);
	if (--feed->pages == 0)
		feed_finish(feed);
}
