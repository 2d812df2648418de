/* SPDX-License-Identifier: Apache-2.0 */
#include "text/claim_tie.h"
#include "text/phrase.h"
#include "text/tag.h"

/* The trigger's relative clause is about a noun that has a time in it: "the 2016 shooting, in
 * which". */
static bool about_noun(const struct finder *f, size_t trigger, size_t at)
{
	const struct clause *c = &f->clause;
	size_t i, of;

	for (i = trigger; i > at && c->v[i - 1].sort != GROUP_RELATIVE; i--)
		if (tie_finite(c, i - 1) || c->v[i - 1].sort == GROUP_STOP)
			return false;
	if (i-- <= at)
		return false; /* no relative word stands between */
	while (i > at + 1 && c->v[i - 1].sort != GROUP_NOUN)
		i--;
	if (i <= at)
		return false;
	i--;
	while (i > at &&
		(of = clause_preposition(
			 c, i > at + 2 && c->v[i - 1].sort == GROUP_COMMA && c->v[i].proper ? i - 2
											    : i)) !=
			CLAUSE_NONE &&
		of > at && c->v[of - 1].sort == GROUP_NOUN)
		i = of - 1; /* "the attack in Istanbul, Turkey, in which" */
	return i == at || (i == at + 1 && c->v[at].sort == GROUP_TIME);
}

/* "the Anti-Terrorism Act of 2015": the year is part of a name. */
static bool names_year(const struct clause *c, size_t at)
{
	return at > 1 && group_is(c, at - 1, "of") && c->v[at - 2].sort == GROUP_NOUN &&
	       c->v[at - 2].proper;
}

/* "Roe, a member of the group, was held [on Friday]": a noun that only describes has no part in
 * the time. */
static bool is_apposition(const struct finder *f, const struct draft *draft, size_t at)
{
	size_t i;

	if (draft->claim.kind != CLAIM_MEMBERSHIP || f->clause.v[draft->group].sort != GROUP_NOUN ||
		(draft->group > 0 &&
			group_is(&f->clause, draft->group - 1, "as"))) /* "served as a member" */
		return false;
	for (i = draft->group; i < at; i++)
		if (tie_finite(&f->clause, i))
			return true;
	return at < draft->group;
}

/* "40 deaths were reported in 2018": with a month or year it is what is counted that is dated,
 * not the report. */
static bool reported_of(
	const struct finder *f, const struct draft *draft, const struct timex *t, size_t at)
{
	const struct clause *c = &f->clause;
	size_t verb = at;

	if (t->precision < TIMEX_MONTH || c->v[draft->group].sort != GROUP_NOUN ||
		at <= draft->group)
		return false;
	while (verb > draft->group && c->v[verb].sort != GROUP_VERB)
		verb--;
	return verb > draft->group && tie_finite(c, verb) && c->v[verb].passive &&
	       clause_subject(c, verb) == draft->group &&
	       token_in(f->tokens, c->v[verb].head,
		       "reported recorded registered documented observed noted counted seen");
}

/* "A man was held last week, and the band [has claimed] two raids": another's deed, and not of
 * that week. */
static bool has_since_done(const struct finder *f, size_t trigger, size_t at)
{
	const struct clause *c = &f->clause;
	size_t subject = c->v[trigger].sort == GROUP_VERB && c->v[trigger].perfect
				 ? clause_subject(c, trigger)
				 : CLAUSE_NONE,
	       i;

	if (subject == CLAUSE_NONE || subject <= at || subject >= trigger ||
		c->v[subject - 1].sort != GROUP_COORDINATOR)
		return false;
	for (i = 0; i < at && !tie_finite(c, i); i++)
		;
	return i < at;
}

