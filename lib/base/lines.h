/* SPDX-License-Identifier: Apache-2.0
 * lines.h - lines from a stream of any length, in memory that has a ceiling. */
#ifndef SITREP_LINES_H
#define SITREP_LINES_H

#include <stdbool.h>
#include <stdio.h>
#include "base/buf.h"

/* The next line without its end, into line (emptied first). Of a line longer than line->max the
 * rest is passed over and line->full is set. False at the end of the stream or on an error
 * (ferror). */
bool lines_next(FILE *in, struct buf *line);

#endif
