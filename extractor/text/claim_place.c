/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a claim's fact took place, by its own sentence. */
#include "text/claim_place.h"
#include "text/claim_tie.h"
#include "text/phrase.h"

/* "April 17 | Patikul, Sulu | ...": a cell that holds nothing but names. */
#define PLACE_COLUMNS \
	"place location province region state district city town country area governorate"

static void row_places(struct finder *f, struct claim *claim)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (c->n > 1 && group_is(c, 1, "|") && c->v[0].sort == GROUP_NOUN && c->v[0].proper &&
		!c->v[0].quantity &&
		(is_place(f, 0, true) ||
			(f->ncolumns && token_in(f->tokens, f->columns[0].first, PLACE_COLUMNS)))) {
		add_place(f, claim, c->v[0].core, c->v[0].last);
		return;
	}
	for (i = 1; i < c->n; i++) {
		if (!group_is(c, i - 1, "|") || c->v[i].sort != GROUP_NOUN ||
			!token_capitalised(f->tokens, c->v[i].head) || c->v[i].quantity)
			continue;
		if (i + 1 < c->n && (group_is(c, i + 1, "|") ||
					    (c->v[i + 1].sort == GROUP_COMMA && i + 3 < c->n &&
						    group_is(c, i + 3, "|")))) {
			add_place(f, claim, c->v[i].core, c->v[i].last);
			if (c->v[i + 1].sort == GROUP_COMMA)
				add_place(f, claim, c->v[i + 2].core, c->v[i + 2].last);
			return;
		}
	}
}

/* "In the city of Basra, police said they ...": the place of all that is said. */
static bool heads_speech(const struct finder *f, size_t preposition)
{
	const struct clause *c = &f->clause;
	bool comma = false;
	size_t i;

	if (preposition > 0)
		return false;
	for (i = 1; i < c->n && c->v[i].sort != GROUP_STOP; i++) {
		comma = comma || c->v[i].sort == GROUP_COMMA;
		if (tie_finite(c, i))
			return comma && attribution_verb(f, i);
	}
	return false;
}

/* "brought ten home from Syria and extradited two to Belgium": each verb has places of its own. */
static bool of_other_verb(const struct finder *f, const struct draft *draft, size_t at)
{
	size_t i;

	if ((draft->claim.kind != CLAIM_EXTRADITED && draft->claim.kind != CLAIM_REPATRIATED) ||
		f->clause.v[draft->group].sort != GROUP_VERB)
		return false;
	for (i = at; i-- > 0 && !tie_finite(&f->clause, i);)
		;
	return i < at && i != draft->group &&
	       clause_preceded(&f->clause, i > draft->group ? i : draft->group, GROUP_COORDINATOR);
}

/* "killed two in Lund; in Malmo, nine were": a semicolon stands between. */
static bool in_other_item(const struct clause *c, size_t a, size_t b)
{
	size_t i;

	for (i = a < b ? a : b; i < (a < b ? b : a); i++)
		if (group_is(c, i, ";"))
			return true;
	return false;
}

/* Places tied to the trigger, as closely as asked; own: in its own part of a list with
 * semicolons. */
static void tied_places(struct finder *f, struct draft *draft, enum tie least, bool own)
{
	const struct clause *c = &f->clause;
	size_t i, at;

	for (i = 0; i + 1 < c->n; i++) {
		at = place_after(f, draft, i);
		if (at == CLAUSE_NONE || (own && in_other_item(c, draft->group, i)) ||
			(tie_of(f, draft->group, i) < least && !heads_speech(f, i)) ||
			of_other_verb(f, draft, i))
			continue;
		if (is_place(f, at, sure_preposition(c, draft->claim.kind, i)) ||
			place_of_place(f, at))
			add_places(f, &draft->claim, at);
		else if (sure_preposition(c, draft->claim.kind, i))
			add_inner_place(f, &draft->claim, at);
	}
}

/* A country, also where it is taken for whoever acts. */
static bool is_country(const struct finder *f, size_t group)
{
	uint32_t from = f->tokens->v[f->clause.v[group].core].span.start,
		 to = f->tokens->v[f->clause.v[group].last - 1].span.end;
	size_t i;

	if (f->clause.v[group].sort != GROUP_NOUN || f->clause.v[group].quantity ||
		!f->clause.v[group].proper)
		return false;
	for (i = entities_from(f, from);
		i < f->input->nentities && f->input->entities[i].span.start <= from; i++)
		if (f->input->entities[i].canonical.n == 2 && f->input->entities[i].span.end == to)
			return true;
	return false;
}

/* "Freedonia had the largest rise, where deaths doubled": the clause is about its subject;
 * CLAUSE_NONE: it is none. */
