/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/knowledge.h"
#include "train/crf.h"
#include "train/feature_table.h"
#include "train/file.h"
#include "train/train.h"
#include "train/train_mention.h"

/* By cross-validation over re3d (bench/quality-entities.md). */
static const struct crf_course course = {.rate = 0.03f, .penalty = 2e-3f, .dropout = 0.5f};

#define EPOCHS_APART 1000 /* seeds of the orders' epochs */
#define TARGET_REPEATS 3
#define SMALLEST_WEIGHT 0.05f

struct lesson {
	uint64_t **features; /* [n][MENTION_MAX_FEATURES] */
	uint32_t nfeatures;
	uint32_t *allowed; /* [n] */
	uint32_t n;
	bool target;
};

struct school {
	const struct mention_job *job;
	struct knowledge knowledge;
	struct arena arena;
	struct lesson *v; /* [n] */
	size_t n, cap;
};

static void school_release(struct school *school)
{
	knowledge_release(&school->knowledge);
	arena_release(&school->arena);
}

/* One lesson a sentence, with the features of a finished reading. */
static void add_lessons(
	struct school *school, const struct analysis *r, const uint32_t *allowed, bool target)
{
	uint64_t features[MENTION_MAX_FEATURES];
	size_t s, i;

	for (s = 0; s < r->tokens.nsentences; s++) {
		const struct sentence *sentence = &r->tokens.sentences[s];
		struct lesson *lesson =
			ARENA_PUSH(&school->arena, school->v, school->n, school->cap);

		lesson->n = sentence->last - sentence->first;
		lesson->target = target;
		lesson->features =
			arena_alloc(&school->arena, lesson->n * sizeof(*lesson->features));
		lesson->allowed = arena_alloc(&school->arena, lesson->n * sizeof(*lesson->allowed));
		for (i = 0; i < lesson->n; i++) {
			size_t n = mention_features(&r->view, sentence->first + i, features);

			lesson->nfeatures = (uint32_t)n;
			lesson->features[i] = arena_alloc(&school->arena, n * sizeof(*features));
			memcpy(lesson->features[i], features, n * sizeof(*features));
			lesson->allowed[i] = allowed[sentence->first + i];
		}
	}
}

static uint32_t bit(enum entity_type type, bool begins)
{
	int label = mention_label(type, begins);

	return label < 0 ? 1 : 1u << label;
}

static uint32_t both(enum entity_type type)
{
	return bit(type, true) | bit(type, false);
}

/* Sets the labels of the tokens under one gold entity, if none are there. */
static void mark(const struct tokens *t, struct span span, enum entity_type type, uint32_t *allowed)
{
	size_t first = 0, last, i;

	while (first < t->n && t->v[first].span.end <= span.start)
		first++;
	for (last = first; last < t->n && t->v[last].span.start < span.end; last++)
		if (allowed[last] != 1)
			return;
	for (i = first; i < last; i++)
		allowed[i] = bit(type, i == first || i == t->sentences[t->v[i].sentence].first);
}

struct gold {
	struct span span;
	enum entity_type type;
};

static int longest_first(const void *a, const void *b)
{
	const struct gold *x = a, *y = b;
	uint32_t n = x->span.end - x->span.start, m = y->span.end - y->span.start;

	return n == m ? 0 : n < m ? 1 : -1;
}

static void read_gold(
	json_t *entities, const struct tokens *t, struct arena *arena, uint32_t *allowed)
{
	size_t i, n = json_array_size(entities);
	struct gold *gold = arena_alloc(arena, (n + 1) * sizeof(*gold));

	for (i = 0; i < n; i++) {
		json_t *e = json_array_get(entities, i);

		gold[i].span.start = (uint32_t)json_integer_value(json_object_get(e, "start"));
		gold[i].span.end = (uint32_t)json_integer_value(json_object_get(e, "end"));
		gold[i].type = (enum entity_type)entity_type_from(
			str_from(json_string_value(json_object_get(e, "type"))));
		if (gold[i].type == ENTITY_COORDINATE)
			gold[i].type = ENTITY_LOCATION;
	}
	qsort(gold, n, sizeof(*gold), longest_first);
	for (i = 0; i < n; i++)
		mark(t, gold[i].span, gold[i].type, allowed);
}

/* Texts that may not be used commercially teach no model that ships. */
static bool is_wanted(const struct school *school, json_t *doc)
{
	const char *licence = json_string_value(json_object_get(doc, "licence"));
	struct str id = str_from(json_string_value(json_object_get(doc, "id")));

	if (licence && strstr(licence, "NC"))
		return false;
	return school->job->folds == 0 || hash_str(id) % school->job->folds != school->job->fold;
}

