/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ascii.h"
#include "base/compiler.h"
#include "text/article_title.h"
#include "text/html_hint.h"

#define MAX_TITLE_BYTES 600

/* What stands between a headline and the name of a site. strong: seldom part of a headline. */
static const struct {
	struct str mark;
	bool strong;
} separators[] = {
	{STR(" | "), true},
	{STR(" » "), true},
	{STR(" « "), true},
	{STR(" :: "), true},
	{STR(" • "), true},
	{STR(" · "), true},
	{STR(" / "), false},
	{STR(" - "), false},
	{STR(" – "), false},
	{STR(" — "), false},
	{STR(" ― "), false},
	{STR(" ‹ "), true},
	{STR(" › "), true},
	{STR(" < "), true},
	{STR(" > "), true},
	{STR("｜"), true},
	{STR(" ⋆ "), true},
	{STR(" ~ "), false},
};

/* Letters and digits only, lower case ASCII; other bytes as they are. Cut at the room. */
static struct str squeeze(struct str s, char *out, size_t room)
{
	size_t i, n = 0;

	for (i = 0; i < s.n && n < room; i++) {
		char c = s.p[i];

		if (ascii_is_alnum(c) || ((unsigned char)c & 0x80))
			out[n++] = ascii_lower(c);
	}
	return (struct str){out, n};
}

static bool same_words(struct str a, struct str b)
{
	char x[MAX_TITLE_BYTES], y[MAX_TITLE_BYTES];

	return a.n && b.n && str_eq(squeeze(a, x, sizeof(x)), squeeze(b, y, sizeof(y)));
}

/* b's words stand somewhere in a's. */
static bool has_words(struct str a, struct str b)
{
	char x[MAX_TITLE_BYTES], y[MAX_TITLE_BYTES];
	struct str big = squeeze(a, x, sizeof(x)), small = squeeze(b, y, sizeof(y));

	return small.n && str_find(big, small, 0) < big.n;
}

static size_t count_words(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += !ascii_is_space(s.p[i]) && (i == 0 || ascii_is_space(s.p[i - 1]));
	return n;
}

/* Is part the name of the site? */
static bool names_site(struct str part, struct str site_name, struct str host)
{
	char x[MAX_TITLE_BYTES], y[MAX_TITLE_BYTES];
	struct str name = squeeze(part, x, sizeof(x)), where;

	if (!name.n)
		return true;
	if (site_name.n && (has_words(site_name, part) || has_words(part, site_name)))
		return true;
	where = squeeze(host, y, sizeof(y));
	return name.n >= 3 && where.n && str_find(where, name, 0) < where.n;
}

/* The last (or first) separator; false if there is none. */
static bool find_separator(struct str title, bool last, size_t *ret_at, size_t *ret_which)
{
	bool found = false;
	size_t i, at;

	*ret_at = *ret_which = 0;
	for (i = 0; i < ARRAY_SIZE(separators); i++) {
		for (at = str_find(title, separators[i].mark, 0); at < title.n;
			at = str_find(title, separators[i].mark, at + 1)) {
			if (!found || (last ? at > *ret_at : at < *ret_at)) {
				*ret_at = at;
				*ret_which = i;
				found = true;
			}
			if (!last)
				break;
		}
	}
	return found;
}

struct str article_title_strip(struct str title, struct str site_name, struct str host)
{
	size_t at, which, round;

	for (round = 0; round < 3 && find_separator(title, true, &at, &which); round++) {
		struct str head = str_trim(str_slice(title, 0, at));
		struct str tail =
			str_trim(str_slice(title, at + separators[which].mark.n, title.n));
		bool site = names_site(tail, site_name, host);

		if (!site && !(separators[which].strong && count_words(head) >= 3 && round == 0) &&
			!(count_words(tail) <= 3 && count_words(head) >= 4 && round == 0 &&
				!site_name.n))
			break;
		title = head;
	}
	if (find_separator(title, false, &at, &which)) {
		struct str head = str_trim(str_slice(title, 0, at));
		struct str tail =
			str_trim(str_slice(title, at + separators[which].mark.n, title.n));

		if (names_site(head, site_name, host) && count_words(tail) >= 2)
			title = tail;
	}
	return title;
}

static struct str text_of(const struct html *html, uint32_t node, struct arena *arena)
{
	return html_text(html, node, MAX_TITLE_BYTES, arena);
}

/* "Flexbox - Learn web development | MDN" begins with the part "Flexbox". */
static bool begins_with_part(struct str title, struct str part)
{
	size_t at, which;

	return find_separator(title, false, &at, &which) &&
	       same_words(str_slice(title, 0, at), part);
}

