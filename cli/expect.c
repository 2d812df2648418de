/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/ascii.h"
#include "base/compiler.h"
#include "cli/expect.h"
#include "model/extraction_json.h"

#define MAX_FOUND 8 /* facts of the kind that a failure shows */

static bool is_indented(struct str line)
{
	return line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');
}

static bool says_nothing(struct str line)
{
	struct str rest = str_trim(line);

	return rest.n == 0 || rest.p[0] == '#';
}

/* The line that the reader stands before; the file is not moved. */
static bool peek_line(const struct wordfile *file, struct str *ret)
{
	struct str rest = file->rest;

	return str_next_line(&rest, ret);
}

static void skip_line(struct wordfile *file)
{
	struct str line;

	str_next_line(&file->rest, &line);
	file->line++;
}

/* word, name=value or name="several words" */
static bool next_item(struct str *rest, struct str *ret_name, struct str *ret_value)
{
	size_t i = 0, start;

	*rest = str_trim(*rest);
	if (!rest->n)
		return false;
	while (i < rest->n && rest->p[i] != '=' && !ascii_is_space(rest->p[i]))
		i++;
	*ret_name = str_slice(*rest, 0, i);
	*ret_value = (struct str){0};
	if (i < rest->n && rest->p[i] == '=') {
		bool quoted = i + 1 < rest->n && rest->p[i + 1] == '"';

		start = i + 1 + quoted;
		for (i = start; i < rest->n; i++)
			if (quoted ? rest->p[i] == '"' : ascii_is_space(rest->p[i]))
				break;
		*ret_value = str_slice(*rest, start, i);
		i += quoted && i < rest->n;
	}
	*rest = str_slice(*rest, i, rest->n);
	return true;
}

static const char *const claim_slots[] = {"subject", "object", "value", "modifier", "unit", "from",
	"to", "place", "says", "modality", "theme"};
static const char *const entity_slots[] = {"text", "canonical"};
static const char *const incident_slots[] = {"stage", "from", "to", "place",
	"perpetrator_individuals", "perpetrator_organisations", "physical_targets", "victims",
	"weapons"};

static bool is_listed(struct str name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(name, str_from(list[i])))
			return true;
	return false;
}

static bool has_slot(const struct expectation *e, struct str name)
{
	if (e->claim_kind)
		return is_listed(name, claim_slots, ARRAY_SIZE(claim_slots));
	if (e->entity_type)
		return is_listed(name, entity_slots, ARRAY_SIZE(entity_slots));
	return is_listed(name, incident_slots, ARRAY_SIZE(incident_slots));
}

static bool read_kind(
	const struct wordfile *file, struct str name, struct expectation *e, struct err *err)
{
	if (str_eq(name, STR("nothing"))) {
		e->nothing = true;
		return true;
	}
	e->claim_kind = claim_kind_from(name);
	e->entity_type = e->claim_kind ? 0 : entity_type_from(name);
	e->incident_type = e->claim_kind || e->entity_type ? 0 : incident_type_from(name);
	return e->claim_kind || e->entity_type || e->incident_type ||
	       wordfile_wrong(file, name, "is no kind of claim, entity or incident", err);
}

static bool read_expectation(
	const struct wordfile *file, struct str line, struct expectation *ret, struct err *err)
{
	struct expectation e = {.line = file->line, .text = str_trim(line)};
	struct str rest = e.text, name, value;

	next_item(&rest, &name, &value);
	if (str_eq(name, STR("not"))) {
		e.not = true;
		if (!next_item(&rest, &name, &value))
			return wordfile_wrong(
				file, line, "does not say what must not be found", err);
	}
	if (!read_kind(file, name, &e, err))
		return false;
	while (next_item(&rest, &name, &value)) {
		if (str_absent(value))
			return wordfile_wrong(file, name, "has no = and a value after it", err);
		if (e.nothing || !has_slot(&e, name))
			return wordfile_wrong(
				file, name, "is no slot of what stands before it", err);
		if (e.nslots == EXPECT_MAX_SLOTS)
			return wordfile_wrong(file, name, "is one slot too many", err);
		e.slots[e.nslots++] = (struct expected_slot){name, value};
	}
	*ret = e;
	return true;
}

