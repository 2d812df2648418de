/* SPDX-License-Identifier: Apache-2.0 */
#include "text/incident_brief.h"

#define BRIEF_SENTENCES 5
#define BRIEF_CONFIDENCE 0.4f
#define PAST_DAYS 365
#define MAX_FILLERS 8

struct brief {
	const struct incident_lexicon *lexicon;
	const struct tokens *tokens;
	struct extraction *x;
	struct arena *arena;
	struct incident incident;
};

/* The classes of a slot's words up to an "of", or of the last of them alone, its head. */
static uint64_t classes_of(const struct brief *b, struct str slot, bool head)
{
	int64_t at = extraction_offset(b->x, slot);
	uint64_t classes = 0;
	size_t i;

	for (i = 0; at >= 0 && i < b->tokens->n; i++) {
		const struct token *t = &b->tokens->v[i];

		if (t->span.start < (size_t)at)
			continue;
		if (t->span.start >= (size_t)at + slot.n || str_eq(t->lower, STR("of")))
			break;
		classes = (head ? 0 : classes) | incident_word_classes(b->lexicon, t);
	}
	return classes;
}

static uint64_t slot_classes(const struct brief *b, struct str slot)
{
	return classes_of(b, slot, false);
}

static bool is_stale(const struct brief *b, const struct claim *c)
{
	int32_t published;

	return c->has_time && c->time.end != DAY_NONE &&
	       day_parse(b->x->published, &published) && c->time.end < published - PAST_DAYS;
}

/* "Islamists killed ten", "gunmen abducted two", "a bomb exploded": something was done on purpose. */
static bool tells_incident(const struct brief *b, const struct claim *c)
{
	const uint64_t deliberate = WORD_TRIGGER_BITS | WORD_BIT(WORD_EXPLOSIVE) |
				    WORD_BIT(WORD_ARMED) | WORD_BIT(WORD_GROUP);

	if ((c->modality != MODALITY_ASSERTED && c->modality != MODALITY_ALLEGED) ||
		c->theme != THEME_INCIDENT || is_stale(b, c) || (c->has_value && c->value == 0))
		return false;
	switch (c->kind) {
	case CLAIM_ATTACKS:
	case CLAIM_ABDUCTED:
		return c->subject.n || c->object.n;
	case CLAIM_KILLED:
	case CLAIM_WOUNDED:
		return c->subject.n && (slot_classes(b, c->subject) & deliberate);
	default:
		return false;
	}
}

static struct str type_of_slot(const struct brief *b, enum incident_role role, struct str slot)
{
	int64_t at = extraction_offset(b->x, slot);
	struct incident_words words = {0};
	uint32_t i;

	for (i = 0; at >= 0 && i < b->tokens->n; i++) {
		const struct token *t = &b->tokens->v[i];

		if (t->span.start < (size_t)at)
			continue;
		if (t->span.start >= (size_t)at + slot.n)
			break;
		if (!words.last)
			words.first = i;
		words.last = i + 1;
		words.head = i;
	}
	return words.last ? incident_thing_type(b->lexicon, role, b->tokens, words) : (struct str){0};
}

static void add_filler(struct brief *b, enum incident_role role, struct str slot)
{
	struct incident *in = &b->incident;
	size_t i;

	if (!slot.n || in->nroles[role] == MAX_FILLERS)
		return;
	for (i = 0; i < in->nroles[role]; i++)
		if (str_eq(in->roles[role][i].text, slot))
			return;
	if (!in->roles[role])
		in->roles[role] = arena_zalloc(b->arena, MAX_FILLERS, sizeof(struct filler));
	in->roles[role][in->nroles[role]++] =
		(struct filler){.text = slot, .type = type_of_slot(b, role, slot)};
}

static int entity_at(const struct brief *b, struct str slot)
{
	int64_t at = extraction_offset(b->x, slot);
	size_t i;

	for (i = 0; at >= 0 && i < b->x->nentities; i++) {
		const struct entity *e = &b->x->entities[i];

		if (e->span.start <= (size_t)at + slot.n - 1 && e->span.end >= (size_t)at + slot.n)
			return e->type;
	}
	return 0;
}

