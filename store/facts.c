/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "store/facts.h"
#include "store/schema.h"

bool facts_column_is_json(const char *column)
{
	static const char *const json[] = {"places", "locations", "perpetrator_individuals",
		"perpetrator_organisations", "physical_targets", "victims", "weapons",
		"casualties"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(json); i++)
		if (strcmp(json[i], column) == 0)
			return true;
	return false;
}

/* Takes the string that begins at s[*at] (behind its quote), unescaping what our own writer
 * escapes. */
static void take_string(struct str json, size_t *at, struct buf *out)
{
	size_t i = *at;

	for (; i < json.n && json.p[i] != '"'; i++) {
		if (json.p[i] == '\\' && i + 1 < json.n) {
			char c = json.p[++i];

			buf_putc(out, c == 'n' || c == 't' || c == 'u' ? ' ' : c);
			i += c == 'u' ? 4 : 0;
		} else {
			buf_putc(out, json.p[i]);
		}
	}
	*at = i < json.n ? i : json.n;
}

struct str facts_list_text(struct str json, struct arena *arena)
{
	return facts_list_text_with(json, ", ", arena);
}

struct str facts_list_text_with(struct str json, const char *between, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	bool roles = str_starts(json, STR("[{"));
	size_t i;

	buf_init(&out, 2 * json.n + 16);
	for (i = 0; i < json.n; i++) {
		if (json.p[i] != '"')
			continue;
		/* in a list of roles only the member "text" is for people */
		if (roles) {
			i = str_find(json, STR("{\"text\":\""), i > 0 ? i - 1 : 0);
			if (i == json.n)
				break;
			i += 8;
		}
		i++;
		if (out.n)
			buf_puts(&out, between);
		take_string(json, &i, &out);
	}
	return arena_str(arena, buf_view(&out));
}

struct db *facts_open(const char *state_dir, struct err *err)
{
	char path[PATH_MAX];
	struct db *db;

	snprintf(path, sizeof(path), "%s/sitrep.db", state_dir);
	db = db_open(path, DB_READ, err);
	if (db && !db_schema_current(db, &store_schema, err))
		db_close(&db);
	return db;
}

bool facts_find_report(
	struct db *db, struct str hex, struct report_id *ret_id, int64_t *ret_row, struct err *err)
{
	AUTO(query_free)
	struct query *query =
		query_new(db, "SELECT id, report FROM report WHERE id>=?1 AND id<=?2 LIMIT 2", err);
	AUTO(arena_release) struct arena arena = {0};
	struct str low, high;
	bool row, more;

	if (!query || !facts_id_range(hex, &arena, &low, &high, err))
		return false;
	query_blob(query, 1, low);
	query_blob(query, 2, high);
	if (!query_step(query, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT, "no report's id begins with %.*s", STR_ARGS(hex));
	memcpy(ret_id->bytes, query_get_blob(query, 0).p, REPORT_ID_BYTES);
	*ret_row = query_get_int(query, 1);
	if (!query_step(query, &more, err))
		return false;
	return !more || err_set(err, ERR_REJECT, "more than one report's id begins with %.*s",
				STR_ARGS(hex));
}

static bool decompress(
	struct str packed, uint64_t bytes, struct arena *arena, struct str *ret, struct err *err)
{
	char *room;
	size_t n;

	if (bytes > MAX_REPORT_BYTES)
		return err_set(err, ERR_FATAL, "the database says an original has %llu bytes",
			(unsigned long long)bytes);
	room = arena_alloc(arena, bytes + 1);
	n = ZSTD_decompress(room, bytes, packed.p, packed.n);
	if (ZSTD_isError(n) || n != bytes)
		return err_set(err, ERR_FATAL, "an original is damaged: %s",
			ZSTD_isError(n) ? ZSTD_getErrorName(n) : "it is too short");
	*ret = (struct str){room, n};
	return true;
}

bool facts_original(struct db *db, int64_t row_number, struct arena *arena,
	struct report *ret_report, struct err *err)
{
	AUTO(query_free)
	struct query *query = query_new(db,
		"SELECT r.id, o.zstd, r.bytes, r.media_type, r.source, r.url, r.given_title,"
		" r.given_published, r.received_ms, r.verbatim,"
		" r.given_dated FROM report r JOIN original o USING(report) WHERE r.report=?1",
		err);
	bool row;

