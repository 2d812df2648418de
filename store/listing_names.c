/* SPDX-License-Identifier: Apache-2.0
 * listing_names.c - the reports that name an organisation, from the index of who appears where. */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "store/listing.h"

#define MOST_NAMES 10000 /* the most frequent in which a page looks for a part of one */
#define ALL_NAMES 5000   /* that all of a listing looks into */

/* Names that are the same entity as one of those selected as k, itself included. */
#define SAME_AS \
	" SELECT name FROM name WHERE name IN (SELECT k FROM meant) UNION SELECT name FROM name" \
	" WHERE same_as IN (SELECT k FROM meant) LIMIT ?12"

/* "5,17,230": the whole name if there is one, else the most frequent ones that it is a part of. */
static bool look_up(struct db *db, const char *sql, const struct filter *f, struct arena *arena,
	struct buf *ret, struct err *err)
{
	struct filter names = *f;
	AUTO(query_free) struct query *q = NULL;
	bool ok;

	names.limit = listing_is_page(f) ? FACTS_NAMES : ALL_NAMES;
	q = listing_prepare(db, sql, &names, arena, err);
	while (query_next(q, &ok, err))
		buf_printf(ret, "%s%" PRId64, ret->n ? "," : "", query_get_int(q, 0));
	return ok;
}

bool listing_organisations(struct db *db, const struct filter *f, struct arena *arena,
	struct str *ret, struct err *err)
{
	AUTO(buf_release) struct buf numbers = {0};
	AUTO(buf_release) struct buf sql = {0};

	buf_init(&numbers, 1 << 17);
	buf_init(&sql, 4096);
	if (!look_up(db,
		    "WITH meant AS (SELECT coalesce(same_as, name) AS k FROM name WHERE "
		    "type='organisation'"
		    " AND text=?18)" SAME_AS,
		    f, arena, &numbers, err))
		return false;
	buf_printf(&sql,
		"WITH meant AS (SELECT name AS k FROM (SELECT name, text, example FROM name WHERE "
		"type='organisation'"
		" AND same_as IS NULL ORDER BY mentions DESC LIMIT %d) WHERE instr(lower(text), "
		"lower(?18))"
		" OR instr(lower(example), lower(?18)) LIMIT ?12)" SAME_AS,
		listing_is_page(f) ? MOST_NAMES : -1);
	if (!numbers.n && !look_up(db, sql.data, f, arena, &numbers, err))
		return false;
	*ret = arena_str(arena, buf_view(&numbers));
	return true;
}

void listing_add_naming(
	struct buf *sql, const struct filter *f, struct str names, const char *cursor)
{
	struct str left = names, name;
	bool first = true;

	/* a run of the index for each, merged: the newest are found without a look at the rest */
	buf_puts(sql, "SELECT o.report AS n FROM (");
	while (str_next_field(&left, ',', &name)) {
		buf_printf(sql, "%sSELECT extraction AS e FROM appearance WHERE name=%.*s",
			first ? "" : " UNION ", STR_ARGS(name));
		first = false;
	}
	buf_puts(sql, first ? "SELECT 0 AS e WHERE 0" : " ORDER BY 1 DESC");
	buf_printf(sql, ") a CROSS JOIN extraction o ON o.extraction=a.e AND o.current=1 WHERE 1%s",
		cursor);
	buf_puts(sql, listing_is_page(f) ? " ORDER BY a.e DESC" : "");
}

void listing_add_named(struct buf *sql, struct str names, const char *extraction)
{
	buf_printf(sql,
		" AND EXISTS(SELECT 1 FROM appearance a WHERE a.name IN (%.*s) AND "
		"a.extraction=%s)",
		STR_ARGS(names), extraction);
}
