/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "store/decide.h"
#include "store/decide_change.h"
#include "store/fact_ref.h"

enum statement {
	D_RESTORE,
	D_RESTORE_INCIDENTS,
	D_CLEAR_CLAIMS,
	D_CLEAR_INCIDENTS,
	D_OF_REPORT,
	D_ANY,
	D_CLAIM_EDIT,
	D_CLAIM_MARK,
	D_INCIDENT_EDIT,
	D_INCIDENT_MARK,
	D_COUNT
};

/* A slot as the extractor told it, whatever was edited since. */
#define TOLD(slot) \
	"CASE WHEN claim.told IS NULL THEN claim." slot " ELSE claim.told->>'" slot "' END"
#define QUOTE(of) \
	"CAST(substr(CAST(x.text AS BLOB), " of ".start+1, " of ".end-" of ".start) AS TEXT)"
#define SAME_CLAIM \
	" WHERE d.decision=?2 AND claim.extraction=?1 AND x.extraction=?1" \
	" AND ((claim.start=d.start AND claim.end=d.end) OR " QUOTE( \
		"claim") "=d.quote)" \
			 " AND " TOLD("kind") "=d.kind AND (" TOLD( \
				 "subject") ") IS d.subject" \
					    " AND (" TOLD("object") ") IS d.object AND (" TOLD( \
						    "value") ") IS d.value"
#define EDITED(table, slot) \
	slot "=CASE WHEN json_type(d.change, '$." slot "') IS NULL THEN " table "." slot \
	     " ELSE d.change->>'" slot "' END,"

/* An incident is known by its type as it was told, its sentence, and which of that type there it
 * is; decisions of older versions do not say which, and mean all of them. */
#define TOLD_TYPE(of) "ifnull(" of ".told->>'type', " of ".type)"
#define NTH_OF(of) \
	"(SELECT count(*) FROM incident b WHERE b.extraction=" of \
	".extraction AND b.incident<=" of ".incident" \
	" AND b.start=" of ".start AND b.end=" of ".end AND " TOLD_TYPE("b") "=" TOLD_TYPE(of) ")"
#define SAME_INCIDENT \
	" WHERE d.decision=?2 AND incident.extraction=?1 AND x.extraction=?1" \
	" AND " TOLD_TYPE( \
		"incident") "=d.kind AND ((incident.start=d.start AND incident.end=d.end)" \
			    " OR " QUOTE("incident") "=d.quote) AND (d.value IS NULL OR " \
						     "d.value=" NTH_OF("incident") ")"
/* A role is edited as a list of texts; who was told already keeps his type and other names. */
#define EDITED_ROLE(slot) \
	slot "=CASE WHEN json_type(d.change, '$." slot "') IS NULL THEN incident." slot \
	     " ELSE (SELECT json_group_array(json(coalesce((SELECT k.value FROM " \
	     "json_each(incident." slot ") k" \
	     " WHERE k.value->>'text'=j.value), json_object('text', j.value, 'type', '', " \
	     "'aliases', json('[]')))))" \
	     " FROM json_each(d.change, '$." slot "') j) END,"
/* Below 0 until derive.c wakes the others. */
#define LIVE_UNLESS_REJECTED \
	"live=CASE d.verb WHEN 'reject' THEN -1 ELSE 0 END, decision=d.decision,"
#define GROUPED(column) \
	column "=CASE d.verb WHEN 'merge' THEN d.change->>'into'" \
	       " WHEN 'split' THEN d.kind || '|split|' || d.decision ELSE "

