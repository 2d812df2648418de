/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines first, then sentences. A text's lines are gathered into blocks: a hard-wrapped paragraph is
 * one block, otherwise every line is. A block is a heading, an item or prose, and only prose is cut
 * further, at full stops that the words around them do not explain away (the approach of Mikheev,
 * "Periods, capitalized words, etc.", 2002, with lists in place of a trained model). */
#include "base/ascii.h"
#include "base/compiler.h"
#include "base/utf8.h"
#include "text/abbreviation.h"
#include "text/charclass.h"
#include "text/token.h"

#define HEADING_MAX_TOKENS 18
#define RUN_IN_TOKENS 14 /* a heading that runs into its paragraph has no more */
#define RUN_IN_REST 4    /* and more than these come after it */
#define WRAP_MIN 45      /* bytes: shorter lines are not the result of wrapping */
#define WRAP_MAX 130     /* longer ones neither */
#define WRAP_SPREAD 28   /* the longest and the shortest full line differ by at most this */

struct splitter {
	struct tokens *t;
	struct arena *arena;
	size_t cap;
};

static uint32_t first_char(struct str s)
{
	size_t taken;

	return s.n ? utf8_decode(s.p, s.n, &taken) : ' ';
}

static bool starts_upper(const struct tokens *t, size_t i)
{
	return char_is_upper(first_char(token_text(t, i)));
}

static bool starts_lower(const struct tokens *t, size_t i)
{
	uint32_t c = first_char(token_text(t, i));

	return char_class(c) == CHAR_LETTER && !char_is_upper(c);
}

static bool is_word(const struct tokens *t, size_t i)
{
	return char_class(first_char(token_text(t, i))) == CHAR_LETTER;
}

static bool is_terminal(const struct tokens *t, size_t i)
{
	struct str s = t->v[i].lower;

	return s.n && (s.p[0] == '!' || s.p[0] == '?' || str_eq(s, STR(".")) ||
			      str_starts(s, STR("..")) || str_eq(s, STR("\u2026")));
}

static bool is_closing(const struct tokens *t, size_t i)
{
	uint32_t c = first_char(token_text(t, i));

	return c == ')' || c == ']' || c == '}' || char_is_quote(c);
}

static bool is_opening(const struct tokens *t, size_t i)
{
	uint32_t c = first_char(token_text(t, i));

	return c == '(' || c == '[' || char_is_quote(c);
}

/* "-", "*", a bullet, "1." or "(a)" at the start of a line. */
static size_t marker_tokens(const struct tokens *t, size_t first, size_t last)
{
	static const char bullets[] =
		"-*o\u2022\u2023\u25AA\u25CF\u25E6\u2013\u00B7\u2043\u25A0\u25BA\uF0B7";
	struct str s = token_text(t, first);

	if (last - first < 2)
		return 0;
	if (s.n <= 3 && str_find(str_from(bullets), s, 0) < sizeof(bullets) - 1 &&
		t->v[first + 1].space_before)
		return 1;
	if (last - first >= 3 && ascii_is_alnum(s.p[0]) &&
		s.n <= (ascii_is_digit(s.p[0]) ? 3u : 1u) && !t->v[first + 1].space_before &&
		t->v[first + 2].space_before &&
		(token_is(t, first + 1, ".") || token_is(t, first + 1, ")")))
		return 2;
	if (last - first >= 4 && token_is(t, first, "(") && token_text(t, first + 1).n <= 4 &&
		token_is(t, first + 2, ")"))
		return 3;
	return 0;
}

static size_t line_end(const struct tokens *t, size_t first)
{
	size_t i = first + 1;

	while (i < t->n && t->v[i].lines_before == 0)
		i++;
	return i;
}

static size_t line_width(const struct tokens *t, size_t first, size_t last)
{
	return tokens_text(t, first, last).n;
}

static bool ends_with_terminal(const struct tokens *t, size_t first, size_t last)
{
	while (last > first + 1 && is_closing(t, last - 1))
		last--;
	return is_terminal(t, last - 1);
}

static bool is_row(const struct tokens *t, size_t first, size_t last)
{
	struct str line = tokens_text(t, first, last);
	size_t i, bars = 0;

	if (memchr(line.p, '\t', line.n))
		return true;
	for (i = first; i < last; i++)
		bars += token_is(t, i, "|");
	return bars > 0;
}