/* "@published 2024-05-03", "@title Annual report 2023" */
static bool read_setting(
	const struct wordfile *file, struct str line, struct report *report, struct err *err)
{
	size_t blank = str_find(line, STR(" "), 0);
	struct str name = str_slice(line, 0, blank), value;
	int32_t day;

	value = str_trim(str_slice(line, blank, line.n));
	if (str_eq(name, STR("@title"))) {
		report->title = value;
		return true;
	}
	if (!str_eq(name, STR("@published")))
		return wordfile_wrong(file, name, "is neither @published nor @title", err);
	if (!day_parse(value, &day))
		return wordfile_wrong(file, value, "is no day such as 2024-05-31", err);
	report->published = value;
	return true;
}

/* The lines at the margin, up to the first that is not. */
static void read_text(struct wordfile *file, struct str first, struct expected *expected)
{
	struct str line = first;

	expected->line = file->line + 1;
	expected->report.body = first;
	while (peek_line(file, &line) && line.n && !is_indented(line) && line.p[0] != '@') {
		expected->report.body.n = (size_t)(line.p + line.n - first.p);
		skip_line(file);
	}
}

static bool read_expectations(
	struct wordfile *file, struct arena *arena, struct expected *expected, struct err *err)
{
	struct expectation e;
	struct str line;

	while (peek_line(file, &line) && (is_indented(line) || says_nothing(line))) {
		skip_line(file);
		if (says_nothing(line))
			continue;
		if (!read_expectation(file, line, &e, err))
			return false;
		*ARENA_PUSH(arena, expected->v, expected->n, expected->cap) = e;
	}
	return true;
}

bool expected_next(
	struct wordfile *file, struct arena *arena, struct expected *expected, struct err *err)
{
	struct str line;

	expected->v = NULL;
	expected->n = expected->cap = 0;
	expected->report.verbatim = true;
	while (peek_line(file, &line)) {
		if (!says_nothing(line) && is_indented(line)) {
			skip_line(file);
			return wordfile_wrong(file, line, "has no text above it", err);
		}
		if (!says_nothing(line) && line.p[0] != '@') {
			read_text(file, line, expected);
			return read_expectations(file, arena, expected, err);
		}
		skip_line(file);
		if (!says_nothing(line) && !read_setting(file, line, &expected->report, err))
			return false;
	}
	return false;
}

static bool number_is(struct str want, bool has, double value)
{
	char out[32];

	if (!has)
		return str_eq(want, STR("null"));
	snprintf(out, sizeof(out), "%.10g", value);
	return str_eq(want, str_from(out));
}

static bool string_is(struct str want, struct str have)
{
	return have.n ? str_case_eq(want, have) : str_eq(want, STR("null"));
}

static bool day_is(struct str want, bool has, int32_t day)
{
	char out[16];

	if (!has || day == DAY_NONE)
		return str_eq(want, STR("null"));
	day_format(day, out);
	return str_eq(want, str_from(out));
}

static bool any_is(struct str want, const struct str *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_case_eq(want, v[i]))
			return true;
	return n == 0 && str_eq(want, STR("null"));
}

static bool claim_slot_is(const struct claim *c, struct str name, struct str want)
{
	if (str_eq(name, STR("subject")))
		return string_is(want, c->subject);
	if (str_eq(name, STR("object")))
		return string_is(want, c->object);
	if (str_eq(name, STR("value")))
		return number_is(want, c->has_value, c->value);
	if (str_eq(name, STR("modifier")))
		return string_is(want, str_from(modifier_name(c->modifier)));
	if (str_eq(name, STR("unit")))
		return string_is(want, c->unit);
	if (str_eq(name, STR("from")))
		return day_is(want, c->has_time, c->time.start);
	if (str_eq(name, STR("to")))
		return day_is(want, c->has_time, c->time.end);
	if (str_eq(name, STR("place")))
		return any_is(want, c->places, c->nplaces);
	if (str_eq(name, STR("says")))
		return string_is(want, c->attributed_to);
	if (str_eq(name, STR("modality")))
		return string_is(want, str_from(modality_name(c->modality)));
	return string_is(want, str_from(theme_name(c->theme)));
}

