/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/parse.h"
#include "store/facts.h"
#include "store/schema.h"

/* What each listing selects, and the SQL that each filter adds to it; NULL: it cannot be filtered so.
 * Every filter has the parameter ?N of its place in the table. */
struct recipe {
	const char *select;
	const char *words, *report, *kind, *theme, *place, *who, *source, *since, *until;
	const char *confidence, *after, *tail;
};

#define REPORT_HAS_WORDS                                                                           \
	"id IN (SELECT lower(hex(r.id)) FROM text_index t JOIN report r ON r.report=t.rowid"       \
	" WHERE text_index MATCH ?1)"
#define ID_STARTS "id>=?2 AND id<?2||'g'"
#define HAS(column, at) "instr(lower(" column "), lower(?" at "))>0"

static const struct recipe recipes[] = {
	[LISTING_CLAIMS] = {
		.select = "SELECT * FROM claims WHERE 1",
		.words = REPORT_HAS_WORDS, .report = ID_STARTS, .kind = "kind=?3",
		.theme = "theme=?4", .place = HAS("places", "5"),
		.who = "(" HAS("coalesce(subject,'')", "6") " OR " HAS("coalesce(object,'')", "6")
		       " OR " HAS("coalesce(attributed_to,'')", "6") ")",
		.source = HAS("source", "7"),
		.since = "coalesce(time_end, time_start, published)>=?8",
		.until = "coalesce(time_start, time_end, published)<=?9",
		.confidence = "confidence>=?10", .after = "claim>?11", .tail = " ORDER BY claim",
	},
	[LISTING_INCIDENTS] = {
		.select = "SELECT * FROM incidents WHERE 1",
		.words = REPORT_HAS_WORDS, .report = ID_STARTS, .kind = "type=?3",
		.place = HAS("locations", "5"),
		.who = "(" HAS("perpetrator_individuals", "6") " OR "
		       HAS("perpetrator_organisations", "6") " OR " HAS("victims", "6") " OR "
		       HAS("physical_targets", "6") ")",
		.source = HAS("source", "7"),
		.since = "coalesce(date_end, date_start, published)>=?8",
		.until = "coalesce(date_start, date_end, published)<=?9",
		.confidence = "confidence>=?10", .after = "incident>?11", .tail = " ORDER BY incident",
	},
	[LISTING_ENTITIES] = {
		.select = "SELECT type, coalesce(canonical, text) AS name, count(*) AS mentions,"
			  " count(DISTINCT id) AS reports, min(text) AS example FROM entities WHERE 1",
		.words = REPORT_HAS_WORDS, .report = ID_STARTS, .kind = "type=?3",
		.who = "(" HAS("text", "6") " OR " HAS("coalesce(canonical,'')", "6") ")",
		.source = HAS("source", "7"), .since = "published>=?8", .until = "published<=?9",
		.confidence = "confidence>=?10",
		.tail = " GROUP BY 1, 2 ORDER BY mentions DESC, name",
	},
	[LISTING_MENTIONS] = {
		.select = "SELECT * FROM entities WHERE 1",
		.words = REPORT_HAS_WORDS, .report = ID_STARTS, .kind = "type=?3",
		.who = "(" HAS("text", "6") " OR " HAS("coalesce(canonical,'')", "6") ")",
		.source = HAS("source", "7"), .since = "published>=?8", .until = "published<=?9",
		.confidence = "confidence>=?10", .after = "entity>?11", .tail = " ORDER BY entity",
	},
	[LISTING_REPORTS] = {
		.select = "SELECT * FROM reports WHERE 1",
		.words = REPORT_HAS_WORDS, .report = ID_STARTS, .source = HAS("source", "7"),
		.since = "published>=?8", .until = "published<=?9", .after = "report>?11",
		.tail = " ORDER BY report",
	},
	[LISTING_SEARCH] = {
		.select = "SELECT p.id, p.title, p.published, p.source,"
			  " snippet(text_index, 1, '[', ']', '…', 24) AS snippet, p.report"
			  " FROM text_index t JOIN reports p ON p.report=t.rowid WHERE 1",
		.words = "text_index MATCH ?1", .report = "p." ID_STARTS,
		.source = HAS("p.source", "7"), .since = "p.published>=?8",
		.until = "p.published<=?9", .tail = " ORDER BY rank",
	},
};

/* Words as FTS5 strings: whatever its syntax would make of them, they are only words here. */
static struct str fts_words(struct str words, struct arena *arena)
{
	AUTO(buf_release) struct buf out = {0};
	struct str word;
	size_t i;

	buf_init(&out, 4 * words.n + 16);
	words = str_trim(words);
	while (str_next_field(&words, ' ', &word)) {
		bool prefix = word.n > 1 && word.p[word.n - 1] == '*';

		word.n -= prefix;
		if (!word.n)
			continue;
		buf_putc(&out, '"');
		for (i = 0; i < word.n; i++) {
			buf_putc(&out, word.p[i] == '\0' ? ' ' : word.p[i]);
			if (word.p[i] == '"')
				buf_putc(&out, '"');
		}
		buf_puts(&out, prefix ? "\"* " : "\" ");
	}
	if (!out.n)
		buf_puts(&out, "\"\"");
	return arena_str(arena, buf_view(&out));
}

struct condition {
	const char *sql;
	struct str value;
};

static bool add_condition(struct buf *sql, const struct condition *c, const char *name,
	struct err *err)
{
	if (str_absent(c->value))
		return true;
	if (!c->sql)
		return err_set(err, ERR_REJECT, "this listing cannot be filtered by %s", name);
	buf_printf(sql, " AND %s", c->sql);
	return true;
}

