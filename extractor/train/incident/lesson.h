/* SPDX-License-Identifier: Apache-2.0
 * lesson.h - questions with their right answers, drawn from reports and their records. */
#ifndef SITREP_TRAIN_INCIDENT_LESSON_H
#define SITREP_TRAIN_INCIDENT_LESSON_H

#include "text/incident_model.h"
#include "train/incident/gold.h"
#include "train/weights.h"

struct lesson {
	enum incident_question question;
	uint32_t answer;
	uint32_t n;
	uint64_t *features; /* [n] in the arena */
};

struct lessons {
	struct lesson *v; /* [n] */
	size_t n, cap;
};

/* One report with what it ought to give. */
struct pupil {
	struct str id;
	struct incident_view view;
	struct gold gold;
	uint8_t *told; /* [nsentences] enum incident_type, 0 none */
	int32_t *of;   /* [nsentences] index of that incident in gold, -1 none */
};

/* Fills told: the type of the incident whose fillers the sentence names. */
void pupil_mark(struct pupil *pupil, struct arena *arena);
void lessons_of_sentences(const struct pupil *pupil, struct arena *arena, struct lessons *lessons);
/* The sentences must have been scored. */
void lessons_of_roles(const struct pupil *pupil, struct arena *arena, struct lessons *lessons);
/* All other questions; nouns must have been scored as well. */
void lessons_of_the_rest(const struct pupil *pupil, struct arena *arena, struct lessons *lessons);

/* Learns by stochastic gradient descent on the logarithmic loss, averaged; in so many random
 * orders, whose mean has less of each order's chance in it (Breiman, "Bagging predictors",
 * 1996). */
void lessons_learn(
	const struct lessons *lessons, unsigned epochs, unsigned orders, struct weights *weights);

#endif
