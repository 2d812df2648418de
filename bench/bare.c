/* SPDX-License-Identifier: Apache-2.0 */
#include "bare.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "db/db.h"
#include "store/schema.h"

#define MAX_COLUMNS 64
#define OF_EXTRACTION(table) \
	"SELECT x.report AS at, t.* FROM " table " t JOIN extraction x USING(extraction)"

/* A table, and its rows in the order in which their reports were stored; the first column is
 * that report. */
static const struct {
	const char *name, *rows;
	bool derived;
} tables[] = {
	{"report", "SELECT report AS at, * FROM report ORDER BY report", false},
	{"original", "SELECT report AS at, * FROM original ORDER BY report", false},
	{"extraction", "SELECT report AS at, * FROM extraction ORDER BY report", false},
	{"text_index",
		"SELECT report AS at, report AS rowid, title, text FROM extraction WHERE current=1"
		" ORDER BY report",
		false},
	{"entity", OF_EXTRACTION("entity") " ORDER BY t.entity", false},
	{"claim", OF_EXTRACTION("claim") " ORDER BY t.claim", false},
	{"incident", OF_EXTRACTION("incident") " ORDER BY t.incident", false},
	{"warning", OF_EXTRACTION("warning") " ORDER BY t.rowid", false},
	{"name",
		"SELECT (SELECT min(x.report) FROM appearance a JOIN extraction x USING(extraction)"
		" WHERE a.name=n.name) AS at, n.* FROM name n ORDER BY n.name",
		true},
	{"appearance", OF_EXTRACTION("appearance") " ORDER BY t.extraction", true},
	{"tag",
		"SELECT coalesce((SELECT x.report FROM claim c JOIN extraction x USING(extraction)"
		" WHERE t.facet LIKE 'c.%' AND c.claim=t.fact), (SELECT x.report FROM incident i"
		" JOIN extraction x USING(extraction) WHERE t.facet LIKE 'i.%' AND "
		"i.incident=t.fact)) AS at, t.*"
		" FROM tag t ORDER BY 1",
		true},
	{"tag_value", "SELECT 1 AS at, * FROM tag_value", true},
	{"kin", "SELECT report AS at, * FROM kin ORDER BY report", true},
	{"band", "SELECT report AS at, * FROM band ORDER BY report", true},
};

struct value {
	enum { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB } type;
	int64_t whole;
	double real;
	struct str bytes;
};

struct table {
	struct query *rows, *insert; /* owned */
	int columns;
	bool more, blob[MAX_COLUMNS];
	struct value *batch; /* [n * columns] in the arena */
	size_t n;
};

static void open_table(struct db *from, struct db *to, size_t t, struct table *ret, struct err *err)
{
	AUTO(buf_release) struct buf sql = {0};
	int i;

	buf_init(&sql, 4096);
	ret->rows = query_new(from, tables[t].rows, err);
	if (!ret->rows || !query_step(ret->rows, &ret->more, err))
		return;
	ret->columns = query_columns(ret->rows) - 1;
	buf_printf(&sql, "INSERT INTO %s(", tables[t].name);
	for (i = 0; i < ret->columns; i++) {
		const char *name = query_column_name(ret->rows, i + 1);

		buf_printf(&sql, "%s%s", i ? ", " : "", name);
		ret->blob[i] =
			str_eq(str_from(name), STR("id")) || str_eq(str_from(name), STR("zstd"));
	}
	for (i = 0; i < ret->columns; i++)
		buf_puts(&sql, i ? ", ?" : ") VALUES(?");
	buf_puts(&sql, ")");
	ret->insert = query_new(to, sql.data, err);
}

static struct value column(const struct table *t, int i, struct arena *arena)
{
	bool whole;

