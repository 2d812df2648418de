/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/utf8.h"
#include "text/html.h"

static bool is_invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F && c != 0x200C && c != 0x200D) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

struct str html_collapse(struct str s, struct arena *arena)
{
	char *out = arena_alloc(arena, s.n + 1);
	size_t i, n = 0, taken;
	bool space = false;

	for (i = 0; i < s.n; i += taken) {
		uint32_t c = utf8_decode(s.p + i, s.n - i, &taken);

		if (is_invisible(c) || (c < 0x20 && !ascii_is_space((char)c)))
			continue;
		if (utf8_is_space(c)) {
			space = n > 0;
			continue;
		}
		if (space)
			out[n++] = ' ';
		space = false;
		memcpy(out + n, s.p + i, taken);
		n += taken;
	}
	return (struct str){out, n};
}

struct str html_text(const struct html *html, uint32_t node, size_t max, struct arena *arena)
{
	const struct html_node *nodes = html->nodes;
	uint32_t i = nodes[node].tag == HTML_TEXT ? node : node + 1, end = nodes[node].end;
	char *raw = arena_alloc(arena, max);
	size_t n = 0;

	while (i < end || i == node) {
		if (nodes[i].tag == HTML_TEXT) {
			size_t take = nodes[i].text.n < max - n ? nodes[i].text.n : max - n;

			memcpy(raw + n, nodes[i].text.p, take);
			n += take;
		} else if (nodes[i].tag == HTML_BUTTON ||
			   (html_traits((enum html_tag)nodes[i].tag) & HTML_UNSEEN)) {
			i = nodes[i].end;
			continue;
		} else if (n < max &&
			   (nodes[i].tag == HTML_BR ||
				   (html_traits((enum html_tag)nodes[i].tag) & HTML_BLOCK))) {
			raw[n++] = ' ';
		}
		i++;
	}
	n = utf8_floor(raw, n);
	return html_collapse(html_decode((struct str){raw, n}, arena), arena);
}
