/* SPDX-License-Identifier: Apache-2.0
 * exam.h - how well a model answers each of its questions alone, on reports that it has not seen. */
#ifndef SITREP_TRAIN_INCIDENT_EXAM_H
#define SITREP_TRAIN_INCIDENT_EXAM_H

#include <stdio.h>

#include "train/incident/lesson.h"

struct exam {
	struct exam_marks {
		uint64_t asked;
		uint64_t
			wanted; /* lessons whose answer is not the first, which is "no" or "none" */
		uint64_t given; /* such answers of the model */
		uint64_t right; /* such answers that are right */
	} v[ASK_END];
};

/* Asks the model every question of the pupil's report. Scores the pupil's view. */
void exam_take(struct exam *exam, const struct model *model, struct pupil *pupil);
/* A table: question, lessons, precision, recall and F of the answers that are not the first. */
void exam_print(const struct exam *exam, FILE *out);

#endif
