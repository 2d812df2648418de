/* SPDX-License-Identifier: Apache-2.0
 * export_stix.c - a STIX 2.1 bundle (OASIS, 2021). STIX's own incident is a stub; roles, stage
 * and tolls are in the property-extension that the bundle defines. A kinetic event gets no cyber
 * meaning.
 *
 * All versions of an object must have the time at which it was created in common (3.6), and a
 * version its own time: of an incident they are when its report came in, and when it was last
 * read or corrected; what only has a name has always been. So the same facts give the same bundle
 * whenever it is made. */
#include <stdio.h>

#include "store/export_formats.h"
#include "store/geo.h"
#include "store/uuid.h"

/* "incident--" and the UUID of what kind of thing it is and its name. */
static void stix_id(const char *type, struct str name, char out[96])
{
	AUTO(buf_release) struct buf key = {0};
	char uuid[UUID_TEXT];

	buf_init(&key, 1 << 16);
	buf_printf(&key, "%s:%.*s", type, STR_ARGS(name));
	uuid_of(buf_view(&key), uuid);
	snprintf(out, 96, "%s--%s", type, uuid);
}

/* The first of an object's id; the rest of the bundle only refers to it. */
static bool first_time(struct export *x, const char *id)
{
	bool made;

	map_put(&x->seen, arena_str(&x->arena, str_from(id)), &made);
	return made;
}

/* When an object was created and changed, to the millisecond as STIX wants it. */
struct when {
	char created[32], modified[32];
};

#define ALWAYS ((struct when){"2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00.000Z"})

static void open_object(
	struct export *x, struct emitter *e, const char *type, const char *id, struct when when)
{
	char identity[96];

	stix_id("identity", STR("sitrep"), identity);
	buf_puts(e->out, x->comma ? ",\n" : "");
	x->comma = true;
	e->comma = false;
	emit_open(e, '{');
	emit_member(e, "type", str_from(type));
	emit_member(e, "spec_version", STR("2.1"));
	emit_member(e, "id", str_from(id));
	if (!str_eq(str_from(type), STR("identity")))
		emit_member(e, "created_by_ref", str_from(identity));
	emit_member(e, "created", str_from(when.created));
	emit_member(e, "modified", str_from(when.modified));
}

static void begin(struct export *x, struct buf *out)
{
	struct emitter e = {.out = out};
	char id[96], extension[96];

	stix_id("bundle", STR("sitrep"), id);
	buf_printf(out, "{\"type\":\"bundle\",\"id\":\"%s\",\"objects\":[\n", id);
	stix_id("identity", STR("sitrep"), id);
	open_object(x, &e, "identity", id, ALWAYS);
	emit_member(&e, "name", STR("sitrep"));
	emit_member(&e, "identity_class", STR("system"));
	emit_close(&e, '}');
	stix_id("extension-definition", STR("incident"), extension);
	open_object(x, &e, "extension-definition", extension, ALWAYS);
	emit_member(&e, "name", STR("sitrep incident"));
	emit_member(&e, "description",
		STR("Kind, stage, roles and toll of an incident that reports tell of."));
	emit_member(&e, "schema", STR("docs/stix.md of the sitrep sources describes the members."));
	emit_member(&e, "version", STR("1.0.0"));
	emit_key(&e, "extension_types");
	buf_puts(out, "[\"property-extension\"]");
	e.comma = true;
	emit_close(&e, '}');
}

static void write_location(struct export *x, const struct country *c, struct buf *out)
{
	struct emitter e = {.out = out};
	char id[96];

	stix_id("location", str_from(c->code), id);
	if (!first_time(x, id))
		return;
	open_object(x, &e, "location", id, ALWAYS);
	emit_member(&e, "name", str_from(c->name));
	emit_member(&e, "country", str_from(c->code));
	emit_close(&e, '}');
}

static void write_relationship(
	struct export *x, const char *from, const char *type, const char *to, struct buf *out)
{
	struct emitter e = {.out = out};
	char id[96], name[256];

	snprintf(name, sizeof(name), "%s %s %s", from, type, to);
	stix_id("relationship", str_from(name), id);
	if (!first_time(x, id))
		return;
	open_object(x, &e, "relationship", id, ALWAYS);
	emit_member(&e, "relationship_type", str_from(type));
	emit_member(&e, "source_ref", str_from(from));
	emit_member(&e, "target_ref", str_from(to));
	emit_close(&e, '}');
}

/* Who did it, as the report names them: an actor for each organisation. */
static bool write_actors(struct export *x, const struct query *q, const char *incident,
	struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *each = query_new(x->db, "SELECT value->>'text' FROM json_each(?1)", err);
	bool ok;

	query_str(each, 1, export_column(q, "perpetrator_organisations"));
	while (query_next(each, &ok, err)) {
		struct emitter e = {.out = out};
		char id[96];

		stix_id("threat-actor", query_get_str(each, 0), id);
		if (first_time(x, id)) {
			open_object(x, &e, "threat-actor", id, ALWAYS);
			emit_member(&e, "name", query_get_str(each, 0));
			emit_close(&e, '}');
		}
		write_relationship(x, incident, "attributed-to", id, out);
	}
	return ok;
}