static size_t country_where(const struct finder *f, size_t where)
{
	size_t verb = where, subject;

	if (where < 3 || f->clause.v[where - 1].sort != GROUP_COMMA)
		return CLAUSE_NONE;
	while (verb > 0 && !tie_finite(&f->clause, verb))
		verb--;
	subject = tie_finite(&f->clause, verb) ? clause_subject(&f->clause, verb) : CLAUSE_NONE;
	return subject != CLAUSE_NONE && is_country(f, subject) ? subject : CLAUSE_NONE;
}

/* "a camp in Lund, where ten were held": the place that the trigger's clause is about. */
static void place_where(struct finder *f, struct draft *draft)
{
	const struct clause *c = &f->clause;
	size_t where = draft->group, at;

	while (where > 0 && !tie_barrier(c, where))
		where--;
	if (where < 2 || !group_is(c, where, "where"))
		return;
	at = where - 1;
	if (c->v[at].sort == GROUP_COMMA ||
		(at > 0 && c->v[at].sort == GROUP_ADVERB && group_is(c, at, "alone")))
		at--; /* "in Lund alone where" */
	while (at >= 2 && c->v[at - 1].sort == GROUP_COMMA && is_place(f, at - 2, false))
		at -= 2; /* "in Malmo, Freedonia, where" */
	if (at >= 3 && group_is(c, at - 1, "in") &&
		is_place(f, at - 2, c->v[at - 3].sort == GROUP_PREPOSITION))
		add_places(f, &draft->claim, at - 2); /* "in Malmo in southern Freedonia, where" */
	if (is_place(f, at,
		    at > 0 && c->v[at - 1].sort == GROUP_PREPOSITION && locative(f, draft, at - 1)))
		add_places(f, &draft->claim, at);
	at = country_where(f, where);
	if (!draft->claim.nplaces && at != CLAUSE_NONE)
		add_places(f, &draft->claim, at);
}

static bool is_violent(enum claim_kind kind)
{
	return kind == CLAIM_KILLED || kind == CLAIM_WOUNDED || kind == CLAIM_ABDUCTED ||
	       kind == CLAIM_MISSING || kind == CLAIM_ATTACKS || kind == CLAIM_RESPONSIBILITY;
}

/* "Ten were killed, and a barge sank in the Hotz": a clause with a subject and a fact of its
 * own. */
static bool in_others_clause(const struct finder *f, const struct draft *draft, size_t at)
{
	const struct clause *c = &f->clause;
	size_t verb = at, subject, i;

	while (verb > draft->group && !tie_finite(c, verb))
		verb--;
	subject = verb > draft->group ? clause_subject(c, verb) : CLAUSE_NONE;
	if (subject == CLAUSE_NONE || subject <= draft->group + 1 || subject >= verb ||
		c->v[subject].quantity ||
		(noun_sets(f, subject) & (f->sets.attack | f->sets.cause)) ||
		c->v[subject - 1].sort != GROUP_COORDINATOR)
		return false;
	for (i = subject - 1; i > draft->group &&
			      (c->v[i].sort == GROUP_COORDINATOR || c->v[i].sort == GROUP_NOUN);
		i--)
		;
	if (c->v[i].sort == GROUP_SUBORDINATOR || c->v[i].sort == GROUP_RELATIVE)
		/* "while boys and girls were in Lund": the coordinator stands between nouns */
		return false;
	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].group == verb)
			return false;
	return true;
}

/* "a siege of Lund that killed nine" */
static void scene_of(struct finder *f, struct claim *claim, size_t group)
{
	const struct clause *c = &f->clause;

	add_inner_place(f, claim, group);
	if (group != CLAUSE_NONE && group + 2 < c->n && c->v[group].sort == GROUP_NOUN &&
		group_is(c, group + 1, "of") &&
		(noun_sets(f, group) & (f->sets.attack | f->sets.cause)) &&
		is_place(f, group + 2, false))
		add_places(f, claim, group + 2);
}

/* "Ten died in Lund, while nine raids shook Malmo": what is set against each other has places of
 * its own. */
static bool set_against(const struct clause *c, size_t a, size_t b)
{
	size_t i;

	for (i = (a < b ? a : b) + 1; i < (a < b ? b : a); i++)
		if (group_is(c, i, "while whereas") && c->v[i - 1].sort == GROUP_COMMA &&
			i + 1 < c->n && !c->v[i + 1].pronoun)
			return true; /* but not "shot dead, while he was driving in Lund" */
	return false;
}

/* For an incident also the first place of the sentence, in whichever clause. */
static void any_place(struct finder *f, struct draft *draft)
{
	size_t i, at;

	for (i = 0; i + 1 < f->clause.n; i++) {
		at = place_after(f, draft, i);
		if (at != CLAUSE_NONE && !in_other_item(&f->clause, draft->group, i) &&
			!set_against(&f->clause, draft->group, i) &&
			group_is(&f->clause, i, "in at near on") &&
			!in_others_clause(f, draft, at) &&
			(is_place(f, at, false) || place_of_place(f, at))) {
			add_places(f, &draft->claim, at);
			return;
		}
	}
}

