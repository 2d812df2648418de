/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "base/date.h"
#include "base/err.h"
#include "base/utf8.h"
#include "model/extraction.h"

static const char *const entity_types[] = {NULL, "person", "organisation", "location",
	"nationality", "temporal", "money", "quantity", "weapon", "military_platform", "vehicle",
	"document_reference", "comms_identifier", "coordinate", "frequency", "url"};

static const char *const entity_forms[] = {NULL, "name", "noun", "pronoun", "value"};

static const char *const claim_kinds[] = {NULL, "killed", "wounded", "abducted", "displaced",
	"missing", "arrested", "charged", "sentenced", "released", "extradited", "repatriated",
	"surrendered", "disrupted", "attacks", "denied_entry", "recruited", "seized", "frozen",
	"funding", "deployed", "trained", "strength", "share", "agency", "membership", "agreement",
	"law", "prohibition", "programme", "evaluation", "designation", "responsibility", "system",
	"statement"};

static const char *const modifiers[] = {
	NULL, "exact", "at_least", "more_than", "at_most", "less_than", "about"};

static const char *const modalities[] = {
	NULL, "asserted", "alleged", "planned", "ongoing", "denied"};

static const char *const themes[] = {NULL, "incident", "law_enforcement", "legislation",
	"border_security", "terrorist_financing", "foreign_fighters", "military", "cooperation",
	"humanitarian", "violent_extremism", "other"};

static const char *const incident_types[] = {
	NULL, "attack", "bombing", "kidnapping", "arson", "robbery", "forced_work_stoppage"};

static const char *const incident_stages[] = {NULL, "accomplished", "attempted", "threatened"};

static const char *const incident_roles[] = {"perpetrator_individuals", "perpetrator_organisations",
	"physical_targets", "victims", "weapons"};

static const char *const blames[] = {NULL, "claimed", "accused", "suspected", "denied"};

static const char *const evidences[] = {NULL, "given", "json-ld", "opengraph", "meta", "microdata",
	"time", "url", "byline", "dateline", "script", "picture", "mail", "header", "properties",
	"feed"};

static const char *const precisions[] = {NULL, "day", "month", "year"};

_Static_assert(ARRAY_SIZE(evidences) == EVIDENCE_END, "a name for all evidence of a date");
_Static_assert(ARRAY_SIZE(precisions) == PRECISION_END, "a name for every precision");
_Static_assert(ARRAY_SIZE(blames) == BLAME_END, "a name for every degree of blame");
_Static_assert(ARRAY_SIZE(entity_types) == ENTITY_TYPE_END, "a name for every entity type");
_Static_assert(ARRAY_SIZE(entity_forms) == FORM_END, "a name for every form of mention");
_Static_assert(ARRAY_SIZE(claim_kinds) == CLAIM_KIND_END, "a name for every kind of claim");
_Static_assert(ARRAY_SIZE(modifiers) == MODIFIER_END, "a name for every modifier");
_Static_assert(ARRAY_SIZE(modalities) == MODALITY_END, "a name for every modality");
_Static_assert(ARRAY_SIZE(themes) == THEME_END, "a name for every theme");
_Static_assert(ARRAY_SIZE(incident_types) == INCIDENT_TYPE_END, "a name for every incident type");
_Static_assert(ARRAY_SIZE(incident_stages) == STAGE_END, "a name for every stage");
_Static_assert(ARRAY_SIZE(incident_roles) == ROLE_COUNT, "a name for every role");

static const char *name_at(const char *const *names, size_t n, int i)
{
	return i >= 0 && (size_t)i < n ? names[i] : NULL;
}

static int number_of(const char *const *names, size_t n, struct str name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (names[i] && str_eq(str_from(names[i]), name))
			return (int)i;
	return 0;
}

const char *entity_type_name(int type)
{
	return name_at(entity_types, ARRAY_SIZE(entity_types), type);
}

int entity_type_from(struct str name)
{
	return number_of(entity_types, ARRAY_SIZE(entity_types), name);
}

const char *entity_form_name(int form)
{
	return name_at(entity_forms, ARRAY_SIZE(entity_forms), form);
}

const char *claim_kind_name(int kind)
{
	return name_at(claim_kinds, ARRAY_SIZE(claim_kinds), kind);
}

int claim_kind_from(struct str name)
{
	return number_of(claim_kinds, ARRAY_SIZE(claim_kinds), name);
}

const char *modifier_name(int modifier)
{
	return name_at(modifiers, ARRAY_SIZE(modifiers), modifier);
}

int modifier_from(struct str name)
{
	return number_of(modifiers, ARRAY_SIZE(modifiers), name);
}

const char *modality_name(int modality)
{
	return name_at(modalities, ARRAY_SIZE(modalities), modality);
}

int modality_from(struct str name)
{
	return number_of(modalities, ARRAY_SIZE(modalities), name);
}

const char *theme_name(int theme)
{
	return name_at(themes, ARRAY_SIZE(themes), theme);
}

int theme_from(struct str name)
{
	return number_of(themes, ARRAY_SIZE(themes), name);
}

const char *incident_type_name(int type)
{
	return name_at(incident_types, ARRAY_SIZE(incident_types), type);
}

int incident_type_from(struct str name)
{
	return number_of(incident_types, ARRAY_SIZE(incident_types), name);
}

const char *incident_stage_name(int stage)
{
	return name_at(incident_stages, ARRAY_SIZE(incident_stages), stage);
}

int incident_stage_from(struct str name)
{
	return number_of(incident_stages, ARRAY_SIZE(incident_stages), name);
}

const char *blame_name(int blame)
{
	return name_at(blames, ARRAY_SIZE(blames), blame);
}

const char *incident_role_name(int role)
{
	return name_at(incident_roles, ARRAY_SIZE(incident_roles), role);
}

