/* SPDX-License-Identifier: Apache-2.0
 *
 * sitrep-train - learns the models of extractor/data from annotated corpora (docs/models.md).
 *
 *   sitrep-train tag     -o pos.model -d DATA_DIR [-e EPOCHS] [-m FEATURES] [-c] TRAIN.tsv... [-- DEV.tsv...]
 *   sitrep-train parse   -o dep.model -d DATA_DIR -t pos.model ...
 *   sitrep-train mention -o mention.model -d DATA_DIR [-s ORDERS] [-f FOLD/FOLDS] DOCS.jsonl GOLD.jsonl [MENTIONS.tsv]
 *   sitrep-train cluster -o clusters.txt [-k CLASSES] [-e ROUNDS] TEXT... */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/parse.h"
#include "text/knowledge.h"
#include "text/parse.h"
#include "text/tag.h"
#include "train/train.h"
#include "train/train_cluster.h"
#include "train/train_mention.h"

#define DEFAULT_EPOCHS 6
#define DEFAULT_FEATURES 200000
#define DEFAULT_CLASSES 256
#define DEFAULT_ORDERS 4
#define CLUSTER_MIN_COUNT 4

struct command;

/* A verb of the command line, and which options it cannot do without. */
struct verb {
	const char *name;
	bool (*run)(const struct command *c, char **paths, struct err *err);
	bool needs_tagger, needs_data;
};

struct command {
	const struct verb *verb;
	struct train_job job;
	bool capitals; /* learn from copies in upper case too */
	const char *data_dir;
	unsigned fold, folds;
	unsigned classes;
	unsigned orders;
};

