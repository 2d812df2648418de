/* SPDX-License-Identifier: Apache-2.0
 * boost.c - the third step of training the block model: gradient boosted trees.
 *
 *     cat rows-*.bin | article-boost [--folds K --out FILE] | [--table FILE]
 *
 * Friedman, "Greedy function approximation: a gradient boosting machine" (2001), with the second
 * order gain and the histograms of XGBoost and LightGBM: logistic loss on soft labels, complete
 * trees of fixed depth, half of the features and most pages drawn for each tree from a fixed seed,
 * so that the same rows give the same table. --folds trains K times without the pages of a part of
 * the hosts and writes the held-out probability of every block (float32, in input order); --table
 * trains on all. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/parse.h"

#define BINS 64
#define DEPTH 5
#define SPLITS ((1 << DEPTH) - 1)
#define LEAVES (1 << DEPTH)
#define TREES 260
#define RATE 0.08
#define PAGES_PERCENT 70
#define MIN_HESSIAN 0.02
#define RIDGE 0.5

struct tree {
	int feature[SPLITS];
	int bin[SPLITS]; /* goes left if its bin <= this */
	float leaf[LEAVES];
};

struct rows {
	size_t n;
	int nfeatures;
	float *label, *weight; /* [n] */
	uint32_t *group;       /* [n] hash of the host */
	uint32_t *page;        /* [n] */
	float *values;         /* [nfeatures][n] */
	uint8_t *bins;         /* [nfeatures][n] */
	float *edges;          /* [nfeatures][BINS] upper edge of each bin */
};

struct fit {
	const struct rows *rows;
	const uint8_t *may_use; /* [n] rows to learn from */
	uint8_t *use;           /* [n] rows that this tree learns from */
	double *score;          /* [n] */
	float *grad, *hess;     /* [n] */
	uint16_t *node;         /* [n] */
	uint64_t random;
};

static bool read_exactly(void *out, size_t size, size_t count)
{
	return fread(out, size, count, stdin) == count;
}

/* A page weighs one, its blocks by their words: the score is a mean over pages too. */
static void weigh_page(struct rows *rows, size_t from, const float *words)
{
	double sum = 0;
	size_t i;

	for (i = from; i < rows->n; i++)
		sum += pow(words[i], 0.75) + 0.5;
	for (i = from; i < rows->n; i++)
		rows->weight[i] = (float)((pow(words[i], 0.75) + 0.5) / sum * 100);
}

