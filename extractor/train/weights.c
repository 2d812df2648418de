/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "train/weights.h"

/* Entries below this in the file's own unit change no decision, but cost time: measured. */
#define SMALLEST_ROOT 8
#define DENSE_SHARE 5 /* a row with more than a fifth of the labels is dense */

struct weights_cell {
	double total;
	float weight;
	uint32_t since; /* total is complete up to here */
	uint32_t label;
};

struct weights_row {
	uint64_t key;
	struct weights_cell *cells; /* [n] owned; NULL: the row is free */
	uint32_t n, cap;
};

void weights_init(struct weights *weights, uint32_t nlabels)
{
	*weights = (struct weights){.nlabels = nlabels, .mask = (1u << 16) - 1};
	weights->rows = xcalloc(weights->mask + 1, sizeof(*weights->rows));
}

void weights_release(struct weights *weights)
{
	size_t i;

	for (i = 0; weights->rows && i <= weights->mask; i++)
		free(weights->rows[i].cells);
	free(weights->rows);
	*weights = (struct weights){0};
}

static struct weights_row *find(const struct weights *weights, uint64_t key)
{
	size_t i = key & weights->mask;

	while (weights->rows[i].cells && weights->rows[i].key != key)
		i = (i + 1) & weights->mask;
	return &weights->rows[i];
}

static void grow(struct weights *weights)
{
	struct weights_row *old = weights->rows;
	size_t i, n = weights->mask + 1;

	weights->mask = 2 * n - 1;
	weights->rows = xcalloc(2 * n, sizeof(*old));
	for (i = 0; i < n; i++)
		if (old[i].cells)
			*find(weights, old[i].key) = old[i];
	free(old);
}

void weights_score(const struct weights *weights, const uint64_t *features, size_t n, float *scores)
{
	const struct weights_row *row;
	size_t i, j;

	for (i = 0; i < n; i++)
		__builtin_prefetch(&weights->rows[features[i] & weights->mask]);
	for (i = 0; i < n; i++) {
		row = find(weights, features[i]);
		for (j = 0; row->cells && j < row->n; j++)
			scores[row->cells[j].label] += row->cells[j].weight;
	}
}

static struct weights_cell *cell_of(struct weights *weights, uint64_t key, uint32_t label)
{
	struct weights_row *row = find(weights, key);
	uint32_t i;

	if (!row->cells) {
		if (++weights->n * 3 > weights->mask * 2) {
			grow(weights);
			row = find(weights, key);
		}
		*row = (struct weights_row){.key = key, .cap = 2};
		row->cells = xcalloc(row->cap, sizeof(*row->cells));
	}
	for (i = 0; i < row->n; i++)
		if (row->cells[i].label == label)
			return &row->cells[i];
	if (row->n == row->cap) {
		row->cap *= 2;
		row->cells = xrealloc(row->cells, row->cap, sizeof(*row->cells));
	}
	row->cells[row->n] = (struct weights_cell){.label = label, .since = weights->now};
	return &row->cells[row->n++];
}

void weights_add(
	struct weights *weights, const uint64_t *features, size_t n, uint32_t label, float delta)
{
	struct weights_cell *cell;
	size_t i;

	for (i = 0; i < n; i++) {
		cell = cell_of(weights, features[i], label);
		cell->total += (double)cell->weight * (weights->now - cell->since);
		cell->since = weights->now;
		cell->weight += delta;
	}
}

void weights_average(struct weights *weights)
{
	struct weights_cell *cell;
	size_t i, j;

	for (i = 0; i <= weights->mask; i++) {
		for (j = 0; weights->rows[i].cells && j < weights->rows[i].n; j++) {
			cell = &weights->rows[i].cells[j];
			cell->total += (double)cell->weight * (weights->now - cell->since);
			cell->weight = (float)(cell->total / weights->now);
		}
	}
}

void weights_merge(struct weights *to, const struct weights *from, float share)
{
	size_t i, j;

	for (i = 0; i <= from->mask; i++)
		for (j = 0; from->rows[i].cells && j < from->rows[i].n; j++) {
			const struct weights_cell *cell = &from->rows[i].cells[j];

			cell_of(to, from->rows[i].key, cell->label)->weight += share * cell->weight;
		}
}

struct export_row {
	const struct weights_row *row;
	float heaviest;
};

static int heavier_first(const void *a, const void *b)
{
	const struct export_row *x = a, *y = b;

	if (x->heaviest != y->heaviest)
		return x->heaviest < y->heaviest ? 1 : -1;
	return x->row->key < y->row->key ? -1 : x->row->key > y->row->key;
}

/* All rows, the heaviest first. The caller frees. */
static struct export_row *sort_rows(const struct weights *weights)
{
	struct export_row *rows = xcalloc(weights->n + 1, sizeof(*rows));
	size_t i, j, n = 0;

	for (i = 0; i <= weights->mask; i++) {
		if (!weights->rows[i].cells)
			continue;
		rows[n].row = &weights->rows[i];
		for (j = 0; j < weights->rows[i].n; j++)
			rows[n].heaviest =
				fmaxf(rows[n].heaviest, fabsf(weights->rows[i].cells[j].weight));
		n++;
	}
	qsort(rows, n, sizeof(*rows), heavier_first);
	return rows;
}

