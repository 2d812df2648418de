/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/incident_score.h"
#include "train/incident/lesson.h"

#define RATE 1.0f  /* how far the score moves at the first mistake */
#define DECAY 0.4f /* a round more, and the rate falls by this */
#define NO_GRADIENT 0.003f

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
		[INCIDENT_ATTACK] = WORD_BIT(WORD_KILL) | WORD_BIT(WORD_WOUND) |
				    WORD_BIT(WORD_ATTACK) | WORD_BIT(WORD_THREATEN),
		[INCIDENT_BOMBING] =
			WORD_BIT(WORD_BOMB) | WORD_BIT(WORD_ATTACK) | WORD_BIT(WORD_WOUND),
		[INCIDENT_KIDNAPPING] = WORD_BIT(WORD_KIDNAP),
		[INCIDENT_ARSON] = WORD_BIT(WORD_BURN),
		[INCIDENT_ROBBERY] = WORD_BIT(WORD_ROB),
		[INCIDENT_FORCED_WORK_STOPPAGE] =
			WORD_BIT(WORD_STOPPAGE) | WORD_BIT(WORD_THREATEN)};

	return triggers[type];
}

/* How many fillers of an incident the sentence names. */
static unsigned count_fillers(const struct pupil *p, const struct gold_incident *g, size_t sentence)
{
	unsigned found = 0;
	size_t i, r, k;

	for (i = p->view.first_noun[sentence]; i < p->view.first_noun[sentence + 1]; i++) {
		for (r = 0; r < ROLE_COUNT; r++)
			for (k = 0; k < g->nroles[r]; k++)
				found += gold_match(&g->roles[r][k], &p->view, &p->view.nouns[i]) ==
					 2;
	}
	return found;
}

/* The incident whose fillers the sentence names, -1: none. Of several the one before goes on. */
static int32_t incident_of(const struct pupil *p, size_t s, int32_t before)
{
	uint64_t triggers = p->view.sentences[s].triggers;
	int32_t best = -1;
	unsigned found, most = 0;
	size_t g;

	if (!(triggers | (p->view.sentences[s].classes & WORD_BIT(WORD_EXPLOSIVE))))
		return -1;
	for (g = 0; g < p->gold.n; g++) {
		found = 2 * count_fillers(p, &p->gold.v[g], s);
		if (found > 0)
			found += (triggers & triggers_of(p->gold.v[g].type) ? 4 : 0) +
				 ((int32_t)g == before);
		if (found > most) {
			most = found;
			best = (int32_t)g;
		}
	}
	return best;
}