uint32_t *train_order(size_t n)
{
	uint32_t *order = xcalloc(n + 1, sizeof(*order));
	size_t i;

	for (i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	return order;
}

void train_shuffle(uint32_t *order, size_t n, uint64_t seed)
{
	size_t i, j;

	for (i = n; i > 1; i--) {
		uint32_t swap = order[i - 1];

		j = hash_mix(seed * 0x9E3779B97F4A7C15u + i) % i;
		order[i - 1] = order[j];
		order[j] = swap;
	}
}

static bool read_files(struct corpus *corpus, char **paths, struct corpus_options options,
	struct arena *arena, struct err *err)
{
	for (; *paths && strcmp(*paths, "--") != 0; paths++)
		if (!corpus_read(corpus, *paths, options, arena, err))
			return false;
	return true;
}

/* Keeps every third sentence from the given one on: a third in capitals is enough. */
static void keep_third(struct corpus *corpus, size_t from)
{
	size_t i, n = from;

	for (i = from; i < corpus->n; i += 3)
		corpus->v[n++] = corpus->v[i];
	corpus->n = n;
}

static bool measure_tag(const char *path, const struct corpus *dev, struct err *err)
{
	AUTO(model_release) struct model model = {0};

	if (!model_open(&model, path, tag_model_want(), err))
		return false;
	printf("accuracy %.2f %%\n", train_tag_accuracy(&model, dev));
	return true;
}

static bool measure_parse(const struct train_job *job, const struct corpus *dev, struct err *err)
{
	AUTO(model_release) struct model tagger = {0}, parser = {0};
	struct attachment score;

	if (!model_open(&tagger, job->tagger, tag_model_want(), err) ||
		!model_open(&parser, job->out, parse_model_want(), err))
		return false;
	score = train_parse_accuracy(&tagger, &parser, dev);
	printf("UAS %.2f %%  LAS %.2f %%\n", score.unlabelled, score.labelled);
	return true;
}

static bool measure(
	const struct command *c, const struct corpus *dev, const char *what, struct err *err)
{
	printf("%s: %zu sentences: ", what, dev->n);
	return !c->verb->needs_tagger ? measure_tag(c->job.out, dev, err)
				      : measure_parse(&c->job, dev, err);
}

static char **after_dashes(char **paths)
{
	while (*paths && strcmp(*paths, "--") != 0)
		paths++;
	return *paths ? paths + 1 : paths;
}

static bool run(const struct command *c, char **paths, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(clusters_release) struct clusters clusters = {0};
	struct corpus_options plain = {.clusters = &clusters};
	struct corpus_options loudly = {.clusters = &clusters, .capitals = true};
	struct corpus corpus = {0}, dev = {0}, loud = {0};
	size_t n;

	arena_init(&arena, 0);
	if (!knowledge_open_clusters(&clusters, c->data_dir, err) ||
		!read_files(&corpus, paths, plain, &arena, err))
		return false;
	n = corpus.n;
	if (c->capitals) {
		if (!read_files(&corpus, paths, loudly, &arena, err))
			return false;
		keep_third(&corpus, n);
	}
	paths = after_dashes(paths);
	if (!read_files(&dev, paths, plain, &arena, err) ||
		!read_files(&loud, paths, loudly, &arena, err))
		return false;
	printf("%zu sentences to learn from\n", corpus.n);
	if (c->job.epochs > 0) {
		if (!(!c->verb->needs_tagger ? train_tag : train_parse)(&c->job, &corpus, err))
			return false;
	}
	return measure(c, &dev, "as written", err) && measure(c, &loud, "in capitals", err);
}

static bool run_mention(const struct command *c, char **paths, struct err *err)
{
	struct mention_job job = {.data_dir = c->data_dir,
		.out = c->job.out,
		.fold = c->fold,
		.folds = c->folds,
		.epochs = c->job.epochs,
		.orders = c->orders,
		.max_features = c->job.max_features};

	if (!paths[0] || !paths[1])
		return err_set(err, ERR_REJECT, "documents and their entities are missing");
	job.docs = paths[0];
	job.gold = paths[1];
	job.mentions = paths[2];
	return train_mention(&job, err);
}

static bool run_cluster(const struct command *c, char **paths, struct err *err)
{
	struct cluster_job job = {.out = c->job.out,
		.classes = c->classes,
		.rounds = (unsigned)c->job.epochs,
		.min_count = CLUSTER_MIN_COUNT};

	return train_cluster(&job, paths, err);
}

static bool read_fold(struct command *c, struct str s)
{
	uint64_t fold, folds;
	struct str field;

	if (!str_next_field(&s, '/', &field) || !parse_u64(field, 0, 99, &fold) ||
		!parse_u64(s, fold + 1, 100, &folds))
		return false;
	c->fold = (unsigned)fold;
	c->folds = (unsigned)folds;
	return true;
}

static bool read_options(struct command *c, int argc, char **argv)
{
	uint64_t number;
	int option;

	while ((option = getopt(argc, argv, "+o:t:e:m:cd:f:k:s:")) != -1) {
		if (option == 'o')
			c->job.out = optarg;
		else if (option == 't')
			c->job.tagger = optarg;
		else if (option == 'd')
			c->data_dir = optarg;
		else if (option == 'f' && read_fold(c, str_from(optarg)))
			continue;
		else if (option == 'c')
			c->capitals = true;
		else if (option == 'e' && parse_u64(str_from(optarg), 0, 100, &number))
			c->job.epochs = (int)number;
		else if (option == 'k' && parse_u64(str_from(optarg), 3, 4096, &number))
			c->classes = (unsigned)number;
		else if (option == 's' && parse_u64(str_from(optarg), 1, 100, &number))
			c->orders = (unsigned)number;
		else if (option == 'm' && parse_u64(str_from(optarg), 1, 1 << 23, &number))
			c->job.max_features = (size_t)number;
		else
			return false;
	}
	return c->job.out && (!c->verb->needs_tagger || c->job.tagger) &&
	       (!c->verb->needs_data || c->data_dir);
}

static const struct verb verbs[] = {{"tag", run, false, true}, {"parse", run, true, true},
	{"mention", run_mention, false, true}, {"cluster", run_cluster, false, false}};

static const struct verb *verb_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

int main(int argc, char **argv)
{
	struct command c = {.job = {.epochs = DEFAULT_EPOCHS, .max_features = DEFAULT_FEATURES},
		.classes = DEFAULT_CLASSES,
		.orders = DEFAULT_ORDERS};
	struct err err = {0};

	c.verb = argc > 1 ? verb_named(argv[1]) : NULL;
	if (!c.verb || !read_options(&c, argc - 1, argv + 1)) {
		fprintf(stderr, "usage: sitrep-train tag|parse -o MODEL -d DATA_DIR [-t TAGGER] "
				"[-e EPOCHS] "
				"[-m FEATURES] [-c] TRAIN.tsv... -- DEV.tsv...\n"
				"       sitrep-train mention -o MODEL -d DATA_DIR [-s ORDERS] [-f "
				"FOLD/FOLDS] "
				"DOCS.jsonl GOLD.jsonl [MENTIONS.tsv]\n"
				"       sitrep-train cluster -o CLUSTERS [-k CLASSES] TEXT...\n");
		return EX_USAGE;
	}
	if (c.verb->run(&c, argv + 1 + optind, &err))
		return EX_OK;
	fprintf(stderr, "sitrep-train: %s\n", err.text);
	return EX_SOFTWARE;
}
