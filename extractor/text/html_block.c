/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/html_block.h"
#include "text/html_hint.h"

#define FALLBACK_NODES 60u

struct walker {
	struct arena *arena;
	const struct html *html;
	struct html_blocks *blocks;
	size_t cap;
	char *out; /* text of all blocks, one behind the other */
	size_t n;
	size_t start;          /* of the current block in out */
	struct html_block now; /* the current block; no text yet if n == start */
	bool space;            /* white space stands before the next character */
	bool in_word;
	uint32_t link_end; /* nodes before these lie inside such an element */
	uint32_t pre_end;
	uint32_t hidden_end;
	uint32_t bold_end;
};

static void end_block(struct walker *w)
{
	size_t n = w->blocks->n;

	while (w->n > w->start && w->out[w->n - 1] == '\n')
		w->n--;
	if (w->n > w->start) {
		w->now.text = (struct str){w->out + w->start, w->n - w->start};
		*ARENA_PUSH(w->arena, w->blocks->v, n, w->cap) = w->now;
		w->blocks->n = (uint32_t)n;
	}
	w->start = w->n;
	w->space = w->in_word = false;
	w->now = (struct html_block){.bold = true};
}

static bool is_stop(uint32_t c)
{
	return c == ',' || c == '.' || c == '!' || c == '?' || c == ';' || c == 0x3002 ||
	       c == 0xFF0C || c == 0x3001 || c == 0x060C || c == 0x06D4 || c == 0x0964 ||
	       c == 0xFF01;
}

static bool is_dropped(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F && c != 0x200C && c != 0x200D) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF ||
	       (c < 0x20 && !ascii_is_space((char)c)) || c == 0x7F;
}

static void line_break(struct walker *w)
{
	if (w->n > w->start && w->out[w->n - 1] != '\n')
		w->out[w->n++] = '\n';
	w->space = w->in_word = false;
}

/* The white space that is due goes out before the next character. */
static void put_bytes(struct walker *w, const char *p, size_t n, uint32_t node)
{
	size_t before = w->n;

	if (w->n == w->start)
		w->now.node = node;
	else if (w->space && w->out[w->n - 1] != '\n')
		w->out[w->n++] = ' ';
	w->space = false;
	memcpy(w->out + w->n, p, n);
	w->n += n;
	if (node < w->link_end)
		w->now.link_bytes += (uint32_t)(w->n - before);
	if (node >= w->bold_end)
		w->now.bold = false;
	if (node < w->hidden_end)
		w->now.hidden = true;
}

static void put_char(struct walker *w, const char *p, size_t n, uint32_t node)
{
	size_t taken;
	uint32_t c = n == 1 ? (unsigned char)*p : utf8_decode(p, n, &taken);

	if (c == '\n' && node < w->pre_end) {
		line_break(w);
		return;
	}
	if (utf8_is_space(c) && c != 0xFEFF && c != 0x200B) {
		w->space = true;
		w->in_word = false;
		return;
	}
	if (is_dropped(c))
		return;
	w->now.stops += is_stop(c);
	/* scripts without spaces: two characters count for a word */
	if (c >= 0x3040 && c < 0xFB00)
		w->now.words += !(w->in_word = !w->in_word);
	else if (!w->in_word && (c >= 0x80 || ascii_is_alnum((char)c)))
		w->now.words += w->in_word = true;
	put_bytes(w, p, n, node);
}

static void put_text(struct walker *w, struct str raw, uint32_t node)
{
	size_t i, taken, written;
	char one[8];

	for (i = 0; i < raw.n; i += taken) {
		if (raw.p[i] == '&' &&
			html_reference(str_slice(raw, i, raw.n), one, &written, &taken)) {
			put_char(w, one, written, node);
			continue;
		}
		taken = 1;
		if ((unsigned char)raw.p[i] >= 0x80)
			utf8_decode(raw.p + i, raw.n - i, &taken);
		put_char(w, raw.p + i, taken, node);
	}
}

