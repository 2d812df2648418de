/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/filing.h"

/* Those from F_TAGS_OF_CLAIMS to F_ADDED file what is in temp.filing, those up to F_TAKEN take it out again. */
enum statement {
	F_WAITING,
	F_TAGS_OF_CLAIMS,
	F_TAGS_OF_INCIDENTS,
	F_TAG,
	F_COUNT_TAGS,
	F_NAMED,
	F_NAMES,
	F_APPEARANCES,
	F_COUNT_SOURCES,
	F_EMPTY_FILED,
	F_EMPTY_NAMED,
	F_EMPTY,
	F_ADDED,
	F_TAGS_OF_OLD_CLAIMS = F_ADDED,
	F_TAGS_OF_OLD_INCIDENTS,
	F_UNTAG,
	F_UNCOUNT_TAGS,
	F_UNCOUNT_NAMES,
	F_UNAPPEAR,
	F_UNCOUNT_SOURCES,
	F_EMPTY_OLD_FILED,
	F_EMPTY_OLD,
	F_TAKEN,
	F_COUNT = F_TAKEN
};

static const char tables[] =
	"CREATE TEMP TABLE IF NOT EXISTS filing(extraction INTEGER PRIMARY KEY);"
	"CREATE TEMP TABLE IF NOT EXISTS filed(facet TEXT NOT NULL, value TEXT NOT NULL, fact INTEGER NOT NULL,"
	" kind TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY(facet, value, fact)) WITHOUT ROWID;"
	"CREATE TEMP TABLE IF NOT EXISTS named(type TEXT NOT NULL, text TEXT NOT NULL, extraction INTEGER NOT NULL,"
	" mentions INTEGER NOT NULL, example TEXT NOT NULL, PRIMARY KEY(type, text, extraction)) WITHOUT ROWID;";

#define FACTS_OF(table) " FROM temp.filing CROSS JOIN " table " USING(extraction)"
/* OR IGNORE: a report may say a thing of a subject that is its object too, and a filler may lack its text. */
#define INTO_FILED "INSERT OR IGNORE INTO temp.filed(facet, value, fact, kind, day) "
#define CLAIM_TAG(facet, value)                                                                    \
	"SELECT '" facet "', " value ", claim, kind, day" FACTS_OF("claim") " WHERE live=1 AND " value " IS NOT NULL"
#define INCIDENT_TAG(facet, list, value)                                                           \
	"SELECT '" facet "', lower(" value "), incident, incident.type, day" FACTS_OF("incident")       \
	", json_each(" list ") j WHERE live=1"
#define TAGS_OF_CLAIMS                                                                             \
	INTO_FILED CLAIM_TAG("c.country", "country")                                               \
	" UNION ALL " CLAIM_TAG("c.who", "lower(subject)")                                         \
	" UNION ALL " CLAIM_TAG("c.who", "lower(object)")                                          \
	" UNION ALL " CLAIM_TAG("c.who", "lower(attributed_to)")                                   \
	" UNION ALL SELECT 'c.place', lower(j.value), claim, kind, day" FACTS_OF("claim")           \
	", json_each(places) j WHERE live=1"
#define TAGS_OF_INCIDENTS                                                                          \
	INTO_FILED "SELECT 'i.country', country, incident, type, day" FACTS_OF("incident")         \
	" WHERE live=1 AND country IS NOT NULL"                                                    \
	" UNION ALL " INCIDENT_TAG("i.place", "locations", "j.value")                              \
	" UNION ALL " INCIDENT_TAG("i.who", "perpetrator_individuals", "j.value->>'text'")         \
	" UNION ALL " INCIDENT_TAG("i.who", "perpetrator_organisations", "j.value->>'text'")       \
	" UNION ALL " INCIDENT_TAG("i.who", "victims", "j.value->>'text'")                         \
	" UNION ALL " INCIDENT_TAG("i.who", "physical_targets", "j.value->>'text'")
#define COUNT_TAGS(sign)                                                                           \
	"INSERT INTO tag_value(facet, value, facts) SELECT facet, value, count(*) FROM temp.filed" \
	" WHERE 1 GROUP BY 1, 2 ON CONFLICT DO UPDATE SET facts=facts" sign "excluded.facts"
#define COUNT_SOURCES(sign)                                                                        \
	"INSERT INTO tag_value(facet, value, facts) SELECT 'r.source', r.source, count(*)"         \
	FACTS_OF("extraction x") " JOIN report r USING(report) WHERE 1 GROUP BY 2"                 \
	" ON CONFLICT DO UPDATE SET facts=facts" sign "excluded.facts"

