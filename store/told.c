/* SPDX-License-Identifier: Apache-2.0 */
#include "store/told.h"

#include "base/ascii.h"
#include "base/compiler.h"
#include "base/emit.h"
#include "base/limits.h"
#include "model/extraction_json.h"
#include "store/geo.h"

#define FIGURE_DAYS 31 /* a longer span is no one thing */
#define EVENT_DAYS 3

struct str told_lower(struct str s, struct arena *arena)
{
	struct str copy = str_absent(s) ? s : arena_str(arena, s);
	char *p = (char *)copy.p;
	size_t i;

	for (i = 0; i < copy.n; i++)
		p[i] = ascii_lower(p[i]);
	return copy;
}

static struct str day_text(bool has, int32_t day, struct arena *arena)
{
	char text[16];

	if (!has || day == DAY_NONE)
		return (struct str){0};
	day_format(day, text);
	return arena_str(arena, str_from(text));
}

/* What is written in json goes to the arena. */
struct maker {
	struct arena *arena;
	struct buf json;
};

static struct emitter begin_json(struct maker *m)
{
	buf_reset(&m->json);
	return (struct emitter){.out = &m->json};
}

static void emit_strings(struct emitter *e, const struct str *v, size_t n)
{
	size_t i;

	emit_open(e, '[');
	for (i = 0; i < n; i++)
		emit_string(e, v[i]);
	emit_close(e, ']');
}

static struct str json_list(struct maker *m, const struct str *v, size_t n)
{
	struct emitter e = begin_json(m);

	emit_strings(&e, v, n);
	return arena_str(m->arena, buf_view(e.out));
}

static struct str json_fillers(struct maker *m, const struct filler *v, size_t n)
{
	struct emitter e = begin_json(m);
	size_t i;

	emit_open(&e, '[');
	for (i = 0; i < n; i++) {
		emit_open(&e, '{');
		emit_member(&e, "text", v[i].text);
		emit_member(&e, "type", v[i].type);
		emit_key(&e, "aliases");
		emit_strings(&e, v[i].aliases, v[i].naliases);
		emit_close(&e, '}');
	}
	emit_close(&e, ']');
	return arena_str(m->arena, buf_view(e.out));
}

static struct str json_casualties(struct maker *m, const struct incident *in)
{
	struct emitter e = begin_json(m);

	emit_casualties(&e, in->casualties, in->ncasualties);
	return arena_str(m->arena, buf_view(e.out));
}

static struct told_incident *rest_of_incident(struct maker *m, const struct incident *in)
{
	struct told_incident *rest = arena_alloc(m->arena, sizeof(*rest));
	char id[INCIDENT_ID_BYTES];
	int role;

	for (role = 0; role < ROLE_COUNT; role++)
		rest->roles[role] = json_fillers(m, in->roles[role], in->nroles[role]);
	rest->casualties = json_casualties(m, in);
	incident_id(in, id);
	rest->identity = arena_str(m->arena, str_from(id));
	return rest;
}

static void of_claim(struct maker *m, const struct claim *c, struct told *ret)
{
	struct arena *arena = m->arena;
	struct str *who = arena_alloc(arena, 3 * sizeof(*who));

	who[0] = c->subject;
	who[1] = c->object;
	who[2] = c->attributed_to;
	*ret = (struct told){.live = true,
		.kind = str_from(claim_kind_name(c->kind)),
		.from = day_text(c->has_time, c->time.start, arena),
		.to = day_text(c->has_time, c->time.end, arena),
		.theme = str_from(theme_name(c->theme)),
		.state = str_from(modality_name(c->modality)),
		.places = c->places,
		.nplaces = c->nplaces,
		.about = c->about,
		.who = who,
		.nwho = 3,
		.object = c->object,
		.modifier = str_from(modifier_name(c->modifier)),
		.unit = c->unit,
		.has_value = c->has_value,
		.value = c->value,
		.places_json = json_list(m, c->places, c->nplaces)};
}

static void of_incident(struct maker *m, const struct incident *in, struct told *ret)
{
	static const enum incident_role roles[] = {ROLE_PERPETRATOR_INDIVIDUALS,
		ROLE_PERPETRATOR_ORGANISATIONS, ROLE_VICTIMS, ROLE_PHYSICAL_TARGETS};
	size_t cap = 0, i, j;

	*ret = (struct told){.is_incident = true,
		.live = true,
		.kind = str_from(incident_type_name(in->type)),
		.from = day_text(in->has_date, in->date.start, m->arena),
		.to = day_text(in->has_date, in->date.end, m->arena),
		.theme = STR(""),
		.state = str_from(incident_stage_name(in->stage)),
		.places = in->locations,
		.nplaces = in->nlocations,
		.about = in->about,
		.places_json = json_list(m, in->locations, in->nlocations),
		.incident = rest_of_incident(m, in)};
	for (i = 0; i < ARRAY_SIZE(roles); i++)
		for (j = 0; j < in->nroles[roles[i]]; j++)
			*ARENA_PUSH(m->arena, ret->who, ret->nwho, cap) =
				in->roles[roles[i]][j].text;
}

