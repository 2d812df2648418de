/* SPDX-License-Identifier: Apache-2.0
 * helper.h - runs poppler's pdftotext for the reader, which may start nothing itself.
 *
 *   parent -- socket --> reader (confined) -- socket --> helper -- fork, confine, exec --> pdftotext
 *
 * The helper is started before the reader confines itself. It looks at nothing: it puts the bytes
 * it is sent into a memory file, runs pdftotext with that as its input and another as its output,
 * and sends back what came out. pdftotext gets no network, no file to write, no other program,
 * limits on memory, time and output, and (where the kernel has Landlock) sight of the system's
 * libraries and fonts alone. Helper and pdftotext die with the reader. A reader that has been
 * taken over can have pdftotext run over bytes of its choice, and nothing else. */
#ifndef SITREP_HELPER_H
#define SITREP_HELPER_H

#include <stddef.h>
#include "base/err.h"
#include "text/converter.h"

struct helper {
	int fd; /* -1: none */
};

/* Forks the helper; call before confine(). ERR_RETRY: no process to be had. */
bool helper_start(struct helper *helper, size_t memory_bytes, struct err *err) MUST_CHECK;
/* The converter that asks this helper; the helper must outlive it. */
struct converter helper_converter(struct helper *helper);

#endif
