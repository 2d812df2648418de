/* SPDX-License-Identifier: Apache-2.0
 * html_copy.h - text that stands on the page twice.
 *
 * Copies for phones and for print, notices that stand in the text again and again, the whole
 * article once more in a single paragraph for machines. */
#ifndef SITREP_HTML_COPY_H
#define SITREP_HTML_COPY_H

#include "text/html_block.h"

/* Clears keep for blocks that say nothing which blocks before them have not said. Short texts
 * may well be said twice. */
void html_drop_copies(const struct html_blocks *blocks, struct arena *arena, bool *keep);

#endif
