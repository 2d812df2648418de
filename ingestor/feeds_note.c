/* SPDX-License-Identifier: Apache-2.0
 * feeds_note.c - a feed's state, to and from the spool's notes ("feed:URL"). */
#include <inttypes.h>

#include "base/limits.h"
#include "base/parse.h"
#include "ingestor/feeds_parts.h"

/* The state as lines of "name value"; strings last, since they may hold anything but a line
 * feed. */
bool feed_save(struct feed *f, struct err *err)
{
	AUTO(buf_release) struct buf key = {0}, value = {0};

	buf_init(&key, 2 * MAX_SOURCE_BYTES);
	buf_init(&value, 16 * MAX_SOURCE_BYTES);
	buf_printf(&key, "feed:%s", f->url);
	buf_printf(&value,
		"added %" PRId64 "\nnext %" PRId64 "\npolled %" PRId64 "\nlast %" PRId64
		"\nswept %" PRId64 "\naccepted %" PRIu64 "\ndenied %" PRIu64
		"\npaused %d\ninterval %" PRId64 "\nttl %" PRId64 "\nskip-hours %" PRId64
		"\nskip-days %" PRId64
		"\nat %.*s\ntitle %.*s\netag %.*s\nmodified %.*s\nwarning %.*s\n",
		f->added_ms, f->next_ms, f->polled_ms, f->last_ms, f->swept_ms, f->accepted,
		f->denied, f->paused, f->interval_ms, f->ttl_ms, f->skip_hours, f->skip_days,
		STR_ARGS(buf_view(&f->at)), STR_ARGS(buf_view(&f->title)),
		STR_ARGS(buf_view(&f->etag)), STR_ARGS(buf_view(&f->modified)),
		STR_ARGS(buf_view(&f->warning)));
	return f->removed || spool_note(f->owner->spool, buf_view(&key), buf_view(&value), err);
}

static void load_line(struct feed *f, struct str name, struct str value)
{
	const struct {
		struct str name;
		int64_t *number;
		struct buf *text;
	} slots[] = {{STR("added"), &f->added_ms, NULL}, {STR("next"), &f->next_ms, NULL},
		{STR("polled"), &f->polled_ms, NULL}, {STR("last"), &f->last_ms, NULL},
		{STR("swept"), &f->swept_ms, NULL},
		{STR("accepted"), (int64_t *)&f->accepted, NULL},
		{STR("denied"), (int64_t *)&f->denied, NULL},
		{STR("interval"), &f->interval_ms, NULL}, {STR("ttl"), &f->ttl_ms, NULL},
		{STR("skip-hours"), &f->skip_hours, NULL}, {STR("skip-days"), &f->skip_days, NULL},
		{STR("at"), NULL, &f->at}, {STR("title"), NULL, &f->title},
		{STR("etag"), NULL, &f->etag}, {STR("modified"), NULL, &f->modified},
		{STR("warning"), NULL, &f->warning}};
	uint64_t number = 0;
	size_t i;

	if (str_eq(name, STR("paused")))
		f->paused = str_eq(value, STR("1"));
	for (i = 0; i < ARRAY_SIZE(slots); i++) {
		if (!str_eq(name, slots[i].name))
			continue;
		if (slots[i].text)
			buf_set(slots[i].text, value);
		else if (parse_u64(value, 0, INT64_MAX, &number))
			*slots[i].number = (int64_t)number;
	}
}

bool feeds_restore(struct feeds *feeds, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str *keys, value, line;
	size_t n, i;

	arena_init(&arena, 0);
	if (!spool_notes(feeds->spool, STR("feed:"), &arena, &keys, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		struct feed *f = feed_new(feeds, str_slice(keys[i], 5, keys[i].n));

		if (!spool_noted(feeds->spool, keys[i], &arena, &value, err))
			return false;
		while (str_next_line(&value, &line)) {
			size_t space = str_find(line, STR(" "), 0);

			load_line(f, str_slice(line, 0, space),
				str_slice(line, space < line.n ? space + 1 : line.n, line.n));
		}
	}
	return true;
}
