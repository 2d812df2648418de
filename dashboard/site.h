/* SPDX-License-Identifier: Apache-2.0
 * site.h - what the pages are made from: the newest statuses, and the database through facts.h.
 *
 * One loop serves statuses, requests and listeners. That works because no question takes long:
 * every one reads at most some thousands of rows, is a read transaction of its own, and is
 * stopped after ASK_DB_MS; an export is a stream that makes a piece whenever its client has room. */
#ifndef SITREP_SITE_H
#define SITREP_SITE_H

#include <limits.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/emit.h"
#include "service/http.h"
#include "store/facts.h"
#include "wire/message.h"

#define SILENT_MS 5000 /* a daemon that has said nothing for so long is not there */
#define ASK_DB_MS 2000 /* the longest that one question may keep the database */
#define PAGE_ROWS 50
#define MAX_ROWS 1000
#define RATE_POINTS 60 /* seconds over which the rates are taken */
#define MAX_ASKS 64

struct site;

/* What is done with a daemon's answer. reply is NULL if none came in time. */
typedef void ask_fn(struct site *site, struct http_request *request, const struct reply *reply);

struct ask {
	uint64_t token, request; /* 0: free */
	ask_fn *then;
	int64_t until_ms; /* monotonic */
};

struct rate_point {
	int64_t at_ms;
	uint64_t accepted, done;
};

struct site {
	char state_dir[PATH_MAX];
	struct db *db;                 /* NULL until there is a database */
	struct status ingestor, store; /* strings in the arenas */
	struct arena ingestor_arena, store_arena;
	int64_t ingestor_ms, store_ms; /* wall, of their arrival; 0: never */
	struct rate_point rates[RATE_POINTS];
	size_t nrates; /* ever; the newest is rates[(nrates - 1) % RATE_POINTS] */
	struct http *http;
	struct link *to_ingestor, *to_store; /* for requests */
	struct ask asks[MAX_ASKS];
	uint64_t last_token;
	unsigned status;     /* of the answer that is being made */
	char form_token[33]; /* of our own pages' forms: another origin cannot read it */
};

/* Answers a request: pages, /api/..., /metrics, /livez, /readyz. */
http_fn site_answer; /* arg: struct site * */
void site_take_status(
	struct site *site, const struct status *status, struct arena *arena, int64_t now_ms);
/* Opens the database if it is not open. False with a sentence if there is none. */
bool site_open(struct site *site, struct err *err);
bool site_ready(const struct site *site, int64_t now_ms);
/* Reports a second over the last minute. */
void site_rates(const struct site *site, double *ret_in, double *ret_out);
bool site_is_api(const struct http_request *request); /* a client that wants JSON */
/* Answers with our headers; ETag and 304 (RFC 9110) where the client has it already. */
#define HTML "text/html; charset=utf-8"
void site_respond(
	struct http_request *request, unsigned status, const char *type, const struct buf *out);
/* A page, or JSON to whoever asked /api. */
void site_respond_error(struct http_request *request, unsigned status, const char *sentence);

/* filter.c: the filter in a request's query, and queries made from filters. */
bool filter_read(struct http_request *request, struct filter *ret, struct err *err);
/* The same from a query as text: "kind=killed&country=IQ". */
bool filter_parse(struct str query, struct arena *arena, struct filter *ret, struct err *err);
/* "?kind=killed&amp;country=IQ", without the cursor, with name=value instead of what the filter
 * has of it (value absent: without it). Empty if nothing is left. */
void filter_write(struct buf *out, const struct filter *filter, const char *name, struct str value);
/* "&amp;after=...": what begins behind this row. */
void filter_write_cursor(struct buf *out, enum listing listing, const struct filter *filter,
	const struct query *row);
const char *filter_sort_name(enum sort sort);
/* sorted: with what it may be sorted by. */
void filter_write_form(
	struct buf *out, enum listing listing, const struct filter *filter, bool sorted);

/* ask.c: questions to the daemons, answered in a later turn of the loop. */
void ask_ingestor(
	struct site *site, struct http_request *request, struct request *question, ask_fn *then);
void ask_store(
	struct site *site, struct http_request *request, struct request *question, ask_fn *then);
/* Without waiting for the answer: for what may be said again. */
void ask_tell_store(struct site *site, struct request *question);
void ask_take_reply(struct site *site, const struct reply *reply);
void ask_expire(struct site *site);

/* Pages: each writes all of it. rest: what follows the route in the path. */
typedef bool page_fn(struct site *site, struct http_request *request, struct str rest,
	struct buf *out, struct err *err);
page_fn page_queue, page_claims, page_incidents, page_entities, page_reports, page_search,
	page_report, page_fact, page_figure, page_event, page_entity, page_country, page_map,
	page_corrections, page_searches, page_stories, page_story;
/* Instead of a page: what was asked for is elsewhere, for good or for now. */
void site_lead_on(struct site *site, struct http_request *request, bool for_good, const char *path,
	const char *rest);
/* What the queue page shows and listeners get once a second. */
void queue_write_live(const struct site *site, int64_t now_ms, struct buf *out);

/* charts.c: history as lines, inline SVG. span: "hour", "day" or "month". */
bool chart_history(struct db *db, struct str span, int64_t now_s, struct buf *out, struct err *err);
/* Low-high bands of claims by speaker over the days they were told; the query's rows are claims. */
bool chart_bands(struct query *query, struct buf *out, struct err *err);

/* actions.c: what forms and API clients may do. */
void action_answer(struct site *site, struct http_request *request, struct str path);
/* A hidden field that proves that the form is ours. */
void action_write_token(const struct site *site, struct buf *out);
/* page_dead.c: all that cannot be read; where a report is. */
void dead_show(struct site *site, struct http_request *request);
void where_show(struct site *site, struct http_request *request, struct str id);
/* page_sources.c: the page of sources, or what was done to them; and what its forms do. */
void sources_show(struct site *site, struct http_request *request);
void sources_act(struct site *site, struct http_request *request, ask_fn *done);

/* api.c: the same as JSON lines. */
bool api_listing(struct site *site, enum listing listing, const struct filter *filter,
	struct buf *out, struct buf *next, struct err *err);

/* Stories, and the reports of one by the id of any of them. */
bool api_stories(struct site *site, const struct filter *filter, struct buf *out, struct buf *next,
	struct err *err);
bool api_story(struct site *site, struct str id, const struct filter *filter, struct buf *out,
	struct err *err);

/* All columns of a row as one object. */
void api_write_row(struct emitter *e, const struct query *q);
/* The addresses in a page have &amp; where a header, or a saved search, has &. */
void api_write_plain(struct buf *out, struct str html);

/* metrics.c: Prometheus text format, version 0.0.4. */
void metrics_write(const struct site *site, int64_t now_ms, struct buf *out);

#endif