void pupil_mark(struct pupil *pupil, struct arena *arena)
{
	size_t s, n = pupil->view.tokens->nsentences;
	int32_t before = -1;

	pupil->told = arena_zalloc(arena, n + 1, 1);
	pupil->of = arena_alloc(arena, (n + 1) * sizeof(*pupil->of));
	for (s = 0; s < n; s++) {
		pupil->of[s] = incident_of(pupil, s, before);
		if (pupil->of[s] >= 0) {
			before = pupil->of[s];
			pupil->told[s] = (uint8_t)pupil->gold.v[before].type;
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
		if (!incident_is_told(&p->view, p->view.nouns[i].sentence))
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
			then |= p->gold.v[g].has_date &&
				p->gold.v[g].date.start == t->period.start &&
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

static void learn_splits(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_features f;
	size_t s, first, last;
	int type;

	for (type = 1; type < INCIDENT_TYPE_END; type++) {
		last = first = SIZE_MAX;
		for (s = 0; s < p->view.tokens->nsentences; s++) {
			if (p->told[s] != type)
				continue;
			if (last != SIZE_MAX) {
				incident_split_features(
					&p->view, (enum incident_type)type, first, last, s, &f);
				push(lessons, arena, ASK_SPLIT, p->of[s] != p->of[last], &f);
			}
			if (last == SIZE_MAX || p->of[s] != p->of[last])
				first = s;
			last = s;
		}
	}
}

/* The required or optional filler that the entity is, NULL: none. */
static const struct gold_filler *filler_of(const struct pupil *p, enum incident_type type,
	size_t role, const struct incident_entity *entity)
{
	size_t g, k, i;

	for (g = 0; g < p->gold.n; g++) {
		const struct gold_incident *incident = &p->gold.v[g];

		if (incident->type != type)
			continue;
		for (k = 0; k < incident->nroles[role]; k++)
			for (i = 0; i < entity->n; i++)
				if (gold_match(&incident->roles[role][k], &p->view,
					    &p->view.nouns[entity->nouns[i]]) == 2)
					return &incident->roles[role][k];
	}
	return NULL;
}

static void learn_candidates(const struct pupil *p, const struct incident_scopes *scopes,
	struct arena *arena, struct lessons *lessons)
{
	struct incident_candidates all;
	struct incident_features f;
	const struct gold_filler *filler, **taken;
	size_t i, k, ntaken = 0;

	incident_candidates_find(&p->view, scopes, arena, &all);
	taken = arena_alloc(arena, (all.n + 1) * sizeof(*taken));
	for (i = 0; i < all.n; i++) {
		const struct incident_candidate *c = &all.v[i];

		filler =
			filler_of(p, scopes->v[c->scope].type, c->role, &all.entities.v[c->entity]);
		for (k = 0; k < ntaken && taken[k] != filler; k++)
			;
		if (filler && k == ntaken && filler->optional)
			continue;
		incident_filler_features(&p->view, scopes, &all, i, &f);
		push(lessons, arena, ASK_FILLER, filler && k == ntaken, &f);
		if (filler && k == ntaken)
			taken[ntaken++] = filler;
	}
}

/* One scope a type that the report ought to tell of. */
static void learn_fillers(const struct pupil *p, struct arena *arena, struct lessons *lessons)
{
	struct incident_scopes scopes = {0};
	bool wanted[INCIDENT_TYPE_END] = {false};
	size_t g;
	int type;

	for (g = 0; g < p->gold.n; g++)
		wanted[p->gold.v[g].type] = true;
	for (type = 1; type < INCIDENT_TYPE_END; type++)
		if (wanted[type])
			incident_scope_add(&p->view,
				(struct incident_scope){
					.type = (enum incident_type)type, .told = 1},
				0, p->view.tokens->nsentences, arena, &scopes);
	if (scopes.n > 0)
		learn_candidates(p, &scopes, arena, lessons);
}

void lessons_of_roles(const struct pupil *pupil, struct arena *arena, struct lessons *lessons)
{
	learn_roles(pupil, arena, lessons);
}

void lessons_of_the_rest(const struct pupil *pupil, struct arena *arena, struct lessons *lessons)
{
	learn_types(pupil, arena, lessons);
	learn_places(pupil, arena, lessons);
	learn_days(pupil, arena, lessons);
	learn_stages(pupil, arena, lessons);
	learn_splits(pupil, arena, lessons);
	learn_fillers(pupil, arena, lessons);
}

/* Questions about words learn from a share of them at a time, questions about scores from all. */
static const float keep[ASK_END] = {[ASK_SENTENCE] = 1.0f,
	[ASK_REPORT] = 1.0f,
	[ASK_ROLE] = 0.6f,
	[ASK_PLACE] = 0.6f,
	[ASK_DAY] = 0.6f,
	[ASK_STAGE] = 1.0f,
	[ASK_SPLIT] = 1.0f,
	[ASK_FILLER] = 1.0f};

/* A share of the features, another one every time: so none comes to rely on another being there
 * (Srivastava et al., "Dropout", 2014). Returns how many. */
static size_t keep_some(const struct lesson *lesson, uint64_t seed, uint64_t *kept)
{
	size_t i, n = 0;

	for (i = 0; i < lesson->n; i++)
		if (hash_mix(lesson->features[i] ^ seed) % 256 <
			(uint64_t)(keep[lesson->question] * 256))
			kept[n++] = lesson->features[i];
	return n;
}

static void learn(const struct lesson *lesson, float rate, uint64_t seed, struct weights *weights)
{
	float scores[MODEL_MAX_LABELS] = {0}, p[INCIDENT_MAX_ANSWERS], gradient;
	size_t i, n = incident_answers(lesson->question),
		  first = incident_first_label(lesson->question);
	uint64_t kept[INCIDENT_MAX_FEATURES];
	size_t nkept = keep_some(lesson, seed, kept);

	weights_step(weights);
	weights_score(weights, kept, nkept, scores);
	for (i = 0; i < n; i++)
		scores[first + i] /= keep[lesson->question];
	incident_softmax(scores + first, n, p);
	for (i = 0; i < n; i++) {
		gradient = (float)(i == lesson->answer) - p[i];
		if (fabsf(gradient) > NO_GRADIENT)
			weights_add(weights, kept, nkept, (uint32_t)(first + i),
				gradient * rate / (float)(lesson->n + 1));
	}
}

static void learn_in_order(
	const struct lessons *lessons, unsigned epochs, uint64_t deal, struct weights *weights)
{
	AUTO(mem_free) uint32_t *order = xcalloc(lessons->n + 1, sizeof(*order));
	unsigned epoch;
	size_t i, j;
	uint32_t swap;

	for (i = 0; i < lessons->n; i++)
		order[i] = (uint32_t)i;
	for (epoch = 0; epoch < epochs; epoch++) {
		for (i = lessons->n; i > 1; i--) {
			j = hash_mix(deal << 56 ^ (uint64_t)epoch << 40 ^ i) % i;
			swap = order[i - 1];
			order[i - 1] = order[j];
			order[j] = swap;
		}
		for (i = 0; i < lessons->n; i++)
			learn(&lessons->v[order[i]], RATE / (1 + DECAY * (float)epoch),
				hash_mix(deal << 56 | (uint64_t)epoch << 40 | i), weights);
	}
	weights_average(weights);
}

void lessons_learn(
	const struct lessons *lessons, unsigned epochs, unsigned orders, struct weights *weights)
{
	unsigned deal;

	for (deal = 0; deal < orders; deal++) {
		AUTO(weights_release) struct weights one = {0};

		weights_init(&one, weights->nlabels);
		learn_in_order(lessons, epochs, deal, &one);
		weights_merge(weights, &one, 1.0f / (float)orders);
	}
}
