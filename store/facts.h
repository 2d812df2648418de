/* SPDX-License-Identifier: Apache-2.0
 * facts.h - the read side of the database, the same for the command line and the dashboard.
 *
 * A listing is a query over the documented views with the filters that the user gave; its rows have
 * named columns, so whoever prints them needs no knowledge of the schema. Columns that hold JSON
 * (places, locations, roles) are named by facts_column_is_json(). */
#ifndef SITREP_FACTS_H
#define SITREP_FACTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/emit.h"
#include "base/err.h"
#include "db/db.h"
#include "model/report.h"

enum listing {
	LISTING_CLAIMS,
	LISTING_INCIDENTS,
	LISTING_ENTITIES, /* counted by type and name */
	LISTING_MENTIONS, /* entities one by one */
	LISTING_REPORTS,
	LISTING_SEARCH /* reports by words, best first, with a snippet */
};

enum sort {
	SORT_OLDEST, /* as stored: for exports */
	SORT_NEWEST,
	SORT_DAY,  /* the fact's own time, else the report's date; latest first */
	SORT_VALUE /* greatest first; claims only */
};

/* Absent strings do not filter. */
struct filter {
	struct str words;  /* full text of the report: all must occur; a trailing * is a prefix */
	struct str report; /* id or the beginning of one, hex */
	struct str kind;   /* claim kind, incident type, entity type */
	struct str theme;
	struct str place;   /* a part of a place's name */
	struct str country; /* ISO 3166-1 alpha-2 */
	struct str who;     /* a part of subject, object, source of a claim; of a role; of a name */
	struct str source;  /* a part of where the report came from */
	struct str organisation; /* that the report names: its whole name or, if none is so called,
				    a part of one */
	/* of a mention: name, noun, pronoun, value; of entities: "name" (as if absent) or "any",
	 * also those that reports mostly do not call by a name */
	struct str form;
	struct str modality;     /* of a claim; the stage of an incident */
	struct str group;        /* a figure (claims) or an event (incidents): derive.h */
	struct str since, until; /* "YYYY-MM-DD", of the day: the end of the fact's time, else the
				    report's date */
	double min_confidence;
	enum sort sort;
	int64_t after; /* cursor: the last row's number, 0 from the start */
	bool news; /* with a cursor and SORT_OLDEST: nor those that were known then (searches.h) */
	struct str after_key; /* and what it was sorted by: its day or value */
	/* 0: all. A page (limited, not SORT_OLDEST) looks into the newest FACTS_REPORTS reports
	 * with the words, of the source or of the organisation; place, who and source are then
	 * parts of the FACTS_NAMES most frequent names, or a whole name; and if there are several,
	 * it looks into the newest 5,000 such facts. */
	int64_t limit;
};

/* "oldest", "newest", "day", "value". */
bool facts_sort_named(struct str name, enum sort *ret);
struct db *facts_open(const char *state_dir, struct err *err);
/* The caller frees the query. */
struct query *facts_list(struct db *db, enum listing listing, const struct filter *filter,
	struct arena *arena, struct err *err);
#define FACTS_OVERVIEW 3000
#define FACTS_REPORTS \
	1000            /* the newest with these words, from this source, that a page looks into */
#define FACTS_BEST 1000 /* the newest with the words among which a search looks for the best */
#define FACTS_NAMES 24  /* the most frequent with such a part that a page looks into */
#define FACTS_NAMED 500 /* the newest whose sources and organisations an overview counts */
/* What lies behind a page of claims or incidents: of at most FACTS_OVERVIEW of the facts that the
 * filter leaves, so that it is quick whatever there is. */
struct overview_count {
	const char *facet; /* the name of a filter: "kind", "country", "since", ... */
	struct str value;
	struct str label; /* the value as a person reads it */
	int64_t facts;
};
/* A figure that several reports tell counts once, as the range from the least to the most that is
 * told. */
struct overview_total {
	struct str kind, unit;
	double low, high;
	int64_t figures, claims;
	bool open; /* somebody says "at least" */
};
struct overview {
	struct overview_count *facets; /* [nfacets] what to narrow the filter by, facet by facet */
	struct overview_total *totals; /* [ntotals] of claims */
	struct overview_count *states; /* [nstates] of incidents: events by state */
	struct overview_count
		*places; /* [nplaces] likewise by the first town that is on the map: "IQ\nMosul" */
	size_t nfacets, ntotals, nstates, nplaces;
	size_t seen;   /* facts that were looked at; FACTS_OVERVIEW: there may be more */
	int64_t facts; /* that the filter leaves, if exact; else seen */
	bool exact;    /* the facets, but "who", "organisation" and "source", count all of them */
};
/* All of it is in the arena. */
bool facts_overview(struct db *db, enum listing listing, const struct filter *filter,
	struct arena *arena, struct overview *ret, struct err *err) MUST_CHECK;
