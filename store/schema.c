/* SPDX-License-Identifier: Apache-2.0
 *
 * report      one row for each distinct report, by the SHA-256 of its bytes
 * original    those bytes, compressed with zstd
 * extraction  one reading of a report by one version of the extractor; current marks the newest
 * entity, claim, incident, warning   what that reading found
 * text_index  full text of current extractions (FTS5, external content)
 *
 * What follows is made from these by derive.c and could be made again at any time:
 *
 * claim.live, .day, .country, .low, .high, .figure   and the like of incident: what listings ask for
 * tag         a live fact under what it can be filtered by: place, country, who; tag_value counts
 * name        each distinct entity with its counts; appearance says in which extractions it is
 * place_country  names of places and states and the ISO 3166 code of the state
 * tally       how many live facts there are of each kind, country, year, theme and modality
 * kin, band   the story that a report belongs to, and the index of sketches that found it (stories.c)
 * story, story_origin   how many reports, revisions and origins each story has: triggers on kin keep them
 * joined      stories that turned out to be one with an older one, and the report that showed it
 * history     what the daemons said of themselves, thinned with age (history.c)
 * decision    what a human corrected, keyed to the words, replayed over each extraction (decide.c)
 *
 * Days are TEXT "YYYY-MM-DD", times are INTEGER Unix ms, offsets are UTF-8 bytes of the text.
 * Lists are JSON arrays, so json_each() takes them apart. */
#include "base/compiler.h"
#include "store/fact_ref.h"
#include "store/facts.h"
#include "store/schema.h"

/* The first words of the text of a report (its table, and x of its extraction) that has no
 * title. */
#define BEGINS(report) \
	"CASE WHEN coalesce(x.title, nullif(" report ".given_title, '')) IS NULL" \
	" THEN trim(replace(replace(substr(trim(x.text), 1, 80), char(10), ' '), char(9), ' ')) " \
	"END"

#define CAME(report) \
	"(SELECT strftime('%Y-%m-%dT%H:%M:%SZ', r.received_ms/1000, 'unixepoch') FROM report r" \
	" WHERE r.report=" report ")"

/* What the counts of a story owe to a row of kin. */
#define MEMBER_COMES \
	"INSERT INTO story VALUES(new.story, 1, new.how='revision', new.report)" \
	" ON CONFLICT DO UPDATE SET reports=reports+1, revisions=revisions+excluded.revisions," \
	" newest=max(newest, excluded.newest);" \
	"INSERT INTO story_origin VALUES(new.story, new.origin, 1)" \
	" ON CONFLICT DO UPDATE SET reports=reports+1;"
#define MEMBER_GOES \
	"UPDATE story SET reports=reports-1, revisions=revisions-(old.how='revision')," \
	" newest=ifnull((SELECT max(report) FROM kin WHERE story=old.story), 0) WHERE " \
	"story=old.story;" \
	"DELETE FROM story WHERE story=old.story AND reports=0;" \
	"UPDATE story_origin SET reports=reports-1 WHERE story=old.story AND origin=old.origin;" \
	"DELETE FROM story_origin WHERE story=old.story AND origin=old.origin AND reports=0;"