struct image {
	struct model_slot *slots;
	struct model_entry *entries;
	uint32_t slot_bits, nentries;
	float scale;
};

static void image_release(struct image *image)
{
	free(image->slots);
	free(image->entries);
}

static int8_t root_of(const struct image *image, float weight)
{
	float root = roundf(copysignf(sqrtf(fabsf(weight / image->scale)), weight));

	return fabsf(root) < SMALLEST_ROOT ? 0 : (int8_t)fmaxf(-127, fminf(127, root));
}

/* Writes the row's entries, sparse or dense by what is faster to add; returns what the slot says of
 * their number, 0 if nothing is left. */
static uint32_t add_entries(struct image *image, const struct weights_row *row, uint32_t nlabels)
{
	struct model_entry *out = image->entries + image->nentries;
	uint32_t i, n = 0;
	int8_t root;

	for (i = 0; i < row->n; i++) {
		root = root_of(image, row->cells[i].weight);
		if (root != 0)
			out[n++] = (struct model_entry){(uint8_t)row->cells[i].label, root};
	}
	if (n * DENSE_SHARE <= nlabels) {
		image->nentries += n;
		return n;
	}
	memset(out, 0, (nlabels + 1) / 2 * sizeof(*out));
	for (i = 0; i < row->n; i++)
		((int8_t *)out)[row->cells[i].label] = root_of(image, row->cells[i].weight);
	image->nentries += (nlabels + 1) / 2;
	return MODEL_DENSE;
}

static void image_add(struct image *image, const struct weights_row *row, uint32_t nlabels)
{
	uint32_t mask = (1u << image->slot_bits) - 1, at = (uint32_t)row->key & mask;
	uint32_t first = image->nentries, count = add_entries(image, row, nlabels);

	if (count == 0)
		return;
	while (image->slots[at].row)
		at = (at + 1) & mask;
	image->slots[at] =
		(struct model_slot){.check = (uint32_t)(row->key >> 32), .row = first << 7 | count};
}

static void build_image(const struct weights *weights, size_t max_features, struct image *image)
{
	AUTO(mem_free) struct export_row *rows = sort_rows(weights);
	size_t i, fixed = 0, n = weights->n < max_features ? weights->n : max_features;

	/* infinite weights are dictionary entries: they do not stretch the scale */
	while (fixed < n && isinf(rows[fixed].heaviest))
		fixed++;
	image->scale = rows[fixed].heaviest / (127 * 127);
	/* rows that round to nothing need no slot */
	while (n > 0 && rows[n - 1].heaviest < image->scale * SMALLEST_ROOT * SMALLEST_ROOT)
		n--;
	for (image->slot_bits = 4; ((size_t)3 << image->slot_bits) < 4 * (n + 1);
		image->slot_bits++)
		;
	image->slots = xcalloc((size_t)1 << image->slot_bits, sizeof(*image->slots));
	image->entries = xcalloc(n * weights->nlabels + 1, sizeof(*image->entries));
	for (i = 0; i < n; i++)
		image_add(image, rows[i].row, weights->nlabels);
}

static void put(char *out, size_t at, const void *value, size_t n)
{
	memcpy(out + at, value, n);
}

static bool write_image(
	const struct image *image, const char *path, struct model_want want, struct err *err)
{
	size_t slots = sizeof(*image->slots) << image->slot_bits;
	size_t n = slots + image->nentries * sizeof(*image->entries);
	AUTO(mem_free) char *file = xcalloc(1, MODEL_HEADER_BYTES + n);
	char *body = file + MODEL_HEADER_BYTES;
	uint32_t format = MODEL_FORMAT, kind = want.kind;
	uint64_t checksum;
	FILE *f;

	memcpy(body, image->slots, slots);
	memcpy(body + slots, image->entries, n - slots);
	checksum = hash_bytes(body, n, 0);
	put(file, 0, "SITREPML", 8);
	put(file, 8, &format, 4);
	put(file, 12, &kind, 4);
	put(file, 16, &want.features, 8);
	put(file, 24, &checksum, 8);
	put(file, 32, &want.nlabels, 4);
	put(file, 36, &image->slot_bits, 4);
	put(file, 40, &image->nentries, 4);
	put(file, 44, &image->scale, 4);
	f = fopen(path, "wb");
	if (!f)
		return err_set(err, ERR_FATAL, "cannot write %s: %m", path);
	if (fwrite(file, 1, MODEL_HEADER_BYTES + n, f) != MODEL_HEADER_BYTES + n) {
		fclose(f);
		return err_set(err, ERR_FATAL, "cannot write %s: %m", path);
	}
	if (fclose(f) != 0)
		return err_set(err, ERR_FATAL, "cannot write %s: %m", path);
	return true;
}

bool weights_write(const struct weights *weights, const char *path, struct model_want want,
	size_t max_features, struct err *err)
{
	AUTO(image_release) struct image image = {0};

	build_image(weights, max_features, &image);
	return write_image(&image, path, want, err);
}
