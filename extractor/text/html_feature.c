/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/html_feature.h"
#include "text/html_phrase.h"
#include "text/html_top.h"

#define MAX_LEVELS 12
#define ALIKE_SLOTS 4096u /* a power of two; collisions only blur a feature */
#define TEXT_SLOTS 8192u

/* Sums over blocks that look alike. */
struct alike {
	float bytes, links;
	uint32_t blocks;
};

struct html_features {
	const struct html_blocks *blocks;
	const struct html_meta *meta;
	uint32_t *owners;               /* [blocks->n] blocks that the owner has */
	uint32_t top, top_from, top_to; /* the best container and its blocks */
	uint32_t *alike_of;             /* [blocks->n] slot in alike */
	uint32_t *tag_alike_of;
	struct alike *alike; /* [ALIKE_SLOTS] */
	float most_alike, most_tag_alike;
	uint16_t *times;   /* [TEXT_SLOTS] how often a text occurs */
	uint16_t *before;  /* [blocks->n] how often it did before the block */
	struct str linked; /* squeezed articleBody, "" if there is none */
	struct str description;
	struct str title, heading; /* squeezed */
	uint32_t h1_block;
	struct phrase_index *phrases;
	float prose;
};

static float share(float part, float whole)
{
	return whole > 0 ? part / whole : 0;
}

/* Letters and digits only, in lower case. */
static struct str squeeze(struct str s, size_t max, struct arena *arena)
{
	char *out = arena_alloc(arena, (s.n < max ? s.n : max) + 1);
	size_t i, n = 0;

	for (i = 0; i < s.n && n < max; i++)
		if (ascii_is_alnum(s.p[i]) || ((unsigned char)s.p[i] & 0x80))
			out[n++] = ascii_lower(s.p[i]);
	return (struct str){out, n};
}

static size_t squeeze_into(struct str s, char *out, size_t max)
{
	size_t i, n = 0;

	for (i = 0; i < s.n && n < max; i++)
		if (ascii_is_alnum(s.p[i]) || ((unsigned char)s.p[i] & 0x80))
			out[n++] = ascii_lower(s.p[i]);
	return n;
}

static uint32_t class_hash(const struct html *html, uint32_t node, uint32_t seed)
{
	struct str class = html_attr(html, node, HTML_AT_CLASS);

	return (uint32_t)hash_bytes(
		class.n ? class.p : "", class.n, seed * 131u + html->nodes[node].tag);
}

static void count_alike(struct html_features *page, struct arena *arena)
{
	const struct html_blocks *blocks = page->blocks;
	const struct html *html = blocks->html;
	uint32_t i;

	page->alike = arena_zalloc(arena, ALIKE_SLOTS, sizeof(*page->alike));
	page->alike_of = arena_alloc(arena, (blocks->n + 1) * sizeof(uint32_t));
	page->tag_alike_of = arena_alloc(arena, (blocks->n + 1) * sizeof(uint32_t));
	for (i = 0; i < blocks->n; i++) {
		const struct html_block *b = &blocks->v[i];
		uint32_t parent = html->nodes[b->owner].parent;
		uint32_t slot = class_hash(html, b->owner, class_hash(html, parent, 7));
		uint32_t tags = (html->nodes[b->owner].tag * 131u + parent * 2654435761u) >> 3;
		struct alike *a;

		page->alike_of[i] = slot & (ALIKE_SLOTS / 2 - 1);
		page->tag_alike_of[i] = (tags & (ALIKE_SLOTS / 2 - 1)) + ALIKE_SLOTS / 2;
		a = &page->alike[page->alike_of[i]];
		a->bytes += (float)(b->text.n - b->link_bytes);
		a->links += (float)b->link_bytes;
		a->blocks++;
		page->most_alike = fmaxf(page->most_alike, a->bytes);
		a = &page->alike[page->tag_alike_of[i]];
		a->bytes += (float)(b->text.n - b->link_bytes);
		page->most_tag_alike = fmaxf(page->most_tag_alike, a->bytes);
	}
}

static uint32_t text_slot(struct str text)
{
	return (uint32_t)hash_str(text) & (TEXT_SLOTS - 1);
}

