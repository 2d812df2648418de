/* SPDX-License-Identifier: Apache-2.0
 * spool_sql.h - the SQL of the durable spool: its schema, and the statements that it prepares. */
#ifndef SITREP_SPOOL_SQL_H
#define SITREP_SPOOL_SQL_H

#include "db/repair.h"
#include "ingestor/spool.h"

enum spool_statement {
	Q_ACCEPT,
	Q_SEQ_OF,
	Q_INSERT_ITEM,
	Q_INSERT_BODY,
	Q_NEXT,
	Q_LEND,
	Q_GET,
	Q_UPDATE,
	Q_DELETE_ITEM,
	Q_DELETE_BODY,
	Q_DROPPED,
	Q_RENEW,
	Q_PROMOTE,
	Q_EXPIRED,
	Q_SHORTEN,
	Q_DEAD,
	Q_WHERE,
	Q_LEDGER,
	Q_BODY,
	Q_NOTE,
	Q_FORGET,
	Q_NOTED,
	Q_NOTES,
	Q_OLDEST,
	Q_COUNTER,
	Q_COUNT
};

/* Of the table accepted, called a: the row of the id that is ?1. */
#define SPOOL_ID_IS "substr(a.id, 1, 8)=substr(?1, 1, 8) AND a.id=?1"

extern const struct db_schema spool_schema;
extern const struct db_rescue spool_rescue;         /* what to save of a damaged one */
extern const char *const spool_statements[Q_COUNT]; /* by enum spool_statement */
/* The first ?1 items with their reports, by seq. */
extern const char *const spool_whole;

/* Of a statement that yields items, and of Q_NEXT and spool_whole also reports. Without an
 * arena, strings are borrowed until the next step. */
struct spool_item item_from_row(const struct query *q, struct arena *arena);
struct report report_from_row(
	const struct query *q, const struct spool_item *item, struct arena *arena);

#endif
