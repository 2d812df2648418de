/* SPDX-License-Identifier: Apache-2.0
 * output.h - listings on standard output: aligned for people, JSON lines or CSV (RFC 4180) for
 * programs. On a terminal, columns are cut to its width and headings are dimmed, unless NO_COLOR. */
#ifndef SITREP_OUTPUT_H
#define SITREP_OUTPUT_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum output_format { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV };

enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_JSON, CELL_NULL };

struct cell {
	struct str text; /* a number as it is to be written */
	enum cell_kind kind;
};

struct output;

/* Columns' names are borrowed until output_end(). Rows of a table are held back until the end, to
 * align them; JSON and CSV stream. */
struct output *output_begin(enum output_format format, const char *const *columns, size_t n);
void output_row(struct output *output, const struct cell *cells);
/* A line under the last row, in tables only: a quotation. */
void output_note(struct output *output, struct str note);
size_t output_rows(const struct output *output);
/* Prints what is held back and frees. */
void output_end(struct output **output);

struct cell cell_str(struct str s); /* absent: null */
struct cell cell_int(struct arena *arena, int64_t v);
/* A size or an age as people read it ("1.2M", "3m20s") in tables, the plain number elsewhere. */
struct cell cell_bytes(struct arena *arena, enum output_format format, uint64_t bytes);
struct cell cell_age(struct arena *arena, enum output_format format, int64_t ms);
/* Local to the reader: RFC 3339 UTC. */
struct cell cell_time(struct arena *arena, int64_t wall_ms);
void format_bytes(uint64_t bytes, char out[16]);
void format_age(int64_t ms, char out[16]);
bool output_colours(void); /* standard output is a terminal and nobody said NO_COLOR */
/* Appends s with blanks for control characters, which would move the cursor: a report must not be
 * able to draw on our screen. */
void output_text(struct buf *out, struct str s);
/* Columns that the terminal shows for s: one for each character, two for wide ones. */
size_t display_width(struct str s);

#endif
