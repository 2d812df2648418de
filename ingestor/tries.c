/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/parse.h"
#include "base/utf8.h"
#include "ingestor/tries.h"

#define MAX_SENTENCE 300
#define NEXT STR("tries-next")

/* A note holds lines of fields with tabs between them: at, attempt, what, worker, reason,
 * sentence. */
enum field { F_AT, F_ATTEMPT, F_WHAT, F_WORKER, F_REASON, F_SENTENCE, F_COUNT };

static struct str key_of(uint64_t seq, char out[32])
{
	snprintf(out, 32, "tries/%016" PRIx64, seq);
	return str_from(out);
}

static void put_field(struct buf *out, struct str s, char end)
{
	size_t i, n = s.n > MAX_SENTENCE ? utf8_floor(s.p, MAX_SENTENCE) : s.n;

	for (i = 0; i < n; i++)
		buf_putc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
	buf_putc(out, end);
}

/* The lines without the first, if there are as many as there may be. */
static struct str newest(struct str lines)
{
	struct str rest = lines, line;
	size_t n = 0;

	while (str_next_line(&rest, &line))
		n++;
	if (n >= MAX_TRIES)
		str_next_line(&lines, &line);
	return lines;
}

/* A report has its first line: the log that is the oldest of all goes, if there are as many as
 * there may be. */
static bool make_room(struct spool *spool, uint64_t seq, struct arena *arena, struct err *err)
{
	char slot[32], key[32], text[32];
	struct str next, old;
	uint64_t turn = 0, other;

	if (!spool_noted(spool, NEXT, arena, &next, err))
		return false;
	if (!str_absent(next) && !parse_u64(next, 0, UINT64_MAX - 1, &turn))
		turn = 0;
	snprintf(slot, sizeof(slot), "tries-slot/%05u", (unsigned)(turn % MAX_TRIED));
	if (!spool_noted(spool, str_from(slot), arena, &old, err))
		return false;
	if (!str_absent(old) && parse_u64(old, 0, UINT64_MAX, &other) &&
		!spool_note(spool, key_of(other, key), (struct str){0}, err))
		return false;
	snprintf(text, sizeof(text), "%" PRIu64, seq);
	if (!spool_note(spool, str_from(slot), str_from(text), err))
		return false;
	snprintf(text, sizeof(text), "%" PRIu64, turn + 1);
	return spool_note(spool, NEXT, str_from(text), err);
}

bool tries_add(struct spool *spool, const struct spool_item *item, const char *what,
	struct str worker, const struct spool_why *why, int64_t now_ms, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf out = {0};
	struct str old;
	char key[32];

	arena_init(&arena, 0);
	buf_init(&out, 1 << 16);
	if (!spool_noted(spool, key_of(item->seq, key), &arena, &old, err) ||
		(str_absent(old) && !make_room(spool, item->seq, &arena, err)))
		return false;
	buf_str(&out, newest(old));
	buf_printf(&out, "%" PRId64 "\t%u\t%s\t", now_ms, item->attempt, what);
	put_field(&out, worker, '\t');
	put_field(&out, why ? why->reason : STR(""), '\t');
	put_field(&out, why ? why->sentence : STR(""), '\n');
	return spool_note(spool, key_of(item->seq, key), buf_view(&out), err);
}

static bool read_line(struct str line, struct mishap *ret)
{
	struct str field[F_COUNT] = {0};
	uint64_t at = 0, attempt = 0;
	size_t i;

	/* str_next_field() gives nothing for an empty last field */
	for (i = 0; i < F_COUNT; i++)
		str_next_field(&line, '\t', &field[i]);
	if (!parse_u64(field[F_AT], 0, INT64_MAX, &at) ||
		!parse_u64(field[F_ATTEMPT], 0, UINT32_MAX, &attempt))
		return false;
	*ret = (struct mishap){.at_ms = (int64_t)at,
		.number = (uint32_t)attempt,
		.what = field[F_WHAT],
		.worker = field[F_WORKER],
		.reason = field[F_REASON],
		.sentence = field[F_SENTENCE]};
	return true;
}

bool tries_of(struct spool *spool, uint64_t seq, struct arena *arena, struct mishap **ret,
	size_t *ret_n, struct err *err)
{
	struct str lines, line;
	char key[32];

	if (!spool_noted(spool, key_of(seq, key), arena, &lines, err))
		return false;
	*ret = arena_zalloc(arena, MAX_TRIES, sizeof(**ret));
	*ret_n = 0;
	while (*ret_n < MAX_TRIES && str_next_line(&lines, &line))
		*ret_n += read_line(line, &(*ret)[*ret_n]);
	return true;
}
