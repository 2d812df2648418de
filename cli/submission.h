/* SPDX-License-Identifier: Apache-2.0
 * submission.h - reports on their way to the ingestor, many at a time.
 *
 * A report stays here until the ingestor has answered for it, is sent again after a silence or when
 * the spool was full, and only then counts. So killing the ingestor loses nothing; killing us loses
 * only what was not accepted, and the same command again goes on from there, because what is known
 * is not taken twice. */
#ifndef SITREP_SUBMISSION_H
#define SITREP_SUBMISSION_H

#include "base/buf.h"
#include "cli/cli.h"

#define SUBMISSION_WINDOW 128 /* reports in flight */

struct inflight {
	uint64_t token;
	bool parked;           /* the spool was full: to be sent again */
	bool repeated;         /* sent again: "known" may be our own first try */
	struct buf frame_body; /* kept to send again when the spool was full */
	struct report report;  /* strings in the arena below */
	struct arena arena;
};

struct submission {
	struct cli *cli;
	struct client *client;
	struct inflight slots[SUBMISSION_WINDOW];
	size_t inflight, bytes, parked;
	int64_t heard_ms;  /* monotonic, of the last answer */
	bool told_silence; /* that nobody answers has been said */
	int64_t resume_ms; /* monotonic: when to send the parked again */
	uint64_t token;
	uint64_t accepted, duplicate, failed;
	uint64_t missing;               /* of the failed: files that are not there */
	uint64_t read_bytes, all_bytes; /* of the input: gone through, and in all (0: unknown) */
	struct report_id *ids;          /* [nids] accepted or known, for --wait */
	size_t nids, ids_cap;
	int64_t began_ms, drawn_ms;
	bool progress; /* standard error is a terminal */
};

/* On the heap, as it is large; NULL: not even a socket can be had. */
struct submission *submission_new(struct cli *cli, struct err *err);
void submission_free(struct submission **submission); /* for AUTO */
/* Prints "sitrep: what: sentence" and counts a failure. */
void submission_complain(struct submission *s, const char *what, const char *sentence);
/* Sends it, waiting while the window is full. The body is moved in; the report's strings are
 * copied. False: the ingestor does not answer, or a signal came. */
bool submission_put(struct submission *s, const struct report *report, struct buf *body,
	struct err *err) MUST_CHECK;
/* Waits until all is answered. */
bool submission_finish(struct submission *s, struct err *err) MUST_CHECK;
/* Waits until all that was accepted is stored or dead. */
bool submission_wait(struct submission *s, uint64_t *ret_dead, struct err *err) MUST_CHECK;
/* The bar, at most ten times a second; last: with a line feed. */
void submission_draw(struct submission *s, bool last);

#endif
