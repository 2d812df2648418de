/* SPDX-License-Identifier: Apache-2.0
 * wire_extraction.c - extraction.proto. Slots travel with their place in the text, so that they are
 * slices of it again on the other side. */
#include "base/limits.h"
#include "wire/convert.h"

static Sitrep__Slot *slot_to_pb(const struct extraction *x, struct str s, struct arena *arena)
{
	Sitrep__Slot *pb;

	if (str_absent(s))
		return NULL;
	pb = NEW_PB(arena, Sitrep__Slot, sitrep__slot__init);
	pb->text = pb_string(arena, s);
	pb->start_plus_1 = (uint32_t)(extraction_offset(x, s) + 1);
	return pb;
}

static Sitrep__Slot **slots_to_pb(
	const struct extraction *x, const struct str *v, size_t n, struct arena *arena)
{
	Sitrep__Slot **out = arena_zalloc(arena, n, sizeof(*out));
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = slot_to_pb(x, v[i].p ? v[i] : STR(""), arena);
	return out;
}

/* A slice of the text where the text agrees, else the string itself. */
static struct str slot_from_pb(const struct extraction *x, const Sitrep__Slot *pb)
{
	struct str s;
	size_t start;

	if (!pb)
		return (struct str){0};
	s = str_from_pb(pb->text);
	start = (size_t)pb->start_plus_1 - 1;
	if (pb->start_plus_1 && start <= x->text.n && s.n <= x->text.n - start &&
		str_eq(s, str_slice(x->text, start, start + s.n)))
		return str_slice(x->text, start, start + s.n);
	return s;
}

static struct str *slots_from_pb(
	const struct extraction *x, Sitrep__Slot *const *v, size_t n, struct arena *arena)
{
	struct str *out = arena_zalloc(arena, n, sizeof(*out));
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = slot_from_pb(x, v[i]);
	return out;
}

static char **strings_to_pb(const struct str *v, size_t n, struct arena *arena)
{
	char **out = arena_zalloc(arena, n, sizeof(*out));
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = pb_string(arena, v[i]);
	return out;
}

static struct str *strings_from_pb(char *const *v, size_t n, struct arena *arena)
{
	struct str *out = arena_zalloc(arena, n, sizeof(*out));
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = str_from_pb(v[i]);
	return out;
}

static Sitrep__Period *period_to_pb(bool has, struct period period, struct arena *arena)
{
	Sitrep__Period *pb;
	char day[16];

	if (!has)
		return NULL;
	pb = NEW_PB(arena, Sitrep__Period, sitrep__period__init);
	if (period.start != DAY_NONE) {
		day_format(period.start, day);
		pb->start = pb_string(arena, str_from(day));
	}
	if (period.end != DAY_NONE) {
		day_format(period.end, day);
		pb->end = pb_string(arena, str_from(day));
	}
	return pb;
}

static bool day_from_pb(const char *s, int32_t *ret, struct err *err)
{
	*ret = DAY_NONE;
	if (!s[0] || day_parse(str_from(s), ret))
		return true;
	return err_set(err, ERR_REJECT, "\"%.20s\" is no day", s);
}

static bool period_from_pb(
	const Sitrep__Period *pb, bool *ret_has, struct period *ret, struct err *err)
{
	*ret_has = pb != NULL;
	*ret = (struct period){DAY_NONE, DAY_NONE};
	return !pb ||
	       (day_from_pb(pb->start, &ret->start, err) && day_from_pb(pb->end, &ret->end, err));
}

static Sitrep__Entity *entity_to_pb(const struct entity *e, struct arena *arena)
{
	Sitrep__Entity *pb = NEW_PB(arena, Sitrep__Entity, sitrep__entity__init);

	pb->type = e->type;
	pb->form = e->form;
	pb->start = e->span.start;
	pb->end = e->span.end;
	pb->canonical = pb_string(arena, e->canonical);
	pb->maker = pb_string(arena, e->maker);
	pb->confidence = e->confidence;
	return pb;
}

static struct entity entity_from_pb(const Sitrep__Entity *pb)
{
	return (struct entity){
		.type = (enum entity_type)pb->type,
		.form = (enum entity_form)pb->form,
		.span = {pb->start, pb->end},
		.canonical = str_from_pb_or_null(pb->canonical),
		.maker = str_from_pb(pb->maker),
		.confidence = pb->confidence,
	};
}

