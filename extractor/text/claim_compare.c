/* SPDX-License-Identifier: Apache-2.0
 *
 * "80 convictions, against 84 in 2017"; "43 attacks, down from 69 in 2020": the second figure is a
 * claim of its own, alike but for its number and time. */
#include "base/parse.h"
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/timex_words.h"

static bool compares(const struct clause *c, size_t i)
{
	if (group_is(c, i, "against") || group_is(c, i, "versus"))
		return i > 0;
	if (group_is(c, i, "from"))
		return i > 0 && group_is(c, i - 1, "down up");
	if (group_is(c, i, ":")) /* "74 (2019: 69)" */
		return i > 1 && c->v[i - 1].sort == GROUP_TIME && group_is(c, i - 2, "(");
	if (group_is(c, i, "to") && i > 0 && group_is(c, i - 1, "opposed"))
		return true;
	if (group_is(c, i, "to with") && i > 0 &&
		token_in(c->tokens, c->v[i - 1].head, "comparison contrast"))
		return true;
	return group_is(c, i, "to with") && i > 0 && group_is(c, i - 1, "compared");
}

/* The time right after the figure, however it is introduced. */
static const struct timex *time_after(const struct finder *f, size_t figure)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (figure > 2 && c->v[figure - 2].sort == GROUP_TIME && group_is(c, figure - 1, ":"))
		return timex_at(f->input->reading.times, c->v[figure - 2].first);
	for (i = figure + 1; i < c->n && i < figure + 4; i++)
		if (c->v[i].sort == GROUP_TIME)
			return timex_at(f->input->reading.times, c->v[i].first);
	return NULL;
}

static void add_figure(struct finder *f, size_t figure, const struct draft *like)
{
	const struct quantity *q = f->clause.v[figure].quantity;
	const struct timex *t = time_after(f, figure);
	struct draft copy = *like, *d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);

	*d = copy;
	d->claim.value = q->value;
	d->claim.modifier = q->modifier;
	d->claim.maker = STR("comparison");
	d->counted_group = figure;
	d->compared = t;
}

/* Where the claim's figure stands. */
static size_t figure_of(const struct draft *d)
{
	if (d->counted_group != CLAUSE_NONE)
		return d->counted_group;
	return d->object_group == CLAUSE_NONE ? d->group : d->object_group;
}

static bool is_comparable(const struct draft *d)
{
	return d->claim.has_value && !d->dropped && !d->structural && d->claim.kind != CLAIM_SHARE;
}

/* The draft whose figure stands nearest before the group at; f->ndrafts: none. */
static size_t compared_with(const struct finder *f, size_t first, size_t at)
{
	size_t k, best = f->ndrafts;

	for (k = first; k < f->ndrafts; k++)
		if (is_comparable(&f->drafts[k]) && f->drafts[k].group < at &&
			figure_of(&f->drafts[k]) < at &&
			(best == f->ndrafts ||
				figure_of(&f->drafts[k]) >= figure_of(&f->drafts[best])))
			best = k;
	return best;
}

/* A figure with its time: "[63 in 2008]"; what follows, CLAUSE_NONE: there is none. */
static size_t after_dated(const struct finder *f, size_t figure)
{
	const struct clause *c = &f->clause;
	size_t i = figure + 1;

	while (i + 1 < c->n && c->v[i].sort == GROUP_PREPOSITION &&
		c->v[i + 1].sort == GROUP_NOUN && group_is(c, i, "of per in by"))
		i += 2; /* "42 attacks per month in" */
	if (i < c->n && c->v[i].sort == GROUP_VERB)
		i++; /* "152 were carried out in" */
	if (i < c->n && c->v[i].sort == GROUP_ADVERB)
		i++;
	if (i < c->n && c->v[i].sort == GROUP_PREPOSITION)
		i++;
	return i < c->n && c->v[i].sort == GROUP_TIME ? i + 1 : CLAUSE_NONE;
}

/* The figure is a claim's already: "convicted 12 people in 2017, 15 in 2018". */
static bool is_told(const struct finder *f, size_t figure)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].object_group == figure || f->drafts[i].counted_group == figure)
			return true;
	return false;
}

/* "13 attacks a month[, which was] 19 in 2018": the earlier figures of it; CLAUSE_NONE: there
 * are none. */
