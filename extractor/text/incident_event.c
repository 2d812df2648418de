/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "text/incident_event_parts.h"
#include "text/incident_stage.h"
#include "text/phrase.h"

#define APART 2           /* sentences between two claims of one event */
#define BRIEF_SENTENCES 5 /* a text that short tells of something, dated or not */
#define BRIEF 3   /* sentences for each event, at most, of a text that does little but list them */
#define TOLD 0.1f /* below that its sentences speak of something else, as the models see it */
#define TOLD_FIRMLY \
	0.5f /* the same where more speaks against it: soldiers fight all the time, and the models know wires best */

static bool same_period(struct period a, struct period b)
{
	return a.start == b.start && a.end == b.end;
}

bool incident_days_differ(struct period a, struct period b)
{
	return period_is_precise(a) && period_is_precise(b) && (a.end < b.start || b.end < a.start);
}

static enum incident_type type_of(const struct finding *f, const struct claim *c)
{
	uint64_t classes = event_claim_classes(f, c);

	if (c->kind == CLAIM_ABDUCTED)
		return INCIDENT_KIDNAPPING;
	if (event_is_bombing(f, c))
		return INCIDENT_BOMBING;
	if (c->kind == CLAIM_KILLED || c->kind == CLAIM_WOUNDED)
		return INCIDENT_ATTACK;
	if (classes & WORD_BIT(WORD_ROB))
		return INCIDENT_ROBBERY;
	return event_is_arson(f, c) ? INCIDENT_ARSON : INCIDENT_ATTACK;
}

static size_t sentence_of(const struct finding *f, const struct claim *c)
{
	size_t i = tokens_from(f->tokens, c->span.start);

	return i < f->tokens->n ? f->tokens->v[i].sentence : f->tokens->nsentences;
}

/* The claim's object is a victim already, by the very same words: "... abducted a nurse. [She]
 * was taken". */
static bool has_victim(const struct incident *in, const struct claim *c)
{
	size_t i;

	for (i = 0; i < in->nroles[ROLE_VICTIMS]; i++)
		if (c->object.n && in->roles[ROLE_VICTIMS][i].text.p == c->object.p)
			return true;
	return false;
}

/* "Rebels burned trucks. Eight rebels were killed": who did it is no victim of it. */
static bool kills_actor(const struct incident *in, const struct claim *c)
{
	size_t i;

	for (i = 0; i < in->nroles[ROLE_PERPETRATOR_INDIVIDUALS]; i++)
		if (event_ends_with(in->roles[ROLE_PERPETRATOR_INDIVIDUALS][i].text, c->object) ||
			event_ends_with(c->object, in->roles[ROLE_PERPETRATOR_INDIVIDUALS][i].text))
			return true;
	return false;
}

/* "a remote-controlled bomb ... in Kandahar": not spoken of yet, and with a place of its own. */
static bool is_introduced(const struct finding *f, const struct claim *c)
{
	size_t first = event_slot_first(f, c->subject);

	return first > 0 && first < f->tokens->n && token_in(f->tokens, first - 1, "a an") &&
	       c->nplaces > 0 && event_names(f, c, c->places[0]);
}

/* Another killed three policemen. */
static bool has_other_toll(const struct incident_event *e, const struct claim *c)
{
	return c->kind == CLAIM_KILLED && c->has_value && e->killed > 0 &&
	       (c->value < e->killed || c->value > e->killed);
}

/* Another bomb, or one of several that were summed up, or one that killed others in another
 * place. */
static bool is_another(const struct finding *f, const struct incident_event *e,
	const struct claim *c, size_t sentence)
{
	if (sentence == e->last)
		return false;
	if (sentences_turn(f->tokens, e->last, sentence))
		return true;
	if (!event_begins_with(f, c))
		return false;
	if (event_is_by_fire(f, c) && e->incident.type == INCIDENT_BOMBING &&
		e->incident.nroles[ROLE_PERPETRATOR_INDIVIDUALS] == 0)
		return true;
	if (is_introduced(f, c) && (has_other_toll(e, c) || sentence > e->last + 1))
		return true;
	return !event_sums_up(f, c) && (e->several || event_is_another(f, sentence));
}

/* Nobody dies of what was foiled, but in the sentence that says so; threats are their own. */
static bool fits_stage(const struct finding *f, const struct incident_event *e,
	const struct claim *c, size_t sentence)
{
	bool attempted = e->incident.stage == STAGE_ATTEMPTED;

	if (event_is_threat(f, c) != (e->incident.stage == STAGE_THREATENED))
		return false;
	return attempted ? sentence == e->last : c->kind != CLAIM_DISRUPTED;
}