static Sitrep__Claim *claim_to_pb(
	const struct extraction *x, const struct claim *c, struct arena *arena)
{
	Sitrep__Claim *pb = NEW_PB(arena, Sitrep__Claim, sitrep__claim__init);

	pb->kind = c->kind;
	pb->start = c->span.start;
	pb->end = c->span.end;
	pb->subject = slot_to_pb(x, c->subject, arena);
	pb->object = slot_to_pb(x, c->object, arena);
	if (c->has_value) {
		pb->value = NEW_PB(arena, Sitrep__Number, sitrep__number__init);
		pb->value->value = c->value;
	}
	pb->modifier = c->modifier;
	pb->unit = pb_string(arena, c->unit);
	pb->time = period_to_pb(c->has_time, c->time, arena);
	pb->n_places = c->nplaces;
	pb->places = slots_to_pb(x, c->places, c->nplaces, arena);
	pb->about = pb_string(arena, c->about);
	pb->attributed_to = slot_to_pb(x, c->attributed_to, arena);
	pb->modality = c->modality;
	pb->theme = c->theme;
	pb->maker = pb_string(arena, c->maker);
	pb->confidence = c->confidence;
	return pb;
}

static bool claim_from_pb(const struct extraction *x, const Sitrep__Claim *pb, struct arena *arena,
	struct claim *ret, struct err *err)
{
	*ret = (struct claim){
		.kind = (enum claim_kind)pb->kind,
		.span = {pb->start, pb->end},
		.subject = slot_from_pb(x, pb->subject),
		.object = slot_from_pb(x, pb->object),
		.has_value = pb->value != NULL,
		.value = pb->value ? pb->value->value : 0,
		.modifier = (enum modifier)pb->modifier,
		.unit = str_from_pb_or_null(pb->unit),
		.places = slots_from_pb(x, pb->places, pb->n_places, arena),
		.nplaces = pb->n_places,
		.about = str_from_pb_or_null(pb->about),
		.attributed_to = slot_from_pb(x, pb->attributed_to),
		.modality = (enum modality)pb->modality,
		.theme = (enum theme)pb->theme,
		.maker = str_from_pb(pb->maker),
		.confidence = pb->confidence,
	};
	return period_from_pb(pb->time, &ret->has_time, &ret->time, err);
}

/* Where the generated message keeps the fillers of a role. */
struct role_fields {
	size_t *n;
	Sitrep__Filler ***v;
};

static struct role_fields role_fields(Sitrep__Incident *pb, size_t role)
{
	struct role_fields fields[ROLE_COUNT] = {
		{&pb->n_perpetrator_individuals, &pb->perpetrator_individuals},
		{&pb->n_perpetrator_organisations, &pb->perpetrator_organisations},
		{&pb->n_physical_targets, &pb->physical_targets},
		{&pb->n_victims, &pb->victims},
		{&pb->n_weapons, &pb->weapons},
	};

	return fields[role];
}

static Sitrep__Filler *filler_to_pb(
	const struct extraction *x, const struct filler *f, struct arena *arena)
{
	Sitrep__Filler *pb = NEW_PB(arena, Sitrep__Filler, sitrep__filler__init);

	pb->text = slot_to_pb(x, f->text, arena);
	pb->n_aliases = f->naliases;
	pb->aliases = strings_to_pb(f->aliases, f->naliases, arena);
	pb->type = pb_string(arena, f->type);
	return pb;
}

static void casualties_to_pb(const struct extraction *x, const struct incident *in,
	struct arena *arena, Sitrep__Incident *pb)
{
	size_t i;

	pb->n_casualties = in->ncasualties;
	pb->casualties = arena_zalloc(arena, in->ncasualties, sizeof(*pb->casualties));
	for (i = 0; i < in->ncasualties; i++) {
		const struct casualties *c = &in->casualties[i];
		Sitrep__Casualties *out =
			NEW_PB(arena, Sitrep__Casualties, sitrep__casualties__init);

		out->kind = c->kind;
		out->low = c->low;
		out->high = c->high;
		out->open = c->open;
		out->attributed_to = slot_to_pb(x, c->attributed_to, arena);
		out->start = c->span.start;
		out->end = c->span.end;
		pb->casualties[i] = out;
	}
}

