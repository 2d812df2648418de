/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/token.h"
#include "train/file.h"
#include "train/train_cluster.h"

/* Word 0 stands for the sentence's edge, word 1 for all rare ones; both keep their own class. */
#define EDGE 0
#define RARE 1

struct word_count {
	struct str form;
	uint64_t n;
	uint32_t id;
};

struct pair {
	uint32_t word, other, n;
};

struct neighbours {
	struct pair *v;  /* [n] sorted by word */
	uint32_t *first; /* [words + 1] */
};

struct clustering {
	struct arena arena;
	uint32_t *text; /* [ntext] word ids */
	size_t ntext, cap;
	struct word_count *words; /* [nwords] most frequent first; ids are indices */
	size_t nwords;
	struct neighbours after, before;
	uint32_t *class; /* [nwords] */
	uint64_t *pairs; /* [classes * classes] */
	uint64_t *count; /* [classes] */
	uint32_t classes;
};

static void clustering_release(struct clustering *c)
{
	free(c->after.v);
	free(c->after.first);
	free(c->before.v);
	free(c->before.first);
	free(c->class);
	free(c->pairs);
	free(c->count);
	arena_release(&c->arena);
}

static struct str normal(struct str lower, struct arena *arena)
{
	char *p = arena_alloc(arena, lower.n + 1);
	size_t i;

	for (i = 0; i < lower.n; i++)
		p[i] = ascii_is_digit(lower.p[i]) ? '0' : lower.p[i];
	return (struct str){p, lower.n};
}

static struct map_slot *word_slot(
	struct map *map, struct clustering *c, struct str form, size_t *cap)
{
	bool fresh;
	struct map_slot *slot = map_put(map, form, &fresh);

	if (fresh) {
		slot->value.num = (int64_t)c->nwords;
		*ARENA_PUSH(&c->arena, c->words, c->nwords, *cap) =
			(struct word_count){.form = form, .id = (uint32_t)c->nwords - 1};
	}
	return slot;
}

static void push_text(struct clustering *c, uint32_t id)
{
	*ARENA_PUSH(&c->arena, c->text, c->ntext, c->cap) = id;
}

static bool read_texts(struct clustering *c, char **paths, struct err *err)
{
	AUTO(map_release) struct map map;
	struct str rest, line;
	struct tokens t;
	size_t cap = 0, i;

	map_init(&map);
	word_slot(&map, c, STR("<edge>"), &cap);
	word_slot(&map, c, STR("<rare>"), &cap);
	push_text(c, EDGE);
	for (; *paths; paths++) {
		if (!corpus_file(*paths, &c->arena, &rest, err))
			return false;
		while (str_next_line(&rest, &line)) {
			tokens_lex(line, &c->arena, &t);
			for (i = 0; i < t.n; i++) {
				struct str form = normal(t.v[i].lower, &c->arena);
				uint32_t id = (uint32_t)word_slot(&map, c, form, &cap)->value.num;

				c->words[id].n++;
				push_text(c, id);
			}
			if (t.n)
				push_text(c, EDGE);
		}
	}
	return true;
}

