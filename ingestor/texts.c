/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "ingestor/texts.h"

void texts_heard(struct texts *texts, uint32_t bytes)
{
	texts->little =
		(texts->little << 1 | (bytes < LITTLE_TEXT)) & ((1u << TEXTS_REMEMBERED) - 1);
	if (texts->n < TEXTS_REMEMBERED)
		texts->n++;
}

uint32_t texts_little(const struct texts *texts)
{
	uint32_t bits = texts->little, n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

struct str texts_warning(const struct texts *texts, struct arena *arena)
{
	char text[80];

	if (texts_little(texts) < TEXTS_ALARM)
		return STR("");
	snprintf(text, sizeof(text), "%u of the last %u reports had hardly any text",
		texts_little(texts), texts->n);
	return arena_str(arena, str_from(text));
}
