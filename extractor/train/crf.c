/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "train/crf.h"

#define L MENTION_LABELS

/* Forward and backward sums of one sentence under some sets of labels, scaled at each token. */
struct sums {
	float factor[SENTENCE_MAX_TOKENS][L];
	float forward[SENTENCE_MAX_TOKENS][L];
	float backward[SENTENCE_MAX_TOKENS][L];
	float marginal[SENTENCE_MAX_TOKENS][L];
	double log_sum;
};

struct crf_scratch {
	uint32_t rows[SENTENCE_MAX_TOKENS][CRF_MAX_ROWS + 1]; /* what is not dropped in this step */
	struct sums all, gold;
	float score[SENTENCE_MAX_TOKENS][L];
};

void crf_init(struct crf *crf, size_t nrows, struct crf_course course, uint64_t seed)
{
	memset(crf, 0, sizeof(*crf));
	crf->nrows = nrows;
	crf->course = course;
	crf->seed = seed;
	crf->weight = xcalloc(nrows + 1, sizeof(*crf->weight));
	crf->square = xcalloc(nrows + 1, sizeof(*crf->square));
	crf->scratch = xcalloc(1, sizeof(*crf->scratch));
}

void crf_release(struct crf *crf)
{
	free(crf->weight);
	free(crf->square);
	free(crf->scratch);
	memset(crf, 0, sizeof(*crf));
}

void crf_add(struct crf *to, const struct crf *from, float share)
{
	size_t i;
	int x, y;

	for (i = 0; i < from->nrows; i++)
		for (y = 0; y < L; y++)
			to->weight[i][y] += share * from->weight[i][y];
	for (x = 0; x <= L; x++)
		for (y = 0; y < L; y++)
			to->transition[x][y] += share * from->transition[x][y];
}

/* Copies the rows of a token that this step sees. */
static void keep_some(struct crf *crf, const uint32_t *rows, uint32_t *kept)
{
	for (; *rows != CRF_NO_ROW; rows++) {
		crf->seed = hash_mix(crf->seed + 1);
		if ((float)(crf->seed >> 40) >= crf->course.dropout * (1 << 24))
			*kept++ = *rows;
	}
	*kept = CRF_NO_ROW;
}

/* What is left speaks for what was dropped: a reader sees all. */
static void score_token(const struct crf *crf, const uint32_t *rows, float *score)
{
	float all = 1 / (1 - crf->course.dropout);
	int y;

	memset(score, 0, L * sizeof(*score));
	for (; *rows != CRF_NO_ROW; rows++)
		for (y = 0; y < L; y++)
			score[y] += all * crf->weight[*rows][y];
}

static float rescale(float *v)
{
	float sum = 0;
	int y;

	for (y = 0; y < L; y++)
		sum += v[y];
	if (sum <= 0)
		sum = 1e-30f;
	for (y = 0; y < L; y++)
		v[y] /= sum;
	return sum;
}

static void run_sums(
	struct sums *s, float move[L + 1][L], float (*score)[L], const uint32_t *allowed, size_t n)
{
	size_t i;
	int x, y;

	s->log_sum = 0;
	for (i = 0; i < n; i++) {
		float largest = score[i][0];

		for (y = 1; y < L; y++)
			largest = fmaxf(largest, score[i][y]);
		for (y = 0; y < L; y++)
			s->factor[i][y] =
				!allowed || allowed[i] >> y & 1 ? expf(score[i][y] - largest) : 0;
		for (y = 0; y < L; y++) {
			float sum = i == 0 ? move[0][y] : 0;

			for (x = 0; i > 0 && x < L; x++)
				sum += s->forward[i - 1][x] * move[x + 1][y];
			s->forward[i][y] = sum * s->factor[i][y];
		}
		s->log_sum += logf(rescale(s->forward[i])) + largest;
	}
	for (y = 0; y < L; y++)
		s->backward[n - 1][y] = 1;
	for (i = n - 1; i > 0; i--) {
		for (x = 0; x < L; x++) {
			s->backward[i - 1][x] = 0;
			for (y = 0; y < L; y++)
				s->backward[i - 1][x] +=
					move[x + 1][y] * s->factor[i][y] * s->backward[i][y];
		}
		rescale(s->backward[i - 1]);
	}
	for (i = 0; i < n; i++) {
		for (y = 0; y < L; y++)
			s->marginal[i][y] = s->forward[i][y] * s->backward[i][y];
		rescale(s->marginal[i]);
	}
}

