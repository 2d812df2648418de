/* SPDX-License-Identifier: Apache-2.0
 * html.h - pages written into a buffer. Whatever comes from a report or a user goes through
 * html_text() or html_url_part(); nothing else writes foreign bytes. The pages carry no style and
 * no script of their own (the Content-Security-Policy forbids it): classes, and static/. */
#ifndef SITREP_HTML_H
#define SITREP_HTML_H

#include <stdint.h>
#include "base/buf.h"
#include "db/db.h"

void html_text(struct buf *out, struct str s); /* with & < > " ' escaped */
/* The head, the navigation and the search box; here: the path of the navigation's current entry, or
 * NULL. Ended by html_end(). */
void html_begin(struct buf *out, const char *title, struct str words, const char *here);
void html_end(struct buf *out);
void html_notice(struct buf *out, struct str done); /* what an action did; nothing if it is empty */
/* A path's part or a query's value, percent-encoded (RFC 3986). */
void html_url_part(struct buf *out, struct str s);
/* The words themselves, linked only if the address is of the web: http: or https:. */
void html_outside_link(struct buf *out, struct str url);
/* 1 234 567, 0.35 */
void html_number(struct buf *out, double v);
/* "3 s", "4 min", "2 h", "5 d" */
void html_age(struct buf *out, int64_t ms);
void html_bytes(struct buf *out, uint64_t bytes);

/* The columns published, published_from, published_precision: "2021-03 (from url, to the
 * month)". */
void html_published(struct buf *out, const struct query *query);
/* A row's column by its name; absent if the query has no such column. */
struct str html_column(const struct query *query, const char *name);
double html_column_number(const struct query *query, const char *name);
bool html_column_null(const struct query *query, const char *name);
/* What a report is called: its title; else how it begins (columns begins or words), else where
 * it is from. */
void html_report_title(struct buf *out, const struct query *query);
/* A JSON list as "Iraq, Syria". */
void html_list(struct buf *out, struct str json);
void html_list_with(struct buf *out, struct str json, const char *between);
/* "at least 12 people", "2021-05-04 to 2021-05-31" of a claim's row. */
void html_value(struct buf *out, const struct query *query);
void html_period(struct buf *out, struct str from, struct str to);
/* "killed: at least 12 people, Mosul, 2021-05-04, police" */
void html_claim(struct buf *out, const struct query *query);
/* The same as an item of a list: its day leads to the evidence. */
void html_claim_item(struct buf *out, const struct query *query);

#endif
