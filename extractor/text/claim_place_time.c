/* SPDX-License-Identifier: Apache-2.0
 *
 * When and where. Each time and place of the sentence is weighed by how it stands to the trigger:
 * right in its clause, leading the sentence, in a clause coordinated with it. */
#include "base/ascii.h"
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MAX_PLACES 4

enum tie { TIE_NONE = 0, TIE_EARLIER = 4, TIE_LATER = 5, TIE_INSIDE = 6, TIE_LEAD = 8, TIE_CLAUSE = 10 };

static bool is_barrier(const struct clause *c, size_t i)
{
	if (c->v[i].sort == GROUP_RELATIVE)
		return !group_is(c, i, "when");
	return c->v[i].sort == GROUP_SUBORDINATOR || (c->v[i].sort == GROUP_STOP && group_is(c, i, "; :"));
}

static bool is_finite(const struct clause *c, size_t i)
{
	return c->v[i].sort == GROUP_VERB && c->v[i].form == VERB_FINITE;
}

/* Nothing but marks and prepositions stands before it: "- 2 January:", "On March 24,". */
static bool leads(const struct clause *c, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (c->v[i].sort == GROUP_NOUN || c->v[i].sort == GROUP_VERB)
			return false;
	return true;
}

/* A participle or gerund takes what follows it: "a man convicted of robbery [last year]". */
static bool takes_over(const struct clause *c, size_t i)
{
	if (c->v[i].sort == GROUP_VERB &&
		token_in(c->tokens, c->v[i].head, "conducted carried launched staged mounted perpetrated"))
		return false; /* the event's own verb */
	return c->v[i].sort == GROUP_VERB && (c->v[i].form == VERB_PARTICIPLE || c->v[i].form == VERB_GERUND) &&
	       !(i > 0 && (c->v[i - 1].sort == GROUP_COMMA || c->v[i - 1].sort == GROUP_COORDINATOR));
}

struct between {
	bool verbs;   /* finite ones */
	bool barrier; /* another clause begins */
	bool speech;
	bool taken;
};

/* ", and the police run ...": another actor's clause. */
static bool other_subject(const struct clause *c, size_t trigger, size_t verb)
{
	size_t subject = clause_subject(c, verb);

	return subject != CLAUSE_NONE && subject > trigger;
}

static struct between look_between(const struct finder *f, size_t trigger, size_t from, size_t to)
{
	const struct clause *c = &f->clause;
	size_t subject = c->v[trigger].sort == GROUP_VERB ? clause_subject(c, trigger) : CLAUSE_NONE, i;
	bool lead = from < trigger && leads(c, from);
	struct between b = {0};

	for (i = from + 1; i < to; i++) {
		if (is_barrier(c, i) && !(group_is(c, i, "that") && i > 0 && attribution_verb(f, i - 1)) &&
			!(subject != CLAUSE_NONE && subject < i && to == trigger) &&
			!(lead && c->v[i].sort == GROUP_STOP))
			b.barrier = true;
		if (is_finite(c, i)) {
			if (from == trigger && other_subject(c, trigger, i))
				b.barrier = true;
			b.verbs = true;
			b.speech = b.speech || attribution_verb(f, i);
		}
		b.taken = b.taken || takes_over(c, i);
	}
	b.verbs = b.verbs && !lead;
	return b;
}

/* at stands in a relative clause to the trigger's subject. */
static bool in_relative(const struct finder *f, size_t trigger, size_t at)
{
	const struct clause *c = &f->clause;
	size_t subject = c->v[trigger].sort == GROUP_VERB ? clause_subject(c, trigger) : CLAUSE_NONE, i;

	if (subject == CLAUSE_NONE)
		return false;
	for (i = at; i-- > subject + 1;)
		if (c->v[i].sort == GROUP_RELATIVE)
			return true;
	return false;
}

/* "Founded in 2004, it has ...": at belongs to the participle that opens the sentence. */
static bool in_opening(const struct clause *c, size_t trigger, size_t at)
{
	size_t i;

	for (i = at; i < trigger && c->v[i].sort != GROUP_COMMA; i++)
		;
	if (i == trigger)
		return false;
	for (i = at; i-- > 0;) {
		if (c->v[i].sort == GROUP_COMMA || c->v[i].sort == GROUP_STOP)
			return false;
		if (c->v[i].sort == GROUP_VERB)
			return c->v[i].form == VERB_PARTICIPLE && i == 0;
	}
	return false;
}