static void casualties_from_pb(const struct extraction *x, const Sitrep__Incident *pb,
	struct arena *arena, struct incident *ret)
{
	size_t i;

	ret->ncasualties = pb->n_casualties;
	ret->casualties = arena_zalloc(arena, pb->n_casualties, sizeof(*ret->casualties));
	for (i = 0; i < pb->n_casualties; i++) {
		const Sitrep__Casualties *c = pb->casualties[i];

		ret->casualties[i] = (struct casualties){(enum claim_kind)c->kind, c->low, c->high,
			c->open, slot_from_pb(x, c->attributed_to), {c->start, c->end}};
	}
}

static Sitrep__Incident *incident_to_pb(
	const struct extraction *x, const struct incident *in, struct arena *arena)
{
	Sitrep__Incident *pb = NEW_PB(arena, Sitrep__Incident, sitrep__incident__init);
	size_t role, i;

	pb->type = in->type;
	pb->stage = in->stage;
	pb->date = period_to_pb(in->has_date, in->date, arena);
	pb->n_locations = in->nlocations;
	pb->locations = slots_to_pb(x, in->locations, in->nlocations, arena);
	pb->about = pb_string(arena, in->about);
	pb->start = in->span.start;
	pb->end = in->span.end;
	pb->maker = pb_string(arena, in->maker);
	pb->confidence = in->confidence;
	pb->blame = in->blame;
	casualties_to_pb(x, in, arena, pb);
	for (role = 0; role < ROLE_COUNT; role++) {
		struct role_fields field = role_fields(pb, role);

		*field.n = in->nroles[role];
		*field.v = arena_zalloc(arena, in->nroles[role], sizeof(**field.v));
		for (i = 0; i < in->nroles[role]; i++)
			(*field.v)[i] = filler_to_pb(x, &in->roles[role][i], arena);
	}
	return pb;
}

static bool incident_from_pb(const struct extraction *x, Sitrep__Incident *pb, struct arena *arena,
	struct incident *ret, struct err *err)
{
	size_t role, i;

	*ret = (struct incident){
		.type = (enum incident_type)pb->type,
		.about = str_from_pb_or_null(pb->about),
		.stage = (enum incident_stage)pb->stage,
		.locations = slots_from_pb(x, pb->locations, pb->n_locations, arena),
		.nlocations = pb->n_locations,
		.span = {pb->start, pb->end},
		.blame = (enum blame)pb->blame,
		.maker = str_from_pb(pb->maker),
		.confidence = pb->confidence,
	};
	casualties_from_pb(x, pb, arena, ret);
	for (role = 0; role < ROLE_COUNT; role++) {
		struct role_fields field = role_fields(pb, role);
		struct filler *fillers = arena_zalloc(arena, *field.n, sizeof(*fillers));

		for (i = 0; i < *field.n; i++) {
			const Sitrep__Filler *f = (*field.v)[i];

			fillers[i].text = slot_from_pb(x, f->text);
			fillers[i].type = str_from_pb_or_null(f->type);
			fillers[i].naliases = f->n_aliases;
			fillers[i].aliases = strings_from_pb(f->aliases, f->n_aliases, arena);
		}
		ret->roles[role] = fillers;
		ret->nroles[role] = *field.n;
	}
	return period_from_pb(pb->date, &ret->has_date, &ret->date, err);
}

static void facts_to_pb(const struct extraction *x, struct arena *arena, Sitrep__Extraction *pb)
{
	size_t i;

	pb->n_entities = x->nentities;
	pb->entities = arena_zalloc(arena, x->nentities, sizeof(*pb->entities));
	for (i = 0; i < x->nentities; i++)
		pb->entities[i] = entity_to_pb(&x->entities[i], arena);
	pb->n_claims = x->nclaims;
	pb->claims = arena_zalloc(arena, x->nclaims, sizeof(*pb->claims));
	for (i = 0; i < x->nclaims; i++)
		pb->claims[i] = claim_to_pb(x, &x->claims[i], arena);
	pb->n_incidents = x->nincidents;
	pb->incidents = arena_zalloc(arena, x->nincidents, sizeof(*pb->incidents));
	for (i = 0; i < x->nincidents; i++)
		pb->incidents[i] = incident_to_pb(x, &x->incidents[i], arena);
}

