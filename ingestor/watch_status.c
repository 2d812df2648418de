/* SPDX-License-Identifier: Apache-2.0
 * watch_status.c - what is told of watched folders: when they were last heard, what is wrong. */
#include <inttypes.h>
#include <stdio.h>

#include "base/parse.h"
#include "ingestor/watch_parts.h"

#define DAY_MS ((int64_t)86400000)

void watch_heard(struct folder *folder, uint64_t accepted, int64_t now_ms)
{
	folder->accepted += accepted;
	folder->last_ms = now_ms;
	folder->heard = true;
}

bool watch_note_heard(struct watch *w, struct err *err)
{
	char key[PATH_MAX + 16], value[64];
	size_t i;

	for (i = 0; i < w->nfolders; i++) {
		struct folder *f = &w->folders[i];

		if (!f->heard)
			continue;
		snprintf(value, sizeof(value), "%" PRId64 " %" PRIu64, f->last_ms, f->accepted);
		if (!spool_note(w->spool, watch_note_key("heard", str_from(f->path), key),
			    str_from(value), err))
			return false;
		f->heard = false;
	}
	return true;
}

bool watch_recall(struct watch *w, struct folder *folder, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	char key[PATH_MAX + 16];
	struct str value, last, paused;
	uint64_t last_ms = 0, accepted = 0;

	arena_init(&arena, 0);
	if (!spool_noted(w->spool, watch_note_key("heard", str_from(folder->path), key), &arena,
		    &value, err) ||
		!spool_noted(w->spool, watch_note_key("paused", str_from(folder->path), key),
			&arena, &paused, err))
		return false;
	folder->paused = !str_absent(paused);
	if (str_next_field(&value, ' ', &last) && parse_u64(last, 0, INT64_MAX, &last_ms) &&
		parse_u64(value, 0, INT64_MAX, &accepted)) {
		folder->last_ms = (int64_t)last_ms;
		folder->accepted = accepted;
	}
	return true;
}

bool watch_known(const struct watch *w, struct str dir, struct err *err)
{
	return watch_named(w, dir, err) != NULL;
}

bool watch_pause(struct watch *w, struct str dir, bool paused, struct err *err)
{
	struct folder *folder = watch_named(w, dir, err);
	char key[PATH_MAX + 16];

	if (!folder)
		return false;
	folder->paused = paused;
	w->next_walk_ms = 0;
	return spool_note(w->spool, watch_note_key("paused", dir, key),
		paused ? STR("yes") : (struct str){0}, err);
}

void watch_read(struct watch *w, struct str source, uint32_t text_bytes)
{
	size_t i;

	for (i = 0; i < w->nfolders; i++) {
		struct str path = str_from(w->folders[i].path);

		if (str_starts(source, path) && source.n > path.n && source.p[path.n] == '/')
			texts_heard(&w->folders[i].texts, text_bytes);
	}
}

/* What went wrong, that it has been silent for too long, or that it brings no text. */
static struct str warning_of(
	const struct watch *w, const struct folder *f, int64_t now_ms, struct arena *arena)
{
	char text[64];

	if (f->warning[0])
		return str_from(f->warning);
	if (f->paused)
		return (struct str){0};
	if (!f->last_ms || now_ms - f->last_ms < w->options.silence_ms)
		return texts_warning(&f->texts, arena);
	snprintf(text, sizeof(text), "nothing new for %" PRId64 " days",
		(now_ms - f->last_ms) / DAY_MS);
	return arena_str(arena, str_from(text));
}

void watch_status(const struct watch *w, int64_t now_ms, struct arena *arena, struct status *status)
{
	size_t i, cap = 0;

	status->sources = NULL;
	status->nsources = 0;
	for (i = 0; i < w->nfolders; i++) {
		struct source_status *s = ARENA_PUSH(arena, status->sources, status->nsources, cap);

		*s = (struct source_status){
			.name = str_from(w->folders[i].path),
			.kind = STR("folder"),
			.accepted = w->folders[i].accepted,
			.last_ms = w->folders[i].last_ms,
			.warning = warning_of(w, &w->folders[i], now_ms, arena),
			.textless = texts_little(&w->folders[i].texts),
			.paused = w->folders[i].paused,
		};
	}
}

bool watch_request(struct watch *w, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *reply)
{
	struct err err = {0};
	size_t i;

	if (request->verb == VERB_WATCHED) {
		reply->nitems = w->nfolders;
		reply->items = arena_zalloc(arena, w->nfolders, sizeof(*reply->items));
		for (i = 0; i < w->nfolders; i++)
			reply->items[i] = (struct item){.source = str_from(w->folders[i].path),
				.changed_ms = w->folders[i].last_ms,
				.bytes = w->folders[i].accepted,
				.sentence = warning_of(w, &w->folders[i], now_ms, arena)};
		return true;
	}
	reply->ok = request->verb == VERB_WATCH ? watch_add(w, request->text, true, &err)
						: watch_remove(w, request->text, &err);
	if (!reply->ok)
		reply->sentence = arena_str(arena, str_from(err.text));
	return true;
}
