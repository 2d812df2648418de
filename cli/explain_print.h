/* SPDX-License-Identifier: Apache-2.0
 * explain_print.h - an explanation for a person, or as JSON lines, a sentence each. */
#ifndef SITREP_EXPLAIN_PRINT_H
#define SITREP_EXPLAIN_PRINT_H

#include "base/buf.h"
#include "text/explain.h"

/* The arena is for what is made anew on the way. */
void explain_print(const struct extraction *extraction, const struct explanation *explanation,
	struct arena *arena, struct buf *out);
void explain_print_json(const struct extraction *extraction, const struct explanation *explanation,
	struct buf *out);

#endif