static bool is_of_event(const struct finding *f, const struct incident_event *e,
	const struct claim *c, size_t sentence)
{
	bool near = sentence <= e->last + APART && !event_places_differ(f, &e->incident, c),
	     victim = has_victim(&e->incident, c);

	/* "gunmen killed six guards and abducted two engineers" are two deeds, unless it befell
	 * the same persons */
	if ((c->kind == CLAIM_ABDUCTED) != (e->incident.type == INCIDENT_KIDNAPPING) &&
		(c->kind == CLAIM_ABDUCTED || !victim))
		return false;
	if ((!near && !victim) || (c->object.n && kills_actor(&e->incident, c)) ||
		is_another(f, e, c, sentence) || !fits_stage(f, e, c, sentence))
		return false;
	if (c->has_time && !period_is_precise(c->time)) /* the toll of a year is of no day in it */
		return same_period(c->time, e->incident.date);
	return !c->has_time || !e->incident.has_date ||
	       !incident_days_differ(c->time, e->incident.date);
}

/* "raided a village and abducted two": one deed, an abduction. */
static bool is_raid_of(const struct incident_event *e, const struct claim *c, size_t sentence)
{
	return c->kind == CLAIM_ATTACKS && e->incident.type == INCIDENT_KIDNAPPING &&
	       sentence == e->last;
}

/* The event that the claim is of, the last that was told first; NULL: none. */
static struct incident_event *event_of(
	const struct finding *f, const struct claim *c, size_t sentence)
{
	struct incident_event *e;
	size_t i;

	for (i = f->events->n; i-- > 0;)
		if (is_of_event(f, &f->events->v[i], c, sentence))
			return &f->events->v[i];
	e = f->events->n ? &f->events->v[f->events->n - 1] : NULL;
	return e && is_raid_of(e, c, sentence) ? e : NULL;
}

static void add_claim(
	const struct finding *f, struct incident_event *e, const struct claim *c, size_t sentence)
{
	if (e->incident.type == INCIDENT_ATTACK && type_of(f, c) == INCIDENT_BOMBING)
		e->incident.type = INCIDENT_BOMBING;
	event_take_place_and_day(f, &e->incident, c);
	if (c->kind == CLAIM_DISRUPTED) { /* whoever foiled it did not do it */
		event_add_aim(f, &e->incident, c->object);
	} else if (c->kind == CLAIM_RESPONSIBILITY) {
		event_add_organisation(f, &e->incident, c->subject);
		event_add_aim(f, &e->incident, c->object);
	} else {
		if (event_begins_with(f, c))
			event_add_actor(f, &e->incident, c);
		event_add_object(f, &e->incident, c);
	}
	if (c->kind == CLAIM_KILLED && c->has_value && e->killed <= 0)
		e->killed = c->value;
	e->last = sentence;
	e->incident.confidence =
		fmaxf(e->incident.confidence, 1 - f->view->sentences[sentence].types[0]);
}

static enum incident_stage stage_of(const struct finding *f, const struct claim *c, size_t sentence)
{
	if (event_is_threat(f, c))
		return STAGE_THREATENED;
	return c->kind == CLAIM_DISRUPTED || incident_is_foiled(f->view, sentence)
		       ? STAGE_ATTEMPTED
		       : STAGE_ACCOMPLISHED;
}

static struct incident_event *event_new(
	const struct finding *f, const struct claim *c, size_t sentence)
{
	struct incident_event *e;

	if (f->events->n == INCIDENT_MAX_EVENTS)
		return NULL;
	e = &f->events->v[f->events->n++];
	e->first = e->last = sentence;
	e->incident =
		(struct incident){.type = type_of(f, c), .span = c->span, .maker = STR("claims")};
	e->several = event_sums_up(f, c);
	e->incident.stage = stage_of(f, c, sentence);
	return e;
}

static bool is_military(const struct finding *f, struct str slot)
{
	uint64_t classes = event_classes(f, slot, false);

	return classes & WORD_BIT(WORD_MILITARY) &&
	       !(classes & (WORD_BIT(WORD_CIVILIAN) | WORD_BIT(WORD_POLICE)));
}

static bool hits_soldiers_only(const struct finding *f, const struct incident *in)
{
	size_t i;
	int role;

	for (role = ROLE_PHYSICAL_TARGETS; role <= ROLE_VICTIMS; role++)
		for (i = 0; i < in->nroles[role]; i++)
			if (!is_military(f, in->roles[role][i].text))
				return false;
	return true;
}

/* How sure the models must be that the event's sentences tell of something. */
static float told_at_least(const struct finding *f, const struct incident_event *e)
{
	bool on_soldiers =
		e->incident.type == INCIDENT_ATTACK && hits_soldiers_only(f, &e->incident);

	return on_soldiers || f->events->wire ? TOLD_FIRMLY : TOLD;
}

/* What a longer text says without a day is told as background, or of a whole war. */
static bool is_news(const struct finding *f, const struct incident_event *e)
{
	const struct incident *in = &e->incident;

	if (f->events->brief || f->tokens->nsentences <= BRIEF_SENTENCES)
		return true;
	return in->has_date && (in->nroles[ROLE_VICTIMS] || in->nroles[ROLE_PHYSICAL_TARGETS]) &&
	       in->confidence >= told_at_least(f, e);
}

