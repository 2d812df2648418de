/* SPDX-License-Identifier: Apache-2.0
 *
 * Prepositions of place: which phrase behind one tells where a claim's fact took place, and which
 * tells of something else. */
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
	for (from++; from < to &&
		     (c->v[from].sort == GROUP_NOUN || c->v[from].sort == GROUP_PREPOSITION);
		from++)
		;
	return from >= to;
}

/* "Nine were killed, the army said [in Lund].": where the words were said, and nothing follows
 * that they tell of. */
static bool is_of_words(const struct finder *f, const struct attribution *a, size_t at)
{
	return at > a->verb && a->first == f->now->first && a->verb > 2 &&
	       !finite_between(&f->clause, a->verb, f->clause.n) &&
	       runs_on(&f->clause, a->verb, at);
}

/* Between a source and its verb, places belong to the source. */
static bool names_source(const struct finder *f, size_t at)
{
	size_t i, subject;

	for (i = 0; i < f->nattributions; i++) {
		const struct attribution *a = &f->attributions[i];

		if (a->speaker == CLAUSE_NONE)
			continue;
		if (a->verb == CLAUSE_NONE && at > a->speaker &&
			runs_on(&f->clause, a->speaker, at))
			return true; /* "according to an agency in Lund, ..." */
		if (a->verb != CLAUSE_NONE && is_of_words(f, a, at))
			return true;
		if (a->verb == CLAUSE_NONE || at >= a->verb)
			continue;
		subject = clause_subject(&f->clause, a->verb);
		if ((at > a->speaker && !finite_between(&f->clause, a->speaker, at)) ||
			(subject < a->speaker && at > subject))
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

bool locative(const struct finder *f, const struct draft *d, size_t preposition)
{
	const struct clause *c = &f->clause;
	const char *movement =
		"in at near from to outside across around inside into on along throughout within";

	if (group_is(c, preposition,
		    "in at near off outside across around inside throughout along within"))
		return true;
	if (d->claim.kind >= CLAIM_AGENCY)
		return false;
	if (group_is(c, preposition, "south north east west"))
		return true;
	return group_is(c, preposition, movement) ||
	       (moves(d->claim.kind) && d->claim.kind != CLAIM_ABDUCTED &&
		       group_is(c, preposition, "for"));
}

bool sure_preposition(const struct clause *c, enum claim_kind kind, size_t at)
{
	return group_is(c, at,
		       "in at near off outside across inside throughout within south north "
		       "between") ||
	       (kind > CLAIM_WOUNDED && group_is(c, at, "from")) || /* not "died from ebola" */
	       (kind == CLAIM_ATTACKS && group_is(c, at, "into")) ||
	       (moves(kind) && group_is(c, at, kind == CLAIM_ABDUCTED ? "to into" : "to into for"));
}

static bool inside(const struct finder *f, struct str slot, uint32_t token)
{
	const char *p = f->tokens->text.p + f->tokens->v[token].span.start;

	return slot.n && p >= slot.p && p < slot.p + slot.n;
}

/* "ten men from Lund [were held in Malmo]": it is said of the people, unless they are brought
 * from there. */
static bool tells_whence(const struct finder *f, const struct draft *draft, size_t preposition)
{
	enum claim_kind kind = draft->claim.kind;
	const struct group *who = &f->clause.v[preposition - (preposition > 0)];
	bool people;

	if (preposition == 0 || who->sort != GROUP_NOUN)
		return false;
	people = noun_sets(f, preposition - 1) & f->sets.people;
	if (preposition < draft->group)
		return people && kind != CLAIM_EXTRADITED && kind != CLAIM_REPATRIATED &&
		       kind != CLAIM_DISPLACED;
	/* "killed ten men from Lund", "including two from Lund", but "took ten from Lund
	 * hospital" */
	return (kind <= CLAIM_WOUNDED || (kind >= CLAIM_ARRESTED && kind <= CLAIM_SENTENCED)) &&
	       (people || (who->bare && who->quantity && who->quantity->sort == QUANTITY_COUNT)) &&
	       !(noun_sets(f, preposition + 1) & (f->sets.place | f->sets.site));
}

/* "convicted in the bombings of two clubs [in Lund]": where the deed was done, not where the
 * court sat. */
static bool is_of_deed(const struct finder *f, const struct draft *draft, size_t preposition)
{
	const struct clause *c = &f->clause;
	size_t noun = preposition - 1;

	if (preposition == 0 ||
		(draft->claim.kind != CLAIM_CHARGED && draft->claim.kind != CLAIM_SENTENCED))
		return false;
	while (noun >= 2 && c->v[noun - 2].sort == GROUP_NOUN && group_is(c, noun - 1, "of"))
		noun -= 2;
	return noun > draft->group && c->v[noun].sort == GROUP_NOUN &&
	       (noun_sets(f, noun) & f->sets.attack);
}

/* "killed four in Malmo, two days after a raid [in Lund]": where another event was. */
static bool is_of_earlier(const struct finder *f, const struct draft *draft, size_t preposition)
{
	const struct clause *c = &f->clause;

	return preposition > draft->group + 2 && c->v[preposition - 1].sort == GROUP_NOUN &&
	       (noun_sets(f, preposition - 1) & f->sets.attack) &&
	       (group_is(c, preposition - 2, "after before since following") ||
		       token_in(f->tokens, c->v[preposition - 2].last - 1,
			       "after before since following"));
}

#define OWNED_THINGS \
	"list lists behalf orders order request side agenda soldiers forces troops army police " \
	"people"

/* "Freedonia's list": what belongs to a place and is none. */
static bool is_owned_thing(const struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];
	uint32_t i;

	size_t owned = group + 2;

	for (i = np->core; np->sort == GROUP_NOUN && i < np->head; i++)
		if (token_in(f->tokens, i, "'s '"))
			return token_in(f->tokens, np->head, OWNED_THINGS);
	while (owned < f->clause.n && f->clause.v[owned].sort == GROUP_ADVERB)
		owned++;
	return owned < f->clause.n && group_is(&f->clause, group + 1, "'s '") &&
	       token_in(f->tokens, f->clause.v[owned].head, OWNED_THINGS);
}

/* "the road [between] Lund and Malmo" */
static bool runs_between(const struct finder *f, size_t preposition)
{
	return preposition > 0 && group_is(&f->clause, preposition, "between") &&
	       f->clause.v[preposition - 1].sort == GROUP_NOUN &&
	       token_in(f->tokens, f->clause.v[preposition - 1].head,
		       "road highway route border frontier boundary line railway");
}

size_t place_after(const struct finder *f, const struct draft *draft, size_t preposition)
{
	const struct clause *c = &f->clause;
	size_t at = preposition + 1;

	if (c->v[preposition].sort != GROUP_PREPOSITION ||
		!(locative(f, draft, preposition) || runs_between(f, preposition)))
		return CLAUSE_NONE;
	if (preposition > 0 && group_is(c, preposition, "on") &&
		c->v[preposition - 1].sort == GROUP_NOUN &&
		(noun_sets(f, preposition - 1) & f->sets.attack) && at < c->n &&
		!(c->v[at].proper && c->v[at].core == c->v[at].first) &&
		!(token_in(f->tokens, c->v[at].head, BORDERS) && place_of_place(f, at)))
		return CLAUSE_NONE; /* "an attack on the consulate": what, not where */
	if (preposition > 0 && c->v[preposition - 1].sort == GROUP_NOUN &&
		c->v[preposition - 1].quantity &&
		c->v[preposition - 1].quantity->sort == QUANTITY_MEASURE && draft->claim.nplaces)
		return CLAUSE_NONE; /* "near Lund, 20 kilometers north of Malmo" */
	if (preposition > 0 && preposition - 1 != draft->group &&
		c->v[preposition - 1].sort == GROUP_VERB &&
		token_in(f->tokens, c->v[preposition - 1].head, "based headquartered"))
		return CLAUSE_NONE; /* "a band based in Lund" */
	if (draft->claim.nplaces && is_of_earlier(f, draft, preposition))
		return CLAUSE_NONE;
	if (tie_gives_reason(f, draft, preposition) || is_of_deed(f, draft, preposition))
		return CLAUSE_NONE;
	if (preposition > 0 && group_is(c, preposition, "for with") &&
		c->v[preposition - 1].sort == GROUP_VERB &&
		token_in(f->tokens, c->v[preposition - 1].head,
			"fight fighting fought volunteer volunteering work working"))
		return CLAUSE_NONE; /* "went to Lund to fight for the Army": for whom */
	while (at < c->n && c->v[at].sort == GROUP_OTHER)
		at++;
	if (at < c->n && group_is(c, preposition, "on") && is_owned_thing(f, at))
		return CLAUSE_NONE; /* "was on Freedonia's most wanted list" */
	if (at < c->n && token_in(f->tokens, c->v[at].head, "history"))
		return CLAUSE_NONE; /* "the deadliest attack in Freedonia's history" */
	if (at >= c->n || at == draft->object_group || names_source(f, at))
		return CLAUSE_NONE;
	/* "[citizens from the south] went to": whence they are is the object's own */
	return group_is(c, preposition, "from") &&
			       (inside(f, draft->claim.object, c->v[at].first) ||
				       tells_whence(f, draft, preposition))
		       ? CLAUSE_NONE
		       : at;
}