/* ?1 is the extraction, ?2 the decision; of D_ANY, ?1 is the report's id. */
static const char *const statements[D_COUNT] = {
	[D_RESTORE] =
		"UPDATE claim SET kind=told->>'kind', subject=told->>'subject',"
		" object=told->>'object', value=told->>'value', modifier=told->>'modifier',"
		" unit=told->>'unit', time_start=told->>'time_start', time_end=told->>'time_end',"
		" places=told->>'places', attributed_to=told->>'attributed_to',"
		" modality=told->>'modality', theme=told->>'theme', told=NULL"
		" WHERE extraction=?1 AND told IS NOT NULL",
	[D_RESTORE_INCIDENTS] =
		"UPDATE incident SET type=told->>'type', stage=told->>'stage', "
		"date_start=told->>'date_start',"
		" date_end=told->>'date_end', locations=told->>'locations',"
		" perpetrator_individuals=told->>'perpetrator_individuals',"
		" perpetrator_organisations=told->>'perpetrator_organisations',"
		" perpetrator_confidence=told->>'perpetrator_confidence',"
		" physical_targets=told->>'physical_targets', victims=told->>'victims',"
		" weapons=told->>'weapons', told=NULL WHERE extraction=?1 AND told IS NOT NULL",
	[D_CLEAR_CLAIMS] =
		"UPDATE claim SET decision=NULL WHERE extraction=?1 AND decision IS NOT NULL",
	[D_CLEAR_INCIDENTS] = "UPDATE incident SET decision=NULL WHERE extraction=?1"
			      " AND decision IS NOT NULL",
	[D_OF_REPORT] = "SELECT decision, verb, target FROM decision WHERE undone_ms IS NULL AND"
			" report=(SELECT r.id FROM extraction x JOIN report r USING(report)"
			" WHERE x.extraction=?1) ORDER BY decision",
	[D_ANY] = "SELECT 1 FROM decision WHERE undone_ms IS NULL AND report=?1 LIMIT 1",
	[D_CLAIM_EDIT] =
		"UPDATE claim SET told=coalesce(claim.told, json_object('kind', claim.kind,"
		" 'subject', claim.subject, 'object', claim.object, 'value', claim.value,"
		" 'modifier', claim.modifier, 'unit', claim.unit, 'time_start', claim.time_start,"
		" 'time_end', claim.time_end, 'places', json(claim.places),"
		" 'attributed_to', claim.attributed_to, 'modality', claim.modality,"
		" 'theme', claim.theme)),"
		" " EDITED("claim", "kind") EDITED("claim", "subject") EDITED(
			"claim", "object") EDITED("claim", "value") EDITED("claim",
			"modifier") EDITED("claim", "unit") EDITED("claim",
			"time_start") EDITED("claim", "time_end") EDITED("claim",
			"places") EDITED("claim", "attributed_to") EDITED("claim",
			"modality") EDITED("claim",
			"theme") " decision=d.decision FROM decision d, extraction x" SAME_CLAIM,
	[D_CLAIM_MARK] = "UPDATE claim SET " LIVE_UNLESS_REJECTED GROUPED(
		"figure") "claim.figure END FROM decision d, extraction x" SAME_CLAIM,
	[D_INCIDENT_EDIT] =
		"UPDATE incident SET told=coalesce(incident.told, json_object('type', "
		"incident.type,"
		" 'stage', incident.stage, 'date_start', incident.date_start, 'date_end', "
		"incident.date_end,"
		" 'locations', json(incident.locations),"
		" 'perpetrator_individuals', json(incident.perpetrator_individuals),"
		" 'perpetrator_organisations', json(incident.perpetrator_organisations),"
		" 'perpetrator_confidence', incident.perpetrator_confidence,"
		" 'physical_targets', json(incident.physical_targets), 'victims', "
		"json(incident.victims),"
		" 'weapons', json(incident.weapons))),"
		" " EDITED("incident", "type") EDITED("incident", "stage") EDITED("incident",
			"date_start") EDITED("incident", "date_end") EDITED("incident", "locations")
			EDITED("incident", "perpetrator_confidence") EDITED_ROLE(
				"perpetrator_individuals") EDITED_ROLE("perpetrator_organisations")
				EDITED_ROLE("physical_targets") EDITED_ROLE("victims")
					EDITED_ROLE("weapons") " decision=d.decision FROM decision "
							       "d, extraction x" SAME_INCIDENT,
	[D_INCIDENT_MARK] = "UPDATE incident SET " LIVE_UNLESS_REJECTED GROUPED(
		"event") "incident.event END FROM decision d, extraction x" SAME_INCIDENT,
};