Sitrep__Extraction *extraction_to_pb(const struct extraction *x, struct arena *arena)
{
	Sitrep__Extraction *pb = NEW_PB(arena, Sitrep__Extraction, sitrep__extraction__init);

	pb->title = pb_string(arena, x->title);
	pb->published = pb_string(arena, x->published);
	pb->modified = pb_string(arena, x->modified);
	pb->published_from = (uint32_t)x->published_by.from;
	pb->published_precision = (uint32_t)x->published_by.precision;
	pb->modified_from = (uint32_t)x->modified_by.from;
	pb->modified_precision = (uint32_t)x->modified_by.precision;
	pb->language = pb_string(arena, x->language);
	pb->author = pb_string(arena, x->author);
	pb->publisher = pb_string(arena, x->publisher);
	pb->url = pb_string(arena, x->url);
	pb->text = pb_string(arena, x->text);
	pb->media_type = pb_string(arena, x->media_type);
	pb->version = pb_string(arena, x->version);
	pb->n_links = x->nlinks;
	pb->links = strings_to_pb(x->links, x->nlinks, arena);
	pb->n_warnings = x->nwarnings;
	pb->warnings = strings_to_pb(x->warnings, x->nwarnings, arena);
	facts_to_pb(x, arena, pb);
	return pb;
}

static bool facts_from_pb(
	const Sitrep__Extraction *pb, struct arena *arena, struct extraction *x, struct err *err)
{
	size_t i;

	x->nentities = pb->n_entities;
	x->entities = arena_zalloc(arena, x->nentities, sizeof(*x->entities));
	for (i = 0; i < x->nentities; i++)
		x->entities[i] = entity_from_pb(pb->entities[i]);
	x->nclaims = pb->n_claims;
	x->claims = arena_zalloc(arena, x->nclaims, sizeof(*x->claims));
	for (i = 0; i < x->nclaims; i++)
		if (!claim_from_pb(x, pb->claims[i], arena, &x->claims[i], err))
			return false;
	x->nincidents = pb->n_incidents;
	x->incidents = arena_zalloc(arena, x->nincidents, sizeof(*x->incidents));
	for (i = 0; i < x->nincidents; i++)
		if (!incident_from_pb(x, pb->incidents[i], arena, &x->incidents[i], err))
			return false;
	return true;
}

/* What a newer extractor knows and we do not is nothing said. */
static struct dating dating_from_pb(uint32_t from, uint32_t precision)
{
	return (struct dating){from < EVIDENCE_END ? (enum date_evidence)from : EVIDENCE_NONE,
		precision < PRECISION_END ? (enum date_precision)precision : PRECISION_NONE};
}

bool extraction_from_pb(
	const Sitrep__Extraction *pb, struct arena *arena, struct extraction *ret, struct err *err)
{
	if (!pb)
		return err_set(err, ERR_REJECT, "the message carries no extraction");
	if (pb->n_entities > MAX_FACTS || pb->n_claims > MAX_FACTS || pb->n_incidents > MAX_FACTS)
		return err_set(err, ERR_REJECT, "the extraction has more than %zu facts of a kind",
			(size_t)MAX_FACTS);
	*ret = (struct extraction){
		.title = str_from_pb_or_null(pb->title),
		.published = str_from_pb_or_null(pb->published),
		.modified = str_from_pb_or_null(pb->modified),
		.published_by = dating_from_pb(pb->published_from, pb->published_precision),
		.modified_by = dating_from_pb(pb->modified_from, pb->modified_precision),
		.language = str_from_pb_or_null(pb->language),
		.author = str_from_pb_or_null(pb->author),
		.publisher = str_from_pb_or_null(pb->publisher),
		.url = str_from_pb_or_null(pb->url),
		.text = str_from_pb(pb->text),
		.media_type = str_from_pb(pb->media_type),
		.version = str_from_pb(pb->version),
		.links = strings_from_pb(pb->links, pb->n_links, arena),
		.nlinks = pb->n_links,
		.warnings = strings_from_pb(pb->warnings, pb->n_warnings, arena),
		.nwarnings = pb->n_warnings,
	};
	return facts_from_pb(pb, arena, ret, err) && extraction_valid(ret, err);
}
