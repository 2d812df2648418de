/* SPDX-License-Identifier: Apache-2.0 */
#include "support/page.h"

struct arena arena; /* empty; a test runs in a process of its own */
struct article article;

bool has(const char *part)
{
	return times(part) > 0;
}

size_t times(const char *part)
{
	size_t at = 0, n = 0;

	for (; (at = str_find(article.text, str_from(part), at)) < article.text.n; at++)
		n++;
	return n;
}
