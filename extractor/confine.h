/* SPDX-License-Identifier: Apache-2.0
 * confine.h - gives up everything that reading text does not need, for good.
 *
 * After confine() the process can read and write the descriptors that it has, allocate memory and
 * exit; it cannot open a file, make a socket, start a program, or get privileges back: rlimits
 * (address space, no files, no cores), no_new_privs, and a seccomp(2) filter: what reading text
 * does not need is not permitted, and asking for a program, a socket or a process ends the
 * process. Built with a sanitizer, which needs more of the system, only the limits that it bears
 * are set. */
#ifndef SITREP_CONFINE_H
#define SITREP_CONFINE_H

#include <stddef.h>
#include "base/err.h"

bool confine(size_t memory_bytes, struct err *err) MUST_CHECK;
/* For a program of somebody else, between fork and exec: it may be loaded, read the system's
 * libraries and fonts, and what stands open on 0, 1 and 2, write there up to output_bytes, and
 * end. It dies with its parent. */
bool confine_program(size_t memory_bytes, size_t output_bytes, struct err *err) MUST_CHECK;

#endif