static bool hides(const struct html *html, uint32_t node)
{
	struct str style = html_attr(html, node, HTML_AT_STYLE);
	struct str hidden = html_attr(html, node, HTML_AT_HIDDEN);
	size_t at;

	if (!str_absent(hidden) && !str_case_eq(hidden, STR("until-found")))
		return true;
	if (!style.n)
		return false;
	at = str_case_find(style, STR("display"), 0);
	if (at < style.n) {
		struct str rest = str_trim(str_slice(style, at + 7, style.n));

		if (rest.n && rest.p[0] == ':' &&
			str_case_starts(str_trim(str_slice(rest, 1, rest.n)), STR("none")))
			return true;
	}
	return str_case_find(style, STR("visibility:hidden"), 0) < style.n;
}

static void enter(struct walker *w, uint32_t i, const struct html_node *node)
{
	if (node->nattrs && i >= w->hidden_end && hides(w->html, i))
		w->hidden_end = node->end;
	switch (node->tag) {
	case HTML_A:
		w->now.links++;
		/* fall through */
	case HTML_BUTTON:
		w->link_end = node->end > w->link_end ? node->end : w->link_end;
		break;
	case HTML_B:
	case HTML_STRONG:
		w->bold_end = node->end > w->bold_end ? node->end : w->bold_end;
		break;
	case HTML_PRE:
		w->pre_end = node->end;
		break;
	case HTML_BR:
		if (w->n > w->start && w->out[w->n - 1] == '\n')
			end_block(w); /* two in a row part paragraphs */
		else
			line_break(w);
		break;
	default:
		break;
	}
}

static void add_sums(struct html_blocks *blocks, struct arena *arena)
{
	size_t room = ((size_t)blocks->n + 1) * sizeof(uint32_t);
	uint32_t i;

	blocks->sum_bytes = arena_alloc(arena, room);
	blocks->sum_links = arena_alloc(arena, room);
	blocks->sum_stops = arena_alloc(arena, room);
	blocks->sum_bytes[0] = blocks->sum_links[0] = blocks->sum_stops[0] = 0;
	for (i = 0; i < blocks->n; i++) {
		const struct html_block *b = &blocks->v[i];

		blocks->sum_bytes[i + 1] = blocks->sum_bytes[i] + (uint32_t)b->text.n;
		blocks->sum_links[i + 1] = blocks->sum_links[i] + b->link_bytes;
		blocks->sum_stops[i + 1] = blocks->sum_stops[i] + b->stops;
	}
}

static size_t visible_bytes(const struct html *html)
{
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < html->n; i++)
		n += html->nodes[i].tag == HTML_TEXT ? html->nodes[i].text.n + 8 : 2;
	return n;
}

/* A noscript element mostly holds one picture; some hold the page for readers without scripts. */
static bool is_fallback_page(const struct html_node *node, uint32_t i)
{
	return node->tag == HTML_NOSCRIPT && node->end - i > FALLBACK_NODES;
}

void html_blocks_find(const struct html *html, struct arena *arena, struct html_blocks *ret_blocks)
{
	struct html_blocks blocks = {.html = html};
	struct walker w = {.arena = arena, .html = html, .blocks = &blocks};
	uint32_t *owner = arena_alloc(arena, ((size_t)html->n + 1) * sizeof(*owner));
	uint32_t i, last = 0;

	w.out = arena_alloc(arena, visible_bytes(html) + 16);
	w.now.bold = true;
	owner[0] = 0;
	for (i = 1; i < html->n;) {
		const struct html_node *node = &html->nodes[i];
		unsigned traits = html_traits((enum html_tag)node->tag);

		owner[i] = traits & HTML_BLOCK ? i : owner[node->parent];
		if ((traits & HTML_BLOCK) || owner[i] != last)
			end_block(&w);
		last = owner[i];
		if ((traits & HTML_UNSEEN) && !is_fallback_page(node, i)) {
			i = node->end;
			continue;
		}
		w.now.owner = owner[i];
		if (node->tag == HTML_TEXT)
			put_text(&w, node->text, i);
		else
			enter(&w, i, node);
		i++;
	}
	end_block(&w);
	add_sums(&blocks, arena);
	blocks.hints = arena_zalloc(arena, html->n, sizeof(*blocks.hints));
	for (i = 1; i < html->n; i++)
		if (html->nodes[i].nattrs)
			blocks.hints[i] = html_hints_of(html, i);
	*ret_blocks = blocks;
}

uint32_t html_blocks_at(const struct html_blocks *blocks, uint32_t node)
{
	uint32_t low = 0, high = blocks->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (blocks->v[mid].node < node)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
