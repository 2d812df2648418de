/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as lines "name = value". */
#include "base/settings.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	AUTO(settings_free) struct settings *settings = settings_new();
	struct str rest = {(const char *)data, n}, line;

	while (str_next_line(&rest, &line)) {
		size_t eq = str_find(line, STR("="), 0);
		struct err err = {0};

		if (eq < line.n)
			(void)!settings_set(settings, str_trim(str_slice(line, 0, eq)),
				str_trim(str_slice(line, eq + 1, line.n)), "fuzz", &err);
	}
	return 0;
}