/* How the group at is tied to the trigger, by what stands between. */
static enum tie tie_of(const struct finder *f, size_t trigger, size_t at)
{
	struct between b;

	if (at == trigger)
		return TIE_INSIDE;
	b = look_between(f, trigger, at < trigger ? at : trigger, at < trigger ? trigger : at);
	if (b.barrier || b.speech)
		return TIE_NONE;
	if (at < trigger && (in_relative(f, trigger, at) || in_opening(&f->clause, trigger, at)))
		return TIE_NONE;
	if (at < trigger)
		return b.verbs ? TIE_EARLIER : TIE_LEAD;
	if (b.taken)
		return TIE_NONE;
	return b.verbs ? TIE_LATER : TIE_CLAUSE;
}

/* The trigger's relative clause is about a noun that has a time in it: "the 2016 shooting, in which". */
static bool about_noun(const struct finder *f, size_t trigger, size_t at)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = trigger; i-- > at;) {
		if (is_finite(c, i) || c->v[i].sort == GROUP_STOP)
			return false;
		if (c->v[i].sort == GROUP_RELATIVE)
			break;
	}
	while (i > at + 1 && c->v[i - 1].sort != GROUP_NOUN)
		i--;
	return i > at && i - 1 == at && c->v[at].sort == GROUP_NOUN;
}

/* "the Anti-Terrorism Act of 2015": the year is part of a name. */
static bool names_year(const struct clause *c, size_t at)
{
	return at > 1 && group_is(c, at - 1, "of") && c->v[at - 2].sort == GROUP_NOUN && c->v[at - 2].proper;
}

static int time_weight(const struct finder *f, const struct draft *draft, const struct timex *t, size_t at)
{
	const struct clause *c = &f->clause;
	int weight = (int)tie_of(f, draft->group, at);

	if (c->v[at].sort == GROUP_NOUN) {
		if (about_noun(f, draft->group, at))
			return TIE_INSIDE;
		if (draft->claim.kind > CLAIM_ABDUCTED && draft->claim.kind != CLAIM_ATTACKS &&
			draft->claim.kind != CLAIM_RESPONSIBILITY && draft->claim.kind != CLAIM_EVALUATION)
			return TIE_NONE;
		if (weight && t->precision == TIMEX_YEAR)
			return TIE_EARLIER;
		return weight > TIE_INSIDE ? TIE_INSIDE : weight;
	}
	if (weight && names_year(c, at))
		return TIE_NONE + 1;
	return weight;
}

/* "said Sunday", "Friday said": the time of the saying, not of what is said. */
static bool dates_speech(const struct finder *f, size_t trigger, size_t time)
{
	const struct clause *c = &f->clause;
	size_t i;

	if (time > 0 && time - 1 != trigger && attribution_verb(f, time - 1))
		return true;
	if (time > 1 && c->v[time - 1].sort == GROUP_PREPOSITION && time - 2 != trigger &&
		attribution_verb(f, time - 2))
		return true;
	for (i = time + 1; i < c->n && !is_finite(c, i); i++)
		if (is_barrier(c, i))
			return false;
	return i < c->n && i != trigger && attribution_verb(f, i) && trigger > i;
}

static void take_time(struct claim *claim, const struct timex *t)
{
	claim->time = claim->modality == MODALITY_PLANNED ? t->ahead : t->period;
	claim->has_time = true;
}

static size_t group_of_token(const struct clause *c, uint32_t token)
{
	size_t i;

	for (i = 0; i + 1 < c->n && c->v[i].last <= token; i++)
		;
	return i;
}

/* "since the campaign began": a time, but none that we know. */
static bool since_event(const struct finder *f, size_t trigger)
{
	size_t i;

	for (i = trigger + 1; i < f->clause.n; i++)
		if (group_is(&f->clause, i, "since"))
			return true;
	return false;
}