/* Are the lines from first to the next blank one a paragraph that was broken to a width? */
static bool is_wrapped(const struct tokens *t, size_t first, size_t *ret_last)
{
	size_t shortest = SIZE_MAX, longest = 0, lines = 0, last, width;

	for (;; first = last) {
		last = line_end(t, first);
		width = line_width(t, first, last);
		*ret_last = last;
		lines++;
		if (last == t->n || t->v[last].lines_before > 1)
			break;
		shortest = width < shortest ? width : shortest;
		longest = width > longest ? width : longest;
	}
	return lines > 1 && shortest >= WRAP_MIN && longest <= WRAP_MAX &&
	       longest - shortest <= WRAP_SPREAD && width <= longest + WRAP_SPREAD;
}

/* The end of the block that starts at first: one line, or all that a soft break continues.
 * *wrapped_to caches the end of the paragraph that was found to be wrapped. */
static size_t block_end(const struct tokens *t, size_t first, size_t wrapped_to)
{
	size_t last = line_end(t, first), next_end;

	while (last < t->n && t->v[last].lines_before == 1 && last - first < SENTENCE_MAX_TOKENS) {
		next_end = line_end(t, last);
		if (marker_tokens(t, last, next_end) || is_row(t, last, next_end))
			break;
		if (last >= wrapped_to &&
			(!starts_lower(t, last) || ends_with_terminal(t, first, last)))
			break;
		last = next_end;
	}
	return last;
}

static bool is_capitals(const struct tokens *t, size_t first, size_t last)
{
	struct str s = tokens_text(t, first, last);
	size_t i, upper = 0, lower = 0;

	for (i = 0; i < s.n; i++) {
		upper += ascii_is_upper(s.p[i]);
		lower += ascii_is_lower(s.p[i]);
	}
	return upper >= 8 && last - first >= 2 && lower * 20 <= upper;
}

static void add_sentence(struct splitter *sp, size_t first, size_t last, enum sentence_kind kind)
{
	struct tokens *t = sp->t;
	size_t i, id = t->nsentences;
	struct sentence *s;

	s = ARENA_PUSH(sp->arena, t->sentences, t->nsentences, sp->cap);
	s->span = (struct span){t->v[first].span.start, t->v[last - 1].span.end};
	s->first = (uint32_t)first;
	s->last = (uint32_t)last;
	s->kind = kind;
	s->capitals = is_capitals(t, first, last);
	s->paragraph = first == 0 || t->v[first].lines_before > 0;
	for (i = first; i < last; i++)
		t->v[i].sentence = (uint32_t)id;
}

/* Token i closes a sentence if it is a full stop, unless what follows goes on in lower case. */
static bool stop_ends(const struct tokens *t, size_t i, size_t next)
{
	struct str before = i > 0 ? t->v[i - 1].lower : STR("");

	if (starts_lower(t, next))
		return false;
	if (token_is(t, i, "...") || token_is(t, i, "\u2026"))
		return starts_upper(t, next);
	/* "al. (2019)" and a lone initial before a name */
	if (str_eq(before, STR("al")) && is_opening(t, next))
		return false;
	return is_word(t, next) || is_opening(t, next) || t->v[next].space_before;
}

/* Token i is an abbreviation whose stop may be a full stop too. */
static bool abbreviation_ends(const struct tokens *t, size_t i, size_t next)
{
	struct str lower = t->v[i].lower;

	if (is_title_abbreviation(lower) || !starts_upper(t, next))
		return false;
	return is_sentence_opener(t->v[next].lower);
}

static bool is_text_marker(const struct tokens *t, size_t i, size_t first)
{
	return token_is(t, i, "]") && i >= first + 2 && token_is(t, i - 2, "[") &&
	       token_is(t, i - 1, "text");
}

/* The end of the sentence that starts at first, in the block that ends at last. */
static size_t sentence_end(const struct tokens *t, size_t first, size_t last)
{
	size_t i, next;

	for (i = first; i < last; i++) {
		next = i + 1;
		if (next - first >= SENTENCE_MAX_TOKENS)
			return next;
		if (is_text_marker(t, i, first))
			return next;
		if (is_terminal(t, i)) {
			while (next < last && !t->v[next].space_before &&
				(is_closing(t, next) || is_terminal(t, next)))
				next++;
			if (next < last && stop_ends(t, i, next))
				return next;
		} else if (next < last && token_text(t, i).n > 1 && is_word(t, i) &&
			   str_ends(t->v[i].lower, STR(".")) && abbreviation_ends(t, i, next)) {
			return next;
		}
	}
	return last;
}

