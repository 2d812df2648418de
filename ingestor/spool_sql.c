/* SPDX-License-Identifier: Apache-2.0 */
#include "ingestor/spool_sql.h"

#include <string.h>

#define SPOOL_APPLICATION_ID 0x53525350 /* "SRSP" */

static const char *const schema_steps[] = {
	"CREATE TABLE accepted(seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE,"
	" source TEXT NOT NULL, received_ms INTEGER NOT NULL);"
	"CREATE TABLE item(seq INTEGER PRIMARY KEY, state INTEGER NOT NULL, priority INTEGER NOT "
	"NULL,"
	" attempt INTEGER NOT NULL, failed INTEGER NOT NULL, lost INTEGER NOT NULL,"
	" due_ms INTEGER NOT NULL, bytes INTEGER NOT NULL, changed_ms INTEGER NOT NULL,"
	" media_type TEXT, url TEXT, title TEXT, published TEXT, verbatim INTEGER NOT NULL,"
	" reason TEXT, sentence TEXT);"
	"CREATE INDEX item_queue ON item(state, priority, seq);"
	"CREATE INDEX item_due ON item(state, due_ms) WHERE state IN (2, 3);"
	"CREATE TABLE body(seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"
	"CREATE TABLE dropped(seq INTEGER PRIMARY KEY);"
	"CREATE TABLE note(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;",

	/* 2: the date that a feed gives */
	"ALTER TABLE item ADD COLUMN dated TEXT;",

	/* 3: ids are found by their first eight bytes, in an index two fifths as large: with
	 * millions of them it is reading and writing its pages that costs. The index of UNIQUE
	 * goes only with its table. */
	"CREATE TABLE accepted_3(seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL, source "
	"TEXT NOT NULL,"
	" received_ms INTEGER NOT NULL);"
	"INSERT INTO accepted_3 SELECT seq, id, source, received_ms FROM accepted;"
	"DROP TABLE accepted; ALTER TABLE accepted_3 RENAME TO accepted;"
	"CREATE INDEX accepted_id ON accepted(substr(id, 1, 8));",
};

const struct db_schema spool_schema = {
	SPOOL_APPLICATION_ID, schema_steps, ARRAY_SIZE(schema_steps)};

static const char *const rescued[] = {"accepted", "item", "body", "dropped", "note", "counter"};

/* A report of which a part is lost is lost: the books will say so. */
const struct db_rescue spool_rescue = {&spool_schema, rescued, ARRAY_SIZE(rescued),
	"DELETE FROM item WHERE seq NOT IN (SELECT seq FROM body) OR seq NOT IN (SELECT seq FROM "
	"accepted);"
	"DELETE FROM body WHERE seq NOT IN (SELECT seq FROM item);"};

#define ITEM_COLUMNS \
	"a.seq, a.id, i.state, i.priority, i.attempt, i.failed, i.lost, i.due_ms, i.bytes," \
	" a.received_ms, i.changed_ms, a.source, i.media_type, i.reason, i.sentence"
#define REPORT_COLUMNS "b.bytes, i.url, i.title, i.published, i.verbatim, i.dated"

static struct str kept(struct arena *arena, struct str s)
{
	return arena ? arena_str(arena, s) : s;
}

struct spool_item item_from_row(const struct query *q, struct arena *arena)
{
	struct spool_item item = {
		.seq = (uint64_t)query_get_int(q, 0),
		.state = (enum spool_state)query_get_int(q, 2),
		.priority = (enum priority)query_get_int(q, 3),
		.attempt = (uint32_t)query_get_int(q, 4),
		.failed = (uint32_t)query_get_int(q, 5),
		.lost = (uint32_t)query_get_int(q, 6),
		.due_ms = query_get_int(q, 7),
		.bytes = (uint64_t)query_get_int(q, 8),
		.received_ms = query_get_int(q, 9),
		.changed_ms = query_get_int(q, 10),
		.source = kept(arena, query_get_str(q, 11)),
		.media_type = kept(arena, query_get_str(q, 12)),
		.reason = kept(arena, query_get_str(q, 13)),
		.sentence = kept(arena, query_get_str(q, 14)),
	};
	struct str id = query_get_blob(q, 1);

	if (id.n == REPORT_ID_BYTES)
		memcpy(item.id.bytes, id.p, REPORT_ID_BYTES);
	return item;
}

struct report report_from_row(
	const struct query *q, const struct spool_item *item, struct arena *arena)
{
	return (struct report){
		.id = item->id,
		.body = kept(arena, query_get_blob(q, 15)),
		.media_type = item->media_type,
		.source = item->source,
		.url = kept(arena, query_get_str(q, 16)),
		.title = kept(arena, query_get_str(q, 17)),
		.published = kept(arena, query_get_str(q, 18)),
		.received_ms = item->received_ms,
		.verbatim = query_get_int(q, 19) != 0,
		.dated = kept(arena, query_get_str(q, 20)),
	};
}

