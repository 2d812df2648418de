/* SPDX-License-Identifier: Apache-2.0
 *
 * sitrep-train-incident - learns incident.model from reports and their records (docs/models.md).
 *
 *   sitrep-train-incident -d DATA_DIR -o incident.model [-e EPOCHS] [-s ORDERS] [-m FEATURES]
 *                         [-x FOLDS -p PREDICTED.jsonl [-r]] DOCS.jsonl GOLD.jsonl
 *
 * With -x the reports are dealt into folds; each is read with a model learnt from the others, and
 * what was found goes to PREDICTED.jsonl, for the scorer, and how well each question alone was
 * answered to standard output. The models are then MODEL.0, MODEL.1 ...; with -r they are there
 * already. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/parse.h"
#include "model/extraction_json.h"
#include "text/incident_score.h"
#include "train/file.h"
#include "train/incident/exam.h"

#define DEFAULT_EPOCHS 6
#define DEFAULT_ORDERS 4
#define DEFAULT_FEATURES 98000 /* what fits 2^17 slots */
#define INNER_FOLDS 4          /* sentences are scored by a model that did not see their report */

struct course {
	const char *data_dir, *out, *predicted;
	unsigned epochs, orders, folds;
	bool learnt; /* the models of the folds are there already */
	size_t max_features;
	struct arena arena;
	struct knowledge knowledge;
	struct incident_lexicon *lexicon;
	struct pupil *pupils; /* [n] */
	size_t n, cap;
};

static void course_release(struct course *c)
{
	incident_lexicon_close(&c->lexicon);
	knowledge_release(&c->knowledge);
	arena_release(&c->arena);
}

static bool add_pupil(struct course *c, struct str doc, struct str gold, struct err *err)
{
	struct pupil *pupil = ARENA_PUSH(&c->arena, c->pupils, c->n, c->cap);
	struct analysis *analysis = arena_zalloc(&c->arena, 1, sizeof(*analysis));
	struct timexes *times = arena_zalloc(&c->arena, 1, sizeof(*times));
	struct time_anchor anchor = {.published = DAY_NONE};
	struct report report;

	if (!report_from_json(doc, &c->arena, &report, &pupil->id, err) ||
		!gold_read(gold, &c->arena, &pupil->gold, err))
		return false;
	if (!day_parse(report.published, &anchor.published))
		anchor.published = DAY_NONE;
	analysis_make(&c->knowledge, report.body, &c->arena, analysis);
	timexes_find(&analysis->tokens, &anchor, &c->arena, times);
	incident_view_make(c->lexicon, &(struct incident_input){analysis, times, anchor.published},
		&c->arena, &pupil->view);
	pupil_mark(pupil, &c->arena);
	return true;
}

static bool read_course(struct course *c, char **paths, struct err *err)
{
	struct str docs, gold, doc, record;

	if (!knowledge_open(&c->knowledge, c->data_dir, NULL, err) ||
		!(c->lexicon = incident_lexicon_open_words(c->data_dir, NULL, err)) ||
		!corpus_file(paths[0], &c->arena, &docs, err) ||
		!corpus_file(paths[1], &c->arena, &gold, err))
		return false;
	while (str_next_line(&docs, &doc) && str_next_line(&gold, &record))
		if (!add_pupil(c, doc, record, err))
			return false;
	return true;
}

static bool is_in(size_t i, unsigned fold, unsigned folds)
{
	return folds > 0 && i % folds == fold;
}

typedef void (*lesson_maker)(
	const struct pupil *pupil, struct arena *arena, struct lessons *lessons);
typedef void (*scorer)(const struct weights *weights, struct pupil *pupil);

static void answer(const struct weights *weights, enum incident_question question,
	const struct incident_features *f, float *ret)
{
	float scores[MODEL_MAX_LABELS] = {0};

	weights_score(weights, f->v, f->n, scores);
	incident_softmax(scores + incident_first_label(question), incident_answers(question), ret);
}

static void score_sentences(const struct weights *weights, struct pupil *pupil)
{
	struct incident_features f;
	size_t s;

	for (s = 0; s < pupil->view.tokens->nsentences; s++) {
		incident_sentence_features(&pupil->view, s, &f);
		answer(weights, ASK_SENTENCE, &f, pupil->view.sentences[s].types);
	}
}

static void score_nouns(const struct weights *weights, struct pupil *pupil)
{
	struct incident_features f;
	size_t i;

	for (i = 0; i < pupil->view.nnouns; i++) {
		memset(pupil->view.nouns[i].roles, 0, sizeof(pupil->view.nouns[i].roles));
		if (!incident_is_told(&pupil->view, pupil->view.nouns[i].sentence))
			continue;
		incident_role_features(&pupil->view, i, &f);
		answer(weights, ASK_ROLE, &f, pupil->view.nouns[i].roles);
	}
}

/* Later questions look at the answers to earlier ones. So that they learn how reliable these are,
 * every pupil is scored with a model that has not seen it (Wolpert, "Stacked generalization",
 * 1992). */
