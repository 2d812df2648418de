/* SPDX-License-Identifier: Apache-2.0
 * spools.h - what all tests of spools need. They run in a directory of the test program's own,
 * since the names of files are the same, and nothing is synced: what is tested is what the files
 * say. Any failure fails the test. */
#ifndef SITREP_SPOOLS_H
#define SITREP_SPOOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "ingestor/spool.h"

#define SECONDS(n) ((int64_t)(n)*1000)

extern const struct spool_limits roomy;
extern struct arena arena; /* what a spool hands out lies in it */

void each_match(const char *pattern, void (*fn)(const char *path));
void forget_file(const char *path);     /* it is gone */
void forget_files(const char *pattern); /* so are these */
int64_t bytes_of_files(const char *pattern);

void commit(struct spool *s);
/* For half a minute. False: none is ready. */
bool lease(struct spool *s, int64_t now_ms, struct spool_item *item, struct report *report);
bool is_whole(const struct report *report); /* its bytes are those that it is known by */

#endif