const char *const spool_whole = "SELECT " ITEM_COLUMNS ", " REPORT_COLUMNS
				" FROM item i JOIN accepted a USING(seq) JOIN body b USING(seq)"
				" ORDER BY i.seq LIMIT ?1";

const char *const spool_statements[Q_COUNT] = {
	[Q_ACCEPT] = "INSERT INTO accepted(id, source, received_ms) VALUES(?1, ?2, ?3)",
	[Q_SEQ_OF] = "SELECT seq FROM accepted a WHERE " SPOOL_ID_IS,
	[Q_INSERT_ITEM] =
		"INSERT INTO item(seq, state, priority, attempt, failed, lost, due_ms, bytes,"
		" changed_ms, media_type, url, title, published, verbatim, dated)"
		" VALUES(?1, 1, ?2, 0, 0, 0, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[Q_INSERT_BODY] = "INSERT INTO body(seq, bytes) VALUES(?1, ?2)",
	[Q_NEXT] = "SELECT " ITEM_COLUMNS ", " REPORT_COLUMNS
		   " FROM item i JOIN accepted a USING(seq) JOIN body b USING(seq)"
		   " WHERE i.state=1 AND i.priority=?1 ORDER BY i.seq LIMIT 1",
	[Q_LEND] = "UPDATE item SET state=2, attempt=?2, due_ms=?3, changed_ms=?4 WHERE seq=?1",
	[Q_GET] = "SELECT " ITEM_COLUMNS " FROM item i JOIN accepted a USING(seq) WHERE i.seq=?1",
	[Q_UPDATE] = "UPDATE item SET state=?2, attempt=?3, failed=?4, lost=?5, due_ms=?6,"
		     " changed_ms=?7, reason=?8, sentence=?9 WHERE seq=?1",
	[Q_DELETE_ITEM] = "DELETE FROM item WHERE seq=?1",
	[Q_DELETE_BODY] = "DELETE FROM body WHERE seq=?1",
	[Q_DROPPED] = "INSERT OR IGNORE INTO dropped(seq) VALUES(?1)",
	[Q_RENEW] = "UPDATE item SET due_ms=?3 WHERE seq=?1 AND attempt=?2 AND state=2",
	[Q_PROMOTE] =
		"UPDATE item SET state=1, due_ms=0, changed_ms=?1 WHERE state=3 AND due_ms<=?1",
	[Q_EXPIRED] = "SELECT " ITEM_COLUMNS " FROM item i JOIN accepted a USING(seq)"
		      " WHERE i.state=2 AND i.due_ms<=?1 ORDER BY i.due_ms LIMIT 1",
	[Q_SHORTEN] = "UPDATE item SET due_ms=?1 WHERE state=2 AND due_ms>?1",
	[Q_DEAD] = "SELECT " ITEM_COLUMNS " FROM item i JOIN accepted a USING(seq)"
		   " WHERE i.state=4 AND i.seq<?1 ORDER BY i.seq DESC LIMIT ?2",
	[Q_WHERE] = "SELECT " ITEM_COLUMNS ", d.seq FROM accepted a LEFT JOIN item i USING(seq)"
		    " LEFT JOIN dropped d USING(seq) WHERE " SPOOL_ID_IS,
	[Q_LEDGER] = "SELECT " ITEM_COLUMNS ", d.seq FROM accepted a LEFT JOIN item i USING(seq)"
		     " LEFT JOIN dropped d USING(seq) WHERE a.seq>?1 ORDER BY a.seq LIMIT ?2",
	[Q_BODY] = "SELECT bytes FROM body WHERE seq=?1",
	[Q_NOTE] = "INSERT INTO note(key, value) VALUES(?1, ?2)"
		   " ON CONFLICT(key) DO UPDATE SET value=excluded.value",
	[Q_FORGET] = "DELETE FROM note WHERE key=?1",
	[Q_NOTED] = "SELECT value FROM note WHERE key=?1",
	[Q_NOTES] = "SELECT key FROM note WHERE key>=?1 ORDER BY key",
	[Q_OLDEST] = "SELECT min(a.received_ms) FROM accepted a WHERE a.seq IN ("
		     "SELECT min(seq) FROM item WHERE state=1 AND priority=0 UNION ALL "
		     "SELECT min(seq) FROM item WHERE state=1 AND priority=1 UNION ALL "
		     "SELECT min(seq) FROM item WHERE state=2 AND priority=0 UNION ALL "
		     "SELECT min(seq) FROM item WHERE state=2 AND priority=1 UNION ALL "
		     "SELECT min(seq) FROM item WHERE state=3)",
	[Q_COUNTER] = "INSERT INTO counter(name, value) VALUES(?1, ?2)"
		      " ON CONFLICT(name) DO UPDATE SET value=excluded.value",
};
