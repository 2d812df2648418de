/* SPDX-License-Identifier: Apache-2.0
 * Precision and recall of near copies at several thresholds, and what the index costs.
 *
 *   bench_copies < texts.jsonl          the output of sitrep extract, or any lines with a "text"
 *
 * Of every text five relatives are made: words edited (one in twenty), an end cut off (two
 * fifths), paragraphs in another order, another frame around it (a lead and a tail of 40 words
 * from another text), and a rewrite (every fourth word replaced), which is not to count as a
 * copy. What the sketch finds among all texts and relatives is compared by its shingles, as the
 * store does. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/lines.h"
#include "base/map.h"
#include "base/mem.h"
#include "model/extraction_json.h"
#include "model/sketch.h"
#include "store/store.h"

enum relative { ORIGINAL, EDITED, CUT, REORDERED, FRAMED, REWRITTEN, NRELATIVES };

static const char *const names[] = {
	"original", "edited", "cut", "reordered", "framed", "rewritten"};

struct text {
	struct str text;
	size_t origin;
	enum relative kind;
	struct shingles shingles;
	uint64_t bands[SKETCH_BANDS];
};

struct corpus {
	struct text *v; /* [n] */
	size_t n, cap;
	struct arena arena;
};

static void add(struct corpus *c, struct str text, size_t origin, enum relative kind)
{
	struct text *t = ARENA_PUSH(&c->arena, c->v, c->n, c->cap);

	*t = (struct text){.text = text, .origin = origin, .kind = kind};
	shingles_find(text, &c->arena, &t->shingles);
	sketch_make(&t->shingles, t->bands);
}

/* Every nth word becomes one that stands nowhere else. */
static struct str replace_words(struct str text, unsigned n, size_t salt, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	struct str word;
	unsigned i = 0;

	buf_init(&out, 4 * text.n + 64);
	while (str_next_field(&text, ' ', &word)) {
		if (++i % n == 0)
			buf_printf(&out, "w%ux%zux%zu ", i, word.n, salt);
		else
			buf_printf(&out, "%.*s ", STR_ARGS(word));
	}
	return arena_str(arena, buf_view(&out));
}

static struct str reorder(struct str text, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	size_t middle = str_find(text, STR("\n"), text.n / 2);

	buf_init(&out, text.n + 64);
	buf_str(&out, str_slice(text, middle, text.n));
	buf_puts(&out, "\n");
	buf_str(&out, str_slice(text, 0, middle));
	return arena_str(arena, buf_view(&out));
}

static struct str frame(struct str text, struct str other, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	size_t part = other.n < 250 ? other.n : 250;

	buf_init(&out, text.n + 1024);
	buf_str(&out, str_slice(other, 0, part));
	buf_puts(&out, "\n\n");
	buf_str(&out, text);
	buf_puts(&out, "\n\n");
	buf_str(&out, str_slice(other, other.n - part, other.n));
	return arena_str(arena, buf_view(&out));
}

static void add_relatives(struct corpus *c, size_t i, struct str other)
{
	struct str text = c->v[i].text;

	add(c, replace_words(text, 20, 0, &c->arena), i, EDITED);
	add(c, str_slice(text, 0, text.n * 3 / 5), i, CUT);
	add(c, reorder(text, &c->arena), i, REORDERED);
	add(c, frame(text, other, &c->arena), i, FRAMED);
	add(c, replace_words(text, 4, 0, &c->arena), i, REWRITTEN);
}

static bool share_band(const struct text *a, const struct text *b)
{
	int i;

	for (i = 0; i < SKETCH_BANDS; i++)
		if (a->bands[i] == b->bands[i])
			return true;
	return false;
}

