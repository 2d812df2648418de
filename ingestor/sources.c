/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/parse.h"
#include "ingestor/sources.h"

#define MOST_CHANGES 200
#define PREFIX "changed:"
#define MIN_INTERVAL_MS 10000
#define MAX_INTERVAL_MS ((uint64_t)30 * 86400000)

static bool is_feed(struct str name)
{
	return str_case_starts(name, STR("http://")) || str_case_starts(name, STR("https://"));
}

/* Not longer than the newest changes: the oldest notes go. */
static bool forget_old(struct sources *s, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str *keys;
	size_t n, i;

	arena_init(&arena, 0);
	if (!spool_notes(s->spool, STR(PREFIX), &arena, &keys, &n, err))
		return false;
	for (i = 0; i + MOST_CHANGES < n; i++)
		if (!spool_note(s->spool, keys[i], (struct str){0}, err))
			return false;
	return true;
}

/* A key that sorts by time and is not taken. */
static bool free_key(struct sources *s, int64_t now_ms, char key[40], struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct str there;

	arena_init(&arena, 0);
	do {
		snprintf(key, 40, PREFIX "%015" PRId64, now_ms++);
		if (!spool_noted(s->spool, str_from(key), &arena, &there, err))
			return false;
	} while (!str_absent(there));
	return true;
}

static bool note_change(struct sources *s, const char *what, const struct request *r,
	int64_t now_ms, struct err *err)
{
	AUTO(buf_release) struct buf value = {0};
	char key[40];

	buf_init(&value, 4 * MAX_SOURCE_BYTES);
	buf_printf(&value, "%s\n%.*s\n%.*s\n%.*s", what, STR_ARGS(r->value), STR_ARGS(r->by),
		STR_ARGS(r->text));
	s->changed = true;
	log_info("source-changed", "source=%s what=%s value=%s by=%s", log_quote(r->text), what,
		log_quote(r->value), log_quote(r->by));
	return free_key(s, now_ms, key, err) &&
	       spool_note(s->spool, str_from(key), buf_view(&value), err) && forget_old(s, err);
}

/* The newest first. */
static bool list_changes(
	struct sources *s, struct arena *arena, struct reply *reply, struct err *err)
{
	struct str *keys;
	size_t n, i;

	if (!spool_notes(s->spool, STR(PREFIX), arena, &keys, &n, err))
		return false;
	reply->items = arena_zalloc(arena, n, sizeof(*reply->items));
	for (i = n; i-- > 0;) {
		struct item *item = &reply->items[reply->nitems++];
		uint64_t at_ms = 0;
		struct str left;

		if (!spool_noted(s->spool, keys[i], arena, &left, err))
			return false;
		(void)!parse_u64(
			str_slice(keys[i], sizeof(PREFIX) - 1, keys[i].n), 0, INT64_MAX, &at_ms);
		item->changed_ms = (int64_t)at_ms;
		(void)!str_next_line(&left, &item->reason);
		(void)!str_next_line(&left, &item->sentence);
		(void)!str_next_line(&left, &item->worker);
		item->source = left;
	}
	return true;
}

static bool set_interval(struct sources *s, const struct request *r, struct err *err)
{
	uint64_t ms = 0;

	if (r->value.n && !parse_duration(r->value, MIN_INTERVAL_MS, MAX_INTERVAL_MS, &ms))
		return err_set(err, ERR_REJECT,
			"\"%.*s\" is no interval: 10s to 30d, or nothing for the one of the "
			"settings",
			STR_ARGS(r->value));
	if (!is_feed(r->text))
		return err_set(err, ERR_REJECT,
			"only feeds have an interval: %.*s is looked at when something comes",
			STR_ARGS(r->text));
	return feeds_set_interval(s->feeds, r->text, (int64_t)ms, err);
}

/* A feed keeps its name, and what was seen of it; a folder is another one then. */
static bool move(struct sources *s, const struct request *r, int64_t now_ms, struct err *err)
{
	if (is_feed(r->text))
		return feeds_move(s->feeds, r->text, r->value, now_ms, err);
	return watch_known(s->watch, r->text, err) && watch_add(s->watch, r->value, true, err) &&
	       (str_eq(r->text, r->value) || watch_remove(s->watch, r->text, err));
}

static bool change(struct sources *s, const struct request *r, int64_t now_ms, struct err *err)
{
	bool pause = false;

	if (str_eq(r->slot, STR("interval")))
		return set_interval(s, r, err) && note_change(s, "interval", r, now_ms, err);
	if (str_eq(r->slot, STR("address")))
		return move(s, r, now_ms, err) && note_change(s, "address", r, now_ms, err);
	if (!str_eq(r->slot, STR("paused")) || !parse_bool(r->value, &pause))
		return err_set(err, ERR_REJECT,
			"what can be changed of a source is paused (yes, no), interval or address");
	if (!(is_feed(r->text) ? feeds_pause(s->feeds, r->text, pause, now_ms, err)
			       : watch_pause(s->watch, r->text, pause, err)))
		return false;
	return note_change(s, pause ? "paused" : "resumed", r, now_ms, err);
}

/* A line of a note each. */
static bool is_line(struct str s)
{
	return str_find(s, STR("\n"), 0) == s.n;
}

static void answer(struct reply *reply, bool ok, const struct err *err, struct arena *arena)
{
	reply->ok = ok;
	if (!ok)
		reply->sentence = arena_str(arena, str_from(err->text));
}

bool sources_request(struct sources *s, const struct request *r, int64_t now_ms,
	struct arena *arena, struct reply *reply)
{
	bool folder = r->verb == VERB_WATCH || r->verb == VERB_UNWATCH || r->verb == VERB_WATCHED;
	bool adds = r->verb == VERB_WATCH || r->verb == VERB_FEED_ADD;
	struct err err = {0};
	bool done;

	if (!is_line(r->value) || !is_line(r->by)) {
		err_set(&err, ERR_REJECT, "a name and a value are one line each");
		answer(reply, false, &err, arena);
		return true;
	}
	if (r->verb == VERB_SOURCE_CHANGE) {
		answer(reply, change(s, r, now_ms, &err), &err, arena);
		return true;
	}
	if (r->verb == VERB_SOURCE_CHANGES) {
		answer(reply, list_changes(s, arena, reply, &err), &err, arena);
		return true;
	}
	done = folder ? watch_request(s->watch, r, now_ms, arena, reply)
		      : feeds_request(s->feeds, r, now_ms, arena, reply);
	if (done && reply->ok && (adds || r->verb == VERB_UNWATCH || r->verb == VERB_FEED_REMOVE) &&
		!note_change(s, adds ? "added" : "removed", r, now_ms, &err))
		answer(reply, false, &err, arena);
	return done;
}
