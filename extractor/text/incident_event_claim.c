/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_event_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

#define PAST_DAYS 365  /* what is older was told to recall it */
#define PRECISE_DAYS 7 /* a period that long is still a date */
#define FIRED \
	"rocket rockets missile missiles mortar mortars projectile projectiles bazooka bazookas " \
	"rocket-propelled propelled"
#define DEED_WITHIN 3 /* words from "another" to what was done */
#define FIRE_WITHIN 4 /* words from "set" to "fire" */
#define HOSTS 100     /* so many at no time are those of years */
#define MANY 10       /* so many in a month are those of several deeds */

uint64_t event_classes(const struct finding *f, struct str slot, bool head)
{
	int64_t at = extraction_offset(f->x, slot);
	uint64_t classes = 0;
	size_t i;

	for (i = at < 0 ? f->tokens->n : tokens_from(f->tokens, (size_t)at); i < f->tokens->n;
		i++) {
		const struct token *t = &f->tokens->v[i];

		if (t->span.start >= (size_t)at + slot.n || str_eq(t->lower, STR("of")))
			break;
		classes = (head ? 0 : classes) | incident_word_classes(f->view->lexicon, t);
	}
	return classes;
}

uint64_t event_claim_classes(const struct finding *f, const struct claim *c)
{
	uint64_t classes = 0;
	size_t i;

	for (i = tokens_from(f->tokens, c->span.start); i < f->tokens->n; i++) {
		if (f->tokens->v[i].span.start >= c->span.end)
			break;
		classes |= incident_word_classes(f->view->lexicon, &f->tokens->v[i]);
	}
	return classes;
}

bool period_is_precise(struct period p)
{
	return p.start != DAY_NONE && p.end != DAY_NONE && p.end - p.start <= PRECISE_DAYS;
}

static bool is_stale(const struct finding *f, const struct claim *c)
{
	return c->has_time && c->time.end != DAY_NONE && f->published != DAY_NONE &&
	       c->time.end < f->published - (period_is_precise(c->time) ? 2 : 1) * PAST_DAYS;
}

bool event_is_threat(const struct finding *f, const struct claim *c)
{
	return c->modality == MODALITY_PLANNED &&
	       (event_claim_classes(f, c) & WORD_BIT(WORD_THREATEN));
}

static bool is_told(const struct finding *f, const struct claim *c)
{
	return (c->modality == MODALITY_ASSERTED || c->modality == MODALITY_ALLEGED ||
		       event_is_threat(f, c) ||
		       (c->modality == MODALITY_ONGOING &&
			       c->kind == CLAIM_ABDUCTED)) && /* "are held hostage" */
	       (c->theme == THEME_INCIDENT || c->kind == CLAIM_DISRUPTED) &&
	       !is_stale(f, c) && (!c->has_value || c->value != 0);
}

static bool is_deed(const struct finding *f, size_t i)
{
	return (pos_is_noun(f->tokens->v[i].pos) || token_is(f->tokens, i, "bombing")) &&
	       (incident_word_classes(f->view->lexicon, &f->tokens->v[i]) &
		       (WORD_BIT(WORD_ATTACK) | WORD_BIT(WORD_BOMB) | WORD_BIT(WORD_EXPLOSIVE)));
}

bool event_names(const struct finding *f, const struct claim *c, struct str place)
{
	int64_t at = extraction_offset(f->x, place);

	return at >= (int64_t)c->span.start && at < (int64_t)c->span.end;
}

bool event_is_by_fire(const struct finding *f, const struct claim *c)
{
	size_t i;

	for (i = event_slot_first(f, c->subject); i < event_slot_end(f, c->subject); i++)
		if (token_in(f->tokens, i, FIRED) ||
			token_in(f->tokens, i,
				"gunman gunmen gunfire shooting shootings sniper snipers"))
			return true;
	return false;
}

bool event_is_arson(const struct finding *f, const struct claim *c)
{
	size_t i, set = SIZE_MAX;

	for (i = tokens_from(f->tokens, c->span.start);
		i < f->tokens->n && f->tokens->v[i].span.start < c->span.end; i++) {
		if (token_in(f->tokens, i, "set sets setting"))
			set = i;
		else if (!(incident_word_classes(f->view->lexicon, &f->tokens->v[i]) &
				 WORD_BIT(WORD_BURN)))
			continue;
		else if (!str_eq(f->tokens->v[i].lemma, STR("fire")) ||
			 (set < i && i - set <= FIRE_WITHIN))
			return true;
	}
	return false;
}

/* One of them, or several: "a bomb", "the attacks". */
static bool is_one(const struct finding *f, size_t i)
{
	return f->tokens->v[i].pos == POS_NN || token_is(f->tokens, i, "bombing");
}

bool event_sums_up(const struct finding *f, const struct claim *c)
{
	size_t first = event_slot_first(f, c->subject), end = event_slot_end(f, c->subject), i;
	bool several = false;

	if (first < end && is_deed(f, end - 1))
		return !is_one(f, end - 1) &&
		       !token_in(f->tokens, end - 1, "bombs explosives rockets grenades");
	for (i = tokens_from(f->tokens, c->span.start);
		i < f->tokens->n && f->tokens->v[i].span.start < c->span.end; i++) {
		if (!is_deed(f, i))
			continue;
		if (is_one(f, i))
			return false;
		several = several ||
			  token_in(f->tokens, i,
				  "attacks bombings explosions blasts assaults raids strikes");
	}
	return several;
}

