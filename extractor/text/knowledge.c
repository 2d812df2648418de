/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "text/knowledge.h"
#include "text/lemma.h"
#include "text/parse.h"
#include "text/tag.h"

#define PATH_BYTES 4096
#define READ_BYTES 65536

static const char *const lexicons[] = {
	"countries.txt", "places.txt", "organisations.txt", "things.txt"};

static bool make_path(char path[PATH_BYTES], const char *dir, const char *name, struct err *err)
{
	if ((size_t)snprintf(path, PATH_BYTES, "%s/%s", dir, name) >= PATH_BYTES)
		return err_set(err, ERR_FATAL, "the path of the data directory is too long");
	return true;
}

static bool read_all(int fd, struct buf *out, const char *path, struct err *err)
{
	ssize_t n;
	char *p;

	do {
		p = buf_reserve(out, READ_BYTES);
		if (!p)
			return err_set(
				err, ERR_FATAL, "%s has more than %zu bytes", path, out->max);
		n = read(fd, p, READ_BYTES);
		if (n < 0)
			return err_set(err, ERR_FATAL, "cannot read %s: %m", path);
		out->n += (size_t)n;
	} while (n > 0);
	return true;
}

static bool load_text(struct buf *text, const char *dir, const char *name, struct err *err)
{
	char path[PATH_BYTES];
	bool ok;
	int fd;

	if (!make_path(path, dir, name, err))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, ERR_FATAL, "cannot open %s: %m", path);
	ok = read_all(fd, text, path, err);
	close(fd);
	return ok;
}

static bool load_lexicon(
	struct lexicon *lexicon, const char *dir, const char *name, struct err *err)
{
	AUTO(buf_release) struct buf text = {0};

	buf_init(&text, MAX_TEXT_BYTES);
	return load_text(&text, dir, name, err) && lexicon_add(lexicon, buf_view(&text), name, err);
}

bool knowledge_open_clusters(struct clusters *ret_clusters, const char *data_dir, struct err *err)
{
	AUTO(buf_release) struct buf text = {0};

	buf_init(&text, MAX_TEXT_BYTES);
	return load_text(&text, data_dir, "clusters.txt", err) &&
	       clusters_read(ret_clusters, buf_view(&text), "clusters.txt", err);
}

static bool load_model(struct model *model, const char *dir, const char *name,
	struct model_want want, struct err *err)
{
	char path[PATH_BYTES];

	return make_path(path, dir, name, err) && model_open(model, path, want, err);
}

static bool load_language(struct knowledge *k, const char *dir, struct err *err)
{
	size_t i;

	lexicon_init(&k->lexicon);
	for (i = 0; i < ARRAY_SIZE(lexicons); i++)
		if (!load_lexicon(&k->lexicon, dir, lexicons[i], err))
			return false;
	return knowledge_open_clusters(&k->clusters, dir, err) &&
	       load_model(&k->tagger, dir, "pos.model", tag_model_want(), err) &&
	       load_model(&k->parser, dir, "dep.model", parse_model_want(), err);
}

bool knowledge_open_language(struct knowledge *ret_knowledge, const char *data_dir, struct err *err)
{
	struct knowledge k = {0};

	if (!load_language(&k, data_dir, err)) {
		knowledge_release(&k);
		return false;
	}
	*ret_knowledge = k;
	return true;
}

bool knowledge_open(struct knowledge *ret_knowledge, const char *data_dir, struct err *err)
{
	struct knowledge k = {0};

	if (!load_language(&k, data_dir, err) ||
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