	if (query_get_null(t->rows, i + 1))
		return (struct value){0};
	if (query_get_is_number(t->rows, i + 1, &whole))
		return whole ? (struct value){.type = VALUE_INT,
				       .whole = query_get_int(t->rows, i + 1)}
			     : (struct value){
				       .type = VALUE_REAL, .real = query_get_real(t->rows, i + 1)};
	if (t->blob[i])
		return (struct value){.type = VALUE_BLOB,
			.bytes = arena_str(arena, query_get_blob(t->rows, i + 1))};
	return (struct value){
		.type = VALUE_TEXT, .bytes = arena_str(arena, query_get_str(t->rows, i + 1))};
}

/* The rows of the reports up to last. */
static bool load(struct table *t, int64_t last, struct arena *arena, struct err *err)
{
	size_t cap = 0, n = 0;
	int i;

	t->batch = NULL;
	t->n = 0;
	for (; t->more && query_get_int(t->rows, 0) <= last; t->n++) {
		for (i = 0; i < t->columns; i++)
			*ARENA_PUSH(arena, t->batch, n, cap) = column(t, i, arena);
		if (!query_step(t->rows, &t->more, err))
			return false;
	}
	return true;
}

static bool insert(struct table *t, struct err *err)
{
	size_t row;
	int i;

	for (row = 0; row < t->n; row++) {
		for (i = 0; i < t->columns; i++) {
			const struct value *v = &t->batch[row * (size_t)t->columns + (size_t)i];

			if (v->type == VALUE_INT)
				query_int(t->insert, i + 1, v->whole);
			else if (v->type == VALUE_REAL)
				query_real(t->insert, i + 1, v->real);
			else if (v->type == VALUE_BLOB)
				query_blob(t->insert, i + 1, v->bytes);
			else if (v->type == VALUE_TEXT)
				query_str(t->insert, i + 1, v->bytes);
		}
		if (!query_run(t->insert, err))
			return false;
	}
	return true;
}

static int64_t cpu_us(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
	       u.ru_stime.tv_usec;
}

static bool copy_batch(struct db *to, struct table *t, size_t n, int64_t last,
	struct bare_times *times, struct err *err)
{
	AUTO(arena_release) struct arena arena = {0};
	int64_t wall, cpu;
	size_t i;

	for (i = 0; i < n; i++)
		if (t[i].rows && !load(&t[i], last, &arena, err))
			return false;
	wall = clock_mono_us();
	cpu = cpu_us();
	if (!db_begin(to, err))
		return false;
	for (i = 0; i < n; i++) {
		times->rows += t[i].n;
		if (t[i].rows && !insert(&t[i], err))
			return false;
	}
	if (!db_commit(to, err))
		return false;
	times->wall_us += clock_mono_us() - wall;
	times->cpu_us += cpu_us() - cpu;
	return true;
}

bool bare_copy(const char *from, const char *to, uint64_t batch, uint64_t checkpoint_pages,
	bool all, struct bare_times *ret, struct err *err)
{
	AUTO(db_close) struct db *source = db_open(from, DB_READ, err);
	AUTO(db_close) struct db *target = source ? db_open(to, DB_WRITE, err) : NULL;
	struct table t[ARRAY_SIZE(tables)] = {0};
	int64_t reports = 0, last;
	char pragma[64];
	bool ok = false;
	size_t i;

	*ret = (struct bare_times){0};
	snprintf(pragma, sizeof(pragma), "PRAGMA wal_autocheckpoint=%" PRIu64, checkpoint_pages);
	if (!target || !db_migrate(target, &store_schema, err) || !db_exec(target, pragma, err) ||
		!db_exec(target, "PRAGMA foreign_keys=OFF", err) ||
		!db_number(source, "SELECT max(report) FROM report", 0, &reports, err))
		return false;
	for (i = 0; i < ARRAY_SIZE(tables); i++)
		if (all || !tables[i].derived) {
			open_table(source, target, i, &t[i], err);
			if (!t[i].insert)
				return false;
		}
	for (last = (int64_t)batch, ok = true; ok && last < reports + (int64_t)batch;
		last += (int64_t)batch)
		ok = copy_batch(target, t, ARRAY_SIZE(tables), last, ret, err);
	ret->reports = (uint64_t)reports;
	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		query_free(&t[i].rows);
		query_free(&t[i].insert);
	}
	return ok;
}
