/* SPDX-License-Identifier: Apache-2.0
 * members.h - an archive, of a watched folder or of a request, taken in member by member.
 *
 * A confined process takes it apart (service/unpacker.h); here each member goes to the core, as
 * many in one step as a batch should have, and waits while the spool is full. The archive counts as
 * taken only when its last member is: a kill before that begins it anew, and what is known is a
 * duplicate. A member's source is "ARCHIVE!MEMBER". */
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

/* Told what became of each member, by its whole source, and of what is wrong with the archive. */
typedef void members_fn(void *arg, struct str source, const struct submitted *answer);

/* program: path of sitrep-extractor. ERR_REJECT: the file cannot be opened. */
struct members *members_start(
	const char *program, uint64_t memory_bytes, const char *path, struct err *err);
/* The same of an archive in memory (copied), for whoever wants to hear of each member. given:
 * its source is the archive's name; url, title and published go with what has no name of its own
 * in there: the file that was compressed, the mail that carries the others (copied). */
struct members *members_start_bytes(const char *program, uint64_t memory_bytes,
	const struct report *given, members_fn *fn, void *arg, struct err *err);
void members_free(struct members **members); /* stops it */
const char *members_path(const struct members *members);
/* *ret_accepted counts the new reports of this step. False: the spool failed. */
bool members_step(struct members *members, struct ingestor *ingestor, int64_t now_ms,
	enum members_state *ret_state, uint64_t *ret_accepted, struct err *err) MUST_CHECK;
/* "" if all is well. */
const char *members_warning(const struct members *members);
/* The member at hand waits for room in the spool. */
bool members_wait_for_room(const struct members *members);
/* It could not be taken apart to its end. */
bool members_broken(const struct members *members);
/* The unpacker died of something that is not the archive's fault: it may be tried again. */
bool members_to_be_tried_again(const struct members *members);

#endif
