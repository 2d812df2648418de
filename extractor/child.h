/* SPDX-License-Identifier: Apache-2.0
 * child.h - the process that reads hostile bytes: it has one socket to its parent and nothing
 * else.
 *
 * On the socket: a length (uint32, native order), then a frame of proto/envelope.proto. In comes
 * an Assignment, out goes a Result, ready to be forwarded to the store, or a Failed. One at a
 * time. Before all that goes out an empty frame: it is ready; or a sentence that says why it ends
 * instead. The parent (warden.h) watches the clock and buries what this process dies of. */
#ifndef SITREP_CHILD_H
#define SITREP_CHILD_H

#include "base/err.h"

#define CHILD_FD 3          /* where the parent puts the socket */
#define CHILD_FLAG "--read" /* argv[1] that turns sitrep-extractor into the child */

struct child_options {
	const char *data_dir;
	const char *lexicon_dir; /* "": none */
	const char *worker;      /* name, for the results */
	size_t memory_bytes;     /* address space */
};

/* Returns the exit code when the parent hangs up. */
int child_run(const struct child_options *options);

#endif
