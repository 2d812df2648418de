/* SPDX-License-Identifier: Apache-2.0
 *
 * "80 convictions, against 84 in 2017"; "43 attacks, down from 69 in 2020": the second figure is a
 * claim of its own, alike but for its number and time. */
#include "text/claim_parts.h"
#include "text/phrase.h"

static bool compares(const struct clause *c, size_t i)
{
	if (group_is(c, i, "against") || group_is(c, i, "versus"))
		return i > 0 && c->v[i - 1].sort == GROUP_COMMA;
	if (group_is(c, i, "from"))
		return i > 0 && group_is(c, i - 1, "down up");
	if (group_is(c, i, ":")) /* "74 (2019: 69)" */
		return i > 1 && c->v[i - 1].sort == GROUP_TIME && group_is(c, i - 2, "(");
	if (group_is(c, i, "to") && i > 0 && group_is(c, i - 1, "opposed"))
		return true;
	if (group_is(c, i, "to with") && i > 0 && token_in(c->tokens, c->v[i - 1].head, "comparison contrast"))
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
	d->compared = t;
}

void comparisons_find(struct finder *f, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, k;

	for (i = 1; i + 1 < c->n; i++) {
		const struct group *np = &c->v[i + 1];

		if (!compares(c, i) || np->sort != GROUP_NOUN || !np->bare || !np->quantity ||
			np->quantity->sort != QUANTITY_COUNT)
			continue;
		for (k = f->ndrafts; k-- > first;)
			if (f->drafts[k].claim.has_value && f->drafts[k].group < i &&
				!f->drafts[k].dropped && !f->drafts[k].structural && f->drafts[k].claim.kind != CLAIM_SHARE) {
				add_figure(f, i + 1, &f->drafts[k]);
				break;
			}
	}
}
