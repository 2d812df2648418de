/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_event_parts.h"

#define PAST_DAYS 365  /* what is older was told to recall it */
#define PRECISE_DAYS 7 /* a period that long is still a date */
#define MANY 10        /* so many in a month are those of several deeds */

uint64_t event_classes(const struct finding *f, struct str slot, bool head)
{
	int64_t at = extraction_offset(f->x, slot);
	uint64_t classes = 0;
	size_t i;

	for (i = at < 0 ? f->tokens->n : tokens_from(f->tokens, (size_t)at); i < f->tokens->n; i++) {
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
	return c->modality == MODALITY_PLANNED && (event_claim_classes(f, c) & WORD_BIT(WORD_THREATEN));
}

static bool is_told(const struct finding *f, const struct claim *c)
{
	return (c->modality == MODALITY_ASSERTED || c->modality == MODALITY_ALLEGED || event_is_threat(f, c)) &&
	       c->theme == THEME_INCIDENT && !is_stale(f, c) && (!c->has_value || c->value != 0);
}

/* It may be one deed: its day is known or not said; or its month, if who did what to few is told ("last month
 * gunmen abducted two engineers"); or its year, if it is no count ("the unrest of 2022 included attacks on
 * the city hall by banned groups"). */
static bool may_be_one(const struct claim *c)
{
	int32_t days;

	if (!c->has_time || period_is_precise(c->time))
		return true;
	if (!c->subject.n || !c->object.n || c->time.start == DAY_NONE || c->time.end == DAY_NONE)
		return false;
	days = c->time.end - c->time.start;
	return days <= 31 ? !c->has_value || c->value < MANY : days <= 366 && !c->has_value && c->kind == CLAIM_ATTACKS;
}

bool event_begins_with(const struct finding *f, const struct claim *c)
{
	const uint64_t deliberate = WORD_TRIGGER_BITS | WORD_BIT(WORD_EXPLOSIVE) |
				    WORD_BIT(WORD_ARMED) | WORD_BIT(WORD_GROUP);

	if (!is_told(f, c) || !may_be_one(c))
		return false;
	switch (c->kind) {
	case CLAIM_ATTACKS:
	case CLAIM_ABDUCTED:
		return c->subject.n || c->object.n;
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
		return c->subject.n && (event_classes(f, c->subject, false) & deliberate);
	default:
		return false;
	}
}

bool event_may_take(const struct finding *f, const struct claim *c)
{
	return (c->kind == CLAIM_KILLED || c->kind == CLAIM_WOUNDED) && is_told(f, c);
}

bool event_owned_up_by(const struct claim *c)
{
	return c->kind == CLAIM_RESPONSIBILITY && c->subject.n && c->modality != MODALITY_DENIED;
}
