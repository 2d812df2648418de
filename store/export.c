/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "store/export_formats.h"

#define PIECE 300 /* facts */

static const struct {
	const char *name, *media_type;
	const struct export_writer *writer;
} formats[] = {
	[EXPORT_CSV] = {"csv", "text/csv; charset=utf-8; header=present", &export_csv},
	[EXPORT_JSONL] = {"jsonl", "application/x-ndjson", &export_jsonl},
	[EXPORT_GEOJSON] = {"geojson", "application/geo+json", &export_geojson},
	[EXPORT_STIX] = {"stix", "application/stix+json;version=2.1", &export_stix},
	[EXPORT_BRIEF] = {"brief", "text/html; charset=utf-8", &export_brief},
	[EXPORT_MANIFEST] = {"manifest", "application/json", &export_counts_only},
};

bool export_format_named(struct str name, enum export_format *ret)
{
	size_t i;

	for (i = 0; i < EXPORT_FORMATS; i++) {
		if (!str_eq(name, str_from(formats[i].name)))
			continue;
		*ret = (enum export_format)i;
		return true;
	}
	return false;
}

const char *export_media_type(enum export_format format)
{
	return formats[format].media_type;
}

static void copy_filter(struct export *x, const struct filter *f)
{
	const struct filter copy = {.words = arena_str(&x->arena, f->words),
		.report = arena_str(&x->arena, f->report),
		.kind = arena_str(&x->arena, f->kind),
		.theme = arena_str(&x->arena, f->theme),
		.place = arena_str(&x->arena, f->place),
		.country = arena_str(&x->arena, f->country),
		.who = arena_str(&x->arena, f->who),
		.source = arena_str(&x->arena, f->source),
		.organisation = arena_str(&x->arena, f->organisation),
		.modality = arena_str(&x->arena, f->modality),
		.group = arena_str(&x->arena, f->group),
		.since = arena_str(&x->arena, f->since),
		.until = arena_str(&x->arena, f->until),
		.min_confidence = f->min_confidence,
		.sort = SORT_OLDEST};
	const struct str *from[] = {&f->words, &f->report, &f->kind, &f->theme, &f->place,
		&f->country, &f->who, &f->source, &f->organisation, &f->modality, &f->group,
		&f->since, &f->until};
	struct str *to[] = {&x->filter.words, &x->filter.report, &x->filter.kind, &x->filter.theme,
		&x->filter.place, &x->filter.country, &x->filter.who, &x->filter.source,
		&x->filter.organisation, &x->filter.modality, &x->filter.group, &x->filter.since,
		&x->filter.until};
	size_t i;

	x->filter = copy;
	for (i = 0; i < ARRAY_SIZE(from); i++)
		if (str_absent(*from[i]))
			*to[i] = (struct str){0}; /* absent stays absent */
}

struct export *export_new(struct db *db, enum export_format format, enum listing listing,
	const struct filter *filter, int64_t now_ms)
{
	struct export *x = xcalloc(1, sizeof(*x));

	x->db = db;
	x->format = format;
	x->listing = listing;
	x->now_ms = now_ms;
	x->most = filter->limit;
	copy_filter(x, filter);
	buf_init(&x->notes, (size_t)64 << 20);
	map_init(&x->seen);
	return x;
}

void export_free(struct export **export)
{
	if (!*export)
		return;
	map_release(&(*export)->seen);
	buf_release(&(*export)->notes);
	arena_release(&(*export)->arena);
	free(*export);
	*export = NULL;
}

static int column_of(const struct query *q, const char *name)
{
	int i;

	for (i = 0; i < query_columns(q); i++)
		if (str_eq(str_from(query_column_name(q, i)), str_from(name)))
			return i;
	return -1;
}

struct str export_column(const struct query *q, const char *name)
{
	int i = column_of(q, name);

	return i < 0 ? (struct str){0} : query_get_str(q, i);
}

double export_number(const struct query *q, const char *name)
{
	int i = column_of(q, name);

	return i < 0 ? 0 : query_get_real(q, i);
}

