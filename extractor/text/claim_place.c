/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a claim's fact took place, by its own sentence. */
#include "text/claim_place.h"
#include "text/claim_tie.h"
#include "text/phrase.h"

static bool finite_between(const struct clause *c, size_t from, size_t to)
{
	for (from++; from < to && !tie_finite(c, from); from++)
		;
	return from < to;
}

/* Nothing but prepositions and nouns stands between. */
static bool runs_on(const struct clause *c, size_t from, size_t to)
{
	for (from++; from < to && (c->v[from].sort == GROUP_NOUN || c->v[from].sort == GROUP_PREPOSITION); from++)
		;
	return from >= to;
}

/* Between a source and its verb, places belong to the source. */
static bool names_source(const struct finder *f, size_t at)
{
	size_t i, subject;

	for (i = 0; i < f->nattributions; i++) {
		const struct attribution *a = &f->attributions[i];

		if (a->speaker == CLAUSE_NONE)
			continue;
		if (a->verb == CLAUSE_NONE && at > a->speaker && runs_on(&f->clause, a->speaker, at))
			return true; /* "according to an agency in Lund, ..." */
		if (a->verb == CLAUSE_NONE || at >= a->verb)
			continue;
		subject = clause_subject(&f->clause, a->verb);
		if ((at > a->speaker && !finite_between(&f->clause, a->speaker, at)) || (subject < a->speaker && at > subject))
			return true;
	}
	return false;
}

/* Claims that have an origin and a destination. */
static bool moves(enum claim_kind kind)
{
	return kind == CLAIM_DEPLOYED || kind == CLAIM_EXTRADITED || kind == CLAIM_REPATRIATED ||
	       kind == CLAIM_DISPLACED || kind == CLAIM_RECRUITED || kind == CLAIM_ABDUCTED;
}

static bool locative(const struct finder *f, const struct draft *d, size_t preposition)
{
	const struct clause *c = &f->clause;
	const char *movement =
		"in at near from to outside across around inside into on along throughout within";

	if (group_is(c, preposition, "in at near off outside across around inside throughout along within"))
		return true;
	if (d->claim.kind >= CLAIM_AGENCY)
		return false;
	if (group_is(c, preposition, "south north east west"))
		return true;
	return group_is(c, preposition, movement) ||
	       (moves(d->claim.kind) && d->claim.kind != CLAIM_ABDUCTED &&
		       group_is(c, preposition, "for"));
}