void draft_time(struct finder *f, struct draft *draft)
{
	const struct timexes *times = f->input->reading.times;
	const struct timex *best = NULL;
	int weight, most = 0;
	size_t i;

	if (draft->compared) {
		draft->claim.has_time = draft->dated = draft->compared->resolved;
		if (draft->compared->resolved)
			take_time(&draft->claim, draft->compared);
		return;
	}
	for (i = timex_from(times, f->now->first); i < times->n && times->v[i].first < f->now->last; i++) {
		const struct timex *t = &times->v[i];
		size_t at;

		at = group_of_token(&f->clause, t->first);
		if (dates_speech(f, draft->group, at))
			continue;
		weight = time_weight(f, draft, t, at);
		if (weight > most) {
			most = weight;
			best = t;
		}
	}
	if (!best && since_event(f, draft->group))
		draft->dated = true;
	if (best && best->resolved)
		take_time(&draft->claim, best);
	draft->claim.has_time = best && best->resolved;
	draft->dated = draft->dated || best != NULL;
}

/* ------------------------------------------------------------------ places */

/* A name in the phrase: "Kunduz province", but not "the Turkish border". */
static bool has_name(const struct finder *f, const struct group *np)
{
	size_t i;

	for (i = np->core; i < np->last; i++)
		if (token_capitalised(f->tokens, i) && f->tokens->v[i].pos != POS_JJ &&
			!token_in(f->tokens, i, "the u.s. us"))
			return true;
	return false;
}

static bool is_place(const struct finder *f, size_t group, bool sure)
{
	const struct group *np = &f->clause.v[group];
	int entity = noun_entity(f, group);
	noun_set sets;

	if (np->sort != GROUP_NOUN || np->pronoun || np->quantity || !has_name(f, np))
		return false;
	sets = noun_sets(f, group);
	if (sets & f->sets.place)
		return true;
	if (entity)
		return entity == ENTITY_LOCATION;
	if (!np->proper || (sets & (f->sets.people | f->sets.agency | f->sets.group | f->sets.source |
					   f->sets.attack)))
		return false;
	return sure;
}

/* Slices of one phrase: "Sudan's troubled Darfur region" is two places. */
static void add_place(struct finder *f, struct claim *claim, size_t first, size_t last)
{
	size_t i, keep = first;

	if (claim->nplaces >= MAX_PLACES)
		return;
	for (i = first; i < last; i++)
		if (f->tokens->v[i].pos == POS_POS && i > first && i + 1 < last) {
			add_place(f, claim, i + 1, last);
			last = i;
			break;
		}
	for (i = first; i < last && !token_capitalised(f->tokens, i); i++)
		;
	if (i == last)
		return; /* "[Manila's] main airport" */
	while (keep + 1 < last && !token_capitalised(f->tokens, keep) &&
		!token_in(f->tokens, keep, "southern northern eastern western central southeastern southwestern "
					   "northeastern northwestern south north east west"))
		keep++;
	if (keep < last && token_in(f->tokens, keep, "the"))
		keep++;
	if (keep >= last)
		return;
	for (i = 0; i < claim->nplaces; i++)
		if (str_eq(claim->places[i], tokens_text(f->tokens, keep, last)))
			return;
	claim->places[claim->nplaces++] = tokens_text(f->tokens, keep, last);
}

/* After a place, a short name that nothing else is known of is a place as well. */
static bool may_go_on(const struct finder *f, size_t group)
{
	const struct group *np = &f->clause.v[group];

	return np->sort == GROUP_NOUN && np->proper && !np->quantity &&
	       noun_entity(f, group) != ENTITY_NATIONALITY &&
	       !(noun_sets(f, group) & (f->sets.source | f->sets.agency | f->sets.group)) &&
	       np->last - np->core <= 2;
}