/* Pairs of a text and one of its own original, against pairs of texts of different ones. */
static void measure(const struct corpus *c, double resemblance, double containment)
{
	size_t found[NRELATIVES] = {0}, all[NRELATIVES] = {0}, wrong = 0, right = 0, i, j;

	for (i = 0; i < c->n; i++)
		for (j = 0; j < c->n; j++) {
			const struct text *a = &c->v[i], *b = &c->v[j];
			bool own = a->origin == b->origin && b->kind == ORIGINAL;
			struct likeness l;

			if (i == j || b->kind != ORIGINAL || a->kind == ORIGINAL)
				continue;
			all[a->kind] += own;
			if (!share_band(a, b))
				continue;
			l = shingles_compare(&a->shingles, &b->shingles);
			if (l.resemblance < resemblance && l.containment < containment)
				continue;
			found[a->kind] += own;
			wrong += !own;
			right += own;
		}
	printf("%10.2f %10.2f %9.4f", resemblance, containment,
		right ? (double)right / (double)(right + wrong) : 0);
	for (i = EDITED; i < NRELATIVES; i++)
		printf(" %9.3f", all[i] ? (double)found[i] / (double)all[i] : 0);
	printf("\n");
}

static bool store_texts(const struct corpus *c, struct store *store, size_t rounds, struct err *err)
{
	size_t i, round;

	for (round = 0; round < rounds; round++)
		for (i = 0; i < c->n; i++) {
			AUTO(arena_release) struct arena arena = {0};
			struct result r = {.original_zstd = STR("x"),
				.worker = STR("bench"),
				.report.source = STR("bench")};

			arena_init(&arena, 0);
			/* other words in each round, so that not all are copies of each other */
			r.extraction = (struct extraction){.media_type = STR("text/plain"),
				.version = STR("1"),
				.text = round ? replace_words(c->v[i].text, 2, round, &arena)
					      : c->v[i].text};
			r.report.body = r.extraction.text;
			report_identify(&r.report);
			if (!store_put(store, &r, (int64_t)i, err) ||
				(i % 256 == 0 && !store_commit(store, err)))
				return false;
		}
	return store_commit(store, err);
}

static void measure_index(const struct corpus *c)
{
	char dir[] = "/tmp/bench-copies-XXXXXX", path[64];
	struct err err = {0};
	struct store *store;
	int64_t began;
	size_t rounds = 20000 / (c->n ? c->n : 1) + 1;

	if (!mkdtemp(dir))
		return;
	snprintf(path, sizeof(path), "%s/sitrep.db", dir);
	store = store_open(path, 8000, &err);
	began = clock_mono_ms();
	if (!store || !store_texts(c, store, rounds, &err))
		fprintf(stderr, "bench_copies: %s\n", err.text);
	else
		printf("%zu reports stored with their sketches in %.1f s; %s is left to be looked "
		       "at\n",
			rounds * c->n, (double)(clock_mono_ms() - began) / 1000, path);
	store_close(&store);
}

int main(void)
{
	static const double thresholds[][2] = {{0.3, 0.6}, {0.4, 0.7}, {0.5, 0.8}, {0.6, 0.85},
		{0.7, 0.9}, {0.8, 0.95}, {0.5, 1.01}};
	AUTO(buf_release) struct buf line = {0};
	struct corpus c = {0};
	size_t i, originals;
	int64_t began = clock_mono_us();

	buf_init(&line, MAX_LINE_BYTES);
	arena_init(&c.arena, 0);
	while (lines_next(stdin, &line)) {
		struct report report;
		struct str id;
		struct err err = {0};

		if (report_from_json(buf_view(&line), &c.arena, &report, &id, &err) &&
			report.body.n > 800)
			add(&c, arena_str(&c.arena, report.body), c.n, ORIGINAL);
	}
	originals = c.n;
	for (i = 0; i < originals; i++)
		add_relatives(&c, i, c.v[(i + 1) % originals].text);
	printf("%zu texts and %zu relatives, %.0f us for the sketch of one\n", originals,
		c.n - originals, (double)(clock_mono_us() - began) / (double)(c.n ? c.n : 1));
	printf("resemblance containment precision");
	for (i = EDITED; i < NRELATIVES; i++)
		printf(" %9s", names[i]);
	printf("\n");
	for (i = 0; i < ARRAY_SIZE(thresholds); i++)
		measure(&c, thresholds[i][0], thresholds[i][1]);
	measure_index(&c);
	arena_release(&c.arena);
	return 0;
}
