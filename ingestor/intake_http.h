/* SPDX-License-Identifier: Apache-2.0
 * intake_http.h - POST /reports: reports over HTTP.
 *
 * The body is one report (its Content-Type says what, or it is sniffed); an archive, of which every
 * member is a report; a form (multipart/form-data) whose files are such; or JSON (application/json,
 * application/x-ndjson, application/jsonl): an object, an array of them, or one a line. ?source=, ?url=,
 * ?title= and ?published=, or fields of these names before the file, go with a report; of an archive,
 * with a member that has no name (the file that was compressed). The answer is JSON, sent after the
 * spool's commit:
 *   202 accepted, 200 known already (names the first copy), 429 + Retry-After full, 400/413 refused,
 *   503 + Retry-After the disk failed. JSON, forms and archives: a line of the answer for each, in order;
 *   of an archive each names its source, and a last one counts them. Its status is 400 if it could not be
 *   taken apart to its end, or nothing of it was taken.
 * GET /livez answers 200. */
#ifndef SITREP_INTAKE_HTTP_H
#define SITREP_INTAKE_HTTP_H

#include "ingestor/delivery.h"

struct intake_http;

/* Recalls from the spool when it was last heard. silence_ms: as of a folder. */
struct intake_http *intake_http_new(struct ingestor *ingestor, struct spool *spool,
	const struct delivery_options *options, int64_t silence_ms, struct err *err);
void intake_http_free(struct intake_http **intake);
http_fn intake_http_on_request; /* arg: struct intake_http * */
/* Goes on with archives; *ret_next_ms is lowered if it must be called again sooner. False if the
 * spool failed under a request of this batch: then the batch must be given up. */
bool intake_http_step(struct intake_http *intake, int64_t now_ms, int64_t *ret_next_ms,
	struct err *err) MUST_CHECK;
/* Adds itself as a source, once it has been heard. */
void intake_http_status(const struct intake_http *intake, int64_t now_ms, struct arena *arena,
	struct status *status);
/* After the batch: answers what waited for it; committed tells whether it is on disk. If not,
 * whoever sent an archive that is still being taken apart is told to send it again. */
void intake_http_flush(struct intake_http *intake, bool committed);

#endif
