/* SPDX-License-Identifier: Apache-2.0
 * extraction_json.h - reports and extractions as JSON lines: the evaluation contract
 * (docs/json.md).
 *
 * A line of input is {"id", "text" or "html" or "html_base64", optional "title", "published",
 * "source", "url"}. A given text is used byte for byte; html is already Unicode; html_base64 are
 * the page's own bytes. */
#ifndef SITREP_EXTRACTION_JSON_H
#define SITREP_EXTRACTION_JSON_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/emit.h"
#include "base/err.h"
#include "model/extraction.h"
#include "model/report.h"

/* A file of this name holds a report a line: .jsonl, .ndjson. */
bool report_is_json_lines(struct str path);
/* Reads one line. The report's strings and *ret_id (the line's "id", absent if it has none, which
 * is an error as well) belong to the arena; *ret_id is set even on failure if it could be read. */
bool report_from_json(struct str line, struct arena *arena, struct report *ret_report,
	struct str *ret_id, struct err *err) MUST_CHECK;
/* Appends one line, LF included. */
bool extraction_to_json(const struct extraction *extraction, struct str id, struct buf *out);
/* One of its facts, as it stands there. */
void emit_entity(struct emitter *emitter, struct str text, const struct entity *entity);
void emit_claim(struct emitter *emitter, const struct claim *claim);
void emit_incident(struct emitter *emitter, const struct incident *incident);
void emit_casualties(struct emitter *emitter, const struct casualties *v, size_t n);
/* Appends {"id", "error"} and LF; an absent id is null. */
bool extraction_error_to_json(struct str id, const char *sentence, struct buf *out);

#endif