/* "[in] Tchoma Bangou and Zaroumdareye, Tillabéri region": the phrase and those that go on. */
static void add_places(struct finder *f, struct claim *claim, size_t at)
{
	const struct clause *c = &f->clause;

	for (;;) {
		/* "the city of Ramadi" */
		if (at + 2 < c->n && group_is(c, at + 1, "of") && is_place(f, at + 2, true) &&
			!c->v[at].proper)
			at += 2;
		/* "the capital, Accra" */
		if (at + 2 < c->n && !c->v[at].proper && (noun_sets(f, at) & f->sets.place) &&
			!has_name(f, &c->v[at]) && c->v[at + 1].sort == GROUP_COMMA &&
			is_place(f, at + 2, true))
			at += 2;
		if (has_name(f, &c->v[at]))
			add_place(f, claim, c->v[at].core, c->v[at].last);
		if (at + 2 >= c->n ||
			(c->v[at + 1].sort != GROUP_COMMA && c->v[at + 1].sort != GROUP_COORDINATOR) ||
			!(is_place(f, at + 2, true) || may_go_on(f, at + 2)) ||
			(at + 3 < c->n && c->v[at + 3].sort == GROUP_VERB))
			return;
		at += 2;
	}
}

/* Between a source and its verb, places belong to the source. */
static bool names_source(const struct finder *f, size_t at)
{
	size_t i;

	for (i = 0; i < f->nattributions; i++) {
		const struct attribution *a = &f->attributions[i];

		if (a->speaker != CLAUSE_NONE && a->verb != CLAUSE_NONE && at > a->speaker && at < a->verb)
			return true;
	}
	return false;
}

/* Claims that have an origin and a destination. */
static bool moves(enum claim_kind kind)
{
	return kind == CLAIM_DEPLOYED || kind == CLAIM_EXTRADITED || kind == CLAIM_REPATRIATED ||
	       kind == CLAIM_RECRUITED || kind == CLAIM_ABDUCTED;
}

static bool locative(const struct finder *f, const struct draft *d, size_t preposition)
{
	const struct clause *c = &f->clause;
	const char *movement = "in at near from to outside across around inside into on along throughout";

	if (group_is(c, preposition, "in at near outside across around inside throughout along"))
		return true;
	if (d->claim.kind >= CLAIM_AGENCY)
		return false;
	if (group_is(c, preposition, "south north east west"))
		return true;
	return group_is(c, preposition, movement) || (moves(d->claim.kind) && group_is(c, preposition, "for"));
}

/* "April 17 | Patikul, Sulu | ...": a cell that holds nothing but names. */
static void row_places(struct finder *f, struct claim *claim)
{
	const struct clause *c = &f->clause;
	size_t i;

	for (i = 1; i < c->n; i++) {
		if (!group_is(c, i - 1, "|") || c->v[i].sort != GROUP_NOUN || !c->v[i].proper)
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
	return group_is(c, at, "in at near outside across inside throughout from south north") ||
	       (moves(kind) && group_is(c, at, "to into for"));
}

void draft_places(struct finder *f, struct draft *draft)
{
	const struct clause *c = &f->clause;
	struct claim *claim = &draft->claim;
	size_t i, at;

	claim->places = arena_zalloc(f->arena, MAX_PLACES, sizeof(*claim->places));
	if (draft->structural && claim->kind != CLAIM_RESPONSIBILITY && claim->kind != CLAIM_PROGRAMME &&
		claim->kind != CLAIM_SYSTEM)
		return;
	row_places(f, claim);
	for (i = 0; i + 1 < c->n; i++) {
		if (c->v[i].sort != GROUP_PREPOSITION || !locative(f, draft, i))
			continue;
		at = i + 1;
		while (at < c->n && c->v[at].sort == GROUP_OTHER)
			at++;
		if (at >= c->n || at == draft->object_group || names_source(f, at))
			continue;
		if (!is_place(f, at, sure_preposition(c, claim->kind, i)) &&
			!(at + 2 < c->n && c->v[at].sort == GROUP_NOUN && (noun_sets(f, at) & f->sets.place) &&
				group_is(c, at + 1, "of") && is_place(f, at + 2, true)))
			continue;
		if (tie_of(f, draft->group, i) >= TIE_LATER)
			add_places(f, claim, at);
	}
}

/* ------------------------------------------------------------------ other sentences */

/* Kinds that one incident has together. */
static int family(enum claim_kind kind)
{
	switch (kind) {
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
	case CLAIM_ABDUCTED:
	case CLAIM_MISSING:
	case CLAIM_ATTACKS: return 1;
	case CLAIM_ARRESTED:
	case CLAIM_DISRUPTED:
	case CLAIM_SEIZED: return 2;
	default: return 0;
	}
}

/* The last word of the object, by which two claims may speak of the same people. */
static bool same_people(const struct claim *a, const struct claim *b)
{
	size_t i = a->object.n, j = b->object.n;
	struct str x, y;

	while (i > 0 && a->object.p[i - 1] != ' ')
		i--;
	while (j > 0 && b->object.p[j - 1] != ' ')
		j--;
	x = str_slice(a->object, i, a->object.n);
	y = str_slice(b->object, j, b->object.n);
	return x.n > 0 && str_case_eq(x, y);
}

static bool same_facts(const struct claim *x, const struct claim *y)
{
	return x->kind == y->kind && same_people(x, y) &&
	       (!x->has_value || !y->has_value || x->value == y->value);
}

/* No list item or table row begins between the two. */
static bool same_item(const struct finder *f, uint32_t low, uint32_t high)
{
	uint32_t i;

	for (i = low + 1; i <= high; i++)
		if (f->tokens->sentences[i].kind == SENTENCE_ITEM && f->tokens->sentences[i].paragraph)
			return false;
	return true;
}

static bool same_event(const struct finder *f, const struct draft *a, const struct draft *b, bool place)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	uint32_t low = a->sentence < b->sentence ? a->sentence : b->sentence;
	uint32_t high = a->sentence < b->sentence ? b->sentence : a->sentence;

	if (same_facts(x, y) && (high - low <= 2 || (x->has_value && x->value > 1)))
		return true;
	if (high - low > 2 || !family(x->kind) || !family(y->kind))
		return false;
	if (f->input->anchor.reporting_year && family(x->kind) != family(y->kind))
		return false;
	if (x->has_time && y->has_time && a->dated && b->dated &&
		(x->time.start != y->time.start || x->time.end != y->time.end))
		return false;
	return (place || family(x->kind) == family(y->kind)) && same_item(f, low, high);
}