static void learn_document(struct school *school, json_t *doc, json_t *gold)
{
	struct str text = str_from(json_string_value(json_object_get(doc, "text")));
	struct analysis *r = arena_zalloc(&school->arena, 1, sizeof(*r));
	uint32_t *allowed;
	size_t i;

	analysis_make(&school->knowledge, arena_str(&school->arena, text), &school->arena, r);
	allowed = arena_alloc(&school->arena, (r->tokens.n + 1) * sizeof(*allowed));
	for (i = 0; i < r->tokens.n; i++)
		allowed[i] = 1;
	read_gold(json_object_get(gold, "entities"), &r->tokens, &school->arena, allowed);
	add_lessons(school, r, allowed, true);
}

static void json_release(json_t **value)
{
	json_decref(*value);
}

static bool read_documents(struct school *school, struct err *err)
{
	struct str docs, golds, doc_line, gold_line;

	if (!corpus_file(school->job->docs, &school->arena, &docs, err) ||
		!corpus_file(school->job->gold, &school->arena, &golds, err))
		return false;
	while (str_next_line(&docs, &doc_line) && str_next_line(&golds, &gold_line)) {
		AUTO(json_release) json_t *doc = json_loadb(doc_line.p, doc_line.n, 0, NULL);
		AUTO(json_release) json_t *gold = json_loadb(gold_line.p, gold_line.n, 0, NULL);

		if (!doc || !gold)
			return err_set(err, ERR_REJECT, "%s: a line is no JSON", school->job->docs);
		if (is_wanted(school, doc))
			learn_document(school, doc, gold);
	}
	return true;
}

/* Types that the corpus does not mark: there O may hide them. */
static uint32_t unmarked(void)
{
	return 1 | both(ENTITY_QUANTITY) | both(ENTITY_MONEY) | both(ENTITY_WEAPON) |
	       both(ENTITY_MILITARY_PLATFORM) | both(ENTITY_VEHICLE) |
	       both(ENTITY_DOCUMENT_REFERENCE) | both(ENTITY_NATIONALITY);
}

/* GUM: every mention of people, places, organisations, times, "object" for all else. */
static uint32_t mention_allows(struct str tag)
{
	bool begins = str_starts(tag, STR("B-"));
	struct str kind = tag.n > 2 ? str_slice(tag, 2, tag.n) : STR("");

	if (str_eq(kind, STR("person")))
		return bit(ENTITY_PERSON, begins);
	if (str_eq(kind, STR("people")) || str_eq(kind, STR("organization")))
		return bit(ENTITY_ORGANISATION, begins);
	if (str_eq(kind, STR("place")))
		return bit(ENTITY_LOCATION, begins) | bit(ENTITY_ORGANISATION, begins);
	if (str_eq(kind, STR("time")))
		return bit(ENTITY_TEMPORAL, begins);
	return unmarked();
}

static bool read_table(struct school *school, const char *path, struct err *err)
{
	struct corpus corpus = {0};
	size_t i, j;

	if (!path)
		return true;
	if (!corpus_read(&corpus, path, (struct corpus_options){.mention_column = "mention"},
		    &school->arena, err))
		return false;
	for (i = 0; i < corpus.n; i++) {
		const struct example *ex = &corpus.v[i];
		struct analysis *r = arena_zalloc(&school->arena, 1, sizeof(*r));
		uint32_t *allowed =
			arena_alloc(&school->arena, (ex->tokens.n + 1) * sizeof(*allowed));

		if (!ex->mention)
			return err_set(err, ERR_REJECT, "%s has no column \"mention\"", path);
		r->tokens = ex->tokens;
		analysis_of_tokens(&school->knowledge, &school->arena, r);
		for (j = 0; j < ex->tokens.n; j++)
			allowed[j] = mention_allows(ex->mention[j]);
		add_lessons(school, r, allowed, false);
	}
	return true;
}

static uint32_t *rows_of(const struct feature_table *table, const struct lesson *lesson, size_t i,
	struct arena *arena)
{
	uint32_t *rows = arena_alloc(arena, (2 * lesson->nfeatures + 1) * sizeof(*rows)),
		 *end = rows;
	size_t j;

	for (j = 0; j < lesson->nfeatures; j++) {
		const struct feature_rows *found = feature_table_get(table, lesson->features[i][j]);

		if (found->general != CRF_NO_ROW)
			*end++ = found->general;
		if (lesson->target && found->target != CRF_NO_ROW)
			*end++ = found->target;
	}
	*end = CRF_NO_ROW;
	return rows;
}

