/* SPDX-License-Identifier: Apache-2.0
 * overview.c - what lies behind a page of facts: what to narrow it by, totals, states. */
#include "base/buf.h"
#include "store/listing.h"

struct query *facts_overview(struct db *db, enum overview overview, enum listing listing,
	const struct filter *filter, struct arena *arena, struct err *err)
{
	static const char *const claims[] = {
		[OVERVIEW_FACETS] =
			"SELECT * FROM (SELECT 'kind' AS facet, kind AS value, count(*) AS facts FROM m"
			" GROUP BY 2 ORDER BY 3 DESC LIMIT 16)"
			" UNION ALL SELECT * FROM (SELECT 'theme', theme, count(*) FROM m GROUP BY 2)"
			" UNION ALL SELECT * FROM (SELECT 'country', country, count(*) FROM m"
			" WHERE country IS NOT NULL GROUP BY 2 ORDER BY 3 DESC LIMIT 12)"
			" UNION ALL SELECT * FROM (SELECT 'who', attributed_to, count(*) FROM m"
			" WHERE attributed_to IS NOT NULL GROUP BY 2 ORDER BY 3 DESC LIMIT 12)"
			" UNION ALL SELECT * FROM (SELECT 'since', substr(day, 1, 4) || '-01-01', count(*)"
			" FROM m WHERE day<>'' GROUP BY 2 ORDER BY 2 DESC LIMIT 12) ORDER BY 1, 3 DESC",
		[OVERVIEW_TOTALS] =
			"SELECT kind, unit, sum(n) AS claims, count(*) AS figures, sum(lo) AS low,"
			" sum(hi) AS high, max(open) AS open FROM (SELECT kind, unit, count(*) AS n,"
			" min(low) AS lo, max(coalesce(high, low)) AS hi, max(high IS NULL) AS open"
			" FROM m WHERE value IS NOT NULL AND modality<>'denied'"
			" GROUP BY kind, unit, coalesce(figure, claim)) GROUP BY 1, 2"
			" ORDER BY claims DESC LIMIT 12",
		[OVERVIEW_COUNTRIES] = ("SELECT country, count(*) AS facts FROM m"
					" WHERE country IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"),
	};
	static const char *const incidents[] = {
		[OVERVIEW_FACETS] =
			"SELECT 'kind' AS facet, type AS value, count(*) AS facts FROM m GROUP BY 2"
			" UNION ALL SELECT 'modality', stage, count(*) FROM m GROUP BY 2"
			" UNION ALL SELECT * FROM (SELECT 'country', country, count(*) FROM m"
			" WHERE country IS NOT NULL GROUP BY 2 ORDER BY 3 DESC LIMIT 12)"
			" UNION ALL SELECT * FROM (SELECT 'since', substr(day, 1, 4) || '-01-01', count(*)"
			" FROM m WHERE day<>'' GROUP BY 2 ORDER BY 2 DESC LIMIT 12) ORDER BY 1, 3 DESC",
		[OVERVIEW_TOTALS] = "SELECT type AS kind, NULL AS unit, count(*) AS claims,"
				    " count(DISTINCT coalesce(event, incident)) AS figures,"
				    " count(DISTINCT coalesce(event, incident)) AS low,"
				    " count(DISTINCT coalesce(event, incident)) AS high, 0 AS open"
				    " FROM m GROUP BY 1 ORDER BY claims DESC",
		[OVERVIEW_COUNTRIES] = ("SELECT country, count(DISTINCT coalesce(event, incident)) AS facts"
					" FROM m WHERE country IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"),
	};
	AUTO(buf_release) struct buf sql = {0};
	const char *table = listing == LISTING_CLAIMS ? "claim" : "incident";
	struct filter f = *filter;

	f.after = 0;
	f.limit = FACTS_OVERVIEW;
	/* of a period or a theme the index by day has them; else, and under a tag, the newest lie side by side */
	f.sort = (!str_absent(f.since) || !str_absent(f.until) || !str_absent(f.theme)) && str_absent(f.country) &&
		str_absent(f.place) && str_absent(f.who) ? SORT_DAY : SORT_NEWEST;
	buf_init(&sql, 65536);
	buf_puts(&sql, "WITH m AS MATERIALIZED (SELECT f.* FROM (");
	if (!listing_add_numbers(db, listing, &f, &sql, err))
		return NULL;
	buf_printf(&sql, ") k CROSS JOIN %s f ON f.%s=k.n) %s", table, table,
		(listing == LISTING_CLAIMS ? claims : incidents)[overview]);
	return listing_prepare(db, sql.data, &f, arena, err);
}