static size_t which_was(const struct finder *f, size_t at)
{
	const struct clause *c = &f->clause;
	size_t comma = at;

	while (comma + 1 < c->n && c->v[comma].sort == GROUP_PREPOSITION &&
		c->v[comma + 1].sort == GROUP_NOUN)
		comma += 2; /* "per month" */
	return comma + 3 < c->n && c->v[comma].sort == GROUP_COMMA &&
			       group_is(c, comma + 1, "which") &&
			       c->v[comma + 2].sort == GROUP_VERB &&
			       token_in(f->tokens, c->v[comma + 2].head, "was were stood")
		       ? comma + 3
		       : CLAUSE_NONE;
}

/* "63 attacks in 2008, 87 in 2009 and 68 in 2010": each has its year. */
static void series_of(struct finder *f, size_t draft)
{
	const struct clause *c = &f->clause;
	size_t at = after_dated(f, figure_of(&f->drafts[draft])), figure, which;

	which = which_was(f, at == CLAUSE_NONE ? figure_of(&f->drafts[draft]) + 1 : at);
	at = which == CLAUSE_NONE ? at : which;
	while (at != CLAUSE_NONE && at < c->n) {
		figure = at;
		while (figure < c->n && (c->v[figure].sort == GROUP_COMMA ||
						c->v[figure].sort == GROUP_COORDINATOR))
			figure++;
		if ((figure == at && at != which) || figure >= c->n ||
			c->v[figure].sort != GROUP_NOUN || !c->v[figure].bare ||
			!c->v[figure].quantity || c->v[figure].quantity->sort != QUANTITY_COUNT)
			return;
		at = after_dated(f, figure);
		if (at != CLAUSE_NONE && !is_told(f, figure))
			add_figure(f, figure, &f->drafts[draft]);
	}
}

static void series_find(struct finder *f, size_t first)
{
	size_t k, last = f->ndrafts;

	for (k = first; k < last; k++)
		if (is_comparable(&f->drafts[k]) && !f->drafts[k].compared)
			series_of(f, k);
}

#define LARGEST_IN_BRACKETS 99999

/* The count in brackets right after a name, "in [Lyon] (10)", and no year; 0: there is none. */
static uint64_t in_brackets(const struct finder *f, size_t name)
{
	const struct group *np = &f->clause.v[name];
	uint64_t n;

	if (np->sort != GROUP_NOUN || !np->proper || np->quantity || np->last + 2 >= f->now->last ||
		!token_in(f->tokens, np->last, "(") || !token_in(f->tokens, np->last + 2, ")") ||
		year_number(f->tokens, np->last + 1) ||
		!parse_u64(f->tokens->v[np->last + 1].lower, 1, LARGEST_IN_BRACKETS, &n))
		return 0;
	return n;
}

/* The first claim of the sentence that is as large as all counts in brackets together;
 * f->ndrafts: none. */
static size_t sum_of(const struct finder *f, size_t first, double sum)
{
	size_t k;

	for (k = first; k < f->ndrafts; k++)
		if (is_comparable(&f->drafts[k]) && f->drafts[k].claim.kind <= CLAIM_DENIED_ENTRY &&
			f->drafts[k].claim.value >= sum)
			return k;
	return f->ndrafts;
}

/* "killed 40 people, in Lyon (22), Nice (10) and Brest (eight)": the total by places. */
static void breakdown_find(struct finder *f, size_t first)
{
	size_t i, k, names = 0;
	uint64_t n, sum = 0;
	struct draft copy, *d;

	for (i = 0; i < f->clause.n; i++)
		if ((n = in_brackets(f, i))) {
			names++;
			sum += n;
		}
	k = sum_of(f, first, (double)sum);
	if (names < 2 || k == f->ndrafts)
		return;
	copy = f->drafts[k];
	for (i = 0; i < f->clause.n; i++) {
		if (!(n = in_brackets(f, i)))
			continue;
		d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);
		*d = copy;
		d->claim.value = (double)n;
		d->claim.modifier = MODIFIER_EXACT;
		d->claim.maker = STR("by place");
		d->counted_group = i;
		d->placed = d->part = true;
	}
}

void comparisons_find(struct finder *f, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, k;

	for (i = 1; i + 1 < c->n; i++) {
		const struct group *np = &c->v[i + 1];

		if (!compares(c, i) || np->sort != GROUP_NOUN || !np->quantity ||
			np->quantity->sort != QUANTITY_COUNT)
			continue;
		for (k = first; k < f->ndrafts; k++)
			f->drafts[k].beside =
				f->drafts[k].beside || figure_of(&f->drafts[k]) == i + 1;
		if (!np->bare)
			continue;
		k = compared_with(f, first, i);
		if (k < f->ndrafts)
			add_figure(f, i + 1, &f->drafts[k]);
	}
	series_find(f, first);
	breakdown_find(f, first);
}