/* Who or what did it: a weapon, a body, persons; the deed itself is none of them. */
static void add_actor(struct brief *b, struct str actor)
{
	uint64_t classes = slot_classes(b, actor);

	if (classes & (WORD_BIT(WORD_EXPLOSIVE) | WORD_BIT(WORD_WEAPON)))
		add_filler(b, ROLE_WEAPONS, actor);
	else if (classes & WORD_TRIGGER_BITS && !(classes & WORD_BIT(WORD_ARMED)))
		return;
	else if (entity_at(b, actor) == ENTITY_ORGANISATION && actor.p[0] >= 'A' &&
		 actor.p[0] <= 'Z' && !(classes & WORD_BIT(WORD_ARMED)))
		add_filler(b, ROLE_PERPETRATOR_ORGANISATIONS, actor);
	else
		add_filler(b, ROLE_PERPETRATOR_INDIVIDUALS, actor);
}

static void add_claim(struct brief *b, const struct claim *c)
{
	const uint64_t people = WORD_BIT(WORD_CIVILIAN) | WORD_BIT(WORD_OFFICIAL) |
				WORD_BIT(WORD_POLICE) | WORD_BIT(WORD_MILITARY);
	bool thing = c->kind == CLAIM_ATTACKS && !(classes_of(b, c->object, true) & people) &&
		     entity_at(b, c->object) != ENTITY_PERSON;

	add_actor(b, c->subject);
	add_filler(b, thing ? ROLE_PHYSICAL_TARGETS : ROLE_VICTIMS, c->object);
}

static enum incident_type type_of(const struct brief *b, const struct claim *c)
{
	uint64_t classes = slot_classes(b, str_slice(b->x->text, c->span.start, c->span.end));

	if (c->kind == CLAIM_ABDUCTED)
		return INCIDENT_KIDNAPPING;
	if (classes & (WORD_BIT(WORD_BOMB) | WORD_BIT(WORD_EXPLOSIVE)))
		return INCIDENT_BOMBING;
	return classes & WORD_BIT(WORD_BURN) && c->kind == CLAIM_ATTACKS ? INCIDENT_ARSON
									 : INCIDENT_ATTACK;
}

static void start(struct brief *b, const struct claim *c)
{
	struct incident *in = &b->incident;
	size_t i;

	*in = (struct incident){.type = type_of(b, c), .stage = STAGE_ACCOMPLISHED, .span = c->span,
		.has_date = c->has_time, .date = c->time, .maker = STR("claims"),
		.confidence = BRIEF_CONFIDENCE};
	if (!c->nplaces)
		return;
	/* a claim names the nearest place first, an incident the country */
	in->locations = arena_zalloc(b->arena, c->nplaces, sizeof(*in->locations));
	for (i = 0; i < c->nplaces; i++)
		in->locations[i] = c->places[c->nplaces - 1 - i];
	in->nlocations = c->nplaces;
}

void incident_of_brief(const struct incident_lexicon *lexicon, const struct analysis *analysis,
	struct extraction *x, struct arena *arena)
{
	struct brief b = {.lexicon = lexicon, .tokens = &analysis->tokens, .x = x, .arena = arena};
	bool told = false;
	size_t i;

	if (x->nincidents || analysis->tokens.nsentences > BRIEF_SENTENCES)
		return;
	for (i = 0; i < x->nclaims; i++) {
		if (!tells_incident(&b, &x->claims[i]))
			continue;
		if (!told)
			start(&b, &x->claims[i]);
		else if (type_of(&b, &x->claims[i]) == INCIDENT_BOMBING && b.incident.type == INCIDENT_ATTACK)
			b.incident.type = INCIDENT_BOMBING;
		told = true;
		add_claim(&b, &x->claims[i]);
	}
	if (!told)
		return;
	x->incidents = arena_zalloc(arena, 1, sizeof(*x->incidents));
	x->incidents[0] = b.incident;
	x->nincidents = 1;
}