static int frequent_first(const void *a, const void *b)
{
	const struct word_count *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* Sorts the words by frequency and renumbers the text, rare words becoming one. */
static void renumber(struct clustering *c, unsigned min_count)
{
	AUTO(mem_free) uint32_t *new_id = xcalloc(c->nwords, sizeof(*new_id));
	size_t i, n;

	c->words[EDGE].n = c->words[RARE].n = UINT64_MAX;
	qsort(c->words, c->nwords, sizeof(*c->words), frequent_first);
	for (n = 0; n < c->nwords && c->words[n].n >= min_count; n++)
		;
	for (i = 0; i < c->nwords; i++)
		new_id[c->words[i].id] = i < n ? (uint32_t)i : RARE;
	for (i = 0; i < c->ntext; i++)
		c->text[i] = new_id[c->text[i]];
	c->nwords = n;
}

static int by_word(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return x->other < y->other ? -1 : x->other > y->other;
}

/* Counts what stands after (step 1) or before (step -1) each word. */
static void count_neighbours(const struct clustering *c, bool after, struct neighbours *ret)
{
	size_t i, n = 0, word = 0;

	ret->v = xcalloc(c->ntext, sizeof(*ret->v));
	ret->first = xcalloc(c->nwords + 1, sizeof(*ret->first));
	for (i = 0; i + 1 < c->ntext; i++)
		ret->v[i] = after ? (struct pair){c->text[i], c->text[i + 1], 1}
				  : (struct pair){c->text[i + 1], c->text[i], 1};
	qsort(ret->v, c->ntext - 1, sizeof(*ret->v), by_word);
	for (i = 0; i + 1 < c->ntext; i++) {
		if (n > 0 && by_word(&ret->v[n - 1], &ret->v[i]) == 0)
			ret->v[n - 1].n++;
		else
			ret->v[n++] = ret->v[i];
	}
	for (i = 0; i < n; i++)
		while (word <= ret->v[i].word)
			ret->first[word++] = (uint32_t)i;
	while (word <= c->nwords)
		ret->first[word++] = (uint32_t)n;
}

static void first_classes(struct clustering *c)
{
	size_t i;

	c->class = xcalloc(c->nwords, sizeof(*c->class));
	c->pairs = xcalloc((size_t)c->classes * c->classes, sizeof(*c->pairs));
	c->count = xcalloc(c->classes, sizeof(*c->count));
	for (i = 0; i < c->nwords; i++)
		c->class[i] = i < 2 ? (uint32_t)i : 2 + (uint32_t)(i % (c->classes - 2));
	for (i = 0; i + 1 < c->ntext; i++) {
		c->pairs[(size_t)c->class[c->text[i]] * c -> classes +
								     c -> class[c->text[i + 1]]]++;
		c->count[c->class[c->text[i]]]++;
	}
}

static double xlogx(double x)
{
	return x > 0 ? x * log(x) : 0;
}

/* One word's neighbours by class: how often each class stands before and after it. */
struct profile {
	uint64_t *after, *before; /* [classes] */
	uint64_t itself;          /* the word after itself */
	uint64_t n;
};

static void make_profile(const struct clustering *c, uint32_t word, struct profile *p)
{
	const struct neighbours *a = &c->after, *b = &c->before;
	uint32_t i;

	memset(p->after, 0, c->classes * sizeof(*p->after));
	memset(p->before, 0, c->classes * sizeof(*p->before));
	p->itself = p->n = 0;
	for (i = a->first[word]; i < a->first[word + 1]; i++) {
		p->n += a->v[i].n;
		if (a->v[i].other == word)
			p->itself = a->v[i].n;
		else
			p->after[c->class[a->v[i].other]] += a->v[i].n;
	}
	for (i = b->first[word]; i < b->first[word + 1]; i++)
		if (b->v[i].other != word)
			p->before[c->class[b->v[i].other]] += b->v[i].n;
}

/* Takes the word out of a class (sign -1) or puts it in (1). */
static void shift(struct clustering *c, const struct profile *p, uint32_t class, int sign)
{
	uint64_t s = (uint64_t)(int64_t)sign;
	uint32_t k;

	for (k = 0; k < c->classes; k++) {
		c->pairs[(size_t) class * c->classes + k] += s * p->after[k];
		c->pairs[(size_t)k * c->classes + class] += s * p->before[k];
	}
	c->pairs[(size_t) class * c->classes + class] += s * p->itself;
	c->count[class] += s * p->n;
}

/* What the log-likelihood gains if the word, now in no class, joins this one. */
static double gain(const struct clustering *c, const struct profile *p, uint32_t class,
	const uint32_t *used, size_t nused)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < nused; i++) {
		uint32_t k = used[i];
		uint64_t out = c->pairs[(size_t) class * c->classes + k];
		uint64_t in = c->pairs[(size_t)k * c->classes + class];

		if (k == class) {
			sum += xlogx((double)(out + p->after[k] + p->before[k] + p->itself)) -
			       xlogx((double)out);
			continue;
		}
		sum += xlogx((double)(out + p->after[k])) - xlogx((double)out);
		sum += xlogx((double)(in + p->before[k])) - xlogx((double)in);
	}
	return sum - 2 * (xlogx((double)(c->count[class] + p->n)) - xlogx((double)c->count[class]));
}

static size_t exchange(struct clustering *c, struct profile *p, uint32_t *used)
{
	size_t moved = 0, nused;
	uint32_t word, k, best, old;
	double g, best_gain;

	for (word = 2; word < c->nwords; word++) {
		make_profile(c, word, p);
		old = best = c->class[word];
		shift(c, p, old, -1);
		for (k = 0, nused = 0; k < c->classes; k++)
			if (p->after[k] || p->before[k])
				used[nused++] = k;
		best_gain = -INFINITY;
		for (k = 2; k < c->classes; k++) {
			g = gain(c, p, k, used, nused);
			if (g > best_gain) {
				best_gain = g;
				best = k;
			}
		}
		c->class[word] = best;
		shift(c, p, best, 1);
		moved += best != old;
	}
	return moved;
}

static bool write_classes(const struct clustering *c, const char *path, struct err *err)
{
	FILE *f = fopen(path, "w");
	uint32_t k;
	size_t i;

	if (!f)
		return err_set(err, ERR_FATAL, "cannot write %s: %m", path);
	fprintf(f,
		"# Words that are used alike, a class a line: learnt by sitrep-train cluster.\n");
	for (k = 2; k < c->classes; k++) {
		for (i = 2; i < c->nwords; i++)
			if (c->class[i] == k)
				fprintf(f, "%.*s ", STR_ARGS(c->words[i].form));
		fputc('\n', f);
	}
	if (fclose(f) != 0)
		return err_set(err, ERR_FATAL, "cannot write %s: %m", path);
	return true;
}

bool train_cluster(const struct cluster_job *job, char **paths, struct err *err)
{
	AUTO(clustering_release) struct clustering c = {.classes = job->classes};
	AUTO(mem_free) uint64_t *after = xcalloc(job->classes, sizeof(*after));
	AUTO(mem_free) uint64_t *before = xcalloc(job->classes, sizeof(*before));
	AUTO(mem_free) uint32_t *used = xcalloc(job->classes, sizeof(*used));
	struct profile p = {.after = after, .before = before};
	unsigned round;

	arena_init(&c.arena, 0);
	if (!read_texts(&c, paths, err))
		return false;
	renumber(&c, job->min_count);
	count_neighbours(&c, true, &c.after);
	count_neighbours(&c, false, &c.before);
	first_classes(&c);
	printf("%zu tokens, %zu words\n", c.ntext, c.nwords);
	for (round = 0; round < job->rounds; round++) {
		printf("round %u: %zu words moved\n", round + 1, exchange(&c, &p, used));
		fflush(stdout);
	}
	return write_classes(&c, job->out, err);
}
