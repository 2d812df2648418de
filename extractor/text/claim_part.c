/* SPDX-License-Identifier: Apache-2.0
 *
 * What a sentence adds to a match's own patients: parts of them, their company, what holds them,
 * and more of them elsewhere. */
#include "text/claim_match.h"
#include "text/phrase.h"

/* "including 356 civilians, 152 soldiers and a judge": each that is counted. */
static void add_named_parts(struct finder *f, const struct match *m, size_t first)
{
	const struct clause *c = &f->clause;
	size_t i, before = f->ndrafts;
	struct noun_list list;

	if (first >= c->n || c->v[first].sort != GROUP_NOUN)
		return;
	clause_objects(c, first - 1, &list);
	if (!list.n)
		list.v[list.n++] = first; /* "six people including two nurses were killed" */
	for (i = 0; i < list.n; i++) {
		const struct group *np = &c->v[list.v[i]];

		/* of what is counted beside people, a word that nothing is known of is one for
		 * people too */
		if (!np->bare &&
			((noun_sets(f, list.v[i]) & f->sets.people) ||
				(i > 0 && np->quantity && np->plural &&
					!noun_sets(f, list.v[i]))) &&
			(np->quantity || token_in(f->tokens, np->first, "a an")))
			object_add(f, m, list.v[i], list.v[i]);
	}
	i = list.v[list.n - 1];
	if (list.n > 1 && i + 2 < c->n && group_is(c, i + 1, "including") &&
		c->v[i + 2].sort == GROUP_NOUN)
		add_named_parts(f, m, i + 2); /* "and five rebels including two bombers" */
	for (; before < f->ndrafts; before++)
		f->drafts[before].among = true;
}

/* ", of whom 12 were women", ", of which 53 were in France": a number and what is said of it. */
static void add_relative_part(struct finder *f, const struct match *m, size_t whole, size_t part)
{
	const struct clause *c = &f->clause;
	size_t before = f->ndrafts, who;

	if (part + 2 >= c->n || c->v[part].sort != GROUP_NOUN || !c->v[part].bare ||
		!c->v[part].quantity || c->v[part].quantity->sort != QUANTITY_COUNT ||
		c->v[part + 1].sort != GROUP_VERB || !c->v[part + 1].copula)
		return;
	who = c->v[part + 2].sort == GROUP_NOUN && (noun_sets(f, part + 2) & f->sets.people)
		      ? part + 2
		      : whole;
	object_add(f, m, who, who);
	if (f->ndrafts == before)
		return;
	f->drafts[before].part = true;
	f->drafts[before].group = part + 1;
	noun_count(f, &f->drafts[before].claim, part, part);
}

static void count_part(struct draft *part, const struct quantity *q)
{
	part->part = true;
	claim_measure(&part->claim, q, STR("person"));
}

/* The phrase that says who the part of a whole is: "two of them [policemen]"; "ten of them in
 * Lyon" and, for the convicted, "four of them to death" are the same people. */
static size_t part_told(const struct clause *c, const struct match *m, size_t whole, size_t part)
{
	if (c->v[part + 1].sort == GROUP_NOUN)
		return part + 1;
	if (c->v[whole].sort != GROUP_NOUN || part + 2 >= c->n || c->v[part + 2].sort != GROUP_NOUN)
		return CLAUSE_NONE;
	return (group_is(c, part + 1, "in") && c->v[part].quantity->has_value) ||
			       (m->trigger->kind == CLAIM_SENTENCED &&
				       group_is(c, part + 1, "to for"))
		       ? whole
		       : CLAUSE_NONE;
}

/* ", two of them policemen", "including a British citizen", "among them three women". */
static void add_parts(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, before = f->ndrafts, who;

	while (i < c->n && c->v[i].sort == GROUP_PREPOSITION &&
		group_is(c, i, "of in at near over during") && i + 1 < c->n &&
		c->v[i + 1].sort == GROUP_NOUN)
		i += 2;
	i += i + 1 < c->n && c->v[i].sort == GROUP_ADVERB &&
	     c->v[i + 1].sort == GROUP_COMMA; /* "eight people aboard," */
	while (i < c->n && (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_TIME))
		i++;
	if (i + 1 >= c->n)
		return;
	if (after == m->verb && c->v[i].sort == GROUP_VERB && c->v[after].form == VERB_PARTICIPLE &&
		token_in(f->tokens, c->v[i].head, "included include includes")) {
		add_named_parts(
			f, m, i + 1); /* "the 14 killed in the raids included nine soldiers" */
		return;
	}
	if (group_is(c, i, "including among besides") && c->v[i + 1].sort == GROUP_NOUN) {
		add_named_parts(f, m, i + (group_is(c, i, "among") ? 2 : 1));
		return;
	}
	if (group_is(c, i, "of") && c->v[i + 1].sort == GROUP_RELATIVE) {
		add_relative_part(f, m, after, i + 2);
		return;
	}
	if (c->v[i].sort != GROUP_NOUN || !c->v[i].bare || !c->v[i].quantity ||
		!token_in(f->tokens, c->v[i].last - 1, "them whom"))
		return;
	who = part_told(c, m, after, i);
	if (who != CLAUSE_NONE)
		object_add(f, m, who, who);
	if (f->ndrafts > before)
		count_part(&f->drafts[before], c->v[i].quantity);
}