/* What the report of this row says itself. */
static bool toll_of_row(struct export *x, const struct query *q, const char *kind, struct toll *ret,
	struct err *err)
{
	AUTO(query_free)
	struct query *toll = query_new(x->db,
		"SELECT min(value->>'low'), max(coalesce(value->>'high', value->>'low')), "
		"max(value->>'high' IS NULL)"
		" FROM json_each(?1) WHERE value->>'kind'=?2 HAVING count(*)>0",
		err);
	bool row;

	if (!toll)
		return false;
	query_str(toll, 1, export_column(q, "casualties"));
	query_str(toll, 2, str_from(kind));
	if (!query_step(toll, &row, err))
		return false;
	*ret = row ? (struct toll){true, query_get_int(toll, 2) != 0, query_get_real(toll, 0),
			     query_get_real(toll, 1)}
		   : (struct toll){0};
	return true;
}

bool export_toll(struct export *x, const struct query *q, const char *kind, struct toll *ret,
	struct err *err)
{
	AUTO(query_free)
	struct query *toll = query_new(x->db,
		"SELECT min(low), max(coalesce(high, low)), max(high IS NULL) FROM claim WHERE "
		"live=1"
		" AND figure=?1 || substr(?2, instr(?2, '|')) || '|person' HAVING count(low)>0",
		err);
	struct str event = export_column(q, "event");
	bool row;

	if (!event.n)
		return toll_of_row(x, q, kind, ret, err);
	if (!toll)
		return false;
	query_str(toll, 1, str_from(kind));
	query_str(toll, 2, event);
	if (!query_step(toll, &row, err))
		return false;
	if (!row)
		return toll_of_row(x, q, kind, ret, err);
	*ret = (struct toll){true, query_get_int(toll, 2) != 0, query_get_real(toll, 0),
		query_get_real(toll, 1)};
	return true;
}

void export_manifest(const struct export *x, struct buf *out)
{
	struct emitter e = {.out = out};
	char now[32];

	clock_format(x->now_ms, now);
	emit_open(&e, '{');
	emit_member(&e, "program", STR("sitrep " SITREP_VERSION));
	emit_member(&e, "made", str_from(now));
	emit_member(&e, "format", str_from(formats[x->format].name));
	emit_member(&e, "facts", x->listing == LISTING_CLAIMS ? STR("claims") : STR("incidents"));
	emit_member_int(&e, "count", x->count);
	emit_member_int(&e, "without_country", x->without_country);
	emit_member_int(&e, "corrected", x->corrected);
	emit_member_bool(&e, "complete", !x->cut);
	emit_close(&e, '}');
}

static bool write_rows(struct export *x, struct buf *out, size_t *ret_rows, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	AUTO(query_free) struct query *q = facts_list(x->db, x->listing, &x->filter, &arena, err);
	const char *number = x->listing == LISTING_CLAIMS ? "claim" : "incident";
	bool ok;

	for (*ret_rows = 0; query_next(q, &ok, err); ++*ret_rows) {
		if (!formats[x->format].writer->row(x, q, out, err))
			return false;
		x->count++;
		x->without_country += export_column(q, "country").n == 0;
		x->corrected += export_column(q, "correction").n > 0;
		x->filter.after = (int64_t)export_number(q, number);
	}
	return ok;
}

bool export_more(struct export *x, struct buf *out, bool *ret_more, struct err *err)
{
	const struct export_writer *w = formats[x->format].writer;
	int64_t left = x->most ? x->most - x->count : PIECE;
	size_t rows;

	if (w->only_incidents && x->listing != LISTING_INCIDENTS)
		return err_set(
			err, ERR_REJECT, "%s holds incidents, not claims", formats[x->format].name);
	if (!x->begun) {
		x->begun = true;
		w->begin(x, out);
	}
	x->filter.limit = left < PIECE ? left : PIECE;
	if (!write_rows(x, out, &rows, err))
		return false;
	*ret_more = rows == PIECE;
	if (w->most && x->count >= w->most) {
		x->cut = rows == (size_t)x->filter.limit;
		*ret_more = false;
	}
	if (x->most && x->count >= x->most)
		*ret_more = false;
	if (!*ret_more)
		w->end(x, out);
	else if (x->format == EXPORT_MANIFEST)
		buf_putc(out, '\n'); /* a piece is never empty; JSON does not mind */
	return true;
}