/* "April 17 | Patikul, Sulu | ...": a cell that holds nothing but names. */
static void row_places(struct finder *f, struct claim *claim)
{
	const struct clause *c = &f->clause;
	size_t i;

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

static bool sure_preposition(const struct clause *c, enum claim_kind kind, size_t at)
{
	return group_is(c, at, "in at near off outside across inside throughout within south north between") ||
	       (kind > CLAIM_WOUNDED && group_is(c, at, "from")) || /* not "died from ebola" */
	       (kind == CLAIM_ATTACKS && group_is(c, at, "into")) ||
	       (moves(kind) && group_is(c, at, kind == CLAIM_ABDUCTED ? "to into" : "to into for"));
}

static bool inside(const struct finder *f, struct str slot, uint32_t token)
{
	const char *p = f->tokens->text.p + f->tokens->v[token].span.start;

	return slot.n && p >= slot.p && p < slot.p + slot.n;
}

/* "ten men from Lund [were held in Malmo]": before their verb it is said of the people, unless they are brought from there. */
static bool tells_whence(const struct finder *f, const struct draft *draft, size_t preposition)
{
	enum claim_kind kind = draft->claim.kind;

	return kind != CLAIM_EXTRADITED && kind != CLAIM_REPATRIATED && kind != CLAIM_DISPLACED && preposition > 0 &&
	       preposition < draft->group && f->clause.v[preposition - 1].sort == GROUP_NOUN &&
	       (noun_sets(f, preposition - 1) & f->sets.people);
}

/* "convicted in the bombings of two clubs [in Lund]": where the deed was done, not where the court sat. */
static bool is_of_deed(const struct finder *f, const struct draft *draft, size_t preposition)
{
	const struct clause *c = &f->clause;
	size_t noun = preposition - 1;

	if (preposition == 0 || (draft->claim.kind != CLAIM_CHARGED && draft->claim.kind != CLAIM_SENTENCED))
		return false;
	while (noun >= 2 && c->v[noun].sort == GROUP_NOUN && group_is(c, noun - 1, "of"))
		noun -= 2;
	return noun > draft->group && c->v[noun].sort == GROUP_NOUN && (noun_sets(f, noun) & f->sets.attack);
}

/* "killed four in Malmo, two days after a raid [in Lund]": where another event was. */
static bool is_of_earlier(const struct finder *f, const struct draft *draft, size_t preposition)
{
	const struct clause *c = &f->clause;

	return preposition > draft->group + 2 && c->v[preposition - 1].sort == GROUP_NOUN &&
	       (noun_sets(f, preposition - 1) & f->sets.attack) &&
	       (group_is(c, preposition - 2, "after before since following") ||
		       token_in(f->tokens, c->v[preposition - 2].last - 1, "after before since following"));
}

/* "the road [between] Lund and Malmo" */
static bool runs_between(const struct finder *f, size_t preposition)
{
	return preposition > 0 && group_is(&f->clause, preposition, "between") && f->clause.v[preposition - 1].sort == GROUP_NOUN &&
	       token_in(f->tokens, f->clause.v[preposition - 1].head, "road highway route border frontier boundary line railway");
}

/* The phrase after a preposition of place, or CLAUSE_NONE. */
static size_t place_after(const struct finder *f, const struct draft *draft, size_t preposition)
{
	const struct clause *c = &f->clause;
	size_t at = preposition + 1;

	if (c->v[preposition].sort != GROUP_PREPOSITION ||
		!(locative(f, draft, preposition) || runs_between(f, preposition)))
		return CLAUSE_NONE;
	if (preposition > 0 && group_is(c, preposition, "on") && c->v[preposition - 1].sort == GROUP_NOUN &&
		(noun_sets(f, preposition - 1) & f->sets.attack) && at < c->n &&
		!(c->v[at].proper && c->v[at].core == c->v[at].first) &&
		!(token_in(f->tokens, c->v[at].head, BORDERS) && place_of_place(f, at)))
		return CLAUSE_NONE; /* "an attack on the consulate": what, not where */
	if (preposition > 0 && c->v[preposition - 1].sort == GROUP_NOUN && c->v[preposition - 1].quantity &&
		c->v[preposition - 1].quantity->sort == QUANTITY_MEASURE && draft->claim.nplaces)
		return CLAUSE_NONE; /* "near Lund, 20 kilometers north of Malmo" */
	if (preposition > 0 && preposition - 1 != draft->group && c->v[preposition - 1].sort == GROUP_VERB &&
		token_in(f->tokens, c->v[preposition - 1].head, "based headquartered"))
		return CLAUSE_NONE; /* "a band based in Lund" */
	if (draft->claim.nplaces && is_of_earlier(f, draft, preposition))
		return CLAUSE_NONE;
	if (tie_gives_reason(f, draft, preposition) || is_of_deed(f, draft, preposition))
		return CLAUSE_NONE;
	while (at < c->n && c->v[at].sort == GROUP_OTHER)
		at++;
	if (at < c->n && token_in(f->tokens, c->v[at].head, "history"))
		return CLAUSE_NONE; /* "the deadliest attack in Freedonia's history" */
	if (at >= c->n || at == draft->object_group || names_source(f, at))
		return CLAUSE_NONE;
	/* "[citizens from the south] went to": whence they are is the object's own */
	return group_is(c, preposition, "from") &&
			       (inside(f, draft->claim.object, c->v[at].first) || tells_whence(f, draft, preposition))
		       ? CLAUSE_NONE
		       : at;
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
	       clause_preceded(&f->clause, i > draft->group ? i : draft->group,
		       GROUP_COORDINATOR);
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

/* Places tied to the trigger, as closely as asked; own: in its own part of a list with semicolons. */
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
	if (c->v[at].sort == GROUP_COMMA)
		at--;
	while (at >= 2 && c->v[at - 1].sort == GROUP_COMMA && is_place(f, at - 2, false))
		at -= 2; /* "in Malmo, Freedonia, where" */
	if (at >= 3 && group_is(c, at - 1, "in") && is_place(f, at - 2, c->v[at - 3].sort == GROUP_PREPOSITION))
		add_places(f, &draft->claim, at - 2); /* "in Malmo in southern Freedonia, where" */
	if (is_place(f, at, at > 0 && c->v[at - 1].sort == GROUP_PREPOSITION && locative(f, draft, at - 1)))
		add_places(f, &draft->claim, at);
}

static bool is_violent(enum claim_kind kind)
{
	return kind == CLAIM_KILLED || kind == CLAIM_WOUNDED || kind == CLAIM_ABDUCTED ||
	       kind == CLAIM_MISSING || kind == CLAIM_ATTACKS || kind == CLAIM_RESPONSIBILITY;
}

/* "Ten were killed, and a barge sank in the Hotz": a clause with a subject and a fact of its own. */
static bool in_others_clause(const struct finder *f, const struct draft *draft, size_t at)
{
	const struct clause *c = &f->clause;
	size_t verb = at, subject, i;

	while (verb > draft->group && !tie_finite(c, verb))
		verb--;
	subject = verb > draft->group ? clause_subject(c, verb) : CLAUSE_NONE;
	if (subject == CLAUSE_NONE || subject <= draft->group + 1 || subject >= verb || c->v[subject].quantity ||
		(noun_sets(f, subject) & (f->sets.attack | f->sets.cause)) ||
		c->v[subject - 1].sort != GROUP_COORDINATOR)
		return false;
	for (i = subject - 1; i > draft->group && (c->v[i].sort == GROUP_COORDINATOR || c->v[i].sort == GROUP_NOUN); i--)
		;
	if (c->v[i].sort == GROUP_SUBORDINATOR || c->v[i].sort == GROUP_RELATIVE)
		return false; /* "while boys and girls were in Lund": the coordinator stands between nouns */
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
	if (group != CLAUSE_NONE && group + 2 < c->n && c->v[group].sort == GROUP_NOUN && group_is(c, group + 1, "of") &&
		(noun_sets(f, group) & (f->sets.attack | f->sets.cause)) && is_place(f, group + 2, false))
		add_places(f, claim, group + 2);
}

/* For an incident also the first place of the sentence, in whichever clause. */
static void any_place(struct finder *f, struct draft *draft)
{
	size_t i, at;

	for (i = 0; i + 1 < f->clause.n; i++) {
		at = place_after(f, draft, i);
		if (at != CLAUSE_NONE && !in_other_item(&f->clause, draft->group, i) && group_is(&f->clause, i, "in at near on") && !in_others_clause(f, draft, at) &&
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

	if (draft->claim.kind == CLAIM_DISPLACED && next < c->n && c->v[draft->group].sort == GROUP_VERB &&
		token_in(f->tokens, c->v[draft->group].head, "flee fled fleeing flees left leave escaped") &&
		c->v[next].sort == GROUP_NOUN && is_place(f, next, true))
		add_places(f, &draft->claim, next);
}

/* "brought home ten women [who were held in Lund]": whence, told in a clause about those who come. */
static void camp_places(struct finder *f, struct draft *draft)
{
	const struct clause *c = &f->clause;
	size_t i, at;

	if (draft->claim.kind != CLAIM_REPATRIATED || c->v[draft->group].sort != GROUP_VERB)
		return;
	for (i = draft->group + 1; i < c->n && c->v[i].sort != GROUP_RELATIVE; i++)
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_COORDINATOR ? tie_finite(c, i + 1) : c->v[i].sort == GROUP_STOP)
			return;
	for (; i + 1 < c->n && c->v[i].sort != GROUP_STOP && c->v[i].sort != GROUP_COMMA; i++) {
		at = place_after(f, draft, i);
		if (at != CLAUSE_NONE && group_is(c, i, "in at near") && (is_place(f, at, true) || place_of_place(f, at))) {
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

	if (draft->claim.kind != CLAIM_ATTACKS && draft->claim.kind != CLAIM_KILLED && draft->claim.kind != CLAIM_WOUNDED)
		return;
	while (verb > 0 && !tie_finite(c, verb) && !tie_barrier(c, verb) && c->v[verb].sort != GROUP_COMMA)
		verb--;
	if (!tie_finite(c, verb) || c->v[verb].passive ||
		!token_in(f->tokens, c->v[verb].head,
			"suffer suffers suffered see sees saw seen experience experiences experienced face faces faced endure endured "
			"witness witnesses witnessed sustain sustained record records recorded register registers registered had has"))
		return;
	subject = clause_subject(c, verb);
	if (subject != CLAUSE_NONE && subject < verb && is_place(f, subject, false))
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
		add_place(f, claim, f->clause.v[draft->counted_group].core, f->clause.v[draft->counted_group].last);
		return;
	}
	row_places(f, claim);
	left_place(f, draft);
	if (!is_violent(claim->kind) && f->clause.v[draft->group].sort == GROUP_VERB && f->clause.v[draft->group].form != VERB_PARTICIPLE)
		tied_places(f, draft, TIE_INSIDE, false); /* "sent to Lund, and runs a school in Malmo" */
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
		((f->clause.v[draft->object_group].proper && is_place(f, draft->object_group, false)) || place_of_place(f, draft->object_group)))
		add_places(f, claim, draft->object_group); /* "attacked the town of Palma" */
	if (!claim->nplaces)
		any_place(f, draft);
	if (!claim->nplaces)
		experienced_place(f, draft);
}

/* Where in the text the phrase stands that the claim counts, or its trigger. */
static uint32_t figure_at(const struct finder *f, const struct draft *d)
{
	size_t group = d->group;

	if (d->counted_group < f->clause.n)
		group = d->counted_group;
	else if (d->object_group < f->clause.n && d->claim.kind != CLAIM_SHARE)
		group = d->object_group;
	return f->tokens->v[f->clause.v[group].first].span.start;
}

/* The figure that the place stands behind, the last before it; 0: it stands before all. */
static uint32_t figure_before(const struct finder *f, size_t first, struct str place)
{
	uint32_t at = (uint32_t)(place.p - f->tokens->text.p), found = 0, figure;
	size_t i;

	for (i = first; i < f->ndrafts; i++) {
		figure = f->drafts[i].structural || f->drafts[i].dropped ? 0 : figure_at(f, &f->drafts[i]);
		if (figure < at && figure > found)
			found = figure;
	}
	return found;
}

/* Of a draft with a place right behind its own figure, those behind the figures of others are theirs. */
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
