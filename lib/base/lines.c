/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lines.h"

#define KEPT ((size_t)4 << 20) /* one giant line must not be remembered for ever */

bool lines_next(FILE *in, struct buf *line)
{
	bool any = false;
	int c;

	if (line->cap > KEPT) {
		size_t max = line->max;

		buf_release(line);
		buf_init(line, max);
	}
	buf_reset(line);
	while ((c = getc_unlocked(in)) != EOF) {
		any = true;
		if (c == '\n')
			break;
		if (!line->full)
			buf_putc(line, (char)c);
	}
	if (line->n && line->data[line->n - 1] == '\r')
		line->data[--line->n] = '\0';
	return any;
}
