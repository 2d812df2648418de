/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a robots.txt, whose first line is the path that is asked for: the rules lie within
 * what was given, and "/robots.txt" is always allowed. */
#include <stdint.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/robots.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(buf_release) struct buf rules = {0};
	struct str text = {(const char *)data, size}, path = STR("");

	str_next_line(&text, &path);
	buf_init(&rules, 2 * ROBOTS_MAX_BYTES);
	robots_rules(text, STR("sitrep"), &rules);
	if (rules.full || rules.n > text.n + 1 ||
		!robots_allow(buf_view(&rules), STR("/robots.txt")))
		abort();
	(void)!robots_allow(buf_view(&rules), path);
	return 0;
}