static const char *const statements[F_COUNT] = {
	[F_WAITING] = "INSERT OR IGNORE INTO temp.filing(extraction) VALUES(?1)",
	[F_TAGS_OF_CLAIMS] = TAGS_OF_CLAIMS,
	[F_TAGS_OF_INCIDENTS] = TAGS_OF_INCIDENTS,
	[F_TAG] = "INSERT OR IGNORE INTO tag(facet, value, fact, kind, day)"
		  " SELECT facet, value, fact, kind, day FROM temp.filed ORDER BY facet, value, fact",
	[F_COUNT_TAGS] = COUNT_TAGS("+"),
	[F_NAMED] = "INSERT INTO temp.named(type, text, extraction, mentions, example)"
		    " SELECT e.type, coalesce(e.canonical, e.text) AS name, e.extraction, count(*), min(e.text)"
		    FACTS_OF("entity e") " GROUP BY e.type, name, e.extraction",
	[F_NAMES] = "INSERT INTO name(type, text, mentions, reports, example)"
		    " SELECT type, text, sum(mentions), count(*), min(example) FROM temp.named WHERE 1"
		    " GROUP BY type, text ON CONFLICT(type, text) DO UPDATE"
		    " SET mentions=mentions+excluded.mentions, reports=reports+excluded.reports",
	[F_APPEARANCES] = "INSERT OR REPLACE INTO appearance(name, extraction, mentions)"
			  " SELECT n.name, t.extraction, t.mentions FROM temp.named t CROSS JOIN name n"
			  " ON n.type=t.type AND n.text=t.text",
	[F_COUNT_SOURCES] = COUNT_SOURCES("+"),
	[F_EMPTY_FILED] = "DELETE FROM temp.filed",
	[F_EMPTY_NAMED] = "DELETE FROM temp.named",
	[F_EMPTY] = "DELETE FROM temp.filing",
	[F_TAGS_OF_OLD_CLAIMS] = TAGS_OF_CLAIMS,
	[F_TAGS_OF_OLD_INCIDENTS] = TAGS_OF_INCIDENTS,
	[F_UNTAG] = "DELETE FROM tag WHERE (facet, value, fact) IN (SELECT facet, value, fact FROM temp.filed)",
	[F_UNCOUNT_TAGS] = COUNT_TAGS("-"),
	[F_UNCOUNT_NAMES] = "UPDATE name SET reports=reports-1, mentions=mentions-(SELECT a.mentions"
			    " FROM appearance a WHERE a.name=name.name"
			    " AND a.extraction=(SELECT extraction FROM temp.filing))"
			    " WHERE name IN (SELECT name FROM appearance"
			    " WHERE extraction=(SELECT extraction FROM temp.filing))",
	[F_UNAPPEAR] = "DELETE FROM appearance WHERE extraction=(SELECT extraction FROM temp.filing)",
	[F_UNCOUNT_SOURCES] = COUNT_SOURCES("-"),
	[F_EMPTY_OLD_FILED] = "DELETE FROM temp.filed",
	[F_EMPTY_OLD] = "DELETE FROM temp.filing",
};

struct filing {
	struct db *db; /* borrowed */
	struct query *q[F_COUNT]; /* owned */
};

struct filing *filing_new(struct db *db, struct err *err)
{
	struct filing *filing = xcalloc(1, sizeof(*filing));

	filing->db = db;
	if (!db_exec(db, tables, err) || !queries_new(db, statements, filing->q, F_COUNT, err))
		filing_free(&filing);
	return filing;
}

void filing_free(struct filing **filing)
{
	if (!*filing)
		return;
	queries_free((*filing)->q, F_COUNT);
	free(*filing);
	*filing = NULL;
}

static bool run(struct filing *filing, enum statement from, enum statement to, struct err *err)
{
	enum statement i;

	for (i = from; i < to; i++)
		if (!query_run(filing->q[i], err))
			return false;
	return true;
}

bool filing_add(struct filing *filing, int64_t extraction, struct err *err)
{
	query_int(filing->q[F_WAITING], 1, extraction);
	return query_run(filing->q[F_WAITING], err);
}

bool filing_flush(struct filing *filing, struct err *err)
{
	int64_t waiting = 0;

	return db_number(filing->db, "SELECT 1 FROM temp.filing LIMIT 1", 0, &waiting, err) &&
	       (!waiting || run(filing, F_TAGS_OF_CLAIMS, F_ADDED, err));
}

bool filing_take(struct filing *filing, int64_t extraction, struct err *err)
{
	return filing_flush(filing, err) && filing_add(filing, extraction, err) &&
	       run(filing, F_TAGS_OF_OLD_CLAIMS, F_TAKEN, err);
}

bool filing_clear(struct filing *filing, struct err *err)
{
	return run(filing, F_EMPTY, F_ADDED, err) &&
	       db_exec(filing->db, "DELETE FROM tag; DELETE FROM tag_value; DELETE FROM appearance;"
				   "UPDATE name SET mentions=0, reports=0;", err);
}
