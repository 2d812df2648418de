/* SPDX-License-Identifier: Apache-2.0
 *
 * Times and places that another sentence about the same event gives. */
#include "base/compiler.h"
#include "text/claim_parts.h"
#include "text/phrase.h"
#include "text/timex_words.h"

/* Kinds that one incident has together. */
static int family(enum claim_kind kind)
{
	switch (kind) {
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
	case CLAIM_ABDUCTED:
	case CLAIM_MISSING:
	case CLAIM_ATTACKS:
		return 1;
	case CLAIM_ARRESTED:
	case CLAIM_DISRUPTED:
	case CLAIM_SEIZED:
		return 2;
	default:
		return 0;
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
		if (f->tokens->sentences[i].kind == SENTENCE_ITEM &&
			f->tokens->sentences[i].paragraph)
			return false;
	return true;
}

/* "Friday" and "Thursday" are two days, even if nobody knows which. */
static bool same_words(const struct tokens *tokens, const struct timex *a, const struct timex *b)
{
	return str_case_eq(
		tokens_text(tokens, a->first, a->last), tokens_text(tokens, b->first, b->last));
}

static bool begins_with_direction(struct str place)
{
	static const char *const directions[] = {"north", "south", "east", "west", "central"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(directions); i++)
		if (str_starts(place, str_from(directions[i])))
			return true;
	return false;
}

/* "Freedonia", "southern Freedonia": a town of it is no other place. */
static bool is_wide(const struct finder *f, struct str place)
{
	uint32_t from = (uint32_t)(place.p - f->tokens->text.p), to = from + (uint32_t)place.n;
	size_t i;

	if (begins_with_direction(place))
		return true;
	for (i = entities_from(f, from);
		i < f->input->nentities && f->input->entities[i].span.start < to; i++)
		if (f->input->entities[i].canonical.n == 2)
			return true;
	return false;
}

/* Both have places, and none in common; a close town may lie in the country. */
static bool other_places(
	const struct finder *f, const struct claim *a, const struct claim *b, bool close)
{
	size_t i, j;

	if (close && a->nplaces == 1 && b->nplaces &&
		is_wide(f, a->places[0]) != is_wide(f, b->places[0]))
		return false;
	if (close && b->nplaces == 1 && a->nplaces &&
		is_wide(f, b->places[0]) != is_wide(f, a->places[0]))
		return false;
	for (i = 0; i < a->nplaces; i++)
		for (j = 0; j < b->nplaces; j++)
			if (str_eq(a->places[i], b->places[j]))
				return false;
	return a->nplaces && b->nplaces;
}

/* "the attack", "the blast" and no more: what was told of last. */
static bool refers_back(const struct finder *f, const struct draft *d)
{
	struct str s = d->claim.subject;

	return s.n && s.p >= f->tokens->text.p + 4 &&
	       str_case_eq((struct str){s.p - 4, 4}, STR("the ")) && !memchr(s.p, ' ', s.n) &&
	       (claim_lexicon_sets(f->lexicon, s) & f->sets.attack);
}

/* "The others were arrested in Lund": they are of those whose arrest was told of. */
static bool speaks_again(const struct draft *later, enum claim_kind a, enum claim_kind b)
{
	return later->again && a == b && a >= CLAIM_ARRESTED && a <= CLAIM_SURRENDERED;
}

#define NEAR_SENTENCES 2
#define BACK_SENTENCES 6 /* for what is called "the attack" */

static bool same_event(
	const struct finder *f, const struct draft *a, const struct draft *b, bool place)
{
	const struct claim *x = &a->claim, *y = &b->claim;
	uint32_t low = a->sentence < b->sentence ? a->sentence : b->sentence;
	uint32_t high = a->sentence < b->sentence ? b->sentence : a->sentence;

	if (a->sentence == b->sentence &&
		((x->kind == CLAIM_DISPLACED && family(y->kind) == 1) ||
			(y->kind == CLAIM_DISPLACED && family(x->kind) == 1)))
		return true; /* "attacked the town, driving out thousands" */
	if (same_facts(x, y) && (high - low <= NEAR_SENTENCES || (x->has_value && x->value > 1)))
		return true;
	if (high - low > (refers_back(f, a->sentence > b->sentence ? a : b) ||
						 (!place &&
							 speaks_again(
								 a->sentence > b->sentence ? a : b,
								 x->kind, y->kind))
					 ? BACK_SENTENCES
					 : NEAR_SENTENCES) ||
		!family(x->kind) || !family(y->kind) || sentences_turn(f->tokens, low, high))
		return false;
	if (f->input->anchor.reporting_year && family(x->kind) != family(y->kind))
		return false;
	if (x->has_time && y->has_time && a->dated && b->dated &&
		(x->time.start != y->time.start || x->time.end != y->time.end))
		return false;
	if (a->when && b->when && !a->when->resolved && !b->when->resolved &&
		!same_words(f->tokens, a->when, b->when))
		return false;
	if (!place && !speaks_again(a->sentence > b->sentence ? a : b, x->kind, y->kind) &&
		other_places(f, x, y, high - low <= 1))
		return false;
	/* where somebody was caught later is not where the bomb went off */
	return ((place && b->sentence <= a->sentence) || family(x->kind) == family(y->kind)) &&
	       same_item(f, low, high);
}

/* Since a day, and told later: that is the time of a toll, not of what was told before. */
static bool is_later_toll(const struct draft *d, const struct draft *o)
{
	return o->sentence > d->sentence && o->claim.time.start != DAY_NONE &&
	       o->claim.time.end == DAY_NONE;
}

/* "a series of attacks", "a total of 40 people have been killed": more than the event that is
 * told of. */
static bool is_sum(const struct finder *f, const struct draft *d)
{
	uint32_t i = f->tokens->sentences[d->sentence].first;

	if (d->claim.kind == CLAIM_ATTACKS)
		return !d->claim.has_value && d->claim.modifier == MODIFIER_ABOUT;
	if (d->claim.kind > CLAIM_WOUNDED || d->token < i + 2)
		return false;
	while (i < d->token &&
		!(token_in(f->tokens, i, "total") && token_in(f->tokens, i + 1, "of")))
		i++;
	return i < d->token &&
	       token_in(f->tokens, d->token - (token_in(f->tokens, d->token - 1, "been") ? 2 : 1),
		       "have has");
}

/* The day on which the dead were found is not the day on which they died. */
static bool is_find(const struct draft *o)
{
	return o->claim.kind == CLAIM_KILLED && str_starts(o->claim.maker, STR("find/found"));
}

#define LONG_DAYS 40

/* "In 2012, raids killed ninety": many, of a year, and nowhere in particular. */
static bool is_yearly(const struct draft *d)
{
	return d->dated && d->claim.has_time && d->claim.time.start != DAY_NONE &&
	       d->claim.time.end != DAY_NONE && d->claim.time.end - d->claim.time.start > LONG_DAYS;
}

/* "since January", "last year": the time of many events, which a single one beside them does not
 * have. */
static bool is_long(const struct finder *f, const struct draft *o)
{
	return !f->input->anchor.reporting_year &&
	       (o->claim.time.end == DAY_NONE || o->claim.time.start == DAY_NONE ||
		       o->claim.time.end - o->claim.time.start > LONG_DAYS);
}

/* In an annual report the year that another figure is of, "87 in 2009", says nothing of the next
 * sentence. */
static bool is_other_year(const struct finder *f, const struct draft *o)
{
	int year = f->input->anchor.reporting_year;

	return year && is_yearly(o) &&
	       (o->claim.time.end < day_from_civil(year, 1, 1) ||
		       o->claim.time.start > day_from_civil(year, 12, 31));
}

static void share_time(const struct finder *f, struct draft *d, const struct draft *o)
{
	if (d->dated || d->claim.has_time || !o->claim.has_time ||
		(o->mention && d->claim.modality == MODALITY_PLANNED) ||
		(!o->dated && o->sentence != d->sentence) || o->compared || o->beside ||
		(o->sentence != d->sentence && is_other_year(f, o)) || is_find(o) || is_sum(f, d) ||
		(is_long(f, o) && o->sentence != d->sentence &&
			!same_facts(&d->claim, &o->claim)) ||
		is_later_toll(d, o) || !same_event(f, d, o, false))
		return;
	d->claim.time = o->claim.time;
	d->claim.has_time = true;
}

/* "There was no attack": nothing that would have been anywhere. */
static bool is_none(const struct draft *d)
{
	return d->claim.kind == CLAIM_ATTACKS && d->claim.has_value && d->claim.value == 0;
}

static void share_places(const struct finder *f, struct draft *d, const struct draft *o)
{
	if (is_none(d) || d->claim.nplaces || !o->claim.nplaces || !same_event(f, d, o, true))
		return;
	if (o->sentence != d->sentence &&
		(is_sum(f, d) || (d->claim.has_time && is_long(f, d)) || is_yearly(d)))
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

	if (f->ndrafts > MAX_SHARING || f->input->anchor.reporting_year || d->dated ||
		d->claim.has_time || d->claim.modality != MODALITY_ASSERTED ||
		d->claim.kind > CLAIM_ATTACKS || is_sum(f, d))
		return;
	for (i = 0; i < f->ndrafts; i++) {
		const struct draft *o = &f->drafts[i];

		if (o->claim.kind != d->claim.kind || !o->dated || o->dropped || is_find(o))
			continue;
		if (!o->claim.has_time ||
			(found && (found->claim.time.start != o->claim.time.start ||
					  found->claim.time.end != o->claim.time.end)))
			return;
		found = o;
	}
	if (found && found->claim.time.start == found->claim.time.end) {
		d->claim.time = found->claim.time;
		d->claim.has_time = true;
	}
}

/* "On May 3, 2016, ...": a date with its month opens the sentence; chronicles go on from it. */
static bool opens_with_date(const struct finder *f, const struct draft *d)
{
	uint32_t first = f->tokens->sentences[d->sentence].first, i;

	if (!d->when || !d->when->resolved || d->when->precision != TIMEX_DAY ||
		d->when->first > first + 1 || !d->claim.has_time)
		return false;
	for (i = d->when->first; i < d->when->last; i++)
		if (month_of(f->tokens, i))
			return true;
	return false;
}

/* The paragraph goes on without a date of its own, or a turn, from that sentence to this one. */
static bool goes_on(const struct finder *f, uint32_t from, uint32_t to)
{
	const struct timexes *times = f->input->reading.times;
	uint32_t i;
	size_t t;

	if (sentences_turn(f->tokens, from, to))
		return false;
	for (i = from + 1; i <= to; i++) {
		t = timex_from(times, f->tokens->sentences[i].first);
		if (f->tokens->sentences[i].paragraph ||
			f->tokens->sentences[i].kind == SENTENCE_ITEM ||
			(t < times->n && times->v[t].first < f->tokens->sentences[i].last))
			return false;
	}
	return true;
}

/* "On May 3, 2016, police killed ten. Two rifles were found.": in a chronicle the date holds for
 * the paragraph. */
static void share_opening_date(struct finder *f, size_t i)
{
	struct draft *d = &f->drafts[i];
	size_t k;

	if (f->input->anchor.reporting_year || d->dated || d->claim.has_time ||
		!family(d->claim.kind) || d->claim.modality != MODALITY_ASSERTED)
		return;
	for (k = i; k-- > 0 && i - k < MAX_SHARING;) {
		const struct draft *o = &f->drafts[k];

		if (o->sentence == d->sentence || o->dropped || !family(o->claim.kind) ||
			!opens_with_date(f, o))
			continue;
		if (goes_on(f, o->sentence, d->sentence)) {
			d->claim.time = o->claim.time;
			d->claim.has_time = true;
		}
		return;
	}
}

#define NEIGHBOURS 8 /* drafts to either side that may be of the same event */

/* "Monday's attack": the day before the phrase, NULL: none. */
static const struct timex *own_day(const struct finder *f, size_t group)
{
	const struct timex *t;

	if (group == 0 || f->clause.v[group - 1].sort != GROUP_TIME ||
		!group_is(&f->clause, group, "'s '"))
		return NULL;
	t = timex_at(f->input->reading.times, f->clause.v[group - 1].first);
	return t && t->resolved && t->precision == TIMEX_DAY ? t : NULL;
}

void dated_events_find(struct finder *f)
{
	const struct timex *t;
	struct draft *d;
	size_t i;

	for (i = 0; i < f->clause.n; i++) {
		if (f->clause.v[i].sort != GROUP_NOUN || !(noun_sets(f, i) & f->sets.attack) ||
			!(t = own_day(f, i)))
			continue;
		d = draft_add(f, CLAIM_ATTACKS, i, STR("mention"), 0);
		draft_places(f, d);
		d->claim.time = t->period;
		d->claim.has_time = d->dated = true;
		d->dropped = d->mention = true;
	}
}

static void share_with(const struct finder *f, struct draft *d, const struct draft *o)
{
	if (d->claim.modality == MODALITY_DENIED || o->claim.modality == MODALITY_DENIED)
		return; /* what did not happen is of no event that did */
	if (o->structural || (o->dropped && !o->mention))
		return;
	share_time(f, d, o);
	share_places(f, d, o);
}

/* The nearest sentence first; of one sentence of the news what it tells first, the rest is
 * background. */
static void share_backward(const struct finder *f, size_t i)
{
	struct draft *d = &f->drafts[i];
	size_t end = i, first, k;

	while (end > 0 && i - end + 1 < NEIGHBOURS &&
		(f->drafts[end - 1].sentence == d->sentence || f->input->anchor.reporting_year))
		share_with(f, d, &f->drafts[--end]);
	for (; end > 0 && i - end + 1 < NEIGHBOURS; end = first) {
		for (first = end;
			first > 0 && f->drafts[first - 1].sentence == f->drafts[end - 1].sentence;
			first--)
			;
		for (k = first; k < end; k++)
			share_with(f, d, &f->drafts[k]);
	}
}

/* What was told before counts before what is yet to be told. */
void drafts_share(struct finder *f)
{
	size_t i, gap;

	for (i = 0; i < f->ndrafts; i++) {
		struct draft *d = &f->drafts[i];

		if (d->structural || d->dropped)
			continue;
		share_backward(f, i);
		for (gap = 1; gap < NEIGHBOURS && i + gap < f->ndrafts &&
			      !f->input->anchor.reporting_year;
			gap++)
			share_with(f, d, &f->drafts[i + gap]);
	}
	for (i = 0; i < f->ndrafts; i++)
		if (!f->drafts[i].structural && !f->drafts[i].dropped) {
			share_only_time(f, &f->drafts[i]);
			share_opening_date(f, i);
		}
}