static const char *const steps[] = {
	"CREATE TABLE report("
	" report INTEGER PRIMARY KEY,"
	" id BLOB NOT NULL UNIQUE,"
	" source TEXT NOT NULL,"
	" url TEXT NOT NULL,"
	" media_type TEXT NOT NULL,"
	" received_ms INTEGER NOT NULL,"
	" stored_ms INTEGER NOT NULL,"
	" bytes INTEGER NOT NULL,"
	" given_title TEXT NOT NULL, given_published TEXT NOT NULL, verbatim INTEGER NOT NULL);"
	"CREATE TABLE original(report INTEGER PRIMARY KEY REFERENCES report, zstd BLOB NOT NULL);"
	"CREATE TABLE extraction("
	" extraction INTEGER PRIMARY KEY,"
	" report INTEGER NOT NULL REFERENCES report,"
	" version TEXT NOT NULL,"
	" current INTEGER NOT NULL,"
	" title TEXT, published TEXT, modified TEXT, language TEXT, author TEXT, publisher TEXT,"
	" url TEXT, media_type TEXT NOT NULL, text TEXT NOT NULL, links TEXT NOT NULL,"
	" worker TEXT NOT NULL, read_ms INTEGER NOT NULL, stored_ms INTEGER NOT NULL,"
	" UNIQUE(report, version));"
	"CREATE TABLE entity("
	" entity INTEGER PRIMARY KEY, extraction INTEGER NOT NULL REFERENCES extraction,"
	" type TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL,"
	" canonical TEXT, maker TEXT NOT NULL, confidence REAL NOT NULL);"
	"CREATE INDEX entity_extraction ON entity(extraction);"
	"CREATE TABLE claim("
	" claim INTEGER PRIMARY KEY, extraction INTEGER NOT NULL REFERENCES extraction,"
	" kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,"
	" subject TEXT, subject_start INTEGER, object TEXT, object_start INTEGER,"
	" value REAL, modifier TEXT, unit TEXT, time_start TEXT, time_end TEXT,"
	" has_time INTEGER NOT NULL, places TEXT NOT NULL, attributed_to TEXT,"
	" modality TEXT NOT NULL, theme TEXT NOT NULL, maker TEXT NOT NULL,"
	" confidence REAL NOT NULL);"
	"CREATE INDEX claim_extraction ON claim(extraction);"
	"CREATE INDEX claim_kind ON claim(kind, claim);"
	"CREATE TABLE incident("
	" incident INTEGER PRIMARY KEY, extraction INTEGER NOT NULL REFERENCES extraction,"
	" type TEXT NOT NULL, stage TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,"
	" date_start TEXT, date_end TEXT, has_date INTEGER NOT NULL, locations TEXT NOT NULL,"
	" perpetrator_individuals TEXT NOT NULL, perpetrator_organisations TEXT NOT NULL,"
	" physical_targets TEXT NOT NULL, victims TEXT NOT NULL, weapons TEXT NOT NULL,"
	" maker TEXT NOT NULL, confidence REAL NOT NULL);"
	"CREATE INDEX incident_extraction ON incident(extraction);"
	"CREATE TABLE warning(extraction INTEGER NOT NULL REFERENCES extraction,"
	" sentence TEXT NOT NULL);"
	"CREATE INDEX warning_extraction ON warning(extraction);"
	"CREATE VIEW current_text AS SELECT report AS rowid, title, text FROM extraction"
	" WHERE current=1;"
	"CREATE INDEX extraction_current ON extraction(report) WHERE current=1;"
	"CREATE VIRTUAL TABLE text_index USING fts5(title, text, content='current_text',"
	" tokenize='unicode61 remove_diacritics 2');"

	"CREATE VIEW reports AS SELECT lower(hex(r.id)) AS id,"
	" coalesce(x.title, nullif(r.given_title, '')) AS title, x.published, x.language,"
	" r.source, coalesce(x.url, nullif(r.url, '')) AS url, x.publisher, x.author,"
	" strftime('%Y-%m-%dT%H:%M:%SZ', r.received_ms/1000, 'unixepoch') AS received,"
	" strftime('%Y-%m-%dT%H:%M:%SZ', x.stored_ms/1000, 'unixepoch') AS stored,"
	" x.media_type, r.bytes, length(CAST(x.text AS BLOB)) AS text_bytes, x.version,"
	" r.report AS report, x.extraction AS extraction"
	" FROM report r JOIN extraction x ON x.report=r.report AND x.current=1;"
	"CREATE VIEW texts AS SELECT lower(hex(r.id)) AS id, x.text FROM report r"
	" JOIN extraction x ON x.report=r.report AND x.current=1;"
	"CREATE VIEW entities AS SELECT lower(hex(r.id)) AS id, e.type, e.text, e.canonical,"
	" e.start, e.end, e.confidence, e.maker, x.version, r.source, x.published,"
	" e.entity AS entity FROM entity e"
	" JOIN extraction x ON x.extraction=e.extraction AND x.current=1 JOIN report r "
	"USING(report);"
	"CREATE VIEW claims AS SELECT lower(hex(r.id)) AS id, c.kind, c.subject, c.object, c.value,"
	" c.modifier, c.unit, c.time_start, c.time_end, c.places, c.attributed_to, c.modality,"
	" c.theme, CAST(substr(CAST(x.text AS BLOB), c.start+1, c.end-c.start) AS TEXT) AS "
	"sentence,"
	" c.start, c.end, c.confidence, c.maker, x.version, r.source, x.published,"
	" coalesce(x.title, nullif(r.given_title, '')) AS title, c.claim AS claim FROM claim c"
	" JOIN extraction x ON x.extraction=c.extraction AND x.current=1 JOIN report r "
	"USING(report);"
	"CREATE VIEW incidents AS SELECT lower(hex(r.id)) AS id, i.type, i.stage, i.date_start,"
	" i.date_end, i.locations, i.perpetrator_individuals, i.perpetrator_organisations,"
	" i.physical_targets, i.victims, i.weapons,"
	" CAST(substr(CAST(x.text AS BLOB), i.start+1, i.end-i.start) AS TEXT) AS sentence,"
	" i.start, i.end, i.confidence, i.maker, x.version, r.source, x.published,"
	" coalesce(x.title, nullif(r.given_title, '')) AS title, i.incident AS incident"
	" FROM incident i"
	" JOIN extraction x ON x.extraction=i.extraction AND x.current=1 JOIN report r "
	"USING(report);"
	"CREATE VIEW warnings AS SELECT lower(hex(r.id)) AS id, w.sentence FROM warning w"
	" JOIN extraction x ON x.extraction=w.extraction AND x.current=1 JOIN report r "
	"USING(report);",
	/* 2: what listings, corrections and charts need */
	"ALTER TABLE claim ADD COLUMN live INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE claim ADD COLUMN day TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE claim ADD COLUMN country TEXT;"
	"ALTER TABLE claim ADD COLUMN low REAL;"
	"ALTER TABLE claim ADD COLUMN high REAL;"
	"ALTER TABLE claim ADD COLUMN figure TEXT;"
	"ALTER TABLE claim ADD COLUMN decision INTEGER;"
	"ALTER TABLE claim ADD COLUMN told TEXT;"
	"ALTER TABLE incident ADD COLUMN live INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE incident ADD COLUMN day TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE incident ADD COLUMN country TEXT;"
	"ALTER TABLE incident ADD COLUMN event TEXT;"
	"ALTER TABLE incident ADD COLUMN decision INTEGER;"
	"DROP INDEX claim_kind;"
	"CREATE INDEX claim_kind ON claim(kind) WHERE live=1;"
	"CREATE INDEX claim_theme ON claim(theme) WHERE live=1;"
	"CREATE INDEX claim_day ON claim(day) WHERE live=1;"
	"CREATE INDEX claim_kind_day ON claim(kind, day) WHERE live=1;"
	"CREATE INDEX claim_value ON claim(ifnull(value,-1)) WHERE live=1;"
	"CREATE INDEX claim_kind_value ON claim(kind, ifnull(value,-1)) WHERE live=1;"
	"CREATE INDEX claim_figure ON claim(figure) WHERE live=1 AND figure IS NOT NULL;"
	"CREATE INDEX incident_type ON incident(type) WHERE live=1;"
	"CREATE INDEX incident_day ON incident(day) WHERE live=1;"
	"CREATE INDEX incident_type_day ON incident(type, day) WHERE live=1;"
	"CREATE INDEX incident_event ON incident(event) WHERE live=1 AND event IS NOT NULL;"
	"CREATE INDEX report_source ON report(source);"
	"CREATE INDEX extraction_published ON extraction(published) WHERE current=1;"
	"CREATE TABLE tag(facet TEXT NOT NULL, value TEXT NOT NULL, fact INTEGER NOT NULL,"
	" kind TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY(facet, value, fact)) WITHOUT ROWID;"
	"CREATE TABLE tag_value(facet TEXT NOT NULL, value TEXT NOT NULL, facts INTEGER NOT NULL,"
	" PRIMARY KEY(facet, value)) WITHOUT ROWID;"
	"CREATE INDEX tag_value_facts ON tag_value(facet, facts);"
	"CREATE TABLE name(name INTEGER PRIMARY KEY, type TEXT NOT NULL, text TEXT NOT NULL,"
	" mentions INTEGER NOT NULL, reports INTEGER NOT NULL, example TEXT NOT NULL,"
	" same_as INTEGER REFERENCES name, UNIQUE(type, text));"
	"CREATE INDEX name_mentions ON name(mentions) WHERE same_as IS NULL;"
	"CREATE INDEX name_type_mentions ON name(type, mentions) WHERE same_as IS NULL;"
	"CREATE INDEX name_same_as ON name(same_as) WHERE same_as IS NOT NULL;"
	"CREATE TABLE appearance(name INTEGER NOT NULL, extraction INTEGER NOT NULL,"
	" mentions INTEGER NOT NULL, PRIMARY KEY(name, extraction)) WITHOUT ROWID;"
	"CREATE INDEX appearance_extraction ON appearance(extraction);"
	"CREATE TABLE place_country(place TEXT PRIMARY KEY COLLATE NOCASE, country TEXT NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE TABLE note(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE decision(decision INTEGER PRIMARY KEY, made_ms INTEGER NOT NULL,"
	" made_by TEXT NOT NULL, verb TEXT NOT NULL, target TEXT NOT NULL, report BLOB,"
	" kind TEXT, start INTEGER, end INTEGER, quote TEXT, subject TEXT, object TEXT, value REAL,"
	" change TEXT NOT NULL, comment TEXT NOT NULL, undone_ms INTEGER);"
	"CREATE INDEX decision_report ON decision(report) WHERE undone_ms IS NULL;"
	"CREATE TABLE history(step_s INTEGER NOT NULL, at_s INTEGER NOT NULL, ready INTEGER,"
	" leased INTEGER, delayed INTEGER, dead INTEGER, oldest_ms INTEGER, bytes INTEGER,"
	" accepted INTEGER, done INTEGER, retried INTEGER, died INTEGER, workers INTEGER,"
	" p50_ms REAL, p99_ms REAL, PRIMARY KEY(step_s, at_s)) WITHOUT ROWID;"

	"DROP VIEW claims;"
	"CREATE VIEW claims AS SELECT lower(hex(r.id)) AS id, c.kind, c.subject, c.object, c.value,"
	" c.modifier, c.unit, c.low, c.high, c.time_start, c.time_end, c.places, c.country,"
	" c.attributed_to, c.modality,"
	" c.theme, CAST(substr(CAST(x.text AS BLOB), c.start+1, c.end-c.start) AS TEXT) AS "
	"sentence,"
	" c.start, c.end, c.confidence, c.maker, x.version, r.source, x.published,"
	" coalesce(x.title, nullif(r.given_title, '')) AS title, nullif(c.day, '') AS day, "
	"c.figure,"
	" (SELECT d.verb FROM decision d WHERE d.decision=c.decision) AS "
	"correction, " FACT_REF_CLAIM " AS fact, c.claim AS claim FROM claim c"
	" JOIN extraction x USING(extraction) JOIN report r USING(report) WHERE c.live=1;"
	"DROP VIEW incidents;"
	"CREATE VIEW incidents AS SELECT lower(hex(r.id)) AS id, i.type, i.stage, i.date_start,"
	" i.date_end, i.locations, i.country, i.perpetrator_individuals, "
	"i.perpetrator_organisations,"
	" i.physical_targets, i.victims, i.weapons,"
	" CAST(substr(CAST(x.text AS BLOB), i.start+1, i.end-i.start) AS TEXT) AS sentence,"
	" i.start, i.end, i.confidence, i.maker, x.version, r.source, x.published,"
	" coalesce(x.title, nullif(r.given_title, '')) AS title, nullif(i.day, '') AS day, i.event,"
	" (SELECT d.verb FROM decision d WHERE d.decision=i.decision) AS "
	"correction, " FACT_REF_INCIDENT " AS fact, i.incident AS incident FROM incident i"
	" JOIN extraction x USING(extraction) JOIN report r USING(report) WHERE i.live=1;"
	"CREATE VIEW names AS SELECT n.type, n.text AS name, n.mentions + ifnull((SELECT "
	"sum(m.mentions)"
	" FROM name m WHERE m.same_as=n.name), 0) AS mentions, n.reports + ifnull((SELECT "
	"sum(m.reports)"
	" FROM name m WHERE m.same_as=n.name), 0) AS reports, n.example, n.name AS number"
	" FROM name n WHERE n.same_as IS NULL;"
	"CREATE VIEW figures AS SELECT figure, kind, unit, country, min(day) AS day, min(low) AS "
	"low,"
	" max(coalesce(high, low)) AS high, max(high IS NULL) AS open, count(*) AS claims,"
	" count(DISTINCT extraction) AS reports, count(DISTINCT attributed_to) AS speakers"
	" FROM claim WHERE live=1 AND figure IS NOT NULL GROUP BY figure;"
	"CREATE VIEW decisions AS SELECT decision, verb, target, lower(hex(report)) AS id, kind, "
	"start,"
	" end, quote, subject, object, value, change, comment, made_by,"
	" strftime('%Y-%m-%dT%H:%M:%SZ', made_ms/1000, 'unixepoch') AS made,"
	" strftime('%Y-%m-%dT%H:%M:%SZ', undone_ms/1000, 'unixepoch') AS undone FROM decision;",

	/* 3: the versions of a page by its address */
	"CREATE INDEX report_url ON report(url);",

	/* 4: a theme by day */
	("DROP INDEX claim_theme;"
	 "CREATE INDEX claim_theme_day ON claim(theme, day) WHERE live=1;"),

	/* 5: what was seen before */
	("CREATE TABLE kin(report INTEGER PRIMARY KEY REFERENCES report, story INTEGER NOT NULL,"
	 " how TEXT NOT NULL, of INTEGER, resemblance REAL NOT NULL, containment REAL NOT NULL,"
	 " same INTEGER NOT NULL, url TEXT, origin TEXT NOT NULL);"
	 "CREATE INDEX kin_story ON kin(story);"
	 "CREATE INDEX kin_same ON kin(same);"
	 "CREATE INDEX kin_url ON kin(url) WHERE url IS NOT NULL;"
	 "CREATE TABLE band(hash INTEGER NOT NULL, report INTEGER NOT NULL,"
	 " PRIMARY KEY(hash, report)) WITHOUT ROWID;"
	 "CREATE INDEX band_report ON band(report);"
	 "CREATE VIEW copies AS SELECT lower(hex(r.id)) AS id, lower(hex(f.id)) AS story, k.how,"
	 " lower(hex(o.id)) AS of, round(k.resemblance, 3) AS resemblance,"
	 " round(k.containment, 3) AS containment, k.origin, x.title, x.published, r.source,"
	 " k.report AS report FROM kin k JOIN report r ON r.report=k.report"
	 " JOIN report f ON f.report=k.story LEFT JOIN report o ON o.report=k.of"
	 " JOIN extraction x ON x.report=k.report AND x.current=1;"
	 "CREATE VIEW stories AS SELECT lower(hex(f.id)) AS id, coalesce(x.title,"
	 " nullif(f.given_title, '')) AS title, s.reports, s.origins, s.revisions,"
	 " strftime('%Y-%m-%dT%H:%M:%SZ', s.first_ms/1000, 'unixepoch') AS first,"
	 " strftime('%Y-%m-%dT%H:%M:%SZ', s.last_ms/1000, 'unixepoch') AS last, s.story AS story"
	 " FROM (SELECT k.story, count(*) AS reports, count(DISTINCT k.origin) AS origins,"
	 " sum(k.how='revision') AS revisions, min(r.received_ms) AS first_ms,"
	 " max(r.received_ms) AS last_ms FROM kin k JOIN report r USING(report) GROUP BY k.story) s"
	 " JOIN report f ON f.report=s.story JOIN extraction x ON x.report=f.report AND "
	 "x.current=1;"),

	/* 6: claimed, accused, suspected, denied */
	("ALTER TABLE incident ADD COLUMN perpetrator_confidence TEXT;"
	 "DROP VIEW incidents;"
	 "CREATE VIEW incidents AS SELECT lower(hex(r.id)) AS id, i.type, i.stage, i.date_start,"
	 " i.date_end, i.locations, i.country, i.perpetrator_individuals, "
	 "i.perpetrator_organisations,"
	 " i.perpetrator_confidence, i.physical_targets, i.victims, i.weapons,"
	 " CAST(substr(CAST(x.text AS BLOB), i.start+1, i.end-i.start) AS TEXT) AS sentence,"
	 " i.start, i.end, i.confidence, i.maker, x.version, r.source, x.published,"
	 " coalesce(x.title, nullif(r.given_title, '')) AS title, nullif(i.day, '') AS day, "
	 "i.event,"
	 " (SELECT d.verb FROM decision d WHERE d.decision=i.decision) AS "
	 "correction, " FACT_REF_INCIDENT " AS fact, i.incident AS incident FROM incident i"
	 " JOIN extraction x USING(extraction) JOIN report r USING(report) WHERE i.live=1;"),

	/* 7: a theme by what was stored last */
	"CREATE INDEX claim_theme ON claim(theme) WHERE live=1;",

	/* 8: saved searches; last is the last row of the listing that was told */
	("CREATE TABLE search(search INTEGER PRIMARY KEY, name TEXT NOT NULL, listing TEXT NOT "
	 "NULL,"
	 " query TEXT NOT NULL, webhook TEXT NOT NULL, last INTEGER NOT NULL,"
	 " told INTEGER NOT NULL DEFAULT 0, made_ms INTEGER NOT NULL);"),

	/* 9: what the dates of a report rest on, and how precise they are */
	("ALTER TABLE extraction ADD COLUMN published_from TEXT;"
	 "ALTER TABLE extraction ADD COLUMN published_precision TEXT;"
	 "ALTER TABLE extraction ADD COLUMN modified_from TEXT;"
	 "ALTER TABLE extraction ADD COLUMN modified_precision TEXT;"
	 "DROP VIEW reports;"
	 "CREATE VIEW reports AS SELECT lower(hex(r.id)) AS id,"
	 " coalesce(x.title, nullif(r.given_title, '')) AS title, x.published, x.published_from,"
	 " x.published_precision, x.modified, x.modified_from, x.modified_precision, x.language,"
	 " r.source, coalesce(x.url, nullif(r.url, '')) AS url, x.publisher, x.author,"
	 " strftime('%Y-%m-%dT%H:%M:%SZ', r.received_ms/1000, 'unixepoch') AS received,"
	 " strftime('%Y-%m-%dT%H:%M:%SZ', x.stored_ms/1000, 'unixepoch') AS stored,"
	 " x.media_type, r.bytes, length(CAST(x.text AS BLOB)) AS text_bytes, x.version,"
	 " r.report AS report, x.extraction AS extraction"
	 " FROM report r JOIN extraction x ON x.report=r.report AND x.current=1;"),

	/* 10: the row under which a fact was first stored, if its report was read again since
	 * (searches.h) */
	("ALTER TABLE claim ADD COLUMN known INTEGER;"
	 "ALTER TABLE incident ADD COLUMN known INTEGER;"),

	/* 11: what is not simply asserted, which is little: listing.c names the condition too */
	"CREATE INDEX claim_modality ON claim(modality) WHERE live=1 AND modality<>'asserted';",

	/* 12: stories that became one */
	("CREATE TABLE joined(story INTEGER PRIMARY KEY REFERENCES report, into_story INTEGER NOT "
	 "NULL,"
	 " report INTEGER NOT NULL REFERENCES report);"
	 "CREATE INDEX joined_into ON joined(into_story);"
	 "CREATE VIEW joins AS SELECT lower(hex(g.id)) AS id, lower(hex(k.id)) AS story,"
	 " lower(hex(r.id)) AS through FROM joined j JOIN report g ON g.report=j.story"
	 " JOIN report k ON k.report=j.into_story JOIN report r ON r.report=j.report;"),

	/* 13: the date that a feed gave */
	"ALTER TABLE report ADD COLUMN given_dated TEXT NOT NULL DEFAULT '';",

	/* 14: how many facts of which kind there are (tally.h), a country by day, the facts of a
	 * report unread */
	("CREATE TABLE tally(listing TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL,"
	 " year TEXT NOT NULL, theme TEXT NOT NULL, modality TEXT NOT NULL, facts INTEGER NOT NULL,"
	 " PRIMARY KEY(listing, kind, country, year, theme, modality)) WITHOUT ROWID;"
	 "INSERT INTO tally SELECT 'claims', kind, ifnull(country, ''), substr(day, 1, 4), theme, "
	 "modality,"
	 " count(*) FROM claim WHERE live=1 GROUP BY 2, 3, 4, 5, 6;"
	 "INSERT INTO tally SELECT 'incidents', type, ifnull(country, ''), substr(day, 1, 4), '', "
	 "stage,"
	 " count(*) FROM incident WHERE live=1 GROUP BY 2, 3, 4, 6;"
	 "CREATE INDEX claim_country_day ON claim(country, day) WHERE live=1;"
	 "CREATE INDEX claim_country_kind_day ON claim(country, kind, day) WHERE live=1;"
	 "CREATE INDEX incident_country_day ON incident(country, day) WHERE live=1;"
	 "CREATE INDEX incident_country_kind_day ON incident(country, type, day) WHERE live=1;"
	 "DROP INDEX claim_extraction;"
	 "CREATE INDEX claim_extraction ON claim(extraction, live, kind, day);"
	 "DROP INDEX incident_extraction;"
	 "CREATE INDEX incident_extraction ON incident(extraction, live, type, day);"
	 "CREATE INDEX kin_of ON kin(of) WHERE of IS NOT NULL;"),

	/* 15: a story is counted when it is asked for; what has no title is known by how it
	 * begins */
	("CREATE INDEX kin_later ON kin(report) WHERE how<>'first';"
	 "DROP VIEW copies;"
	 "CREATE VIEW copies AS SELECT lower(hex(r.id)) AS id, lower(hex(f.id)) AS story, k.how,"
	 " lower(hex(o.id)) AS of, round(k.resemblance, 3) AS resemblance,"
	 " round(k.containment, 3) AS containment, k.origin, coalesce(x.title, "
	 "nullif(r.given_title, ''))"
	 " AS title, " BEGINS(
		 "r") " AS begins, x.published, r.source,"
		      " k.report AS report FROM kin k JOIN report r ON r.report=k.report"
		      " JOIN report f ON f.report=k.story LEFT JOIN report o ON o.report=k.of"
		      " JOIN extraction x ON x.report=k.report AND x.current=1;"
		      "DROP VIEW stories;"
		      "CREATE VIEW stories AS SELECT lower(hex(f.id)) AS id, coalesce(x.title,"
		      " nullif(f.given_title, '')) AS title, " BEGINS(
			      "f") " AS begins, f.source, x.published,"
				   " (SELECT count(*) FROM kin k WHERE k.story=s.report) AS "
				   "reports,"
				   " (SELECT count(DISTINCT k.origin) FROM kin k WHERE "
				   "k.story=s.report) AS origins,"
				   " (SELECT count(*) FROM kin k WHERE k.story=s.report AND "
				   "k.how='revision') AS revisions,"
				   " (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', "
				   "min(r.received_ms)/1000, 'unixepoch')"
				   " FROM kin k JOIN report r USING(report) WHERE "
				   "k.story=s.report) AS first,"
				   " (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', "
				   "max(r.received_ms)/1000, 'unixepoch')"
				   " FROM kin k JOIN report r USING(report) WHERE "
				   "k.story=s.report) AS last, s.story AS story"
				   " FROM kin s JOIN report f ON f.report=s.report"
				   " JOIN extraction x ON x.report=f.report AND x.current=1 WHERE "
				   "s.story=s.report;"),

	/* 16: incidents can be edited; a fact is named by what it was told as, also beside an
	 * edited one */
	("ALTER TABLE incident ADD COLUMN told TEXT;"
	 "DROP VIEW claims;"
	 "CREATE VIEW claims AS SELECT lower(hex(r.id)) AS id, c.kind, c.subject, c.object, "
	 "c.value,"
	 " c.modifier, c.unit, c.low, c.high, c.time_start, c.time_end, c.places, c.country,"
	 " c.attributed_to, c.modality,"
	 " c.theme, CAST(substr(CAST(x.text AS BLOB), c.start+1, c.end-c.start) AS TEXT) AS "
	 "sentence,"
	 " c.start, c.end, c.confidence, c.maker, x.version, r.source, x.published,"
	 " coalesce(x.title, nullif(r.given_title, '')) AS title, nullif(c.day, '') AS day, "
	 "c.figure,"
	 " (SELECT d.verb FROM decision d WHERE d.decision=c.decision) AS "
	 "correction, " FACT_REF_CLAIM " AS fact, c.claim AS claim FROM claim c"
	 " JOIN extraction x USING(extraction) JOIN report r USING(report) WHERE c.live=1;"),

	/* 17: how many were killed, wounded and abducted, and the incident's name by its content */
	("ALTER TABLE incident ADD COLUMN casualties TEXT NOT NULL DEFAULT '[]';"
	 "ALTER TABLE incident ADD COLUMN identity TEXT;"
	 "DROP VIEW incidents;" /* as step 6 made it */
	 "CREATE VIEW incidents AS SELECT lower(hex(r.id)) AS id, i.type, i.stage, i.date_start,"
	 " i.date_end, i.locations, i.country, i.perpetrator_individuals, "
	 "i.perpetrator_organisations,"
	 " i.perpetrator_confidence, i.physical_targets, i.victims, i.weapons, i.casualties, NULL "
	 "AS toll,"
	 " CAST(substr(CAST(x.text AS BLOB), i.start+1, i.end-i.start) AS TEXT) AS sentence,"
	 " i.start, i.end, i.confidence, i.maker, x.version, r.source, x.published,"
	 " coalesce(x.title, nullif(r.given_title, '')) AS title, nullif(i.day, '') AS day, "
	 "i.event,"
	 " i.identity, (SELECT d.verb FROM decision d WHERE d.decision=i.decision) AS "
	 "correction, " FACT_REF_INCIDENT " AS fact, i.incident AS incident FROM incident i"
	 " JOIN extraction x USING(extraction) JOIN report r USING(report) WHERE i.live=1;"),

	/* 18: what the views and their columns mean */
	schema_about,

	/* 19: the database keeps count of its stories: one of a hundred thousand copies is
	 * listed as fast as one of two */
	("CREATE TABLE story(story INTEGER PRIMARY KEY, reports INTEGER NOT NULL, revisions "
	 "INTEGER NOT NULL,"
	 " newest INTEGER NOT NULL);"
	 "CREATE INDEX story_newest ON story(newest) WHERE reports>1;"
	 "CREATE TABLE story_origin(story INTEGER NOT NULL, origin TEXT NOT NULL, reports INTEGER "
	 "NOT NULL,"
	 " PRIMARY KEY(story, origin)) WITHOUT ROWID;"
	 "INSERT INTO story SELECT story, count(*), sum(how='revision'), max(report) FROM kin "
	 "GROUP BY story;"
	 "INSERT INTO story_origin SELECT story, origin, count(*) FROM kin GROUP BY story, origin;"
	 "CREATE TRIGGER kin_comes AFTER INSERT ON kin BEGIN " MEMBER_COMES "END;"
	 "CREATE TRIGGER kin_goes AFTER DELETE ON kin BEGIN " MEMBER_GOES "END;"
	 "CREATE TRIGGER kin_moves AFTER UPDATE OF story, how, origin ON kin BEGIN " MEMBER_GOES
			MEMBER_COMES "END;"
	 "DROP INDEX kin_later;"
	 "DROP VIEW stories;"
	 "CREATE VIEW stories AS SELECT lower(hex(f.id)) AS id, coalesce(x.title,"
	 " nullif(f.given_title, '')) AS title, " BEGINS(
		 "f") " AS begins, f.source, x.published, s.reports,"
		      " (SELECT count(*) FROM story_origin o WHERE o.story=s.story) AS origins, "
		      "s.revisions, " CAME(
			      "(SELECT min(k.report) FROM kin k WHERE "
			      "k.story=s.story)") " AS first, " CAME("s.newest") " AS last, "
										 "s.story AS story"
										 " FROM story s "
										 "JOIN report f ON "
										 "f.report=s.story"
										 " JOIN extraction "
										 "x ON "
										 "x.report=f."
										 "report AND "
										 "x.current=1;"),

	/* 20: names, common nouns and pronouns are told apart, and the country is known that a
	 * report is about; until it is read again, all are taken for names */
	("ALTER TABLE entity ADD COLUMN form TEXT;"
	 "ALTER TABLE claim ADD COLUMN about TEXT;"
	 "ALTER TABLE incident ADD COLUMN about TEXT;"
	 "ALTER TABLE name ADD COLUMN named INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE appearance ADD COLUMN named INTEGER NOT NULL DEFAULT 0;"
	 "UPDATE name SET named=mentions;"
	 "UPDATE appearance SET named=mentions;"
	 "DROP VIEW entities;"
	 "CREATE VIEW entities AS SELECT lower(hex(r.id)) AS id, e.type, e.text, e.canonical, "
	 "e.form,"
	 " e.start, e.end, e.confidence, e.maker, x.version, r.source, x.published,"
	 " e.entity AS entity FROM entity e"
	 " JOIN extraction x ON x.extraction=e.extraction AND x.current=1 JOIN report r "
	 "USING(report);"
	 "DROP VIEW names;"
	 "CREATE VIEW names AS SELECT n.type, n.text AS name, n.mentions + ifnull(m.mentions, 0) "
	 "AS mentions,"
	 " n.named + ifnull(m.named, 0) AS named, n.reports + ifnull(m.reports, 0) AS reports, "
	 "n.example,"
	 " n.name AS number FROM name n LEFT JOIN (SELECT same_as, sum(mentions) AS mentions, "
	 "sum(named) AS named,"
	 " sum(reports) AS reports FROM name WHERE same_as IS NOT NULL GROUP BY 1) m ON "
	 "m.same_as=n.name"
	 " WHERE n.same_as IS NULL;"
	 "DROP VIEW about;"),

	/* 21: what they mean now */
	schema_about,

	/* 22: a rejected claim's dead are no incident's */
	("DROP VIEW incidents;"
	 "CREATE VIEW incidents AS SELECT lower(hex(r.id)) AS id, i.type, i.stage, "
	 "i.date_start,"
	 " i.date_end, i.locations, i.country, i.perpetrator_individuals, "
	 "i.perpetrator_organisations,"
	 " i.perpetrator_confidence, i.physical_targets, i.victims, "
	 "i.weapons, " FACTS_CASUALTIES("i") " AS casualties, " FACTS_TOLL(
		 "i") " AS toll,"
		      " CAST(substr(CAST(x.text AS BLOB), i.start+1, i.end-i.start) AS "
		      "TEXT) AS sentence,"
		      " i.start, i.end, i.confidence, i.maker, x.version, r.source, "
		      "x.published,"
		      " coalesce(x.title, nullif(r.given_title, '')) AS title, "
		      "nullif(i.day, '') AS day, i.event,"
		      " i.identity, (SELECT d.verb FROM decision d WHERE "
		      "d.decision=i.decision) AS correction, " FACT_REF_INCIDENT
		      " AS fact, i.incident AS incident FROM incident i"
		      " JOIN extraction x USING(extraction) JOIN report r USING(report) "
		      "WHERE i.live=1;"),
};

const struct db_schema store_schema = {STORE_APPLICATION_ID, steps, ARRAY_SIZE(steps)};

static const char *const rescued[] = {"report", "original", "decision"};

const struct db_rescue store_rescue = {&store_schema, rescued, ARRAY_SIZE(rescued), NULL};