struct query *facts_list(struct db *db, enum listing listing, const struct filter *filter,
	struct arena *arena, struct err *err)
{
	static const char *const names[] = {"words", "report", "kind", "theme", "place", "who",
		"source", "since", "until"};
	const struct recipe *r = &recipes[listing];
	const struct condition conditions[] = {{r->words, filter->words}, {r->report, filter->report},
		{r->kind, filter->kind}, {r->theme, filter->theme}, {r->place, filter->place},
		{r->who, filter->who}, {r->source, filter->source}, {r->since, filter->since},
		{r->until, filter->until}};
	AUTO(buf_release) struct buf sql = {0};
	struct query *query;
	size_t i;

	buf_init(&sql, 65536);
	buf_puts(&sql, r->select);
	for (i = 0; i < ARRAY_SIZE(conditions); i++)
		if (!add_condition(&sql, &conditions[i], names[i], err))
			return NULL;
	if (filter->min_confidence > 0 && r->confidence)
		buf_printf(&sql, " AND %s", r->confidence);
	if (filter->after && r->after)
		buf_printf(&sql, " AND %s", r->after);
	buf_puts(&sql, r->tail);
	buf_puts(&sql, filter->limit ? " LIMIT ?12" : "");
	query = query_new(db, sql.data, err);
	if (!query)
		return NULL;
	for (i = 0; i < ARRAY_SIZE(conditions); i++)
		if (!str_absent(conditions[i].value))
			query_str(query, (int)i + 1, i ? conditions[i].value
						       : fts_words(conditions[i].value, arena));
	query_real(query, 10, filter->min_confidence);
	query_int(query, 11, filter->after);
	query_int(query, 12, filter->limit);
	return query;
}

bool facts_column_is_json(const char *column)
{
	static const char *const json[] = {"places", "locations", "perpetrator_individuals",
		"perpetrator_organisations", "physical_targets", "victims", "weapons"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(json); i++)
		if (strcmp(json[i], column) == 0)
			return true;
	return false;
}

/* Takes the string that begins at s[*at] (behind its quote), unescaping what our own writer escapes. */
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
			buf_puts(&out, ", ");
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

bool facts_find_report(struct db *db, struct str hex, struct report_id *ret_id, int64_t *ret_row,
	struct err *err)
{
	AUTO(query_free) struct query *query = query_new(db,
		"SELECT id, report FROM report WHERE id>=?1 AND id<=?2 LIMIT 2", err);
	unsigned char low[REPORT_ID_BYTES] = {0}, high[REPORT_ID_BYTES];
	char digits[REPORT_ID_HEX];
	bool row, more;

	if (!query)
		return false;
	memset(digits, '0', sizeof(digits));
	memset(high, 0xff, sizeof(high));
	if (hex.n < 4 || hex.n > 2 * REPORT_ID_BYTES)
		return err_set(err, ERR_REJECT, "\"%.*s\" is no report id: 4 to 64 hex digits",
			STR_ARGS(hex));
	memcpy(digits, hex.p, hex.n);
	if (!parse_hex((struct str){digits, 2 * REPORT_ID_BYTES}, low, REPORT_ID_BYTES))
		return err_set(err, ERR_REJECT, "\"%.*s\" is no report id: 4 to 64 hex digits",
			STR_ARGS(hex));
	memset(digits + hex.n, 'f', 2 * REPORT_ID_BYTES - hex.n);
	parse_hex((struct str){digits, 2 * REPORT_ID_BYTES}, high, REPORT_ID_BYTES);
	query_blob(query, 1, (struct str){(char *)low, REPORT_ID_BYTES});
	query_blob(query, 2, (struct str){(char *)high, REPORT_ID_BYTES});
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

static bool decompress(struct str packed, uint64_t bytes, struct arena *arena, struct str *ret,
	struct err *err)
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
	AUTO(query_free) struct query *query = query_new(db,
		"SELECT r.id, o.zstd, r.bytes, r.media_type, r.source, r.url, r.given_title,"
		" r.given_published, r.received_ms, r.verbatim"
		" FROM report r JOIN original o USING(report) WHERE r.report=?1", err);
	bool row;

	if (!query)
		return false;
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
	};
	memcpy(ret_report->id.bytes, query_get_blob(query, 0).p, REPORT_ID_BYTES);
	return decompress(query_get_blob(query, 1), (uint64_t)query_get_int(query, 2), arena,
		&ret_report->body, err);
}

bool facts_text(struct db *db, int64_t row_number, struct arena *arena, struct str *ret_text,
	struct err *err)
{
	AUTO(query_free) struct query *query = query_new(db,
		"SELECT text FROM extraction WHERE report=?1 AND current=1", err);
	bool row;

	if (!query)
		return false;
	query_int(query, 1, row_number);
	if (!query_step(query, &row, err))
		return false;
	*ret_text = row ? arena_str(arena, query_get_str(query, 0)) : (struct str){0};
	return true;
}

bool facts_stored(struct db *db, const struct report_id *id, bool *ret_stored, struct err *err)
{
	AUTO(query_free) struct query *query =
		query_new(db, "SELECT 1 FROM report WHERE id=?1", err);

	if (!query)
		return false;
	query_blob(query, 1, (struct str){(const char *)id->bytes, REPORT_ID_BYTES});
	return query_step(query, ret_stored, err);
}
