/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "text/html_body.h"
#include "text/html_copy.h"
#include "text/html_drop.h"
#include "text/html_model.h"
#include "text/html_phrase.h"

#define NOISE_BYTES 40u
#define SENTENCE_WORDS 3u
#define LOWEST_THRESHOLD 0.2f
#define HIGHEST_THRESHOLD 0.6f

#define BUCKETS 256

/* The threshold that maximises the expected F1 of the selection, were the probabilities right (Ye,
 * Chai, Lee, Chieu, "Optimizing F-measures", ICML 2012). On articles it comes out near one half; on
 * pages of which the model is not sure, lists above all, it is lower. */
static float choose_threshold(const struct html_blocks *blocks, const float *p)
{
	double words[BUCKETS] = {0}, right[BUCKETS] = {0}, all = 0, kept = 0, hits = 0, best = 0;
	float threshold = 0.5f;
	uint32_t i;
	int k;

	for (i = 0; i < blocks->n; i++) {
		k = (int)(p[i] * (BUCKETS - 1));
		words[k] += blocks->v[i].words;
		right[k] += (double)p[i] * blocks->v[i].words;
		all += (double)p[i] * blocks->v[i].words;
	}
	for (k = BUCKETS - 1; k >= 0; k--) {
		kept += words[k];
		hits += right[k];
		if (words[k] > 0 && 2 * hits / (kept + all) > best) {
			best = 2 * hits / (kept + all);
			threshold = (float)k / (BUCKETS - 1);
		}
	}
	if (threshold > HIGHEST_THRESHOLD)
		return HIGHEST_THRESHOLD;
	return threshold < LOWEST_THRESHOLD ? LOWEST_THRESHOLD : threshold;
}

/* Marks without a single word, and many of them. */
static bool is_noise(const struct html_block *b)
{
	return b->words == 0 && b->text.n > NOISE_BYTES;
}

/* The model has learnt from whole pages, and may find nothing in a fragment of one or two
 * sentences. */
static void keep_sentences(const struct html_blocks *blocks, bool *keep)
{
	static const enum html_tag furniture[] = {
		HTML_NAV, HTML_FOOTER, HTML_ASIDE, HTML_FORM, HTML_BUTTON};
	uint32_t i;
	size_t k;

	for (i = 0; i < blocks->n; i++)
		if (keep[i])
			return;
	for (i = 0; i < blocks->n; i++) {
		const struct html_block *b = &blocks->v[i];

		keep[i] = !b->hidden && b->words >= SENTENCE_WORDS &&
			  b->link_bytes * 2 < b->text.n && phrase_ends_sentence(b->text);
		for (k = 0; k < ARRAY_SIZE(furniture); k++)
			keep[i] = keep[i] && !html_inside(blocks->html, b->node, furniture[k]);
	}
}

void html_body_select(const struct html_blocks *blocks, const struct html_meta *meta,
	struct arena *arena, bool *keep)
{
	const struct html_features *page = html_features_new(blocks, meta, arena);
	float *p = arena_alloc(arena, (blocks->n + 1) * sizeof(*p)), row[F_COUNT], threshold;
	uint32_t i;

	for (i = 0; i < blocks->n; i++) {
		html_features_of(page, i, row);
		p[i] = html_model_probability(row);
	}
	threshold = choose_threshold(blocks, p);
	for (i = 0; i < blocks->n; i++)
		keep[i] = p[i] >= threshold && !is_noise(&blocks->v[i]);
	keep_sentences(blocks, keep);
	html_drop_furniture(blocks, meta, keep);
	html_drop_copies(blocks, arena, keep);
}

/* The nearest ancestor with the tag among a few levels, 0 if none. */
static uint32_t nearest(const struct html *html, uint32_t node, enum html_tag tag)
{
	int climb;

	for (climb = 0; climb < 6 && node; climb++, node = html->nodes[node].parent)
		if (html->nodes[node].tag == tag)
			return node;
	return 0;
}

/* What goes between two kept blocks. */
static struct str separator(const struct html_blocks *blocks, uint32_t a, uint32_t b)
{
	const struct html *html = blocks->html;
	uint32_t x = blocks->v[a].owner, y = blocks->v[b].owner;
	uint32_t row = nearest(html, x, HTML_TR), item = nearest(html, y, HTML_LI);

	if (row && html->nodes[x].tag != HTML_P && row == nearest(html, y, HTML_TR))
		return STR(" | ");
	if (row && html->nodes[nearest(html, y, HTML_TR)].parent == html->nodes[row].parent &&
		blocks->v[a].text.n < 200)
		return STR("\n");
	if (item && nearest(html, x, HTML_LI) &&
		html->nodes[item].parent == html->nodes[nearest(html, x, HTML_LI)].parent)
		return STR("\n");
	return STR("\n\n");
}

static bool starts_item(const struct html_blocks *blocks, uint32_t i)
{
	uint32_t item = nearest(blocks->html, blocks->v[i].owner, HTML_LI);

	return item && html_blocks_at(blocks, item) == i;
}

static char *put(char *out, struct str s)
{
	memcpy(out, s.p, s.n);
	return out + s.n;
}

struct str html_body_text(const struct html_blocks *blocks, const bool *keep, struct arena *arena)
{
	char *text, *end;
	size_t room = 1;
	uint32_t i, last = blocks->n;

	for (i = 0; i < blocks->n; i++)
		room += keep[i] ? blocks->v[i].text.n + 5 : 0;
	text = end = arena_alloc(arena, room);
	for (i = 0; i < blocks->n; i++) {
		if (!keep[i])
			continue;
		if (last < blocks->n)
			end = put(end, separator(blocks, last, i));
		if (starts_item(blocks, i))
			end = put(end, STR("- "));
		end = put(end, blocks->v[i].text);
		last = i;
	}
	return (struct str){text, (size_t)(end - text)};
}