/* The SQL of an incident's casualties in words, for a table of that name:
 * "at least 12 killed (police), 30 wounded"; NULL if nobody tells. */
/* The casualties of an incident's row, without those whose claim was rejected. */
#define FACTS_CASUALTIES(incident) \
	"(SELECT json_group_array(json(k.value)) FROM json_each(" incident \
	".casualties) k WHERE NOT EXISTS" \
	" (SELECT 1 FROM claim r WHERE r.extraction=" incident ".extraction AND r.live=0" \
	" AND r.kind=k.value->>'kind' AND r.start=k.value->>'start'" \
	" AND (r.low=k.value->>'low' OR r.value=k.value->>'low')))"

#define FACTS_TOLL(incident) \
	"(SELECT group_concat(printf('%s%.10g%s %s%s', iif(j.value->>'high' IS NULL, 'at least " \
	"', '')," \
	" j.value->>'low', iif(j.value->>'high'>j.value->>'low'," \
	" ' to ' || printf('%.10g', j.value->>'high'), ''), j.value->>'kind'," \
	" ifnull(' (' || (j.value->>'attributed_to') || ')', '')), ', ')" \
	" FROM json_each(" FACTS_CASUALTIES(incident) ") j)"

bool facts_column_is_json(const char *column);
/* Every column of the row as a member of the object that is open. */
void facts_emit_members(struct emitter *emitter, const struct query *query);
/* Such a column as a person reads it: ["Iraq","Syria"] is "Iraq, Syria", of a list of roles the
 * texts. */
struct str facts_list_text(struct str json, struct arena *arena);
struct str facts_list_text_with(struct str json, const char *between, struct arena *arena);

/* The bounds of the ids that begin with these digits; blobs in the arena. */
bool facts_id_range(struct str hex, struct arena *arena, struct str *ret_low, struct str *ret_high,
	struct err *err) MUST_CHECK;
/* The report whose id begins with hex; ERR_REJECT if there is none or more than one. */
bool facts_find_report(struct db *db, struct str hex, struct report_id *ret_id, int64_t *ret_row,
	struct err *err) MUST_CHECK;
/* The original bytes and what came with them, into the arena. */
bool facts_original(struct db *db, int64_t row, struct arena *arena, struct report *ret_report,
	struct err *err) MUST_CHECK;
bool facts_text(struct db *db, int64_t row, struct arena *arena, struct str *ret_text,
	struct err *err) MUST_CHECK;
/* The corrections that stand, as JSON lines: the words, what was read, what is right. */
bool facts_write_corrections(struct db *db, struct buf *out, struct err *err) MUST_CHECK;
/* Stories of several reports, or also those of a report alone (the view stories), by their newest
 * report, which is the column "number": the cursor. before: that of the last row of the page
 * before, 0: none; limit 0: all. The caller frees it. */
struct query *facts_stories(
	struct db *db, bool alone, int64_t limit, int64_t before, struct err *err);
/* The story of a report, by its id; *ret_moved: the report's was a story of its own that this one
 * has taken. */
bool facts_story(struct db *db, int64_t row, struct report_id *ret_story, bool *ret_moved,
	struct err *err) MUST_CHECK;
/* The reports of the story that this one belongs to (the view copies), the first so many (0: all).
 * The caller frees it. */
struct query *facts_story_of(struct db *db, int64_t row, int64_t limit, struct err *err);
/* How many they are, and of how many independent origins. */
bool facts_story_size(struct db *db, int64_t row, int64_t *ret_reports, int64_t *ret_origins,
	struct err *err) MUST_CHECK;
/* The report whose new version this one is; 0 if it is none. */
bool facts_former(struct db *db, int64_t row, int64_t *ret_row, struct err *err) MUST_CHECK;
/* What the store knows of a report's way: at, what ("received", "read", "corrected", "undone"), by
 * (where from, the worker, who), version, read_ms, facts; in the order of time. No row: it was
 * never stored. The caller frees it. */
struct query *facts_way(struct db *db, const struct report_id *id, struct err *err);
/* How the facts of a report differ from those of its former version, and of later ones from its
 * own, in the order of the text: later (0: the former version is the other one), id (of the other),
 * kind, object, unit, was, now, change ("changed", "new", "gone"). Facts are told apart by kind,
 * object, unit, value and modifier; of each version the first 1,000 are compared. The caller frees
 * it. */
struct query *facts_changes(struct db *db, int64_t row, struct err *err);
bool facts_stored(
	struct db *db, const struct report_id *id, bool *ret_stored, struct err *err) MUST_CHECK;

#endif
