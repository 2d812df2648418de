/* SPDX-License-Identifier: Apache-2.0
 * fault.h - named points at which a test may stop the process, compiled away in normal builds.
 *
 * With -DWITH_FAULTS, SITREP_FAULT="name:n" kills the process (SIGKILL) the n-th time that
 * fault_here("name") is passed. tests/crash finds the names by grep and visits each. */
#ifndef SITREP_FAULT_H
#define SITREP_FAULT_H

#include <stddef.h>

#ifdef WITH_FAULTS
void fault_here(const char *name);
/* A report that says POISON-CRASH, POISON-LOOP or POISON-MEMORY does that to its reader. */
void fault_poison(const char *bytes, size_t n);
#else
static inline void fault_poison(const char *bytes, size_t n)
{
	(void)bytes;
	(void)n;
}
static inline void fault_here(const char *name)
{
	(void)name;
}
#endif

#endif