static void read_rows(struct rows *rows)
{
	float *table = NULL, *words = NULL;
	size_t cap = 0, width = 0;
	int32_t head[3];

	while (read_exactly(head, sizeof(*head), 3)) {
		size_t from = rows->n, i;

		width = (size_t)head[2] + 2;
		rows->nfeatures = head[2];
		if (rows->n + (size_t)head[1] > cap) {
			cap = 2 * (rows->n + (size_t)head[1]);
			table = xrealloc(table, cap * width, sizeof(*table));
			words = xrealloc(words, cap, sizeof(*words));
			rows->weight = xrealloc(rows->weight, cap, sizeof(*rows->weight));
			rows->group = xrealloc(rows->group, cap, sizeof(*rows->group));
			rows->page = xrealloc(rows->page, cap, sizeof(*rows->page));
		}
		if (!read_exactly(table + from * width, sizeof(*table), (size_t)head[1] * width))
			exit(1);
		rows->n += (size_t)head[1];
		for (i = from; i < rows->n; i++) {
			words[i] = table[i * width + 1];
			rows->group[i] = (uint32_t)head[0];
			rows->page[i] = (uint32_t)from;
		}
		weigh_page(rows, from, words);
	}
	rows->label = xmalloc((rows->n + 1) * sizeof(*rows->label));
	rows->values = xmalloc(rows->n * width * sizeof(*rows->values));
	for (size_t i = 0; i < rows->n; i++) {
		rows->label[i] = table[i * width];
		for (size_t f = 0; f + 2 < width; f++)
			rows->values[f * rows->n + i] = table[i * width + 2 + f];
	}
	free(table);
	free(words);
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Edges lie half way between neighbouring values, at even shares of the rows. */
static void find_edges(const float *values, size_t n, float *edges)
{
	float *sorted = xmalloc(n * sizeof(*sorted));
	size_t b;

	memcpy(sorted, values, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_value);
	for (b = 0; b + 1 < BINS; b++) {
		size_t at = (b + 1) * n / BINS;
		size_t next = at;

		while (next < n && sorted[next] == sorted[at])
			next++;
		edges[b] = next < n ? (sorted[at] + sorted[next]) / 2 : INFINITY;
	}
	edges[BINS - 1] = INFINITY;
	free(sorted);
}

static void make_bins(struct rows *rows)
{
	rows->bins = xmalloc(rows->n * (size_t)rows->nfeatures);
	rows->edges = xmalloc((size_t)rows->nfeatures * BINS * sizeof(*rows->edges));
	for (int f = 0; f < rows->nfeatures; f++) {
		const float *values = rows->values + (size_t)f * rows->n;
		float *edges = rows->edges + f * BINS;

		find_edges(values, rows->n, edges);
		for (size_t i = 0; i < rows->n; i++) {
			int b = 0;

			while (values[i] > edges[b])
				b++;
			rows->bins[(size_t)f * rows->n + i] = (uint8_t)b;
		}
	}
}

struct sums {
	double g, h;
};

static double gain_of(double g, double h)
{
	return g * g / (h + RIDGE);
}

/* The best split of each node of one level, tried with one feature. */
static void try_feature(
	const struct fit *fit, int f, int first, int count, double *best, struct tree *tree)
{
	static struct sums hist[LEAVES][BINS];
	const uint8_t *bins = fit->rows->bins + (size_t)f * fit->rows->n;

	memset(hist, 0, sizeof(hist[0]) * (size_t)count);
	for (size_t i = 0; i < fit->rows->n; i++) {
		struct sums *s;

		if (!fit->use[i])
			continue;
		s = &hist[fit->node[i] - first][bins[i]];
		s->g += (double)fit->grad[i];
		s->h += (double)fit->hess[i];
	}
	for (int k = 0; k < count; k++) {
		struct sums all = {0}, left = {0};

		for (int b = 0; b < BINS; b++) {
			all.g += hist[k][b].g;
			all.h += hist[k][b].h;
		}
		for (int b = 0; b + 1 < BINS; b++) {
			double gain;

			left.g += hist[k][b].g;
			left.h += hist[k][b].h;
			if (left.h < MIN_HESSIAN || all.h - left.h < MIN_HESSIAN)
				continue;
			gain = gain_of(left.g, left.h) + gain_of(all.g - left.g, all.h - left.h) -
			       gain_of(all.g, all.h);
			if (gain > best[k]) {
				best[k] = gain;
				tree->feature[first + k] = f;
				tree->bin[first + k] = b;
			}
		}
	}
}

static uint64_t next_random(struct fit *fit)
{
	fit->random += 0x9E3779B97F4A7C15u;
	return hash_mix(fit->random);
}

static void descend(const struct fit *fit, const struct tree *tree)
{
	for (size_t i = 0; i < fit->rows->n; i++) {
		int node = fit->node[i], f = tree->feature[node];
		bool right = fit->rows->bins[(size_t)f * fit->rows->n + i] > tree->bin[node];

		fit->node[i] = (uint16_t)(2 * node + 1 + right);
	}
}

static void set_leaves(const struct fit *fit, struct tree *tree)
{
	struct sums sums[LEAVES] = {0};

	for (size_t i = 0; i < fit->rows->n; i++) {
		struct sums *s = &sums[fit->node[i] - SPLITS];

		if (!fit->use[i])
			continue;
		s->g += (double)fit->grad[i];
		s->h += (double)fit->hess[i];
	}
	for (int k = 0; k < LEAVES; k++)
		tree->leaf[k] = (float)(-RATE * sums[k].g / (sums[k].h + RIDGE));
	for (size_t i = 0; i < fit->rows->n; i++)
		fit->score[i] += (double)tree->leaf[fit->node[i] - SPLITS];
}

static void grow_tree(struct fit *fit, struct tree *tree)
{
	const struct rows *rows = fit->rows;
	uint64_t draw = next_random(fit);
	uint8_t chosen[1024];

	for (int f = 0; f < rows->nfeatures; f++)
		chosen[f] = next_random(fit) & 1;
	for (size_t i = 0; i < rows->n; i++) {
		double p = 1 / (1 + exp(-fit->score[i]));

		fit->use[i] =
			fit->may_use[i] && hash_mix(rows->page[i] ^ draw) % 100 < PAGES_PERCENT;
		fit->grad[i] = (float)((p - (double)rows->label[i]) * (double)rows->weight[i]);
		fit->hess[i] = (float)(p * (1 - p) * (double)rows->weight[i]);
		fit->node[i] = 0;
	}
	for (int level = 0, first = 0; level < DEPTH; level++, first = 2 * first + 1) {
		double best[LEAVES] = {0};
		int count = 1 << level;

		for (int k = 0; k < count; k++) {
			tree->feature[first + k] = 0;
			tree->bin[first + k] = BINS - 1;
		}
		for (int f = 0; f < rows->nfeatures; f++)
			if (chosen[f])
				try_feature(fit, f, first, count, best, tree);
		descend(fit, tree);
	}
	set_leaves(fit, tree);
}

static void train(const struct rows *rows, const uint8_t *use, struct tree *trees, double *score)
{
	struct fit fit = {.rows = rows,
		.may_use = use,
		.use = xcalloc(rows->n, 1),
		.score = score,
		.random = 1,
		.grad = xcalloc(rows->n, sizeof(float)),
		.hess = xcalloc(rows->n, sizeof(float)),
		.node = xcalloc(rows->n, sizeof(uint16_t))};

	memset(score, 0, rows->n * sizeof(*score));
	for (int t = 0; t < TREES; t++)
		grow_tree(&fit, &trees[t]);
	free(fit.grad);
	free(fit.hess);
	free(fit.node);
	free(fit.use);
}

static void cross_validate(const struct rows *rows, unsigned folds, FILE *out)
{
	struct tree *trees = xcalloc(TREES, sizeof(*trees));
	double *score = xcalloc(rows->n, sizeof(*score));
	float *held_out = xcalloc(rows->n, sizeof(*held_out));
	uint8_t *use = xcalloc(rows->n, 1);

	for (unsigned k = 0; k < folds; k++) {
		double loss = 0;

		for (size_t i = 0; i < rows->n; i++)
			use[i] = hash_mix(rows->group[i]) % folds != k;
		train(rows, use, trees, score);
		for (size_t i = 0; i < rows->n; i++) {
			double p = 1 / (1 + exp(-score[i]));

			if (use[i])
				continue;
			held_out[i] = (float)p;
			loss += fabs(p - (double)rows->label[i]) * (double)rows->weight[i];
		}
		fprintf(stderr, "fold %u: weighted absolute error %.1f\n", k, loss);
	}
	fwrite(held_out, sizeof(*held_out), rows->n, out);
	free(trees);
	free(score);
	free(held_out);
	free(use);
}

static void write_table(const struct rows *rows, const struct tree *trees, FILE *out)
{
	fprintf(out,
		"/* Written by extractor/train/article/boost.c; do not edit. */\n"
		"#define HTML_MODEL_FEATURES %d\n",
		rows->nfeatures);
	for (int t = 0; t < TREES; t++) {
		fprintf(out, "\t{{");
		for (int k = 0; k < SPLITS; k++)
			fprintf(out, "%d,%s", trees[t].feature[k], k % 24 == 23 ? "\n\t " : "");
		fprintf(out, "},\n\t {");
		for (int k = 0; k < SPLITS; k++) {
			float edge = rows->edges[trees[t].feature[k] * BINS + trees[t].bin[k]];

			if (isinf(edge))
				edge = 1e30f;
			fprintf(out, "%.5g,%s", (double)edge, k % 10 == 9 ? "\n\t " : "");
		}
		fprintf(out, "},\n\t {");
		for (int k = 0; k < LEAVES; k++)
			fprintf(out, "%d,%s", (int)lrintf(trees[t].leaf[k] * 10000),
				k % 16 == 15 ? "\n\t " : "");
		fprintf(out, "}},\n");
	}
}

static void train_table(const struct rows *rows, FILE *out)
{
	struct tree *trees = xcalloc(TREES, sizeof(*trees));
	double *score = xcalloc(rows->n, sizeof(*score));
	uint8_t *use = xcalloc(rows->n, 1);

	memset(use, 1, rows->n);
	train(rows, use, trees, score);
	write_table(rows, trees, out);
	free(trees);
	free(score);
	free(use);
}

int main(int argc, char **argv)
{
	struct rows rows = {0};
	uint64_t folds = 0;
	FILE *out;

	if (argc < 3 || !(out = fopen(argv[argc - 1], "wb"))) {
		fprintf(stderr,
			"usage: article-boost --folds K --out FILE | --table FILE < rows.bin\n");
		return 1;
	}
	if (strcmp(argv[1], "--folds") == 0 && !parse_u64(str_from(argv[2]), 2, 50, &folds))
		return 1;
	read_rows(&rows);
	make_bins(&rows);
	fprintf(stderr, "%zu rows, %d features\n", rows.n, rows.nfeatures);
	if (folds)
		cross_validate(&rows, (unsigned)folds, out);
	else
		train_table(&rows, out);
	return fclose(out) == 0 ? 0 : 1;
}
