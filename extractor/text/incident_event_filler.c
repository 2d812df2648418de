/* SPDX-License-Identifier: Apache-2.0
 *
 * Who did it, with what, to whom: the slots of claims as fillers of an event. */
#include "text/incident_event_parts.h"
#include "text/phrase.h"
#include "text/tag.h"

#define MAX_FILLERS 8
#define PEOPLE \
	(WORD_BIT(WORD_CIVILIAN) | WORD_BIT(WORD_OFFICIAL) | WORD_BIT(WORD_POLICE) | \
		WORD_BIT(WORD_MILITARY) | WORD_BIT(WORD_ARMED))

size_t event_slot_first(const struct finding *f, struct str slot)
{
	int64_t at = extraction_offset(f->x, slot);

	return at < 0 ? f->tokens->n : tokens_from(f->tokens, (size_t)at);
}

size_t event_slot_end(const struct finding *f, struct str slot)
{
	int64_t at = extraction_offset(f->x, slot);

	return at < 0 ? f->tokens->n : tokens_from(f->tokens, (size_t)at + slot.n);
}

size_t event_deed_end(const struct finding *f, struct str slot)
{
	size_t i, end = event_slot_end(f, slot);

	for (i = event_slot_first(f, slot) + 1; i < end; i++)
		if (token_in(f->tokens, i, "of on against at"))
			return i;
	return end;
}

static struct str type_of_slot(const struct finding *f, enum incident_role role, struct str slot)
{
	uint32_t first = (uint32_t)event_slot_first(f, slot),
		 end = (uint32_t)event_slot_end(f, slot);

	return end > first ? incident_thing_type(f->view->lexicon, role, f->tokens,
				     (struct incident_words){first, end, end - 1})
			   : (struct str){0};
}

bool event_ends_with(struct str name, struct str part)
{
	size_t from = name.n - part.n;

	return name.n >= part.n && str_case_eq(str_slice(name, from, name.n), part) &&
	       (from == 0 || name.p[from - 1] == ' ');
}

/* "rebels" after "Maoist rebels", "Alvarado" after "Mayor Pedro Alvarado Ruiz" */
static bool is_same(const struct finding *f, struct str known, struct str slot)
{
	size_t end = event_slot_end(f, slot);
	struct str word;

	if (event_ends_with(known, slot))
		return true;
	if (end == 0 || end > f->tokens->n || !pos_is_proper(f->tokens->v[end - 1].pos))
		return false;
	while (str_next_field(&known, ' ', &word))
		if (str_case_eq(word, slot))
			return true;
	return false;
}

static void add_filler(
	const struct finding *f, struct incident *in, enum incident_role role, struct str slot)
{
	size_t i;

	if (!slot.n || in->nroles[role] == MAX_FILLERS)
		return;
	for (i = 0; i < in->nroles[role]; i++)
		if (is_same(f, in->roles[role][i].text, slot))
			return;
	if (!in->roles[role])
		in->roles[role] = arena_zalloc(f->arena, MAX_FILLERS, sizeof(struct filler));
	in->roles[role][in->nroles[role]++] =
		(struct filler){.text = slot, .type = type_of_slot(f, role, slot)};
}

const struct entity *event_entity_at(const struct finding *f, struct str slot)
{
	int64_t at = extraction_offset(f->x, slot);
	size_t i;

	for (i = 0; at >= 0 && i < f->x->nentities; i++) {
		const struct entity *e = &f->x->entities[i];

		if (e->span.start <= (size_t)at + slot.n - 1 && e->span.end >= (size_t)at + slot.n)
			return e;
	}
	return NULL;
}

static int entity_type_at(const struct finding *f, struct str slot)
{
	const struct entity *e = event_entity_at(f, slot);

	return e ? (int)e->type : 0;
}

/* The weapon alone: "U.S. missile strike" is "missile", "car bomb explosion" is "car bomb";
 * "suicide bombing" has none. */
static struct str weapon_in(const struct finding *f, struct str slot)
{
	const uint64_t arms = WORD_BIT(WORD_EXPLOSIVE) | WORD_BIT(WORD_WEAPON);
	size_t first = event_slot_first(f, slot), end = event_slot_end(f, slot);

