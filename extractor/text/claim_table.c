/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures whose claim is told by a label: "Arrests: 45", "Weapons seized: 120 rifles, 14 pistols",
 * and the cells of a table under the heads of their columns or beside the head of their row. Rows
 * are written with '|' between cells. */
#include "text/claim_match.h"
#include "text/phrase.h"
#include "text/tag.h"

static bool is_bar(const struct finder *f, uint32_t token)
{
	return token_in(f->tokens, token, "|");
}

/* Tokens [first, last) of the cell that starts at a token. */
static struct label cell_at(const struct finder *f, uint32_t first)
{
	struct label cell = {first, first};

	while (cell.last < f->now->last && !is_bar(f, cell.last))
		cell.last++;
	return cell;
}

static bool has_figure(const struct finder *f, const struct label *cell)
{
	uint32_t i;

	for (i = cell->first; i < cell->last; i++)
		if (quantity_at(f->input->reading.quantities, i) ||
			timex_at(f->input->reading.times, i))
			return true;
	return false;
}

/* The cells of the sentence; fewer than two: it is no row. */
static size_t split_row(const struct finder *f, struct label cells[MAX_COLUMNS])
{
	uint32_t at = f->now->first;
	size_t n = 0;

	while (at < f->now->last && n < MAX_COLUMNS) {
		cells[n] = cell_at(f, at);
		at = cells[n++].last + 1;
	}
	return n;
}

static noun_set label_sets(const struct finder *f, const struct label *label)
{
	noun_set sets = 0;
	uint32_t i;

	for (i = label->first; i < label->last; i++)
		sets |= claim_lexicon_sets(f->lexicon, f->tokens->v[i].lemma);
	return sets;
}

/* "Children brought back": the words of a pattern with a particle. */
static bool words_fit(const struct finder *f, const struct trigger *t, uint32_t at)
{
	struct str words = t->words[1], word;

	if (t->nwords == 1)
		return true;
	while (t->nwords == 2 && str_next_field(&words, '/', &word))
		if (str_eq(f->tokens->v[at + 1].lower, word))
			return true;
	return false;
}

static bool label_fits(const struct trigger *t, noun_set sets)
{
	if (t->kind >= CLAIM_FUNDING || (t->object && !(t->object & sets)) ||
		(t->object_not & sets) || t->take.n ||
		t->manner.n) /* "Wounded" is not "fatally wounded" */
		return false;
	return t->class == TRIGGER_VERB || t->class == TRIGGER_COUNTED ||
	       t->class == TRIGGER_PREDICATE || t->class == TRIGGER_SUBJECT_VERB;
}

/* "Level of threat: 3": a noun that is also a verb's base form tells of no deed. */
static bool is_bare_noun(const struct token *token)
{
	return pos_is_noun(token->pos) && str_eq(token->lower, token->lemma);
}

/* "Arrests on charges of terrorism": what is counted stands before the preposition. */
static uint32_t label_end(const struct finder *f, const struct label *label)
{
	uint32_t i;

	for (i = label->first + 1; i < label->last; i++)
		if (f->tokens->v[i].pos == POS_IN && pos_is_noun(f->tokens->v[i - 1].pos))
			return i;
	return label->last;
}

/* The trigger that a label names for its figure: the last of its words that fits. */
static const struct trigger *label_trigger(
	const struct finder *f, const struct label *label, size_t figure)
{
	noun_set sets = label_sets(f, label) | noun_sets(f, figure);
	const struct trigger *t;
	uint32_t i;

	for (i = label_end(f, label); i-- > label->first;) {
		const struct token *token = &f->tokens->v[i];

		t = claim_lexicon_triggers(f->lexicon, token->lemma);
		if (!t)
			t = claim_lexicon_triggers(f->lexicon, token->lower);
		for (; t; t = t->next)
			if (label_fits(t, sets) && words_fit(f, t, i) &&
				(t->class == TRIGGER_COUNTED || !is_bare_noun(token)))
				return t;
	}
	return NULL;
}

/* "Civilians killed": whom the label speaks of; absent if it names only the event. */
static struct str label_people(const struct finder *f, const struct label *label)
{
	uint32_t i;

