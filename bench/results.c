/* SPDX-License-Identifier: Apache-2.0 */
#include "results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <zstd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "text/reader.h"
#include "wire/wire.h"

#define PATTERNS 200 /* that are really read */
#define BODY_BYTES 5000
#define STAMP "Report 00000000.\n\n"
#define STAMP_DIGITS 7   /* where they begin */
#define TURNED_LETTERS 4 /* words of at least so many letters change */
#define TURNS 4          /* into one of so many others */

static const char *const places[] = {"Mosul", "Aleppo", "Kandahar", "Benghazi", "Maiduguri", "Aden",
	"Karachi", "Gao", "Kismayo", "Istanbul", "Goma", "Herat", "Idlib", "Basra", "Almaty",
	"Kabul"};
/* %d is a number, %s a place; the second half of the list tells nothing that is counted */
static const char *const sentences[] = {
	"At least %d people were killed in %s on %d May 2021, the governor said.",
	"Police arrested %d men near %s and seized %d rifles.",
	"Gunmen abducted %d villagers outside %s on %d June 2020.",
	"Nearly %d families fled the fighting around %s, the Red Crescent reported.",
	"A car bomb wounded %d soldiers at a checkpoint in %s.",
	"It rained without a pause, and by morning much of the low ground was under water again.",
	"It was not clear when this would be repaired, or who would pay for it in the end.",
	"Bread and fuel have become dearer since then, and many have begun to look for work "
	"elsewhere.",
	"Nothing was left to do but to wait, to sweep the broken glass away and to begin again.",
	"What remains of it can be seen from far away, grey and empty, with grass growing on the "
	"walls.",
	"There had been warnings for weeks, but few had listened and fewer had done anything about "
	"them.",
	"It took long to clear all this away, and longer to agree on what should stand there "
	"instead.",
	"Much has been written about how it began, and little about what could have been done to "
	"stop it."};

static uint64_t draw(uint64_t *state, uint64_t below)
{
	*state = hash_mix(*state + 1);
	return *state % below;
}

static void invent(uint64_t seed, struct buf *out)
{
	char line[256];

	buf_reset(out);
	buf_puts(out, STAMP);
	while (out->n < BODY_BYTES) {
		/* six of seven are of those that tell nothing */
		size_t i = draw(&seed, 7) ? 5 + draw(&seed, ARRAY_SIZE(sentences) - 5)
					  : draw(&seed, 5);
		int number = 2 + (int)draw(&seed, 300), day = 1 + (int)draw(&seed, 28);
		const char *place = places[draw(&seed, ARRAY_SIZE(places))];

		snprintf(line, sizeof(line), sentences[i], number, place, day);
		buf_puts(out, line);
		buf_puts(out, draw(&seed, 5) ? " " : "\n\n");
	}
}

/* Words of small letters become others, of the same length, where they stand. */
static void turn_words(char *text, size_t n, uint64_t copy)
{
	size_t i, end, k;

	for (i = 0; i < n; i = end + 1) {
		for (end = i; end < n && text[end] >= 'a' && text[end] <= 'z'; end++)
			;
		if (end - i < TURNED_LETTERS || (i && ascii_is_upper(text[i - 1])))
			continue;
		for (k = hash_mix(copy * 8191 + i) % TURNS; k > 0; k--) {
			size_t j;

			for (j = i; j < end; j++)
				text[j] = (char)(text[j] == 'z' ? 'a' : text[j] + 1);
		}
	}
}

static void stamp(char *text, size_t number)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%08zu", number % 100000000);
	memcpy(text + STAMP_DIGITS, digits, 8);
}

size_t result_number(struct str body)
{
	size_t n = 0, i;

	for (i = STAMP_DIGITS; i < STAMP_DIGITS + 8 && i < body.n; i++)
		n = n * 10 + (size_t)(body.p[i] - '0');
	return n;
}

static void fail(const struct err *err)
{
	fprintf(stderr, "bench-store: %s\n", err->text);
	exit(EX_SOFTWARE);
}

/* The slots of an extraction point into its text, so changing that in place changes them with
 * it. */
static void make_copy(const struct extraction *x, bool facts, size_t number, struct arena *arena,
	struct buf *frame, struct ready *ret)
{
	char *text = (char *)x->text.p, packed[2 * BODY_BYTES];
	struct message m = {.type = MESSAGE_RESULT,
		.u.result = {.extraction = *x,
			.worker = STR("bench"),
			.original_bytes = x->text.n,
			.read_ms = 10}};
	struct result *result = &m.u.result;
	struct err err = {0};
	size_t n;

	if (!facts)
		result->extraction.nentities = result->extraction.nclaims =
			result->extraction.nincidents = 0;
	stamp(text, number);
	turn_words(text + sizeof(STAMP) - 1, x->text.n - sizeof(STAMP) + 1, number);
	result->report = (struct report){.body = x->text,
		.source = STR("bench"),
		.verbatim = true,
		.media_type = STR("text/plain"),
		.received_ms = clock_wall_ms()};
	report_identify(&result->report);
	ret->id = result->report.id;
	ret->body = arena_str(arena, x->text);
	n = ZSTD_compress(packed, sizeof(packed), text, x->text.n, 3);
	result->original_zstd = (struct str){packed, ZSTD_isError(n) ? 0 : n};
	result->report.body = (struct str){0};
	buf_reset(frame);
	if (!wire_pack(&m, frame, &err))
		fail(&err);
	ret->frame = arena_str(arena, buf_view(frame));
}

void results_make(
	size_t n, bool facts, const char *data_dir, struct arena *arena, struct results *ret)
{
	AUTO(buf_release) struct buf frame = {0}, body = {0};
	AUTO(arena_release) struct arena reading = {0};
	struct err err = {0};
	AUTO(reader_close) struct reader *reader = reader_open(data_dir, NULL, &err);
	size_t i, k, patterns = n < PATTERNS ? n : PATTERNS;

	if (!reader)
		fail(&err);
	buf_init(&frame, MAX_FRAME_BYTES);
	buf_init(&body, MAX_FRAME_BYTES);
	*ret = (struct results){arena_zalloc(arena, n, sizeof(*ret->v)), n, 0};
	for (i = 0; i < patterns; i++) {
		struct report report = {.media_type = STR("text/plain"),
			.published = STR("2021-06-01"),
			.verbatim = true};
		struct extraction x;

		invent(i + 1, &body);
		report.body = buf_view(&body);
		arena_reset(&reading);
		if (!reader_read(reader, &report, &reading, &x, &err))
			fail(&err);
		for (k = i; k < n; k += patterns) {
			make_copy(&x, facts, k, arena, &frame, &ret->v[k]);
			ret->rows += facts ? x.nentities + x.nclaims + x.nincidents : 0;
		}
	}
}
