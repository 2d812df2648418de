/* SPDX-License-Identifier: Apache-2.0
 * file.h - whole files and directories, with sentences for what goes wrong. */
#ifndef SITREP_FILE_H
#define SITREP_FILE_H

#include <stdbool.h>
#include "base/buf.h"
#include <stdint.h>
#include "base/err.h"

/* Appends the file's bytes. ERR_REJECT: missing, unreadable, a directory, larger than buf may be
 * (the sentence says which). ERR_RETRY: the disk failed. */
bool file_read(const char *path, struct buf *ret, struct err *err) MUST_CHECK;
/* The same from an open descriptor; name is for the sentence. */
bool file_read_fd(int fd, const char *name, struct buf *ret, struct err *err) MUST_CHECK;
/* mkdir -p with this mode for what is missing. */
bool dir_make(const char *path, unsigned mode, struct err *err) MUST_CHECK;

#endif
