/* SPDX-License-Identifier: Apache-2.0
 * control.h - the verbs of control.proto over the spool. */
#ifndef SITREP_CONTROL_H
#define SITREP_CONTROL_H

#include "ingestor/ingestor.h"

/* Answers any request; what the user did wrong is in the reply (ok false, a sentence). False
 * only if the spool failed. */
bool control_answer(struct ingestor *ingestor, const struct request *request, int64_t now_ms,
	struct arena *arena, struct reply *ret_reply, struct err *err) MUST_CHECK;

#endif
