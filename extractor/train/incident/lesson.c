/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "train/incident/lesson.h"

#define RATE 2.0f        /* how far the score moves at the first mistake */
#define DECAY 0.4f       /* a round more, and the rate falls by this */
#define NO_GRADIENT 0.003f
#define UNTOLD 0.02f

static void push(struct lessons *lessons, struct arena *arena, enum incident_question question,
	uint32_t answer, const struct incident_features *f)
{
	struct lesson *lesson = ARENA_PUSH(arena, lessons->v, lessons->n, lessons->cap);

	*lesson = (struct lesson){question, answer, (uint32_t)f->n,
		arena_alloc(arena, f->n * sizeof(*lesson->features))};
	memcpy(lesson->features, f->v, f->n * sizeof(*lesson->features));
}

/* Which words of violence speak for a type. */
static uint64_t triggers_of(enum incident_type type)
{
	static const uint64_t triggers[INCIDENT_TYPE_END] = {
		[INCIDENT_ATTACK] = WORD_BIT(WORD_KILL) | WORD_BIT(WORD_WOUND) | WORD_BIT(WORD_ATTACK) |
				    WORD_BIT(WORD_THREATEN),
		[INCIDENT_BOMBING] = WORD_BIT(WORD_BOMB) | WORD_BIT(WORD_ATTACK) | WORD_BIT(WORD_WOUND),
		[INCIDENT_KIDNAPPING] = WORD_BIT(WORD_KIDNAP),
		[INCIDENT_ARSON] = WORD_BIT(WORD_BURN),
		[INCIDENT_ROBBERY] = WORD_BIT(WORD_ROB),
		[INCIDENT_FORCED_WORK_STOPPAGE] = WORD_BIT(WORD_STOPPAGE) | WORD_BIT(WORD_THREATEN)};

	return triggers[type];
}

/* How many fillers of an incident the sentence names. */
static unsigned count_fillers(const struct pupil *p, const struct gold_incident *g, size_t sentence)
{
	unsigned found = 0;
	size_t i, r, k;

	for (i = 0; i < p->view.nnouns; i++) {
		if (p->view.nouns[i].sentence != sentence)
			continue;
		for (r = 0; r < ROLE_COUNT; r++)
			for (k = 0; k < g->nroles[r]; k++)
				found += gold_match(&g->roles[r][k], &p->view, &p->view.nouns[i]) == 2;
	}
	return found;
}

void pupil_mark(struct pupil *pupil, struct arena *arena)
{
	size_t s, g, n = pupil->view.tokens->nsentences;

	pupil->told = arena_zalloc(arena, n + 1, 1);
	for (s = 0; s < n; s++) {
		uint64_t triggers = pupil->view.sentences[s].triggers;
		unsigned best = 0;

		if (!(triggers | (pupil->view.sentences[s].classes & WORD_BIT(WORD_EXPLOSIVE))))
			continue;
		for (g = 0; g < pupil->gold.n; g++) {
			const struct gold_incident *incident = &pupil->gold.v[g];
			unsigned found = count_fillers(pupil, incident, s);

			if (found > 0)
				found += triggers & triggers_of(incident->type) ? 2 : 0;
			if (found > best) {
				best = found;
				pupil->told[s] = (uint8_t)incident->type;
			}
		}
	}
}

void lessons_of_sentences(const struct pupil *pupil, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	size_t s;

	for (s = 0; s < pupil->view.tokens->nsentences; s++) {
		incident_sentence_features(&pupil->view, s, &f);
		push(lessons, arena, ASK_SENTENCE, pupil->told[s], &f);
	}
}

static void learn_types(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	bool required, optional;
	size_t g;
	int type;

	for (type = 1; type < INCIDENT_TYPE_END; type++) {
		required = optional = false;
		for (g = 0; g < p->gold.n; g++)
			if ((int)p->gold.v[g].type == type) {
				required |= !p->gold.v[g].optional;
				optional |= p->gold.v[g].optional;
			}
		if (optional && !required)
			continue;
		incident_report_features(&p->view, (enum incident_type)type, &f);
		push(lessons, arena, ASK_REPORT, required, &f);
	}
}

static float told(const struct incident_view *v, size_t s)
{
	return s < v->tokens->nsentences ? 1 - v->sentences[s].types[0] : 0;
}

