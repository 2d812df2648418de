/* SPDX-License-Identifier: Apache-2.0
 * pipe.h - frames between a process and its child: a length (uint32, native order), then bytes. */
#ifndef SITREP_PIPE_H
#define SITREP_PIPE_H

#include <stdbool.h>
#include "base/buf.h"

/* Blocks until all is written. False: the other side is gone, or did not read for too long. */
bool pipe_write(int fd, struct str frame);
/* Blocks. False at the end or on garbage. */
bool pipe_read(int fd, struct buf *ret);

#endif