struct told_facts told_of(const struct extraction *x, struct arena *arena)
{
	struct told_facts facts = {.nclaims = x->nclaims, .nincidents = x->nincidents};
	struct maker m = {.arena = arena};
	size_t i;

	buf_init(&m.json, MAX_FRAME_BYTES);
	facts.v = arena_alloc(arena, (x->nclaims + x->nincidents) * sizeof(*facts.v));
	for (i = 0; i < x->nclaims; i++)
		of_claim(&m, &x->claims[i], &facts.v[i]);
	for (i = 0; i < x->nincidents; i++)
		of_incident(&m, &x->incidents[i], &facts.v[x->nclaims + i]);
	buf_release(&m.json);
	return facts;
}

static struct str country_of(const struct told *t, const struct map *states, struct arena *arena)
{
	size_t i;

	for (i = 0; i < t->nplaces; i++) {
		const struct map_slot *slot = map_get(states, told_lower(t->places[i], arena));

		if (slot)
			return str_from(slot->value.ptr);
	}
	return t->about;
}

static bool is_whole(double v)
{
	return v >= -1e15 && v <= 1e15 ? v == (double)(int64_t)v : true;
}

static bool is(struct str s, const char *word)
{
	return str_eq(s, str_from(word));
}

/* Between which two numbers the value lies; a side that is open has none. */
static void derive_bounds(struct told *t)
{
	t->has_low = t->has_value;
	t->low = t->value;
	if (is(t->modifier, "at_most") || is(t->modifier, "less_than"))
		t->low = t->value < 0 ? t->value : 0;
	else if (is(t->modifier, "more_than") && is_whole(t->value))
		t->low = t->value + 1;
	t->has_high = t->has_value && !is(t->modifier, "at_least") && !is(t->modifier, "more_than");
	t->high = is(t->modifier, "less_than") && is_whole(t->value) ? t->value - 1 : t->value;
}

/* Whether it is known where it was, and when to within so many days. */
static bool is_placed(const struct told *t, int32_t days)
{
	int32_t from, to;

	return t->nplaces > 0 && day_parse(t->from, &from) && day_parse(t->to, &to) && to >= from &&
	       to - from <= days;
}

/* The last place that is no state, which is the narrowest: incidents name the state first.
 * Absent: "somewhere in Iraq". */
static struct str town_of(const struct told *t)
{
	size_t i;

	for (i = t->nplaces; i-- > 0;)
		if (!country_named(t->places[i]))
			return t->places[i];
	return (struct str){0};
}

/* A state is no place for what happened on a day: there may have been two of it. */
static bool is_counted(const struct told *t)
{
	return t->has_value &&
	       (is(t->state, "asserted") || is(t->state, "alleged") || is(t->state, "denied")) &&
	       is_placed(t, FIGURE_DAYS) && (town_of(t).n || !is_placed(t, EVENT_DAYS));
}

/* The parts without what is absent, one after the other. */
static struct str join(const struct str *parts, size_t n, struct arena *arena)
{
	size_t length = 0, i;
	char *out, *at;

	for (i = 0; i < n; i++)
		length += parts[i].n;
	at = out = arena_alloc(arena, length + 1);
	for (i = 0; i < n; i++) {
		if (parts[i].n)
			memcpy(at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	return (struct str){out, length};
}

static struct str figure_of(const struct told *t, struct arena *arena)
{
	bool one_day = str_eq(t->from, t->to),
	     of_what = !is(t->unit, "person") && !str_absent(t->object);
	const struct str parts[] = {t->kind, STR("|"), told_lower(t->places[0], arena), STR("|"),
		t->from, one_day ? STR("") : STR(".."), one_day ? STR("") : t->to, STR("|"),
		t->unit, of_what ? STR("|") : STR(""),
		of_what ? told_lower(t->object, arena) : STR("")};

	return join(parts, ARRAY_SIZE(parts), arena);
}

static struct str event_of(const struct told *t, struct arena *arena)
{
	const struct str parts[] = {
		t->kind, STR("|"), told_lower(town_of(t), arena), STR("|"), t->from};

	return join(parts, ARRAY_SIZE(parts), arena);
}

void told_derive(
	struct told *t, struct str published, const struct map *states, struct arena *arena)
{
	struct str day = !str_absent(t->to) ? t->to : !str_absent(t->from) ? t->from : published;

	t->day = str_absent(day) ? STR("") : day;
	t->country = country_of(t, states, arena);
	if (t->is_incident) {
		if (str_absent(t->figure) && is_placed(t, EVENT_DAYS) && town_of(t).n)
			t->figure = event_of(t, arena);
		return;
	}
	derive_bounds(t);
	if (str_absent(t->figure) && is_counted(t))
		t->figure = figure_of(t, arena);
}