	for (i = label->first; i < label->last; i++)
		if ((claim_lexicon_sets(f->lexicon, f->tokens->v[i].lemma) & f->sets.people) &&
			!token_in(f->tokens, i, "killed wounded injured dead missing"))
			return tokens_text(f->tokens, label->first, i + 1);
	return (struct str){0};
}

static void add_labelled(
	struct finder *f, const struct label *label, size_t figure, const struct timex *time)
{
	const struct group *np = &f->clause.v[figure];
	const struct trigger *t = label_trigger(f, label, figure);
	struct draft *d;

	if (!t)
		return;

	if (!np->quantity || np->quantity->sort == QUANTITY_PERCENT ||
		np->quantity->sort == QUANTITY_DURATION)
		return;
	d = draft_add(f, t->kind, figure, t->maker, t->confidence);
	d->object_group = figure;
	d->compared = time;
	if (!np->bare)
		d->claim.object = noun_slot(f, figure, figure);
	else if (t->kind != CLAIM_ATTACKS)
		d->claim.object = label_people(f, label);
	noun_count(f, &d->claim, figure, figure);
}

/* "Killed: 34; wounded: 51". */
static void find_labels(struct finder *f)
{
	const struct clause *c = &f->clause;
	struct noun_list figures;
	struct label label;
	size_t i, k, start;

	for (i = 1; i + 1 < c->n; i++) {
		if (!group_is(c, i, ":") || c->v[i + 1].sort != GROUP_NOUN || !c->v[i + 1].quantity)
			continue;
		for (start = i;
			start > 0 && c->v[start - 1].sort != GROUP_STOP &&
			c->v[start - 1].sort != GROUP_COMMA && c->v[start - 1].sort != GROUP_TIME;
			start--)
			;
		label = (struct label){c->v[start].first, c->v[i].first};
		if (label.first == label.last || has_figure(f, &label))
			continue;
		clause_objects(c, i, &figures);
		for (k = 0; k < figures.n; k++)
			add_labelled(f, &label, figures.v[k], NULL);
	}
}

/* The group that fills the cell alone, or CLAUSE_NONE. */
static size_t lone_figure(const struct clause *c, const struct label *cell)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->v[i].first == cell->first && c->v[i].last == cell->last &&
			c->v[i].sort == GROUP_NOUN && c->v[i].quantity)
			return i;
	return CLAUSE_NONE;
}

/* The time that fills the cell alone: the head of a column of one year; NULL if none does. */
static const struct timex *lone_time(const struct finder *f, const struct label *cell)
{
	const struct timex *t = timex_at(f->input->reading.times, cell->first);

	return t && t->first == cell->first && t->last == cell->last ? t : NULL;
}

static void read_row(struct finder *f, const struct label *cells, size_t n)
{
	size_t i, figure;

	for (i = 0; i < n; i++) {
		const struct timex *time = i < f->ncolumns ? lone_time(f, &f->columns[i]) : NULL;

		figure = lone_figure(&f->clause, &cells[i]);
		if (figure == CLAUSE_NONE)
			continue;
		if (time || (n == 2 && i == 1 && f->ncolumns == 0))
			add_labelled(f, &cells[0], figure, time);
		else if (i < f->ncolumns)
			add_labelled(f, &f->columns[i], figure, NULL);
	}
}

/* Names of columns: none has a figure, or all but the first are times. */
static bool is_head(const struct finder *f, const struct label *cells, size_t n)
{
	size_t i, plain = 0, times = 0;

	for (i = 0; i < n; i++) {
		plain += !has_figure(f, &cells[i]);
		times += lone_time(f, &cells[i]) != NULL;
	}
	return plain == n || (plain == 1 && times == n - 1 && !has_figure(f, &cells[0]));
}

void tables_find(struct finder *f)
{
	struct label cells[MAX_COLUMNS];
	size_t n = split_row(f, cells);

	find_labels(f);
	if (f->tokens->v[f->now->first].lines_before > 1)
		f->ncolumns = 0; /* after a blank line another table begins */
	if (n < 2) {
		f->ncolumns = 0;
	} else if (is_head(f, cells, n)) {
		memcpy(f->columns, cells, n * sizeof(*cells));
		f->ncolumns = n;
	} else {
		read_row(f, cells, n);
	}
}
