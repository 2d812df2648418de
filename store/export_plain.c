/* SPDX-License-Identifier: Apache-2.0
 * export_plain.c - CSV (RFC 4180), JSON lines, GeoJSON (RFC 7946), and the count alone. */
#include <math.h>

#include "store/export_formats.h"
#include "store/geo.h"

static void no_begin(struct export *x, struct buf *out)
{
	(void)x;
	(void)out;
}

static bool count_only(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	(void)x;
	(void)q;
	(void)out;
	(void)err;
	return true;
}

static void end_with_manifest(struct export *x, struct buf *out)
{
	export_manifest(x, out);
	buf_putc(out, '\n');
}

const struct export_writer export_counts_only = {false, 0, no_begin, count_only, end_with_manifest};

static bool jsonl_row(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	struct emitter e = {.out = out};

	(void)x;
	(void)err;
	emit_open(&e, '{');
	facts_emit_members(&e, q);
	emit_close(&e, '}');
	buf_putc(out, '\n');
	return true;
}

static void jsonl_end(struct export *x, struct buf *out)
{
	buf_puts(out, "{\"manifest\":");
	export_manifest(x, out);
	buf_puts(out, "}\n");
}

const struct export_writer export_jsonl = {false, 0, no_begin, jsonl_row, jsonl_end};

static void csv_text(struct buf *out, struct str s)
{
	size_t i;

	/* a spreadsheet would take these for a formula (OWASP, "CSV injection") */
	bool formula = s.n && strchr("=+-@\t\r", s.p[0]);

	buf_puts(out, formula ? "\"'" : "\"");
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_putc(out, '"');
		buf_putc(out, s.p[i]);
	}
	buf_putc(out, '"');
}

static void csv_number(struct buf *out, double v)
{
	buf_printf(out, v == floor(v) && fabs(v) < 1e15 ? "%.0f" : "%.6g", v);
}

/* A list's texts in one cell. */
static void csv_list(struct buf *out, struct str json)
{
	AUTO(arena_release) struct arena arena = {0};

	csv_text(out, facts_list_text(json, &arena));
}

static const char *const claim_columns[] = {"fact", "kind", "value", "modifier", "unit", "low",
	"high", "object", "subject", "time_start", "time_end", "places", "country", "attributed_to",
	"modality", "theme", "sentence", "figure", "confidence", "correction", "maker", "version",
	"published", "source", "title", "id"};

static void csv_begin(struct export *x, struct buf *out)
{
	size_t i;

	if (x->listing == LISTING_INCIDENTS) {
		buf_puts(out, "event_id,event_date,event_date_end,year,event_type,stage,actor1,"
			      "actor1_individuals,"
			      "target,victims,weapon,country,iso,location,latitude,longitude,geo_"
			      "precision,"
			      "fatalities_low,fatalities_high,wounded_low,wounded_high,event_key,"
			      "incident_id,source,source_date,"
			      "notes,confidence,correction,report\r\n");
		return;
	}
	for (i = 0; i < ARRAY_SIZE(claim_columns); i++)
		buf_printf(out, "%s%s", i ? "," : "", claim_columns[i]);
	buf_puts(out, "\r\n");
}

static void csv_toll(struct buf *out, const struct toll *t)
{
	buf_putc(out, ',');
	if (t->known)
		csv_number(out, t->low);
	buf_putc(out, ',');
	if (t->known && !t->open)
		csv_number(out, t->high);
}

struct export_point export_point(const struct query *q)
{
	AUTO(arena_release) struct arena arena = {0};
	const struct country *c = country_find(export_column(q, "country"));
	struct str places = export_column(q, "locations"), place;
	const struct town *t;

	if (!c)
		return (struct export_point){0};
	if (str_absent(places))
		places = export_column(q, "places");
	places = facts_list_text_with(places, "\n", &arena);
	while (str_next_line(&places, &place))
		if ((t = town_find(place, str_from(c->code))))
			return (struct export_point){
				t->latitude / 10.0, t->longitude / 10.0, "town"};
	return (struct export_point){c->latitude, c->longitude, "country"};
}

static void csv_where(struct buf *out, const struct query *q)
{
	const struct country *c = country_find(export_column(q, "country"));
	struct export_point point = export_point(q);

	csv_text(out, c ? str_from(c->name) : STR(""));
	buf_printf(out, ",%s,", c ? c->code : "");
	csv_list(out, export_column(q, "locations"));
	if (point.precision)
		buf_printf(out, ",%g,%g,%s", point.latitude, point.longitude, point.precision);
	else
		buf_puts(out, ",,,");
}