/* The role that the noun has in the records: 0 none, -1 not to be learnt from. */
static int role_of(const struct pupil *p, const struct incident_noun *noun)
{
	int best = 0, role = 0;
	size_t g, r, k;

	for (g = 0; g < p->gold.n; g++)
		for (r = 0; r < ROLE_COUNT; r++)
			for (k = 0; k < p->gold.v[g].nroles[r]; k++) {
				int match = gold_match(&p->gold.v[g].roles[r][k], &p->view, noun);

				if (match > best) {
					best = match;
					role = (int)r + 1;
				}
			}
	return best == 1 ? -1 : role;
}

static void learn_roles(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	size_t i;
	int role;

	for (i = 0; i < p->view.nnouns; i++) {
		size_t s = p->view.nouns[i].sentence;

		if (told(&p->view, s) <= UNTOLD && told(&p->view, s + 1) <= UNTOLD &&
			(s == 0 || told(&p->view, s - 1) <= UNTOLD))
			continue;
		role = role_of(p, &p->view.nouns[i]);
		if (role < 0)
			continue;
		incident_role_features(&p->view, i, &f);
		push(lessons, arena, ASK_ROLE, (uint32_t)role, &f);
	}
}

static void learn_places(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	size_t i, g, k;
	bool here;

	for (i = 0; p->gold.n > 0 && i < p->view.nplaces; i++) {
		const struct incident_place *place = &p->view.places[i];
		struct str text = tokens_text(p->view.tokens, place->first, place->last);

		here = false;
		for (g = 0; g < p->gold.n; g++)
			for (k = 0; k < p->gold.v[g].nplaces; k++)
				here |= str_case_eq(text, p->gold.v[g].places[k]);
		incident_place_features(&p->view, i, &f);
		push(lessons, arena, ASK_PLACE, here, &f);
	}
}

static void learn_days(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	size_t i, g;
	bool then;

	for (i = 0; p->gold.n > 0 && i < p->view.times->n; i++) {
		const struct timex *t = &p->view.times->v[i];

		if (!t->resolved)
			continue;
		then = false;
		for (g = 0; g < p->gold.n; g++)
			then |= p->gold.v[g].has_date && p->gold.v[g].date.start == t->period.start &&
				p->gold.v[g].date.end == t->period.end;
		incident_day_features(&p->view, i, &f);
		push(lessons, arena, ASK_DAY, then, &f);
	}
}

static void learn_stages(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	size_t g, s;

	for (g = 0; g < p->gold.n; g++) {
		const struct gold_incident *incident = &p->gold.v[g];

		for (s = 0; s < p->view.tokens->nsentences; s++) {
			if (p->told[s] != incident->type || count_fillers(p, incident, s) == 0)
				continue;
			incident_stage_features(&p->view, s, &f);
			push(lessons, arena, ASK_STAGE, (uint32_t)incident->stage - 1, &f);
		}
	}
}

void lessons_of_phrases(const struct pupil *pupil, struct arena *arena, struct lessons *lessons)
{
	learn_types(pupil, arena, lessons);
	learn_roles(pupil, arena, lessons);
	learn_places(pupil, arena, lessons);
	learn_days(pupil, arena, lessons);
	learn_stages(pupil, arena, lessons);
}

static void learn(const struct lesson *lesson, float rate, struct weights *weights)
{
	float scores[MODEL_MAX_LABELS] = {0}, p[INCIDENT_MAX_ANSWERS], gradient;
	size_t i, n = incident_answers(lesson->question), first = incident_first_label(lesson->question);

	weights_step(weights);
	weights_score(weights, lesson->features, lesson->n, scores);
	incident_softmax(scores + first, n, p);
	for (i = 0; i < n; i++) {
		gradient = (float)(i == lesson->answer) - p[i];
		if (fabsf(gradient) > NO_GRADIENT)
			weights_add(weights, lesson->features, lesson->n, (uint32_t)(first + i),
				gradient * rate / (float)(lesson->n + 1));
	}
}

void lessons_learn(const struct lessons *lessons, unsigned epochs, struct weights *weights)
{
	AUTO(mem_free) uint32_t *order = xcalloc(lessons->n + 1, sizeof(*order));
	unsigned epoch;
	size_t i, j;
	uint32_t swap;

	for (i = 0; i < lessons->n; i++)
		order[i] = (uint32_t)i;
	for (epoch = 0; epoch < epochs; epoch++) {
		for (i = lessons->n; i > 1; i--) {
			j = hash_mix((uint64_t)epoch << 40 ^ i) % i;
			swap = order[i - 1];
			order[i - 1] = order[j];
			order[j] = swap;
		}
		for (i = 0; i < lessons->n; i++)
			learn(&lessons->v[order[i]], RATE / (1 + DECAY * (float)epoch), weights);
	}
	weights_average(weights);
}