bool event_is_bombing(const struct finding *f, const struct claim *c)
{
	size_t i;

	for (i = tokens_from(f->tokens, c->span.start);
		i < f->tokens->n && f->tokens->v[i].span.start < c->span.end; i++)
		if (token_is(f->tokens, i, "suicide") && i + 1 < f->tokens->n &&
			token_in(f->tokens, i + 1, "attack attacks attacker attackers"))
			return true;
		else if (incident_word_classes(f->view->lexicon, &f->tokens->v[i]) &
				 (WORD_BIT(WORD_BOMB) | WORD_BIT(WORD_EXPLOSIVE)) &&
			 !token_in(f->tokens, i, FIRED) &&
			 !(i > 0 && token_in(f->tokens, i - 1, FIRED)))
			return true;
	return false;
}

bool event_is_another(const struct finding *f, size_t sentence)
{
	const struct sentence *s = &f->tokens->sentences[sentence];
	size_t i, k;

	/* "Earlier, gunmen attacked ...", "Also in Kandahar, ..." */
	if (s->first + 1 < s->last && token_in(f->tokens, s->first, "earlier later also") &&
		token_in(f->tokens, s->first + 1, ", in at on near"))
		return true;
	for (i = s->first; i + 1 < s->last; i++)
		for (k = i + 1; k < s->last && k <= i + DEED_WITHIN &&
				token_in(f->tokens, i,
					"another second third fourth fifth similar separate");
			k++)
			if (is_deed(f, k))
				return true;
	return false;
}

/* "a suicide car bombing", "the plot", "an attack on the port": one deed */
static bool names_one_deed(const struct finding *f, struct str slot)
{
	size_t first = event_slot_first(f, slot), end = event_deed_end(f, slot);

	return end > first && is_one(f, end - 1) &&
	       !token_in(f->tokens, end - 1, "violence unrest") &&
	       (is_deed(f, end - 1) || token_is(f->tokens, end - 1, "plot"));
}

/* It may be one deed: its day is known or not said, and not as many died as in a war; or its
 * month, if who did what to few is told ("last month gunmen abducted two engineers"); or its
 * year, if it is no count ("the unrest of 2022 included attacks on the city hall by banned
 * groups"). */
static bool may_be_one(const struct finding *f, const struct claim *c)
{
	int32_t days;

	if (!c->has_time)
		return !c->has_value || c->value < HOSTS;
	if (period_is_precise(c->time))
		return true;
	if (!c->object.n || (!c->subject.n && c->value > 1) || c->time.start == DAY_NONE ||
		c->time.end == DAY_NONE)
		return false;
	days = c->time.end - c->time.start;
	if (c->kind == CLAIM_ABDUCTED && days <= 31)
		return c->value < HOSTS;
	return days <= 31 ? !c->has_value || c->value < MANY || names_one_deed(f, c->subject)
			  : days <= 366 && !c->has_value && c->kind == CLAIM_ATTACKS;
}

/* "A similar explosion took place in Farah": a deed, if nothing else. */
static bool tells_of_another(const struct finding *f, const struct claim *c)
{
	size_t i = tokens_from(f->tokens, c->span.start);

	return i < f->tokens->n && event_is_another(f, f->tokens->v[i].sentence);
}

/* "killed 31 militants": they fight */
static bool hits_fighters(const struct finding *f, const struct claim *c)
{
	return c->object.n && event_classes(f, c->object, true) & WORD_BIT(WORD_ARMED);
}

/* "A journalist was shot dead", "a mob lynched two men", "two women blew themselves up": nobody
 * dies of that by accident; what soldiers and policemen do is another matter. */
static bool is_by_hand(const struct finding *f, const struct claim *c)
{
	size_t i;

	if (event_classes(f, c->subject, false) &
			(WORD_BIT(WORD_MILITARY) | WORD_BIT(WORD_POLICE)) ||
		hits_fighters(f, c))
		return false;
	for (i = tokens_from(f->tokens, c->span.start);
		i < f->tokens->n && f->tokens->v[i].span.start < c->span.end; i++)
		if (pos_is_verb(f->tokens->v[i].pos) &&
			token_in(f->tokens, i,
				"shot gunned stabbed knifed beheaded decapitated assassinated "
				"murdered executed lynched "
				"massacred blew shooting gunning stabbing knifing beheading "
				"assassinating murdering lynching "
				"massacring"))
			return true;
	return false;
}

bool event_begins_with(const struct finding *f, const struct claim *c)
{
	const uint64_t deliberate = WORD_TRIGGER_BITS | WORD_BIT(WORD_EXPLOSIVE) |
				    WORD_BIT(WORD_ARMED) | WORD_BIT(WORD_GROUP);

	if (!is_told(f, c) || !may_be_one(f, c))
		return false;
	switch (c->kind) {
	case CLAIM_ATTACKS:
	case CLAIM_ABDUCTED:
		return c->subject.n || c->object.n ||
		       (c->nplaces > 0 && event_names(f, c, c->places[0]) &&
			       tells_of_another(f, c));
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
		return (c->subject.n && (event_classes(f, c->subject, false) & deliberate)) ||
		       tells_of_another(f, c) || is_by_hand(f, c);
	case CLAIM_RESPONSIBILITY: /* "was behind an ambush near Bulak" */
		return c->subject.n && c->nplaces > 0 && event_names(f, c, c->places[0]) &&
		       names_one_deed(f, c->object);
	case CLAIM_DISRUPTED:
		return names_one_deed(f, c->object) && (!c->has_value || c->value <= 1);
	default:
		return false;
	}
}

bool event_may_take(const struct finding *f, const struct claim *c)
{
	return (c->kind == CLAIM_KILLED || c->kind == CLAIM_WOUNDED) && is_told(f, c) &&
	       !hits_fighters(f, c);
}

bool event_owned_up_by(const struct claim *c)
{
	return c->kind == CLAIM_RESPONSIBILITY && c->subject.n && c->modality != MODALITY_DENIED;
}
