/* SPDX-License-Identifier: Apache-2.0
 * decide_change.h - inside decide.c's work: what an edit may change, and into what.
 *
 * A claim: kind, subject, object, value, modifier, unit, time_start, time_end, places,
 * attributed_to, modality, theme. An incident: type, stage, date_start, date_end, locations,
 * perpetrator_individuals, perpetrator_organisations, perpetrator_confidence, physical_targets,
 * victims, weapons. Lists are arrays of texts. */
#ifndef SITREP_DECIDE_CHANGE_H
#define SITREP_DECIDE_CHANGE_H

#include "base/err.h"
#include "db/db.h"

/* ERR_REJECT, with the slot and the value in the sentence, if a member of the JSON object is no
 * slot or holds what that slot may not; or if there is none. */
bool decide_check_change(
	struct db *db, struct str change, bool incident, struct err *err) MUST_CHECK;

#endif
