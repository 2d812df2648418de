/* SPDX-License-Identifier: Apache-2.0
 * bare.h - what SQLite alone needs for the rows that a store has made. */
#ifndef SITREP_BENCH_BARE_H
#define SITREP_BENCH_BARE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct bare_times {
	uint64_t reports, rows;
	int64_t wall_us, cpu_us; /* of the inserts and commits alone */
};

/* Inserts the rows of the finished database from into a new one, to, of the same schema and
 * settings, in transactions of so many reports; the rows of one transaction are in memory before
 * its clock starts. all: also what the store derives (tags, names, kin), otherwise what a Result
 * says, and the index of words. */
bool bare_copy(const char *from, const char *to, uint64_t batch, uint64_t checkpoint_pages,
	bool all, struct bare_times *ret, struct err *err);

#endif