void match_add_contents(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	struct noun_list list;
	size_t i = after + 1, k;

	while (i + 1 < c->n && c->v[i].sort == GROUP_PREPOSITION && group_is(c, i, "of") &&
		c->v[i + 1].sort == GROUP_NOUN)
		i += 2;
	i += i < c->n && c->v[i].sort == GROUP_COMMA;
	i += i < c->n && c->v[i].sort == GROUP_RELATIVE;
	if (i >= c->n || !token_in(f->tokens, c->v[i].head,
				 "included include includes including containing contained holding "
				 "carrying transporting concealing"))
		return;
	clause_objects(c, i, &list);
	for (k = 0; k < list.n; k++)
		if (c->v[list.v[k]].quantity &&
			!(m->trigger->kind == CLAIM_DESIGNATION && c->v[list.v[k]].bare))
			object_add(f, m, list.v[k], list.v[k]);
}

/* "was held along with two others": they were too. */
static void add_company(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, k;
	struct noun_list list;

	i += i < c->n && c->v[i].sort == GROUP_COMMA;
	if (i + 2 >= c->n || !group_is(c, i, "along together") ||
		!token_in(f->tokens, c->v[i].first + 1, "with"))
		return;
	clause_objects(c, i + (c->v[i + 1].sort != GROUP_NOUN), &list);
	for (k = 0; k < list.n; k++)
		object_add(f, m, list.v[k], list.v[k]);
}

/* "231 people were killed - 12 nurses and 219 patients": what the number is made of. */
static void add_breakdown(struct finder *f, const struct match *m, size_t after)
{
	const struct clause *c = &f->clause;
	size_t i = after + 1, k;
	struct noun_list list;

	while (i + 1 < c->n &&
		(c->v[i].sort == GROUP_TIME ||
			(c->v[i].sort == GROUP_PREPOSITION && c->v[i + 1].sort == GROUP_NOUN)))
		i += c->v[i].sort == GROUP_TIME ? 1 : 2;
	if (i + 1 >= c->n || !group_is(c, i, CLAUSE_DASHES) || m->trigger->kind > CLAIM_WOUNDED)
		return;
	clause_objects(c, i, &list);
	for (k = 0; k < list.n && list.n > 1; k++)
		if (!c->v[list.v[k]].quantity || c->v[list.v[k]].bare ||
			!(noun_sets(f, list.v[k]) & f->sets.people))
			return;
	for (k = 0; k < list.n && list.n > 1; k++)
		object_add(f, m, list.v[k], list.v[k]);
}

/* Over the places and times behind a verb or a figure; from itself: there are none. */
static size_t skip_where(const struct clause *c, size_t from)
{
	size_t i = from;

	while (i < c->n) {
		if (c->v[i].sort == GROUP_TIME)
			i++;
		else if (i + 1 < c->n && group_is(c, i, "in at near on outside from to") &&
			 c->v[i].sort == GROUP_PREPOSITION &&
			 (c->v[i + 1].sort == GROUP_NOUN || c->v[i + 1].sort == GROUP_TIME))
			i += 2;
		else
			break;
	}
	return i;
}

void match_add_elsewhere(struct finder *f, const struct match *m, size_t like)
{
	const struct clause *c = &f->clause;
	size_t last = group_at_token(c, m->end - 1), i = last + 1, next;
	struct draft copy = f->drafts[like], *d;

	if (last >= c->n || m->patient > m->verb || !copy.claim.has_value ||
		!str_eq(copy.claim.unit, STR("person")))
		return;
	for (;;) {
		next = skip_where(c, i);
		if (next == i)
			return;
		i = next;
		i += i < c->n && c->v[i].sort == GROUP_COMMA;
		i += i < c->n && c->v[i].sort == GROUP_COORDINATOR;
		if (i == next || i + 2 >= c->n || c->v[i].sort != GROUP_NOUN || !c->v[i].bare ||
			!c->v[i].quantity || c->v[i].quantity->sort != QUANTITY_COUNT ||
			c->v[i].last - c->v[i].first != 1 || !group_is(c, i + 1, "in at near"))
			return;
		next = skip_where(c, i + 1);
		if (next == i + 1 || (next < c->n && c->v[next].sort == GROUP_VERB))
			return;
		d = ARENA_PUSH(f->arena, f->drafts, f->ndrafts, f->drafts_cap);
		*d = copy;
		d->counted_group = i;
		noun_count(f, &d->claim, i, i);
		i++;
	}
}

void match_add_parts(struct finder *f, const struct match *m, size_t patient)
{
	add_parts(f, m, patient);
	add_company(f, m, patient);
	if (m->verb > patient && m->trigger->class != TRIGGER_NOUN) {
		size_t last = group_at_token(&f->clause, m->end - 1);

		add_parts(f, m,
			last > m->verb && last < f->clause.n
				? last
				: m->verb); /* "lost their lives, including" */
		add_company(f, m, m->verb);
	}
	add_breakdown(f, m, m->verb > patient ? m->verb : patient);
}