static void share_time(const struct finder *f, struct draft *d, const struct draft *o)
{
	if (d->dated || d->claim.has_time || !o->claim.has_time || !o->dated || o->compared ||
		!same_event(f, d, o, false))
		return;
	d->claim.time = o->claim.time;
	d->claim.has_time = true;
}

static void share_places(const struct finder *f, struct draft *d, const struct draft *o)
{
	if (d->claim.nplaces || !o->claim.nplaces || !same_event(f, d, o, true))
		return;
	d->claim.places = o->claim.places;
	d->claim.nplaces = o->claim.nplaces;
}

#define MAX_SHARING 1000 /* drafts of a text whose kinds are compared each with each */

/* Without a reporting year: the only time that the text gives for the kind. */
static void share_only_time(struct finder *f, struct draft *d)
{
	const struct draft *found = NULL;
	size_t i;

	if (f->ndrafts > MAX_SHARING || f->input->anchor.reporting_year || d->dated || d->claim.has_time ||
		d->claim.modality != MODALITY_ASSERTED || d->claim.kind > CLAIM_ATTACKS)
		return;
	for (i = 0; i < f->ndrafts; i++) {
		const struct draft *o = &f->drafts[i];

		if (o->claim.kind != d->claim.kind || !o->dated || o->dropped)
			continue;
		if (!o->claim.has_time || (found && (found->claim.time.start != o->claim.time.start ||
							    found->claim.time.end != o->claim.time.end)))
			return;
		found = o;
	}
	if (found && found->claim.time.start == found->claim.time.end) {
		d->claim.time = found->claim.time;
		d->claim.has_time = true;
	}
}

#define NEIGHBOURS 8 /* drafts to either side that may be of the same event */

void drafts_share(struct finder *f)
{
	size_t i, gap;

	for (i = 0; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];

		if (d->structural || d->dropped)
			continue;
		for (gap = 1; gap < NEIGHBOURS; gap++) {
			const struct draft *before = i >= gap ? &f->drafts[i - gap] : NULL;
			const struct draft *after = i + gap < f->ndrafts ? &f->drafts[i + gap] : NULL;

			if (before && !before->structural && !before->dropped) {
				share_time(f, d, before);
				share_places(f, d, before);
			}
			if (after && !after->structural && !after->dropped) {
				share_time(f, d, after);
				share_places(f, d, after);
			}
		}
		share_only_time(f, d);
	}
}