	query_int(query, 1, row_number);
	if (!query_step(query, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT, "the original of that report is not kept");
	*ret_report = (struct report){
		.media_type = arena_str(arena, query_get_str(query, 3)),
		.source = arena_str(arena, query_get_str(query, 4)),
		.url = arena_str(arena, query_get_str(query, 5)),
		.title = arena_str(arena, query_get_str(query, 6)),
		.published = arena_str(arena, query_get_str(query, 7)),
		.received_ms = query_get_int(query, 8),
		.verbatim = query_get_int(query, 9) != 0,
		.dated = arena_str(arena, query_get_str(query, 10)),
	};
	memcpy(ret_report->id.bytes, query_get_blob(query, 0).p, REPORT_ID_BYTES);
	return decompress(query_get_blob(query, 1), (uint64_t)query_get_int(query, 2), arena,
		&ret_report->body, err);
}

bool facts_text(struct db *db, int64_t row_number, struct arena *arena, struct str *ret_text,
	struct err *err)
{
	AUTO(query_free)
	struct query *query =
		query_new(db, "SELECT text FROM extraction WHERE report=?1 AND current=1", err);
	bool row;

	query_int(query, 1, row_number);
	if (!query_step(query, &row, err))
		return false;
	*ret_text = row ? arena_str(arena, query_get_str(query, 0)) : (struct str){0};
	return true;
}

bool facts_write_corrections(struct db *db, struct buf *out, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT json_object('decision', decision,"
		" 'verb', verb, 'target', target, 'report', id, 'text', quote, 'start', start, "
		"'end', end,"
		" 'read', CASE target WHEN 'incident' THEN json_object('type', kind, 'nth', value)"
		" ELSE json_object('kind', kind, 'subject', subject, 'object', object, 'value', "
		"value) END,"
		" 'change', json(change), 'comment', comment, 'by', made_by, 'made', made)"
		" FROM decisions WHERE undone IS NULL ORDER BY decision",
		err);
	bool ok;

	while (query_next(q, &ok, err)) {
		buf_str(out, query_get_str(q, 0));
		buf_putc(out, '\n');
	}
	return ok;
}

bool facts_stored(struct db *db, const struct report_id *id, bool *ret_stored, struct err *err)
{
	AUTO(query_free)
	struct query *query = query_new(db, "SELECT 1 FROM report WHERE id=?1", err);

	query_blob(query, 1, (struct str){(const char *)id->bytes, REPORT_ID_BYTES});
	return query_step(query, ret_stored, err);
}

void facts_emit_members(struct emitter *e, const struct query *q)
{
	int i, n = query_columns(q);
	bool whole;

	for (i = 0; i < n; i++) {
		const char *name = query_column_name(q, i);

		emit_key(e, name);
		if (query_get_is_number(q, i, &whole))
			emit_real(e, query_get_real(q, i));
		else if (facts_column_is_json(name) && !query_get_null(q, i))
			emit_raw(e, query_get_str(q, i));
		else
			emit_string(e, query_get_str(q, i));
	}
}

struct query *facts_way(struct db *db, const struct report_id *id, struct err *err)
{
	struct query *q = query_new(db,
		"SELECT strftime('%Y-%m-%dT%H:%M:%SZ', ms/1000, 'unixepoch') AS at, what, by,"
		" version, read_ms, facts FROM ("
		"SELECT received_ms AS ms, 'received' AS what, source AS by, NULL AS version, NULL "
		"AS read_ms,"
		" NULL AS facts FROM report WHERE id=?1"
		" UNION ALL SELECT x.stored_ms, CASE x.current WHEN 1 THEN 'read' ELSE 'read "
		"before' END, x.worker,"
		" x.version, x.read_ms, (SELECT count(*) FROM claim c WHERE "
		"c.extraction=x.extraction)"
		" + (SELECT count(*) FROM incident i WHERE i.extraction=x.extraction)"
		" FROM report r JOIN extraction x ON x.report=r.report WHERE r.id=?1"
		" UNION ALL SELECT made_ms, 'corrected: ' || verb, made_by, NULL, NULL, NULL FROM "
		"decision WHERE report=?1"
		" UNION ALL SELECT undone_ms, 'correction undone', '', NULL, NULL, NULL FROM "
		"decision"
		" WHERE report=?1 AND undone_ms IS NOT NULL) ORDER BY ms LIMIT 200",
		err);

	query_blob(q, 1, (struct str){(const char *)id->bytes, REPORT_ID_BYTES});
	return q;
}