static void count_texts(struct html_features *page, struct arena *arena)
{
	const struct html_blocks *blocks = page->blocks;
	uint32_t i, first = 0;

	page->times = arena_zalloc(arena, TEXT_SLOTS, sizeof(*page->times));
	page->before = arena_alloc(arena, (blocks->n + 1) * sizeof(*page->before));
	page->owners = arena_zalloc(arena, blocks->n + 1, sizeof(*page->owners));
	for (i = 0; i < blocks->n; i++) {
		uint32_t slot = text_slot(blocks->v[i].text);

		page->before[i] = page->times[slot];
		if (page->times[slot] < UINT16_MAX)
			page->times[slot]++;
		if (blocks->v[i].owner != blocks->v[first].owner)
			first = i;
		page->owners[i] = i - first;
		if (blocks->v[i].text.n >= 80 && blocks->v[i].link_bytes * 3 < blocks->v[i].text.n)
			page->prose += (float)blocks->v[i].text.n;
	}
}

struct html_features *html_features_new(
	const struct html_blocks *blocks, const struct html_meta *meta, struct arena *arena)
{
	struct html_features *page = arena_zalloc(arena, 1, sizeof(*page));
	const struct linked *article = html_meta_article(meta);

	page->blocks = blocks;
	page->meta = meta;
	page->top = html_top_find(blocks, arena);
	page->top_from = html_blocks_at(blocks, page->top);
	page->top_to = html_blocks_at(blocks, blocks->html->nodes[page->top].end);
	page->linked = squeeze(article ? article->body : STR(""), (size_t)1 << 20, arena);
	page->description = squeeze(meta->values[META_DESCRIPTION], 1000, arena);
	page->title = squeeze(meta->title, 1000, arena);
	page->heading = squeeze(meta->values[META_OG_TITLE], 1000, arena);
	page->h1_block = meta->h1 ? html_blocks_at(blocks, meta->h1) : blocks->n;
	page->phrases = phrase_index_new(arena);
	count_alike(page, arena);
	count_texts(page, arena);
	return page;
}

static void text_features(
	const struct html_block *b, const struct phrase_index *phrases, float *row)
{
	struct str s = b->text;
	size_t i, digits = 0, upper = 0, letters = 0, lines = 1;

	for (i = 0; i < s.n; i++) {
		digits += ascii_is_digit(s.p[i]);
		upper += ascii_is_upper(s.p[i]);
		letters += ascii_is_alpha(s.p[i]) || ((unsigned char)s.p[i] & 0x80);
		lines += s.p[i] == '\n';
	}
	row[F_BYTES] = logf(1 + (float)s.n);
	row[F_WORDS] = (float)b->words;
	row[F_LINK_SHARE] = share((float)b->link_bytes, (float)s.n);
	row[F_LINKS] = (float)b->links;
	row[F_WORD_LENGTH] = share((float)s.n, (float)b->words);
	row[F_STOPS] = (float)b->stops;
	row[F_ENDS_SENTENCE] = (float)phrase_ends_sentence(s);
	row[F_ENDS_COLON] = s.p[s.n - 1] == ':';
	row[F_UPPER_START] = ascii_is_upper(s.p[0]) || ((unsigned char)s.p[0] & 0x80);
	row[F_DIGIT_SHARE] = share((float)digits, (float)s.n);
	row[F_UPPER_SHARE] = share((float)upper, (float)letters);
	row[F_BOLD] = b->bold;
	row[F_HIDDEN] = b->hidden;
	row[F_LINES] = (float)lines;
	phrase_features(phrases, s, &row[F_SAYS_AD]);
}

static void tag_features(const struct html_features *page, uint32_t block, float *row)
{
	const struct html_block *b = &page->blocks->v[block];
	enum html_tag tag = (enum html_tag)page->blocks->html->nodes[b->owner].tag;
	enum html_feature which = F_TAG_OTHER;

	if (html_traits(tag) & HTML_HEADING) {
		which = F_TAG_HEADING;
		row[F_HEADING_LEVEL] = (float)(tag - HTML_H1 + 1);
	} else if (tag == HTML_P) {
		which = F_TAG_P;
	} else if (tag == HTML_LI || tag == HTML_DD || tag == HTML_DT) {
		which = F_TAG_LI;
	} else if (tag == HTML_TD || tag == HTML_TH) {
		which = F_TAG_CELL;
	} else if (tag == HTML_DIV || tag == HTML_SECTION || tag == HTML_ARTICLE) {
		which = F_TAG_DIV;
	} else if (tag == HTML_BLOCKQUOTE) {
		which = F_TAG_QUOTE;
	} else if (tag == HTML_FIGCAPTION || tag == HTML_CAPTION) {
		which = F_TAG_CAPTION;
	} else if (tag == HTML_PRE) {
		which = F_TAG_PRE;
	}
	row[which] = 1;
	row[F_BLOCKS_OF_OWNER] = (float)page->owners[block];
}

