/* SPDX-License-Identifier: Apache-2.0
 * kin.c - the read side of stories. */
#include "store/facts.h"

#define STORY \
	"s.id, s.title, s.begins, s.source, s.published, s.reports, s.origins, s.revisions, " \
	"s.first, s.last"

#define NEWEST(which) \
	"SELECT " STORY ", n.newest AS number FROM (SELECT story, newest FROM story WHERE " which \
	"newest<?1 ORDER BY newest DESC LIMIT ?2) n CROSS JOIN stories s ON s.story=n.story " \
	"ORDER BY n.newest DESC"

struct query *facts_stories(
	struct db *db, bool alone, int64_t limit, int64_t before, struct err *err)
{
	struct query *query = query_new(db, alone ? NEWEST("") : NEWEST("reports>1 AND "), err);

	query_int(query, 1, before ? before : INT64_MAX);
	query_int(query, 2, limit ? limit : -1);
	return query;
}

bool facts_story(struct db *db, int64_t row_number, struct report_id *ret_story, bool *ret_moved,
	struct err *err)
{
	AUTO(query_free)
	struct query *query = query_new(db,
		"SELECT r.id, EXISTS(SELECT 1 FROM joined j WHERE"
		" j.story=k.report) FROM kin k JOIN report r ON r.report=k.story WHERE k.report=?1",
		err);
	bool row;

	query_int(query, 1, row_number);
	if (!query_step(query, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT,
			"that report is in no story: it has not been compared yet");
	memcpy(ret_story->bytes, query_get_blob(query, 0).p, REPORT_ID_BYTES);
	*ret_moved = query_get_int(query, 1) != 0;
	return true;
}

#define OF_ITS_STORY "story=(SELECT story FROM kin WHERE report=?1)"

struct query *facts_story_of(struct db *db, int64_t row, int64_t limit, struct err *err)
{
	struct query *query = query_new(db,
		"SELECT id, how, resemblance, containment, origin, title, begins,"
		" published, source FROM copies WHERE report IN (SELECT report FROM kin "
		"WHERE " OF_ITS_STORY " ORDER BY report LIMIT ?2) ORDER BY report",
		err);

	query_int(query, 1, row);
	query_int(query, 2, limit ? limit : -1);
	return query;
}

bool facts_story_size(struct db *db, int64_t row_number, int64_t *ret_reports, int64_t *ret_origins,
	struct err *err)
{
	AUTO(query_free)
	struct query *query = query_new(db,
		"SELECT reports, (SELECT count(*) FROM story_origin o WHERE o.story=s.story) FROM "
		"story s WHERE " OF_ITS_STORY,
		err);
	bool row;

	query_int(query, 1, row_number);
	if (!query_step(query, &row, err))
		return false;
	*ret_reports = row ? query_get_int(query, 0) : 0;
	*ret_origins = row ? query_get_int(query, 1) : 0;
	return true;
}

bool facts_former(struct db *db, int64_t row_number, int64_t *ret_row, struct err *err)
{
	AUTO(query_free)
	struct query *query =
		query_new(db, "SELECT of FROM kin WHERE report=?1 AND how='revision'", err);

	query_int(query, 1, row_number);
	return query_first(query, 0, ret_row, err);
}

/* Facts without an equal in the other version are paired in the order in which they are told. */
struct query *facts_changes(struct db *db, int64_t row, struct err *err)
{
	struct query *query = query_new(db,
		"WITH pair AS (SELECT of AS former, report AS later FROM kin WHERE how='revision'"
		" AND (report=?1 OR of=?1) ORDER BY report LIMIT 20),"
		" side AS (SELECT former, later, 0 AS new, former AS report FROM pair"
		" UNION ALL SELECT former, later, 1, later FROM pair),"
		" told AS MATERIALIZED (SELECT * FROM (SELECT s.former, s.later, s.new, c.kind, "
		"c.object, c.unit,"
		" c.value, c.modifier, c.start, lower(ifnull(c.object, '')) AS what,"
		" row_number() OVER (PARTITION BY s.former, s.later, s.new ORDER BY c.start, "
		"c.claim) AS n"
		" FROM side s JOIN extraction x ON x.report=s.report AND x.current=1"
		" JOIN claim c ON c.extraction=x.extraction AND c.live=1) WHERE n<=1000),"
		" left AS MATERIALIZED (SELECT t.*, row_number() OVER (PARTITION BY former, later, "
		"new, kind, unit,"
		" what ORDER BY n) AS nth FROM told t WHERE NOT EXISTS (SELECT 1 FROM told o"
		" WHERE o.later=t.later AND o.new<>t.new AND o.kind=t.kind AND o.what=t.what AND "
		"o.unit IS t.unit"
		" AND o.value IS t.value AND o.modifier IS t.modifier)),"
		" both AS (SELECT b.former, b.later, b.kind, a.object, b.unit, b.value AS was, "
		"a.value AS now,"
		" CASE WHEN a.nth IS NULL THEN 'gone' ELSE 'changed' END AS change, b.object AS "
		"old, b.start"
		" FROM left b LEFT JOIN left a ON a.new=1 AND a.later=b.later AND a.kind=b.kind "
		"AND a.what=b.what"
		" AND a.unit IS b.unit AND a.nth=b.nth WHERE b.new=0"
		" UNION ALL SELECT a.former, a.later, a.kind, a.object, a.unit, NULL, a.value, "
		"'new', NULL, a.start"
		" FROM left a WHERE a.new=1 AND NOT EXISTS (SELECT 1 FROM left b WHERE b.new=0"
		" AND b.later=a.later AND b.kind=a.kind AND b.what=a.what AND b.unit IS a.unit AND "
		"b.nth=a.nth))"
		" SELECT v.former=?1 AS later, lower(hex(r.id)) AS id, kind, coalesce(object, old) "
		"AS object, unit,"
		" was, now, change FROM both v JOIN report r ON r.report=CASE WHEN v.former=?1 "
		"THEN v.later"
		" ELSE v.former END ORDER BY v.later, start LIMIT 200",
		err);

	query_int(query, 1, row);
	return query;
}