/* "have fled Syria": what is left behind has no preposition. */
static void left_place(struct finder *f, struct draft *draft)
{
	const struct clause *c = &f->clause;
	size_t next = draft->group + 1;

	if (draft->claim.kind == CLAIM_DISPLACED && next < c->n &&
		c->v[draft->group].sort == GROUP_VERB &&
		token_in(f->tokens, c->v[draft->group].head,
			"flee fled fleeing flees left leave escaped") &&
		c->v[next].sort == GROUP_NOUN && is_place(f, next, true))
		add_places(f, &draft->claim, next);
}

/* "brought home ten women [who were held in Lund]": whence, told in a clause about those who
 * come. */
static void camp_places(struct finder *f, struct draft *draft)
{
	const struct clause *c = &f->clause;
	size_t i, at;

	if (draft->claim.kind != CLAIM_REPATRIATED || c->v[draft->group].sort != GROUP_VERB)
		return;
	for (i = draft->group + 1; i < c->n && c->v[i].sort != GROUP_RELATIVE; i++)
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_COORDINATOR
				? tie_finite(c, i + 1)
				: c->v[i].sort == GROUP_STOP)
			return;
	for (; i + 1 < c->n && c->v[i].sort != GROUP_STOP && c->v[i].sort != GROUP_COMMA; i++) {
		at = place_after(f, draft, i);
		if (at != CLAUSE_NONE && group_is(c, i, "in at near") &&
			(is_place(f, at, true) || place_of_place(f, at))) {
			add_places(f, &draft->claim, at);
			return;
		}
	}
}

/* "Freedonia suffered two bombings": who lives through it is where it was. */
static void experienced_place(struct finder *f, struct draft *draft)
{
	const struct clause *c = &f->clause;
	size_t verb = draft->group, subject;

	if (draft->claim.kind != CLAIM_ATTACKS && draft->claim.kind != CLAIM_KILLED &&
		draft->claim.kind != CLAIM_WOUNDED)
		return;
	while (verb > 0 && !tie_finite(c, verb) && !tie_barrier(c, verb) &&
		c->v[verb].sort != GROUP_COMMA)
		verb--;
	if (!tie_finite(c, verb) || c->v[verb].passive ||
		!token_in(f->tokens, c->v[verb].head,
			"suffer suffers suffered see sees saw seen experience experiences "
			"experienced face faces faced endure endured "
			"witness witnesses witnessed sustain sustained record records recorded "
			"register registers registered had has"))
		return;
	subject = clause_subject(c, verb);
	if (subject != CLAUSE_NONE && subject < verb &&
		(is_place(f, subject, false) || is_country(f, subject)))
		add_places(f, &draft->claim, subject);
}

void draft_places(struct finder *f, struct draft *draft)
{
	struct claim *claim = &draft->claim;

	claim->places = arena_zalloc(f->arena, MAX_PLACES, sizeof(*claim->places));
	if (draft->structural && claim->kind != CLAIM_RESPONSIBILITY &&
		claim->kind != CLAIM_PROGRAMME && claim->kind != CLAIM_SYSTEM)
		return;
	if (draft->placed) {
		add_place(f, claim, f->clause.v[draft->counted_group].core,
			f->clause.v[draft->counted_group].last);
		return;
	}
	row_places(f, claim);
	left_place(f, draft);
	if (!is_violent(claim->kind) && f->clause.v[draft->group].sort == GROUP_VERB &&
		f->clause.v[draft->group].form != VERB_PARTICIPLE)
		tied_places(f, draft, TIE_INSIDE,
			false); /* "sent to Lund, and runs a school in Malmo" */
	if (!claim->nplaces)
		tied_places(f, draft, TIE_LATER, true);
	if (!claim->nplaces)
		tied_places(f, draft, TIE_LATER, false);
	if (!claim->nplaces)
		camp_places(f, draft);
	if (!claim->nplaces)
		place_where(f, draft);
	if (claim->nplaces || !is_violent(claim->kind))
		return;
	scene_of(f, claim, draft->actor_group);
	scene_of(f, claim, draft->cause_group);
	if (claim->kind == CLAIM_RESPONSIBILITY)
		add_inner_place(f, claim, draft->object_group);
	if (claim->kind == CLAIM_ATTACKS && draft->object_group < f->clause.n &&
		((f->clause.v[draft->object_group].proper &&
			 is_place(f, draft->object_group, false)) ||
			place_of_place(f, draft->object_group)))
		add_places(f, claim, draft->object_group); /* "attacked the town of Palma" */
	if (!claim->nplaces)
		experienced_place(f, draft);
	if (!claim->nplaces)
		any_place(f, draft);
}
