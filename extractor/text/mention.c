/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "text/mention.h"
#include "text/parse.h"
#include "text/tag.h"

#define IMPOSSIBLE (-1e9f)

/* Added to the score of opening a mention: the training data miss some, the rare types most, and
 * F1 wants a mention that is right with a probability of half the F1 that is reached. */
static const float bias[MENTION_TYPES] = {
	0.4f, 0.4f, 0.4f, 2.4f, 0.4f, 1.4f, 0.4f, 2.2f, 2.2f, 1.6f, 0.6f};

static const enum entity_type types[MENTION_TYPES] = {ENTITY_PERSON, ENTITY_ORGANISATION,
	ENTITY_LOCATION, ENTITY_NATIONALITY, ENTITY_TEMPORAL, ENTITY_MONEY, ENTITY_QUANTITY,
	ENTITY_WEAPON, ENTITY_MILITARY_PLATFORM, ENTITY_VEHICLE, ENTITY_DOCUMENT_REFERENCE};

enum entity_type mention_label_type(int label)
{
	return label > 0 ? types[(label - 1) / 2] : 0;
}

int mention_label(enum entity_type type, bool begins)
{
	int i;

	for (i = 0; i < MENTION_TYPES; i++)
		if (types[i] == type)
			return 1 + 2 * i + !begins;
	return -1;
}

/* Scores of one sentence: what each token says for each label, and what labels say for each other.
 */
struct lattice {
	float (*score)[MENTION_LABELS];    /* [n] */
	float (*forward)[MENTION_LABELS];  /* [n] scaled probabilities of what came before */
	float (*backward)[MENTION_LABELS]; /* [n] of what comes after */
	uint8_t (*from)[MENTION_LABELS];   /* [n] the best label before */
	uint8_t *best;                     /* [n] */
	float transition[MENTION_LABELS + 1][MENTION_LABELS]; /* row 0: from the start */
	float factor[MENTION_LABELS + 1][MENTION_LABELS];     /* exp() of it */
};

static void lattice_init(struct lattice *l, const struct model *model, struct arena *arena)
{
	int32_t scores[MENTION_LABELS];
	uint64_t feature;
	int from, to;

	l->score = arena_alloc(arena, SENTENCE_MAX_TOKENS * sizeof(*l->score));
	l->forward = arena_alloc(arena, SENTENCE_MAX_TOKENS * sizeof(*l->forward));
	l->backward = arena_alloc(arena, SENTENCE_MAX_TOKENS * sizeof(*l->backward));
	l->from = arena_alloc(arena, SENTENCE_MAX_TOKENS * sizeof(*l->from));
	l->best = arena_alloc(arena, SENTENCE_MAX_TOKENS);
	for (from = -1; from < MENTION_LABELS; from++) {
		feature = mention_transition_feature(from);
		memset(scores, 0, sizeof(scores));
		model_score(model, &feature, 1, scores);
		for (to = 0; to < MENTION_LABELS; to++) {
			bool possible = mention_follows(from, to);
			float score = (float)scores[to] * model->scale;

			l->transition[from + 1][to] = possible ? score : IMPOSSIBLE;
			l->factor[from + 1][to] = possible ? expf(score) : 0;
		}
	}
}

static void score_tokens(struct lattice *l, const struct model *model,
	const struct mention_view *view, const struct sentence *s)
{
	uint64_t features[MENTION_MAX_FEATURES];
	int32_t scores[MENTION_LABELS];
	size_t i, n;
	int y;

	for (i = s->first; i < s->last; i++) {
		n = mention_features(view, i, features);
		memset(scores, 0, sizeof(scores));
		model_score(model, features, n, scores);
		for (y = 0; y < MENTION_LABELS; y++)
			l->score[i - s->first][y] = (float)scores[y] * model->scale;
		for (y = 0; y < MENTION_TYPES; y++)
			l->score[i - s->first][1 + 2 * y] += bias[y];
	}
}

/* The best path (Viterbi 1967). */
static void find_best(struct lattice *l, size_t n)
{
	float at[MENTION_LABELS], next[MENTION_LABELS], score;
	size_t i;
	int y, x;

	for (y = 0; y < MENTION_LABELS; y++)
		at[y] = l->transition[0][y] + l->score[0][y];
	for (i = 1; i < n; i++) {
		for (y = 0; y < MENTION_LABELS; y++) {
			next[y] = 2 * IMPOSSIBLE;
			for (x = 0; x < MENTION_LABELS; x++) {
				score = at[x] + l->transition[x + 1][y];
				if (score > next[y]) {
					next[y] = score;
					l->from[i][y] = (uint8_t)x;
				}
			}
			next[y] += l->score[i][y];
		}
		memcpy(at, next, sizeof(at));
	}
	l->best[n - 1] = 0;
	for (y = 1; y < MENTION_LABELS; y++)
		if (at[y] > at[l->best[n - 1]])
			l->best[n - 1] = (uint8_t)y;
	for (i = n - 1; i > 0; i--)
		l->best[i - 1] = l->from[i][l->best[i]];
}

