/* SPDX-License-Identifier: Apache-2.0
 * listing.h - inside the read side only: the parts of a listing that others are made of too. */
#ifndef SITREP_LISTING_H
#define SITREP_LISTING_H

#include <stdio.h>
#include "store/facts.h"

/* What a part of a name stands for. */
struct listing_values {
	struct str *v; /* [n] each quoted for SQL, in the arena */
	size_t n;
	bool all; /* these are all; else they are many, and v is none of your business */
};

/* listing.c. Parameters: ?1 words, ?2 and ?14 the report's id from and to, ?3 kind, ?4 theme, ?5
 * place, ?6 who, ?7 source, ?8 since, ?9 until, ?10 confidence, ?11 cursor's row, ?12 limit, ?13
 * cursor's key, ?15 country, ?16 modality, ?17 figure or event, ?18 organisation. */
/* The query, with what the filter has bound. */
struct query *listing_prepare(struct db *db, const char *sql, const struct filter *f,
	struct arena *arena, struct err *err);
bool listing_wants_reports(const struct filter *f);
/* A page looks into the newest only; all of a listing is all of it. */
bool listing_is_page(const struct filter *f);
/* SELECT of the current extractions x of the reports r that the filter names: for a page, the
 * newest FACTS_REPORTS that hold the words or are of the source. after_report: the cursor ?11 is
 * a report's number. */
bool listing_add_reports(struct db *db, struct buf *sql, const struct filter *f,
	const char *columns, bool after_report, struct err *err) MUST_CHECK;
void listing_add_order(struct buf *sql, const struct filter *f, const char *row, const char *day,
	const char *value);
void listing_add_cursor(struct buf *sql, const struct filter *f, const char *row, const char *day,
	const char *value);

/* listing_names.c. The numbers of the organisations that the filter means, with commas between
 * them, in the arena. */
bool listing_organisations(struct db *db, const struct filter *f, struct arena *arena,
	struct str *ret, struct err *err) MUST_CHECK;
/* Appends SELECT ... AS n: the reports that name one of them; cursor: a condition on the column
 * report. */
void listing_add_naming(
	struct buf *sql, const struct filter *f, struct str names, const char *cursor);
/* Appends the condition that an extraction names one of them. */
void listing_add_named(struct buf *sql, struct str names, const char *extraction);

/* listing_facts.c. Appends SELECT ... AS n: the numbers of the claims or incidents that the
 * filter leaves, in order. */
bool listing_add_numbers(struct db *db, enum listing listing, const struct filter *f,
	struct buf *sql, struct err *err) MUST_CHECK;
/* Appends the whole listing of claims or incidents. */
bool listing_build_facts(struct db *db, struct buf *sql, const struct filter *f,
	enum listing listing, struct err *err) MUST_CHECK;
/* SELECT of the values of a facet that the parameter is a part of; for a page, of the most
 * frequent ones, and itself. */
void listing_add_matching(
	struct buf *sql, const struct filter *f, const char *facet, int parameter);
/* These values, if they are few, and under how many facts (or reports) they are. */
bool listing_look_up(struct db *db, const struct filter *f, const char *facet, int parameter,
	struct arena *arena, struct listing_values *ret, double *ret_facts,
	struct err *err) MUST_CHECK;

#endif