static bool is_listed(const struct tokens *t, size_t i, const char *const *words, size_t n)
{
	size_t k;

	for (k = 0; k < n; k++)
		if (token_is(t, i, words[k]))
			return true;
	return false;
}

/* "Law Enforcement and Border Security: In June, ...": the tokens of a heading that runs into its
 * paragraph, the colon included; 0: there is none. A single word ("Kabul:") is a dateline or a
 * speaker, but for the usual ones. */
static size_t run_in_heading(const struct tokens *t, size_t first, size_t last)
{
	static const char *const small[] = {"and", "of", "the", "for", "in", "on", "to", "against",
		"with", ",", "&", "/", "-", "by", "at", "or"};
	static const char *const single[] = {"overview", "background", "summary", "introduction",
		"conclusion", "legislation", "outlook", "context", "cooperation"};
	size_t i, words = 0;

	for (i = first; i < last && i - first <= RUN_IN_TOKENS && !token_is(t, i, ":"); i++) {
		if (is_word(t, i) && starts_upper(t, i))
			words++;
		else if (!is_listed(t, i, small, ARRAY_SIZE(small)) &&
			 !ascii_is_digit(token_text(t, i).p[0]))
			return 0;
	}
	if (i + RUN_IN_REST >= last || !token_is(t, i, ":") || !is_word(t, i + 1) ||
		!starts_upper(t, i + 1) || !t->v[i + 1].space_before)
		return 0;
	if (words < 2 && !(words == 1 && is_listed(t, first, single, ARRAY_SIZE(single))))
		return 0;
	return i + 1 - first;
}

static void split_block(struct splitter *sp, size_t first, size_t last, enum sentence_kind kind)
{
	enum sentence_kind part;
	size_t end, from = first;

	/* the stop of "1." is none: look for the end behind the marker */
	if (kind == SENTENCE_ITEM)
		from = first + marker_tokens(sp->t, first, last);
	end = kind == SENTENCE_PROSE ? run_in_heading(sp->t, first, last) : 0;
	if (end) {
		add_sentence(sp, first, first + end, SENTENCE_HEADING);
		from = first += end;
	}
	for (; first < last; first = from = end) {
		end = sentence_end(sp->t, from, last);
		part = is_text_marker(sp->t, end - 1, first) ? SENTENCE_HEADING : kind;
		while (end - first > SENTENCE_MAX_TOKENS) {
			add_sentence(sp, first, first + SENTENCE_MAX_TOKENS, part);
			first += SENTENCE_MAX_TOKENS;
		}
		add_sentence(sp, first, end, part);
	}
}

/* before: the kind of the block above; first..last: the block. */
static enum sentence_kind block_kind(
	const struct tokens *t, size_t first, size_t last, enum sentence_kind before)
{
	bool follows = first > 0 && t->v[first].lines_before == 1;

	if (marker_tokens(t, first, last) || is_row(t, first, last))
		return SENTENCE_ITEM;
	if (ends_with_terminal(t, first, last) || last - first > HEADING_MAX_TOKENS ||
		(token_is(t, last - 1, ":") && last - first > 6))
		return SENTENCE_PROSE;
	if (first > 0 && token_is(t, first - 1, ":") && before != SENTENCE_HEADING)
		return SENTENCE_ITEM;
	if (follows && before == SENTENCE_ITEM)
		return SENTENCE_ITEM;
	if (token_is(t, last - 1, ",") || token_is(t, last - 1, ";"))
		return SENTENCE_ITEM;
	/* the only line there is may be a note of a few words: let it assert */
	return first == 0 && last == t->n ? SENTENCE_PROSE : SENTENCE_HEADING;
}

void tokens_sentences(struct tokens *tokens, struct arena *arena)
{
	struct splitter sp = {.t = tokens, .arena = arena};
	enum sentence_kind kind = SENTENCE_PROSE;
	size_t first, last, paragraph_end = 0, wrapped_to = 0;

	tokens->sentences = NULL;
	tokens->nsentences = 0;
	for (first = 0; first < tokens->n; first = last) {
		if (first >= paragraph_end)
			wrapped_to = is_wrapped(tokens, first, &paragraph_end) ? paragraph_end : 0;
		last = block_end(tokens, first, wrapped_to);
		kind = block_kind(tokens, first, last, kind);
		split_block(&sp, first, last, kind);
	}
}