static void scale_to_one(float *v)
{
	float sum = 0;
	int y;

	for (y = 0; y < MENTION_LABELS; y++)
		sum += v[y];
	for (y = 0; sum > 0 && y < MENTION_LABELS; y++)
		v[y] /= sum;
}

/* exp() of a token's scores, the largest being 1. */
static void token_factors(const float *score, float *out)
{
	float largest = score[0];
	int y;

	for (y = 1; y < MENTION_LABELS; y++)
		largest = fmaxf(largest, score[y]);
	for (y = 0; y < MENTION_LABELS; y++)
		out[y] = expf(score[y] - largest);
}

/* Forward and backward sums (Rabiner 1989), rescaled at each token. */
static void find_sums(struct lattice *l, size_t n)
{
	float factors[MENTION_LABELS];
	size_t i;
	int x, y;

	for (i = 0; i < n; i++) {
		token_factors(l->score[i], factors);
		for (y = 0; y < MENTION_LABELS; y++) {
			float sum = i == 0 ? l->factor[0][y] : 0;

			for (x = 0; i > 0 && x < MENTION_LABELS; x++)
				sum += l->forward[i - 1][x] * l->factor[x + 1][y];
			l->forward[i][y] = sum * factors[y];
		}
		scale_to_one(l->forward[i]);
	}
	for (y = 0; y < MENTION_LABELS; y++)
		l->backward[n - 1][y] = 1;
	for (i = n - 1; i > 0; i--) {
		token_factors(l->score[i], factors);
		for (y = 0; y < MENTION_LABELS; y++)
			factors[y] *= l->backward[i][y];
		for (x = 0; x < MENTION_LABELS; x++) {
			l->backward[i - 1][x] = 0;
			for (y = 0; y < MENTION_LABELS; y++)
				l->backward[i - 1][x] += l->factor[x + 1][y] * factors[y];
		}
		scale_to_one(l->backward[i - 1]);
	}
}

/* How probable is it that token i has the label that the best path gives it? */
static float posterior(const struct lattice *l, size_t i)
{
	float all = 0;
	int y;

	for (y = 0; y < MENTION_LABELS; y++)
		all += l->forward[i][y] * l->backward[i][y];
	return all > 0 ? l->forward[i][l->best[i]] * l->backward[i][l->best[i]] / all : 0;
}

/* The token of [first, last) that is governed from outside. */
static uint32_t head_of(const struct tokens *t, size_t first, size_t last)
{
	size_t i;

	for (i = last; i > first; i--) {
		int32_t head = t->v[i - 1].head;

		if ((head < (int32_t)first || head >= (int32_t)last) &&
			!pos_is_punct(t->v[i - 1].pos))
			return (uint32_t)(i - 1);
	}
	return (uint32_t)(last - 1);
}

void mentions_add(struct mentions *mentions, const struct tokens *tokens, struct arena *arena,
	struct mention mention)
{
	size_t i;

	mention.span = (struct span){
		tokens->v[mention.first].span.start, tokens->v[mention.last - 1].span.end};
	mention.head = head_of(tokens, mention.first, mention.last);
	for (i = mention.first; i < mention.last; i++)
		mentions->of[i] = (int32_t)mentions->n;
	*ARENA_PUSH(arena, mentions->v, mentions->n, mentions->cap) = mention;
}

static bool is_free(const struct mentions *m, size_t first, size_t last)
{
	for (; first < last; first++)
		if (m->of[first] >= 0)
			return false;
	return true;
}

/* Does the label of token j go on with the mention that token i opened? */
static bool goes_on(const struct lattice *l, size_t i, size_t j)
{
	return l->best[j] > 0 && !mention_label_begins(l->best[j]) &&
	       mention_label_type(l->best[j]) == mention_label_type(l->best[i]);
}

/* The comma of a list, "a truck, a tank": each is a mention of its own. */
static bool parts_list(const struct tokens *t, size_t i, size_t last)
{
	return token_is(t, i, ",") && i + 1 < last &&
	       (token_is(t, i + 1, "a") || token_is(t, i + 1, "an"));
}

static void take_labels(const struct lattice *l, const struct tokens *t, const struct sentence *s,
	struct mentions *m, struct arena *arena)
{
	size_t i, j, n = s->last - s->first;
	float confidence;

	for (i = 0; i < n; i = j) {
		j = i + 1;
		if (l->best[i] == 0 || parts_list(t, s->first + i, s->last))
			continue;
		confidence = posterior(l, i);
		for (; j < n && goes_on(l, i, j) && !parts_list(t, s->first + j, s->last); j++)
			confidence = fminf(confidence, posterior(l, j));
		if (is_free(m, s->first + i, s->first + j))
			mentions_add(m, t, arena,
				(struct mention){.type = mention_label_type(l->best[i]),
					.first = (uint32_t)(s->first + i),
					.last = (uint32_t)(s->first + j),
					.maker = "model",
					.confidence = confidence});
	}
}