static const int8_t tag_kinds[HTML_NTAGS] = {[HTML_ARTICLE] = IN_ARTICLE + 1,
	[HTML_MAIN] = IN_MAIN + 1,
	[HTML_ASIDE] = IN_ASIDE + 1,
	[HTML_NAV] = IN_NAV + 1,
	[HTML_HEADER] = IN_HEADER + 1,
	[HTML_FOOTER] = IN_FOOTER + 1,
	[HTML_FORM] = IN_FORM + 1,
	[HTML_FIGURE] = IN_FIGURE + 1,
	[HTML_TABLE] = IN_TABLE + 1,
	[HTML_UL] = IN_LIST + 1,
	[HTML_OL] = IN_LIST + 1,
	[HTML_DL] = IN_LIST + 1,
	[HTML_BLOCKQUOTE] = IN_QUOTE + 1,
	[HTML_SECTION] = IN_SECTION + 1,
	[HTML_A] = IN_LINK + 1,
	[HTML_DETAILS] = IN_DETAILS + 1,
	[HTML_BUTTON] = IN_BUTTON + 1};

static void container_features(const struct html_blocks *blocks, uint32_t node, float *row)
{
	uint32_t from = html_blocks_at(blocks, node);
	uint32_t to = html_blocks_at(blocks, blocks->html->nodes[node].end);
	float bytes = (float)(blocks->sum_bytes[to] - blocks->sum_bytes[from]);

	row[0] = logf(1 + bytes);
	row[1] = share((float)(blocks->sum_links[to] - blocks->sum_links[from]), bytes);
	row[2] = logf(1 + share(bytes, (float)(to - from)));
}

/* One climb from the block's text to the root tells its ancestors by kind, hint and size. */
static void above_features(const struct html_features *page, uint32_t block, float *row)
{
	const struct html_blocks *blocks = page->blocks;
	const struct html *html = blocks->html;
	uint32_t node = html->nodes[blocks->v[block].node].parent;
	int level, containers = 0, k;
	bool in_top = false;

	for (k = 0; k < IN_NTAGS + HINT_COUNT; k++)
		row[F_ABOVE_TAG + k] = MAX_LEVELS + 1;
	row[F_TOP_LEVELS] = MAX_LEVELS + 1;
	for (level = 0; level <= MAX_LEVELS && node; level++, node = html->nodes[node].parent) {
		int kind = tag_kinds[html->nodes[node].tag];
		uint32_t hints = blocks->hints[node];

		if (kind && row[F_ABOVE_TAG + kind - 1] > MAX_LEVELS)
			row[F_ABOVE_TAG + kind - 1] = (float)level;
		if (html->nodes[node].tag == HTML_BODY)
			hints = 0; /* names of the whole page */
		for (; hints; hints &= hints - 1) {
			float *slot = &row[F_ABOVE_HINT + __builtin_ctz(hints)];

			if (*slot > MAX_LEVELS)
				*slot = (float)level;
		}
		if (!in_top && node <= page->top && page->top < html->nodes[node].end) {
			in_top = true;
			row[F_TOP_LEVELS] = (float)level;
		}
		if (containers < 4 &&
			(html_traits((enum html_tag)html->nodes[node].tag) & HTML_BLOCK))
			container_features(blocks, node, &row[F_CONTAINER + 3 * containers++]);
	}
	row[F_DEPTH] = (float)level;
}

