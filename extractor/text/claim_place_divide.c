/* SPDX-License-Identifier: Apache-2.0
 *
 * "Three in Lund and nine in Malmo": a sentence of several figures, each with places of its own. */
#include "text/claim_parts.h"

/* Where in the text the phrase ends that the claim counts, or its trigger; never 0. */
static uint32_t figure_at(const struct finder *f, const struct draft *d)
{
	size_t group = d->group;

	if (d->counted_group < f->clause.n)
		group = d->counted_group;
	else if (d->object_group < f->clause.n && d->claim.kind != CLAIM_SHARE)
		group = d->object_group;
	return f->tokens->v[f->clause.v[group].last - 1].span.end;
}

/* The figure that the place stands behind, the last before it; 0: it stands before all. */
static uint32_t figure_before(const struct finder *f, size_t first, struct str place)
{
	uint32_t at = (uint32_t)(place.p - f->tokens->text.p), found = 0, figure;
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		figure = f->drafts[i].structural || f->drafts[i].dropped
				 ? 0
				 : figure_at(f, &f->drafts[i]);
		if (figure < at && figure > found)
			found = figure;
	}
	return found;
}

/* Of a draft with a place right behind its own figure, those behind the figures of others are
 * theirs. */
static void keep_own_places(const struct finder *f, size_t first, struct draft *d)
{
	struct claim *claim = &d->claim;
	uint32_t own = figure_at(f, d), figure;
	size_t i, n = 0;
	bool has_own = false;

	for (i = 0; i < claim->nplaces; i++)
		has_own = has_own || figure_before(f, first, claim->places[i]) == own;
	for (i = 0; i < claim->nplaces && has_own; i++) {
		figure = figure_before(f, first, claim->places[i]);
		if (figure == 0 || figure == own)
			claim->places[n++] = claim->places[i];
	}
	claim->nplaces = has_own ? n : claim->nplaces;
}

void places_divide(struct finder *f, size_t first)
{
	size_t i;

	for (i = first; i < f->ndrafts; i++)
		if (!f->drafts[i].structural && !f->drafts[i].dropped)
			keep_own_places(f, first, &f->drafts[i]);
}