struct decide {
	struct db *db; /* borrowed */
	struct query *q[D_COUNT];
};

struct decide *decide_new(struct db *db, struct err *err)
{
	AUTO(decide_free) struct decide *d = xcalloc(1, sizeof(*d));
	struct decide *made;

	d->db = db;
	if (!queries_new(db, statements, d->q, D_COUNT, err))
		return NULL;
	made = d;
	d = NULL;
	return made;
}

void decide_free(struct decide **decide)
{
	if (!*decide)
		return;
	queries_free((*decide)->q, D_COUNT);
	free(*decide);
	*decide = NULL;
}

static enum statement statement_for(struct str verb, struct str target)
{
	bool edit = str_eq(verb, STR("edit"));

	if (str_eq(target, STR("incident")))
		return edit ? D_INCIDENT_EDIT : D_INCIDENT_MARK;
	return edit ? D_CLAIM_EDIT : D_CLAIM_MARK;
}

bool decide_any(struct decide *d, const struct report_id *report, bool *ret, struct err *err)
{
	int64_t any;

	query_blob(d->q[D_ANY], 1, (struct str){(const char *)report->bytes, REPORT_ID_BYTES});
	if (!query_first(d->q[D_ANY], 0, &any, err))
		return false;
	*ret = any != 0;
	return true;
}

bool decide_replay(struct decide *d, int64_t extraction, struct err *err)
{
	struct query *of = d->q[D_OF_REPORT];
	enum statement i;
	bool ok;

	for (i = D_RESTORE; i <= D_CLEAR_INCIDENTS; i++) {
		query_int(d->q[i], 1, extraction);
		if (!query_run(d->q[i], err))
			return false;
	}
	query_int(of, 1, extraction);
	while (query_next(of, &ok, err)) {
		struct query *apply =
			d->q[statement_for(query_get_str(of, 1), query_get_str(of, 2))];

		query_int(apply, 1, extraction);
		query_int(apply, 2, query_get_int(of, 0));
		if (!query_run(apply, err)) {
			query_reset(of);
			return false;
		}
	}
	return ok;
}

/* The members of a request, as SQLite's own JSON functions read them. */
struct wish {
	struct arena arena;
	struct str verb, fact, into, change, type, name, by, comment;
};

static void wish_release(struct wish *wish)
{
	arena_release(&wish->arena);
}

static bool read_wish(struct db *db, struct str json, struct wish *ret, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"SELECT ?1->>'verb', ?1->>'fact', ?1->>'into',"
		" ?1->'change', ?1->>'type', ?1->>'name', ?1->>'by', ?1->>'comment'"
		" WHERE json_valid(?1) AND json_type(?1)='object'",
		err);
	struct str *const to[] = {&ret->verb, &ret->fact, &ret->into, &ret->change, &ret->type,
		&ret->name, &ret->by, &ret->comment};
	bool row;
	int i;

	query_str(q, 1, json);
	if (!query_step(q, &row, err))
		return false;
	if (!row)
		return err_set(err, ERR_REJECT, "a correction is a JSON object");
	for (i = 0; i < (int)ARRAY_SIZE(to); i++)
		*to[i] = query_get_null(q, i) ? (struct str){0}
					      : arena_str(&ret->arena, query_get_str(q, i));
	return true;
}

