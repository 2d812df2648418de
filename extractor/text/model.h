/* SPDX-License-Identifier: Apache-2.0
 * model.h - a trained linear model in a file, mapped read-only and scored in place.
 *
 * A model gives every label a score: the sum of the weights of the features that are present.
 * Features are 64-bit hashes (feature.h); their names are nowhere. The file, little-endian:
 *
 *   offset size
 *        0    8  magic "SITREPML"
 *        8    4  format version, MODEL_FORMAT
 *       12    4  kind, enum model_kind
 *       16    8  hash of the feature set that it was trained with
 *       24    8  hash_bytes() of everything from offset 64 to the end
 *       32    4  number of labels, at most MODEL_MAX_LABELS
 *       36    4  log2 of the number of slots
 *       40    4  number of entries
 *       44    4  the unit of weights as a float
 *       48   16  zero
 *       64       slots: u32 check, u32 row = first entry << 7 | number of entries (0: free slot)
 *      ...       entries: u8 label, i8 root of the weight: 11 is +121, -11 is -121 units. Small
 *                weights are many and large ones few; so a byte is exact enough for both.
 *                A row whose number is MODEL_DENSE has a root for every label instead, in order
 *
 * A feature lives in the first slot at or after (hash & mask) whose check is hash >> 32, linear
 * probing. A change of hash_bytes, of a feature set or of a label enum needs new training
 * (docs/models.md); a change of this layout needs a new MODEL_FORMAT. */
#ifndef SITREP_MODEL_H
#define SITREP_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

#define MODEL_FORMAT 2u
#define MODEL_MAX_LABELS 126
#define MODEL_DENSE 127
#define MODEL_HEADER_BYTES 64

enum model_kind { MODEL_TAGGER = 1, MODEL_PARSER, MODEL_MENTIONS, MODEL_INCIDENTS };

struct model_slot {
	uint32_t check;
	uint32_t row;
};

struct model_entry {
	uint8_t label;
	int8_t weight;
};

struct model {
	const struct model_slot *slots; /* [mask + 1] */
	const struct model_entry *entries;
	uint32_t mask;
	uint32_t nlabels;
	float scale;
	uint64_t checksum; /* of the body: part of the extractor's version */
	void *map;         /* [size] the mapped file, owned; NULL: the bytes are somebody else's */
	size_t size;
};

/* What a file must be to be of use. */
struct model_want {
	enum model_kind kind;
	uint32_t nlabels;
	uint64_t features; /* hash of the feature set */
};

/* ERR_FATAL with a sentence that names the file: not there, damaged, or trained for other code. */
bool model_open(struct model *ret_model, const char *path, struct model_want want,
	struct err *err) MUST_CHECK;
/* The same over bytes that outlive the model, aligned to 8; name is for the sentence. */
bool model_read(struct model *ret_model, const void *data, size_t n, struct model_want want,
	const char *name, struct err *err) MUST_CHECK;
void model_release(struct model *model); /* for AUTO */

/* Adds the weights of each feature to scores, which has room for nlabels. */
void model_score(const struct model *model, const uint64_t *features, size_t n, int32_t *scores);
/* The label that one feature names, for dictionaries inside a model; -1 without. */
int model_lookup(const struct model *model, uint64_t feature);

#endif
