/* SPDX-License-Identifier: Apache-2.0
 * converter.h - the one thing that the reading cannot do itself: formats that a program of
 * somebody else turns into text.
 *
 * The reading is pure and starts nothing. Whoever calls it may hand in a converter, which runs
 * the program in a confinement of its own (extractor/helper.h); without one such reports are
 * refused. */
#ifndef SITREP_CONVERTER_H
#define SITREP_CONVERTER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/err.h"

struct converter {
	/* A PDF's bytes -> what pdftotext -htmlmeta writes: a head with title, author and dates,
	 * then the pages in reading order, each with a form feed behind it. ERR_REJECT: the file
	 * cannot be read (damaged, encrypted); the sentence says so. The text belongs to the
	 * arena. */
	bool (*pdf)(void *arg, struct str pdf, struct arena *arena, struct str *ret_text,
		struct err *err);
	void *arg;
};

#endif