static void jackknife(struct course *c, unsigned fold, lesson_maker make, scorer score)
{
	unsigned inner;
	size_t i;

	for (inner = 0; inner < INNER_FOLDS; inner++) {
		AUTO(weights_release) struct weights weights = {0};
		AUTO(arena_release) struct arena arena = {0};
		struct lessons lessons = {0};

		arena_init(&arena, 0);
		weights_init(&weights, (uint32_t)incident_first_label(ASK_END));
		for (i = 0; i < c->n; i++)
			if (!is_in(i, fold, c->folds) && i / 7 % INNER_FOLDS != inner)
				make(&c->pupils[i], &arena, &lessons);
		lessons_learn(&lessons, c->epochs, 1, &weights);
		for (i = 0; i < c->n; i++)
			if (!is_in(i, fold, c->folds) && i / 7 % INNER_FOLDS == inner)
				score(&weights, &c->pupils[i]);
	}
}

static bool learn(struct course *c, unsigned fold, const char *path, struct err *err)
{
	AUTO(weights_release) struct weights weights = {0};
	AUTO(arena_release) struct arena arena = {0};
	struct lessons lessons = {0};
	size_t i;

	arena_init(&arena, 0);
	jackknife(c, fold, lessons_of_sentences, score_sentences);
	jackknife(c, fold, lessons_of_roles, score_nouns);
	for (i = 0; i < c->n; i++) {
		if (is_in(i, fold, c->folds))
			continue;
		lessons_of_sentences(&c->pupils[i], &arena, &lessons);
		lessons_of_roles(&c->pupils[i], &arena, &lessons);
		lessons_of_the_rest(&c->pupils[i], &arena, &lessons);
	}
	fprintf(stderr, "fold %u: %zu lessons\n", fold, lessons.n);
	weights_init(&weights, (uint32_t)incident_first_label(ASK_END));
	lessons_learn(&lessons, c->epochs, c->orders, &weights);
	return weights_write(&weights, path, incident_model_want(), c->max_features, err);
}

static void predict(const struct pupil *pupil, FILE *out)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf line = {0};
	struct incident_view view = pupil->view;
	struct incident_list list;
	struct extraction x = {0};

	arena_init(&arena, 0);
	buf_init(&line, MAX_TEXT_BYTES);
	incidents_of_view(&view, &arena, &list);
	x.text = view.tokens->text;
	x.incidents = list.v;
	x.nincidents = list.n;
	extraction_to_json(&x, pupil->id, &line);
	fwrite(line.data, 1, line.n, out);
}

static bool cross_validate(struct course *c, struct err *err)
{
	FILE *out = fopen(c->predicted, "w");
	struct exam exam = {0};
	char path[4096];
	unsigned fold;
	size_t i;

	if (!out)
		return err_set(err, ERR_FATAL, "cannot write %s: %m", c->predicted);
	for (fold = 0; fold < c->folds; fold++) {
		snprintf(path, sizeof(path), "%s.%u", c->out, fold);
		if ((!c->learnt && !learn(c, fold, path, err)) ||
			!model_open(&c->lexicon->model, path, incident_model_want(), err)) {
			fclose(out);
			return false;
		}
		for (i = fold; i < c->n; i += c->folds) {
			predict(&c->pupils[i], out);
			exam_take(&exam, &c->lexicon->model, &c->pupils[i]);
		}
		model_release(&c->lexicon->model);
	}
	if (fclose(out) != 0)
		return err_set(err, ERR_FATAL, "cannot write %s: %m", c->predicted);
	exam_print(&exam, stdout);
	return true;
}

static bool read_options(struct course *c, int argc, char **argv)
{
	uint64_t number;
	int option;

	while ((option = getopt(argc, argv, "d:o:e:s:m:x:p:r")) != -1) {
		if (option == 'd')
			c->data_dir = optarg;
		else if (option == 'o')
			c->out = optarg;
		else if (option == 'p')
			c->predicted = optarg;
		else if (option == 'r')
			c->learnt = true;
		else if (option == 'e' && parse_u64(str_from(optarg), 1, 100, &number))
			c->epochs = (unsigned)number;
		else if (option == 's' && parse_u64(str_from(optarg), 1, 100, &number))
			c->orders = (unsigned)number;
		else if (option == 'm' && parse_u64(str_from(optarg), 1, 1 << 23, &number))
			c->max_features = (size_t)number;
		else if (option == 'x' && parse_u64(str_from(optarg), 2, 100, &number))
			c->folds = (unsigned)number;
		else
			return false;
	}
	return c->data_dir && c->out && !c->folds == !c->predicted && argc - optind == 2;
}

int main(int argc, char **argv)
{
	AUTO(course_release)
	struct course c = {.epochs = DEFAULT_EPOCHS,
		.orders = DEFAULT_ORDERS,
		.max_features = DEFAULT_FEATURES};
	struct err err = {0};

	arena_init(&c.arena, 0);
	if (!read_options(&c, argc, argv)) {
		fprintf(stderr, "usage: sitrep-train-incident -d DATA_DIR -o MODEL [-e EPOCHS] [-s "
				"ORDERS] [-m "
				"FEATURES] "
				"[-x FOLDS -p PREDICTED.jsonl [-r]] DOCS.jsonl GOLD.jsonl\n");
		return EX_USAGE;
	}
	if (read_course(&c, argv + optind, &err) &&
		(c.folds ? cross_validate(&c, &err) : learn(&c, 0, c.out, &err)))
		return EX_OK;
	fprintf(stderr, "sitrep-train-incident: %s\n", err.text);
	return EX_SOFTWARE;
}
