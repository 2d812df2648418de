/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/parse.h"
#include "ingestor/feeds_seen.h"

#define DAY_MS ((int64_t)86400000)
#define FEED_AT 5     /* "seen:" and "gone:" */
#define FEED_BYTES 17 /* 16 digits and a colon */
#define DAY_BYTES 7   /* 6 digits and a colon */

struct str seen_key(struct str feed_url, char kind, struct str id, char out[SEEN_KEY_BYTES])
{
	int n = snprintf(out, SEEN_KEY_BYTES, "seen:%016llx:%c%016llx%016llx",
		(unsigned long long)hash_str(feed_url), kind,
		(unsigned long long)hash_bytes(id.p, id.n, 1),
		(unsigned long long)hash_bytes(id.p, id.n, 2));

	return (struct str){out, (size_t)n};
}

/* One sweep; what is known of a key is its bits in the map. */
struct sweep {
	struct spool *spool;
	struct arena arena;
	struct map keys;
	size_t seen; /* keys that are remembered */
	size_t forgotten;
};

enum { LISTED = 1, SEEN = 2, GONE = 4 };

/* What follows the feed in a key of either kind: the name in the map. */
static struct str tail_of(struct str key, bool gone)
{
	size_t at = FEED_AT + FEED_BYTES + (gone ? DAY_BYTES : 0);

	return at < key.n ? str_slice(key, at, key.n) : STR("");
}

static void mark(struct sweep *s, struct str tail, uint64_t bit)
{
	map_put(&s->keys, tail, NULL)->value.num |= (int64_t)bit;
}

static uint64_t bits_of(const struct sweep *s, struct str tail)
{
	const struct map_slot *slot = map_get(&s->keys, tail);

	return slot ? (uint64_t)slot->value.num : 0;
}

static bool forget(struct sweep *s, struct str gone_key, bool with_seen, struct err *err)
{
	struct str tail = tail_of(gone_key, true);
	char seen[SEEN_KEY_BYTES];
	int n = snprintf(seen, sizeof(seen), "seen:%.*s%.*s", FEED_BYTES, gone_key.p + FEED_AT,
		STR_ARGS(tail));

	if (with_seen && !spool_note(s->spool, (struct str){seen, (size_t)n}, (struct str){0}, err))
		return false;
	if (with_seen) {
		s->forgotten++;
		s->seen--;
		map_put(&s->keys, tail, NULL)->value.num = 0;
	}
	return spool_note(s->spool, gone_key, (struct str){0}, err);
}

/* Those that went, the first to go first: forgotten if that is long ago or there are too many;
 * and those that have come back. */
static bool sweep_gone(struct sweep *s, const struct str *keys, size_t n,
	const struct seen_limits *limits, int64_t today, struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct str tail = tail_of(keys[i], true);
		uint64_t bits = bits_of(s, tail), day = 0;
		bool old = parse_u64(str_slice(keys[i], FEED_AT + FEED_BYTES,
					     FEED_AT + FEED_BYTES + DAY_BYTES - 1),
				   0, 999999, &day) &&
			   today - (int64_t)day >= limits->days;

		if (!tail.n || bits & LISTED || !(bits & SEEN)) {
			if (!forget(s, keys[i], false, err))
				return false;
		} else if (old || s->seen > limits->max) {
			if (!forget(s, keys[i], true, err))
				return false;
		} else {
			mark(s, tail, GONE);
		}
	}
	return true;
}

/* From today on it is gone, unless that has been said. */
static bool note_gone(struct sweep *s, struct str seen_note, int64_t today, struct err *err)
{
	struct str tail = tail_of(seen_note, false);
	char key[SEEN_KEY_BYTES + DAY_BYTES];
	int n;

	if ((bits_of(s, tail) & (LISTED | SEEN | GONE)) != SEEN)
		return true; /* it is there, has been said to be gone, or is forgotten */
	n = snprintf(key, sizeof(key), "gone:%.*s%06lld:%.*s", FEED_BYTES, seen_note.p + FEED_AT,
		(long long)today, STR_ARGS(tail));
	return spool_note(s->spool, (struct str){key, (size_t)n}, STR("-"), err);
}

static bool sweep(struct sweep *s, struct str feed_url, const struct seen_limits *limits,
	int64_t today, struct err *err)
{
	char prefix[SEEN_KEY_BYTES];
	struct str *seen, *gone;
	size_t nseen, ngone, i;
	int n = snprintf(
		prefix, sizeof(prefix), "seen:%016llx:", (unsigned long long)hash_str(feed_url));

	if (!spool_notes(s->spool, (struct str){prefix, (size_t)n}, &s->arena, &seen, &nseen, err))
		return false;
	memcpy(prefix, "gone", 4);
	if (!spool_notes(s->spool, (struct str){prefix, (size_t)n}, &s->arena, &gone, &ngone, err))
		return false;
	for (i = 0; i < nseen; i++)
		mark(s, tail_of(seen[i], false), SEEN);
	s->seen = nseen;
	if (!sweep_gone(s, gone, ngone, limits, today, err))
		return false;
	for (i = 0; i < nseen; i++)
		if (!note_gone(s, seen[i], today, err))
			return false;
	return true;
}

bool seen_sweep(struct spool *spool, struct str feed_url, const struct str *listed, size_t n,
	const struct seen_limits *limits, int64_t now_ms, size_t *ret_forgotten, struct err *err)
{
	struct sweep s = {.spool = spool};
	size_t i;
	bool ok;

	arena_init(&s.arena, 0);
	map_init(&s.keys);
	for (i = 0; i < n; i++)
		mark(&s, tail_of(listed[i], false), LISTED);
	ok = sweep(&s, feed_url, limits, now_ms / DAY_MS, err);
	*ret_forgotten = s.forgotten;
	map_release(&s.keys);
	arena_release(&s.arena);
	return ok;
}
