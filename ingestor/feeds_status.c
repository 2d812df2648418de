/* SPDX-License-Identifier: Apache-2.0
 * feeds_status.c - what is told of feeds: when they were last heard, what is wrong. */
#include <inttypes.h>
#include <stdio.h>

#include "ingestor/feeds_parts.h"

#define DAY_MS ((int64_t)86400000)

/* The feed's own complaint, that it has been silent for too long, or that it brings no text. */
static struct str warning_of(const struct feed *f, int64_t now_ms, struct arena *arena)
{
	int64_t heard = f->last_ms ? f->last_ms : f->added_ms;
	int64_t days = (now_ms - heard) / DAY_MS;
	char text[64];

	if (f->warning.n)
		return arena_str(arena, buf_view(&f->warning));
	if (f->paused)
		return (struct str){0};
	if (now_ms - heard < f->owner->options.silence_ms)
		return texts_warning(&f->texts, arena);
	snprintf(text, sizeof(text), "nothing new for %" PRId64 " days", days);
	return arena_str(arena, str_from(text));
}

void feeds_status(
	const struct feeds *feeds, int64_t now_ms, struct arena *arena, struct status *status)
{
	size_t i, cap = status->nsources;
	struct source_status *grown = arena_zalloc(arena, cap + feeds->n, sizeof(*grown));

	if (cap)
		memcpy(grown, status->sources, cap * sizeof(*grown));
	status->sources = grown;
	for (i = 0; i < feeds->n; i++) {
		const struct feed *f = feeds->v[i];

		if (!f->removed)
			grown[status->nsources++] = (struct source_status){.name = str_from(f->url),
				.kind = STR("feed"),
				.accepted = f->accepted,
				.last_ms = f->last_ms,
				.warning = warning_of(f, now_ms, arena),
				.textless = texts_little(&f->texts),
				.denied = f->denied,
				.paused = f->paused,
				.interval_ms = f->interval_ms ? f->interval_ms
							      : feeds->options.interval_ms,
				.address = str_eq(buf_view(&f->at), str_from(f->url))
						   ? (struct str){0}
						   : arena_str(arena, buf_view(&f->at))};
	}
}

void feeds_list(const struct feeds *feeds, int64_t now_ms, struct arena *arena, struct reply *reply)
{
	size_t i;

	reply->items = arena_zalloc(arena, feeds->n, sizeof(*reply->items));
	for (i = 0; i < feeds->n; i++) {
		const struct feed *f = feeds->v[i];

		if (!f->removed)
			reply->items[reply->nitems++] = (struct item){.source = str_from(f->url),
				.reason = arena_str(arena, buf_view(&f->title)),
				.bytes = f->accepted,
				.changed_ms = f->last_ms,
				.received_ms = f->polled_ms,
				.sentence = warning_of(f, now_ms, arena)};
	}
}
