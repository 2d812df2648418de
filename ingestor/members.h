/* SPDX-License-Identifier: Apache-2.0
 * members.h - an archive that lies in a watched folder, taken in member by member.
 *
 * A confined process takes it apart (service/unpacker.h); here each member goes to the core, as
 * many in one step as a batch should have, and waits while the spool is full. The archive counts as
 * taken only when its last member is: a kill before that begins it anew, and what is known is a
 * duplicate. */
#ifndef SITREP_MEMBERS_H
#define SITREP_MEMBERS_H

#include "base/err.h"
#include "ingestor/ingestor.h"

struct members;

enum members_state {
	MEMBERS_MORE, /* call again at once */
	MEMBERS_WAIT, /* call again in a while: nothing has come, or the spool is full */
	MEMBERS_DONE  /* that was all; what is wrong with the archive is in members_warning() */
};

/* program: path of sitrep-extractor. ERR_REJECT: the file cannot be opened. */
struct members *members_start(const char *program, uint64_t memory_bytes, const char *path,
	struct err *err);
void members_free(struct members **members); /* stops it */
const char *members_path(const struct members *members);
/* *ret_accepted counts the new reports of this step. False: the spool failed. */
bool members_step(struct members *members, struct ingestor *ingestor, int64_t now_ms,
	enum members_state *ret_state, uint64_t *ret_accepted, struct err *err) MUST_CHECK;
/* "" if all is well. */
const char *members_warning(const struct members *members);
/* The unpacker died of something that is not the archive's fault: it may be tried again. */
bool members_to_be_tried_again(const struct members *members);

#endif
