/* SPDX-License-Identifier: Apache-2.0 */
#include "base/compiler.h"
#include "base/map.h"
#include "text/html_body.h"
#include "text/html_hint.h"
#include "text/html_model.h"
#include "text/html_phrase.h"

#define COPY_WORDS 8u
#define NOISE_BYTES 40u
#define NOTICE_WORDS 300u /* what is longer is no notice, whatever its name */
#define OFFER_WORDS 60u
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

/* Copies for phones, for print, and notices that stand in the text again and again. Short texts may
 * well be said twice. */
static void drop_copies(const struct html_blocks *blocks, bool *keep)
{
	AUTO(map_release) struct map seen;
	uint32_t i;

	map_init(&seen);
	for (i = 0; i < blocks->n; i++)
		if (keep[i] && blocks->v[i].words >= COPY_WORDS)
			map_put(&seen, blocks->v[i].text, &keep[i]); /* kept if it is new */
}

/* Marks without a single word, and many of them. */
static bool is_noise(const struct html_block *b)
{
	return b->words == 0 && b->text.n > NOISE_BYTES;
}

/* The word alone in a block, which the model cannot tell from a subheading. */
static bool is_ad_label(const struct html_block *b)
{
	static const struct str labels[] = {STR("advertisement"), STR("advertising"), STR("anzeige"),
		STR("werbung"), STR("publicité"), STR("publicidad"), STR("реклама"),
		STR("sponsored content"), STR("article continues below"),
		STR("article continues after advertisement"), STR("story continues below advertisement")};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(labels); i++)
		if (str_case_eq(b->text, labels[i]))
			return true;
	return false;
}

/* An element that its author calls a cookie notice or the like. The page and its article bear such
 * names as well ("paywall-active"), but hold more. */
static bool is_named_notice(const struct html *html, uint32_t node)
{
	static const struct str names[] = {STR("cookie"), STR("consent"), STR("gdpr"),
		STR("onetrust"), STR("didomi")};
	const struct str values[] = {html_attr(html, node, HTML_AT_CLASS), html_attr(html, node, HTML_AT_ID)};
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(values); i++)
		for (j = 0; j < ARRAY_SIZE(names); j++)
			if (str_case_find(values[i], names[j], 0) < values[i].n)
				return true;
	return false;
}

/* What stands behind a paywall bears its name too, so its own words must be those of an offer. */
static bool is_offer(const struct html_blocks *blocks, uint32_t node)
{
	struct str names = html_attr(blocks->html, node, HTML_AT_CLASS);
	uint32_t i, from = html_blocks_at(blocks, node);
	uint32_t to = html_blocks_at(blocks, blocks->html->nodes[node].end), words = 0;
	bool offers = false;

	if (str_case_find(names, STR("paywall"), 0) == names.n)
		return false;
	for (i = from; i < to && words < OFFER_WORDS; i++) {
		words += blocks->v[i].words;
		offers = offers || phrase_starts(blocks->v[i].text, PHRASE_SUBSCRIBE);
	}
	return offers && words < OFFER_WORDS;
}

/* Blocks of notices go, unless they are most of what there is: then the name was wrong. A short
 * article beside a long notice is told by where the h1 stands: not in the notice. */
static void drop_notices(const struct html_blocks *blocks, bool *keep)
{
	const struct html *html = blocks->html;
	uint32_t node, i, all = 0;

	for (i = 0; i < blocks->n; i++)
		all += keep[i] ? blocks->v[i].words : 0;
	for (node = 1; node < html->n; node++) {
		uint32_t from, to, words = 0;
		bool titled = false;

		if (!(blocks->hints[node] & HINT_NOTICE) || html->nodes[node].tag == HTML_BODY ||
			!(is_named_notice(html, node) || is_offer(blocks, node)))
			continue;
		from = html_blocks_at(blocks, node);
		to = html_blocks_at(blocks, html->nodes[node].end);
		for (i = from; i < to; i++) {
			words += keep[i] ? blocks->v[i].words : 0;
			titled = titled || html->nodes[blocks->v[i].owner].tag == HTML_H1;
		}
		for (i = from; i < to && words < all && !titled && words < NOTICE_WORDS; i++)
			keep[i] = false;
		node = html->nodes[node].end - 1; /* nothing inside it is looked at twice */
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
		keep[i] = p[i] >= threshold && !is_noise(&blocks->v[i]) && !is_ad_label(&blocks->v[i]);
	drop_notices(blocks, keep);
	drop_copies(blocks, keep);
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
