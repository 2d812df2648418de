/* SPDX-License-Identifier: Apache-2.0
 * make_zip.h - zip files in memory for tests: names and contents by turns, NULL at the end. */
#ifndef SITREP_MAKE_ZIP_H
#define SITREP_MAKE_ZIP_H

#include "base/buf.h"

void make_zip(struct buf *out, const char *const *names_and_contents);
/* n bytes, all the same, compressed with gzip: the best bomb there is. */
void make_gzip_of(struct buf *out, char byte, size_t n);
void make_gzip(struct buf *out, struct str bytes);
/* A PDF with these pages, each with a line of text on each line of it; title NULL: none. */
void make_pdf(struct buf *out, const char *title, const char *const *pages, size_t npages);

#endif
