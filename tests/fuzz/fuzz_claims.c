/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as verbatim text, through the whole chain: whatever is extracted must be valid, and the
 * slots of claims must be slices of the text. */
#include <stdlib.h>

#include "base/paths.h"
#include "text/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct reader *shared_reader(void)
{
	static struct reader *reader; /* the models are loaded once */
	struct err err;

	if (!reader)
		reader = reader_open(paths_data_dir(), NULL, &err);
	if (!reader)
		abort();
	return reader;
}

static void must_be_slice(const struct extraction *x, struct str slot)
{
	if (slot.n && extraction_offset(x, slot) < 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_release) struct arena arena = {0};
	struct report report = {.body = {(const char *)data, size},
		.title = STR("Report 2019"),
		.published = STR("2020-02-29"),
		.verbatim = true};
	struct extraction x;
	struct err err;
	size_t i;

	arena_init(&arena, (size_t)1 << 30);
	if (!reader_read(shared_reader(), &report, &arena, &x, &err))
		return 0;
	if (!extraction_valid(&x, &err))
		abort();
	for (i = 0; i < x.nclaims; i++) {
		must_be_slice(&x, x.claims[i].subject);
		must_be_slice(&x, x.claims[i].object);
		must_be_slice(&x, x.claims[i].attributed_to);
	}
	return 0;
}