static int time_weight(
	const struct finder *f, const struct draft *draft, const struct timex *t, size_t at)
{
	const struct clause *c = &f->clause;
	int weight = (int)tie_of(f, draft->group, at);

	if (weight < TIE_LATER && reported_of(f, draft, t, at))
		return TIE_LATER;
	if (weight == TIE_CLAUSE && tie_gives_reason(f, draft, at))
		return TIE_NONE;
	if ((weight == TIE_EARLIER || weight == TIE_LEAD) && has_since_done(f, draft->group, at))
		return TIE_NONE;
	if (weight && weight != TIE_INSIDE && is_apposition(f, draft, at))
		return TIE_NONE;
	if (weight == TIE_SEGMENT && (t->since || t->until || draft->claim.kind > CLAIM_ABDUCTED))
		return TIE_NONE;

	if (weight == TIE_NONE && c->v[at].sort == GROUP_TIME && at < draft->group &&
		about_noun(f, draft->group, at))
		return TIE_INSIDE;
	if (c->v[at].sort == GROUP_NOUN) {
		if (about_noun(f, draft->group, at))
			return TIE_INSIDE;
		if (draft->claim.kind > CLAIM_ABDUCTED && draft->claim.kind != CLAIM_ATTACKS &&
			draft->claim.kind != CLAIM_RESPONSIBILITY &&
			draft->claim.kind != CLAIM_EVALUATION)
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
	for (i = time + 1; i < c->n && !tie_finite(c, i); i++)
		if (tie_barrier(c, i))
			return false;
	return i < c->n && i != trigger && attribution_dates(f, i) && trigger > i;
}

/* "On Friday, officials said": what they tell of has a day of its own, if any. */
static bool leads_speech(const struct clause *c, size_t time)
{
	return time == 0 || (time == 1 && c->v[0].sort == GROUP_PREPOSITION);
}

/* "earlier Tuesday" is past, also for what was only tried. */
#define SLACK_DAYS 7 /* days of publication are not always right */

/* What has happened did not happen next year. */
static bool yet_to_come(const struct finder *f, const struct draft *draft, const struct timex *t)
{
	int32_t published = f->input->anchor.published;

	return published != DAY_NONE && t->resolved && t->period.start != DAY_NONE &&
	       t->period.start > published + SLACK_DAYS &&
	       draft->claim.modality == MODALITY_ASSERTED && !draft->structural;
}

#define COMPARED_TOKENS 12 /* from the words that compare to the time */

/* What stands right before the word at is set beside something told earlier. */
static bool opens_comparison(const struct tokens *tokens, uint32_t at)
{
	if (token_in(tokens, at - 1, "with to"))
		return token_in(tokens, at - 2, "compared comparison contrast opposed");
	/* "lower than their peak in 2014", "more than were seen in 2009", but not "more than a
	 * dozen in 2009" */
	if (token_in(tokens, at - 1, "than"))
		return !token_in(tokens, at - 2, "more less fewer rather other") ||
		       (!token_in(tokens, at, "half double twice") &&
			       (pos_is_verb(tokens->v[at].pos) ||
				       token_in(tokens, at, "in during")));
	if (!token_in(tokens, at - 1, "against"))
		return false;
	return token_in(tokens, at - 2, "as") || /* but not "charges against four men" */
	       (tokens->v[at].pos == POS_CD && token_in(tokens, at + 1, "in during for over"));
}

/* "compared with 226 in 2019", "as against 40 raids in 2007", "a decrease from 2020": the words
 * stand some way before. */
static bool compared_before(
	const struct finder *f, const struct draft *draft, const struct timex *t)
{
	const struct tokens *tokens = f->tokens;
	uint32_t i = t->first, least = f->now->first + COMPARED_TOKENS < t->first
					       ? t->first - COMPARED_TOKENS
					       : f->now->first + 1;

	if (i >= f->now->first + 2 && token_in(tokens, i - 1, "from") &&
		token_in(tokens, i - 2,
			"decrease increase decline reduction drop fall rise jump surge"))
		return true;
	for (; i > least && !token_in(tokens, i - 1, ", ; : ( ) when where which who that"); i--)
		if (opens_comparison(tokens, i))
			return draft->token < i || token_in(tokens, t->last, ",");
	return false;
}

/* "an increase over the previous year", "up from the year before" */
static bool over_previous(const struct finder *f, const struct timex *t)
{
	uint32_t i =
		t->first - (t->first > f->now->first && token_in(f->tokens, t->first - 1, "the"));

	return i > f->now->first && token_in(f->tokens, i - 1, "over on from against") &&
	       (token_in(f->tokens, t->first, "previous") ||
		       token_in(f->tokens, t->last - 1, "before earlier"));
}

/* "a tenth fewer than in 2018", "a reduction on 2018", "compared with 2018": the time of what is
 * only compared. */
static bool is_compared(const struct finder *f, const struct timex *t, size_t at)
{
	const struct clause *c = &f->clause;

	if ((at > 1 && group_is(c, at - 1, "with to") &&
		    token_in(f->tokens, c->v[at - 2].last - 1, "compared comparison relative")) ||
		over_previous(f, t))
		return true;
	/* "during the same period last year" */
	if (t->precision >= TIMEX_MONTH && t->first > f->now->first + 1 &&
		token_in(f->tokens, t->first - 1, "period timeframe time months quarter half") &&
		(token_in(f->tokens, t->first - 2, "same") ||
			token_in(f->tokens, t->first - 2, "corresponding")))
		return true;
	return group_is(c, at - (at > 0), "than") || group_is(c, at - (at > 1 ? 2 : 0), "than") ||
	       (t->precision == TIMEX_YEAR && at > 1 && c->v[at].sort == GROUP_TIME &&
		       group_is(c, at - 1, "on") && c->v[at - 2].sort == GROUP_NOUN &&
		       !group_is(c, at + 1, "when"));
}

/* "the highest number since 2017": no time of what is counted. */
static bool since_record(const struct finder *f, const struct timex *t, size_t at)
{
	const struct clause *c = &f->clause;
	uint32_t i;

	if (!t->since || at == 0 || c->v[at - 1].sort != GROUP_NOUN)
		return false;
	for (i = c->v[at - 1].first; i < c->v[at - 1].head; i++)
		if (token_in(f->tokens, i,
			    "highest lowest deadliest worst largest smallest biggest bloodiest"))
			return true;
	return false;
}

/* "On Monday, a judge ordered the army to free ten": the day of the order, which is past; so is
 * "ordered on Monday". */
static bool dates_order(const struct finder *f, size_t trigger, const struct timex *t)
{
	const struct clause *c = &f->clause;
	size_t verb, at;

	for (at = 0; at + 1 < c->n && c->v[at].last <= t->first; at++)
		;
	for (verb = at; verb < trigger && verb < c->n && !tie_finite(c, verb); verb++)
		;
	return at < trigger && verb < trigger && f->tokens->v[c->v[verb].head].pos == POS_VBD &&
	       !c->v[verb].future;
}

static void take_time(const struct finder *f, struct claim *claim, const struct timex *t)
{
	bool earlier = token_in(f->tokens, t->first, "earlier") ||
		       (t->first > 0 && token_in(f->tokens, t->first - 1, "earlier"));

	claim->time = claim->modality == MODALITY_PLANNED && !earlier ? t->ahead : t->period;
	claim->has_time = true;
}

/* "since its formation in 2007": the time opens a stretch, whatever stands before it. */
static bool opens_stretch(const struct finder *f, size_t trigger, const struct timex *t)
{
	const struct clause *c = &f->clause;
	uint32_t i = t->first;
	size_t k;

	for (k = 0; k < trigger; k++)
		if (c->v[k].first > t->first && c->v[k].sort == GROUP_RELATIVE)
			return false; /* "since the blast in May that killed ten" */
	if (i < f->now->first + 3 || !token_in(f->tokens, i - 1, "in on"))
		return false;
	for (i -= 1; i > f->now->first && i + 6 > t->first && !token_in(f->tokens, i, ", ; ."); i--)
		if (token_in(f->tokens, i - 1, "since") &&
			token_in(f->tokens, i, "its their his her the"))
			return true;
	return false;
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

/* The time of a figure that is set beside another. */
static bool dates_comparison(const struct finder *f, const struct timex *t)
{
	size_t i;

	for (i = f->ndrafts; i-- > 0 && f->drafts[i].sentence == f->sentence;)
		if (f->drafts[i].compared == t)
			return true;
	return false;
}

#define TIE_OWN 100 /* before all others */

/* "12 people in 2019, 15 in 2020 and 21 in 2021", "ten in Lund on Monday": each has its own. */
static bool follows_object(const struct finder *f, const struct draft *draft, size_t time)
{
	const struct clause *c = &f->clause;
	size_t object = draft->counted_group < c->n && draft->object_group < draft->counted_group
				? draft->counted_group
				: draft->object_group;

	while (object != CLAUSE_NONE && object + 2 < c->n &&
		c->v[object + 1].sort == GROUP_COORDINATOR && c->v[object + 2].sort == GROUP_NOUN &&
		!c->v[object + 2].quantity)
		object += 2; /* "19 women and children" */
	if (object != CLAUSE_NONE && object + 2 < time && c->v[object + 1].sort == GROUP_VERB &&
		c->v[object + 1].form == VERB_PARTICIPLE &&
		token_in(f->tokens, c->v[object + 1].head,
			"recorded reported registered documented made"))
		object++; /* "254 arrests recorded in 2020" */
	while (object != CLAUSE_NONE && object + 2 < time && c->v[object].quantity &&
		group_is(c, object + 1, "in at near") && c->v[object + 2].sort == GROUP_NOUN &&
		(object + 3 == time ||
			(object + 4 == time && c->v[object + 3].sort == GROUP_PREPOSITION)))
		object += 2;
	return object != CLAUSE_NONE && !names_year(c, time) &&
	       (time == object + 1 ||
		       (time == object + 2 && c->v[object + 1].sort == GROUP_PREPOSITION));
}

/* "the December 10 arrest of": the noun that tells of it has a time in it. */
static bool stands_inside(const struct finder *f, const struct draft *draft, const struct timex *t)
{
	const struct group *g = &f->clause.v[draft->group];

	return g->sort == GROUP_NOUN && t->first >= g->first && t->last <= g->head &&
	       t->precision <= TIMEX_MONTH;
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
			take_time(f, &draft->claim, draft->compared);
		return;
	}
	for (i = timex_from(times, f->now->first); i < times->n && times->v[i].first < f->now->last;
		i++) {
		const struct timex *t = &times->v[i];
		size_t at;

		at = group_of_token(&f->clause, t->first);
		draft->dated = draft->dated ||
			       (leads_speech(&f->clause, at) && dates_speech(f, draft->group, at));
		if (yet_to_come(f, draft, t) ||
			(dates_speech(f, draft->group, at) && !reported_of(f, draft, t, at)) ||
			dates_comparison(f, t) || is_compared(f, t, at) ||
			compared_before(f, draft, t) || since_record(f, t, at))
			continue;
		weight = time_weight(f, draft, t, at);
		if (stands_inside(f, draft, t) || (weight && follows_object(f, draft, at)))
			weight += TIE_OWN;
		/* of two that lead, the nearer: "BAGHDAD, April 6 - On April 5, forces ..." */
		if (weight > most ||
			(weight == most && (weight == TIE_LEAD || weight == TIE_EARLIER))) {
			most = weight;
			best = t;
		}
	}
	draft->when = best;
	if (!best && since_event(f, draft->group))
		draft->dated = true;
	if (best && best->resolved)
		take_time(f, &draft->claim, best);
	if (best && best->resolved && draft->claim.kind == CLAIM_STATEMENT)
		draft->claim.time =
			best->period; /* "voted on Sunday to urge": a word, and spoken */
	else if (best && best->resolved && draft->claim.modality == MODALITY_PLANNED &&
		 dates_order(f, draft->group, best))
		best = NULL; /* nobody knows when it is to be done */
	if (best && best->resolved && !best->since && !best->until &&
		opens_stretch(f, draft->group, best))
		draft->claim.time.end = DAY_NONE;
	draft->claim.has_time = best && best->resolved;
	draft->dated = draft->dated || draft->when != NULL;
}