static bool role_has(const struct incident *in, struct str name, struct str want)
{
	size_t role, i;

	for (role = 0; role < ROLE_COUNT; role++) {
		if (!str_eq(name, str_from(incident_role_name((int)role))))
			continue;
		for (i = 0; i < in->nroles[role]; i++)
			if (str_case_eq(want, in->roles[role][i].text) ||
				any_is(want, in->roles[role][i].aliases,
					in->roles[role][i].naliases))
				return true;
		return in->nroles[role] == 0 && str_eq(want, STR("null"));
	}
	return false;
}

static bool incident_slot_is(const struct incident *in, struct str name, struct str want)
{
	if (str_eq(name, STR("stage")))
		return string_is(want, str_from(incident_stage_name(in->stage)));
	if (str_eq(name, STR("from")))
		return day_is(want, in->has_date, in->date.start);
	if (str_eq(name, STR("to")))
		return day_is(want, in->has_date, in->date.end);
	if (str_eq(name, STR("place")))
		return any_is(want, in->locations, in->nlocations);
	return role_has(in, name, want);
}

static bool entity_slot_is(
	struct str text, const struct entity *e, struct str name, struct str want)
{
	if (str_eq(name, STR("canonical")))
		return string_is(want, e->canonical);
	return string_is(want, str_slice(text, e->span.start, e->span.end));
}

static bool claim_is(const struct expectation *e, const struct claim *c)
{
	size_t i;

	for (i = 0; i < e->nslots; i++)
		if (!claim_slot_is(c, e->slots[i].name, e->slots[i].value))
			return false;
	return (int)c->kind == e->claim_kind;
}

static bool entity_is(const struct expectation *e, struct str text, const struct entity *entity)
{
	size_t i;

	for (i = 0; i < e->nslots; i++)
		if (!entity_slot_is(text, entity, e->slots[i].name, e->slots[i].value))
			return false;
	return (int)entity->type == e->entity_type;
}

static bool incident_is(const struct expectation *e, const struct incident *in)
{
	size_t i;

	for (i = 0; i < e->nslots; i++)
		if (!incident_slot_is(in, e->slots[i].name, e->slots[i].value))
			return false;
	return (int)in->type == e->incident_type;
}

static bool is_found(const struct expectation *e, const struct extraction *x)
{
	size_t i;

	for (i = 0; e->claim_kind && i < x->nclaims; i++)
		if (claim_is(e, &x->claims[i]))
			return true;
	for (i = 0; e->entity_type && i < x->nentities; i++)
		if (entity_is(e, x->text, &x->entities[i]))
			return true;
	for (i = 0; e->incident_type && i < x->nincidents; i++)
		if (incident_is(e, &x->incidents[i]))
			return true;
	return false;
}

bool expectation_met(const struct expectation *e, const struct extraction *x)
{
	if (e->nothing)
		return (x->nclaims == 0 && x->nincidents == 0) != e->not ;
	return is_found(e, x) != e->not ;
}

void expectation_found(const struct expectation *e, const struct extraction *x, struct buf *out)
{
	struct emitter w = {.out = out};
	size_t i, shown = 0;

	for (i = 0; (e->claim_kind || e->nothing) && i < x->nclaims && shown < MAX_FOUND; i++) {
		if (e->claim_kind && (int)x->claims[i].kind != e->claim_kind)
			continue;
		w.comma = false;
		emit_claim(&w, &x->claims[i]);
		buf_putc(out, '\n');
		shown++;
	}
	for (i = 0; e->entity_type && i < x->nentities && shown < MAX_FOUND; i++) {
		w.comma = false;
		emit_entity(&w, x->text, &x->entities[i]);
		buf_putc(out, '\n');
		shown++;
	}
	for (i = 0; (e->incident_type || e->nothing) && i < x->nincidents && shown < MAX_FOUND;
		i++) {
		w.comma = false;
		emit_incident(&w, &x->incidents[i]);
		buf_putc(out, '\n');
		shown++;
	}
}