/* At least a third of b's words stand in a. */
static bool shares_words(struct str a, struct str b)
{
	size_t words = 0, shared = 0;
	struct str word;

	while (str_next_field(&b, ' ', &word)) {
		words++;
		shared += word.n > 2 && str_case_find(a, word, 0) < a.n;
	}
	return shared * 3 >= words && shared > 1;
}

/* "Headline | Site" with an h1 "Site" and another heading "Headline": the h1 is the logo. */
static bool is_logo(
	const struct html *html, const struct html_meta *meta, struct str h1, struct arena *arena)
{
	size_t at, which;
	uint32_t i, seen = 0;
	struct str first;

	if (!find_separator(meta->title, true, &at, &which) || !str_ends(meta->title, h1) ||
		at + h1.n > meta->title.n || at == 0)
		return false;
	first = str_trim(str_slice(meta->title, 0, at));
	for (i = 1; i < html->n && seen < 20; i++) {
		if (html->nodes[i].tag != HTML_H2 && html->nodes[i].tag != HTML_H3)
			continue;
		seen++;
		if (same_words(text_of(html, i, arena), first))
			return true;
	}
	return false;
}

/* The last step of a breadcrumb trail may be an h1: a search engine's title, not the headline. */
static bool is_breadcrumb(const struct html *html, uint32_t node)
{
	int climb;

	for (climb = 0; climb < 5 && node; climb++, node = html->nodes[node].parent)
		if (html->nodes[node].tag == HTML_NAV || html_hints_of(html, node) & HINT_NAV)
			return true;
	return false;
}

/* The h1 that the declared titles confirm; "" if none does. */
static struct str confirmed_heading(const struct html *html, const struct html_meta *meta,
	struct str declared, struct arena *arena)
{
	uint32_t i, seen = 0;

	for (i = 1; i < html->n && seen < 8; i++) {
		struct str text;

		if (html->nodes[i].tag != HTML_H1 || is_breadcrumb(html, i))
			continue;
		seen++;
		text = text_of(html, i, arena);
		if (text.n && is_logo(html, meta, text, arena))
			continue;
		if (begins_with_part(meta->title, text))
			return text;
		if (text.n >= 4 && count_words(text) >= 2 &&
			(has_words(meta->title, text) || has_words(declared, text) ||
				(declared.n && has_words(text, declared))) &&
			!same_words(text, meta->values[META_SITE_NAME]))
			return text;
	}
	return STR("");
}

/* "The Daily Example: Headline" with a heading "Headline"; "" if there is none. */
static struct str heading_behind_site(
	const struct html *html, const struct html_meta *meta, struct arena *arena)
{
	uint32_t i, seen = 0;

	for (i = 1; i < html->n && seen < 20; i++) {
		enum html_tag tag = (enum html_tag)html->nodes[i].tag;
		struct str text, before;

		if (tag != HTML_H1 && tag != HTML_H2 && tag != HTML_H3)
			continue;
		seen++;
		text = text_of(html, i, arena);
		if (count_words(text) < 3 || !str_ends(meta->title, text))
			continue;
		before = str_trim(str_slice(meta->title, 0, meta->title.n - text.n));
		if (str_ends(before, STR(":")))
			return text;
	}
	return STR("");
}

struct str article_title_find(
	const struct html *html, const struct html_meta *meta, struct str site, struct arena *arena)
{
	const struct linked *article = html_meta_article(meta);
	struct str headline = article ? html_collapse(article->headline, arena) : STR("");
	struct str site_name = meta->values[META_SITE_NAME];
	struct str og = article_title_strip(meta->values[META_OG_TITLE], site_name, site);
	struct str other = article_title_strip(meta->values[META_OTHER_TITLE], site_name, site);
	struct str title = article_title_strip(meta->title, site_name, site);
	struct str h1 = confirmed_heading(html, meta, headline.n ? headline : og, arena);
	bool one = meta->nh1 == 1 && !is_breadcrumb(html, meta->h1);

	if (!h1.n && one) {
		struct str only = text_of(html, meta->h1, arena);

		if ((shares_words(meta->title, only) || shares_words(og, only)) &&
			!is_logo(html, meta, only, arena))
			h1 = only;
	}
	if (h1.n)
		return h1;
	if (headline.n)
		return article_title_strip(headline, site_name, site);
	if (one && meta->h1) {
		struct str only = text_of(html, meta->h1, arena);

		if (count_words(only) >= 3 && !same_words(only, site_name) &&
			!is_logo(html, meta, only, arena))
			return only;
	}
	if (og.n)
		return og;
	h1 = heading_behind_site(html, meta, arena);
	if (h1.n)
		return h1;
	if (title.n)
		return title;
	if (other.n)
		return other;
	return meta->h1 ? text_of(html, meta->h1, arena) : STR("");
}
