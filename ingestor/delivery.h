/* SPDX-License-Identifier: Apache-2.0
 * delivery.h - what one POST /reports brings: a report, the files of a form, or JSON, and of
 * archives among them every member; with the answer as it grows, a line of JSON for each.
 *
 * An archive is taken apart by a confined process while the loop goes on (members.h), so a
 * delivery takes as many steps as it needs, each in the batch of its turn. Whoever waits for the
 * answer hears of the last batch's commit; what was in the batches before is on disk already, so
 * a delivery that is cut off can be sent again: what is known is a duplicate. */
#ifndef SITREP_DELIVERY_H
#define SITREP_DELIVERY_H

#include "base/buf.h"
#include "base/err.h"
#include "ingestor/ingestor.h"
#include "ingestor/members.h"
#include "service/http.h"

struct delivery_options {
	const char *
		/* path of sitrep-extractor, borrowed; "": archives are kept as they are */
		unpacker;
	uint64_t memory_bytes; /* for the unpacker */
};

/* How many of an archive's members met which fate. */
struct delivery_tally {
	uint64_t accepted, duplicate, refused;
};

struct delivery {
	struct http_request *request; /* asleep until it is answered, so it does not go away */
	unsigned status;              /* of the answer */
	struct buf answer;
	bool done; /* to be answered with the next commit */
	/* what is still to come */
	struct str rest, boundary; /* of a form, slices of the body */
	struct report fields;      /* what goes with the files */
	bool form, begun;
	size_t files;
	struct members *members; /* of the archive at hand, NULL: none */
	struct delivery_tally tally;
	uint64_t accepted; /* new reports of all its files, not yet counted by who counts them */
};

struct delivery *delivery_new(struct http_request *request);
void delivery_free(struct delivery **delivery); /* the request stays unanswered */
/* A bounded piece of work; then done, or *ret_next_ms says when to come again. may_unpack: an
 * archive may be begun now. False: the spool failed. */
bool delivery_step(struct delivery *delivery, struct ingestor *ingestor,
	const struct delivery_options *options, bool may_unpack, int64_t now_ms,
	int64_t *ret_next_ms, struct err *err) MUST_CHECK;
/* A line that refuses something. source may be absent. */
void delivery_refuse(struct buf *answer, struct str source, struct str sentence);

#endif