	while (end > first &&
		(!(incident_word_classes(f->view->lexicon, &f->tokens->v[end - 1]) & arms) ||
			token_in(f->tokens, end - 1, "bombing bombings")))
		end--;
	while (first < end && (pos_is_proper(f->tokens->v[first].pos) ||
				      token_in(f->tokens, first,
					      "suspected apparent separate twin several more other "
					      "another first second third two three")))
		first++;
	return first < end ? tokens_text(f->tokens, first, end) : (struct str){0};
}

/* The name in "rebel Sudan Liberation Movement"; absent if the slot ends in none. */
static struct str organisation_in(const struct finding *f, struct str slot)
{
	size_t first = event_slot_first(f, slot), end = event_slot_end(f, slot);

	if (entity_type_at(f, slot) != ENTITY_ORGANISATION || end == first ||
		!token_capitalised(f->tokens, end - 1))
		return (struct str){0};
	while (!token_capitalised(f->tokens, first) && !token_in(f->tokens, first, "al el"))
		first++;
	return tokens_text(f->tokens, first, end);
}

static bool are_people(const struct finding *f, struct str slot)
{
	const uint32_t nouns = LEXICON_BIT(LEXICON_PEOPLE_NOUN) | LEXICON_BIT(LEXICON_PERSON_NOUN);
	size_t end = event_slot_end(f, slot);

	return event_classes(f, slot, true) & PEOPLE || entity_type_at(f, slot) == ENTITY_PERSON ||
	       (end > event_slot_first(f, slot) &&
		       (f->view->mention_view->nouns[end - 1] & nouns ||
			       token_in(
				       f->tokens, end - 1, "crowd crowds gathering congregation")));
}

/* "army convoy" is a thing, "army patrol" and "rebel fighters" are persons. */
static bool is_thing(const struct finding *f, struct str object)
{
	const uint64_t things =
		WORD_BIT(WORD_BUILDING) | WORD_BIT(WORD_VEHICLE) | WORD_BIT(WORD_INFRASTRUCTURE);

	return event_classes(f, object, true) & things || !are_people(f, object);
}

/* "blew up his vehicle", "detonated a truck": what a bomber comes with is no target of his. */
static bool is_own(const struct finding *f, const struct claim *c)
{
	size_t first = event_slot_first(f, c->object), i;

	if (first == 0 || first >= f->tokens->n ||
		!(event_classes(f, c->subject, true) & WORD_BIT(WORD_ARMED)))
		return false;
	for (i = event_slot_end(f, c->subject); i < first; i++)
		if (token_in(f->tokens, i, "blew detonated detonate detonating exploded"))
			return true;
	return f->tokens->v[first - 1].pos == POS_PRPS;
}

static bool is_person(const struct finding *f, size_t i)
{
	return incident_word_classes(f->view->lexicon, &f->tokens->v[i]) & PEOPLE;
}

/* "civilians and policemen" are two fillers, "others" besides them are none, nor is the bomber
 * himself. */
static void add_victims(const struct finding *f, struct incident *in, struct str object)
{
	size_t first = event_slot_first(f, object), end = event_slot_end(f, object), i;

	if (end == first ||
		(entity_type_at(f, object) == ENTITY_LOCATION && !are_people(f, object)) ||
		token_in(f->tokens, end - 1,
			"other others some many them casualties fatalities deaths bodies attacker "
			"attackers bomber "
			"bombers assailant assailants"))
		return;
	for (i = first + 1; i + 1 < end; i++) {
		if (!token_is(f->tokens, i, "and") || !is_person(f, i - 1) ||
			(!is_person(f, end - 1) && !pos_is_proper(f->tokens->v[end - 1].pos)))
			continue;
		add_filler(f, in, ROLE_VICTIMS, tokens_text(f->tokens, first, i));
		first = i + 1;
		while (first + 1 < end &&
			(f->tokens->v[first].pos == POS_DT || f->tokens->v[first].pos == POS_CD))
			first++;
	}
	add_filler(f, in, ROLE_VICTIMS, first < end ? tokens_text(f->tokens, first, end) : object);
}