static void write_toll(struct emitter *e, const char *name, const struct toll *t)
{
	if (!t->known)
		return;
	emit_key(e, name);
	emit_open(e, '{');
	emit_member_real(e, "low", t->low);
	if (!t->open)
		emit_member_real(e, "high", t->high);
	emit_close(e, '}');
}

static struct str without(struct export *x, struct str json, struct str part)
{
	AUTO(buf_release) struct buf out = {0};
	size_t at = 0, next;

	buf_init(&out, json.n + 1);
	while ((next = str_find(json, part, at)) < json.n) {
		buf_str(&out, str_slice(json, at, next));
		at = next + part.n;
	}
	buf_str(&out, str_slice(json, at, json.n));
	return arena_str(&x->arena, buf_view(&out));
}

/* STIX has no null and no empty lists (2.9). Within a text the quotes of these would be escaped. */
static struct str without_nothing(struct export *x, struct str json)
{
	return without(x, without(x, json, STR(",\"aliases\":[]")), STR(",\"type\":null"));
}

static bool write_extension(
	struct export *x, const struct query *q, struct emitter *e, struct err *err)
{
	static const char *const lists[] = {"locations", "perpetrator_individuals",
		"perpetrator_organisations", "physical_targets", "victims", "weapons"};
	static const char *const texts[] = {
		"stage", "date_start", "date_end", "event", "identity", "fact", "maker"};
	struct toll killed, wounded;
	char extension[96];
	size_t i;

	if (!export_toll(x, q, "killed", &killed, err) ||
		!export_toll(x, q, "wounded", &wounded, err))
		return false;
	stix_id("extension-definition", STR("incident"), extension);
	emit_key(e, "extensions");
	emit_open(e, '{');
	emit_key(e, extension);
	emit_open(e, '{');
	emit_member(e, "extension_type", STR("property-extension"));
	emit_member(e, "incident_type", export_column(q, "type"));
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		if (export_column(q, texts[i]).n)
			emit_member(e, texts[i], export_column(q, texts[i]));
	for (i = 0; i < ARRAY_SIZE(lists); i++)
		if (!str_eq(export_column(q, lists[i]), STR("[]"))) {
			emit_key(e, lists[i]);
			emit_raw(e, without_nothing(x, export_column(q, lists[i])));
		}
	write_toll(e, "killed", &killed);
	write_toll(e, "wounded", &wounded);
	emit_close(e, '}');
	emit_close(e, '}');
	return true;
}

static void write_reference(struct emitter *e, const struct query *q)
{
	emit_key(e, "external_references");
	emit_open(e, '[');
	emit_open(e, '{');
	emit_member(e, "source_name",
		export_column(q, "source").n ? export_column(q, "source") : STR("report"));
	emit_member(e, "description", export_column(q, "sentence"));
	emit_member(e, "external_id", export_column(q, "id"));
	emit_close(e, '}');
	emit_close(e, ']');
}

static bool find_when(struct export *x, const struct query *q, struct when *ret, struct err *err)
{
	AUTO(query_free)
	struct query *each = query_new(x->db,
		"SELECT strftime('%Y-%m-%dT%H:%M:%fZ', r.received_ms/1000.0,"
		" 'unixepoch'), strftime('%Y-%m-%dT%H:%M:%fZ', max(r.received_ms, x.stored_ms, "
		"ifnull(d.made_ms, 0))/1000.0,"
		" 'unixepoch') FROM incident i JOIN extraction x USING(extraction) JOIN report r "
		"USING(report)"
		" LEFT JOIN decision d ON d.decision=i.decision WHERE i.incident=?1",
		err);
	bool row;

	if (!each)
		return false;
	query_int(each, 1, (int64_t)export_number(q, "incident"));
	if (!query_step(each, &row, err))
		return false;
	*ret = ALWAYS;
	if (row) {
		snprintf(ret->created, sizeof(ret->created), "%.*s",
			STR_ARGS(query_get_str(each, 0)));
		snprintf(ret->modified, sizeof(ret->modified), "%.*s",
			STR_ARGS(query_get_str(each, 1)));
	}
	return true;
}

static bool row(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	const struct country *c = country_find(export_column(q, "country"));
	struct emitter e = {.out = out};
	char id[96], location[96], name[160];
	struct when when;

	if (!find_when(x, q, &when, err))
		return false;
	stix_id("incident", export_column(q, "fact"), id);
	snprintf(name, sizeof(name), "%.*s %.*s%s%s", STR_ARGS(export_column(q, "type")),
		STR_ARGS(export_column(q, "date_start")), c ? ", " : "", c ? c->name : "");
	open_object(x, &e, "incident", id, when);
	emit_member(&e, "name", str_from(name));
	emit_member(&e, "description", export_column(q, "sentence"));
	emit_member_int(&e, "confidence", (int64_t)(export_number(q, "confidence") * 100 + 0.5));
	write_reference(&e, q);
	if (!write_extension(x, q, &e, err))
		return false;
	emit_close(&e, '}');
	if (c) {
		write_location(x, c, out);
		stix_id("location", str_from(c->code), location);
		write_relationship(x, id, "related-to", location, out);
	}
	return write_actors(x, q, id, out, err);
}

static void end(struct export *x, struct buf *out)
{
	(void)x;
	buf_puts(out, "\n]}\n");
}

const struct export_writer export_stix = {true, 0, begin, row, end};