static bool check_wish(struct db *db, const struct wish *w, bool incident, struct err *err)
{
	static const char *const verbs[] = {"accept", "reject", "edit", "merge", "split"};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (str_eq(w->verb, str_from(verbs[i])))
			break;
	if (i == ARRAY_SIZE(verbs))
		return err_set(err, ERR_REJECT,
			"a correction is accept, reject, edit, merge or split, "
			"not \"%.*s\"",
			STR_ARGS(w->verb));
	if (str_eq(w->verb, STR("merge")) && !w->into.n)
		return err_set(err, ERR_REJECT, "a merge needs to know into what");
	return !str_eq(w->verb, STR("edit")) || decide_check_change(db, w->change, incident, err);
}

/* Name the other as one: the same entity under two names, or no longer. */
static bool decide_name(struct db *db, const struct wish *w, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		"UPDATE name SET same_as=(SELECT coalesce(o.same_as, o.name) FROM name o"
		" WHERE o.type=?1 AND o.text=?3) WHERE type=?1 AND (text=?2 OR same_as=(SELECT "
		"n.name"
		" FROM name n WHERE n.type=?1 AND n.text=?2 AND ?3 IS NOT NULL))",
		err);

	if (!q)
		return false;
	if (str_eq(w->verb, STR("merge")) && str_eq(w->name, w->into))
		return err_set(err, ERR_REJECT, "a name cannot be merged into itself");
	query_str(q, 1, w->type);
	query_str(q, 2, w->name);
	query_str(q, 3, str_eq(w->verb, STR("merge")) ? w->into : (struct str){0});
	if (!query_run(q, err))
		return false;
	return db_changes(db) > 0 || err_set(err, ERR_REJECT, "there is no %.*s named \"%.*s\"",
					     STR_ARGS(w->type), STR_ARGS(w->name));
}

static bool known_name(struct db *db, struct str type, struct str text, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db, "SELECT 1 FROM name WHERE type=?1 AND text=?2", err);
	bool row;

	query_str(q, 1, type);
	query_str(q, 2, text);
	if (!query_step(q, &row, err))
		return false;
	return row || err_set(err, ERR_REJECT, "there is no %.*s named \"%.*s\"", STR_ARGS(type),
			      STR_ARGS(text));
}

#define INSERT_DECISION \
	"INSERT INTO decision(made_ms, made_by, verb, target, report, kind, start, end, quote," \
	" subject, object, value, change, comment) SELECT ?1, ?2, ?3, ?4, "
static const char *const inserts[] = {
	INSERT_DECISION "r.id, " TOLD("kind") ", claim.start, claim.end, " QUOTE("claim") ", " TOLD(
		"subject") ", " TOLD("object") ", " TOLD("value") ", ?5, ?6 FROM claim"
								  " JOIN extraction x "
								  "USING(extraction) JOIN report r "
								  "USING(report) WHERE "
								  "claim.claim=?7",
	INSERT_DECISION "r.id, " TOLD_TYPE("i") ", i.start, i.end, " QUOTE(
		"i") ", NULL, NULL, " NTH_OF("i") ", ?5, ?6"
						  " FROM incident i JOIN extraction x "
						  "USING(extraction) JOIN report r USING(report)"
						  " WHERE i.incident=?7",
	INSERT_DECISION "NULL, ?7, NULL, NULL, NULL, NULL, NULL, NULL, ?5, ?6",
};

static bool insert(struct db *db, int which, const struct wish *w, struct str change, int64_t row,
	int64_t now_ms, struct err *err)
{
	static const struct str targets[] = {STR("claim"), STR("incident"), STR("name")};
	AUTO(query_free) struct query *q = query_new(db, inserts[which], err);

	query_int(q, 1, now_ms);
	query_str(q, 2, str_absent(w->by) ? STR("") : w->by);
	query_str(q, 3, w->verb);
	query_str(q, 4, targets[which]);
	query_str(q, 5, change);
	query_str(q, 6, str_absent(w->comment) ? STR("") : w->comment);
	if (which == 2)
		query_str(q, 7, w->type);
	else
		query_int(q, 7, row);
	return query_run(q, err);
}