static void neighbour_features(const struct html_features *page, uint32_t block, float *row)
{
	static const int offsets[] = {-2, -1, 1, 2};
	const struct html_blocks *blocks = page->blocks;
	const struct html_node *nodes = blocks->html->nodes;
	uint32_t parent = nodes[blocks->v[block].owner].parent;
	size_t k;

	for (k = 0; k < ARRAY_SIZE(offsets); k++) {
		int64_t at = (int64_t)block + offsets[k];
		float *out = &row[F_NEIGHBOUR + 3 * k];

		if (at < 0 || at >= (int64_t)blocks->n)
			continue;
		out[0] = logf(1 + (float)blocks->v[at].text.n);
		out[1] = share((float)blocks->v[at].link_bytes, (float)blocks->v[at].text.n);
		out[2] = nodes[blocks->v[at].owner].parent == parent;
	}
}

static void alike_features(const struct html_features *page, uint32_t block, float *row)
{
	const struct alike *a = &page->alike[page->alike_of[block]];
	const struct alike *t = &page->alike[page->tag_alike_of[block]];

	row[F_ALIKE_BYTES] = logf(1 + a->bytes);
	row[F_ALIKE_BLOCKS] = (float)a->blocks;
	row[F_ALIKE_LINK_SHARE] = share(a->links, a->links + a->bytes);
	row[F_ALIKE_RANK] = share(a->bytes, page->most_alike);
	row[F_TAG_ALIKE_BYTES] = logf(1 + t->bytes);
	row[F_TAG_ALIKE_RANK] = share(t->bytes, page->most_tag_alike);
}

static void declared_features(const struct html_features *page, uint32_t block, float *row)
{
	const struct html_block *b = &page->blocks->v[block];
	char start[48];
	struct str s = {start, squeeze_into(b->text, start, sizeof(start))};
	uint32_t h1 = page->h1_block;

	row[F_HAS_LINKED] = page->linked.n > 200;
	row[F_IN_LINKED] = s.n >= 8 && str_find(page->linked, s, 0) < page->linked.n;
	row[F_IN_DESCRIPTION] =
		s.n >= 16 && str_find(page->description, s, 0) < page->description.n;
	row[F_IS_TITLE] = s.n >= 6 && (str_find(page->title, s, 0) < page->title.n ||
					      str_find(page->heading, s, 0) < page->heading.n);
	row[F_REPEATS] = page->times[text_slot(b->text)];
	row[F_REPEATED_BEFORE] = page->before[block];
	row[F_AFTER_H1] = h1 == page->blocks->n ? -1 : block > h1;
	row[F_H1_DISTANCE] = h1 == page->blocks->n ? -1000 : (float)block - (float)h1;
}

static void place_features(const struct html_features *page, uint32_t block, float *row)
{
	const struct html_blocks *blocks = page->blocks;
	float bytes = (float)blocks->sum_bytes[blocks->n];
	float top_bytes =
		(float)(blocks->sum_bytes[page->top_to] - blocks->sum_bytes[page->top_from]);

	row[F_IN_TOP] = block >= page->top_from && block < page->top_to;
	if (block < page->top_from)
		row[F_TOP_DISTANCE] = (float)block - (float)page->top_from;
	else if (block >= page->top_to)
		row[F_TOP_DISTANCE] = (float)(block - page->top_to + 1);
	row[F_TOP_PLACE] =
		share((float)block - (float)page->top_from, (float)(page->top_to - page->top_from));
	row[F_PLACE] = share((float)block, (float)blocks->n);
	row[F_BYTES_BEFORE] = share((float)blocks->sum_bytes[block], bytes);
	row[F_PAGE_BYTES] = logf(1 + bytes);
	row[F_PAGE_BLOCKS] = logf(1 + (float)blocks->n);
	row[F_PAGE_PROSE] = logf(1 + page->prose);
	row[F_PAGE_LINK_SHARE] = share((float)blocks->sum_links[blocks->n], bytes);
	row[F_PAGE_TOP_SHARE] = share(top_bytes, bytes);
	row[F_TYPE_ARTICLE] = str_case_eq(page->meta->values[META_OG_TYPE], STR("article")) +
			      2 * (html_meta_article(page->meta) != NULL);
}

void html_features_of(const struct html_features *page, uint32_t block, float row[F_COUNT])
{
	memset(row, 0, F_COUNT * sizeof(*row));
	text_features(&page->blocks->v[block], page->phrases, row);
	tag_features(page, block, row);
	above_features(page, block, row);
	neighbour_features(page, block, row);
	alike_features(page, block, row);
	declared_features(page, block, row);
	place_features(page, block, row);
}
