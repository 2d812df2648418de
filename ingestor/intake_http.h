/* SPDX-License-Identifier: Apache-2.0
 * intake_http.h - POST /reports: reports over HTTP.
 *
 * The body is one report (its Content-Type says what, or it is sniffed); a form (multipart/form-data)
 * whose files are reports; or JSON (application/json, application/x-ndjson, application/jsonl): an
 * object, an array of them, or one a line. ?source=, ?url=, ?title= and ?published=, or fields of these
 * names before the file, go with a report. The answer is JSON, sent after the spool's commit:
 *   202 accepted, 200 known already (names the first copy), 429 + Retry-After full, 400/413 refused,
 *   503 + Retry-After the disk failed. JSON and forms: a line of the answer for each, in order.
 * GET /livez answers 200. */
#ifndef SITREP_INTAKE_HTTP_H
#define SITREP_INTAKE_HTTP_H

#include "ingestor/ingestor.h"
#include "service/http.h"

struct intake_http;

struct intake_http *intake_http_new(struct ingestor *ingestor);
void intake_http_free(struct intake_http **intake);
http_fn intake_http_on_request; /* arg: struct intake_http * */
/* False, once, if the spool failed under a request of this batch: then the batch must be given up. */
bool intake_http_ok(struct intake_http *intake, struct err *err);
/* After the batch: answers what waited for it; committed tells whether it is on disk. */
void intake_http_flush(struct intake_http *intake, bool committed);

#endif