/* "Three bombings killed six": the next sentences tell of each. */
static bool is_told_one_by_one(const struct finding *f, size_t event)
{
	const struct incident_event *e = &f->events->v[event], *next;
	size_t last = e->last, n = 0;

	for (next = e + 1;
		e->several && next < f->events->v + f->events->n && next->first <= last + APART;
		next++) {
		n += (next->incident.type == e->incident.type ||
			     e->incident.type == INCIDENT_ATTACK) &&
		     !incident_days_differ(e->incident.date, next->incident.date);
		last = next->last;
	}
	return n > 1;
}

/* "Officials said it was an accident", "a gas explosion" */
static bool was_accident(const struct finding *f, const struct incident_event *e)
{
	const struct tokens *t = f->tokens;
	size_t i = t->sentences[e->first].first;

	for (; i < t->sentences[e->last].last; i++) {
		if (token_in(t, i, "accident accidental accidentally unintentionally") &&
			!(i > 0 && token_in(t, i - 1, "no not")) &&
			!(i > 1 && token_in(t, i - 2, "no not")))
			return true;
		if ((token_is(t, i, "gas") && token_in(t, i + 1, "explosion blast leak")) ||
			(token_is(t, i, "coal") && token_in(t, i + 1, "mine mines")))
			return true;
	}
	return false;
}

static void keep_news(const struct finding *f)
{
	size_t i, n = 0;

	f->events->wire = f->events->n > 0 && f->tokens->sentences[f->events->v[0].first].capitals;
	f->events->brief = !f->events->wire && f->events->n > 0 &&
			   f->events->n * BRIEF >= f->tokens->nsentences;
	for (i = 0; i < f->events->n; i++)
		if (is_news(f, &f->events->v[i]) && !was_accident(f, &f->events->v[i]) &&
			!is_told_one_by_one(f, i))
			f->events->v[n++] = f->events->v[i];
	f->events->n = n;
}

/* "claimed the kidnapping", some sentences after the only one. */
static bool is_the_only(
	const struct finding *f, const struct incident_event *e, const struct claim *c)
{
	const uint64_t deeds = event_classes(f, c->object, false);
	size_t i;

	for (i = 0; i < f->events->n; i++)
		if (f->events->v[i].incident.type == e->incident.type && &f->events->v[i] != e)
			return false;
	return e->incident.type == INCIDENT_KIDNAPPING
		       ? deeds & WORD_BIT(WORD_KIDNAP)
		       : deeds & (WORD_BIT(WORD_ATTACK) | WORD_BIT(WORD_BOMB));
}

static void take_claim(const struct finding *f, const struct claim *c, size_t sentence, bool begins)
{
	struct incident_event *e = f->events->n ? &f->events->v[f->events->n - 1] : NULL;

	if (event_owned_up_by(c) && e && !begins &&
		(sentence <= e->last + APART || is_the_only(f, e, c)))
		event_add_organisation(f, &e->incident, c->subject);
	if (!begins && !event_may_take(f, c))
		return;
	e = event_of(f, c, sentence);
	if (!e && begins)
		e = event_new(f, c, sentence);
	if (e)
		add_claim(f, e, c, sentence);
}

/* In which turn a claim of a sentence is taken: who did it first, then what was done, then the
 * rest. */
static int turn_of(const struct finding *f, const struct claim *c)
{
	return !event_begins_with(f, c) ? 2 : c->subject.n ? 0 : 1;
}

/* The claims of a sentence, from i on; returns where those of the next begin. */
static size_t take_sentence(const struct finding *f, size_t i)
{
	size_t sentence = sentence_of(f, &f->x->claims[i]), end = i, k;
	int turn;

	while (end < f->x->nclaims && sentence_of(f, &f->x->claims[end]) == sentence)
		end++;
	if (sentence >= f->tokens->nsentences)
		return end;
	for (turn = 0; turn < 3; turn++)
		for (k = i; k < end; k++)
			if (turn_of(f, &f->x->claims[k]) == turn)
				take_claim(f, &f->x->claims[k], sentence, turn < 2);
	return end;
}

void incident_events_find(const struct incident_view *view, const struct extraction *x,
	struct arena *arena, struct incident_events *ret)
{
	struct finding f = {view, view->tokens, x, arena, ret, view->published};
	size_t i;

	*ret = (struct incident_events){0};
	if (x->nclaims == 0)
		return;
	ret->v = arena_zalloc(arena, INCIDENT_MAX_EVENTS, sizeof(*ret->v));
	for (i = 0; i < x->nclaims;)
		i = take_sentence(&f, i);
	keep_news(&f);
	for (i = 0; i < ret->n; i++)
		event_complete_place_and_day(&f, &ret->v[i]);
}
