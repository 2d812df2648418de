/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a line of JSON lines. */
#include "fuzz/fuzz.h"
#include "model/extraction_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	AUTO(arena_release) struct arena arena = {0};
	struct report report;
	struct str id;

	if (report_from_json((struct str){(const char *)data, n}, &arena, &report, &id, NULL))
		report_identify(&report);
	return 0;
}
