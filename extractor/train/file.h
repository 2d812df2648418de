/* SPDX-License-Identifier: Apache-2.0
 * file.h - a whole file of what is learnt from, into an arena. */
#ifndef SITREP_TRAIN_FILE_H
#define SITREP_TRAIN_FILE_H

#include "base/arena.h"
#include "base/err.h"

bool corpus_file(
	const char *path, struct arena *arena, struct str *ret, struct err *err) MUST_CHECK;

#endif