static bool csv_incident(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	static const char *const lists[] = {"perpetrator_organisations", "perpetrator_individuals",
		"physical_targets", "victims", "weapons"};
	static const char *const texts[] = {"event", "identity", "source", "published", "sentence"};
	struct str day = export_column(q, "date_start");
	struct toll killed, wounded;
	size_t i;

	if (!export_toll(x, q, "killed", &killed, err) ||
		!export_toll(x, q, "wounded", &wounded, err))
		return false;
	csv_text(out, export_column(q, "fact"));
	buf_printf(out, ",%.*s,%.*s,%.*s,", STR_ARGS(day), STR_ARGS(export_column(q, "date_end")),
		day.n < 4 ? 0 : 4, day.n ? day.p : "");
	csv_text(out, export_column(q, "type"));
	buf_putc(out, ',');
	csv_text(out, export_column(q, "stage"));
	for (i = 0; i < ARRAY_SIZE(lists); i++) {
		buf_putc(out, ',');
		csv_list(out, export_column(q, lists[i]));
	}
	buf_putc(out, ',');
	csv_where(out, q);
	csv_toll(out, &killed);
	csv_toll(out, &wounded);
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		buf_putc(out, ',');
		csv_text(out, export_column(q, texts[i]));
	}
	buf_printf(out, ",%.3f,", export_number(q, "confidence"));
	csv_text(out, export_column(q, "correction"));
	buf_printf(out, ",%.*s\r\n", STR_ARGS(export_column(q, "id")));
	return true;
}

static bool csv_row(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	size_t i;

	if (x->listing == LISTING_INCIDENTS)
		return csv_incident(x, q, out, err);
	for (i = 0; i < ARRAY_SIZE(claim_columns); i++) {
		bool whole, number = false;
		int column;

		for (column = 0; column < query_columns(q); column++)
			if (str_eq(str_from(query_column_name(q, column)),
				    str_from(claim_columns[i])))
				number = query_get_is_number(q, column, &whole);
		buf_puts(out, i ? "," : "");
		if (number)
			csv_number(out, export_number(q, claim_columns[i]));
		else if (facts_column_is_json(claim_columns[i]))
			csv_list(out, export_column(q, claim_columns[i]));
		else if (!str_absent(export_column(q, claim_columns[i])))
			csv_text(out, export_column(q, claim_columns[i]));
	}
	buf_puts(out, "\r\n");
	return true;
}

const struct export_writer export_csv = {false, 0, csv_begin, csv_row, no_begin};

static void geojson_begin(struct export *x, struct buf *out)
{
	(void)x;
	buf_puts(out, "{\"type\":\"FeatureCollection\",\"features\":[\n");
}

static bool geojson_row(struct export *x, const struct query *q, struct buf *out, struct err *err)
{
	const struct country *c = country_find(export_column(q, "country"));
	struct export_point point = export_point(q);
	struct emitter e = {.out = out};

	(void)err;
	buf_puts(out, x->comma ? ",\n" : "");
	x->comma = true;
	emit_open(&e, '{');
	emit_member(&e, "type", STR("Feature"));
	emit_member(&e, "id", export_column(q, "fact"));
	emit_key(&e, "geometry");
	if (point.precision) {
		emit_open(&e, '{');
		emit_member(&e, "type", STR("Point"));
		emit_key(&e, "coordinates");
		emit_open(&e, '[');
		emit_real(&e, point.longitude);
		emit_real(&e, point.latitude);
		emit_close(&e, ']');
		emit_close(&e, '}');
	} else {
		emit_null(&e);
	}
	emit_key(&e, "properties");
	emit_open(&e, '{');
	emit_member(&e, "precision", str_from(point.precision));
	emit_member(&e, "country_name", c ? str_from(c->name) : (struct str){0});
	facts_emit_members(&e, q);
	emit_close(&e, '}');
	emit_close(&e, '}');
	return true;
}

static void geojson_end(struct export *x, struct buf *out)
{
	buf_puts(out, "],\n\"manifest\":");
	export_manifest(x, out);
	buf_puts(out, "}\n");
}

const struct export_writer export_geojson = {false, 0, geojson_begin, geojson_row, geojson_end};