void extraction_keep_sure(struct extraction *x, double min_confidence)
{
	size_t i, n = 0;

	for (i = 0; i < x->nentities; i++)
		if ((double)x->entities[i].confidence >= min_confidence)
			x->entities[n++] = x->entities[i];
	x->nentities = n;
	for (i = n = 0; i < x->nclaims; i++)
		if ((double)x->claims[i].confidence >= min_confidence)
			x->claims[n++] = x->claims[i];
	x->nclaims = n;
	for (i = n = 0; i < x->nincidents; i++)
		if ((double)x->incidents[i].confidence >= min_confidence)
			x->incidents[n++] = x->incidents[i];
	x->nincidents = n;
}

const char *date_evidence_name(int evidence)
{
	return name_at(evidences, ARRAY_SIZE(evidences), evidence);
}

const char *date_precision_name(int precision)
{
	return name_at(precisions, ARRAY_SIZE(precisions), precision);
}

int32_t extraction_day(const struct extraction *extraction)
{
	enum date_precision precision = extraction->published_by.precision;
	int32_t day;

	if (precision == PRECISION_MONTH || precision == PRECISION_YEAR ||
		!day_parse(extraction->published, &day))
		return DAY_NONE;
	return day;
}

bool claim_bounds(double value, enum modifier modifier, double *ret_low, double *ret_high)
{
	bool whole = value == floor(value);

	*ret_low = *ret_high = value;
	switch (modifier) {
	case MODIFIER_MORE_THAN:
		*ret_low = *ret_high = whole ? value + 1 : value;
		return false;
	case MODIFIER_AT_LEAST:
		return false;
	case MODIFIER_LESS_THAN:
		*ret_low = fmin(value, 0);
		*ret_high = whole ? value - 1 : value;
		return true;
	case MODIFIER_AT_MOST:
		*ret_low = fmin(value, 0);
		return true;
	default:
		return true;
	}
}

int64_t extraction_offset(const struct extraction *extraction, struct str slot)
{
	uintptr_t text = (uintptr_t)extraction->text.p, at = (uintptr_t)slot.p;

	if (!slot.p || at < text || at + slot.n > text + extraction->text.n)
		return -1;
	return (int64_t)(at - text);
}

bool extraction_overlap(const struct extraction *extraction, struct str a, struct str b)
{
	int64_t at = extraction_offset(extraction, a), other = extraction_offset(extraction, b);

	return at >= 0 && other >= 0 && at < other + (int64_t)b.n && other < at + (int64_t)a.n;
}

static bool at_boundary(struct str text, uint32_t at)
{
	return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

static bool span_valid(struct str text, struct span span, const char *what, struct err *err)
{
	if (span.start >= span.end || span.end > text.n || !at_boundary(text, span.start) ||
		!at_boundary(text, span.end))
		return err_set(err, ERR_REJECT,
			"%s has the span %u..%u, which is none of a text of "
			"%zu bytes",
			what, span.start, span.end, text.n);
	return true;
}

static bool country_valid(struct str code, struct err *err)
{
	return str_absent(code) ||
	       (code.n == 2 && ascii_is_upper(code.p[0]) && ascii_is_upper(code.p[1])) ||
	       err_set(err, ERR_REJECT, "\"%.*s\" is no code of a country",
		       code.n > 20 ? 20 : (int)code.n, code.p);
}

static bool claim_valid(const struct extraction *x, const struct claim *c, struct err *err)
{
	if (!claim_kind_name(c->kind) || !modality_name(c->modality) || !theme_name(c->theme) ||
		(unsigned)c->modifier >= MODIFIER_END)
		return err_set(err, ERR_REJECT, "a claim has an unknown kind or label");
	return country_valid(c->about, err) &&
	       span_valid(x->text, c->span, claim_kind_name(c->kind), err);
}

static bool incident_valid(const struct extraction *x, const struct incident *in, struct err *err)
{
	size_t i;

	if (!incident_type_name(in->type) || !incident_stage_name(in->stage) ||
		(unsigned)in->blame >= BLAME_END)
		return err_set(err, ERR_REJECT, "an incident has an unknown type, stage or label");
	for (i = 0; i < in->ncasualties; i++) {
		const struct casualties *c = &in->casualties[i];

		if ((c->kind != CLAIM_KILLED && c->kind != CLAIM_WOUNDED &&
			    c->kind != CLAIM_ABDUCTED) ||
			!(c->low <= c->high))
			return err_set(err, ERR_REJECT,
				"an incident has casualties of an unknown kind or range");
		if (!span_valid(x->text, c->span, claim_kind_name(c->kind), err))
			return false;
	}
	return country_valid(in->about, err) &&
	       span_valid(x->text, in->span, incident_type_name(in->type), err);
}

bool extraction_valid(const struct extraction *x, struct err *err)
{
	size_t i;

	if (!utf8_valid(x->text.p, x->text.n))
		return err_set(err, ERR_REJECT, "the extracted text is not UTF-8");
	for (i = 0; i < x->nentities; i++) {
		const struct entity *e = &x->entities[i];

		if (!entity_type_name(e->type))
			return err_set(
				err, ERR_REJECT, "an entity has the unknown type %d", e->type);
		if (e->form && !entity_form_name(e->form))
			return err_set(
				err, ERR_REJECT, "an entity has the unknown form %d", e->form);
		if (!span_valid(x->text, e->span, entity_type_name(e->type), err))
			return false;
	}
	for (i = 0; i < x->nclaims; i++)
		if (!claim_valid(x, &x->claims[i], err))
			return false;
	for (i = 0; i < x->nincidents; i++)
		if (!incident_valid(x, &x->incidents[i], err))
			return false;
	return true;
}