/* {"name":...,"into":...} or {"into":...}: what a merge has to remember. */
static bool change_text(
	struct db *db, const struct wish *w, struct arena *arena, struct str *ret, struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(db,
		w->name.n ? "SELECT json_object('name', ?1, 'into', ?2)"
			  : "SELECT json_object('into', ?2)",
		err);
	bool row;

	if (str_eq(w->verb, STR("edit"))) {
		*ret = w->change;
		return true;
	}
	if (!w->into.n && !w->name.n) {
		*ret = STR("{}");
		return true;
	}
	if (w->name.n)
		query_str(q, 1, w->name);
	query_str(q, 2, w->into);
	if (!query_step(q, &row, err))
		return false;
	*ret = arena_str(arena, query_get_str(q, 0));
	return true;
}

bool decide_record(struct decide *d, struct str json, int64_t now_ms, int64_t *ret_decision,
	int64_t *ret_extraction, struct err *err)
{
	AUTO(wish_release) struct wish w = {0};
	struct fact fact = {0};
	struct str change;
	bool name;

	if (!read_wish(d->db, json, &w, err))
		return false;
	name = str_absent(w.fact);
	if (name && !w.name.n)
		return err_set(err, ERR_REJECT, "a correction says which fact or name it is about");
	if (name && !str_eq(w.verb, STR("merge")) && !str_eq(w.verb, STR("split")))
		return err_set(err, ERR_REJECT, "names can be merged and split");
	if ((!name && !fact_find(d->db, w.fact, &fact, err)) ||
		!check_wish(d->db, &w, fact.incident, err) ||
		!change_text(d->db, &w, &w.arena, &change, err))
		return false;
	if (name && ((w.into.n && !known_name(d->db, w.type, w.into, err)) ||
			    !decide_name(d->db, &w, err)))
		return false;
	if (!insert(d->db, name ? 2 : fact.incident, &w, change, fact.row, now_ms, err))
		return false;
	*ret_decision = db_last_rowid(d->db);
	*ret_extraction = fact.extraction;
	return true;
}

/* A merge of names is undone by splitting, a split by merging again. */
static bool undo_name(struct db *db, struct query *q, struct err *err)
{
	struct wish w = {
		.verb = str_eq(query_get_str(q, 0), STR("merge")) ? STR("split") : STR("merge"),
		.type = query_get_str(q, 2),
		.name = query_get_str(q, 3),
		.into = query_get_str(q, 4)};

	if (!str_absent(w.into))
		return decide_name(db, &w, err);
	return err_set(err, ERR_REJECT, "to undo the split of a name, merge it again");
}

bool decide_undo(struct decide *d, int64_t decision, int64_t now_ms, int64_t *ret_extraction,
	struct err *err)
{
	AUTO(query_free)
	struct query *q = query_new(d->db,
		"SELECT verb, target, kind,"
		" change->>'name', change->>'into', (SELECT x.extraction FROM report r JOIN "
		"extraction x"
		" ON x.report=r.report AND x.current=1 WHERE r.id=d.report) FROM decision d"
		" WHERE decision=?1 AND undone_ms IS NULL",
		err);
	AUTO(query_free)
	struct query *mark =
		query_new(d->db, "UPDATE decision SET undone_ms=?2 WHERE decision=?1", err);
	bool row;

	if (!q || !mark)
		return false;
	query_int(q, 1, decision);
	if (!query_step(q, &row, err))
		return false;
	if (!row)
		return err_set(
			err, ERR_REJECT, "there is no decision %lld to undo", (long long)decision);
	*ret_extraction = query_get_int(q, 5);
	if (str_eq(query_get_str(q, 1), STR("name")) && !undo_name(d->db, q, err))
		return false;
	query_int(mark, 1, decision);
	query_int(mark, 2, now_ms);
	return query_run(mark, err);
}
