/* SPDX-License-Identifier: Apache-2.0
 * facts.h - the read side of the database, the same for the command line and the dashboard.
 *
 * A listing is a query over the documented views with the filters that the user gave; its rows have
 * named columns, so whoever prints them needs no knowledge of the schema. Columns that hold JSON
 * (places, locations, roles) are named by facts_column_is_json(). */
#ifndef SITREP_FACTS_H
#define SITREP_FACTS_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "model/report.h"

enum listing {
	LISTING_CLAIMS,
	LISTING_INCIDENTS,
	LISTING_ENTITIES, /* counted by type and name */
	LISTING_MENTIONS, /* entities one by one */
	LISTING_REPORTS,
	LISTING_SEARCH    /* reports by words, best first, with a snippet */
};

/* Absent strings do not filter. */
struct filter {
	struct str words;      /* full text: all must occur; a trailing * is a prefix */
	struct str report;     /* id or the beginning of one, hex */
	struct str kind;       /* claim kind, incident type, entity type */
	struct str theme;
	struct str place;      /* a part of a place's name */
	struct str who;        /* a part of subject, object, source of a claim; of a role; of a name */
	struct str source;     /* a part of where the report came from */
	struct str since, until; /* "YYYY-MM-DD": the fact's own time, else the report's date */
	double min_confidence;
	int64_t after;         /* cursor: the last row's number, 0 from the start */
	int64_t limit;         /* 0: all */
};

struct db *facts_open(const char *state_dir, struct err *err);
/* The caller frees the query. */
struct query *facts_list(struct db *db, enum listing listing, const struct filter *filter,
	struct arena *arena, struct err *err);
bool facts_column_is_json(const char *column);
/* Such a column as a person reads it: ["Iraq","Syria"] is "Iraq, Syria", of a list of roles the texts. */
struct str facts_list_text(struct str json, struct arena *arena);

/* The report whose id begins with hex; ERR_REJECT if there is none or more than one. */
bool facts_find_report(struct db *db, struct str hex, struct report_id *ret_id, int64_t *ret_row,
	struct err *err) MUST_CHECK;
/* The original bytes and what came with them, into the arena. */
bool facts_original(struct db *db, int64_t row, struct arena *arena, struct report *ret_report,
	struct err *err) MUST_CHECK;
bool facts_text(struct db *db, int64_t row, struct arena *arena, struct str *ret_text,
	struct err *err) MUST_CHECK;
bool facts_stored(struct db *db, const struct report_id *id, bool *ret_stored,
	struct err *err) MUST_CHECK;

#endif
