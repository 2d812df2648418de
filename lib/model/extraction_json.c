/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <math.h>
#include <sodium.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "model/extraction_json.h"
#include "base/emit.h"

bool report_is_json_lines(struct str path)
{
	return str_ends(path, STR(".jsonl")) || str_ends(path, STR(".ndjson"));
}

static void json_release(json_t **json)
{
	json_decref(*json);
}

/* A member that is a string, copied; absent if it is missing or null. */
static struct str member(json_t *object, const char *key, struct arena *arena)
{
	json_t *v = json_object_get(object, key);

	if (!json_is_string(v))
		return (struct str){0};
	return arena_str(arena, (struct str){json_string_value(v), json_string_length(v)});
}

static bool decode_base64(struct str in, struct arena *arena, struct str *ret, struct err *err)
{
	size_t max = in.n / 4 * 3 + 3, n;
	unsigned char *out = arena_alloc(arena, max);

	if (sodium_base642bin(
		    out, max, in.p, in.n, " \r\n\t", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return err_set(err, ERR_REJECT, "\"html_base64\" is not base64");
	*ret = (struct str){(const char *)out, n};
	return true;
}

/* Which of the three bodies is there, and what that says about the report. */
static bool choose_body(json_t *object, struct arena *arena, struct report *report, struct err *err)
{
	struct str text = member(object, "text", arena);
	struct str html = member(object, "html", arena);
	struct str base64 = member(object, "html_base64", arena);

	if (!str_absent(text)) {
		report->body = text;
		report->media_type = STR("text/plain; charset=utf-8");
		report->verbatim = true;
		return true;
	}
	if (!str_absent(html)) {
		report->body = html;
		report->media_type = STR("text/html; charset=utf-8");
		return true;
	}
	if (str_absent(base64))
		return err_set(err, ERR_REJECT,
			"the line has neither \"text\" nor \"html\" nor \"html_base64\"");
	report->media_type = STR("text/html");
	return decode_base64(base64, arena, &report->body, err);
}

bool report_from_json(struct str line, struct arena *arena, struct report *ret_report,
	struct str *ret_id, struct err *err)
{
	struct report report = {0};
	json_error_t why;
	AUTO(json_release)
	json_t *object = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);

	*ret_id = (struct str){0};
	if (!object)
		return err_set(err, ERR_REJECT, "the line is not JSON: %s at column %d", why.text,
			why.column);
	if (!json_is_object(object))
		return err_set(err, ERR_REJECT, "the line is JSON but not an object");
	*ret_id = member(object, "id", arena);
	if (!choose_body(object, arena, &report, err))
		return false;
	if (report.body.n > MAX_REPORT_BYTES)
		return err_set(err, ERR_REJECT, "the report has %zu bytes; %zu are the most",
			report.body.n, (size_t)MAX_REPORT_BYTES);
	report.title = member(object, "title", arena);
	report.published = member(object, "published", arena);
	if (!report_check_published(&report.published, err))
		return false;
	report.source = member(object, "source", arena);
	report.url = member(object, "url", arena);
	*ret_report = report;
	return true;
}

void emit_entity(struct emitter *w, struct str text, const struct entity *e)
{
	emit_open(w, '{');
	emit_member(w, "type", str_from(entity_type_name(e->type)));
	emit_member(w, "text", str_slice(text, e->span.start, e->span.end));
	emit_member_int(w, "start", e->span.start);
	emit_member_int(w, "end", e->span.end);
	emit_member(w, "canonical", e->canonical);
	emit_member(w, "form", str_from(entity_form_name(e->form)));
	emit_member(w, "maker", e->maker);
	emit_member_real(w, "confidence", (double)e->confidence);
	emit_close(w, '}');
}

static void write_period(struct emitter *w, const char *key, bool has, struct period period)
{
	char day[16];

	emit_key(w, key);
	if (!has) {
		emit_null(w);
		return;
	}
	emit_open(w, '{');
	day_format(period.start, day);
	emit_member(w, "start", period.start == DAY_NONE ? (struct str){0} : str_from(day));
	day_format(period.end, day);
	emit_member(w, "end", period.end == DAY_NONE ? (struct str){0} : str_from(day));
	emit_close(w, '}');
}

static void write_strings(struct emitter *w, const char *key, const struct str *v, size_t n)
{
	size_t i;

	emit_key(w, key);
	emit_open(w, '[');
	for (i = 0; i < n; i++)
		emit_string(w, v[i]);
	emit_close(w, ']');
}

void emit_claim(struct emitter *w, const struct claim *c)
{
	emit_open(w, '{');
	emit_member(w, "kind", str_from(claim_kind_name(c->kind)));
	emit_member(w, "subject", c->subject);
	emit_member(w, "object", c->object);
	emit_key(w, "value");
	if (c->has_value)
		emit_real(w, c->value);
	else
		emit_null(w);
	emit_member(w, "modifier", str_from(modifier_name(c->modifier)));
	emit_member(w, "unit", c->unit);
	write_period(w, "time", c->has_time, c->time);
	write_strings(w, "places", c->places, c->nplaces);
	emit_member(w, "about", c->about);
	emit_member(w, "attributed_to", c->attributed_to);
	emit_member(w, "modality", str_from(modality_name(c->modality)));
	emit_member(w, "theme", str_from(theme_name(c->theme)));
	emit_member_int(w, "start", c->span.start);
	emit_member_int(w, "end", c->span.end);
	emit_member(w, "maker", c->maker);
	emit_member_real(w, "confidence", (double)c->confidence);
	emit_close(w, '}');
}

void emit_casualties(struct emitter *w, const struct casualties *v, size_t n)
{
	size_t i;

	emit_open(w, '[');
	for (i = 0; i < n; i++) {
		emit_open(w, '{');
		emit_member(w, "kind", str_from(claim_kind_name(v[i].kind)));
		emit_member_real(w, "low", v[i].low);
		emit_key(w, "high");
		if (v[i].open)
			emit_null(w);
		else
			emit_real(w, v[i].high);
		emit_member(w, "attributed_to", v[i].attributed_to);
		emit_member_int(w, "start", v[i].span.start);
		emit_member_int(w, "end", v[i].span.end);
		emit_close(w, '}');
	}
	emit_close(w, ']');
}

void emit_incident(struct emitter *w, const struct incident *in)
{
	char id[INCIDENT_ID_BYTES];
	size_t role, i;

	incident_id(in, id);
	emit_open(w, '{');
	emit_member(w, "id", str_from(id));
	emit_member(w, "type", str_from(incident_type_name(in->type)));
	emit_member(w, "stage", str_from(incident_stage_name(in->stage)));
	write_period(w, "date", in->has_date, in->date);
	write_strings(w, "locations", in->locations, in->nlocations);
	emit_member(w, "about", in->about);
	for (role = 0; role < ROLE_COUNT; role++) {
		emit_key(w, incident_role_name((int)role));
		emit_open(w, '[');
		for (i = 0; i < in->nroles[role]; i++) {
			const struct filler *f = &in->roles[role][i];

			emit_open(w, '{');
			emit_member(w, "text", f->text);
			emit_member(w, "type", f->type);
			write_strings(w, "aliases", f->aliases, f->naliases);
			emit_close(w, '}');
		}
		emit_close(w, ']');
	}
	emit_member(w, "perpetrator_confidence", str_from(blame_name(in->blame)));
	emit_key(w, "casualties");
	emit_casualties(w, in->casualties, in->ncasualties);
	emit_member_int(w, "start", in->span.start);
	emit_member_int(w, "end", in->span.end);
	emit_member(w, "maker", in->maker);
	emit_member_real(w, "confidence", (double)in->confidence);
	emit_close(w, '}');
}

/* The date, and in key_from and key_precision what it rests on. */
static void write_date(struct emitter *w, const char *key, struct str day, struct dating by)
{
	char name[40];

	emit_member(w, key, day);
	snprintf(name, sizeof(name), "%s_from", key);
	emit_member(w, name, str_from(date_evidence_name(by.from)));
	snprintf(name, sizeof(name), "%s_precision", key);
	emit_member(w, name, str_from(date_precision_name(by.precision)));
}

bool extraction_to_json(const struct extraction *x, struct str id, struct buf *out)
{
	struct emitter w = {.out = out};
	size_t i;

	emit_open(&w, '{');
	emit_member(&w, "id", id);
	emit_member(&w, "title", x->title);
	write_date(&w, "published", x->published, x->published_by);
	write_date(&w, "modified", x->modified, x->modified_by);
	emit_member(&w, "language", x->language);
	emit_member(&w, "text", x->text);
	emit_key(&w, "entities");
	emit_open(&w, '[');
	for (i = 0; i < x->nentities; i++)
		emit_entity(&w, x->text, &x->entities[i]);
	emit_close(&w, ']');
	emit_key(&w, "incidents");
	emit_open(&w, '[');
	for (i = 0; i < x->nincidents; i++)
		emit_incident(&w, &x->incidents[i]);
	emit_close(&w, ']');
	emit_key(&w, "claims");
	emit_open(&w, '[');
	for (i = 0; i < x->nclaims; i++)
		emit_claim(&w, &x->claims[i]);
	emit_close(&w, ']');
	emit_member(&w, "version", x->version);
	write_strings(&w, "warnings", x->warnings, x->nwarnings);
	emit_close(&w, '}');
	return buf_putc(out, '\n') && !out->full;
}

bool extraction_error_to_json(struct str id, const char *sentence, struct buf *out)
{
	struct emitter w = {.out = out};

	emit_open(&w, '{');
	emit_member(&w, "id", id);
	emit_member(&w, "error", str_from(sentence));
	emit_close(&w, '}');
	return buf_putc(out, '\n') && !out->full;
}
