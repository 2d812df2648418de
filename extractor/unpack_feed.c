/* SPDX-License-Identifier: Apache-2.0
 * unpack_feed.c - a feed's entries as members. The whole text of an entry becomes a small page
 * with its title; of an entry that has but a teaser, or only an address, whoever asked fetches
 * the page. */
#include "base/limits.h"
#include "extractor/unpack_parts.h"
#include "text/feed.h"

static void write_text(struct buf *out, struct str text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (text.p[i] == '<')
			buf_puts(out, "&lt;");
		else if (text.p[i] == '&')
			buf_puts(out, "&amp;");
		else
			buf_putc(out, text.p[i]);
}

static bool send_entry(struct unpack *u, const struct feed_entry *e)
{
	AUTO(buf_release) struct buf page = {0};
	struct unpacked m = {.key = e->id.n ? e->id : e->link, .teaser = e->teaser};

	m.report = (struct report){.source = e->updated,
		.url = e->link,
		.title = e->title,
		.dated = e->dated,
		.media_type = STR("text/html; charset=utf-8")};
	buf_init(&page, MAX_REPORT_BYTES);
	if (e->content.n) {
		buf_puts(&page, "<!doctype html><html><head><meta charset=\"utf-8\"><title>");
		write_text(&page, e->title);
		buf_puts(&page, "</title></head><body><article><h1>");
		write_text(&page, e->title);
		buf_puts(&page, "</h1>\n");
		buf_str(&page, e->content);
		buf_puts(&page, "\n</article></body></html>\n");
		m.report.body = buf_view(&page);
	}
	if (page.full)
		return unpack_complain(u, e->link, "it is larger than 32 MB");
	u->end.members++;
	return unpack_send(u, &m);
}

bool unpack_feed(struct unpack *u, struct str bytes)
{
	AUTO(arena_release) struct arena arena = {0};
	struct feed feed;
	struct err err = {0};
	size_t i;

	arena_init(&arena, 0);
	if (!feed_read(bytes, u->address, &arena, &feed, &err)) {
		u->end.ok = false;
		u->end.sentence = arena_str(&u->arena, str_from(err.text));
		return true;
	}
	u->end.kind = str_from(feed.kind);
	u->end.title = arena_str(&u->arena, feed.title);
	u->end.ttl_ms = feed.ttl_ms;
	u->end.skip_hours = feed.skip_hours;
	u->end.skip_days = feed.skip_days;
	u->feed = true;
	if (feed.damaged)
		u->end.sentence =
			STR("the feed's XML is broken: there may be more than could be read");
	for (i = 0; i < feed.n; i++)
		if (!send_entry(u, &feed.entries[i]))
			return false;
	return true;
}
