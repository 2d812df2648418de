/* SPDX-License-Identifier: Apache-2.0
 * reader.h - the whole chain from a report's bytes to its extraction, as one pure function.
 *
 *   report -> article -> tokens -> mentions -> quantities, times -> claims, incidents -> extraction
 *
 * A reader holds the lexicons and models, loaded once and never changed after, so the same reader
 * may serve any number of reports. */
#ifndef SITREP_READER_H
#define SITREP_READER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/err.h"
#include "model/extraction.h"
#include "model/report.h"
#include "text/converter.h"

struct reader;

/* data_dir holds the lexicons (*.txt) and models (*.model); own_dir those of the analyst, laid out
 * the same but without models (docs/lexicons.md), NULL or "" if there are none. ERR_FATAL: a file
 * is missing or wrong; the sentence says which line. */
struct reader *reader_open(const char *data_dir, const char *own_dir, struct err *err) MUST_CHECK;
void reader_close(struct reader **reader);
/* For formats that another program must turn into text; it must outlive the reader. */
void reader_use(struct reader *reader, const struct converter *converter);
/* Everything in *ret_extraction belongs to the arena. */
bool reader_read(const struct reader *reader, const struct report *report, struct arena *arena,
	struct extraction *ret_extraction, struct err *err) MUST_CHECK;
/* Version of the extractor and its data: "0.1.0+1a2b3c4d", the suffix a hash of the data files.
 * Belongs to the reader. */
struct str reader_version(const struct reader *reader);

#endif
