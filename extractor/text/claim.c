/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/limits.h"
#include "text/claim_parts.h"
#include "text/phrase.h"

static struct claim_sets sets_find(const struct claim_lexicon *lexicon)
{
	return (struct claim_sets){
		.people = claim_lexicon_set(lexicon, "people"),
		.forces = claim_lexicon_set(lexicon, "forces"),
		.attack = claim_lexicon_set(lexicon, "attack"),
		.cause = claim_lexicon_set(lexicon, "cause"),
		.place = claim_lexicon_set(lexicon, "place"),
		.say = claim_lexicon_set(lexicon, "say"),
		.planning = claim_lexicon_set(lexicon, "planning"),
		.lasting = claim_lexicon_set(lexicon, "lasting"),
		.money = claim_lexicon_set(lexicon, "money"),
		.goods = claim_lexicon_set(lexicon, "goods"),
		.assets = claim_lexicon_set(lexicon, "assets"),
		.agency = claim_lexicon_set(lexicon, "agency"),
		.group = claim_lexicon_set(lexicon, "group"),
		.source = claim_lexicon_set(lexicon, "source"),
		.organised = claim_lexicon_set(lexicon, "organised"),
		.weapon = claim_lexicon_set(lexicon, "weapon"),
		.report = claim_lexicon_set(lexicon, "report"),
		.doubtful = claim_lexicon_set(lexicon, "doubtful"),
		.terms = claim_lexicon_set(lexicon, "terms"),
		.refugees = claim_lexicon_set(lexicon, "refugees"),
		.system = claim_lexicon_set(lexicon, "system"),
		.named = claim_lexicon_set(lexicon, "law") |
			 claim_lexicon_set(lexicon, "agreement") |
			 claim_lexicon_set(lexicon, "statute") |
			 claim_lexicon_set(lexicon, "programme"),
		.statute = claim_lexicon_set(lexicon, "statute"),
		.site = claim_lexicon_set(lexicon, "site"),
		.house = claim_lexicon_set(lexicon, "house"),
		.mandative = claim_lexicon_set(lexicon, "mandative"),
		.mass = claim_lexicon_set(lexicon, "mass"),
		.partitive = claim_lexicon_set(lexicon, "partitive"),
	};
}

static void open_sentence(struct finder *f, uint32_t index)
{
	struct groups groups;

	f->sentence = index;
	f->now = &f->tokens->sentences[index];
	groups_make(&f->input->reading, f->now, f->arena, &groups);
	f->clause = (struct clause){&f->input->reading, f->tokens, groups.v, groups.n};
	attributions_find(f);
}

/* "The minister said:" asserts nothing, but what follows is the minister's. */
static bool announces_words(const struct finder *f, uint32_t index)
{
	const struct sentence *s = &f->tokens->sentences[index];

	return s->last > s->first && token_is(f->tokens, s->last - 1, ":");
}

/* "the others", "the other two suspects" */
static bool is_of_others(const struct finder *f, size_t group)
{
	uint32_t first = group < f->clause.n ? f->clause.v[group].first : 0;

	return group < f->clause.n && token_in(f->tokens, first, "the") &&
	       token_in(f->tokens, first + 1, "other others rest remaining");
}

static void read_sentence(struct finder *f, uint32_t index)
{
	size_t i, first = f->ndrafts;

	open_sentence(f, index);
	frames_find(f);
	structures_find(f);
	figures_find(f);
	responsibilities_find(f);
	tables_find(f);
	comparisons_find(f, first);
	for (i = first; i < f->ndrafts; i++) {
		draft_time(f, &f->drafts[i]);
		draft_places(f, &f->drafts[i]);
		f->drafts[i].again = is_of_others(f, f->drafts[i].object_group);
	}
	places_divide(f, first);
	contents_find(f);
	dated_events_find(f);
	memory_learn(f);
}

/* Two patterns may find the same claim: the surer one stays. */
static bool same_claim(const struct draft *a, const struct draft *b)
{
	const struct claim *x = &a->claim, *y = &b->claim;

	return a->sentence == b->sentence && x->kind == y->kind && x->has_value == y->has_value &&
	       (!x->has_value || x->value == y->value) && str_eq(x->object, y->object) &&
	       str_eq(x->unit, y->unit) &&
	       (x->object.p == y->object.p || a->token == b->token || !x->object.n);
}

/* "a man accused of it pleaded guilty": what is asserted comes before what is only alleged. */
static bool more_certain(const struct draft *a, const struct draft *b)
{
	return a->claim.modality == MODALITY_ASSERTED && b->claim.modality == MODALITY_ALLEGED;
}

static void drop_twins(struct finder *f)
{
	size_t i, j;

	for (i = 0; i < f->ndrafts; i++)
		for (j = i + 1; j < f->ndrafts && f->drafts[j].sentence == f->drafts[i].sentence;
			j++)
			if (!f->drafts[i].dropped && same_claim(&f->drafts[i], &f->drafts[j]))
				(more_certain(&f->drafts[j], &f->drafts[i]) ? &f->drafts[i]
									    : &f->drafts[j])
					->dropped = true;
}

static void date_by_report(struct finder *f)
{
	int year = f->input->anchor.reporting_year;
	size_t i;

	for (i = 0; year && i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];

		if (d->claim.has_time || d->dated)
			continue;
		d->claim.time =
			(struct period){day_from_civil(year, 1, 1), day_from_civil(year, 12, 31)};
		d->claim.has_time = true;
	}
}

static int by_span(const void *a, const void *b)
{
	const struct claim *x = a, *y = b;

	if (x->span.start != y->span.start)
		return x->span.start < y->span.start ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

static void collect(struct finder *f, struct claim_list *ret)
{
	size_t i, cap = 0;

	*ret = (struct claim_list){0};
	for (i = 0; i < f->ndrafts && ret->n < MAX_FACTS; i++) {
		struct draft *d = &f->drafts[i];

		if (d->dropped)
			continue;
		d->claim.theme = theme_of(f, d);
		*ARENA_PUSH(f->arena, ret->v, ret->n, cap) = d->claim;
	}
	if (ret->n)
		qsort(ret->v, ret->n, sizeof(*ret->v), by_span);
}

void claims_find(const struct claim_lexicon *lexicon, const struct claim_input *input,
	struct arena *arena, struct claim_list *ret)
{
	struct finder f = {.lexicon = lexicon,
		.input = input,
		.tokens = input->reading.tokens,
		.arena = arena,
		.sets = sets_find(lexicon)};
	const bool *skip = furniture_find(f.tokens, arena);
	uint32_t i;

	if (input->trace)
		input->trace->skipped = skip;
	for (i = 0; i < f.tokens->nsentences; i++)
		if (!skip[i])
			read_sentence(&f, i);
		else if (announces_words(&f, i))
			open_sentence(&f, i);
	drop_twins(&f);
	drafts_share(&f);
	date_by_report(&f);
	collect(&f, ret);
}
