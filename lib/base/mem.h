/* SPDX-License-Identifier: Apache-2.0
 * mem.h - memory from the heap; out of memory ends the process.
 *
 * That is a decision (docs/decisions/0003): the spool remembers what was being done and the
 * supervisor restarts us, which no half-tested recovery path could promise. Every input has a
 * ceiling (base/limits.h), so an honest run does not come near it. */
#ifndef SITREP_MEM_H
#define SITREP_MEM_H

#include <stddef.h>

#define MEM_EXIT 71 /* EX_OSERR: how a process without memory ends */

/* n may be 0. Never NULL. The caller frees. */
void *xmalloc(size_t n);
/* Zeroed; count * size is checked for overflow. */
void *xcalloc(size_t count, size_t size);
/* Grows or shrinks to count * size bytes, checked for overflow. */
void *xrealloc(void *p, size_t count, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
/* For AUTO(): frees *(void **)p. */
void mem_free(void *p);

#endif
