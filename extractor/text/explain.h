/* SPDX-License-Identifier: Apache-2.0
 * explain.h - the steps between a text and its facts, for people who ask why. */
#ifndef SITREP_EXPLAIN_H
#define SITREP_EXPLAIN_H

#include "text/claim_trace.h"
#include "text/knowledge.h"
#include "text/quantity.h"
#include "text/reader.h"
#include "text/timex.h"

struct explanation {
	struct analysis analysis;
	struct timexes times;
	struct quantities quantities;
	bool traced; /* the next is filled */
	struct claim_trace trace;
};

/* As reader_read(), with the steps. All belongs to the arena and the reader; *ret_explanation must
 * stay where it is, since parts of it point into it. */
bool reader_explain(const struct reader *reader, const struct report *report, struct arena *arena,
	struct extraction *ret_extraction, struct explanation *ret_explanation,
	struct err *err) MUST_CHECK;

#endif