static bool is_time(const struct finding *f, size_t first, size_t end)
{
	const uint32_t times = LEXICON_BIT(LEXICON_TIME_NOUN) | LEXICON_BIT(LEXICON_MONTH) |
			       LEXICON_BIT(LEXICON_WEEKDAY);
	size_t i;

	for (i = first; i < end; i++)
		if (f->view->mention_view->nouns[i] & times)
			return true;
	return false;
}

/* What "an air strike on a market" or "the bombing of a church" hit. */
void event_add_aim(const struct finding *f, struct incident *in, struct str deed)
{
	const struct chunks *chunks = f->view->chunks;
	size_t end = event_deed_end(f, deed), first = end + 1;
	const struct chunk *aim;
	struct str text;

	if (first >= f->tokens->n || !token_in(f->tokens, end, "on against of at") ||
		chunks->of[first] < 0)
		return;
	aim = &chunks->v[chunks->of[first]];
	while (first < aim->head &&
		(f->tokens->v[first].pos == POS_DT || f->tokens->v[first].pos == POS_PRPS))
		first++;
	if (aim->first != end + 1 || !pos_is_noun(f->tokens->v[aim->head].pos) ||
		is_time(f, first, aim->last))
		return;
	end = aim->last;
	if (end + 1 < f->tokens->n && token_is(f->tokens, end, "of") &&
		pos_is_proper(f->tokens->v[end + 1].pos) && chunks->of[end + 1] >= 0)
		end = chunks->v[chunks->of[end + 1]].last;
	text = tokens_text(f->tokens, first, end);
	if (!is_thing(f, text))
		add_victims(f, in, text);
	else if (in->type != INCIDENT_KIDNAPPING)
		add_filler(f, in, ROLE_PHYSICAL_TARGETS, text);
}

/* Who or what did it: a weapon, a body, persons; the deed itself is none of them. */
void event_add_actor(const struct finding *f, struct incident *in, const struct claim *c)
{
	uint64_t classes = event_classes(f, c->subject, false),
		 head = event_classes(f, c->subject, true);
	struct str organisation = organisation_in(f, c->subject);

	if (head & WORD_TRIGGER_BITS && !(head & WORD_BIT(WORD_ARMED)))
		event_add_aim(f, in, c->subject);
	if (classes & (WORD_BIT(WORD_EXPLOSIVE) | WORD_BIT(WORD_WEAPON)))
		add_filler(f, in, ROLE_WEAPONS, weapon_in(f, c->subject));
	else if (token_in(f->tokens, event_slot_end(f, c->subject),
			 "exploded explodes detonated")) /* "a parcel exploded" */
		add_filler(f, in, ROLE_WEAPONS, c->subject);
	else if (head & (WORD_TRIGGER_BITS | WORD_BIT(WORD_VEHICLE)) &&
		 !(head & WORD_BIT(WORD_ARMED)))
		return;
	else if (organisation.n && !(head & WORD_BIT(WORD_ARMED)))
		add_filler(f, in, ROLE_PERPETRATOR_ORGANISATIONS, organisation);
	else
		add_filler(f, in, ROLE_PERPETRATOR_INDIVIDUALS, c->subject);
}

void event_add_object(const struct finding *f, struct incident *in, const struct claim *c)
{
	if (c->kind != CLAIM_ATTACKS || !is_thing(f, c->object))
		add_victims(f, in, c->object);
	else if (in->type != INCIDENT_KIDNAPPING && !is_own(f, c) && !event_is_region(f, c->object))
		add_filler(f, in, ROLE_PHYSICAL_TARGETS, c->object);
}

void event_add_organisation(const struct finding *f, struct incident *in, struct str slot)
{
	struct str organisation = organisation_in(f, slot);
	size_t end = event_slot_end(f, slot);

	if (organisation.n ||
		(end && pos_is_proper(f->tokens->v[end - 1].pos))) /* "the defendant" is none */
		add_filler(f, in, ROLE_PERPETRATOR_ORGANISATIONS,
			organisation.n ? organisation : slot);
}
