/* SPDX-License-Identifier: Apache-2.0
 * feeds_unpack.c - a document that came is taken apart by a confined child, one document at a
 * time; its entries are kept until it is known to be whole. */
#include <sys/epoll.h>

#include "base/limits.h"
#include "ingestor/feeds_parts.h"

static void keep_entry(struct feed *f, const struct unpacked *m)
{
	struct unpacked *e = ARENA_PUSH(&f->arena, f->entries, f->nentries, f->cap);

	*e = (struct unpacked){.key = arena_str(&f->arena, m->key), .teaser = m->teaser};
	e->report.body = arena_str(&f->arena, m->report.body);
	e->report.media_type = arena_str(&f->arena, m->report.media_type);
	e->report.source = arena_str(&f->arena, m->report.source);
	e->report.url = arena_str(&f->arena, m->report.url);
	e->report.title = arena_str(&f->arena, m->report.title);
	e->report.dated = arena_str(&f->arena, m->report.dated);
}

static void take_properties(struct feed *f, const struct members_end *end)
{
	buf_set(&f->title, end->title);
	buf_set(&f->warning, end->sentence);
	f->ttl_ms = (int64_t)end->ttl_ms;
	f->skip_hours = end->skip_hours;
	f->skip_days = end->skip_days;
}

static void stop_unpacking(struct feeds *feeds)
{
	epoll_ctl(feeds->epoll, EPOLL_CTL_DEL, unpacker_fd(feeds->unpacker), NULL);
	unpacker_stop(&feeds->unpacker);
	feeds->unpacking = NULL;
}

void feeds_start_unpacking(struct feeds *feeds)
{
	struct epoll_event event = {.events = EPOLLIN};
	struct feed *f = NULL;
	struct err err = {0};
	size_t i;

	for (i = 0; i < feeds->n && !f; i++)
		f = feeds->v[i]->state == FEED_WAITING ? feeds->v[i] : NULL;
	if (!f || feeds->unpacker)
		return;
	feeds->unpacker = unpacker_start_bytes(feeds->options.unpacker, buf_view(&f->body),
		f->at.data, feeds->options.memory_bytes, &err);
	if (!feeds->unpacker) {
		feed_fail(f, str_from(err.text), 0);
		return;
	}
	epoll_ctl(feeds->epoll, EPOLL_CTL_ADD, unpacker_fd(feeds->unpacker), &event);
	feeds->unpacking = f;
	f->state = FEED_UNPACKING;
	f->incomplete = false;
}

static bool is_list(struct str kind)
{
	return str_eq(kind, STR("rss")) || str_eq(kind, STR("atom")) || str_eq(kind, STR("json")) ||
	       str_eq(kind, STR("sitemap"));
}

static void end_document(struct feed *f, const struct members_end *end)
{
	stop_unpacking(f->owner);
	if (end->ok && is_list(end->kind)) {
		take_properties(f, end);
		feed_settle_entries(f);
		return;
	}
	feed_fail(f, end->ok ? STR("it is not a feed") : end->sentence, 0);
}

void feeds_go_on_unpacking(struct feeds *feeds)
{
	struct feed *f = feeds->unpacking;
	enum unpacker_event event = UNPACKER_MEMBER;

	while (feeds->unpacker && event == UNPACKER_MEMBER) {
		AUTO(arena_release) struct arena arena = {0};
		struct message m;
		struct err err = {0};

		arena_init(&arena, MAX_UNPACK_BYTES);
		event = unpacker_next(feeds->unpacker, &arena, &m, &err);
		if (event == UNPACKER_MEMBER && !m.u.member.sentence.n) {
			keep_entry(f, &m.u.member);
		} else if (event == UNPACKER_END) {
			end_document(f, &m.u.members_end);
		} else if (event == UNPACKER_FAILED) {
			stop_unpacking(feeds);
			feed_fail(f, str_from(err.text), 0);
		}
	}
}
