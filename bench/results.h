/* SPDX-License-Identifier: Apache-2.0
 * results.h - ready-made Results for benchmarks of what comes after the reading.
 *
 * A few hundred invented reports are read once by the real reader. The rest are copies whose
 * words are changed letter by letter (numbers, names and the place of every fact stay where they
 * are), so that no two are near each other and the full-text index meets new words. Body and text
 * are the same bytes, and begin with "Report NUMBER.", from which result_number() tells which one
 * it is. */
#ifndef SITREP_BENCH_RESULTS_H
#define SITREP_BENCH_RESULTS_H

#include "base/arena.h"
#include "model/report.h"

struct results {
	struct ready {
		struct report_id id;
		struct str body;
		struct str frame; /* a packed Result */
	} * v;                    /* [n] in the arena */
	size_t n;
	uint64_t rows; /* entities, claims and incidents of all of them */
};

/* Without facts the Results say nothing but the text. Exits with a sentence if the models are
 * not in data_dir. */
void results_make(
	size_t n, bool facts, const char *data_dir, struct arena *arena, struct results *ret);
size_t result_number(struct str body);

#endif
