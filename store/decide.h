/* SPDX-License-Identifier: Apache-2.0
 * decide.h - what humans corrected: decisions that are kept beside the facts and played over
 * them.
 *
 * A decision is dated, names who made it, and is keyed to the words it is about: the report, the
 * kind, the bytes of the sentence (or the sentence itself, if a later reading finds it elsewhere)
 * and the slots as they were read (of an incident: which one of its type there). Whenever a
 * report is read again its decisions are replayed, oldest first. Undoing marks a decision and
 * plays the rest again, so nothing is ever overwritten: what the extractor had said of an edited
 * fact stays in its column told.
 *
 * The request is a JSON object:
 *   {"verb": "accept" | "reject" | "edit" | "merge" | "split", "fact": REF,
 *    "change": {"value": 8, "modifier": "exact", ...}   for edit: decide_change.h
 *    "into": FIGURE or EVENT                             for merge of a fact
 *    "type": "person", "name": "...", "into": "..."      for merge and split of names
 *    "by": "who", "comment": "why"} */
#ifndef SITREP_DECIDE_H
#define SITREP_DECIDE_H

#include "base/err.h"
#include "db/db.h"
#include "model/report.h"

struct decide;

struct decide *decide_new(struct db *db, struct err *err);
void decide_free(struct decide **decide);
/* Whether anything was, about this report. */
bool decide_any(struct decide *decide, const struct report_id *report, bool *ret,
	struct err *err) MUST_CHECK;
/* Applies what was decided about the report of this extraction to the facts as they were told. */
bool decide_replay(struct decide *decide, int64_t extraction, struct err *err) MUST_CHECK;
/* Writes the decision down. *ret_extraction is what has to be derived again, 0 if it was about a
 * name. ERR_REJECT, with a sentence, if the request makes no sense. */
bool decide_record(struct decide *decide, struct str json, int64_t now_ms, int64_t *ret_decision,
	int64_t *ret_extraction, struct err *err) MUST_CHECK;
bool decide_undo(struct decide *decide, int64_t decision, int64_t now_ms, int64_t *ret_extraction,
	struct err *err) MUST_CHECK;

#endif
