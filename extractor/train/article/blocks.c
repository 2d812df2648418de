/* SPDX-License-Identifier: Apache-2.0
 * blocks.c - the first step of training the block model: prints the blocks of pages with
 * their features, one JSON line per page: {"id", "blocks": [{"text", "row": [...]}]}.
 *
 *     article-blocks < docs.jsonl > blocks.jsonl
 *
 * label.py turns these and the right texts into rows with labels, boost.c learns from
 * them and writes extractor/text/html_model_table.c. */
#include <stdio.h>
#include <stdlib.h>

#include "base/emit.h"
#include "base/limits.h"
#include "model/extraction_json.h"
#include "text/charset.h"
#include "text/html_feature.h"

static void print_blocks(const struct html_blocks *blocks, const struct html_meta *meta,
	struct arena *arena, struct emitter *w)
{
	const struct html_features *page = html_features_new(blocks, meta, arena);
	float row[F_COUNT];
	uint32_t i;
	int k;

	for (i = 0; i < blocks->n; i++) {
		html_features_of(page, i, row);
		emit_open(w, '{');
		emit_member(w, "text", blocks->v[i].text);
		emit_key(w, "row");
		emit_open(w, '[');
		for (k = 0; k < F_COUNT; k++)
			emit_real(w, (double)row[k]);
		emit_close(w, ']');
		emit_close(w, '}');
	}
}

static void print_page(struct str line, struct arena *arena, struct buf *out)
{
	struct emitter w = {.out = out};
	struct report report;
	struct decoded page;
	struct html html;
	struct html_meta meta;
	struct html_blocks blocks;
	struct err err;
	struct str id;

	if (!report_from_json(line, arena, &report, &id, &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	charset_decode(report.body, charset_parameter(report.media_type), true, arena, &page);
	html_parse(page.text, arena, &html);
	html_meta_read(&html, arena, &meta);
	html_blocks_find(&html, arena, &blocks);
	emit_open(&w, '{');
	emit_member(&w, "id", id);
	emit_key(&w, "blocks");
	emit_open(&w, '[');
	print_blocks(&blocks, &meta, arena, &w);
	emit_close(&w, ']');
	emit_close(&w, '}');
	buf_putc(out, '\n');
}

int main(void)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(buf_release) struct buf out = {0};
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	arena_init(&arena, 0);
	buf_init(&out, (size_t)1 << 30);
	while ((n = getline(&line, &cap, stdin)) > 0) {
		arena_reset(&arena);
		buf_reset(&out);
		print_page((struct str){line, (size_t)n}, &arena, &out);
		fwrite(out.data, 1, out.n, stdout);
	}
	free(line);
	return 0;
}