/* Adds sign * the expected uses of each transition between tokens i - 1 and i. */
static void expect_moves(
	const struct sums *s, float move[L + 1][L], size_t i, float sign, float gradient[L + 1][L])
{
	float p[L][L], sum = 0;
	int x, y;

	for (x = 0; x < L; x++)
		for (y = 0; y < L; y++) {
			p[x][y] = s->forward[i - 1][x] * move[x + 1][y] * s->factor[i][y] *
				  s->backward[i][y];
			sum += p[x][y];
		}
	if (sum <= 0)
		return;
	for (x = 0; x < L; x++)
		for (y = 0; y < L; y++)
			gradient[x + 1][y] += sign * p[x][y] / sum;
}

static void step_weight(const struct crf *crf, float *weight, float *square, float gradient)
{
	gradient -= crf->course.penalty * *weight;
	*square += gradient * gradient;
	*weight += crf->course.rate * gradient / sqrtf(1 + *square);
}

static void step_rows(struct crf *crf, const uint32_t *rows, const float *gradient)
{
	int y;

	for (; *rows != CRF_NO_ROW; rows++)
		for (y = 0; y < L; y++)
			if (fabsf(gradient[y]) > 1e-4f)
				step_weight(crf, &crf->weight[*rows][y], &crf->square[*rows][y],
					gradient[y]);
}

static void step_moves(struct crf *crf, float gradient[L + 1][L])
{
	int x, y;

	for (x = 0; x <= L; x++)
		for (y = 0; y < L; y++)
			if (gradient[x][y] != 0 && mention_follows(x - 1, y))
				step_weight(crf, &crf->transition[x][y],
					&crf->transition_square[x][y], gradient[x][y]);
}

/* What the whole sentence says of transitions: the gradient of each. */
static void gather_moves(
	const struct crf_scratch *sc, float move[L + 1][L], size_t n, float gradient[L + 1][L])
{
	size_t i;
	int y;

	for (y = 0; y < L; y++)
		gradient[0][y] = sc->gold.marginal[0][y] - sc->all.marginal[0][y];
	for (i = 1; i < n; i++) {
		expect_moves(&sc->gold, move, i, 1, gradient);
		expect_moves(&sc->all, move, i, -1, gradient);
	}
}

double crf_learn(struct crf *crf, const struct crf_sentence *sentence)
{
	struct crf_scratch *sc = crf->scratch;
	float move[L + 1][L], moves[L + 1][L] = {{0}}, gradient[L];
	size_t i, n = sentence->n;
	int x, y;

	for (x = 0; x <= L; x++)
		for (y = 0; y < L; y++)
			move[x][y] = mention_follows(x - 1, y) ? expf(crf->transition[x][y]) : 0;
	for (i = 0; i < n; i++) {
		keep_some(crf, sentence->rows[i], sc->rows[i]);
		score_token(crf, sc->rows[i], sc->score[i]);
	}
	run_sums(&sc->all, move, sc->score, NULL, n);
	run_sums(&sc->gold, move, sc->score, sentence->allowed, n);
	gather_moves(sc, move, n, moves);
	for (i = 0; i < n; i++) {
		for (y = 0; y < L; y++)
			gradient[y] = sc->gold.marginal[i][y] - sc->all.marginal[i][y];
		step_rows(crf, sc->rows[i], gradient);
	}
	step_moves(crf, moves);
	return sc->gold.log_sum - sc->all.log_sum;
}
