/* SPDX-License-Identifier: Apache-2.0
 * wordfile.h - the plain text files that hold what the reading knows: an entry a line, blank lines
 * and lines that start with '#' say nothing. Mistakes are told with file and line. */
#ifndef SITREP_WORDFILE_H
#define SITREP_WORDFILE_H

#include "base/arena.h"
#include "base/err.h"

#define WORDFILE_PATH_BYTES 4096

struct wordfile {
	char path[WORDFILE_PATH_BYTES]; /* for sentences */
	unsigned line;                  /* number of the line last read, from 1 */
	struct str text;                /* all of it; belongs to the arena */
	struct str rest;                /* what is still to be read */
};

/* Reads dir/name, or name if dir is NULL, into the arena. ERR_FATAL: it cannot be read, or is
 * larger than MAX_TEXT_BYTES. */
bool wordfile_open(struct wordfile *file, const char *dir, const char *name, struct arena *arena,
	struct err *err) MUST_CHECK;
/* The same for text that is there already; path is for sentences. */
void wordfile_of_text(struct wordfile *file, struct str text, const char *path);
/* The next line that says something, trimmed, without its comment; false at the end. */
bool wordfile_next(struct wordfile *file, struct str *ret_line);
/* False, with "words.txt:12: "people" is no set of nouns.txt" as ERR_FATAL. */
bool wordfile_wrong(const struct wordfile *file, struct str what, const char *why, struct err *err);
/* Does the file exist? What a user need not have is no mistake when it is missing. */
bool wordfile_exists(const char *dir, const char *name);

#endif
