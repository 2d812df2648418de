/* SPDX-License-Identifier: Apache-2.0
 * A model file of any bytes, with its checksum set right so that what lies behind it is reached. */
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/model.h"

#define LABELS 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(mem_free) char *copy = xmalloc(size + 1);
	struct model_want want = {MODEL_TAGGER, LABELS, 1};
	int32_t scores[LABELS] = {0};
	struct model model;
	struct err err;
	uint64_t features[4] = {0, 1, UINT64_MAX, 0x100000001u}, sum;

	memcpy(copy, data, size);
	if (size > MODEL_HEADER_BYTES) {
		sum = hash_bytes(copy + MODEL_HEADER_BYTES, size - MODEL_HEADER_BYTES, 0);
		memcpy(copy + 24, &sum, sizeof(sum));
	}
	if (model_read(&model, copy, size, want, "fuzz", &err)) {
		model_score(&model, features, 4, scores);
		model_lookup(&model, features[0]);
	}
	return 0;
}
