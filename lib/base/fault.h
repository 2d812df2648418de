/* SPDX-License-Identifier: Apache-2.0
 * fault.h - named points at which a test may stop the process, compiled away in normal builds.
 *
 * With -DWITH_FAULTS, SITREP_FAULT="name:n" kills the process (SIGKILL) the n-th time that
 * fault_here("name") is passed. tests/crash finds the names by grep and visits each. */
#ifndef SITREP_FAULT_H
#define SITREP_FAULT_H

#ifdef WITH_FAULTS
void fault_here(const char *name);
#else
static inline void fault_here(const char *name)
{
	(void)name;
}
#endif

#endif
