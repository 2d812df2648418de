/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "text/model.h"

#define MAX_SLOT_BITS 24
#define SCORE_BATCH 128 /* features looked up at a time */
#define ROW_COUNT_BITS 7
#define ROW_COUNT_MASK ((1u << ROW_COUNT_BITS) - 1)

struct model_header {
	char magic[8];
	uint32_t format;
	uint32_t kind;
	uint64_t features;
	uint64_t checksum;
	uint32_t nlabels;
	uint32_t slot_bits;
	uint32_t nentries;
	float scale;
	char zero[16];
};

_Static_assert(sizeof(struct model_header) == MODEL_HEADER_BYTES, "as the file has it");

static bool check_header(const struct model_header *h, size_t n, struct model_want want,
	const char *name, struct err *err)
{
	size_t body;

	if (n < sizeof(*h) || memcmp(h->magic, "SITREPML", 8) != 0)
		return err_set(err, ERR_FATAL, "%s is not a model file", name);
	if (h->format != MODEL_FORMAT)
		return err_set(err, ERR_FATAL, "%s has model format %u, this program reads %u",
			name, h->format, MODEL_FORMAT);
	if (h->kind != want.kind)
		return err_set(err, ERR_FATAL, "%s is a model of kind %u, not %u", name, h->kind,
			(unsigned)want.kind);
	if (h->features != want.features || h->nlabels != want.nlabels)
		return err_set(err, ERR_FATAL,
			"%s was trained with other features or labels than this program has: train "
			"it again",
			name);
	if (h->nlabels > MODEL_MAX_LABELS || h->slot_bits > MAX_SLOT_BITS)
		return err_set(err, ERR_FATAL, "%s is damaged: impossible sizes", name);
	body = ((size_t)1 << h->slot_bits) * sizeof(struct model_slot) +
	       (size_t)h->nentries * sizeof(struct model_entry);
	if (n != sizeof(*h) + body)
		return err_set(err, ERR_FATAL, "%s is damaged: %zu bytes where %zu belong", name, n,
			sizeof(*h) + body);
	if (hash_bytes((const char *)h + sizeof(*h), body, 0) != h->checksum)
		return err_set(err, ERR_FATAL, "%s is damaged: wrong checksum", name);
	return true;
}

/* How many entries the row takes in the table. */
static uint32_t row_entries(const struct model *model, uint32_t row)
{
	uint32_t count = row & ROW_COUNT_MASK;

	return count == MODEL_DENSE ? (model->nlabels + 1) / 2 : count;
}

static bool row_has_known_labels(const struct model *model, uint32_t row)
{
	const struct model_entry *e = model->entries + (row >> ROW_COUNT_BITS);
	uint32_t i, count = row & ROW_COUNT_MASK;

	for (i = 0; count != MODEL_DENSE && i < count; i++)
		if (e[i].label >= model->nlabels)
			return false;
	return true;
}

/* The checksum keeps accidents out, this keeps a forger from reading past the end. */
static bool check_rows(
	const struct model *model, uint32_t nentries, const char *name, struct err *err)
{
	size_t i, free_slots = 0;

	for (i = 0; i <= model->mask; i++) {
		uint32_t row = model->slots[i].row;

		free_slots += (row & ROW_COUNT_MASK) == 0;
		if ((row >> ROW_COUNT_BITS) + row_entries(model, row) > nentries)
			return err_set(
				err, ERR_FATAL, "%s is damaged: a row leaves the table", name);
		if (!row_has_known_labels(model, row))
			return err_set(err, ERR_FATAL, "%s is damaged: an unknown label", name);
	}
	if (free_slots == 0)
		return err_set(err, ERR_FATAL, "%s is damaged: no free slot", name);
	return true;
}

