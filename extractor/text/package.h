/* SPDX-License-Identifier: Apache-2.0
 * package.h - named parts of a document that is a zip file (libarchive), unpacked into memory.
 *
 * Only the parts that are asked for are unpacked, each up to MAX_PART_BYTES and all of them
 * together up to MAX_PACKAGE_BYTES, so a bomb costs no more than that. */
#ifndef SITREP_PACKAGE_H
#define SITREP_PACKAGE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct package_part {
	const char *name;   /* as the zip file spells it */
	struct str content; /* set by package_read(); absent if it is not there */
};

/* One pass over the file. ERR_REJECT: it is no zip file, is damaged or encrypted, or a part is too
 * large. A part that comes twice is taken from the first. */
bool package_read(struct str zip, struct package_part *parts, size_t n, struct arena *arena,
	struct err *err) MUST_CHECK;

#endif