static struct crf_sentence *number_features(
	struct school *school, struct feature_table *table, size_t *ret_nrows)
{
	struct crf_sentence *sentences =
		arena_zalloc(&school->arena, school->n + 1, sizeof(*sentences));
	size_t s, i, j;

	for (s = 0; s < school->n; s++)
		for (i = 0; i < school->v[s].n; i++)
			for (j = 0; j < school->v[s].nfeatures; j++)
				feature_table_count(
					table, school->v[s].features[i][j], school->v[s].target);
	*ret_nrows = feature_table_number(table);
	for (s = 0; s < school->n; s++) {
		struct lesson *lesson = &school->v[s];

		sentences[s] = (struct crf_sentence){
			.allowed = lesson->allowed, .n = lesson->n, .target = lesson->target};
		sentences[s].rows =
			arena_alloc(&school->arena, lesson->n * sizeof(*sentences[s].rows));
		for (i = 0; i < lesson->n; i++)
			sentences[s].rows[i] = rows_of(table, lesson, i, &school->arena);
	}
	return sentences;
}

static void run_epochs(
	struct school *school, struct crf *crf, const struct crf_sentence *sentences, unsigned deal)
{
	size_t i, n = 0, s;
	AUTO(mem_free) uint32_t *order = xcalloc(school->n * TARGET_REPEATS + 1, sizeof(*order));
	double likelihood;
	int epoch;

	for (s = 0; s < school->n; s++)
		for (i = 0; i < (sentences[s].target ? TARGET_REPEATS : 1); i++)
			order[n++] = (uint32_t)s;
	for (epoch = 0; epoch < school->job->epochs; epoch++) {
		train_shuffle(order, n, (uint64_t)epoch + EPOCHS_APART * deal);
		for (i = 0, likelihood = 0; i < n; i++)
			likelihood += crf_learn(crf, &sentences[order[i]]);
		printf("epoch %d: log-likelihood %.0f\n", epoch + 1, likelihood);
		fflush(stdout);
	}
}

/* The mean of models taught in so many random orders. */
static void run_orders(struct school *school, struct crf *mean,
	const struct crf_sentence *sentences, unsigned orders)
{
	unsigned deal;

	for (deal = 0; deal < orders; deal++) {
		AUTO(crf_release) struct crf one = {0};

		crf_init(&one, mean->nrows, course, deal);
		run_epochs(school, &one, sentences, deal);
		crf_add(mean, &one, 1.0f / (float)orders);
	}
}

static void export_row(
	struct weights *out, const struct crf *crf, uint64_t key, const struct feature_rows *rows)
{
	float weight;
	int y;

	for (y = 0; y < MENTION_LABELS; y++) {
		weight = rows->general == CRF_NO_ROW ? 0 : crf->weight[rows->general][y];
		weight += rows->target == CRF_NO_ROW ? 0 : crf->weight[rows->target][y];
		if (fabsf(weight) >= SMALLEST_WEIGHT)
			weights_add(out, &key, 1, (uint32_t)y, weight);
	}
}

/* The target's weights and the general ones always act together: ship their sums. */
static bool write_model(const struct mention_job *job, const struct crf *crf,
	const struct feature_table *table, struct err *err)
{
	AUTO(weights_release) struct weights out;
	uint64_t feature;
	size_t i;
	int x, y;

	weights_init(&out, MENTION_LABELS);
	for (i = 0; i <= table->mask; i++)
		if (table->v[i].used)
			export_row(&out, crf, table->v[i].key, &table->v[i]);
	for (x = 0; x <= MENTION_LABELS; x++) {
		feature = mention_transition_feature(x - 1);
		for (y = 0; y < MENTION_LABELS; y++)
			weights_add(&out, &feature, 1, (uint32_t)y, crf->transition[x][y]);
	}
	return weights_write(&out, job->out, mention_model_want(), job->max_features, err);
}

bool train_mention(const struct mention_job *job, struct err *err)
{
	AUTO(school_release) struct school school = {.job = job};
	AUTO(feature_table_release) struct feature_table table = {0};
	AUTO(crf_release) struct crf crf = {0};
	struct crf_sentence *sentences;
	size_t nrows;

	arena_init(&school.arena, 0);
	if (!knowledge_open_language(&school.knowledge, job->data_dir, err) ||
		!read_documents(&school, err) || !read_table(&school, job->mentions, err))
		return false;
	feature_table_init(&table);
	sentences = number_features(&school, &table, &nrows);
	printf("%zu sentences, %zu rows of weights\n", school.n, nrows);
	crf_init(&crf, nrows, course, 0);
	run_orders(&school, &crf, sentences, job->orders);
	return write_model(job, &crf, &table, err);
}
