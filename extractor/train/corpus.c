/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "base/parse.h"
#include "text/charclass.h"
#include "text/parse.h"
#include "text/tag.h"
#include "train/corpus.h"
#include "train/file.h"

#define MAX_COLUMNS 10
#define MAX_SENTENCE SENTENCE_MAX_TOKENS

enum column { FORM, XPOS, HEAD, DEPREL, SPACE, MENTION, COLUMNS };

struct line {
	struct str field[COLUMNS]; /* absent: the corpus does not have it */
	struct span span;          /* in the text that is put together */
};

struct reader_state {
	struct corpus *corpus;
	struct arena *arena;
	struct corpus_options options;
	int column[MAX_COLUMNS]; /* which enum column each of the file's is; -1: not wanted */
	size_t ncolumns;
	struct line lines[MAX_SENTENCE];
	size_t nlines;
};

static int column_of(const struct reader_state *r, struct str name)
{
	static const char *const names[] = {"form", "xpos", "head", "deprel", "space"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (str_eq(name, str_from(names[i])))
			return (int)i;
	if (r->options.mention_column && str_eq(name, str_from(r->options.mention_column)))
		return MENTION;
	return -1;
}

static void read_comment(struct reader_state *r, struct str line)
{
	struct str key = STR("# global.columns = "), name;

	if (str_starts(line, STR("# newdoc")))
		r->corpus->documents++;
	if (!str_starts(line, key))
		return;
	line = str_slice(line, key.n, line.n);
	r->ncolumns = 0;
	while (r->ncolumns < MAX_COLUMNS && str_next_field(&line, ' ', &name))
		r->column[r->ncolumns++] = column_of(r, name);
}

static void read_line(struct reader_state *r, struct str line)
{
	struct line *l = &r->lines[r->nlines];
	struct str field;
	size_t i;

	if (r->nlines == MAX_SENTENCE)
		return;
	*l = (struct line){0};
	for (i = 0; i < r->ncolumns && str_next_field(&line, '\t', &field); i++)
		if (r->column[i] >= 0)
			l->field[r->column[i]] = field;
	if (l->field[FORM].n)
		r->nlines++;
}

/* The sentence's text, with the lines' spans in it. */
static struct str join_text(struct reader_state *r)
{
	size_t i, j, n = 0, size = 1;
	char *text;

	for (i = 0; i < r->nlines; i++)
		size += r->lines[i].field[FORM].n + 1;
	text = arena_alloc(r->arena, size);
	for (i = 0; i < r->nlines; i++) {
		struct line *l = &r->lines[i];

		l->span.start = (uint32_t)n;
		for (j = 0; j < l->field[FORM].n; j++)
			text[n++] = r->options.capitals ? ascii_upper(l->field[FORM].p[j])
							: l->field[FORM].p[j];
		l->span.end = (uint32_t)n;
		if (!str_eq(l->field[SPACE], STR("0")))
			text[n++] = ' ';
	}
	return (struct str){text, n};
}

/* Tokens as the corpus has them, for one without spacing. */
static void take_tokens(struct reader_state *r, struct tokens *t)
{
	struct tokens one;
	size_t i;

	t->v = arena_zalloc(r->arena, r->nlines, sizeof(*t->v));
	t->n = r->nlines;
	for (i = 0; i < t->n; i++) {
		tokens_lex(str_slice(t->text, r->lines[i].span.start, r->lines[i].span.end),
			r->arena, &one);
		t->v[i] =
			(struct token){.span = r->lines[i].span, .head = -1, .space_before = true};
		/* case folding is the lexer's business: borrow it where it sees one token too */
		t->v[i].lower = one.n == 1 ? one.v[0].lower : char_fold(token_text(t, i), r->arena);
		t->v[i].lemma = t->v[i].lower;
	}
}

static void one_sentence(struct tokens *t, bool capitals, struct arena *arena)
{
	t->sentences = arena_zalloc(arena, 1, sizeof(*t->sentences));
	t->nsentences = 1;
	t->sentences[0] = (struct sentence){.last = (uint32_t)t->n,
		.capitals = capitals,
		.span = {t->v[0].span.start, t->v[t->n - 1].span.end}};
}

static int head_of(const struct reader_state *r, size_t line)
{
	uint64_t head;

	if (!parse_u64(r->lines[line].field[HEAD], 0, r->nlines, &head))
		return -1;
	return (int)head - 1;
}

/* The one of lines [first, last) that is governed from outside. */
static size_t governor(const struct reader_state *r, size_t first, size_t last)
{
	size_t i;
	int head;

	for (i = first; i < last; i++) {
		head = head_of(r, i);
		if (head < (int)first || head >= (int)last)
			return i;
	}
	return last - 1;
}

/* "US-led" before a noun is an adjective, whatever its last part was. */
static int merged_pos(const struct reader_state *r, size_t first, size_t last, size_t head)
{
	int pos = pos_from(r->lines[head].field[XPOS]);
	struct str deprel = r->lines[head].field[DEPREL];

	if (last - first < 3 || pos_is_proper(pos))
		return pos;
	if (str_eq(deprel, STR("amod")) || (str_eq(deprel, STR("compound")) && pos != POS_NNS &&
						   str_eq(r->lines[first].field[XPOS], STR("CD"))))
		return POS_JJ;
	return pos;
}

/* Which lines each token covers: line_of[i] .. line_of[i + 1] - 1, or the same line for several
 * tokens. False if the two cut across each other. */
static bool align(const struct reader_state *r, const struct tokens *t, uint32_t *first_line,
	uint32_t *last_line)
{
	size_t i, line = 0;

	for (i = 0; i < t->n; i++) {
		struct span s = t->v[i].span;

		while (line < r->nlines && r->lines[line].span.end <= s.start)
			line++;
		if (line == r->nlines)
			return false;
		first_line[i] = (uint32_t)line;
		while (line + 1 < r->nlines && r->lines[line + 1].span.start < s.end)
			line++;
		last_line[i] = (uint32_t)line + 1;
		/* inside one line, or made of whole ones */
		if (last_line[i] - first_line[i] > 1 &&
			(r->lines[first_line[i]].span.start != s.start ||
				r->lines[line].span.end != s.end))
			return false;
	}
	return true;
}

static void carry_heads(const struct reader_state *r, struct example *ex,
	const uint32_t *first_line, const uint32_t *last_line)
{
	uint32_t token_of[MAX_SENTENCE] = {0};
	size_t i, j;

	for (i = 0; i < ex->tokens.n; i++)
		for (j = first_line[i]; j < last_line[i]; j++)
			token_of[j] = (uint32_t)i; /* of several tokens in a line the last */
	ex->head = arena_alloc(r->arena, ex->tokens.n * sizeof(*ex->head));
	ex->deprel = arena_alloc(r->arena, ex->tokens.n);
	for (i = 0; i < ex->tokens.n; i++) {
		size_t line = governor(r, first_line[i], last_line[i]);
		int head = head_of(r, line);

		ex->head[i] = head < 0 ? -1 : (int32_t)token_of[head];
		ex->deprel[i] = (uint8_t)deprel_from(r->lines[line].field[DEPREL]);
		if (token_of[line] != i) {
			ex->head[i] = (int32_t)token_of[line];
			ex->deprel[i] = DEPREL_FLAT;
		}
	}
}

static void carry_tags(const struct reader_state *r, struct example *ex, const uint32_t *first_line,
	const uint32_t *last_line)
{
	size_t i, head;

	ex->pos = arena_zalloc(r->arena, ex->tokens.n, 1);
	if (!str_absent(r->lines[0].field[MENTION]))
		ex->mention = arena_alloc(r->arena, ex->tokens.n * sizeof(*ex->mention));
	for (i = 0; i < ex->tokens.n; i++) {
		head = governor(r, first_line[i], last_line[i]);
		ex->pos[i] = (uint8_t)merged_pos(r, first_line[i], last_line[i], head);
		if (!ex->mention)
			continue;
		ex->mention[i] = r->lines[first_line[i]].field[MENTION];
		/* the second token of a line that opens a mention goes on with it */
		if (i > 0 && first_line[i] == first_line[i - 1] &&
			str_starts(ex->mention[i], STR("B-"))) {
			ex->mention[i] = arena_str(r->arena, ex->mention[i]);
			((char *)(uintptr_t)ex->mention[i].p)[0] = 'I';
		}
	}
}

static void end_sentence(struct reader_state *r)
{
	uint32_t first_line[MAX_SENTENCE], last_line[MAX_SENTENCE];
	struct example ex = {.document = r->corpus->documents};
	struct str text;

	if (r->nlines == 0)
		return;
	text = join_text(r);
	if (str_absent(r->lines[0].field[SPACE])) {
		ex.tokens = (struct tokens){.text = text};
		take_tokens(r, &ex.tokens);
	} else {
		tokens_lex(text, r->arena, &ex.tokens);
	}
	if (ex.tokens.n > 0 && ex.tokens.n <= MAX_SENTENCE &&
		align(r, &ex.tokens, first_line, last_line)) {
		one_sentence(&ex.tokens, r->options.capitals, r->arena);
		carry_tags(r, &ex, first_line, last_line);
		if (!str_absent(r->lines[0].field[HEAD]))
			carry_heads(r, &ex, first_line, last_line);
		ex.words = words_describe(&ex.tokens, r->options.clusters, r->arena);
		*ARENA_PUSH(r->arena, r->corpus->v, r->corpus->n, r->corpus->cap) = ex;
	}
	r->nlines = 0;
}

bool corpus_read(struct corpus *corpus, const char *path, struct corpus_options options,
	struct arena *arena, struct err *err)
{
	struct reader_state r = {.corpus = corpus, .arena = arena, .options = options};
	struct str rest, line;

	if (!corpus_file(path, arena, &rest, err))
		return false;
	while (str_next_line(&rest, &line)) {
		if (str_starts(line, STR("# ")))
			read_comment(&r, line);
		else if (line.n == 0)
			end_sentence(&r);
		else
			read_line(&r, line);
	}
	end_sentence(&r);
	return true;
}
