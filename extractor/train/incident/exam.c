/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "text/incident_score.h"
#include "train/incident/exam.h"

static const char *const names[ASK_END] = {
	[ASK_SENTENCE] = "sentence tells of an incident, its type",
	[ASK_REPORT] = "report tells of a type",
	[ASK_ROLE] = "role of a noun",
	[ASK_PLACE] = "place is the incident's",
	[ASK_DAY] = "day is the incident's",
	[ASK_STAGE] = "stage, if not accomplished",
	[ASK_SPLIT] = "another incident begins",
	[ASK_FILLER] = "candidate takes the role"};

static void mark(struct exam_marks *marks, uint32_t want, uint32_t got)
{
	marks->asked++;
	marks->wanted += want != 0;
	marks->given += got != 0;
	marks->right += got != 0 && got == want;
}

static uint32_t answer(
	const struct model *model, const struct lesson *lesson, struct incident_features *f)
{
	float p[INCIDENT_MAX_ANSWERS];
	uint32_t i, best = 0;

	memcpy(f->v, lesson->features, lesson->n * sizeof(*f->v));
	f->n = lesson->n;
	incident_ask(model, lesson->question, f, p);
	for (i = 1; i < incident_answers(lesson->question); i++)
		if (p[i] > p[best])
			best = i;
	return best;
}

void exam_take(struct exam *exam, const struct model *model, struct pupil *pupil)
{
	AUTO(arena_release) struct arena arena = {0};
	struct incident_features f;
	struct lessons lessons = {0};
	size_t i;

	arena_init(&arena, 0);
	incident_score_sentences(model, &pupil->view);
	incident_score_phrases(model, &pupil->view);
	lessons_of_sentences(pupil, &arena, &lessons);
	lessons_of_roles(pupil, &arena, &lessons);
	lessons_of_the_rest(pupil, &arena, &lessons);
	for (i = 0; i < lessons.n; i++)
		mark(&exam->v[lessons.v[i].question], lessons.v[i].answer,
			answer(model, &lessons.v[i], &f));
}

static double percent(uint64_t part, uint64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

void exam_print(const struct exam *exam, FILE *out)
{
	size_t i;

	fprintf(out, "%-42s %8s %6s %6s %6s\n", "question", "lessons", "P", "R", "F");
	for (i = 0; i < ASK_END; i++) {
		const struct exam_marks *m = &exam->v[i];

		fprintf(out, "%-42s %8" PRIu64 " %6.1f %6.1f %6.1f\n", names[i], m->asked,
			percent(m->right, m->given), percent(m->right, m->wanted),
			percent(2 * m->right, m->given + m->wanted));
	}
}