bool model_read(struct model *ret_model, const void *data, size_t n, struct model_want want,
	const char *name, struct err *err)
{
	const struct model_header *h = data;
	const char *body = (const char *)data + sizeof(*h);
	struct model model;

	if (!check_header(h, n, want, name, err))
		return false;
	model = (struct model){.slots = (const void *)body,
		.mask = (uint32_t)(((size_t)1 << h->slot_bits) - 1),
		.nlabels = h->nlabels,
		.scale = h->scale,
		.checksum = h->checksum};
	model.entries = (const void *)(body + ((size_t)model.mask + 1) * sizeof(struct model_slot));
	if (!check_rows(&model, h->nentries, name, err))
		return false;
	*ret_model = model;
	return true;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

bool model_open(struct model *ret_model, const char *path, struct model_want want, struct err *err)
{
	AUTO(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *map;

	if (fd < 0 || fstat(fd, &st) < 0)
		return err_set(err, ERR_FATAL, "cannot open the model %s: %m", path);
	if (st.st_size < MODEL_HEADER_BYTES)
		return err_set(err, ERR_FATAL, "%s is not a model file", path);
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return err_set(err, ERR_FATAL, "cannot map the model %s: %m", path);
	if (!model_read(ret_model, map, (size_t)st.st_size, want, path, err)) {
		munmap(map, (size_t)st.st_size);
		return false;
	}
	ret_model->map = map;
	ret_model->size = (size_t)st.st_size;
	return true;
}

void model_release(struct model *model)
{
	if (model->map)
		munmap(model->map, model->size);
	*model = (struct model){0};
}

/* The row of a feature; 0 (an empty one) if the model does not know it. */
static inline uint32_t find_row(const struct model *model, uint64_t feature)
{
	uint32_t check = (uint32_t)(feature >> 32), i = (uint32_t)feature & model->mask;

	for (; model->slots[i].row & ROW_COUNT_MASK; i = (i + 1) & model->mask)
		if (model->slots[i].check == check)
			return model->slots[i].row;
	return 0;
}

/* Written so that the compiler makes vectors of it. */
static void add_dense(const int8_t *restrict roots, uint32_t n, int32_t *restrict scores)
{
	uint32_t y;

	for (y = 0; y < n; y++) {
		int16_t root = roots[y];

		scores[y] += (int16_t)(root * (int16_t)(root < 0 ? -root : root));
	}
}

static void add_rows(const struct model *model, const uint32_t *rows, size_t n, int32_t *scores)
{
	const struct model_entry *e, *end;
	size_t i;

	for (i = 0; i < n; i++) {
		e = model->entries + (rows[i] >> ROW_COUNT_BITS);
		if ((rows[i] & ROW_COUNT_MASK) == MODEL_DENSE) {
			add_dense((const int8_t *)e, model->nlabels, scores);
			continue;
		}
		for (end = e + (rows[i] & ROW_COUNT_MASK); e < end; e++)
			scores[e->label] += e->weight * abs(e->weight);
	}
}

/* The tables do not fit the near caches, so each step asks for what the next one reads. */
static void score_batch(
	const struct model *model, const uint64_t *features, size_t n, int32_t *scores)
{
	uint32_t rows[SCORE_BATCH], row;
	size_t i, found = 0;

	for (i = 0; i < n; i++)
		__builtin_prefetch(&model->slots[(uint32_t)features[i] & model->mask]);
	for (i = 0; i < n; i++) {
		row = find_row(model, features[i]);
		if (row == 0)
			continue;
		__builtin_prefetch(model->entries + (row >> ROW_COUNT_BITS));
		rows[found++] = row;
	}
	add_rows(model, rows, found, scores);
}

void model_score(const struct model *model, const uint64_t *features, size_t n, int32_t *scores)
{
	size_t batch;

	for (; n > 0; n -= batch, features += batch) {
		batch = n < SCORE_BATCH ? n : SCORE_BATCH;
		score_batch(model, features, batch, scores);
	}
}

int model_lookup(const struct model *model, uint64_t feature)
{
	uint32_t row = find_row(model, feature);

	return row & ROW_COUNT_MASK ? model->entries[row >> ROW_COUNT_BITS].label : -1;
}
