/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "text/knowledge.h"
#include "text/lemma.h"
#include "text/parse.h"
#include "text/tag.h"
#include "text/tag_name.h"
#include "text/wordfile.h"

static const char *const lexicons[] = {
	"countries.txt", "places.txt", "organisations.txt", "things.txt"};

static bool load_lexicon(
	struct lexicon *lexicon, const char *dir, const char *name, bool own, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct wordfile file;

	arena_init(&arena, 0);
	return wordfile_open(&file, dir, name, &arena, err) &&
	       lexicon_add(lexicon, &file, own, err);
}

static int is_lexicon(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && str_ends(str_from(entry->d_name), STR(".txt"));
}

/* Every *.txt of the analyst's directory, in the order of their names. */
static bool load_own(struct lexicon *lexicon, const char *dir, struct err *err)
{
	struct dirent **files;
	int i, n = scandir(dir, &files, is_lexicon, alphasort);
	bool ok = true;

	if (n < 0)
		return err_set(err, ERR_FATAL, "cannot read the lexicons in %s: %m", dir);
	for (i = 0; i < n; i++) {
		ok = ok && load_lexicon(lexicon, dir, files[i]->d_name, true, err);
		free(files[i]);
	}
	free(files);
	return ok;
}

bool knowledge_open_clusters(struct clusters *ret_clusters, const char *data_dir, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	struct wordfile file;

	arena_init(&arena, 0);
	return wordfile_open(&file, data_dir, "clusters.txt", &arena, err) &&
	       clusters_read(ret_clusters, file.text, file.path, err);
}

static bool load_model(struct model *model, const char *dir, const char *name,
	struct model_want want, struct err *err)
{
	char path[PATH_MAX];

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir, name) >= sizeof(path))
		return err_set(err, ERR_FATAL, "the path of the data directory is too long");
	return model_open(model, path, want, err);
}

static bool load_language(
	struct knowledge *k, const char *dir, const char *own_dir, struct err *err)
{
	size_t i;

	lexicon_init(&k->lexicon);
	if (own_dir && !load_own(&k->lexicon, own_dir, err))
		return false;
	for (i = 0; i < ARRAY_SIZE(lexicons); i++)
		if (!load_lexicon(&k->lexicon, dir, lexicons[i], false, err))
			return false;
	return knowledge_open_clusters(&k->clusters, dir, err) &&
	       load_model(&k->tagger, dir, "pos.model", tag_model_want(), err) &&
	       load_model(&k->parser, dir, "dep.model", parse_model_want(), err);
}

bool knowledge_open_language(struct knowledge *ret_knowledge, const char *data_dir, struct err *err)
{
	struct knowledge k = {0};

	if (!load_language(&k, data_dir, NULL, err)) {
		knowledge_release(&k);
		return false;
	}
	*ret_knowledge = k;
	return true;
}

bool knowledge_open(
	struct knowledge *ret_knowledge, const char *data_dir, const char *own_dir, struct err *err)
{
	struct knowledge k = {0};

	if (!load_language(&k, data_dir, own_dir, err) ||
		!load_model(&k.mentions, data_dir, "mention.model", mention_model_want(), err)) {
		knowledge_release(&k);
		return false;
	}
	*ret_knowledge = k;
	return true;
}

void knowledge_release(struct knowledge *knowledge)
{
	model_release(&knowledge->tagger);
	model_release(&knowledge->parser);
	model_release(&knowledge->mentions);
	lexicon_release(&knowledge->lexicon);
	clusters_release(&knowledge->clusters);
}

uint64_t knowledge_checksum(const struct knowledge *knowledge)
{
	uint64_t sum = hash_mix(knowledge->tagger.checksum);

	sum = hash_mix(sum ^ knowledge->parser.checksum);
	sum = hash_mix(sum ^ knowledge->mentions.checksum);
	return hash_mix(sum ^ knowledge->lexicon.checksum ^ knowledge->clusters.checksum);
}

void analysis_of_tokens(
	const struct knowledge *knowledge, struct arena *arena, struct analysis *analysis)
{
	struct tokens *tokens = &analysis->tokens;

	analysis->words = words_describe(tokens, &knowledge->clusters, arena);
	tag_tokens(&knowledge->tagger, analysis->words, tokens);
	tag_names(&knowledge->lexicon, tokens);
	lemma_tokens(tokens, arena);
	parse_tokens(&knowledge->parser, analysis->words, tokens, arena);
	chunks_find(tokens, arena, &analysis->chunks);
	mention_view_make(&analysis->view, tokens, analysis->words, &analysis->chunks,
		&knowledge->lexicon, arena);
	analysis->mentions = (struct mentions){0};
}

void analysis_make(const struct knowledge *knowledge, struct str text, struct arena *arena,
	struct analysis *ret_analysis)
{
	tokens_split(text, arena, &ret_analysis->tokens);
	analysis_of_tokens(knowledge, arena, ret_analysis);
	if (knowledge->mentions.slots)
		mentions_find(
			&knowledge->mentions, &ret_analysis->view, arena, &ret_analysis->mentions);
}
