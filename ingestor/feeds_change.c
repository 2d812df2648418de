/* SPDX-License-Identifier: Apache-2.0
 * feeds_change.c - what a human does: feeds are added, removed, and changed. */
#include "base/limits.h"
#include "base/log.h"
#include "base/url.h"
#include "ingestor/feeds_parts.h"

bool feed_check_address(struct str url, struct err *err)
{
	size_t i;

	for (i = 0; i < url.n && (unsigned char)url.p[i] > ' '; i++)
		;
	if ((!str_case_starts(url, STR("http://")) && !str_case_starts(url, STR("https://"))) ||
		i < url.n || url.n >= MAX_SOURCE_BYTES || !url_host(url).n)
		return err_set(err, ERR_REJECT,
			"\"%.*s\" is no address of a feed: http://... or https://...",
			STR_ARGS(url));
	return true;
}

static struct feed *find(const struct feeds *feeds, struct str url, struct err *err)
{
	size_t i;

	for (i = 0; i < feeds->n; i++)
		if (!feeds->v[i]->removed && str_eq(str_from(feeds->v[i]->url), url))
			return feeds->v[i];
	err_set(err, ERR_REJECT, "%.*s is not among the feeds", STR_ARGS(url));
	return NULL;
}

bool feeds_add(struct feeds *feeds, struct str url, int64_t now_ms, struct err *err)
{
	struct feed *f;

	if (!feed_check_address(url, err))
		return false;
	f = find(feeds, url, NULL);
	if (f) {
		f->next_ms = now_ms;
		feeds_host_forgive(feeds, buf_view(&f->at));
		return true;
	}
	f = feed_new(feeds, url);
	f->added_ms = f->next_ms = now_ms;
	log_info("feed-added", "feed=%s", log_quote(url));
	return feed_save(f, err);
}

bool feeds_remove(struct feeds *feeds, struct str url, struct err *err)
{
	AUTO(buf_release) struct buf key = {0};
	struct feed *f = find(feeds, url, err);

	if (!f)
		return false;
	buf_init(&key, 2 * MAX_SOURCE_BYTES);
	buf_printf(&key, "feed:%s", f->url);
	f->removed = true;
	return spool_note(feeds->spool, buf_view(&key), (struct str){0}, err);
}

bool feeds_pause(struct feeds *feeds, struct str url, bool paused, int64_t now_ms, struct err *err)
{
	struct feed *f = find(feeds, url, err);

	if (!f)
		return false;
	f->paused = paused;
	if (!paused)
		f->next_ms = now_ms;
	return feed_save(f, err);
}

bool feeds_set_interval(struct feeds *feeds, struct str url, int64_t ms, struct err *err)
{
	struct feed *f = find(feeds, url, err);
	int64_t most;

	if (!f)
		return false;
	f->interval_ms = ms;
	most = feeds->now_ms + (ms ? ms : feeds->options.interval_ms);
	f->next_ms = f->next_ms < most ? f->next_ms : most;
	return feed_save(f, err);
}

/* Validators are of the old place. A document that is under way ends as it would. */
bool feeds_move(
	struct feeds *feeds, struct str url, struct str address, int64_t now_ms, struct err *err)
{
	struct feed *f = find(feeds, url, err);

	if (!f || !feed_check_address(address, err))
		return false;
	buf_set(&f->at, address);
	buf_reset(&f->etag);
	buf_reset(&f->modified);
	buf_reset(&f->warning);
	f->failures = 0;
	f->next_ms = now_ms;
	feeds_host_forgive(feeds, address);
	return feed_save(f, err);
}