static void sort_mentions(struct mentions *m, size_t ntokens, struct arena *arena)
{
	struct mention *sorted = arena_alloc(arena, (m->n + 1) * sizeof(*sorted));
	size_t i, n = 0;

	for (i = 0; i < ntokens; i++) {
		if (m->of[i] < 0 || m->v[m->of[i]].first != i)
			continue;
		sorted[n++] = m->v[m->of[i]];
	}
	m->v = sorted;
	m->n = m->cap = n;
	for (i = 0; i < n; i++)
		for (size_t j = sorted[i].first; j < sorted[i].last; j++)
			m->of[j] = (int32_t)i;
}

void mentions_find(const struct model *model, const struct mention_view *view, struct arena *arena,
	struct mentions *ret_mentions)
{
	const struct tokens *t = view->tokens;
	struct lattice *l = arena_alloc(arena, sizeof(*l));
	struct mentions m = {0};
	size_t i;

	m.of = arena_alloc(arena, (t->n + 1) * sizeof(*m.of));
	for (i = 0; i < t->n; i++)
		m.of[i] = -1;
	mention_patterns(t, arena, &m);
	lattice_init(l, model, arena);
	for (i = 0; i < t->nsentences; i++) {
		const struct sentence *s = &t->sentences[i];

		score_tokens(l, model, view, s);
		find_best(l, s->last - s->first);
		find_sums(l, s->last - s->first);
		take_labels(l, t, s, &m, arena);
	}
	mentions_known(view, &m, arena);
	mentions_repeat(view, &m, arena);
	sort_mentions(&m, t->n, arena);
	mentions_link(view, &m);
	*ret_mentions = m;
}

static bool is_value(enum entity_type type)
{
	return type == ENTITY_TEMPORAL || type == ENTITY_MONEY || type == ENTITY_QUANTITY ||
	       type == ENTITY_FREQUENCY || type == ENTITY_COORDINATE ||
	       type == ENTITY_COMMS_IDENTIFIER || type == ENTITY_URL;
}

/* "Karzai" in "the Afghan leader Karzai", but not "Baghdad" in "the mayor of Baghdad". */
static bool ends_in_name(const struct mention *m, const struct tokens *t)
{
	uint32_t end = m->first;

	while (end < m->last && t->v[end].pos != POS_IN)
		end++;
	return end > m->first && pos_is_proper(t->v[end - 1].pos);
}

/* A code comes from the lexicon: "the FMLN" is org:fmln, "Iraqis" are IQ. */
static bool has_code(const struct mention *m)
{
	return m->canonical.n == 2 || str_starts(m->canonical, STR("org:"));
}

static bool is_name(const struct mention *m, const struct tokens *t)
{
	const struct token *head = &t->v[m->head];

	return pos_is_proper(head->pos) || has_code(m) || ends_in_name(m, t) ||
	       (m->type == ENTITY_NATIONALITY && !t->sentences[head->sentence].capitals &&
		       ascii_is_upper(t->text.p[m->span.start]));
}

static enum entity_form form_of(const struct mention *m, const struct tokens *t)
{
	int pos = t->v[m->head].pos;

	if (is_value(m->type))
		return FORM_VALUE;
	if (pos == POS_PRP || pos == POS_PRPS || pos == POS_WP || pos == POS_WPS ||
		pos == POS_WDT || pos == POS_DT || pos == POS_EX)
		return FORM_PRONOUN;
	return is_name(m, t) ? FORM_NAME : FORM_NOUN;
}

/* How often the model is right about words and type when it says so (Platt 1999; fitted to the
 * cross-validated answers of bench/quality-entities.md): it learnt from texts whose annotation
 * leaves much unmarked, and is too sure. */
static float how_sure(const struct mention *m)
{
	const float slope = 0.51f, shift = -0.38f, least = 1e-4f;
	float p = fmaxf(least, fminf(1 - least, m->confidence));

	if (strcmp(m->maker, "model") != 0)
		return m->confidence;
	return 1 / (1 + expf(-slope * logf(p / (1 - p)) - shift));
}

struct entity *mentions_entities(const struct mentions *mentions, const struct tokens *tokens,
	struct arena *arena, size_t *ret_count)
{
	struct entity *entities = arena_zalloc(arena, mentions->n + 1, sizeof(*entities));
	size_t i;

	for (i = 0; i < mentions->n; i++) {
		const struct mention *m = &mentions->v[i];

		entities[i] = (struct entity){.type = m->type,
			.form = form_of(m, tokens),
			.span = m->span,
			.canonical = m->canonical,
			.maker = str_from(m->maker),
			.confidence = how_sure(m)};
	}
	*ret_count = mentions->n;
	return entities;
}
